"""Deterrence when sanctions are scarce: at random, or concentrated on the first in a list (Kleiman & Kilmer 2009).

violate      iff p P < C                             P penalty, C cost of complying, p risk of a sanction
random       p = min(1, S/k)                         S sanctions for k violators
concentrated p = 1 if fewer than S of those before one in a published list violate, else 0

The games are exact. In the simulation, which is ours, a subject learns p from its own sanctions alone:

m = a / (a + b)                                      what it believes the risk to be; it violates iff m P < C
a ← f a + 1 if sanctioned,  b ← f b + 1 if not       after each violation; f is memory
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from math import inf
from typing import Literal, get_args

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tregua.models.arguments import check
from tregua.models.protocol import Quantity, bound, given, recorded
from tregua.noise import uniforms

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Rule = Literal["random", "concentrated", "warned"]
RULES: tuple[Rule, ...] = get_args(Rule)
SURGE_ROUNDS = 15
LATE = 20  # rounds at the end over which violations are counted
TIPPED = 0.05  # the part of all subjects below which a system has tipped


@dataclass(frozen=True)
class Parameters:
    """The game, and how the subjects of the simulation learn.

    Attributes
    ----------
    penalty, cost : P, C, payoff
    subjects : n
    cost_spread : how far the cost of a round lies from C at most, as a part of it; drawn anew for everyone each round
    memory : f, weight of what is known after one more violation
    prior_sanctioned, prior_unsanctioned : a, b before the first round
    rounds, runs : length of a simulation, and how many are averaged
    """

    penalty: float
    cost: float
    subjects: float
    cost_spread: float
    memory: float
    prior_sanctioned: float
    prior_unsanctioned: float
    rounds: float
    runs: float


def violates(risk: float, p: Parameters) -> bool:
    """Whether a subject that is sanctioned with probability `risk` violates; the indifferent comply."""
    return risk * p.penalty < p.cost


def risks(profile: tuple[bool, ...], sanctions: int, rule: Rule) -> list[float]:
    """The risk that each subject runs if it violates, given what the others do; `profile` tells who violates."""
    if rule == "random":
        others = [sum(profile) - does for does in profile]
        return [min(1.0, sanctions / (count + 1)) for count in others]
    return [float(sum(profile[:at]) < sanctions) for at in range(len(profile))]


def equilibria(n: int, sanctions: int, rule: Rule, p: Parameters) -> list[int]:
    """How many violate in each equilibrium in pure strategies of the game of `n` who choose at once."""
    found = {
        sum(profile)
        for profile in product((False, True), repeat=n)
        if all(does == violates(risk, p) for does, risk in zip(profile, risks(profile, sanctions, rule), strict=True))
    }
    return sorted(found)


def violators_in_turn(n: int, sanctions: int, rule: Rule, p: Parameters) -> int:
    """How many violate when `n` choose one after the other and each sees those before, by backward induction.

    ends[v] is how many violate in the end when v of those before one did.
    """
    ends = list(range(n + 1))
    for at in reversed(range(n)):
        ends = [
            ends[v + 1] if violates(risk_in_turn(v, ends[v + 1], sanctions, rule), p) else ends[v]
            for v in range(at + 1)
        ]
    return ends[0]


def risk_in_turn(before: int, in_the_end: int, sanctions: int, rule: Rule) -> float:
    """The risk of one more violator after `before`, when there are `in_the_end` with it."""
    return min(1.0, sanctions / in_the_end) if rule == "random" else float(before < sanctions)


def sanctions_to_tip(n: int, rule: Rule, p: Parameters) -> float:
    """The fewest sanctions with which that nobody violates is the only equilibrium of `n` who choose at once.

    Infinite where as many as there are subjects do not deter.
    """
    return next((sanctions for sanctions in range(n + 1) if equilibria(n, sanctions, rule, p) == [0]), inf)


def sanctioned(violating: Booleans, sanctions: int, order: Floats) -> Booleans:
    """Who of those `violating` is sanctioned: the first `sanctions` of them by `order`, shape (runs, subjects)."""
    waiting = np.where(violating, order, np.inf)
    place = waiting.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    return np.asarray(violating & (place < sanctions))


def drawn(seed: int, what: str, at: int, p: Parameters) -> Floats:
    """Uniform numbers of a round, one for each subject, shape (runs, subjects)."""
    shape = int(p.runs), int(p.subjects)
    return uniforms(seed, f"kleiman_kilmer_2009.{what}", at, 0, shape[0] * shape[1]).reshape(shape)


@cache
def play(rule: Rule, sanctions: int, surge: int, surge_rounds: int, seed: int, p: Parameters) -> tuple[Floats, Floats]:
    """Violations and sanctions in each round, means over the runs; the surge adds to the first rounds."""
    shape = int(p.runs), int(p.subjects)
    listed = np.broadcast_to(np.arange(shape[1], dtype=float), shape)
    known = np.full(shape, float(p.prior_sanctioned)), np.full(shape, float(p.prior_unsanctioned))
    if rule == "warned":
        known[1][:, :sanctions] = 0.0
    rounds = []
    for at in range(int(p.rounds)):
        believed = known[0] / (known[0] + known[1])
        cost = p.cost * (1 + p.cost_spread * (2 * drawn(seed, "cost", at, p) - 1))
        violating = believed * p.penalty < cost
        order = drawn(seed, "order", at, p) if rule == "random" else listed
        punished = sanctioned(violating, sanctions + (surge if at < surge_rounds else 0), order)
        for seen, added in zip(known, (punished, violating & ~punished), strict=True):
            seen[:] = np.where(violating, p.memory * seen, seen) + added
        rounds.append((violating.sum(axis=1).mean(), punished.sum(axis=1).mean()))
    violations, sanctions_given = np.array(rounds, dtype=float).T
    return violations, sanctions_given


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    sanctions: int = 12,
    surge: int = 0,
    surge_rounds: int = SURGE_ROUNDS,
) -> xr.Dataset:
    """Subjects who learn, under each rule.

    Parameters
    ----------
    seed : of the costs, and of the order at random
    sanctions : S, how many can be given in a round
    surge, surge_rounds : how many more in the first rounds, and for how many rounds

    Returns
    -------
    dataset over `rule` (random, concentrated, concentrated after warning the first S) and `round`: how many violate
    and how many are sanctioned, means over the runs

    Raises
    ------
    InputError
        When a number is negative or not whole.
    """
    p = bound(Parameters, parameters)
    check(0, whole=True, sanctions=sanctions, surge=surge, surge_rounds=surge_rounds, seed=seed)
    played = np.array([play(rule, sanctions, surge, surge_rounds, seed, p) for rule in RULES])
    run = xr.Dataset(
        {
            "violations": (("rule", "round"), played[:, 0], {"units": "persons"}),
            "sanctioned": (("rule", "round"), played[:, 1], {"units": "persons"}),
        },
        {"rule": list(RULES), "round": np.arange(int(p.rounds)) + 1},
    )
    return recorded(run, p, seed, source="kleiman_2009")


def played(run: xr.Dataset, rule: Rule, sanctions: int, surge: int = 0, **others: float) -> tuple[Floats, Floats]:
    """Violations and sanctions in each round, with `others` in place of the values that `run` was made from."""
    p = replace(given(run, Parameters), **others)
    return play(rule, sanctions, surge, SURGE_ROUNDS, run.attrs["seed"], p)


def late_violations(run: xr.Dataset, rule: Rule, sanctions: int, surge: int = 0, **others: float) -> float:
    """Violations a round at the end of a simulation, mean."""
    return float(played(run, rule, sanctions, surge, **others)[0][-LATE:].mean())


def punishment(run: xr.Dataset, rule: Rule, sanctions: int, surge: int = 0) -> float:
    """Sanctions given in a whole simulation, mean over the runs."""
    return float(played(run, rule, sanctions, surge)[1].sum())


def learned_to_tip(run: xr.Dataset, rule: Rule) -> float:
    """The fewest sanctions a round with which a simulation ends with hardly any violation; infinite if none do."""
    subjects = given(run, Parameters).subjects
    few = (n for n in range(int(subjects) + 1) if late_violations(run, rule, n) < TIPPED * subjects)
    return next(few, inf)


def _warnings_save(run: xr.Dataset) -> float:
    given_in_all = run.sanctioned.sum("round")
    return float(given_in_all.sel(rule="warned") - given_in_all.sel(rule="concentrated"))


def _equilibria(run: xr.Dataset, rule: Rule) -> list[int]:
    """Violators in the equilibria of the game of two with one sanction."""
    return equilibria(2, 1, rule, given(run, Parameters))


def _in_turn(run: xr.Dataset, n: int, rule: Rule) -> int:
    """Violators among `n` in turn with one sanction."""
    return violators_in_turn(n, 1, rule, given(run, Parameters))


QUANTITIES: Mapping[str, Quantity] = {
    "random_equilibria": lambda run: len(_equilibria(run, "random")),
    "random_fewest_violators": lambda run: min(_equilibria(run, "random")),
    "random_most_violators": lambda run: max(_equilibria(run, "random")),
    "concentrated_equilibria": lambda run: len(_equilibria(run, "concentrated")),
    "concentrated_violators": lambda run: max(_equilibria(run, "concentrated")),
    "concentrated_of_many": lambda run: _in_turn(run, 100, "concentrated"),
    "more_certainty_less_punishment": lambda run: punishment(run, "random", 30) - punishment(run, "random", 20),
    "concentration_tips_sooner": lambda run: learned_to_tip(run, "concentrated") - learned_to_tip(run, "random"),
    "warnings_save_sanctions": _warnings_save,
    "surge_lasts": lambda run: late_violations(run, "random", 4, surge=60) - late_violations(run, "random", 4),
    "random_in_turn": lambda run: _in_turn(run, 2, "random"),
    "random_sanctions_to_tip": lambda run: sanctions_to_tip(10, "random", given(run, Parameters)),
    "concentrated_sanctions_to_tip": lambda run: sanctions_to_tip(10, "concentrated", given(run, Parameters)),
    "little_certainty_more_punishment": lambda run: punishment(run, "random", 10) - punishment(run, "random", 4),
    "warnings_tip_no_later": lambda run: learned_to_tip(run, "warned") - learned_to_tip(run, "concentrated"),
    "surge_saves_sanctions": lambda run: punishment(run, "random", 4, surge=60) - punishment(run, "random", 4),
    "surge_fades_near_the_penalty": lambda run: late_violations(run, "random", 4, surge=60, cost_spread=0.5),
}
