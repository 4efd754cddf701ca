"""Two runs side by side: nothing differs, or what was put in otherwise is named."""

import pytest
from small_lab import BASELINE, scenario

from tregua.catalogue.errors import InputError
from tregua.lab.asked import Asked, asked_for
from tregua.lab.between import between
from tregua.lab.result import simulate
from tregua.lab.run import Settings

SETTINGS = Settings(draws=4, until=2028)


def test_a_run_differs_in_nothing_from_itself() -> None:
    run = simulate([BASELINE, scenario({"arrests": 2.0})], SETTINGS)
    found = between(run, run)
    assert found.inputs == () and found.commands[0] == found.commands[1]
    assert found.cells and all(one.same for one in found.cells)


def test_each_input_that_differs_is_named_and_what_follows_is_shown() -> None:
    first = simulate([BASELINE, scenario({"arrests": 2.0})], SETTINGS)
    second = simulate(
        [BASELINE, scenario({"arrests": 3.0})], Settings(draws=4, until=2028, seed=5), {"pay_elasticity": 0.1}
    )
    found = between(first, second)
    assert {(one.what, one.name.split(":")[0]) for one in found.inputs} == {
        ("setting", "seed"),
        ("assumption", "pay_elasticity"),
        ("lever", "moved"),
    }
    (lever,) = [one for one in found.inputs if one.what == "lever"]
    assert (lever.first, lever.second) == ("start: 2", "start: 3")
    assert not all(one.same for one in found.cells)


def test_scenarios_that_only_one_run_has_are_named_and_have_no_cell() -> None:
    first = simulate([BASELINE, scenario({"arrests": 2.0})], SETTINGS)
    second = simulate([BASELINE, scenario({"arrests": 2.0}).model_copy(update={"id": "other"})], SETTINGS)
    found = between(first, second)
    assert {(one.name, one.first is None) for one in found.inputs} == {("moved", False), ("other", True)}
    assert found.cells == ()


def test_the_way_of_comparing_is_an_input_too() -> None:
    asked = asked_for([BASELINE, scenario({"arrests": 2.0})])
    runs = [
        simulate(
            [BASELINE, scenario({"arrests": 2.0})],
            SETTINGS,
            asked=Asked(asked.names, baseline=baseline, year=year, matters={"homicides": 7.0} if year == 2027 else {}),
        )
        for baseline, year in (("baseline", 2028), ("moved", 2027))
    ]
    assert {(one.what, one.name) for one in between(*runs).inputs} == {
        ("setting", "baseline"),
        ("setting", "year"),
        ("matters", "homicides"),
    }


def test_a_run_of_one_scenario_is_compared_with_nothing() -> None:
    run = simulate([BASELINE], SETTINGS)
    with pytest.raises(InputError):
        between(run, run)
