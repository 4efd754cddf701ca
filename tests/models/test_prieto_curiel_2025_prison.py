"""Ages and prison: the weekly course, what the author counts, and what may follow a release."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from tregua.models.find import load_model
from tregua.models.papers.prieto_curiel_2025_prison import model
from tregua.models.protocol import bound

MODEL = load_model("prieto_curiel_2025_prison")
P = bound(model.Parameters)


@pytest.fixture(scope="module")
def run() -> xr.Dataset:
    """The published course, to the end of 2045."""
    return model.simulate()


def test_the_generations_add_up_to_the_weekly_map(run: xr.Dataset) -> None:
    rate, size, sizes = model.rates(P), P.start, [P.start]
    for _ in range(model.WEEKS):
        size *= (1 + rate.recruitment) * (1 - rate.arrest) * (1 - rate.death)
        size -= rate.saturation * size**2
        sizes.append(size)
    assert run.members.sum("generation").values == pytest.approx(np.array(sizes), rel=1e-9)


def test_every_generation_changes_by_its_flows_and_is_never_negative(run: xr.Dataset) -> None:
    net = run.recruits_per_week - run.arrests_per_week - run.deaths_per_week - run.dropouts_per_week
    assert np.diff(run.members, axis=0) == pytest.approx(net.values[1:], abs=1e-7)
    assert all(float(run[name].min()) >= 0 for name in run.data_vars)


def test_recruits_are_between_fifteen_and_thirty_five(run: xr.Dataset) -> None:
    shares, years = model.recruit_ages(P), np.arange(model.RECRUIT_WEEKS) / P.weeks_per_year
    assert shares.sum() == pytest.approx(1)
    assert years[shares > 0].min() > P.youngest and years[shares > 0].max() < P.oldest
    assert years @ shares == pytest.approx((P.youngest + P.oldest) / 2)
    recruits = run.recruits_per_week.sel(generation=1990)
    age = model.age(1990, run)
    assert age[recruits.values > 0].min() > P.youngest - 1 and age[recruits.values > 0].max() < P.oldest + 1


def test_the_old_drop_out_and_the_young_do_not(run: xr.Dataset) -> None:
    last = run.isel(week=-1)
    hazard = last.dropouts_per_week / last.members
    assert hazard.sel(generation=1985) > 50 * hazard.sel(generation=2010)


def test_the_first_week_on_or_after_new_year() -> None:
    assert [model.week_of(year) for year in (1965, 2012, 2022, 2030)] == [0, 2453, 2975, 3392]


@settings(max_examples=20)
@given(factor=st.floats(0, 3))
def test_the_authors_count_is_linear_in_the_sentence(run: xr.Dataset, factor: float) -> None:
    longer = replace(P, sentence=factor * P.sentence)
    once = model.prevented(1990, run, P)
    assert model.prevented(1990, run, longer) == pytest.approx(factor * once)


def test_years_active_after_release_agree_with_the_chance_of_being_active_integrated(run: xr.Dataset) -> None:
    rate, size, week = model.rates(P), run.members.sum("generation").values, 2600
    one = run.assign(arrests_per_week=run.arrests_per_week.where(run.week == week, 0.0))
    arrested = float(one.arrests_per_week.sel(generation=1990).sum())
    scale = size[1999] / size[week]
    risk = (rate.arrest * scale + rate.death * scale + rate.saturation * size[week]) * 365 / 7
    free = P.life_end - model.age(1990, run)[week] - P.sentence
    years, again = model.after_release(1990, P.sentence, one, P)
    assert years == pytest.approx(arrested * quad(lambda t: np.exp(-risk * t), 0, free)[0])
    rearrest = rate.arrest * scale * 365 / 7
    assert again == pytest.approx(quad(lambda t: rearrest * np.exp(-risk * t), 0, free)[0])


def test_nobody_is_active_after_a_sentence_for_life(run: xr.Dataset) -> None:
    assert model.after_release(1990, P.life_end, run, P) == (0, 0)
    years = [model.after_release(1990, sentence, run, P)[0] for sentence in (0, 5, 10, 20, 40)]
    assert years == sorted(years, reverse=True)


def test_quantities_are_those_of_the_parameters_that_are_asked_for(run: xr.Dataset) -> None:
    """More arrests leave fewer members and prevent more; the sentence moves what prison prevents, and no member."""
    arrests, sentences = (model.simulate(replace(P, **{one: 1.1 * getattr(P, one)})) for one in ("arrests", "sentence"))
    assert MODEL.quantity("members_2022", arrests).value < MODEL.quantity("members_2022", run).value
    assert MODEL.quantity("prevented_by_prison", arrests).value > MODEL.quantity("prevented_by_prison", run).value
    assert MODEL.quantity("members_2022", sentences) == MODEL.quantity("members_2022", run)
    for linear in ("prevented_by_prison", "doubling_prison_years"):
        once = MODEL.quantity(linear, run).value
        assert MODEL.quantity(linear, sentences).value == pytest.approx(1.1 * once)
