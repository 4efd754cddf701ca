"""The facts that a case may state, by the names that files may call them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Annotated, Any

from pydantic import Field

from tregua.catalogue.errors import MOST_TOLD, InputError, Problem, unknown_name
from tregua.catalogue.read import PACKAGE, Document, load
from tregua.catalogue.record import Citation, Record
from tregua.regimes.fact import LONGEST, Fact, Value, fold
from tregua.regimes.wording import Wording


class Impossible(Record):
    """Cases that cannot be: whoever states one is told why."""

    when: str
    reason: Wording
    source: list[Citation] = Field(default_factory=list)


class Vocabulary(Record):
    """The file `regimes/facts.yaml`."""

    facts: Annotated[list[Fact], Field(min_length=1)]
    impossible: list[Impossible] = Field(default_factory=list)


@cache
def vocabulary_file() -> Vocabulary:
    """The file of facts that comes with the package."""
    return load(Vocabulary, PACKAGE / "regimes" / "facts.yaml")[0]


@cache
def vocabulary() -> Mapping[str, Fact]:
    """The package's facts by name."""
    names = [fact.id for fact in vocabulary_file().facts]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(Problem("duplicate_key", "facts.yaml", {"found": name}) for name in twice)
    return dict(zip(names, vocabulary_file().facts, strict=True))


@dataclass(frozen=True)
class Names:
    """Some facts, found by id or alias, with or without accents and capitals."""

    facts: Mapping[str, Fact]

    def __repr__(self) -> str:
        return f"<{len(self.facts)} names>"

    @cached_property
    def _folded(self) -> Mapping[str, Fact]:
        return {fold(name): fact for fact in self.facts.values() for name in (fact.alias, fact.id)}

    def called(self, name: str) -> Fact | None:
        """The fact of this id or alias."""
        return self._folded.get(fold(name)) if len(name) <= LONGEST else None

    def every(self) -> list[str]:
        """Every id and alias."""
        return [*self.facts, *(fact.alias for fact in self.facts.values())]


@cache
def package_names() -> Names:
    """The names of the package's facts."""
    return Names(vocabulary())


_met: dict[str, Fact] = {}


def meet(facts: Iterable[Fact]) -> None:
    """Remember facts that are not the package's, so that answers can say what they are called."""
    _met.update({fact.id: fact for fact in facts if fact.id not in vocabulary()})


def fact_named(name: str) -> Fact:
    """The package's fact of this id, or the last one met."""
    return vocabulary().get(name) or _met[name]


def check_facts(
    stated: Mapping[str, Any], where: Callable[[str], str] = lambda _: "", names: Names | None = None
) -> dict[str, Value]:
    """The stated facts, without those left unknown (null).

    Parameters
    ----------
    stated
        Value of each fact by name; dates as text or `datetime.date`.
    where
        File and line of a fact, for the messages.
    names
        What a fact may be called; the package's names unless others are given.

    Raises
    ------
    InputError
        Every unknown name with the nearest valid one, every value of a wrong type, every impossible date.
    """
    known = names or package_names()
    good: dict[str, Value] = {}
    named: set[str] = set()
    problems: list[Problem] = []
    for name, value in stated.items():
        if len(problems) > MOST_TOLD:
            break
        fact = known.called(name)
        if fact is None:
            problems.append(unknown_name("@regimes.fact", name, known.every(), where(name)))
            continue
        if fact.id in named:
            problems.append(Problem("duplicate_key", where(name), {"found": fact.id}))
        named.add(fact.id)
        if value is None:
            continue
        plain = _plain(fact, value)
        if problem := fact.problem_with(plain):
            problems.append(Problem(problem.kind, where(name), problem.values))
        else:
            good[fact.id] = plain
    if problems:
        raise InputError(problems)
    return good


def _plain(fact: Fact, value: Any) -> Any:
    """A stated value as the rows read it: a date as text, a word or an alias as what it says."""
    if isinstance(value, str) and fact.type in ("tri", "enum", "money"):
        return fact.read(value)
    return tuple(value) if isinstance(value, list) else value.isoformat() if type(value) is date else value


def stated_in(document: Document) -> Mapping[str, Any]:
    """What a file states, as it stands there; `{}` states nothing.

    Raises
    ------
    InputError
        The file holds something other than facts.
    """
    if not isinstance(document.value, dict):
        values = {"field": ".", "found": str(document.value)[:60], "expected": "@expected.mapping"}
        raise InputError(Problem("wrong_type", document.at(()), values))
    return document.value


def load_facts(document: Document, names: Names | None = None) -> dict[str, Value]:
    """The facts that a file states.

    Raises
    ------
    InputError
        As `check_facts`, with file and line.
    """
    return check_facts(stated_in(document), lambda name: document.at((name,)), names)
