"""The parts of the documents that are made: ``python docs/made.py`` writes them again.

A part stands between ``<!-- made: NAME -->`` and ``<!-- end -->``; by hand only what is around it is written.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import house

DOCS = Path(__file__).resolve().parent
ENDINGS = {"en": "md", "es": "es.md"}
MADE: dict[str, dict[str, Callable[[str], str]]] = {"architecture": {"house": house.drawing}}


def filled(page: str, parts: Mapping[str, str]) -> str:
    """A page with its made parts, each where its name stands.

    Raises
    ------
    KeyError
        When the page has a made part that nobody makes.
    """
    made = re.compile("<!-- made: (.+?) -->\n.*?<!-- end -->", re.DOTALL)
    return made.sub(lambda part: f"<!-- made: {part[1]} -->\n\n{parts[part[1]]}\n\n<!-- end -->", page)


def pages() -> dict[Path, str]:
    """Every page that has a made part, as it should be."""
    found = {}
    for name, makers in MADE.items():
        for language, ending in ENDINGS.items():
            path = DOCS / f"{name}.{ending}"
            found[path] = filled(path.read_text("utf-8"), {part: make(language) for part, make in makers.items()})
    return found


if __name__ == "__main__":
    for path, page in pages().items():
        path.write_text(page, "utf-8")
