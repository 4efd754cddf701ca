"""What the rows decide of many people whose facts are not known for sure: from beliefs to probabilities of outcome.

The rows are those that decide one case (`columns.decide_columns`); nothing of them is repeated here. Beliefs are
independent of each other, but for those given as columns of joint samples.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.noise import uniforms
from tregua.regimes.columns import Column, column, decide_columns
from tregua.regimes.fact import Fact, Value
from tregua.regimes.load import load_rules
from tregua.regimes.rules import Rules
from tregua.regimes.schema import UNDETERMINED
from tregua.regimes.vocabulary import Names, check_facts

Belief = float | Mapping[Value, float] | Column
"""Of one fact: the probability that it is true; weights of its values, what they leave to one being unknown; or its
column (`columns.column`) of samples drawn jointly with the other columns."""
Floats = NDArray[np.float64]
Chances = dict[str, dict[str, float]]
"""For each kind of outcome, the probability of each value."""
EXACT = 1 << 18
"""Up to this many combinations of facts every one is decided; beyond it, `DRAWS` of them are drawn."""
DRAWS = 1 << 17
BY_LAW = frozenset({"BARRED", "REQUIREMENT_NOT_MET", "COURT_BARS", "CONDITION_NOT_MET", "GUARANTEE_APPLIES"})
"""Outcomes under which nobody may be extradited, whatever the President wants."""
SPARED = frozenset({"NOT_EXTRADITED_BENEFIT", "DELIVERY_SUSPENDED", "DELIVERY_DEFERRED", "DENIED_BY_PRESIDENT"})
"""Outcomes by which the President spares somebody who might be extradited."""
DELIVERED = frozenset({"DELIVERED", "DELIVERED_NO_NEGOTIATION"})
PERMITTED = SPARED | DELIVERED | {"GRANTABLE", "PARTLY_GRANTABLE"}
"""Outcomes that presuppose a favourable opinion of the Court."""


@dataclass(frozen=True)
class Population:
    """What the rows decide of a population.

    Parameters
    ----------
    probabilities
        For each kind of outcome, the probability of each value that the rows can give; UNDETERMINED is one of them.
    standard_errors
        Monte-Carlo error of each probability; zero where every combination was decided.
    exact
        Whether every combination of facts was decided.
    cases
        How many combinations were decided.
    """

    probabilities: Chances
    standard_errors: Chances
    exact: bool
    cases: int


@dataclass(frozen=True)
class Risk:
    """Probability of extradition and its factors, each as (least, most): what the rows leave open lies between.

    p_us = indicted · caught · Pr(Court favourable and President extradites)
    """

    indicted: float
    caught: float
    court: tuple[float, float]
    president: tuple[float, float]
    least: float
    most: float
    exact: bool


def probabilities(rules: Rules, facts: Mapping[str, Value], beliefs: Mapping[str, Belief], seed: int = 0) -> Chances:
    """For each kind of outcome, the probability of each value; see `population`."""
    return population(rules, facts, beliefs, seed).probabilities


def population(rules: Rules, facts: Mapping[str, Value], beliefs: Mapping[str, Belief], seed: int = 0) -> Population:
    """What the rows decide of a population of which some facts are known and others believed.

    Pr(value) = Σ_x w(x) · 1[rows(facts, x) = value], over every combination x of the believed facts that the rows name
    (weight w) where there are at most `EXACT`, else over `DRAWS` drawn ones (w = 1/`DRAWS`, standard error
    √(p(1 − p)/`DRAWS`) with half a case added to each side, so that it is never zero).

    Parameters
    ----------
    rules
        The rows, as `load_rules` gives them.
    facts
        What is known of everybody.
    beliefs
        What is believed of each other fact. A fact in neither is unknown.
    seed
        Address of the draws; without effect where every combination is decided.

    Raises
    ------
    InputError
        A fact that is both known and believed, an unknown fact or value, weights that are negative or exceed one,
        joint columns of another length or type.
    """
    cases = _Cases([rules], facts, beliefs, seed)
    decided = decide_columns(rules, cases.columns)
    chances: Chances = {}
    errors: Chances = {}
    for kind, codes in decided.outcomes.items():
        values = decided.values[kind]
        mass = np.bincount(codes, cases.weights, len(values))
        chances[kind] = dict(zip(values, mass.tolist(), strict=True))
        errors[kind] = {value: cases.error(p) for value, p in chances[kind].items()}
    return Population(chances, errors, cases.exact, len(cases.weights))


def p_us(
    rules: Rules,
    facts: Mapping[str, Value],
    beliefs: Mapping[str, Belief],
    indicted: float,
    caught: float,
    procedure: Rules | None = None,
    seed: int = 0,
) -> Risk:
    """Probability that a member is extradited.

    p_us = Pr(indicted) · Pr(caught) · Pr(Court favourable) · Pr(President extradites | Court favourable): the Court as
    the procedure's rows decide, the President as the rules' rows decide, both of the same people. A case that rows
    leave open counts as not extradited in the least and as extradited in the most.

    Parameters
    ----------
    rules
        The regime from which the President's decision comes.
    facts, beliefs
        As in `population`; they may name facts of both regimes.
    indicted, caught
        Probabilities from 0 to 1.
    procedure
        The regime from which the Court's comes; the ordinary procedure unless another is given.

    Raises
    ------
    InputError
        As `population`, or a probability outside 0 to 1.
    """
    bad = [
        Problem("out_of_range", "", {"field": name, "expected": "0 … 1", "found": chance})
        for name, chance in (("indicted", indicted), ("caught", caught))
        if not 0 <= chance <= 1
    ]
    if bad:
        raise InputError(bad)
    procedure = procedure or load_rules("ordinary")
    cases = _Cases([rules, procedure], facts, beliefs, seed)
    court, president = (_extradition(one, cases.columns) for one in (procedure, rules))
    barred = np.isin(court, list(BY_LAW)) | np.isin(president, list(BY_LAW))
    permitted = np.isin(court, list(PERMITTED)) & ~barred
    delivered, spared = np.isin(president, list(DELIVERED)), np.isin(president, list(SPARED))
    sure, possible = permitted & delivered, ~barred & ~spared

    def share(where: NDArray[np.bool_]) -> float:
        return float(cases.weights[where].sum())

    least, most = (indicted * caught * share(where) for where in (sure, possible))
    return Risk(
        indicted=indicted,
        caught=caught,
        court=(share(permitted), share(~barred)),
        president=(_ratio(share(sure), share(permitted)), _ratio(share(possible), share(~barred))),
        least=least,
        most=most,
        exact=cases.exact,
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def _extradition(rules: Rules, columns: Mapping[str, Column]) -> NDArray[np.str_]:
    """What the rows decide on extradition of each case."""
    decided = decide_columns(rules, columns)
    values = decided.values.get("extradition", (UNDETERMINED,))
    codes = decided.outcomes.get("extradition", np.zeros(len(decided.rule), np.int8))
    return np.array(values)[codes]


class _Cases:
    """The combinations of known and believed facts, their weights, and whether they are all of them."""

    def __init__(
        self, regimes: Sequence[Rules], facts: Mapping[str, Value], beliefs: Mapping[str, Belief], seed: int
    ) -> None:
        read = {name: fact for rules in regimes for name, fact in rules.facts.items() if fact.type != "texts"}
        names = Names({name: fact for rules in regimes for name, fact in rules.names.facts.items()})
        known, weights, joint = _checked(facts, beliefs, names)
        weights = {name: one for name, one in weights.items() if name in read}
        joint = {name: values for name, values in joint.items() if name in read}
        rows = len(next(iter(joint.values()))) if joint else 1
        sizes = (rows, *(len(one) for one in weights.values()))
        self.exact = prod(sizes) <= EXACT
        size = prod(sizes) if self.exact else DRAWS
        if self.exact:
            at = np.unravel_index(np.arange(size), sizes)
            self.weights: Floats = np.full(size, 1 / rows)
        else:
            at = tuple(_drawn(name, one, rows, seed) for name, one in (("", None), *weights.items()))
            self.weights = np.full(size, 1 / size)
        self.columns = {name: values[at[0]] for name, values in joint.items()}
        for (name, one), places in zip(weights.items(), at[1:], strict=True):
            self.columns[name] = column(read[name], one)[places]
            if self.exact:
                self.weights = self.weights * np.array([*one.values()])[places]
        for name, value in known.items():
            if name in read:
                self.columns[name] = np.repeat(column(read[name], [value]), size)
        if not self.columns:  # nothing that the rows name is known or believed
            name, fact = next(iter(read.items()))
            self.columns[name] = np.repeat(column(fact, [None]), size)

    def error(self, p: float) -> float:
        """The Monte-Carlo error of a probability."""
        if self.exact:
            return 0.0
        size = len(self.weights)
        shrunk = (p * size + 0.5) / (size + 1)
        return float(np.sqrt(shrunk * (1 - shrunk) / size))


def _drawn(name: str, weights: Mapping[Value | None, float] | None, rows: int, seed: int) -> NDArray[np.int64]:
    """Positions in a fact's weights, or rows of the joint samples, by the inverse of their distribution function."""
    u = uniforms(seed, f"population.{name}", 0, 0, DRAWS)
    if weights is None:
        return (u * rows).astype(np.int64)
    total = np.cumsum([*weights.values()])
    return np.minimum(np.searchsorted(total, u, side="right"), len(total) - 1).astype(np.int64)


def _checked(
    facts: Mapping[str, Value], beliefs: Mapping[str, Belief], names: Names
) -> tuple[dict[str, Value], dict[str, dict[Value | None, float]], dict[str, Column]]:
    """Known facts, weights of values (None: unknown) and joint columns, every problem reported at once."""
    known = check_facts(facts, names=names)
    problems: list[Problem] = []
    weights: dict[str, dict[Value | None, float]] = {}
    joint: dict[str, Column] = {}
    for name, belief in beliefs.items():
        if name not in names.facts:
            problems.append(unknown_name("@regimes.fact", name, names.facts))
        elif name in known:
            problems.append(Problem("duplicate_key", "", {"found": name}))
        elif isinstance(belief, np.ndarray):
            joint[name] = belief
        else:
            one, found = _weights(names.facts[name], belief)
            weights[name] = one
            problems += found
    problems += _uneven(joint)
    if problems:
        raise InputError(problems)
    return known, weights, joint


def _weights(fact: Fact, belief: float | Mapping[Value, float]) -> tuple[dict[Value | None, float], list[Problem]]:
    """The weights that are not zero, what they leave to one given to unknown."""
    if not isinstance(belief, Mapping):
        if fact.type != "tri":
            values = {"field": fact.id, "found": belief, "expected": "@expected.mapping"}
            return {}, [Problem("wrong_type", "", values)]
        belief = {True: belief, False: 1 - belief}
    problems = [found for value in belief if (found := fact.problem_with(value))]
    outside = [weight for weight in belief.values() if not 0 <= weight <= 1]
    total = sum(belief.values())
    if outside or not total <= 1 + 1e-9:
        shown = outside[0] if outside else total
        problems.append(Problem("out_of_range", "", {"field": fact.id, "expected": "0 … 1", "found": shown}))
    weights: dict[Value | None, float] = {value: weight for value, weight in belief.items() if weight > 0}
    if 1 - total > 1e-9:
        weights[None] = 1 - total
    return weights, problems


def _uneven(joint: Mapping[str, Column]) -> list[Problem]:
    """A problem for joint columns of no or of different length; their types are checked when they are decided."""
    sizes = {values.shape for values in joint.values()}
    if len(sizes) <= 1 and (0,) not in sizes:
        return []
    shown = ", ".join(map(str, sorted(sizes)))
    return [Problem("wrong_type", "", {"field": "beliefs", "found": shown, "expected": "(n,)"})]
