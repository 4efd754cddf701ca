"""Patient rule induction on a public problem whose boxes were published, and where the truth is known.

Published: EMA workbench, documentation, “Performing Scenario Discovery in Python”
(emaworkbench.readthedocs.io/en/latest/examples/scenario_discovery.html), on the data of Bryant & Lempert (2010), peeled
by a tenth. Its box 20 has the coverage and density that the paper reports of its own, 79 % and 73 %, four inputs.
"""

import numpy as np
import pytest
from energy import energy
from scipy.stats import binomtest

from tregua.analysis.deciding.prim import Box, apart, box_of, boxes, needed, peeled, quasi_p
from tregua.noise import Floats, points

LIMITS = {
    "Total biomass": (None, 755.799988),
    "Demand elasticity": (-0.422, None),
    "Biomass backstop price": (150.049995, None),
    "Cellulosic cost": (72.650002, None),
}
QUASI_P = {
    ("Total biomass", True): 4.716968553178765e-06,
    ("Demand elasticity", False): 1.1849299115762218e-16,
    ("Biomass backstop price", False): 3.515112530263049e-11,
    ("Cellulosic cost", False): 0.15741333528927348,
}


def inputs(draws: int, count: int) -> Floats:
    return points(0, [f"test {number}" for number in range(count)], 0, draws).T


def limits_of(box: Box) -> dict[str, tuple[float | None, float | None]]:
    names, _, _ = energy()
    ends = [(None if np.isinf(end) else float(end) for end in (box.low[at], box.high[at])) for at in box.limited]
    return {names[at]: (low, high) for at, (low, high) in zip(box.limited, ends, strict=True)}


# --- as published -----------------------------------------------------------------------------------------------------


def test_the_box_is_the_published_one() -> None:
    """Box 21, cell [7] of the page."""
    box = peeled(*energy()[1:])[21]
    assert (box.coverage, box.density, box.mass) == pytest.approx((0.752809, 0.770115, 0.0986395), abs=5e-7)
    found = limits_of(box)
    assert found.keys() == LIMITS.keys()
    for name, ends in LIMITS.items():
        assert found[name] == pytest.approx(ends, abs=5e-7)


def test_the_trajectory_begins_and_ends_as_published() -> None:
    """All 882 cases with 89 of interest; the last box, cell [3]; box 20 as in the paper."""
    first, *_, last = trajectory = peeled(*energy()[1:])
    assert len(first.limited) == 0 and first.density == 89 / 882
    assert (last.density, last.mass, last.coverage) == (1.0, 0.05102040816326531, 0.5056179775280899)
    assert len(last.limited) == 6 and len(trajectory) == 28
    assert (round(trajectory[20].coverage, 1), round(trajectory[20].density, 2)) == (0.8, 0.73)


def test_quasi_p_values_are_the_published_ones() -> None:
    """Cell [7] of the page."""
    names, x, y = energy()
    box = peeled(x, y)[21]
    for (name, upper), chance in QUASI_P.items():
        assert quasi_p(box, x, y, names.index(name), upper) == pytest.approx(chance, rel=1e-9)


def test_the_limit_that_is_left_out_gives_the_published_box() -> None:
    """Cells [9], [11] and [12]: without the cost of cellulosic fuel; what is left holds no second box."""
    names, x, y = energy()
    box = needed(peeled(x, y)[21], x, y)
    assert [names[at] for at in box.limited] == ["Total biomass", "Demand elasticity", "Biomass backstop price"]
    assert (box.coverage, box.density, box.mass) == pytest.approx((0.764045, 0.715789, 0.10771), abs=5e-7)
    left = ~box.holds(x)
    assert (left.sum(), (left & y).sum()) == (787, 21)
    assert peeled(x, y, among=left)[-1].density == pytest.approx(0.3541666666666667, abs=1e-15)
    assert len(boxes(x, y)) == 1


# --- where the truth is known -----------------------------------------------------------------------------------------


def test_a_corner_among_many_inputs_is_found_and_nothing_else_limited() -> None:
    x = inputs(1024, 60)
    y = (x[:, 7] > 0.6) & (x[:, 40] < 0.5)
    (box,) = boxes(x, y)
    assert box.limited.tolist() == [7, 40]
    assert box.low[7] == pytest.approx(0.6, abs=0.05) and box.high[40] == pytest.approx(0.5, abs=0.05)
    assert np.isinf([box.high[7], box.low[40]]).all()
    assert box.coverage > 0.9 and box.density > 0.9


def test_two_corners_are_two_boxes() -> None:
    x = inputs(2048, 10)
    one, other = (x[:, 0] < 0.3) & (x[:, 1] < 0.4), (x[:, 2] > 0.8) & (x[:, 3] > 0.6)
    first, second = boxes(x, one | other)
    assert {tuple(first.limited), tuple(second.limited)} == {(0, 1), (2, 3)}
    assert first.coverage + second.coverage > 0.9


def test_chance_makes_no_box() -> None:
    """170 inputs that tell nothing: in a hundred trials the guard may fail a few times."""
    x = inputs(512, 170)
    found = sum(bool(boxes(x, points(number, ["interest"], 0, 512)[0] < 0.2)) for number in range(100))
    assert found <= 5


@pytest.mark.parametrize("share", [0.5, 0.8])
def test_a_box_is_found_where_most_cases_are_of_interest(share: float) -> None:
    """Coverage and density alone would take all cases for a good box."""
    x = inputs(1024, 20)
    (box,) = boxes(x, x[:, 3] < share)
    assert box.limited.tolist() == [3] and box.high[3] == pytest.approx(share, abs=0.05)


def test_cases_with_one_value_of_an_input_go_together() -> None:
    x = np.column_stack([np.repeat([0.0, 1.0, 2.0], 100), inputs(300, 1)])
    for box in peeled(x, x[:, 0] == 2.0):
        assert np.isinf(box.low[0]) or box.low[0] in (0.5, 1.5)
    assert boxes(x, x[:, 0] == 2.0)[0].low[0] == 1.5


def test_pasting_takes_in_what_makes_a_box_denser() -> None:
    """All of interest between 35 and 40, every other one from 40 on: a step of four tenths stops at 40, too far."""
    x = np.arange(100.0)[:, None]
    y = ((x[:, 0] >= 35) & (x[:, 0] < 40)) | ((x[:, 0] >= 40) & (x[:, 0] % 2 == 0))
    _, peeled_box, *pasted = peeled(x, y, alpha=0.4)
    assert (peeled_box.low[0], peeled_box.density) == (39.5, 0.5)
    assert [box.density for box in pasted] == sorted(box.density for box in pasted) and pasted[0].density > 0.5
    assert pasted[-1].holds(x)[36:].all() and not pasted[-1].holds(x)[:33].any()


def test_no_case_and_all_cases_of_interest_have_no_box() -> None:
    x = inputs(64, 3)
    assert boxes(x, np.zeros(64, dtype=bool)) == boxes(x, np.ones(64, dtype=bool)) == []


@pytest.mark.parametrize("cases", [1, 2, 3])
def test_few_cases_have_no_box(cases: int) -> None:
    x = inputs(cases, 4)
    assert boxes(x, x[:, 0] < 0.5) == []


def test_inputs_that_do_not_vary_are_never_limited() -> None:
    x = np.column_stack([np.ones(256), inputs(256, 1)])
    assert [box.limited.tolist() for box in boxes(x, x[:, 1] > 0.7)] == [[1]]


# --- numbers of a box -------------------------------------------------------------------------------------------------


def test_a_box_counts_what_it_holds_and_how_far_that_agrees() -> None:
    """Three of four cases of interest among five of ten: κ = 2 (0.3 − 0.5 · 0.4)/(0.5 + 0.4 − 2 · 0.5 · 0.4) = 0.4."""
    x = np.arange(10.0)[:, None]
    y = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0, 1], dtype=bool)
    box = box_of(np.array([-np.inf]), np.array([4.5]), x, y)
    assert (box.coverage, box.density, box.mass) == (0.75, 0.6, 0.5)
    assert box.agreement == pytest.approx(0.4)
    assert quasi_p(box, x, y, 0, True) == pytest.approx(binomtest(3, 5, 0.4, alternative="greater").pvalue)
    assert box_of(np.array([-np.inf]), np.array([np.inf]), x, y).agreement == pytest.approx(0.0)


def test_how_far_apart_an_input_lies_is_the_test_of_kolmogorov_and_smirnov() -> None:
    """Two samples of 50 that differ by 0.4 at the most: P(K > 0.4 √25) = 2 Σ (−1)^(k−1) exp(−2 k² 4)."""
    x = np.concatenate([np.arange(50.0), np.arange(50.0) + 19.5])[:, None]
    y = np.arange(100) < 50
    series = 2 * sum((-1) ** (k - 1) * np.exp(-8.0 * k * k) for k in range(1, 10))
    assert apart(x, y)[0] == pytest.approx(series, rel=1e-12)
    assert apart(np.ones((100, 1)), y)[0] == 1.0
