"""Blocks of draws give the bytes that draws one by one do; `benchmarks/lanes.py` tells how fast they are."""

from pathlib import Path
from shutil import which

import numpy as np
import pytest
from kernel import FIRST, LEVER_0, MONTHS, UNTIL, World
from lanes import in_lanes

from tregua.lab.draws import draw_parameters, draw_shocks
from tregua.lab.model import lab
from tregua.lab.run import simulate_draws
from tregua.lab.scenario import Span, lever_array, load_scenario

DRAWS, FAILED = 7, 2  # the second block of four is not full


@pytest.mark.skipif(which("g++") is None, reason="blocks of draws are compiled by g++")
@pytest.mark.parametrize("scenario", ["total-peace", "mano-dura"])
def test_blocks_of_draws_give_the_same_bytes_also_beside_a_draw_that_fails(scenario: str, tmp_path: Path) -> None:
    """Neighbours take other branches: they read the evidence otherwise, groups sign or not, one price is too low."""
    p, column = draw_parameters(0, 0, DRAWS, {}), [*lab().parameters].index
    p[::2, column("extradition_pull")] = 0.05
    p[FAILED, column("retail_price.USA")] = 1.0
    lever = lever_array(load_scenario(scenario), Span(FIRST, UNTIL, lab().world.policy_start))
    given = World(p, lever if lever.ndim == 2 else lever.mean(axis=0), draw_shocks(0, 0, DRAWS, MONTHS, p))
    solve, status = in_lanes(given, 4, tmp_path)
    expected, failures = simulate_draws(given.p, LEVER_0, given.lever, given.shock, 1)
    found = solve().reshape(expected.shape)
    assert status.tolist() == failures.tolist()
    assert status.nonzero()[0].tolist() == [FAILED]
    sound = np.arange(DRAWS) != FAILED
    assert found[sound].tobytes() == expected[sound].tobytes()
