"""Dated switches: their figures stand in the ledger, their spread follows from it, and what is no test says so."""

from math import log
from pathlib import Path

import pytest

from tregua.catalogue.arithmetic import evaluate
from tregua.catalogue.errors import InputError, Problem
from tregua.evidence.ledger import estimates, series
from tregua.lab.events import FILE, Change, Events, bearing, events, is_test, read_events

CHANGES = [(f"{one.id}-{i}", change) for one in events() for i, change in enumerate(one.observed)]
OBSERVED = {
    name: {point.year: point.value for point in one.points if point.month in (None, 12)}
    for name, one in series().items()
}
FIRST = FILE.read_text("utf-8").partition("  - id: slv-truce-end-2015")[0]


def changed(tmp_path: Path, old: str, new: str) -> tuple[Problem, ...]:
    assert old in FIRST
    path = tmp_path / "events.yaml"
    path.write_text(FIRST.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as caught:
        read_events(path)
    return caught.value.problems


def test_the_switches_that_the_lab_is_held_against_are_there() -> None:
    assert {one.id for one in events()} >= {
        "slv-truce-2012",
        "slv-exception-2022",
        "col-spraying-2015",
        "farc-2016",
        "col-tables-2022",
        "ecu-conflict-2024",
    }


@pytest.mark.parametrize("change", [one for _, one in CHANGES], ids=[name for name, _ in CHANGES])
def test_figures_are_those_of_the_series_or_the_estimate(change: Change) -> None:
    if change.series:
        points = series()[change.series].points
        for window in (change.before, change.after):
            year, _, month = window.end[:7].partition("-")
            months = (None, int(month)) if month != "12" else (None, 12)
            assert window.value in [
                point.value for point in points if point.year == int(year) and point.month in months
            ]
    elif change.estimate:
        effect = estimates()[change.estimate].effect
        assert effect
        assert change.log_ratio == pytest.approx(log(1 + effect.value / 100))
    else:
        assert change.source


@pytest.mark.parametrize("change", [one for _, one in CHANGES], ids=[name for name, _ in CHANGES])
def test_the_spread_follows_from_its_arithmetic(change: Change) -> None:
    if change.sd_derivation:
        assert evaluate(change.sd_derivation, OBSERVED) == pytest.approx(change.sd, abs=5e-4)
    else:
        assert change.sd_note


@pytest.mark.parametrize("change", [one for _, one in CHANGES], ids=[name for name, _ in CHANGES])
def test_a_change_is_known_after_it_happened(change: Change) -> None:
    assert change.known_from >= int(change.after.end[:4])
    assert change.known_from <= 2026


def test_what_the_lab_already_used_is_no_test_of_it() -> None:
    tests = {name: is_test(change) for name, change in CHANGES}
    assert not tests["col-tables-2022-3"], "growth of groups is fitted to these counts"
    assert tests["col-spraying-2015-0"]
    feeding = {"katz_2016_low", "slv_2022"}
    assert {name: tests[name] for name, change in CHANGES if feeding & set(change.used_by)} == {
        "slv-truce-2012-0": False,
        "slv-exception-2022-0": False,
    }


def test_a_switch_moves_a_lever_away_from_where_it_was() -> None:
    assert all(switch.before != switch.after for one in events() for switch in one.levers)


@pytest.mark.parametrize(
    ("old", "new", "line", "kind"),
    [
        ("lever: talks, place: EGC", "lever: talk, place: EGC", 12, "unknown_name"),
        ("lever: talks, place: EGC", "lever: talks, place: FARC", 12, "no_place_of"),
        ("before: 0, after: 1", "before: 0, after: 2", 12, "out_of_range"),
        ("outcome: homicide_rate", "outcome: homicide_rats", 19, "unknown_name"),
        ("        place: COL", "        place: SLV", 20, "no_place_of"),
        ("series: homicide_rate.SLV", "series: homicide_rate.SVL", 21, "unknown_name"),
        ("katz_2016_low", "katz_2016_lo", 27, "unknown_name"),
        ("start: 2013-01", "start: 2011-06", 19, "interval_reversed"),
        ("sd_derivation:", "sd_derivative:", 25, "unknown_field"),
    ],
)
def test_what_does_not_hold_together_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, kind: str
) -> None:
    problems = changed(tmp_path, old, new)
    assert (f"events.yaml:{line}", kind) in [(one.where.rpartition("/")[2], one.kind) for one in problems]


def test_a_switch_has_levers_or_says_why_not(tmp_path: Path) -> None:
    problems = changed(tmp_path, "    confounded:", "    not_run: {en: a, es: a}\n    confounded:")
    assert [one.kind for one in problems] == ["run_or_reason"]


def test_the_file_is_read_once() -> None:
    assert isinstance(read_events(FILE), Events)
    assert events() is events()


def test_an_event_bears_on_differences_of_its_own_levers_outcome_and_place_only() -> None:
    named = {event.id for event, _ in bearing("homicides", "COL", {"emergency", "arrests"})}
    assert "slv-exception-2022" in named and "slv-truce-2012" not in named
    assert "hnd-exception-2022" in named, "a rate and a number of homicides change alike"
    eradication = {event.id for event, _ in bearing("coca_area", "COL", {"eradication"})}
    assert eradication == {"col-spraying-2015", "col-eradication-2022"}
    assert bearing("coca_area", "PER", {"eradication"}) == []
    assert bearing("cocaine_consumed", "USA", {"treatment"}) == []


def test_a_change_in_one_group_says_something_of_all_and_nothing_of_another() -> None:
    assert "eln-table-end-2025" in {event.id for event, _ in bearing("group_members", "ELN", {"talks"})}
    assert "eln-table-end-2025" in {event.id for event, _ in bearing("group_members", "COL", {"talks"})}
    assert "eln-table-end-2025" not in {event.id for event, _ in bearing("group_members", "EGC", {"talks"})}
