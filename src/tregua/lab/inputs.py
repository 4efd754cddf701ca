"""What a chunk of draws goes in with: numbers and random paths, by their addresses."""

from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock

from tregua.lab.alternatives import Combination
from tregua.lab.draws import behind_shocks, draw_parameters, draw_shocks, no_shocks, positions
from tregua.lab.model import lab
from tregua.lab.past import Past
from tregua.noise import Floats

KEPT = 4  # sets of paths, of the chunks in work


class Inputs:
    """Numbers and paths of a chunk of draws, each worked out once for all combinations that leave them alone.

    Parameters
    ----------
    known : what had been observed when the run starts
    months : how many the run has
    shocks : whether there are any
    assumed : numbers that are fixed in every draw
    """

    def __init__(self, known: Past, seed: int, months: int, shocks: bool, assumed: Mapping[str, float]) -> None:
        self.known, self.seed, self.months, self.shocks, self.assumed = known, seed, months, shocks, assumed
        self.held: dict[str, dict[object, Floats]] = {}
        self.columns = {name: column for column, name in enumerate(lab().parameters)}
        self.shaping = behind_shocks()
        self.lock = Lock()

    def of(
        self, combination: Combination, first: int, count: int, learnt: Mapping[str, Floats]
    ) -> tuple[Floats, Floats]:
        """Parameters and shocks of some draws under a combination."""
        p = self._numbers({**combination.choices, **self.assumed}, combination.redrawn, first, count, learnt)
        if not self.shocks:
            return p, no_shocks(count, self.months)
        again = combination.redrawn == "shocks"
        key = (first, again, p[:, self.shaping].tobytes())
        return p, self._once("paths", key, lambda: draw_shocks(self.seed, first, count, self.months, p, again))

    def _numbers(
        self, fixed: Mapping[str, float], redrawn: str, first: int, count: int, learnt: Mapping[str, Floats]
    ) -> Floats:
        draw = partial(draw_parameters, self.seed, first, count)
        if learnt:
            return draw(fixed, redrawn, self.known, learnt)
        p = self._once("numbers", (first, redrawn), lambda: draw({}, redrawn, self.known)).copy()
        for name, value in fixed.items():
            p[:, self.columns[name]] = value
        return p

    def positions_of(self, first: int, count: int, again: bool) -> Floats:
        """Where some draws take the settings that are left open."""
        return self._once("positions", (first, again), lambda: positions(self.seed, first, count, again))

    def _once(self, what: str, key: object, compute: Callable[[], Floats]) -> Floats:
        with self.lock:
            held = self.held.setdefault(what, {})
            found = held.get(key)
        if found is None:  # two threads may both do it, which costs less than to wait for each other
            found = compute()
            with self.lock:
                while len(held) >= KEPT:
                    held.pop(next(iter(held)))
                held[key] = found
        return found
