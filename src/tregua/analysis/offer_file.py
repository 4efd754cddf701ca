"""An offer as a person writes it, and what is swept and shown beside the answer: `analysis/offer.yaml`."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import PACKAGE, Document, load, unknown_sources
from tregua.catalogue.record import Citation, Id, Number, Record, Tag, Text
from tregua.lab.draws import check_assumptions
from tregua.lab.model import lab
from tregua.regimes.vocabulary import check_facts


class Sweep(Record):
    """The ends between which a number is swept."""

    low: Number
    high: Number


class Sweeps(Record):
    """How far the two responses are swept."""

    extradition_pull: Sweep
    penalty_pull: Sweep
    tag: Tag
    note: Text


class View(Record):
    """A view of what people respond to: the numbers that are swept, the others being zero."""

    id: Id
    text: Text
    pulls: list[Literal["extradition_pull", "penalty_pull"]]


class Condition(Record):
    """A part of the offer that can be taken out: numbers that are set, or what the law gives dropped."""

    id: Id
    text: Text
    sets: dict[Id, Number] = Field(default_factory=dict)
    drops: Literal["penalty", "extradition"] | None = None


class Episode(Record):
    """A real offer that stands beside the answer."""

    id: Id
    text: Text
    said: Text
    source: list[Citation]


class OfferSettings(Record):
    """The file `analysis/offer.yaml`."""

    sweep: Sweeps
    views: Annotated[list[View], Field(min_length=1)]
    conditions: list[Condition]
    episodes: list[Episode]


class OfferFile(Record):
    """An offer as a person writes it: to which group, under which law, for how long, and what they assume.

    `facts` and `beliefs` are of those who take it (`tregua decide --template`); `assume` names numbers of the lab.
    """

    id: Id = "offer"
    regime: str = "petro_2022"
    group: str
    years: Annotated[Number, Field(gt=0, le=20)] = 4.0
    facts: dict[str, str | bool | int | float] = Field(default_factory=dict)
    beliefs: dict[str, Number] = Field(default_factory=dict)
    assume: dict[str, Number] = Field(default_factory=dict)


@cache
def offer_settings() -> OfferSettings:
    """What is swept and what stands beside the answer, checked.

    Raises
    ------
    InputError
        An unknown source.
    """
    read, document = load(OfferSettings, PACKAGE / "analysis" / "offer.yaml")
    if problems := list(unknown_sources(document)):
        raise InputError(problems)
    return read


def read_offer(path: str | Path | None) -> OfferFile:
    """An offer from a file; without one, the announced rule offered to the first group of the world.

    Raises
    ------
    InputError
        Every problem of the file with its line.
    """
    if path is None:
        return OfferFile(group=lab().places("groups")[0])
    read, document = load(OfferFile, Path(path))
    groups = lab().places("groups")
    if read.group not in groups:
        raise InputError(unknown_name("@name.place", read.group, groups, document.at(("group",))))
    _check(read, document)
    return read


def _check(read: OfferFile, document: Document) -> None:
    problems: list[Problem] = []
    for check in (lambda: check_facts(read.facts), lambda: check_assumptions(read.assume)):
        try:
            check()
        except InputError as error:
            problems += [Problem(one.kind, str(document.path), one.values) for one in error.problems]
    if problems:
        raise InputError(problems)
