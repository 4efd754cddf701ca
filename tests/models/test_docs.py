"""The page that tells a modeller how to add a model: what it shows runs as it stands."""

import re
from pathlib import Path

import pytest

from tregua.catalogue.read import PACKAGE, load
from tregua.models.reproduce import STATUSES, reproduce
from tregua.models.schema import ModelParameters
from tregua.models.testing import check_model
from tregua.text import LANGUAGES, Language

DOCS = PACKAGE.parents[1] / "docs"
FILES = sorted((PACKAGE / "models" / "parameters").glob("*.yaml"))


@pytest.mark.parametrize(("page", "name"), [("models.md", "my_model"), ("models.es.md", "mi_modelo")])
def test_the_model_that_is_shown_runs(tmp_path: Path, page: str, name: str) -> None:
    code, parameters, targets, *_ = re.findall(r"```(?:python|yaml)\n(.*?)```", (DOCS / page).read_text("utf-8"), re.S)
    for kind, content in (("parameters", parameters), ("targets", targets)):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / f"{name}.yaml").write_text(content, "utf-8")
    (tmp_path / f"{name}.py").write_text(code, "utf-8")
    check_model(tmp_path / f"{name}.py")
    assert [row.status for row in reproduce([str(tmp_path / f"{name}.py")])] == ["reproduced"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_model_and_status_is_listed(language: Language) -> None:
    ending = "md" if language == "en" else "es.md"
    content = (DOCS / f"models.{ending}").read_text("utf-8")
    listed = re.findall(r"\| \[(\w+)\]\(../src/tregua/models/accounts/(\w+)\.([a-z.]+)\) \| (.*) \|", content)
    titles = {path.stem: getattr(load(ModelParameters, path)[0].text, language) for path in FILES}
    assert listed == [(name, name, ending, title) for name, title in titles.items()]
    assert all(f"| `{status}` |" in content for status in STATUSES)
