"""What others have seen and the lab should be asked about: stylised facts, as they stand in `patterns.yaml`."""

from functools import cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tregua.catalogue.errors import InputError, Problem, no_place_of, unknown_name
from tregua.catalogue.read import PACKAGE, Document, load, unknown_sources
from tregua.catalogue.record import Citation, Id, Number, Record, Text, refused
from tregua.lab.model import lab


class Moved(Record):
    """A lever and what it is set to, from the first month of the run on."""

    lever: Id
    place: Id
    value: Number


class Pattern(Record):
    """Something that others have seen, and where the lab would show it.

    The lab runs from January of `first`. With `levers` it runs twice, all else held: the outcome of `year` with them is
    compared with that without. With `before` what was done is run, and the year is compared with that one. `seen` is
    the direction, `either` where it is in dispute and the share is that of a rise; where it is `between`, the outcome
    itself lies between `low` and `high`.
    """

    id: Id
    text: Text
    source: Annotated[list[Citation], Field(min_length=1)]
    first: int
    year: int
    before: int | None = None
    levers: list[Moved] = Field(default_factory=list)
    outcome: Id
    place: Id
    seen: Literal["higher", "lower", "either", "between"]
    low: Number | None = None
    high: Number | None = None
    note: Text

    @model_validator(mode="after")
    def _one_question(self) -> "Pattern":
        if (self.seen == "between") != (self.low is not None and self.high is not None):
            raise refused("missing_field", field="low", parent=self.id)
        if (self.seen == "between") == bool(self.levers or self.before):
            raise refused("missing_field", field="before", parent=self.id)
        return self


class Patterns(Record):
    """The file `analysis/patterns.yaml`."""

    patterns: Annotated[list[Pattern], Field(min_length=1)]


@cache
def patterns() -> dict[str, Pattern]:
    """What others have seen, by id.

    Raises
    ------
    InputError
        When the file names a lever, an outcome, a place or a source that does not exist.
    """
    read, document = load(Patterns, PACKAGE / "analysis" / "patterns.yaml")
    problems = [*unknown_sources(document)]
    for at, one in enumerate(read.patterns):
        problems += _problems(one, document, at)
    if problems:
        raise InputError(problems)
    return {one.id: one for one in read.patterns}


def _problems(one: Pattern, document: Document, at: int) -> list[Problem]:
    model, found = lab(), []
    if one.outcome not in model.outcomes:
        found.append(
            unknown_name("@name.outcome", one.outcome, model.outcomes, document.at(("patterns", at, "outcome")))
        )
    elif one.place not in model.outcome_places[one.outcome]:
        known = model.outcome_places[one.outcome]
        found.append(no_place_of(one.outcome, one.place, known, document.at(("patterns", at, "place"))))
    for number, moved in enumerate(one.levers):
        if moved.lever not in model.levers:
            where = document.at(("patterns", at, "levers", number, "lever"))
            found.append(unknown_name("@name.lever", moved.lever, model.levers, where))
    return found
