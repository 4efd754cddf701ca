"""The equations of a mechanism as a table, made from the docstrings of its functions, in both languages.

A function that has a row says in its docstring, in this order: words, a unit in brackets, the equation, and what else
there is to say; the equation may open the second paragraph instead. Functions without an equation have no row.

    Change of planted area [ha/year]: S' = (S* − S)/T_S − e; e is worked out by `eradicated`.

    Source: Roe & Doe 2020.

A source has a paragraph of its own. The words in other languages, and what the symbols mean, stand in the mechanism's
YAML; its English words are those of the docstring, so that neither is changed without the other.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from tregua.catalogue.record import Text
from tregua.show.words.numbers import unit
from tregua.text import Language, text

_FIRST = re.compile(r"(?P<words>.+?)(?: \[(?P<unit>[^]]+)\])?(?:: (?P<rest>.+)|\.)")
_MATHS = re.compile(r"[=·−+/^²Σ√]")
_REMARK = re.compile(r"[;:.,](?= |$)| \((?=[A-Z][a-zà-ÿ])")  # what ends an equation, outside brackets


class Words(Protocol):
    """What a mechanism's YAML says of one function."""

    @property
    def text(self) -> Text:
        """What the function gives; in English the words of its docstring."""

    @property
    def symbols(self) -> Text | None:
        """What its symbols mean."""


@dataclass(frozen=True)
class Equation:
    """What the docstring of one function says."""

    words: str
    unit: str | None
    equation: str
    source: str | None


def equations(source: str) -> dict[str, Equation]:
    """The equation of each function of a module, in the order of its text."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    read = {one.name: _equation(ast.get_docstring(one) or "") for one in functions}
    return {name: found for name, found in read.items() if found}


def _equation(docstring: str) -> Equation | None:
    first, *others = (" ".join(paragraph.split()) for paragraph in docstring.split("\n\n"))
    if not (read := _FIRST.fullmatch(first)):
        return None
    candidates = [_without_remark(one) for one in (read["rest"], *others[:1]) if one]
    found = next((one for one in candidates if _MATHS.search(one)), None)
    source = next(
        (one.removeprefix("Source: ").removesuffix(".") for one in others if one.startswith("Source: ")), None
    )
    return Equation(read["words"], read["unit"], found, source) if found else None


def _without_remark(sentence: str) -> str:
    for end in _REMARK.finditer(sentence):
        before = sentence[: end.start()]
        if all(before.count(opened) == before.count(closed) for opened, closed in ("()", "[]")):
            return before
    return sentence


def table(source: str, words: Mapping[str, Words], language: Language) -> str:
    """The equations of a module as a table in Markdown.

    Parameters
    ----------
    source : the text of the module
    words : for each of its functions that has an equation, what its YAML says

    Raises
    ------
    ValueError
        When a function has an equation and no words, or words and no equation, or other English words.
    """
    found = equations(source)
    wrong = sorted(found.keys() ^ words.keys())
    wrong += [name for name in found.keys() & words.keys() if words[name].text.en != found[name].words]
    if wrong:
        raise ValueError(f"docstring and YAML do not say the same of: {', '.join(wrong)}")
    heads = [text(language, f"equations.{key}") for key in ("words", "equation", "function", "symbols")]
    rows = [list(_row(name, one, words[name], language)) for name, one in found.items()]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [heads, ["---"] * 4, *rows])


def _row(name: str, one: Equation, said: Words, language: Language) -> Iterator[str]:
    in_brackets = f" [{unit(one.unit, language)}]" if one.unit else ""
    symbols = getattr(said.symbols, language, None)
    equation, source = one.equation, one.source or ""
    if language == "es":
        equation, source = equation.replace(" and ", " y "), source.replace(" & ", " y ")
    for cell in (getattr(said.text, language) + in_brackets, equation, f"`{name}`"):
        yield cell.replace("|", r"\|")
    yield ". ".join(part for part in (symbols, source) if part).replace("|", r"\|")
