"""What stands in English in the catalogues has its Spanish, once, and a reader of Spanish sees that."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from commands import Capture, call

from tregua.catalogue.read import PACKAGE, Document
from tregua.lab.model import lab
from tregua.show.html import View
from tregua.show.page.evidence import render_ledger
from tregua.show.words.spanish import FIELDS, Spanish, dated, spanish, translated

FILE = PACKAGE / "i18n" / "locators.es.yaml"
KEPT = re.compile(r"[\d.,]*\d")
MILLIONS = re.compile(r"billion|\bbn\b|\d0s\b")  # «4.3 billion» is «4.300 millones», the 1980s are «los ochenta»
WORDS = re.compile(r"\b(the|of|and|by|from|with|table|read via|abstract|paragraph|quoted|statement|report)\b")


def english(value: Any) -> Iterator[str]:
    """Every text of the fields that are written in English only."""
    if isinstance(value, dict):
        for key, inner in value.items():
            ours = key == "title" and isinstance(inner, str) and inner.startswith("[")
            names = key == "publisher" and "authors" in value  # of a source, as the names of its authors
            if (key in FIELDS or ours) and isinstance(inner, str) and not names:
                yield inner
            yield from english(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from english(inner)


def file() -> Spanish:
    return Spanish.model_validate(Document(FILE).value)


def test_every_place_release_licence_and_publisher_has_its_spanish_and_no_other_stands_there() -> None:
    wanted = {one for path in PACKAGE.rglob("*.yaml") if path != FILE for one in english(Document(path).value)}
    assert len(wanted) > 1000
    assert set(spanish()) == wanted


def test_each_stands_there_once_in_order() -> None:
    one = file()
    assert list(one.spanish) == sorted(one.spanish) and one.same == sorted(set(one.same))
    assert not one.spanish.keys() & set(one.same)
    assert all(told != own for own, told in one.spanish.items())


def digits(told: str) -> list[str]:
    return sorted(re.sub(r"[.,]", "", found) for found in KEPT.findall(told))


def test_no_number_is_lost_or_changed_in_translation() -> None:
    for own, told in file().spanish.items():
        if not MILLIONS.search(own):
            assert digits(own) == digits(told), own


def test_decimals_and_thousands_are_written_in_the_colombian_way() -> None:
    pattern = re.compile(r"(?<!igure )(?<!able )(?<!version )(?<![\w.,])\d+[.,]\d[\d.,]*(?<![.,])(?!\w)")
    for own, told in file().spanish.items():
        if not MILLIONS.search(own):
            for found in pattern.findall(own):
                assert found.translate(str.maketrans(",.", ".,")) in told, own


def test_no_english_is_left_in_the_spanish() -> None:
    left = [told for told in file().spanish.values() if WORDS.search(re.sub(r"«.*?»|Cartel .*?\.R", "", told))]
    assert left == []


def test_a_text_of_somebodys_own_file_stays_as_it_is_and_is_marked_as_english() -> None:
    assert translated("my own page 3", "es") == "my own page 3"
    assert View("es", "").translated("my own page 3") == '<span lang="en">my own page 3</span>'
    assert View("es", "").translated("abstract") == "resumen"
    assert View("en", "").translated("abstract") == "abstract"


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("El Colombiano, 12 December 2022", "El Colombiano, 12 de diciembre de 2022"),
        ("Semana, September 2023", "Semana, septiembre de 2023"),
        ("Science 381, 1312", "Science 381, 1312"),
        ("WOLA, 17–22 January 2025", "WOLA, 17–22 de enero de 2025"),
    ],
)
def test_dates_of_publication_are_written_in_the_language(english: str, told: str) -> None:
    assert dated(english, "es") == told and dated(english, "en") == english


def test_the_page_in_spanish_has_no_english_place_left() -> None:
    _, _, spanish_part = render_ledger("es").partition('<div lang="es"')
    assert '<span lang="en">' not in spanish_part


@pytest.mark.usefixtures("elsewhere")
def test_commands_show_the_place_in_spanish(capsys: Capture) -> None:
    place = lab().parameters["relapse_hazard"].source[0].locator
    for command in (["parameters", "relapse_hazard"], ["estimates", "rydell_1994_interdiction_kg"]):
        code, _, _ = call(capsys, *command, "--lang", "es")
        assert code == 0
    assert translated(place, "es") in " ".join(call(capsys, "parameters", "relapse_hazard", "--lang", "es")[1].split())
