"""The value of information against closed forms and quadrature, and what must not change it."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import norm, qmc

from tregua.analysis.deciding import evppi
from tregua.noise import Floats

DRAWS = 2**14


def normal(draws: int, count: int, seed: int = 0) -> Floats:
    """Standard normal inputs spread evenly together (Sobol'), shape (draws, inputs)."""
    return np.asarray(ndtri(qmc.Sobol(count, rng=seed).random(draws)))


def loss(mu: float, sd: float) -> float:
    """The unit normal loss: E max(0, μ + σZ) − max(0, μ), what knowing Z is worth against a sure zero."""
    return float(sd * norm.pdf(mu / sd) - abs(mu) * norm.cdf(-abs(mu) / sd))


def against_zero(more: Floats) -> Floats:
    """Net benefits of a policy beside one that brings nothing."""
    return np.stack([np.zeros_like(more), more])


# --- closed forms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mu", [0.0, 0.5, -0.5])
def test_inputs_of_a_linear_decision_are_worth_the_unit_normal_loss(mu: float) -> None:
    x = normal(DRAWS, 3)
    benefit = against_zero(mu + x @ np.array([1.0, 0.6, 0.0]))
    found = evppi.partial(benefit, evppi.alone(x))
    assert found.value[:2] == pytest.approx([loss(mu, 1.0), loss(mu, 0.6)], rel=0.02)
    assert found.value[2] <= 2.0 * found.se[2] + 1e-3 * found.value[0]
    assert evppi.perfect(benefit).value == pytest.approx(loss(mu, np.hypot(1.0, 0.6)), rel=0.02)


@pytest.mark.parametrize("mu", [0.0, 0.5])
def test_a_group_is_worth_what_its_inputs_are_together(mu: float) -> None:
    x = normal(DRAWS, 4)
    benefit = against_zero(mu + x @ np.array([1.0, 0.6, 0.3, 0.8]))
    found = evppi.partial(benefit, evppi.together(x, [[0, 1], [1, 2], [0, 1, 2, 3]]))
    sizes = [np.hypot(1.0, 0.6), np.hypot(0.6, 0.3), np.sqrt(1.0 + 0.36 + 0.09 + 0.64)]
    assert found.value == pytest.approx([loss(mu, sd) for sd in sizes], rel=0.02)


def test_inputs_that_act_only_together_are_worth_nothing_alone() -> None:
    """E(X₁X₂ | X₁) = 0, and E max(0, X₁X₂) = E|X₁X₂|/2 = 1/π."""
    x = normal(DRAWS, 2)
    benefit = against_zero(x[:, 0] * x[:, 1])
    assert evppi.partial(benefit, evppi.together(x, [[0, 1]])).value == pytest.approx([1.0 / np.pi], rel=0.02)
    assert evppi.partial(benefit, evppi.alone(x)).value == pytest.approx([0.0, 0.0], abs=0.02 / np.pi)


@pytest.mark.parametrize(
    "shape",
    [
        lambda x: x**2 - 1.2,
        lambda x: np.exp(x) - 1.5,
        lambda x: np.where(x > 0.5, 1.0, -0.3),
        lambda x: np.sin(2.0 * x),
    ],
)
def test_an_input_whose_effect_bends_is_worth_the_quadrature(shape: Callable[[Floats], Floats]) -> None:
    x = normal(DRAWS, 2)
    benefit = against_zero(shape(x[:, 0]) + x[:, 1])
    z = ndtri((np.arange(2**20) + 0.5) / 2**20)
    known = shape(z)
    expected = np.maximum(known, 0.0).mean() - max(0.0, known.mean())
    found = evppi.partial(benefit, evppi.alone(x[:, :1]))
    assert found.value[0] == pytest.approx(expected, rel=0.02)


def test_three_policies_of_which_an_input_chooses() -> None:
    """NB = 0, X − ½, −X − ½ with noise: E max(0, |X| − ½) = 2 (φ(½) − ½ Φ(−½))."""
    x = normal(DRAWS, 3)
    benefit = np.stack([0.0 * x[:, 0], x[:, 0] - 0.5 + x[:, 1], -x[:, 0] - 0.5 + x[:, 2]])
    expected = 2.0 * (norm.pdf(0.5) - 0.5 * norm.cdf(-0.5))
    assert evppi.partial(benefit, evppi.alone(x[:, :1])).value[0] == pytest.approx(expected, rel=0.02)


def test_cases_known_apart_are_worth_what_arithmetic_says() -> None:
    """Policy a brings 1 in the first case and 0 in the second, policy b 0 and 2; weights ¾ and ¼."""
    benefit = np.array([[[1.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [2.0, 2.0]]])
    assert evppi.known_apart(benefit, np.array([0.75, 0.25])) == evppi.Gain(0.75 + 0.5 - 0.75, 0.0)
    assert evppi.known_apart(benefit, np.array([1.0, 0.0])).value == 0.0


# --- few draws --------------------------------------------------------------------------------------------------------


def test_the_error_is_about_what_independent_samples_differ_by() -> None:
    rng = np.random.default_rng(1)
    found = []
    for _ in range(60):
        x = rng.normal(size=(256, 2))
        one = evppi.partial(against_zero(0.3 + x[:, 0] + x[:, 1]), evppi.alone(x[:, :1]))
        found.append((one.value[0], one.se[0]))
    value, se = np.array(found).T
    assert 0.7 * value.std() < se.mean() < 2.0 * value.std()
    assert abs(value.mean() - loss(0.3, 1.0)) < 0.1 * loss(0.3, 1.0)


def test_inputs_without_influence_exceed_their_level_about_once_in_twenty_tables() -> None:
    """In all cases together: three that share their draws, forty inputs."""
    rng = np.random.default_rng(2)
    tables, draws = 60, 64
    above = 0
    for table in range(tables):
        x, noise = rng.normal(size=(draws, 40)), rng.normal(size=(4, draws))
        orders = evppi.permutations(table, draws)
        cases = [against_zero(noise[0] + one) for one in 0.5 * noise[1:]]
        found = [evppi.partial(case, evppi.alone(x), orders) for case in cases]
        level = evppi.levels(np.array([one.by_chance for one in found]))
        above += any((one.promised > limit).any() for one, limit in zip(found, level, strict=True))
    assert above <= 8  # P(more | 1 in 20) < 1 %


def test_an_input_that_decides_is_above_chance_with_few_draws() -> None:
    x = np.random.default_rng(3).normal(size=(128, 40))
    benefit = against_zero(x[:, 7] + 0.1 * x[:, 0])
    found = evppi.partial(benefit, evppi.alone(x), evppi.permutations(0, 128))
    (level,) = evppi.levels(found.by_chance[None])
    assert np.flatnonzero(found.promised > level).tolist() == [7]


def test_where_one_policy_is_ahead_in_every_draw_nothing_is_worth_knowing() -> None:
    x = normal(64, 3)
    found = evppi.partial(against_zero(5.0 + np.clip(x[:, 0], -2.0, 2.0)), evppi.alone(x), evppi.permutations(0, 64))
    assert not found.value.any() and not found.se.any() and not found.by_chance.any()


@pytest.mark.parametrize("draws", [1, 2, 3, 8])
def test_very_few_draws_and_inputs_of_one_or_two_values_are_no_error(draws: int) -> None:
    x = np.column_stack([np.zeros(draws), np.arange(draws) % 2, np.arange(draws)])
    benefit = against_zero(np.arange(draws) - 0.5)
    orders = evppi.permutations(2**64 - 1, draws)
    for smoother in (evppi.alone(x), evppi.together(x, [[0], [0, 1, 2]])):
        found = evppi.partial(benefit, smoother, orders)
        assert np.isfinite([found.value, found.se]).all() and np.isfinite(evppi.levels(found.by_chance[None])).all()


def test_an_input_of_two_values_is_worth_the_difference_of_two_means() -> None:
    x = np.repeat([0.0, 1.0], 512)
    noise = normal(512, 1)[:, 0]
    benefit = against_zero(np.where(x > 0.0, 1.0, -1.0) + np.tile(noise, 2))
    assert evppi.partial(benefit, evppi.alone(x[:, None])).value[0] == pytest.approx(0.5, rel=0.02)


# --- what changes nothing ---------------------------------------------------------------------------------------------

CASES = st.integers(0, 10_000)


def some(seed: int) -> tuple[Floats, Floats]:
    """Net benefits of four policies in 64 draws, and three inputs, the first of which decides a little."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(64, 3))
    benefit = rng.normal(size=(4, 64)) + np.array([[0.0], [0.2], [-0.2], [0.1]])
    benefit[1] += x[:, 0]
    return benefit, x


def values(benefit: Floats, x: Floats) -> Floats:
    smoothers = evppi.alone(x), evppi.together(x, [[0, 1], [0, 1, 2]])
    return np.concatenate([evppi.partial(benefit, one).value for one in smoothers])


@settings(deadline=None, max_examples=30)
@given(seed=CASES, constant=st.floats(-100.0, 100.0), scale=st.floats(1e-3, 1e3))
def test_a_constant_the_unit_and_the_order_of_policies_change_nothing(seed: int, constant: float, scale: float) -> None:
    benefit, x = some(seed)
    found = values(benefit, x)
    most = evppi.perfect(benefit).value
    assert (found >= 0.0).all() and (found <= most + 1e-12).all()
    common = constant + 3.0 * x[:, 1]
    assert values(benefit + common, x) == pytest.approx(found, rel=1e-6, abs=1e-9)
    assert values(benefit[[2, 0, 3, 1]], x) == pytest.approx(found, rel=1e-6, abs=1e-9)
    assert values(scale * benefit, x) == pytest.approx(scale * found, rel=1e-6, abs=1e-9 * scale)


@settings(deadline=None, max_examples=30)
@given(seed=CASES, order=st.permutations(range(3)))
def test_how_an_input_is_measured_and_where_it_stands_changes_nothing(seed: int, order: list[int]) -> None:
    benefit, x = some(seed)
    single = evppi.partial(benefit, evppi.alone(x)).value
    told = evppi.partial(benefit, evppi.alone(np.exp(x)[:, order])).value
    assert told == pytest.approx(single[order], rel=1e-9, abs=1e-12)
    assert evppi.partial(benefit, evppi.alone(-x)).value == pytest.approx(single, rel=1e-6, abs=1e-9)
    both = evppi.partial(benefit, evppi.together(x, [[0, 1], [1, 0]])).value
    assert both[0] == pytest.approx(both[1], rel=1e-6, abs=1e-9)
    assert evppi.partial(benefit, evppi.together(x, [[0], [1], [2]])).value == pytest.approx(single, rel=1e-6, abs=1e-9)
