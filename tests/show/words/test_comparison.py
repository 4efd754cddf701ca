"""One rule for the direction of a figure: the long table tells one exactly where the first screen draws an arrow."""

from itertools import product

import pytest

from tregua.analysis.finding import holds
from tregua.lab.cell import Comparison, Figure, Material
from tregua.lab.compare import glance
from tregua.show.words.comparison import brief
from tregua.show.words.finding import cell_words
from tregua.text import text

ONE = Figure({}, -50.0, (-80.0, -20.0), (-150.0, 40.0), 0.7, 5.0, (5.0, 5.0), None)


def cell(lower: int, higher: int, of: int, p_lower: float | None = None) -> Comparison:
    """A cell of some readings whose size is uncertain; of one reading, or under weights, with a chance."""
    one = {"median": -50.0, "i50": (-80.0, -20.0), "i90": (-150.0, 40.0), "i90_error": (5.0, 5.0), "mc_error": 5.0}
    return Comparison(
        *("mine", "homicides", "COL", "deaths/year", "by_alternative", 12000.0, 20.0),
        Material(100.0, "deaths/year", "uncertain"),
        n_alternatives=of,
        alternatives=(ONE,) * of,
        median_range=(-60.0, -40.0),
        lower=lower,
        higher=higher,
        p_lower=p_lower,
        **(one if p_lower is not None else {}),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(("lower", "higher"), [pair for pair in product(range(9), repeat=2) if sum(pair) <= 8])
def test_a_direction_is_told_exactly_where_an_arrow_is_drawn(lower: int, higher: int) -> None:
    one = cell(lower, higher, 8)
    arrow = cell_words(one, 100, "en").arrow
    unsaid = text("en", "material.brief.uncertain")
    assert (arrow in "▼▲") == (brief(one, "en") != unsaid) == (brief(glance(one), "en") != unsaid)
    assert (brief(one, "en") == text("en", "material.brief.size")) == (8 in (lower, higher))


@pytest.mark.parametrize("p_lower", [0.02, 0.3, 0.4, 0.5, 0.65, 0.67, 0.9])
def test_of_one_figure_its_chance_counts(p_lower: float) -> None:
    for one in (cell(int(p_lower >= 0.66), int(p_lower <= 0.34), 1, p_lower), cell(2, 2, 8, p_lower)):
        assert (holds(one) is not None) == (brief(one, "es") != text("es", "material.brief.uncertain"))
