"""How certain a word is: GRADE's start by design, its reasons to lower and raise, and those that the rule demands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tregua.catalogue.record import Text
from tregua.evidence.pooling import Pooled
from tregua.evidence.schema import Estimate, Graded, Reason, Risk
from tregua.evidence.study import Study, randomised, standing

Level = Literal["very_low", "low", "moderate", "high"]
LEVELS: tuple[Level, ...] = ("very_low", "low", "moderate", "high")
FEW = 5  # studies
MEASURED = 2  # studies with an interval or a standard error


@dataclass(frozen=True)
class Reached:
    """A reason and the levels by which it moves the certainty; `why` is None where the rule demands it."""

    reason: Reason
    levels: int
    why: Text | None


@dataclass(frozen=True)
class Certainty:
    """A level, where it started and what moved it."""

    level: Level
    start: Level
    steps: tuple[Reached, ...]


def certainty(graded: Graded, counted: Sequence[Study], mean: Pooled | None) -> Certainty:
    """The certainty of a word from the studies that count, the typed reasons and those that the rule demands.

    Parameters
    ----------
    graded : the reasons typed for the row
    counted : the studies that count
    mean : the mean that decides, where one does
    """
    trials = sum(study.randomised for study in counted)
    start: Level = "high" if counted and 2 * trials >= len(counted) else "low"
    typed = [Reached(step.reason, -step.levels, step.why) for step in graded.lower]
    raised = [Reached(step.reason, step.levels, step.why) for step in graded.raise_]
    named = {step.reason for step in typed}
    ruled = [Reached(reason, -1, None) for reason in demanded(counted, mean) if reason not in named]
    steps = (*typed, *ruled, *raised)
    return Certainty(_moved(start, sum(step.levels for step in steps)), start, steps)


def demanded(counted: Sequence[Study], mean: Pooled | None) -> list[Reason]:
    """The reasons to lower that follow from the studies, whether or not a person typed them."""
    doubtful = sum(study.risk in ("serious", "critical", "not_judged") for study in counted)
    indirect = sum(not study.direct for study in counted)
    sides = {study.side for study in counted}
    apart = mean is None and (len(sides) > 1 or "neither" in sides)
    unlike = mean is not None and mean.predicted is not None and mean.predicted[0] <= mean.nothing <= mean.predicted[1]
    few = mean is None and (len(counted) < FEW or sum(study.measured for study in counted) < MEASURED)
    held: dict[Reason, bool] = {
        "risk_of_bias": 2 * doubtful > len(counted),
        "inconsistency": apart or unlike,
        "indirectness": 2 * indirect > len(counted),
        "imprecision": few,
    }
    return [reason for reason, holds in held.items() if holds]


def alone(estimate: Estimate, risk: Risk) -> Level:
    """What one estimate can give by itself: its design, less no comparison, its risk of bias and no word of chance."""
    lost = {"low": 0, "some": 0, "serious": 1, "critical": 2, "not_judged": 1}[risk]
    lost += (standing(estimate) != "counts") + (estimate.effect is None or estimate.effect.error is None)
    return _moved("high" if randomised(estimate) else "low", -lost)


def _moved(start: Level, levels: int) -> Level:
    return LEVELS[min(max(LEVELS.index(start) + levels, 0), len(LEVELS) - 1)]
