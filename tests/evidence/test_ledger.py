"""Every record of the ledger: sourced, tagged, graded, used, and no more said than was read."""

import csv
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_records import flipped
from pydantic import BaseModel

from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation, Text
from tregua.evidence.agreement import status
from tregua.evidence.ledger import appraisals, claims, estimates, known_from, pools, promises, reported, series
from tregua.evidence.pooling import conflicting, pool
from tregua.evidence.promise_schema import Reported
from tregua.evidence.schema import Claim, Estimate, Row
from tregua.evidence.verdict import judge
from tregua.lab.model import lab
from tregua.trace import checklist

IDS = [item.id for item in checklist()]
RECORDS: dict[str, BaseModel] = {
    f"{kind} {name}": record
    for kind, catalogue in (
        ("estimate", estimates()),
        ("claim", claims()),
        ("promise", promises()),
        ("reported", reported()),
        ("series", series()),
    )
    for name, record in catalogue.items()
}
DECADE = re.compile(r"\b[0-9]{4}s\b")  # in Spanish decades are words: años noventa
CAUSAL = re.compile(
    r"\b(because of|led to|caused?|causing|thanks to|resulted in|as a result"
    r"|debido a|gracias a|caus[óa]|provoc[óa]|produjo|llevó a|como resultado)\b",
    re.IGNORECASE,
)


def parts(record: object, kind: type[BaseModel]) -> Iterator[BaseModel]:
    """Everything of a kind that stands in a record."""
    if isinstance(record, kind):
        yield record
    if isinstance(record, BaseModel):
        for name in type(record).model_fields:
            yield from parts(getattr(record, name), kind)
    elif isinstance(record, list):
        for entry in record:
            yield from parts(entry, kind)


def texts_of(record: object) -> list[Text]:
    return [one for one in parts(record, Text) if isinstance(one, Text)]


# --- sources ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_names_author_year_title_and_place(name: str) -> None:
    cited = [one for one in parts(RECORDS[name], Citation) if isinstance(one, Citation)]
    assert cited
    for citation in cited:
        source = sources()[citation.ref]
        assert source.year and source.title and (source.container or source.publisher or source.genre or source.via)
        assert citation.locator.strip()


@pytest.mark.parametrize("name", RECORDS)
def test_both_languages_say_the_same_numbers(name: str) -> None:
    """Digits agree between the languages; thousands and decimals are written each in its own way."""
    for one in texts_of(RECORDS[name]):
        english, spanish = (sorted(re.findall(r"\d", DECADE.sub("", words))) for words in (one.en, one.es))
        assert english == spanish, (one.en, one.es)


# --- estimates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", estimates())
def test_an_estimate_is_used_or_says_why_not(name: str) -> None:
    fed = any(name in parameter.estimates for parameter in lab().parameters.values())
    named = any(name in lever.estimates for lever in lab().levers.values())
    judged = any(name in claim.estimates for claim in claims().values())
    pooled = any(name in one.estimates for one in pools().values())
    assert (fed or named or judged or pooled) == (estimates()[name].unused is None)


@pytest.mark.parametrize("name", estimates())
def test_an_estimate_holds_together(name: str) -> None:
    one = estimates()[name]
    assert set(one.levers) <= {item for item in IDS if item.startswith("P")}
    assert name not in one.contrary
    if sources()[one.source[0].ref].read == "not_read":
        assert one.tag == "assumed"


def test_contrary_findings_are_linked_from_both_sides() -> None:
    one_way = [
        (name, other)
        for name, one in estimates().items()
        for other in one.contrary
        if name not in estimates()[other].contrary
    ]
    assert one_way == []


@pytest.mark.parametrize("name", pools())
def test_a_pool_holds_studies_that_share_no_data(name: str) -> None:
    members = [estimates()[one] for one in pools()[name].estimates]
    if pool(members) is not None:
        assert len({one.voice for one in members}) == len(members)
        named = [one.data for one in members if one.data is not None]
        assert len(set(named)) == len(named)


def test_somewhere_studies_are_pooled_and_somewhere_signs_conflict() -> None:
    sets = [[estimates()[one] for one in record.estimates] for record in pools().values()]
    assert any(pool(members) for members in sets)
    assert any(conflicting(members) for members in sets)


@pytest.mark.parametrize(
    "name", [name for name, one in estimates().items() if one.effect and one.effect.interval == "95"]
)
def test_an_interval_that_is_lopsided_says_so(name: str) -> None:
    """The standard error comes from the width: a value far from the middle of its interval needs a word."""
    one = estimates()[name]
    assert one.effect is not None and one.effect.low is not None and one.effect.high is not None
    ends = (one.effect.low, one.effect.value, one.effect.high)
    low, value, high = map(math.log, ends) if one.effect.nothing else ends
    if not 0.6 < (high - value) / (value - low or 1e-9) < 1.7:
        assert one.note is not None


# --- claims -----------------------------------------------------------------------------------------------------------


ROWS = {f"{claim.id}.{row.id}": (claim, row) for claim in claims().values() for row in claim.rows}


def word_of(row: Row, known: dict[str, Estimate]) -> str:
    return judge(row, known, pools(), appraisals()).word


@pytest.mark.checklist(*(f"C{number}" for number in range(1, 19)))
def test_every_claim_is_checked() -> None:
    assert list(claims()) == [name for name in IDS if name.startswith("C")]
    assert {word_of(row, estimates()) for _, row in ROWS.values()} >= {"supported", "mixed", "not_tested"}


def test_the_words_are_those_of_the_latest_record_of_a_change() -> None:
    """A regression baseline: whoever changes a word writes a new record beside the old one."""
    record = max((Path(__file__).parents[2] / "docs").glob("verdicts-*.csv"))
    with record.open(encoding="utf-8", newline="") as file:
        told = {f"{one['claim']}.{one['row']}": one["word"] for one in csv.DictReader(file)}
    assert told == {name: word_of(row, estimates()) for name, (_, row) in ROWS.items()}


@pytest.mark.parametrize("name", ["C4", "C7", "C8", "C11", "C12", "C13"])
def test_a_compound_claim_is_parted(name: str) -> None:
    assert len(claims()[name].rows) > 1


@pytest.mark.parametrize("name", ROWS)
def test_the_verdict_of_a_row_rests_on_its_estimates(name: str) -> None:
    """With all signs turned no verdict stays a clear one."""
    _, row = ROWS[name]
    found = word_of(row, estimates())
    if found in ("supported", "contradicted"):
        turned = {one: flipped(estimates()[one]) for one in (link.estimate for link in row.evidence)}
        assert word_of(row, {**estimates(), **turned}) != found


def test_turning_one_estimate_changes_a_verdict() -> None:
    assert any(
        word_of(row, {**estimates(), link.estimate: flipped(estimates()[link.estimate])}) != word_of(row, estimates())
        for _, row in ROWS.values()
        for link in row.evidence
    )


@pytest.mark.parametrize("name", ROWS)
def test_every_reason_that_the_rule_demands_was_typed_by_a_person(name: str) -> None:
    _, row = ROWS[name]
    found = judge(row, estimates(), pools(), appraisals()).certainty
    if found is not None:
        assert [step.reason for step in found.steps if step.why is None] == []


@pytest.mark.parametrize("name", claims())
def test_every_claim_says_what_was_searched(name: str) -> None:
    claim: Claim = claims()[name]
    if any(row.not_testable is None for row in claim.rows):
        assert claim.search


# --- promises ---------------------------------------------------------------------------------------------------------


@pytest.mark.checklist("E8", "B8", "N12", "N14", *(f"A{number}" for number in range(1, 18)))
def test_every_announcement_is_followed_up() -> None:
    letters = ("E", "B", "N", "A")
    assert list(promises()) == [name for name in IDS if name.startswith(letters)]


@pytest.mark.parametrize("name", promises())
def test_a_promise_is_followed_without_a_word_on_causes(name: str) -> None:
    promise = promises()[name]
    for one in texts_of(promise):
        assert not CAUSAL.search(one.en), one.en
        assert not CAUSAL.search(one.es), one.es
    if promise.status in ("kept", "partly", "not_kept", "overtaken"):
        assert promise.record
    if promise.status in ("kept", "partly"):
        assert any(entry.speaks == "for" for entry in promise.record)


# --- reported figures -------------------------------------------------------------------------------------------------


@pytest.mark.checklist(*(f"D{number}" for number in range(1, 13)), "U11", "U12", "U13")
def test_every_reported_figure_stands_beside_the_record() -> None:
    wanted = [name for name in IDS if name.startswith("D") or name in ("U11", "U12", "U13")]
    assert list(reported()) == wanted


@pytest.mark.parametrize("name", reported())
def test_a_figure_has_a_status_and_a_reason(name: str) -> None:
    figure: Reported = reported()[name]
    assert status(figure) != "not_checked" or not [one for one in figure.found if one.comparable]
    assert figure.why.en != figure.text.en


@pytest.mark.parametrize("name", ["D3", "U12"])
def test_four_and_five_decades_contradict_each_other(name: str) -> None:
    figure = reported()[name]
    assert {40.0, 50.0} <= {one.value for one in figure.said}
    assert status(figure) == "conflict"


@pytest.mark.parametrize("name", ["D6", "U11"])
def test_seventeen_signatories_are_set_against_nineteen(name: str) -> None:
    figure = reported()[name]
    assert 17.0 in {one.value for one in figure.said}
    assert 19.0 in {one.value for one in (*figure.said, *figure.found)}
    assert status(figure) in ("differs", "sources_disagree", "conflict")


def test_an_estimate_is_known_from_a_year_of_its_sources() -> None:
    stated = [one for one in estimates().values() if one.known_from]
    assert stated
    for one in stated:
        assert one.known_from in {sources()[cited.ref].year for cited in one.source}, one.id
    assert known_from(estimates()["rydell_1994_elasticity"]) == 1994, "not the year of those who quote it"
    assert known_from(estimates()["raffo_2016"]) == 2016


def test_one_study_of_one_window_names_its_data_once() -> None:
    truces = {estimates()[name].data for name in ("katz_2016_low", "katz_2016_high")}
    assert truces == {"slv-truce-2010-2013"}
