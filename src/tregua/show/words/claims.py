"""Claims, reported figures and promises in words of one language, for the terminal, the page and the JSON."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tregua.evidence import ledger
from tregua.evidence.agreement import status
from tregua.evidence.promise_schema import Entry, Promise, Reported
from tregua.evidence.schema import Claim, Search
from tregua.evidence.study import side
from tregua.lab.model import lab
from tregua.show.words.envelope import caveat, plain_caveat
from tregua.show.words.said import in_language
from tregua.show.words.shared import caveats, citation_record, cited, pick
from tregua.show.words.verdicts import row_record, row_summary
from tregua.text import Language, text

if TYPE_CHECKING:
    from tregua.lab.cell import Comparison

_SHOWN = {"promise": "promise", "offer": "promise", "proposal": "proposal", "report": "report"}


def claim_summary(claim: Claim, language: Language) -> dict[str, Any]:
    """A claim and its verdict, as in the list of claims."""
    return {
        "id": claim.id,
        "statement": pick(claim.statement, language),
        "rows": [row_summary(claim, row, language) for row in claim.rows],
        "checked": claim.checked,
        "lab_run": claim.run is not None,
    }


def claim_record(claim: Claim, language: Language) -> dict[str, Any]:
    """Everything known of a claim."""
    statement = in_language(claim.statement, language)
    return {
        **claim_summary(claim, language),
        "speaker": pick(claim.speaker, language),
        "said_on": claim.said_on,
        "source": cited(claim.source, language),
        "mechanism": pick(claim.mechanism, language),
        "would_count": pick(claim.would_count, language),
        "tested_as": pick(claim.tested_as, language),
        "rows": [row_record(claim, row, language) for row in claim.rows],
        "search": [search_record(one, language) for one in claim.search],
        "series": claim.series,
        "run": claim.run and {**claim.run.model_dump(exclude_none=True), "text": pick(claim.run.text, language)},
        "no_run": pick(claim.no_run, language),
        "context": pick(claim.context, language),
        "context_source": cited(claim.context_source, language),
        "would_change": pick(claim.would_change, language),
        "caveats": caveats("claim", language),
        "citation": citation_record(claim.id, statement, claim.checked, language),
    }


def search_record(search: Search, language: Language) -> dict[str, Any]:
    """One search for the studies of a claim."""
    return {
        **search.model_dump(include={"words", "date", "hits", "taken"}),
        "where": in_language(search.where, language),
        "left": pick(search.left, language),
    }


def run_record(claim: Claim, comparison: "Comparison", language: Language) -> dict[str, Any]:
    """What the lab shows of a claim's mechanism, with the share of the spread that assumptions carry."""
    from tregua.lab.claim_run import DRAWS, direction

    assert claim.run is not None
    found = direction(comparison)
    outcome = lab().outcomes[comparison.outcome]
    place = lab().place_text(comparison.place, outcome.index)
    return {
        "text": pick(claim.run.text, language),
        "outcome": comparison.outcome,
        "place": comparison.place,
        "outcome_in_words": f"{in_language(outcome.text, language)}, {in_language(place, language)}",
        "unit": comparison.unit,
        "year": claim.run.year,
        "draws": DRAWS,
        **_figures(comparison, DRAWS, language),
        "assumption_share": comparison.assumption_share,
        "expects": claim.run.expects,
        "found": found,
        "as_claimed": side(found, None, claim.run.expects) == "for",
        "caveats": [caveat(one, language) for one in comparison.caveats]
        + [plain_caveat("ledger.caveat.run.not_evidence", language)],
    }


def _figures(comparison: "Comparison", draws: int, language: Language) -> dict[str, Any]:
    """The one figure of a run or, where alternatives contradict each other, that of each."""
    from tregua.show.words import comparison as said

    shown = bool(comparison.alternatives)
    figure = said.the_one(comparison)
    return {
        **{name: getattr(comparison, name) for name in ("status", "median", "i90", "relative", "p_lower")},
        "n_alternatives": comparison.n_alternatives,
        "alternatives": [asdict(one) for one in comparison.alternatives],
        "median_in_words": said.middle(comparison, language) if shown else "",
        "interval_in_words": said.interval(figure, language) if figure else "",
        "chance_in_words": said.direction(comparison, draws, language) if shown else "",
    }


def reported_record(figure: Reported, language: Language) -> dict[str, Any]:
    """A figure of the source texts beside what primary sources say."""
    word = status(figure)
    title = in_language(figure.text, language)
    return {
        "id": figure.id,
        "text": title,
        "status": word,
        "status_in_words": text(language, f"ledger.reported.{word}"),
        "said": [
            {
                **one.model_dump(include={"value", "unit", "comparison"}),
                "words": pick(one.words, language),
                "source": cited(one.source, language),
            }
            for one in figure.said
        ],
        "found": [
            {
                **one.model_dump(include={"value", "low", "high", "unit", "comparable", "tag", "derivation"}),
                "text": pick(one.text, language),
                "note": pick(one.note, language),
                "source": cited(one.source, language),
            }
            for one in figure.found
        ],
        "why": pick(figure.why, language),
        "would_change": pick(figure.would_change, language),
        "checked": figure.checked,
        "caveats": caveats("reported", language),
        "citation": citation_record(figure.id, title, figure.checked, language),
    }


def sources_behind(record: Claim | Reported | Promise) -> list[str]:
    """The sources that a record cites, each once, in order; those of its estimates as well."""
    match record:
        case Claim():
            citations = [one for name in record.estimates for one in ledger.estimates()[name].source]
            citations = [*record.source, *record.context_source, *citations]
        case Promise():
            citations = [*record.source, *(one for entry in record.record for one in entry.source)]
        case Reported():
            citations = [one for said in record.said for one in said.source]
            citations += [one for found in record.found for one in found.source]
    return list(dict.fromkeys(one.ref for one in citations))


def promise_summary(promise: Promise, language: Language) -> dict[str, Any]:
    """A promise and its status, as in the list of promises."""
    return {
        "id": promise.id,
        "nature": promise.nature,
        "text": pick(promise.text, language),
        "by": pick(promise.by, language),
        "said_on": promise.said_on,
        "status": promise.status,
        "status_in_words": text(language, f"ledger.status.{_SHOWN[promise.nature]}.{promise.status}"),
        "checked": promise.checked,
    }


def promise_record(promise: Promise, language: Language) -> dict[str, Any]:
    """Everything on record about a promise."""
    title = in_language(promise.text, language)
    return {
        **promise_summary(promise, language),
        "nature_in_words": text(language, f"ledger.nature.{promise.nature}"),
        "source": cited(promise.source, language),
        "why": pick(promise.why, language),
        "record": [_entry(one, language) for one in sorted(promise.record, key=lambda one: one.date)],
        "not_found": pick(promise.not_found, language),
        "caveats": caveats("promise", language),
        "citation": citation_record(promise.id, title, promise.checked, language),
    }


def _entry(entry: Entry, language: Language) -> dict[str, Any]:
    return {
        "date": entry.date,
        "until": entry.until,
        "text": pick(entry.text, language),
        "speaks": entry.speaks,
        "figure": entry.figure.model_dump() if entry.figure else None,
        "unit": entry.unit,
        "tag": entry.tag,
        "source": cited(entry.source, language),
    }
