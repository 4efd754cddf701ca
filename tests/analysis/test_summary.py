"""Summaries of forecasts made by hand."""

from dataclasses import replace

import pytest
from forecasts import RULES, made

from tregua.analysis.scored import Interval
from tregua.analysis.summary import ALL_SERIES, NEXT_YEAR, Forecast, Summary, learning, summarise


def one(forecasts: list[Forecast], horizons: int = 3, policies: str = "held") -> Summary:
    (found,) = [each for each in summarise(forecasts) if len(each.horizons) == horizons and each.policies == policies]
    return found


def test_skill_is_told_over_every_rule_and_intervals_beside_those_of_persistence() -> None:
    found = one([made(cut, horizon) for cut in range(2010, 2020) for horizon in (1, 2, 3, 4, 5)])
    assert (found.n, found.origins, found.horizons) == (30, 10, (1, 2, 3))
    values = {rule: skill.value for rule, skill in found.skill.items() if skill}
    assert values == pytest.approx({"persistence": 0.5, "drift": 0.0, "ses": 0.5, "damped": 0.75})
    assert found.coverage == {50: 0.0, 80: 1.0, 90: 1.0}
    assert found.width_ratio == pytest.approx(0.5) and found.interval_ratio == pytest.approx(0.3)
    assert found.coverage_counts and found.has_skill


def test_what_follows_from_other_figures_or_has_nothing_to_be_compared_with_does_not_count() -> None:
    short = replace(made(2010).scored, crps_baselines={**RULES, "damped": None})
    others = [made(2011, status="derived", crps=9.0), made(2012, status="no_baseline", crps=9.0)]
    found = one([made(2010, scored=short), *others])
    assert found.n == 1 and found.skill["damped"] is None and found.skill["ses"] is not None
    assert not found.has_skill, "one origin has no error"
    assert summarise([made(2010, status="derived")]) == ()


def test_held_and_known_are_told_apart_and_mixtures_of_both_not_at_all() -> None:
    forecasts = [
        made(cut, policies=policies, drivers=drivers, crps=crps)
        for cut in (2010, 2011)
        for policies, drivers, crps in [("held", "held", 0.2), ("known", "known", 0.1), ("held", "known", 5.0)]
    ]
    for policies, value in (("held", 0.5), ("known", 0.75)):
        skill = one(forecasts, policies=policies).skill["persistence"]
        assert skill is not None and skill.value == pytest.approx(value)


def test_the_second_scores_and_those_of_alternatives_have_their_own_skill() -> None:
    found = one([made(2010, crps_vague=0.3, crps_background=0.4, crps_alternatives={"a": 0.1, "b": 0.5})])
    assert found.skill_vague is not None and found.skill_vague.value == pytest.approx(0.25)
    assert found.skill_background is not None and found.skill_background.value == pytest.approx(0.0)
    assert found.skill_alternatives == pytest.approx({"a": 0.75, "b": -0.25})
    assert one([made(2010)]).skill_vague is None


def test_a_band_wider_in_score_than_that_of_persistence_has_no_coverage_to_count() -> None:
    wide = replace(made(2010).scored, interval=Interval(3.0, 3.0))
    found = one([made(2010, scored=wide)])
    assert found.coverage[90] == 1.0 and not found.coverage_counts


def test_skill_within_its_error_is_none() -> None:
    losses = [0.1, 0.9, 0.05, 0.8, 0.2, 0.3, 0.1, 0.6]
    found = one([made(2010 + at, crps=loss) for at, loss in enumerate(losses)])
    skill = found.skill["persistence"]
    assert skill is not None and skill.se is not None and 0.0 < skill.value < skill.se
    assert not found.has_skill


def test_what_was_learnt_is_set_beside_the_prior_series_by_series_and_all_together() -> None:
    better = replace(made(2010).scored, crps=0.05, intervals={**made(2010).scored.intervals, 90: (-9.0, 9.0)})
    forecasts = [made(cut, horizon, calibrated=better) for cut in (2010, 2011) for horizon in (1, 2, 5)]
    found = {(one.series, len(one.horizons)): one for one in [*learning([*forecasts, made(2012)])]}
    near, whole = found["a.COL", 3], found[ALL_SERIES, len(NEXT_YEAR)]
    assert near.n == 4, "one that was not calibrated, or too far ahead, has nothing to be set beside"
    assert near.over_prior is not None and near.over_prior.value == pytest.approx(0.75) and not near.worse
    assert near.over_vague is not None and near.over_vague.value == pytest.approx(0.75)
    (blind,) = [one for one in learning([made(2010, crps_vague=0.1, calibrated=better)]) if one.series == "a.COL"][:1]
    assert blind.over_vague is not None and blind.over_vague.value == pytest.approx(0.5)
    assert whole.n == 2 and whole.over_prior is None and whole.coverage == (1.0, 0.0)


def test_a_series_is_worse_where_its_loss_grows_by_more_than_one_per_cent() -> None:
    for factor, worse in ((1.009, False), (1.011, True)):
        taught = replace(made(2010).scored, crps=factor * made(2010).scored.crps)
        found = [one for one in learning([made(2010, calibrated=taught)]) if one.series == "a.COL"]
        assert [one.worse for one in found] == [worse, worse]
