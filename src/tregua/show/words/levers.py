"""Paths of levers in words."""

from tregua.catalogue.record import LeverPath, Range
from tregua.lab.scenario import Span
from tregua.lab.schema import Scenario
from tregua.show.words.numbers import number
from tregua.show.words.said import in_language
from tregua.text import Language, text


def steps(one: LeverPath, span: Span) -> dict[str, float | Range]:
    """The path by months of the calendar; of what is on record, from the value at the start of the run on."""
    path = one.by_month(span.start)
    if one.recorded_to is None:
        return path
    begin = max((month for month in path if month <= f"{span.first}-01"), default="")
    return {month: value for month, value in path.items() if month >= begin}


def held_at(one: LeverPath, span: Span) -> float | Range:
    """The value that a lever on record keeps after its last month."""
    return [*steps(one, span).values()][-1]


def setting_words(value: float | Range, language: Language) -> str:
    """What a lever is set to; where that is left open, its ends."""
    if isinstance(value, Range):
        return text(language, "setting.open", low=number(value.low, language), high=number(value.high, language))
    return number(value, language)


def path_words(one: LeverPath, span: Span, language: Language) -> str:
    """The path, month by month; a lever on record says up to when, and that it is held from then on."""
    listed = [f"{month}: {setting_words(value, language)}" for month, value in steps(one, span).items()]
    if one.recorded_to:
        held = setting_words(held_at(one, span), language)
        listed.append(text(language, "table.held_from", month=one.recorded_to, value=held))
    return ", ".join(listed)


def advocated(scenario: Scenario, language: Language) -> str:
    """What the advocates of a policy say, and the assumptions under which the lab says so too."""
    one = scenario.advocated
    if one is None:
        return ""
    said = in_language(one.text, language)
    if not one.assume:
        return text(language, "table.advocates.plain", text=said)
    assumed = " ".join(f"--assume {name}={number(value, language)}" for name, value in one.assume.items())
    return text(language, "table.advocates", text=said, assumed=assumed)


def described(scenario: Scenario, language: Language) -> str:
    """What a policy is; of a user's own that nobody described, that it is one."""
    return in_language(scenario.description, language) if scenario.description else text(language, "table.own_policy")
