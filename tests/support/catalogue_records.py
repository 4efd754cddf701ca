"""One small valid file of each kind, and how what is wrong with a file is looked at."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.read import load
from tregua.catalogue.record import Record, Sources
from tregua.evidence.schema import SeriesFile
from tregua.lab.schema import AnyParameter, Scenario


class Parameters(Record):
    """The parameters of a mechanism's file, alone."""

    parameters: list[AnyParameter]


PARAMETERS = """\
# a comment
parameters:
  - id: one
    text: {en: One, es: Uno}
    unit: share
    value: 0.5
    distribution: {kind: uniform, low: 0, high: 1}
    tag: published
    source:
      - ref: somebody_2020
        locator: p. 1
"""
SCENARIO = """\
id: mine
text: {en: Mine, es: Mío}
description: {en: What, es: Qué}
steelman: {en: Best, es: Mejor}
source: [{ref: s1, locator: p. 1}]
levers:
  - lever: talks
    unit: share
    path:
      2022-08: 1
    tag: assumed
    note: {en: Why, es: Por qué}
"""
SERIES = """\
series:
  - id: area.COL
    outcome: area
    place: COL
    unit: ha
    text: {en: Area, es: Área}
    publisher: Somebody
    release: First
    source: {ref: somebody_2020, locator: p. 1}
    tag: published
    read: primary
    grade: A
    licence: CC BY 4.0
    points:
      - {year: 2020, value: 1}
"""
SOURCES = """\
sources:
  - id: somebody_2020
    type: article-journal
    authors: [{literal: Somebody}]
    year: 2020
    title: A title
    container: A journal
    read: full
"""
BASES: dict[type[BaseModel], str] = {
    Parameters: PARAMETERS,
    Scenario: SCENARIO,
    SeriesFile: SERIES,
    Sources: SOURCES,
}


def problems_of(model: type[BaseModel], path: Path) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        load(model, path)
    return list(caught.value.problems)


def check(problem: Problem, where: str, english: str, spanish: str) -> None:
    assert problem.message("en") == f"{where}: {english}"
    assert problem.message("es") == f"{where}: {spanish}"


def edited(model: type[BaseModel], old: str, new: str) -> str:
    assert BASES[model].count(old) == 1
    return BASES[model].replace(old, new)
