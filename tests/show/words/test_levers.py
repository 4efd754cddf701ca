"""Paths of levers in words: what is on record says up to when, and the value that is held from then on."""

import pytest

from tregua.lab.scenario import Span, load_scenario, record
from tregua.show.words.levers import held_at, path_words, steps

SPAN = Span(2025, 2037, "2027-01")
DONE = {(one.lever, one.place): one for one in record().levers}


def test_a_lever_on_record_starts_with_the_value_in_force_and_is_held_after_its_last_month() -> None:
    table = DONE["talks", "ELN"]  # opened in November 2022, suspended in January 2025
    assert list(steps(table, SPAN).values()) == [1.0, 0.0]
    assert held_at(table, SPAN) == 0.0
    assert path_words(DONE["eradication", "COL"], SPAN, "en").endswith("on record to 2025-12, then held at 8,050")
    assert path_words(DONE["eradication", "COL"], SPAN, "es").endswith("hasta 2025-12, después mantenido en 8.050")


def test_an_earlier_start_shows_more_of_the_record() -> None:
    early = Span(2022, 2032, "2022-08")
    assert set(steps(DONE["eradication", "COL"], SPAN)) < set(steps(DONE["eradication", "COL"], early))
    assert min(steps(DONE["eradication", "COL"], early)) == "2022-01"


@pytest.mark.parametrize("one", load_scenario("mano-dura").levers, ids=lambda one: one.lever)
def test_a_policy_says_only_its_months(one: object) -> None:
    assert "record" not in path_words(one, SPAN, "en")  # type: ignore[arg-type]
