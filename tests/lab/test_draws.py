"""Parameter draws and shock paths: the right distributions, and the same numbers whatever else is drawn."""

from dataclasses import replace
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from small_lab import FIRST

from tregua.catalogue.errors import InputError
from tregua.catalogue.record import Distribution
from tregua.lab import draws
from tregua.lab import past as past_module
from tregua.lab.draws import as_listed, check_assumptions, draw_parameters, draw_shocks, no_shocks, quantile
from tregua.lab.model import lab
from tregua.lab.past import Past, past

Floats = NDArray[np.float64]
NAMES = list(lab().parameters)
TAGS = np.array([parameter.tag for parameter in lab().parameters.values()])
VARYING = np.array([parameter.distribution.kind != "constant" for parameter in lab().parameters.values()])
NUMBERS = past().numbers
CENTRAL = np.array([number.value for number in NUMBERS.values()])

UNIFORM = Distribution(kind="uniform", low=-1, high=3)
LOGUNIFORM = Distribution(kind="loguniform", low=2, high=32)
NORMAL = Distribution(kind="normal", mean=10, sd=2)
CHOICE = Distribution(kind="choice", values=[5.0, 7.0, 7.5])
CONSTANT = Distribution(kind="constant")
EXPONENTIAL = Distribution(kind="exponential", mean=2)
GAMMA = Distribution(kind="gamma", shape=7.5, rate=36)
CHI_SQUARE = Distribution(kind="gamma", shape=0.5, rate=0.5)  # of one degree: the square of a normal number
SMALLEST = 2.0**-53
ROUNDING = 1e-14


# --- one distribution -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("distribution", "quartiles"),
    [
        (UNIFORM, [0.0, 1.0, 2.0]),
        (LOGUNIFORM, [4.0, 8.0, 16.0]),
        (NORMAL, [10 - 2 * 0.6744897501960817, 10.0, 10 + 2 * 0.6744897501960817]),
        (EXPONENTIAL, [2 * log(4 / 3), 2 * log(2), 2 * log(4)]),
        (Distribution(kind="gamma", shape=1, rate=0.5), [2 * log(4 / 3), 2 * log(2), 2 * log(4)]),
        (CHI_SQUARE, [0.3186393639643752**2, 0.6744897501960817**2, 1.1503493803760079**2]),
        (CHOICE, [5.0, 7.0, 7.5]),
        (CONSTANT, [6.0, 6.0, 6.0]),
    ],
    ids=lambda value: value.kind if isinstance(value, Distribution) else None,
)
def test_quartiles(distribution: Distribution, quartiles: list[float]) -> None:
    assert quantile(distribution, 6.0, np.array([0.25, 0.5, 0.75])) == pytest.approx(quartiles)


@pytest.mark.parametrize(
    ("distribution", "mean", "variance"),
    [(EXPONENTIAL, 2.0, 4.0), (GAMMA, 7.5 / 36, 7.5 / 36**2), (CHI_SQUARE, 1.0, 2.0)],
    ids=lambda value: value.kind if isinstance(value, Distribution) else None,
)
def test_mean_and_variance(distribution: Distribution, mean: float, variance: float) -> None:
    drawn = quantile(distribution, 6.0, (np.arange(400_000) + 0.5) / 400_000)
    assert drawn.mean() == pytest.approx(mean, rel=1e-4)
    assert drawn.var() == pytest.approx(variance, rel=1e-3)


@pytest.mark.parametrize(
    "distribution", [UNIFORM, LOGUNIFORM, NORMAL, EXPONENTIAL, GAMMA, CHOICE], ids=lambda one: one.kind
)
@given(u=st.lists(st.floats(SMALLEST, 1 - SMALLEST), min_size=2).map(sorted))
def test_a_quantile_rises_with_u_and_stays_in_the_support(distribution: Distribution, u: list[float]) -> None:
    drawn = quantile(distribution, 6.0, np.array(u))
    assert np.all(np.diff(drawn) >= -ROUNDING)
    assert np.all(np.isfinite(drawn))
    if distribution.values:
        assert set(drawn) <= set(distribution.values)
    if distribution.low is not None and distribution.high is not None:
        assert np.all((drawn >= distribution.low) & (drawn <= distribution.high * (1 + ROUNDING)))
    if distribution.kind in ("exponential", "gamma"):
        assert np.all(drawn >= 0)


def test_every_value_of_a_choice_is_drawn_as_often() -> None:
    middles = (np.arange(300) + 0.5) / 300
    assert np.unique(quantile(CHOICE, 5.0, middles), return_counts=True)[1].tolist() == [100, 100, 100]


# --- all parameters ---------------------------------------------------------------------------------------------------


def test_draws_follow_the_catalogue() -> None:
    drawn = draw_parameters(0, 0, 400, {})
    assert drawn.shape == (400, len(NAMES))
    for column, (name, number) in enumerate(NUMBERS.items()):
        assert all(number.distribution.contains(value) for value in drawn[:, column]), name
    assert np.array_equal(np.ptp(drawn, axis=0) > 0, VARYING)
    assert np.array_equal(drawn[:, ~VARYING], np.tile(CENTRAL[~VARYING], (400, 1)))


def test_parameters_are_drawn_independently() -> None:
    drawn = draw_parameters(0, 0, 2000, {})[:, VARYING]
    correlations = np.corrcoef(drawn, rowvar=False) - np.eye(VARYING.sum())
    assert np.abs(correlations).max() < 5.5 / sqrt(2000)  # of some five thousand pairs


def test_draws_do_not_depend_on_chunks() -> None:
    whole = draw_parameters(3, 0, 50, {})
    parts = [draw_parameters(3, first, count, {}) for first, count in ((0, 7), (7, 1), (8, 42))]
    assert np.array_equal(whole, np.concatenate(parts))
    assert not np.array_equal(whole, draw_parameters(4, 0, 50, {}))


def test_another_parameter_changes_no_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    before = draw_parameters(0, 0, 20, {})
    added = lab().parameters["pay_elasticity"].model_copy(update={"id": "added"})
    more = replace(lab(), parameters={"added": added, **lab().parameters})
    for module in (draws, past_module):
        monkeypatch.setattr(module, "lab", lambda: more)
    after = draw_parameters(0, 0, 20, {}, known=Past(FIRST, past().series))
    assert np.array_equal(after[:, 1:], before)
    assert not np.array_equal(after[:, 0], before[:, NAMES.index("pay_elasticity")])


@pytest.mark.parametrize("tag", ["assumed", "derived", "published"])
def test_only_what_has_the_tag_is_drawn_again(tag: str) -> None:
    changed = np.any(draw_parameters(0, 0, 50, {}) != draw_parameters(0, 0, 50, {}, redrawn=tag), axis=0)
    assert np.array_equal(changed, (tag == TAGS) & VARYING)


def test_an_assumption_holds_in_every_draw_and_changes_no_other() -> None:
    free = draw_parameters(0, 0, 30, {}, redrawn="assumed")
    held = draw_parameters(0, 0, 30, {"pay_elasticity": 0.0, "area_0.COL": 1e5}, redrawn="assumed")
    columns = [NAMES.index("pay_elasticity"), NAMES.index("area_0.COL")]
    assert np.all(held[:, columns] == [0.0, 1e5])
    others = np.setdiff1d(np.arange(len(NAMES)), columns)
    assert np.array_equal(held[:, others], free[:, others])


def test_assumptions_that_cannot_hold_are_refused_together() -> None:
    with pytest.raises(InputError) as caught:
        check_assumptions({"pay_elastcity": 1.0, "ceiling": float("nan"), "return_share": 1e300})
    unknown, *numbers = caught.value.problems
    assert unknown.message("en").startswith("there is no parameter “pay_elastcity”; there are: ")
    assert unknown.message("en").endswith(". Did you mean “pay_elasticity”?")
    assert unknown.message("es").startswith("no existe el parámetro «pay_elastcity»; hay: ")
    assert unknown.message("es").endswith(". ¿Quiso decir «pay_elasticity»?")
    assert [problem.message("en") for problem in numbers] == [
        "--assume: “ceiling” must be an ordinary number, not nan",
        "--assume: “return_share” must be an ordinary number, not 1e+300",
    ]
    assert numbers[0].message("es") == "--assume: «ceiling» debe ser un número ordinario, no nan"


# --- shocks -----------------------------------------------------------------------------------------------------------

MEMORY, LAG, GROWTH = 2.0, 1.5, 0.1
UNIT = {
    **{name: 1.0 for name in lab().parameters if name.partition(".")[0].endswith("_volatility")},
    **{name: MEMORY for name in lab().parameters if name.endswith("_memory")},
    "adjustment_years": LAG,
    **{name: GROWTH for name in lab().parameters if name.startswith("area_growth.")},
}
COUNT, MONTHS = 4000, 180
SHOCKS = lab().columns(lab().shocks.values())
WALKS = [column for (name, _), column in SHOCKS.items() if not lab().shocks[name].memory]
LAGGING = [column for (name, _), column in SHOCKS.items() if lab().shocks[name].lag]
FADING = [column for (name, _), column in SHOCKS.items() if lab().shocks[name].memory and not lab().shocks[name].lag]
MOVING = [column for (name, _), column in SHOCKS.items() if lab().shocks[name].growth]


def log_paths(first: int = 0, count: int = COUNT, months: int = MONTHS, again: bool = False) -> Floats:
    """X of every shock: the logarithms of the factors under unit volatility."""
    return np.log(draw_shocks(0, first, count, months, draw_parameters(0, first, count, UNIT), again))


@pytest.fixture(scope="module")
def x() -> Floats:
    return log_paths()


def momentum(months: int) -> Floats:
    """The gap that a growth of a tenth leaves to close, g/(exp(1/T) − 1), as it fades."""
    return np.asarray(GROWTH / (exp(1 / LAG) - 1) * np.exp(-np.arange(1, months + 1) / (12 * MEMORY)))


def test_there_are_shocks_of_every_kind() -> None:
    assert {SHOCKS["background", None], SHOCKS["demand", None]} <= set(WALKS)
    assert {SHOCKS["area", "COL"], SHOCKS["coca", None]} <= set(LAGGING)
    assert SHOCKS["growth", "ELN"] in FADING
    assert set(MOVING) == {column for (name, _), column in SHOCKS.items() if name == "area"}


def test_shocks_without_a_growth_behind_them_start_near_one() -> None:
    first = draw_shocks(0, 0, COUNT, 1, draw_parameters(0, 0, COUNT, {}))[:, 0]
    still = np.setdiff1d(np.arange(len(SHOCKS)), MOVING)
    assert np.abs(np.median(first[:, still], axis=0) - 1).max() < 0.05


def test_what_grew_in_the_last_year_starts_higher_by_the_gap_left_to_close(x: Floats) -> None:
    for column in MOVING:
        assert x[:, :, column].mean(axis=0) == pytest.approx(momentum(MONTHS), abs=5 * sqrt(MEMORY / 2 / COUNT))
    for column in set(LAGGING) - set(MOVING):
        assert np.abs(x[:, :, column].mean(axis=0)).max() < 5 * sqrt(MEMORY / 2 / COUNT)


def test_growth_that_was_observed_comes_out_again_where_nothing_else_moves() -> None:
    """An area that follows what is wanted with a lag T, S' = (Z S_0 − S)/T, had grown by g in the last year.

    Had what is wanted stood at Z for that year, the gap closed to exp(−1/T) of what it was: ln Z ≈ g/(exp(1/T) − 1).
    """
    gap = GROWTH / (exp(1 / LAG) - 1)
    before = gap * exp(1 / LAG)
    assert before - gap == pytest.approx(GROWTH, rel=1e-12)
    assert momentum(1)[0] == pytest.approx(gap * exp(-1 / (12 * MEMORY)), rel=1e-12)


@pytest.mark.parametrize("column", WALKS)
def test_a_shock_without_memory_is_a_random_walk_from_the_mean_of_a_year(x: Floats, column: int) -> None:
    """What it multiplies was last known as that mean: the end of a year is about it with the variance ∫ u² du = ⅓."""
    months = np.arange(1, MONTHS + 1)
    assert x[:, :, column].var(axis=0) == pytest.approx(1 / 3 + months / 12, rel=0.15)
    steps = np.diff(x[:, :, column], axis=1)
    assert steps.var() == pytest.approx(1 / 12, rel=0.01)
    assert abs(np.corrcoef(steps[:, 0], steps[:, 1])[0, 1]) < 5 / sqrt(COUNT)


def test_the_end_of_a_year_lies_about_its_mean_with_a_third_of_the_variance_of_its_step() -> None:
    """A walk in fine steps, by hand: W(1) − ∫ W."""
    walk = np.cumsum(np.random.default_rng(0).normal(0, sqrt(1 / 400), (20_000, 400)), axis=1)
    assert (walk[:, -1] - walk.mean(axis=1)).var() == pytest.approx(draws.START_OF_WALK**2, rel=0.05)


@pytest.mark.parametrize("column", [*LAGGING, *FADING])
def test_a_shock_with_memory_forgets_its_start_and_becomes_stationary(x: Floats, column: int) -> None:
    keep = np.exp(-np.arange(1, MONTHS + 1) / (12 * MEMORY))
    start = MEMORY / 2 * LAG / (MEMORY + LAG) if column in LAGGING else 0.0
    expected = start * keep**2 + MEMORY / 2 * (1 - keep**2)
    assert x[:, :, column].var(axis=0) == pytest.approx(expected, rel=0.15)
    assert x[:, -60:, column].var() == pytest.approx(MEMORY / 2, rel=0.05)
    assert np.corrcoef(x[:, 100, column], x[:, 124, column])[0, 1] == pytest.approx(exp(-2 / MEMORY), abs=0.06)


def test_shocks_are_independent_of_one_another(x: Floats) -> None:
    assert np.abs(np.corrcoef(x[:, 60], rowvar=False) - np.eye(len(SHOCKS))).max() < 5 / sqrt(COUNT)


def test_shocks_do_not_depend_on_the_length_of_the_run_or_on_chunks(x: Floats) -> None:
    assert np.array_equal(log_paths(count=10, months=24), x[:10, :24])
    assert np.array_equal(log_paths(first=13, count=9, months=24), x[13:22, :24])


def test_shocks_can_be_drawn_again(x: Floats) -> None:
    again = log_paths(count=50, months=12, again=True)
    assert np.all(again != x[:50, :12])


def test_without_shocks_every_factor_is_one() -> None:
    assert np.array_equal(no_shocks(2, 3), np.ones((2, 3, len(SHOCKS))))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("casualty_share", -0.5, "0 … 1"),
        ("arrest_link", 9.0, "0 … 1"),
        ("adjustment_years", 0.0, "> 0"),
        ("ceiling", -1.0, "> 0"),
    ],
)
def test_an_assumption_that_its_unit_does_not_allow_is_refused(name: str, value: float, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        check_assumptions({name: value})
    assert caught.value.message("en") == f"--assume: “{name}” must be {expected}, not {value:g}"
    assert caught.value.message("es") == f"--assume: «{name}» debe ser {expected}, no {value:g}"


def test_an_assumption_that_is_none_of_the_alternatives_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        check_assumptions({"leader_reading": 7.0})
    assert caught.value.message("en") == (
        "--assume: “leader_reading” is a choice between alternatives and has no value 7; there are: 0, 1, 2, 3"
    )
    assert caught.value.message("es") == (
        "--assume: «leader_reading» es una elección entre alternativas y no tiene el valor 7; hay: 0, 1, 2, 3"
    )


def test_an_alternative_may_be_typed_as_it_is_printed() -> None:
    exact = lab().parameters["emergency_effect"].value
    assert as_listed("emergency_effect", -0.839) == exact
    assert as_listed("relapse_hazard", 0.1) == 0.1
    check_assumptions({"emergency_effect": -0.839})
