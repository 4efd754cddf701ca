"""The lab's numbers agree with the ledger: each uses the estimates that there are, or the estimate says why not."""

import math

import numpy as np
import pytest

from tregua.evidence.ledger import estimates
from tregua.lab.draws import quantile
from tregua.lab.model import lab
from tregua.lab.past import past

LEVERS = lab().levers.values()
CHECKLIST = {item for lever in LEVERS for item in lever.checklist}
NAMED = {name for one in (*lab().parameters.values(), *LEVERS) for name in one.estimates}
OF_A_LEVER = [name for name, one in estimates().items() if CHECKLIST & set(one.levers)]
CENTRED = [name for name, one in lab().parameters.items() if not one.alternatives]
MIDDLES = (np.arange(4000) + 0.5) / 4000


def test_every_estimate_that_a_number_names_exists() -> None:
    assert set(estimates()) >= NAMED
    assert lab().estimates.keys() == estimates().keys()


@pytest.mark.parametrize("name", OF_A_LEVER)
def test_an_estimate_of_a_lever_is_used_by_the_lab_or_says_why_not(name: str) -> None:
    """Where only its sign was read there is no size to draw, and nothing more to say."""
    one = estimates()[name]
    assert name in NAMED or one.effect is None or one.not_in_lab is not None


@pytest.mark.parametrize("name", [name for name, one in estimates().items() if one.not_in_lab])
def test_only_an_estimate_that_the_lab_leaves_out_says_why(name: str) -> None:
    assert name not in NAMED
    assert name in OF_A_LEVER


@pytest.mark.parametrize(
    ("name", "drawn", "parameter"),
    [
        ("modestino_2019_violent", 0.35, "jobs_effect"),
        ("gallet_2014_median", -0.33, "demand_elasticity"),
        ("santos_2025_homicides", math.log(1.0 - 0.42), "emergency_effect"),
    ],
)
def test_an_estimate_that_lies_inside_what_is_drawn_does(name: str, drawn: float, parameter: str) -> None:
    effect = estimates()[name].effect
    assert effect is not None
    told = abs(effect.value)
    in_logarithms = math.log1p(effect.value / 100) if effect.scale == "percent" else drawn
    assert abs(drawn) in (told, told / 100) or drawn == pytest.approx(in_logarithms)
    values = lab().parameters[parameter].distribution.values
    assert values is not None and min(values) <= drawn <= max(values)


def test_all_estimates_inside_the_range_are_tested_to_be() -> None:
    inside = {name for name, one in estimates().items() if one.not_in_lab == "inside_range"}
    assert inside == {"modestino_2019_violent", "gallet_2014_median", "santos_2025_homicides"}


@pytest.mark.parametrize("name", CENTRED)
def test_the_value_is_the_middle_of_the_draws_or_the_record_says_why(name: str) -> None:
    """Within 15 % of what lies between the 5 and the 95 % quantile."""
    number = past().numbers[name]
    low, middle, high = np.quantile(quantile(number.distribution, number.value, MIDDLES), (0.05, 0.5, 0.95))
    agrees = abs(middle - number.value) <= 0.15 * (high - low)
    assert agrees or lab().parameters[name].central is not None


def test_the_value_of_structural_alternatives_is_one_of_them() -> None:
    for one in lab().parameters.values():
        if one.alternatives:
            assert one.distribution.values is not None and one.value in one.distribution.values, one.id
