"""Two runs side by side: what differs in their input, and what in their answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import xarray as xr

from tregua.catalogue.record import Range, ends
from tregua.catalogue.shown import Brief
from tregua.lab.asked import Asked, asked_of
from tregua.lab.compare import Comparisons, Glance, compare, glance
from tregua.lab.model import lab
from tregua.lab.result import scenarios_of, span_of
from tregua.lab.scenario import RECORD, hash_of
from tregua.lab.schema import Scenario

_KEPT = ("version", "catalogue_hash", "ensemble", "seed", "draws", "start", "first", "until")


@dataclass(frozen=True, repr=False)
class Input(Brief):
    """Something that was put into one run and not, or otherwise, into the other; None where it was not there."""

    what: str
    name: str
    first: str | None
    second: str | None


@dataclass(frozen=True, repr=False)
class Cell(Brief):
    """A headline cell that both runs have, and the medians of their baselines."""

    scenario: str
    outcome: str
    place: str
    unit: str
    first: Glance
    second: Glance
    first_baseline: float
    second_baseline: float

    @property
    def same(self) -> bool:
        """Whether both runs say the same of it."""
        return self.first == self.second and self.first_baseline == self.second_baseline


@dataclass(frozen=True, repr=False)
class Between(Brief):
    """Two runs side by side; the commands are those that give each of them again."""

    commands: tuple[str, str]
    inputs: tuple[Input, ...]
    cells: tuple[Cell, ...]


def between(first: xr.Dataset, second: xr.Dataset) -> Between:
    """Set two runs side by side, each compared as it was asked for.

    Raises
    ------
    InputError
        When a run holds one scenario only.
    """
    both = compared(first), compared(second)
    return Between(
        (both[0].command, both[1].command), tuple(_inputs(first, second, *both)), tuple(_cells(first, second, *both))
    )


def baseline_of(dataset: xr.Dataset, asked: Asked) -> str:
    """The scenario that others are compared with where none was asked for: what was done, else the first."""
    held = [str(name) for name in dataset.scenario.values]
    return asked.baseline or (RECORD if RECORD in held else held[0])


def compared(dataset: xr.Dataset) -> Comparisons:
    """A run compared as it was asked for, in its own year, with its own baseline, weights and thresholds."""
    asked = asked_of(dataset)
    year = span_of(dataset).shown if asked.year is None else asked.year
    return compare(dataset, baseline_of(dataset, asked), year, asked.matters, asked.weights)


def _inputs(first: xr.Dataset, second: xr.Dataset, one: Comparisons, other: Comparisons) -> Iterator[Input]:
    pairs = [(name, first.attrs[name], second.attrs[name]) for name in _KEPT]
    pairs += [("baseline", one.baseline, other.baseline), ("year", one.year, other.year)]
    yield from (Input("setting", name, str(a), str(b)) for name, a, b in pairs if a != b)
    for what, of in (("assumption", "assumptions"), ("matters", "")):
        a, b = (json.loads(run.attrs[of]) if of else said.matters for run, said in ((first, one), (second, other)))
        yield from (
            Input(what, name, _shown(a.get(name)), _shown(b.get(name)))
            for name in sorted({*a, *b})
            if a.get(name) != b.get(name)
        )
    weights = [said.weights or {} for said in (one, other)]
    for name in sorted({*weights[0], *weights[1]}):
        a, b = (each.get(name) for each in weights)
        if a != b:
            yield Input("weight", name, str(dict(a)) if a else None, str(dict(b)) if b else None)
    yield from _scenarios(scenarios_of(first), scenarios_of(second))


def _scenarios(first: dict[str, Scenario], second: dict[str, Scenario]) -> Iterator[Input]:
    for name in dict.fromkeys([*first, *second]):
        a, b = first.get(name), second.get(name)
        if a is None or b is None:
            yield Input("scenario", name, hash_of(a) if a else None, hash_of(b) if b else None)
        elif hash_of(a) != hash_of(b):
            paths = [{(one.lever, one.place or ""): one.path for one in each.levers} for each in (a, b)]
            apart = [key for key in dict.fromkeys([*paths[0], *paths[1]]) if paths[0].get(key) != paths[1].get(key)]
            for key in apart:
                x, y = (_path(each.get(key)) for each in paths)
                yield Input("lever", f"{name}: {' '.join(filter(None, key))}", x, y)
            if not apart:
                yield Input("scenario", name, hash_of(a), hash_of(b))


def _path(path: dict[str, float | Range] | None) -> str | None:
    return None if path is None else ", ".join(f"{month}: {_setting(value)}" for month, value in path.items())


def _setting(value: float | Range) -> str:
    return " … ".join(f"{end:g}" for end in dict.fromkeys(ends(value)))


def _shown(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


def _cells(first: xr.Dataset, second: xr.Dataset, one: Comparisons, other: Comparisons) -> Iterator[Cell]:
    found = [{(cell.scenario, cell.outcome, cell.place): cell for cell in said.comparisons} for said in (one, other)]
    first_cells, second_cells = found
    names = dict.fromkeys(cell.scenario for said in (one, other) for cell in said.comparisons)
    for outcome in lab().outcomes.values():
        for key in ((scenario, outcome.id, place) for place in outcome.headline for scenario in names):
            if key in first_cells and key in second_cells:
                a, b = first_cells[key], second_cells[key]
                yield Cell(*key, outcome.unit, glance(a), glance(b), a.baseline_median, b.baseline_median)
