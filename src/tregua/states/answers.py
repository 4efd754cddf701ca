"""Functions of the public interface about states together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.shown import Brief
from tregua.lab.bind import catalogue_hash
from tregua.lab.run import Progress
from tregua.states import records
from tregua.states.bills import paths
from tregua.states.burden import Burden, burden
from tregua.states.days import last
from tregua.states.effects import DRAWS, effects
from tregua.states.level import StateLevels, levels
from tregua.states.over_draws import OverDraws, over_draws
from tregua.states.payoffs import Payoff, players, vectors
from tregua.states.policies import Policy, policies
from tregua.states.pressure import Record, reaction_record
from tregua.states.replay import Replayed, Scores, replay, scores
from tregua.states.schema import Press
from tregua.states.stability import Rules
from tregua.states.treaty import Treaty
from tregua.states.weights import Weights, read_weights
from tregua.version import VERSION

FIRST, DAY = date(1900, 1, 1), re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, repr=False)
class Alliance(Brief):
    """States together on a day: what they said and enacted, bills, efforts and what they bring, who pays, who presses.

    `coalitions` is there only where weights were typed; `not_modelled` are the listed states of which the lab has
    neither an outcome nor an effort.
    """

    version: str
    catalogue_hash: str
    seed: int
    draws: int
    command: str
    on: date
    counts: records.Counts
    levels: tuple[StateLevels, ...]
    bills: tuple[Replayed, ...]
    scores: Scores
    policies: tuple[Policy, ...]
    years: int
    payoffs: tuple[Payoff, ...]
    not_modelled: tuple[str, ...]
    coalitions: OverDraws | None
    burden: Burden
    presses: tuple[Press, ...]
    reaction: Record


def alliance(
    on: "date | str | None" = None,
    weights: "str | Path | Weights | None" = None,
    *,
    treaty: Treaty | None = None,
    rules: Rules | None = None,
    members: Sequence[str] | None = None,
    cost: float | None = None,
    own: Mapping[str, float] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress = lambda done, total: None,
    command: str = "",
) -> Alliance:
    """States together: their levels on a day, bills, what efforts bring, which coalitions hold, who pays, who presses.

    Parameters
    ----------
    on
        The day whose levels are meant; the last of the records where none is named.
    weights
        What a unit of each outcome is worth, or the path of its YAML file; without it nothing is valued and no
        coalition is judged.
    treaty, rules
        Penalty, cost of pressure, club good and least members; ties, membership and transfers.
    members
        States that may form a coalition; all that the lab models where none is named.
    cost, own
        A cost to share among the listed states, and what states spend themselves.
    draws, seed
        Number of simulated futures of each structural alternative, and where their numbers start.

    Raises
    ------
    InputError
        A day, a file, a state or a number is wrong.
    RunError
        In some draw the model has no solution.
    """
    day = read_day(on)
    typed = weights if weights is None or isinstance(weights, Weights) else read_weights(weights)
    found = effects(draws, seed, progress)
    held = None if typed is None else over_draws(found, typed, treaty or Treaty(), rules or Rules(), members)
    modelled = players(found)
    return Alliance(
        VERSION,
        catalogue_hash(),
        seed,
        draws,
        command,
        day,
        records.counts(),
        tuple(levels(day)),
        tuple(replay(one) for one in paths().values()),
        scores(),
        policies(),
        found.years,
        vectors(found),
        tuple(name for name, one in records.states().items() if one.listed and name not in modelled),
        held,
        burden(None, cost, own),
        tuple(one for one in records.presses().values() if last(one.date) <= day),
        reaction_record(),
    )


def read_day(on: "date | str | None") -> date:
    """A day as it is typed, ``2021-03-10``; the last of the records where none is named.

    Raises
    ------
    InputError
        It is no day of the calendar, or lies before the first that is accepted.
    """
    if on is None:
        return records.last_day()
    try:
        found = on if isinstance(on, date) else date.fromisoformat(on if DAY.fullmatch(on) else "")
    except ValueError:
        raise InputError(Problem("not_a_day", "--on", {"found": on})) from None
    if found < FIRST:
        raise InputError(Problem("out_of_range", "--on", {"field": "on", "found": found, "expected": f"≥ {FIRST}"}))
    return found
