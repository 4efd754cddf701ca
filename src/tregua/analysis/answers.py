"""Functions of the public interface that hold the lab against what was observed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tregua.analysis.backtest import backtest as forecasts_from
from tregua.analysis.backtest import expected, origins
from tregua.analysis.beside import History
from tregua.analysis.calibrate import MEMBERS
from tregua.analysis.calibrate import calibrate as conditioned_on
from tregua.analysis.event_tests import event_tests
from tregua.analysis.history import history as record_beside
from tregua.analysis.learnt import Lessons, lessons
from tregua.analysis.militarisation import Militarisation
from tregua.analysis.militarisation import militarisation as militarised_beside
from tregua.analysis.observed import read_folder
from tregua.analysis.offer import DRAWS as OFFER_DRAWS
from tregua.analysis.offer import Offer
from tregua.analysis.offer import offer as offered
from tregua.analysis.offer_file import OfferFile, read_offer
from tregua.analysis.pattern_shares import Shown
from tregua.analysis.pattern_shares import shown as pattern_shares
from tregua.analysis.summary import Backtest
from tregua.analysis.truce import DRAWS as TRUCE_DRAWS
from tregua.analysis.truce import Truce
from tregua.analysis.truce import truce as truce_followed
from tregua.catalogue.errors import InputError, Problem
from tregua.lab.run import Progress
from tregua.lab.where import on

FEWEST, MOST = 32, 4096
"""Members of an ensemble: fewer cannot tell covariance from chance, more would cost hours and tell little else."""


def history(
    draws: int = 128, seed: int = 0, progress: Progress = lambda done, total: None, command: str = ""
) -> History:
    """Run what was done since the first year on record and set it beside every series that measures something of it.

    Returns
    -------
    history
        The series, the worst first, each figure with the quantiles of what the run says of it.

    Raises
    ------
    InputError
        A setting is wrong.
    RunError
        In some draw the model has no solution.
    """
    return record_beside(draws, seed, progress, command)


def backtest(
    cut: int | None = None,
    data: str | Path | None = None,
    draws: int = 128,
    seed: int = 0,
    progress: Progress = lambda done, total: None,
    command: str = "",
    calibrated: bool = False,
    dask: str | None = None,
) -> Backtest:
    """Forecast from the end of one year after another with what was known then, and score it against what came.

    The effects of policies are held against dated switches, from all years: `events`.

    Parameters
    ----------
    cut
        The last year that is known; every year that allows it where none is named.
    data
        A folder of tables in place of the ledger's figures: country_iso3, year, month where monthly, variable, value,
        unit, with the variables and units that `history` lists.
    draws, seed
        Number of simulated futures of each origin and combination of alternatives, and where their numbers start.
    calibrated
        Forecast once more from each cut with what could be learnt from the figures to its end; takes minutes.
    dask
        The address of a Dask scheduler, the file that it wrote, or ``local:N``, to compute on its workers.

    Raises
    ------
    InputError
        The cut is none of the origins, or the tables are wrong: everything at once.
    RunError
        In some draw the model has no solution.
    """
    read = None if data is None else read_folder(Path(data), expected())
    with on(dask):
        found = forecasts_from(cut, read, draws, seed, progress, command, calibrated)
    return replace(found, events=tuple(event_tests(draws, seed)))


def patterns(
    draws: int = 128, seed: int = 0, progress: Progress = lambda done, total: None, command: str = ""
) -> Shown:
    """Count how often the lab shows what others have seen, by structural alternative: a report, no test.

    Returns
    -------
    shown
        Every pattern with its shares of draws.

    Raises
    ------
    InputError
        A setting is wrong.
    RunError
        In some draw the model has no solution.
    """
    return pattern_shares(draws, seed, progress, command)


def truce(months: int = 14, place: str = "SLV", draws: int = TRUCE_DRAWS, seed: int = 0, command: str = "") -> Truce:
    """Follow homicides through a truce between gangs and its revocation, under two readings that disagree.

    Parameters
    ----------
    months
        Months for which the truce holds; then it is withdrawn as it was in El Salvador.
    place
        Where: its homicides without a truce are those on record.
    draws, seed
        Number of draws of each reading, and where their numbers start.

    Returns
    -------
    truce
        Both readings: homicides by month, the ratio while it held, how many more or fewer in all, what moves that.

    Raises
    ------
    InputError
        The place has no truce on record, or a setting is out of its range.
    """
    return truce_followed(months, place, draws, seed, command)


def militarisation(
    draws: int = 128,
    seed: int = 0,
    progress: Progress = lambda done, total: None,
    command: str = "",
    weights: Mapping[str, float] | None = None,
) -> Militarisation:
    """Set what came with states of exception where they were declared beside the lab's answer.

    With `weights`, how many homicides a unit of an outcome weighs, say what it comes to and where that breaks even.

    Returns
    -------
    militarisation
        Every country: its figures before and after, and what the lab says of the policy under its reading.

    Raises
    ------
    InputError
        A setting is wrong.
    RunError
        In some draw the model has no solution.
    """
    return militarised_beside(draws, seed, progress, command, weights)


def calibrate(
    cut: int | None = None,
    seed: int = 0,
    members: int = MEMBERS,
    progress: Progress = lambda done, total: None,
    command: str = "",
    dask: str | None = None,
) -> Lessons:
    """Condition the lab on the figures to the end of `cut`, the last year before runs start where none is named.

    Each combination of structural alternatives that had a bearing on a figure is conditioned by itself. What was done
    before the same call was interrupted is not done again.

    Parameters
    ----------
    dask
        The address of a Dask scheduler, the file that it wrote, or ``local:N``, to compute on its workers.

    Returns
    -------
    lessons
        Each number before and after, what random paths had to explain, how well figures are met.

    Raises
    ------
    InputError
        The cut is none of the origins of the backtest, or a setting is wrong.
    """
    year = origins()[-1] if cut is None else cut
    limits = {
        "cut": (year, origins()[0], origins()[-1]),
        "seed": (seed, 0, 2**64 - 1),
        "members": (members, FEWEST, MOST),
    }
    problems = [
        Problem("out_of_range", f"--{name}", {"field": name, "found": found, "expected": f"{low} … {high}"})
        for name, (found, low, high) in limits.items()
        if not low <= found <= high
    ]
    if problems:
        raise InputError(problems)
    with on(dask):
        found = conditioned_on(year, seed, members, progress=progress)
    return lessons(found, command)


def offer(
    given: "str | Path | OfferFile | None" = None, draws: int = OFFER_DRAWS, seed: int = 0, command: str = ""
) -> Offer:
    """What an offer to a group would do under a regime: who takes it, who breaks it, what moves that most.

    How people respond is not known, so it is swept over a range that is shown as assumed, by view; nothing is pooled.

    Parameters
    ----------
    given
        An offer, or the path of its YAML file; without one, the rule announced in August 2022.
    draws, seed
        Number of draws, and where their numbers start.

    Raises
    ------
    InputError
        The file, its regime, a fact or a number is wrong.
    """
    return offered(given if isinstance(given, OfferFile) else read_offer(given), draws, seed, command)
