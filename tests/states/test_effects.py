"""What an effort does, as the lab has it: paired, by alternative, and the same as one run by hand."""

from pathlib import Path

import numpy as np
import pytest

from tregua.catalogue.errors import InputError
from tregua.lab.alternatives import combinations
from tregua.lab.model import lab
from tregua.lab.own import Setting, own_scenario
from tregua.lab.past import past
from tregua.lab.result import label, values
from tregua.lab.run import Settings, numbers, run
from tregua.states import effects as module
from tregua.states.effects import effects
from tregua.states.effects_schema import efforts_file
from tregua.states.payoffs import players, valued, vectors
from tregua.states.weights import Weights, read_weights

DRAWS = 6
FOUND = effects(DRAWS)


def of(effort: str, state: str, outcome: str) -> np.ndarray:
    which = next(one for one in FOUND.efforts if one.id == effort)
    cell = next(one for one in FOUND.cells if (one.state, one.outcome) == (state, outcome))
    return FOUND.of(which, cell)


def test_an_effect_is_the_paired_difference_of_two_runs_of_the_lab() -> None:
    settings = Settings(draws=DRAWS, seed=0, until=2031)
    effort = next(one for one in FOUND.efforts if one.id == "USA.treatment")
    pair = [
        own_scenario([], [Setting(lab().levers["treatment"], "USA", value, settings.start)], settings.start)
        for value in (effort.low, effort.high)
    ]
    pair = [one.model_copy(update={"id": str(at)}) for at, one in enumerate(pair)]
    known = past(settings.span.first)
    only = combinations()[:1]
    annual = run(pair, settings, {}, only, known=known)
    dataset = label(annual, numbers(settings, only[0], {}, known), pair, settings, {}, only)
    level = values(dataset, "homicides", "COL").isel(alternative=0).sel(year=slice(2027, 2031)).mean("year")
    by_hand = (level.sel(scenario="1") - level.sel(scenario="0")).values
    assert of("USA.treatment", "COL", "homicides")[0] == pytest.approx(by_hand, rel=1e-9)


def test_the_balloon_is_felt_by_the_neighbours_and_treatment_lowers_demand_everywhere() -> None:
    for neighbour in ("PER", "BOL"):
        assert (of("COL.eradication", neighbour, "coca_area")[0] > 0).all()
        assert (of("USA.treatment", neighbour, "coca_area")[0] < 0).all()
    assert (of("COL.substitution", "COL", "coca_area")[0] < 0).all()


def test_an_effort_that_reaches_nobody_there_is_nothing_and_not_a_small_number() -> None:
    assert not of("COL.reintegration", "USA", "cocaine_consumed").any()
    assert not any(one.state == "COL" and one.outcome == "state_outlay" for one in FOUND.cells)  # no cost was read


def test_every_effort_and_cell_is_told_by_alternative_with_the_reference_first() -> None:
    listed = vectors(FOUND)
    assert len(listed) == len(FOUND.efforts) * len(FOUND.cells)
    assert FOUND.alternatives[0] == "reference" and len({*FOUND.alternatives}) == len(FOUND.alternatives) > 10
    for one in listed:
        assert [each.alternative for each in one.told] == [*FOUND.alternatives]
        assert one.lower + one.higher <= len(FOUND.alternatives)
        assert one.medians[0] <= one.reference.found.median <= one.medians[1]


def test_the_same_seed_gives_the_same_effects_computed_anew_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "cache_folder", lambda: tmp_path)
    computed = effects(DRAWS)
    (kept,) = (tmp_path / "effects").iterdir()
    again = effects(DRAWS)
    for one in (computed, again):
        assert (one.change == FOUND.change).all() and one.alternatives == FOUND.alternatives
    kept.write_bytes(b"no archive")
    assert (effects(DRAWS).change == FOUND.change).all()
    assert not (effects(DRAWS, 1).change == FOUND.change).all()


def test_nothing_is_valued_but_by_the_weights_that_are_typed() -> None:
    weights = Weights(
        weights={"homicides": -1.0, "USA.overdose_deaths": -2.0},
        efforts={"COL": "seizure_share", "USA": "treatment"},
        slopes={"COL": 1.0, "USA": 1.0},
    )
    states = players(FOUND)
    m = valued(FOUND, weights, states)
    at = {state: i for i, state in enumerate(states)}
    assert m[..., at["COL"], at["COL"]] == pytest.approx(-of("COL.seizure_share", "COL", "homicides"))
    assert m[..., at["USA"], at["USA"]] == pytest.approx(-2.0 * of("USA.treatment", "USA", "overdose_deaths"))
    assert not m[..., at["PER"], :].any()  # coca has no weight
    assert not m[..., :, at["PER"]].any()  # and Peru makes no effort


def test_the_states_of_the_lab_are_those_of_the_file_and_no_others() -> None:
    assert players(FOUND) == ("COL", "PER", "BOL", "USA")
    assert {one.state for one in efforts_file().efforts} == {"COL", "USA"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("weights: {homicide: -1}\nefforts: {COL: substitution}\nslopes: {COL: 1}\n", ":1: there is no outcome"),
        ("weights: {displaced: -1}\nefforts: {COL: substitution}\nslopes: {COL: 1}\n", "never weighed"),
        ("weights: {homicides: -1}\nefforts: {PER: substitution}\nslopes: {PER: 1}\n", "there is no state"),
        ("weights: {homicides: -1}\nefforts: {COL: treatment}\nslopes: {COL: 1}\n", "there is no lever"),
        ("weights: {homicides: -1}\nefforts: {COL: substitution}\nslopes: {}\n", "no slope"),
        ("weights: {homicides: -1}\nefforts: {COL: substitution}\nslopes: {COL: 0}\n", "≥ 1e-09"),
        ("efforts: {COL: substitution}\nslopes: {COL: 1}\n", "weights"),
        ("weights: {}\nefforts: {COL: substitution}\nslopes: {COL: 1}\n", "weights"),
    ],
)
def test_a_file_of_weights_is_refused_in_one_sentence(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text(content)
    with pytest.raises(InputError, match=told):
        read_weights(path)
