"""The levels of a state on a day: the highest act in force on each axis. Axes are never netted.

An act counts from the last day that its date may be (``2021-03`` from 31 March 2021), so never before it is sure. Its
`end` is the last day in force; between the first and the last day that a partial end may be, and after the end where
`end_known` is false, it is not known whether the act is in force, and it carries no level. A bill that passed a
chamber counts until the day on which it became law, was rejected or archived, which no longer counts. Later acts move
nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tregua.catalogue.shown import Brief
from tregua.states import records
from tregua.states.days import NEXT, first, last
from tregua.states.schema import AXES, Act, Axis, Bill, State

Rule = Mapping[tuple[Axis, str], int]


@dataclass(frozen=True)
class OnAxis:
    """The level of a state on one axis, the acts that carry it, and whether the government changed since the newest.

    Attributes
    ----------
    level : 0 only where somebody searched to that day and found nothing in force; None where it is not known
    at_least : an act of which it is not known whether it was in force would carry a higher level
    acts : ids of the acts in force that reach the level, oldest first
    government_changed : somebody else took office after the newest of `acts` and no later than the day; None where no
        act carries the level, or where the governments since that act are not known
    """

    level: int | None
    at_least: bool
    acts: tuple[str, ...]
    government_changed: bool | None


@dataclass(frozen=True, repr=False)
class StateLevels(Brief):
    """Both levels of a state, never netted, and the acts of which it is not known whether they were in force."""

    state: str
    soft: OnAxis
    hard: OnAxis
    not_known: tuple[str, ...]

    @property
    def government_changed(self) -> bool | None:
        """Whether the government changed since the newest act that carries either level; None where it is not known."""
        told = [one.government_changed for one in (self.soft, self.hard) if one.acts]
        if True in told:
            return True
        return None if not told or None in told else False


@dataclass(frozen=True)
class Move:
    """A day on which the level of an axis is another than on the day before."""

    day: date
    axis: Axis
    level: int | None


def in_force(act: Act, on: date, bills: Mapping[str, Bill]) -> bool | None:
    """Whether an act was in force on a day; None where it is not known."""
    if on < last(act.date):
        return False
    bill = bills[act.bill] if act.kind == "bill_passed_chamber" and act.bill else None
    if bill is not None and bill.date is not None:
        return True if on < first(bill.date) else False if on >= last(bill.date) else None
    if act.end is None:
        return True if act.end_known else None
    if on <= first(act.end):
        return True
    return False if on > last(act.end) and act.end_known else None


def levels(
    on: date,
    states: Iterable[State] | None = None,
    acts: Iterable[Act] | None = None,
    bills: Mapping[str, Bill] | None = None,
) -> list[StateLevels]:
    """Both levels of each state on a day, from the acts in force that day; of the records where none are given."""
    known = records.bills() if bills is None else bills
    listed = list(records.acts().values() if acts is None else acts)
    of = records.states().values() if states is None else states
    return [_of_state(one, [act for act in listed if act.state == one.id], on, known) for one in of]


def time_line(
    state: State,
    acts: Iterable[Act],
    start: date,
    end: date,
    bills: Mapping[str, Bill] | None = None,
) -> list[Move]:
    """The level of each axis on the first day, and every day to the last on which one is another than before."""
    known = records.bills() if bills is None else bills
    own = [one for one in acts if one.state == state.id]
    days = sorted({start, *(day for day in _turns(state, own, known) if start < day <= end)})
    moves: list[Move] = []
    held: dict[Axis, int | None] = {}
    for day in days:
        found = _of_state(state, own, day, known)
        for axis in AXES:
            level = getattr(found, axis).level
            if axis not in held or held[axis] != level:
                moves.append(Move(day, axis, level))
            held[axis] = level
    return moves


def _turns(state: State, acts: Iterable[Act], bills: Mapping[str, Bill]) -> Iterator[date]:
    """Every day on which a level may be another than on the day before."""
    for act in acts:
        yield last(act.date)
        if act.end is not None:
            yield from (first(act.end) + NEXT, last(act.end) + NEXT)
        if act.bill is not None and (outcome := bills[act.bill].date) is not None:
            yield from (first(outcome), last(outcome))
    for day in (state.searched.soft, state.searched.hard):
        if day is not None:
            yield first(day) + NEXT


def _of_state(state: State, acts: list[Act], on: date, bills: Mapping[str, Bill]) -> StateLevels:
    rule = records.level_rule()
    forces = {one.id: in_force(one, on, bills) for one in acts}
    not_known = sorted(
        one.id for one in acts if forces[one.id] is None and one.axis != "none" and rule[one.axis, one.kind]
    )
    open_to = {
        axis: max((rule[axis, one.kind] for one in acts if one.id in not_known and one.axis == axis), default=0)
        for axis in AXES
    }
    counted = [one for one in acts if forces[one.id]]
    soft, hard = (_on_axis(state, axis, counted, not_known, open_to[axis], on) for axis in AXES)
    return StateLevels(state.id, soft, hard, tuple(not_known))


def _on_axis(state: State, axis: Axis, acts: list[Act], not_known: list[str], open_to: int, on: date) -> OnAxis:
    rule = records.level_rule()
    reached = {one.id: rule[axis, one.kind] for one in acts if one.axis == axis}
    best = max(reached.values(), default=0)
    if best == 0:
        searched = getattr(state.searched, axis)
        nothing = searched is not None and on <= first(searched) and not not_known
        return OnAxis(0 if nothing else None, False, (), None)
    carry = [one for one in acts if reached.get(one.id) == best]
    ordered = tuple(one.id for one in sorted(carry, key=lambda act: (last(act.date), act.id)))
    newest = max(last(one.date) for one in carry)
    return OnAxis(best, open_to > best, ordered, _changed(state, newest, on))


def _changed(state: State, since: date, on: date) -> bool | None:
    """Whether another head of government took office after a day and no later than `on`."""
    governments = state.government
    changes = [(first(one.date), last(one.date)) for one in governments.changes]
    if any(begin > since and end <= on for begin, end in changes):
        return True
    known = governments.known_since is not None and first(governments.known_since) <= since
    if not known or on > records.last_day() or any(end > since and begin <= on for begin, end in changes):
        return None
    return False
