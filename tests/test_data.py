"""The catalogues themselves: that they hold together, and that their arithmetic gives the numbers they print."""

import ast
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tregua.catalogue.arithmetic import Years, evaluate
from tregua.catalogue.read import PACKAGE, Document, load, validate
from tregua.catalogue.record import Sourced
from tregua.evidence.ledger import estimates, pools, reported
from tregua.lab.from_estimates import feed, parts_of
from tregua.lab.layout import parameter_columns
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.scenario import PRESETS, load_scenario
from tregua.lab.schema import Scenario, sets_of
from tregua.show.schemas import SCHEMAS, generated
from tregua.trace import Checklist, Trace

YAML_FILES = sorted(
    name for path in PACKAGE.rglob("*.yaml") if "/skeleton/" not in (name := path.relative_to(PACKAGE).as_posix())
)
"""The package's data; a skeleton is somebody else's law to be, with sources of its own."""
SCENARIO_FILES = sorted(path.stem for path in (PACKAGE / "scenarios").glob("*.yaml"))
KERNEL = {
    node.name
    for path in (PACKAGE / "lab" / "mechanisms").glob("*.py")
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.FunctionDef)
}
CHECKLIST = [item.id for item in load(Checklist, PACKAGE / "checklist.yaml")[0].checklist]


def read(path: Path) -> BaseModel:
    """A catalogue file as its schema has it, numbers that are arithmetic on estimates worked out."""
    named = path.read_text("utf-8").partition("\n")[0].rpartition("/")[2].removesuffix(".json")
    document = Document(path)
    if named == "mechanism":
        feed(document, estimates(), past().years, pools())
    return validate(SCHEMAS[named], document)


def scenario(name: str) -> Scenario:
    return load_scenario(str(PACKAGE / "scenarios" / f"{name}.yaml"))


# --- files ------------------------------------------------------------------------------------------------------------


@cache
def made() -> set[Path]:
    """The files that are generated."""
    return set(generated())


@pytest.mark.parametrize("name", YAML_FILES)
def test_a_catalogue_file_names_its_schema_and_parses(name: str) -> None:
    path = PACKAGE / name
    first, _, _ = path.read_text("utf-8").partition("\n")
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    assert (path.parent / named[1]).resolve() in made()
    read(path)


def test_every_preset_has_a_file_and_every_file_is_a_preset() -> None:
    assert sorted(PRESETS) == SCENARIO_FILES
    assert [scenario(name).id for name in SCENARIO_FILES] == SCENARIO_FILES


# --- references -------------------------------------------------------------------------------------------------------


def cited(record: Any) -> Iterator[str]:
    """Every source that `record` or anything in it names."""
    if isinstance(record, dict):
        if isinstance(record.get("ref"), str):
            yield record["ref"]
        for value in record.values():
            yield from cited(value)
    elif isinstance(record, list):
        for value in record:
            yield from cited(value)


@pytest.mark.parametrize("name", YAML_FILES)
def test_every_source_that_is_cited_is_known(name: str) -> None:
    assert set(cited(read(PACKAGE / name).model_dump())) <= set(lab().sources)


def test_the_checklist_has_115_ids() -> None:
    assert len(CHECKLIST) == len(set(CHECKLIST)) == 115


def test_every_checklist_id_that_is_named_exists() -> None:
    named = {one for lever in lab().levers.values() for one in lever.checklist}
    named |= {item.id for item in load(Trace, PACKAGE / "trace.yaml")[0].trace}
    named |= {one.checklist for name in SCENARIO_FILES for one in scenario(name).without_lever}
    assert named <= set(CHECKLIST)


@pytest.mark.parametrize("name", sorted(lab().levers))
def test_a_lever_moves_functions_of_the_kernel_and_affects_outcomes(name: str) -> None:
    lever = lab().levers[name]
    assert lever.moves
    assert set(lever.moves) <= KERNEL
    assert lever.affects
    assert set(lever.affects) <= set(lab().outcomes)
    assert set(lever.cost) <= {*lab().records, lever.id}
    assert bool(lever.cost) == ("state_outlay" in lever.affects)


@pytest.mark.parametrize("name", sorted(lab().outcomes))
def test_an_outcome_has_an_equation_in_the_kernel_and_known_places(name: str) -> None:
    outcome = lab().outcomes[name]
    assert outcome.equation in KERNEL
    assert all(lab().place_text(place, outcome.index) for place in lab().outcome_places[name])


def test_a_shock_is_driven_by_parameters() -> None:
    known = {name.partition(".")[0] for name in lab().parameters}
    for shock in lab().shocks.values():
        assert {name for name in (shock.volatility, shock.memory, shock.lag) if name} <= known


def test_every_position_of_a_parameter_has_a_number_of_its_name() -> None:
    names = list(lab().parameters)
    behind = [names[column].partition(".")[0] for column in parameter_columns()]
    sizes = [prod(len(lab().places(one)) for one in sets_of(record.index)) for record in lab().records.values()]
    assert behind == [name for name, size in zip(lab().records, sizes, strict=True) for _ in range(size)]
    assert set(parameter_columns()) == set(range(len(names)))


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", lab().parameters)
def test_every_number_says_where_it_comes_from(name: str) -> None:
    parameter = lab().parameters[name]
    assert parameter.unit.strip()
    assert parameter.source or (parameter.tag == "assumed" and parameter.note)
    assert parameter.distribution.contains(parameter.value)
    assert parameter.alternatives == (parameter.distribution.kind == "choice")


def test_every_observed_figure_lies_in_its_interval() -> None:
    for series in lab().series.values():
        for point in series.points:
            low = point.value if point.lower is None else point.lower
            high = point.value if point.upper is None else point.upper
            assert low <= point.value <= high, (series.id, point.year)


def test_observed_figures_stand_in_order_and_once() -> None:
    for series in lab().series.values():
        dates = [(point.year, point.month or 12) for point in series.points]
        assert dates == sorted(set(dates)), series.id


DERIVED = [
    *(
        (f"{name} {point.year}-{point.month or ''}", point.derivation, [point.value])
        for name, one in lab().series.items()
        for point in one.points
        if point.derivation
    ),
    *((name, one.derivation, [one.effect.value]) for name, one in estimates().items() if one.derivation and one.effect),
    *(
        (f"{name} {number}", one.derivation, [one.value])
        for name, figure in reported().items()
        for number, one in enumerate(figure.found)
        if one.derivation and one.value is not None
    ),
    *(
        (f"{name} {one.lever}", one.derivation, list(one.path.values()))
        for name in SCENARIO_FILES
        for one in scenario(name).levers
        if one.derivation
    ),
]
OBSERVED: dict[str, Years] = {
    name: {point.year: point.value for point in one.points if point.month in (None, 12)}
    for name, one in lab().series.items()
}
PARTS = parts_of(estimates())


@pytest.mark.parametrize("name", [name for name, one in lab().parameters.items() if one.derivation])
def test_the_derivation_of_a_parameter_gives_its_number(name: str) -> None:
    """From what had been observed when runs start."""
    parameter = lab().parameters[name]
    assert parameter.derivation is not None
    check_derivation(parameter.derivation, [parameter.value], past().years)


@pytest.mark.parametrize(("derivation", "values"), [one[1:] for one in DERIVED], ids=[one[0] for one in DERIVED])
def test_a_derivation_gives_the_number_that_is_printed(derivation: str, values: list[float]) -> None:
    check_derivation(derivation, values, OBSERVED)


def check_derivation(derivation: str, values: list[float], observed: Mapping[str, Years]) -> None:
    """Within one part in five hundred, or half a unit of the last digit printed."""
    found = evaluate(derivation, observed, PARTS)
    printed = [Decimal(f"{value:.12g}") for value in values]
    halves = [0.5 * 10.0 ** int(number.as_tuple().exponent) for number in printed]
    assert any(
        abs(found - value) <= max(2e-3 * abs(value), half * (1 + 1e-9))
        for value, half in zip(values, halves, strict=True)
    ), found


STARTS = [(f"area_0.{place}", f"coca_area.{place}") for place in ("COL", "PER", "BOL")]
STARTS += [("homicides_0.COL", "homicides.COL"), ("population_0.COL", "population.COL")]


@pytest.mark.parametrize("first", [2014, 2025])
@pytest.mark.parametrize(("parameter", "series"), STARTS)
def test_the_run_starts_from_what_was_observed(parameter: str, series: str, first: int) -> None:
    """The end of the year before its first."""
    assert past(first).numbers[parameter].value == OBSERVED[series][first - 1]
    assert OBSERVED[series][first - 1] != OBSERVED[series][first - 2]


@pytest.mark.parametrize("group", ["EGC", "ELN", "SM", "REST"])
def test_groups_start_from_their_last_count_before_the_first_year(group: str) -> None:
    """And in 2014, four years before the first count, from a vague range around those of 2018–22."""
    points = [point for point in lab().series[f"group_members.{group}"].points if point.year < 2025]
    assert past(2025).numbers[f"size_0.{group}"].value == points[-1].value
    assert past(2014).numbers[f"size_0.{group}"].vague


def test_everything_tagged_derived_carries_arithmetic() -> None:
    records: list[Sourced] = [*lab().parameters.values()]
    records += [one for name in SCENARIO_FILES for one in scenario(name).levers]
    assert all(record.derivation for record in records if record.tag == "derived")
    assert all(record.derivation is None for record in records if record.tag != "derived")
