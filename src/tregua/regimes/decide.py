"""One case decided, with its reasons: which rows were read, what they used, what is missing, what would change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.record import Text
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.regimes.fact import Value, is_date
from tregua.regimes.flips import Flip, flips_of
from tregua.regimes.load import load_rules
from tregua.regimes.one_case import Reading, Step
from tregua.regimes.rules import DATE, Force, Rules
from tregua.regimes.vocabulary import check_facts


@dataclass(frozen=True, repr=False)
class Decision(Brief):
    """What a text says if the stated facts are true."""

    rules: Rules
    """The edition in force on the day of the decision."""
    on: str
    force: Force
    """Whether the text was in force that day."""
    facts: Mapping[str, Value]
    outcomes: Mapping[str, str]
    rule: str | None
    rule_of: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]
    """Where deciders disagree: for each kind of outcome, the answer of each."""
    provisional: Mapping[str, int]
    """For each kind that is decided, how many rows above that one are unknown and could change it."""
    details: Mapping[str, float | str]
    chain: tuple[Step, ...]
    missing: tuple[str, ...]
    flips: tuple[Flip, ...]

    @property
    def caveats(self) -> tuple[Said | Text, ...]:
        """What the reader must be told with the answer."""
        regime = self.rules.regime
        told: list[Said | Text] = [Said("regimes.caveat.not_advice"), *self.rules.caveats]
        if self.force != "in_force":
            since, until = regime.in_force.since or regime.dated, regime.in_force.until or ""
            told.append(Said(f"regimes.caveat.{self.force}", {"decided_on": self.on, "since": since, "until": until}))
        if self.provisional:
            told.append(Said("regimes.caveat.provisional"))
        told += regime.caveats
        if any(len(set(by_decider.values())) > 1 for by_decider in self.answers.values()):
            told.append(Said("regimes.caveat.two_deciders"))
        decisive = [step.rule.record for step in self.chain if step.decided]
        if any(record.gap for record in decisive):
            told.append(Said("regimes.caveat.gap"))
        if weak := tuple(record.id for record in decisive if record.confidence != "high"):
            told.append(Said("regimes.caveat.confidence", {"rows": weak}))
        if unread := tuple(name for name in self.facts if name not in (*self.rules.facts, DATE)):
            told.append(Said("regimes.caveat.unread", {"facts": unread}))
        return tuple(told)


def decide(
    regime: str | Rules,
    facts: Mapping[str, Any],
    variants: Iterable[str] = (),
    with_flips: bool = True,
    on: str | None = None,
) -> Decision:
    """What a regime says of one case, with its reasons.

    A row decides a kind of outcome when its condition is shown by the stated facts and no row above it on that kind is
    shown. A row above that stays unknown does not block it: its facts are listed as missing.

    The rows and values are those in force on the day of the decision: the fact `decision_date`, or `on`, or else the
    day as of which the text was read. Before and after the text nothing is decided.

    Parameters
    ----------
    regime
        Name of a regime, path of a file or a folder, or rules already loaded.
    facts
        Value of each stated fact; what is not stated, or null, is unknown.
    variants
        Readings of the regime's parameters other than its own (`strict`, `jep_practice`).
    with_flips
        Whether to look for the changes of one or two facts that change an outcome.
    on
        The day of the decision, where the facts do not state it.

    Raises
    ------
    InputError
        An unknown regime, variant or fact, a value of the wrong type, an impossible date, a case that cannot be.
    """
    loaded = regime if isinstance(regime, Rules) else load_rules(regime, variants)
    stated = dated(check_facts(facts, names=loaded.names), on)
    day = str(stated.get(DATE, loaded.on))
    rules = loaded.at(day)
    reading = Reading(rules, stated)
    if contradiction := rules.contradiction(reading.stated):
        raise InputError(contradiction.problem)
    return Decision(
        rules=rules,
        on=day,
        force=reading.force,
        provisional=reading.provisional,
        facts=stated,
        outcomes=reading.outcomes,
        rule=reading.rule,
        rule_of=reading.rule_of,
        answers=reading.answers,
        details=reading.details,
        chain=reading.chain(),
        missing=reading.missing,
        flips=flips_of(rules, stated, reading) if with_flips else (),
    )


def dated(stated: Mapping[str, Value], on: str | None) -> dict[str, Value]:
    """The facts with the day of the decision.

    Raises
    ------
    InputError
        `on` is no date, or the facts state another.
    """
    if on is None:
        return dict(stated)
    if not is_date(on):
        raise InputError(
            Problem("wrong_type", "--on", {"field": "on", "found": on, "expected": "@regimes.expected.date"})
        )
    if stated.get(DATE, on) != on:
        raise InputError(Problem("two_dates", "--on", {"found": on, "other": stated[DATE]}))
    return {**stated, DATE: on}
