"""A user's own setting: one lever a line, stacked on scenarios, each from its month on."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.lab.model import lab
from tregua.lab.own import OWN, own_scenario, read_setting
from tregua.lab.scenario import PRESETS, Span, hash_of, lever_array, load_scenario, load_scenarios

START = "2027-01"
SPAN = Span(2025, 2037, START)
MOVABLE = [one for one in lab().levers.values() if not one.driver]


def month(year: int, number: int) -> int:
    return (year - SPAN.first) * 12 + number - 1


def test_a_setting_moves_its_lever_and_no_other_from_its_month_on() -> None:
    before = lever_array(load_scenario("as-observed"), SPAN)
    after = lever_array(own_scenario([], [read_setting("jobs=0.25@2029-06", START)], START), SPAN)
    column = lab().lever_columns["jobs", "COL"]
    apart = (after != before).any(axis=0)
    assert [at for at, moved in enumerate(apart) if moved] == [column]
    assert (after[month(2029, 6) :, column] == 0.25).all()
    assert (after[: month(2029, 6), column] == before[: month(2029, 6), column]).all()


def test_a_place_is_moved_alone_and_none_means_all() -> None:
    one, every = (
        lever_array(own_scenario([], [read_setting(typed, START)], START), SPAN) for typed in ("talks.ELN=1", "talks=1")
    )
    for place in lab().movable(lab().levers["talks"]):
        column = lab().lever_columns["talks", place]
        assert every[-1, column] == 1.0
        assert (one[-1, column] == 1.0) == (place == "ELN") or place == "EGC"  # a table that was open already


def test_what_is_stacked_later_lies_above_and_the_setting_on_top() -> None:
    names = ["mano-dura", "alliance"]
    stacked = [load_scenario(name) for name in names]
    made = lever_array(own_scenario(stacked, [read_setting("jobs=0.5@2030-01", START)], START), SPAN)
    mano_dura, alliance = (lever_array(one, SPAN) for one in stacked)
    set_by = {one.lever for one in stacked[1].levers}
    for (name, _), column in lab().lever_columns.items():
        expected = alliance if name in set_by or name.startswith("law_") else mano_dura  # alliance names a regime
        until = month(2030, 1) if name == "jobs" else None
        assert (made[..., :until, column] == expected[..., :until, column]).all(), name
    assert (made[..., month(2030, 1) :, lab().lever_columns["jobs", "COL"]] == 0.5).all()


@pytest.mark.parametrize("name", PRESETS)
def test_a_scenario_stacked_alone_is_the_same_policy(name: str) -> None:
    scenario = load_scenario(name)
    own = own_scenario([scenario], [], START)
    assert own.id == OWN and hash_of(own) != hash_of(scenario)
    assert (lever_array(own, SPAN) == lever_array(scenario, SPAN)).all()


@given(st.sampled_from(MOVABLE), st.floats(0, 1), st.integers(2027, 2036), st.integers(1, 12))
def test_every_lever_takes_every_value_of_its_range(lever: object, share: float, year: int, number: int) -> None:
    one = lab().levers[lever.id]  # type: ignore[attr-defined]
    value = one.low + share * (one.high - one.low)
    read = read_setting(f"{one.id}={value!r}@{year}-{number:02d}", START)
    levels = lever_array(own_scenario([], [read], START), SPAN)
    for place in lab().movable(one):
        assert (levels[month(year, number) :, lab().lever_columns[one.id, place]] == value).all()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("job=1", "Did you mean “jobs”?"),
        ("exchange=1", "there is no lever “exchange”"),  # nobody in the lab moves it
        ("talks.ENL=1", "Did you mean “ELN”?"),
        ("talks.eln=1", "Did you mean “ELN”?"),
        ("jobs.ELN=0.2", "“ELN” is no place of “jobs”; there are: COL."),  # a place of others
        ("jobs", "LEVER=NUMBER"),
        ("jobs=much", "LEVER=NUMBER"),
        ("jobs=2", "must be 0 … 1 share, not 2"),
        ("jobs=nan", "must be 0 … 1 share"),
        ("jobs=0.5@2029", "is not a month"),
        ("jobs=0.5@soon", "is not a month"),
    ],
)
def test_what_cannot_be_set_is_told(typed: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        read_setting(typed, START)
    assert told in caught.value.message("en") and caught.value.message("en") != caught.value.message("es")


def test_one_month_has_one_value() -> None:
    with pytest.raises(InputError, match="2027-01"):
        own_scenario([], [read_setting(one, START) for one in ("talks=1", "talks.ELN=0.5")], START)


def test_a_long_setting_is_counted_in_its_name() -> None:
    typed = [f"jobs={value}@20{year}-01" for value, year in ((0.1, 27), (0.2, 28), (0.3, 29), (0.4, 30))]
    name = own_scenario([load_scenario("alliance")], [read_setting(one, START) for one in typed], START).text
    assert name.es == "Alianza de las Américas + jobs 0,1 + jobs 0,2 + jobs 0,3 + … (4)"


def test_a_file_that_takes_the_name_of_a_preset_and_says_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("id: alliance\nlevers:\n  - {lever: jobs, path: {start: 0.5}}\n", "utf-8")
    with pytest.raises(InputError) as refused:
        load_scenarios([str(file)])
    assert (
        refused.value.problems[0]
        .message("en")
        .endswith("“alliance” is the name of a scenario of the package, which says something else; change `id:`")
    )
    assert (
        refused.value.problems[0]
        .message("es")
        .endswith("«alliance» es el nombre de un escenario del paquete, que dice otra cosa; cambie `id:`")
    )
