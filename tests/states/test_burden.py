"""One cost under every rule: shares add up, equal states pay alike, and no rule is told without its numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.states.burden import RULES, burden, shapley_over_draws
from tregua.states.effects import effects
from tregua.states.over_draws import over_draws
from tregua.states.records import states
from tregua.states.treaty import Treaty
from tregua.states.weights import Weights

LISTED = [name for name, one in states().items() if one.listed]
WEIGHTS = Weights(
    weights={"homicides": -1.0, "coca_area": -0.001, "overdose_deaths": -1.0},
    efforts={"COL": "substitution", "USA": "treatment"},
    slopes={"COL": 5.0, "USA": 100.0},
)


def test_shares_by_head_and_by_capacity_are_those_of_the_source_table() -> None:
    """Of the 19 by GDP: BRA 31.4, MEX 25.8, ARG 9.3 %; by head BRA 33.3, MEX 20.4, COL 8.2 %."""
    found = burden(floor=0, ceiling=1)
    head, capacity = found.of("head"), found.of("capacity")
    assert [round(100 * head[one].share, 1) for one in ("BRA", "MEX", "COL")] == [33.3, 20.4, 8.2]
    assert [round(100 * capacity[one].share, 1) for one in ("BRA", "MEX", "ARG")] == [31.4, 25.8, 9.3]


def test_a_ceiling_moves_what_it_cuts_to_the_others_in_their_proportions() -> None:
    free, cut = burden(floor=0, ceiling=1).of("capacity"), burden(floor=0, ceiling=0.22).of("capacity")
    assert cut["BRA"].share == cut["MEX"].share == pytest.approx(0.22)
    assert cut["ARG"].share / cut["COL"].share == pytest.approx(free["ARG"].share / free["COL"].share)
    assert cut["ARG"].share == pytest.approx(free["ARG"].share * 0.56 / (1 - free["BRA"].share - free["MEX"].share))


@given(
    st.lists(st.sampled_from(LISTED), min_size=2, max_size=19, unique=True),
    st.floats(0.01, 1e9),
    st.lists(st.floats(0, 1e6), min_size=19, max_size=19),
)
def test_shares_add_up_and_transfers_cancel_whatever_the_members(
    members: list[str], cost: float, spent: list[float]
) -> None:
    shared = burden(members, cost)
    for rule in {one.rule for one in shared.shares}:
        of = shared.of(rule)
        assert sum(one.share for one in of.values()) == pytest.approx(1.0)
        assert sum(one.amount for one in of.values() if one.amount is not None) == pytest.approx(cost)
        assert all(one.transfer is None for one in of.values())
    own = {name: round(value, 2) for name, value in zip(members, spent, strict=False)}
    if any(own.values()):
        paid = burden(members, own=own)
        for rule in {one.rule for one in paid.shares}:
            total = sum(one.transfer for one in paid.of(rule).values() if one.transfer is not None)
            assert total == pytest.approx(0.0, abs=1e-6 * sum(own.values()))
        assert all(one.transfer == pytest.approx(0.0, abs=1e-6) for one in paid.of("effort").values())


@given(st.permutations(LISTED))
def test_the_order_of_members_changes_no_share(members: list[str]) -> None:
    one, other = burden(LISTED), burden(members)
    for rule in RULES[:-1]:
        assert {name: share.share for name, share in one.of(rule).items()} == {
            name: share.share for name, share in other.of(rule).items()
        }


def test_a_state_without_a_number_makes_a_rule_untold_and_is_named() -> None:
    found = burden(["COL", "JAM"])
    assert not found.of("harm") and found.missing == {"harm": ("JAM",)}
    assert found.of("equal")["JAM"].share == 0.5


def test_no_ceiling_holds_for_so_few_that_it_could_not() -> None:
    assert burden(["COL", "MEX"]).ceiling == 1.0
    assert burden(LISTED[:5]).ceiling == 0.22
    with pytest.raises(InputError, match="ceiling"):
        burden(["COL", "MEX"], ceiling=0.22)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"members": ["COL", "XXX"]}, "there is no state"),
        ({"members": ["COL"]}, "two states"),
        ({"members": ["COL", "COL"]}, "twice"),
        ({"cost": 0.0}, "> 0"),
        ({"cost": float("nan")}, "> 0"),
        ({"own": {"USA": 1.0}}, "there is no state"),
        ({"own": {"COL": -1.0}}, "0 … 1e"),
        ({"own": {"COL": float("inf")}}, "0 … 1e"),
        ({"cost": 10.0, "own": {"COL": 1.0}}, "add up"),
    ],
)
def test_what_cannot_be_shared_is_refused(arguments: dict, told: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(InputError, match=told):
        burden(**arguments)


def test_the_shapley_value_of_each_draw_adds_up_to_what_all_have_together() -> None:
    found = effects(1)
    values = shapley_over_draws(found, WEIGHTS, Treaty())
    assert [*values] == ["COL", "PER", "BOL", "USA"]
    full = over_draws(found, WEIGHTS).one(("COL", "PER", "BOL", "USA"))
    assert sum(one.median for one in values.values()) == pytest.approx(sum(one.median for one in full.payoff.values()))
    nothing = WEIGHTS.model_copy(update={"weights": {"USA.overdose_deaths": -1.0}, "efforts": {"USA": "treatment"}})
    alone = shapley_over_draws(found, nothing, Treaty())
    assert alone["COL"].i90 == alone["PER"].i90 == (0.0, 0.0) and alone["USA"].median > 0.0


def test_own_costs_near_the_cost_keep_their_transfers_and_small_ones_are_no_nothing() -> None:
    near = burden(["COL", "MEX"], cost=10.000001, own={"COL": 10.0}).of("equal")
    assert (near["COL"].transfer, near["MEX"].transfer) == (-5.0, 5.0)
    small = burden(["COL", "MEX"], cost=1e-12).of("equal")["COL"].amount
    assert small == pytest.approx(5e-13)
    with pytest.raises(InputError, match="all 0"):
        burden(["COL", "MEX"], own={"COL": 0.0})
    with pytest.raises(InputError, match="twice"):
        burden(["COL", "COL", "MEX"])
    with pytest.raises(InputError, match="0 … 1"):
        burden(ceiling=1.5)
