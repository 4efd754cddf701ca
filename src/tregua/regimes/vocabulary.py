"""The facts that a case may state, and what may be stated about each."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from tregua.catalogue.errors import InputError, Problem, nearest, unknown_name
from tregua.catalogue.read import PACKAGE, Document, load
from tregua.catalogue.record import Id, Record, Text, refused

Value = bool | int | str | tuple[str, ...]
"""A stated value: a tri fact's bool, an integer, an enum's word or an ISO date as text, or several texts."""
LARGEST = 1_000_000


class Fact(Record):
    """Something that a case may state. What is not stated is unknown, never false."""

    id: Id
    type: Literal["tri", "enum", "integer", "date", "texts"]
    values: list[str] = Field(default_factory=list)
    text: Text
    ask: Text

    @model_validator(mode="after")
    def _values_of_an_enum(self) -> "Fact":
        if (self.type == "enum") != (len(self.values) > 1):
            raise refused("wrong_type", found=self.values, expected="@expected.items")
        return self


class Vocabulary(Record):
    """The file `regimes/facts.yaml`."""

    facts: Annotated[list[Fact], Field(min_length=1)]


@cache
def vocabulary() -> Mapping[str, Fact]:
    """The facts by name."""
    path = PACKAGE / "regimes" / "facts.yaml"
    facts = load(Vocabulary, path)[0].facts
    names = [fact.id for fact in facts]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(Problem("duplicate_key", str(path), {"found": name}) for name in twice)
    return dict(zip(names, facts, strict=True))


def problem_with(fact: Fact, value: object) -> Problem | None:
    """Why `value` cannot be stated about `fact`, or None where it can."""
    match fact.type:
        case "tri":
            good = isinstance(value, bool)
        case "integer":
            good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST
        case "enum":
            good = isinstance(value, str) and value in fact.values
        case "date":
            good = isinstance(value, str) and is_date(value)
        case "texts":
            good = isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    if good:
        return None
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    values: dict[str, object] = {"field": fact.id, "found": shown[:60]}
    if fact.type == "enum":
        values |= {"expected": ", ".join(fact.values), "nearest": nearest(value, fact.values)}
        return Problem("not_one_of", "", values)
    return Problem("wrong_type", "", {**values, "expected": f"@regimes.expected.{fact.type}"})


def is_date(value: str) -> bool:
    """Whether a text is a date of the calendar, written 2019-12-31."""
    try:
        return len(value) == 10 and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def check_facts(stated: Mapping[str, Any], where: Callable[[str], str] = lambda _: "") -> dict[str, Value]:
    """The stated facts, without those left unknown (null).

    Parameters
    ----------
    stated
        Value of each fact by name; dates as text or `datetime.date`.
    where
        File and line of a fact, for the messages.

    Raises
    ------
    InputError
        Every unknown name with the nearest valid one, every value of a wrong type, every impossible date.
    """
    facts = vocabulary()
    good: dict[str, Value] = {}
    problems = []
    for name, value in stated.items():
        if name not in facts:
            problems.append(unknown_name("@regimes.fact", name, facts, where(name)))
            continue
        if value is None:
            continue
        plain = tuple(value) if isinstance(value, list) else value.isoformat() if type(value) is date else value
        if problem := problem_with(facts[name], plain):
            problems.append(Problem(problem.kind, where(name), problem.values))
        else:
            good[name] = plain
    if problems:
        raise InputError(problems)
    return good


def load_facts(document: Document) -> dict[str, Value]:
    """The facts that a file states; `{}` states none.

    Raises
    ------
    InputError
        As `check_facts`, with file and line.
    """
    if not isinstance(document.value, dict):
        values = {"field": ".", "found": str(document.value)[:60], "expected": "@expected.mapping"}
        raise InputError(Problem("wrong_type", document.at(()), values))
    return check_facts(document.value, lambda name: document.at((name,)))
