"""Comparisons of data sets made by hand, for which theory gives the answer."""

import json
from collections.abc import Mapping

import numpy as np
import pytest
import xarray as xr
from numpy.typing import NDArray
from small_lab import scenario

from tregua.catalogue.errors import InputError
from tregua.catalogue.record import Text
from tregua.lab.compare import Comparison, Comparisons, chance_lower, compare, median_error
from tregua.lab.draws import draw_parameters
from tregua.lab.model import lab
from tregua.lab.result import label
from tregua.lab.run import Settings
from tregua.show.words.run import comparisons_record
from tregua.show.words.said import in_words
from tregua.text import Language

Floats = NDArray[np.float64]
COLUMNS = lab().outcome_columns
HOMICIDES = COLUMNS["homicides", "COL"]
LEVEL = 1000.0  # of every outcome in the baseline
CONTRACT = {
    *("scenario", "outcome", "place", "unit", "median", "i50", "i90", "p_lower", "mc_error", "assumption_share"),
    "caveats",
}
EXTRAS = {
    *("status", "baseline_median", "relative", "relative_i90", "assumption_share_se", "shock_share"),
    *("agree", "alternatives"),
}


def made(
    difference: Floats,
    levers: Mapping[str, float] | None = None,
    assumptions: Mapping[str, float] | None = None,
    columns: list[int] | None = None,
    name: str = "moved",
) -> xr.Dataset:
    """A run in which `name` moves `columns` by `difference`, shape (draws,) or (replicates, draws, columns)."""
    columns = [HOMICIDES] if columns is None else columns
    moved = np.broadcast_to(difference, (3, len(difference))) if difference.ndim == 1 else difference
    draws = moved.shape[1]
    annual = np.full((3, 2, draws, 3, len(COLUMNS)), LEVEL)
    annual[:, 1, :, :, columns] += np.moveaxis(moved.reshape(3, draws, -1), -1, 0)[..., None]
    scenarios = [scenario({}, "baseline"), scenario(levers or {}, name)]
    return label(annual, scenarios, Settings(draws=draws, until=2027), assumptions or {}, "a test")


def compared(dataset: xr.Dataset, baseline: str = "baseline") -> Comparisons:
    return compare(dataset, baseline, 2022)


def homicides(dataset: xr.Dataset) -> Comparison:
    return compared(dataset).one("moved", "homicides", "COL")


def shuffled(middle: float) -> Floats:
    """The whole numbers within 50 of `middle`, in an order that is not theirs."""
    return np.random.default_rng(0).permutation(np.arange(middle - 50.0, middle + 51.0))


def test_median_intervals_and_chance_are_those_of_the_paired_differences() -> None:
    one = homicides(made(shuffled(-10.0)))
    assert (one.status, one.unit, one.baseline_median) == ("figures", "deaths/year", LEVEL)
    assert one.median == pytest.approx(-10)
    assert one.i50 == pytest.approx((-35, 15))
    assert one.i90 == pytest.approx((-55, 35))
    assert one.relative == pytest.approx(-0.01)
    assert one.relative_i90 == pytest.approx((-0.055, 0.035))
    assert one.p_lower == pytest.approx((60 + 0.5 + 0.5) / 102)  # 60 draws below zero and one tie


def test_differences_are_paired_by_draw_not_taken_between_medians() -> None:
    dataset = made(np.zeros(101))
    dataset["homicides"].values[:, 0, ..., 0] += shuffled(0.0)[:, None]
    dataset["homicides"].values[:, 1, ..., 0] += shuffled(0.0)[:, None] + 2.0
    one = homicides(dataset)
    assert one.i90 == pytest.approx((2, 2))


@pytest.mark.parametrize(
    ("difference", "expected"), [([-1, 0, 0, 1], 0.5), ([-3, -1, -2], 3.5 / 4), ([1], 0.25), ([0, 0, -1], 2.5 / 4)]
)
def test_ties_count_half_and_no_chance_is_0_or_1(difference: list[float], expected: float) -> None:
    assert chance_lower(np.array(difference, dtype=float)) == pytest.approx(expected)


def test_the_error_of_a_median_is_that_of_theory() -> None:
    samples = np.random.default_rng(1).normal(0.0, 3.0, (200, 4000))
    errors = [median_error(sample) for sample in samples]
    assert np.mean(errors) == pytest.approx(1.2533 * 3.0 / np.sqrt(4000), rel=0.15)
    assert np.mean(errors) == pytest.approx(np.std(np.median(samples, axis=1)), rel=0.15)


def test_shares_and_their_errors_are_those_of_an_analytic_case() -> None:
    """Y = a X1 + b X2 + X1 X2: the total share of X1 is (a² + 1)/(a² + b² + 1), that of X2 (b² + 1)/(a² + b² + 1)."""
    a, b, draws = 2.0, 1.0, 4000
    cells = list(COLUMNS)[:10]  # ten experiments at once, each in an outcome and place of its own
    x1, x2, again1, again2 = np.random.default_rng(2).standard_normal((4, draws, len(cells)))
    moved = np.stack([a * u + b * v + u * v for u, v in ((x1, x2), (again1, x2), (x1, again2))])
    comparisons = compared(made(moved, columns=[COLUMNS[cell] for cell in cells]))
    misses = []
    for name, place in cells:
        one = comparisons.one("moved", name, place or lab().outcomes[name].place or "")
        assert one.assumption_share is not None and one.assumption_share_se is not None
        misses.append((one.assumption_share - (a * a + 1) / (a * a + b * b + 1)) / one.assumption_share_se)
        assert one.shock_share == pytest.approx((b * b + 1) / (a * a + b * b + 1), abs=0.06)
    assert np.abs(misses).max() < 3.0
    assert 0.6 < np.std(misses) < 1.5  # the standard error is neither a boast nor a shrug


def test_a_share_is_nothing_where_no_assumption_matters_and_all_where_only_they_do() -> None:
    y, again = np.random.default_rng(3).standard_normal((2, 4000))
    none = homicides(made(np.stack([y, y, again])[..., None]))
    assert (none.assumption_share, none.shock_share) == (pytest.approx(0.0), pytest.approx(1.0, abs=0.1))


def test_without_figures_the_status_says_why() -> None:
    still = compared(made(np.zeros(20), {"eradication": 0.0, "treatment": 0.5}))
    status = {(one.outcome, one.place): one.status for one in still.comparisons}
    assert status["coca_area", "COL"] == "no_change"  # a lever behind it, and no draw that differs
    assert status["detained", "COL"] == "no_effect"  # no lever behind it
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


def test_agreement_counts_the_published_alternatives_that_give_the_same_sign() -> None:
    record = lab().parameters["eradication_effect"]
    assert record.alternatives and record.distribution.values
    drawn = draw_parameters(0, 0, 1000, {})[:, list(lab().parameters).index(record.id)]
    coca, levers = [COLUMNS["coca_area", "COL"]], {"eradication": 0.0, "arrests": 2.0}

    def cell(y: Floats, assumptions: dict[str, float] | None = None) -> Comparison:
        return compared(made(y, levers, columns=coca, assumptions=assumptions or {})).one("moved", "coca_area", "COL")

    one = cell(np.where(drawn == record.distribution.values[0], 1.0, -1.0))
    assert (one.agree, one.alternatives) == (3, 4)  # only alternatives that the levers behind the outcome rest on
    assert cell(np.full(1000, -1.0), {record.id: record.value}).alternatives == 0


@pytest.mark.parametrize(
    ("language", "begins"), [("en", "No rates of recruitment, arrest or death of Col"), ("es", "No hay tasas publicad")]
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


def test_observed_years_outside_the_band_are_named() -> None:
    wide = np.linspace(-1e9, 1e9, 100)
    all_columns = np.broadcast_to(wide[:, None], (3, 100, len(COLUMNS)))
    dataset = made(all_columns, columns=list(COLUMNS.values()), name="total-peace")
    assert "outside_band" not in keys(compared(dataset))  # total peace is nearest to what happened; its band holds all
    (outside,) = [one for one in compared(made(wide)).caveats if one.key == "caveat.outside_band"]
    assert outside.values["scenario"] == Text(en="a test", es="una prueba")
    assert "homicides" not in in_words(outside, "en").partition("coca area")[0]
    assert "coca area (Colombia: 2021, 2022, 2023)" in in_words(outside, "en")
    assert "cultivos de coca (Colombia: 2021, 2022, 2023)" in in_words(outside, "es")


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
    assert "grade C (extra share of heavy users treated each year in the United States)" in in_words(treatment, "en")
    (talks,) = comparisons.one("moved", "homicides", "COL").caveats
    assert "grado D (mesa abierta con un grupo)" in in_words(talks, "es")


def test_detention_under_a_state_of_exception_is_never_shown_alone() -> None:
    detained = compared(made(np.ones(20), {"emergency": 1.0}, columns=[COLUMNS["detained", "COL"]]))
    assert "caveat.detention" in [caveat.key for caveat in detained.one("moved", "detained", "COL").caveats]


@pytest.mark.parametrize(
    ("baseline", "year", "english", "spanish"),
    [
        ("baselin", 2022, "Did you mean “baseline”?", "¿Quiso decir «baseline»?"),
        ("baseline", 2024, "must be 2021 … 2023, not 2024", "debe ser 2021 … 2023, no 2024"),
        ("baseline", 2020, "must be 2021 … 2023, not 2020", "debe ser 2021 … 2023, no 2020"),
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
        *("baseline", "year", "draws", "seed", "version", "catalogue_hash", "comparisons", "caveats", "command")
    }
    assert (written["baseline"], written["year"], written["draws"], written["seed"]) == ("baseline", 2022, 3, 0)
    places = {(name, place) for name, places in lab().outcome_places.items() for place in places}
    assert {(one["outcome"], one["place"]) for one in written["comparisons"]} == places
    assert {"coca_area", "cocaine_output", "homicides", "group_members", "state_outlay"} <= {name for name, _ in places}
    for one in written["comparisons"]:
        assert set(one) == CONTRACT | EXTRAS
        assert (one["status"] == "figures") == (one["p_lower"] is not None)
        assert one["p_lower"] is None or 0 < one["p_lower"] < 1
        assert all(isinstance(caveat, str) for caveat in one["caveats"])
    assert all(isinstance(caveat, str) for caveat in written["caveats"])
