"""The page that tells a modeller how to add a model: what it shows runs as it stands."""

import re
from pathlib import Path
from typing import Any

import pytest

from tregua.catalogue.read import PACKAGE
from tregua.models.find import own_folders
from tregua.models.folder import read_parameters
from tregua.models.reproduce import STATUSES, reproduce
from tregua.models.testing import check_model
from tregua.text import LANGUAGES, Language

DOCS = PACKAGE.parents[1] / "docs"
PAGES = [("models.md", "my_model"), ("models.es.md", "mi_modelo")]
ROOMS = ("papers", "sketches")


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", (DOCS / page).read_text("utf-8"), re.S)


@pytest.mark.parametrize(("page", "name"), PAGES)
def test_the_model_that_is_shown_runs(tmp_path: Path, page: str, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    model = next(one for one in blocks(page, "python") if "class Parameters" in one)
    for file, content in zip(
        ("model.py", "parameters.yaml", "targets.yaml"), (model, *blocks(page, "yaml")), strict=True
    ):
        (folder / file).write_text(content, "utf-8")
    check_model(folder)
    assert [row.status for row in reproduce([str(folder)])] == ["reproduced"]


@pytest.mark.parametrize(("page", "_"), PAGES)
def test_the_code_for_other_parameters_and_for_salib_runs(
    page: str, _: str, capsys: pytest.CaptureFixture[str]
) -> None:
    others, salib, *_ = blocks(page, "python")
    names: dict[str, Any] = {}
    exec(others, names)
    model = names.get("model") or names["modelo"]
    assert (
        model.quantity("threshold_number", names["run"])
        == (0.25, "1")
        == (model.value("threshold_number", loss=2.0), "1")
    )
    exec(salib, {})
    total = [float(one) for one in re.findall(r"\d\.\d*(?:e-?\d+)?", capsys.readouterr().out)]
    assert len(total) == 7 and sum(one > 0.1 for one in total) == 2  # κ* = b / L: two of seven parameters


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_model_and_status_is_listed_and_sketches_apart(language: Language) -> None:
    content = (DOCS / f"models.{'md' if language == 'en' else 'es.md'}").read_text("utf-8")
    listed = re.findall(r"\| \[(\w+)\]\(../src/tregua/models/(\w+)/(\w+)/about\.(\w+)\.md\) \| (.*) \|", content)
    folders = sorted(own_folders().values(), key=lambda one: (ROOMS.index(one.parent.name), one.name))
    titles = [getattr(read_parameters(one)[0].text, language) for one in folders]
    expected = zip(folders, titles, strict=True)
    assert listed == [(one.name, one.parent.name, one.name, language, title) for one, title in expected]
    assert all(f"| `{status}` |" in content for status in STATUSES)
