"""What a scenario sets, month by month: what was done, its paths, and settings that the sources leave open."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_lab import FIRST, POLICY_MONTH, span_to

from tregua.catalogue.errors import InputError
from tregua.catalogue.record import LeverPath, Text
from tregua.lab.draws import at_settings, positions
from tregua.lab.model import lab
from tregua.lab.run import Settings, moved_names, run
from tregua.lab.scenario import (
    PRESETS,
    RECORD,
    Span,
    held,
    lever_array,
    levers_before,
    load_scenario,
    moved_levers,
    preset_path,
    record,
)
from tregua.lab.schema import Scenario
from tregua.noise import Floats

MINE = """\
id: mine
levers:
  - lever: eradication
    path:
      start: 50000
      2028-01: 0
  - lever: talks
    place: ELN
    path: {start: 0.5}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.yaml"


def column(lever: str, place: str | None = None) -> int:
    return lab().lever_columns[lever, place or lab().movable(lab().levers[lever])[0]]


def set_to(lever: str, path: dict[str, Any], place: str | None = None) -> Scenario:
    """War on drugs with one lever on a path."""
    words = Text(en="a test", es="una prueba")
    one = LeverPath(lever=lever, place=place, unit=lab().levers[lever].unit, path=path, tag="assumed", note=words)
    return load_scenario("war-on-drugs").model_copy(update={"levers": [one]})


def done(until: int = 2039) -> Floats:
    """What was done, month by month."""
    return lever_array(record(), span_to(until))


def test_what_was_done_holds_where_a_policy_moves_nothing() -> None:
    idle = load_scenario("war-on-drugs").model_copy(update={"levers": []})
    assert lever_array(idle, span_to(2039)).tobytes() == done().tobytes()
    assert moved_levers(idle, span_to(2039)) == []


@pytest.mark.parametrize("lever", lab().levers)
def test_a_lever_held_as_it_was_done_changes_no_byte(lever: str) -> None:
    place = lab().movable(lab().levers[lever])[0]
    same = set_to(lever, {"start": float(done()[-1, column(lever, place)])}, place)
    assert lever_array(same, span_to(2039)).tobytes() == done().tobytes()
    assert moved_levers(same, span_to(2039)) == []


@given(st.integers(2010, 2025), st.integers(1, 4), st.booleans())
def test_held_levers_do_not_move_after_their_month(first: int, years: int, drivers: bool) -> None:
    span = Span(first, first + years, f"{first}-01")
    values = lever_array(held(first, drivers=drivers), span)
    still = [at for (name, _), at in lab().lever_columns.items() if drivers or not lab().levers[name].driver]
    assert np.array_equal(values[:, still], np.tile(levers_before(first)[still], (len(values), 1)))


def test_total_peace_of_2022_is_what_was_done_up_to_august_2026() -> None:
    span = Span(2022, 2032, "2022-08")
    peace, record_ = lever_array(load_scenario("total-peace"), span), lever_array(record(), span)
    months = (2026 - 2022) * 12 + 7
    assert all(end[:months].tobytes() == record_[:months].tobytes() for end in peace)  # it leaves ceasefires open later
    assert (peace[:, months] != record_[months]).any()


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_differs_from_what_was_done_only_from_its_start_on(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.id == name
    assert load_scenario(str(preset_path(name))) == scenario
    values = lever_array(scenario, span_to(2039))
    ends = values if values.ndim == 3 else values[None]
    assert all(end[:POLICY_MONTH].tobytes() == done()[:POLICY_MONTH].tobytes() for end in ends)
    differs = {key[0] for key, at in lab().lever_columns.items() if np.any(ends[..., at] != done()[:, at])}
    assert differs == {lever.id for lever in moved_levers(scenario, span_to(2039))}
    assert bool(differs) == (name != RECORD)


def test_a_path_holds_from_each_of_its_months_on(file: Path) -> None:
    file.write_text(MINE, "utf-8")
    mine = load_scenario(str(file))
    values = lever_array(mine, span_to(2028))
    assert values.shape == (48, len(lab().lever_columns))
    eradication = values[:, column("eradication", "COL")]
    before = done(2028)[:24, column("eradication", "COL")].tolist()
    assert eradication.tolist() == [*before, *[50000.0] * 12, *[0.0] * 12]
    assert values[24:, column("talks", "ELN")].tolist() == [0.5] * 24
    untouched = [at for key, at in lab().lever_columns.items() if key not in (("eradication", "COL"), ("talks", "ELN"))]
    assert np.array_equal(values[:, untouched], done(2028)[:, untouched])
    assert [lever.id for lever in moved_levers(mine, span_to(2028))] == ["eradication", "talks"]


@given(st.integers(2027, 2039), st.integers(1, 12))
def test_a_month_is_a_row(year: int, month: int) -> None:
    values = lever_array(set_to("treatment", {f"{year}-{month:02}": 1.0}), span_to(2039))[:, column("treatment")]
    assert np.flatnonzero(values)[0] == (year - FIRST) * 12 + month - 1
    assert set(values[(year - FIRST) * 12 + month - 1 :]) == {1.0}


def test_the_months_of_a_path_may_stand_in_any_order() -> None:
    forward = set_to("treatment", {"2027-01": 0.5, "2028-01": 1.0})
    backward = set_to("treatment", {"2028-01": 1.0, "2027-01": 0.5})
    assert np.array_equal(lever_array(forward, span_to(2034)), lever_array(backward, span_to(2034)))


def test_all_places_can_be_set_at_once() -> None:
    values = lever_array(set_to("talks", {"start+7": 1.0}, "all"), span_to(2028))
    groups = [column("talks", group) for group in lab().places("groups")]
    assert np.array_equal(values[POLICY_MONTH + 7 :, groups], np.ones((17, 4)))
    assert np.array_equal(values[: POLICY_MONTH + 7, groups], done(2028)[: POLICY_MONTH + 7, groups])


def test_what_comes_after_the_last_year_is_left_out() -> None:
    assert np.array_equal(lever_array(set_to("treatment", {"2040-01": 1.0}), span_to(2034)), done(2034))


# --- settings that the sources leave open -----------------------------------------------------------------------------

OPEN = MINE.replace("path: {start: 0.5}", "path: {start: {low: 0.2, high: 0.8}}")


def test_an_open_setting_is_drawn_as_if_each_draw_had_typed_it(file: Path) -> None:
    file.write_text(OPEN, "utf-8")
    mine, settings = load_scenario(str(file)), Settings(draws=5, seed=3, until=2029, threads=1)
    at = positions(3, 0, 5)[:, column("talks", "ELN")]
    assert 0 < at.min() < at.max() < 1
    drawn = run([mine], settings)[0, 0]
    for draw, u in enumerate(at):
        file.write_text(MINE.replace("start: 0.5", f"start: {float(0.2 + u * (0.8 - 0.2))!r}"), "utf-8")
        typed = run([load_scenario(str(file))], settings)[0, 0]
        assert np.array_equal(drawn[draw], typed[draw])


def test_open_settings_take_the_same_place_between_their_ends_in_every_policy() -> None:
    low, high = (set_to("talks", {"start": {"low": a, "high": b}}, "ELN") for a, b in ((0.0, 0.5), (0.5, 1.0)))
    first, second = (at_settings(lever_array(one, span_to(2028)), lambda: positions(0, 0, 8)) for one in (low, high))
    moved = second[:, POLICY_MONTH:, column("talks", "ELN")] - first[:, POLICY_MONTH:, column("talks", "ELN")]
    assert moved == pytest.approx(np.full(moved.shape, 0.5))
    assert at_settings(lever_array(low, span_to(2028)), lambda: positions(0, 4, 4)) == pytest.approx(first[4:])
    assert at_settings(lever_array(low, span_to(2028)), lambda: positions(0, 0, 8, again=True)) != pytest.approx(first)


def test_a_lever_that_may_stay_at_its_default_in_the_middle_counts_as_moved() -> None:
    around = set_to("arrests", {"start": {"low": 0.5, "high": 1.5}})  # its default is 1
    assert moved_names(lever_array(around, span_to(2028))) >= {"arrests"}
    assert [lever.id for lever in moved_levers(around, span_to(2028))] == ["arrests"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{low: 0.8, high: 0.2}", "0.8"),
        ("{low: 0.2, high: 1.5}", "1.5"),
        ("{low: 0.2}", "high"),
        ("{low: 0.2, high: 0.4, mode: 0.3}", "mode"),
        ("[0.2, 0.8]", "0.2"),
    ],
)
def test_ends_of_an_open_setting_are_checked(file: Path, written: str, said: str) -> None:
    file.write_text(MINE.replace("start: 0.5", f"start: {written}"), "utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(str(file))
    (problem,) = caught.value.problems
    assert problem.where.startswith(f"{file}:")
    assert said in str(problem.values)


def test_what_was_done_leaves_nothing_open() -> None:
    one = record().levers[0].model_dump() | {"path": {"2010-01": {"low": 0, "high": 1}}}
    with pytest.raises(ValueError, match="refused"):
        LeverPath.model_validate(one)
