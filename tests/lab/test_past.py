"""What had been observed when a run starts: nothing later enters; what was not there is drawn from a vague prior."""

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_lab import FIRST

from tregua.catalogue.errors import InputError
from tregua.evidence.schema import Point, Series
from tregua.lab.draws import draw_parameters
from tregua.lab.model import lab
from tregua.lab.past import Past, past

CUTS = (2010, 2014, 2018, 2022, 2025)
USED = sorted(
    {
        name.partition(")")[0].strip()
        for parameter in lab().parameters.values()
        for expression in parameter.observed.values()
        for part in expression.replace("(", ",").split(",")
        for name in [part]
        if name.partition(")")[0].strip() in lab().series
    }
)


def changed(change: Callable[[Point], Point | None], which: str) -> Mapping[str, Series]:
    """The ledger's series with the points of one changed, or left out where the change gives nothing."""
    one = lab().series[which]
    points = [new for point in one.points if (new := change(point)) is not None]
    return {**lab().series, which: one.model_copy(update={"points": points})}


def later(first: int) -> Callable[[Point], Point | None]:
    """Every point from the first day on is another."""
    return lambda point: point if point.year < first else point.model_copy(update={"value": 1.7 * point.value + 3.0})


def earlier(first: int) -> Callable[[Point], Point | None]:
    """Every point before the first day is another."""
    return lambda point: point.model_copy(update={"value": 1.7 * point.value + 3.0}) if point.year < first else point


# --- nothing later ----------------------------------------------------------------------------------------------------


def test_the_series_that_numbers_rest_on_are_known() -> None:
    assert {"coca_area.COL", "homicides.COL", "group_members.EGC", "population.COL", "cocaine_output.COL"} <= set(USED)


@pytest.mark.parametrize("first", CUTS)
@pytest.mark.parametrize("which", USED)
def test_what_came_later_changes_no_number(which: str, first: int) -> None:
    as_known = past(first).numbers
    assert past(first, changed(later(first), which)).numbers == as_known
    assert past(first, changed(lambda point: point if point.year < first else None, which)).numbers == as_known


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(CUTS), st.integers(0, 20), st.integers(1, 12), st.floats(1.0, 1e6))
def test_a_point_added_after_the_first_day_changes_no_number(first: int, after: int, month: int, value: float) -> None:
    added = Point.model_validate({"year": first + after, "month": month, "value": value})
    one = lab().series["homicides.COL"]
    more = {**lab().series, "homicides.COL": one.model_copy(update={"points": [*one.points, added]})}
    assert past(first, more).numbers == past(first).numbers


@pytest.mark.parametrize("which", USED)
def test_what_came_earlier_changes_numbers(which: str) -> None:
    assert past(FIRST, changed(earlier(FIRST), which)).numbers != past(FIRST).numbers


def test_the_last_point_before_the_first_day_counts_and_the_first_after_it_does_not() -> None:
    homicides = {point.year: point.value for point in lab().series["homicides.COL"].points if point.month is None}
    for first in (2012, 2018, 2024):
        assert past(first).numbers["homicides_0.COL"].value == homicides[first - 1]


def test_all_of_a_past_is_before_its_first_day() -> None:
    for first in CUTS:
        assert all(point.year < first for series in past(first).series.values() for point in series.points)
        assert all(time <= first for years in past(first).years.values() for time in years)


def test_draws_do_not_see_what_came_later() -> None:
    altered = lab().series
    for which in USED:
        altered = {**altered, which: changed(later(2018), which)[which]}
    known, same = past(2018), past(2018, altered)
    drawn = draw_parameters(0, 0, 30, {}, known=known)
    assert draw_parameters(0, 0, 30, {}, known=same).tobytes() == drawn.tobytes()
    moved = past(2018, {**altered, "coca_area.COL": changed(earlier(2018), "coca_area.COL")["coca_area.COL"]})
    assert not np.array_equal(draw_parameters(0, 0, 30, {}, known=moved), drawn)


# --- numbers of an origin ---------------------------------------------------------------------------------------------


def test_at_the_first_year_of_the_catalogue_numbers_are_those_of_the_catalogue() -> None:
    """Which prints them to twelve digits."""
    for name, number in past().numbers.items():
        parameter = lab().parameters[name]
        assert number.value == pytest.approx(parameter.value, rel=1e-11)
        assert number.distribution.kind == parameter.distribution.kind
        assert not number.vague
        for end in ("low", "high", "mean", "sd"):
            if (printed := getattr(parameter.distribution, end)) is not None:
                assert getattr(number.distribution, end) == pytest.approx(printed, rel=1e-11)


def test_numbers_that_rest_on_no_series_are_the_same_in_every_year() -> None:
    for first in CUTS:
        for name, parameter in lab().parameters.items():
            if not parameter.observed:
                number = past(first).numbers[name]
                assert (number.value, number.distribution) == (parameter.value, parameter.distribution)


def test_a_spread_around_what_was_observed_moves_with_it() -> None:
    """Ten per cent either way of the last count."""
    for first in (2023, 2024, 2025):
        number = past(first).numbers["size_0.ELN"]
        assert number.distribution.low == pytest.approx(0.9 * number.value)
        assert number.distribution.high == pytest.approx(1.1 * number.value)
    assert past(2024).numbers["size_0.ELN"].value != past(2025).numbers["size_0.ELN"].value


def test_before_anything_was_observed_a_number_is_vague() -> None:
    first = min(point.year for point in lab().series["group_members.EGC"].points)
    number, seen = past(first).numbers["size_0.EGC"], past(first + 1).numbers["size_0.EGC"]
    vague = lab().parameters["size_0.EGC"].vague
    assert vague is not None and vague.low is not None and vague.high is not None
    assert number.vague and number.distribution == vague
    assert number.value == (vague.low + vague.high) / 2
    assert not seen.vague
    drawn = draw_parameters(0, 0, 500, {}, known=past(first))[:, list(lab().parameters).index("size_0.EGC")]
    assert (drawn >= vague.low).all() and (drawn <= vague.high).all()
    assert np.ptp(drawn) > 0.9 * (vague.high - vague.low)


def test_one_count_gives_a_size_and_no_growth() -> None:
    first = min(point.year for point in lab().series["group_members.EGC"].points) + 1
    assert not past(first).numbers["size_0.EGC"].vague
    assert past(first).numbers["growth.EGC"].vague


def test_where_nothing_was_observed_and_nothing_vague_is_stated_the_run_is_refused() -> None:
    nothing = {**lab().series, "homicides.COL": lab().series["homicides.COL"].model_copy(update={"points": []})}
    with pytest.raises(InputError) as caught:
        _ = past(2018, nothing).numbers
    [problem] = caught.value.problems
    assert problem.kind == "nothing_observed"
    for language in ("en", "es"):
        said = problem.message(language)  # type: ignore[arg-type]
        assert "homicides.COL" in said and "2018" in said
    assert problem.message("en") != problem.message("es")


# --- what was known ---------------------------------------------------------------------------------------------------


def test_every_number_that_is_not_observed_says_since_when_it_is_known() -> None:
    for name, parameter in lab().parameters.items():
        rests_on_series = bool(parameter.observed)
        assert rests_on_series or parameter.known_from is not None, name


def test_known_from_is_no_earlier_than_the_sources() -> None:
    """A number that cites a source cannot have been known before all of its sources were."""
    for name, parameter in lab().parameters.items():
        years = [lab().sources[one.ref].year for one in parameter.source if one.ref in lab().sources]
        if parameter.known_from is not None and years and all(year is not None for year in years):
            assert parameter.known_from >= min(year for year in years if year is not None), name


def test_what_was_published_later_is_told() -> None:
    """Mejía, Restrepo & Rozo's spraying estimates are of 2017, the choice among four of them therefore too."""
    known = lab().parameters["eradication_effect"].known_from
    assert known == 2017
    assert "eradication_effect" in past(2010).saw_later and "eradication_effect" in past(known).saw_later
    assert "eradication_effect" not in past(known + 1).saw_later
    for early, late in pairwise(CUTS):
        assert set(past(late).saw_later) <= set(past(early).saw_later)


def test_a_projection_of_2025_is_nothing_that_an_earlier_run_knew() -> None:
    assert "population_growth.COL" in past(2020).saw_later


def test_what_a_blind_past_keeps_and_forms_of_later_years_are_told() -> None:
    known, blind = past(2015), past(2015, blind=True)
    kept = {name for name in known.saw_later if not blind.numbers[name].vague}
    assert kept == set(known.kept_later) and kept
    assert "market.clear" in known.forms_saw_later and "market.clear" not in past(2027).forms_saw_later


def test_a_blind_past_draws_what_came_later_from_its_vague_prior() -> None:
    seen, blind = past(2014), past(2014, blind=True)
    widened = [name for name in lab().parameters if blind.numbers[name] != seen.numbers[name]]
    assert widened
    for name, parameter in lab().parameters.items():
        if name in widened:
            assert name in seen.saw_later and blind.numbers[name].vague
            assert blind.numbers[name].distribution == parameter.vague
        elif name in seen.saw_later and not parameter.observed:
            assert parameter.vague is None
    assert blind.saw_later == seen.saw_later


def test_what_was_known_before_is_not_drawn_vaguely_even_blind() -> None:
    late = Past(2100, lab().series, blind=True)
    assert late.saw_later == []
    assert late.numbers == Past(2100, lab().series).numbers
