"""One word for each thing, and Spanish texts that use it."""

import re
from pathlib import Path

import pytest

from tregua.show.words.glossary import avoided, glossary
from tregua.text import texts

ROOT = Path(__file__).resolve().parents[3]
SPANISH = [ROOT / "README.es.md", *sorted((ROOT / "docs").rglob("*.es.md"))]
CODE = re.compile(r"```.*?```|`[^`]*`|^    .*?$|\]\([^)]*\)", re.DOTALL | re.MULTILINE)


def test_there_are_some_forty_terms_each_once() -> None:
    assert len(glossary()) >= 40
    ids = [one.id for one in glossary()]
    assert len(set(ids)) == len(ids)
    named = [one.text.en for one in glossary()]
    assert len(set(named)) == len(named)


def test_no_word_is_both_to_be_used_and_to_be_avoided() -> None:
    assert [told for term in glossary() for told in avoided(term.text.es)] == []


def test_a_word_to_avoid_is_found_with_the_one_to_use() -> None:
    assert avoided("Mueva la Palanca.") == ["palanca → instrumento"]
    assert avoided("apalancamiento") == []


def test_no_text_of_the_tool_uses_a_word_to_avoid() -> None:
    prose = {key: told for key, told in texts("es").items() if not key.startswith("name.")}  # names of the equations
    found = {key: avoided(re.sub(r"\{.*?\}", "", told)) for key, told in prose.items()}
    assert {key: words for key, words in found.items() if words} == {}


@pytest.mark.parametrize("path", SPANISH, ids=lambda path: path.name)
def test_no_document_uses_a_word_to_avoid(path: Path) -> None:
    written = path.read_text("utf-8")
    if path.name == "glossary.es.md":  # names the English ones and those to avoid
        written = re.sub(r"^(\| .*? \|).*?\|(.*?)\|.*$", r"\1\2", written, flags=re.MULTILINE)
    assert avoided(CODE.sub("", written)) == []


def test_both_pages_list_every_term() -> None:
    for language in ("en", "es"):
        page = (ROOT / "docs" / ("glossary.md" if language == "en" else "glossary.es.md")).read_text("utf-8")
        rows = re.findall(r"^\| (?!-)(.+?) \|", page, re.MULTILINE)[1:]
        named = [getattr(one.text, language) for one in glossary()]
        assert sorted(rows) == sorted(named)
        assert rows == sorted(rows, key=str.casefold)
