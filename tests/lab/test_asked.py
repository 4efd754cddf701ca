"""What a run was asked for comes back as it was, and its command says all of it."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_lab import BASELINE, scenario

from tregua.catalogue.errors import InputError
from tregua.lab.asked import Asked, asked_for, asked_otherwise, command_of, read_asked, run_hash, why_command
from tregua.lab.credence import weights_hash
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, hash_of, load_scenario, written

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(min_size=1, max_size=20)
ASKED = st.builds(
    Asked,
    st.lists(WORDS, max_size=3).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
    st.none() | WORDS,
    st.none() | st.integers(2025, 2060),
    st.dictionaries(WORDS, FLOATS, max_size=3),
    st.none() | WORDS,
    st.none() | st.dictionaries(WORDS, st.dictionaries(FLOATS, FLOATS, max_size=3), max_size=3),
)


@given(ASKED)
def test_what_was_asked_is_read_back_as_it_was(asked: Asked) -> None:
    assert read_asked(asked.written()) == asked


def attributes(**others: object) -> dict[str, object]:
    run = simulate([load_scenario("as-observed"), load_scenario("alliance")], Settings(draws=2, until=2028))
    return {**run.attrs, **others}


def test_a_command_says_all_that_was_asked() -> None:
    asked = asked_otherwise(
        asked_for([load_scenario("as-observed"), load_scenario("alliance")]),
        "as-observed",
        2028,
        {"homicides": 50.0},
        None,
    )
    words = shlex.split(command_of(attributes(assumptions='{"pay_elasticity": 0.1}'), asked))
    assert words[:4] == ["tregua", "compare", "as-observed", "alliance"]
    options = dict(zip(words[4::2], words[5::2], strict=False)) | dict.fromkeys(words, "")
    assert {"--prior", "--baseline", "--year", "--from", "--draws", "--seed", "--until", "--assume", "--matters"} <= {
        *options
    }
    assert "pay_elasticity=0.1" in words and "homicides=50.0" in words
    assert shlex.split(command_of(attributes(), asked_for([BASELINE])))[1] == "run"


def test_a_file_is_named_with_what_it_said_and_refused_once_it_says_something_else(tmp_path: object) -> None:
    own = scenario({"arrests": 2.0})
    (name,) = asked_for([own]).names
    assert name == f"{own.id}.yaml@{hash_of(own)}"
    path = tmp_path / "own.yaml"  # type: ignore[operator]
    path.write_text(written(own), "utf-8")
    assert load_scenario(f"{path}@{hash_of(own)}") == own
    path.write_text(written(scenario({"arrests": 3.0})), "utf-8")
    with pytest.raises(InputError, match="no longer says what the command was written for"):
        load_scenario(f"{path}@{hash_of(own)}")


@pytest.mark.parametrize("name", PRESETS)
def test_a_scenario_written_out_reads_as_the_same(name: str, tmp_path: object) -> None:
    path = tmp_path / "again.yaml"  # type: ignore[operator]
    path.write_text(written(load_scenario(name)), "utf-8")
    assert load_scenario(str(path)) == load_scenario(name)


@given(st.text(min_size=1, max_size=40).filter(lambda words: words.strip() == words and words.isprintable()))
def test_any_name_survives_being_written_out(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    own = scenario({"arrests": 2.0})
    named = own.model_copy(
        update={"text": own.text.model_copy(update={"en": words, "es": words}) if own.text else None}
    )
    path = tmp_path_factory.mktemp("written") / "own.yaml"
    path.write_text(written(named), "utf-8")
    assert load_scenario(str(path)).text == named.text


def test_the_hash_of_a_run_changes_with_each_of_its_inputs() -> None:
    first = attributes()
    changed = [
        {"seed": 1},
        {"draws": 3},
        {"until": 2029},
        {"ensemble": "2024-x"},
        {"assumptions": '{"a": 1.0}'},
        {"scenarios": "[]"},
    ]
    hashes = {run_hash(first), *(run_hash({**first, **one}) for one in changed)}
    assert len(hashes) == 1 + len(changed)


def test_the_command_that_takes_a_cell_apart_leaves_out_what_is_usual() -> None:
    asked = asked_for([load_scenario("as-observed"), load_scenario("alliance")])
    usual = attributes(draws=128)
    cell = ("alliance", "homicides", "COL")
    assert why_command(usual, asked, "as-observed", 2030, cell) == "tregua why alliance homicides COL --prior"
    other = why_command({**usual, "seed": 4}, asked, "as-observed", 2028, cell)
    assert other == "tregua why alliance homicides COL --year 2028 --seed 4 --prior"


def test_weights_have_a_hash_whatever_their_order() -> None:
    weights = {"a": {0.0: 0.5, 1.0: 0.5}, "b": {2.0: 1.0}}
    assert weights_hash(weights) == weights_hash({"b": {2.0: 1.0}, "a": {1.0: 0.5, 0.0: 0.5}})
    assert weights_hash(weights) != weights_hash({**weights, "b": {3.0: 1.0}})
