"""Prieto-Curiel, Campedelli & Hope (2023), Science 381:1312: what it reports of armed groups in Mexico, recomputed.

Equations and `simulate` stand in `prieto_curiel_groups`, the authors' fit in `prieto_curiel_fit`, their network in
`prieto_curiel_network`. Here is what they give for each target. Weeks count from 1 January 2012, 52 a year.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np
import xarray as xr

from tregua.models.prieto_curiel_equations import Floats
from tregua.models.prieto_curiel_fit import objective, refit
from tregua.models.prieto_curiel_groups import DECADE, FLOWS, Parameters, course, ensemble, parameters, simulate
from tregua.models.prieto_curiel_network import download, network

__all__ = ["QUANTITIES", "Parameters", "download", "ensemble", "parameters", "simulate"]

Quantity = Callable[[], float]
YEAR, FIVE_YEARS = 52, 260
DEATHS, RECRUITS, ARRESTS, DROPOUTS = "deaths_per_week", "recruits_per_week", "arrests_per_week", "dropouts_per_week"
NAMED = {"deaths": DEATHS, "recruits": RECRUITS, "arrests": ARRESTS, "dropouts": DROPOUTS}
LARGEST = ("cjng", "sinaloa", "nueva_familia_michoacana", "noreste", "union_tepito")
SCENARIOS: Mapping[str, Mapping[str, Any]] = {
    "baseline": {},
    "eta_2": {"eta_scale": 2},
    "rho_half": {"rho_scale": 0.5},
    "rho_0": {"rho_scale": 0},
    "both": {"rho_scale": 0.5, "eta_scale": 2},
    "eta_3": {"eta_scale": 3},
    "theta_half": {"theta_scale": 0.5},
    "omega_2": {"omega_scale": 2},
    "rho_09": {"rho_scale": 0.9},
}


@cache
def run(scenario: str = "baseline", fitted: Parameters | None = None) -> xr.Dataset:
    """Twenty years, the scenario from 2022 on."""
    return simulate(**SCENARIOS[scenario], start=DECADE, weeks=2 * DECADE, parameters=fitted)


def at(name: str, week: int, scenario: str = "baseline") -> float:
    """A variable in a week."""
    return float(run(scenario)[name][week])


def total(name: str, first: int = 0, last: int = DECADE, scenario: str = "baseline") -> float:
    """A weekly flow, or member-weeks, summed from week to week by the trapezoidal rule."""
    return float(np.trapezoid(run(scenario)[name][first : last + 1]))


def in_2021(name: str) -> float:
    """A weekly flow summed over 2021."""
    return total(name, DECADE - YEAR)


def change(name: str, scenario: str, base: float | None = None, fitted: Parameters | None = None) -> float:
    """Percent by which a variable in 2027 differs from `base`, from 1 January 2022 by default."""
    ahead = float(run(scenario, fitted)[name][DECADE + FIVE_YEARS])
    return percent(ahead, base or float(run("baseline", fitted)[name][DECADE]))


def percent(value: float, base: float) -> float:
    """How much more `value` is than `base`, in percent."""
    return 100.0 * (value / base - 1.0)


def mean_2021(name: str) -> float:
    """Mean of a variable over 2021."""
    return in_2021(name) / YEAR


def ever_members() -> float:
    """Members of 2012 and those recruited in the decade, net of drop-outs."""
    return at("members", 0) + total(RECRUITS) - total(DROPOUTS)


def share_lost(*flows: str) -> float:
    """Percent of all who ever were members that was lost in the decade."""
    return 100.0 * sum(total(flow) for flow in flows) / ever_members()


def years_back_to_2012() -> float:
    """Years from 2022 to the first week with no more deaths than in 2012, without recruitment."""
    deaths = run("rho_0")[DEATHS].to_numpy()
    return float(np.argmax(deaths[DECADE:] <= deaths[0])) / YEAR


def size(group: int, week: int = DECADE) -> float:
    """Members of a group, the first being 0."""
    return float(run()["size"][week, group])


def share(groups: slice, week: int = DECADE) -> float:
    """Percent of all members who are in these groups."""
    return 100.0 * float(run()["size"][week, groups].sum()) / at("members", week)


def weekly_deaths(
    victims: slice, enemies: slice = slice(None), background: float = 1.0, rivalry: float = 1.0
) -> Floats:
    """Deaths per week of 2012–2022 of some groups by some others; which part of the hostility counts, of 1 each."""
    s, c = network(), run()["size"].to_numpy()[: DECADE + 1]
    matrix = (rivalry * s.rivalry + background) / (s.alliance + 1.0)[:, None]
    np.fill_diagonal(matrix, 0.0)
    met = c[:, enemies] @ matrix[victims, enemies].T
    return np.asarray(parameters().theta * (c[:, victims] * met).sum(axis=1))


def share_of_deaths(*parts: Floats) -> float:
    """Percent of all deaths of the decade."""
    return 100.0 * float(sum(np.trapezoid(part) for part in parts)) / total(DEATHS)


TEN, OTHERS, ALL = slice(0, 10), slice(10, None), slice(None)


def deaths_per_member(groups: slice) -> float:
    """Deaths of some groups in the decade per hundred of their mean members."""
    members = run()["size"].to_numpy()[: DECADE + 1, groups].sum(axis=1)
    return 100.0 * float(np.trapezoid(weekly_deaths(groups)) / members.mean())


def elasticity(name: str, factor: str) -> float:
    """Percent by which a variable of 2027 moves when a rate is one percent higher from 2022 on, in logarithms."""
    raised: dict[str, Any] = {factor: 1.01}
    higher = simulate(**raised, start=DECADE, weeks=DECADE + FIVE_YEARS)[name][-1]
    return float(np.log(higher / at(name, DECADE + FIVE_YEARS)) / np.log(1.01))


# --- what the data leave open -----------------------------------------------------------------------------------------


@cache
def fitted(c0: float, eta: float = 110.0, casualty_share: float = 0.1) -> Parameters:
    """The parameters re-fitted to deaths at another initial size, number of arrests or casualty share."""
    return refit(replace(parameters(), c0=c0, eta=eta, casualty_share=casualty_share))


def profile(c0: float) -> dict[str, Quantity]:
    """What the model says where the initial size is `c0` and the rest is fitted again."""
    p = partial(fitted, c0)

    def deaths(scenario: str) -> float:
        """Percent change of deaths by 2027."""
        return change(DEATHS, scenario, fitted=p())

    return {
        "objective": lambda: objective(p()),
        "members_2022": lambda: float(run("baseline", p())["members"][DECADE]),
        "recruits_per_week": lambda: float(run("baseline", p())[RECRUITS][: DECADE + 1].mean()),
        **{f"deaths_{one}": partial(deaths, one) for one in SCENARIOS},
        "sign_eta_2": lambda: deaths("eta_2"),
        "sign_rho_half": lambda: deaths("rho_half"),
    }


def size_where_arrests_turn(low: float = 8e4, high: float = 1.4e5) -> float:
    """The initial size above which doubling arrests means more deaths in 2027, to 100 members, by bisection."""
    while high - low > 100.0:
        middle = (low + high) / 2.0
        if change(DEATHS, "eta_2", fitted=fitted(middle)) < 0.0:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def under_shares(scenario: str, eta: float, casualty_share: float) -> float:
    """Percent change of deaths by 2027 under another reading of arrests and casualties, from 115,000 members."""
    return change(DEATHS, scenario, fitted=fitted(115e3, eta, casualty_share))


def recruitment_halved() -> list[float]:
    """Percent change of deaths by 2027 with recruitment halved, for twelve readings of arrests and casualties."""
    return [under_shares("rho_half", eta, casualties) for eta in ETAS for casualties in CASUALTIES]


def arrests_doubled_with(background: float, alliances: float) -> float:
    """Percent change of deaths by 2027 under another hostility and θ rescaled to the same deaths in 2012."""
    p, n = parameters(), network()
    s = n.hostility(background)._replace(exposure=1.0 / (alliances * n.alliance + 1.0))

    def deaths(p: Parameters, eta_scale: float) -> Floats:
        """Deaths per week of 2012–2026, arrests scaled from 2022 on."""
        flows = course(p, s, [1.0, eta_scale, 1.0, 1.0], DECADE, DECADE + FIVE_YEARS, np.empty((0, len(n.names))))
        return flows[:, FLOWS.index(DEATHS)]

    rescaled = replace(p, theta=p.theta * at(DEATHS, 0) / deaths(p, 1.0)[0])
    doubled = deaths(rescaled, 2.0)
    return percent(doubled[-1], doubled[DECADE])


# --- targets ----------------------------------------------------------------------------------------------------------

SIZES = (45, 60, 80, 100, 115, 140, 230, 500)  # thousand members
ETAS, CASUALTIES = (55.0, 110.0, 220.0), (0.05, 0.1, 0.2, 0.4)

PUBLISHED: dict[str, Quantity] = {
    "t01_members_2012": lambda: at("members", 0),
    "t02_members_2022": lambda: at("members", DECADE),
    "t02_members_2022_range": lambda: at("members", DECADE),
    "t03_growth": lambda: at("members", DECADE) - at("members", 0),
    "t04_recruits_per_week": lambda: total(RECRUITS) / DECADE,
    "t05_recruits_2021": lambda: in_2021(RECRUITS) - in_2021(DROPOUTS),
    "t06_deaths_2021": lambda: YEAR * at(DEATHS, DECADE),
    "t07_arrests_2021": lambda: in_2021(ARRESTS),
    "t08_losses_2021": lambda: YEAR * at(DEATHS, DECADE) + in_2021(ARRESTS),
    "t09_net_gain_2021": lambda: at("members", DECADE) - at("members", DECADE - YEAR),
    "t10_losses_per_week": lambda: (total(DEATHS) + total(ARRESTS)) / DECADE,
    "t11_deaths_decade": lambda: total(DEATHS),
    "t11_arrests_decade": lambda: total(ARRESTS),
    "t12_ever_members": ever_members,
    "t13_dead_percent": lambda: share_lost(DEATHS),
    "t13_imprisoned_percent": lambda: share_lost(ARRESTS),
    "t13_lost_percent": lambda: share_lost(DEATHS, ARRESTS),
    "t14_deaths_per_week": lambda: mean_2021(DEATHS),
    "t15_rise_of_deaths": lambda: percent(mean_2021(DEATHS), at(DEATHS, 0)),
    "t16_deaths_per_week_2027": lambda: at(DEATHS, DECADE + FIVE_YEARS),
    "t17_deaths_2027_trend": lambda: change(DEATHS, "baseline", mean_2021(DEATHS)),
    "t18_members_2027_trend": lambda: change("members", "baseline", mean_2021("members")),
    "t19_deaths_2027_arrests_doubled": lambda: change(DEATHS, "eta_2", mean_2021(DEATHS)),
    "t20_deaths_2027_recruitment_halved": lambda: change(DEATHS, "rho_half"),
    "t21_members_2027_recruitment_halved": lambda: change("members", "rho_half"),
    "t22_years_back_to_2012": years_back_to_2012,
    "t23_ten_largest_2012": lambda: share(TEN, 0),
    "t23_ten_largest_2022": lambda: share(TEN),
    "t24_ten_largest_losses": lambda: deaths_per_member(TEN),
    "t24_deaths_among_the_ten": lambda: share_of_deaths(weekly_deaths(TEN, TEN)),
    "t24_deaths_between_ten_and_others": lambda: share_of_deaths(
        weekly_deaths(TEN, OTHERS), weekly_deaths(OTHERS, TEN)
    ),
    "t25_victims_outside_the_ten": lambda: share_of_deaths(weekly_deaths(OTHERS)),
    **{f"t26_share_{name}": partial(share, slice(at, at + 1)) for at, name in enumerate(LARGEST)},
    "t27_sinaloa_and_cjng": lambda: size(0) + size(1),
    "t27_cjng": lambda: size(0),
    "t27_sinaloa": lambda: size(1),
}

REGRESSION: dict[str, Quantity] = {
    "members_2022": lambda: at("members", DECADE),
    **{f"{name}_2012": partial(at, flow, 0) for name, flow in NAMED.items()},
    **{f"{name}_2022": partial(at, flow, DECADE) for name, flow in NAMED.items()},
    **{f"{name}_decade": partial(total, flow) for name, flow in NAMED.items()},
    **{f"size_2012_{name}": partial(size, at, 0) for at, name in enumerate(LARGEST)},
    **{f"size_2022_{name}": partial(size, at) for at, name in enumerate(LARGEST)},
    **{
        f"{scenario}_{name}_{2022 + years}": partial(at, variable, DECADE + years * YEAR, scenario)
        for scenario in SCENARIOS
        for name, variable in (("members", "members"), ("deaths", DEATHS))
        for years in (5, 10)
    },
    **{f"{one}_deaths_2022_26": partial(total, DEATHS, DECADE, DECADE + FIVE_YEARS, one) for one in SCENARIOS},
    **{
        f"elasticity_{name}_{rate}": partial(elasticity, variable, f"{rate}_scale")
        for name, variable in (("members", "members"), ("deaths", DEATHS))
        for rate in ("rho", "eta", "theta", "omega")
    },
    "largest_isolated_group": lambda: parameters().rho / parameters().omega,
    "smallest_viable_group": lambda: parameters().eta / parameters().rho,
    "combined_members": lambda: change("members", "both"),
    "combined_deaths": lambda: change(DEATHS, "both"),
    "objective": lambda: objective(parameters()),
    **{f"profile_{c0}_{name}": value for c0 in SIZES for name, value in profile(1e3 * c0).items()},
    "size_where_arrests_turn": size_where_arrests_turn,
    **{
        f"shares_eta_{eta:g}_casualties_{100 * casualties:g}": partial(under_shares, "eta_2", eta, casualties)
        for eta in ETAS[1:]
        for casualties in CASUALTIES
    },
    "shares_rho_half_weakest": lambda: max(recruitment_halved()),
    "shares_rho_half_strongest": lambda: min(recruitment_halved()),
    "background_share_of_deaths": lambda: share_of_deaths(weekly_deaths(ALL, rivalry=0.0)),
    "eta_2_without_background": lambda: arrests_doubled_with(0.0, 1.0),
    "eta_2_without_alliances": lambda: arrests_doubled_with(1.0, 0.0),
}

QUANTITIES: Mapping[str, Quantity] = PUBLISHED | REGRESSION
