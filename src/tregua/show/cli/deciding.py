"""The commands that help to choose: what is robust, what is traded for what, what a budget buys."""

import shlex
from typing import TYPE_CHECKING, Annotated

from tregua.catalogue.errors import InputError, Problem
from tregua.show.cli.asking import CALIBRATED, assumptions_of, drawn_from, numbers_of, settings_of
from tregua.show.cli.deciding_ask import (
    Add,
    Assume,
    Calibrated,
    Draws,
    From,
    Prior,
    Run,
    RunAsked,
    Seed,
    Set,
    Until,
    Year,
    command_of,
    typed_in,
    weights_of,
    year_in,
)
from tregua.show.cli.numbers import number_typed
from tregua.show.cli.options import Argument, Csv, Json, Option
from tregua.show.cli.output import Progress, check_table, print_answer
from tregua.text import Language

if TYPE_CHECKING:
    from tregua.analysis.deciding.portfolio import Portfolio

RECORD = "as-observed"
FUTURES = 128
Full = Annotated[bool, Option("cli.option.full_deciding")]
Weights = Annotated[str | None, Option("cli.option.worth", metavar="FILE")]


def regret(
    language: Language,
    scenario: Annotated[tuple[str, ...], Argument("[SCENARIO]...")] = (),
    *,
    weights: Weights = None,
    threshold: Annotated[tuple[str, ...], Option("cli.option.threshold", metavar="OUTCOME=NUMBER")] = (),
    outcome: Annotated[tuple[str, ...], Option("cli.option.outcome_told", metavar="OUTCOME")] = (),
    year: Year = None,
    run: Run = None,
    settings: Set = (),
    add: Add = (),
    start: From = None,
    until: Until = None,
    draws: Draws = None,
    seed: Seed = None,
    assume: Assume = (),
    calibrated: Calibrated = False,
    prior: Prior = False,
    full: Full = False,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Show how far each policy lies behind the one that does most, future by future, outcome by outcome."""
    from tregua.analysis.deciding.goals import read_worth
    from tregua.analysis.deciding.regret import regret as regretted
    from tregua.show.terminal.regret import show_regret
    from tregua.show.words.regret import regret_record

    check_table(csv, as_json)
    limits = numbers_of(threshold, "not_threshold", "--threshold", language)
    worth = None if weights is None else read_worth(weights)
    asked = RunAsked(scenario, settings, add, run, start, draws, seed, assume, calibrated, prior, until)
    found = asked.futures(language, FUTURES)
    told = regretted(found, year_in(found, year), outcome, worth, limits)
    options = [*weights_of(weights, worth), *(part for one in outcome for part in ("--outcome", one))]
    options += [part for name, limit in limits.items() for part in ("--threshold", f"{name}={limit!r}")]
    command = command_of(found, "regret", found.policies, [*options, "--year", str(told.year)])
    if as_json or csv:
        print_answer("regret", {**regret_record(told, language), "command": command}, language, csv)
    else:
        show_regret(told, command, language, full)


def tradeoffs(
    language: Language,
    scenario: Annotated[str, Argument("SCENARIO")],
    *,
    baseline: Annotated[str, Option("cli.option.baseline")] = RECORD,
    weigh: Annotated[tuple[str, ...], Option("cli.option.weigh", metavar="OUTCOME=NUMBER")] = (),
    run: Run = None,
    settings: Set = (),
    add: Add = (),
    start: From = None,
    until: Until = None,
    draws: Draws = None,
    seed: Seed = None,
    assume: Assume = (),
    calibrated: Calibrated = False,
    prior: Prior = False,
    full: Full = False,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Set the homicides that a policy saves beside the liberty that it takes, and show where both are even."""
    from tregua.analysis.deciding.tradeoffs import tradeoffs as traded
    from tregua.show.terminal.tradeoffs import show_tradeoffs
    from tregua.show.words.tradeoffs import tradeoffs_record

    check_table(csv, as_json)
    weights = numbers_of(weigh, "not_weight", "--weigh", language)
    asked = RunAsked((scenario,), settings, add, run, start, draws, seed, assume, calibrated, prior, until)
    found, before, after = asked.pair(language, FUTURES, baseline)
    told = traded(found, after, before, weights)
    options = [part for name, weight in weights.items() for part in ("--weigh", f"{name}={weight!r}")]
    command = command_of(found, "tradeoffs", [after], ["--baseline", typed_in(found, before), *options])
    if as_json or csv:
        print_answer("tradeoffs", {**tradeoffs_record(told, language), "command": command}, language, csv)
    else:
        show_tradeoffs(told, command, language, full)


def portfolio(
    language: Language,
    *,
    budget: Annotated[str | None, Option("cli.option.budget", metavar="USD")] = None,
    years: Annotated[int, Option("cli.option.years_portfolio")] = 10,
    payer: Annotated[str | None, Option("cli.option.payer", metavar="STATE")] = None,
    cost: Annotated[tuple[str, ...], Option("cli.option.cost_of_lever", metavar="LEVER=USD")] = (),
    steps: Annotated[int | None, Option("cli.option.steps")] = None,
    weights: Weights = None,
    start: From = None,
    draws: Annotated[int, Option("cli.option.draws_deciding")] = 64,
    seed: Annotated[int, Option("cli.option.seed")] = 0,
    assume: Assume = (),
    calibrated: Calibrated = False,
    prior: Prior = False,
    full: Full = False,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Split a budget between the levers that have a cost and an effect, in every way that a grid allows."""
    from tregua.analysis.calibrate import inputs_of
    from tregua.analysis.deciding.goals import read_worth
    from tregua.analysis.deciding.portfolio import portfolio as mixed
    from tregua.analysis.deciding.portfolio import settings_for
    from tregua.show.terminal.portfolio import show_portfolio
    from tregua.show.words.portfolio import portfolio_record

    check_table(csv, as_json)
    if budget is None:
        raise InputError(Problem("budget_missing", "--budget"))
    amount = _amount(budget, language)
    costs = numbers_of(cost, "not_cost", "--cost", language)
    worth = None if weights is None else read_worth(weights)
    how = settings_of(draws, seed, start)
    drawn, assumed = drawn_from(calibrated, prior, how), assumptions_of(assume, language)
    how = settings_for(how, years)
    with Progress(language) as progress:
        how = inputs_of(drawn == CALIBRATED, how, progress)
        found = mixed(amount, how, years, payer, costs, steps, worth, assumed, progress)
    command = _portfolio_command(found, draws, seed, drawn, weights_of(weights, worth))
    if as_json or csv:
        print_answer("portfolio", {**portfolio_record(found, language), "command": command}, language, csv)
    else:
        show_portfolio(found, command, language, full)


def _portfolio_command(found: "Portfolio", draws: int, seed: int, drawn: str, weights: list[str]) -> str:
    """The command that gives the mixes again."""
    from tregua.lab.asked import assumed_options

    short = f"{found.budget:.15g}"
    words = ["portfolio", "--budget", short if float(short) == found.budget else repr(found.budget)]
    words += ["--years", str(found.years), *(["--payer", found.payer] if found.payer else [])]
    words += [part for name, value in found.typed.items() for part in ("--cost", f"{name}={value!r}")]
    words += ["--steps", str(found.steps), *weights, "--from", found.start]
    words += ["--draws", str(draws), "--seed", str(seed), f"--{drawn}", *assumed_options(found.futures.dataset.attrs)]
    return shlex.join(["tregua", *words])


def _amount(typed: str, language: Language) -> float:
    try:
        return number_typed(typed, language)
    except ValueError:
        raise InputError(Problem("not_amount", "--budget", {"found": typed})) from None
