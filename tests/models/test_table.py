"""Every published model, run: the committed table holds, and each model keeps the contract."""

import json
import re
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from tregua.catalogue.arithmetic import evaluate
from tregua.catalogue.read import PACKAGE
from tregua.models.protocol import MissingDataError, load_model, parameters_of, targets_of
from tregua.models.reproduce import STATUSES, TABLE, Row, rows_of
from tregua.models.schema import Bounds
from tregua.models.testing import check_model
from tregua.show.words.models import note_in_words, row_record
from tregua.show.words.numbers import unit

FOLDER = PACKAGE / "models"
MODELS = sorted(path.stem for path in (FOLDER / "parameters").glob("*.yaml"))
COMMITTED: list[dict[str, Any]] = json.loads(TABLE.read_text("utf-8"))
KEYS = ["model", "quantity", "published", "tag", "tolerance", "ours", "status", "note"]
SAME = 1e-6
SPANISH_TOO = {"escapes"}
AGAIN = "run `tregua reproduce --json > src/tregua/models/table.json` and say what changed"


@cache
def rows(name: str) -> list[Row]:
    return rows_of(load_model(name))


def test_a_model_has_a_module_two_files_a_page_in_each_language_and_a_test() -> None:
    docs, tests = PACKAGE.parents[1] / "docs" / "models", PACKAGE.parents[1] / "tests" / "models"
    assert sorted(path.stem for path in (FOLDER / "targets").glob("*.yaml")) == MODELS
    for name in MODELS:
        expected = [FOLDER / f"{name}.py", docs / f"{name}.md", docs / f"{name}.es.md", tests / f"test_{name}.py"]
        assert [path for path in expected if not path.is_file()] == []


@pytest.mark.parametrize("name", MODELS)
def test_the_committed_table_holds(name: str) -> None:
    """No status changed, no target is new or gone, and ours is what it was."""
    kept = {row["quantity"]: row for row in COMMITTED if row["model"] == name}
    assert [row.target.id for row in rows(name)] == list(kept), AGAIN
    computed = [row for row in rows(name) if not row.problem]
    for row in computed:
        found, was, noise = row_record(row), kept[row.target.id], row.target.noise
        assert {**found, "ours": None} == {**was, "ours": None}, AGAIN
        assert (noise and noise.allows(found["ours"], was["ours"])) or found["ours"] == pytest.approx(was["ours"], SAME)
    failed = [row for row in rows(name) if row.problem and not isinstance(row.problem, MissingDataError)]
    assert [note_in_words(row, "en") for row in failed] == []
    if len(computed) < len(kept):
        pytest.skip(f"the data of {len(kept) - len(computed)} targets are not at hand")


def test_the_committed_table_is_of_all_models_and_has_every_field() -> None:
    assert sorted({row["model"] for row in COMMITTED}) == MODELS
    assert all(list(row) == KEYS for row in COMMITTED)
    assert all(row["status"] in STATUSES and isinstance(row["ours"], float) for row in COMMITTED)
    assert [row["model"] for row in COMMITTED] == sorted(row["model"] for row in COMMITTED)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_keeps_the_contract(name: str) -> None:
    try:
        check_model(name)
    except MissingDataError as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("name", MODELS)
def test_a_model_of_ours_cites_the_common_list(name: str) -> None:
    assert parameters_of(load_model(name)).sources == []


@pytest.mark.parametrize("name", MODELS)
def test_a_target_that_is_not_reproduced_says_why(name: str) -> None:
    """A regression value of ours that does not hold is a mistake, not a finding."""
    for row in rows(name):
        if row.status == "not-reproduced":
            assert row.target.note and row.target.tag != "derived", row.target.id


@pytest.mark.parametrize("name", MODELS)
def test_a_calendar_year_has_the_unit_that_is_written_without_a_separator(name: str) -> None:
    model = load_model(name)
    numbers = [(one.id, one.unit, one.value) for one in parameters_of(model).parameters]
    for target in targets_of(model):
        bounds = target.published if isinstance(target.published, Bounds) else None
        given = [bounds.low, bounds.at_least, bounds.at_most] if bounds else [target.published]
        numbers += [(target.id, target.unit, one) for one in given if isinstance(one, float)]
    assert [one for one in numbers if one[1] == "year" and 1800 < one[2] < 2100] == []


@pytest.mark.parametrize("name", MODELS)
def test_a_unit_has_no_english_word_in_spanish(name: str) -> None:
    model = load_model(name)
    for one in {record.unit for record in [*parameters_of(model).parameters, *targets_of(model)]}:
        same = set(re.findall("[a-z]{3,}", one)) & set(re.findall("[a-z]{3,}", unit(one, "es")))
        assert same <= SPANISH_TOO, one


DERIVED = [
    (f"{name}.{one.id}", one.derivation, one.value)
    for name in MODELS
    for one in parameters_of(load_model(name)).parameters
    if one.derivation
]


@pytest.mark.parametrize(("derivation", "value"), [one[1:] for one in DERIVED], ids=[one[0] for one in DERIVED])
def test_a_derivation_gives_the_number_that_is_printed(derivation: str, value: float) -> None:
    """Within one part in five hundred, or half a unit of the last digit printed."""
    half = 0.5 * 10.0 ** int(Decimal(f"{value:.12g}").as_tuple().exponent)
    assert evaluate(derivation, {}) == pytest.approx(value, rel=2e-3, abs=half)
