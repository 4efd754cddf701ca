"""The parts of the documents that are made: ``python docs/made.py`` writes them again.

A part stands between ``<!-- made: NAME -->`` and ``<!-- end -->``; by hand only what is around it is written.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import house
import mechanisms
import taught
import terms

from tregua.text import LANGUAGES, Language

DOCS = Path(__file__).resolve().parent
ENDINGS = {"en": "md", "es": "es.md"}


def made() -> dict[str, dict[str, Callable[[Language], str]]]:
    """The parts of each page, and what makes them in a language."""
    tables = {f"equations {name}": partial(mechanisms.equation_table, name) for name in mechanisms.with_equations()}
    model = {**tables, "declared": mechanisms.declared, "plan": mechanisms.plan}
    parts = ("conditioned", "first", "parameters", "explained", "fit", "held_out", "learning")
    learnt = {name: getattr(taught, name) for name in parts}
    return {
        "architecture": {"house": house.drawing},
        "calibration": learnt,
        "glossary": {"terms": terms.terms},
        "model": model,
    }


def filled(page: str, parts: Mapping[str, str]) -> str:
    """A page with its made parts, each where its name stands.

    Raises
    ------
    KeyError
        When the page has a made part that nobody makes.
    """
    made = re.compile("<!-- made: (.+?) -->\n.*?<!-- end -->", re.DOTALL)
    return made.sub(lambda part: f"<!-- made: {part[1]} -->\n\n{parts[part[1]]}\n\n<!-- end -->", page)


def pages() -> dict[Path, tuple[str, Language]]:
    """Every page that has a made part: its name and language."""
    return {DOCS / f"{name}.{ENDINGS[language]}": (name, language) for name in made() for language in LANGUAGES}


def page(path: Path) -> str:
    """A page as it should be."""
    name, language = pages()[path]
    return filled(path.read_text("utf-8"), {part: make(language) for part, make in made()[name].items()})


if __name__ == "__main__":
    for path in pages():
        path.write_text(page(path), "utf-8")
