"""Indices of Sobol' and of Morris, by SALib, against closed forms."""

import numpy as np
import pytest

from tregua.analysis.deciding.indices import morris, sobol
from tregua.noise import Floats

A, B = 7.0, 0.1


def ishigami(at: Floats) -> Floats:
    """sin x₁ + a sin² x₂ + b x₃⁴ sin x₁ with each x even between −π and π (Ishigami & Homma 1990)."""
    x = np.pi * (2.0 * at - 1.0)
    return np.asarray(np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0]))


def exact() -> tuple[list[float], list[float]]:
    """First and total orders in closed form: 0.3139, 0.4424, 0 and 0.5576, 0.4424, 0.2437."""
    first, second = 0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8
    both = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = first + second + both
    return [first / whole, second / whole, 0.0], [(first + both) / whole, second / whole, both / whole]


@pytest.mark.parametrize("seed", [0, 1, 2**64 - 1])
def test_sobol_indices_of_ishigami_lie_within_their_errors(seed: int) -> None:
    first, total = exact()
    assert (round(first[0], 4), round(first[1], 4), round(total[0], 4), round(total[2], 4)) == (
        0.3139,
        0.4424,
        0.5576,
        0.2437,
    )
    for one, alone, together in zip(sobol("abc", ishigami, 4096, seed), first, total, strict=True):
        assert abs(one.first - alone) <= one.first_error < 0.05
        assert abs(one.total - together) <= one.total_error < 0.06


def test_morris_finds_what_each_input_does_along_a_straight_line() -> None:
    """3 a − 2 b + 0 c: effects 3, −2 and none, everywhere the same."""
    a, b, c = morris("abc", lambda at: at @ np.array([3.0, -2.0, 0.0]), 8, 0)
    assert (a.size, a.mean, b.size, b.mean) == pytest.approx((3.0, 3.0, 2.0, -2.0))
    assert (a.spread, b.spread, c.size) == pytest.approx((0.0, 0.0, 0.0), abs=1e-12)


def test_morris_tells_of_inputs_that_act_together() -> None:
    """a b on the grid {0, ⅓, ⅔, 1}: the effect of a is b, which is drawn evenly: mean ½, spread √(5/36)."""
    a, b = morris("ab", lambda at: at[:, 0] * at[:, 1], 2000, 0)
    for one in (a, b):
        assert one.mean == pytest.approx(0.5, abs=0.03) and one.spread == pytest.approx((5 / 36) ** 0.5, abs=0.03)


@pytest.mark.parametrize(
    "find", [lambda seed: sobol("abc", ishigami, 64, seed), lambda seed: morris("abc", ishigami, 8, seed)]
)
def test_zero_is_a_seed(find) -> None:  # type: ignore[no-untyped-def]
    """SALib takes a seed of zero for none."""
    state = np.random.get_state()[1].copy()
    assert find(0) == find(0) != find(1)
    assert (np.random.get_state()[1] == state).all()
