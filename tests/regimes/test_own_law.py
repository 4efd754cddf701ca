"""A folder of one's own: its words, its sources, its cases; and what is told where something in it is wrong."""

from pathlib import Path
from typing import Any

import pytest

from tregua.catalogue.errors import InputError
from tregua.regimes.check import check
from tregua.regimes.columns import column, decide_columns
from tregua.regimes.decide import decide
from tregua.regimes.load import load_rules
from tregua.show.export.skeleton import write_skeleton
from tregua.text import LANGUAGES, Language


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_skeleton(tmp_path / "mi_ley", "es")
    return tmp_path / "mi_ley"


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_text("utf-8")
    assert content.count(old) == 1, old
    path.write_text(content.replace(old, new), "utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_skeleton_passes_its_own_cases(tmp_path: Path, language: Language) -> None:
    written = write_skeleton(tmp_path / "law", language)
    assert written == ["cases.yaml", "facts.yaml", "law.yaml", "sources.yaml"]
    checked = check(str(tmp_path / "law"))
    assert len(checked.tried) == 3 and not checked.failed and not checked.untried
    assert checked.regime == "law" and not checked.audit.unreachable
    assert checked.audit.counts["conflicting"] == 0


def test_a_folder_is_never_written_over(folder: Path) -> None:
    with pytest.raises(InputError, match="already"):
        write_skeleton(folder, "es")
    with pytest.raises(InputError, match="must be"):
        write_skeleton(folder.parent / "mi ley", "es")


def test_a_case_that_comes_out_otherwise_fails_with_both_answers(folder: Path) -> None:
    edit(folder / "law.yaml", "value: 90", "value: 91")
    (failed,) = check(str(folder)).failed
    assert failed.case.id == "un-dia-tarde"
    assert failed.wrong["status"] == ("INELIGIBLE", "UNDETERMINED") and failed.wrong["rule"] == ("R2", None)


def test_a_row_that_no_case_shows_is_named(folder: Path) -> None:
    content = (folder / "cases.yaml").read_text("utf-8")
    (folder / "cases.yaml").write_text(content[: content.index("  - id: reincidente")], "utf-8")
    assert check(str(folder)).untried == ("R1",)


def test_cases_of_one_s_own_may_expect_a_refusal_and_what_is_asked(folder: Path) -> None:
    extra = """
  - id: al-reves
    facts: {fecha_de_publicacion: 2027-02-01, fecha_de_entrega: 2026-02-01, entregado_antes: no}
    expected: {refused: true}
  - id: falta-preguntar
    facts: {dejó_las_armas: sí, aporta_verdad: sí}
    expected: {penalty: PENA_DE_EJEMPLO, missing: [reincidió, fecha_de_entrega]}
  - id: antes-de-la-ley
    on: 2026-12-31
    facts: {reincidió: sí}
    expected: {status: UNDETERMINED, in_force: before}
"""
    (folder / "cases.yaml").write_text((folder / "cases.yaml").read_text("utf-8") + extra, "utf-8")
    assert not check(str(folder)).failed


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        ("cases.yaml", "status: ELIGIBLE, penalty: PENA_DE_EJEMPLO", "estatus: ELIGIBLE", "cases.yaml:12: there is no"),
        ("cases.yaml", "fuerza_mayor: no", "fuerza_mayr: no", "Did you mean “fuerza_mayor”?"),
        ("cases.yaml", "id: un-dia-tarde", "id: reincidente", "“reincidente” stands here twice"),
        ("facts.yaml", "id: PENA_DE_EJEMPLO", "id: OTRA", "law.yaml:60: “penalty” must be one of"),
        ("facts.yaml", "id: fuerza_mayor", "id: truth", "“truth” stands here twice"),
        ("facts.yaml", "type: tri, text: fuerza mayor", "type: money, text: fuerza mayor", "currency"),
        ("sources.yaml", "id: mi_proyecto", "id: otro", "there is no source “mi_proyecto”"),
        ("sources.yaml", "read: full", "read: secondary", "cannot be sure (high)"),
        ("law.yaml", "years_min: 3", "anos_min: 3", "there is no detail “anos_min”"),
        ("law.yaml", "value: 90", "value: plazo", "law.yaml:16: “días entre"),
        (
            "law.yaml",
            "when: dejó_las_armas y aporta_verdad",
            "when: aporta_verdad = sí",
            "write `truth` or `not truth`",
        ),
        ("law.yaml", "when: dejó_las_armas y aporta_verdad", "when: vía > política", "compare it with = or !="),
        ("law.yaml", "when: dejó_las_armas y aporta_verdad", "when: R1", "there is no fact “R1”"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_line(folder: Path, file: str, old: str, new: str, found: str) -> None:
    content = (folder / file).read_text("utf-8")
    before, _, after = content.rpartition(old)
    (folder / file).write_text(before + new + after, "utf-8")
    with pytest.raises(InputError) as caught:
        check(str(folder))
    told = caught.value.message()
    assert found.replace("“días entre", "“days between") in told or found in told
    assert "Did you mean “plazo”" not in told
    assert caught.value.message("es")


FACTS = """
facts:
  - {id: fine, alias: multa, type: money, currency: COP, text: fine imposed}
  - {id: balance, alias: saldo, type: number, text: balance, min: -10, max: 10}
  - {id: body, alias: órgano, type: enum, values: [ministry, army], value_aliases: [ministerio, ejército], text: who}
outcomes:
  status: [{id: FINED, text: {en: fined, es: multado}}]
details: [{id: instalments, text: instalments}]
"""
ROWS = """
rows:
  - id: A
    layer: bar
    when: multa > COP 5000000 o saldo <= -2.5
    outcomes: {status: FINED}
    details: {instalments: 2.5}
    decider: judge
    article: Art. 1
    source: [{ref: s1, locator: art. 1}]
    confidence: medium
    reason: Too much
  - id: B
    layer: discretion
    when: órgano = ejército y conduct_date + 2 meses < decision_date
    outcomes: {status: ELIGIBLE}
    decider: judge
    article: Art. 2
    source: [{ref: s1, locator: art. 2}]
    confidence: medium
    reason: Late enough
"""


@pytest.fixture
def words(tmp_path: Path) -> str:
    folder = tmp_path / "words"
    write_skeleton(folder, "en")
    head = (folder / "law.yaml").read_text("utf-8")
    head = head[: head.index("# A named value")].replace("my_bill", "s1")
    (folder / "law.yaml").write_text(head + ROWS, "utf-8")
    (folder / "facts.yaml").write_text(FACTS, "utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"multa": "COP 5000001"}, "FINED"),
        ({"multa": "5000001 COP", "saldo": 0}, "FINED"),
        ({"multa": 5000000, "saldo": -2.5}, "FINED"),
        ({"multa": 5000000, "saldo": -2.4}, "UNDETERMINED"),
        ({"órgano": "ejército", "conduct_date": "2026-12-31", "decision_date": "2027-02-28"}, "UNDETERMINED"),
        ({"órgano": "army", "conduct_date": "2026-12-31", "decision_date": "2027-03-01"}, "ELIGIBLE"),
    ],
)
def test_money_decimals_months_and_words_of_one_s_own(words: str, facts: dict[str, Any], outcome: str) -> None:
    answer = decide(words, facts)
    assert answer.outcomes["status"] == outcome
    assert answer.details == ({"instalments": 2.5} if outcome == "FINED" else {})
    rules = load_rules(words)
    stated = {rules.names.called(name).id: value for name, value in facts.items()}  # type: ignore[union-attr]
    columns = {name: column(rules.fact(name), [answer.facts[name]]) for name in stated}
    decided = decide_columns(rules, columns)
    assert decided.values["status"][decided.outcomes["status"][0]] == outcome


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"multa": "USD 5000001"}, "COP 1000000"),
        ({"saldo": -11}, "-10 … 10"),
        ({"saldo": True}, "a number"),
        ({"órgano": "marina"}, "ministry, army"),
    ],
)
def test_values_that_a_fact_cannot_have(words: str, facts: dict[str, Any], found: str) -> None:
    with pytest.raises(InputError) as caught:
        decide(words, facts)
    assert found in caught.value.message()


# --- laws that refer to others, and what follows from dates -----------------------------------------------------------

HEAD = """
id: NAME
text: A law
text_status: law
dated: 2010-01-01
in_force: {since: 2010-01-01}
as_of: 2026-01-01
issuing_body: Congress
source: [{ref: s1, locator: whole text}]
"""
ROW = """
  - {id: %s, layer: bar, priority: %d, when: '%s', outcomes: {status: %s}, decider: judge, article: Art. 1%s,
     source: [{ref: s1, locator: art. 1}], confidence: medium, reason: Why}"""


def write(path: Path, rows: list[tuple[str, int, str, str, str]], more: str = "") -> str:
    path.write_text(HEAD.replace("NAME", path.stem) + more + "rows:" + "".join(ROW % row for row in rows), "utf-8")
    return str(path)


def test_a_row_of_another_regime_may_not_be_called_as_one_s_own(tmp_path: Path) -> None:
    """Once one case and a batch gave two answers."""
    other = write(tmp_path / "other.yaml", [("R1", 1, "truth", "ELIGIBLE", "")])
    own = write(
        tmp_path / "own.yaml",
        [("R1", 2, "reoffended", "EXCLUDED", ""), ("R2", 1, "negotiated", "UNDETERMINED", f", refers_to: {other}")],
    )
    with pytest.raises(InputError, match="“R1” stands here twice"):
        load_rules(own)


def test_rows_of_another_regime_keep_their_own_order_and_stand_before_the_row_that_refers(tmp_path: Path) -> None:
    other = write(tmp_path / "other.yaml", [("X1", 5, "truth", "ELIGIBLE", ""), ("X2", 5, "reparation", "KEPT", "")])
    own = write(
        tmp_path / "own.yaml",
        [
            ("P", 1, "reoffended", "EXCLUDED", ""),
            ("Q", 1, "negotiated", "UNDETERMINED", f", refers_to: {other}"),
            ("S", 2, "not truth", "REVOKED", ""),
        ],
    )
    levels = {rule.id: rule.level for rule in load_rules(own).rules}
    assert levels["X1"] == levels["X2"] < levels["P"] == levels["Q"] < levels["S"]
    assert decide(own, {"negotiated": True, "truth": True, "reoffended": False}).outcomes["status"] == "ELIGIBLE"


def test_a_regime_that_refers_to_itself_by_its_path_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    write(path, [("Q", 1, "negotiated", "UNDETERMINED", f", refers_to: {path}")])
    with pytest.raises(InputError, match="leads back to itself"):
        load_rules(str(path))


def test_a_span_may_make_a_case_impossible(tmp_path: Path) -> None:
    """Once such a case was decided."""
    more = "impossible: [{when: days between conduct_start and conduct_date < 0, reason: Not so}]\n"
    own = write(tmp_path / "own.yaml", [("A", 1, "truth", "ELIGIBLE", "")], more)
    facts = {"truth": True, "conduct_start": "2020-01-02", "conduct_date": "2020-01-01"}
    with pytest.raises(InputError, match="Not so"):
        decide(own, facts)
    rules = load_rules(own)
    columns = {name: column(rules.fact(name), [value]) for name, value in facts.items()}
    assert decide_columns(rules, columns).impossible.tolist() != [0]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ("impossible: [{when: nada, reason: No}]", "facts.yaml:2: there is no fact “nada”"),
        ("facts: [{id: n, type: integer, text: n, max: 10000000000}]", "2147483648"),
        ("facts: [{id: y, type: tri, text: y}]", "a word of conditions"),
        ("facts: [{id: w, type: enum, values: [a, A], text: w}]", "“A” stands here twice"),
    ],
)
def test_what_is_wrong_in_a_file_of_facts(tmp_path: Path, facts: str, found: str) -> None:
    own = write(tmp_path / "own.yaml", [("A", 1, "truth", "ELIGIBLE", "")])
    (tmp_path / "facts.yaml").write_text(f"\n{facts}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        load_rules(own)
    assert found in caught.value.message()


@pytest.mark.parametrize(
    ("expected", "fails"),
    [("refused: true", False), ("refused: false", True), ("missing: reoffended", None), ("rule: [R1]", None)],
)
def test_what_a_case_expects_of_a_refusal(folder: Path, expected: str, fails: bool | None) -> None:
    facts = "{fecha_de_publicacion: 2027-02-01, fecha_de_entrega: 2026-02-01, entregado_antes: no}"
    (folder / "cases.yaml").write_text(f"cases:\n  - {{id: a, facts: {facts}, expected: {{{expected}}}}}\n", "utf-8")
    if expected.startswith("rule"):
        with pytest.raises(InputError, match="there is no row"):
            check(str(folder))
    else:
        assert bool(check(str(folder)).failed) is (fails is not False)


def test_dates_at_the_ends_of_the_calendar_are_answered() -> None:
    for day in ("0001-01-01", "9999-12-31"):
        facts = {"conduct_end": day, "arrest_date": day, "requesting_state": "Mexico"}
        assert decide("ordinary", facts).outcomes


def test_a_term_that_ends_has_flips_at_its_boundary(tmp_path: Path) -> None:
    """Once it had none: sixty days after 1 January are 1 March 2024, and after 2 April 1 June."""
    own = write(tmp_path / "own.yaml", [("A", 1, "conduct_start + 60 days < conduct_date", "EXCLUDED", "")])
    answer = decide(own, {"conduct_start": "2024-01-01", "conduct_date": "2024-06-01"})
    assert [dict(flip.facts) for flip in answer.flips] == [
        {"conduct_start": "2024-04-02"},
        {"conduct_date": "2024-03-01"},
    ]
