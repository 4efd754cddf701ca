"""How large a self-enforcing agreement can be (Barrett 1994), with linear benefits and quadratic costs.

π_i = b Σ_j q_j − c q_i² / 2
q = k b / c for each of the k signatories, q = b / c for each of the n − k outsiders

Each outsider weighs its own benefit only; signatories weigh that of all k. Since benefits are linear, neither answers
to what the other does. An agreement enforces itself when no signatory gains by leaving and no outsider by joining.
Payoffs are rational numbers of b and c, so ties are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import xarray as xr

from tregua.models.arguments import problem, refuse
from tregua.models.protocol import Quantity, bound, given, recorded

PAYOFF, YES_OR_NO = {"units": "payoff"}, {"units": "yes or no"}


@dataclass(frozen=True)
class Parameters:
    """The size of the world and its payoffs.

    Attributes
    ----------
    states : n, how many identical states there are
    b : benefit of each state from one unit of abatement by anyone
    c : slope of a state's marginal cost of abatement
    """

    states: float
    b: float
    c: float


def abatement(k: int, p: Parameters) -> tuple[Fraction, Fraction]:
    """Abatement of a signatory and of an outsider beside a coalition of `k`."""
    b, c = Fraction(p.b), Fraction(p.c)
    return k * b / c, b / c


def payoffs(k: int, p: Parameters) -> tuple[Fraction, Fraction]:
    """π of a signatory and of an outsider beside a coalition of `k`."""
    b, c = Fraction(p.b), Fraction(p.c)
    inside, outside = abatement(k, p)
    total = k * inside + (int(p.states) - k) * outside
    return b * total - c * inside**2 / 2, b * total - c * outside**2 / 2


def gain_from_joining(k: int, p: Parameters) -> Fraction:
    """What an outsider gains when it joins a coalition of `k`, π of a signatory at k + 1 less π of an outsider at k."""
    return payoffs(k + 1, p)[0] - payoffs(k, p)[1]


def joins(gain: Fraction, indifferent_joins: bool) -> bool:
    """Whether a state is in when that brings it `gain`."""
    return gain > 0 or (gain == 0 and indifferent_joins)


def internally_stable(k: int, p: Parameters, indifferent_joins: bool = True) -> bool:
    """No signatory leaves a coalition of `k`."""
    return k == 0 or joins(gain_from_joining(k - 1, p), indifferent_joins)


def externally_stable(k: int, p: Parameters, indifferent_joins: bool = True) -> bool:
    """No outsider joins a coalition of `k`."""
    return k == int(p.states) or not joins(gain_from_joining(k, p), indifferent_joins)


def welfare(k: int, p: Parameters) -> Fraction:
    """Sum of all payoffs beside a coalition of `k`."""
    inside, outside = payoffs(k, p)
    return k * inside + (int(p.states) - k) * outside


def share_of_full_cooperation(k: int, p: Parameters) -> Fraction:
    """How much of what all states could gain together a coalition of `k` attains."""
    return (welfare(k, p) - welfare(0, p)) / (welfare(int(p.states), p) - welfare(0, p))


def simulate(parameters: Parameters | None = None, *, seed: int = 0, indifferent_joins: bool = True) -> xr.Dataset:
    """Every size that a coalition may have: what its members and the others get, and whether it holds.

    Parameters
    ----------
    indifferent_joins : whether a state that neither gains nor loses by being in is in

    Returns
    -------
    dataset over three coordinates, since nobody signs an agreement of none and nobody is outside one of all:
    `size` (0 … n) for stability and the share of full cooperation, `signing` (1 … n) for a signatory's payoff and
    abatement, `beside` (0 … n − 1) for an outsider's, and for what it gains by joining that many

    Raises
    ------
    InputError
        When there are not two states or more, or a part of one, or a benefit or a cost is not positive.
    """
    p = bound(Parameters, parameters)
    states = int(p.states) if p.states == int(p.states) else p.states
    refuse(
        problem("states", states, 2, whole=True),
        problem("b", p.b, 0, positive=True),
        problem("c", p.c, 0, positive=True),
    )
    size = range(int(p.states) + 1)
    signing, beside = size[1:], size[:-1]
    run = xr.Dataset(
        {
            "internally_stable": ("size", [internally_stable(k, p, indifferent_joins) for k in size], YES_OR_NO),
            "externally_stable": ("size", [externally_stable(k, p, indifferent_joins) for k in size], YES_OR_NO),
            "full_cooperation": ("size", [float(share_of_full_cooperation(k, p)) for k in size], {"units": "share"}),
            "signatory_abatement": ("signing", [float(abatement(k, p)[0]) for k in signing], {"units": "abatement"}),
            "signatory_payoff": ("signing", [float(payoffs(k, p)[0]) for k in signing], PAYOFF),
            "outsider_abatement": ("beside", [float(abatement(k, p)[1]) for k in beside], {"units": "abatement"}),
            "outsider_payoff": ("beside", [float(payoffs(k, p)[1]) for k in beside], PAYOFF),
            "gain_from_joining": ("beside", [float(gain_from_joining(k, p)) for k in beside], PAYOFF),
        },
        {"size": list(size), "signing": list(signing), "beside": list(beside)},
    )
    return recorded(run, p, seed, source="barrett_1994")


def stable_sizes(run: xr.Dataset) -> list[int]:
    """The sizes of the agreements that enforce themselves; 0 is none, stable where an indifferent state stays out."""
    return [int(k) for k in run["size"][run.internally_stable & run.externally_stable]]


def _among(run: xr.Dataset, states: int) -> xr.Dataset:
    """The same among so many states."""
    return simulate(replace(given(run, Parameters), states=states))


def _largest_stable(run: xr.Dataset) -> int:
    return max(stable_sizes(run))


def _attained(run: xr.Dataset) -> float:
    """Part of the gains of full cooperation that the largest agreement attains."""
    return float(run.full_cooperation.sel(size=_largest_stable(run)))


def _gain(run: xr.Dataset, k: int) -> float:
    """What an outsider gains when it joins a coalition of `k`; no number where there is no outsider."""
    return float(run.gain_from_joining.reindex(beside=[k])[0])


QUANTITIES: Mapping[str, Quantity] = {
    "stable_size_of_3": lambda run: _largest_stable(_among(run, 3)),
    "stable_size_of_10": lambda run: _largest_stable(_among(run, 10)),
    "stable_size_of_100": lambda run: _largest_stable(_among(run, 100)),
    "stable_sizes_of_10": lambda run: len(stable_sizes(_among(run, 10))),
    "stable_size_if_indifferent_stay_out": lambda run: _largest_stable(
        simulate(given(run, Parameters), indifferent_joins=False)
    ),
    "largest_internally_stable": lambda run: run["size"][run.internally_stable].max(),
    "gain_of_the_third": lambda run: _gain(run, 2),
    "gain_of_the_fourth": lambda run: _gain(run, 3),
    "attained_by_10": lambda run: _attained(_among(run, 10)),
    "attained_by_100": lambda run: _attained(_among(run, 100)),
    "attained_by_more_states": lambda run: _attained(_among(run, 100)) - _attained(_among(run, 10)),
}
