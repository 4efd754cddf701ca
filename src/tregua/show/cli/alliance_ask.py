"""What was asked of states together, checked before anything is computed."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tregua.catalogue.errors import InputError, Problem, nearest
from tregua.show.cli.numbers import number_typed
from tregua.show.cli.output import print_answer
from tregua.text import Language, text

Ties = Literal["join", "stay"]
Pressure = Literal["lower", "none", "higher"]
GAME = ("penalty", "pressure_cost", "club", "minimum", "ties", "transfers", "members")
OPTIONS: dict[str, tuple[str, ...]] = {
    "": ("on", "weights", "cost", "own", "html", "draws", "seed", *GAME),
    "levels": ("on", "state"),
    "list": (),
    "pipeline": ("state",),
    "payoffs": ("draws", "seed"),
    "coalitions": ("weights", "with_us", "without_us", "draws", "seed", *GAME),
    "burden": ("members", "cost", "own", "floor", "ceiling", "weights", "draws", "seed"),
    "pressure": ("pressure", "size", "watchers", "severity", "deaths"),
}
"""What each part of the answer can be asked with, beside the form of the answer."""
NUMBERS = ("penalty", "pressure_cost", "club", "cost", "floor", "ceiling", "size", "watchers", "severity")
ALWAYS = ("language", "part", "file", "as_json", "csv")
UNDER_WEIGHTS = {"": GAME, "burden": ("draws", "seed")}
"""What moves nothing in a part of the answer unless weights are typed."""
DRAWN = {"draws": 128, "seed": 0}
"""What a part that draws is asked with where nothing is typed."""


@dataclass(frozen=True)
class Ask:
    """Everything that was asked."""

    language: Language
    part: str | None
    file: Path | None
    on: str | None
    state: tuple[str, ...]
    members: str | None
    weights: Path | None
    penalty: float | None
    pressure_cost: float | None
    club: float | None
    minimum: int | None
    ties: Ties | None
    transfers: bool
    with_us: bool
    without_us: bool
    cost: float | None
    own: tuple[str, ...]
    floor: float | None
    ceiling: float | None
    pressure: Pressure | None
    size: float | None
    watchers: float | None
    severity: float | None
    deaths: tuple[str, ...]
    draws: int
    seed: int
    html: Path | None
    as_json: bool
    csv: Path | None

    def check(self) -> None:
        """Refuse a part that there is not, and options and files that it does not have.

        Raises
        ------
        InputError
            With all that does not belong.
        """
        if self.part is not None and self.part not in OPTIONS:
            valid = [one for one in OPTIONS if one]
            values = {"found": self.part, "expected": ", ".join(valid), "nearest": nearest(self.part, valid)}
            raise InputError(Problem("not_one_of", "", {"field": "alliance", **values}))
        allowed = {*OPTIONS[self.part or ""], *ALWAYS}
        foreign = [name for name in given(self, vars(self)) if name not in allowed]
        told = self.part or text(self.language, "alliance.whole")
        problems = [Problem("option_of_part", option_of(name), {"part": told}) for name in foreign]
        problems += self._file_problems()
        if self.weights is None:
            alone = given(self, UNDER_WEIGHTS.get(self.part or "", ()))
            problems += [Problem("missing_argument", option_of(one), {"field": "--weights"}) for one in alone]
        if problems:
            raise InputError(problems)

    def _file_problems(self) -> list[Problem]:
        """A file where there is no use for one, beside weights, or with options that the file itself holds."""
        if self.part != "coalitions":
            return [] if self.file is None else [Problem("extra_argument", "", {"found": str(self.file)})]
        if (self.file is None) == (self.weights is None):
            return [Problem("game_or_weights")]
        mixed = [] if self.file is None else given(self, OPTIONS["coalitions"])
        return [Problem("option_of_part", option_of(one), {"part": "@cli.metavar.file"}) for one in mixed]

    @property
    def named(self) -> list[str] | None:
        """The states of ``--members A,B``."""
        return None if self.members is None else [one.strip().upper() for one in self.members.split(",")]

    def print(self, schema: str, record: Mapping[str, Any], show: Callable[[], None]) -> None:
        """The answer in the form that was asked for."""
        if self.as_json or self.csv:
            print_answer(schema, record, self.language, self.csv)
        else:
            show()


def given(ask: Ask, names: Iterable[str]) -> list[str]:
    """Which of the options were given; a zero is one."""
    typed = ((name, getattr(ask, name)) for name in names)
    return [
        name for name, value in typed if value is not None and value is not False and value not in ((), DRAWN.get(name))
    ]


def option_of(name: str) -> str:
    """An option as it is typed."""
    return f"--{name.replace('_', '-')}"


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(value)
    return value


def numbers(typed: Mapping[str, Any], language: Language) -> dict[str, float | None]:
    """What was typed for each number, read as people of the language write it.

    Raises
    ------
    InputError
        It is no number, or none that is finite.
    """
    found: dict[str, float | None] = {}
    for name in NUMBERS:
        words = typed[name]
        try:
            found[name] = None if words is None else _finite(number_typed(words, language))
        except ValueError:
            raise InputError(Problem("bad_option", "", {"field": option_of(name), "found": words})) from None
    return found
