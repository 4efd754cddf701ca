"""A run as a labelled dataset."""

import numpy as np
import pytest
import xarray as xr
from small_run import ANNUAL, DRAWN, LISTED, SCENARIOS, SETTINGS

from tregua.catalogue.errors import InputError
from tregua.lab.model import lab
from tregua.lab.result import check_scenario, choices_of, label, redrawn, values


@pytest.fixture
def dataset() -> xr.Dataset:
    return label(ANNUAL, DRAWN, SCENARIOS, SETTINGS, {"relapse_hazard": 0.1}, LISTED)


def test_every_variable_has_its_dimensions_coordinates_and_unit(dataset: xr.Dataset) -> None:
    assert list(dataset.alternative.values) == ["reference", "pass_through=1"]
    assert list(dataset.redrawn.values) == ["shocks"]
    assert choices_of(dataset) == [dict(one.choices) for one in LISTED[:2]]
    assert list(dataset.scenario.values) == ["baseline", "moved"]
    assert list(dataset.draw.values) == [0, 1, 2, 3]
    assert list(dataset.year.values) == [2025, 2026, 2027]
    assert set(dataset.data_vars) == {*lab().outcomes, "drawn", "again"}
    assert dataset.drawn.dims == ("draw", "parameter")
    assert [*dataset.parameter.values] == [*lab().parameters]
    assert (dataset.drawn.sel(parameter="relapse_hazard") == 0.1).all()
    for name, outcome in lab().outcomes.items():
        assert dataset[name].dims[:4] == ("alternative", "scenario", "draw", "year")
        assert dataset[name].attrs["units"] == outcome.unit
        assert [*dataset[name].shape[4:]] == ([len(lab().outcome_places[name])] if outcome.index else [])


def test_every_coordinate_says_what_it_is(dataset: xr.Dataset) -> None:
    for name, coordinate in dataset.coords.items():
        assert coordinate.attrs["long_name"], name
        assert coordinate.dtype.kind not in "if" or coordinate.attrs["units"], name


def test_what_was_drawn_again_is_in_no_mean_over_alternatives_or_draws(dataset: xr.Dataset) -> None:
    """Whoever averages an outcome over all it has averages what was asked for, and nothing twice."""
    for name in lab().outcomes:
        assert dataset[name].sizes["alternative"] == 2
        assert not {"redrawn", "cell"} & {*dataset[name].dims}


def test_every_place_holds_its_own_column_and_a_total_is_the_sum(dataset: xr.Dataset) -> None:
    for (name, place), column in lab().outcome_columns.items():
        where = place or lab().outcomes[name].place or ""
        np.testing.assert_array_equal(values(dataset, name, where), ANNUAL[:2, ..., column])
        ((kind, again),) = redrawn(dataset, name, where).items()
        assert kind == "shocks"
        np.testing.assert_array_equal(again, ANNUAL[2, ..., column])
    for name, outcome in lab().outcomes.items():
        for total, places in lab().totals(outcome).items():
            parts = [values(dataset, name, place) for place in places]
            np.testing.assert_allclose(values(dataset, name, total), sum(parts), rtol=1e-15)


def test_a_scenario_that_the_run_does_not_hold_is_refused_with_the_nearest(dataset: xr.Dataset) -> None:
    check_scenario(dataset, "moved")
    with pytest.raises(InputError, match="Did you mean “moved”"):
        check_scenario(dataset, "mowed")
