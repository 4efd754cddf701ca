"""Every text that a user can see stands in both languages, and every text that the code asks for exists."""

import ast
import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from tregua.catalogue.read import PACKAGE, Document
from tregua.text import LANGUAGES, text, texts

SAME_IN_BOTH = {"error.usage", "page.sources.et_al", "page.title_run", "table.id", "unit.ha"}
SAME_IN_BOTH |= {"ledger.column.id", "ledger.design.panel", "ledger.section.series"}
SAME_IN_BOTH |= {"app.regret.said_none", "information.choice"}
SAME_IN_BOTH |= {
    "alliance.no",
    "alliance.page.payers.most",
    "alliance.payoff",
    "beside.miss",
    "page.paths.label_one",
    "list.count",
    "ledger.measure.coca",
    "reference.share",
    "truces.interval",
    "app.answer",
    "app.csv",
    "app.cursor",
    "app.png",
    "app.head.interval",
    "app.svg",
    "law.decide.no",
}
STATES = ("Argentina", "Bolivia", "Chile", "Ecuador", "El_Salvador", "Guatemala", "Honduras", "Nicaragua", "Venezuela")
SAME_IN_BOTH |= {"sample.column.base", "sample.column.between", "unit.word.escapes", "unit.word.no"}
SAME_IN_BOTH |= {f"law.enum.{state}" for state in STATES}
SAME_IN_BOTH |= {key for key in texts("en") if key.startswith("wing.place.")}
SOURCE = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
CONSTANTS = {
    node.value
    for content in SOURCE.values()
    for node in ast.walk(ast.parse(content))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}
KINDS = {
    found
    for content in SOURCE.values()
    for pattern in (r'\bProblem\(\s*"(\w+)"', r'\brefused\("(\w+)"', r'\bkind\b[^=\n]* = "(\w+)"')
    for found in re.findall(pattern, content)
}


def placeholders(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    english, spanish = (
        {key: placeholders(sentence) for key, sentence in texts(language).items()} for language in LANGUAGES
    )
    assert english == spanish
    assert list(texts("en")) == sorted(texts("en")) == list(texts("es"))


def test_no_text_was_left_untranslated_or_empty() -> None:
    assert all(sentence.strip() for language in LANGUAGES for sentence in texts(language).values())
    assert {key for key, sentence in texts("en").items() if sentence == texts("es")[key]} <= SAME_IN_BOTH


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_problem_has_a_message(kind: str) -> None:
    assert f"error.{kind}" in texts("en")


def test_every_message_belongs_to_a_problem() -> None:
    kinds = {key.removeprefix("error.") for key in texts("en") if key.startswith("error.")}
    assert kinds - {"nearest"} <= CONSTANTS


def test_every_key_that_stands_in_the_code_exists() -> None:
    families = "|".join(sorted({key.partition(".")[0] for key in texts("en")}))
    named = {found for found in CONSTANTS if re.fullmatch(rf"@?({families})(\.\w+)+", found)}
    modules = {name.removesuffix(".py").replace("/", ".") for name in SOURCE}
    files = {path.name for ending in ("css", "csv", "js", "json", "yaml") for path in PACKAGE.rglob(f"*.{ending}")}
    pages = {key for key in named if key.endswith(".html")}
    assert {key for key in named - modules - files - pages if key.removeprefix("@") not in texts("en")} == set()


def test_placeholders_are_filled() -> None:
    assert text("es", "error.empty_file") == "el archivo está vacío"
    assert text("en", "error.no_source", tag="derived") == "a derived number needs a source"


def bilingual(value: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Every mapping under `value` that holds a text in some language."""
    if isinstance(value, dict):
        if value.keys() & {*LANGUAGES}:
            yield keys, value
        for key, inner in value.items():
            yield from bilingual(inner, (*keys, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from bilingual(inner, (*keys, index))


@pytest.mark.parametrize("name", sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.yaml")))
def test_every_record_has_both_languages(name: str) -> None:
    document = Document(PACKAGE / name)
    for keys, found in bilingual(document.value):
        assert found.keys() == {*LANGUAGES}, document.at(keys)
        assert all(isinstance(words, str) and words == words.strip() != "" for words in found.values()), document.at(
            keys
        )
        is_name = len(found["en"].split()) <= 4
        assert is_name or found["en"] != found["es"], document.at(keys)
