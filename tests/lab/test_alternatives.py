"""Structural alternatives: which combinations are run, that none is run twice for nothing, which files are refused."""

from collections.abc import Callable
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from other_lab import other_lab, rewrite
from small_lab import EXTREMES, scenario

from tregua.catalogue.errors import InputError
from tregua.lab import run as lab_run
from tregua.lab.alternatives import (
    MOST_COMBINATIONS,
    REFERENCE,
    Combination,
    acting,
    alternatives,
    combinations,
    label_of,
)
from tregua.lab.model import lab
from tregua.lab.run import Settings, run, run_levers
from tregua.lab.scenario import PRESETS, lever_array, levers_before, load_scenarios

SETTINGS = Settings(draws=6, until=2029, threads=1)
MARKED = {one.id: one for one in lab().parameters.values() if one.alternatives}
HELD = {name: one for name, one in alternatives().all.items() if one.only_with}


def values(parameter: str) -> list[float]:
    return lab().parameters[parameter].distribution.values or []


@pytest.mark.parametrize("parameter", MARKED)
def test_every_parameter_with_alternatives_is_crossed_or_single_with_a_reason(parameter: str) -> None:
    known = alternatives()
    assert (parameter in known.crossed) != (parameter in known.single)
    one = known.all[parameter]
    assert len(one.values) == len({value.en for value in one.values}) == len(values(parameter))
    assert min(len(one.reason.en), len(one.reason.es)) > 20


def test_the_grid_comes_first_and_then_one_alternative_at_a_time() -> None:
    known, listed = alternatives(), [one.choices for one in combinations()]
    grid = prod(len(values(name)) for name in known.crossed)
    assert grid <= MOST_COMBINATIONS
    assert len(listed) == grid + sum(len(values(name)) - 1 for name in known.single)
    assert len({tuple(one.items()) for one in listed}) == len(listed)
    reference = {name: lab().parameters[name].value for name in known.all}
    assert listed[0] == reference
    for at, one in enumerate(listed):
        assert one.keys() == reference.keys()
        assert all(value in values(name) for name, value in one.items())
        apart = {name for name in one if one[name] != reference[name]}
        assert apart <= known.crossed.keys() if at < grid else len(apart) == 1 and apart <= known.single.keys()


def test_what_the_user_fixes_is_no_choice_any_more() -> None:
    name = next(iter(alternatives().crossed))
    listed = combinations({name: values(name)[-1]})
    assert all(name not in one.choices for one in listed)
    grid = prod(len(values(one)) for one in alternatives().crossed if one != name)
    assert len(listed) == grid + sum(len(values(one)) - 1 for one in alternatives().single)


def test_a_combination_is_called_by_what_it_chooses_other_than_the_reference() -> None:
    reference, other, *_ = (one.choices for one in combinations())
    assert label_of(reference) == REFERENCE
    ((name, value),) = {(name, value) for name, value in other.items() if value != reference[name]}
    assert label_of(other) == f"{name}={value:.3g}"


# --- nothing is run twice, and nothing is left out that differs -------------------------------------------------------


@pytest.mark.parametrize("parameter", HELD)
def test_without_its_levers_an_alternative_changes_no_byte_and_with_them_it_does(
    parameter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The levers stay at their default, before the run too; the choice is made as an assumption, which saves no run."""
    names = HELD[parameter].only_with
    columns = [column for (name, _), column in lab().lever_columns.items() if name in names]
    still = np.array([lab().levers[name].default for name, _ in lab().lever_columns])[columns]
    before = levers_before(SETTINGS.span.first)
    before[columns] = still
    monkeypatch.setattr(lab_run, "levers_before", lambda _: before)
    few = replace(SETTINGS, draws=24, until=2034)
    moved = lever_array(scenario(EXTREMES), few.span)
    unmoved = moved.copy()
    unmoved[:, columns] = still
    moved[-24:, columns] = still  # what follows them is a choice too
    for path, same in ((moved, False), (unmoved, True)):
        first, last = (
            run_levers([path], few, {parameter: value}) for value in (values(parameter)[0], values(parameter)[-1])
        )
        assert (first.tobytes() == last.tobytes()) is same


def test_combinations_give_the_bytes_of_each_choice_made_by_itself() -> None:
    policies = load_scenarios(PRESETS)
    listed = [combinations()[at] for at in (0, 1, len(combinations()) // 2, -1)]
    together = run(policies, SETTINGS, {}, listed)
    for found, one in zip(together, listed, strict=True):
        assert found.tobytes() == run(policies, SETTINGS, one.choices)[0].tobytes()


def test_numbers_drawn_again_are_those_that_are_said() -> None:
    policy, reference = load_scenarios(["mano-dura"]), combinations()[0].choices
    once, assumed, shocks = run(
        policy, SETTINGS, {}, [Combination(reference, one) for one in ("", "assumed", "shocks")]
    )
    assert once.tobytes() != assumed.tobytes() != shocks.tobytes() != once.tobytes()
    calm = replace(SETTINGS, shocks=False)
    still = [run(policy, calm, {}, [Combination(reference, one)]).tobytes() for one in ("", "shocks")]
    assert still[0] == still[1]


def test_only_choices_that_can_make_a_difference_act() -> None:
    reference = combinations()[0].choices
    assert acting(reference, {*lab().levers}) == reference
    assert acting(reference, set()).keys() == reference.keys() - HELD.keys()
    for name, one in HELD.items():
        assert name in acting(reference, {one.only_with[0]})


# --- files that are refused -------------------------------------------------------------------------------------------

Edit = Callable[[dict[str, Any]], object]


def first(kind: str, **changes: object) -> Edit:
    return lambda file: file[kind][0].update(changes)


BAD: dict[str, tuple[Edit, str, str]] = {
    "parameter": (first("single", parameter="pass_trough"), "mean “pass_through”?", "quiso decir «pass_through»?"),
    "no_choice": (first("single", parameter="ceiling"), "there is no parameter with alternatives “ceiling”", "ceiling"),
    "lever": (first("crossed", only_with=["emergenci"]), "Did you mean “emergency”?", "decir «emergency»?"),
    "names": (first("crossed", values=[{"en": "a", "es": "b"}]), "and 1 are named here", "y aquí se nombran 1"),
    "missing": (lambda file: file["single"].pop(), "stands neither under `crossed` nor", "no está en `crossed` ni en"),
    "twice": (lambda file: file["single"].append(file["crossed"][0]), "stands here twice", "dos veces"),
    "too_many": (
        lambda file: file["crossed"].append(file["single"].pop(0)),
        "combinations are crossed, and at most 24 may be",
        "combinaciones y a lo sumo puede haber 24",
    ),
    "outcome": (first("matters", outcome="homicide"), "Did you mean “homicides”?", "decir «homicides»?"),
    "unit": (first("matters", unit="persons"), "“homicides” is in “deaths/year”, not “persons”", "se mide en"),
    "no_matter": (lambda file: file["matters"].pop(), "nothing says what difference of", "nada dice qué diferencia de"),
    "negative": (first("matters", number=-1), "must be > 0", "debe ser > 0"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_file_is_refused_with_its_line(case: str) -> None:
    edit, english, spanish = BAD[case]

    def change(folder: Path) -> None:
        rewrite(folder / "alternatives.yaml", edit)

    with other_lab(change), pytest.raises(InputError) as caught:
        alternatives()
    assert english in caught.value.message("en")
    assert spanish.lower() in caught.value.message("es").lower()
    assert "alternatives.yaml" in caught.value.message("en")


def test_reordered_records_leave_every_combination_as_it_was() -> None:
    """The first choice and its values are named, not counted."""
    before = {label_of(one.choices) for one in combinations()}

    def turn(folder: Path) -> None:
        rewrite(folder / "alternatives.yaml", lambda file: [file[kind].reverse() for kind in ("crossed", "single")])

    with other_lab(turn):
        after = {label_of(one.choices) for one in combinations()}
        assert label_of(combinations()[0].choices) == REFERENCE
    assert {frozenset(one.split("; ")) for one in before} == {frozenset(one.split("; ")) for one in after}


def test_every_outcome_has_a_smallest_difference_that_matters() -> None:
    matters = alternatives().matters
    assert matters.keys() == lab().outcomes.keys()
    published = {"homicides": (None, 100.0), "detained": (None, 1000.0)}
    published |= {"coca_area": (0.05, None), "group_members": (0.05, None), "cocaine_consumed": (0.02, None)}
    for name, (share, number) in published.items():
        assert (matters[name].share, number or matters[name].number) == (share, matters[name].number)
        assert number is None or matters[name].number == number
    assert np.isfinite([one.number for one in matters.values()]).all()
