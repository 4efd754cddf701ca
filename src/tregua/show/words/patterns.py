"""Stylised facts and militarised countries, as plain values and in words of one language."""

from typing import Any

from tregua.analysis.militarisation import Counted, Militarisation, Told, Weighed
from tregua.analysis.pattern_shares import Seen, Share, Shown
from tregua.evidence.ledger import series
from tregua.lab.model import lab
from tregua.show.words.comparison import choices
from tregua.show.words.envelope import plain_caveat
from tregua.show.words.numbers import exact, number, percent, unit
from tregua.show.words.said import in_language
from tregua.show.words.shared import cited
from tregua.text import Language, text


def patterns_record(shown: Shown, language: Language) -> dict[str, Any]:
    """Every pattern with the share of draws that show it, by alternative."""
    return {
        "version": shown.version,
        "catalogue_hash": shown.catalogue_hash,
        "seed": shown.seed,
        "draws": shown.draws,
        "command": shown.command,
        "patterns": [_pattern(one, language) for one in shown.seen],
        "caveats": [plain_caveat(f"stylised.caveat.{key}", language) for key in ("report", "shares")],
    }


def _pattern(one: Seen, language: Language) -> dict[str, Any]:
    asked = one.pattern
    return {
        "id": asked.id,
        "text": in_language(asked.text, language),
        "asked": asked_words(one, language),
        "first": asked.first,
        "year": asked.year,
        "levers": [moved.model_dump() for moved in asked.levers],
        "outcome": asked.outcome,
        "place": asked.place,
        "seen": asked.seen,
        **asked.model_dump(include={"before", "low", "high"}, exclude_none=True),
        "by_alternative": [
            {
                "choices": dict(each.choices),
                "alternative": alternative_words(each, language),
                "draws": each.draws,
                "shown": each.shown,
                "contrary": each.contrary,
                "error": each.error,
            }
            for each in one.by_alternative
        ],
        "note": in_language(asked.note, language),
        "source": cited(asked.source, language),
    }


def asked_words(one: Seen, language: Language) -> str:
    """What was counted in the draws, in a sentence."""
    asked = one.pattern
    outcome = lab().outcomes[asked.outcome]
    place = lab().place_text(asked.place, outcome.index)
    named = f"{in_language(outcome.text, language)}, {in_language(place, language)}"
    if asked.seen == "between":
        assert asked.low is not None and asked.high is not None
        low, high = (f"{number(end, language)} {unit(outcome.unit, language)}" for end in (asked.low, asked.high))
        return text(language, "stylised.between", outcome=named, year=asked.year, low=low, high=high)
    way = text(language, f"stylised.way.{asked.seen}")
    if asked.levers:
        moved = ", ".join(f"{each.lever}.{each.place} = {number(each.value, language)}" for each in asked.levers)
        return text(language, "stylised.with", outcome=named, year=asked.year, levers=moved, way=way)
    return text(language, "stylised.since", outcome=named, year=asked.year, before=asked.before, way=way)


def range_words(one: Seen, language: Language) -> list[str]:
    """The shares of all alternatives, one or from the smallest to the largest; up and down where that is in dispute."""
    if one.pattern.seen != "either":
        return [_between(one.shown, language)]
    return [
        text(language, "stylised.up", share=_between(one.shown, language)),
        text(language, "stylised.down", share=_between(one.contrary, language)),
    ]


def _between(ends: tuple[float, float], language: Language) -> str:
    return " … ".join(dict.fromkeys(percent(share, language) for share in ends))


def telling(one: Seen, language: Language) -> list[str]:
    """The reference, and the alternatives with the smallest and the largest share where that is another."""
    reference = one.by_alternative[0]
    ranked = sorted(one.by_alternative, key=lambda each: each.shown)
    listed = [reference, *(each for each in (ranked[0], ranked[-1]) if each.shown != reference.shown)]
    lines = [f"{_share(one, each, language)}  {alternative_words(each, language)}" for each in listed]
    return lines if len(listed) > 1 else [*lines, text(language, "stylised.alike", count=len(ranked) - 1)]


def _share(one: Seen, each: Share, language: Language) -> str:
    if one.pattern.seen != "either":
        return percent(each.shown, language)
    return ", ".join(
        text(language, f"stylised.{key}", share=percent(share, language))
        for key, share in (("up", each.shown), ("down", each.contrary))
    )


def alternative_words(share: Share, language: Language) -> str:
    """The alternative of a share, in words."""
    return choices(share.choices, language) if share.choices else text(language, "stylised.reference")


def militarisation_record(found: Militarisation, language: Language) -> dict[str, Any]:
    """Every country with its figures, and the lab's answer under its reading."""
    return {
        "version": found.version,
        "catalogue_hash": found.catalogue_hash,
        "seed": found.seed,
        "draws": found.draws,
        "command": found.command,
        **({"weights": dict(found.weights)} if found.weights else {}),
        "countries": [
            {
                "id": one.country.id,
                "country": in_language(one.country.text, language),
                "since": str(one.country.since),
                "done": in_language(one.country.done, language),
                "counted": [_counted(each, language) for each in one.counted],
                "lab": [_told(each, language) for each in one.told],
                **({"weighed": [_weighed(each) for each in one.weighed]} if one.weighed else {}),
                "confounded": in_language(one.country.confounded, language),
                "source": cited(one.country.source, language),
            }
            for one in found.countries
        ],
        "caveats": [plain_caveat(f"militarised.caveat.{key}", language) for key in ("no_cause", "moved")],
    }


def _counted(one: Counted, language: Language) -> dict[str, Any]:
    record = series()[one.series]
    return {
        "series": one.series,
        "text": in_language(record.text, language),
        "unit": one.unit,
        **({} if one.before is None else {"before_year": one.before_year, "before": one.before}),
        "year": one.year,
        "latest": one.latest,
        "source": cited([record.source], language),
    }


def _weighed(one: Weighed) -> dict[str, Any]:
    return {
        "years": one.years,
        "homicides_fewer": one.homicides,
        "homicides_i90": list(one.homicides_i90),
        "harms": one.harms,
        "harms_i90": list(one.harms_i90),
        "pays": one.pays,
        **({} if one.factor is None else {"factor": one.factor}),
    }


def weighed_words(one: Weighed, language: Language) -> str:
    """What it comes to over so many years under the typed weights, and where that breaks even."""
    fewer, low, high = (number(value, language) for value in (one.homicides, *one.homicides_i90))
    harms, harms_low, harms_high = (number(value, language) for value in (one.harms, *one.harms_i90))
    said = text(
        language,
        "militarised.weighed",
        years=one.years,
        fewer=fewer,
        low=low,
        high=high,
        harms=harms,
        harms_low=harms_low,
        harms_high=harms_high,
        pays=percent(one.pays, language),
    )
    if one.factor is not None:
        return f"{said} {text(language, 'militarised.even', factor=number(one.factor, language))}"
    return f"{said} {text(language, 'militarised.no_harm' if one.homicides > 0.0 else 'militarised.no_even')}"


def weights_words(found: Militarisation, language: Language) -> str:
    """The weights that were typed."""
    listed = "; ".join(
        f"{in_language(lab().outcomes[name].text, language)} ({name}) {exact(value, language)}"
        for name, value in found.weights.items()
    )
    return text(language, "militarised.weights", listed=listed)


def _told(one: Told, language: Language) -> dict[str, Any]:
    outcome = lab().outcomes[one.outcome]
    return {
        "outcome": one.outcome,
        "text": in_language(outcome.text, language),
        "unit": "share" if one.relative else outcome.unit,
        "place": one.place,
        "years": one.years,
        "relative": one.relative,
        "median": one.median,
        "i90": list(one.i90),
    }


def counted_words(one: Counted, language: Language) -> str:
    """A figure before and the latest."""
    named = in_language(series()[one.series].text, language)
    latest = f"{number(one.latest, language)} ({one.year})"
    before = f"{number(one.before, language)} ({one.before_year}) → " if one.before is not None else ""
    return f"{named}: {before}{latest}"


def told_words(one: Told, language: Language) -> str:
    """What the lab says of an outcome so many years after the start of the policy."""
    outcome = lab().outcomes[one.outcome]

    def shown(value: float) -> str:
        return percent(value, language, signed=True) if one.relative else number(value, language, signed=True)

    low, high = map(shown, one.i90)
    return text(
        language,
        "militarised.told",
        outcome=in_language(outcome.text, language),
        years=one.years,
        median=shown(one.median) + ("" if one.relative else f" {unit(outcome.unit, language)}"),
        low=low,
        high=high,
    )
