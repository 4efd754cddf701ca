"""The two YAML files of a published model's folder, read and checked against each other."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import get_args

from tregua.catalogue.errors import Problem, unknown_name
from tregua.catalogue.read import Document, load, sources, unknown_sources
from tregua.models.arguments import refuse
from tregua.models.schema import Cited, ModelParameters, Read, Target, Targets
from tregua.models.units import unknown_unit

PARAMETERS, TARGETS = "parameters.yaml", "targets.yaml"
READ: tuple[Read, ...] = get_args(Read)
OF_ITSELF = ("full", "table", "abstract")  # what was read is the publication, not an account of it


def read_parameters(folder: Path) -> tuple[ModelParameters, Document]:
    """What the model in `folder` starts from.

    Raises
    ------
    InputError
        With file and line of everything that is wrong in it.
    """
    return _parameters(folder, _written(folder / PARAMETERS))


@cache
def _parameters(folder: Path, _: object) -> tuple[ModelParameters, Document]:
    record, document = load(ModelParameters, folder / PARAMETERS)
    problems = _problems(document, folder.name, "parameters", record, [one.id for one in record.parameters])
    problems += _units(document, "parameters", [one.unit for one in record.parameters], record)
    refuse(*problems)
    return record, document


def read_targets(folder: Path) -> tuple[list[Target], Document]:
    """What the model in `folder` must give back.

    Raises
    ------
    InputError
        With file and line of everything that is wrong in either file.
    """
    return _targets(folder, _written(folder / PARAMETERS), _written(folder / TARGETS))


def _written(path: Path) -> object:
    """What tells that a file is as it was."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


@cache
def _targets(folder: Path, *_: object) -> tuple[list[Target], Document]:
    given, parameters = read_parameters(folder)
    record, document = load(Targets, folder / TARGETS)
    ids = [one.id for one in record.targets]
    problems = _problems(document, folder.name, "targets", given, ids)
    problems += _units(document, "targets", [one.unit for one in record.targets], given)
    known = [one.id for one in given.parameters]
    first = [target.id for target in record.targets if not target.repeats]
    problems += [
        unknown_name("@name.target", one, first, document.at(("targets", at, "repeats", place)))
        for at, target in enumerate(record.targets)
        for place, one in enumerate(target.repeats)
        if one not in first
    ]
    problems += [
        unknown_name("@name.parameter", one, known, document.at(("targets", at, "restates", place)))
        for at, target in enumerate(record.targets)
        for place, one in enumerate(target.restates)
        if one not in known
    ]
    problems += [
        unknown_name("@name.target", one, ids, parameters.at(("parameters", at, "fitted_to", place)))
        for at, parameter in enumerate(given.parameters)
        for place, one in enumerate(parameter.fitted_to)
        if one not in ids
    ]
    refuse(*problems)
    refuse(
        *(
            Problem("published_unread", document.at(("targets", at, "tag")), {"found": target.id})
            for at, target in enumerate(record.targets)
            if target.tag == "published" and reading(target.source, given) not in OF_ITSELF
        )
    )
    return record.targets, document


def reading(cited: Iterable[Cited], given: ModelParameters) -> Read | None:
    """How the best read of the places cited was read; None where nothing is cited."""
    own = {one.id: one for one in given.sources}
    levels = [one.read or (own.get(one.ref) or sources()[one.ref]).read for one in cited]
    return min(levels, key=READ.index, default=None)


def _problems(document: Document, name: str, kind: str, given: ModelParameters, ids: list[str]) -> list[Problem]:
    """The file is of this model, no id stands in it twice, every source is known."""
    problems = unknown_sources(document, [one.id for one in given.sources])
    if document.value["model"] != name:
        values = {"field": "model", "expected": name, "found": document.value["model"]}
        problems.append(Problem("not_one_of", document.at(("model",)), values))
    listed = {kind: ids, **({"sources": [one.id for one in given.sources]} if kind == "parameters" else {})}
    problems += [
        Problem("duplicate_key", document.at((part, at, "id")), {"found": one})
        for part, names in listed.items()
        for at, one in enumerate(names)
        if one in names[:at] or (part == "sources" and one in sources())
    ]
    return problems


def _units(document: Document, kind: str, units: Iterable[str], given: ModelParameters) -> list[Problem]:
    """Every unit is made of known words."""
    return [
        told
        for at, one in enumerate(units)
        if (told := unknown_unit(one, given.units, document.at((kind, at, "unit"))))
    ]
