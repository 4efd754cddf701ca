"""The law as chances: what the rows of a regime decide for whom, as numbers that a mechanism reads like a lever.

A regime is read through `regimes.decide`, case by case, so a row that is edited changes the answer and nothing else has
to. Whom it is read for stands in `rules.yaml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod

from pydantic import Field

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import load
from tregua.catalogue.record import Id, Number, Record, Sourced, Tag, Text
from tregua.lab.model import FOLDER, lab
from tregua.regimes.decide import Decision, decide
from tregua.regimes.fact import Value
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.population import BY_LAW, DELIVERED, SPARED
from tregua.regimes.rules import Rules
from tregua.regimes.schema import UNDETERMINED
from tregua.regimes.vocabulary import check_facts

ORDINARY = "ordinary"
OUT = frozenset({"OUT_OF_SCOPE", "INELIGIBLE", "NO_EFFECT", "EXCLUDED", "REVOKED"})
ELSEWHERE = frozenset({"OUT_OF_SCOPE", "REMIT_ORDINARY_EXTRADITABLE"})
FREE = frozenset({"AMNESTY", "BILL_OPPORTUNITY"})
FULL = frozenset({"NO_BENEFIT", "ORDINARY"})
Written = dict[str, str | bool | int | float]
Facts = dict[str, Value]
Beliefs = dict[str, float]


class Granted(Sourced):
    """The part of requests that are carried out where the law leaves them to the President."""

    value: Number


class Situation(Record):
    """What a person does about an offer, in facts of the law; `like` names the situation that it departs from."""

    id: Id
    text: Text
    like: Id | None = None
    facts: Written
    beliefs: Beliefs = Field(default_factory=dict)
    tag: Tag | None = None
    note: Text | None = None


class Rank(Record):
    """A rank, and the facts of its members."""

    id: Id
    facts: Written
    beliefs: Beliefs = Field(default_factory=dict)


class RulesFile(Record):
    """The file `lab/rules.yaml`; `force` is by status of the text, 0 what a successor drops, 1 what a law gives."""

    granted: Granted
    asked: Written
    situations: list[Situation]
    ranks: list[Rank]
    tag: Tag
    note: Text
    groups: dict[str, Written]
    regimes: dict[str, dict[str, Written]]
    force: dict[str, Number]


@dataclass(frozen=True)
class Chance:
    """A probability, and what the rows leave open of it: what they do not say, or say that somebody may do."""

    sure: float = 0.0
    left_open: float = 0.0

    def __add__(self, other: "Chance") -> "Chance":
        return Chance(self.sure + other.sure, self.left_open + other.left_open)

    def times(self, weight: float) -> "Chance":
        """The part of it that one of several cases has."""
        return Chance(weight * self.sure, weight * self.left_open)


@dataclass(frozen=True)
class RankLaw:
    """What a regime decides for one rank: extradition in each situation, and the penalty.

    `cut` is the part of the penalty that falls times the chance that the rows do not state it in years; `stated` the
    chance that they do, `years` the most that they then state, the mean over the cases, and `fewer` by how much it may
    be less.
    """

    extradited: Mapping[str, Chance]
    cut: Chance
    stated: float = 0.0
    years: float = 0.0
    fewer: float = 0.0


@dataclass(frozen=True)
class Law:
    """What a regime decides: by rank, which groups may take its offer, and how far it binds a successor."""

    regime: str
    ranks: Mapping[str, RankLaw]
    scope: Mapping[str, Chance]
    force: float


@cache
def rules_file() -> RulesFile:
    """The file `lab/rules.yaml`, its facts checked against the vocabulary of the law and its names against the world.

    Raises
    ------
    InputError
        A fact, rank, group or regime that does not exist, with the nearest.
    """
    read, document = load(RulesFile, FOLDER / "rules.yaml")
    named = [
        *((("ranks", i, "id"), one.id, "ranks") for i, one in enumerate(read.ranks)),
        *((("groups", one), one, "groups") for one in read.groups),
    ]
    problems = [
        unknown_name("@name.place", name, lab().places(index), document.at(keys))
        for keys, name, index in named
        if name not in lab().places(index)
    ]
    problems += [
        unknown_name("@regimes.regime", one, regimes(), document.at(("regimes", one)))
        for one in read.regimes
        if one not in regimes()
    ]
    stated = [read.asked, *(one.facts for one in read.situations), *(one.facts for one in read.ranks)]
    for listed in (*stated, *read.groups.values()):
        check_facts(listed)
    if problems:
        raise InputError(problems)
    return read


def law(
    regime: str,
    stated: Mapping[str, Value] | None = None,
    beliefs: Mapping[str, float] | None = None,
    group: str | None = None,
) -> Law:
    """What a regime, by name or path, decides for each rank and group; `stated` and `beliefs` hold for those inside.

    Ranks are as in `group`, or the mean over the groups that may take its offer.

    Raises
    ------
    InputError
        As `load_rules`, or a stated fact that is unknown or of the wrong type, or a belief outside 0 to 1.
    """
    return _Reader(load_rules(regime), regime, dict(check_facts(stated or {})), _checked(beliefs or {})).law(group)


def _checked(beliefs: Mapping[str, float]) -> dict[str, float]:
    problems = [
        Problem("out_of_range", "", {"field": name, "expected": "0 … 1", "found": chance})
        for name, chance in beliefs.items()
        if not 0.0 <= chance <= 1.0
    ]
    if problems:
        raise InputError(problems)
    return dict(beliefs)


def law_settings(regime: str) -> dict[tuple[str, str | None], float]:
    """The levers of the law, by name and rank, group or country, that a regime sets."""
    return dict(_settings(_law_once(regime) if regime in regimes() else law(regime)))


@cache
def _law_once(regime: str) -> Law:
    return law(regime)


def _settings(found: Law) -> Iterator[tuple[tuple[str, str | None], float]]:
    for rank, one in found.ranks.items():
        for situation, chance in one.extradited.items():
            yield (f"law_{situation}", rank), chance.sure
            yield (f"law_{situation}_open", rank), chance.left_open
        yield ("law_cut", rank), one.cut.sure
        yield ("law_cut_open", rank), one.cut.left_open
        yield ("law_stated", rank), one.stated
        yield ("law_years", rank), one.years
        yield ("law_years_open", rank), one.fewer
    for group, scope in found.scope.items():
        yield ("law_scope", group), scope.sure
        yield ("law_scope_open", group), scope.left_open
    for host in lab().places("hosts"):
        yield ("law_force", host), found.force


class _Reader:
    """Reads one regime for everybody whom `rules.yaml` describes."""

    def __init__(self, rules: Rules, name: str, stated: Facts, believed: Beliefs) -> None:
        self.file = rules_file()
        self.rules, self.ordinary = rules, load_rules(ORDINARY)
        self.name, self.stated, self.believed = name, stated, believed
        self.situations = {one.id: one for one in self.file.situations}

    def law(self, only: str | None) -> Law:
        """What it decides for all of them: ranks as in one group, or in those that may take the offer, if any may."""
        groups = lab().places("groups")
        scope = {group: self._scope(group) for group in groups}
        sure = [group for group in groups if scope[group].sure > 0]
        open_ = [group for group in groups if scope[group].left_open > 0]
        within = [self._facts_of(group) for group in ([only] if only else sure or open_ or groups)]
        ranks = {one.id: self._rank(one, within) for one in self.file.ranks}
        return Law(self.name, ranks, scope, self.file.force[self.rules.regime.text_status])

    def _facts_of(self, group: str) -> Facts:
        return {**self.file.groups.get(group, {}), **self.file.regimes.get(self.name, {}).get(group, {})}

    def _rank(self, rank: Rank, groups: list[Facts]) -> RankLaw:
        """What it decides of a rank, the mean over groups."""
        cases = {
            name: [
                (self._typed(name, {**facts, **group}), weight / len(groups))
                for facts, weight in found
                for group in groups
            ]
            for name in self.situations
            for found in [self._cases(name, rank)]
        }
        extradited = {
            name: _sum([(self._extradited(facts), weight) for facts, weight in listed])
            for name, listed in cases.items()
        }
        decided = [(self._decided(facts), weight) for facts, weight in cases["inside"]]
        years = [(found, weight) for one, weight in decided for found in [_years(one)] if found]
        cut = _sum([(_cut(one), weight) for one, weight in decided if _years(one) is None])
        if not years:
            return RankLaw(extradited, cut)
        stated = sum(weight for _, weight in years)
        least, most = (sum(weight * found[end] for found, weight in years) / stated for end in (0, 1))
        return RankLaw(extradited, cut, stated, most, most - least)

    def _typed(self, situation: str, facts: Facts) -> Facts:
        """Facts of a case with those that were typed for people inside the offer, which win."""
        return {**facts, **self.stated} if situation == "inside" else facts

    def _cases(self, name: str, rank: Rank) -> list[tuple[Facts, float]]:
        """Every combination of what is believed of a rank in a situation and the rows read, each with its weight."""
        situation = self.situations[name]
        parent = self.situations.get(situation.like or "")
        facts: Facts = {**self.file.asked, **rank.facts, **(parent.facts if parent else {}), **situation.facts}
        facts |= self.file.regimes.get(self.name, {}).get(name, {})
        beliefs = {**rank.beliefs, **situation.beliefs}
        if name == "inside":
            beliefs = {**beliefs, **self.believed}
            facts = {one: value for one, value in facts.items() if one not in self.believed} | self.stated
        read = [one for one in beliefs if one in self.rules.facts and one not in facts]
        cases = []
        for values in product((True, False), repeat=len(read)):
            believed = dict(zip(read, values, strict=True))
            weight = prod(beliefs[one] if value else 1 - beliefs[one] for one, value in believed.items())
            cases.append(({**facts, **believed}, weight))
        return cases

    def _decided(self, facts: Facts) -> Decision:
        return decide(self.rules, {one: facts[one] for one in facts if one in self.rules.facts}, with_flips=False)

    def _extradited(self, facts: Facts) -> Chance:
        """The chance of extradition once the Court is favourable; where a regime does not decide, the ordinary law."""
        found = _extradition(self._decided(facts))
        if found is None or found in ELSEWHERE:
            asked = {one: facts[one] for one in facts if one in self.ordinary.facts and one != "president_decision"}
            found = _extradition(decide(self.ordinary, asked, with_flips=False)) or UNDETERMINED
        if found in SPARED | BY_LAW:
            return Chance()
        if found in DELIVERED:
            return Chance(1.0)
        if found in (UNDETERMINED, "MAY_BE_DENIED"):
            return Chance(0.0, 1.0)
        return Chance(self.file.granted.value)

    def _scope(self, group: str) -> Chance:
        """Whether members who do all that it asks may take the offer; open where a row says that it does not say."""
        facts = {**dict.fromkeys(self.situations["inside"].beliefs, True), **self._facts_of(group)}
        chances = [
            (self._eligible(self._decided({**stated, **facts, **self.stated})), weight / len(self.file.ranks))
            for rank in self.file.ranks
            for stated, weight in self._cases("inside", rank)
        ]
        return _sum(chances)

    def _eligible(self, decided: Decision) -> Chance:
        found, by = _extradition(decided), decided.rule_of
        penalty = decided.outcomes.get("penalty") if "penalty" in by else None
        if decided.outcomes.get("status") in OUT or found == "OUT_OF_SCOPE":
            return Chance()
        if found == UNDETERMINED:
            return Chance(0.0, 1.0)
        if found in SPARED or found == "GUARANTEE_APPLIES" or (penalty is not None and penalty not in FULL):
            return Chance(1.0)
        silent = "penalty" in decided.rules.kinds and penalty is None and bool(decided.missing)
        return Chance(0.0, 1.0) if silent else Chance(1.0)


def _extradition(decided: Decision) -> str | None:
    """What a row decides on extradition, if one does."""
    return decided.outcomes["extradition"] if "extradition" in decided.rule_of else None


def _penalty(decided: Decision) -> str | None:
    """What a row decides on the penalty, if one does and it is not the whole of it."""
    found = decided.outcomes["penalty"] if "penalty" in decided.rule_of else None
    return None if found in FULL else found


def _years(decided: Decision) -> tuple[float, float] | None:
    """The least and the most years of penalty, where the rows state them."""
    given = decided.details
    if _penalty(decided) in (None, *FREE) or not {"years", "years_min", "years_max"} & given.keys():
        return None
    least = _number(given.get("years_min", given.get("years", 0.0)))
    return least, _number(given.get("years_max", given.get("years", least)))


def _cut(decided: Decision) -> Chance:
    """The part of the ordinary penalty that falls: from per cent where the rows state them, else open."""
    found, given = _penalty(decided), decided.details
    if found is None:
        return Chance()
    if found in FREE:
        return Chance(1.0)
    least = _number(given.get("reduction_min_pct", 0.0)) / 100.0
    most = _number(given.get("reduction_max_pct", 100.0)) / 100.0
    return Chance(least, most - least)


def _number(detail: float | str) -> float:
    assert isinstance(detail, int | float)
    return float(detail)


def _sum(chances: list[tuple[Chance, float]]) -> Chance:
    return sum((one.times(weight) for one, weight in chances), Chance())
