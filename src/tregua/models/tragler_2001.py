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
from dataclasses import replace

import numpy as np
import xarray as xr

from tregua.models.arguments import problem, refuse
from tregua.models.protocol import bound
from tregua.models.tragler_equations import (
    Parameters,
    Policy,
    balanced,
    constant_initiation,
    optimal_price,
    parameters,
    policy,
    uncontrolled,
)
from tregua.models.tragler_paths import (
    FEWEST,
    Path,
    Steady,
    cutting_short,
    extra_cost,
    moderated_from,
    steady_states,
    threshold,
)

MILLION = 1e6  # persons; grams in a tonne; thousand $ in a billion $
GRAMS_OF_A_THOUSAND_DOLLARS = 1e3
CUT_SHORT, MODERATE = "cut short", "moderate"
FLOOR = 10_000.0  # users, of the cases shown


def simulate(
    *, users: float = 1e6, floor: float = FLOOR, years: int = 50, parameters: Parameters | None = None
) -> xr.Dataset:
    """The optimal ways on from a number of users: down to the floor, and into the steady state of a moderated epidemic.

    Parameters
    ----------
    users : how many there are at the start
    floor : users whom no policy reaches; where the epidemic is cut short they are held there
    years : how many to follow
    parameters : the paper's if not given; see `constant_initiation`

    Returns
    -------
    dataset over `route` and `year` (years + 1): users, price, spending, consumption, initiation; over `route` the
    discounted cost. A route that no optimal path takes from `users` is left out.

    Raises
    ------
    InputError
        With each argument that is out of its range.
    ValueError
        When no optimal path starts at `users`.
    """
    p = bound(Parameters, "tragler_2001", parameters)
    held = balanced(optimal_price(1.0, 0.0, p), p)  # the most that any policy holds
    refuse(
        problem("users", users, FEWEST, uncontrolled(p)),
        problem("floor", floor, FEWEST, held),
        problem("years", years, 0, whole=True),
    )
    routes = {CUT_SHORT: cutting_short(floor, p), MODERATE: moderated_from(users, p)}
    taken = {name: path for name, path in routes.items() if path and path.passes(users)}
    if not taken:
        raise ValueError(f"no optimal path starts at {users:g} users with a floor of {floor:g}")
    year = np.arange(years + 1)
    runs = [_follow(path, users, year) for path in taken.values()]
    run = xr.concat(runs, "route", join="exact").assign_coords(route=list(taken), year=year)
    return run.assign_attrs(model="tragler_2001", source="tragler_2001")


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


def _cases() -> dict[str, Parameters]:
    return {"constant": constant_initiation(parameters()), "feedback": parameters()}


def _saddle(case: str) -> Steady:
    return next(one for one in reversed(steady_states(_cases()[case])) if one.is_saddle)


def _at_saddle(case: str) -> Policy:
    return policy(_saddle(case).users, _saddle(case).shadow, _cases()[case])


def _consumption(case: str) -> float:
    p = _cases()[case]
    return float(p.theta * _saddle(case).users * _at_saddle(case).price ** -p.omega / MILLION)


def _moderated(users: float, case: str) -> Policy:
    path = moderated_from(users, _cases()[case])
    return path.at(path.left(users))[1]


def _cut_short(users: float) -> Policy:
    path = cutting_short(FLOOR, parameters())
    assert path
    return path.at(path.left(users))[1]


def _growth(of: Callable[[Policy], float], case: str, start: float) -> float:
    """How many times more at the saddle than at `start` users."""
    return of(_at_saddle(case)) / of(_moderated(start, case))


def _share_when_initiation_falls() -> float:
    """Change of enforcement's share at the saddle of constant initiation when initiation falls by a quarter."""
    p = _cases()["constant"]
    users = _saddle("constant").users
    path = moderated_from(users, replace(p, k=0.75 * p.k))
    return share(_at_saddle("constant")) - share(path.at(path.left(users))[1])


def _treatment(now: Policy) -> float:
    return now.treatment / MILLION


def _enforcement(now: Policy) -> float:
    return now.enforcement / MILLION


def _focus() -> complex:
    return complex(max(steady_states(parameters())[0].eigenvalues, key=lambda one: one.imag))


def _of_each_case(case: str) -> dict[str, Callable[[], float]]:
    return {
        f"{case}_uncontrolled": lambda: uncontrolled(_cases()[case]) / MILLION,
        f"{case}_users": lambda: _saddle(case).users / MILLION,
        f"{case}_price": lambda: _at_saddle(case).price * GRAMS_OF_A_THOUSAND_DOLLARS,
        f"{case}_treatment": lambda: _treatment(_at_saddle(case)),
        f"{case}_enforcement": lambda: _enforcement(_at_saddle(case)),
        f"{case}_share": lambda: share(_at_saddle(case)),
        f"{case}_consumption": lambda: _consumption(case),
        f"{case}_value": lambda: _at_saddle(case).value / MILLION,
    }


QUANTITIES: Mapping[str, Callable[[], float]] = {
    "theta": lambda: base_market(parameters())["theta"],
    "k": lambda: base_market(parameters())["k"],
    "mu": lambda: base_market(parameters())["mu"],
    "d": lambda: base_market(parameters())["d"],
    "e": lambda: base_market(parameters())["e"],
    "enforcement_1992": lambda: base_market(parameters())["enforcement"],
    "cheaper_to_cut_short_early": lambda: -extra_cost(3e5, FLOOR, parameters()),
    "cheaper_to_moderate_late": lambda: extra_cost(1e6, FLOOR, parameters()),
    "more_treatment_to_cut_short": lambda: _cut_short(3e5).treatment - _moderated(3e5, "feedback").treatment,
    "more_enforcement_to_cut_short": lambda: _cut_short(3e5).enforcement - _moderated(3e5, "feedback").enforcement,
    "threshold_of_constant_initiation": lambda: threshold(FLOOR, _cases()["constant"]),
    "enforcement_first": lambda: 0.5 - share(_moderated(5e5, "constant")),
    "treatment_outgrows_enforcement": lambda: (
        _growth(_treatment, "constant", 5e5) - _growth(_enforcement, "constant", 5e5)
    ),
    "enforcement_grows": lambda: _growth(_enforcement, "constant", 5e5) - 1,
    "share_grows_with_feedback": lambda: _growth(share, "feedback", 1e6) - 1,
    "enforcement_share_when_initiation_falls": _share_when_initiation_falls,
    **_of_each_case("constant"),
    **_of_each_case("feedback"),
    "constant_treatment_early": lambda: _treatment(_moderated(5e5, "constant")),
    "constant_enforcement_early": lambda: _enforcement(_moderated(5e5, "constant")),
    "constant_share_early": lambda: share(_moderated(5e5, "constant")),
    "feedback_share_early": lambda: share(_moderated(1e6, "feedback")),
    "cut_short_treatment": lambda: _treatment(_cut_short(3e5)),
    "cut_short_enforcement": lambda: _enforcement(_cut_short(3e5)),
    "threshold_floor_1000": lambda: threshold(1e3, parameters()) / MILLION,
    "threshold_floor_10000": lambda: threshold(1e4, parameters()) / MILLION,
    "threshold_floor_30000": lambda: threshold(3e4, parameters()) / MILLION,
    "floor_50000_cut_short": lambda: extra_cost(5e4, 5e4, parameters()) / MILLION,
    "floor_100_cut_short": lambda: extra_cost(_saddle("feedback").users, 1e2, parameters()) / MILLION,
    "focus_users": lambda: steady_states(parameters())[0].users / MILLION,
    "focus_rate": lambda: _focus().real,
    "focus_frequency": lambda: _focus().imag,
}
