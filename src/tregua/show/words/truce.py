"""A truce and its revocation, as plain values and in words of one language."""

from typing import Any

from tregua.analysis.spread import Interval
from tregua.analysis.truce import Alternative, Beside, Truce
from tregua.evidence.ledger import estimates
from tregua.show.words.envelope import plain_caveat
from tregua.show.words.numbers import number, percent
from tregua.show.words.said import in_language
from tregua.show.words.shared import cited
from tregua.show.words.spread import interval_record
from tregua.text import Language, text

CAVEATS = ("readings", "one_country", "lab")


def truce_record(found: Truce, language: Language) -> dict[str, Any]:
    """The path with an interval a reading, what each says in all and what moves that."""
    return {
        "version": found.version,
        "seed": found.seed,
        "draws": found.draws,
        "command": found.command,
        "place": found.place.id,
        "months": found.months,
        "unit": "homicides/month",
        "without": found.without,
        "path": [
            {
                "month": month + 1,
                "phase": found.phase(month),
                "by_alternative": [
                    {"alternative": one.reading.id, **interval_record(one.path[month])} for one in found.alternatives
                ],
            }
            for month in range(len(found.alternatives[0].path))
        ],
        "alternatives": [_alternative(one, language) for one in found.alternatives],
        "drivers": [
            {
                "alternative": one.reading.id,
                "input": each.input,
                "text": input_words(each.input, language),
                "share": each.share,
                "error": each.error,
            }
            for one in found.alternatives
            for each in one.drivers
        ],
        "note": in_language(found.place.note, language),
        "source": cited(found.place.source, language),
        "caveats": [plain_caveat(f"truces.caveat.{key}", language) for key in CAVEATS],
    }


def _alternative(one: Alternative, language: Language) -> dict[str, Any]:
    reading = one.reading
    return {
        "id": reading.id,
        "text": in_language(reading.text, language),
        "ratio": interval_record(one.ratio),
        "phases": [{"phase": each.phase, "months": each.months, **interval_record(each.net)} for each in one.phases],
        "net": interval_record(one.net),
        "published": [
            {"estimate": each.estimate, "of": each.of, "value": each.value, "inside": each.inside}
            for each in one.published
        ],
        "tag": reading.tag,
        "note": in_language(reading.note, language),
        "source": cited(reading.source, language),
    }


def input_words(name: str, language: Language) -> str:
    """What an input is."""
    return text(language, f"truces.input.{name}")


def interval_words(one: Interval, language: Language, signed: bool = False) -> str:
    """A median and its interval."""
    middle, low, high = (number(value, language, signed) for value in (one.median, *one.i90))
    return text(language, "truces.interval", median=middle, low=low, high=high)


def first_words(found: Truce, language: Language) -> str:
    """What is asked: so many months in a place, withdrawn and followed for so long."""
    place = found.place
    return text(
        language,
        "truces.first",
        months=found.months,
        place=in_language(place.text, language),
        withdrawal=place.withdrawal,
        after=place.after,
        without=number(found.without, language),
    )


def published_words(one: Alternative, each: Beside, language: Language) -> str:
    """A published result beside the interval of a reading."""
    effect = estimates()[each.estimate]
    key = "truces.holds" if each.inside else "truces.misses"
    said = in_language(effect.outcome, language)
    return text(
        language,
        key,
        value=number(each.value, language, each.of == "net"),
        of=text(language, f"truces.of.{each.of}"),
        id=each.estimate,
        outcome=said,
    )


def driver_words(one: Alternative, language: Language) -> str:
    """What moves the net number of a reading, the most first."""
    told = ", ".join(f"{input_words(each.input, language)} {percent(each.share, language)}" for each in one.drivers)
    return text(language, "truces.drivers", told=told) if told else text(language, "truces.no_drivers")


def phase_words(one: Alternative, language: Language) -> list[str]:
    """Homicides more or fewer by phase and in all."""
    told = [(f"truces.net.{each.phase}", each.months, each.net) for each in one.phases]
    told.append(("truces.net.all", len(one.path), one.net))
    return [
        text(language, key, months=months, told=interval_words(net, language, signed=True)) for key, months, net in told
    ]
