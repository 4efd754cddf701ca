"""What is made from the catalogues: what it says, and that it is written where it is missing or differs."""

import json
from pathlib import Path

import pytest

from tregua.catalogue.read import PACKAGE
from tregua.show import schemas
from tregua.show.answers.every import answer_schemas
from tregua.show.schemas import SCHEMAS, generated, write


def test_a_schema_tells_an_editor_what_the_loader_refuses() -> None:
    schema = json.loads(generated()[PACKAGE / "schema" / "scenario.json"])
    assert schema["additionalProperties"] is False
    assert {"id", "levers"} <= set(schema["required"])


def test_what_is_missing_or_differs_is_written_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schemas, "PACKAGE", tmp_path)
    monkeypatch.setattr(schemas, "PATH", tmp_path / "lab" / "names.pyi")
    made = {tmp_path / "schema" / f"{name}.json" for name in (*SCHEMAS, *answer_schemas())}
    assert set(write()) == {tmp_path / "lab" / "names.pyi", *made}
    (tmp_path / "schema" / "regime.json").unlink()
    (tmp_path / "schema" / "claim.json").write_text("{}", "utf-8")
    assert {path.name for path in write()} == {"regime.json", "claim.json"}
    assert write() == []
