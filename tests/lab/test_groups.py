"""Armed groups: the published model as a special case, its limits in closed form, and people conserved.

The special case is Prieto-Curiel, Campedelli & Hope (2023), Science 381:1312, of cartels in Mexico: time in weeks, 150
groups. Its parameters and network are in the authors' repository rafaelprietocuriel/Recruitment, commit a1db30c; the
expected figures are those of an independent implementation that agrees with the authors' own code to 1e-9.
"""

import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit
from small_lab import EXTREMES, LEVER_0, SIZE, AtStart, Floats, at, inputs, kernel, rates_at_start, simulate

from tregua.lab.mechanisms.detention import arrests as arrests_of
from tregua.lab.units import power as power_of

# The authors' script: recruits per member, arrests, deaths and drop-outs per member², all by the week; members of 2012.
RHO, ETA, THETA, OMEGA, MEMBERS_2012 = 2.527474e-3, 110.0, 1.549231e-8, 4.0e-8, 115_000.0
DECADE, FIVE_YEARS = 520, 260
NO_CAP = 1e12


class World(NamedTuple):
    """Groups and the rates of the special case."""

    members: Floats
    hostility: Floats
    rho: float = RHO
    eta: float = ETA
    theta: float = THETA
    omega: float = OMEGA


class Course(NamedTuple):
    """What a world does, week by week: sizes (weeks, groups) and the flows of all groups together (weeks, 4)."""

    sizes: Floats
    flows: Floats

    @property
    def members(self) -> Floats:
        """All members by week."""
        return np.asarray(self.sizes.sum(axis=1))

    @property
    def deaths(self) -> Floats:
        """Deaths per week."""
        return self.flows[:, DEATHS]


RECRUITS, ARRESTS, DEATHS, DROPOUTS = range(4)


@pytest.fixture(scope="module")
def follow() -> Callable[..., Course]:
    """Fourth-order Runge–Kutta over the kernel's own compiled functions."""
    k = kernel()
    power, recruitment, arrests = k.power, k.armed_groups_recruitment, k.detention_arrests
    conflict_deaths, saturation = k.conflict_conflict_deaths, k.armed_groups_saturation

    @njit
    def change(c, hostility, rho, eta, theta, omega, dc, flow):  # type: ignore[no-untyped-def]
        n = len(c)
        weights = 0.0
        for i in range(n):
            weights += power(c[i], 1.0)
        flow[:] = 0.0
        for i in range(n):
            recruited = recruitment(rho, c[i], 1.0, 1.0)
            arrested = arrests(eta, c[i], power(c[i], 1.0), weights, NO_CAP)
            met = 0.0
            for j in range(n):
                met += hostility[i * n + j] * c[j]
            killed = conflict_deaths(theta, 1.0, c[i], met)
            dropped = saturation(omega, c[i])
            dc[i] = recruited - arrested - killed - dropped
            flow[RECRUITS] += recruited
            flow[ARRESTS] += arrested
            flow[DEATHS] += killed
            flow[DROPOUTS] += dropped

    @njit
    def weeks(c, hostility, rho, eta, theta, omega, count, steps, sizes, flows):  # type: ignore[no-untyped-def]
        h = 1.0 / steps
        k1, k2, k3, k4, spare = np.empty_like(c), np.empty_like(c), np.empty_like(c), np.empty_like(c), np.empty(4)
        for week in range(count + 1):
            change(c, hostility, rho, eta, theta, omega, k1, flows[week])
            sizes[week] = c
            for _ in range(steps):
                change(c, hostility, rho, eta, theta, omega, k1, spare)
                change(c + 0.5 * h * k1, hostility, rho, eta, theta, omega, k2, spare)
                change(c + 0.5 * h * k2, hostility, rho, eta, theta, omega, k3, spare)
                change(c + h * k3, hostility, rho, eta, theta, omega, k4, spare)
                c += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)

    def course(world: World, count: int, steps: int = 1) -> Course:
        sizes, flows = np.empty((count + 1, len(world.members))), np.empty((count + 1, 4))
        weeks(world.members.copy(), world.hostility.ravel(), *world[2:], count, steps, sizes, flows)
        return Course(sizes, flows)

    return course


# --- the special case -------------------------------------------------------------------------------------------------


def network() -> World:
    """The 150 groups of 2012, strongest first, and S_ij = (R_ij + 1)/(A_i + 1), S_ii = 0."""
    if "TREGUA_DATA" not in os.environ:
        pytest.skip("TREGUA_DATA is not set: the network of Prieto-Curiel et al. (2023) is not there")
    folder = Path(os.environ["TREGUA_DATA"]) / "prieto_curiel_2023"

    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader((folder / f"BACRIM2020_{name}.csv").read_text("utf-8-sig").splitlines()))

    position = {row["Node"]: i for i, row in enumerate(rows("Nodes"))}
    weights = {}
    for name in ("Rivals", "Alliances"):
        weight = np.zeros((len(position), len(position)))
        for row in rows(name):
            weight[position[row["Node"]], position[row["RNode"]]] = float(row["weight"])
        weights[name] = np.maximum(weight, weight.T)
    order = np.argsort(-(weights["Rivals"] + weights["Alliances"]).sum(axis=1), kind="stable")
    rivalry, alliance = (weights[name][np.ix_(order, order)] for name in ("Rivals", "Alliances"))
    hostility = (rivalry + 1) / (alliance.sum(axis=1, keepdims=True) + 1)
    np.fill_diagonal(hostility, 0)
    zipf = 1 / np.arange(1, len(position) + 1)
    return World(MEMBERS_2012 * zipf / zipf.sum(), hostility)


@pytest.fixture(scope="module")
def decade(follow: Callable[..., Course]) -> tuple[World, Course]:
    """The network in 2012 and its course to 2022."""
    world = network()
    return world, follow(world, DECADE)


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-6)


def test_the_network_is_the_published_one() -> None:
    hostility = network().hostility
    assert hostility.sum() == near(13520.917207792)
    assert (hostility.max(), hostility[hostility > 0].min()) == (5.0, 1 / 56)
    assert len(hostility) == 150


@pytest.mark.parametrize(
    ("flow", "in_2012", "in_2022", "over_the_decade"),
    [
        (RECRUITS, 290.65951, 439.36838064524, 186_629.2478),
        (ARRESTS, 110, 110, 57_200),
        (DEATHS, 67.24258544935, 124.30022537312, 48_068.6410),
        (DROPOUTS, 27.72294094414, 64.09205531193, 22_523.6528),
    ],
)
def test_the_flows_of_2012_to_2022(
    decade: tuple[World, Course], flow: int, in_2012: float, in_2022: float, over_the_decade: float
) -> None:
    weekly = decade[1].flows[:, flow]
    assert weekly[0] == near(in_2012)
    assert weekly[-1] == near(in_2022)
    assert np.trapezoid(weekly) == near(over_the_decade)


def test_the_members_of_2022(decade: tuple[World, Course]) -> None:
    assert decade[1].members[0] == near(115_000)
    assert decade[1].members[-1] == near(173_836.95367202)
    assert [round(size, 3) for size in decade[1].sizes[0, :5]] == [20568.107, 10284.053, 6856.036, 5142.027, 4113.621]
    assert [round(size, 1) for size in decade[1].sizes[-1, :5]] == [28672.9, 17740.6, 10678.7, 8810.9, 7555.5]


@pytest.mark.parametrize(
    ("changed", "members_2027", "deaths_2027", "members_2032", "deaths_2032", "deaths_2022_26"),
    [
        ({}, 213_744.56, 169.37508, 258_782.23, 226.13861, 37_918.7),
        ({"eta": 2}, 184_036.25, 126.43698, 198_550.86, 135.91432, 32_430.5),
        ({"rho": 0.5}, 156_682.71, 92.25613, 143_834.46, 72.81245, 27_759.6),
        ({"rho": 0}, 113_274.21, 48.78465, 71_765.55, 18.75546, 20_836.3),
        ({"rho": 0.5, "eta": 2}, 130_028.57, 63.96155, 90_557.62, 29.49549, 23_635.1),
        ({"eta": 3}, 153_437.36, 88.52153, 130_922.84, 60.53178, 27_410.7),
        ({"theta": 0.5}, 235_480.89, 109.16394, 314_147.44, 184.56382, 21_733.0),
        ({"omega": 2}, 197_438.07, 148.59114, 226_411.99, 182.62474, 35_247.0),
        ({"rho": 0.9}, 201_088.86, 150.34316, 231_776.97, 183.00508, 35_561.2),
    ],
    ids=str,
)
def test_the_scenarios_of_2022_to_2032(
    decade: tuple[World, Course],
    follow: Callable[..., Course],
    changed: dict[str, float],
    members_2027: float,
    deaths_2027: float,
    members_2032: float,
    deaths_2032: float,
    deaths_2022_26: float,
) -> None:
    world = decade[0]
    rates = {name: factor * getattr(world, name) for name, factor in changed.items()}
    # Arrests that do not fall with size empty the smallest groups fast: there a week is a long step.
    course = follow(world._replace(members=decade[1].sizes[-1], **rates), DECADE, steps=2)
    assert course.members[FIVE_YEARS] == near(members_2027)
    assert course.deaths[FIVE_YEARS] == near(deaths_2027)
    assert course.members[DECADE] == near(members_2032)
    assert course.deaths[DECADE] == near(deaths_2032)
    assert np.trapezoid(course.deaths[: FIVE_YEARS + 1]) == pytest.approx(deaths_2022_26, abs=0.06)


# --- closed forms -----------------------------------------------------------------------------------------------------


def test_alone_and_without_arrests_a_group_grows_by_the_logistic_curve(follow: Callable[..., Course]) -> None:
    course = follow(World(np.array([5000.0]), np.zeros((1, 1)), eta=0.0), 2000)
    ceiling = RHO / OMEGA
    assert ceiling == pytest.approx(63_186.85)
    weeks = np.arange(2001)
    np.testing.assert_allclose(course.members, ceiling / (1 + (ceiling / 5000.0 - 1) * np.exp(-RHO * weeks)), rtol=1e-9)


@pytest.mark.parametrize("members", [43_000.0, 44_000.0])
def test_a_single_group_grows_above_a_threshold_and_shrinks_below(
    follow: Callable[..., Course], members: float
) -> None:
    course = follow(World(np.array([members]), np.zeros((1, 1)), omega=0.0), 500)
    threshold = ETA / RHO
    assert threshold == pytest.approx(43_521.7, abs=0.05)
    expected = threshold + (members - threshold) * np.exp(RHO * np.arange(501))
    np.testing.assert_allclose(course.members, expected, rtol=1e-9)


def test_two_equal_groups_meet_at_their_fixed_point(follow: Callable[..., Course]) -> None:
    world = World(np.array([100.0, 100.0]), 1 - np.eye(2), eta=0.0)
    course = follow(world, 20_000)
    np.testing.assert_allclose(course.sizes[-1], RHO / (THETA + OMEGA), rtol=1e-9)
    np.testing.assert_allclose(course.sizes[-1], 45_546.38, rtol=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.01, 100.0))
def test_sizes_scale(follow: Callable[..., Course], scale: float) -> None:
    members = np.array([9000.0, 4000.0, 2500.0, 100.0])
    one = follow(World(members, 1 - np.eye(4)), 100)
    other = follow(World(scale * members, 1 - np.eye(4), RHO, scale * ETA, THETA / scale, OMEGA / scale), 100)
    np.testing.assert_allclose(other.sizes, scale * one.sizes, rtol=1e-11)
    np.testing.assert_allclose(other.deaths, scale * one.deaths, rtol=1e-11)


# --- Colombia ---------------------------------------------------------------------------------------------------------

POSITIVE = st.floats(1e-3, 1e5)


@given(st.lists(POSITIVE, min_size=1, max_size=8), POSITIVE, st.floats(0.5, 2.0), st.floats(0.0, 2.0))
def test_arrests_never_exceed_the_capacity_or_the_cap(
    sizes: list[float], capacity: float, exponent: float, cap: float
) -> None:
    weights = sum(power_of(size, exponent) for size in sizes)
    arrested = [arrests_of(capacity, size, power_of(size, exponent), weights, cap) for size in sizes]
    assert sum(arrested) <= capacity * (1 + 1e-12)
    assert all(0 <= one <= cap * size for one, size in zip(arrested, sizes, strict=True))


MEMBERS, PRISON, GROWTH = at("S", "members"), at("S", "prison"), at("P", "growth")
DRAWS = inputs({}, 2026, 200)[0]


def grown(start: AtStart) -> Floats:
    """Growth of each group [1/year]."""
    return np.asarray(start.change[MEMBERS] / start.states[MEMBERS])


def growing(start: AtStart, p: Floats, growth: Floats | float) -> Floats:
    """What groups that would grow by `growth` grow by when none recruits fewer than nobody."""
    return np.asarray(np.maximum(growth, p[GROWTH] - start.derived[at("V", "recruitment")]))


def unmoved() -> Floats:
    """The draws, where pressure does not change how many the State kills."""
    draws = DRAWS.copy()
    draws[:, at("P", "pressure_contact")] = 0.0
    return draws


def test_the_groups_start_at_the_growth_that_was_observed() -> None:
    """Whatever was then in force, ceasefires that change the deaths of fights included."""
    apart = 0
    for p in DRAWS:
        start = rates_at_start(p, {})
        np.testing.assert_allclose(grown(start), growing(start, p, p[GROWTH]), atol=1e-9)
        apart += (grown(start) > p[GROWTH] + 1e-6).sum()
        share = p[at("P", "casualty_share")]
        assert start.change[at("S", "killed")] == pytest.approx(share * p[at("P", "homicides_0")])
    assert apart < 0.1 * DRAWS[:, GROWTH].size  # groups that shrank faster than by arrest, death and exit together


@pytest.mark.checklist("P14")
def test_military_pressure_takes_its_effect_from_the_growth_that_was_observed_without_it() -> None:
    assert LEVER_0[at("L", "pressure")] == 0
    for p in unmoved():
        start = rates_at_start(p, {"pressure": 1.0})
        expected = growing(start, p, p[GROWTH] - p[at("P", "pressure_effect")])
        np.testing.assert_allclose(grown(start), expected, atol=1e-9)


@pytest.mark.checklist("P14")
def test_growth_returns_in_the_end_to_that_of_four_years_under_the_pressure_of_2021() -> None:
    """Long after the start, the pay of groups left out; without that pressure they grow by its effect more."""
    for p in unmoved():
        settled = p.copy()
        settled[at("P", "growth_fade")], settled[at("P", "pay_elasticity")] = 0.05, 0.0
        for pressure, more in ((1.0, 0.0), (0.0, p[at("P", "pressure_effect")])):
            start = rates_at_start(settled, {"pressure": pressure}, t=3.0)
            expected = growing(start, p, p[at("P", "growth_later")] + more)
            np.testing.assert_allclose(grown(start), expected, atol=1e-9)


def test_a_shock_to_growth_adds_its_logarithm_and_recruits_nobody_backwards() -> None:
    shock = np.ones(SIZE["Z"])
    for p in DRAWS:
        shock[at("Z", "growth")] = 1.1
        start = rates_at_start(p, {}, shock=shock)
        np.testing.assert_allclose(grown(start), growing(start, p, p[GROWTH] + np.log(1.1)), atol=1e-9)
        shock[at("Z", "growth")] = 1e-9
        assert rates_at_start(p, {}, shock=shock).change[at("S", "recruited")] == 0


@pytest.mark.checklist("P5", "P12")
def test_an_open_table_moves_exits_by_its_parameter_and_not_how_fiercely_a_group_fights() -> None:
    for p in DRAWS:
        states, closed, _ = rates_at_start(p, {"talks": 0.0})
        _, opened, _ = rates_at_start(p, {"talks": 1.0})
        alone = p[at("P", "individual_exit")] * states[MEMBERS].sum()
        assert opened[at("S", "recruited")] == closed[at("S", "recruited")]
        assert closed[at("S", "demobilised")] == pytest.approx(alone)
        assert opened[at("S", "demobilised")] == pytest.approx(p[at("P", "surrender_ratio")] * alone)
        assert opened[at("S", "killed")] == closed[at("S", "killed")]


@pytest.mark.checklist("P5", "P12")
@pytest.mark.parametrize("signature_class", ["signature_hazard_recent", "signature_hazard_past"])
def test_a_group_signs_when_its_table_has_stood_for_as_long_as_was_drawn(signature_class: str) -> None:
    """In the year after it, all but a part of 15 % have left with it; what stays at the table leaves one by one."""
    p, lever, shock = inputs({"talks": 1.0}, 2031, 20)
    patience = at("P", "patience")
    for draw in range(20):
        settled = p[draw].copy()
        hazard = 0.5
        settled[at("P", "signature_class")] = float(signature_class == "signature_hazard_past")
        settled[at("P", signature_class)] = hazard
        settled[at("P", "signature_share")], settled[at("P", "surrender_ratio")] = 0.85, 1.0
        settled[at("P", "splinter_share")] = 0.0
        settled[patience] = 1e9
        never = simulate(kernel(), settled, lever, shock[draw], 84)
        assert (never.states[at("S", "since_signature")] == 0).all()
        table = never.states[at("S", "at_table")]
        assert table == pytest.approx(hazard * np.reshape(lever, (-1, SIZE["L"]))[:84, at("L", "talks")].sum(0) / 12)
        settled[patience] = table - hazard * 1.5  # the last 18 months all groups were at a table
        signed = simulate(kernel(), settled, lever, shock[draw], 84)
        assert signed.states[at("S", "since_signature")] == pytest.approx(1.5, abs=1 / 12)
        left = (signed.states[at("S", "demobilised")] - never.states[at("S", "demobilised")]) / (
            simulate(kernel(), settled, lever, shock[draw], 66).states[MEMBERS].sum()
        )
        assert 0.8 < left < 1.1


@pytest.mark.parametrize("values", [{}, EXTREMES], ids=["as observed", "all levers moved"])
def test_people_are_conserved_and_no_group_is_negative(values: dict[str, float]) -> None:
    p, lever, shock = inputs(values, 2035, 12)
    gone = [at("S", "ex_members"), at("S", "killed"), at("S", "dropped_out"), at("S", "left_for_good")]
    for draw in range(12):
        initial = simulate(kernel(), p[draw], lever, shock[draw], 0).states
        for months in range(1, 133):
            s = simulate(kernel(), p[draw], lever, shock[draw], months).states
            assert (s[MEMBERS] > 0).all()
            assert (s[PRISON] > 0).all()
            now = s[MEMBERS].sum() + s[PRISON].sum() + s[gone].sum()
            before = initial[MEMBERS].sum() + initial[PRISON].sum() + initial[at("S", "ex_members")]
            assert now == pytest.approx(before + s[at("S", "recruited")], rel=1e-9)
