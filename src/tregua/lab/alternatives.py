"""Structural alternatives: which combinations are run, in a fixed order, and what difference of an outcome matters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from math import prod

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import Document, load, repeated, unknown_sources
from tregua.lab import model
from tregua.lab.model import lab
from tregua.lab.schema import Alternative, AlternativesFile, Matter

MOST_COMBINATIONS = 24
REFERENCE = "reference"
Choices = Mapping[str, float]


@dataclass(frozen=True)
class Combination:
    """One value for each structural alternative; `redrawn` tells what was drawn again, if anything was."""

    choices: Choices = field(default_factory=dict)
    redrawn: str = ""


@dataclass(frozen=True)
class Alternatives:
    """The records of `lab/alternatives.yaml` by parameter and by outcome."""

    crossed: dict[str, Alternative]
    single: dict[str, Alternative]
    matters: dict[str, Matter]

    @property
    def all(self) -> dict[str, Alternative]:
        """Every alternative, the crossed ones first."""
        return {**self.crossed, **self.single}


@cache
def alternatives() -> Alternatives:
    """The structural alternatives and what matters, checked against the catalogues.

    Raises
    ------
    InputError
        With file, line and the nearest name, where a parameter, lever or outcome does not exist, stands twice or is
        missing, a unit is another, or more combinations are crossed than may be.
    """
    path = model.FOLDER / "alternatives.yaml"
    read, document = load(AlternativesFile, path)
    problems = [*unknown_sources(document), *_problems(read, document)]
    if problems:
        raise InputError(problems)
    return Alternatives(
        {one.parameter: one for one in read.crossed},
        {one.parameter: one for one in read.single},
        {one.outcome: one for one in read.matters},
    )


def _problems(read: AlternativesFile, document: Document) -> Iterator[Problem]:
    marked = {one.id for one in lab().parameters.values() if one.alternatives}
    named: list[tuple[str, str]] = []
    for kind, listed in (("crossed", read.crossed), ("single", read.single)):
        for i, one in enumerate(listed):
            where = document.at((kind, i, "parameter"))
            named.append((one.parameter, where))
            if one.parameter not in marked:
                yield unknown_name("@name.alternative", one.parameter, marked, where)
            elif (count := len(_values(one.parameter))) != len(one.values):
                values = {"found": len(one.values), "expected": count, "field": one.parameter}
                yield Problem("alternative_names", document.at((kind, i, "values")), values)
            for j, lever in enumerate(one.only_with):
                if lever not in lab().levers:
                    yield unknown_name("@name.lever", lever, lab().levers, document.at((kind, i, "only_with", j)))
    yield from repeated(named)
    for missing in sorted(marked - {name for name, _ in named}):
        yield Problem("alternative_missing", str(document.path), {"found": missing})
    count = prod(len(_values(one.parameter)) for one in read.crossed if one.parameter in marked)
    if count > MOST_COMBINATIONS:
        yield Problem("too_many_combinations", document.at(("crossed",)), {"found": count, "most": MOST_COMBINATIONS})
    yield from _matters_problems(read, document)


def _matters_problems(read: AlternativesFile, document: Document) -> Iterator[Problem]:
    outcomes = lab().outcomes
    yield from repeated((one.outcome, document.at(("matters", i, "outcome"))) for i, one in enumerate(read.matters))
    for i, one in enumerate(read.matters):
        if one.outcome not in outcomes:
            yield unknown_name("@name.outcome", one.outcome, outcomes, document.at(("matters", i, "outcome")))
        elif one.unit != outcomes[one.outcome].unit:
            values = {"found": one.unit, "expected": outcomes[one.outcome].unit, "field": one.outcome}
            yield Problem("wrong_unit", document.at(("matters", i, "unit")), values)
    for missing in sorted({*outcomes} - {one.outcome for one in read.matters}):
        yield Problem("matter_missing", str(document.path), {"found": missing})


def _values(parameter: str) -> list[float]:
    """The values of an alternative, the reference first."""
    record = lab().parameters[parameter]
    return [record.value, *(one for one in record.distribution.values or () if one != record.value)]


def combinations(assumptions: Choices | None = None) -> tuple[Combination, ...]:
    """Every combination that is run: the reference, the other crossed ones, then single alternatives around it.

    Parameters
    ----------
    assumptions
        Parameters that the user has fixed; an alternative among them is no choice any more.
    """
    fixed = assumptions or {}
    known = alternatives()
    reference = {name: lab().parameters[name].value for name in known.all if name not in fixed}
    crossed = [name for name in known.crossed if name not in fixed]
    grid = [dict(zip(crossed, values, strict=True)) for values in product(*map(_values, crossed))]
    around = [{name: value} for name in known.single if name not in fixed for value in _values(name)[1:]]
    return tuple(Combination({**reference, **chosen}) for chosen in [*grid, *around])


def apart(choices: Choices) -> dict[str, float]:
    """What a combination chooses other than the reference."""
    return {name: value for name, value in choices.items() if value != lab().parameters[name].value}


def label_of(choices: Choices) -> str:
    """The name of a combination: what it chooses other than the reference."""
    return "; ".join(f"{name}={value:.3g}" for name, value in apart(choices).items()) or REFERENCE


def acting(choices: Choices, moved: set[str]) -> dict[str, float]:
    """The choices that can make a difference where only the levers `moved` are moved."""
    known = alternatives().all if choices else {}
    return {
        name: value
        for name, value in choices.items()
        if name not in known or not known[name].only_with or moved & {*known[name].only_with}
    }
