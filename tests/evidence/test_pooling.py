"""Meta-analysis: against its own equations, on known cases, and refused where signs conflict or studies are few."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_records import estimate
from pydantic import ValidationError
from scipy.stats import t as student

from tregua.evidence.pooling import conflicting, pool
from tregua.evidence.schema import Estimate


def test_equal_studies_give_their_own_mean_without_heterogeneity() -> None:
    found = pool([estimate(f"s{n}", scale="RR", value=0.5, low=0.4, high=0.625, interval="95") for n in range(4)])
    assert found is not None
    assert found.value == pytest.approx(0.5)
    assert found.tau == found.i2 == 0.0
    assert found.low < found.value < found.high


def test_paule_mandel_solves_its_own_equation() -> None:
    """The generalised Q statistic at the estimated tau equals its degrees of freedom (Paule & Mandel 1982)."""
    values, errors = [-0.9, -0.2, -0.6, 0.0, -1.4], [0.2, 0.1, 0.3, 0.15, 0.35]
    found = pool(
        [
            estimate(
                f"s{n}", scale="SD", value=y, low=y - 1.959964 * s, high=y + 1.959964 * s, interval="95", clear=None
            )
            for n, (y, s) in enumerate(zip(values, errors, strict=True))
        ]
    )
    assert found is not None
    weights = [1.0 / (s**2 + found.tau**2) for s in errors]
    mean = sum(w * y for w, y in zip(weights, values, strict=True)) / sum(weights)
    q = sum(w * (y - mean) ** 2 for w, y in zip(weights, values, strict=True))
    assert q == pytest.approx(len(values) - 1, rel=1e-4)
    assert found.value == pytest.approx(mean, rel=1e-6)


def test_where_signs_conflict_the_prediction_interval_says_so() -> None:
    listed = [normal(f"s{n}", value, 0.1) for n, value in enumerate([-0.5, -0.4, 0.1, 0.4, 0.5])]
    assert conflicting(listed)
    found = pool(listed)
    assert found is not None and found.predicted is not None
    assert found.predicted[0] < -0.5 < 0.5 < found.predicted[1]


@pytest.mark.parametrize("studies", range(3, 8))
def test_five_studies_predict_a_sixth_and_fewer_do_not(studies: int) -> None:
    found = pool([normal(f"s{n}", -0.1 * n, 0.1) for n in range(studies)])
    assert found is not None
    assert (found.predicted is not None) == (studies >= 5)


def test_a_change_in_per_cent_is_pooled_as_a_ratio() -> None:
    ratios = [estimate(f"s{n}", scale="RR", value=v, se=0.1) for n, v in enumerate([0.8, 0.7, 0.9])]
    changes = [
        estimate(f"s{n}", scale="percent", value=100 * (v - 1), se=100 * v * 0.1) for n, v in enumerate([0.8, 0.7, 0.9])
    ]
    found, other = pool([*ratios[:2], changes[2]]), pool([*changes[:2], ratios[2]])
    assert found is not None and other is not None
    assert (found.scale, found.value, found.low) == (other.scale, pytest.approx(other.value), pytest.approx(other.low))
    assert pool([*ratios[:2], estimate("gone", scale="percent", value=-100.0, se=1.0)]) is None


def test_an_unclear_estimate_does_not_conflict_and_two_studies_are_not_pooled() -> None:
    lowers = estimate("a", scale="RR", value=0.5, low=0.4, high=0.6, interval="95")
    also = estimate("b", scale="RR", value=0.6, low=0.5, high=0.75, interval="95")
    unclear = estimate("c", scale="RR", value=1.1, low=0.8, high=1.5, interval="95")
    assert pool([lowers, unclear]) is None
    found = pool([lowers, also, unclear])
    assert found is not None and found.names == ("a", "b", "c")


def test_the_intervals_are_those_of_their_equations() -> None:
    """Hartung-Knapp with t(k − 1), never below the plain error; prediction with t(k − 2) and tau² added."""
    y, s = [-0.9, -0.2, -0.6, 0.0, -1.4], [0.2, 0.1, 0.3, 0.15, 0.35]
    found = pool([normal(f"s{n}", one, error) for n, (one, error) in enumerate(zip(y, s, strict=True))])
    assert found is not None
    w = [1.0 / (error**2 + found.tau**2) for error in s]
    q = sum(one * (value - found.value) ** 2 for one, value in zip(w, y, strict=True))
    error = max((1.0 / sum(w)) ** 0.5, (q / (len(y) - 1) / sum(w)) ** 0.5)
    assert found.high - found.value == pytest.approx(student.ppf(0.975, 4) * error, rel=1e-6)
    width = student.ppf(0.975, 3) * (found.tau**2 + error**2) ** 0.5
    assert found.predicted == pytest.approx((found.value - width, found.value + width), rel=1e-6)
    fixed = [1.0 / one**2 for one in s]
    typical = 4 * sum(fixed) / (sum(fixed) ** 2 - sum(one**2 for one in fixed))
    assert found.i2 == pytest.approx(found.tau**2 / (found.tau**2 + typical), rel=1e-6)


def test_a_ninety_per_cent_interval_is_read_as_one() -> None:
    ninety = [
        estimate(f"s{n}", scale="SD", value=-0.5, low=-0.5 - 1.644854, high=-0.5 + 1.644854, interval="90")
        for n in range(3)
    ]
    found = pool(ninety)
    assert found is not None
    assert found.high - found.value == pytest.approx(student.ppf(0.975, 2) / 3**0.5, rel=1e-5)


def normal(name: str, value: float, error: float) -> Estimate:
    return estimate(
        name, scale="SD", value=value, low=value - 1.959964 * error, high=value + 1.959964 * error, interval="95"
    )


def test_scales_are_not_mixed_and_a_range_is_no_interval() -> None:
    odds = estimate("a", scale="OR", value=0.5, low=0.4, high=0.6, interval="95")
    risks = estimate("b", scale="RR", value=0.5, low=0.4, high=0.6, interval="95")
    spans = estimate("c", scale="OR", value=0.5, low=0.4, high=0.6, interval="range")
    more = estimate("d", scale="OR", value=0.5, low=0.4, high=0.6, interval="95")
    assert pool([odds, more, risks]) is None
    assert pool([odds, more, spans]) is None


@given(st.lists(st.tuples(st.floats(0.2, 0.9), st.floats(0.01, 0.09)), min_size=3, max_size=8))
def test_the_mean_lies_between_the_studies_and_inside_its_intervals(studies: list[tuple[float, float]]) -> None:
    found = pool(
        [
            estimate(f"s{n}", scale="RR", value=v, low=v * math.exp(-s), high=v * math.exp(s), interval="95")
            for n, (v, s) in enumerate(studies)
        ]
    )
    assert found is not None
    values = [v for v, _ in studies]
    assert min(values) - 1e-9 <= found.value <= max(values) + 1e-9
    assert found.low <= found.value <= found.high
    if found.predicted is not None:
        assert found.predicted[0] <= found.low <= found.high <= found.predicted[1]


def test_an_interval_in_per_cent_keeps_its_width_as_a_ratio() -> None:
    """−50 % [−80; 25] is a ratio of 0.5 [0.2; 1.25], not the tangent at its middle."""
    wide = [estimate(f"s{n}", scale="percent", value=-50.0, low=-80.0, high=25.0, interval="95") for n in range(3)]
    alike = [estimate(f"s{n}", scale="RR", value=0.5, low=0.2, high=1.25, interval="95") for n in range(3)]
    found, other = pool(wide), pool(alike)
    assert found is not None and other is not None
    assert (found.low, found.high) == pytest.approx((other.low, other.high))


def test_a_change_below_minus_a_hundred_per_cent_is_refused() -> None:
    with pytest.raises(ValidationError):
        estimate("a", scale="percent", value=-150.0, low=-200.0, high=-120.0, interval="95")
