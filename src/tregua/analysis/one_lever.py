"""One lever by itself: what it does in the lab when it is moved and everything else is as it was done."""

from collections.abc import Mapping
from dataclasses import dataclass

from tregua.catalogue.errors import InputError, unknown_name
from tregua.catalogue.shown import Brief
from tregua.lab.cell import Comparison
from tregua.lab.compare import Comparisons, compare
from tregua.lab.idle import only_typed
from tregua.lab.model import lab
from tregua.lab.own import Setting, own_scenario
from tregua.lab.result import simulate
from tregua.lab.run import Progress, Settings
from tregua.lab.scenario import RECORD, Span, lever_array, record
from tregua.lab.schema import Lever


@dataclass(frozen=True, repr=False)
class OneLever(Brief):
    """A lever, from what it is held at to the far end of its range, and what that changes.

    Attributes
    ----------
    held : by place, what it is held at without a policy
    moved_to : the end of its range that is farther from there
    typed : the numbers behind it that are none unless a person types one; without them it moves nothing
    start : the month in which it is moved
    comparisons : the whole comparison, of which `cells` are those of outcomes that the lever lists
    """

    lever: Lever
    held: dict[str, float]
    moved_to: float
    typed: tuple[str, ...]
    start: str
    comparisons: Comparisons

    @property
    def cells(self) -> list[Comparison]:
        """The headline cells of the outcomes that it affects."""
        return [
            self.comparisons.one(self.comparisons.comparisons[0].scenario, outcome, place)
            for outcome in self.lever.affects
            for place in lab().outcomes[outcome].headline
        ]


def one_lever(name: str, draws: int, seed: int, progress: Progress = lambda done, total: None) -> OneLever:
    """Move one lever in all of its places, against what was done.

    Raises
    ------
    InputError
        There is no such lever, or a setting is wrong.
    RunError
        In some draw the model has no solution.
    """
    levers = lab().levers
    if name not in levers:
        raise InputError(unknown_name("@name.lever", name, levers))
    lever, settings = levers[name], Settings(draws=draws, seed=seed)
    held = held_at(lever, settings)
    moved_to = far_end(lever, held)
    policy = own_scenario([], [Setting(lever, None, moved_to, settings.start)], settings.start)
    dataset = simulate([record(), policy], settings, None, progress)
    return OneLever(
        lever, held, moved_to, tuple(only_typed(lever)), settings.start, compare(dataset, RECORD, settings.span.shown)
    )


def held_at(lever: Lever, settings: Settings) -> dict[str, float]:
    """By place, what a lever is held at without a policy."""
    last = lever_array(record(), Span(settings.span.first, settings.span.until, settings.start))[-1]
    return {place: float(last[lab().lever_columns[lever.id, place]]) for place in lab().movable(lever)}


def far_end(lever: Lever, held: Mapping[str, float]) -> float:
    """The end of its range that is farther from what it is held at."""
    middle = sum(held.values()) / len(held)
    return lever.high if lever.high - middle >= middle - lever.low else lever.low
