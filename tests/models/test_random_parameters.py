"""Every model at random parameters: finite values, what must be conserved is, and a refusal names its field."""

from collections.abc import Callable
from math import ceil

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.models.find import load_model, own_folders
from tregua.models.protocol import MissingDataError

AROUND = {
    "tragler_2001": 0.02,
    "prieto_curiel_2025_labour": 0.2,
}  # how far parameters without a range lie from their values
EXAMPLES = {"bekar_2022": 2, "prieto_curiel_2025_prison": 4, "prieto_curiel_2023": 5, "tragler_2001": 8}
NEAR = 1e-9
INTERPOLATED = 1e-6  # weeks between two points of the solver


def near(one: xr.DataArray, other: xr.DataArray | float, room: float = NEAR) -> bool:
    scale = float(np.abs(one).max()) + float(np.abs(other).max() if isinstance(other, xr.DataArray) else abs(other))
    return bool((np.abs(one - other) <= room * scale).all())


def within(low: float, high: float, *variables: xr.DataArray) -> bool:
    return all(bool(((one >= low - NEAR) & (one <= high + NEAR)).all()) for one in variables)


def flow_at_the_end(run: xr.Dataset) -> bool:
    """Members change by the flows of the week that ends."""
    gone = run.arrests_per_week + run.deaths_per_week + run.dropouts_per_week
    change = run.members.diff("week")
    return near(change, (run.recruits_per_week - gone).isel(week=slice(1, None)))


def flow_at_the_start(run: xr.Dataset) -> bool:
    """Members change by the flows of the week that begins; a group may end below zero, as in the authors' code."""
    gone = run.arrests_per_week + run.deaths_per_week + run.dropouts_per_week
    change = run.members.diff("week", label="lower")
    return near(change, (run.recruits_per_week - gone).isel(week=slice(0, -1)))


def users_1994(run: xr.Dataset) -> bool:
    return near(run.users, run.light + run.heavy) and within(0, np.inf, run.light, run.heavy, run.consumption)


CONSERVED: dict[str, Callable[[xr.Dataset], bool]] = {
    "acconcia_2014": lambda run: within(0, 1, run.talking, run.convicted, run.formed),
    "barrett_1994": lambda run: bool(run.full_cooperation[0] == 0 and run.full_cooperation[-1] == 1),
    "behrens_lhy": users_1994,
    "bekar_2022": lambda run: near(run.share.sum(), 1.0) and within(0, 1, run.share, run.reserve),
    "everingham_rydell_1994": users_1994,
    "kleiman_kilmer_2009": lambda run: bool((run.sanctioned <= run.violations).all()),
    "lessing": lambda run: within(0, 1, run.violence),
    "madtor_2024": lambda run: within(0, 1, run.disrupted, run.some_role_empty) and within(0, np.inf, run.members),
    "mejia_restrepo_2016": lambda run: (
        near(run.exports + run.rivals, run.consumption) and within(0, 1, run.land_kept, run.routes_kept)
    ),
    "narcologic": lambda run: near(run.flow.sum("route"), run.flow[0].sum()) and within(0, 1, run.risk),
    "prieto_curiel_2023": lambda run: (
        near(run["size"].sum("group"), run.members, INTERPOLATED) and within(0, np.inf, run["size"])
    ),
    "prieto_curiel_2025_control": lambda run: within(0, np.inf, run.members, run.recruits_per_week),
    "prieto_curiel_2025_labour": flow_at_the_end,
    "prieto_curiel_2025_prison": flow_at_the_end,
    "prieto_curiel_2025_shock": flow_at_the_start,
    "proton_oc": lambda run: near(
        run.members.diff("month", label="lower"), run.recruits.sum("age").isel(month=slice(0, -1))
    ),
    "rydell_everingham_1994": lambda run: within(0, np.inf, run.light, run.heavy, run.price, run.consumption),
    "tragler_2001": lambda run: within(0, 1, run.treatment_share) and within(0, np.inf, run.users, run.price),
}


def test_every_model_is_tried() -> None:
    assert CONSERVED.keys() == own_folders().keys()


@pytest.mark.parametrize("name", CONSERVED)
def test_values_are_finite_and_conserved_or_the_parameters_are_refused(name: str) -> None:
    model = load_model(name)
    ranges = model.ranges(AROUND.get(name, 0.5))
    counts = {one.id for one in model.record.parameters if one.whole}
    accepted = []

    @settings(max_examples=EXAMPLES.get(name, 25), deadline=None, suppress_health_check=[*HealthCheck])
    @given(
        st.fixed_dictionaries(
            {
                one: st.integers(ceil(low), int(high)) if one in counts else st.floats(low, high)
                for one, (low, high) in ranges.items()
            }
        )
    )
    def holds(drawn: dict[str, float]) -> None:
        try:
            run = model.simulate(model.parameters(**drawn))
        except MissingDataError as missing:
            pytest.skip(str(missing))
        except InputError as refused:
            assert all(one.values["field"] for one in refused.problems)
            return
        accepted.append(drawn)
        assert all(np.isfinite(one).all() for one in run.data_vars.values())
        assert CONSERVED[name](run)

    holds()
    assert accepted
