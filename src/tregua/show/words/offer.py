"""An offer to a group, as plain values and in words of one language."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tregua.analysis.offer import Acceptance, Driver, Elasticity, Interval, Offer, Threshold
from tregua.lab.model import lab
from tregua.lab.rules import Chance
from tregua.show.words.envelope import Caveat, plain_caveat
from tregua.show.words.numbers import number, percent, unit
from tregua.show.words.said import in_language
from tregua.show.words.shared import cited
from tregua.text import Language, text

CAVEATS = ("response", "swept", "individual", "law", "rank", "population")
NAMED = 6  # inputs that are told


def offer_record(offer: Offer, language: Language) -> dict[str, Any]:
    """All of an answer about an offer, and what must be read with it."""
    told = offer.settings
    scope = offer.law.scope[offer.offer.group]
    return {
        "version": offer.version,
        "seed": offer.seed,
        "draws": offer.draws,
        "offer": offer.offer.model_dump(),
        "read_on": offer.read_on,
        "law": {
            "ranks": [
                {"rank": rank, **{name: asdict(each) for name, each in one.extradited.items()}, "cut": asdict(one.cut)}
                for rank, one in offer.law.ranks.items()
            ],
            "scope": asdict(scope),
            "force": offer.law.force,
        },
        "without": _interval(offer.without),
        "acceptance": [_acceptance(one, language) for one in offer.acceptance],
        "drivers": [asdict(one) for one in offer.drivers],
        "conditions": [{**asdict(one), "text": in_language(one.text, language)} for one in offer.conditions],
        "thresholds": [_threshold(one) for one in offer.thresholds],
        "elasticities": [asdict(one) for one in ranked(offer)],
        "signatures": [{"text": in_language(one.text, language), "chance": one.chance} for one in offer.signatures],
        "assumption_share": offer.assumption_share,
        "assumption_share_se": offer.assumption_share_se,
        "sweep": {**told.sweep.model_dump(exclude={"note"}), "note": in_language(told.sweep.note, language)},
        "episodes": [
            {
                "id": one.id,
                "text": in_language(one.text, language),
                "said": in_language(one.said, language),
                "source": cited(one.source, language),
            }
            for one in told.episodes
        ],
        "caveats": caveats(offer, language),
    }


def _interval(one: Interval) -> dict[str, Any]:
    return {"median": one.median, "i50": list(one.i50), "i90": list(one.i90)}


def _acceptance(one: Acceptance, language: Language) -> dict[str, Any]:
    intervals = ("accepted", "times", "reoffended", "detected", "extradited_again")
    return {
        "view": one.view,
        "text": in_language(one.text, language),
        **{name: _interval(getattr(one, name)) for name in intervals},
        "by_rank": [{"rank": rank, **_interval(each)} for rank, each in one.by_rank.items()],
    }


def _threshold(one: Threshold) -> dict[str, Any]:
    found = {"rank": one.rank, "parameter": one.parameter, "reached": one.reached}
    return found if one.at is None else {**found, "at": _interval(one.at)}


def ranked(offer: Offer) -> list[Elasticity]:
    """Elasticities, the largest first."""
    return sorted(offer.elasticities, key=lambda one: -abs(one.value))


def caveats(offer: Offer, language: Language) -> list[Caveat]:
    """What must be read with an answer about an offer."""
    return [plain_caveat(f"offered.caveat.{name}", language, read_on=offer.read_on) for name in CAVEATS]


def title(offer: Offer, language: Language) -> str:
    """To whom, under which text, for how long."""
    given = offer.offer
    group = in_language(lab().place_text(given.group, "groups"), language)
    values = {"group": group, "regime": given.regime, "years": number(given.years, language), "draws": offer.draws}
    return text(language, "offered.title", **values)


def part(one: Interval, language: Language) -> str:
    """A part of people with the interval that holds nine tenths of the draws."""
    low, high = (percent(end, language) for end in one.i90)
    return f"{percent(one.median, language)} [{low}; {high}]"


def amount(one: Interval, language: Language) -> str:
    """A number with the interval that holds nine tenths of the draws."""
    low, high = (number(end, language) for end in one.i90)
    return f"{number(one.median, language)} [{low}; {high}]"


def law_words(offer: Offer, language: Language) -> list[str]:
    """What the rows decide, a line a rank."""
    lines = []
    for rank, one in offer.law.ranks.items():
        values = {name: _chance(each, language) for name, each in one.extradited.items()}
        lines.append(
            text(language, "offered.law", rank=_rank(rank, language), cut=_chance(one.cut, language), **values)
        )
    scope = _chance(offer.law.scope[offer.offer.group], language)
    return [
        *lines,
        text(language, "offered.scope", scope=scope),
        text(language, f"offered.force.{offer.law.force:.0f}"),
    ]


def _chance(one: Chance, language: Language) -> str:
    """A probability, from what is decided to what is left open."""
    low, high = (percent(end, language) for end in (one.sure, one.sure + one.left_open))
    return low if low == high else f"{low}–{high}"


def _rank(rank: str, language: Language) -> str:
    return in_language(lab().place_text(rank, "ranks"), language)


def by_rank(one: Mapping[str, Interval], language: Language) -> list[str]:
    """Acceptance by rank, one column each."""
    return [percent(each.median, language) for each in one.values()]


def rank_heads(language: Language) -> list[str]:
    """The names of the ranks."""
    return [_rank(rank, language) for rank in lab().places("ranks")]


def driver_words(one: Driver, language: Language) -> str:
    """An input with the share of the spread that it carries."""
    return f"{_named(one.parameter, language)}: {percent(one.first, language, error=one.se)}"


def elasticity_words(offer: Offer, language: Language) -> str:
    """What one per cent of each of the strongest inputs does."""
    listed = [
        f"{_named(one.parameter, language)} {number(one.value, language, signed=True)} %"
        for one in ranked(offer)[:NAMED]
    ]
    return text(language, "offered.elasticities", listed="; ".join(listed)) if listed else ""


def _named(parameter: str, language: Language) -> str:
    return f"{in_language(lab().parameters[parameter].text, language)} ({parameter})"


def threshold_words(one: Threshold, language: Language) -> str:
    """How strong a response would have to be for exits of a rank to double."""
    values = {"rank": _rank(one.rank, language), "parameter": one.parameter}
    if one.at is None:
        return text(language, "offered.no_threshold", **values)
    there = unit(lab().parameters[one.parameter].unit, language)
    return text(language, "offered.threshold", at=amount(one.at, language), unit=there, **values)


def signature_words(offer: Offer, language: Language) -> str:
    """How likely it is that the whole group signs, by reference class."""
    listed = "; ".join(
        f"{in_language(one.text, language)}: {percent(one.chance, language)}" for one in offer.signatures
    )
    return text(language, "offered.signature", years=number(offer.offer.years, language), listed=listed)


def share_words(offer: Offer, language: Language) -> str:
    """How much of the spread comes from assumptions."""
    share, error = offer.assumption_share, offer.assumption_share_se
    if share is None or error is None:
        return text(language, "offered.no_share")
    return text(language, "offered.share", share=percent(share, language, error=error))
