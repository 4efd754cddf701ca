"""No datum is used twice: once to set a number of the lab, and again to score it."""

import re

import pytest

from tregua.lab.measure import Measure, measures, shares_data
from tregua.lab.model import lab
from tregua.lab.past import past

SCORED = [one for one in measures() if one.scored]


def last_year(key: str) -> int:
    """The last year that a key names."""
    return int(re.findall(r"\d{4}", key)[-1])


def test_keys_share_data_where_name_and_years_do() -> None:
    assert shares_data("a-b-2001-2010", "a-b-2010") and shares_data("a-b", "a-b-1990")
    assert not shares_data("a-b-2001-2010", "a-b-2011-2012") and not shares_data("a-2001-2010", "b-2001-2010")


@pytest.mark.parametrize("measure", SCORED, ids=lambda one: one.series)
def test_no_estimate_behind_a_number_shares_its_data_with_a_scored_series(measure: Measure) -> None:
    behind = {name for one in lab().parameters.values() for name in one.estimates}
    keys = {lab().estimates[name].data for name in behind} - {None}
    assert not [key for key in keys if shares_data(str(key), measure.data)]


@pytest.mark.parametrize("measure", SCORED, ids=lambda one: one.series)
def test_a_number_typed_in_from_scored_figures_is_listed_as_having_seen_them(measure: Measure) -> None:
    for one in lab().parameters.values():
        for key in one.data:
            if shares_data(key, measure.data):
                end = last_year(key)
                assert one.known_from is not None
                assert one.known_from >= end, one.id
                assert all(one.id in past(first).saw_later for first in range(2010, min(end, 2025) + 1))


def test_figures_that_set_a_number_are_shown_and_never_scored() -> None:
    used = [one for one in measures() if one.used]
    assert used
    for one in used:
        assert not one.scored
        assert {name.partition(".")[0] for name in lab().parameters} >= set(one.used)
