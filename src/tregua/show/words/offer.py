"""An offer to a group, as plain values and in words of one language."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from tregua.analysis.offer import Acceptance, Elasticity, Input, Offer, Taken, Threshold
from tregua.analysis.offer_read import Known
from tregua.analysis.spread import Interval
from tregua.lab.model import lab
from tregua.lab.rules import Chance, RankLaw
from tregua.show.words.envelope import Caveat, plain_caveat
from tregua.show.words.law import facts_in_words, name_in_words
from tregua.show.words.numbers import exact, number, percent, unit
from tregua.show.words.said import in_language
from tregua.show.words.shared import cited
from tregua.show.words.spread import interval_record
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
        "command": offer.command,
        "offer": offer.offer.model_dump(),
        "read_on": offer.read_on,
        "law": {
            "ranks": [{"rank": rank, **_decided(one)} for rank, one in offer.law.ranks.items()],
            "scope": asdict(scope),
            "force": offer.law.force,
            "text_status": offer.text_status,
        },
        "read": _read(offer),
        "inputs": [
            {"parameter": one.parameter, "tag": one.tag, "typed": one.typed, **interval_record(one.drawn)}
            for one in offer.inputs
        ],
        "without": interval_record(offer.without),
        "acceptance": [_acceptance(one, language) for one in offer.acceptance],
        "drivers": [{"parameter": one.input, "first": one.share, "se": one.error} for one in offer.drivers],
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


def _decided(one: RankLaw) -> dict[str, Any]:
    decided = {**{name: asdict(each) for name, each in one.extradited.items()}, "cut": asdict(one.cut)}
    return {**decided, "stated": one.stated, **({"years": _years(one)} if one.stated else {})}


def _years(one: RankLaw) -> list[float]:
    """The least and the most years that the rows state."""
    return [one.years - one.fewer, one.years]


def _read(offer: Offer) -> dict[str, Any]:
    read = offer.read
    return {
        **_known(read.alike),
        "by_rank": [{"rank": rank, **_known(one)} for rank, one in read.by_rank.items()],
        "missing": list(read.missing),
        "unread": list(read.unread),
    }


def _known(one: Known) -> dict[str, Any]:
    return {"facts": dict(one.facts), "beliefs": dict(one.beliefs)}


def _acceptance(one: Acceptance, language: Language) -> dict[str, Any]:
    intervals = ("accepted", "times", "reoffended", "detected", "extradited_again")
    return {
        "view": one.view,
        "text": in_language(one.text, language),
        **{name: interval_record(getattr(one, name)) for name in intervals},
        "by_rank": [{"rank": rank, **interval_record(each)} for rank, each in one.by_rank.items()],
    }


def _threshold(one: Threshold) -> dict[str, Any]:
    found = {**asdict(one), "at": None}
    return found if one.at is None else {**found, "at": interval_record(one.at)}


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
    return text(
        language,
        "offered.title",
        group=group,
        regime=given.regime,
        text=in_language(offer.text, language),
        years=number(given.years, language),
        draws=number(offer.draws, language),
    )


def part(one: Interval, language: Language) -> str:
    """A part of people with the interval that holds nine tenths of the draws."""
    return _with_ends(percent(one.median, language), *(percent(end, language) for end in one.i90))


def amount(one: Interval, language: Language) -> str:
    """A number with the interval that holds nine tenths of the draws."""
    return _with_ends(number(one.median, language), *(number(end, language) for end in one.i90))


def _with_ends(median: str, low: str, high: str) -> str:
    return median if median == low == high else f"{median} [{low}; {high}]"


def law_words(offer: Offer, language: Language) -> list[str]:
    """What the rows decide, a line a rank."""
    lines = []
    for rank, one in offer.law.ranks.items():
        values = {name: _chance(each, language) for name, each in one.extradited.items()}
        told = text(language, "offered.law", rank=_rank(rank, language), **values)
        lines.append(f"{told}; {_penalty_words(one, language)}")
    scope = _chance(offer.law.scope[offer.offer.group], language)
    return [
        *lines,
        text(language, "offered.scope", scope=scope),
        text(language, f"offered.force.{offer.text_status}"),
    ]


def _penalty_words(one: RankLaw, language: Language) -> str:
    """The years that the rows state, and the part of the penalty that falls where they state none."""
    others = 1.0 - one.stated
    cut = text(language, "offered.cut", cut=_chance(one.cut.times(1.0 / others) if others else one.cut, language))
    if not one.stated:
        return cut
    years = text(language, "offered.years", years="–".join(dict.fromkeys(number(end, language) for end in _years(one))))
    if not others:
        return years
    return text(language, "offered.some", years=years, stated=percent(one.stated, language), cut=cut)


def read_words(offer: Offer, language: Language) -> list[str]:
    """Facts and beliefs that the rows read, of all ranks and of each, those missing, and those typed for nothing."""
    read = offer.read
    lines = [text(language, "offered.read.alike", read=_known_words(read.alike, language))]
    lines += [
        f"{_rank(rank, language)}: {_known_words(one, language)}"
        for rank, one in read.by_rank.items()
        if one.facts or one.beliefs
    ]
    missing = _names(read.missing, language)
    lines.append(
        text(language, "offered.read.missing", names=missing) if missing else text(language, "offered.read.whole")
    )
    if read.unread:
        lines.append(text(language, "offered.read.unread", names=_names(read.unread, language)))
    return [*lines, text(language, "offered.read.change", regime=offer.offer.regime)]


def _known_words(one: Known, language: Language) -> str:
    believed = (
        text(language, "offered.read.belief", name=name_in_words(name, language), chance=percent(chance, language))
        for name, chance in one.beliefs.items()
    )
    return ", ".join(filter(None, (facts_in_words(one.facts, language), *believed))) or text(
        language, "offered.read.none"
    )


def _names(names: Iterable[str], language: Language) -> str:
    return ", ".join(name_in_words(name, language) for name in names)


def input_words(offer: Offer, language: Language) -> list[str]:
    """The numbers that the answer rests on: those typed, those assumed, those with a source."""
    typed = [f"{one.parameter} = {exact(one.drawn.median, language)}" for one in offer.inputs if one.typed]
    drawn = {
        key: [f"{one.parameter} {amount(one.drawn, language)}" for one in offer.inputs if not one.typed and held(one)]
        for key, held in (("assumed", _assumed), ("sourced", lambda one: not _assumed(one)))
    }
    listed = {"typed": typed, **drawn}
    lines = [text(language, f"offered.inputs.{key}", listed="; ".join(each)) for key, each in listed.items() if each]
    return [*lines, text(language, "offered.inputs.change")]


def _assumed(one: Input) -> bool:
    return one.tag == "assumed"


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


def driver_words(offer: Offer, language: Language) -> list[str]:
    """The inputs that carry most of the spread, each with its share."""
    told = [
        f"{_named(one.input, language)}: {percent(one.share, language, error=one.error)}"
        for one in offer.drivers[:NAMED]
    ]
    return told or [text(language, "offered.no_drivers")]


def elasticity_words(offer: Offer, language: Language) -> list[str]:
    """What one per cent of each of the strongest inputs does."""
    return [
        f"{_named(one.parameter, language)}: {number(one.value, language, signed=True)} %"
        for one in ranked(offer)[:NAMED]
    ]


def episode_words(offer: Offer, language: Language) -> list[str]:
    """Real offers, each with its sources."""
    return [
        f"{in_language(one.text, language)}: {in_language(one.said, language)} "
        f"({'; '.join(each.ref for each in one.source)})"
        for one in offer.settings.episodes
    ]


def _named(parameter: str, language: Language) -> str:
    return f"{in_language(lab().parameters[parameter].text, language)} ({parameter})"


def threshold_words(one: Threshold, language: Language) -> str:
    """How strong a response would have to be for exits of a rank to double."""
    values = {
        "rank": _rank(one.rank, language),
        "parameter": one.parameter,
        "low": number(one.low, language),
        "high": number(one.high, language),
        "unit": unit(lab().parameters[one.parameter].unit, language),
    }
    if not one.offered:
        return text(language, "offered.no_threshold", **values)
    if one.at is None:
        return text(language, "offered.never", **values)
    key = "offered.threshold" if one.reached < 1.0 else "offered.threshold.all"
    return text(language, key, at=amount(one.at, language), reached=percent(one.reached, language), **values)


def taken_words(one: Taken, language: Language) -> str:
    """Acceptance with a part of the offer taken out, and by how many percentage points that differs."""
    points = percent(one.difference, language, signed=True).removesuffix("\u00a0%")
    return text(
        language,
        "offered.taken",
        what=in_language(one.text, language),
        accepted=percent(one.accepted, language),
        points=points,
    )


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
