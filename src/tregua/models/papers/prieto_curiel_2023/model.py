"""Prieto-Curiel, Campedelli & Hope (2023), Science 381:1312: what it reports of armed groups in Mexico, recomputed.

Equations and `simulate` stand in `groups`, the authors' fit in `fit`, their network in `network`, and what is asked of
a run in `study`. Here is what they give for each target. Weeks count from 1 January 2012, 52 a year.
"""

from collections.abc import Callable, Mapping
from functools import partial

import xarray as xr

from tregua.models.papers.prieto_curiel_2023.fit import objective
from tregua.models.papers.prieto_curiel_2023.groups import DECADE, Parameters, ensemble, simulate
from tregua.models.papers.prieto_curiel_2023.network import download
from tregua.models.papers.prieto_curiel_2023.study import (
    ARRESTS,
    CASUALTIES,
    DEATHS,
    DROPOUTS,
    ETAS,
    FIVE_YEARS,
    RECRUITS,
    SCENARIOS,
    YEAR,
    Study,
    percent,
)
from tregua.models.protocol import Quantity, given

__all__ = ["QUANTITIES", "Parameters", "download", "ensemble", "simulate"]

Studied = Callable[[Study], float]
NAMED = {"deaths": DEATHS, "recruits": RECRUITS, "arrests": ARRESTS, "dropouts": DROPOUTS}
LARGEST = ("cjng", "sinaloa", "nueva_familia_michoacana", "noreste", "union_tepito")
TEN, OTHERS, ALL = slice(0, 10), slice(10, None), slice(None)
SIZES = (45, 60, 80, 100, 115, 140, 230, 500)  # thousand members

PUBLISHED: dict[str, Studied] = {
    "t01_members_2012": lambda s: s.at("members", 0),
    "t02_members_2022": lambda s: s.at("members", DECADE),
    "t02_members_2022_range": lambda s: s.at("members", DECADE),
    "t03_growth": lambda s: s.at("members", DECADE) - s.at("members", 0),
    "t04_recruits_per_week": lambda s: s.total(RECRUITS) / DECADE,
    "t05_recruits_2021": lambda s: s.in_2021(RECRUITS) - s.in_2021(DROPOUTS),
    "t06_deaths_2021": lambda s: YEAR * s.at(DEATHS, DECADE),
    "t07_arrests_2021": lambda s: s.in_2021(ARRESTS),
    "t08_losses_2021": lambda s: YEAR * s.at(DEATHS, DECADE) + s.in_2021(ARRESTS),
    "t09_net_gain_2021": lambda s: s.at("members", DECADE) - s.at("members", DECADE - YEAR),
    "t10_losses_per_week": lambda s: (s.total(DEATHS) + s.total(ARRESTS)) / DECADE,
    "t11_deaths_decade": lambda s: s.total(DEATHS),
    "t11_arrests_decade": lambda s: s.total(ARRESTS),
    "t12_ever_members": Study.ever_members,
    "t13_dead_percent": lambda s: s.share_lost(DEATHS),
    "t13_imprisoned_percent": lambda s: s.share_lost(ARRESTS),
    "t13_lost_percent": lambda s: s.share_lost(DEATHS, ARRESTS),
    "t14_deaths_per_week": lambda s: s.mean_2021(DEATHS),
    "t15_rise_of_deaths": lambda s: percent(s.mean_2021(DEATHS), s.at(DEATHS, 0)),
    "t16_deaths_per_week_2027": lambda s: s.at(DEATHS, DECADE + FIVE_YEARS),
    "t17_deaths_2027_trend": lambda s: s.change(DEATHS, "baseline", s.mean_2021(DEATHS)),
    "t18_members_2027_trend": lambda s: s.change("members", "baseline", s.mean_2021("members")),
    "t19_deaths_2027_arrests_doubled": lambda s: s.change(DEATHS, "eta_2", s.mean_2021(DEATHS)),
    "t20_deaths_2027_recruitment_halved": lambda s: s.change(DEATHS, "rho_half"),
    "t21_members_2027_recruitment_halved": lambda s: s.change("members", "rho_half"),
    "t22_years_back_to_2012": Study.years_back_to_2012,
    "t23_ten_largest_2012": lambda s: s.share(TEN, 0),
    "t23_ten_largest_2022": lambda s: s.share(TEN),
    "t24_ten_largest_losses": lambda s: s.deaths_per_member(TEN),
    "t24_deaths_among_the_ten": lambda s: s.share_of_deaths(s.weekly_deaths(TEN, TEN)),
    "t24_deaths_between_ten_and_others": lambda s: s.share_of_deaths(
        s.weekly_deaths(TEN, OTHERS), s.weekly_deaths(OTHERS, TEN)
    ),
    "t25_victims_outside_the_ten": lambda s: s.share_of_deaths(s.weekly_deaths(OTHERS)),
    **{f"t26_share_{name}": partial(Study.share, groups=slice(at, at + 1)) for at, name in enumerate(LARGEST)},
    "t27_sinaloa_and_cjng": lambda s: s.size(0) + s.size(1),
    "t27_cjng": lambda s: s.size(0),
    "t27_sinaloa": lambda s: s.size(1),
}


def profile(c0: float) -> dict[str, Studied]:
    """What the model says where the initial size is `c0` and the rest is fitted again."""

    def deaths(s: Study, scenario: str) -> float:
        """Percent change of deaths by 2027."""
        return s.fitted(c0=c0).change(DEATHS, scenario)

    return {
        "objective": lambda s: objective(s.fitted(c0=c0).p),
        "members_2022": lambda s: s.fitted(c0=c0).at("members", DECADE),
        "recruits_per_week": lambda s: float(s.fitted(c0=c0).run()[RECRUITS][: DECADE + 1].mean()),
        **{f"deaths_{one}": partial(deaths, scenario=one) for one in SCENARIOS},
        "sign_eta_2": lambda s: deaths(s, "eta_2"),
        "sign_rho_half": lambda s: deaths(s, "rho_half"),
    }


REGRESSION: dict[str, Studied] = {
    "members_2022": lambda s: s.at("members", DECADE),
    **{f"{name}_2012": partial(Study.at, name=flow, week=0) for name, flow in NAMED.items()},
    **{f"{name}_2022": partial(Study.at, name=flow, week=DECADE) for name, flow in NAMED.items()},
    **{f"{name}_decade": partial(Study.total, name=flow) for name, flow in NAMED.items()},
    **{f"size_2012_{name}": partial(Study.size, group=at, week=0) for at, name in enumerate(LARGEST)},
    **{f"size_2022_{name}": partial(Study.size, group=at) for at, name in enumerate(LARGEST)},
    **{
        f"{scenario}_{name}_{2022 + years}": partial(
            Study.at, name=variable, week=DECADE + years * YEAR, scenario=scenario
        )
        for scenario in SCENARIOS
        for name, variable in (("members", "members"), ("deaths", DEATHS))
        for years in (5, 10)
    },
    **{
        f"{one}_deaths_2022_26": partial(Study.total, name=DEATHS, first=DECADE, last=DECADE + FIVE_YEARS, scenario=one)
        for one in SCENARIOS
    },
    **{
        f"elasticity_{name}_{rate}": partial(Study.elasticity, name=variable, factor=f"{rate}_scale")
        for name, variable in (("members", "members"), ("deaths", DEATHS))
        for rate in ("rho", "eta", "theta", "omega")
    },
    "largest_isolated_group": lambda s: s.p.rho / s.p.omega,
    "smallest_viable_group": lambda s: s.p.eta / s.p.rho,
    "combined_members": lambda s: s.change("members", "both"),
    "combined_deaths": lambda s: s.change(DEATHS, "both"),
    "objective": lambda s: objective(s.p),
    **{f"profile_{c0}_{name}": value for c0 in SIZES for name, value in profile(1e3 * c0).items()},
    "size_where_arrests_turn": Study.size_where_arrests_turn,
    **{
        f"shares_eta_{eta:g}_casualties_{100 * casualties:g}": partial(
            Study.under_shares, scenario="eta_2", eta=eta, casualty_share=casualties
        )
        for eta in ETAS[1:]
        for casualties in CASUALTIES
    },
    "shares_rho_half_weakest": lambda s: max(s.recruitment_halved()),
    "shares_rho_half_strongest": lambda s: min(s.recruitment_halved()),
    "background_share_of_deaths": lambda s: s.share_of_deaths(s.weekly_deaths(ALL, rivalry=0.0)),
    "eta_2_without_background": lambda s: s.arrests_doubled_with(0.0, 1.0),
    "eta_2_without_alliances": lambda s: s.arrests_doubled_with(1.0, 0.0),
}


def _of(run: xr.Dataset, studied: Studied) -> float:
    """What is studied, at the parameters that `run` was made from."""
    return studied(Study(given(run, Parameters)))


QUANTITIES: Mapping[str, Quantity] = {
    name: partial(_of, studied=studied) for name, studied in (PUBLISHED | REGRESSION).items()
}
