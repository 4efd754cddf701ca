"""What series measure: every one is bound or says why not; what a file of measures may not say."""

from pathlib import Path

import pytest

from tregua.catalogue.errors import InputError
from tregua.evidence.ledger import series
from tregua.lab.measure import FILE, Measure, Measures, matching, observed, read_measures
from tregua.lab.model import lab

COMING = {
    "potential_output": ["COL", "PER", "BOL", "ANDES"],
    "cocaine_seized_gross": ["WLD"],
    "cocaine_seized_at_home": ["COL", "PER", "BOL"],
}
PLACES = {**COMING, **lab().outcome_places}
BOUND = read_measures(FILE, PLACES)
ONE = FILE.read_text("utf-8").partition("  - series: coca_area.PER")[0]


def read(tmp_path: Path, old: str, new: str) -> Measures:
    assert old in ONE
    path = tmp_path / "measures.yaml"
    path.write_text(ONE.replace(old, new, 1) + "unbound: []\n", "utf-8")
    return read_measures(path, PLACES)


@pytest.mark.parametrize("name", series())
def test_every_series_is_bound_or_says_why_not(name: str) -> None:
    bound = [one for one in BOUND.measures if one.series == name]
    reasons = [one for one in BOUND.unbound if name in matching(one.series)]
    assert bool(bound) != bool(reasons)


def test_a_reason_is_given_for_something() -> None:
    told: set[str] = set()
    for one in BOUND.unbound:
        assert set(matching(one.series)) - told, f"{one.series}: all of it has a reason above"
        told |= set(matching(one.series))


@pytest.mark.parametrize("one", BOUND.measures, ids=lambda one: one.series)
def test_a_measure_has_figures_to_score_in_the_unit_of_its_outcome(one: Measure) -> None:
    points = observed(one)
    assert points
    assert points[0].year >= one.first
    assert one.scale == "count" or all(point.value > 0 for point in points)
    if one.reads in lab().outcomes:
        assert series()[one.series].unit == lab().outcomes[one.reads].unit


@pytest.mark.parametrize("one", BOUND.measures, ids=lambda one: one.series)
def test_a_variable_is_its_series_without_the_country(one: Measure) -> None:
    quantity, _, place = one.series.partition(".")
    groups = {group.id for group in lab().world.groups}
    assert one.variable == (f"{quantity}:{place}" if place in groups else quantity)
    assert one.country in ("COL" if place in groups else place, "ANDES")


def test_what_the_older_comparison_left_out_is_bound() -> None:
    scored = {one.series for one in BOUND.measures if not one.derived}
    assert {"demobilised.COL", "world_manufacture.WLD", "cocaine_seized_gross.WLD"} <= scored
    assert {"conflict_deaths_ucdp_fighting.COL", "cocaine_seized.COL"} <= scored


def test_what_follows_from_other_bound_series_is_not_scored() -> None:
    derived = {one.series for one in BOUND.measures if one.derived}
    types = {"conflict_deaths_ucdp_sb.COL", "conflict_deaths_ucdp_ns.COL"}  # their sum is scored
    assert derived == {"coca_area_un.WLD", "homicide_rate.COL", "group_members.REST", *types}


def test_deaths_in_fighting_are_the_two_types_that_lab_groups_die_in() -> None:
    parts = [
        {point.year: point.value for point in series()[f"conflict_deaths_ucdp_{kind}.COL"].points}
        for kind in ("sb", "ns")
    ]
    for point in series()["conflict_deaths_ucdp_fighting.COL"].points:
        assert point.value == sum(one[point.year] for one in parts)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "values"),
    [
        ("series: coca_area.COL", "series: coca_area.CLO", 6, "unknown_name", {"nearest": "coca_area.COL"}),
        ("reads: coca_area", "reads: coca_aera", 7, "unknown_name", {"nearest": "coca_area"}),
        ("place: COL", "place: CLO", 8, "no_place_of", {"nearest": "COL"}),
        ("error: 0.05", "error: 0", 11, "", {}),
    ],
)
def test_what_does_not_exist_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, key: str, values: dict[str, str]
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, old, new)
    (problem,) = caught.value.problems
    assert problem.where.endswith(f"measures.yaml:{line}")
    assert not key or problem.kind == key
    assert values.items() <= problem.values.items()


def test_a_share_undoes_a_parameter_that_exists(tmp_path: Path) -> None:
    share = "share: {low: 0.5, high: 1, undoes: casualty_shore, tag: assumed, note: {en: a, es: a}}"
    with pytest.raises(InputError, match="casualty_share"):
        read(tmp_path, "    vintages: final", f"    {share}\n    vintages: final")


def test_a_share_has_two_different_ends(tmp_path: Path) -> None:
    share = "share: {low: 1, high: 0.5, undoes: casualty_share, tag: assumed, note: {en: a, es: a}}"
    with pytest.raises(InputError) as caught:
        read(tmp_path, "    vintages: final", f"    {share}\n    vintages: final")
    assert [one.kind for one in caught.value.problems] == ["interval_reversed"]


def test_an_unbound_pattern_fits_something(tmp_path: Path) -> None:
    path = tmp_path / "measures.yaml"
    path.write_text(ONE + "unbound:\n  - {series: cocoa_*, why: {en: a, es: a}}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_measures(path, PLACES)
    assert [one.values["found"] for one in caught.value.problems] == ["cocoa_*"]
