"""Corridors: one route where nothing is changed, displacement, conservation, and a link that moves nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_lab import Floats, annual, at, columns, inputs, kernel, rates_at_start, simulate

from tregua.lab.layout import layout
from tregua.lab.model import lab
from tregua.lab.run import Settings

P, _, _ = inputs({}, 2026, 200)
SETTINGS = Settings(draws=40, until=2032)
CORRIDORS = lab().places("transits")
PARTS = st.floats(0.0, 2.0)


def removed(values: dict[tuple[str, str], float], **assumed: float) -> Floats:
    """What is removed in the last year, by draw and corridor."""
    return annual(values, SETTINGS, assumed)[:, -1, columns("corridor_removed")]


def test_with_nothing_changed_all_corridors_are_one_route() -> None:
    """Each market loses the same share, as on the single route of before, whatever the shares of traffic are."""
    for p in P:
        found = rates_at_start(p, {})
        share = p[at("P", "transit_seizure_share")][0]
        assert found.derived[at("V", "lost_on_the_way")] == pytest.approx([share] * 4, rel=1e-12)
        made, used = found.change[at("S", "produced")].sum(), found.change[at("S", "consumed")].sum()
        at_home = found.change[at("S", "seized_at_home")].sum()
        assert found.change[at("S", "seized")] == pytest.approx(at_home + share * (made - at_home), rel=1e-9)
        assert used == pytest.approx((1 - share) * (made - at_home), rel=1e-9)


def test_shares_of_traffic_move_nothing_but_what_is_removed_where() -> None:
    """Drawn or taken as they stand: all other outcomes agree."""
    as_drawn, fixed = annual({}, SETTINGS), annual({}, SETTINGS, {"route_share.EUR.ATL": 0.9})
    others = [one for one in range(as_drawn.shape[-1]) if one not in columns("corridor_removed")]
    others = [one for one in others if one not in columns("corridor_homicides")]
    np.testing.assert_allclose(as_drawn[..., others], fixed[..., others], rtol=1e-8)


@pytest.mark.checklist("P13")
def test_traffic_leaves_a_corridor_on_which_more_is_removed() -> None:
    pacific = ("corridor_interdiction", "PAC")
    today, doubled = (removed({pacific: one}, corridor_response=4.0) for one in (1.0, 2.0))
    caribbean = CORRIDORS.index("CAR")
    assert (doubled[:, caribbean] > 1.2 * today[:, caribbean]).all()
    still, more = (removed({pacific: one}, corridor_response=0.0) for one in (1.0, 2.0))
    assert (more[:, caribbean] < 1.1 * still[:, caribbean]).all()


@pytest.mark.checklist("P13")
def test_more_removed_on_the_way_raises_the_price_at_its_end() -> None:
    price = lab().outcome_columns["retail_price", "USA"]
    everywhere = {("corridor_interdiction", one): 2.0 for one in CORRIDORS}
    assert (annual(everywhere, SETTINGS)[:, -1, price] > annual({}, SETTINGS)[:, -1, price]).all()


def test_homicides_of_corridor_states_move_nothing_else() -> None:
    at_corridors = columns("corridor_homicides")
    none, strong = (annual({}, SETTINGS, {"corridor_link": one}) for one in (0.0, -0.16))
    others = [one for one in range(none.shape[-1]) if one not in at_corridors]
    assert none[..., others].tobytes() == strong[..., others].tobytes()
    assert (none[..., at_corridors] == pytest.approx(1.0)) and (strong[..., at_corridors] != 1.0).any()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 199), st.tuples(PARTS, PARTS, PARTS, PARTS), st.floats(0, 0.9), st.floats(0, 4))
def test_what_is_exported_arrives_or_is_removed(
    draw: int, efforts: tuple[float, ...], seized: float, response: float
) -> None:
    """By corridor and in all, for random levers and numbers."""
    p, lever, shock = inputs({"seizure_share": seized}, 2028, 200)
    levers = lever.reshape(48, -1).copy()
    for corridor, effort in zip(CORRIDORS, efforts, strict=True):
        levers[24:, lab().lever_columns["corridor_interdiction", corridor]] = effort
    numbers = p[draw].copy()
    numbers[at("P", "corridor_response")] = response
    out, states, status = simulate(kernel(), numbers, levers.ravel(), shock[draw], 48)
    assert status == 0
    parts = {name: states[at("S", name)] for name in ("produced", "consumed", "removed", "seized_at_home", "seized")}
    exported = parts["produced"].sum() - parts["seized_at_home"].sum()
    assert parts["consumed"].sum() + parts["removed"].sum() == pytest.approx(exported, rel=1e-9)
    assert parts["seized"] == pytest.approx(parts["seized_at_home"].sum() + parts["removed"].sum(), rel=1e-12)
    assert (parts["removed"] >= 0).all() and (out[:, columns("corridor_homicides")] > 0).all()
    assert layout().members["transits"] == CORRIDORS
