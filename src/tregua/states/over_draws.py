"""Which coalitions would hold, draw by draw of the lab, under weights that a person typed: a chance by alternative.

A member j of S makes the effort that is best for the members, an outsider the one that is best for itself:

    q_j = max(0, Σ_{i∈S} m_ij / c_j),   q_j = max(0, m_jj / c_j)
    π_i = Σ_j m_ij q_j − c_i q_i²/2

A state that makes no effort in the lab has q = 0, with what others do still in its payoff.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tregua.analysis.spread import Interval, interval
from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.shown import Brief
from tregua.noise import Floats
from tregua.states.effects import Effects
from tregua.states.payoffs import players, valued
from tregua.states.stability import Rules
from tregua.states.treaty import Treaty
from tregua.states.weights import Weights

USA = "USA"


@dataclass(frozen=True)
class Chance(Brief):
    """The shares of draws of one structural alternative in which a coalition is stable, and its parts.

    `internal`: no member gains by leaving. `external`: no outsider gains by joining. `potential`: what leaving would
    bring the members does not exceed what they have together, so transfers could hold it.
    """

    alternative: str
    value: Mapping[str, float]
    p: float
    internal: float
    external: float
    potential: float


@dataclass(frozen=True, repr=False)
class Coalition(Brief):
    """Some states together: the chance that they hold, what they have together, and what leaving would bring each.

    `share_of_full_gain` is the gain of all states over no coalition as a share of that of the grand coalition, under
    the reference; none where the grand coalition gains nothing in the median draw.
    """

    members: tuple[str, ...]
    p_stable: tuple[Chance, ...]
    payoff: Mapping[str, Interval]
    leaving: Mapping[str, Interval]
    share_of_full_gain: float | None


@dataclass(frozen=True, repr=False)
class OverDraws(Brief):
    """Every coalition of the states that the lab has; with and without the United States they are the same game."""

    states: tuple[str, ...]
    makes_effort: tuple[str, ...]
    weights: Weights
    treaty: Treaty
    rules: Rules
    draws: int
    seed: int
    alternatives: tuple[str, ...]
    coalitions: tuple[Coalition, ...]

    def one(self, members: Sequence[str]) -> Coalition:
        """The coalition of these members, in any order."""
        return next(each for each in self.coalitions if {*each.members} == {*members})

    def sides(self) -> list[tuple[Coalition | None, Coalition | None]]:
        """Coalitions of the other states without the United States, each beside the same states with it."""
        by_members = {frozenset(one.members): one for one in self.coalitions}
        others = sorted({each - {USA} for each in by_members}, key=lambda one: (len(one), sorted(one)))
        return [(by_members.get(one), by_members.get(one | {USA})) for one in others]


def over_draws(
    found: Effects,
    weights: Weights,
    treaty: Treaty = Treaty(),  # noqa: B008 (frozen)
    rules: Rules = Rules(),  # noqa: B008
    members: Sequence[str] | None = None,
) -> OverDraws:
    """The chance that each coalition of `members` is stable; the other states of the lab stay outside.

    Raises
    ------
    InputError
        A member is a state that the lab does not have, or there are fewer than two.
    """
    states = players(found)
    named = _checked(states if members is None else tuple(members), states)
    if treaty.minimum > len(named):
        values = {"field": "minimum", "found": treaty.minimum, "expected": f"2 … {len(named)}"}
        raise InputError(Problem("out_of_range", "--minimum", values))
    masks = _masks(states, named)
    table = _Table(found, states, named, masks, payoffs_of(found, weights, treaty, masks), rules)
    coalitions = tuple(table.coalition(one) for one in table.at if len(one) >= 2)
    acting = tuple(one for one in states if one in weights.efforts)
    return OverDraws(states, acting, weights, treaty, rules, found.draws, found.seed, found.alternatives, coalitions)


def payoffs_of(found: Effects, weights: Weights, treaty: Treaty, masks: NDArray[np.bool_]) -> Floats:
    """π_i(S) of every draw, shape (alternative, draw, coalition, state); `masks` has a row a coalition."""
    states = players(found)
    m = valued(found, weights, states)
    effort = np.array([one in weights.efforts for one in states])
    slopes = np.array([weights.slopes.get(one, 1.0) for one in states])
    return payoff_table(m, slopes, effort, masks, treaty) + _us_gain(states, masks, weights.us_weight)


def _checked(members: tuple[str, ...], states: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [one for one in members if one not in states]
    if unknown:
        valid = ", ".join(states)
        raise InputError(Problem("not_modelled", "--members", {"found": one, "valid": valid}) for one in unknown)
    if twice := [one for one in dict.fromkeys(members) if members.count(one) > 1]:
        raise InputError(Problem("duplicate_key", "--members", {"found": one}) for one in twice)
    if len(members) < 2:
        raise InputError(Problem("few_members", "--members", {"found": ", ".join(members)}))
    return tuple(one for one in states if one in members)


def _masks(states: Sequence[str], named: Sequence[str]) -> NDArray[np.bool_]:
    """All coalitions of the named states, the empty one first, shape (coalition, state)."""
    rows = [one for size in range(len(named) + 1) for one in combinations(named, size)]
    return np.array([[state in one for state in states] for one in rows])


def payoff_table(m: Floats, c: Floats, effort: NDArray[np.bool_], members: NDArray[np.bool_], treaty: Treaty) -> Floats:
    """π_i(S), what each state has where the coalition S forms.

    Parameters
    ----------
    m : value to state i of one effort of j, shape (…, i, j)
    c : slope of the marginal cost of an effort, shape (j,)
    effort : which states make one, shape (j,)
    members : the coalitions, shape (S, j)
    treaty : what a coalition does to members and outsiders

    Returns
    -------
    payoffs : shape (…, S, i)
    """
    binding = members & (members.sum(axis=1, keepdims=True) >= max(2, treaty.minimum))
    together = np.einsum("sj,...ji->...si", binding.astype(float), m)
    alone = np.diagonal(m, axis1=-2, axis2=-1)[..., np.newaxis, :]
    q = np.where(effort, np.maximum(0.0, np.where(binding, together, alone) / c), 0.0)
    payoffs = np.einsum("...ij,...sj->...si", m, q) - c * q**2 / 2.0
    formed = binding.any(axis=1, keepdims=True)
    outsiders = (~binding).sum(axis=1, keepdims=True)
    payoffs = payoffs + np.where(binding, treaty.club - treaty.pressure_cost * outsiders, -treaty.penalty * formed)
    return np.asarray(payoffs)


def _us_gain(states: Sequence[str], masks: NDArray[np.bool_], gain: float) -> Floats:
    """What each other member gains while the United States is one: the typed number, else nothing."""
    if USA not in states or not gain:
        return np.zeros(masks.shape)
    at = states.index(USA)
    found = np.where(masks & masks[:, [at]], gain, 0.0)
    found[:, at] = 0.0
    return found


@dataclass(frozen=True, eq=False)
class _Table:
    """The payoffs beside every coalition of some states, shape (alternative, draw, coalition, state)."""

    found: Effects
    states: tuple[str, ...]
    named: tuple[str, ...]
    masks: NDArray[np.bool_]
    payoffs: Floats
    rules: Rules

    @cached_property
    def at(self) -> dict[tuple[int, ...], int]:
        """The row of each coalition, by the places of its members."""
        return {tuple(np.flatnonzero(mask).tolist()): row for row, mask in enumerate(self.masks)}

    def leaving(self, members: tuple[int, ...]) -> dict[int, Floats]:
        """What each member gains by leaving, shape (alternative, draw)."""
        here = self.payoffs[..., self.at[members], :]
        alone = {i: self.at[tuple(one for one in members if one != i)] for i in members}
        return {i: self.payoffs[..., row, i] - here[..., i] for i, row in alone.items()}

    def holds(self, members: tuple[int, ...], transfers: bool) -> NDArray[np.bool_]:
        """Whether nobody leaves, with transfers whether they could pay one another not to."""
        gains = [-one for one in self.leaving(members).values()]
        stay = [self.rules.joins(one) for one in ([np.sum(gains, axis=0)] if transfers else gains)]
        return np.asarray(np.all(stay, axis=0))

    def external(self, members: tuple[int, ...]) -> NDArray[np.bool_]:
        """Whether no outsider joins; with transfers one joins where the larger coalition could hold."""
        joins = np.zeros(self.payoffs.shape[:2], np.bool_)
        for i, state in enumerate(self.states):
            if state in self.named and i not in members:
                larger = tuple(sorted((*members, i)))
                gain = self.payoffs[..., self.at[larger], i] - self.payoffs[..., self.at[members], i]
                joins |= self.holds(larger, True) if self.rules.transfers else self.rules.joins(gain)
        return ~joins

    def coalition(self, members: tuple[int, ...]) -> Coalition:
        """One coalition with its chances by alternative."""
        internal, potential = (self.holds(members, one) for one in (False, True))
        external = self.external(members)
        stable = (potential if self.rules.transfers else internal) & external
        parts = (stable, internal, external, potential)
        told = [
            Chance(name, choices_named(name), *(float(one[a].mean()) for one in parts))
            for a, name in enumerate(self.found.alternatives)
        ]
        here = self.payoffs[0, :, self.at[members], :]
        return Coalition(
            tuple(self.states[i] for i in members),
            tuple(told),
            {state: interval(here[:, i]) for i, state in enumerate(self.states)},
            {self.states[i]: interval(one[0]) for i, one in self.leaving(members).items()},
            self._share(members),
        )

    def _share(self, members: tuple[int, ...]) -> float | None:
        """The median gain of all over no coalition as a share of that by the coalition of all, under the reference."""
        none, here, grand = (
            self.payoffs[0, :, self.at[one]].sum(axis=1) for one in ((), members, max(self.at, key=len))
        )
        full = float(np.median(grand - none))
        return float(np.median(here - none)) / full if full > 0.0 else None


def choices_named(name: str) -> dict[str, float]:
    """What an alternative chooses other than the reference, by parameter."""
    pairs = (one.partition("=") for one in name.split("; ") if "=" in one)
    return {parameter: float(value) for parameter, _, value in pairs}
