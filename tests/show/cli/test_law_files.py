"""Facts as a file of questions, and many cases as a table, as a user meets them."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from commands import Capture, call, in_order, printed, refused
from folders_of_cases import content, write_cases

from tregua.catalogue.read import Document
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.vocabulary import load_facts, package_names
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")


def case(content: str) -> str:
    """A file of facts."""
    Path("case.yaml").write_text(content, "utf-8")
    return "case.yaml"


# --- a file of questions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", regimes())
def test_the_template_of_a_regime_can_be_filled_in(capsys: Capture, name: str, language: Language) -> None:
    template, facts = printed(capsys, "decide", "--template", name, "--lang", language), load_rules(name).asked
    path = Path("case.yaml")
    path.write_text(template, "utf-8")
    assert load_facts(Document(path)) == {}
    assert json.loads(printed(capsys, "decide", "--regime", name, "case.yaml", "--json")).get("rule") is None
    answers = {
        "tri": ("yes", "sí"),
        "integer": ("8", "8"),
        "date": ("2025-12-31",) * 2,
        "number": ("8", "8"),
        "texts": ("[a, b]",) * 2,
    }
    expected: dict[str, object] = {"tri": True, "integer": 8, "date": "2025-12-31", "number": 8, "texts": ("a", "b")}
    lines, stated = [], {}
    for line in template.splitlines():
        if line.startswith("#") or not line:
            lines.append(line)
            continue
        fact = package_names().called(line.removesuffix(":"))
        assert fact is not None
        listed = answers.get(fact.type, (lines[-1].removeprefix("#").split(",")[-1].strip(),) * 2)
        lines.append(f"{line} {listed[LANGUAGES.index(language)]}")
        stated[fact.id] = expected.get(fact.type, fact.values[-1] if fact.values else None)
    path.write_text("\n".join(lines), "utf-8")
    assert load_facts(Document(path)) == stated and set(stated) == set(facts)
    flat = " ".join(template.replace("#", " ").split())
    assert all(getattr(fact.ask, language) in flat for fact in facts.values())
    assert text(language, "regimes.caveat.not_advice") in flat


def test_answers_in_spanish_use_spanish_names(capsys: Capture) -> None:
    """Once `negotiated = falso` and `reoffence_kind = drug`."""
    content = "negoció: sí\nreincidió: no\ndejó_el_narcotráfico_definitivamente: sí\n"
    out = printed(capsys, "decide", "--regime", "petro_2022", case(content), "--lang", "es")
    assert "negoció = falso" in out and "negotiated =" not in out
    asked = printed(capsys, "decide", "--regime", "petro_2022", case("{}"), "--lang", "es")
    assert "(negoció / negotiated)" in asked
    kinds = printed(capsys, "audit", "s1_2022", "s2_2022", "--lang", "es") + printed(
        capsys, "audit", "ley_975", "--lang", "es"
    )
    assert "= drug" not in kinds and "narcotráfico" in kinds


# --- many cases ------------------------------------------------------------------------------------------------------

CASES = "negotiated,stopped_definitively,reoffended\ntrue,true,false\ntrue,,false\nperhaps,,\nfalse,,\ntrue,true,true\n"


OPEN = "stop_verified_by;stop_period_over;benefit_decided_by;track"  # what the announcement leaves open


def decided(path: str) -> list[dict[str, Any]]:
    if path.endswith(".parquet"):
        return list(pq.read_table(path).to_pylist())
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [{name: value or None for name, value in line.items()} for line in csv.DictReader(file)]


@pytest.mark.parametrize("out", ["out.csv", "out.parquet"])
def test_story_5_a_table_is_decided_in_its_order_with_what_it_held(capsys: Capture, out: str) -> None:
    Path("in.csv").write_text(CASES, "utf-8")
    code, printed_out, err = call(capsys, "decide", "--regime", "petro_2022", "--batch", "in.csv", "--out", out)
    assert (code, printed_out) == (0, "")
    in_order(err, "“,”", "Facts: negotiated, stopped_definitively, reoffended", "as yes: true; as no: false", "Rows: 5")
    in_order(err, "Decided: 3", "undetermined: 1", "rejected", "1", out, "not legal advice", "announcement, not law")
    rows = decided(out)
    assert [(one["status"], one["outcome_extradition"], one["rule"], one["missing"]) for one in rows] == [
        ("decided", "NOT_EXTRADITED_BENEFIT", "P2", OPEN),
        ("undetermined", None, None, f"stopped_definitively;{OPEN}"),
        ("rejected", None, None, None),
        ("decided", "DELIVERED", "P3", None),
        ("decided", "DELIVERED_NO_NEGOTIATION", "P1", None),
    ]
    assert "perhaps" in rows[2]["reason"] and rows[2]["negotiated"] == "perhaps"
    assert {entry.name for entry in Path().iterdir()} == {"in.csv", out}


def test_a_batch_says_in_spanish_what_it_took(capsys: Capture) -> None:
    Path("in.csv").write_text("cédula;Negoció;reincidio;negociated;concepto_de_la_corte\n7;sí;no;no;\n", "utf-8")
    command = ["decide", "--regime", "petro_2022", "--batch", "in.csv", "--out", "o.csv", "--lang", "es"]
    code, out, err = call(capsys, *command)
    assert (code, out) == (0, "")
    in_order(err, "«;»", "Hechos: Negoció (negotiated), reincidio (reoffended)", "tal cual: cédula, negociated")
    in_order(err, "«negociated». ¿Quiso decir «negotiated»?", "lee: court_opinion", "como sí: sí; como no: no")
    in_order(err, "Filas: 1", "indeterminadas: 1", "no es asesoría jurídica")


def test_a_table_without_a_fact_is_refused_with_the_nearest_name(capsys: Capture) -> None:
    Path("in.csv").write_text("negotiatd\ntrue\n", "utf-8")
    told = refused(capsys, "decide", "--regime", "petro_2022", "--batch", "in.csv", "--out", "o.csv")
    assert "in.csv:1: no column is a fact" in told and "Did you mean “negotiated”?" in told


def test_a_folder_is_decided_with_one_summary_and_not_twice(capsys: Capture) -> None:
    write_cases(Path("cases"))
    command = ["decide", "--regime", "petro_2022", "--batch", "cases", "--out", "out"]
    code, out, err = call(capsys, *command)
    assert (code, out) == (0, "")
    in_order(err, "Facts: negotiated, reoffended", "kept as they are: id", "Files: 4.", "Rows: 12000", "Written: out.")
    assert err.count("Facts:") == 1
    Path("cases/b.parquet").unlink()
    code, _, err = call(capsys, *command[:-1], "out", "--lang", "es")
    in_order(err, "Archivos: 3.", "En out hay más archivos", "1.", "Filas: 9000")
    code, _, err = call(capsys, *command[:-1], "out", "--lang", "es")
    in_order(err, "Archivos: 3; ya decididos: 3.", "Filas: 9000")


def test_a_pattern_is_decided_by_processes_of_their_own(capsys: Capture) -> None:
    pytest.importorskip("distributed")
    write_cases(Path("cases"))
    command = ["decide", "--regime", "petro_2022", "--batch", "cases/*.parquet", "--lang", "es"]
    for where in ([], ["--dask", "local:2"]):
        code, out, err = call(capsys, *command, "--out", f"out{len(where)}", *where)
        assert (code, out) == (0, "") and "Archivos: 2." in err
    assert content(Path("out0")) == content(Path("out2"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--batch", "cases", "--out", "cases"],
            "cases: the answers to the cases of “cases” need a folder of their own",
        ),
        (["--batch", "none*.csv", "--out", "out"], "none*.csv: no file is called so"),
        (["--batch", "cases", "--out", "out", "--json"], "“--json”"),
        (["--batch", "cases", "--out", "out", "--dask", "here"], "--dask: expected the address of a Dask scheduler"),
        (["case.yaml", "--dask", "local:2"], "--batch is missing"),
        (["--batch", "x" * 5000, "--out", "out"], "there is no such file"),
    ],
)
def test_many_files_that_cannot_be_decided_are_refused(capsys: Capture, words: list[str], said: str) -> None:
    pytest.importorskip("distributed")
    write_cases(Path("cases"))
    assert said in refused(capsys, "decide", "--regime", "petro_2022", *words)
    assert not Path("out").exists()


def test_nothing_hidden_reaches_the_terminal_or_the_reasons(capsys: Capture) -> None:
    """A name with ESC or with a mark that turns the reading direction is told by its codes."""
    Path("in.csv").write_text("negotiated,\x1b]0;owned\x07\u202e\ntrue\x1b[31m,a\n", "utf-8")
    code, _, err = call(capsys, "decide", "--regime", "petro_2022", "--batch", "in.csv", "--out", "o.csv")
    assert code == 0 and r"\x1b]0;owned\x07\u202e" in err
    (row,) = decided("o.csv")
    assert r"\x1b[31m" in row["reason"]
    for shown in (err, row["reason"]):
        assert not {"\x1b", "\x07", "\u202e"} & {*shown}
