"""What the rows of a regime read of those who take an offer and keep it: facts, beliefs, and what nobody states."""

from collections.abc import Mapping
from dataclasses import dataclass

from tregua.analysis.offer_file import OfferFile
from tregua.catalogue.shown import Brief
from tregua.lab.rules import ORDINARY, Facts, Rank, rules_file
from tregua.regimes.decide import decide
from tregua.regimes.load import load_rules
from tregua.regimes.rules import Rules
from tregua.regimes.vocabulary import check_facts

INSIDE = "inside"


@dataclass(frozen=True)
class Known:
    """Facts that are stated and chances that a fact is true."""

    facts: Facts
    beliefs: Mapping[str, float]


@dataclass(frozen=True)
class Read(Brief):
    """What is read alike of every rank, what of one alone, what is missing, and what was typed for nothing.

    `missing` are facts that could change an answer and that nobody states; `unread` those typed that no row asks for.
    """

    alike: Known
    by_rank: Mapping[str, Known]
    missing: tuple[str, ...]
    unread: tuple[str, ...]


def read_of(given: OfferFile) -> Read:
    """What the rows of the regime read of the group that the offer is made to, as `lab/rules.py` tells it to them."""
    rules = load_rules(given.regime)
    known = {rank.id: _known(given, rules, rank) for rank in rules_file().ranks}
    first, *others = known.values()
    alike = Known(
        {name: value for name, value in first.facts.items() if all(one.facts.get(name) == value for one in others)},
        {
            name: chance
            for name, chance in first.beliefs.items()
            if all(one.beliefs.get(name) == chance for one in others)
        },
    )
    missing: dict[str, None] = {}
    for one in known.values():
        missing |= dict.fromkeys(
            decide(rules, {**dict.fromkeys(one.beliefs, True), **one.facts}, with_flips=False).missing
        )
    return Read(
        alike,
        {rank: _without(one, alike) for rank, one in known.items()},
        tuple(missing),
        (
            *(name for name in given.facts if name not in {*rules.facts, *load_rules(ORDINARY).facts}),
            *(name for name in given.beliefs if name not in rules.facts),
        ),
    )


def _known(given: OfferFile, rules: Rules, rank: Rank) -> Known:
    """What is stated and believed of one rank of the group inside the offer, as far as the rows ask for it."""
    file = rules_file()
    inside = next(one for one in file.situations if one.id == INSIDE)
    own = file.regimes.get(given.regime, {})
    of_group = {**file.groups.get(given.group, {}), **own.get(given.group, {})}
    written: Facts = {**file.asked, **rank.facts, **inside.facts, **own.get(INSIDE, {})}
    typed = check_facts(given.facts)
    stated = {name: value for name, value in written.items() if name not in given.beliefs} | typed
    beliefs = {**rank.beliefs, **inside.beliefs, **given.beliefs}
    return Known(
        {name: value for name, value in {**stated, **of_group, **typed}.items() if name in rules.facts},
        {name: chance for name, chance in beliefs.items() if name in rules.facts and name not in stated},
    )


def _without(one: Known, alike: Known) -> Known:
    """What is known of a rank beside what is known of all."""
    return Known(
        {name: value for name, value in one.facts.items() if name not in alike.facts},
        {name: chance for name, chance in one.beliefs.items() if name not in alike.beliefs},
    )
