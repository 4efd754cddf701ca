"""How much steadier answers are with evenly spread draws of parameters: variances over seeds, beside independent draws.

Three ways to draw the same priors at n draws: independent uniforms; `tregua.noise.points` as shipped, a scrambled
Sobol' coordinate a parameter; and one scrambled Sobol' sequence of SciPy with a coordinate a parameter, which changes
with every parameter that is added. Shocks are the same independent numbers in all three.
"""

import sys
from collections.abc import Callable, Sequence
from datetime import date
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from tregua.lab import draws
from tregua.lab.alternatives import combinations
from tregua.lab.model import lab
from tregua.lab.run import Settings, run
from tregua.lab.scenario import PRESETS, load_scenarios
from tregua.noise import points, uniforms

Floats = NDArray[np.float64]
SEEDS = 48
YEAR = 2030


def independent(seed: int, streams: Sequence[str], first: int, count: int) -> Floats:
    return np.array([uniforms(seed, stream, 0, first, count) for stream in streams])


def one_sequence(seed: int, streams: Sequence[str], first: int, count: int) -> Floats:
    return qmc.Sobol(len(streams), rng=np.random.default_rng(seed)).random(first + count)[first:].T


WAYS: dict[str, Callable[[int, Sequence[str], int, int], Floats]] = {
    "independent": independent,
    "as shipped": points,
    "one sequence": one_sequence,
}


def answers(way: str, count: int, seed: int) -> Floats:
    """Statistics of the differences of headline cells under the reference, shape (cells, statistics)."""
    with patch.object(draws, "points", WAYS[way]):
        settings = Settings(draws=count, seed=seed, until=YEAR, chunk=count)
        annual = run(load_scenarios(PRESETS), settings, combinations=combinations()[:1])[0]
    columns = [
        column
        for (name, place), column in lab().outcome_columns.items()
        if (place or "") in lab().outcomes[name].headline
    ]
    difference = (annual[1:, :, -1] - annual[:1, :, -1])[..., columns]
    low, middle, high = np.quantile(difference, [0.05, 0.5, 0.95], axis=1)
    lower = (difference < 0).mean(axis=1)
    return np.stack([middle, low, high, lower], axis=-1).reshape(-1, 4)


def main() -> None:
    print(f"{date.today():%d %B %Y}; variance over {SEEDS} seeds, independent draws over evenly spread ones")
    print("median over cells, and the 10 and 90 % quantiles of cells\n")
    for count in (int(one) for one in sys.argv[1:] or ("128", "512")):
        found = {way: np.var([answers(way, count, seed) for seed in range(SEEDS)], axis=0) for way in WAYS}
        moving = (found["independent"] > 0).all(axis=1)
        for way in list(WAYS)[1:]:
            ratio = found["independent"][moving] / np.maximum(found[way][moving], 1e-300)
            for column, statistic in enumerate(("median", "5 % end", "95 % end", "chance")):
                low, middle, high = np.quantile(ratio[:, column], [0.1, 0.5, 0.9])
                print(
                    f"{count:5} draws  {way:13} {statistic:9} {middle:6.1f}  [{low:.1f}; {high:.1f}]  "
                    f"{moving.sum()} cells"
                )


if __name__ == "__main__":
    main()
