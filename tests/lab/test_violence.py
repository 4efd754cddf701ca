"""Homicides, the casualty share and who is detained."""

import numpy as np
import pytest
from small_lab import SIZE, Floats, annual, at, column, columns, for_years, inputs, kernel, rates_at_start, simulate

from tregua.lab.draws import draw_parameters
from tregua.lab.run import Settings, run

SETTINGS = Settings(draws=20, until=2030)
YEARS_OF_POLICY = slice(2, None)  # 2027 on
HOMICIDES_2024 = 13_497  # of the police register, as published in January 2026
UCDP = (208 + 232 + 442) / 3  # deaths with the State and between groups a year, 2022–24


FOREGROUND = ("conflict_deaths", "civilians_killed")


def background(out: Floats) -> Floats:
    """Homicides outside the conflict of armed groups."""
    (homicides,), *others = (columns(name) for name in ("homicides", *FOREGROUND))
    return np.asarray(out[..., homicides] - sum(out[..., one] for (one,) in others))


def test_homicides_are_members_killed_and_a_background_that_group_policy_does_not_touch() -> None:
    calm, other = annual({}, SETTINGS), annual({"arrests": 5.0, "talks": 1.0, "counselling": 1.0}, SETTINGS)
    (killed,) = columns("conflict_deaths")
    assert (background(calm) > 0).all()
    assert not np.allclose(calm[:, YEARS_OF_POLICY, killed], other[:, YEARS_OF_POLICY, killed], rtol=1e-3)
    np.testing.assert_allclose(background(other), background(calm), rtol=1e-12)


def test_the_first_month_has_the_observed_homicides() -> None:
    p, lever, _ = inputs({}, 2026, 20)
    calm = np.ones(24 * SIZE["Z"])
    for draw in p:
        out, _, _ = simulate(kernel(), draw, lever, calm, 1)
        assert 12 * out[0, at("O", "homicides")] == pytest.approx(HOMICIDES_2024, rel=5e-3)
        assert 12 * out[0, at("O", "conflict_deaths")] == pytest.approx(
            draw[at("P", "casualty_share")] * HOMICIDES_2024, rel=5e-2
        )


def test_the_casualty_share_is_drawn_from_one_to_three_times_the_deaths_that_ucdp_counted() -> None:
    share = draw_parameters(0, 0, 2000, {})[:, column("casualty_share")]
    low, high = UCDP / HOMICIDES_2024, 3 * UCDP / HOMICIDES_2024
    assert low <= share.min() < 1.01 * low
    assert 0.99 * high < share.max() <= high


@pytest.mark.checklist("P15", "H4")
def test_a_state_of_exception_at_full_dose_changes_the_background_by_its_effect() -> None:
    """By the drawn logarithm; what is left of conflict deaths is another matter, since it detains members."""
    (killed,) = columns("conflict_deaths")
    assumed = {"emergency_dose": 1.0, "emergency_fade": 0.0}
    calm, under = (annual(values, SETTINGS, assumed)[:, YEARS_OF_POLICY] for values in ({}, {"emergency": 1.0}))
    effect = draw_parameters(0, 0, 20, {})[:, column("emergency_effect"), None]
    np.testing.assert_allclose(background(under), np.exp(effect) * background(calm), rtol=1e-9)
    assert (effect < 0).any() and (effect > 0).any()  # three falls, one rise
    assert (under[:, 1:, killed] < calm[:, 1:, killed]).all()


@pytest.mark.checklist("P15", "H4")
def test_a_state_of_exception_fades_while_it_lasts_and_ends_when_it_is_lifted() -> None:
    """Each year leaves as much of its effect as the drawn rate says; lifted after six years, none is left."""
    settings = Settings(draws=20, until=2036)
    calm, under = (annual(values, settings) for values in ({}, {"emergency": 1.0}))
    lifted = run([for_years("emergency", 1.0, "2033-01")], settings)[0, 0]
    logs = np.log(background(under) / background(calm))[:, 2:]
    fade = draw_parameters(0, 0, 20, {})[:, column("emergency_fade"), None]
    np.testing.assert_allclose(logs[:, 1:] / logs[:, :-1], np.exp(-fade) * np.ones((1, 9)), rtol=0.02)
    np.testing.assert_allclose(background(lifted)[:, 8:], background(calm)[:, 8:], rtol=1e-9)
    np.testing.assert_array_equal(background(lifted)[:, :8], background(under)[:, :8])


@pytest.mark.checklist("P15", "H4")
@pytest.mark.parametrize("years", [5, 10])
def test_deaths_in_custody_and_what_democracy_loses_stand_beside_homicides(years: int) -> None:
    """After five years and after ten, by the dose; nobody dies and nothing is lost without it."""
    settings = Settings(draws=20, until=2036)
    year = 2 + years - 1
    calm, under = (annual(values, settings)[:, year] for values in ({}, {"emergency": 1.0}))
    p = draw_parameters(0, 0, 20, {})
    (dying,), (democracy,), (detained,) = (
        columns(name) for name in ("custody_deaths", "liberal_democracy", "detained")
    )
    assert (calm[:, dying] == 0).all() and (calm[:, democracy] == p[:, column("democracy_0.COL")]).all()
    dose = p[:, column("emergency_dose")]
    lost = dose * p[:, column("democracy_effect")] * (1 - np.exp(-years / p[:, column("democracy_years")]))
    np.testing.assert_allclose(under[:, democracy] - calm[:, democracy], lost, rtol=1e-6)
    people = 2026 + years - 2024.5  # in the middle of the year
    inhabitants = p[:, column("population_0.COL")] * np.exp(p[:, column("population_growth.COL")] * people)
    dead = dose * p[:, column("custody_mortality")] * inhabitants / 1e5
    np.testing.assert_allclose(under[:, dying], dead, rtol=0.02)
    assert (under[:, detained] > calm[:, detained]).all()


@pytest.mark.checklist("P15")
def test_a_dose_of_nothing_is_no_state_of_exception() -> None:
    none = {"emergency_dose": 0.0}
    assert annual({"emergency": 1.0}, SETTINGS, none).tobytes() == annual({}, SETTINGS, none).tobytes()


@pytest.mark.checklist("P15")
def test_half_a_state_of_exception_detains_half_of_its_people() -> None:
    """The part of the rate that the dose says; members are held beside them by a hazard of their own, here none."""
    (detained,), members = columns("detained"), columns("group_members")
    nobody = {"emergency_hazard": 0.0}
    calm, half, full = (annual({"emergency": share}, SETTINGS, nobody) for share in (0.0, 0.5, 1.0))
    held = full[:, YEARS_OF_POLICY, detained] - calm[:, YEARS_OF_POLICY, detained]
    p = draw_parameters(0, 0, 20, {})
    years = np.arange(3, 7)  # since the start, on 31 December 2027 … 2030
    population = p[:, column("population_0.COL"), None] * np.exp(p[:, column("population_growth.COL"), None] * years)
    rate = p[:, column("emergency_detention"), None] * p[:, column("emergency_dose"), None]
    np.testing.assert_allclose(held, rate * population / 1e5, rtol=1e-9)
    halved = half[:, YEARS_OF_POLICY, detained] - calm[:, YEARS_OF_POLICY, detained]
    np.testing.assert_allclose(halved, held / 2, rtol=1e-9)
    np.testing.assert_array_equal(full[..., members], calm[..., members])


@pytest.mark.checklist("P15")
def test_a_state_of_exception_holds_members_by_its_hazard_and_dose() -> None:
    for p in inputs({}, 2026, 20)[0]:
        calm, under = (rates_at_start(p, {"emergency": share}) for share in (0.0, 0.5))
        held = 0.5 * p[at("P", "emergency_dose")] * p[at("P", "emergency_hazard")] * calm.states[at("S", "members")]
        more = under.change[at("S", "prison")] - calm.change[at("S", "prison")]
        np.testing.assert_allclose(more, held, rtol=1e-9)
        less = under.change[at("S", "members")] - calm.change[at("S", "members")]
        np.testing.assert_allclose(less, -held, rtol=1e-9)


@pytest.mark.checklist("P15")
def test_group_members_in_prison_are_counted_as_detained() -> None:
    p, lever, shock = inputs({"arrests": 3.0}, 2030, 5)
    for draw in range(5):
        out, states, _ = simulate(kernel(), p[draw], lever, shock[draw], 72)
        assert out[-1, at("O", "detained")] == pytest.approx(states[at("S", "prison")].sum(), rel=1e-12)
        assert out[-1, at("O", "detained")] > 1.2 * out[0, at("O", "detained")]


@pytest.mark.checklist("P1")
def test_the_value_of_coca_moves_the_background_by_its_elasticity() -> None:
    """At the price of the start and twice the yield, twice as much is made; without the link nothing comes of it."""
    for p in inputs({}, 2026, 20)[0]:
        richer = p.copy()
        richer[at("P", "harvest_elasticity")] = 0.3
        for elasticity in (0.0, 0.5):
            richer[at("P", "coca_violence")] = elasticity
            start = rates_at_start(richer, {"seizure_share": 0.9})
            value = start.derived[at("V", "price_ratio")] * (
                start.derived[at("V", "made")][0] / start.derived[at("V", "made_0")][0]
            )
            other = start.change[at("S", "homicides")] - start.change[at("S", "killed")]
            other -= start.change[at("S", "civilians")]
            observed = (1 - p[at("P", "casualty_share")] - p[at("P", "civilian_share")]) * HOMICIDES_2024
            assert other == pytest.approx(observed * value**elasticity, rel=1e-9)
            assert value > 1.02
