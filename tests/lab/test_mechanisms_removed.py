"""The tests of levers can fail: with its equation taken out of the kernel's text, a lever moves nothing any more."""

from types import SimpleNamespace

import numpy as np
import pytest
from small_lab import EXTREMES, POLICY_MONTH, Floats, at, columns, inputs, plain_kernel, simulate, without

from tregua.lab.bind import bound
from tregua.lab.model import lab

MONTHS = POLICY_MONTH + 12
TYPED = ["scholarship_effect", "housing_effect"]  # none, unless a person types one

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
    ("scholarships", {"prevented": "1.0"}, "group_members"),
    ("housing", {"prevented": "1.0"}, "group_members"),
    ("neighbourhoods", {"improved": "1.0"}, "homicides"),
    ("public_works", {"improved": "1.0"}, "conflict_deaths"),
    ("reintegration", {"relapse": "hazard * ex_members"}, "group_members"),
    ("emergency", {"exception_change": "0.0", "held_under_exception": "0.0"}, "homicides"),
    ("emergency", {"custody_deaths": "0.0"}, "custody_deaths"),
    ("emergency", {"democracy_change": "-lost / years"}, "liberal_democracy"),
    ("arrests", {"arrests": "cap * members"}, "group_members"),
    ("pressure", {"growth_under_pressure": "growth", "contact": "exp(ceasefire * change)"}, "group_members"),
    ("talks", {"surrender": "individual * members", "collective": "0.0"}, "group_members"),
    ("ceasefire", {"contact": "1.0", "fierceness": "1.0"}, "conflict_deaths"),
    ("truce", {"truce_ratio": "1.0"}, "homicides"),
    ("leader_removal", {"leader_jump": "1.0", "succession_deaths": "0.0"}, "homicides"),
    ("leader_removal", {"divided": "0.0"}, "groups_split_off"),
    ("militias", {"militia_attacks": "1.0"}, "civilians_killed"),
    ("foreign_action", {"foreign_change": "0.0"}, "homicides"),
    ("foreign_action", {"foreign_change": "0.0"}, "group_members"),
    ("ceasefire", {"contact": "1.0", "fierceness": "1.0", "calmed": "0.0"}, "homicides"),
    ("offer", {"taken": "0.0"}, "offer_taken"),
    ("extradition", {"executed": "level"}, "extraditions"),
    ("talks", {"suspended": "0.0"}, "extraditions_suspended"),
]


def effect(kernel: SimpleNamespace, lever: str, outcome: str) -> Floats:
    """Change of an outcome, by month, when a lever is moved."""
    runs = []
    for values in ({}, {lever: EXTREMES[lever]}):
        p, path, shock = inputs(values, 2027, 1, seed=2)
        p[0, at("P", "jobs_effect")] = 0.43  # of its two readings the one that is not none
        p[0, at("P", "leader_reading")] = 0.0  # of its four one that is not none
        p[0, at("P", "foreign_action_homicides")] = 0.1  # as a person types it
        p[0, at("P", "foreign_action_growth")] = 0.02
        p[0, at("P", "public_works_effect")] = 0.5
        for typed in TYPED:
            p[0, at("P", typed)] = 0.1
        p[0, at("P", "treatment_departure")] = 0.13
        runs.append(simulate(kernel, p[0], path, shock[0], MONTHS, plain=True).out[:, columns(outcome)])
    return np.asarray(abs(runs[1] - runs[0]))


IDS = [f"{lever}-{outcome}" for lever, _, outcome in REMOVALS]


@pytest.mark.parametrize(("lever", "removed", "outcome"), REMOVALS, ids=IDS)
def test_without_its_equation_a_lever_moves_nothing(lever: str, removed: dict[str, str], outcome: str) -> None:
    assert removed.keys() <= set(lab().levers[lever].moves)
    assert outcome in lab().levers[lever].affects
    assert effect(plain_kernel(bound().text), lever, outcome).max() > 1e-6
    assert effect(plain_kernel(without(removed)), lever, outcome).max() == 0
