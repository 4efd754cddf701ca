"""The public function: all of states together, nothing valued without weights, and a day that is one."""

from datetime import date

import pytest

import tregua
from tregua.catalogue.errors import InputError
from tregua.states.answers import alliance, read_day
from tregua.states.stability import Rules
from tregua.states.treaty import Treaty
from tregua.states.weights import Weights

WEIGHTS = Weights(weights={"homicides": -1.0}, efforts={"COL": "substitution"}, slopes={"COL": 1.0})


def test_without_weights_there_is_a_vector_and_no_word_on_stability() -> None:
    found = tregua.alliance(draws=6)
    assert found.coalitions is None
    assert found.payoffs and len(found.levels) == 22 and len(found.bills) == 17
    assert found.on == date(2026, 3, 12)
    assert {"MEX", "BRA"} <= {*found.not_modelled} and "COL" not in found.not_modelled


def test_what_is_typed_reaches_the_game() -> None:
    found = alliance(weights=WEIGHTS, treaty=Treaty(penalty=5.0), rules=Rules("stay"), members=["COL", "USA"], draws=6)
    assert found.coalitions is not None
    plain = alliance(weights=WEIGHTS, members=["COL", "USA"], draws=6).coalitions
    assert plain is not None
    outside = [one.coalitions[0].payoff["PER"].median for one in (plain, found.coalitions)]
    assert outside[0] - outside[1] == pytest.approx(5.0)  # Peru stays outside
    assert [one.members for one in found.coalitions.coalitions] == [("COL", "USA")]


def test_a_level_is_of_the_day_that_is_asked_for() -> None:
    then = {one.state: one for one in alliance("2022-01-01", draws=6).levels}
    now = {one.state: one for one in alliance(draws=6).levels}
    assert then["SLV"].hard.level != 3 and now["SLV"].hard.level == 3
    assert then["URY"].soft.level == now["URY"].soft.level == 4


@pytest.mark.parametrize(
    "wrong", ["2022-02-30", "2022", "2022-1-1", "2024-W26-7", "yesterday", "", "20220101", "1800-01-01"]
)
def test_a_day_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(InputError):
        read_day(wrong)
