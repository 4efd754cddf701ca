"""Order means nothing: the same names give the same results however the files list them."""

import random
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from other_lab import other_lab, rewrite
from small_lab import FIRST, plain_kernel, scenario, span_to

from tregua.lab.bind import bound, working_space
from tregua.lab.draws import draw_parameters, draw_shocks
from tregua.lab.layout import parameter_columns
from tregua.lab.model import lab
from tregua.lab.scenario import lever_array, levers_before, load_scenario
from tregua.lab.schema import Scenario

DRAWS, UNTIL, MONTHS = 2, 2028, 48
SCENARIOS = (load_scenario("alliance"), load_scenario("mano-dura"), scenario({"interdiction": 2.0, "treatment": 0.5}))


def by_name(policies: tuple[Scenario, ...] = SCENARIOS) -> dict[tuple[str, str | None, int, int, int], float]:
    """Every outcome of a few draws by its name and place, scenario, draw and month; the kernel as plain Python."""
    kernel = plain_kernel(bound().text)
    drawn = draw_parameters(0, 0, DRAWS, {})
    p, shock = drawn[:, parameter_columns()].tolist(), draw_shocks(0, 0, DRAWS, MONTHS, drawn)
    found = {}
    for policy, one in enumerate(policies):
        lever = lever_array(one, span_to(UNTIL)).ravel().tolist()
        for draw in range(DRAWS):
            out = [0.0] * (MONTHS * len(lab().outcome_columns))
            space = [[0.0] * size for size in working_space()]
            given = (p[draw], levers_before(FIRST).tolist(), lever, shock[draw].ravel().tolist())
            assert kernel.simulate(*given, MONTHS, 1, out, *space) == 0
            for month in range(MONTHS):
                for (name, place), column in lab().outcome_columns.items():
                    found[name, place, policy, draw, month] = out[month * len(lab().outcome_columns) + column]
    return found


AS_LISTED = by_name()


def shuffle(folder: Path, seed: int) -> None:
    """Shuffle every list of records of the lab: sets, places, groups, and what each mechanism declares."""
    order = random.Random(seed)

    def change(value: dict[str, Any]) -> None:
        for records in value.values():
            if isinstance(records, list):
                order.shuffle(records)

    for path in (folder / "world.yaml", *sorted((folder / "mechanisms").glob("*.yaml"))):
        rewrite(path, change)


@settings(max_examples=6)
@given(st.integers(0, 2**32))
def test_shuffled_files_give_the_same_results_by_name(seed: int) -> None:
    with other_lab(lambda folder: shuffle(folder, seed)):
        shuffled = by_name()
    assert shuffled.keys() == AS_LISTED.keys()
    for key, value in AS_LISTED.items():
        assert np.isclose(shuffled[key], value, rtol=1e-9, atol=0), key


def test_peru_before_colombia_moves_nothing() -> None:
    """It once moved homicides under the alliance from +25 to +123: a rent was read from “the first producer”."""

    def swap(value: dict[str, Any]) -> None:
        places = value["places"]
        assert (places[0]["id"], places[1]["id"]) == ("COL", "PER")
        places[0], places[1] = places[1], places[0]

    with other_lab(lambda folder: rewrite(folder / "world.yaml", swap)):
        swapped = by_name()
    worst = max(abs(swapped[key] - value) / max(abs(value), 1e-300) for key, value in AS_LISTED.items())
    assert worst < 1e-9
