"""The facts that a case may state, and what may be stated about each."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from tregua.catalogue.errors import MOST_TOLD, InputError, Problem, nearest, unknown_name
from tregua.catalogue.read import PACKAGE, Document, load
from tregua.catalogue.record import Id, Record, Text, refused

Value = bool | int | str | tuple[str, ...]
"""A stated value: a tri fact's bool, an integer, an enum's word or an ISO date as text, or several texts."""
LARGEST = 1_000_000
LONGEST = 100  # characters of a name or a word that is looked up
_WORDS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "1", "verdadero", "si"), True),
    **dict.fromkeys(("false", "no", "0", "falso"), False),
}


class Fact(Record):
    """Something that a case may state. What is not stated is unknown, never false."""

    id: Id
    alias: Annotated[str, Field(min_length=1)]
    type: Literal["tri", "enum", "integer", "date", "texts"]
    values: list[str] = Field(default_factory=list)
    value_aliases: list[str] = Field(default_factory=list)
    text: Text
    ask: Text

    @model_validator(mode="after")
    def _values_of_an_enum(self) -> "Fact":
        if (self.type == "enum") != (len(self.values) > 1):
            raise refused("wrong_type", found=self.values, expected="@expected.items")
        if self.value_aliases and len(self.value_aliases) != len(self.values):
            raise refused("wrong_type", found=self.value_aliases, expected="@expected.items")
        return self

    @property
    def words(self) -> dict[str, str]:
        """What files may write for each value of an enum: itself, or its alias."""
        return {**{value: value for value in self.values}, **dict(zip(self.value_aliases, self.values, strict=False))}


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


def fold(word: str) -> str:
    """A name or a word without accents, capitals and outer blanks, so that it is found however it is written."""
    plain = unicodedata.normalize("NFKD", word.strip().casefold())
    return "".join(one for one in plain if not unicodedata.combining(one)).replace(" ", "_")


@cache
def _called() -> Mapping[str, Fact]:
    """The facts by their folded names."""
    return {fold(name): fact for fact in vocabulary().values() for name in (fact.alias, fact.id)}


def fact_called(name: str) -> Fact | None:
    """The fact of this id or alias, with or without accents and capitals."""
    return _called().get(fold(name)) if len(name) <= LONGEST else None


def fact_names() -> list[str]:
    """Every id and alias."""
    return [*vocabulary(), *(fact.alias for fact in vocabulary().values())]


def read_value(fact: Fact, word: str) -> Value:
    """What a word says of a fact: yes and no, a value of an enum by its alias; itself where it says none.

    The result may be no value of the fact: see `problem_with`.
    """
    match fact.type:
        case "tri":
            return _WORDS.get(fold(word), word) if len(word) <= LONGEST else word
        case "enum":
            return _values_called(fact.id).get(fold(word), word) if len(word) <= LONGEST else word
        case "integer":
            return int(word) if word.isascii() and word.isdigit() and len(word) <= len(str(LARGEST)) else word
        case "texts":
            return (word,)
    return word


@cache
def _values_called(name: str) -> Mapping[str, str]:
    return {fold(word): value for word, value in vocabulary()[name].words.items()}


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
        values |= {"expected": ", ".join(fact.values), "nearest": nearest(value, [*fact.values, *fact.value_aliases])}
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
    good: dict[str, Value] = {}
    named: set[str] = set()
    problems: list[Problem] = []
    for name, value in stated.items():
        if len(problems) > MOST_TOLD:
            break
        fact = fact_called(name)
        if fact is None:
            problems.append(unknown_name("@regimes.fact", name, fact_names(), where(name)))
            continue
        if fact.id in named:
            problems.append(Problem("duplicate_key", where(name), {"found": fact.id}))
        named.add(fact.id)
        if value is None:
            continue
        plain = _plain(fact, value)
        if problem := problem_with(fact, plain):
            problems.append(Problem(problem.kind, where(name), problem.values))
        else:
            good[fact.id] = plain
    if problems:
        raise InputError(problems)
    return good


def _plain(fact: Fact, value: Any) -> Any:
    """A stated value as the rows read it: a date as text, a word or an alias as what it says."""
    if isinstance(value, str) and fact.type in ("tri", "enum"):
        return read_value(fact, value)
    return tuple(value) if isinstance(value, list) else value.isoformat() if type(value) is date else value


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
