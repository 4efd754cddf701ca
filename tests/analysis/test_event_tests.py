"""Policy effects beside dated switches: what is predicted, what counts as a test, which differences it bears on."""

from math import log

import pytest

from tregua.analysis.event_tests import EventTest, _of, event_tests
from tregua.lab.events import events
from tregua.lab.model import lab

EVENTS = {one.id: one for one in events()}


@pytest.fixture(scope="module")
def predicted() -> list[EventTest]:
    return event_tests(draws=40)


def test_the_switch_alone_changes_homicides_by_the_effect_that_is_set() -> None:
    """Nobody killed by groups, no fading: a full state of exception multiplies homicides by exp(e), log ratio e."""
    effect = log(1 - 0.568)
    alone = {"emergency_dose": 1.0, "emergency_effect": effect, "emergency_fade": 0.0}
    alone |= {"casualty_share": 0.0, "civilian_share": 0.0, "coca_violence": 0.0}
    event = EVENTS["slv-exception-2022"].model_copy(update={"assume": alone})
    [found] = [one for one in _of(event, 20, 0) if one.year == 2023]
    assert found.predicted == pytest.approx(effect, abs=1e-9)
    assert found.i90 == pytest.approx((effect, effect), abs=1e-9)


def test_a_change_is_predicted_for_the_year_in_the_middle_of_what_was_observed(predicted: list[EventTest]) -> None:
    """The truce of Quibdó began on 16 December 2022 and was counted for 500 days: its year is 2023."""
    years = {(one.event, one.outcome): one.year for one in predicted}
    assert years["quibdo-truce-2022", "homicides"] == years["buenaventura-truce-2022", "homicides"] == 2023
    assert years["slv-truce-2012", "homicide_rate"] == 2013


def test_every_event_that_can_be_played_is_played_for_every_outcome_observed(predicted: list[EventTest]) -> None:
    played = {(one.id, change.outcome) for one in events() if one.levers for change in one.observed}
    assert {(one.event, one.outcome) for one in predicted} == played


def test_what_a_number_of_the_lab_rests_on_is_no_test_of_it(predicted: list[EventTest]) -> None:
    feeding = {name for one in lab().parameters.values() for name in one.estimates}
    for one in predicted:
        used = {
            name for change in EVENTS[one.event].observed if change.outcome == one.outcome for name in change.used_by
        }
        if feeding & used:
            assert not one.test, one
    assert {one.event for one in predicted if one.test} >= {"col-spraying-2015", "farc-2016"}


def test_the_end_of_spraying_is_not_explained_by_eradication_alone(predicted: list[EventTest]) -> None:
    """Coca grew by half in a year; at the published effects the switch brings a few per cent."""
    [found] = [one for one in predicted if one.event == "col-spraying-2015" and one.year == 2016]
    assert found.observed == pytest.approx(log(146141.6 / 96085.6), abs=1e-6)
    assert 0 < found.predicted < 0.1
    assert not found.agrees


def test_a_prediction_carries_its_error_and_lies_within_its_interval(predicted: list[EventTest]) -> None:
    for one in predicted:
        assert one.i90[0] <= one.predicted <= one.i90[1]
        assert one.mc_error >= 0 and min(one.i90_error) >= 0
