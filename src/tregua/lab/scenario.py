"""A scenario file <-> lever arrays. Only levers: a scenario never sets an outcome."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import PACKAGE, Document, Key, unknown_sources, validate
from tregua.catalogue.record import LeverPath
from tregua.lab.model import lab
from tregua.lab.schema import Lever, Scenario
from tregua.noise import Floats

START_YEAR = 2021
POLICY_START = "2022-08"
LAST_YEAR = 2060
PRESETS = ("war-on-drugs", "mano-dura", "total-peace", "alliance")


def preset_path(name: str) -> Path:
    """The file of a preset."""
    return PACKAGE / "scenarios" / f"{name}.yaml"


def load_scenario(name: str) -> Scenario:
    """Read a scenario: the name of a preset, or a path to a YAML file.

    Raises
    ------
    InputError
        With every problem of the file and its line.
    """
    is_file = name.endswith((".yaml", ".yml")) or "/" in name
    if not is_file and name not in PRESETS:
        raise InputError(unknown_name("@name.scenario", name, PRESETS))
    document = Document(Path(name) if is_file else preset_path(name))
    misnamed = _name_problems(document)
    try:
        scenario = validate(Scenario, document)
    except InputError as error:
        raise InputError([*error.problems, *misnamed]) from None
    problems = misnamed + _repeated(scenario, document) + unknown_sources(document)
    for index, one in enumerate(scenario.levers):
        problems += lever_problems(one, document, ("levers", index))
    if problems:
        raise InputError(problems)
    return scenario


def _name_problems(document: Document) -> list[Problem]:
    """Levers that do not exist, looked up before the file is known to be sound so that all errors are told at once."""
    levers, outcomes = lab().levers, lab().outcomes
    written = document.value.get("levers") if isinstance(document.value, dict) else None
    problems = []
    for index, one in enumerate(written if isinstance(written, list) else []):
        name = one.get("lever") if isinstance(one, dict) else None
        if not isinstance(name, str) or name in levers:
            continue
        where = document.at(("levers", index, "lever"))
        known = Problem("sets_outcome", where, {"found": name}) if name in outcomes else None
        problems.append(known or unknown_name("@name.lever", name, levers, where))
    return problems


def _repeated(scenario: Scenario, document: Document) -> list[Problem]:
    """A lever that is set twice for one place."""
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(scenario.levers):
        moved = {(one.lever, place) for place in moved_places(one)} if one.lever in lab().levers else set()
        if moved & seen:
            where = document.at(("levers", index, "lever"))
            problems.append(Problem("duplicate_key", where, {"found": f"{one.lever} {one.place or ''}".strip()}))
        seen |= moved
    return problems


def load_scenarios(names: Iterable[str]) -> list[Scenario]:
    """Several scenarios; the problems of all of them at once, and no id twice."""
    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for name in names:
        try:
            scenarios.append(load_scenario(name))
        except InputError as error:
            problems += error.problems
    ids = [scenario.id for scenario in scenarios]
    problems += [Problem("same_id", "", {"found": one}) for one in sorted(set(ids)) if ids.count(one) > 1]
    if problems:
        raise InputError(problems)
    return scenarios


def lever_problems(one: LeverPath, document: Document, keys: tuple[Key, ...]) -> list[Problem]:
    """What is wrong with the path of a lever that stands under `keys` of a file."""
    where = document.at((*keys, "lever"))
    if one.lever not in lab().levers:
        return []
    lever = lab().levers[one.lever]
    problems = []
    places = lab().movable(lever)
    if one.place is not None and one.place not in [*places, "all"]:
        problems.append(unknown_name("@name.place", one.place, [*places, "all"], document.at((*keys, "place"))))
    if one.place is None and len(places) > 1:
        problems.append(Problem("missing_field", where, {"field": "place", "parent": one.lever}))
    if one.unit != lever.unit:
        values = {"found": one.unit, "expected": lever.unit, "field": one.lever}
        problems.append(Problem("wrong_unit", document.at((*keys, "unit")), values))
    for month, value in one.path.items():
        at = document.at((*keys, "path", month))
        if not lever.low <= value <= lever.high:
            expected = f"{lever.low:g} … {lever.high:g} {lever.unit}"
            problems.append(Problem("out_of_range", at, {"field": one.lever, "found": value, "expected": expected}))
        if month < POLICY_START:
            problems.append(Problem("before_policy", at, {"found": month, "expected": POLICY_START}))
    return problems


def lever_array(scenario: Scenario, until: int) -> Floats:
    """Lever values by month from January 2021 to December `until`, shape (months, lever columns)."""
    months = (until - START_YEAR + 1) * 12
    columns = lab().lever_columns
    values = np.empty((months, len(columns)))
    for (name, place), column in columns.items():
        values[:, column] = lab().levers[name].default_in(str(place))
    for one in scenario.levers:
        for place in moved_places(one):
            for month, value in sorted(one.path.items()):
                values[max(0, _position(month)) :, columns[one.lever, place]] = value
    return values


def moved_places(one: LeverPath) -> list[str]:
    """The places that a path moves: the one it names, or all where its lever may be moved."""
    return [one.place] if one.place not in (None, "all") else lab().movable(lab().levers[one.lever])


def _position(month: str) -> int:
    return (int(month[:4]) - START_YEAR) * 12 + int(month[5:]) - 1


def moved_levers(scenario: Scenario) -> list[Lever]:
    """The levers that the scenario sets away from their default at some time."""
    levers = lab().levers
    moved = {
        one.lever
        for one in scenario.levers
        for place in moved_places(one)
        if any(value != levers[one.lever].default_in(place) for value in one.path.values())
    }
    return [lever for lever in levers.values() if lever.id in moved]
