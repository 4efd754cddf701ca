"""Mixes: the grid, the budget, what is left out, and outcomes as a run of the same levels gives them."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.analysis.deciding.answers import portfolio
from tregua.analysis.deciding.portfolio import Portfolio, _splits
from tregua.catalogue.errors import InputError
from tregua.lab.compare import compare
from tregua.lab.model import lab
from tregua.lab.own import own_scenario, read_setting
from tregua.lab.result import simulate, values
from tregua.lab.run import Settings
from tregua.lab.scenario import record

SETTINGS = Settings(draws=8)
BUDGET = 2e9


@pytest.fixture(scope="module")
def colombia() -> Portfolio:
    return portfolio(BUDGET, SETTINGS, payer="COL", costs={"neighbourhoods": 2e8}, steps=2)


@given(st.integers(1, 6), st.integers(1, 6))
def test_the_grid_has_every_way_to_spend_the_whole_once_after_nothing(levers: int, parts: int) -> None:
    nothing, *splits = _splits(levers, parts)
    assert nothing == (0.0,) * levers
    assert len(set(splits)) == len(splits) == comb(parts + levers - 1, levers - 1)
    assert all(sum(split) == pytest.approx(1.0) for split in splits)


def test_what_has_no_cost_or_no_effect_is_left_out_and_said_first(colombia: Portfolio) -> None:
    why = {one.lever: one.why for one in colombia.left_out}
    assert why["corridor_interdiction"] == "elsewhere"
    assert colombia.left_out[0].lever == "law"
    assert why["talks"] == why["offer"] == why["ceasefire"] == why["substitution"] == "no_cost"
    assert why["scholarships"] == "no_effect"
    assert why["treatment"] == "elsewhere"
    by_hand = {lever.id for lever in lab().levers.values() if not lever.driver}
    mixed = {name for mix in colombia.mixes for name in mix.levers}
    assert mixed == {"counselling", "jobs", "neighbourhoods"}
    assert by_hand == mixed | {name for name in why if name != "law"}


def test_no_mix_costs_more_than_the_budget_in_the_middle_of_its_draws(colombia: Portfolio) -> None:
    assert colombia.mixes[0].levers == {} and colombia.mixes[0].cost.median == colombia.mixes[0].over == 0.0
    for mix in colombia.mixes[1:]:
        at_little = sum(colombia.unit_costs[name] * level for name, level in mix.levers.items())
        assert at_little * colombia.years <= BUDGET * 1.005
        assert mix.cost.median <= BUDGET * 1.15  # medians of sums are not sums of medians


def test_a_cost_that_was_typed_adds_itself_and_nothing_else(colombia: Portfolio) -> None:
    mix = next(one for one in colombia.mixes if [*one.levers] == ["neighbourhoods"])
    assert mix.levers["neighbourhoods"] == 1.0  # more money cannot do more
    assert mix.cost.median == mix.cost.i90[0] == mix.cost.i90[1] == pytest.approx(2e8 * 10)
    told = next(one for one in mix.outcomes if one.outcome == "state_outlay")
    assert told.by[0].median == pytest.approx(2e9) and told.unit == "USD"
    row = colombia.regret.one(mix.id, "state_outlay", "COL")
    assert row.status == "figures" and row.unit == "USD" and row.mean == pytest.approx(2e9)


def test_outcomes_are_those_of_a_run_with_the_same_levels(colombia: Portfolio) -> None:
    mix = next(one for one in colombia.mixes if len(one.levers) == 2)
    settings = [read_setting(f"{name}={level}", "2027-01") for name, level in mix.levers.items()]
    own = own_scenario([], settings, "2027-01")
    dataset = simulate([record(), own], Settings(draws=8, until=2036))
    more = values(dataset, "homicides", "COL").isel(alternative=0).sel(year=slice(2027, 2036)).sum("year")
    told = next(one for one in mix.outcomes if one.outcome == "homicides")
    difference = more.sel(scenario="own") - more.sel(scenario="as-observed")
    assert told.by[0].median == pytest.approx(float(difference.median()))
    members = next(one for one in mix.outcomes if (one.outcome, one.place) == ("group_members", "COL"))
    cell = compare(dataset, "as-observed", 2036).one("own", "group_members", "COL")
    reference = next(one for one in cell.alternatives if one.choices.get("signature_class", 0.0) == 0.0)
    assert members.by[0].median == pytest.approx(reference.median)


def test_a_mix_has_regret_beside_the_other_mixes_and_somebody_has_none(colombia: Portfolio) -> None:
    rows = [row for row in colombia.regret.rows if row.outcome == "homicides"]
    assert len(rows) == len(colombia.mixes)
    assert colombia.regret.since == 2027 and colombia.regret.year == 2036
    ahead = np.sum([[one.ahead for one in row.by if one.alternative == "reference"] for row in rows])
    assert ahead >= 1.0


def test_an_effect_that_somebody_types_brings_a_lever_in() -> None:
    found = portfolio(BUDGET, SETTINGS, payer="COL", steps=1, assumptions={"scholarship_effect": 0.2})
    assert "scholarships" in {name for mix in found.mixes for name in mix.levers}


def test_a_budget_of_one_state_moves_its_own_levers_alone() -> None:
    found = portfolio(BUDGET, SETTINGS, payer="EUR", steps=1)
    assert {name for mix in found.mixes for name in mix.levers} == {"treatment", "prevention"}
    outlays = {
        place: max(values(found.futures.dataset, "state_outlay", place).max().item(), 0.0) for place in ("USA", "EUR")
    }
    assert outlays["EUR"] > 0.0 == outlays["USA"]


def test_the_same_call_gives_the_same_answer(colombia: Portfolio) -> None:
    again = portfolio(BUDGET, SETTINGS, payer="COL", costs={"neighbourhoods": 2e8}, steps=2)
    assert again.mixes == colombia.mixes and again.unit_costs == colombia.unit_costs


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"budget": 0.0}, "out_of_range"),
        ({"budget": float("nan")}, "out_of_range"),
        ({"years": 0}, "out_of_range"),
        ({"years": 99}, "out_of_range"),
        ({"payer": "MEX"}, "unknown_name"),
        ({"costs": {"talk": 1.0}}, "unknown_name"),
        ({"costs": {"jobs": 1.0}}, "cost_published"),
        ({"costs": {"talks": -1.0}}, "out_of_range"),
        ({"costs": {"eradication": 1.0}, "payer": "EUR"}, "cost_elsewhere"),
        ({"costs": {"corridor_interdiction": 1e6}}, "cost_elsewhere"),  # of a corridor, no State's outlay
        ({"settings": Settings(draws=8, start="2027-07")}, "not_january"),
        ({"steps": 0}, "out_of_range"),
        ({"steps": 500}, "out_of_range"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], kind: str) -> None:
    with pytest.raises(InputError) as refused:
        portfolio(**{"budget": BUDGET, "settings": SETTINGS, **wrong})  # type: ignore[arg-type]
    assert refused.value.problems[0].kind == kind
