"""The evidence map: for each lever and each kind of outcome, how many studies there are and how certain each is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from tregua.evidence import ledger
from tregua.evidence.certainty import LEVELS, Level, alone
from tregua.evidence.schema import Estimate, Measure
from tregua.evidence.study import standing
from tregua.trace import checklist

OUTCOMES: tuple[Measure, ...] = get_args(Measure)


@dataclass(frozen=True)
class Cell:
    """The studies of one lever on one kind of outcome.

    Attributes
    ----------
    estimates : the estimates that count or lack a comparison, by name
    studies : each study once, at the best certainty that one of its estimates gives by itself
    """

    estimates: tuple[str, ...]
    studies: Mapping[str, Level]

    def count(self, level: Level) -> int:
        """How many studies reach that certainty and no better."""
        return sum(one == level for one in self.studies.values())


def levers() -> list[str]:
    """The levers of the source texts, by checklist id."""
    return [item.id for item in checklist() if item.id.startswith("P")]


def evidence_map() -> dict[tuple[str, Measure], Cell]:
    """Every cell, the empty ones too. Costs and other levels, results of models and opinion are no such studies."""
    found: dict[tuple[str, Measure], list[Estimate]] = {(lever, one): [] for lever in levers() for one in OUTCOMES}
    for estimate in ledger.estimates().values():
        level = estimate.effect is not None and estimate.effect.scale == "level"
        for lever in estimate.levers if standing(estimate) != "shown" and not level else ():
            found[lever, estimate.measures].append(estimate)
    return {key: _cell(listed) for key, listed in found.items()}


def _cell(listed: list[Estimate]) -> Cell:
    studies: dict[str, Level] = {}
    for one in listed:
        level = alone(one, ledger.risk_of(one))
        studies[one.voice] = max(level, studies.get(one.voice, level), key=LEVELS.index)
    return Cell(tuple(one.id for one in listed), studies)
