"""A law of one's own that begins with somebody else's decision table."""

import json
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from commands import Capture, call, printed, refused
from hypothesis import given, settings
from hypothesis import strategies as st
from law_tables import RECKONED, ROW, cases, ours, sender

from tregua.catalogue.errors import InputError
from tregua.regimes.check import check
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.one_case import Reading
from tregua.regimes.rules import Rules
from tregua.show.export.dmn import as_dmn
from tregua.show.export.own_law import import_dmn
from tregua.text import LANGUAGES, Language, text

SPACES = {
    "1.1": "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "1.2": "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
}
LOAN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="SPACE" id="d" name="Loans" namespace="http://example.com/loans">
 <itemDefinition name="tRisk"><typeRef>string</typeRef>
  <allowedValues><text>"low", "high", "very high"</text></allowedValues></itemDefinition>
 <inputData id="i1" name="Applicant Age"><variable name="Applicant Age" typeRef="number"/></inputData>
 <decision id="approve" name="Approve loan">
  <decisionTable HIT>
   <input label="Age"><inputExpression typeRef="number"><text>Applicant Age</text></inputExpression></input>
   <input label="Risk"><inputExpression typeRef="tRisk"><text>risk</text></inputExpression></input>
   <input label="Member"><inputExpression typeRef="boolean"><text>member</text></inputExpression></input>
   <input label="Since"><inputExpression typeRef="date"><text>since</text></inputExpression></input>
   <output name="result" typeRef="string">
    <outputValues><text>"Denied", "By hand", "Approved"</text></outputValues>DEFAULT</output>
   <output name="Rate" typeRef="number"/>
   RULES
  </decisionTable>
 </decision>
 MORE
</definitions>"""


def rule(*cells: str, note: str = "") -> str:
    *tests, result, rate = (cell.replace("<", "&lt;").replace(">", "&gt;") for cell in cells)
    told = f"<description>{note}</description>" if note else ""
    entries = "".join(f"<inputEntry><text>{one}</text></inputEntry>" for one in tests)
    given = "".join(f"<outputEntry><text>{one}</text></outputEntry>" for one in (result, rate))
    return f"<rule>{told}{entries}{given}</rule>"


RULES = (
    rule("< 18", "-", "-", "-", '"Denied"', "null", note="Minors cannot sign."),
    rule("[18..25)", 'not("low")', "false", "-", '"By hand"', "-"),
    rule("-", '"low", "high"', "true", '>= date("2020-01-01")', '"Approved"', "3.5"),
)


def loan(path: Path, rules: tuple[str, ...] = RULES, hit: str = 'hitPolicy="FIRST"', **more: str) -> Path:
    content = LOAN.replace("SPACE", SPACES[more.pop("version", "1.3")]).replace("RULES", "\n".join(rules))
    content = (
        content.replace("HIT", hit).replace("DEFAULT", more.pop("default", "")).replace("MORE", more.pop("more", ""))
    )
    (path / "loan.dmn").write_text(content, "utf-8")
    return path / "loan.dmn"


def imported(file: Path, language: Language = "en") -> tuple[Rules, list[str]]:
    folder = file.parent / "mine"
    rows, left = import_dmn(file, folder, language)
    rules = load_rules(str(folder))
    assert rows == len(rules.rules) and rules.regime.id == "mine"
    return rules, [text(language, one.key, **one.values) for one in left]


def status(rules: Rules, **facts: Any) -> tuple[str, str | None]:
    reading = Reading(rules, facts)
    return reading.outcomes["status"], reading.rule


# --- there and back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*regimes(), "terms"])
def test_our_own_tables_come_back_with_the_same_answers(name: str, tmp_path: Path) -> None:
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "law.yaml").write_text(RECKONED.replace("ROW", ROW), "utf-8")
    rules = load_rules(str(tmp_path / "terms") if name == "terms" else name)
    language = LANGUAGES[len(name) % 2]
    (tmp_path / "ours.dmn").write_text(as_dmn(rules, language), "utf-8")
    back, left = imported(tmp_path / "ours.dmn", language)
    assert left == []
    sent = sender(rules)
    for case in [*cases(rules, 200), *cases(rules, 50, unknown=0.3)]:
        wanted, wanted_details = ours(rules, case)
        given, details = ours(back, {one: value for one, value in sent(case).items() if one in back.names.facts})
        assert details == wanted_details, case
        for kind, (outcome, row) in wanted.items():
            assert given[kind][0] == outcome, case
            assert not row or given[kind][1].removesuffix(f"_{kind}") == row, case
    assert {one.record.decider for one in back.rules} == {one.record.decider for one in rules.rules}


# --- tables of others -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", SPACES)
def test_a_table_of_somebody_else_becomes_rows(tmp_path: Path, version: str) -> None:
    rules, left = imported(loan(tmp_path, version=version))
    assert left == [] and [one.id for one in rules.rules] == ["R1", "R2", "R3"]
    assert status(rules, applicant_age=17) == ("DENIED", "R1")
    assert status(rules, applicant_age=20, risk="very high", member=False) == ("BY_HAND", "R2")
    young = {"applicant_age": 20, "risk": "low", "member": True}
    assert status(rules, **young, since="2020-01-01") == ("APPROVED", "R3")
    assert status(rules, **young, since="2019-12-31") == ("UNDETERMINED", None)
    reading = Reading(rules, {**young, "since": "2021-01-01"})
    assert reading.details == {"rate": 3.5}
    assert rules.rules[0].record.reason.en == "Minors cannot sign."
    assert rules.fact("risk").values == ["low", "high", "very high"]
    assert {one.record.confidence for one in rules.rules} == {"low"}


def test_a_hit_policy_by_priority_orders_the_rows(tmp_path: Path) -> None:
    rules, _ = imported(loan(tmp_path, RULES[::-1], 'hitPolicy="PRIORITY"'))
    assert [rule.answers[0].outcomes["status"] for rule in rules.rules] == ["DENIED", "BY_HAND", "APPROVED"]


@pytest.mark.parametrize("hit", ["", 'hitPolicy="UNIQUE"', 'hitPolicy="ANY"'])
def test_other_hit_policies_are_read_in_order(tmp_path: Path, hit: str) -> None:
    rules, _ = imported(loan(tmp_path, hit=hit))
    assert [rule.answers[0].outcomes["status"] for rule in rules.rules] == ["DENIED", "BY_HAND", "APPROVED"]


def test_what_a_table_gives_otherwise_is_the_last_row(tmp_path: Path) -> None:
    default = '<defaultOutputEntry><text>"By hand"</text></defaultOutputEntry>'
    rules, _ = imported(loan(tmp_path, default=default))
    assert status(rules, applicant_age=40, risk="high", member=False) == ("BY_HAND", "otherwise")


def test_what_rows_cannot_say_becomes_a_fact_or_is_left_out_and_said(tmp_path: Path) -> None:
    odd = (
        rule("sum(1, 2)", "-", "-", "-", '"Denied"', "null"),
        rule("-", 'starts with(?, "v")', "-", "-", '"By hand"', "2 * 3"),
        rule("-", "-", "-", "-", "if x then y(1) else z", "1"),
    )
    box = '<decision id="b" name="Fee"><literalExpression><text>1 + 1</text></literalExpression></decision>'
    box += '<decision id="c" name="All"><decisionTable hitPolicy="COLLECT"><output/><rule><outputEntry><text>1</text>'
    box += "</outputEntry></rule></decisionTable></decision><businessKnowledgeModel id='k' name='Know'/>"
    rules, left = imported(loan(tmp_path, odd, more=box))
    assert status(rules, age_sum_1_2=True) == ("DENIED", "R1")
    assert status(rules, age_sum_1_2=False, risk_starts_with_v=True) == ("BY_HAND", "R2")
    assert status(rules, age_sum_1_2=False, risk_starts_with_v=False) == ("UNDETERMINED", "R3")
    assert len(left) == 7 and [one for one in left if "COLLECT" in one] and [one for one in left if "Fee" in one]
    head = (tmp_path / "mine" / "law.yaml").read_text("utf-8")
    assert all(f"# - {one}" in head for one in left)


def test_names_that_would_be_misread_are_others(tmp_path: Path) -> None:
    file = loan(tmp_path)
    content = file.read_text("utf-8").replace("<text>member</text>", "<text>not</text>")
    content = content.replace("<text>risk</text>", "<text>negotiated</text>").replace(
        "<text>since</text>", "<text>o</text>"
    )
    file.write_text(content.replace('"very high"', '"no"').replace('"high"', '"1 \\"x\\""'), "utf-8")
    rules, _ = imported(file)
    names = set(rules.facts)
    assert "negotiated" not in names and {"own_negotiated", "own_not", "own_o"} <= names
    assert status(rules, applicant_age=20, own_negotiated="no", own_not=False) == ("BY_HAND", "R2")


# --- what is refused --------------------------------------------------------------------------------------------------

BOMB = '<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
FILE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
EMPTY = f'<definitions xmlns="{SPACES["1.3"]}">INNER</definitions>'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("", "empty_file"),
        ("no xml", "xml_syntax"),
        ("<a><b></a>", "not_dmn"),
        (EMPTY.replace("INNER", "<decision>"), "xml_syntax"),
        ("<definitions/>", "not_dmn"),
        (f'<decision xmlns="{SPACES["1.3"]}"/>', "not_dmn"),
        (BOMB + EMPTY.replace("INNER", "&b;"), "document_type"),
        (FILE + EMPTY.replace("INNER", "&a;"), "document_type"),
        (EMPTY.replace("INNER", "<a>" * 100 + "</a>" * 100), "too_deep"),
        (EMPTY.replace("INNER", "<a/>" * 200_001), "too_many_values"),
        ("<!-- " + "x" * 5_000_001 + " -->", "too_large"),
        (EMPTY.replace("INNER", ""), "no_decision_table"),
        (EMPTY.replace("INNER", "<decision><decisionTable/></decision>"), "empty_table"),
        (
            EMPTY.replace("INNER", "<decision><decisionTable><output/><rule/></decisionTable></decision>"),
            "uneven_rule",
        ),
    ],
)
def test_a_bad_file_is_refused_with_one_sentence(content: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "bad.dmn").write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        import_dmn(tmp_path / "bad.dmn", tmp_path / "mine", "es")
    assert [one.kind for one in caught.value.problems] == [kind]
    assert not (tmp_path / "mine").exists()


def test_a_file_of_which_nothing_can_be_taken_over_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        import_dmn(loan(tmp_path, hit='hitPolicy="RULE ORDER"'), tmp_path / "mine", "en")
    assert caught.value.problems[0].kind == "nothing_taken" and "RULE ORDER" in str(caught.value)


def test_nothing_that_is_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(InputError) as caught:
        import_dmn(loan(tmp_path), tmp_path / "mine", "en")
    assert caught.value.problems[0].kind == "is_there" and not list((tmp_path / "mine").iterdir())


# --- the commands -----------------------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_regime_goes_out_and_a_law_comes_in(here: Path, capsys: Capture, language: Language) -> None:
    lang = ("--lang", language)
    for name in ("petro.dmn", "petro.json"):
        assert printed(capsys, "regimes", "export", "petro_2022", name, *lang) == (
            text(language, "cli.written", path=name) + "\n"
        )
    out = printed(capsys, "regimes", "import", "petro.dmn", "mine", *lang)
    rules = load_rules("mine")
    assert out == text(language, "exchange.saved", folder="mine", rows=len(rules.rules)) + "\n"
    assert sorted(one.name for one in (here / "mine").iterdir()) == [
        "cases.yaml",
        "facts.yaml",
        "law.yaml",
        "sources.yaml",
    ]
    assert call(capsys, "check", "mine", *lang)[0] == 0


def test_what_was_not_taken_over_is_told(here: Path, capsys: Capture) -> None:
    loan(here, (rule("sum(1, 2)", "-", "-", "-", '"Denied"', "null"),))
    code, out, err = call(capsys, "regimes", "import", "loan.dmn", "mine", "--lang", "es")
    assert code == 0 and "Filas: 1" in out
    assert err.splitlines()[0] == text("es", "exchange.left_over") and "age_sum_1_2" in err


def test_another_day_gives_another_edition(here: Path, capsys: Capture) -> None:
    printed(capsys, "regimes", "export", "ley_2272", "now.dmn")
    printed(capsys, "regimes", "export", "ley_2272", "then.dmn", "--on", "2023-01-01")
    assert (here / "now.dmn").read_text("utf-8") != (here / "then.dmn").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("regimes export petro_2022 petro.xml", ".dmn, .json"),
        ("regimes export petro_2022 no/petro.dmn", "cannot write here"),
        ("regimes export petro_2022 petro.dmn --csv -", "--csv"),
        ("regimes export petro_2022 petro.dmn --on soon", "--on"),
        ("regimes export petro_2023 petro.dmn", "petro_2022"),
        ("regimes import petro.dmn mine --on 2024-01-01", "--on"),
        ("regimes import petro.dmn mine", "no such file"),
        ("regimes exprt petro_2022 petro.dmn", "export"),
    ],
)
def test_a_call_that_cannot_be_is_refused(here: Path, capsys: Capture, words: str, told: str) -> None:
    assert told in refused(capsys, *words.split(), "--lang", "en")


# --- anything that a table may hold -----------------------------------------------------------------------------------

odd_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    [
        "no",
        "y",
        "null",
        "true",
        "1",
        "-",
        "not",
        "negotiated",
        "Sí",
        "si",
        "a b",
        "{x}",
        "#",
        "status",
        "row",
        "R1",
        "'",
    ]
)
SIMPLE = ("-", "< 3", "[1..2]", 'not("a")', "true", 'date("2024-02-29")')
odd_cells = odd_words | odd_words.map(json.dumps) | st.sampled_from(SIMPLE)
odd_types = st.sampled_from(["string", "number", "boolean", "date", "dateTime", "", "feel:string"])


@st.composite
def odd_tables(draw: st.DrawFn) -> str:
    columns = draw(st.lists(st.tuples(odd_words, odd_words, odd_types), max_size=3))
    given = draw(st.lists(st.tuples(odd_words, odd_types), min_size=1, max_size=2))
    rules = draw(st.lists(st.tuples(*[odd_cells] * (len(columns) + len(given)), odd_words), min_size=1, max_size=4))
    parts = [
        f"<input label={quoteattr(label)}><inputExpression typeRef={quoteattr(kind)}>"
        f"<text>{escape(name)}</text></inputExpression></input>"
        for label, name, kind in columns
    ]
    parts += [f"<output name={quoteattr(name)} typeRef={quoteattr(kind)}/>" for name, kind in given]
    for *cells, note in rules:
        entries = [f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells[: len(columns)]]
        entries += [f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in cells[len(columns) :]]
        parts.append(f"<rule><description>{escape(note)}</description>{''.join(entries)}</rule>")
    name = quoteattr(draw(odd_words))
    table = f"<decision name={name}><decisionTable>{''.join(parts)}</decisionTable></decision>"
    return f'<definitions xmlns="{SPACES["1.3"]}" name={name}>{table}</definitions>'


@settings(max_examples=60, deadline=None)
@given(odd_tables())
def test_whatever_a_table_holds_becomes_a_law_that_loads(content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "odd.dmn").write_text(content, "utf-8")
        rows, _ = import_dmn(Path(folder) / "odd.dmn", Path(folder) / "mine", "es")
        assert len(load_rules(f"{folder}/mine").rules) == rows
        assert not check(f"{folder}/mine").failed


def test_a_column_that_yaml_would_read_as_a_number_becomes_a_fact(tmp_path: Path) -> None:
    """Once `inf` and `nan` gave a folder that could not be read."""
    table = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="x"><decision name="status">'
        '<decisionTable><input label="inf"><inputExpression typeRef="boolean"><text>inf</text></inputExpression>'
        "</input>"
        '<output name="nan"/><rule><inputEntry><text>true</text></inputEntry>'
        '<outputEntry><text>"inf"</text></outputEntry></rule></decisionTable></decision></definitions>'
    )
    (tmp_path / "inf.dmn").write_text(table, "utf-8")
    import_dmn(tmp_path / "inf.dmn", tmp_path / "law", "en")
    assert not check(str(tmp_path / "law")).failed
