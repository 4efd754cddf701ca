"""How much each input moves an answer: indices of Sobol' and of Morris, by SALib."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tregua.analysis.deciding.tree import check_installed
from tregua.catalogue.shown import Brief
from tregua.noise import Floats, stream_number

LEVELS = 4  # of the grid of Morris
CONFIDENCE = 0.95
Function = Callable[[Floats], Floats]  # of positions in [0, 1], shape (runs, inputs), to answers, shape (runs,)


@dataclass(frozen=True)
class Index(Brief):
    """Parts of the variance that an input carries: alone, and with all that it takes part in; errors hold 95 %."""

    parameter: str
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True)
class Effect(Brief):
    """Elementary effects of an input, over its whole range: mean of their sizes with what holds 95 %, mean, spread.

    The spread is that of the effect from place to place: large beside the mean where the input does not act alone or
    not in a straight line.
    """

    parameter: str
    size: float
    error: float
    mean: float
    spread: float


def sobol(names: Sequence[str], function: Function, base: int, seed: int) -> list[Index]:
    """First- and total-order indices of Sobol' (Saltelli et al. 2010), from ``base × (inputs + 2)`` runs.

    Parameters
    ----------
    names : of the inputs
    function : the answer at positions of the inputs, each even in [0, 1)
    base : points of the sample, a power of two
    seed : 0 ≤ seed < 2⁶⁴, each of them a seed

    Raises
    ------
    InputError
        When SALib is not installed.
    """
    check_installed("SALib")
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    problem, number = _problem(names), _seed(seed)
    at = sample.sample(problem, base, calc_second_order=False, seed=number)
    told = analyze.analyze(problem, function(at), calc_second_order=False, conf_level=CONFIDENCE, seed=number)
    columns = (told[key].tolist() for key in ("S1", "S1_conf", "ST", "ST_conf"))
    return [Index(*one) for one in zip(names, *columns, strict=True)]


def morris(names: Sequence[str], function: Function, paths: int, seed: int) -> list[Effect]:
    """Elementary effects of Morris (1991; Campolongo et al. 2007), from ``paths × (inputs + 1)`` runs.

    Parameters
    ----------
    names : of the inputs
    function : the answer at positions of the inputs, of a grid of four in [0, 1] that has both ends
    paths : through the grid, each of which moves every input once
    seed : 0 ≤ seed < 2⁶⁴, each of them a seed

    Raises
    ------
    InputError
        When SALib is not installed.
    """
    check_installed("SALib")
    from SALib.analyze import morris as analyze
    from SALib.sample import morris as sample

    problem, number = _problem(names), _seed(seed)
    at = sample.sample(problem, paths, num_levels=LEVELS, seed=number)
    told = analyze.analyze(problem, at, function(at), num_levels=LEVELS, conf_level=CONFIDENCE, seed=number)
    columns = (np.asarray(told[key]).tolist() for key in ("mu_star", "mu_star_conf", "mu", "sigma"))
    return [Effect(*one) for one in zip(names, *columns, strict=True)]


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": [*names], "bounds": [[0.0, 1.0]] * len(names)}


def _seed(seed: int) -> int:
    """A seed of SALib, which takes 32 bits and reads 0 as none."""
    return 1 + stream_number(f"indices {seed}") % (2**32 - 2)
