"""How often the lab shows each stylised fact, by structural alternative: a report, never a pass or a fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from tregua.analysis.patterns import Pattern, patterns
from tregua.analysis.runs import ran
from tregua.catalogue.record import LeverPath, Text
from tregua.catalogue.shown import Brief
from tregua.lab.alternatives import apart
from tregua.lab.bind import catalogue_hash
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.result import values
from tregua.lab.run import Progress, Settings
from tregua.lab.scenario import held, record
from tregua.lab.schema import Scenario
from tregua.noise import Floats
from tregua.version import VERSION

WHY = Text(en="what is seen", es="lo que se observa")


@dataclass(frozen=True, repr=False)
class Share(Brief):
    """In how many draws an alternative shows it: lower, higher and neither, or inside the range and outside."""

    choices: Mapping[str, float]
    draws: int
    shown: float
    contrary: float
    error: float


@dataclass(frozen=True, repr=False)
class Seen(Brief):
    """A pattern and how often the lab shows it under each alternative that its levers rest on, the reference first."""

    pattern: Pattern
    by_alternative: tuple[Share, ...]

    @property
    def shown(self) -> tuple[float, float]:
        """The smallest and the largest share of draws that show it."""
        shares = [one.shown for one in self.by_alternative]
        return min(shares), max(shares)

    @property
    def contrary(self) -> tuple[float, float]:
        """The smallest and the largest share of draws that show the contrary."""
        shares = [one.contrary for one in self.by_alternative]
        return min(shares), max(shares)


@dataclass(frozen=True, repr=False)
class Shown(Brief):
    """Every pattern, and what gives the same again."""

    version: str
    catalogue_hash: str
    seed: int
    draws: int
    command: str
    seen: tuple[Seen, ...]


def shown(draws: int, seed: int, progress: Progress, command: str) -> Shown:
    """How often the lab shows each pattern.

    Raises
    ------
    RunError
        In some draw the model has no solution.
    """
    found = []
    listed = patterns()
    for number, one in enumerate(listed.values()):
        found.append(Seen(one, tuple(_shares(one, draws, seed))))
        progress(number + 1, len(listed))
    return Shown(VERSION, catalogue_hash(), seed, draws, command, tuple(found))


def _shares(pattern: Pattern, draws: int, seed: int) -> list[Share]:
    first = pattern.first
    settings = Settings(draws=draws, seed=seed, first=first, start=f"{first}-01", until=max(pattern.year, first + 2))
    policies = [record()] if not pattern.levers else [_policy(pattern, moved=False), _policy(pattern, moved=True)]
    done = ran(policies, settings, past(first))
    level = values(done.dataset, pattern.outcome, pattern.place).transpose("scenario", "year", "alternative", "draw")
    shows, contrary = _found(pattern, level)
    rests_on = {name for one in pattern.levers for name in lab().levers[one.lever].rests_on}
    found = []
    for at, one in enumerate(done.alternatives):
        if not pattern.levers or rests_on >= {*apart(one.choices)}:
            share = float(shows[at].mean())
            error = sqrt(share * (1.0 - share) / draws)
            found.append(Share(apart(one.choices), draws, share, float(contrary[at].mean()), error))
    return found


def _found(pattern: Pattern, level: Any) -> tuple[Floats, Floats]:
    """Whether each draw shows the pattern, and whether it shows the contrary, shape (alternatives, draws)."""
    after = level.sel(year=pattern.year).values
    if pattern.seen == "between":
        assert pattern.low is not None and pattern.high is not None
        inside = (pattern.low <= after[0]) & (after[0] <= pattern.high)
        return inside, ~inside
    change = after[-1] - (after[0] if pattern.levers else level.sel(year=pattern.before).values[0])
    higher, lower = change > 0.0, change < 0.0
    return (lower, higher) if pattern.seen == "lower" else (higher, lower)


def _policy(pattern: Pattern, moved: bool) -> Scenario:
    """What was done before the run, held, with the levers of the pattern or without."""
    kept, month = held(pattern.first), f"{pattern.first}-01"
    paths = {(one.lever, one.place): one for one in kept.levers}
    for one in pattern.levers if moved else ():
        unit = lab().levers[one.lever].unit
        paths[one.lever, one.place] = LeverPath(
            lever=one.lever, place=one.place, unit=unit, path={month: one.value}, tag="assumed", note=WHY
        )
    return kept.model_copy(update={"id": f"{pattern.id}-{'with' if moved else 'without'}", "levers": [*paths.values()]})
