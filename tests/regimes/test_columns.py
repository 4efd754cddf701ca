"""Many cases at once, a column a fact."""

import numpy as np
import pytest

from tregua.catalogue.errors import InputError
from tregua.regimes.columns import CHUNK, column, decide_columns
from tregua.regimes.load import load_rules
from tregua.regimes.reckon import UNKNOWN
from tregua.regimes.schema import UNDETERMINED
from tregua.regimes.vocabulary import vocabulary


def test_many_chunks_give_what_one_case_gives() -> None:
    rules = load_rules("petro_2022")
    size = 2 * CHUNK + 17
    negotiated = np.resize(np.array([1, 0, -1], np.int8), size)
    reoffended = np.resize(np.array([1, 1, 0, -1, 0], np.int8), size)
    decided = decide_columns(rules, {"negotiated": negotiated, "reoffended": reoffended})
    labels = np.array(decided.values["extradition"])[decided.outcomes["extradition"]]
    assert (labels[(negotiated == 1) & (reoffended == 1)] == "DELIVERED_NO_NEGOTIATION").all()
    assert (labels[negotiated == 0] == "DELIVERED").all()
    assert (labels[(negotiated == 1) & (reoffended != 1)] == UNDETERMINED).all()
    assert decided.values["extradition"][0] == UNDETERMINED and decided.rows[0] == ""


def test_a_column_holds_unknown_in_its_own_way() -> None:
    facts = vocabulary()
    assert column(facts["negotiated"], [True, False, None]).tolist() == [1, 0, -1]
    assert column(facts["court_opinion"], ["unfavourable", None, "favourable"]).tolist() == [3, -1, 0]
    assert column(facts["min_penalty_years"], [0, None, 8]).tolist() == [0, UNKNOWN, 8]
    assert np.isnat(column(facts["conduct_end"], ["1997-12-16", None])).tolist() == [False, True]


def test_wrong_columns_are_refused_all_at_once() -> None:
    wrong = {"negociated": np.zeros(2, np.int8), "negotiated": np.zeros(3), "reoffended": np.zeros(2, np.int8)}
    with pytest.raises(InputError) as caught:
        decide_columns(load_rules("petro_2022"), wrong)
    assert [problem.kind for problem in caught.value.problems] == ["unknown_name", "wrong_type", "wrong_type"]
