"""Many draws: the same bytes however they are computed, what each lever moves and when, half the step."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray
from small_lab import (
    BASELINE,
    BESIDE,
    EXTREMES,
    FIRST,
    LAST,
    POLICY_MONTH,
    annual,
    at,
    columns,
    inputs,
    kernel,
    only_typed,
    scenario,
    simulate,
)

from tregua.catalogue.errors import InputError
from tregua.lab import result
from tregua.lab import run as module
from tregua.lab.model import lab
from tregua.lab.run import MAX_DRAWS, RunError, Settings, check_memory, run
from tregua.lab.scenario import PRESETS, load_scenarios
from tregua.lab.status import Status
from tregua.noise import Floats

SETTINGS = Settings(draws=12, until=2034, threads=1, chunk=12)
ALL_MOVED = scenario(EXTREMES)
COCAINE = ("eradication", "seizure_share", "interdiction", "treatment")
# What a lever lists in `affects` moves by at least this part of itself in some draw and year.
SEEN = 1e-4

# --- the same numbers -------------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None)
@given(st.sampled_from([1, 2, 4]), st.integers(1, 13))
def test_threads_and_chunks_change_no_byte(threads: int, chunk: int) -> None:
    one = run([BASELINE, ALL_MOVED], SETTINGS)
    other = run([BASELINE, ALL_MOVED], replace(SETTINGS, threads=threads, chunk=chunk))
    assert one.tobytes() == other.tobytes()


def test_more_draws_begin_with_the_same_ones() -> None:
    few, many = annual(EXTREMES, replace(SETTINGS, draws=5)), annual(EXTREMES, SETTINGS)
    assert few.tobytes() == many[:5].tobytes()


def test_every_seed_is_a_seed() -> None:
    runs = [annual({}, replace(SETTINGS, seed=seed)) for seed in (0, 1, 2**64 - 1)]
    for one, other in [(0, 1), (0, 2), (1, 2)]:
        assert not np.isclose(runs[one][..., columns("homicides")], runs[other][..., columns("homicides")]).any()


def test_other_scenarios_and_their_order_change_nothing() -> None:
    presets = load_scenarios(PRESETS)
    together = run(presets, SETTINGS)
    assert run(presets[::-1], SETTINGS)[:, ::-1].tobytes() == together.tobytes()
    assert run(presets[2:3], SETTINGS).tobytes() == together[:, 2:3].tobytes()


def test_a_shorter_run_is_the_beginning_of_a_longer_one() -> None:
    short, long = annual(EXTREMES, replace(SETTINGS, until=2029)), annual(EXTREMES, SETTINGS)
    assert short.tobytes() == long[:, :5].tobytes()


# --- levers -----------------------------------------------------------------------------------------------------------

ONE_BY_ONE = [
    pytest.param(lever, marks=pytest.mark.checklist(*lever.checklist), id=lever.id) for lever in lab().levers.values()
]


@pytest.mark.parametrize("lever", lab().levers)
def test_a_lever_held_as_it_was_done_changes_no_byte(lever: str) -> None:
    held = {(name, place): value for (name, place), value in LAST.items() if name == lever}
    assert annual(held, SETTINGS).tobytes() == annual({}, SETTINGS).tobytes()


@pytest.mark.parametrize("lever", ONE_BY_ONE)
def test_a_lever_moves_what_it_lists(lever) -> None:  # type: ignore[no-untyped-def]
    typed, beside = only_typed(lever.id), BESIDE.get(lever.id, {})
    before, after = (annual({**beside, **values}, SETTINGS, typed) for values in ({}, {lever.id: EXTREMES[lever.id]}))
    assert lever.affects
    for outcome in lever.affects:
        old, new = before[..., columns(outcome)], after[..., columns(outcome)]
        assert (abs(new - old) > SEEN * np.maximum(abs(old), abs(new))).any(), outcome


@pytest.mark.parametrize("lever", lab().levers)
def test_a_lever_lists_every_outcome_that_it_moves_by_more_than_a_fiftieth(lever: str) -> None:
    """In the middle of the draws, in some year and place: caveats and pages are made from the list."""
    typed, record = only_typed(lever), lab().levers[lever]
    before, after = (annual(values, SETTINGS, typed) for values in ({}, {lever: EXTREMES[lever]}))
    moved = set()
    for outcome in lab().outcomes:
        old, new = before[..., columns(outcome)], after[..., columns(outcome)]
        scale = np.maximum(np.maximum(abs(old), abs(new)), 1e-12)
        if np.median((abs(new - old) / scale).max(axis=(1, 2))) > 0.02:
            moved.add(outcome)
    assert moved - {*record.affects} == set()


@pytest.mark.parametrize("lever", [one for one in lab().levers if only_typed(one)])
def test_a_lever_without_an_estimate_costs_at_most(lever: str) -> None:
    beside = BESIDE.get(lever, {})
    before, after = annual(beside, SETTINGS), annual({**beside, lever: EXTREMES[lever]}, SETTINGS)
    effects = [at for at in range(before.shape[-1]) if at not in columns("state_outlay")]
    assert before[..., effects].tobytes() == after[..., effects].tobytes()
    assert lab().levers[lever].grade == "E"


@pytest.mark.parametrize("lever", lab().levers)
def test_a_lever_changes_no_byte_before_its_policy_starts(lever: str) -> None:
    """And from its first month on it changes draws: all, but those in which each of its alternatives says “nothing”."""
    beside = BESIDE.get(lever, {})
    p, default, shock = inputs(beside, 2028, 12)
    for name, effect in only_typed(lever).items():
        p[:, at("P", name)] = effect
    moved = inputs({**beside, lever: EXTREMES[lever]}, 2028, 12)[1]
    changed = []
    for draw in range(12):
        before, after = (simulate(kernel(), p[draw], path, shock[draw], 48).out for path in (default, moved))
        assert before[:POLICY_MONTH].tobytes() == after[:POLICY_MONTH].tobytes()
        changed.append(before[POLICY_MONTH].tobytes() != after[POLICY_MONTH].tobytes())
    # a guarantor acts on the day on which a group signs, which may come later
    assert all(changed) or lever == "guarantor" or (lever in ("talks", "jobs", "public_works") and any(changed))


def test_all_presets_are_equal_before_their_policies_start() -> None:
    first_year = run(load_scenarios(PRESETS), SETTINGS)[:, :, :, :2]
    for preset in range(1, len(PRESETS)):
        assert first_year[:, preset].tobytes() == first_year[:, 0].tobytes()


# --- the model's switches ---------------------------------------------------------------------------------------------


def test_without_pay_elasticity_recruitment_does_not_hang_on_cocaine() -> None:
    members = columns("group_members")
    cocaine = {lever: EXTREMES[lever] for lever in COCAINE}
    for elasticity, linked in [(0.0, False), (1.0, True)]:
        assumed = {"pay_elasticity": elasticity}
        before, after = (annual(values, SETTINGS, assumed)[..., members] for values in ({}, cocaine))
        assert (before.tobytes() != after.tobytes()) is linked


@pytest.mark.parametrize(
    "assumption", [{"ceiling": 5000.0}, {"relapse_hazard": 1e5}, {"pay_elasticity": 300.0}], ids=str
)
def test_groups_without_a_finite_size_are_never_passed_over_in_silence(assumption: dict[str, float]) -> None:
    with pytest.raises(RunError):
        annual({}, SETTINGS, assumption)


@pytest.mark.parametrize("preset", PRESETS)
def test_half_the_step_moves_no_outcome_by_a_thousandth(preset: str) -> None:
    """But for the month in which a group signs: a threshold is met a step earlier or later, so here none does.

    And but for one draw of 200 in the year in which policies start: where supply and demand hardly answer the price, a
    jump of seizures makes growers plant faster than a month's step can follow.
    """
    patient = {f"patience.{group}": 1e9 for group in lab().places("groups")}
    still = Settings(draws=200, shocks=False)
    whole, half = (
        run(load_scenarios([preset]), replace(still, substeps=substeps), patient)[0, 0] for substeps in (1, 2)
    )
    change = abs(whole - half) / np.maximum(abs(half), 1e-300)
    starts = int(still.start[:4]) - FIRST
    jumps = change[:, starts].max(axis=1)
    assert (jumps > 1e-3).sum() <= 1 and jumps.max() < 1e-2
    change[:, starts] = 0.0
    worst = float(change.max())
    draw, year, column = np.unravel_index(change.argmax(), change.shape)
    assert worst < 1e-3, f"{list(lab().outcome_columns)[column]}, draw {draw}, {FIRST + year}"


def test_half_the_step_moves_a_signature_by_no_more_than_the_step() -> None:
    """A table of all groups from 2027 on: who has signed by the end, and how long ago, to within a month."""
    p, lever, shock = inputs({"talks": 1.0}, 2034, 40)
    since, signed = at("S", "since_signature"), 0
    for draw in range(40):
        whole, half = (simulate(kernel(), p[draw], lever, shock[draw], 120, substeps) for substeps in (1, 2))
        assert whole.states[since] == pytest.approx(half.states[since], abs=1 / 12)
        signed += (whole.states[since] > 0).sum()
    assert signed > 0


def test_what_does_not_fit_in_memory_is_refused() -> None:
    most = Settings(draws=MAX_DRAWS)
    fit = 2**30 // (2 * 8 * most.span.years * len(lab().outcome_columns))  # bytes of a number, held twice
    check_memory(1, Settings(draws=fit), 1, held=2)
    with pytest.raises(InputError, match=f"more memory than 1 GiB here; at most {fit}"):
        check_memory(1, most, 1, held=2)
    with pytest.raises(InputError, match="more memory than 1 GiB"):
        result.simulate([scenario({})], most)


def test_a_draw_that_its_steps_cannot_follow_is_computed_again_with_finer_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a hundred thousand draws about one; the others keep their bytes, and its own are those of finer steps."""
    solved = module.simulate_draws

    def failing(*given: Any) -> tuple[Floats, NDArray[np.int64]]:
        monthly, ends = solved(*given)
        substeps, whole = given[-1], given[3].shape[0] == SETTINGS.draws
        if whole and substeps == 1:
            monthly[[2, 7]], ends[[2, 7]] = np.nan, Status.GROUPS
        return monthly, ends

    expected = {times: run([ALL_MOVED], replace(SETTINGS, substeps=times))[0, 0] for times in (1, 4)}
    monkeypatch.setattr(module, "simulate_draws", failing)
    found = run([ALL_MOVED], SETTINGS)[0, 0]
    for draw in range(SETTINGS.draws):
        assert_array_equal(found[draw], expected[4 if draw in (2, 7) else 1][draw])


def test_a_draw_that_no_step_can_follow_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    solved = module.simulate_draws

    def failing(*given: Any) -> tuple[Floats, NDArray[np.int64]]:
        monthly, ends = solved(*given)
        return monthly, np.full_like(ends, Status.MARKET)

    monkeypatch.setattr(module, "simulate_draws", failing)
    with pytest.raises(RunError) as told:
        run([ALL_MOVED], SETTINGS)
    assert told.value.counts["market"] == SETTINGS.draws
