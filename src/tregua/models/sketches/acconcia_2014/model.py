"""Leniency for those who testify, in a minimal form of our own (after Acconcia, Immordino, Piccolo & Rey 2014).

talk   iff θ f + (1 − π) (1 − β θ_L) r < α f           r of each associate is uniform between 0 and r̄
τ = (α − θ) f / ((1 − π) (1 − β θ_L) r̄)                part of the associates who talk, between 0 and 1
E = α + (β − α) τ                                      chance that a member is convicted
form   iff gain > E f                                  gains of groups are uniform between 0 and ḡ
α = a e,  β = b e                                      chance of a conviction without and with testimony

f is the penalty, θ the part of it that who talks keeps, θ_L the part that a leader keeps who asks for leniency,
π protection of witnesses, r what a leader at liberty can do to them, e the efficiency of justice.
That a lenient offer leaves the leader free to retaliate, 1 − β θ_L, is our mechanism.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from tregua.models.arguments import problem, refuse, several
from tregua.models.protocol import Quantity, bound, given, recorded

Floats = NDArray[np.float64]
WHOLE = 1.0


@dataclass(frozen=True)
class Parameters:
    """The offer, the law and the group.

    Attributes
    ----------
    kept, leader_kept : θ, θ_L, part of the penalty that an associate who talks, and a leader, keeps
    protection : π, part of the retaliation that is prevented
    efficiency : e, of justice
    conviction_without, conviction_with : a, b, chance of a conviction without and with testimony where e = 1
    penalty : f, payoff
    retaliation : r̄, the worst that any associate expects, payoff
    gain : ḡ, the most that any group gains, a member, payoff
    """

    kept: float
    leader_kept: float
    protection: float
    efficiency: float
    conviction_without: float
    conviction_with: float
    penalty: float
    retaliation: float
    gain: float


def talking(protection: ArrayLike, efficiency: ArrayLike, p: Parameters) -> Floats:
    """τ, the part of the associates who talk; all of them where nothing deters them and talking pays."""
    alpha, beta = (
        p.conviction_without * np.asarray(efficiency, float),
        p.conviction_with * np.asarray(efficiency, float),
    )
    saved = (alpha - p.kept) * p.penalty
    feared = (1 - np.asarray(protection, float)) * (1 - beta * p.leader_kept) * p.retaliation
    return np.asarray(np.where(saved <= 0, 0.0, np.clip(saved / np.maximum(feared, np.finfo(float).tiny), 0, 1)))


def convicted(protection: ArrayLike, efficiency: ArrayLike, p: Parameters) -> Floats:
    """E, the chance that a member is convicted."""
    a, b = p.conviction_without, p.conviction_with
    return np.asarray(np.asarray(efficiency) * (a + (b - a) * talking(protection, efficiency, p)))


def formed(protection: ArrayLike, efficiency: ArrayLike, p: Parameters) -> Floats:
    """The part of all groups that form."""
    return np.asarray(np.clip(1 - convicted(protection, efficiency, p) * p.penalty / p.gain, 0, 1))


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    protection: ArrayLike | None = None,
    efficiency: ArrayLike | None = None,
    kept: float | None = None,
    leader_kept: float | None = None,
) -> xr.Dataset:
    """Who talks and which groups form, for each protection and each efficiency of justice.

    Parameters
    ----------
    protection, efficiency : π, e, one or several
    kept, leader_kept : θ, θ_L

    Returns
    -------
    dataset over `protection` and `efficiency`: the part of associates who talk, the chance that a member is convicted,
    the part of groups that form

    Raises
    ------
    InputError
        With each argument that is no share, and an efficiency that makes a chance of more than one.
    """
    p = bound(Parameters, parameters)
    p = replace(
        p, kept=p.kept if kept is None else kept, leader_kept=p.leader_kept if leader_kept is None else leader_kept
    )
    protection = p.protection if protection is None else protection
    efficiency = p.efficiency if efficiency is None else efficiency
    refuse(
        several("protection", protection, 0, 1),
        several("efficiency", efficiency, 0, 1 / p.conviction_with),
        problem("kept", p.kept, 0, 1),
        problem("leader_kept", p.leader_kept, 0, 1),
    )
    shielded, efficient = (np.atleast_1d(np.asarray(one, float)) for one in (protection, efficiency))
    results = {"talking": talking, "convicted": convicted, "formed": formed}
    run = xr.Dataset(
        {
            name: (("protection", "efficiency"), compute(shielded[:, None], efficient[None, :], p), {"units": "share"})
            for name, compute in results.items()
        },
        {"protection": shielded, "efficiency": efficient},
    )
    return recorded(run, p, seed, source="acconcia_2014")


def changed(run: xr.Dataset, **others: float) -> xr.Dataset:
    """The same with `others` in place of the values that `run` was made from."""
    return simulate(replace(given(run, Parameters), **others))


def difference(variable: str, after: xr.Dataset, before: xr.Dataset) -> float:
    """What changes in one result from one law to another."""
    return float(after[variable][0, 0] - before[variable][0, 0])


def effect(run: xr.Dataset, variable: str) -> float:
    """What the programme changes; before it, who talked kept the whole penalty and was not protected."""
    return difference(variable, run, changed(run, kept=WHOLE, protection=0))


def _deterred(run: xr.Dataset, efficiency: float) -> float:
    """What the programme changes in the part of groups that form, where justice is that efficient."""
    return effect(changed(run, efficiency=efficiency), "formed")


def _least_kept_in_silence(run: xr.Dataset, efficiency: float) -> float:
    """θ from which on nobody talks, α."""
    return given(run, Parameters).conviction_without * efficiency


QUANTITIES: Mapping[str, Quantity] = {
    "programme_deters": lambda run: effect(run, "formed"),
    "programme_convicts": lambda run: effect(run, "convicted"),
    "protection_deters": lambda run: difference("formed", changed(run, protection=0.7), changed(run, protection=0.3)),
    "efficiency_deters": lambda run: difference("formed", changed(run, efficiency=1.0), changed(run, efficiency=0.8)),
    "efficiency_helps_the_programme": lambda run: _deterred(run, 1.0) - _deterred(run, 0.8),
    "efficiency_spares_generosity": lambda run: _least_kept_in_silence(run, 1.0) - _least_kept_in_silence(run, 0.8),
    "talking_if_much_is_kept": lambda run: changed(run, kept=0.5).talking[0, 0],
    "lenient_to_leaders": lambda run: difference("talking", changed(run, leader_kept=0.2), changed(run, leader_kept=1)),
}
