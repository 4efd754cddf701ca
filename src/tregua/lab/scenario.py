"""A scenario file <-> lever arrays. Only levers: a scenario never sets an outcome."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from tregua.catalogue.errors import InputError, Problem, no_place_of, unknown_name
from tregua.catalogue.read import PACKAGE, Document, Key, read_plain, unknown_sources, validate
from tregua.catalogue.record import LAST_MONTH, LeverPath, Range, ends
from tregua.lab.draws import assumption_problems
from tregua.lab.model import lab
from tregua.lab.pinned import check_pin, digest, unpinned
from tregua.lab.rules import law_settings
from tregua.lab.schema import Lever, Scenario
from tregua.noise import Floats

LAST_YEAR = int(LAST_MONTH[:4])
SHORT = 3
_SAFE = re.compile(r"[A-Za-z×][\w ./×-]*(?<! )|20[0-9]{2}-[0-9]{2}")
RECORD = "as-observed"
PRESETS = (
    RECORD,
    "mano-dura",
    "total-peace",
    "alliance",
    "war-on-drugs",
    "kingpin",
    "extradition-first",
    "demand-reduction",
)


def preset_path(name: str) -> Path:
    """The file of a preset."""
    return PACKAGE / "scenarios" / f"{name}.yaml"


def load_scenario(name: str) -> Scenario:
    """Read a scenario: the name of a preset, or a path to a YAML file; ``@`` and a hash pin what it must say.

    Raises
    ------
    InputError
        With every problem of the file and its line, or because it does not say what was pinned.
    """
    name, pin = unpinned(name)
    is_file = name.lower().endswith((".yaml", ".yml")) or "/" in name
    if not is_file and name not in PRESETS:
        raise InputError(unknown_name("@name.scenario", name, PRESETS))
    document = Document(Path(name) if is_file else preset_path(name))
    scenario = _read(document)
    if is_file and scenario.id in PRESETS and hash_of(scenario) != hash_of(_read(Document(preset_path(scenario.id)))):
        raise InputError(Problem("preset_id", document.at(("id",)), {"found": scenario.id}))
    check_pin(name, pin, hash_of(scenario))
    return scenario


def hash_of(scenario: Scenario) -> str:
    """Twelve hexadecimal digits that change with anything that the scenario says, or the law that it names."""
    said = scenario.model_dump()
    if scenario.regime is None:
        del said["regime"]
        return digest(said)
    law = {f"{name}.{place}": value for (name, place), value in law_settings(scenario.regime).items()}
    return digest({**said, "regime": law})


class _Plain(yaml.SafeDumper):
    """Writes a text plain only where the one loader cannot take it for anything else."""


_Plain.add_representer(
    str,
    lambda dumper, value: dumper.represent_scalar(
        "tag:yaml.org,2002:str", value, style=None if _SAFE.fullmatch(value) and read_plain(value) == value else '"'
    ),
)


def written(scenario: Scenario) -> str:
    """The scenario as a YAML file that reads as the same scenario."""
    plain = scenario.model_dump(exclude_defaults=True)
    return yaml.dump(plain, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)


def _completed(document: Document) -> None:
    """Give what a user may leave out its value: one text for both languages, the unit of a lever."""
    value = document.value
    if not isinstance(value, dict):
        return
    value.setdefault("text", value.get("id") or "–")  # an id that is missing is told once
    for field in ("text", "description", "steelman"):
        _in_both(value, field)
    if isinstance(value.get("advocated"), dict):
        _in_both(value["advocated"], "text")
    for one in value["levers"] if isinstance(value.get("levers"), list) else ():
        if isinstance(one, dict):
            known = lab().levers.get(str(one.get("lever")))
            one.setdefault("unit", known.unit if known else "1")  # a lever that there is not is told by its name alone
            _in_both(one, "note")


def _in_both(record: dict[str, object], field: str) -> None:
    """A text that stands for both languages, in each of them."""
    if isinstance(text := record.get(field), str):
        record[field] = {"en": text, "es": text}


def _read(document: Document) -> Scenario:
    _completed(document)
    misnamed = _name_problems(document)
    try:
        scenario = validate(Scenario, document)
    except InputError as error:
        raise InputError([*error.problems, *misnamed]) from None
    problems = misnamed + _repeated(scenario, document) + unknown_sources(document)
    problems += _advocated_problems(scenario, document) + _law_problems(scenario, document)
    for index, one in enumerate(scenario.levers):
        problems += lever_problems(one, document, ("levers", index))
        if one.recorded_to is not None and scenario.id != RECORD:
            problems.append(Problem("only_record", document.at(("levers", index, "recorded_to")), {"found": RECORD}))
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


def _law_problems(scenario: Scenario, document: Document) -> list[Problem]:
    """What is wrong with the regime that a scenario names; the record names none, its law is on record."""
    if scenario.regime is None:
        return []
    if scenario.id == RECORD:
        return [Problem("only_policy", document.at(("regime",)), {"found": scenario.regime})]
    try:
        law_settings(scenario.regime)
    except InputError as error:
        at = document.at(("regime",))
        return [replace(one, where=f"{at}: {one.where}" if one.where else at) for one in error.problems]
    return []


def _advocated_problems(scenario: Scenario, document: Document) -> list[Problem]:
    """Names of what advocates say that the lab does not have."""
    one, model = scenario.advocated, lab()
    if one is None:
        return []
    problems = assumption_problems(one.assume, lambda name: document.at(("advocated", "assume", name)))
    if one.against is not None and (one.against not in PRESETS or one.against == scenario.id):
        valid = [name for name in PRESETS if name != scenario.id]
        problems.append(unknown_name("@name.scenario", one.against, valid, document.at(("advocated", "against"))))
    if one.outcome not in model.outcomes:
        where = document.at(("advocated", "outcome"))
        return [*problems, unknown_name("@name.outcome", one.outcome, model.outcomes, where)]
    places = model.outcome_places[one.outcome]
    if one.place not in places:
        problems.append(no_place_of(one.outcome, one.place, places, document.at(("advocated", "place"))))
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
        problems.append(no_place_of(one.lever, one.place, [*places, "all"], document.at((*keys, "place"))))
    if one.place is None and len(places) > 1:
        problems.append(Problem("missing_field", where, {"field": "place", "parent": one.lever}))
    if one.unit != lever.unit:
        values = {"found": one.unit, "expected": lever.unit, "field": one.lever}
        problems.append(Problem("wrong_unit", document.at((*keys, "unit")), values))
    for month, value in one.path.items():
        at = document.at((*keys, "path", month))
        expected = f"{lever.low:g} … {lever.high:g} {lever.unit}"
        problems += [
            Problem("out_of_range", at, {"field": one.lever, "found": end, "expected": expected})
            for end in dict.fromkeys(ends(value))
            if not lever.low <= end <= lever.high
        ]
    return problems


@cache
def record() -> Scenario:
    """What was done, lever by lever, held after the last record."""
    return load_scenario(RECORD)


def held(first: int, drivers: bool = True, policies: bool = True) -> Scenario:
    """What was done before January of `first`, held from then on; policies or drivers alone if the other is False."""
    levers = lab().levers
    month = f"{first}-01"
    paths = []
    for one in record().levers:
        keep = one.path
        if drivers if levers[one.lever].driver else policies:
            keep = {at: value for at, value in one.path.items() if at < month} or {month: levers[one.lever].default}
        paths.append(one.model_copy(update={"path": keep}))
    return record().model_copy(update={"levers": paths})


def lever_array(scenario: Scenario, settings: "Span") -> Floats:
    """Lever values by month over the years of a run, shape (months, lever columns).

    What was done holds until the policy starts, and in every lever that the policy leaves alone; the law under which
    people may leave arms is that of the regime which it names, if it names one. Of a policy that leaves a setting open,
    the least and the most of every value, shape (2, months, lever columns).
    """
    columns = lab().lever_columns
    values = np.empty((2, settings.years * 12, len(columns)))
    for (name, _), column in columns.items():
        values[:, :, column] = lab().levers[name].default
    is_record = _is_record(scenario)
    for one in scenario.levers if is_record else record().levers:
        _set(values, one, one.path, settings)
    if not is_record:
        begin = max(settings.start, scenario.after or "")
        for key, value in law_settings(scenario.regime).items() if scenario.regime else ():
            values[:, _month(begin, settings) :, columns[key]] = value
        for one in scenario.levers:
            path = {max(month, begin): value for month, value in one.by_month(settings.start).items()}
            _set(values, one, path, settings)
    is_open = any(isinstance(value, Range) for one in scenario.levers for value in one.path.values())
    return values if is_open else values[0]


def levers_before(first: int) -> Floats:
    """Lever values in the month before January of `first`, by what was done."""
    values: Floats = lever_array(record(), Span(first - 1, first - 1, f"{first}-01"))[-1]
    return values


@dataclass(frozen=True)
class Span:
    """The years of a run, and the month in which its policies start."""

    first: int
    until: int
    start: str

    @property
    def years(self) -> int:
        """Number of years."""
        return self.until - self.first + 1

    @property
    def start_month(self) -> int:
        """The months of the run before its policies start."""
        return _month(self.start, self)

    @property
    def shown(self) -> int:
        """The year that answers show where none is named: three years after the policies start."""
        return min(int(self.start[:4]) + SHORT, self.until)


def _is_record(scenario: Scenario) -> bool:
    return any(one.recorded_to for one in scenario.levers)


def _set(values: Floats, one: LeverPath, path: Mapping[str, float | Range], span: "Span") -> None:
    columns = lab().lever_columns
    for month, value in sorted(path.items()):
        for place in moved_places(one):
            values[:, _month(month, span) :, columns[one.lever, place]] = np.reshape(ends(value), (2, 1))


def _month(month: str, span: "Span") -> int:
    """The row of a month, the first for those before a run."""
    return max(0, (int(month[:4]) - span.first) * 12 + int(month[5:]) - 1)


def check_start(scenarios: Iterable[Scenario], start: str) -> None:
    """Refuse paths that begin before the policy does, and those that give a month of the calendar two values."""
    problems = []
    for scenario in scenarios:
        for one in [] if _is_record(scenario) else scenario.levers:
            months = one.by_month(start)
            problems += [
                Problem("before_policy", scenario.id, {"found": month, "expected": start, "field": one.lever})
                for month in months
                if month < start
            ]
            if len(months) < len(one.path):
                values = {"field": one.lever, "found": ", ".join(one.path), "expected": start}
                problems.append(Problem("month_twice", scenario.id, values))
    if problems:
        raise InputError(problems)


def moved_places(one: LeverPath) -> list[str]:
    """The places that a path moves: the one it names, or all where its lever may be moved."""
    return [one.place] if one.place not in (None, "all") else lab().movable(lab().levers[one.lever])


def moved_levers(scenario: Scenario, span: "Span") -> list[Lever]:
    """The levers that the scenario sets away from what was done, at some time of a run."""
    return differing(scenario, record(), span)


def differing(one: Scenario, other: Scenario, span: "Span") -> list[Lever]:
    """The levers that tell two scenarios apart at some time of a run."""
    apart = lever_array(one, span) != lever_array(other, span)
    names = {name for (name, _), column in lab().lever_columns.items() if apart[..., column].any()}
    return [lever for lever in lab().levers.values() if lever.id in names]
