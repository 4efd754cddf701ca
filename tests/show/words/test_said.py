"""A sentence of the domain in one language, whatever its placeholders hold."""

import pytest

from tregua.catalogue.record import Text
from tregua.catalogue.said import Said, Titles
from tregua.show.words.said import in_words
from tregua.text import Language

HOUSE = Text(en="House", es="Casa")
TREE = Text(en="Tree", es="Árbol")
BILL = Said("regimes.text_status.bill")


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (2.5, "2.5", "2.5"),
        ("own_name", "own_name", "own_name"),
        (HOUSE, "House", "Casa"),
        (BILL, "bill, not law", "proyecto de ley, no es ley"),
        (Titles((HOUSE, TREE)), "house, tree", "casa, árbol"),
        (("a", 3), "a, 3", "a, 3"),
        ((), "", ""),
        ((HOUSE, TREE), "House; Tree", "Casa; Árbol"),
        ((BILL, Titles((HOUSE,))), "bill, not law; house", "proyecto de ley, no es ley; casa"),
    ],
)
def test_a_value_reads_as_what_it_is(value: object, english: str, spanish: str) -> None:
    said = Said("process.caveat.split", {"parts": value})
    assert in_words(said, "en") == f"Split off, with a process of their own: {english}."
    assert in_words(said, "es").endswith(f": {spanish}.")


@pytest.mark.parametrize(("language", "expected"), [("en", "House"), ("es", "Casa")])
def test_a_text_of_a_record_is_chosen(language: Language, expected: str) -> None:
    assert in_words(HOUSE, language) == expected


def test_a_sentence_stands_inside_a_sentence() -> None:
    edited = Said("caveat.edited", {"name": "a", "value": 0.5})
    said = in_words(Said("process.caveat.split", {"parts": (edited, edited)}), "en")
    assert said.endswith(": Edited assumption: a = 0.5.; Edited assumption: a = 0.5..")
