"""By default pressure and diffusion move nothing; sizes are typed, and what was published is what the ledger holds."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import sources
from tregua.evidence.ledger import estimates
from tregua.states.bills import pressure_file
from tregua.states.pipeline_schema import Pressure
from tregua.states.pressure import (
    Betas,
    civilian_cost,
    deterred,
    diffuse,
    excess_deaths,
    pressed,
    reaction_record,
)

hazard = st.floats(0.0, 5.0)
size = st.floats(0.0, 3.0)


# --- the target -------------------------------------------------------------------------------------------------------


@given(hazard, size)
def test_by_default_pressure_moves_nothing_whatever_its_size(h: float, s: float) -> None:
    assert pressed(h) == h == pressed(h, s) == deterred(h) == deterred(h, s)


@pytest.mark.parametrize("alternative", ["lower", "none", "higher"])
@given(h=hazard)
def test_without_a_typed_size_no_alternative_moves_anything(alternative: Pressure, h: float) -> None:
    assert pressed(h, alternative=alternative) == h


@given(st.floats(0.01, 5.0), st.floats(0.01, 3.0))
def test_the_alternatives_have_opposite_signs(h: float, s: float) -> None:
    assert pressed(h, s, "lower") < h < pressed(h, s, "higher")
    assert pressed(h, s, "lower") * pressed(h, s, "higher") == pytest.approx(h * h)
    assert deterred(h, s, on=True) < h


def test_three_alternatives_stand_apart_and_no_size_stands_in_the_file() -> None:
    found = {one.id: one.sign for one in pressure_file().alternatives}
    assert found == {"lower": -1, "none": 0, "higher": 1}
    named = {name for one in pressure_file().alternatives for name in one.speaks_for}
    assert all(estimates()[name].effect is None for name in named), "only directions were read"
    assert all(one.speaks_for for one in pressure_file().alternatives)


@pytest.mark.parametrize("wrong", [-0.1, math.nan])
def test_a_size_that_makes_no_sense_is_refused(wrong: float) -> None:
    with pytest.raises(InputError):
        pressed(1.0, wrong, "lower")
    with pytest.raises(InputError):
        deterred(1.0, wrong, on=True)


def test_an_alternative_that_there_is_not_is_refused() -> None:
    with pytest.raises(InputError, match="lower"):
        pressed(1.0, 1.0, "lowr")  # type: ignore[arg-type]


# --- civilians --------------------------------------------------------------------------------------------------------


def test_deaths_of_children_are_those_published() -> None:
    """8.4 log points (3.9–13.0): of 1,000 deaths a year 88 more, 40 to 139."""
    found = excess_deaths(1000.0, "under_five", 1.0)
    assert (found.value, found.low, found.high) == pytest.approx(
        [1000 * math.expm1(one) for one in (0.084, 0.039, 0.130)], rel=1e-3
    )


@pytest.mark.parametrize("cost", ["under_five", "aged_60_80"])
@given(deaths=st.floats(0.0, 1e6), severity=st.floats(0.0, 1.0))
def test_no_severity_costs_nothing_and_more_costs_more(cost: str, deaths: float, severity: float) -> None:
    assert excess_deaths(deaths, cost, 0.0).value == 0.0
    found, whole = excess_deaths(deaths, cost, severity), excess_deaths(deaths, cost, 1.0)
    assert found.low is not None and found.high is not None
    assert 0.0 <= found.low <= found.value <= found.high
    assert found.value <= whole.value * (1 + 1e-12)


def test_growth_and_life_are_those_published() -> None:
    assert civilian_cost("growth_un", 1.0).value == -2.0
    assert civilian_cost("growth_us", 0.5).value == -0.5
    life = civilian_cost("life_un", 1.0)
    assert (life.low, life.high) == (-1.4, -1.2)


@pytest.mark.parametrize(("cost", "severity"), [("under_five", 1.1), ("under_five", -0.1), ("growth_un", 0.5)])
def test_what_multiplies_no_deaths_and_what_is_no_severity_is_refused(cost: str, severity: float) -> None:
    with pytest.raises(InputError):
        excess_deaths(1000.0, cost, severity)


def test_every_cost_and_study_names_what_exists_and_says_how_it_was_read() -> None:
    assert {one.estimate for one in pressure_file().costs} <= set(estimates())
    for one in pressure_file().studies:
        assert sources()[one.source].read in ("full", "table", "abstract", "secondary"), one.source


def test_the_ledger_holds_the_contradiction_on_the_united_nations() -> None:
    """One study finds no deaths by their sanctions, another a year and more of life."""
    none, life = estimates()["rodriguez_2025_un"], estimates()["gutmann_2021_life_un"]
    assert none.direction == "none" and life.direction == "lowers"
    assert none.contrary == ["gutmann_2021_life_un"] and life.contrary == ["rodriguez_2025_un"]


# --- diffusion --------------------------------------------------------------------------------------------------------


@st.composite
def a_region(draw: st.DrawFn) -> tuple[list[list[float]], ...]:
    n = draw(st.integers(1, 5))
    row = st.lists(st.floats(0.0, 1.0), min_size=n, max_size=n)
    return (*([draw(row)] for _ in range(4)), [draw(row) for _ in range(n)])


@given(a_region())
def test_by_default_nothing_spreads(region: tuple[list[list[float]], ...]) -> None:
    (base,), (rate,), (adopted,), (election,), weights = region
    assert list(diffuse(base, rate, weights, adopted, election)) == base


def test_diffusion_is_the_form_that_was_written() -> None:
    """log h = a + β₁ y + β₂ Σ w A + β₃ e, for two states of which the second has adopted."""
    found = diffuse([0.1, 0.2], [30.0, 5.0], [[0, 1], [1, 0]], [0, 1], [1, 0], Betas(0.01, 0.5, 0.2))
    assert found == pytest.approx((0.1 * math.exp(0.3 + 0.5 + 0.2), 0.2 * math.exp(0.05)))


# --- the record -------------------------------------------------------------------------------------------------------


def test_first_exceptions_come_at_the_rate_that_was_reckoned() -> None:
    found = reaction_record()
    assert found.events == 5
    assert found.state_years == pytest.approx(68, abs=0.5)
    assert (found.rate, found.low, found.high) == pytest.approx((0.081, 0.034, 0.145), abs=0.001)


def test_homicides_rose_before_the_exception_of_ecuador_and_not_before_that_of_honduras() -> None:
    rising = {one.state: one.rising for one in reaction_record().first}
    assert rising == {"SLV": False, "HND": False, "ECU": True, "PER": None, "GTM": None}
    before = {one.state: [round(rate, 1) for _, rate in one.before] for one in reaction_record().first}
    assert before["SLV"] == [21.5, 17.3] and before["HND"] == [38.2, 35.0] and before["ECU"] == [27.4, 45.7]


def test_those_at_risk_are_the_listed_states() -> None:
    assert len(set(pressure_file().reaction.at_risk)) == 19
