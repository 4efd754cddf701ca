"""Conditional repression: the signs of the book and the article, and the threshold of the minimal form."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.models.protocol import bound
from tregua.models.sketches.lessing import model

P = bound(model.Parameters)
AMOUNTS = st.floats(0, 3)
STATES = st.builds(
    replace,
    st.just(P),
    loss=st.floats(0.1, 3),
    spared=AMOUNTS,
    law_change=AMOUNTS,
    groups=st.integers(1, 10),
    fighting_cost=st.floats(0.1, 3),
)


@given(STATES, AMOUNTS)
def test_violence_never_rises_with_conditionality_or_with_groups_apart(p: model.Parameters, repression: float) -> None:
    run = model.simulate(repression=repression, conditionality=np.linspace(0, 3, 31), parameters=p)
    assert (run.violence.diff("conditionality") <= 1e-12).all()
    apart = model.simulate(repression=repression, conditionality=0, parameters=replace(p, groups=p.groups + 1))
    assert apart.violence[0, 0] <= run.violence[0, 0]


@given(STATES, st.floats(0.01, 0.99))
def test_below_the_threshold_repression_breeds_violence_and_above_it_calms(p: model.Parameters, part: float) -> None:
    repression = np.linspace(0, 3, 31)
    below = model.simulate(repression=repression, conditionality=part * model.threshold(p), parameters=p)
    above = model.simulate(repression=repression, conditionality=model.threshold(p) / part, parameters=p)
    assert (below.violence.diff("repression") >= -1e-12).all()
    assert (above.violence.diff("repression") <= 1e-12).all()


def test_the_part_that_fights_is_that_of_many_groups() -> None:
    """The rule for one group, B(ρ) > κ ρ L, over costs spread evenly."""
    cost = np.linspace(0, P.fighting_cost, 100_001)
    for rho, kappa in ((0.5, 0.3), (1.0, 0.0), (0.8, 0.7)):
        gain = P.law_change / P.groups + P.spared * rho - cost
        found = model.simulate(repression=rho, conditionality=kappa).violence[0, 0]
        assert float(found) == pytest.approx((gain > kappa * rho * P.loss).mean(), abs=1e-4)


@pytest.mark.parametrize("wrong", [{"repression": -1}, {"conditionality": -1}, {"parameters": replace(P, groups=0)}])
def test_negative_repression_and_no_group_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"must be ≥ [01], not"):
        model.simulate(**wrong)
