"""Comparisons of data sets made by hand, for which theory gives the answer."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
import xarray as xr
from by_hand import COLUMNS, HOMICIDES, LEVEL, REFERENCE, YEAR, Floats, compared, homicides, made, shuffled
from small_lab import FIRST, scenario

from tregua.catalogue.errors import InputError
from tregua.lab.alternatives import Combination, alternatives
from tregua.lab.cell import direction
from tregua.lab.compare import Comparisons, compare
from tregua.lab.model import lab
from tregua.show.words.run import comparisons_record
from tregua.show.words.said import in_words
from tregua.text import Language

CONTRACT = {
    *("scenario", "outcome", "place", "unit", "median", "i50", "i90", "p_lower", "mc_error", "assumption_share"),
    *("caveats", "n_alternatives", "alternatives", "material", "tested", "status"),
}
EXTRAS = {
    *("baseline_median", "baseline_error", "relative", "i90_error", "median_range", "lower", "higher"),
    *("decided_by", "decided_share", "assumption_share_se", "shock_share", "shock_share_se", "used", "untested"),
    "shares",
}


def test_median_intervals_and_chance_are_those_of_the_paired_differences() -> None:
    one = homicides(made(shuffled(-10.0)))
    assert (one.status, one.unit, one.baseline_median) == ("figures", "deaths/year", LEVEL)
    assert one.median == pytest.approx(-10)
    assert one.i50 == pytest.approx((-35, 15))
    assert one.i90 == pytest.approx((-55, 35))
    assert one.relative == pytest.approx(-0.01)
    assert one.p_lower == pytest.approx((60 + 0.5 + 0.5) / 102)  # 60 draws below zero and one tie


def test_differences_are_paired_by_draw_not_taken_between_medians() -> None:
    dataset = made(np.zeros(101))
    dataset["homicides"].values[:, 0, ..., 0] += shuffled(0.0)[:, None]
    dataset["homicides"].values[:, 1, ..., 0] += shuffled(0.0)[:, None] + 2.0
    one = homicides(dataset)
    assert one.i90 == pytest.approx((2, 2))


def test_shares_are_those_of_assumptions_and_of_shocks() -> None:
    y, again = np.random.default_rng(3).standard_normal((2, 4000))
    one = homicides(made(np.stack([y, y, again])[..., None]))
    assert (one.assumption_share, one.shock_share) == (pytest.approx(0.0), pytest.approx(1.0, abs=0.05))


def test_how_the_share_of_assumptions_was_found_is_said() -> None:
    y, again = np.random.default_rng(3).standard_normal((2, 400))
    one = homicides(made(np.stack([y, again, again])[..., None]))
    assert one.shares == "pick_freeze"
    assert homicides(made(np.full(20, 3.0))).shares is None


@pytest.mark.parametrize(("parameter", "share"), [("arrest_hazard", 1.0), ("relapse_hazard", 0.0)])
def test_of_an_ensemble_it_is_what_the_assumed_inputs_explain_together(parameter: str, share: float) -> None:
    """An answer that follows one input, assumed or derived, in any way that keeps its order."""
    listed = [Combination(REFERENCE), Combination(REFERENCE, "shocks")]
    drawn = made(np.zeros(512), listed=listed).drawn.sel(parameter=parameter).values
    assert (lab().parameters[parameter].tag == "assumed") == (share == 1.0)
    answer = np.stack([np.exp(drawn)] * 2)[..., None]
    one = homicides(made(answer, listed=listed).assign_attrs(ensemble="2024-0"))
    assert one.shares == "given_data"
    assert one.assumption_share_se is not None
    assert one.assumption_share == pytest.approx(share, abs=max(0.01, 4.0 * one.assumption_share_se))
    assert one.shock_share == 0.0


def test_of_an_ensemble_of_few_draws_no_share_of_assumptions_is_told() -> None:
    listed = [Combination(REFERENCE), Combination(REFERENCE, "shocks")]
    y = np.random.default_rng(4).standard_normal((2, 40))
    one = homicides(made(y[..., None], listed=listed).assign_attrs(ensemble="2024-0"))
    assert (one.shares, one.assumption_share, one.assumption_share_se) == (None, None, None)
    assert one.shock_share is not None


def test_without_figures_the_status_says_why() -> None:
    still = compared(made(np.zeros(20), {"eradication": 0.0, "treatment": 0.5}))
    status = {(one.outcome, one.place): one.status for one in still.comparisons}
    assert status["coca_area", "COL"] == "no_change"  # a lever behind it, and no draw that differs
    assert status["detained", "COL"] == "no_lever"  # nothing that it sets moves it
    assert status["state_outlay", "COL"] == "no_cost"  # eradication has no published unit cost
    assert status["state_outlay", "USA"] == "no_change"  # treatment has one
    assert all(one.median is None and one.p_lower is None for one in still.comparisons)
    assert homicides(made(shuffled(0.0))).status == "figures"


@pytest.mark.parametrize(("relative", "status"), [(1e-11, "no_change"), (1e-9, "figures")])
def test_a_difference_of_rounding_counts_as_none(relative: float, status: str) -> None:
    assert homicides(made(np.full(20, LEVEL * relative), {"arrests": 2.0})).status == status


def test_nine_draws_in_ten_without_a_difference_are_no_change() -> None:
    y = np.zeros(100)
    y[:4] = 5.0
    assert homicides(made(y, {"arrests": 2.0})).status == "no_change"
    y[:20] = 5.0
    assert homicides(made(y, {"arrests": 2.0})).status == "figures"


# --- alternatives that contradict each other --------------------------------------------------------------------------

CROSSED, OTHER = list(alternatives().crossed)[:2]
MOVED = {"emergency": 1.0, "talks": 1.0}  # so that the alternatives act


def choices_of(parameter: str) -> list[float]:
    return sorted(lab().parameters[parameter].distribution.values or [], key=lambda one: one != REFERENCE[parameter])


def by(parameter: str, differences: Sequence[Floats]) -> xr.Dataset:
    """A run in which each value of a parameter, the reference first, moves homicides in its own way."""
    listed = [Combination({**REFERENCE, parameter: value}) for value in choices_of(parameter)]
    assert len(listed) >= len(differences)
    several = [*differences, *[differences[-1]] * (len(listed) - len(differences))]
    return made(np.array(several)[..., None], MOVED, listed=listed)


def test_two_readings_that_contradict_each_other_are_never_pooled() -> None:
    """One says −1,000, the other +1,000: the pooled median is some number that neither of them gives."""
    spread = shuffled(0.0)
    one = homicides(by(CROSSED, [spread - 1000.0, spread + 1000.0]))
    assert one.status == "by_alternative"
    assert one.median is one.i50 is one.i90 is one.p_lower is one.mc_error is None
    assert one.n_alternatives == len(one.alternatives) == len(choices_of(CROSSED))
    assert one.median_range == pytest.approx((-1000.0, 1000.0))
    assert [figure.median for figure in one.alternatives[:2]] == pytest.approx([-1000.0, 1000.0])
    assert [figure.choices[CROSSED] for figure in one.alternatives] == choices_of(CROSSED)
    assert (one.lower, one.higher) == (1, len(choices_of(CROSSED)) - 1)
    assert (one.decided_by, one.decided_share) == (CROSSED, pytest.approx(1.0))
    assert one.material.status == "uncertain" and direction(one) == ""


def test_the_alternative_that_decides_is_the_one_whose_choice_moves_the_medians_most() -> None:
    """Main effects of two crossed choices, 30 and 10 either way: their variances are as 9 to 1."""
    a, b = choices_of(CROSSED)[:2], choices_of(OTHER)[:2]
    listed = [Combination({**REFERENCE, CROSSED: one, OTHER: other}) for one in a for other in b]
    effects = [s * 30.0 + t * 10.0 for s in (-1.0, 1.0) for t in (-1.0, 1.0)]
    one = homicides(made(np.array([shuffled(100.0 + effect) for effect in effects])[..., None], MOVED, listed=listed))
    assert one.decided_by == CROSSED and one.decided_share == pytest.approx(0.9)
    assert (one.n_alternatives, one.higher, direction(one)) == (4, 4, "higher")


def test_a_choice_that_makes_no_difference_here_has_no_row_and_leaves_one_figure() -> None:
    one = homicides(by(CROSSED, [shuffled(-500.0), shuffled(-500.0) + 1.0]))
    assert (one.status, one.n_alternatives) == ("figures", 1)
    assert one.median == pytest.approx(-500.0)
    assert one.median_range == pytest.approx((-500.0, -499.0))
    assert one.alternatives[0].choices == {} and one.decided_by is None


def test_nothing_under_the_reference_and_next_to_nothing_under_another_choice_is_no_change() -> None:
    spread = shuffled(0.0) / 20.0
    one = homicides(by(CROSSED, [np.zeros(101), spread]))
    assert (one.status, one.median, one.material.status) == ("no_change", None, "none")


def test_a_choice_whose_levers_nobody_moves_is_no_alternative() -> None:
    dataset = by(CROSSED, [shuffled(-1000.0), shuffled(1000.0)])
    still = dataset.assign_attrs(
        scenarios=json.dumps([scenario({}, one).model_dump() for one in ("baseline", "moved")])
    )
    assert homicides(dataset).n_alternatives == len(choices_of(CROSSED))
    assert homicides(still).n_alternatives == 1


def test_one_figure_needs_weights_that_a_person_typed() -> None:
    """With weights 3 to 1 on −1,000 and +1,000 the median lies at the first, the chance of lower is three quarters."""
    spread, values = shuffled(0.0), choices_of(CROSSED)
    dataset = by(CROSSED, [spread - 1000.0, spread + 1000.0])
    weights = {CROSSED: {value: [0.75, 0.25, *[0.0] * (len(values) - 2)][at] for at, value in enumerate(values)}}
    others = {name: {REFERENCE[name]: 1.0} for name in alternatives().crossed if name != CROSSED}
    one = compare(dataset, "baseline", YEAR, credence={**weights, **others}).one("moved", "homicides", "COL")
    assert one.status == "figures" and one.n_alternatives == len(values)
    assert one.median is not None and -1020.0 < one.median < -980.0
    assert one.p_lower == pytest.approx(0.75, abs=0.01)
    assert one.i90 is not None and one.i90[0] < -1040.0 and one.i90[1] > 1020.0


@pytest.mark.parametrize(
    ("differences", "status"),
    [
        ([-300.0, -200.0], "yes"),
        ([-300.0, 200.0], "uncertain"),  # matters either way, and nobody can say which
        ([-300.0, -60.0], "uncertain"),
        ([30.0, -30.0], "none"),
        ([30.0, 80.0], "uncertain"),  # its interval reaches beyond what matters
    ],
)
def test_a_difference_matters_or_not_only_where_every_combination_says_so(
    differences: list[float], status: str
) -> None:
    found = homicides(by(CROSSED, [shuffled(one) for one in differences]))
    assert (found.material.threshold, found.material.unit) == (100.0, "deaths/year")
    assert found.material.status == status


def test_what_matters_is_a_share_of_the_baseline_where_the_catalogue_says_so() -> None:
    comparisons = compared(made(shuffled(0.0)))
    assert comparisons.one("moved", "coca_area", "COL").material.threshold == pytest.approx(0.05 * LEVEL)
    empty = made(shuffled(0.0))
    empty["coca_area"].values[:] = 0.0
    number = alternatives().matters["coca_area"].number
    assert compared(empty).one("moved", "coca_area", "COL").material.threshold == number


def test_the_user_says_what_matters() -> None:
    dataset = made(shuffled(-10.0))
    assert homicides(dataset).material.status == "none"
    stricter = compare(dataset, "baseline", YEAR, {"homicides": 5.0}).one("moved", "homicides", "COL")
    assert (stricter.material.threshold, stricter.material.status) == (5.0, "uncertain")
    with pytest.raises(InputError) as caught:
        compare(dataset, "baseline", YEAR, {"homicide": 5.0, "coca_area": 0.0})
    unknown, nothing = caught.value.problems
    assert unknown.message("en").startswith("--matters") and "Did you mean “homicides”?" in unknown.message("en")
    assert nothing.message("es") == "--matters: «coca_area» debe ser > 0, no 0"


def test_every_figure_has_the_error_of_theory_at_its_median_and_ends() -> None:
    y = np.random.default_rng(5).normal(0.0, 200.0, 4000)
    one = homicides(made(y))
    assert one.mc_error == pytest.approx(1.2533 * 200.0 / np.sqrt(4000), rel=0.15)
    end = np.sqrt(0.05 * 0.95 / 4000) * 200.0 / 0.1031  # the normal density at its 5 % quantile
    assert one.i90_error == pytest.approx((end, end), rel=0.25)


# --- caveats ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("difference", [0.5, -500.0])
def test_of_few_draws_neither_practically_none_nor_a_difference_is_told(difference: float) -> None:
    """Of nineteen draws none is meant to lie below the lower end of a 90 % interval, whatever lies there."""
    few, enough = (homicides(made(np.full(draws, difference), {"arrests": 2.0})) for draws in (19, 20))
    assert few.material.status == "uncertain"
    assert enough.material.status == ("none" if abs(difference) < 100 else "yes")


@pytest.mark.parametrize(
    ("language", "begins"), [("en", "No rates of recruitment, arrest or death of Col"), ("es", "No se publican tasas")]
)
def test_the_first_caveat_is_that_colombian_rates_are_not_published(language: Language, begins: str) -> None:
    for levers in ({}, {"arrests": 2.0}):
        assert in_words(compared(made(shuffled(0.0), levers)).caveats[0], language).startswith(begins)


def keys(comparisons: Comparisons) -> list[str]:
    return [caveat.key.removeprefix("caveat.") for caveat in comparisons.caveats]


@pytest.mark.parametrize(("draws", "expected"), [(99, True), (100, False)])
def test_few_draws_are_a_caveat(draws: int, expected: bool) -> None:
    assert ("few_draws" in keys(compared(made(np.ones(draws))))) is expected


def test_an_edited_assumption_is_a_caveat_with_its_value() -> None:
    comparisons = compared(made(np.ones(100), assumptions={"relapse_hazard": 0.125}))
    (edited,) = [caveat for caveat in comparisons.caveats if caveat.key == "caveat.edited"]
    assert in_words(edited, "en") == "Edited assumption: relapse_hazard = 0.125."
    assert in_words(edited, "es") == "Supuesto editado: relapse_hazard = 0.125."
    assert "edited" not in keys(compared(made(np.ones(100))))


def test_levers_without_a_unit_cost_are_named_beside_the_outlay() -> None:
    payer = [COLUMNS["state_outlay", "COL"]]
    outlay = compared(made(shuffled(90.0), {"counselling": 0.5, "talks": 1.0}, columns=payer))
    (caveat,) = outlay.one("moved", "state_outlay", "COL").caveats
    assert in_words(caveat, "en") == "No cost estimate for: open table with a group. The figure leaves them out."
    assert "mesa abierta con un grupo" in in_words(caveat, "es")
    costed = compared(made(shuffled(90.0), {"counselling": 0.5}, columns=payer))
    assert costed.one("moved", "state_outlay", "COL").caveats == ()


def test_a_figure_names_the_grade_of_the_weakest_lever_behind_it() -> None:
    levers = {"treatment": 0.5, "counselling": 0.5, "talks": 1.0}
    columns = [HOMICIDES, COLUMNS["cocaine_consumed", "USA"]]
    comparisons = compared(made(np.ones((3, 20, 2)), levers, columns=columns))
    (treatment,) = comparisons.one("moved", "cocaine_consumed", "USA").caveats
    assert "grade C (extra share of heavy users treated each year)" in in_words(treatment, "en")
    (talks,) = comparisons.one("moved", "homicides", "COL").caveats
    assert "grado D (mesa abierta con un grupo)" in in_words(talks, "es")


def test_detention_under_a_state_of_exception_is_never_shown_alone() -> None:
    detained = compared(made(np.ones(20), {"emergency": 1.0}, columns=[COLUMNS["detained", "COL"]]))
    assert "caveat.detention" in [caveat.key for caveat in detained.one("moved", "detained", "COL").caveats]


@pytest.mark.parametrize(
    ("baseline", "year", "english", "spanish"),
    [
        ("baselin", YEAR, "Did you mean “baseline”?", "¿Quiso decir «baseline»?"),
        ("baseline", FIRST + 3, "must be 2025 … 2027, not 2028", "debe ser 2025 … 2027, no 2028"),
        ("baseline", FIRST - 1, "must be 2025 … 2027, not 2024", "debe ser 2025 … 2027, no 2024"),
    ],
)
def test_what_is_not_in_the_run_is_refused(baseline: str, year: int, english: str, spanish: str) -> None:
    with pytest.raises(InputError) as caught:
        compare(made(np.ones(2)), baseline, year)
    assert english in caught.value.message("en")
    assert spanish in caught.value.message("es")


def test_a_baseline_alone_is_compared_with_nothing() -> None:
    held = json.dumps([scenario({}, "baseline").model_dump()])
    dataset = made(np.ones(2)).isel(scenario=[0]).assign_attrs(scenarios=held)
    with pytest.raises(InputError) as caught:
        compared(dataset)
    assert "cannot be compared with itself" in caught.value.message("en")
    assert "no se compara consigo misma" in caught.value.message("es")


def test_json_is_the_contract_with_finite_numbers() -> None:
    plain = comparisons_record(compared(made(np.full(3, -1.0))), "en")
    written = json.loads(json.dumps(plain, allow_nan=False))
    assert set(written) == {
        *("baseline", "year", "draws", "seed", "version", "catalogue_hash", "comparisons", "caveats", "command"),
        *("horizon", "scored", "scores", "also", "ensemble", "scenarios", "matters", "weights"),
    }
    assert (written["baseline"], written["year"], written["draws"], written["seed"]) == ("baseline", YEAR, 3, 0)
    places = {(name, place) for name, places in lab().outcome_places.items() for place in places}
    assert {(one["outcome"], one["place"]) for one in written["comparisons"]} == places
    assert {"coca_area", "cocaine_output", "homicides", "group_members", "state_outlay"} <= {name for name, _ in places}
    for one in written["comparisons"]:
        assert set(one) == CONTRACT | EXTRAS
        assert (one["status"] == "figures") == (one["p_lower"] is not None) == (one["median"] is not None)
        assert one["n_alternatives"] == len(one["alternatives"])
        assert set(one["material"]) == {"threshold", "unit", "status"} and one["tested"] == []
        assert all({"choices", "median", "i50", "i90", "p_lower"} <= set(each) for each in one["alternatives"])
        assert one["p_lower"] is None or 0 < one["p_lower"] < 1
        assert all(isinstance(caveat, str) for caveat in one["caveats"])
    assert all(isinstance(caveat, str) for caveat in written["caveats"])
