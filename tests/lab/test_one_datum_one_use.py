"""No datum is used twice: once to set a number of the lab, and again to score it."""

import re

import pytest

from tregua.lab.measure import Measure, measures
from tregua.lab.model import lab
from tregua.lab.past import past

SCORED = [one for one in measures() if one.scored]


def years(key: str) -> tuple[str, int, int]:
    """What a key names, and the years that it spans; all of them where it says none."""
    found = re.fullmatch(r"(.+?)-(\d{4})(?:-(\d{4}))?", key)
    if found is None:
        return key, 0, 9999
    return found[1], int(found[2]), int(found[3] or found[2])


def overlap(one: str, other: str) -> bool:
    (stem, begin, end), (stem_, begin_, end_) = years(one), years(other)
    return stem == stem_ and begin <= end_ and begin_ <= end


@pytest.mark.parametrize("measure", SCORED, ids=lambda one: one.series)
def test_no_estimate_behind_a_number_shares_its_data_with_a_scored_series(measure: Measure) -> None:
    behind = {name for one in lab().parameters.values() for name in one.estimates}
    keys = {lab().estimates[name].data for name in behind} - {None}
    assert not [key for key in keys if overlap(str(key), measure.data)]


@pytest.mark.parametrize("measure", SCORED, ids=lambda one: one.series)
def test_a_number_typed_in_from_scored_figures_is_listed_as_having_seen_them(measure: Measure) -> None:
    for one in lab().parameters.values():
        for key in one.data:
            if overlap(key, measure.data):
                _, _, end = years(key)
                assert one.known_from is not None
                assert one.known_from >= end, one.id
                assert all(one.id in past(first).saw_later for first in range(2010, min(end, 2025) + 1))


def test_figures_that_set_a_number_are_shown_and_never_scored() -> None:
    used = [one for one in measures() if one.used]
    assert used
    for one in used:
        assert not one.scored
        assert {name.partition(".")[0] for name in lab().parameters} >= set(one.used)
