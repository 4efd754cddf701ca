"""The modules of the page: what one imports another exports and it uses, and together they are one script."""

import json
import re

import pytest
from node import run_node

from tregua.show.app.engine import script
from tregua.show.app.page import MODULES, page_script

EXPORTED = r"^export (?:const|let|function) (?:\{([^}]+)\}|(\w+))"


def exports(module: str) -> set[str]:
    found = re.findall(EXPORTED, script(f"{module}.js"), re.MULTILINE)
    return {name.strip() for listed, one in found for name in (listed or one).split(",")}


@pytest.mark.parametrize("module", MODULES)
def test_what_is_imported_is_exported_and_used(module: str) -> None:
    text = script(f"{module}.js")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("import "))
    for listed, other in re.findall(r'^import \{([^}]+)\} from "\./(\w+)\.js";$', text, re.MULTILINE):
        names = {name.strip() for name in listed.split(",")}
        assert names <= exports(other), other
        assert {name for name in names if not re.search(rf"(?:(?<![\w.])|(?<=\.\.\.)){name}\b", body)} == set()
    assert all(
        line.startswith(("import {", "export ")) for line in re.findall(r"^(?:import|export).*", text, re.MULTILINE)
    )


@pytest.mark.parametrize("module", MODULES)
def test_what_is_exported_is_imported_somewhere(module: str) -> None:
    imported = {
        name.strip()
        for other in MODULES
        for listed in re.findall(
            rf'^import \{{([^}}]+)\}} from "\./{module}\.js";$', script(f"{other}.js"), re.MULTILINE
        )
        for name in listed.split(",")
    }
    assert exports(module) - imported <= TESTED


TESTED = {"turningPoint", "pictureText", "pythonNow"}  # which tests of the page call by their names


def test_no_two_modules_give_a_name_at_the_top_and_the_script_is_whole() -> None:
    names = re.findall(r"^(?:const|let|function) (\w+)", page_script(), re.MULTILINE)
    assert len(names) == len({*names})
    run_node(f"new Function({json.dumps(page_script())}); return {{ok: [1]}};", {})
