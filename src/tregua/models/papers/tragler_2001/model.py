"""When to treat and when to enforce, and when to cut an epidemic short (Tragler, Caulkins & Feichtinger 2001).

A' = k p⁻ᵃ Aᵅ − c (u/A)ᶻ A − μ pᵇ A             users
p = d + e v / A                                  retail price, d of it even without enforcement
min ∫ e⁻ʳᵗ (κ θ A p^(−ω) + u + v) dt             harm of what is used, treatment and enforcement

A users, u and v thousand $ a year for treatment and enforcement, p thousand $ a gram. With the shadow cost λ of a user
and the Hamiltonian H = κ θ A p^(−ω) + u + v + λ A', an optimal policy meets

u / A = (λ c z)^(1/(1−z))
1/e = κ θ ω p^(−ω−1) + λ (a k A^(α−1) p^(−a−1) + b μ p^(b−1)), or p = d where no enforcement is too much
λ' = r λ − ∂H/∂A

and costs H/r from then on. With one state an optimal path is a curve from A to λ. It ends at a saddle (the epidemic is
moderated), or at a floor, the users that policy cannot reach, where they are then held (it is cut short). The floor is
an input; the paper's technical constants δ and ε, which keep u/A finite at A = 0, are left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from math import nan
from operator import attrgetter

import numpy as np
import xarray as xr

from tregua.catalogue.errors import InputError, Problem
from tregua.models.arguments import problem, refuse
from tregua.models.papers.tragler_2001.equations import (
    Parameters,
    Policy,
    balanced,
    constant_initiation,
    optimal_price,
    policy,
    uncontrolled,
)
from tregua.models.papers.tragler_2001.paths import (
    FEWEST,
    Path,
    cutting_short,
    extra_cost,
    focus,
    moderated_from,
    saddle,
    threshold,
)
from tregua.models.protocol import Quantity, bound, given, recorded

MILLION = 1e6  # persons; grams in a tonne; thousand $ in a billion $
GRAMS_OF_A_THOUSAND_DOLLARS = 1e3
CUT_SHORT, MODERATE = "cut short", "moderate"
FLOOR = 10_000.0  # users, of the cases shown


def simulate(
    parameters: Parameters | None = None, *, seed: int = 0, users: float = 1e6, floor: float = FLOOR, years: int = 50
) -> xr.Dataset:
    """The optimal ways on from a number of users: down to the floor, and into the steady state of a moderated epidemic.

    Parameters
    ----------
    parameters : the paper's if not given; see `constant_initiation`
    users : how many there are at the start
    floor : users whom no policy reaches; where the epidemic is cut short they are held there
    years : how many to follow

    Returns
    -------
    dataset over `route` and `year` (years + 1): users, price, spending, consumption, initiation; over `route` the
    discounted cost. A route that no optimal path takes from `users` is left out.

    Raises
    ------
    InputError
        With each argument that is out of its range, or when no optimal path starts at `users`.
    """
    p = bound(Parameters, parameters)
    held = balanced(optimal_price(1.0, 0.0, p), p)  # the most that any policy holds
    refuse(
        problem("users", users, FEWEST, uncontrolled(p)),
        problem("floor", floor, FEWEST, held),
        problem("years", years, 0, whole=True),
    )
    year = np.arange(years + 1)
    try:
        routes = {CUT_SHORT: cutting_short(floor, p), MODERATE: moderated_from(users, p)}
        taken = {name: path for name, path in routes.items() if path and path.passes(users)}
        runs = [_follow(path, users, year) for path in taken.values()]
    except ValueError as error:  # no steady state, or no price at which spending is optimal
        raise InputError(Problem("no_path", "", {"field": "users", "found": users})) from error
    if not runs:
        raise InputError(Problem("no_path", "", {"field": "users", "found": users}))
    run = xr.concat(runs, "route", join="exact").assign_coords(route=list(taken), year=year)
    return recorded(run, p, seed, source="tragler_2001")


def _follow(path: Path, users: float, year: np.ndarray[tuple[int], np.dtype[np.int64]]) -> xr.Dataset:
    """One route, year by year."""
    p, left = path.parameters, path.left(users)
    stands = [path.at(left - one) for one in year.tolist()]
    many = np.array([count for count, _ in stands])
    price = np.array([one.price for _, one in stands])
    treatment = np.array([one.treatment for _, one in stands]) / MILLION
    enforcement = np.array([one.enforcement for _, one in stands]) / MILLION
    return xr.Dataset(
        {
            "users": ("year", many, {"units": "persons"}),
            "price": ("year", price * GRAMS_OF_A_THOUSAND_DOLLARS, {"units": "$/g"}),
            "treatment": ("year", treatment, {"units": "billion $/year"}),
            "enforcement": ("year", enforcement, {"units": "billion $/year"}),
            "treatment_share": ("year", treatment / (treatment + enforcement), {"units": "share"}),
            "consumption": ("year", p.theta * many * price**-p.omega / MILLION, {"units": "t/year"}),
            "initiation": ("year", p.k * price**-p.a * many**p.alpha, {"units": "persons/year"}),
            "discounted_cost": ((), stands[0][1].value / MILLION, {"units": "billion $"}),
        }
    )


def base_market(p: Parameters) -> dict[str, float]:
    """θ, k (with α and without), μ, d, e and v, each from the market that it was set by.

    θ = C √p̂ / Â,  k = I p̂ᵃ / Âᵅ,  μ = E / (p̂ᵇ Â),  d = s p̂,  e = (p̂ − d) Â / v
    """
    price, users = p.price_base, p.users_base
    return {
        "theta": p.consumption_base * MILLION * price**p.omega / users,
        "k": p.initiation_base * price**p.a / users**p.alpha,
        "k_constant": p.initiation_base * price**p.a,
        "mu": p.quit_base / (price**p.b * users),
        "d": p.share_without_enforcement * price,
        "e": (price - p.d) * users / p.enforcement_base,
        "enforcement": (price - p.d) * users / p.e / MILLION,
    }


def share(now: Policy) -> float:
    """Treatment in all spending."""
    return now.treatment / (now.treatment + now.enforcement)


def at_saddle(p: Parameters) -> Policy:
    """The optimal policy where a moderated epidemic comes to rest."""
    return policy(saddle(p).users, saddle(p).shadow, p)


def saddle_consumption(p: Parameters) -> float:
    """Tonnes a year that are used where a moderated epidemic comes to rest."""
    return float(p.theta * saddle(p).users * at_saddle(p).price ** -p.omega / MILLION)


def policy_on(path: Path | None, users: float) -> Policy:
    """The policy at `users` on an optimal path; unknown, all nan, where it does not lead through them."""
    return path.at(path.left(users))[1] if path and path.passes(users) else Policy(*[nan] * len(fields(Policy)))


def moderating_at(users: float, p: Parameters) -> Policy:
    """The policy at `users` of an epidemic that is moderated."""
    return policy_on(moderated_from(users, p), users)


def cutting_short_at(users: float, p: Parameters) -> Policy:
    """The policy at `users` of an epidemic that is cut short."""
    return policy_on(cutting_short(FLOOR, p), users)


def growth(of: Callable[[Policy], float], start: float, p: Parameters) -> float:
    """How many times more at the saddle than at `start` users."""
    return of(at_saddle(p)) / of(moderating_at(start, p))


def share_when_initiation_falls(p: Parameters) -> float:
    """Change of enforcement's share at the saddle when initiation falls by a quarter."""
    return share(at_saddle(p)) - share(moderating_at(saddle(p).users, replace(p, k=0.75 * p.k)))


def _treatment(now: Policy) -> float:
    """Billion $ a year; so `_enforcement`."""
    return now.treatment / MILLION


def _enforcement(now: Policy) -> float:
    return now.enforcement / MILLION


def _feedback(quantity: Callable[[Parameters], float]) -> Quantity:
    """A quantity of the parameters, with initiation that feeds on use."""
    return lambda run: quantity(given(run, Parameters))


def _constant(quantity: Callable[[Parameters], float]) -> Quantity:
    """The same with constant initiation."""
    return lambda run: quantity(constant_initiation(given(run, Parameters)))


def _base(name: str) -> Quantity:
    return lambda run: base_market(given(run, Parameters))[name]


def _more_to_cut_short(of: Callable[[Policy], float]) -> Quantity:
    """What cutting short takes beyond moderating, at 0.3 million users."""
    return _feedback(lambda p: of(cutting_short_at(3e5, p)) - of(moderating_at(3e5, p)))


_AT_REST: Mapping[str, Callable[[Parameters], float]] = {
    "uncontrolled": lambda p: uncontrolled(p) / MILLION,
    "users": lambda p: saddle(p).users / MILLION,
    "price": lambda p: at_saddle(p).price * GRAMS_OF_A_THOUSAND_DOLLARS,
    "treatment": lambda p: _treatment(at_saddle(p)),
    "enforcement": lambda p: _enforcement(at_saddle(p)),
    "share": lambda p: share(at_saddle(p)),
    "consumption": saddle_consumption,
    "value": lambda p: at_saddle(p).value / MILLION,
}

QUANTITIES: Mapping[str, Quantity] = {
    "theta": _base("theta"),
    "k": _base("k"),
    "mu": _base("mu"),
    "d": _base("d"),
    "e": _base("e"),
    "enforcement_1992": _base("enforcement"),
    "cheaper_to_cut_short_early": _feedback(lambda p: -extra_cost(3e5, FLOOR, p)),
    "cheaper_to_moderate_late": _feedback(lambda p: extra_cost(1e6, FLOOR, p)),
    "more_treatment_to_cut_short": _more_to_cut_short(attrgetter("treatment")),
    "more_enforcement_to_cut_short": _more_to_cut_short(attrgetter("enforcement")),
    "threshold_of_constant_initiation": _constant(lambda p: threshold(FLOOR, p) / MILLION),
    "enforcement_first": _constant(lambda p: 0.5 - share(moderating_at(5e5, p))),
    "treatment_outgrows_enforcement": _constant(lambda p: growth(_treatment, 5e5, p) - growth(_enforcement, 5e5, p)),
    "enforcement_grows": _constant(lambda p: growth(_enforcement, 5e5, p) - 1),
    "share_grows_with_feedback": _feedback(lambda p: growth(share, 1e6, p) - 1),
    "enforcement_share_when_initiation_falls": _constant(share_when_initiation_falls),
    **{f"constant_{name}": _constant(quantity) for name, quantity in _AT_REST.items()},
    **{f"feedback_{name}": _feedback(quantity) for name, quantity in _AT_REST.items()},
    "constant_treatment_early": _constant(lambda p: _treatment(moderating_at(5e5, p))),
    "constant_enforcement_early": _constant(lambda p: _enforcement(moderating_at(5e5, p))),
    "constant_share_early": _constant(lambda p: share(moderating_at(5e5, p))),
    "feedback_share_early": _feedback(lambda p: share(moderating_at(1e6, p))),
    "cut_short_treatment": _feedback(lambda p: _treatment(cutting_short_at(3e5, p))),
    "cut_short_enforcement": _feedback(lambda p: _enforcement(cutting_short_at(3e5, p))),
    "threshold_floor_1000": _feedback(lambda p: threshold(1e3, p) / MILLION),
    "threshold_floor_10000": _feedback(lambda p: threshold(1e4, p) / MILLION),
    "threshold_floor_30000": _feedback(lambda p: threshold(3e4, p) / MILLION),
    "floor_50000_cut_short": _feedback(lambda p: extra_cost(5e4, 5e4, p) / MILLION),
    "floor_100_cut_short": _feedback(lambda p: extra_cost(saddle(p).users, 1e2, p) / MILLION),
    "focus_users": _feedback(lambda p: focus(p)[0] / MILLION),
    "focus_rate": _feedback(lambda p: focus(p)[1].real),
    "focus_frequency": _feedback(lambda p: focus(p)[1].imag),
}
