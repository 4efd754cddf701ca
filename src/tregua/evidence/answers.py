"""What the ledger answers: a claim with its verdict, a reported figure with its check."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tregua.catalogue.beside import own_folder, per_ledger
from tregua.catalogue.shown import Brief, Catalogue
from tregua.evidence import ledger
from tregua.evidence.agreement import Status, status
from tregua.evidence.promise_schema import Promise, Reported
from tregua.evidence.schema import Claim, Estimate
from tregua.evidence.verdict import Verdict, judge


@dataclass(frozen=True, repr=False)
class JudgedClaim(Brief):
    """A claim, the estimates that bear on it, and the verdict that they give on each of its rows, by name."""

    claim: Claim
    estimates: tuple[Estimate, ...]
    verdicts: Mapping[str, Verdict]
    own: Path | None = None


@dataclass(frozen=True, repr=False)
class CheckedFigure(Brief):
    """A figure of the source texts, and whether it holds against primary sources."""

    figure: Reported
    status: Status


def claims() -> Catalogue[JudgedClaim]:
    """The causal claims of the source texts with their verdicts, by id (``C1`` … ``C18``)."""
    return Catalogue("@name.claim", {name: _judged(claim) for name, claim in ledger.claims().items()})


def claim(name: str) -> JudgedClaim:
    """One claim with its verdict.

    Raises
    ------
    InputError
        There is no claim of that id.
    """
    return claims()[name.upper()]


def _judged(claim: Claim) -> JudgedClaim:
    known = ledger.estimates()
    return JudgedClaim(claim, tuple(known[name] for name in claim.estimates), verdicts(claim.id), own_folder())


def verdicts(name: str) -> Mapping[str, Verdict]:
    """The verdict on each row of the claim of that id, by the row's own name."""
    return _every_verdict()[name]


@per_ledger
def _every_verdict() -> dict[str, dict[str, Verdict]]:
    records = (ledger.estimates(), ledger.pools(), ledger.appraisals())
    return {claim.id: {row.id: judge(row, *records) for row in claim.rows} for claim in ledger.claims().values()}


def reported() -> Catalogue[CheckedFigure]:
    """The figures that the source texts report with what the check found, by id (``D1`` … ``U13``)."""
    found = {name: CheckedFigure(figure, status(figure)) for name, figure in ledger.reported().items()}
    return Catalogue("@name.reported", found)


def promises() -> Catalogue[Promise]:
    """What was promised, offered, proposed or reported, with what is on record since, by id (``E1`` … ``A17``)."""
    return Catalogue("@name.promise", ledger.promises())


def promise(name: str) -> Promise:
    """One promise.

    Raises
    ------
    InputError
        There is no promise of that id.
    """
    return promises()[name.upper()]
