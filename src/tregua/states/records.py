"""The records of the alliance as they stand in the files, every reference in them checked, with file and line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import PACKAGE, Document, load, repeated, unknown_sources
from tregua.catalogue.record import Text
from tregua.evidence.ledger import reported
from tregua.states.bills import paths
from tregua.states.days import first
from tregua.states.schema import Act, ActsFile, Axis, Bill, LevelsFile, Press, PressesFile, State, StatesFile, Step
from tregua.trace import checklist

FOLDER = "states"


@dataclass(frozen=True)
class Counts:
    """How many states the document of Cali names and how many the article says; both hold side by side."""

    document: int
    article: int
    reported: str


@cache
def states() -> dict[str, State]:
    """Every state of the records, by its ISO code.

    Raises
    ------
    InputError
        With every state that stands twice and every source or reported figure that does not exist, with its line.
    """
    file, document = _states_file()
    problems = [*unknown_sources(document), *_twice(document, "states", (one.id for one in file.states))]
    if file.listed.reported not in reported():
        where = document.at(("listed", "reported"))
        problems.append(unknown_name("@name.reported", file.listed.reported, reported(), where))
    _raise(problems)
    return {one.id: one for one in file.states}


def observer() -> str:
    """The state that is no member and observes: the partner whose part is shown inside and outside."""
    return next(name for name, one in states().items() if one.observer)


def last_day() -> date:
    """The last day of the records: what happened later is not in them."""
    return first(_states_file()[0].to)


@cache
def counts() -> Counts:
    """The number of states in the document and in the article, from the reported figure that holds both."""
    name = _states_file()[0].listed.reported
    figure = reported()[name]
    counted = next(one.value for one in figure.found if one.comparable and one.value is not None)
    said = next(one.value for one in figure.said if one.value is not None)
    return Counts(int(counted), int(said), name)


@cache
def steps() -> list[Step]:
    """The levels of both axes with their texts, as they stand in the file."""
    file, document = load(LevelsFile, PACKAGE / FOLDER / "levels.yaml")
    named = [
        (f"{one.axis} {kind}", document.at(("levels", i, "kinds", j)))
        for i, one in enumerate(file.levels)
        for j, kind in enumerate(one.kinds)
    ]
    ladders = [(f"{one.axis} {one.level}", document.at(("levels", i, "level"))) for i, one in enumerate(file.levels)]
    _raise([*repeated(named), *repeated(ladders)])
    return file.levels


@cache
def level_rule() -> dict[tuple[Axis, str], int]:
    """The level that a kind of act reaches on an axis; 0 for what reaches none."""
    return {(one.axis, kind): one.level for one in steps() for kind in one.kinds}


@cache
def bills() -> dict[str, Bill]:
    """Every bill that an act names, with its outcome; a bill that died is archived.

    Raises
    ------
    InputError
        When the path of a bill does not exist, with its line.
    """
    file, document = _acts_file()
    _raise(
        [
            unknown_name("@name.bill", one.path, paths(), document.at(("bills", i, "path")))
            for i, one in enumerate(file.bills)
            if one.path is not None and one.path not in paths()
        ]
    )
    return {one.id: _with_outcome(one) for one in file.bills}


def _with_outcome(bill: Bill) -> Bill:
    if bill.path is None:
        return bill
    end = paths()[bill.path].end
    outcome = "archived" if end.outcome == "dead" else end.outcome
    return bill.model_copy(update={"outcome": outcome, "date": end.date})


@cache
def acts() -> dict[str, Act]:
    """Every act of every state, in the order of the file.

    Raises
    ------
    InputError
        With everything that does not hold, with file and line: an id that stands twice, a source, state, bill or
        checklist item that does not exist, a kind that has no level on its axis, a bill of another state, and a listed
        state without the act of its listing.
    """
    file, document = _acts_file()
    problems = [*unknown_sources(document), *_twice(document, "acts", (one.id for one in file.acts))]
    problems += _twice(document, "bills", (one.id for one in file.bills))
    problems += _bill_problems(file, document)
    for i, one in enumerate(file.acts):
        problems += _act_problems(one, i, document)
    problems += _without_listing(file.acts, document)
    _raise(problems)
    return {one.id: one for one in file.acts}


def name(code: str) -> Text:
    """The name of a state, also of one that was pressed and has no record of its own."""
    return states()[code].text if code in states() else elsewhere()[code]


def elsewhere() -> dict[str, Text]:
    """The names of states that were pressed and have no record of their own."""
    return {one.id: one.text for one in _presses_file()[0].elsewhere}


@cache
def presses() -> dict[str, Press]:
    """Who pressed whom, and what followed, by id."""
    file, document = _presses_file()
    known = [*states(), *(one.id for one in file.elsewhere)]
    problems = [*unknown_sources(document), *_twice(document, "presses", (one.id for one in file.presses))]
    problems += _twice(document, "elsewhere", (one.id for one in file.elsewhere))
    for i, press in enumerate(file.presses):
        named = [(("by",), press.by), *((("to", j), name) for j, name in enumerate(press.to))]
        problems += [
            unknown_name("@name.state", name, known, document.at(("presses", i, *keys)))
            for keys, name in named
            if name not in known
        ]
    _raise(problems)
    return {one.id: one for one in file.presses}


@cache
def _presses_file() -> tuple[PressesFile, Document]:
    return load(PressesFile, PACKAGE / FOLDER / "presses.yaml")


@cache
def _states_file() -> tuple[StatesFile, Document]:
    return load(StatesFile, PACKAGE / FOLDER / "states.yaml")


@cache
def _acts_file() -> tuple[ActsFile, Document]:
    return load(ActsFile, PACKAGE / FOLDER / "acts.yaml")


@cache
def _items() -> list[str]:
    return [one.id for one in checklist()]


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _twice(document: Document, under: str, ids: Iterable[str]) -> list[Problem]:
    return repeated((one, document.at((under, i, "id"))) for i, one in enumerate(ids))


def _bill_problems(file: ActsFile, document: Document) -> Iterator[Problem]:
    """A bill of a state that has no record, or that no act names."""
    named = Counter(one.bill for one in file.acts)
    for i, bill in enumerate(file.bills):
        if bill.state not in states():
            yield unknown_name("@name.state", bill.state, states(), document.at(("bills", i, "state")))
        if not named[bill.id]:
            yield Problem("bill_without_act", document.at(("bills", i, "id")), {"found": bill.id})


def _act_problems(act: Act, i: int, document: Document) -> Iterator[Problem]:
    """References of one act that lead nowhere, and a kind that its axis does not have."""
    for field, name in (("state", act.state), ("against", act.against)):
        if name is not None and name not in states():
            yield unknown_name("@name.state", name, states(), document.at(("acts", i, field)))
    known = {one.id for one in _acts_file()[0].bills if one.state == act.state}
    if act.bill is not None and act.bill not in known:
        yield unknown_name("@name.bill", act.bill, known, document.at(("acts", i, "bill")))
    if act.axis != "none" and (act.axis, act.kind) not in level_rule():
        kinds = ", ".join(kind for axis, kind in level_rule() if axis == act.axis)
        values = {"field": "kind", "found": act.kind, "expected": kinds}
        yield Problem("not_one_of", document.at(("acts", i, "kind")), values)
    for j, name in enumerate(act.checklist):
        if name not in _items():
            yield unknown_name("@name.checklist", name, _items(), document.at(("acts", i, "checklist", j)))


def _without_listing(listed: list[Act], document: Document) -> Iterator[Problem]:
    """A state that the document names and whose listing no act records, or the other way round."""
    with_act = {one.state for one in listed if one.kind == "listing"}
    for name, state in states().items():
        if state.listed != (name in with_act):
            yield Problem("listing", document.at(("acts",)), {"found": name})
