"""Observed series and the checks between them, in words of one language."""

from collections.abc import Iterable, Mapping
from typing import Any

from tregua.catalogue.read import sources
from tregua.evidence import ledger
from tregua.evidence.agreement import examine
from tregua.evidence.schema import Series
from tregua.lab.model import lab
from tregua.show.words import cite
from tregua.show.words.said import in_language
from tregua.show.words.shared import caveats, cited, pick
from tregua.show.words.spanish import translated
from tregua.text import Language

MONEY = ("USD", "COP")


def series_record(series: Series, language: Language) -> dict[str, Any]:
    """An observed series with its publisher, its notes and its figures."""
    title = in_language(series.text, language)
    years = [point.year for point in series.points]
    return {
        **series.model_dump(include={"id", "outcome", "place", "unit", "tag", "read", "grade"}),
        "text": title,
        **{name: translated(getattr(series, name), language) for name in ("publisher", "release", "licence")},
        "source": cited([series.source], language),
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
