"""One case decided, with its reasons: which rows were read, what they used, what is missing, what would change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tregua.catalogue.record import Text
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.regimes.flips import Flip, flips_of
from tregua.regimes.one_case import Reading, Step
from tregua.regimes.rules import Rules, load_rules
from tregua.regimes.vocabulary import Value, check_facts


@dataclass(frozen=True, repr=False)
class Decision(Brief):
    """What a text says if the stated facts are true."""

    rules: Rules
    facts: Mapping[str, Value]
    outcomes: Mapping[str, str]
    rule: str | None
    rule_of: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]
    """Where deciders disagree: for each kind of outcome, the answer of each."""
    details: Mapping[str, float | str]
    chain: tuple[Step, ...]
    missing: tuple[str, ...]
    flips: tuple[Flip, ...]

    @property
    def caveats(self) -> tuple[Said | Text, ...]:
        """What the reader must be told with the answer."""
        regime = self.rules.regime
        told: list[Said | Text] = [Said("regimes.caveat.not_advice"), *self.rules.caveats]
        since, decided_on = regime.in_force.since, self.facts.get("decision_date")
        if since and isinstance(decided_on, str) and decided_on < since:
            told.append(Said("regimes.caveat.before", {"decided_on": decided_on, "since": since}))
        told += regime.caveats
        if any(len(set(by_decider.values())) > 1 for by_decider in self.answers.values()):
            told.append(Said("regimes.caveat.two_deciders"))
        decisive = [step.rule.record for step in self.chain if step.decided]
        if any(record.gap for record in decisive):
            told.append(Said("regimes.caveat.gap"))
        if weak := tuple(record.id for record in decisive if record.confidence != "high"):
            told.append(Said("regimes.caveat.confidence", {"rows": weak}))
        if unread := tuple(name for name in self.facts if name not in self.rules.facts):
            told.append(Said("regimes.caveat.unread", {"facts": unread}))
        return tuple(told)


def decide(
    regime: str | Rules, facts: Mapping[str, Any], variants: Iterable[str] = (), with_flips: bool = True
) -> Decision:
    """What a regime says of one case, with its reasons.

    A row decides a kind of outcome when its condition is shown by the stated facts and no row above it on that kind is
    shown. A row above that stays unknown does not block it: its facts are listed as missing.

    Parameters
    ----------
    regime
        Name of a regime, path of a file, or rules already loaded.
    facts
        Value of each stated fact; what is not stated, or null, is unknown.
    variants
        Readings of the regime's parameters other than its own (`strict`, `jep_practice`).
    with_flips
        Whether to look for the changes of one or two facts that change an outcome.

    Raises
    ------
    InputError
        An unknown regime, variant or fact, a value of the wrong type, an impossible date.
    """
    rules = regime if isinstance(regime, Rules) else load_rules(regime, variants)
    stated = check_facts(facts)
    reading = Reading(rules, stated)
    return Decision(
        rules=rules,
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
