"""What departments tell: known answers from simulated panels, and every printed estimate from the panel again."""

import inspect
from functools import cache

import numpy as np
import pytest

from tregua.analysis import departments
from tregua.analysis.departments import (
    Findings,
    Found,
    adjustment,
    findings,
    growths,
    large,
    level_persistence,
    persistence,
    spread,
    two_lags,
)
from tregua.evidence.ledger import estimates
from tregua.evidence.panel import coca_departments
from tregua.noise import Floats

PANEL = coca_departments()
YEARS = np.array([year for year in range(2003, 2020) if year != 2009], dtype=float)
ENDS = YEARS[1:][np.diff(YEARS) == 1]
SPREADS = np.array([0.5, 0.5, 0.3, 0.3, 0.5, 0.6, 0.2, 0.3, 0.15, 0.6, 0.3, 0.3])  # as unequal as those found


@cache
def told() -> Findings:
    return findings(PANEL)


def simulated(covariance: Floats, seed: int) -> Floats:
    """Departments that move by themselves, with means of departments and of years on top."""
    rng = np.random.default_rng(seed)
    size = len(covariance)
    local = rng.standard_normal((len(SPREADS), size)) @ np.linalg.cholesky(covariance).T
    own, common = rng.standard_normal((len(SPREADS), 1)), 0.3 * rng.standard_normal(size)
    return np.asarray(SPREADS[:, None] * local + own + common)


def gaps(times: Floats) -> Floats:
    return np.abs(times[:, None] - times[None, :])


def inside(found: Found, truth: float) -> bool:
    return found.low <= truth <= found.high


# --- known answers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("truth", [0.0, 0.4, 0.7])
def test_persistence_is_recovered_where_a_regression_on_the_year_before_is_biased(truth: float) -> None:
    panels = [simulated(truth ** gaps(ENDS), seed) for seed in range(40)]
    found = [persistence(one, ENDS) for one in panels]
    follows = np.diff(ENDS) == 1
    plain = []
    for one in panels:
        now, was = one[:, 1:][:, follows], one[:, :-1][:, follows]
        now, was = (each - each.mean(axis=1)[:, None] - each.mean(axis=0) + each.mean() for each in (now, was))
        plain.append(np.sum(now * was) / np.sum(was * was))
    error = 3.0 * np.std([one.value for one in found]) / np.sqrt(40)
    assert np.mean([one.value for one in found]) == pytest.approx(truth, abs=error)
    assert np.mean(plain) < truth - 0.05, "Nickell's bias"
    assert np.mean([inside(one, truth) for one in found]) >= 0.85


@pytest.mark.parametrize("truth", [0.7, 0.9])
def test_persistence_of_the_level_is_recovered(truth: float) -> None:
    found = [level_persistence(simulated(truth ** gaps(YEARS) / (1 - truth**2), seed), YEARS) for seed in range(40)]
    assert np.median([one.value for one in found]) == pytest.approx(truth, abs=0.05)
    assert np.mean([inside(one, truth) for one in found]) >= 0.75


def test_a_random_walk_may_never_return() -> None:
    walk = np.minimum(YEARS[:, None], YEARS[None, :]) - YEARS[0] + 1.0
    found = [level_persistence(simulated(walk, seed), YEARS) for seed in range(30)]
    assert np.mean([one.high == 1.0 for one in found]) >= 0.8


@pytest.mark.parametrize("seed", range(3))
def test_an_adjustment_of_some_years_is_seen_only_where_areas_have_no_error(seed: int) -> None:
    shape = two_lags(gaps(YEARS), 1.5, np.array([8.0]))[0]
    shape = (shape - 1.2 * shape.min()) / -shape.min()
    exact = adjustment(simulated(shape, seed), YEARS).exact
    assert exact.low > 0.5 and exact.high < 6.0
    blurred = adjustment(simulated(shape + 0.04 * np.eye(len(YEARS)), seed), YEARS)
    assert blurred.exact.high < 1.5 < blurred.time.high
    assert blurred.memory_least <= 8.0


def test_two_lags_are_what_adjustment_and_memory_integrate_to() -> None:
    """Against the stationary second moments of du = (w − u)/T dt, dw = −w/τ dt + dW, by matrix exponentials."""
    from scipy.linalg import expm, solve_continuous_lyapunov

    a, b = 1 / 1.5, 1 / 8.0
    drift = np.array([[-a, a], [0.0, -b]])
    moments = solve_continuous_lyapunov(drift, -np.diag([0.0, 1.0]))
    gap = np.arange(6.0)[None, :]
    expected = [(expm(drift * h) @ moments)[0, 0] - moments[0, 0] for h in gap[0]]
    assert two_lags(gap, 1.5, np.array([8.0]))[0, 0] == pytest.approx(expected)
    exchanged = two_lags(gap, 8.0, np.array([1.5]))[0, 0]
    assert exchanged[1:] / exchanged[1] == pytest.approx(np.array(expected[1:]) / expected[1])


def test_common_and_local_spread_are_recovered() -> None:
    found = [spread(simulated(np.eye(len(ENDS)), seed)) for seed in range(60)]
    local = float(np.sqrt(np.mean(SPREADS**2)))
    assert np.mean([one.common.value for one in found]) == pytest.approx(0.3, abs=0.03)
    assert np.mean([one.local.value for one in found]) == pytest.approx(local, abs=0.02)
    assert np.mean([inside(one.common, 0.3) for one in found]) >= 0.85
    assert np.mean([inside(one.share, 0.09 / (0.09 + local**2)) for one in found]) >= 0.85


# --- which figures ----------------------------------------------------------------------------------------------------


def test_no_growth_is_taken_into_or_out_of_an_incomplete_year() -> None:
    years = PANEL.complete
    areas = np.ones((1, len(years)))
    ends = set(growths(areas, years)[1])
    assert ends == {*range(2003, 2009), *range(2011, 2020)}
    used = {*departments.BEFORE, *departments.BEFORE_EARLIER, departments.START, departments.START_EARLIER}
    used |= {departments.END, departments.END_EARLIER, *departments.YEARLY}
    assert used <= set(years)


@pytest.mark.parametrize("least", [100.0, 240.0])
def test_the_departments_that_are_kept_do_not_hang_on_the_limit(least: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(departments, "LEAST", least)
    assert large(PANEL, [int(year) for year in YEARS]) == told().kept
    assert len(told().kept) == 12


def test_exposure_ends_before_the_growth_that_it_is_held_against() -> None:
    assert max(departments.BEFORE) < departments.START == 2013
    assert max(departments.BEFORE_EARLIER) < departments.START_EARLIER < departments.END_EARLIER <= departments.START


# --- what is printed --------------------------------------------------------------------------------------------------


def printed() -> dict[str, Found]:
    found = told()
    slopes = {"after": found.after, "before": found.before}
    return {
        "persistence": found.persistence,
        "level_persistence": found.level_persistence,
        "adjustment": found.adjustment.time,
        "common_spread": found.spread.common,
        "local_spread": found.spread.local,
        "common_share": found.spread.share,
        **{f"exposure_{name}": Found(one.value, one.low, one.high) for name, one in slopes.items()},
    }


def test_everything_that_is_found_is_printed() -> None:
    names = {name.removeprefix("departments_") for name, one in estimates().items() if one.data == PANEL.data}
    assert names == printed().keys()


@pytest.mark.parametrize("name", printed())
def test_an_estimate_is_what_the_panel_gives(name: str) -> None:
    """To its last printed digit; of intervals within a unit of it."""
    effect = estimates()[f"departments_{name}"].effect
    found = printed()[name]
    assert effect is not None and effect.low is not None and effect.high is not None and effect.interval == "95"
    digits = len(f"{effect.high}".partition(".")[2])
    assert effect.value == pytest.approx(found.value, abs=0.51 * 0.1**2)
    assert effect.low == pytest.approx(found.low, abs=0.011)
    assert effect.high == pytest.approx(found.high, abs=0.51 * 0.1**digits)
    assert estimates()[f"departments_{name}"].tag == "derived"


def test_what_the_notes_say_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    note = {name: one.note.en.replace("−", "-") for name, one in estimates().items() if one.note}
    after, found = note["departments_exposure_after"], told()
    assert after.startswith("Announcement and coinciding events, not the effect of the announcement")
    assert f"p = {found.after.p:.2f}; leaving one out, {found.after.least:.2f} to {found.after.most:.2f}" in after
    assert ", ".join(f"{found.yearly[year].value:.2f}" for year in range(2014, 2018)) in after
    before = note["departments_exposure_before"]
    assert f"p = {found.before.p:.2f}; leaving one out, {found.before.least:.2f} to {found.before.most:.2f}" in before
    assert f"below {found.adjustment.exact.high:.2f} years" in note["departments_adjustment"]
    assert f"from {found.adjustment.memory_least:.1f} years on" in note["departments_level_persistence"]
    for least, said in ((200.0, "from 200 hectares on it is {:.2f}"), (50.0, "from 50 on {:.2f}")):
        monkeypatch.setattr(departments, "LEAST", least)
        again = departments.exposed(PANEL, departments.BEFORE, departments.START, departments.END)
        assert said.format(again.value) in after
    assert estimates()["departments_exposure_after"].n == found.after.places
    assert estimates()["departments_exposure_before"].n == found.before.places


def test_the_module_says_that_it_sets_no_number() -> None:
    assert "sets a number of the lab" in (inspect.getdoc(departments) or "")
