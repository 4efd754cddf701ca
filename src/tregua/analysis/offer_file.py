"""An offer as a person writes it, and what is swept and shown beside the answer: `analysis/offer.yaml`."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import PACKAGE, load, unknown_sources
from tregua.catalogue.record import Citation, Id, Number, Range, Record, Tag, Text, refused
from tregua.lab.draws import check_assumptions
from tregua.lab.model import lab
from tregua.regimes.load import load_rules
from tregua.regimes.vocabulary import check_facts, package_names

Where = Callable[..., str]


class Sweeps(Record):
    """How far the two responses are swept."""

    extradition_pull: Range
    penalty_pull: Range
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
    regime: str
    group: str
    years: Annotated[Number, Field(gt=0, le=20)] = 4.0
    facts: dict[str, str | bool | int | float] = Field(default_factory=dict)
    beliefs: dict[str, Number] = Field(default_factory=dict)
    assume: dict[str, Number] = Field(default_factory=dict)

    @field_validator("facts", mode="before")
    @classmethod
    def _stated(cls, facts: object) -> object:
        if isinstance(facts, dict) and (empty := [name for name, value in facts.items() if value is None]):
            raise refused("unstated", field=empty[0])
        return facts


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
        return OfferFile(regime="petro_2022", group=lab().places("groups")[0])
    read, document = load(OfferFile, Path(path))
    return checked(read, lambda *keys: document.at(keys))


def checked(given: OfferFile, where: Where = lambda *keys: ".".join(keys)) -> OfferFile:
    """An offer whose group, regime, facts, beliefs and numbers are there, facts and beliefs under their ids.

    Raises
    ------
    InputError
        Every name that is not there with the nearest, every value that cannot be; `where` says where each stands.
    """
    problems: list[Problem] = []
    groups = lab().places("groups")
    if given.group not in groups:
        problems.append(unknown_name("@name.place", given.group, groups, where("group")))
    problems += _found(
        lambda: load_rules(given.regime), lambda one: ": ".join(filter(None, (where("regime"), one.where)))
    )
    problems += _found(lambda: check_facts(given.facts, lambda name: where("facts", name)), lambda one: one.where)
    problems += _found(lambda: check_assumptions(given.assume), lambda one: where("assume", _named(one)))
    problems += _belief_problems(given, where)
    if problems:
        raise InputError(problems)
    return given.model_copy(
        update={
            "facts": {_id(name): value for name, value in given.facts.items()},
            "beliefs": {_id(name): value for name, value in given.beliefs.items()},
        }
    )


def _found(check: Callable[[], object], where: Callable[[Problem], str]) -> list[Problem]:
    """The problems that a check finds, each where it stands."""
    try:
        check()
    except InputError as error:
        return [replace(one, where=where(one)) for one in error.problems]
    return []


def _named(problem: Problem) -> str:
    """The name that a problem is about."""
    return str(problem.values.get("field") or problem.values["found"])


def _belief_problems(given: OfferFile, where: Where) -> Iterator[Problem]:
    """Beliefs about facts that there are not, that are no yes or no, that are stated too, and chances that are none."""
    stated = {_id(name) for name in given.facts}
    for name, chance in given.beliefs.items():
        fact, at = package_names().called(name), where("beliefs", name)
        if fact is None:
            yield unknown_name("@regimes.fact", name, package_names().every(), at)
        elif fact.type != "tri":
            yield Problem("belief_in_no_yes", at, {"found": name})
        elif fact.id in stated:
            yield Problem("stated_and_believed", at, {"found": name})
        elif not 0.0 <= chance <= 1.0:
            yield Problem("out_of_range", at, {"field": name, "expected": "0 … 1", "found": chance})


def _id(name: str) -> str:
    """A fact by its id, whatever the file calls it."""
    fact = package_names().called(name)
    return fact.id if fact else name
