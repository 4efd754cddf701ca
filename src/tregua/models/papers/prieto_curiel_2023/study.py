"""What the model of Prieto-Curiel, Campedelli & Hope (2023) says of the decade that it was fitted to, and of the next.

Weeks count from 1 January 2012, 52 a year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import xarray as xr

from tregua.models.papers.prieto_curiel_2023.equations import Floats
from tregua.models.papers.prieto_curiel_2023.fit import refit
from tregua.models.papers.prieto_curiel_2023.groups import DECADE, FLOWS, Parameters, course, simulate
from tregua.models.papers.prieto_curiel_2023.network import network

YEAR, FIVE_YEARS = 52, 260
DEATHS, RECRUITS, ARRESTS, DROPOUTS = "deaths_per_week", "recruits_per_week", "arrests_per_week", "dropouts_per_week"
ETAS, CASUALTIES = (55.0, 110.0, 220.0), (0.05, 0.1, 0.2, 0.4)  # readings of arrests a week and of the casualty share
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


@lru_cache(maxsize=128)  # of a megabyte each
def _run(p: Parameters, scenario: str) -> xr.Dataset:
    return simulate(p, **SCENARIOS[scenario], start=DECADE, weeks=2 * DECADE)


def percent(value: float, base: float) -> float:
    """How much more `value` is than `base`, in percent."""
    return 100.0 * (value / base - 1.0)


@dataclass(frozen=True)
class Study:
    """The model at the parameters `p`: twenty years, the scenarios from 2022 on."""

    p: Parameters

    def run(self, scenario: str = "baseline") -> xr.Dataset:
        """Twenty years, the scenario from 2022 on."""
        return _run(self.p, scenario)

    def at(self, name: str, week: int, scenario: str = "baseline") -> float:
        """A variable in a week."""
        return float(self.run(scenario)[name][week])

    def total(self, name: str, first: int = 0, last: int = DECADE, scenario: str = "baseline") -> float:
        """A weekly flow, or member-weeks, summed from week to week by the trapezoidal rule."""
        return float(np.trapezoid(self.run(scenario)[name][first : last + 1]))

    def in_2021(self, name: str) -> float:
        """A weekly flow summed over 2021."""
        return self.total(name, DECADE - YEAR)

    def mean_2021(self, name: str) -> float:
        """Mean of a variable over 2021."""
        return self.in_2021(name) / YEAR

    def change(self, name: str, scenario: str, base: float | None = None) -> float:
        """Percent by which a variable in 2027 differs from `base`, from 1 January 2022 by default."""
        return percent(self.at(name, DECADE + FIVE_YEARS, scenario), base or self.at(name, DECADE))

    def ever_members(self) -> float:
        """Members of 2012 and those recruited in the decade, net of drop-outs."""
        return self.at("members", 0) + self.total(RECRUITS) - self.total(DROPOUTS)

    def share_lost(self, *flows: str) -> float:
        """Percent of all who ever were members that was lost in the decade."""
        return 100.0 * sum(self.total(flow) for flow in flows) / self.ever_members()

    def years_back_to_2012(self) -> float:
        """Years from 2022 to the first week with no more deaths than in 2012, without recruitment."""
        deaths = self.run("rho_0")[DEATHS].to_numpy()
        return float(np.argmax(deaths[DECADE:] <= deaths[0])) / YEAR

    def size(self, group: int, week: int = DECADE) -> float:
        """Members of a group, the first being 0."""
        return float(self.run()["size"][week, group])

    def share(self, groups: slice, week: int = DECADE) -> float:
        """Percent of all members who are in these groups."""
        return 100.0 * float(self.run()["size"][week, groups].sum()) / self.at("members", week)

    def weekly_deaths(
        self, victims: slice, enemies: slice = slice(None), background: float = 1.0, rivalry: float = 1.0
    ) -> Floats:
        """Deaths per week of 2012–2022 of some groups by some others; which part of the hostility counts, of 1 each."""
        s, c = network(), self.run()["size"].to_numpy()[: DECADE + 1]
        matrix = (rivalry * s.rivalry + background) / (s.alliance + 1.0)[:, None]
        np.fill_diagonal(matrix, 0.0)
        met = c[:, enemies] @ matrix[victims, enemies].T
        return np.asarray(self.p.theta * (c[:, victims] * met).sum(axis=1))

    def share_of_deaths(self, *parts: Floats) -> float:
        """Percent of all deaths of the decade."""
        return 100.0 * float(sum(np.trapezoid(part) for part in parts)) / self.total(DEATHS)

    def deaths_per_member(self, groups: slice) -> float:
        """Deaths of some groups in the decade per hundred of their mean members."""
        members = self.run()["size"].to_numpy()[: DECADE + 1, groups].sum(axis=1)
        return 100.0 * float(np.trapezoid(self.weekly_deaths(groups)) / members.mean())

    def elasticity(self, name: str, factor: str) -> float:
        """Percent by which a variable of 2027 moves when a rate is one percent higher from 2022 on, in logarithms."""
        raised: dict[str, Any] = {factor: 1.01}
        higher = simulate(self.p, **raised, start=DECADE, weeks=DECADE + FIVE_YEARS)[name][-1]
        return float(np.log(higher / self.at(name, DECADE + FIVE_YEARS)) / np.log(1.01))

    # --- what the data leave open -------------------------------------------------------------------------------------

    def fitted(self, **given: float) -> "Study":
        """The model re-fitted to deaths at another initial size, number of arrests or casualty share."""
        return Study(refit(replace(self.p, **given), self.p))

    def size_where_arrests_turn(self, low: float = 8e4, high: float = 1.4e5) -> float:
        """The initial size above which doubling arrests means more deaths in 2027, to 100 members, by bisection."""
        while high - low > 100.0:
            middle = (low + high) / 2.0
            if self.fitted(c0=middle).change(DEATHS, "eta_2") < 0.0:
                low = middle
            else:
                high = middle
        return (low + high) / 2.0

    def under_shares(self, scenario: str, eta: float, casualty_share: float) -> float:
        """Percent change of deaths by 2027 under another reading of arrests and casualties."""
        return self.fitted(eta=eta, casualty_share=casualty_share).change(DEATHS, scenario)

    def recruitment_halved(self) -> list[float]:
        """Percent change of deaths by 2027 with recruitment halved, for twelve readings of arrests and casualties."""
        return [self.under_shares("rho_half", eta, casualties) for eta in ETAS for casualties in CASUALTIES]

    def arrests_doubled_with(self, background: float, alliances: float) -> float:
        """Percent change of deaths by 2027 under another hostility and θ rescaled to the same deaths in 2012."""
        n = network()
        s = n.hostility(background)._replace(exposure=1.0 / (alliances * n.alliance + 1.0))

        def deaths(p: Parameters, eta_scale: float) -> Floats:
            """Deaths per week of 2012–2026, arrests scaled from 2022 on."""
            flows = course(p, s, [1.0, eta_scale, 1.0, 1.0], DECADE, DECADE + FIVE_YEARS, np.empty((0, len(n.names))))
            return flows[:, FLOWS.index(DEATHS)]

        rescaled = replace(self.p, theta=self.p.theta * self.at(DEATHS, 0) / deaths(self.p, 1.0)[0])
        doubled = deaths(rescaled, 2.0)
        return percent(doubled[-1], doubled[DECADE])
