"""The list of policies that the alliance would draw up (A7), each with its levers in the lab and what is known of it.

What is known comes with all its signs: an estimate stands here whichever way it points, and none moves the chance that
a bill passes (A9).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tregua.catalogue.record import Text
from tregua.catalogue.shown import Brief
from tregua.evidence import ledger
from tregua.evidence.gaps import OUTCOMES, Cell, evidence_map
from tregua.evidence.schema import Direction, Estimate, Measure
from tregua.lab.model import lab
from tregua.trace import checklist

SOFT = tuple(f"P{number}" for number in range(1, 13))
HARD = tuple(f"P{number}" for number in range(13, 20))
"""The policies that the source texts propose for the list, and those that it would replace."""


@dataclass(frozen=True, repr=False)
class Policy(Brief):
    """One policy: the levers that play it in the lab, and the estimates that count, by what they do to the outcome."""

    id: str
    text: Text
    replaced: bool
    levers: tuple[str, ...]
    estimates: Mapping[Direction, tuple[str, ...]]
    claims: tuple[str, ...]


def policies() -> tuple[Policy, ...]:
    """The list, the proposed ones first."""
    texts = {item.id: item.text for item in checklist()}
    cells = evidence_map()
    return tuple(_policy(name, texts[name], cells) for name in (*SOFT, *HARD))


def _policy(name: str, words: Text, cells: Mapping[tuple[str, Measure], Cell]) -> Policy:
    counted = {one for outcome in OUTCOMES for one in cells[name, outcome].estimates}
    listed = [one for one in ledger.estimates().values() if one.id in counted]
    directions: tuple[Direction, ...] = ("lowers", "none", "raises")
    levers = tuple(one.id for one in lab().levers.values() if name in one.checklist and not one.driver)
    return Policy(
        name,
        words,
        name in HARD,
        levers,
        {way: tuple(one.id for one in listed if one.direction == way) for way in directions},
        _claims(listed),
    )


def _claims(listed: list[Estimate]) -> tuple[str, ...]:
    """The claims that one of the estimates bears on."""
    named = {one.id for one in listed}
    return tuple(
        claim.id
        for claim in ledger.claims().values()
        if named & {each.estimate for row in claim.rows for each in row.evidence}
    )
