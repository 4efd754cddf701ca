"""Which coalitions would hold, draw by draw of the lab, under weights that a person typed: a chance by alternative.

A member j of S makes the effort that is best for the members, an outsider the one that is best for itself:

    q_j = max(0, Σ_{i∈S} m_ij / c_j),   q_j = max(0, m_jj / c_j)
    π_i = Σ_j m_ij q_j − c_i q_i²/2

No effort goes beyond what its lever can do. A state that makes none in the lab has q = 0, with what others do still in
its payoff. Without the partner that observes (the United States) the same game is played with it outside for good.
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
from tregua.lab.model import lab
from tregua.noise import Floats
from tregua.states import records
from tregua.states.effects import Effects
from tregua.states.payoffs import players, valued
from tregua.states.stability import Rules
from tregua.states.treaty import Treaty
from tregua.states.weights import Weights


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

    `partner_may_join`: whether the state that observes is among those that could join. `share_of_full_gain` is the
    gain of all states over no coalition as a share of that of the grand coalition, under the reference; none where the
    grand coalition gains nothing in the median draw.
    """

    members: tuple[str, ...]
    partner_may_join: bool
    p_stable: tuple[Chance, ...]
    payoff: Mapping[str, Interval]
    leaving: Mapping[str, Interval]
    share_of_full_gain: float | None


@dataclass(frozen=True, repr=False)
class OverDraws(Brief):
    """Every coalition of the states that the lab has, with the partner among those that may join and without it."""

    states: tuple[str, ...]
    makes_effort: tuple[str, ...]
    weights: Weights
    treaty: Treaty
    rules: Rules
    draws: int
    seed: int
    alternatives: tuple[str, ...]
    coalitions: tuple[Coalition, ...]

    def one(self, members: Sequence[str], partner_may_join: bool = True) -> Coalition:
        """The coalition of these members, in any order."""
        return next(
            each
            for each in self.coalitions
            if {*each.members} == {*members} and each.partner_may_join == partner_may_join
        )

    def sides(self) -> list[tuple[Coalition | None, Coalition | None]]:
        """Coalitions of the other states with the partner outside, each beside the same states with it inside."""
        outside, inside = (
            {frozenset(one.members): one for one in self.coalitions if one.partner_may_join == may}
            for may in (False, True)
        )
        partner = records.observer()
        others = sorted({each - {partner} for each in (*outside, *inside)}, key=lambda one: (len(one), sorted(one)))
        found = [(outside.get(one), inside.get(one | {partner})) for one in others]
        return [one for one in found if one != (None, None)]


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
    partner, coalitions = records.observer(), []
    for may_join in (False, True):
        reached = tuple(one for one in named if may_join or one != partner)
        if may_join == (partner in reached):
            masks = _masks(states, reached)
            payoffs = payoffs_of(found, weights, treaty, masks)
            table = _Table(found, states, reached, masks, payoffs, rules)
            coalitions += [table.coalition(one, may_join) for one in table.at if len(one) >= 2]
    acting = tuple(one for one in states if one in weights.efforts)
    listed = tuple(coalitions)
    return OverDraws(states, acting, weights, treaty, rules, found.draws, found.seed, found.alternatives, listed)


def payoffs_of(found: Effects, weights: Weights, treaty: Treaty, masks: NDArray[np.bool_]) -> Floats:
    """π_i(S) of every draw, shape (alternative, draw, coalition, state); `masks` has a row a coalition."""
    states = players(found)
    m = valued(found, weights, states)
    most = np.array([_most(found, weights, one) for one in states])
    slopes = np.array([weights.slopes.get(one, 1.0) for one in states])
    return payoff_table(m, slopes, most, masks, treaty) + _partner_gain(states, masks, treaty, weights.us_weight)


def _most(found: Effects, weights: Weights, state: str) -> float:
    """The largest effort of a state, at which its lever is at its end; 0 where it makes none."""
    for one in found.efforts:
        if one.state == state and one.lever == weights.efforts.get(state):
            return (lab().levers[one.lever].high - one.low) / (one.high - one.low)
    return 0.0


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


def payoff_table(m: Floats, c: Floats, most: Floats, members: NDArray[np.bool_], treaty: Treaty) -> Floats:
    """π_i(S), what each state has where the coalition S forms.

    Parameters
    ----------
    m : value to state i of one effort of j, shape (…, i, j)
    c : slope of the marginal cost of an effort, shape (j,)
    most : the largest effort, shape (j,); 0 of a state that makes none
    members : the coalitions, shape (S, j)
    treaty : what a coalition does to members and outsiders

    Returns
    -------
    payoffs : shape (…, S, i)
    """
    binding = _binding(members, treaty)
    together = np.einsum("sj,...ji->...si", binding.astype(float), m)
    alone = np.diagonal(m, axis1=-2, axis2=-1)[..., np.newaxis, :]
    q = np.clip(np.where(binding, together, alone) / c, 0.0, most)
    payoffs = np.einsum("...ij,...sj->...si", m, q) - c * q**2 / 2.0
    formed = binding.any(axis=1, keepdims=True)
    outsiders = (~binding).sum(axis=1, keepdims=True)
    payoffs = payoffs + np.where(binding, treaty.club - treaty.pressure_cost * outsiders, -treaty.penalty * formed)
    return np.asarray(payoffs)


def _binding(members: NDArray[np.bool_], treaty: Treaty) -> NDArray[np.bool_]:
    """The members of coalitions that act: those of two or more, and no fewer than the treaty asks for."""
    return np.asarray(members & (members.sum(axis=1, keepdims=True) >= max(2, treaty.minimum)))


def _partner_gain(states: Sequence[str], masks: NDArray[np.bool_], treaty: Treaty, gain: float) -> Floats:
    """What each other member gains while the partner is one: the typed number, else nothing."""
    if records.observer() not in states or not gain:
        return np.zeros(masks.shape)
    at, binding = states.index(records.observer()), _binding(masks, treaty)
    found = np.where(binding & binding[:, [at]], gain, 0.0)
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
                wants = self.holds(larger, True) if self.rules.transfers else self.rules.joins(gain)
                joins |= wants & self._admits(members, larger)
        return ~joins

    def _admits(self, members: tuple[int, ...], larger: tuple[int, ...]) -> NDArray[np.bool_] | np.bool_:
        """Whether the members let one more in: under unanimity only where that costs none of them anything."""
        if self.rules.membership == "open":
            return np.True_
        change = self.payoffs[..., self.at[larger], :] - self.payoffs[..., self.at[members], :]
        kept = change[..., larger].sum(axis=-1) if self.rules.transfers else change[..., members].min(axis=-1)
        return np.asarray(kept >= 0.0)

    def coalition(self, members: tuple[int, ...], partner_may_join: bool) -> Coalition:
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
            partner_may_join,
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
