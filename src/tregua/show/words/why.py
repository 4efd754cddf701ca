"""Why an answer is what it is, as plain values and in words of one language."""

from dataclasses import asdict
from typing import Any

from tregua.analysis.grouped import Grouped
from tregua.analysis.moved import Driver
from tregua.analysis.sensitivity import CLEAR
from tregua.analysis.why import Flip, Spread, Why
from tregua.lab.asked import PRIOR
from tregua.lab.model import lab
from tregua.show.words.comparison import choices
from tregua.show.words.envelope import Caveat, plain_caveat
from tregua.show.words.numbers import about, exact, number, percent, unit
from tregua.show.words.said import in_language
from tregua.text import Language, text

CAVEATS = ("reference", "alone", "first", "groups", "inside_model")
OF_AN_ENSEMBLE = ("dependent", "turned")


def why_record(why: Why, language: Language) -> dict[str, Any]:
    """An answer taken apart, and what must be read with it."""
    return {**asdict(why), "caveats": caveats(why, language)}


def caveats(why: Why, language: Language) -> list[Caveat]:
    """What must be read with an answer taken apart."""
    chosen = choices(why.choices, language)
    below = any(one.share is not None and one.share < 0.0 for one in why.groups)
    named = [*CAVEATS, *(OF_AN_ENSEMBLE if why.ensemble != PRIOR else ()), *(["below_zero"] if below else [])]
    return [plain_caveat(f"why.caveat.{name}", language, choices=chosen) for name in named]


def numbers_of(why: Why, language: Language) -> str:
    """Whether numbers were drawn from the prior or as the past has taught them."""
    return text(language, "why.prior" if why.ensemble == PRIOR else "why.learnt", version=why.ensemble)


def lever_title(driver: Driver, language: Language) -> str:
    """A lever and, where it may be moved in several places, the place."""
    return _lever(driver.lever, driver.place, language)


def _lever(name: str, place: str | None, language: Language) -> str:
    lever = lab().levers[name]
    title = in_language(lever.text, language)
    if place is None or len(lab().movable(lever)) < 2:
        return title
    return f"{title}, {in_language(lab().place_text(place, lever.index), language)}"


def bring(driver: Driver, language: Language) -> str:
    """What a lever brings alone and last, each with its error."""
    return text(language, "why.bring", alone=alone(driver, language), last=last(driver, language))


def alone(driver: Driver, language: Language) -> str:
    """What a lever brings moved alone."""
    return _brought(driver.alone, driver.alone_error, driver.alone_i90, language)


def last(driver: Driver, language: Language) -> str:
    """What a lever brings moved last."""
    return _brought(driver.last, driver.last_error, driver.last_i90, language)


def _brought(median: float, error: float, i90: tuple[float, float], language: Language) -> str:
    """A median with its error; where it is zero but not in all draws, the 90 % interval too."""
    shown = about(median, error, language)
    if median != 0.0 or not any(i90):
        return shown
    low, high = (number(float(f"{end:.1g}"), language, signed=True) for end in i90)
    return f"{shown} [{low}; {high}]"


def carried(one: Spread, language: Language) -> str:
    """An input with its share of the spread and the error of that."""
    return f"{input_title(one, language)}: {share(one, language)}"


def input_title(one: Spread | Flip, language: Language) -> str:
    """What an input is called; of a setting that is left open its lever, the place where it has several, and that."""
    if one.lever is None:
        return in_language(lab().parameters[one.parameter].text, language)
    place = one.parameter.removeprefix(f"{one.lever}.")
    return text(language, "why.setting", lever=_lever(one.lever, place, language))


def share(one: Spread, language: Language) -> str:
    """The share of the spread that an input carries, and its error."""
    return _share(one.first, one.se, language)


def _share(share: float, se: float, language: Language) -> str:
    share = max(share, 0.0)
    return f"{percent(share, language, error=se)} ± {percent(se, language, error=se)}"


def groups(why: Why, language: Language) -> list[tuple[str, str]]:
    """What groups of inputs explain together, a row each: tags, mechanisms that clearly do, all, and shocks."""
    return [
        (
            _group(one, language),
            text(language, "why.few") if one.share is None or one.se is None else _share(one.share, one.se, language),
        )
        for one in why.groups
        if one.kind != "mechanism" or (one.share or 0.0) > CLEAR * (one.se or 0.0)
    ]


def _group(one: Grouped, language: Language) -> str:
    if one.kind == "mechanism":
        return f"{in_language(lab().mechanisms[one.name].text, language)} ({one.inputs})"
    return text(language, f"why.group.{one.name or one.kind}", count=one.inputs)


def flips(why: Why, language: Language) -> list[str]:
    """Where the sign turns, an input a sentence."""
    return [
        text(
            language,
            "why.flip",
            parameter=input_title(one, language),
            at=f"{exact(float(f'{one.at:.2g}'), language)} {unit(one.unit, language)}".strip(),
        )
        for one in why.flips
    ]
