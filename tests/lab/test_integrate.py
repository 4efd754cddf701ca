"""The integrator as it stands, on equations whose solution is known; it knows no name of the world."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from tregua.lab import integrate
from tregua.lab.status import Status

Rates = Callable[[float, float], float]


def solved(monkeypatch: pytest.MonkeyPatch, rates: Rates, x: float, t: float, until: float, steps: int) -> float:
    """One state that changes by `rates(t, x)`, from time t on."""

    def of_kernel(p: Any, lever: Any, lever_0: Any, shock: Any, at: float, s: Any, d: Any, v: Any) -> int:
        d[0] = rates(at, s[0])
        return Status.OK

    monkeypatch.setattr(integrate, "N_STATES", 1)
    monkeypatch.setattr(integrate, "rates", of_kernel)
    h, s, trial, d, slope = (until - t) / steps, [x], [77.0], [77.0], [77.0]
    for step in range(steps):
        assert integrate.advance(*(None,) * 4, t + step * h, h, s, trial, d, slope, None) == Status.OK
    return s[0]


def test_a_step_of_exponential_decay(monkeypatch: pytest.MonkeyPatch) -> None:
    """1 − h + h²/2 − h³/6 + h⁴/24 at h = ½."""
    found = solved(monkeypatch, lambda t, x: -x, 1.0, 0.0, 0.5, 1)
    assert found == pytest.approx(1 - 1 / 2 + 1 / 8 - 1 / 48 + 1 / 384, rel=1e-14)


def test_a_cubic_in_time_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """The method is then Simpson's rule: ∫ t³ from 1 to 2 is (16 − 1)/4."""
    assert solved(monkeypatch, lambda t, x: t**3, 5.0, 1.0, 2.0, 1) == pytest.approx(5 + 15 / 4, rel=1e-14)


def test_half_the_step_has_a_sixteenth_of_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """x' = t − x from x = 2: x = t − 1 + 3 e^(−t)."""
    errors = [
        solved(monkeypatch, lambda t, x: t - x, 2.0, 0.0, 1.0, steps) - 3 * math.exp(-1.0) for steps in (16, 32, 64)
    ]
    assert errors[0] / errors[1] == pytest.approx(16, rel=0.03)
    assert errors[1] / errors[2] == pytest.approx(16, rel=0.03)


class Kernel:
    """Two states and what `simulate` calls: the second state is the integral of lever times shock."""

    def __init__(self, failing: dict[str, Status]) -> None:
        self.failing, self.times, self.reported = failing, [], []

    def start(self, p: Any, lever_0: Any, s: Any, v: Any) -> int:
        assert (s, v) == ([0.0, 0.0], [0.0])
        s[1] = 5.0
        return self.failing.get("start", Status.OK)

    def rates(self, p: Any, lever: Any, lever_0: Any, shock: Any, t: float, s: Any, d: Any, v: Any) -> int:
        self.times.append(t)
        d[0], d[1] = 1.0, lever[0] * lever[1] * shock[0] * shock[1]
        return self.failing.get(f"rates {len(self.times)}", Status.OK)

    def check(self, s: Any) -> int:
        return self.failing.get(f"check {len(self.reported) + 1}", Status.OK)

    def report(self, p: Any, lever: Any, t: float, s: Any, was: Any, out: Any) -> None:
        self.reported.append(t)
        out[0], out[1], out[2] = s[0], s[1] - was[1], lever[0]


def simulated(monkeypatch: pytest.MonkeyPatch, failing: dict[str, Status]) -> tuple[Kernel, list[float], int]:
    """Two months of two steps."""
    kernel = Kernel(failing)
    for name, size in {"N_STATES": 2, "N_VALUES": 1, "N_LEVERS": 2, "N_SHOCKS": 2, "N_OUTCOMES": 3}.items():
        monkeypatch.setattr(integrate, name, size)
    for name in ("start", "rates", "check", "report"):
        monkeypatch.setattr(integrate, name, getattr(kernel, name))
    outcomes, (lever, shock, s, was, trial, d, slope), v, out = (
        [77.0] * 6,
        ([77.0] * 2 for _ in range(7)),
        [77.0],
        [77.0] * 3,
    )
    levers, shocks = [2.0, 3.0, 4.0, 5.0], [2.0, 1.0, 1.0, 3.0]
    status = integrate.simulate(
        None, None, levers, shocks, 2, 2, outcomes, lever, shock, s, was, trial, d, slope, v, out
    )
    return kernel, outcomes, status


def test_a_run_month_by_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each month has its levers and shocks, 2 · 3 · 2 · 1 and 4 · 5 · 1 · 3 a year, and reports on its last day."""
    kernel, outcomes, status = simulated(monkeypatch, {})
    assert status == Status.OK
    assert outcomes == pytest.approx([1 / 12, 12 / 12, 2, 2 / 12, 60 / 12, 4], rel=1e-12)
    assert kernel.reported == pytest.approx([1 / 12, 2 / 12])
    halves = [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8]  # of a step of 1/24 year
    assert kernel.times == pytest.approx([half / 48 for half in halves], abs=1e-12)


@pytest.mark.parametrize(
    ("failing", "status"),
    [
        ({"start": Status.MARGIN, "rates 1": Status.MARKET, "check 1": Status.GROUPS}, Status.MARGIN),
        ({"rates 2": Status.MARKET, "rates 3": Status.MARGIN, "check 1": Status.GROUPS}, Status.MARKET),
        ({"check 1": Status.GROUPS, "rates 9": Status.MARKET}, Status.GROUPS),
        ({"rates 16": Status.MARKET, "check 2": Status.GROUPS}, Status.MARKET),
        ({"check 2": Status.GROUPS}, Status.GROUPS),
    ],
)
def test_the_first_failure_is_kept(monkeypatch: pytest.MonkeyPatch, failing: dict[str, Status], status: Status) -> None:
    assert simulated(monkeypatch, failing)[2] == status
