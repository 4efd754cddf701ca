"""What becomes of one target, by our value of it and by what that was computed from."""

from pathlib import Path
from typing import Any

import pytest
import tiny_model
from tiny_model import PARAMETERS, TARGETS, WORDS, target

from tregua.catalogue.errors import InputError, Problem
from tregua.models.find import load_model
from tregua.models.origin import Origins
from tregua.models.protocol import MissingDataError
from tregua.models.reproduce import Row, count, count_read, reproduce, rows_of
from tregua.show.words.models import note_in_words

TO = "fitted: true\n    fitted_to:"
FIRST = "{relative: 0.01}, tag: published"
GIVEN = {"published": 2.0, "tolerance": {"relative": 0.01}}


@pytest.mark.parametrize(
    ("fields", "row", "met", "missed"),
    [
        ({}, {}, "reproduced", "not-reproduced"),
        ({}, {"origin": "result"}, "reproduced", "not-reproduced"),
        ({"by_definition": True, "definition": WORDS}, {}, "by-definition", "not-reproduced"),
        ({"definition": WORDS}, {}, "reproduced", "not-reproduced"),
        ({}, {"origin": "input"}, "input", "not-reproduced"),
        ({}, {"fitted": True}, "input", "not-reproduced"),
        ({"by_definition": True, "definition": WORDS}, {"fitted": True}, "input", "not-reproduced"),
        ({}, {"origin": "repeat"}, "repeated", "not-reproduced"),
        ({"by_definition": True, "definition": WORDS}, {"origin": "repeat"}, "repeated", "not-reproduced"),
        ({"published": {"at_most": 2.0}, "tolerance": None}, {"origin": "built-in"}, "built-in", "not-reproduced"),
    ],
)
def test_a_status_follows_from_our_value_and_its_origin(
    fields: dict[str, Any], row: dict[str, Any], met: str, missed: str
) -> None:
    one = target(**{**GIVEN, **fields})
    assert [Row("quitting", one, ours, **row).status for ours in (2.0, 2.1, None)] == [met, missed, "not-computed"]


@pytest.mark.parametrize(
    ("value", "origin"),
    [
        ("p.start", "input"),
        ("52 * p.start", "input"),
        ("p.start + p.kept", "input"),
        ("p.start / (p.start + p.kept)", "input"),
        ("-np.log(1 - p.kept)", "input"),
        ("-np.log(1 - p.kept - p.start / 100)", "input"),
        ("p.start * p.kept**3", "result"),
        ("p.start * p.kept", "result"),
        ("run.users.sum()", "result"),
        ("np.sqrt(p.kept) + p.start", "result"),
        ("min(p.start, 7.9)", "result"),
        ("3004.0", "built-in"),
        ("1.0 + 1e-8 * run.users[-1]", "built-in"),
        ("np.floor(8 * p.start) + 0.5", "result"),
    ],
)
def test_arithmetic_of_what_a_model_is_given_is_an_input(tmp_path: Path, value: str, origin: str) -> None:
    module = tiny_model.MODULE.replace("bound, recorded", "bound, given, recorded")
    module = module.replace("return run.users[-1]", f"p = given(run, Parameters)\n    return {value}")
    model = load_model(tiny_model.write(tmp_path, module))
    assert Origins(model).of(model.targets[0], []) == origin


def test_a_sign_that_holds_everywhere_is_built_in_and_one_that_may_fail_is_not(tmp_path: Path) -> None:
    model = load_model(tiny_model.write(tmp_path))
    change = next(one for one in model.targets if one.id == "change")
    assert Origins(model).of(change, []) == "built-in"
    wider = tmp_path / "wider"
    wider.mkdir()
    growing = load_model(tiny_model.write(wider, parameters=PARAMETERS.replace("high: 1}", "high: 1.5}")))
    assert Origins(growing).of(change, []) == "result"


@pytest.mark.parametrize(
    ("file", "old", "new", "moved"),
    [
        (
            "targets",
            FIRST,
            FIRST.replace("published", "derived"),
            {"last_range": "repeated", "last_net": "by-definition"},
        ),
        ("targets", "tag: published, by_definition", "tag: derived, by_definition", {"last_net": "by-definition"}),
        ("targets", FIRST, f"{FIRST}, repeats: [first]", {"last": "repeated"}),
        ("targets", FIRST, f"{FIRST}, restates: [start]", {"last": "input", "last_range": "repeated"}),
        ("parameters", "fitted: true", f"{TO} [last]", {"last": "input", "last_range": "repeated"}),
        ("parameters", "fitted: true", f"{TO} [last_range]", {"last": "repeated", "last_range": "input"}),
        ("targets", "{low: 0.5, high: 1}", "{low: 2, high: 3}", {"last_range": "not-reproduced"}),
    ],
)
def test_a_flipped_tag_changes_the_count(tmp_path: Path, file: str, old: str, new: str, moved: dict[str, str]) -> None:
    def statuses(folder: Path, **files: str) -> dict[str, str]:
        folder.mkdir()
        rows = reproduce([tiny_model.write(folder, **files)])
        return {row.target.id: row.status for row in rows}

    before = statuses(tmp_path / "before")
    content = {"parameters": PARAMETERS, "targets": TARGETS}[file]
    after = statuses(tmp_path / "after", **{file: content.replace(old, new, 1)})
    assert moved.items() <= after.items()
    assert (before == after) == (not moved)


def test_a_tolerance_around_zero_that_every_draw_keeps_is_built_in(tmp_path: Path) -> None:
    wide = TARGETS.replace("published: 1.01, tolerance: {relative: 0.01}", "published: 0, tolerance: {absolute: 1000}")
    first, *_ = reproduce([tiny_model.write(tmp_path, targets=wide)])
    assert (first.target.id, first.status) == ("last", "built-in")


@pytest.mark.parametrize(
    "value", ["8 - run.users[-1]", "1 / run.users[-1]", "100 * run.users[-1]", "np.log(run.users[-1])"]
)
def test_the_same_number_in_other_words_counts_once(tmp_path: Path, value: str) -> None:
    module = tiny_model.MODULE.replace("lambda run: run.users[-1] - run.users[0]", f"lambda run: {value}")
    model = load_model(tiny_model.write(tmp_path, module))
    change, last = (next(one for one in model.targets if one.id == name) for name in ("change", "last"))
    assert Origins(model).of(change, [last]) == "repeat"


def test_a_parameter_of_zero_moves_within_its_range(tmp_path: Path) -> None:
    zero = PARAMETERS.replace("value: 0.5", "value: 0")
    model = load_model(
        tiny_model.write(
            tmp_path, tiny_model.MODULE.replace("return run.users[-1]", "return run.users[1] / run.users[0]"), zero
        )
    )
    assert model.value("last") == 0.0 and Origins(model).is_input("last")


def test_what_refuses_every_move_is_no_result(tmp_path: Path) -> None:
    module = tiny_model.MODULE.replace(
        "    year = np", "    if p != bound(Parameters):\n        raise ValueError\n    year = np"
    )
    assert {row.status for row in reproduce([tiny_model.write(tmp_path, module)])} <= {
        "built-in",
        "not-reproduced",
        "not-computed",
    }


def test_how_each_row_was_read_is_that_of_its_best_source(tmp_path: Path) -> None:
    rows = rows_of(load_model(tiny_model.write(tmp_path)))
    assert {row.read for row in rows} == {"full"}
    assert count_read(rows) == {"full": len(rows), "table": 0, "abstract": 0, "secondary": 0, "not_read": 0}
    assert sum(count(rows).values()) == len(rows)


def test_a_model_that_does_not_run_is_told_in_every_row(tmp_path: Path) -> None:
    module = tiny_model.MODULE.replace("    year = np", "    raise RuntimeError('no rest')\n    year = np")
    rows = reproduce([tiny_model.write(tmp_path, module)])
    assert {row.status for row in rows} == {"not-computed"}
    assert {note_in_words(row, "en").rpartition(": ")[2] for row in rows} == {"no rest"}


def test_a_row_is_kept_where_data_are_missing_but_the_table_has_a_value() -> None:
    missing = MissingDataError(Problem("no_file", "survey.csv"))
    assert Row("quitting", target(**GIVEN), 2.0, problem=missing).kept
    assert not Row("quitting", target(**GIVEN), None, problem=missing).kept
    assert not Row("quitting", target(**GIVEN), 2.0).kept


def test_a_failure_is_told_in_the_language_of_the_table() -> None:
    failed = InputError(Problem("quantity_failed", "quitting", {"found": "ZeroDivisionError: division by zero"}))
    note = note_in_words(Row("quitting", target(**GIVEN), None, problem=failed), "es")
    assert note == "quitting: no se pudo calcular la cantidad: ZeroDivisionError: division by zero"
