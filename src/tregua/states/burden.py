"""Who pays: one cost shared under several rules, and what each pays to the others where costs of their own are typed.

Rules: `equal`, C/n; `head`, by population; `capacity`, by GDP between a floor and a ceiling; `harm`, by homicides of
the latest year known, the measured harm; `effort`, by the costs of their own that states are typed to have. Under typed
weights also the Shapley value of the states that the lab models (γ-rule: members act as one, the others alone).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

import numpy as np

from tregua.analysis.spread import Interval, interval
from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.shown import Brief
from tregua.states.effects import Effects
from tregua.states.over_draws import payoffs_of
from tregua.states.payoffs import players
from tregua.states.records import states
from tregua.states.sharing import by_weight, equal, shapley, transfers
from tregua.states.treaty import Treaty
from tregua.states.weights import Weights

Rule = Literal["equal", "head", "capacity", "harm", "effort"]
RULES: tuple[Rule, ...] = get_args(Rule)
MOST = 1e15
FLOOR, CEILING = Fraction(1, 100_000), Fraction(22, 100)
"""Of the scale by which the United Nations shares its budget: 0.001 % and 22 %."""


@dataclass(frozen=True)
class Share(Brief):
    """What a state pays under a rule, as a share and, where a cost is typed, as an amount and a transfer.

    `transfer` is what it pays to the others beyond a cost of its own; negative where it is paid.
    """

    state: str
    rule: Rule
    share: float
    amount: float | None
    transfer: float | None


@dataclass(frozen=True, repr=False)
class Burden(Brief):
    """The cost under every rule that has the numbers it needs, and the states that a rule leaves out."""

    cost: float | None
    floor: float
    ceiling: float
    members: tuple[str, ...]
    shares: tuple[Share, ...]
    missing: Mapping[Rule, tuple[str, ...]]

    def of(self, rule: Rule) -> dict[str, Share]:
        """The shares under one rule, by state."""
        return {one.state: one for one in self.shares if one.rule == rule}


def burden(
    members: Sequence[str] | None = None,
    cost: float | None = None,
    own: Mapping[str, float] | None = None,
    floor: float | Fraction = FLOOR,
    ceiling: float | Fraction | None = None,
) -> Burden:
    """Share a cost among states.

    Parameters
    ----------
    members : those that pay; the states that the document of Cali lists where none is named
    cost : the cost to share, in any unit; the sum of `own` where only these are typed
    own : what states are typed to spend themselves, in the same unit
    floor, ceiling : of the share by capacity; where no ceiling is named, that of the United Nations, or none for so few
        states that it could not hold

    Raises
    ------
    InputError
        A state that has no record, a number out of range, or a floor and ceiling between which no shares add up.
    """
    named = _members(members)
    most = (CEILING if CEILING * len(named) >= 1 else Fraction(1)) if ceiling is None else ceiling
    _check(named, cost, own or {}, floor, most)
    spent = {name: Fraction(value) for name, value in (own or {}).items()}
    total = sum(spent.values(), Fraction(0)) if spent else None if cost is None else Fraction(cost)
    found: list[Share] = []
    missing: dict[Rule, tuple[str, ...]] = {}
    for rule in RULES if spent else RULES[:-1]:
        weights = _weights(rule, named, spent)
        if lacking := tuple(name for name in named if weights.get(name) is None):
            missing[rule] = lacking
            continue
        shares = _shares(rule, {name: one for name, one in weights.items() if one is not None}, floor, most)
        found += _told(rule, shares, total, spent)
    return Burden(None if total is None else float(total), float(floor), float(most), named, tuple(found), missing)


def _members(members: Sequence[str] | None) -> tuple[str, ...]:
    known = states()
    named = tuple(name for name, one in known.items() if one.listed) if members is None else tuple(members)
    unknown = [unknown_name("@name.state", one, known, "--members") for one in named if one not in known]
    if unknown:
        raise InputError(unknown)
    if twice := [one for one in dict.fromkeys(named) if named.count(one) > 1]:
        raise InputError(Problem("duplicate_key", "--members", {"found": one}) for one in twice)
    if len(named) < 2:
        raise InputError(Problem("few_members", "--members", {"found": ", ".join(named)}))
    return named


def _check(
    named: Sequence[str],
    cost: float | None,
    own: Mapping[str, float],
    floor: float | Fraction,
    ceiling: float | Fraction,
) -> None:
    problems = [unknown_name("@name.state", one, named, "--own") for one in own if one not in named]
    if cost is not None and not 0.0 < float(cost) < MOST:
        values = {"field": "cost", "found": float(cost), "expected": f"> 0, < {MOST:g}"}
        problems.append(Problem("out_of_range", "--cost", values))
    problems += [
        Problem("out_of_range", "--own", {"field": name, "found": float(value), "expected": f"0 … {MOST:g}"})
        for name, value in own.items()
        if not 0.0 <= value < MOST
    ]
    if own and not problems and not any(own.values()):
        problems.append(Problem("own_nothing", "--own"))
    if cost is not None and own and not problems and abs(float(sum(own.values())) - cost) > 1e-6 * cost:
        found, expected = float(sum(own.values())), f"{cost:g}"
        problems.append(Problem("own_costs", "--own", {"found": found, "expected": expected}))
    limits = {"floor": floor, "ceiling": ceiling}
    problems += [
        Problem("out_of_range", f"--{name}", {"field": name, "found": float(value), "expected": "0 … 1"})
        for name, value in limits.items()
        if not 0.0 <= value <= 1.0
    ]
    if problems:
        raise InputError(problems)


def _weights(rule: Rule, named: Sequence[str], own: Mapping[str, Fraction]) -> dict[str, Fraction | None]:
    """What a rule shares by; none where a state's number is not known."""

    def figure(state: str, measure: str) -> Fraction | None:
        value = states()[state].figures[measure].value  # type: ignore[index]
        return None if value is None else Fraction(value)

    match rule:
        case "equal":
            return dict.fromkeys(named, Fraction(1))
        case "head":
            return {name: figure(name, "population") for name in named}
        case "capacity":
            return {name: figure(name, "gdp") for name in named}
        case "harm":
            rates = {name: figure(name, "homicide_last") or figure(name, "homicide_first") for name in named}
            pairs = {name: (figure(name, "population"), rates[name]) for name in named}
            return {name: None if None in pair else pair[0] * pair[1] for name, pair in pairs.items()}  # type: ignore[operator]
        case "effort":
            return {name: own.get(name, Fraction(0)) for name in named}


def _shares(
    rule: Rule, weights: Mapping[str, Fraction], floor: float | Fraction, ceiling: float | Fraction
) -> dict[str, Fraction]:
    if rule == "equal":
        return equal(1, [*weights])
    return by_weight(1, weights, floor, ceiling) if rule == "capacity" else by_weight(1, weights)


def _told(
    rule: Rule, shares: Mapping[str, Fraction], total: Fraction | None, own: Mapping[str, Fraction]
) -> list[Share]:
    amounts = {name: share * total for name, share in shares.items()} if total is not None else {}
    spent = {name: own.get(name, Fraction(0)) for name in shares}
    paid = transfers(amounts, spent) if own and sum(spent.values()) == total else {}
    return [
        Share(
            name,
            rule,
            float(share),
            float(amounts[name]) if amounts else None,
            float(paid[name]) if paid else None,
        )
        for name, share in shares.items()
    ]


def shapley_over_draws(found: Effects, weights: Weights, treaty: Treaty) -> dict[str, Interval]:
    """The Shapley value of each state that the lab models, over draws of the reference, in the unit of the weights."""
    names = players(found)
    masks = (np.arange(1 << len(names))[:, None] >> np.arange(len(names)) & 1).astype(bool)
    worths = (payoffs_of(found, weights, treaty, masks)[0] * masks).sum(axis=2)
    values = np.array([shapley([float(one) for one in worth]) for worth in worths])
    return {name: interval(values[:, i]) for i, name in enumerate(names)}
