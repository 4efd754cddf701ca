"""Past bills replayed: the chance at filing and after each step, by what was known then, beside what happened.

A check, never a fit: below `FEWEST` bills nothing is fitted to them.
"""

from dataclasses import dataclass, replace

from tregua.catalogue.shown import Brief
from tregua.evidence.schema import is_before
from tregua.states.bills import paths, paths_file, procedure, rates
from tregua.states.pipeline import Chance, after, brier, chance_of
from tregua.states.pipeline_schema import Path, Step

FEWEST = 20  # bills, to fit anything


@dataclass(frozen=True)
class At(Brief):
    """A step and the chance after it."""

    step: Step
    hurdles: int
    chance: Chance


@dataclass(frozen=True)
class Replayed(Brief):
    """A bill with its chance after each step in parliament; `at_end` leaves out a step that is itself the end."""

    bill: Path
    steps: tuple[At, ...]

    @property
    def at_filing(self) -> Chance:
        """The chance at the first step."""
        return self.steps[0].chance

    @property
    def before_end(self) -> Chance:
        """The chance after the last step before the one that decided it."""
        decided = self.bill.end.outcome == "law" or self.steps[-1].step.date == self.bill.end.date
        return self.steps[-2 if decided and len(self.steps) > 1 else -1].chance

    @property
    def overdue(self) -> bool:
        """Whether its term ran out without an end on record: nobody knows where it stands, so it has no chance."""
        deadline = self.bill.deadline
        return self.bill.became_law is None and deadline is not None and is_before(deadline, paths_file().seen_until)

    @property
    def now(self) -> Chance | None:
        """The chance after the last step; none where it has ended or is overdue."""
        return None if self.bill.became_law is not None or self.overdue else self.steps[-1].chance


@dataclass(frozen=True)
class Scores(Brief):
    """How chances did beside what happened; `climatology` gives each bill the share of the others that became law.

    `later` counts the bills that no row of the past could be used for when they were filed.
    """

    bills: tuple[str, ...]
    laws: int
    later: int
    at_filing: float
    before_end: float
    climatology: float

    @property
    def enough(self) -> bool:
        """Whether there are bills enough to fit anything."""
        return len(self.bills) >= FEWEST


def replay(bill: Path) -> Replayed:
    """The chance of a bill at filing and after each step, from base rates without it that were known on the day."""
    hurdles = len(procedure(bill).hurdles)
    steps = tuple(
        At(step, hurdles, after(known_on(bill, step.date), hurdles, step.cleared)) for step in bill.in_parliament
    )
    return Replayed(bill, steps)


def known_on(bill: Path, day: str) -> Chance:
    """The chance of a bill at filing by the rows whose period was over before a day, without the bill itself.

    Where no row of any state was over by then, the region's later rows stand in, and the chance says so.
    """
    own = {name: (int(bill.end.outcome == "law"), 1) for name in bill.counted_in}
    past = [one for one in rates().values() if is_before(one.ends, day)]
    found = chance_of(bill.state, bill.origin, past, own)
    if found.basis != "none":
        return found
    others = [one for one in rates().values() if one.state != bill.state]
    return replace(chance_of(bill.state, bill.origin, others, own), later=True)


def scores() -> Scores:
    """The Brier scores of all bills that have ended, at filing and before their end, beside climatology."""
    done = [replay(one) for one in paths().values() if one.became_law is not None]
    happened = [one.bill.became_law is True for one in done]
    laws = sum(happened)
    others = [(laws - law) / (len(done) - 1) for law in happened]
    return Scores(
        tuple(one.bill.id for one in done),
        laws,
        sum(one.at_filing.later for one in done),
        brier([_median(one.at_filing) for one in done], happened),
        brier([_median(one.before_end) for one in done], happened),
        brier(others, happened),
    )


def _median(chance: Chance) -> float:
    assert chance.median is not None
    return chance.median
