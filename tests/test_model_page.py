"""The tables of the model: docstrings and YAML agree, every symbol is explained, the plan is that of the sequence."""

import re

import mechanisms
import pytest

from tregua.lab.model import lab, mechanism_names
from tregua.lab.sequence import RATES, START
from tregua.show.words.equations import equations
from tregua.text import LANGUAGES, Language

PLACES = re.compile(r"_(?:ij|[ijkm])(?![\w])")
SYMBOL = re.compile(r"(?<!\w)[A-Za-zΑ-Ωα-ωℓ](?:_\w+)?(?!\w)")
NO_SYMBOL = re.compile(r"Σ(?:_\w+)?|[*'²]|\be(?=\^)")  # e^k is exp(k)


def cells(name: str, language: Language) -> list[list[str]]:
    rows = mechanisms.equation_table(name, language).splitlines()[2:]
    return [re.split(r"(?<!\\) \| ", row.removeprefix("| ").removesuffix(" |")) for row in rows]


def symbols(said: str) -> set[str]:
    """The symbols in an equation or a text, without the places over which they run."""
    return set(SYMBOL.findall(PLACES.sub("", NO_SYMBOL.sub("", said))))


def test_docstrings_and_yaml_say_the_same_of_every_mechanism() -> None:
    for name in mechanism_names():
        assert all(mechanisms.equation_table(name, language) for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", mechanisms.with_equations())
def test_every_symbol_of_an_equation_is_explained_in_its_table(name: str, language: Language) -> None:
    rows = cells(name, language)
    given = {one for _, equation, _, _ in rows for one in symbols(" ".join(re.findall(r"(\S+) = ", equation)))}
    explained = {one for words, _, _, said in rows for one in symbols(words) | symbols(said)}
    stand = {one for _, equation, _, _ in rows for one in symbols(equation)}
    assert stand - given - explained == set()


def test_a_table_has_a_row_for_every_equation_and_a_source_where_a_docstring_names_one() -> None:
    for name in mechanisms.with_equations():
        found = equations(mechanisms.source(name))
        rows = cells(name, "en")
        assert [row[2].strip("`") for row in rows] == [*found]
        assert all(
            one.source is None or row[3].endswith(one.source) for row, one in zip(rows, found.values(), strict=True)
        )


def test_each_mechanism_declares_what_its_yaml_has() -> None:
    rows = mechanisms.declared("en").splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == [f"| {one.text.en}" for one in lab().mechanisms.values()]
    coca = "| Coca | `area[producers]` ha; `produced[producers]` kg | `eradication[producers]` ha a year; "
    assert [row for row in rows if row.startswith(coca) and "`announcement[" in row]
    assert [row for row in rows if row.startswith("| Corridors |") and "`removed[transits]` kg" in row]


def test_the_plan_follows_the_sequence_and_tells_what_a_step_reads_and_writes() -> None:
    rows = mechanisms.plan("en").splitlines()[2:]
    assert [re.findall("`([^`]+)`", row)[0] for row in rows] == [*START, *RATES]
    die = (
        "R4",
        "`overdose.die`",
        "`deadlier` `overdoses`",
        "`lever.fentanyl` `lever.harm_reduction` `s.heavy` `shock.lethality`",
        "`d.overdosed`",
    )
    assert f"| {' | '.join(die)} |" in rows
