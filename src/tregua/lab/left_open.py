"""Settings that policies leave open: inputs that are drawn, as numbers of the catalogue are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tregua.lab.draws import positions
from tregua.lab.model import lab
from tregua.noise import Floats


@dataclass(frozen=True)
class LeftOpen:
    """A lever in a place, and the ends between which it is drawn in the last month in which it is open."""

    lever: str
    place: str | None
    low: float
    high: float

    @property
    def name(self) -> str:
        """What the input is called beside those of the catalogue."""
        return f"{self.lever}.{self.place}" if self.place else self.lever

    @property
    def column(self) -> int:
        """Its column among the levers."""
        return lab().lever_columns[self.lever, self.place]

    def at(self, position: float) -> float:
        """Its value at a position between the ends."""
        return self.low + position * (self.high - self.low)


def left_open(levers: Iterable[Floats]) -> list[LeftOpen]:
    """What some policies leave open, each as the last of them has it that does.

    Parameters
    ----------
    levers : of each policy by month, as `lever_array` gives them
    """
    found: dict[int, LeftOpen] = {}
    names = [*lab().lever_columns]
    for one in levers:
        if one.ndim == 2:
            continue
        low, high = one
        for column in np.flatnonzero((low != high).any(axis=0)):
            month = np.flatnonzero(low[:, column] != high[:, column])[-1]
            found[int(column)] = LeftOpen(*names[column], float(low[month, column]), float(high[month, column]))
    return [found[column] for column in sorted(found)]


def drawn_positions(seed: int, count: int, settings: Sequence[LeftOpen]) -> Floats:
    """Where between its ends each draw takes each setting, shape (draws, settings)."""
    return positions(seed, 0, count)[:, [one.column for one in settings]]


def held_at(levers: Floats, setting: LeftOpen, position: float) -> Floats:
    """The levers with one setting at a position between its ends in every draw."""
    if levers.ndim == 2:
        return levers
    held = levers.copy()
    low, high = levers[..., setting.column]
    held[..., setting.column] = low + position * (high - low)
    return held
