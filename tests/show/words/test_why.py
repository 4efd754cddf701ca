"""What an answer taken apart is told as: inputs by name, shares that chance put below zero as none."""

import pytest

from tregua.analysis.grouped import Grouped
from tregua.analysis.why import Flip, Spread, Why
from tregua.lab.asked import PRIOR
from tregua.show.words.why import caveats, flips, groups, input_title
from tregua.text import LANGUAGES, Language, text


def answer(share: float) -> Why:
    """One with two groups of inputs and an open setting at which the sign turns."""
    together = (Grouped("settings", "", 2, share, 0.08), Grouped("shocks", "", 0, 0.4, 0.04))
    turns = (Flip("arrests.COL", 1.5, "1", "arrests"),)
    said = ("mine", "as-observed", "homicides", "COL", "deaths/year", 2030)
    return Why(*said, {}, -100.0, 10.0, (), 0.0, (), together, turns, 64, 0, PRIOR)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_below_zero_is_none_and_the_answer_says_why(language: Language) -> None:
    below, above = answer(-0.06), answer(0.06)
    assert groups(below, language)[0][1].startswith("0\u00a0% ±") and "−" not in str(groups(below, language))
    note = text(language, "why.caveat.below_zero")
    assert [note in caveats(each, language) for each in (below, above)] == [True, False]


def test_an_open_setting_is_named_by_its_lever() -> None:
    one = Spread("arrests.COL", 0.2, 0.05, "arrests")
    assert input_title(one, "en") == "setting left open: Arrest capacity against armed groups"
    assert input_title(one, "es") == "valor abierto: Capacidad de captura contra los grupos armados"
    assert input_title(Spread("treatment.EUR", 0.2, 0.05, "treatment"), "en").endswith(", Europe")
    assert input_title(Spread("arrest_hazard", 0.2, 0.05), "en") == "Arrests per member and year at the start"
    assert flips(answer(0.0), "en")[0].startswith("setting left open: Arrest capacity against armed groups: at 1.5")
