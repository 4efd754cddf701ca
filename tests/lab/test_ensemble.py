"""Draws that were learnt: which combination they belong to, and that a run takes them and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from tregua.catalogue.errors import InputError
from tregua.lab.alternatives import Combination, combinations
from tregua.lab.draws import draw_parameters
from tregua.lab.ensemble import Ensemble, Learnt
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.run import Settings, run
from tregua.lab.scenario import record

CUT = lab().world.first - 1
LOW, HIGH = (np.full(8, z) for z in (-1.0, 1.0))
REFERENCE = combinations()[0].choices
NAME = "pass_through"
OTHER = next(value for value in lab().parameters[NAME].distribution.values or () if value != REFERENCE[NAME])
LEARNT = [
    Learnt({NAME: REFERENCE[NAME]}, {"yield_growth": LOW}),
    Learnt({NAME: OTHER}, {"yield_growth": HIGH}),
]
ENSEMBLE = Ensemble("made", CUT, 0, LEARNT)


def settings(**given: object) -> Settings:
    return Settings(**{"draws": 8, "until": CUT + 2, "ensemble": ENSEMBLE, **given})  # type: ignore[arg-type]


def test_draws_are_those_of_the_combination_that_is_chosen() -> None:
    assert (ENSEMBLE.of(REFERENCE, 0, 8)["yield_growth"] == LOW).all()
    assert (ENSEMBLE.of({**REFERENCE, NAME: OTHER}, 2, 3)["yield_growth"] == HIGH[:3]).all()


def test_choices_without_a_bearing_are_left_unread_and_those_not_made_are_the_reference() -> None:
    assert (ENSEMBLE.of({}, 0, 8)["yield_growth"] == LOW).all()
    assert (ENSEMBLE.of({"emergency_effect": -1.0}, 0, 8)["yield_growth"] == LOW).all()


def test_a_value_between_the_alternatives_was_never_learnt_under() -> None:
    with pytest.raises(InputError) as caught:
        ENSEMBLE.of({NAME: 0.123}, 0, 8)
    assert f"{NAME}=0.123" in str(caught.value)


def test_alternatives_that_were_each_learnt_under_but_not_together_are_refused_before_a_run() -> None:
    both = Learnt({NAME: OTHER, "arrest_scaling": 0.0}, {"yield_growth": HIGH})
    other = Learnt({NAME: REFERENCE[NAME], "arrest_scaling": 1.0}, {"yield_growth": LOW})
    ensemble = Ensemble("made", CUT, 0, [both, other])
    with pytest.raises(InputError) as caught:
        run([record()], settings(ensemble=ensemble), {"arrest_scaling": 1.0}, [Combination({**REFERENCE, NAME: OTHER})])
    assert "arrest_scaling=1" in str(caught.value) and NAME in str(caught.value)


def test_numbers_learnt_from_their_vague_priors_are_drawn_from_them() -> None:
    vague = Ensemble("made", CUT, 0, LEARNT, frozenset({"yield_growth"}))
    one = [Combination(REFERENCE)]
    plain, wide = (run([record()], settings(ensemble=each), combinations=one) for each in (ENSEMBLE, vague))
    assert (plain != wide).any()
    number = replace(past(), vague=frozenset({"yield_growth"})).numbers["yield_growth"]
    assert number.vague and number.distribution == lab().parameters["yield_growth"].vague


def test_a_run_takes_what_was_learnt_and_leaves_every_other_number_where_it_was() -> None:
    learnt = ENSEMBLE.of(REFERENCE, 0, 8)
    plain = draw_parameters(0, 0, 8, REFERENCE)
    moved = draw_parameters(0, 0, 8, REFERENCE, learnt=learnt)
    differs = (plain != moved).any(axis=0)
    assert [name for name, one in zip(lab().parameters, differs, strict=True) if one] == ["yield_growth"]
    spread = past().numbers["yield_growth"].distribution
    assert spread.low is not None and spread.high is not None
    expected = spread.low + (spread.high - spread.low) * 0.158655254
    assert moved[:, [*lab().parameters].index("yield_growth")] == pytest.approx(expected, rel=1e-6)


def test_more_yield_is_learnt_where_the_combination_says_so() -> None:
    both = [Combination(one) for one in (REFERENCE, {**REFERENCE, NAME: OTHER})]
    low, high = run([record()], settings(), combinations=both)[:, 0, :, -1]
    column = lab().outcome_columns["potential_output", "COL"]
    assert (high[:, column] > low[:, column]).all()


def test_what_a_person_assumes_stands_above_what_was_learnt() -> None:
    one = [Combination(REFERENCE)]
    first, second = (
        run([record()], settings(), {"yield_growth": 0.03}, one),
        run([record()], Settings(draws=8, until=CUT + 2), {"yield_growth": 0.03}, one),
    )
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize(("given", "said"), [({"first": CUT}, "start"), ({"seed": 5}, "--seed 0"), ({"draws": 9}, "9")])
def test_an_ensemble_belongs_to_its_years_its_seed_and_its_draws(given: dict[str, int], said: str) -> None:
    with pytest.raises(InputError) as caught:
        settings(**given)
    assert said in str(caught.value)
