"""The drawings: axes, labels, observed figures, identical lines."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from tregua.evidence.schema import Point
from tregua.lab.compare import Comparisons, compare
from tregua.lab.model import lab
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, load_scenario
from tregua.show.draw.fan import BOTTOM, FIRST_SHOWN, LABEL_GAP, NARROW, TOP, WIDE, WIDTH_OF_LETTER, fan, spread, ticks
from tregua.show.draw.marks import bars
from tregua.show.draw.panels import Material, Style, gather, panel
from tregua.show.html import View
from tregua.text import LANGUAGES, Language, texts

ENGLISH = View("en", "")


@pytest.fixture(scope="module")
def material(dataset: xr.Dataset, comparisons: Comparisons) -> Material:
    return gather(dataset, comparisons)


def drawn(material: Material, outcome: str, place: str, view: View = ENGLISH) -> Element:
    one = next(one for one in material.panels if (one.outcome.id, one.place) == (outcome, place))
    return fromstring(fan(one, material, view))


def numbers(element: Element, *names: str) -> list[float]:
    return [float(element.attrib[name]) for name in names]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 10.0, ([0.0, 2.5, 5.0, 7.5, 10.0], 1)),
        (0.0, 400.0, ([0.0, 100.0, 200.0, 300.0, 400.0], 0)),
        (22.0, 29.0, ([22.0, 24.0, 26.0, 28.0, 30.0], 0)),
        (0.0, 0.04, ([0.0, 0.01, 0.02, 0.03, 0.04], 2)),
    ],
)
def test_ticks_are_round_and_carry_the_decimals_of_their_step(
    low: float, high: float, expected: tuple[list[float], int]
) -> None:
    values, decimals = ticks(low, high)
    assert (pytest.approx(expected[0]), expected[1]) == (values, decimals)


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9))
def test_ticks_hold_what_is_drawn_and_can_be_told_apart(low: float, width: float) -> None:
    high = low + width
    if width < 1e-6 * abs(low):
        return
    values, decimals = ticks(low, high)
    slack = 1e-6 * width
    assert values[0] <= low + slack and values[-1] >= high - slack
    assert 2 <= len(values) <= 8
    assert len({f"{value:.{decimals}f}" for value in values}) == len(values)


@given(st.lists(st.floats(0, 200), min_size=1, max_size=8))
def test_labels_keep_apart_inside_the_plot(wanted: list[float]) -> None:
    placed = spread(sorted(wanted), 0.0, 200.0)
    assert placed[0] >= -1e-9 and placed[-1] <= 200.0
    assert all(after - before >= LABEL_GAP - 1e-9 for before, after in pairwise(placed))


def test_labels_stay_where_there_is_room() -> None:
    assert spread([10.0, 50.0, 90.0], 0.0, 200.0) == [10.0, 50.0, 90.0]


def test_everything_is_drawn_inside_the_frame(material: Material) -> None:
    for one in material.panels:
        for element in fromstring(fan(one, material, ENGLISH)).iter():
            for name, limit in (
                ("x", NARROW.width),
                ("x1", NARROW.width),
                ("x2", NARROW.width),
                ("cx", NARROW.width),
                ("y", NARROW.height),
                ("cy", NARROW.height),
            ):
                assert -0.1 <= float(element.get(name, 0)) <= limit, (one.outcome.id, element.attrib)
            for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", element.get("d", "")):
                assert NARROW.left <= float(x) <= NARROW.width and TOP - 0.1 <= float(y) <= NARROW.height - BOTTOM + 0.1


@pytest.mark.parametrize(("shift", "key"), [(0.0, "from_zero"), (1e5, "not_from_zero")])
def test_the_axis_says_whether_it_starts_at_zero(material: Material, shift: float, key: str) -> None:
    one = next(one for one in material.panels if one.outcome.id == "demobilised")
    moved = replace(one, observed=[], bands={name: bands + shift for name, bands in one.bands.items()})
    svg = fromstring(fan(moved, material, ENGLISH))
    unit = ENGLISH.unit("persons/year")
    assert texts("en")[f"page.paths.{key}"].format(unit=unit) in {label.text for label in svg.findall("text")}
    lowest = min(float((label.text or "").replace(",", "")) for label in svg.findall("g")[0])
    assert lowest == 0.0 if shift == 0.0 else lowest > 0.9 * shift


def test_observed_figures_stand_behind_the_lines_at_their_month(material: Material) -> None:
    svg = drawn(material, "coca_area", "COL")
    official = [point for point in lab().series["coca_area.COL"].points if point.year >= FIRST_SHOWN]
    american = [point for point in lab().series["coca_area_us.COL"].points if point.year >= FIRST_SHOWN]
    assert len(svg.findall("circle[@class='mark']")) == len(official)
    assert len(svg.findall("rect[@class='mark']")) == len(american)
    kinds = [child.tag if child.get("class") == "mark" else child.get("stroke-width") for child in svg]
    assert max(i for i, kind in enumerate(kinds) if kind == "circle") < kinds.index("1.8") < kinds.index("2.5")
    members = next(one for one in material.panels if (one.outcome.id, one.place) == ("group_members", "COL"))
    assert members.moment(Point(year=2024, month=6, value=1.0)) == 2024.5
    assert members.moment(Point(year=2022, value=1.0)) == 2023.0
    homicides = next(one for one in material.panels if one.outcome.id == "homicides")
    assert homicides.moment(Point(year=2022, value=1.0)) == 2022.5


def test_the_median_is_where_the_axis_says(material: Material) -> None:
    one = next(one for one in material.panels if one.outcome.id == "homicides")
    svg = drawn(material, "homicides", "COL")
    axis = {
        float(label.text.replace(",", "")): float(label.attrib["y"]) - 4 for label in svg.findall("g")[0] if label.text
    }
    (low, bottom), (high, top) = min(axis.items()), max(axis.items())
    end = float(one.bands["as-observed"][2, -1])
    line = next(child for child in svg if child.get("stroke-width") == "2.5")
    start, *steps = re.findall(r"(-?\d*\.?\d+) ?(-?\d*\.?\d+)", line.attrib["d"])
    reached = float(start[1]) + sum(float(down) for _, down in steps)
    assert len(steps) == len(one.years) - 1
    assert reached == pytest.approx(bottom + (end - low) / (high - low) * (top - bottom), abs=0.2)


def test_the_chart_says_in_words_what_it_shows(material: Material) -> None:
    for language, publisher in (("en", "Observed"), ("es", "Observado")):
        label = drawn(material, "homicides", "COL", View("en" if language == "en" else "es", "")).attrib["aria-label"]
        assert "2037" in label and publisher in label
        assert label.count("A ") >= 1 and "Mano dura" in label


def test_scenarios_differ_in_letter_and_dashes_not_only_in_colour(material: Material) -> None:
    styles = list(material.styles.values())
    assert "".join(style.letter for style in styles) == "ABCDEFGH"[: len(PRESETS)]
    assert len({style.dash for style in styles}) == len({style.colour for style in styles}) == len(PRESETS)


def test_identical_lines_share_their_letters() -> None:
    baseline = load_scenario("war-on-drugs")
    twin = baseline.model_copy(update={"id": "twin"})
    run = simulate([baseline, load_scenario("mano-dura"), twin], Settings(draws=5, until=2030))
    material = gather(run, compare(run, "war-on-drugs", 2028))
    letters = [element.text for element in drawn(material, "homicides", "COL").findall("text[@class='strong']")]
    assert set(letters) == {"A = C", "B"}


def test_a_short_run_still_has_a_chart() -> None:
    run = simulate([load_scenario("war-on-drugs")], Settings(draws=2, until=2027))
    svg = drawn(gather(run, None), "coca_area", "COL")
    shown = [point for point in lab().series["coca_area.COL"].points if FIRST_SHOWN <= point.year <= 2027]
    assert len(svg.findall("circle")) == len(shown) > 5


def test_bars_stand_one_under_the_other_on_one_scale_with_zero(comparisons: Comparisons) -> None:
    figures = comparisons.one("mano-dura", "homicides", "COL").alternatives
    assert len(figures) > 1
    svg = fromstring(bars(figures, -20_000.0, 20_000.0, Style("B", "#C04A00", "")))
    wide, narrow = (one.attrib["d"] for one in svg.findall("path") if "stroke-opacity" in one.attrib)
    medians = next(one.attrib["d"] for one in svg.findall("path") if one.get("class") == "notch")
    assert next(one.attrib["d"] for one in svg.findall("path") if one.get("class") == "zero").startswith("M95.0 ")

    def at(value: float) -> float:
        return 95.0 + value / 20_000.0 * 93.0

    for drawn_, ends in ((wide, "i90"), (narrow, "i50")):
        lines = re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)", drawn_)
        assert len(lines) == len(figures)
        for (left, _, right), one in zip(lines, figures, strict=True):
            low, high = getattr(one, ends)
            assert float(left) == pytest.approx(at(low), abs=0.1)
            assert float(right) == pytest.approx(max(at(low) + 1.0, at(high)), abs=0.1)
    rows = [float(y) for _, y, _ in re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)", wide)]
    assert rows == sorted(set(rows)) and rows[-1] < float(svg.attrib["height"])
    found = [float(x) for x in re.findall(r"M([\d.]+) ", medians)]
    assert found == pytest.approx([at(one.median) for one in figures], abs=0.1)


def test_quantiles_are_those_of_the_reference_and_never_pooled(dataset: xr.Dataset) -> None:
    one = panel(dataset, lab().outcomes["group_members"], "ELN")
    draws = dataset.group_members[0].sel(scenario="alliance", group="ELN", year=2028)
    assert one.bands["alliance"][:, one.years.index(2028)] == pytest.approx(
        draws.quantile([0.05, 0.25, 0.5, 0.75, 0.95])
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_lines_end_before_the_bars_and_each_bar_has_a_letter(material: Material, language: Language) -> None:
    for one in material.panels:
        texts_of = [*fromstring(fan(one, material, View(language, ""), WIDE)).iter("text")]
        letters = [each for each in texts_of if each.text in {style.letter for style in material.styles.values()}]
        assert len({each.attrib["x"] for each in letters}) == len(material.styles)
        bars_from = min(float(each.attrib["x"]) for each in letters) - 4.0
        for each in texts_of:
            if each.get("class") == "strong" and each.get("fill"):
                assert float(each.attrib["x"]) + len(each.text or "") * WIDTH_OF_LETTER <= bars_from
