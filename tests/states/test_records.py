"""The records of the alliance: what they hold, and that a wrong reference in a file is told with its line."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import PACKAGE, sources
from tregua.evidence.ledger import reported
from tregua.states import records
from tregua.states.schema import AXES, MEASURES
from tregua.trace import checklist

# fmt: off
LISTED = {
    "ARG", "BOL", "BRA", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "GTM",
    "HND", "MEX", "NIC", "PAN", "PER", "PRY", "SLV", "URY", "VEN",
}
# fmt: on
ROLES = {"coca": "P", "other_drug": "O", "transit": "T", "consumer": "C"}
OF_THE_TABLE = """
ARG TC  45.5  641   4.6  4.5  -   -
BOL PT  12.2  46    3.5  4.4  -   46
BRA OTC 211.1 2174  20.5 19.3 -   -
CHL TC  19.7  336   4.7  6.3  -   -
COL POT 52.3  364   25.6 24.9 740 884
CRI OTC 5.1   86    11.6 17.7 21  27
CUB T   11.0  107   4.5  -    -   -
DOM T   11.3  121   10.5 10.9 -   -
ECU T   18.0  119   14.1 45.7 -   295
GTM OT  18.1  102   20.2 23.4 5   18
HND OT  10.6  34    38.2 31.4 0.5 26
MEX OT  129.7 1789  28.0 24.9 -   -
NIC T   6.8   18    11.3 -    0   2
PAN T   4.5   83    12.7 11.7 96  99
PER PTC 33.8  268   8.6  -    22  40
PRY OT  6.8   43    7.9  6.8  -   -
SLV OTC 6.3   34    17.3 7.9  3   23
URY TC  3.4   77    9.0  11.2 -   -
VEN OT  28.3  482   19.3 12.6 -   -
USA OC  336.8 27360 6.8  5.8  -   -
"""
YEARS = {
    ("CUB", "gdp"): 2020,
    ("VEN", "gdp"): 2014,
    ("CUB", "homicide_first"): 2019,
    ("SLV", "homicide_last"): 2022,
    ("VEN", "homicide_last"): 2022,
}


@pytest.mark.checklist("A4", "U11")
def test_the_document_names_19_and_the_article_17_and_both_stand() -> None:
    found = records.counts()
    assert (found.document, found.article) == (19, 17)
    assert found.reported in reported()
    assert {name for name, one in records.states().items() if one.listed} == LISTED
    assert {name for name, one in records.states().items() if one.observer} == {"USA"}
    assert set(records.states()) == {*LISTED, "USA", "JAM", "ATG"}


def test_every_listed_state_has_the_act_of_its_listing_and_no_other_has_one() -> None:
    listings = [one for one in records.acts().values() if one.kind == "listing"]
    assert Counter(one.state for one in listings) == dict.fromkeys(LISTED, 1)
    assert {one.date for one in listings} == {"2023-09-09"}


@pytest.mark.parametrize("row", OF_THE_TABLE.strip().splitlines(), ids=lambda row: row[:3])
def test_the_numbers_of_a_state_are_those_of_the_table(row: str) -> None:
    name, roles, *numbers = row.split()
    state = records.states()[name]
    assert sorted(ROLES[one] for one in state.roles) == sorted(roles)
    for measure, told in zip(MEASURES, numbers, strict=True):
        figure = state.figures[measure]
        assert figure.value == (None if told == "-" else float(told)), measure
        assert (figure.why is None) == (figure.value is not None), measure
        usual = {"homicide_first": 2021, "seized_last": 2024}.get(measure, 2023)
        assert figure.year == (YEARS.get((name, measure), usual) if figure.value is not None else None), measure


def test_every_act_and_press_cites_a_source_that_exists() -> None:
    cited = {one.id: one.source for one in records.acts().values()}
    cited |= {one.id: one.source for one in records.bills().values()}
    cited |= {one.id: one.source for one in records.presses().values()}
    assert len(records.acts()) > 80
    for name, places in cited.items():
        assert places, name
        assert {one.ref for one in places} <= set(sources()), name


def test_what_mexico_said_signed_legislated_and_enacted_stands_with_a_link() -> None:
    own = [one for one in records.acts().values() if one.state == "MEX"]
    assert {one.kind for one in own} >= {"statement", "policy", "listing", "bill_passed_chamber", "court_ruling", "law"}
    way = [(one.date, one.stage) for one in own if one.bill == "mex_cannabis"]
    stages = ["committee", "chamber_1", "chamber_2", "stalled"]
    assert way == list(zip(["2020-03-04", "2020-11-19", "2021-03-10", "2021-04-08"], stages, strict=True))
    ruling = records.acts()["mex_court_2021"]
    assert (ruling.date, ruling.kind, ruling.bill) == ("2021-06-28", "court_ruling", None)
    without = {one.id for one in own if not any(sources()[each.ref].link for each in one.source)}
    assert without == set()


@pytest.mark.checklist("A1", "A2", "A3", "A5", "A6", "A15", "A16", "A17")
def test_items_of_the_alliance_have_acts_and_name_items_that_exist() -> None:
    named = {item for one in records.acts().values() for item in one.checklist}
    assert named <= {item.id for item in checklist()}
    assert named == {f"A{number}" for number in range(1, 18)}


def test_argentina_is_listed_and_voted_against_the_panel() -> None:
    votes = {one.state: one.axis for one in records.acts().values() if one.kind == "vote" and one.date == "2025-03-14"}
    in_favour = {"BOL", "BRA", "CHL", "COL", "DOM", "GTM", "MEX", "URY"}  # of those listed, in the notes of the session
    assert votes == {**dict.fromkeys(("ARG", "USA", "PER"), "none"), **dict.fromkeys(in_favour, "soft")}


def test_the_statements_of_january_2026_stand_both_ways() -> None:
    against = {one.state for one in records.acts().values() if one.date == "2026-01-04"}
    backing = {one.state for one in records.acts().values() if one.id.endswith("_backs_2026")}
    assert against == {"BRA", "CHL", "COL", "MEX", "URY"}
    assert backing == {"ARG", "BOL", "ECU", "SLV", "PAN", "PRY"}
    doral = [one for one in records.acts().values() if one.kind == "attendance" and one.date == "2026-03-07"]
    assert [one.state for one in doral if one.axis == "none"] == ["CHL"]  # its president-elect, not its government
    at_doral = {one.state for one in doral if one.axis == "hard"}
    assert at_doral == {"ARG", "BOL", "CRI", "DOM", "ECU", "HND", "PAN", "PRY", "SLV", "USA"}


def test_the_exception_of_honduras_ends_on_26_january_2026() -> None:
    exception = records.acts()["hnd_exception_2022"]
    assert (exception.date, exception.end, exception.end_known) == ("2022-12-06", "2026-01-26", True)


@pytest.mark.checklist("A10", "A11", "A12", "A14")
def test_presses_run_both_ways_and_claim_no_cause() -> None:
    found = records.presses()
    assert {one.direction for one in found.values()} == {"hard_to_soft", "soft_to_hard", "other"}
    assert [(one.by, one.to) for one in found.values() if one.direction == "soft_to_hard"] == [("COL", ["SLV"])]
    levies = [one for one in found.values() if one.instrument in ("levy", "sanctions")]
    assert {one.direction for one in levies} == {"hard_to_soft"}
    causes = re.compile(r"\b(because|caused|led to|porque|causó|provocó|gracias a)\b")
    assert not [one.id for one in found.values() if causes.search(f"{one.followed.en} {one.followed.es}")]


def test_each_ladder_has_every_level_once_and_every_act_a_rung() -> None:
    rule = records.level_rule()
    for axis in AXES:
        assert {level for (on, _), level in rule.items() if on == axis} == {0, 1, 2, 3, 4}
    assert {(one.axis, one.kind) for one in records.acts().values() if one.axis != "none"} <= set(rule)


Wrong = tuple[str, str, str, Callable[[], object], str]
WRONG: list[Wrong] = [
    ("acts.yaml", "ref: canamo_2019", "ref: canamo_2020", records.acts, "unknown_name"),
    ("acts.yaml", "state: JAM", "state: JAP", records.acts, "unknown_name"),
    ("acts.yaml", "against: SLV", "against: SVL", records.acts, "unknown_name"),
    ("acts.yaml", "bill: atg_cannabis", "bill: jam_ganja", records.acts, "unknown_name"),
    ("acts.yaml", "checklist: [A13]", "checklist: [A18]", records.acts, "unknown_name"),
    ("acts.yaml", "axis: hard\n    kind: attendance", "axis: soft\n    kind: attendance", records.acts, "not_one_of"),
    ("acts.yaml", "- id: listed_BOL", "- id: listed_ARG", records.acts, "duplicate_key"),
    ("acts.yaml", "kind: listing", "kind: policy", records.acts, "listing"),
    ("acts.yaml", "end: 2026-01-26", "end: 2021-01-26", records.acts, "interval_reversed"),
    ("acts.yaml", "    stage: filed\n", "", records.acts, "stage_without_bill"),
    ("acts.yaml", "law\n    date: 2025-11-10", "open\n    date: 2025-11-10", records.acts, "bill_outcome"),
    ("acts.yaml", "- id: col_harm\n", "- id: col_harn\n", records.acts, "bill_without_act"),
    ("states.yaml", "reported: U11", "reported: U99", records.states, "unknown_name"),
    ("states.yaml", "known_since: 2023-12-10", "known_since: 2023-12", records.states, "not_a_day"),
    ("states.yaml", "value: 45.5, ", "", records.states, "no_number_no_reason"),
    (
        "states.yaml",
        "value: 45.5, unit: million persons, year: 2023",
        "value: 45.5, unit: million persons",
        records.states,
        "no_source",
    ),
    ("levels.yaml", "[listing]", "[listing, law]", records.steps, "duplicate_key"),
    ("levels.yaml", "level: 2", "level: 1", records.steps, "duplicate_key"),
    ("presses.yaml", "to: [SLV]", "to: [SVL]", records.presses, "unknown_name"),
    ("presses.yaml", "id: col_slv_2023", "id: ecu_col_2026", records.presses, "duplicate_key"),
]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The records in a folder of their own, read anew."""
    loaders = [
        one for one in vars(records).values() if hasattr(one, "cache_clear") and one.__module__ == records.__name__
    ]
    (tmp_path / "states").mkdir()
    for path in (PACKAGE / "states").glob("*.yaml"):
        (tmp_path / "states" / path.name).write_text(path.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(records, "PACKAGE", tmp_path)
    for one in loaders:
        one.cache_clear()
    yield tmp_path / "states"
    monkeypatch.undo()
    for one in loaders:
        one.cache_clear()


@pytest.mark.parametrize("wrong", WRONG, ids=lambda one: f"{one[0]} {one[1].strip()[:30]}")
def test_a_wrong_reference_is_told_with_its_file_and_line(copied: Path, wrong: Wrong) -> None:
    name, written, instead, load, kind = wrong
    text = (copied / name).read_text("utf-8")
    assert written in text
    (copied / name).write_text(text.replace(written, instead, 1), "utf-8")
    with pytest.raises(InputError) as refused:
        load()
    told = {one.kind: one.where for one in refused.value.problems}
    assert kind in told, refused.value.message()
    assert re.search(rf"{name}:\d+$", told[kind])
    assert "{" not in refused.value.message("es")
