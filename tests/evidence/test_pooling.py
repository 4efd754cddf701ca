"""Meta-analysis: against a published worked example, on known cases, and refused where signs conflict."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_records import estimate

from tregua.evidence.pooling import conflicting, pool


def test_equal_studies_give_their_own_mean_without_heterogeneity() -> None:
    found = pool([estimate(f"s{n}", scale="RR", value=0.5, low=0.4, high=0.625, interval="95") for n in range(4)])
    assert found is not None
    assert found.value == pytest.approx(0.5)
    assert found.tau == found.i2 == 0.0
    assert found.predicted is not None
    assert found.predicted[0] < found.low < found.value < found.high < found.predicted[1]


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


def test_conflicting_signs_are_never_averaged() -> None:
    lowers = estimate("a", scale="RR", value=0.5, low=0.4, high=0.6, interval="95")
    raises = estimate("b", scale="RR", value=2.0, low=1.5, high=2.5, interval="95")
    assert conflicting([lowers, raises])
    assert pool([lowers, raises]) is None


def test_an_unclear_estimate_does_not_conflict() -> None:
    lowers = estimate("a", scale="RR", value=0.5, low=0.4, high=0.6, interval="95")
    unclear = estimate("b", scale="RR", value=1.1, low=0.8, high=1.5, interval="95")
    found = pool([lowers, unclear])
    assert found is not None
    assert found.predicted is None  # two studies say nothing about a third


def test_scales_are_not_mixed_and_a_range_is_no_interval() -> None:
    odds = estimate("a", scale="OR", value=0.5, low=0.4, high=0.6, interval="95")
    risks = estimate("b", scale="RR", value=0.5, low=0.4, high=0.6, interval="95")
    spans = estimate("c", scale="OR", value=0.5, low=0.4, high=0.6, interval="range")
    assert pool([odds, risks]) is None
    assert pool([odds, spans]) is None


@given(st.lists(st.tuples(st.floats(0.2, 0.9), st.floats(0.01, 0.09)), min_size=2, max_size=8))
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
    if found.predicted:
        assert found.predicted[0] <= found.low
        assert found.high <= found.predicted[1]
