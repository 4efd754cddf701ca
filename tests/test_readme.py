"""The figures that the README prints are those of the command it names."""

from pathlib import Path

import pytest

from tregua.lab.compare import Comparisons, compare
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, load_scenarios
from tregua.show.words.numbers import number, percent

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def comparisons() -> Comparisons:
    return compare(simulate(load_scenarios(PRESETS), Settings()), "war-on-drugs", 2030)


@pytest.mark.parametrize("outcome", ["homicides", "coca_area"])
@pytest.mark.parametrize("scenario", [name for name in PRESETS if name != "war-on-drugs"])
def test_a_change_is_printed_as_it_comes_out(comparisons: Comparisons, scenario: str, outcome: str) -> None:
    one = comparisons.one(scenario, outcome, "COL")
    assert one.median is not None and one.relative is not None and one.i90 is not None
    shown = f"{number(one.median, 'en', signed=True)} ({percent(one.relative, 'en', signed=True)})"
    assert shown.replace("\u00a0", " ") in README
    if outcome == "homicides":
        low, high = (number(end, "en", signed=True) for end in one.i90)
        assert f"[{low}; {high}]" in README
