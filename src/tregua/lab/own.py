"""A user's own setting of levers, typed on a line or stacked on scenarios, as one more scenario."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tregua.catalogue.errors import InputError, Problem, no_place_of, unknown_name
from tregua.catalogue.record import LeverPath, Text, wrong_month
from tregua.lab.model import lab
from tregua.lab.scenario import RECORD, moved_places
from tregua.lab.schema import Lever, Scenario

OWN = "own"
NAMED = 3  # settings that stand in the name of the scenario; more are only counted
_TYPED = re.compile(r"([^=@]+)=([^=@]+)(?:@([^=@]+))?")


@dataclass(frozen=True)
class Setting:
    """A value that one lever takes in some places from a month on."""

    lever: Lever
    place: str | None
    value: float
    month: str

    @property
    def places(self) -> list[str]:
        """The places that it moves: the one it names, else all where the lever may be moved."""
        return [self.place] if self.place else lab().movable(self.lever)


def read_setting(typed: str, start: str, number: Callable[[str], float] = float) -> Setting:
    """A setting as it is typed, ``LEVER=VALUE``, ``LEVER.PLACE=VALUE`` or either with ``@YYYY-MM``.

    Without a month it holds from `start`, when policies start.

    Raises
    ------
    InputError
        With the nearest lever or place, or what the value or the month must be.
    """
    parts = _TYPED.fullmatch(typed)
    if parts is None:
        raise InputError(Problem("not_setting", "--set", {"found": typed}))
    named, value, month = parts[1].strip(), parts[2], parts[3] or start
    name, _, place = named.partition(".")
    levers = {one.id: one for one in lab().levers.values() if not one.driver}
    if name not in levers:
        raise InputError(unknown_name("@name.lever", name, levers, "--set"))
    lever = levers[name]
    if place and place not in lab().movable(lever):
        raise InputError(no_place_of(name, place, lab().movable(lever), "--set"))
    try:
        amount = number(value)
    except ValueError:
        raise InputError(Problem("not_setting", "--set", {"found": typed})) from None
    if not lever.low <= amount <= lever.high:
        expected = f"{lever.low:g} … {lever.high:g} {lever.unit}"
        raise InputError(Problem("out_of_range", "--set", {"field": named, "found": amount, "expected": expected}))
    if wrong := wrong_month(month):
        raise InputError(Problem(wrong[0], "--set", wrong[1]))
    return Setting(lever, place or None, amount, month)


def own_scenario(stacked: Sequence[Scenario], settings: Sequence[Setting], start: str) -> Scenario:
    """Scenarios laid over one another, each over those before it, and then the settings, each from its month on.

    Raises
    ------
    InputError
        When two settings give a lever two values in one month and place.
    """
    paths: dict[tuple[str, str], LeverPath] = {}
    for scenario in stacked:
        for one in scenario.levers if scenario.id != RECORD else ():  # what was done lies under every policy
            for place in moved_places(one):
                paths[one.lever, place] = one.model_copy(update={"place": place})
    _refuse_twice(settings)
    for setting in sorted(settings, key=lambda one: one.month):
        for place in setting.places:
            key = (setting.lever.id, place)
            before = paths[key].by_month(start) if key in paths else {}
            path = {month: value for month, value in before.items() if month < setting.month}
            path[setting.month] = setting.value
            paths[key] = LeverPath(lever=setting.lever.id, place=place, unit=setting.lever.unit, path=path)
    return Scenario(
        id=OWN,
        text=_name(stacked, settings),
        source=[cited for scenario in stacked for cited in scenario.source],
        after=max((scenario.after for scenario in stacked if scenario.after), default=None),
        regime=next((scenario.regime for scenario in reversed(stacked) if scenario.regime), None),
        levers=[*paths.values()],
        without_lever=[one for scenario in stacked for one in scenario.without_lever],
    )


def _refuse_twice(settings: Iterable[Setting]) -> None:
    seen: set[tuple[str, str, str]] = set()
    for one in settings:
        moved = {(one.lever.id, place, one.month) for place in one.places}
        if moved & seen:
            raise InputError(Problem("duplicate_key", "--set", {"found": f"{one.lever.id}@{one.month}"}))
        seen |= moved


def _name(stacked: Iterable[Scenario], settings: Sequence[Setting]) -> Text:
    """What it is called: what it is stacked on and what is set, or how much is."""
    shown = settings[:NAMED]
    english = [scenario.text.en for scenario in stacked] + [_said(one, ".") for one in shown]
    spanish = [scenario.text.es for scenario in stacked] + [_said(one, ",") for one in shown]
    more = [f"… ({len(settings)})"] if len(settings) > NAMED else []
    return Text(en=" + ".join([*english, *more]), es=" + ".join([*spanish, *more]))


def _said(setting: Setting, point: str) -> str:
    """A setting as it is typed."""
    named = f"{setting.lever.id}.{setting.place}" if setting.place else setting.lever.id
    return f"{named} {f'{setting.value:g}'.replace('.', point)}"
