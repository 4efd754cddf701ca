"""Forecasts from a copy of the past: what they may read, what they must not, and how they are counted."""

from dataclasses import replace
from math import log

import pytest
from tables import changed

from tregua.analysis.backtest import AHEAD, PAIRS, STILL, backtest, expected, origins, still
from tregua.analysis.observed import Observed
from tregua.analysis.readings import latest, yearly
from tregua.analysis.runs import ran
from tregua.analysis.scored import Figures
from tregua.analysis.summary import HORIZONS, Backtest, Forecast
from tregua.catalogue.errors import InputError
from tregua.catalogue.record import LeverPath
from tregua.evidence.schema import Series
from tregua.lab import scenario
from tregua.lab.measure import measures
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.run import Settings
from tregua.lab.scenario import held, record

CUT, DRAWS = 2018, 24
BOUND = {one.series: one for one in measures()}


def made(series: dict[str, Series] | None = None, cut: int = CUT) -> Backtest:
    return backtest(cut, Observed(series, ()) if series else None, DRAWS)


@pytest.fixture(scope="module")
def plain() -> Backtest:
    return made()


def forecasts(found: Backtest) -> dict[tuple[str, int, str, str], Forecast]:
    return {(one.series, one.year, one.policies, one.drivers): one for cut in found.cuts for one in cut.forecasts}


def said(found: Backtest) -> dict[tuple[str, int, str, str], object]:
    """What was forecast, to the last bit, without what came."""
    return {key: (one.scored.median, one.scored.intervals) for key, one in forecasts(found).items()}


def test_figures_after_the_cut_change_no_forecast(plain: Backtest) -> None:
    later = made(changed(lab().series, CUT + 1, 2100, 1.7))
    assert said(later) == said(plain)
    observed = {key: one.observed for key, one in forecasts(plain).items()}
    assert all(one.observed == pytest.approx(1.7 * observed[key]) for key, one in forecasts(later).items())


def test_figures_before_the_cut_change_them(plain: Backtest) -> None:
    earlier, before = said(made(changed(lab().series, 1900, CUT, 1.7))), said(plain)
    assert earlier.keys() == before.keys()
    assert all(earlier[key] != one for key, one in before.items())


def test_policies_after_the_cut_change_no_forecast_with_policies_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """From 2022 on tables are open: the alternatives that they call up must not be mixed in at the end of 2021."""
    cut, levers = 2021, lab().levers

    def only_before(path: LeverPath) -> LeverPath:
        kept = {month: value for month, value in path.path.items() if int(month[:4]) <= cut}
        return path.model_copy(update={"path": kept or {"2010-01": levers[path.lever].default}})

    known = said(made(cut=cut))
    ended = [one if levers[one.lever].driver else only_before(one) for one in record().levers]
    short = record().model_copy(update={"levers": ended})
    monkeypatch.setattr(scenario, "record", lambda: short)
    unknown = said(made(cut=cut))
    held_policies = {key for key in known if key[2] == "held"}
    assert {key: unknown[key] for key in held_policies} == {key: known[key] for key in held_policies}
    assert unknown != known


def test_every_observed_figure_of_the_next_years_is_forecast_for_each_pair(plain: Backtest) -> None:
    found = forecasts(plain)
    for name, measure in BOUND.items():
        years = [year for year in yearly(lab().series[name]) if max(CUT, measure.first - 1) < year <= CUT + AHEAD]
        assert {key[1:] for key in found if key[0] == name} == {(year, *pair) for year in years for pair in PAIRS}
    one = found["coca_area.COL", 2021, "held", "held"]
    assert (one.horizon, one.unit, one.place, one.variable) == (3, "ha", "COL", BOUND["coca_area.COL"].variable)
    assert one.observed == yearly(lab().series["coca_area.COL"])[2021]


def test_what_follows_from_other_series_is_shown_and_not_counted(plain: Backtest) -> None:
    derived = {name for name, one in BOUND.items() if not one.scored}
    assert {one.series for one in forecasts(plain).values() if one.status in ("derived", "used")} <= derived
    assert derived & {one.series for one in forecasts(plain).values()}
    assert not derived & {one.series for one in plain.summaries}


def test_the_second_scores_stand_beside_the_headline_alone(plain: Backtest) -> None:
    for (_, _, *pair), one in forecasts(plain).items():
        headline = tuple(pair) == ("held", "held")
        assert (one.crps_vague is not None) == (one.crps_background is not None) == headline
        assert bool(one.crps_alternatives) == headline


def test_with_groups_still_only_what_depends_on_them_moves(plain: Backtest) -> None:
    assert {name.partition(".")[0] for name in still()} == set(STILL)
    found = forecasts(plain)
    coca, deaths = (
        found[name, CUT + 2, "held", "held"] for name in ("coca_area.COL", "conflict_deaths_ucdp_fighting.COL")
    )
    assert coca.crps_background == pytest.approx(coca.scored.crps, rel=1e-6)
    assert deaths.crps_background != pytest.approx(deaths.scored.crps, rel=1e-3)


def test_groups_that_are_still_stay_as_they_are() -> None:
    first = CUT + 1
    settings = Settings(draws=DRAWS, first=first, until=first + 3)
    done = ran([held(first)], settings, past(first), still())
    levels = done.path(BOUND["group_members.COL"], held(first).id)
    assert levels[first + 3] == pytest.approx(levels[first], rel=0.1)


def test_policies_known_and_held_part_where_policies_changed(plain: Backtest) -> None:
    found = forecasts(plain)
    held, known = (found["coca_area.COL", 2021, policies, "held"].scored.median for policies in ("held", "known"))
    assert held != known
    first = [found["coca_area.PER", CUT + 1, *pair].scored.pit for pair in PAIRS]
    assert all(0.0 <= one <= 1.0 for one in first)


def test_a_cut_knows_what_later_years_published(plain: Backtest) -> None:
    assert plain.cuts[0].saw_later
    assert {one.status for one in forecasts(plain).values()} <= {"scored", "derived", "used", "no_baseline"}
    later = {lab().parameters[name].known_from for name in plain.cuts[0].saw_later}
    assert all(year is not None and year > CUT for year in later)
    assert {"armed_groups.recruitment", "coca.local_price"} <= set(plain.cuts[0].forms_saw_later)
    assert not {"coca.eradicated", "market.next_price"} & set(plain.cuts[0].forms_saw_later)


def test_the_simple_rules_know_the_last_count_as_the_lab_does() -> None:
    """At the end of 2023 the last count of all groups is that of June 2023, from which the lab starts."""
    counted = latest(past(2024).series["group_members.COL"])
    assert counted[2023] == 16767 and 2023 not in yearly(past(2024).series["group_members.COL"])
    one = forecasts(made(cut=2023))["group_members.COL", 2024, "held", "held"]
    rule = Figures([*counted], [*counted.values()], False).rules(2024)["persistence"]
    assert rule is not None and rule.mean == pytest.approx(log(16767))
    assert one.scored.crps_baselines["persistence"] == rule.crps(one.observed)


def test_an_origin_alone_is_the_same_as_among_others() -> None:
    one, other = made(cut=2021), made(cut=2021)
    assert said(one) == said(other)
    assert replace(one, command="x").summaries == other.summaries


@pytest.mark.parametrize("cut", [1999, 2060])
def test_a_year_from_which_nothing_can_be_forecast_is_refused(cut: int) -> None:
    with pytest.raises(InputError) as refused:
        backtest(cut)
    assert f"“cut” must be {origins()[0]} … {origins()[-1]}, all, not {cut}" in str(refused.value)


def test_nothing_to_score_is_said() -> None:
    cut = origins()[-1]
    ends = {
        one.series: (record := lab().series[one.series]).model_copy(
            update={"points": [point for point in record.points if point.year <= cut] or record.points[:1]}
        )
        for one in measures()
    }
    with pytest.raises(InputError, match=f"no figure was observed in the {AHEAD} years after {cut}"):
        made(ends, cut)


def test_a_table_may_replace_every_bound_series() -> None:
    assert {one.series.id for one in expected().values()} == set(BOUND)
    assert all(one.zeros == (BOUND[one.series.id].scale == "count") for one in expected().values())


def test_what_was_learnt_before_a_cut_gives_forecasts_of_its_own_and_leaves_the_others_alone() -> None:
    plain, taught = backtest(2012, draws=16), backtest(2012, draws=16, calibrated=True)
    pairs = list(zip(plain.cuts[0].forecasts, taught.cuts[0].forecasts, strict=True))
    assert all(before == replace(after, calibrated=None) for before, after in pairs)
    held = [one for _, one in pairs if (one.policies, one.drivers) == ("held", "held")]
    assert all((one.calibrated is not None) == (one in held) for _, one in pairs)
    assert any(one.calibrated and one.calibrated.crps != one.scored.crps for one in held)
    near = [one for one in held if one.counts and one.horizon in HORIZONS[0]]
    assert {one.series for one in taught.learning} == {"all"} | {one.series for one in near}
    assert plain.learning == ()
