"""Runs with every combination of structural alternatives that can make a difference."""

import numpy as np
import pytest

from tregua.analysis.runs import Ran, ran
from tregua.lab.alternatives import REFERENCE, combinations
from tregua.lab.measure import measures
from tregua.lab.past import past
from tregua.lab.run import Settings
from tregua.lab.scenario import record

SETTINGS = Settings(draws=6, first=2020, until=2022)
COCA = next(one for one in measures() if one.reads == "coca_area")


@pytest.fixture(scope="module")
def done() -> Ran:
    return ran([record()], SETTINGS, past(2020))


def test_each_combination_has_as_many_draws_as_every_other(done: Ran) -> None:
    levels = done.path(COCA, record().id)
    assert set(levels) == {2020, 2021, 2022}
    assert all(len(one) == SETTINGS.draws * len(done.alternatives) for one in levels.values())
    taken = np.concatenate([np.arange(len(levels[2020]))[one.part] for one in done.alternatives])
    assert sorted(taken) == list(range(len(levels[2020])))


def test_only_combinations_that_differ_here_are_run(done: Ran) -> None:
    chosen = [tuple(sorted(one.choices.items())) for one in done.alternatives]
    assert len(set(chosen)) == len(chosen) < len(combinations())
    assert done.alternatives[0].name == REFERENCE
    assert not {name for one in done.alternatives for name in one.choices} & {"emergency_effect", "jobs_effect"}


def test_a_run_like_another_has_its_combinations(done: Ran) -> None:
    other = ran([record()], SETTINGS, past(2020), {"pass_through": 1.0}, like=done)
    assert [one.choices for one in other.alternatives] == [one.choices for one in done.alternatives]


def test_draws_of_vague_priors_without_a_solution_are_left_out_and_others_are_refused() -> None:
    vague = ran([record()], Settings(draws=64, first=2012, until=2014), past(2012, blind=True))
    levels = vague.path(COCA, record().id)
    assert np.isfinite(levels[2013]).mean() > 0.5
