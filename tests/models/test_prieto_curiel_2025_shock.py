"""A shock between two groups: what the code says, the balance of members, and how a shock limits itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.models.find import load_model
from tregua.models.papers.prieto_curiel_2025_shock import model
from tregua.models.protocol import bound

MODEL = load_model("prieto_curiel_2025_shock")
P = bound(model.Parameters)
MEMBERS, KAPPA = st.floats(0, 40_000), st.floats(0, 68)


def test_two_equal_groups_rest_where_they_start() -> None:
    assert model.simulate().members.values == pytest.approx(model.size_at_rest(P), rel=1e-9)


def authors_output(kappa: float, rows: int, members: tuple[float, float]) -> np.ndarray:
    """Kills by row as the authors' loop writes them: one step without a list before it, then entry k as row k + 1."""
    listed = np.full(1500, 2 * 17 / 25000**2)
    listed[99:125] *= kappa  # entries 100 to 125 of a list that begins with 1
    first, second = members
    kills = []
    for theta in [listed[0], *listed[: rows - 1]]:
        kills.append(2 * theta * first * second)
        first, second = (
            own + 150 / 25000 * own - theta * first * second - 80 / 50000 * own - 76 / 25000**2 * own * own
            for own in (first, second)
        )
    return np.array(kills)


@pytest.mark.parametrize(("kappa", "members"), [(0, (25_000, 25_000)), (4.4, (12_000, 31_000))])
def test_every_week_has_the_kills_of_the_row_of_the_authors(kappa: float, members: tuple[float, float]) -> None:
    run = model.simulate(kappa=kappa, weeks=601, members=members)
    expected = authors_output(kappa, 601, members)
    np.testing.assert_allclose(run.deaths_per_week.sum("group"), expected, rtol=1e-12)


def test_the_shock_lasts_half_a_year() -> None:
    """In its first and in its last week lethality is κ times that of the week before and after."""
    theta = model.lethality(520, 3, P)
    assert np.flatnonzero(theta != P.theta).tolist() == list(range(100, 126))
    assert theta[100] == theta[125] == 3 * P.theta
    kills = model.simulate(kappa=3).deaths_per_week.sum("group")
    assert float(kills.sel(week=101)) == pytest.approx(3 * float(kills.sel(week=100)), rel=1e-12)
    assert kills.sel(week=127) < kills.sel(week=126) / 2


@given(first=MEMBERS, second=MEMBERS, kappa=KAPPA)
def test_members_change_by_their_flows_and_are_never_negative(first: float, second: float, kappa: float) -> None:
    run = model.simulate(kappa=kappa, members=(first, second), weeks=200)
    net = run.recruits_per_week - run.deaths_per_week - run.arrests_per_week - run.dropouts_per_week
    assert np.diff(run.members) == pytest.approx(net.values[:, :-1], abs=1e-7)
    assert (run.members >= 0).all()


@given(members=MEMBERS, kappa=KAPPA)
def test_equal_groups_stay_equal(members: float, kappa: float) -> None:
    run = model.simulate(kappa=kappa, members=(members, members), weeks=200)
    assert (run.members[0] == run.members[1]).all()


@given(first=MEMBERS, second=MEMBERS, kappa=KAPPA)
def test_no_group_is_the_favourite(first: float, second: float, kappa: float) -> None:
    one = model.simulate(kappa=kappa, members=(first, second), weeks=150)
    other = model.simulate(kappa=kappa, members=(second, first), weeks=150)
    assert (one.members.values == other.members.values[::-1]).all()


def test_a_shock_limits_itself() -> None:
    """More deaths in the shock, fewer after it, and ever less for each further step."""
    calm, shock = model.simulate(), model.simulate(kappa=6)
    during, after = slice(P.first_week, P.last_week), slice(P.last_week + 1, None)
    more = shock.deaths_per_week.sum("group") - calm.deaths_per_week.sum("group")
    assert more.sel(week=during).sum() > 0 > more.sel(week=after).sum()
    total = [model.kills(model.simulate(kappa=kappa)) for kappa in (1, 3, 6, 11)]
    steps = np.diff(total) / np.diff([1, 3, 6, 11])
    assert (steps > 0).all() and (np.diff(steps) < 0).all()


def test_quantities_are_those_of_the_parameters_that_are_asked_for() -> None:
    """Kills ∝ θ in the first week; a longer shock kills more, a longer truce spares more."""
    assert MODEL.value("kills_at_rest", theta=2 * P.theta) == pytest.approx(2 * MODEL.value("kills_at_rest"))
    assert MODEL.value("size_at_rest", eta=1.1 * P.eta) < MODEL.value("size_at_rest")
    longer = {"last_week": P.last_week + 26}
    assert MODEL.value("kills_twice", **longer) > MODEL.value("kills_twice") > 1
    assert MODEL.value("kills_truce", **longer) < MODEL.value("kills_truce") < 1


def test_without_fights_each_group_grows_to_its_own_size() -> None:
    alone = replace(P, theta=0.0)
    end = model.simulate(weeks=4000, parameters=alone).members[:, -1]
    assert end.values == pytest.approx((P.rho - P.eta) / P.omega, rel=1e-6)
