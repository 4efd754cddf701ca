"""What our value of a target was computed from, found by moving what the model starts from.

A sum or a difference of parameters, a quotient of two such, or the logarithm of one, is an input in other words; so is
what the target itself says that it restates. A value that moves as that of an earlier target does is that number again,
as is one that says so. A sign, a range or a bound that holds at every draw of the parameters is built in, and so is a
number that none of them moves; nothing then shows that it could have missed. Everything else is a result.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from itertools import islice
from math import inf, isclose
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError
from tregua.models.protocol import SHARES, MissingDataError, Model
from tregua.models.schema import Bounds, Target
from tregua.noise import points, uniforms

if TYPE_CHECKING:
    import xarray as xr

Origin = Literal["result", "input", "built-in", "repeat"]
Floats = NDArray[np.float64]
Point = Mapping[str, float]
STEPS = np.array([0.0, 0.011, 0.018, 0.031, 0.047])  # along a line, uneven: how much less of each parameter, at most
EXACT = 1e-8  # how straight arithmetic is
SAME = 1e-9  # what the order of additions may change
MOVED = 1e-6  # what counts as a move where parameters move by hundredths
DRAWS = 24  # at which a sign, a range or a bound may be missed
TRIES = 4 * DRAWS
LARGEST_EXPONENT = 50.0


class Origins:
    """What the values of one model's targets were computed from; every run is made once, and only when it is needed.

    Parameters
    ----------
    model : whose parameters are moved; a count stays one, and so does a parameter of zero without a range
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        base, ranges = model.parameters(), model.ranges()
        self.base = {one.name: float(getattr(base, one.name)) for one in fields(model.Parameters)}
        self._widths = {name: value or -np.ptp(ranges.get(name, (0.0, 0.0))) for name, value in self.base.items()}
        self._counts = {one.id for one in model.record.parameters if one.whole}
        self._runs: dict[tuple[float, ...], xr.Dataset | None] = {}
        self._lines: dict[str, Floats] = {}

    def of(self, target: Target, earlier: Sequence[Target]) -> Origin:
        """What the value of `target` was computed from; `earlier` are those that it may only repeat."""
        if target.restates or self.is_input(target.id):
            return "input"
        if target.repeats or any(self._moves_as(target.id, one.id) for one in earlier):
            return "repeat"
        return "result" if self.may_miss(target) else "built-in"

    def is_input(self, quantity: str) -> bool:
        """Whether a quantity is a parameter, or arithmetic of some."""
        values = self._along(quantity)
        if values is None or not _moves(values):
            return False
        return any(_is_fraction(one, STEPS) for one in _shapes(values))

    def may_miss(self, target: Target) -> bool:
        """Whether the target is missed somewhere: a sign, a range or a bound at a draw, a number where it moves at all.

        Zero, which gives its tolerance no size, is tried as a bound is; it is no other sign. A value that there is not
        misses nothing.
        """
        if not isinstance(target.published, Bounds) and target.published:
            values = self._along(target.id)
            return (values is not None and _moves(values)) or any(self._differ(target.id))
        sign = getattr(target.published, "sign", None)
        drawn = islice(self._drawn(target.id), DRAWS)
        return any(not target.met_by(value) and (value or sign is None) for value in drawn)

    @cached_property
    def _rates(self) -> Floats:
        """How fast each parameter falls along a line, of 1; no two alike."""
        return np.asarray(0.5 + 0.5 * uniforms(0, "models.origin", 0, 0, len(self.base)))

    def straight(self, step: float, moved: Collection[str] | None = None) -> Point:
        """The parameters, each less by its own part of `step`, or those that are `moved`."""
        chosen = (self.base.keys() if moved is None else set(moved)) - self._counts
        return {
            name: value - self._widths[name] * step * float(rate) * (name in chosen)
            for (name, value), rate in zip(self.base.items(), self._rates, strict=True)
        }

    def _along(self, quantity: str) -> Floats | None:
        """The values of a quantity along the line, or None where the model refuses some of it."""
        if quantity not in self._lines:
            values = [self.value(quantity, self.straight(step)) for step in STEPS.tolist()]
            self._lines[quantity] = np.array([np.nan if one is None else one for one in values])
        found = self._lines[quantity]
        return found if np.isfinite(found).all() else None

    def _moves_as(self, quantity: str, other: str) -> bool:
        """Whether a quantity is another in other words: a multiple, a complement, an inverse or a logarithm of it."""
        one, two = self._along(quantity), self._along(other)
        if one is None or two is None or not _moves(one) or not np.diff(two).all():
            return False
        return any(_is_fraction(shape, two) for shape in _shapes(one))

    def _drawn(self, quantity: str) -> Iterator[float]:
        """The values of a quantity at the draws at which it has one."""
        found = (self.value(quantity, point) for point in self.draws())
        return (value for value in found if value is not None and not np.isnan(value))

    def _differ(self, quantity: str) -> Iterator[bool]:
        """At each draw, whether a quantity is another than at the base."""
        there = self.value(quantity, self.base)
        return (
            there is None or not isclose(value, there, rel_tol=MOVED) for value in islice(self._drawn(quantity), DRAWS)
        )

    def draws(self) -> Iterator[Point]:
        """Points in the ranges of the file; a parameter without one lies between half and twice its value.

        What is a share stays one.
        """
        ranges = self.model.ranges()
        shares = {one.id for one in self.model.record.parameters if one.unit in SHARES and one.value <= 1}
        names = [f"models.origin.{name}" for name in self.base]
        for at in range(TRIES):
            place = points(0, names, at, 1)[:, 0].tolist()
            point = {
                name: self._whole(name, _within(ranges.get(name), value, part, 1.0 if name in shares else inf))
                for (name, value), part in zip(self.base.items(), place, strict=True)
            }
            if self.run(point) is not None:
                yield point

    def _whole(self, name: str, value: float) -> float:
        return float(round(value)) if name in self._counts else value

    def value(self, quantity: str, point: Point) -> float | None:
        """A quantity at a point, or None where the model refuses it or fails."""
        run = self.run(point)
        if run is None:
            return None
        try:
            return self.model.quantity(quantity, run).value
        except MissingDataError:
            raise
        except Exception:  # the model may be another's, and fail in any way far from its base
            return None

    def run(self, point: Point) -> "xr.Dataset | None":
        """The run at a point, or None where the model refuses it; a parameter refused by its name stays as it is."""
        key = tuple(point.values())
        if key not in self._runs:
            self._runs[key] = self._made(dict(point))
        return self._runs[key]

    def _made(self, point: dict[str, float]) -> "xr.Dataset | None":
        try:
            with np.errstate(all="ignore"):
                return self.model.simulate(self.model.Parameters(**point))
        except MissingDataError:
            raise
        except InputError as refused:
            named = {str(one.values.get("field")) for one in refused.problems}
            moved = {name for name in named & point.keys() if point[name] != self.base[name]}
            return self._made({**point, **{name: self.base[name] for name in moved}}) if moved else None
        except Exception:  # the model may be another's, and fail in any way far from its base
            return None


def _within(range_: tuple[float, float] | None, value: float, part: float, most: float) -> float:
    """A place in a range, or between half and twice a value, but not over `most`."""
    if range_:
        return range_[0] + part * (range_[1] - range_[0])
    return min(value * float(2.0 ** (2.0 * part - 1.0)), most)


def _moves(values: Floats) -> bool:
    """Whether values differ by more than a millionth, where parameters do by hundredths."""
    return bool(np.ptp(values) > MOVED * np.abs(values).max())


def _shapes(values: Floats) -> list[Floats]:
    """Values, and those of which they may be the logarithm."""
    small = np.abs(values).max() < LARGEST_EXPONENT
    return [values, np.exp(values), np.exp(-values)] if small else [values]


def _is_fraction(values: Floats, of: Floats) -> bool:
    """Whether values are those of some (a + b t)/(c + d t) of others t: it keeps the cross-ratio of any four."""
    if not np.diff(values).all():
        return False
    return all(_keeps_ratio(values[at : at + 4], of[at : at + 4]) for at in range(len(of) - 3))


def _keeps_ratio(values: Floats, of: Floats) -> bool:
    (a, b, c, d), (p, q, r, s) = values.tolist(), of.tolist()
    left, right = (a - c) * (b - d) * (q - r) * (p - s), (b - c) * (a - d) * (p - r) * (q - s)
    return bool(abs(left - right) <= EXACT * abs(right))
