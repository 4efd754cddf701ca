"""Hazards give back what they were made of; chances lie between nothing and one, wider where nothing was counted."""

import math
import re
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import k0

from tregua.catalogue.errors import InputError
from tregua.states import bills
from tregua.states.bills import paths_file, pressure_file, rates, rates_file
from tregua.states.pipeline import (
    Chance,
    after,
    brier,
    chance_of,
    hazards,
    jeffreys,
    mean_years,
    passed_by,
    predicted,
)

ORIGINS = ("executive", "legislators", "all")
LISTED = pressure_file().reaction.at_risk
chances = st.floats(1e-6, 1 - 1e-6)
years = st.floats(0.01, 50.0)


def logit(chance: float | None) -> float:
    assert chance is not None
    return math.log(chance / (1.0 - chance))


def width(chance: Chance) -> float:
    return logit(chance.q95) - logit(chance.q05)


# --- time -------------------------------------------------------------------------------------------------------------


@given(chances, years)
def test_hazards_return_the_chance_and_the_mean_time_they_were_made_of(chance: float, mean: float) -> None:
    rate = hazards(chance, mean)
    assert rate.passes / (rate.passes + rate.dies) == pytest.approx(chance, rel=1e-12)
    assert 1.0 / (rate.passes + rate.dies) == pytest.approx(mean, rel=1e-12)


@given(chances, years, years, years)
def test_more_time_passes_more_and_a_hard_end_stops_it(chance: float, mean: float, time: float, end: float) -> None:
    rate = hazards(chance, mean)
    assert 0.0 <= passed_by(rate, time, end) <= passed_by(rate, time) <= passed_by(rate, time + 1.0) <= chance + 1e-12
    assert passed_by(rate, time + end, end) == passed_by(rate, end)


def test_in_the_end_the_chance_is_what_passes() -> None:
    rate = hazards(0.3, 0.8)
    assert passed_by(rate, 1e6) == pytest.approx(0.3)
    assert passed_by(rate, 0.8) == pytest.approx(0.3 * (1 - math.exp(-1)))


def test_the_mean_times_are_those_of_uruguay() -> None:
    assert mean_years("URY", "executive") == pytest.approx(292 / 365.25)
    assert mean_years("URY", "legislators") == pytest.approx(452 / 365.25)
    assert mean_years("BRA", "executive") is None, "what a house has is no time to law"


# --- counts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "counts", "percent"),
    [
        ("col_2023_executive", (8, 24), (19, 50)),
        ("mex_2018_executive", (64, 101), (55, 71)),
        ("bra_2023_executive", (62, 239), (22, 31)),
    ],
)
def test_intervals_are_those_of_the_published_counts(
    row: str, counts: tuple[int, int], percent: tuple[int, int]
) -> None:
    assert rates()[row].counts == counts
    low, high = jeffreys(*counts)
    assert (round(100 * low), round(100 * high)) == percent


@pytest.mark.parametrize(
    ("row", "share"),
    [
        ("col_2022_executive", 0.27),
        ("col_2023_legislators", 0.028),
        ("col_2018_all", 0.115),
        ("mex_2021_legislators", 0.023),
        ("ury_2020_legislators", 0.18),
        ("arg_2008_all", 0.033),
        ("bra_2008_all", 0.043),
        ("mex_2008_all", 0.046),
        ("col_2008_all", 0.145),
        ("chl_2008_all", 0.158),
        ("cri_2008_all", 0.234),
        ("pan_2008_all", 0.526),
    ],
)
def test_counts_give_the_published_share(row: str, share: float) -> None:
    assert rates()[row].fraction == pytest.approx(share, abs=0.006)


@pytest.mark.parametrize(("state", "spread"), [("MEX", 0.39), ("BRA", 0.73)])
def test_presidents_differ_as_much_as_was_reckoned(state: str, spread: float) -> None:
    """The share of the last president of Brazil is 25 % in the press and 26 % by its counts."""
    terms = [one.fraction for one in rates().values() if one.state == state and one.term]
    logits = [math.log(one / (1.0 - one)) for one in terms if one is not None]
    assert statistics.stdev(logits) == pytest.approx(spread, abs=0.02)


# --- chances ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("state", [*LISTED, "USA", "JAM"])
def test_a_chance_is_one_and_says_what_it_rests_on(state: str, origin: str) -> None:
    found = chance_of(state, origin)
    assert found.q05 is not None and found.median is not None and found.q95 is not None
    assert 0.0 < found.q05 < found.median < found.q95 < 1.0
    own = [one for one in rates().values() if (one.state, one.origin) == (state, origin) and one.counts]
    assert found.basis == ("counts" if own else "pool")
    assert found.rows and {rates()[name].origin for name in found.rows} == {origin}


@pytest.mark.parametrize(
    ("state", "origin"), sorted({(one.state, one.origin) for one in rates().values() if one.counts})
)
def test_a_chance_without_counts_is_wider_than_one_with_them(state: str, origin: str) -> None:
    own = chance_of(state, origin)
    others = [one for one in rates().values() if one.state != state]
    pool = chance_of(state, origin, others)
    assert (own.basis, pool.basis) == ("counts", "pool")
    assert width(pool) > width(own)


@given(st.integers(3, 200), st.integers(3, 200))
def test_a_term_to_come_is_wider_than_the_term_that_was_counted(passed: int, missed: int) -> None:
    spread = predicted([(passed, passed + missed)], 0.7)
    low, high = jeffreys(passed, passed + missed)
    assert logit(spread.quantile(0.95)) - logit(spread.quantile(0.05)) > logit(high) - logit(low)
    assert 0.0 < spread.quantile(0.05) < spread.quantile(0.95) < 1.0


def test_with_many_bills_the_spread_between_terms_is_what_remains() -> None:
    """Two terms differ by a normal with a half-normal spread: a product of normals, of density K₀/π."""
    spread = predicted([(5_000_000, 10_000_000)], 0.7)
    assert spread.quantile(0.5) == pytest.approx(0.5)
    assert logit(spread.quantile(0.95)) == pytest.approx(-logit(spread.quantile(0.05)), rel=1e-6)
    beyond, _ = quad(k0, logit(spread.quantile(0.95)) / (0.7 * math.sqrt(2)), 60.0)
    assert beyond / math.pi == pytest.approx(0.05, abs=0.001)


def test_a_state_without_counts_is_given_the_region_and_nothing_gives_nothing() -> None:
    assert chance_of("PER", "executive").basis == "pool"
    assert chance_of("PER", "executive", []) == Chance(None, None, None, "none")
    assert {one.state for one in rates().values()}.isdisjoint(rates_file().nothing_found)


def test_bills_that_two_rows_count_are_used_once() -> None:
    assert chance_of("CHL", "all").rows == ("chl_1990_all",)
    early = [one for one in rates().values() if one.ends <= "2018"]
    assert chance_of("CHL", "all", early).rows == ("chl_2008_all",)


def test_a_bill_that_is_taken_out_is_counted_no_more() -> None:
    full = chance_of("COL", "executive")
    without = chance_of("COL", "executive", without={"col_2023_executive": (1, 1)})
    assert full.median is not None and without.median is not None and without.median < full.median
    assert chance_of("MEX", "executive", without={"mex_2018_executive": (64, 101)}).basis == "pool"


@given(chances, st.integers(1, 9), st.integers(0, 9))
def test_each_hurdle_brings_the_chance_nearer_to_one(chance: float, hurdles: int, cleared: int) -> None:
    filed = Chance(chance, chance / 2, (1 + chance) / 2, "counts")
    cleared = min(cleared, hurdles)
    found = after(filed, hurdles, cleared)
    assert found.q05 is not None and found.median is not None and found.q95 is not None
    assert 0.0 <= found.q05 <= found.median <= found.q95 <= 1.0
    assert after(filed, hurdles, 0).median == pytest.approx(chance)
    assert (found.median == 1.0) == (cleared == hurdles)
    per_hurdle = chance ** (1 / hurdles)
    assert found.median == pytest.approx(per_hurdle ** (hurdles - cleared))


def test_what_is_assumed_says_so() -> None:
    assumed = {one.id: one for one in rates_file().assumptions}
    assert {one.tag for one in assumed.values()} == {"assumed"}
    assert assumed["spread"].value == 0.7 and "equal_hurdles" in assumed


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_a_perfect_forecast_scores_nothing_and_a_coin_a_quarter(happened: list[bool]) -> None:
    assert brier([float(one) for one in happened], happened) == 0.0
    assert brier([0.5] * len(happened), happened) == 0.25
    assert brier([float(not one) for one in happened], happened) == 1.0


# --- the files --------------------------------------------------------------------------------------------------------


def test_a_name_that_there_is_not_is_told_with_its_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("states")
    content = (bills.FOLDER / "rates.yaml").read_text("utf-8").replace("part_of: chl_1990_all", "part_of: chl_1990_al")
    (folder / "rates.yaml").write_text(content, "utf-8")
    line = next(at for at, one in enumerate(content.splitlines(), 1) if "part_of: chl_1990_al" in one and "id:" in one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bills, "FOLDER", folder)
        with pytest.raises(InputError, match=rf"rates\.yaml:{line}: .*chl_1990_al"):
            rates_file.__wrapped__()


def test_both_languages_say_the_same_numbers() -> None:
    """Digits agree; a decade is written in words in Spanish."""
    decade = re.compile(r"\b[0-9]{4}s\b")
    for file in (rates_file(), paths_file(), pressure_file()):
        found = re.findall(r'"en":"(.*?)","es":"(.*?)"[,}]', file.model_dump_json())
        assert found
        for english, spanish in found:
            assert sorted(re.findall(r"\d", decade.sub("", english))) == sorted(re.findall(r"\d", spanish)), english
