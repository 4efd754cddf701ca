"""Observed series and the checks between them, in words of one language."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation
from tregua.evidence import ledger
from tregua.evidence.agreement import examine
from tregua.evidence.schema import Point, Series, Vintage
from tregua.lab.model import lab
from tregua.show.words import cite
from tregua.show.words.numbers import exact, percent
from tregua.show.words.said import in_language
from tregua.show.words.shared import caveats, cited, pick
from tregua.show.words.spanish import translated
from tregua.text import Language, text

MONEY = ("USD", "COP")


def series_record(series: Series, language: Language) -> dict[str, Any]:
    """An observed series with its publisher, its notes and its figures."""
    title = in_language(series.text, language)
    years = [point.year for point in series.points]
    return {
        **series.model_dump(include={"id", "outcome", "place", "unit", "tag", "read", "grade"}),
        "text": title,
        **{name: translated(getattr(series, name), language) for name in ("publisher", "release", "licence")},
        "source": [*cited([series.source], language), *_named(series, language)],
        "note": pick(series.note, language),
        "breaks": [{"year": one.year, "text": pick(one.text, language)} for one in series.breaks],
        "revisions": pick(series.revisions, language),
        "first": min(years),
        "last": max(years),
        **release_record(series, language),
        "points": [row for point in series.points for row in _vintages(point, series, language)],
        "caveats": caveats("series", language),
        "citation": cite_series(series, language),
    }


def refs_of(series: Series) -> list[str]:
    """The source of a series, then those that its releases and notes name."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9_]*", str(series.model_dump()))
    return list(dict.fromkeys([series.source.ref, *(word for word in words if word in sources())]))


def _named(series: Series, language: Language) -> list[dict[str, Any]]:
    """The sources that releases and notes of a series name."""
    told = text(language, "ledger.named_in_notes")
    citations = [Citation(ref=ref, locator=told) for ref in refs_of(series)[1:]]
    return [{**one, "locator": told} for one in cited(citations, language)]


def _vintages(point: Point, series: Series, language: Language) -> list[dict[str, Any]]:
    """A figure as each release gave it, oldest first: all but the last are replaced by the one that follows."""
    when = point.model_dump(include={"year", "month"}, exclude_none=True)
    current = {
        **point.model_dump(exclude={"release", "earlier", "note"}, exclude_none=True),
        "release": translated(point.release or series.release, language),
        "note": pick(point.note, language),
    }
    older: list[dict[str, Any]] = [
        {**when, **one.model_dump(exclude_none=True), "release": translated(one.release, language)}
        for one in point.earlier
    ]
    rows = [*older, current]
    return [*({**row, "replaced_by": following["release"]} for row, following in pairwise(rows)), current]


def release_record(series: Series, language: Language) -> dict[str, Any]:
    """When the figures of a series last appeared and when they should appear next; empty where nobody noted it."""
    entry = ledger.releases().get(series.id)
    if entry is None:
        return {}
    late = ledger.overdue(series.id)
    told = [_say(language, "not_found", searched=ledger.searched())] if late else []
    if entry.no_next is not None:
        seen = [_say(language, "last_release", last=entry.last)] if entry.last else []
        sentence = " ".join([*seen, in_language(entry.no_next, language)])
    else:
        tag = text(language, f"tag.{entry.tag}")
        sentence = _say(language, "release_expected", last=entry.last, next=entry.next, tag=tag)
    return {
        "last_release": entry.last,
        "next_expected": entry.next,
        "overdue": late,
        "searched": ledger.searched(),
        "release_in_words": " ".join([sentence, *told, *([note] if (note := pick(entry.note, language)) else [])]),
    }


def earlier_in_words(earlier: Iterable[Vintage], language: Language) -> str:
    """What earlier releases gave, oldest first, each with its release."""
    return "; ".join(f"{exact(one.value, language)} ({_release(one, language)})" for one in earlier)


def _release(one: Vintage, language: Language) -> str:
    named = translated(one.release, language)
    return named if one.published is None else f"{named}, {one.published}"


def _say(language: Language, key: str, **values: object) -> str:
    return text(language, f"ledger.{key}", **values)


def in_order(listed: Iterable[Series]) -> list[Series]:
    """Series in the order of the outcomes that the lab answers on, then the others, money last."""
    outcomes = list(lab().outcomes)

    def place(series: Series) -> tuple[bool, int]:
        known = [at for at, name in enumerate(outcomes) if series.outcome.startswith(name)]
        return any(one in series.unit for one in MONEY), max(known, default=len(outcomes))

    return sorted(listed, key=place)


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


def explained_in_words(record: Mapping[str, Any]) -> list[str]:
    """Why a check does not hold in some years, each reason once with its years."""
    reasons: dict[str, list[str]] = {}
    for year, why in record["explained"].items():
        reasons.setdefault(why, []).append(str(year))
    return [f"{', '.join(years)}: {why}" for why, years in reasons.items()]


def check_in_words(record: Mapping[str, Any], language: Language) -> str:
    """A check with the years in which it does not hold, or that it holds."""
    broken = [_say(language, "broken", years=", ".join(map(str, record["broken"])))] if record["broken"] else []
    within = _say(language, "holds", tolerance=percent(record["tolerance"], language))
    return f"{record['text']}: {'; '.join([*broken, *explained_in_words(record)]) or within}."
