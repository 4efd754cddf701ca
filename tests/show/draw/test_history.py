"""History as small charts: what lies outside is told by shape, colour and words."""

import re
from xml.etree.ElementTree import Element, fromstring

import numpy as np
import pytest

from tregua.analysis.beside import Beside, History, figure
from tregua.show.draw.history import svg
from tregua.text import LANGUAGES, Language

DRAWS = np.arange(1.0, 101.0)
SVG = "{http://www.w3.org/2000/svg}"


def beside(name: str, *observed: float, derived: bool = False) -> Beside:
    points = tuple(
        figure(2018 + 2 * at, 6 if at == 1 else None, one, "final", DRAWS) for at, one in enumerate(observed)
    )
    return Beside(name, "coca_area", "COL", "coca_area", "ha", "log", derived, points)


HISTORY = History("0", "hash", 0, 100, "", (beside("coca_area.COL", 50.0, 300.0), beside("coca_area.PER", 0.0)), {})


def drawn(history: History, language: Language = "en") -> Element:
    return fromstring(svg(history, language).partition("\n")[2])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_outside_has_another_shape_and_stands_in_words(language: Language) -> None:
    tree = drawn(HISTORY, language)
    assert len(tree.findall(f".//{SVG}circle")) == 1, "the figure inside"
    diamonds = [one for one in tree.iter(f"{SVG}path") if one.attrib["d"].endswith("l4 4l-4 4l-4 -4z")]
    assert len(diamonds) == 2
    titles = [one.text or "" for one in tree.iter(f"{SVG}title")]
    assert "2020-06: 300" in titles[0] and titles[1].startswith("coca_area.PER")
    assert "1" in tree.attrib["aria-label"] and "3" in tree.attrib["aria-label"]


def test_everything_is_drawn_inside_the_picture() -> None:
    many = History("0", "hash", 0, 100, "", tuple(beside("coca_area.COL", 50.0, 3e6) for _ in range(7)), {})
    tree = drawn(many)
    width, height = float(tree.attrib["width"]), float(tree.attrib["height"])
    for group in tree.findall(f"{SVG}g"):
        x, y = map(float, re.findall(r"[\d.]+", group.attrib["transform"]))
        for mark in [*group.iter(f"{SVG}circle")]:
            assert 0 <= x + float(mark.attrib["cx"]) <= width and 0 <= y + float(mark.attrib["cy"]) <= height
    assert len(tree.findall(f"{SVG}g")) == 7


def test_a_series_without_spread_or_of_zeros_is_drawn() -> None:
    points = (figure(2020, None, 0.0, "final", np.zeros(3)),)
    one = Beside("coca_area.COL", "coca_area", "COL", "coca_area", "ha", "count", True, points)
    assert len(drawn(History("0", "hash", 0, 3, "", (one,), {})).findall(f".//{SVG}circle")) == 1
