"""The tests of levers can fail: with its equation taken out of the kernel's text, a lever moves nothing any more."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from small_lab import EXTREMES, POLICY_MONTH, Floats, at, columns, inputs, plain_kernel, simulate

from tregua.lab.bind import bound
from tregua.lab.model import lab

MONTHS = POLICY_MONTH + 12

# Lever, equations and what each returns without its mechanism, outcome.
REMOVALS = [
    ("eradication", {"eradicated": "0.0", "provoked": "1.0"}, "coca_area"),
    ("substitution", {"substituted": "1.0"}, "coca_area"),
    ("treatment", {"departures": "0.0", "abstinent": "0.0"}, "cocaine_users"),
    ("treatment", {"departures": "0.0", "abstinent": "0.0"}, "cocaine_consumed"),
    ("prevention", {"started": "initiates"}, "cocaine_users"),
    ("harm_reduction", {"overdoses": "rate * heavy"}, "overdose_deaths"),
    ("fentanyl", {"deadlier": "1.0"}, "overdose_deaths"),
    ("domestic_enforcement", {"imposed_margin": "0.0"}, "retail_price"),
    ("interdiction", {"imposed_margin": "0.0"}, "retail_price"),
    ("corridor_interdiction", {"removed_share": "share_0", "drawn_traffic": "share"}, "corridor_removed"),
    ("corridor_interdiction", {"scarcity_homicides": "1.0"}, "corridor_homicides"),
    ("exchange", {"local_price": "price_ratio"}, "coca_area"),
    ("announcement", {"announced": "1.0"}, "coca_area"),
    ("counselling", {"prevented": "1.0"}, "group_members"),
    ("jobs", {"prevented": "1.0"}, "group_members"),
    ("reintegration", {"relapse": "hazard * ex_members"}, "group_members"),
    ("emergency", {"homicide_flow": "killed + background", "held_under_exception": "0.0"}, "homicides"),
    ("arrests", {"arrests": "cap * members"}, "group_members"),
    ("pressure", {"growth_under_pressure": "growth"}, "group_members"),
    ("talks", {"surrender": "individual * members", "collective": "0.0", "fierceness": "1.0"}, "group_members"),
]


def without(removed: dict[str, str]) -> str:
    """The kernel's text with other results for some functions."""
    text = bound().text
    for function, neutral in removed.items():
        pattern = rf"(\ndef \w+?_{function}\(.*?\n    return )[^\n]*(?=\n)"
        text, count = re.subn(
            pattern, lambda found, neutral=neutral: found[1] + neutral, text, count=1, flags=re.DOTALL
        )
        assert count == 1
    return text


def effect(kernel: SimpleNamespace, lever: str, outcome: str) -> Floats:
    """Change of an outcome, by month, when a lever is moved."""
    runs = []
    for values in ({}, {lever: EXTREMES[lever]}):
        p, path, shock = inputs(values, 2027, 1, seed=2)
        p[0, at("P", "jobs_effect")] = 0.43  # of its two readings the one that is not none
        p[0, at("P", "treatment_departure")] = 0.13
        runs.append(simulate(kernel, p[0], path, shock[0], MONTHS, plain=True).out[:, columns(outcome)])
    return np.asarray(abs(runs[1] - runs[0]))


@pytest.mark.parametrize(
    ("lever", "removed", "outcome"), REMOVALS, ids=[f"{lever} {outcome}" for lever, _, outcome in REMOVALS]
)
def test_without_its_equation_a_lever_moves_nothing(lever: str, removed: dict[str, str], outcome: str) -> None:
    assert removed.keys() <= {*lab().levers[lever].moves, "fierceness"}  # by which a table moves conflict deaths
    assert outcome in lab().levers[lever].affects
    assert effect(plain_kernel(bound().text), lever, outcome).max() > 1e-6
    assert effect(plain_kernel(without(removed)), lever, outcome).max() == 0
