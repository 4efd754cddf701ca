"""How fast the machine is, as a new process and the kernel show it."""

import sys
from math import inf

import pytest

from tregua.lab import pace
from tregua.lab.engine.numba import compiled
from tregua.lab.pace import DRAWS, Ready, burst, ready, start
from tregua.lab.run import Settings

pytestmark = pytest.mark.usefixtures("elsewhere")


def test_a_burst_counts_every_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(pace, "perf_counter", lambda: float(next(clock)))
    found = burst(1, 2.5)  # a second passes whenever the clock is read: begun, three looks, the last one
    assert (found.years, found.threads) == (Settings().span.years, 1)
    assert found.one_thread == found.all_threads == 3 * DRAWS / 4
    assert burst(3, 0.0).gain not in (0.0, inf)


def test_a_new_process_finds_the_kernel_that_this_one_has_compiled() -> None:
    compiled()
    found = ready()
    assert found.kept and found.seconds > 0 and start() > 0


def test_a_process_that_fails_says_why_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "READY", "raise ValueError('first\\nlast')")
    with pytest.raises(ChildProcessError, match=r"^last$"):
        ready()
    monkeypatch.setattr(pace, "READY", "print(0)")
    assert ready() == Ready(pytest.approx(0, abs=1e9), False)
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(OSError):
        start()
