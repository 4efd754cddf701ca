"""Docstrings of a mechanism become a table of equations in both languages, or say what does not fit."""

from typing import Any

import pytest

from tregua.catalogue.record import Record, Text
from tregua.show.words.equations import Equation, equations, table

MODULE = '''
"""A mechanism."""

def change(area, desired, years):
    """Change of planted area [ha/year]: S' = (S* − S)/T_S, where nothing is removed."""

def removed(worked):
    """Coca removed [ha/year].

    θ · E · min(1, |S|/S_0): a hectare
    worked meets less. The rest is prose: x = 1.

    Source: Roe & Doe 2020.
    """

def link(pay):
    """What pay does: G = (r/r_0)^ε (Roe et al. 2023, first term)."""

def both(groups):
    """Lethality θ and saturation ω: the deaths are given.

    θ = κ/Σ_i C_i and ω = max(0, g), K the ceiling.
    """

def start(s):
    """Margins follow from the prices: the start is an equilibrium."""

def report(s):
    """Coca that stands."""

def bare(s):
    pass
'''


class Said(Record):
    text: Text
    symbols: Text | None = None


def said(en: str, es: str, symbols: tuple[str, str] | None = None) -> Said:
    return Said(text=Text(en=en, es=es), symbols=Text(en=symbols[0], es=symbols[1]) if symbols else None)


WORDS = {
    "change": said("Change of planted area", "Cambio del área sembrada", ("S area, T_S time", "S área, T_S tiempo")),
    "removed": said("Coca removed", "Coca eliminada"),
    "link": said("What pay does", "Lo que hace la paga"),
    "both": said("Lethality θ and saturation ω", "Letalidad θ y saturación ω"),
}


def test_an_equation_ends_where_the_remark_begins_and_a_function_without_one_has_no_row() -> None:
    assert equations(MODULE) == {
        "change": Equation("Change of planted area", "ha/year", "S' = (S* − S)/T_S", None),
        "removed": Equation("Coca removed", "ha/year", "θ · E · min(1, |S|/S_0)", "Roe & Doe 2020"),
        "link": Equation("What pay does", None, "G = (r/r_0)^ε", None),
        "both": Equation("Lethality θ and saturation ω", None, "θ = κ/Σ_i C_i and ω = max(0, g)", None),
    }


def test_the_table_is_in_the_language_of_the_page() -> None:
    english, spanish = (table(MODULE, WORDS, language).splitlines() for language in ("en", "es"))
    assert english[:4] == [
        "| what it is | equation | `function` | symbols, source |",
        "| --- | --- | --- | --- |",
        "| Change of planted area [ha a year] | S' = (S* − S)/T_S | `change` | S area, T_S time |",
        r"| Coca removed [ha a year] | θ · E · min(1, \|S\|/S_0) | `removed` | Roe & Doe 2020 |",
    ]
    assert spanish[2:] == [
        "| Cambio del área sembrada [ha al año] | S' = (S* − S)/T_S | `change` | S área, T_S tiempo |",
        r"| Coca eliminada [ha al año] | θ · E · min(1, \|S\|/S_0) | `removed` | Roe y Doe 2020 |",
        "| Lo que hace la paga | G = (r/r_0)^ε | `link` |  |",
        "| Letalidad θ y saturación ω | θ = κ/Σ_i C_i y ω = max(0, g) | `both` |  |",
    ]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"removed": None}, "removed"),
        ({"report": said("Coca that stands", "Coca en pie")}, "report"),
        ({"change": said("Change of area", "Cambio del área sembrada")}, "change"),
    ],
    ids=["no words", "no equation", "other words"],
)
def test_docstring_and_yaml_say_the_same_or_the_function_is_named(words: dict[str, Any], wrong: str) -> None:
    given = {name: one for name, one in {**WORDS, **words}.items() if one}
    with pytest.raises(ValueError, match=f"do not say the same of: {wrong}$"):
        table(MODULE, given, "es")
