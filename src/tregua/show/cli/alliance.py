"""The command about states together: `Ask` holds what was asked, a function a part answers it."""

import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.show.cli.alliance_ask import GAME, Ask, Pressure, Ties, given, numbers, option_of
from tregua.show.cli.asking import numbers_of
from tregua.show.cli.options import Argument, Csv, Html, Json, Option
from tregua.show.cli.output import Progress, asked, check_file, check_table, write_whole
from tregua.text import Language, text


def alliance(
    language: Language,
    part: Annotated[str | None, Argument("[PART]")] = None,
    file: Annotated[Path | None, Argument("[FILE]")] = None,
    *,
    on: Annotated[str | None, Option("cli.option.on_alliance", metavar="YYYY-MM-DD")] = None,
    state: Annotated[tuple[str, ...], Option("cli.option.state", metavar="STATE")] = (),
    members: Annotated[str | None, Option("cli.option.members_alliance", metavar="STATE,STATE,…")] = None,
    weights: Annotated[Path | None, Option("cli.option.weights", metavar="FILE")] = None,
    penalty: Annotated[str | None, Option("cli.option.penalty", metavar="NUMBER")] = None,
    pressure_cost: Annotated[
        str | None, Option("cli.option.pressure_cost", "--pressure-cost", metavar="NUMBER")
    ] = None,
    club: Annotated[str | None, Option("cli.option.club", metavar="NUMBER")] = None,
    minimum: Annotated[int | None, Option("cli.option.minimum")] = None,
    ties: Annotated[Ties | None, Option("cli.option.ties")] = None,
    transfers: Annotated[bool, Option("cli.option.transfers")] = False,
    with_us: Annotated[bool, Option("cli.option.with_us", "--with-us")] = False,
    without_us: Annotated[bool, Option("cli.option.without_us", "--without-us")] = False,
    cost: Annotated[str | None, Option("cli.option.cost", metavar="NUMBER")] = None,
    own: Annotated[tuple[str, ...], Option("cli.option.own_cost", metavar="STATE=NUMBER")] = (),
    floor: Annotated[str | None, Option("cli.option.floor", metavar="NUMBER")] = None,
    ceiling: Annotated[str | None, Option("cli.option.ceiling", metavar="NUMBER")] = None,
    pressure: Annotated[Pressure | None, Option("cli.option.pressure")] = None,
    size: Annotated[str | None, Option("cli.option.size", metavar="NUMBER")] = None,
    watchers: Annotated[str | None, Option("cli.option.watchers", metavar="NUMBER")] = None,
    severity: Annotated[str | None, Option("cli.option.severity", metavar="NUMBER")] = None,
    deaths: Annotated[tuple[str, ...], Option("cli.option.deaths", metavar="NAME=NUMBER")] = (),
    draws: Annotated[int, Option("cli.option.draws_each")] = 128,
    seed: Annotated[int, Option("cli.option.seed")] = 0,
    html: Html = None,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Show states together: what they said and enacted, bills, what efforts bring, what would hold, who pays."""
    typed = {**locals()}
    ask = Ask(**{**typed, **numbers(typed, language)})
    ask.check()
    check_table(csv, as_json)
    if html is not None:
        check_file(html)
        if html == csv:
            raise InputError(Problem("extra_argument", "", {"found": "--csv"}))
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
    """Codes of states as they were typed, by code or by name in either language, or all."""
    from tregua.show.words.search import plain

    by_name = {plain(one): code for code, state in known.items() for one in (state.text.en, state.text.es)}
    typed = [by_name.get(plain(one), one.upper()) for one in named]
    unknown = [unknown_name("@name.state", one, known, "--state") for one in typed if one not in known]
    if unknown:
        raise InputError(unknown)
    return typed or [*known]


def _list(ask: Ask) -> None:
    from tregua.show.terminal.alliance import show_caveats
    from tregua.show.terminal.alliance_game import show_policies
    from tregua.show.words.alliance_game import policies_record
    from tregua.states.policies import policies

    listed = policies()
    record = policies_record(listed, ask.language)

    def show() -> None:
        show_policies(listed, ask.language)
        show_caveats(record["caveats"], ask.language)

    ask.print("alliance-list", record, show)


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
        raise InputError(Problem("no_such_coalition", option_of(f"{sides[0]}_us"), {"found": named}))

    def show() -> None:
        show_over_draws(found, ask.language, sides or ["without", "with"])
        show_caveats(record["caveats"], ask.language)

    ask.print("alliance-coalitions", record, show)


def _treaty(ask: Ask) -> Any:
    from tregua.states.treaty import Treaty

    return Treaty(**{name: getattr(ask, name) for name in given(ask, GAME[:4])})


def _rules(ask: Ask) -> Any:
    from tregua.states.stability import Rules

    return Rules(ask.ties or "join", "open", ask.transfers)


def _game(ask: Ask) -> None:
    from tregua.show.terminal.alliance import show_caveats
    from tregua.show.terminal.alliance_game import show_game
    from tregua.show.words.alliance_game import game_record
    from tregua.states.game_file import read_game

    assert ask.file is not None
    read = read_game(ask.file)
    record = game_record(read, ask.language)

    def show() -> None:
        show_game(record, ask.language)
        show_caveats(record["caveats"], ask.language)

    ask.print("alliance-game", record, show)


def _burden(ask: Ask) -> None:
    from tregua.show.terminal.alliance import show_burden, show_caveats
    from tregua.show.words.alliance_game import burden_record
    from tregua.states.burden import burden, shapley_over_draws
    from tregua.states.treaty import Treaty
    from tregua.states.weights import read_weights

    limits = {name: getattr(ask, name) for name in given(ask, ("floor", "ceiling"))}
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
    found: dict[str, float] = {}
    for name, value in numbers_of(ask.own, "not_own_cost", "--own", ask.language).items():
        if name.upper() in found:
            raise InputError(Problem("duplicate_key", "--own", {"found": name.upper()}))
        found[name.upper()] = value
    return found


def _pressure(ask: Ask) -> None:
    from tregua.show.terminal.alliance import show_caveats
    from tregua.show.terminal.alliance_pressure import show_pressure
    from tregua.show.words.alliance_pressure import pressure_record

    deaths = numbers_of(ask.deaths, "not_deaths", "--deaths", ask.language)
    record = pressure_record(ask.pressure or "none", ask.size, ask.watchers, ask.severity, deaths, ask.language)

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
