"""When crackdowns breed violence: conditional repression, in a minimal form of our own (after Lessing 2015, 2017).

fight  iff B(ρ) > κ ρ L,   B(ρ) = G/n + b ρ − c        c of each group is uniform between 0 and c̄
violence = (G/n + (b − κ L) ρ) / c̄                     part of the groups that fight the state, between 0 and 1

The state represses everyone by ρ, and those who fight it by κ ρ more, which costs them L a unit. Fighting brings
what a change of the law is worth, G, a public good among n groups that do not act together (violent lobbying), and
spares the part b of repression (violent corruption); it costs c. So κ* = b / L decides what a crackdown does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from tregua.models.arguments import problem, refuse, several
from tregua.models.protocol import Quantity, bound, given, recorded


@dataclass(frozen=True)
class Parameters:
    """What the state does, and what fighting it brings and costs. Payoffs in units of the worst cost of fighting.

    Attributes
    ----------
    repression : ρ, of everyone
    conditionality : κ, how much more those who fight are repressed, as a multiple of ρ
    loss : L, payoff a unit of repression that only those who fight meet
    spared : b, payoff a unit of repression that fighting spares
    law_change : G, payoff of a change of the law, to all groups together
    groups : n, that do not act together
    fighting_cost : c̄, the worst cost of fighting that any group has
    """

    repression: float
    conditionality: float
    loss: float
    spared: float
    law_change: float
    groups: float
    fighting_cost: float


def simulate(
    parameters: Parameters | None = None,
    *,
    seed: int = 0,
    repression: ArrayLike | None = None,
    conditionality: ArrayLike | None = None,
) -> xr.Dataset:
    """The part of the groups that fight the state, for each repression and each conditionality.

    Parameters
    ----------
    repression, conditionality : ρ, κ, one or several

    Returns
    -------
    dataset over `repression` and `conditionality`: violence, the part of the groups that fight

    Raises
    ------
    InputError
        When repression or conditionality is negative, or there is no group.
    """
    p = bound(Parameters, parameters)
    repression = p.repression if repression is None else repression
    conditionality = p.conditionality if conditionality is None else conditionality
    refuse(
        several("repression", repression, 0),
        several("conditionality", conditionality, 0),
        problem("groups", p.groups, 1),
    )
    rho, kappa = (np.atleast_1d(np.asarray(one, float)) for one in (repression, conditionality))
    gain = p.law_change / p.groups + (p.spared - p.loss * kappa[None, :]) * rho[:, None]
    violence = np.clip(gain / p.fighting_cost, 0, 1)
    run = xr.Dataset(
        {"violence": (("repression", "conditionality"), violence, {"units": "share"})},
        {"repression": rho, "conditionality": kappa},
    )
    return recorded(run, p, seed, source="lessing_2017")


def threshold(p: Parameters) -> float:
    """κ*, the conditionality above which more repression means less violence."""
    return p.spared / p.loss


def violence(run: xr.Dataset, **others: float) -> float:
    """The part of the groups that fight, with `others` in place of the values that `run` was made from."""
    return float(simulate(replace(given(run, Parameters), **others)).violence[0, 0])


def crackdown(run: xr.Dataset, conditionality: float) -> float:
    """What happens to violence when repression doubles."""
    doubled = 2 * given(run, Parameters).repression
    return violence(run, repression=doubled, conditionality=conditionality) - violence(
        run, conditionality=conditionality
    )


def _threshold(run: xr.Dataset) -> float:
    return threshold(given(run, Parameters))


QUANTITIES: Mapping[str, Quantity] = {
    "conditionality_calms": lambda run: violence(run, conditionality=1) - violence(run, conditionality=0),
    "crackdown_unconditional": lambda run: crackdown(run, 0),
    "crackdown_conditional": lambda run: crackdown(run, 1),
    "lobbying_under_turf_war": lambda run: violence(run, groups=4) - violence(run, groups=1),
    "threshold_number": _threshold,
    "crackdown_at_threshold": lambda run: crackdown(run, _threshold(run)),
}
