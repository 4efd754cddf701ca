"""The lab in a page gives the numbers that the lab gives here: the same draws, the same paths, the same outcomes."""

import json

import numpy as np
import pytest
from node import run_node

from tregua.lab.alternatives import combinations
from tregua.lab.draws import draw_parameters, draw_shocks, positions
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.run import Settings, run
from tregua.lab.scenario import PRESETS, load_scenario
from tregua.show.app.engine import engine_data, engine_script, rows, steps_of

DRAWS = 24
SETTINGS = Settings(draws=DRAWS)
SCENARIOS = [load_scenario(name) for name in PRESETS]
DATA = engine_data(SETTINGS, SCENARIOS)
SCRIPT = f"{engine_script()}\nconst lab = {json.dumps(DATA)};\n"


def fixed(choices: dict[str, float]) -> str:
    columns = [*lab().parameters]
    return json.dumps({str(columns.index(name)): value for name, value in choices.items()})


@pytest.mark.parametrize("first", [0, 5, 488])
def test_numbers_and_paths_are_the_same_wherever_a_chunk_begins(first: int) -> None:
    choices = dict(combinations()[0].choices)
    script = f"""
        const numbers = drawNumbers(lab, {first}, {DRAWS}, {fixed(choices)});
        return {{numbers, shocks: drawShocks(lab, numbers, {first}, {DRAWS})}};
    """
    found = run_node(SCRIPT + script, {})
    p = draw_parameters(0, first, DRAWS, choices, known=past(SETTINGS.span.first))
    np.testing.assert_allclose(found["numbers"].reshape(p.shape), p, rtol=1e-13, atol=1e-300)
    shocks = draw_shocks(0, first, DRAWS, DATA["months"], p)
    np.testing.assert_allclose(found["shocks"].reshape(shocks.shape), shocks, rtol=1e-12)


def test_every_preset_gives_the_same_outcomes_in_the_page_and_here() -> None:
    listed = combinations()[:1]
    expected = run(SCENARIOS, SETTINGS, None, listed)[0]
    steps = json.dumps([steps_of(one, SETTINGS) for one in SCENARIOS])
    script = f"""
        const job = {{fixed: {fixed(dict(listed[0].choices))}, first: 0, count: {DRAWS}}};
        return Object.fromEntries({steps}.map((steps, at) => [`out${{at}}`, answerJob(lab, {{...job, steps}})]));
    """
    found = run_node(SCRIPT + script, {})
    for at, annual in enumerate(expected):
        by_row = [annual[..., row["columns"]].sum(axis=-1).T for row in rows()]
        ours = found[f"out{at}"].reshape(len(by_row), -1, DRAWS)
        np.testing.assert_allclose(ours, by_row, rtol=1e-8, atol=1e-9, err_msg=PRESETS[at])


def test_settings_left_open_are_drawn_where_the_terminal_draws_them() -> None:
    found = run_node(f"{SCRIPT} return {{at: drawPositions(lab, 3, 8)}};", {})["at"].reshape(8, -1)
    drawn = [at for at, stream in enumerate(DATA["settings"]) if stream]
    assert drawn
    np.testing.assert_allclose(found[:, drawn], positions(0, 3, 8)[:, drawn], rtol=1e-15)


def test_a_row_of_the_answer_is_the_sum_of_its_places() -> None:
    named = [(outcome.id, place) for outcome in lab().outcomes.values() for place in outcome.headline]
    members = rows()[named.index(("group_members", "COL"))]["columns"]
    assert [name for name, _ in [*lab().outcome_columns][members[0] : members[-1] + 1]] == ["group_members"] * 4
    assert all(row["columns"] for row in rows())


def test_another_seed_gives_other_numbers() -> None:
    other = json.dumps(engine_data(Settings(draws=DRAWS, seed=2**63 + 7), SCENARIOS))
    script = f"return {{ours: drawNumbers(lab, 0, 8, {{}}), other: drawNumbers({other}, 0, 8, {{}})}};"
    found = run_node(SCRIPT + script, {})
    assert not np.array_equal(found["ours"], found["other"])
    expected = draw_parameters(2**63 + 7, 0, 8, {}, known=past(SETTINGS.span.first))
    np.testing.assert_allclose(found["other"].reshape(expected.shape), expected, rtol=1e-13, atol=1e-300)
