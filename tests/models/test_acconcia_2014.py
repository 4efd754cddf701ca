"""Leniency: the signs of the abstract, those of the minimal form, and what decides who talks."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.models.find import load_model
from tregua.models.protocol import bound
from tregua.models.sketches.acconcia_2014 import model

P = bound(model.Parameters)
SHARES = st.floats(0, 1)
LAWS = st.builds(
    replace,
    st.just(P),
    kept=SHARES,
    leader_kept=SHARES,
    protection=SHARES,
    efficiency=SHARES,
    retaliation=st.floats(0.1, 10),
    gain=st.floats(0.5, 5),
)


def at(variable: str, p: model.Parameters) -> float:
    return float(model.simulate(p)[variable][0, 0])


@given(LAWS, SHARES)
def test_more_protection_or_better_justice_means_more_talk_and_fewer_groups(p: model.Parameters, part: float) -> None:
    for name in ("protection", "efficiency"):
        after = replace(p, **{name: part + (1 - part) * getattr(p, name)})
        assert at("talking", after) >= at("talking", p) - 1e-12
        assert at("formed", after) <= at("formed", p) + 1e-12


@given(LAWS, SHARES)
def test_leniency_to_leaders_silences_those_below(p: model.Parameters, part: float) -> None:
    assert at("talking", replace(p, leader_kept=part * p.leader_kept)) <= at("talking", p) + 1e-12


@given(LAWS)
def test_nobody_talks_from_the_chance_of_conviction_on(p: model.Parameters) -> None:
    silent = replace(p, kept=p.conviction_without * p.efficiency)
    assert at("talking", silent) == 0
    assert at("convicted", silent) == pytest.approx(p.conviction_without * p.efficiency)
    if p.efficiency > 0.01:
        assert at("talking", replace(silent, kept=0.9 * silent.kept)) > 0


def test_the_part_that_talks_is_that_of_many_associates() -> None:
    """The rule for one associate, over retaliations spread evenly."""
    for p in (P, replace(P, leader_kept=0.3), replace(P, protection=0.8, efficiency=0.9)):
        feared = np.linspace(0, p.retaliation, 100_001)
        alpha, beta = p.conviction_without * p.efficiency, p.conviction_with * p.efficiency
        kept = p.kept * p.penalty + (1 - p.protection) * (1 - beta * p.leader_kept) * feared
        assert at("talking", p) == pytest.approx((kept < alpha * p.penalty).mean(), abs=1e-4)


def test_full_protection_makes_all_talk_if_talking_pays() -> None:
    run = model.simulate(protection=[0, 0.5, 1], efficiency=[0.4, 1.0])
    assert run.talking.sel(protection=1).values.tolist() == [0, 1]  # α = 0.16 < θ, then 0.4 > θ
    assert dict(run.sizes) == {"protection": 3, "efficiency": 2}


def test_the_programme_deters_less_where_retaliation_is_worse_or_the_offer_meaner() -> None:
    deters = partial(load_model("acconcia_2014").value, "programme_deters")
    assert deters(retaliation=1) < deters() < deters(retaliation=10) < 0
    assert deters() < deters(kept=0.3) < deters(kept=P.conviction_without) == 0


@pytest.mark.parametrize("wrong", [{"protection": 1.2}, {"protection": -0.1}, {"efficiency": 1.3}])
def test_a_chance_of_more_than_one_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be 0 …"):
        model.simulate(**wrong)
