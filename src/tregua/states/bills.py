"""The files of bills and pressure, read once and cross-checked: what they name exists, nothing stands twice."""

from collections.abc import Iterable
from functools import cache

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import PACKAGE, Document, Key, load, repeated, sources, unknown_sources
from tregua.evidence.ledger import estimates
from tregua.lab.model import lab
from tregua.regimes.load import regimes
from tregua.states.pipeline_schema import Path, PathsFile, PressureFile, Procedure, Rate, RatesFile

FOLDER = PACKAGE / "states"
Named = tuple[tuple[Key, ...], str]


def _unknown(document: Document, what: str, named: Iterable[Named], valid: Iterable[str]) -> list[Problem]:
    """A problem for each name that does not exist, with its line."""
    names = set(valid)
    return [unknown_name(what, name, names, document.at(keys)) for keys, name in named if name not in names]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)


@cache
def rates_file() -> RatesFile:
    """The base rates.

    Raises
    ------
    InputError
        When a record is wrong, an id stands twice or something named does not exist, with file and line.
    """
    read, document = load(RatesFile, FOLDER / "rates.yaml")
    ids = [one.id for one in read.rates]
    _refuse(
        [
            *unknown_sources(document),
            *repeated((name, document.at(("rates", at, "id"))) for at, name in enumerate(ids)),
            *_unknown(
                document,
                "@name.row",
                ((("rates", at, "part_of"), one.part_of) for at, one in enumerate(read.rates) if one.part_of),
                ids,
            ),
        ]
    )
    return read


def rates() -> dict[str, Rate]:
    """The base rates by id."""
    return {one.id: one for one in rates_file().rates}


def assumed(name: str) -> float:
    """The value of an assumption that is a number."""
    value = next(one.value for one in rates_file().assumptions if one.id == name)
    assert value is not None
    return value


@cache
def paths_file() -> PathsFile:
    """The bills.

    Raises
    ------
    InputError
        When a record is wrong, an id stands twice or something named does not exist, with file and line.
    """
    read, document = load(PathsFile, FOLDER / "paths.yaml")
    problems = [
        *unknown_sources(document),
        *repeated((one.id, document.at(("paths", at, "id"))) for at, one in enumerate(read.paths)),
        *repeated((one.id, document.at(("procedures", at, "id"))) for at, one in enumerate(read.procedures)),
    ]
    valid: dict[str, Iterable[str]] = {
        "@name.procedure": [one.id for one in read.procedures],
        "@name.row": rates(),
        "@name.lever": lab().levers,
        "@regimes.regime": regimes(),
    }
    for at, one in enumerate(read.paths):
        for what, named in _named(("paths", at), one).items():
            problems += _unknown(document, what, named, valid[what])
    _refuse(problems)
    _refuse(_inconsistent(read, document))
    return read


def _named(at: tuple[Key, ...], bill: Path) -> dict[str, list[Named]]:
    """What a bill names, by what it is, with its place in the file."""
    return {
        "@name.procedure": [((*at, "procedure"), bill.procedure)],
        "@name.row": [((*at, "counted_in", i), name) for i, name in enumerate(bill.counted_in)],
        "@name.lever": [((*at, "levers", i), name) for i, name in enumerate(bill.levers)],
        "@regimes.regime": [((*at, "regime"), bill.regime)] if bill.regime else [],
    }


def _inconsistent(read: PathsFile, document: Document) -> list[Problem]:
    """Bills that cleared more hurdles than there are, that are law without all of them, or not law with all."""
    procedures = {one.id: one for one in read.procedures}
    problems = []
    for at, one in enumerate(read.paths):
        hurdles, cleared = len(procedures[one.procedure].hurdles), one.steps[-1].cleared
        if (cleared == hurdles) != (one.end.outcome == "law") or cleared > hurdles:
            where = document.at(("paths", at, "end"))
            expected = f"{hurdles}" if one.end.outcome == "law" else f"< {hurdles}"
            problems.append(
                Problem("out_of_range", where, {"field": "cleared", "found": cleared, "expected": expected})
            )
    return problems


def paths() -> dict[str, Path]:
    """The bills by id."""
    return {one.id: one for one in paths_file().paths}


def procedure(bill: Path) -> Procedure:
    """The hurdles that a bill has to clear."""
    return next(one for one in paths_file().procedures if one.id == bill.procedure)


@cache
def pressure_file() -> PressureFile:
    """The forms of pressure, what was published on them, and the record of first exceptions.

    Raises
    ------
    InputError
        When a record is wrong, an id stands twice or something named does not exist, with file and line.
    """
    read, document = load(PressureFile, FOLDER / "pressure.yaml")
    studies = list(enumerate(read.studies))
    named: list[Named] = [(("costs", at, "estimate"), one.estimate) for at, one in enumerate(read.costs)]
    named += [(("studies", at, "estimates", i), name) for at, one in studies for i, name in enumerate(one.estimates)]
    named += [
        (("alternatives", at, "speaks_for", i), name)
        for at, one in enumerate(read.alternatives)
        for i, name in enumerate(one.speaks_for)
    ]
    _refuse(
        [
            *unknown_sources(document),
            *repeated((one.id, document.at(("costs", at, "id"))) for at, one in enumerate(read.costs)),
            *_unknown(document, "@name.estimate", named, estimates()),
            *_unknown(
                document, "@name.source", ((("studies", at, "source"), one.source) for at, one in studies), sources()
            ),
            *_unknown(
                document,
                "@name.state",
                ((("reaction", "first", at, "state"), one.state) for at, one in enumerate(read.reaction.first)),
                read.reaction.at_risk,
            ),
        ]
    )
    return read
