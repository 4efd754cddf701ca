"""The words of the page are those of the terminal: every cell of every preset, and numbers of any size."""

import json
from typing import Any

import numpy as np
import pytest
from node import run_node

from tregua.lab.compare import Comparisons, compare
from tregua.lab.model import lab
from tregua.lab.result import choices_of, simulate
from tregua.lab.run import Settings, moved_names
from tregua.lab.scenario import PRESETS, RECORD, differing, lever_array, levers_before, load_scenario, load_scenarios
from tregua.show.app.engine import script
from tregua.show.app.records import GROUPS, app_data
from tregua.show.words.finding import cell_words
from tregua.show.words.numbers import chance, number, words
from tregua.text import LANGUAGES, Language

DRAWS = 24
YEAR = 2030
DATA = app_data(DRAWS)
SCRIPT = f"const app = {json.dumps({'texts': DATA['texts']})};\n{script('answer.js')}\n"


def answered(code: str, **given: Any) -> Any:
    """What a piece of the page's script gives, by JSON both ways."""
    told = f"const given = {json.dumps(given)};"
    back = f"{SCRIPT}{told} const told = JSON.stringify((() => {{{code}}})());"
    codes = run_node(f"{back} return {{codes: Float64Array.from(new TextEncoder().encode(told))}};", {})["codes"]
    return json.loads(bytes(codes.astype(np.uint8)))


def test_every_cell_of_every_preset_is_told_as_in_the_terminal() -> None:
    dataset = simulate(load_scenarios(PRESETS), Settings(draws=DRAWS))
    comparisons = compare(dataset, RECORD, YEAR)
    span = Settings().span
    cells: list[dict[str, Any]] = []
    for name in PRESETS[1:]:
        scenario = load_scenario(name)
        paths = [levers_before(span.first), *(lever_array(load_scenario(one), span) for one in (RECORD, name))]
        moved = set.union(*map(moved_names, paths))
        apart = [one.id for one in differing(load_scenario(RECORD), scenario, span)]
        cells += [_cell(dataset, name, at, moved, apart) for at in range(len(DATA["rows"]))]
    code = """
        const {draws, cells, rows, levers} = given;
        return Object.fromEntries(["en", "es"].map((language) => [language, cells.map((one) => {
          const row = rows[one.row];
          const behind = one.apart.map((name) => levers[name]).filter((lever) =>
            row.outcome === "state_outlay" ? lever.payers.includes(row.place) : lever.affects.includes(row.outcome));
          const cell = cellOf(row, one.listed, behind, one.apart.length > 0);
          return {...wordsIn(language, app.texts[language]).cell(cell, draws), grade: cell.grade};
        })]));
    """
    found = answered(code, draws=DRAWS, cells=cells, rows=DATA["rows"], levers=DATA["levers"])
    for language in LANGUAGES:
        expected = [_expected(comparisons, name, row, language) for name in PRESETS[1:] for row in DATA["rows"]]
        ours = [(one["arrow"], one["size"], one["word"], one.get("interval", "")) for one in found[language]]
        assert ours == expected


def _cell(dataset: Any, name: str, row: int, moved: set[str], apart: list[str]) -> dict[str, Any]:
    """The draws of a cell under the readings that act, as the page would hold them."""
    outcome, place = DATA["rows"][row]["outcome"], DATA["rows"][row]["place"]
    levels = dataset[outcome].sel(year=YEAR)
    dimension = next((str(one) for one in levels.dims if str(one) not in ("alternative", "scenario", "draw")), None)
    levels = levels if dimension is None else levels.sel({dimension: place})
    found: dict[str, dict[str, Any]] = {}
    for at, choices in enumerate(choices_of(dataset)):
        acting = {
            key: value
            for key, value in choices.items()
            if not (only := DATA["choices"][key]["only_with"]) or moved & {*only}
        }
        sides = [levels.sel(scenario=one).values[at].tolist() for one in (RECORD, name)]
        found.setdefault(json.dumps(acting), {"choices": acting, "before": sides[0], "after": sides[1]})
    return {"row": row, "listed": [*found.values()], "apart": apart}


def _expected(
    comparisons: Comparisons, name: str, row: dict[str, Any], language: Language
) -> tuple[str, str, str, str]:
    told = cell_words(comparisons.one(name, row["outcome"], row["place"]), DRAWS, language)
    return told.arrow, told.size, told.word, told.interval


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_chances_are_written_as_in_the_terminal(language: Language) -> None:
    draw = np.random.default_rng(17)
    values = [
        0.0,
        999.5,
        1e6,
        999_600.0,
        1e9,
        2.5e9,
        1e12,
        *(10.0 ** draw.uniform(-4, 13, 400) * draw.choice([-1, 1], 400)),
    ]
    errors = [0.0, *(10.0 ** draw.uniform(-3, 4, len(values) - 1)).tolist()]
    shares = [*np.linspace(0.0, 1.0, 173).tolist()]
    code = f"""
        const say = wordsIn("{language}", app.texts.{language});
        return [given.values.map((one, at) => say.number(one, at % 2 === 1, given.errors[at])),
          given.shares.map((one) => say.chance(one, 64)), given.shares.map((one) => say.direction(one, 64))];
    """
    numbers, chances, directions = answered(code, values=[float(one) for one in values], errors=errors, shares=shares)
    assert numbers == [number(float(one), language, at % 2 == 1, errors[at]) for at, one in enumerate(values)]
    assert chances == [chance(one, 64) for one in shares]
    assert directions == [words(one, 64, language) for one in shares]


def test_every_lever_that_somebody_can_move_stands_in_one_group() -> None:
    listed = [name for names in GROUPS.values() for name in names]
    assert sorted(listed) == sorted(one.id for one in lab().levers.values() if not one.driver)
