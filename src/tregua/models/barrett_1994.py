"""How large a self-enforcing agreement can be (Barrett 1994), with linear benefits and quadratic costs.

π_i = b Σ_j q_j − c q_i² / 2
q = k b / c for each of the k signatories, q = b / c for each of the n − k outsiders

Each outsider weighs its own benefit only; signatories weigh that of all k. Since benefits are linear, neither answers
to what the other does. An agreement enforces itself when no signatory gains by leaving and no outsider by joining.
Payoffs are rational numbers of b and c, so ties are exact.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import xarray as xr

from tregua.models.arguments import check, problem, refuse
from tregua.models.protocol import bound

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


def parameters() -> Parameters:
    """The values of the catalogue; the stable size depends on none of them."""
    return bound(Parameters, "barrett_1994")


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


def stable_sizes(p: Parameters, indifferent_joins: bool = True) -> list[int]:
    """The sizes of the agreements that enforce themselves; 0 is none, stable where an indifferent state stays out."""
    return [
        k
        for k in range(int(p.states) + 1)
        if internally_stable(k, p, indifferent_joins) and externally_stable(k, p, indifferent_joins)
    ]


def welfare(k: int, p: Parameters) -> Fraction:
    """Sum of all payoffs beside a coalition of `k`."""
    inside, outside = payoffs(k, p)
    return k * inside + (int(p.states) - k) * outside


def share_of_full_cooperation(k: int, p: Parameters) -> Fraction:
    """How much of what all states could gain together a coalition of `k` attains."""
    return (welfare(k, p) - welfare(0, p)) / (welfare(int(p.states), p) - welfare(0, p))


def simulate(
    n: int | None = None, *, indifferent_joins: bool = True, parameters: Parameters | None = None
) -> xr.Dataset:
    """Every size that a coalition may have: what its members and the others get, and whether it holds.

    Parameters
    ----------
    n : how many states, at least two; as in the catalogue if not given
    indifferent_joins : whether a state that neither gains nor loses by being in is in

    Returns
    -------
    dataset over three coordinates, since nobody signs an agreement of none and nobody is outside one of all:
    `size` (0 … n) for stability and the share of full cooperation, `signing` (1 … n) for a signatory's payoff and
    abatement, `beside` (0 … n − 1) for an outsider's, and for what it gains by joining that many

    Raises
    ------
    InputError
        When there are not two states or more, or a benefit or a cost of `parameters` is not positive.
    """
    p = bound(Parameters, "barrett_1994", parameters)
    check(2, whole=n is not None, n=p.states if n is None else n)
    p = p if n is None else Parameters(n, p.b, p.c)
    refuse(problem("b", p.b, 0, positive=True), problem("c", p.c, 0, positive=True))
    size = range(int(p.states) + 1)
    signing, beside = size[1:], size[:-1]
    return xr.Dataset(
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
        {"model": "barrett_1994", "source": "barrett_1994"},
    )


def _among(states: int) -> Parameters:
    return Parameters(states, parameters().b, parameters().c)


def _largest_stable(states: int, indifferent_joins: bool = True) -> float:
    return float(max(stable_sizes(_among(states), indifferent_joins)))


def _attained(states: int) -> float:
    return float(share_of_full_cooperation(max(stable_sizes(_among(states))), _among(states)))


QUANTITIES: Mapping[str, Callable[[], float]] = {
    "stable_size_of_3": lambda: _largest_stable(3),
    "stable_size_of_10": lambda: _largest_stable(10),
    "stable_size_of_100": lambda: _largest_stable(100),
    "stable_sizes_of_10": lambda: float(len(stable_sizes(_among(10)))),
    "stable_size_if_indifferent_stay_out": lambda: _largest_stable(10, indifferent_joins=False),
    "largest_internally_stable": lambda: float(max(k for k in range(11) if internally_stable(k, _among(10)))),
    "gain_of_the_third": lambda: float(gain_from_joining(2, _among(10))),
    "gain_of_the_fourth": lambda: float(gain_from_joining(3, _among(10))),
    "attained_by_10": lambda: _attained(10),
    "attained_by_100": lambda: _attained(100),
    "attained_by_more_states": lambda: _attained(100) - _attained(10),
}
