"""The command about states together; `Ask` holds what was asked, a function a part answers it."""

import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from tregua.catalogue.errors import InputError, Problem, nearest, unknown_name
from tregua.show.cli.asking import numbers_of
from tregua.show.cli.options import Argument, Csv, Html, Json, Option
from tregua.show.cli.output import Progress, asked, check_file, check_table, print_answer, write_whole
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
    "pressure": ("pressure", "size", "severity", "deaths"),
}
"""What each part of the answer can be asked with, beside the form of the answer."""
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
    severity: float | None
    deaths: float | None
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
        given = [name for name in _given(self, vars(self)) if name not in allowed]
        told = self.part or text(self.language, "alliance.whole")
        problems = [Problem("option_of_part", _option(name), {"part": told}) for name in given]
        problems += self._file_problems()
        if self.weights is None:
            alone = _given(self, UNDER_WEIGHTS.get(self.part or "", ()))
            problems += [Problem("missing_argument", _option(one), {"field": "--weights"}) for one in alone]
        if problems:
            raise InputError(problems)

    def _file_problems(self) -> list[Problem]:
        """A file where there is no use for one, beside weights, or with options that the file itself holds."""
        if self.part != "coalitions":
            return [] if self.file is None else [Problem("extra_argument", "", {"found": str(self.file)})]
        if (self.file is None) == (self.weights is None):
            return [Problem("game_or_weights")]
        mixed = [] if self.file is None else _given(self, OPTIONS["coalitions"])
        return [Problem("option_of_part", _option(one), {"part": "@cli.metavar.file"}) for one in mixed]

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


def _given(ask: Ask, names: Iterable[str]) -> list[str]:
    """Which of the options were given; a zero is one."""
    typed = ((name, getattr(ask, name)) for name in names)
    return [
        name for name, value in typed if value is not None and value is not False and value not in ((), DRAWN.get(name))
    ]


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def alliance(
    language: Language,
    part: Annotated[str | None, Argument("[PART]")] = None,
    file: Annotated[Path | None, Argument("[FILE]")] = None,
    *,
    on: Annotated[str | None, Option("cli.option.on_alliance", metavar="YYYY-MM-DD")] = None,
    state: Annotated[tuple[str, ...], Option("cli.option.state", metavar="STATE")] = (),
    members: Annotated[str | None, Option("cli.option.members_alliance", metavar="STATE,STATE,…")] = None,
    weights: Annotated[Path | None, Option("cli.option.weights", metavar="FILE")] = None,
    penalty: Annotated[float | None, Option("cli.option.penalty")] = None,
    pressure_cost: Annotated[float | None, Option("cli.option.pressure_cost", "--pressure-cost")] = None,
    club: Annotated[float | None, Option("cli.option.club")] = None,
    minimum: Annotated[int | None, Option("cli.option.minimum")] = None,
    ties: Annotated[Ties | None, Option("cli.option.ties")] = None,
    transfers: Annotated[bool, Option("cli.option.transfers")] = False,
    with_us: Annotated[bool, Option("cli.option.with_us", "--with-us")] = False,
    without_us: Annotated[bool, Option("cli.option.without_us", "--without-us")] = False,
    cost: Annotated[float | None, Option("cli.option.cost")] = None,
    own: Annotated[tuple[str, ...], Option("cli.option.own_cost", metavar="STATE=NUMBER")] = (),
    floor: Annotated[float | None, Option("cli.option.floor")] = None,
    ceiling: Annotated[float | None, Option("cli.option.ceiling")] = None,
    pressure: Annotated[Pressure | None, Option("cli.option.pressure")] = None,
    size: Annotated[float | None, Option("cli.option.size")] = None,
    severity: Annotated[float | None, Option("cli.option.severity")] = None,
    deaths: Annotated[float | None, Option("cli.option.deaths")] = None,
    draws: Annotated[int, Option("cli.option.draws_each")] = 128,
    seed: Annotated[int, Option("cli.option.seed")] = 0,
    html: Html = None,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Show states together: what they said and enacted, bills, what efforts bring, what would hold, who pays."""
    ask = Ask(**locals())
    ask.check()
    check_table(csv, as_json)
    if html is not None:
        check_file(html)
    PART[part or ""](ask)


def _levels(ask: Ask) -> None:
    from tregua.show.terminal import alliance as terminal
    from tregua.show.words.alliance import levels_record
    from tregua.states import records
    from tregua.states.answers import read_day
    from tregua.states.level import levels

    day = read_day(ask.on)
    states = _known(ask.state, records.states())
    record = levels_record(day, states, ask.language, lines=bool(ask.state))

    def show() -> None:
        if ask.state:
            for one in record["levels"]:
                terminal.show_state(one, day, ask.language)
        else:
            terminal.show_levels(levels(day), day, ask.language)
        terminal.show_caveats(record["caveats"], ask.language)

    ask.print("alliance-levels", record, show)


def _known(named: Iterable[str], known: Mapping[str, Any]) -> list[str]:
    """Codes of states as they were typed, or all."""
    typed = [one.upper() for one in named]
    unknown = [unknown_name("@name.state", one, known, "--state") for one in typed if one not in known]
    if unknown:
        raise InputError(unknown)
    return typed or [*known]


def _list(ask: Ask) -> None:
    from tregua.show.terminal.alliance_game import show_policies
    from tregua.show.words.alliance_game import policies_record
    from tregua.states.policies import policies

    listed = policies()
    ask.print("alliance-list", policies_record(listed, ask.language), lambda: show_policies(listed, ask.language))


def _pipeline(ask: Ask) -> None:
    from tregua.show.terminal import alliance as terminal
    from tregua.show.words.alliance import pipeline_record
    from tregua.states import records
    from tregua.states.bills import paths
    from tregua.states.replay import replay, scores

    states = _known(ask.state, records.states())
    replays = [replay(one) for one in paths().values() if one.state in states]
    record = pipeline_record(replays, scores(), states, ask.language)

    def show() -> None:
        terminal.show_pipeline(replays, scores(), ask.language)
        if ask.state:
            for one, told in zip(replays, record["pipeline"], strict=True):
                terminal.show_bill(told, one, ask.language)
        terminal.show_rates(states, ask.language)
        terminal.show_caveats(record["caveats"], ask.language)

    ask.print("alliance-pipeline", record, show)


def _payoffs(ask: Ask) -> None:
    from tregua.show.terminal.alliance import show_caveats
    from tregua.show.terminal.alliance_game import show_payoffs
    from tregua.show.words.alliance_game import payoffs_record
    from tregua.states.payoffs import vectors

    found = _effects(ask)
    listed = vectors(found)
    record = payoffs_record(found, listed, ask.language)

    def show() -> None:
        show_payoffs(listed, found.draws, found.years, ask.language)
        show_caveats(record["caveats"], ask.language)

    ask.print("alliance-payoffs", record, show)


def _effects(ask: Ask) -> Any:
    from tregua.states.effects import effects

    with Progress(ask.language) as progress:
        return effects(ask.draws, ask.seed, progress)


def _coalitions(ask: Ask) -> None:
    if ask.file is not None:
        _game(ask)
        return
    from tregua.show.terminal.alliance import show_caveats
    from tregua.show.terminal.alliance_game import show_over_draws
    from tregua.show.words.alliance_game import coalitions_record
    from tregua.states.over_draws import over_draws
    from tregua.states.weights import read_weights

    assert ask.weights is not None
    weights, treaty, rules = read_weights(ask.weights), _treaty(ask), _rules(ask)
    found = over_draws(_effects(ask), weights, treaty, rules, ask.named)
    sides = [name for name, given in (("without", ask.without_us), ("with", ask.with_us)) if given]
    record = coalitions_record(found, ask.language, sides or ["without", "with"])
    if not record["coalitions"]:
        named = ", ".join(ask.named or found.states)
        raise InputError(Problem("no_such_coalition", _option(f"{sides[0]}_us"), {"found": named}))

    def show() -> None:
        show_over_draws(found, ask.language, sides or ["without", "with"])
        show_caveats(record["caveats"], ask.language)

    ask.print("alliance-coalitions", record, show)


def _treaty(ask: Ask) -> Any:
    from tregua.states.treaty import Treaty

    return Treaty(**{name: getattr(ask, name) for name in _given(ask, GAME[:4])})


def _rules(ask: Ask) -> Any:
    from tregua.states.stability import Rules

    return Rules(ask.ties or "join", "open", ask.transfers)


def _game(ask: Ask) -> None:
    from tregua.show.terminal.alliance_game import show_game
    from tregua.show.words.alliance_game import game_record
    from tregua.states.game_file import read_game

    assert ask.file is not None
    read = read_game(ask.file)
    record = game_record(read, ask.language)
    ask.print("alliance-game", record, lambda: show_game(record, ask.language))


def _burden(ask: Ask) -> None:
    from tregua.show.terminal.alliance import show_burden, show_caveats
    from tregua.show.words.alliance_game import burden_record
    from tregua.states.burden import burden, shapley_over_draws
    from tregua.states.treaty import Treaty
    from tregua.states.weights import read_weights

    limits = {name: getattr(ask, name) for name in _given(ask, ("floor", "ceiling"))}
    found = burden(ask.named, ask.cost, _own(ask), **limits)
    values = None
    if ask.weights is not None:
        weights = read_weights(ask.weights)
        values = shapley_over_draws(_effects(ask), weights, Treaty())
    record = burden_record(found, values, ask.language)

    def show() -> None:
        show_burden(found, values, ask.language)
        show_caveats(record["caveats"], ask.language)

    ask.print("alliance-burden", record, show)


def _own(ask: Ask) -> dict[str, float]:
    return {name.upper(): value for name, value in numbers_of(ask.own, "not_own_cost", "--own", ask.language).items()}


def _pressure(ask: Ask) -> None:
    from tregua.show.terminal.alliance import show_caveats
    from tregua.show.terminal.alliance_pressure import show_pressure
    from tregua.show.words.alliance_pressure import pressure_record

    record = pressure_record(ask.pressure or "none", ask.size, ask.severity, ask.deaths, ask.language)

    def show() -> None:
        show_pressure(record, ask.language)
        show_caveats(record["caveats"], ask.language)

    ask.print("alliance-pressure", record, show)


def _whole(ask: Ask) -> None:
    from tregua.show.page.alliance import render_alliance
    from tregua.show.terminal.alliance_whole import show_alliance
    from tregua.show.terminal.lab import say
    from tregua.show.words.alliance_whole import alliance_record
    from tregua.states.answers import alliance as answered

    with Progress(ask.language) as progress:
        found = answered(
            ask.on,
            ask.weights,
            treaty=_treaty(ask),
            rules=_rules(ask),
            members=ask.named,
            cost=ask.cost,
            own=_own(ask),
            draws=ask.draws,
            seed=ask.seed,
            progress=progress,
            command=shlex.join(["tregua", *asked()]),
        )
    if ask.html is not None:
        write_whole(ask.html, render_alliance(found, ask.language))
    record = alliance_record(found, ask.language)

    def show() -> None:
        show_alliance(found, record, ask.language)
        if ask.html is not None:
            say(text(ask.language, "law.saved", path=ask.html))

    ask.print("alliance", record, show)


PART: dict[str, Callable[[Ask], None]] = {
    "": _whole,
    "levels": _levels,
    "list": _list,
    "pipeline": _pipeline,
    "payoffs": _payoffs,
    "coalitions": _coalitions,
    "burden": _burden,
    "pressure": _pressure,
}
