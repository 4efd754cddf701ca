"""Records of the evidence ledger in words of one language: what the terminal, the page and the JSON all show."""

from collections.abc import Container, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import tregua
from tregua.catalogue import catalogue_hash, sources
from tregua.errors import InputError, unknown_name
from tregua.evidence import cite, ledger
from tregua.evidence.pooling import conflicting, pool
from tregua.evidence.reading import examine, status
from tregua.evidence.schema import Bearing, Bounded, Claim, Cost, Effect, Entry, Estimate, Promise, Reported
from tregua.evidence.verdict import Verdict, Voice, verdict, voices
from tregua.figures import exact, unit
from tregua.lab.model import lab
from tregua.page.terminal import in_language
from tregua.records import Citation, Series, Text
from tregua.text import Language, text
from tregua.trace import checklist

if TYPE_CHECKING:
    from tregua.lab.compare import Comparison

CAVEATS = {
    "claim": ("rule", "transport", "horizon"),
    "reported": ("status", "horizon"),
    "promise": ("no_cause", "horizon"),
    "estimate": ("transport", "pooling"),
    "series": ("definitions", "revisions"),
}
_SYMBOL = {"percent": " %", "pp": " pp", "SD": " SD"}


def caveats(kind: str, language: Language) -> list[str]:
    """What must be read with every record of a kind."""
    return [text(language, f"ledger.caveat.{kind}.{name}") for name in CAVEATS[kind]]


def pick(both: Text | None, language: Language) -> str | None:
    """One of two texts, where there is one."""
    return None if both is None else in_language(both, language)


def cited(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """Sources with the place in them and how far they were read."""
    return [
        {**source.model_dump(include={"author", "year", "title", "published_in", "doi", "read"}), **one.model_dump()}
        for one in citations
        for source in [sources()[one.ref]]
    ]


def bounded(number: Bounded, unit_words: str, language: Language, kind: str | None = None) -> str:
    """A number with its interval, as −0.022 [−0.030; −0.014] ha per ha."""
    shown = exact(number.value, language)
    if number.low is not None and number.high is not None:
        ends = f"[{exact(number.low, language)}; {exact(number.high, language)}]"
        shown += f" {ends}" + (f" ({text(language, f'ledger.interval.{kind}')})" if kind else "")
    return shown + unit_words


def effect_in_words(estimate: Estimate, language: Language) -> str:
    """The effect on its scale with its interval, or its sign where no size was read."""
    if estimate.effect is None:
        return text(language, f"ledger.sign.{estimate.sign}")
    effect = estimate.effect
    symbol = _SYMBOL.get(effect.scale, f" {unit(effect.unit, language)}" if effect.unit != "1" else "")
    before = f"{text(language, f'ledger.scale.{effect.scale}')} " if effect.scale not in (*_SYMBOL, "absolute") else ""
    shown = before + _signed(effect, symbol, language)
    if effect.interval is None and effect.clear is not None:
        shown += f" ({text(language, 'ledger.clear' if effect.clear else 'ledger.unclear')})"
    return shown


def _signed(effect: Effect, symbol: str, language: Language) -> str:
    plus = "+" if effect.value > 0 and effect.scale in ("percent", "pp", "SD") else ""
    return plus + bounded(effect, symbol, language, effect.interval)


def cost_in_words(cost: Cost, language: Language) -> str:
    """What the intervention costs, with its tag."""
    return f"{bounded(cost, f' {unit(cost.unit, language)}', language)} ({text(language, f'tag.{cost.tag}')})"


@cache
def users() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The parameters and the claims that use each estimate."""
    return {
        name: (
            tuple(one.id for one in lab().parameters.values() if name in one.estimates),
            tuple(one.id for one in ledger.claims().values() if any(link.estimate == name for link in one.evidence)),
        )
        for name in ledger.estimates()
    }


def estimate_record(estimate: Estimate, language: Language) -> dict[str, Any]:
    """Everything known of an estimate, and what uses it."""
    parameters, claims = users()[estimate.id]
    effect = estimate.effect
    return {
        "id": estimate.id,
        "intervention": pick(estimate.intervention, language),
        "outcome": pick(estimate.outcome, language),
        "effect": effect.model_dump() if effect else None,
        "effect_in_words": effect_in_words(estimate, language),
        "direction": estimate.direction,
        "design": estimate.design,
        "design_in_words": text(language, f"ledger.design.{estimate.design}"),
        "n": estimate.n,
        "of": pick(estimate.of, language),
        "place": pick(estimate.place, language),
        "period": pick(estimate.period, language),
        "applies_to": pick(estimate.applies_to, language),
        "horizon": pick(estimate.horizon, language),
        "decay": pick(estimate.decay, language),
        "cost": estimate.cost and {**estimate.cost.model_dump(), "note": pick(estimate.cost.note, language)},
        "cost_in_words": estimate.cost and cost_in_words(estimate.cost, language),
        "levers": estimate.levers,
        "feeds": list(parameters),
        "claims": list(claims),
        "unused": pick(estimate.unused, language),
        "source": cited(estimate.source),
        "tag": estimate.tag,
        "derivation": estimate.derivation,
        "grade": estimate.grade,
        "transport": pick(estimate.transport, language),
        "contrary": estimate.contrary,
        "note": pick(estimate.note, language),
    }


def single_estimate(name: str, language: Language) -> dict[str, Any]:
    """One estimate with what travels with it.

    Raises
    ------
    InputError
        When there is none of that name.
    """
    known = ledger.estimates()
    if name not in known:
        raise InputError(unknown_name("@name.estimate", name, known))
    record = estimate_record(known[name], language)
    reference = cite.of_source(sources()[known[name].study])
    return {**record, "caveats": caveats("estimate", language), "citation": cite.all_styles(reference, language)}


def estimates_of(lever: str | None, language: Language) -> list[dict[str, Any]]:
    """The estimates of one lever, named by its id in the lab or in the checklist; all of them without one.

    Raises
    ------
    InputError
        When there is no such lever.
    """
    levers = lab().levers
    listed = [estimate_record(one, language) for one in ledger.estimates().values()]
    if lever is None:
        return listed
    if lever in levers:
        behind = {one.id for one in lab().behind(levers[lever])}
        return [one for one in listed if one["id"] in behind]
    valid = {item.id for item in checklist() if item.id.startswith("P")}
    if lever.upper() not in valid:
        raise InputError(unknown_name("@name.lever", lever, {*valid, *levers}))
    return [one for one in listed if lever.upper() in one["levers"]]


def pools_of(names: Container[str]) -> list[str]:
    """The sets of estimates of which one at least is in `names`."""
    return [name for name, one in ledger.pools().items() if any(member in names for member in one.estimates)]


def sources_behind(record: Claim | Reported | Promise) -> list[str]:
    """The sources that a record cites, each once, in order; those of its estimates as well."""
    match record:
        case Claim():
            citations = [one for link in record.evidence for one in ledger.estimates()[link.estimate].source]
            citations = [*record.source, *citations]
        case Promise():
            citations = [*record.source, *(one for entry in record.record for one in entry.source)]
        case Reported():
            citations = [one for said in record.said for one in said.source]
            citations += [one for found in record.found for one in found.source]
    return list(dict.fromkeys(one.ref for one in citations))


def pool_record(name: str, language: Language) -> dict[str, Any]:
    """Estimates of one effect: the list, and the mean where it may be taken."""
    record = ledger.pools()[name]
    members = [ledger.estimates()[one] for one in record.estimates]
    pooled = pool(members)
    scale = next((one.effect.scale for one in members if one.effect), None)
    result: dict[str, Any] = {
        "id": name,
        "text": pick(record.text, language),
        "why": pick(record.why, language),
        "estimates": record.estimates,
        "conflicting": conflicting(members),
        "pooled": None,
    }
    if pooled is not None:
        predicted = list(pooled.predicted) if pooled.predicted else None
        result["pooled"] = {
            "scale": scale,
            "value": pooled.value,
            "low": pooled.low,
            "high": pooled.high,
            "predicted": predicted,
            "tau": pooled.tau,
            "i2": pooled.i2,
            "estimates": pooled.studies,
            "method": text(language, "ledger.method"),
        }
    return result


def verdict_record(claim: Claim, language: Language) -> dict[str, Any]:
    """The verdict with the count behind it and the rule."""
    found = verdict(claim, ledger.estimates())
    return {
        "word": found.word,
        "in_words": text(language, f"ledger.verdict.{found.word}"),
        "why": verdict_reason(claim, found, language),
        "votes_for": found.votes_for,
        "votes_against": found.votes_against,
        "studies_for": found.studies_for,
        "studies_against": found.studies_against,
        "grade_for": best_grade(claim, "for"),
        "grade_against": best_grade(claim, "against"),
    }


def verdict_reason(claim: Claim, found: Verdict, language: Language) -> str:
    """One sentence that says how the verdict was reached."""
    if claim.not_testable is not None:
        return in_language(claim.not_testable, language)
    values = {
        "votes_for": exact(found.votes_for, language),
        "votes_against": exact(found.votes_against, language),
        "studies_for": found.studies_for,
        "studies_against": found.studies_against,
    }
    return text(language, f"ledger.reason.{found.word}", **values)


def best_grade(claim: Claim, side: str) -> str | None:
    """The best grade among the estimates on one side."""
    return min((voice.grade for voice in voices(claim, ledger.estimates()) if voice.side == side), default=None)


def sided(claim: Claim) -> list[tuple[Bearing, Estimate, Voice]]:
    """The estimates that bear on a claim, best graded first."""
    estimates = ledger.estimates()
    listed = [
        (link, estimates[link.estimate], voice)
        for link, voice in zip(claim.evidence, voices(claim, estimates), strict=True)
    ]
    return sorted(listed, key=lambda one: (one[1].grade, not one[2].direct, one[1].id))


def evidence_record(claim: Claim, language: Language) -> list[dict[str, Any]]:
    """Each estimate that bears on a claim, on which side and why."""
    return [
        {
            **estimate_record(estimate, language),
            "side": voice.side,
            "expects": link.expects,
            "bearing": link.bearing,
            "votes": voice.votes,
            "why": pick(link.why, language),
        }
        for link, estimate, voice in sided(claim)
    ]


def citation_record(key: str, title: str, checked: str, language: Language) -> dict[str, Any]:
    """How to cite a record of this catalogue."""
    reference = cite.of_record(key, title, tregua.__version__, catalogue_hash(), checked, language)
    return cite.all_styles(reference, language)


def claim_summary(claim: Claim, language: Language) -> dict[str, Any]:
    """A claim and its verdict, as in the list of claims."""
    return {
        "id": claim.id,
        "statement": pick(claim.statement, language),
        "verdict": verdict_record(claim, language),
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
        "source": cited(claim.source),
        "mechanism": pick(claim.mechanism, language),
        "would_count": pick(claim.would_count, language),
        "tested_as": pick(claim.tested_as, language),
        "evidence": evidence_record(claim, language),
        "series": claim.series,
        "run": claim.run.model_dump(exclude_none=True) if claim.run else None,
        "no_run": pick(claim.no_run, language),
        "context": pick(claim.context, language),
        "would_change": pick(claim.would_change, language),
        "caveats": caveats("claim", language),
        "citation": citation_record(claim.id, statement, claim.checked, language),
    }


def run_record(claim: Claim, comparison: "Comparison", language: Language) -> dict[str, Any]:
    """What the lab shows of a claim's mechanism, with the share of the spread that assumptions carry."""
    from tregua.lab.illustration import DRAWS, direction

    assert claim.run is not None
    found = direction(comparison)
    outcome = lab().outcomes[comparison.outcome]
    place = lab().place_text(comparison.place, outcome.index)
    return {
        "text": pick(claim.run.text, language),
        "outcome": comparison.outcome,
        "place": comparison.place,
        "outcome_in_words": f"{in_language(outcome.text, language)}, {in_language(place.text, language)}",
        "unit": comparison.unit,
        "year": claim.run.year,
        "draws": DRAWS,
        "median": comparison.median,
        "i90": comparison.i90,
        "relative": comparison.relative,
        "p_lower": comparison.p_lower,
        "assumption_share": comparison.assumption_share,
        "expects": claim.run.expects,
        "found": found,
        "as_claimed": found == claim.run.expects,
        "caveats": [one.text(language) for one in comparison.caveats]
        + [text(language, "ledger.caveat.run.not_evidence")],
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
                "source": cited(one.source),
            }
            for one in figure.said
        ],
        "found": [
            {
                **one.model_dump(include={"value", "low", "high", "unit", "comparable", "tag", "derivation"}),
                "text": pick(one.text, language),
                "note": pick(one.note, language),
                "source": cited(one.source),
            }
            for one in figure.found
        ],
        "why": pick(figure.why, language),
        "would_change": pick(figure.would_change, language),
        "checked": figure.checked,
        "caveats": caveats("reported", language),
        "citation": citation_record(figure.id, title, figure.checked, language),
    }


def promise_summary(promise: Promise, language: Language) -> dict[str, Any]:
    """A promise and its status, as in the list of promises."""
    return {
        "id": promise.id,
        "nature": promise.nature,
        "text": pick(promise.text, language),
        "by": pick(promise.by, language),
        "said_on": promise.said_on,
        "status": promise.status,
        "status_in_words": text(language, f"ledger.status.{promise.status}"),
        "checked": promise.checked,
    }


def promise_record(promise: Promise, language: Language) -> dict[str, Any]:
    """Everything on record about a promise."""
    title = in_language(promise.text, language)
    return {
        **promise_summary(promise, language),
        "nature_in_words": text(language, f"ledger.nature.{promise.nature}"),
        "source": cited(promise.source),
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
        "source": cited(entry.source),
    }


def series_record(series: Series, language: Language) -> dict[str, Any]:
    """An observed series with its publisher, its notes and its figures."""
    title = in_language(series.text, language)
    years = [point.year for point in series.points]
    return {
        **series.model_dump(include={"id", "outcome", "place", "unit", "publisher", "release", "tag", "read", "grade"}),
        "text": title,
        "licence": series.licence,
        "source": cited([series.source]),
        "note": pick(series.note, language),
        "breaks": [{"year": one.year, "text": pick(one.text, language)} for one in series.breaks],
        "revisions": pick(series.revisions, language),
        "first": min(years),
        "last": max(years),
        "points": [
            {**point.model_dump(exclude={"note"}, exclude_none=True), "note": pick(point.note, language)}
            for point in series.points
        ],
        "caveats": caveats("series", language),
        "citation": cite_series(series, language),
    }


def cite_series(series: Series, language: Language) -> dict[str, Any]:
    """The citation of a series is that of its publisher's source."""
    return cite.all_styles(cite.of_source(sources()[series.source.ref]), language)


def check_record(name: str, language: Language) -> dict[str, Any]:
    """An identity or a pair of publishers, and where it does not hold."""
    found = examine(ledger.checks()[name], ledger.series())
    ratios = found.ratios.values()
    return {
        "id": name,
        "kind": found.check.kind,
        "text": pick(found.check.text, language),
        "left": found.check.left,
        "right": found.check.right,
        "tolerance": found.check.tolerance,
        "years": sorted(found.ratios),
        "smallest_ratio": min(ratios, default=None),
        "largest_ratio": max(ratios, default=None),
        "broken": list(found.broken),
        "explained": {year: pick(found.check.except_years[str(year)], language) for year in found.explained},
    }
