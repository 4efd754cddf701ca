"""A world of two countries and three groups in which a step runs as it stands, on numbers given by hand.

Groups 0 and 2 are of country 0, group 1 of country 1, so that a host and a group of the same number are not the same.
"""

import math
from types import SimpleNamespace as Names

import pytest
from equations import MODULES

SETS = {
    "groups": 3,
    "hosts": 2,
    "producers": 2,
    "transits": 2,
    "markets": 2,
    "surveyed": 2,
    "treaters": 1,
    "payers": 2,
    "places": 3,
    "ranks": 2,
}
HOST = [0, 1, 0]
LN2, LN3, LN4 = math.log(2.0), math.log(3.0), math.log(4.0)


@pytest.fixture
def small_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index sets of the mechanisms, small."""
    for module in MODULES.values():
        for name, size in SETS.items():
            monkeypatch.setattr(module, name, range(size), raising=False)
        monkeypatch.setattr(module, "host", HOST, raising=False)


def junk(size: int) -> list[float]:
    """What a step must overwrite."""
    return [77.0] * size


def expect(found: Names, **by_hand: float | list[float]) -> None:
    """Each named value is the one worked out by hand."""
    for name, value in by_hand.items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-12, abs=1e-15), name
