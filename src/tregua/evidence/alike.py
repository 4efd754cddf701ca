"""Which estimates may stand on one axis: the same scale, unit and kind of outcome, of one lever, contrast or pool."""

import math

from tregua.catalogue.beside import per_ledger
from tregua.evidence import ledger
from tregua.evidence.pooling import Pooled, pool
from tregua.evidence.schema import NORMAL, RATIOS, Effect, Estimate, Pool


def pools_with(name: str) -> list[Pool]:
    """The sets of estimates of one effect that hold an estimate."""
    return [one for one in ledger.pools().values() if name in one.estimates]


@per_ledger
def means() -> dict[str, Pooled | None]:
    """The mean of each set of estimates of one effect, where one may be taken."""
    known = ledger.estimates()
    return {name: pool([known[member] for member in one.estimates]) for name, one in ledger.pools().items()}


def alike(estimate: Estimate) -> list[Estimate]:
    """The estimates that may be drawn beside one, itself first, then by how near they are and by grade.

    None where it has no size, or is a level, which changes nothing.
    """
    if estimate.effect is None or estimate.effect.scale == "level":
        return []
    members = {name for one in pools_with(estimate.id) for name in one.estimates}

    def distance(other: Estimate) -> int | None:
        if other.effect is None or _axis(other.effect) != _axis(estimate.effect):
            return None
        same = other.measures == estimate.measures
        near = (
            other is estimate,
            other.id in members,
            same and other.intervention.en == estimate.intervention.en,
            same and bool({*other.levers} & {*estimate.levers}),
        )
        return near.index(True) if any(near) else None

    ranked = [(at, one.grade, one.id, one) for one in ledger.estimates().values() if (at := distance(one)) is not None]
    return [one for *_, one in sorted(ranked, key=lambda row: row[:3])]


def _axis(effect: Effect | None) -> tuple[str, str] | None:
    return None if effect is None else (effect.scale, effect.unit)


def ends(effect: Effect) -> tuple[float, float] | None:
    """The interval or range as it was read or, of a standard error, the interval of 95 %; None where there is none."""
    if effect.low is not None and effect.high is not None:
        return effect.low, effect.high
    if effect.se is None:
        return None
    half = NORMAL["95"] * effect.se
    if effect.scale in RATIOS:
        return effect.value * math.exp(-half), effect.value * math.exp(half)
    return effect.value - half, effect.value + half
