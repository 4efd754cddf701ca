"""When a policy fails: what is found in each reading, in futures whose truth is known."""

from functools import cache

import numpy as np
import pytest
import xarray as xr

import tregua
from tregua.analysis.deciding.answers import discover
from tregua.analysis.deciding.discover import FEW, Conditions, Discovered
from tregua.analysis.deciding.futures import futures
from tregua.analysis.deciding.goals import cell_in
from tregua.analysis.deciding.moves import difference, moves
from tregua.catalogue.errors import InputError, RunError
from tregua.lab.alternatives import alternatives
from tregua.lab.draws import stream_of
from tregua.lab.model import lab
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import load_scenarios
from tregua.noise import Floats, points, uniforms
from tregua.text import LANGUAGES

DRAWS, YEAR = 512, 2028
OPEN = ("emergency_effect", "signature_class")  # the structural choices that are left
PAIR = ("mano-dura", "as-observed")
FIRST, SECOND, THIRD = "emergency_dose", "civilian_response", "pay_elasticity"


@cache
def run() -> xr.Dataset:
    """Eight readings of two policies."""
    fixed = {name: lab().parameters[name].value for name in alternatives().all if name not in OPEN}
    return simulate(load_scenarios(PAIR), Settings(draws=DRAWS, until=YEAR), fixed)


def positions(name: str) -> Floats:
    """Where each draw takes an input in its distribution."""
    return points(0, [stream_of(name)], 0, DRAWS)[0]


def truth() -> Floats:
    """How much worse the first policy is in each reading and draw: a rule of our own a reading."""
    a, b, c = map(positions, (FIRST, SECOND, THIRD))
    rules = [
        (a < 0.4) & (b > 0.5),
        c > 0.8,
        np.zeros(DRAWS, dtype=bool),
        np.ones(DRAWS, dtype=bool),
        uniforms(0, "chance", 0, 0, DRAWS) < 0.3,
        np.arange(DRAWS) < FEW - 1,
        (a < 0.4) & (b > 0.5),
        a > 0.2,
    ]
    return 10.0 * np.array(rules)


def made(outcome: str, worse: Floats) -> xr.Dataset:
    """The run with an outcome of ours: the baseline at a hundred, the policy as much worse as is said."""
    changed = run().copy()
    values = np.full(changed[outcome].shape, 100.0)
    sign = -1.0 if outcome == "demobilised" else 1.0
    values[:, 0] += (sign * worse)[..., *[None] * (values.ndim - 3)]
    changed[outcome] = (changed[outcome].dims, values, changed[outcome].attrs)
    return changed


@cache
def found() -> Discovered:
    return discover(made("homicides", truth()), *("mano-dura", "homicides", "as-observed", YEAR), by=5.0)


def boxes(at: int) -> list[Conditions]:
    return [one for one in found().boxes if one.alternative == found().futures.alternatives[at].name]


def test_each_reading_is_looked_at_apart() -> None:
    told = {one.name: one for one in found().alternatives}
    names = [one.name for one in found().futures.alternatives]
    assert len(names) == 8 and len(told) == 7
    statuses = ["boxes", "boxes", "nowhere", "everywhere", "chance", "few", None, "boxes"]
    for name, status, worse in zip(names, statuses, truth(), strict=True):
        if status is not None:
            assert (told[name].status, told[name].fails) == (status, np.mean(worse > 5.0)), name
    assert told[names[0]].alike == (names[6],) and names[6] not in told
    assert {one.alternative for one in found().boxes} == {names[0], names[1], names[7]}


@pytest.mark.parametrize(
    ("at", "limits"),
    [(0, {FIRST: (None, 0.4), SECOND: (0.5, None)}), (1, {THIRD: (0.8, None)}), (7, {FIRST: (0.2, None)})],
)
def test_the_box_is_the_rule_of_its_reading(at: int, limits: dict[str, tuple[float | None, float | None]]) -> None:
    (box,) = boxes(at)
    assert {one.parameter for one in box.limits} == limits.keys()
    for one in box.limits:
        low, high = limits[one.parameter]
        assert (one.low is None) == (low is None) and (one.high is None) == (high is None)
        assert one.between == pytest.approx((low or 0.0, high or 1.0), abs=0.06)
        assert one.least <= (one.low or one.least) <= (one.high or one.most) <= one.most
        assert one.again >= 18
    assert box.coverage > 0.85 and box.density > 0.85 and box.stability > 0.75
    assert box.held_out is not None and box.held_out > 0.75


def test_the_same_run_gives_the_same_boxes() -> None:
    again = discover(made("homicides", truth()), *("mano-dura", "homicides", "as-observed", YEAR), by=5.0)
    assert (again.boxes, again.alternatives) == (found().boxes, found().alternatives)


def test_only_what_is_worse_by_more_counts() -> None:
    """Ten worse is not worse by more than ten; where nothing is typed, what matters decides."""
    dataset = made("homicides", truth())
    at_ten = discover(dataset, "mano-dura", "homicides", year=YEAR, by=10.0)
    assert {one.fails for one in at_ten.alternatives} == {0.0}
    usual = discover(dataset, "mano-dura", "homicides", year=YEAR)
    assert usual.by == pytest.approx(alternatives().matters["homicides"].number)
    assert discover(dataset, "as-observed", "homicides", "mano-dura", YEAR, by=0.0).alternatives[0].fails == 0.0


def test_less_of_what_is_wanted_is_worse() -> None:
    told = discover(made("demobilised", truth()), "mano-dura", "demobilised", year=YEAR, by=5.0)
    assert told.worse == "lower"
    assert [one.fails for one in told.alternatives] == [one.fails for one in found().alternatives]


def test_a_contested_outcome_wants_a_word() -> None:
    with pytest.raises(InputError) as error:
        discover(run(), "mano-dura", "cocaine_seized_gross", year=YEAR)
    assert all("--when" in error.value.message(language) for language in LANGUAGES)
    assert discover(run(), "mano-dura", "cocaine_seized_gross", year=YEAR, when="lower").worse == "lower"
    with pytest.raises(InputError, match="higher"):
        discover(run(), "mano-dura", "homicides", year=YEAR, when="lower")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"by": float("nan")}, "by"),
        ({"by": -1.0}, "by"),
        ({"by": float("inf")}, "by"),
        ({"year": 2099}, "year"),
        ({"scenario": "mano-dur"}, "mano-dura"),
        ({"baseline": "alliance"}, "alliance"),
        ({"baseline": "mano-dura"}, "mano-dura"),
        ({"outcome": "homicide"}, "homicides"),
        ({"outcome": "XYZ.homicides"}, "COL"),
        ({"outcome": "state_outlay"}, "mano-dura"),
    ],
)
def test_wrong_input_is_refused_in_a_sentence(asked: dict[str, object], told: str) -> None:
    with pytest.raises(InputError) as error:
        tregua.discover(run(), **{"scenario": "mano-dura", "outcome": "homicides", "year": YEAR, **asked})
    for language in LANGUAGES:
        assert told in error.value.message(language)


# --- indices of the difference ----------------------------------------------------------------------------------------


def test_the_difference_is_that_of_a_run_without_shocks() -> None:
    """At the places of a run's own draws, with all inputs named, settings that are left open among them."""
    pair = ("alliance", "as-observed")
    dataset = simulate(load_scenarios(pair), Settings(draws=6, until=YEAR, shocks=False), {"emergency_effect": -0.839})
    held = futures(dataset, pair)
    settings = [name for name in held.inputs if name not in lab().parameters]
    assert settings
    streams = [
        stream_of(name)
        if name in lab().parameters
        else f"setting {name.partition('.')[0]} {name.partition('.')[2] or None}"
        for name in held.inputs
    ]
    at = points(0, streams, 0, 6).T
    for cell in (cell_in("homicides", ""), cell_in("ANDES.coca_area", ""), cell_in("group_members", "")):
        for alternative in held.alternatives[:2]:
            told = difference(held, held.inputs, cell, YEAR, alternative)(at)
            levels = held.of(cell, YEAR)[held.alternatives.index(alternative)]
            assert told == pytest.approx(levels[0] - levels[1], rel=1e-9, abs=1e-6)


def test_indices_find_what_the_policy_hangs_on() -> None:
    """Homicides under a state of exception follow its dose before all else; seed 0 is a seed."""
    held = futures(run(), PAIR)
    cell = cell_in("homicides", "")
    told = moves(held, *PAIR, cell, YEAR, "sobol")
    assert told.indices is not None and told.effects[0].parameter == told.indices[0].parameter == FIRST
    assert sorted((one.size for one in told.effects), reverse=True) == [one.size for one in told.effects]
    assert told.effects[0].mean < 0.0 < told.indices[0].first < told.indices[0].total + told.indices[0].total_error
    assert told.runs == 12 * (told.inputs + 1) + 256 * (len(told.indices) + 2)
    assert moves(held, *PAIR, cell, YEAR, "morris").effects == told.effects


def test_a_model_without_a_solution_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    from tregua.analysis.deciding import moves as module

    def failing(*given: object) -> tuple[Floats, Floats]:
        monthly, status = solved(*given)
        return monthly, np.ones_like(status)

    solved = module.simulate_draws
    monkeypatch.setattr(module, "simulate_draws", failing)
    with pytest.raises(RunError):
        moves(futures(run(), PAIR), *PAIR, cell_in("homicides", ""), YEAR, "morris")
