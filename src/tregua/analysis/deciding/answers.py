"""Functions of the public interface that help to decide: each takes a run, as `tregua.simulate` gives it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import xarray as xr

from tregua.analysis.deciding import discover as failing
from tregua.analysis.deciding import information as informed
from tregua.analysis.deciding import portfolio as mixes
from tregua.analysis.deciding import regret as regretted
from tregua.analysis.deciding import tradeoffs as traded
from tregua.analysis.deciding.discover import Discovered, When
from tregua.analysis.deciding.futures import futures
from tregua.analysis.deciding.goals import Worth, cell_in, read_worth, worth_of
from tregua.analysis.deciding.information import Information
from tregua.analysis.deciding.moves import Kind
from tregua.analysis.deciding.portfolio import Portfolio
from tregua.analysis.deciding.regret import Regret
from tregua.analysis.deciding.tradeoffs import Tradeoffs
from tregua.catalogue.errors import InputError, Problem
from tregua.lab.credence import Credence, load_credence
from tregua.lab.result import check_scenario, span_of
from tregua.lab.run import Progress, Settings
from tregua.lab.scenario import RECORD

Weights = str | Path | Mapping[str, float]


def regret(
    dataset: xr.Dataset,
    year: int | None = None,
    policies: Iterable[str] = (),
    *,
    outcomes: Iterable[str] = (),
    weights: Weights | None = None,
    thresholds: Mapping[str, float] | None = None,
) -> Regret:
    """How far each policy of a run lies behind the one that does most of what is wanted, future by future.

    Parameters
    ----------
    dataset
        A run of at least two policies.
    year
        The year that is told, three years after the policies start where none is named.
    policies
        Those among which one is chosen, all of the run where none is named.
    outcomes
        Cells to tell, ``homicides`` or ``ANDES.coca_area``; rights and harm to civilians are told anyway.
    weights
        What one more unit of each outcome is worth to you, or the file that says so: the only way to one policy.
    thresholds
        By outcome, what a policy has to meet: at most, where less is wanted, at least where more is.

    Returns
    -------
    regret
        Rows of each policy and outcome, apart by structural alternative.

    Raises
    ------
    InputError
        With the nearest policy, outcome or place, or the file of weights is wrong.
    """
    found = futures(dataset, [*policies])
    return regretted.regret(found, _year(dataset, year), outcomes, _worth(weights), thresholds)


def _year(dataset: xr.Dataset, year: int | None) -> int:
    span = span_of(dataset)
    shown = span.shown if year is None else year
    if not span.first <= shown <= span.until:
        expected = {"field": "year", "found": shown, "expected": f"{span.first} … {span.until}"}
        raise InputError(Problem("out_of_range", "", expected))
    return shown


def _worth(weights: Weights | None) -> Worth | None:
    if weights is None:
        return None
    return worth_of(weights) if isinstance(weights, Mapping) else read_worth(weights)


def discover(
    dataset: xr.Dataset,
    scenario: str,
    outcome: str,
    baseline: str = RECORD,
    year: int | None = None,
    *,
    by: float | None = None,
    when: When | None = None,
    trees: bool = False,
    indices: Kind | None = None,
) -> Discovered:
    """Find when a policy of a run leaves a worse outcome than a baseline: boxes of inputs, in each alternative.

    Parameters
    ----------
    dataset
        A run of both policies.
    outcome
        The outcome, ``homicides`` or with its place ``ANDES.coca_area``.
    year
        The year that is told, three years after the policies start where none is named.
    by
        How much worse it must be, in the outcome's unit; by more than what matters, where none is given.
    when
        Which way is worse, of an outcome that some want and that harms others.
    trees, indices
        Look at the leaves of a classification tree too, and at the indices of Morris or of Sobol': see the extra
        ``decide``.

    Raises
    ------
    InputError
        With the nearest policy, outcome or place; a number is out of range; or what is needed is not installed.
    """
    shown = _year(dataset, year)
    found = futures(dataset, [scenario, baseline])
    return failing.discovered(found, scenario, baseline, cell_in(outcome, ""), shown, by, when, trees, indices)


def tradeoffs(
    dataset: xr.Dataset, scenario: str, baseline: str = RECORD, weights: Mapping[str, float] | None = None
) -> Tradeoffs:
    """Set what a policy saves in homicides beside what it takes in liberty, 5 and 10 years on, and where both are even.

    Parameters
    ----------
    dataset
        A run of both policies.
    weights
        How many homicides a year's unit of another outcome weighs; none is ours.

    Raises
    ------
    InputError
        The run does not hold a policy or ends too early, or a weight is wrong.
    """
    for name in (scenario, baseline):
        check_scenario(dataset, name)
    return traded.tradeoffs(futures(dataset, [baseline, scenario]), scenario, baseline, weights)


def portfolio(
    budget: float,
    settings: Settings | None = None,
    years: int = 10,
    *,
    payer: str | None = None,
    costs: Mapping[str, float] | None = None,
    steps: int | None = None,
    weights: Weights | None = None,
    assumptions: Mapping[str, float] | None = None,
    progress: Progress = lambda done, total: None,
) -> Portfolio:
    """Split a budget between the levers that have a cost and an effect, in every way that a grid allows.

    Parameters
    ----------
    budget
        USD over all years, not discounted.
    settings
        Draws, seed and start; 64 draws where none are given.
    payer
        The State whose budget it is; that of all together where none is named.
    costs
        USD a year for one unit of a lever, for levers without a published one.
    steps
        Into how many parts the budget is cut.
    weights
        What one more unit of each outcome is worth to you, or the file that says so.

    Raises
    ------
    InputError
        A number is out of range, a name unknown, a typed cost beside a published one, or nothing is left to mix.
    RunError
        In some draw the model has no solution.
    """
    how = mixes.settings_for(settings or Settings(draws=mixes.DRAWS), years)
    return mixes.portfolio(budget, how, years, payer, costs, steps, _worth(weights), assumptions, progress)


def information(
    dataset: xr.Dataset,
    year: int | None = None,
    policies: Iterable[str] = (),
    *,
    outcome: str | None = None,
    weights: Weights | None = None,
    credence: str | Path | Credence | None = None,
) -> Information:
    """Which numbers, and which data that could be collected, are worth knowing before a decision of yours.

    Parameters
    ----------
    dataset
        A run of at least two policies.
    year
        The year that decides, three years after the policies start where none is named.
    policies
        Those among which one is chosen, all of the run where none is named.
    outcome
        The outcome by which one would choose, alone: ``homicides`` or ``ANDES.coca_area``.
    weights
        In its place, what one more unit of each outcome is worth to you, or the file that says so.
    credence
        Weights of the structural alternatives, or the file that holds them, to tell what knowing the right one is
        worth.

    Returns
    -------
    information
        What would be chosen by alternative, and what knowing each input or data set would bring.

    Raises
    ------
    InputError
        Neither or both of outcome and weights are given, a name is unknown, or the outcome is contested.
    """
    believed = load_credence(credence) if isinstance(credence, str | Path) else credence
    found = futures(dataset, [*policies])
    return informed.information(found, _year(dataset, year), outcome, _worth(weights), believed)
