"""The tutorials run from the first cell to the last, in both languages alike, and end in something to hand on."""

import ast
import json
import zipfile
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
import pytest
from matplotlib import pyplot

matplotlib.use("Agg")
FOLDER = Path(__file__).parents[1] / "docs" / "tutorials"
PAGES = {"en": "docs/python.md", "es": "docs/python.es.md"}
HANDED_ON = {"analyst": "for-the-minister.zip", "drafter": "changes.csv", "modeller": "run.zip"}
FIELDS = {"markdown": {"cell_type", "id", "metadata", "source"}}
FIELDS["code"] = FIELDS["markdown"] | {"execution_count", "outputs"}


def read(name: str, language: str) -> Any:
    suffix = "" if language == "en" else f".{language}"
    return json.loads((FOLDER / f"{name}{suffix}.ipynb").read_text("utf-8"))


def code(name: str, language: str) -> list[str]:
    return ["".join(one["source"]) for one in read(name, language)["cells"] if one["cell_type"] == "code"]


def run(cells: list[str]) -> list[object]:
    """What the last line of each cell gives, shown as a notebook would."""
    names: dict[str, Any] = {"__name__": "__main__"}
    shown = []
    for cell in cells:
        *body, last = ast.parse(cell).body
        exec(compile(ast.Module(body, []), "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            shown.append(value)
            getattr(value, "_repr_html_", lambda value=value: repr(value))()
        else:
            exec(compile(ast.Module([last], []), "cell", "exec"), names)
    pyplot.close("all")
    return shown


@pytest.mark.parametrize("name", HANDED_ON)
def test_both_languages_have_the_same_code_and_no_output(name: str) -> None:
    assert code(name, "en") == code(name, "es")
    english, spanish = (read(name, language) for language in PAGES)
    assert [one["cell_type"] for one in english["cells"]] == [one["cell_type"] for one in spanish["cells"]]
    for notebook in (english, spanish):
        assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
        assert len({one["id"] for one in notebook["cells"]}) == len(notebook["cells"])
        for one in notebook["cells"]:
            assert one.keys() == FIELDS[one["cell_type"]] and not one.get("outputs")
    words = [["".join(one["source"]) for one in note["cells"]] for note in (english, spanish)]
    assert not any(a == b for a, b, one in zip(*words, english["cells"], strict=True) if one["cell_type"] == "markdown")


@pytest.mark.parametrize("language", PAGES)
def test_the_page_of_the_library_leads_to_each(language: str) -> None:
    page = (FOLDER.parents[1] / PAGES[language]).read_text("utf-8")
    suffix = "" if language == "en" else f".{language}"
    assert all(f"(tutorials/{name}{suffix}.ipynb)" in page for name in HANDED_ON)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("name", HANDED_ON)
def test_a_tutorial_runs_and_ends_in_something_to_hand_on(name: str) -> None:
    shown = run(code(name, "en"))
    assert not any(one is None for one in shown)
    made = Path(HANDED_ON[name])
    if made.suffix == ".zip":
        assert {"README.en.md", "README.es.md", "datapackage.json"} <= {*zipfile.ZipFile(made).namelist()}
    else:
        assert {"change", "row", "words", "caveats"} <= {*pd.read_csv(made).columns}
