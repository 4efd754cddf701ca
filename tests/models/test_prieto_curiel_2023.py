"""Prieto-Curiel et al. (2023): what it publishes, an independent computation, other solvers, closed forms, extremes.

Over 400 lines: its data are downloaded, and each way in which that may go wrong has its test beside the model's own.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copy
from typing import Any

import numpy as np
import pooch
import pytest
import xarray as xr
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from tregua.catalogue.errors import InputError
from tregua.models.find import load_model
from tregua.models.papers.prieto_curiel_2023 import equations
from tregua.models.papers.prieto_curiel_2023 import network as files
from tregua.models.papers.prieto_curiel_2023.fit import objective, refit
from tregua.models.papers.prieto_curiel_2023.groups import DECADE, FLOWS, Parameters, initial_sizes, rates
from tregua.models.papers.prieto_curiel_2023.model import SIZES, ensemble, simulate
from tregua.models.papers.prieto_curiel_2023.network import network
from tregua.models.papers.prieto_curiel_2023.study import SCENARIOS
from tregua.models.protocol import MissingDataError, bound
from tregua.text import LANGUAGES

MODEL = load_model("prieto_curiel_2023")
TARGETS = MODEL.targets
PUBLISHED = [
    target for target in TARGETS if target.tag in ("published", "assumed")
]  # assumed: a report that was not read
NOT_REPRODUCED = {
    "t15_rise_of_deaths",
    "t19_deaths_2027_arrests_doubled",
    "t21_members_2027_recruitment_halved",
    "t24_deaths_among_the_ten",
    *(f"t26_share_{name}" for name in ("cjng", "sinaloa", "nueva_familia_michoacana", "noreste", "union_tepito")),
}
P = bound(Parameters)
LOCAL = os.environ.get("TREGUA_DATA", "")


@pytest.fixture(scope="module")
def data() -> None:
    try:
        network()
    except MissingDataError as error:
        pytest.skip(str(error))


with_data = pytest.mark.usefixtures("data")


# --- the paper --------------------------------------------------------------------------------------------------------


@with_data
@pytest.mark.parametrize("target", PUBLISHED, ids=lambda target: target.id)
def test_what_is_published_is_met_or_known_not_to_be(target: Any) -> None:
    assert target.met_by(MODEL.value(target.id)) == (target.id not in NOT_REPRODUCED)


def test_every_row_of_the_published_list_has_a_target() -> None:
    assert {int(target.id[1:3]) for target in PUBLISHED} == set(range(1, 28))


# --- an independent computation ---------------------------------------------------------------------------------------


@with_data
@pytest.mark.parametrize(
    "target", [target for target in TARGETS if target.tag == "derived"], ids=lambda target: target.id
)
def test_the_independent_computation_is_met(target: Any) -> None:
    assert target.met_by(MODEL.value(target.id))


@with_data
def test_quantities_are_those_of_the_parameters_that_are_asked_for() -> None:
    """A rate that is doubled is the rate at a factor of two, and re-fits begin at the parameters too."""
    assert MODEL.value("t02_members_2022", eta=2 * P.eta) == float(simulate(eta_scale=2.0).members[DECADE])
    assert MODEL.value("t07_arrests_2021", eta=2 * P.eta) == pytest.approx(2 * MODEL.value("t07_arrests_2021"))
    for lower in ("t02_members_2022", "t11_deaths_decade", "eta_2_members_2027", "shares_eta_220_casualties_10"):
        assert MODEL.value(lower, c0=0.9 * P.c0) < MODEL.value(lower)
    more = MODEL.value("profile_115_recruits_per_week", eta=1.5 * P.eta)
    assert more > MODEL.value("profile_115_recruits_per_week")


@with_data
def test_the_network_is_the_published_one() -> None:
    rivalry, alliance = network().rivalry, network().alliance
    s = matrix()
    assert s.sum() == pytest.approx(13520.917207792, rel=1e-12)
    assert (s.max(), s[s > 0].min()) == (5.0, 1 / 56)
    assert (np.count_nonzero(rivalry) // 2, rivalry.sum() / 2, rivalry.max()) == (92, 179, 13)
    assert alliance.sum() / 2 == 163
    assert ((rivalry.sum(axis=1) == 0).sum(), (alliance == 0).sum()) == (79, 59)
    assert ((rivalry.sum(axis=1) + alliance) == 0).sum() == 36
    strongest = [(55, 77), (34, 19), (13, 21), (10, 16), (9, 13), (10, 9), (7, 10), (6, 10)]
    assert list(zip(alliance[:8], rivalry.sum(axis=1)[:8], strict=True)) == strongest
    assert len(set(network().names)) == 150


@with_data
def test_fitting_again_at_the_size_of_the_authors_improves_on_their_fit() -> None:
    fitted = refit(P, P)
    assert objective(fitted) == pytest.approx(37939.31, abs=0.01)
    assert (fitted.rho, fitted.theta, fitted.omega) == pytest.approx((2.5868e-3, 1.5483e-8, 5.167e-8), rel=2e-4)


@with_data
@settings(max_examples=5)
@given(st.floats(0.4, 4.0))
def test_deaths_alone_tell_sizes_only_up_to_a_scale(k: float) -> None:
    """Half the arrests and half the casualties are the same fit at half the sizes."""
    one = refit(P, P)
    other = refit(replace(P, c0=k * P.c0, eta=k * P.eta, casualty_share=k * P.casualty_share), P)
    assert (other.rho, other.theta * k, other.omega * k) == pytest.approx((one.rho, one.theta, one.omega), rel=1e-4)
    assert objective(other) == pytest.approx(k**2 * objective(one), rel=1e-9)


@with_data
def test_which_scenarios_change_sign_over_the_size_scale() -> None:
    """Against 2022, as the page says; against no change every scenario lowers deaths at every size."""
    deaths = {one: np.array([MODEL.value(f"profile_{size}_deaths_{one}") for size in SIZES]) for one in SCENARIOS}
    turns = {one: [SIZES[at + 1] for at in np.flatnonzero(np.diff(change > 0))] for one, change in deaths.items()}
    always = {"baseline": True, "rho_0": False, "both": False, "omega_2": True, "rho_09": True}
    assert turns == {"eta_2": [115], "eta_3": [500], "rho_half": [500], "theta_half": [80]} | {
        one: [] for one in always
    }
    assert {one: bool((deaths[one] > 0).all()) for one in always} == always
    assert all((change < deaths["baseline"]).all() for one, change in deaths.items() if one != "baseline")


# --- other solvers ----------------------------------------------------------------------------------------------------


def matrix() -> Any:
    """S of equation (2), all of it."""
    s = (network().rivalry + 1.0) / (network().alliance + 1.0)[:, None]
    np.fill_diagonal(s, 0.0)
    return s


def with_scipy(scales: dict[str, float], c0: float, start: int, weeks: int) -> xr.Dataset:
    """Equation (1) as it stands, by DOP853 at a tight tolerance."""
    s = matrix()

    def change(_: float, c: Any, r: equations.Rates) -> Any:
        return c * (r.rho - r.eta / c.sum() - r.theta * (s @ c) - r.omega * c)

    legs = [(dict.fromkeys(scales, 1.0), 0, start), (scales, start, weeks)]
    sizes, flows = initial_sizes(replace(P, c0=c0), 150)[None], []
    for scaled, first, last in legs:
        factors = [scaled.get(f"{name}_scale", 1.0) for name in equations.Rates._fields]
        r = equations.Rates(*(np.array(factors) * rates(P)))
        leg = sizes[-1:]
        if last > first:
            times = np.arange(first, last + 1)
            leg = solve_ivp(change, (first, last), leg[0], "DOP853", times, args=(r,), rtol=1e-11, atol=1e-9).y.T
        members = leg.sum(axis=1)
        deaths = r.theta * ((leg @ s.T) * leg).sum(axis=1)
        dropouts = r.omega * (leg**2).sum(axis=1)
        flows = [*flows[:-1], *zip(members, deaths, r.rho * members, r.eta + 0 * members, dropouts, strict=True)]
        sizes = np.concatenate([sizes[:-1], leg])
    table = dict(zip(FLOWS, np.array(flows).T, strict=True))
    return xr.Dataset({name: ("week", values) for name, values in table.items()} | {"size": (("week", "group"), sizes)})


@with_data
@pytest.mark.parametrize(
    ("scales", "c0", "start", "weeks"),
    [
        ({}, 115e3, 0, 520),
        ({"rho_scale": 0.7, "eta_scale": 1.4}, 115e3, 0, 520),
        ({"theta_scale": 2.5, "omega_scale": 0.3}, 140e3, 0, 700),
        ({"rho_scale": 1.2, "eta_scale": 0.0, "theta_scale": 0.6}, 60e3, 261, 781),
        ({"rho_scale": 0.0, "eta_scale": 2.0, "omega_scale": 5.0}, 230e3, 101, 520),
        ({"rho_scale": 3.0, "theta_scale": 4.0, "omega_scale": 3.0}, 500e3, 13, 299),
        ({"eta_scale": 1.5, "theta_scale": 0.0}, 115e3, 520, 1040),
        ({"theta_scale": 30.0}, 400e3, 0, 520),
    ],
    ids=str,
)
def test_scipy_agrees_in_every_week(scales: dict[str, float], c0: float, start: int, weeks: int) -> None:
    ours, theirs = simulate(**scales, c0=c0, start=start, weeks=weeks), with_scipy(scales, c0, start, weeks)
    for name in (*FLOWS, "size"):
        np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-6, atol=1e-6, err_msg=name)


@with_data
def test_the_error_falls_with_the_fourth_power_of_the_step() -> None:
    """At the points of the solver, and between them, where cubics are laid through values and slopes."""
    exact = simulate()

    def errors(longest: int) -> tuple[float, float]:
        sizes, totals = np.empty((DECADE + 1, 150)), np.empty((DECADE + 1, 3))
        c, s = initial_sizes(P, 150), network().hostility()
        equations.follow(c, rates(P), s, 0, DECADE, longest, 10.0, totals, sizes)
        off = np.abs(sizes - exact["size"].to_numpy())
        return off[-1].max(), off[longest // 2 :: longest].max()

    at_the_end, between = zip(*(errors(longest) for longest in (52, 26)), strict=True)
    assert at_the_end[0] / at_the_end[1] == pytest.approx(16, rel=0.1)
    assert between[0] / between[1] == pytest.approx(16, rel=0.1)


# --- closed forms and limits ------------------------------------------------------------------------------------------


@with_data
@pytest.mark.parametrize("rho_scale", [0.0, 1.0, 4.0])
def test_without_fights_and_saturation_all_groups_end_at_the_instant_that_arithmetic_says(rho_scale: float) -> None:
    """d(ΣC)/dt = ρ ΣC − η, until nobody is left; shares never change."""
    run = simulate(rho_scale=rho_scale, eta_scale=9.0, theta_scale=0.0, omega_scale=0.0, weeks=300)
    rho, eta, weeks = rho_scale * P.rho, 9.0 * P.eta, np.arange(301.0)
    grown = np.expm1(rho * weeks) / rho if rho else weeks
    expected = np.maximum(P.c0 * np.exp(rho * weeks) - eta * grown, 0.0)
    np.testing.assert_allclose(run.members, expected, rtol=1e-6, atol=1e-3)
    gone = expected == 0.0
    assert gone.any() == (rho_scale < 4.0)
    assert (run.arrests_per_week == np.where(gone, 0.0, eta)).all()
    assert (run["size"][gone] == 0.0).all()


@with_data
def test_without_fights_and_arrests_each_group_follows_the_logistic_curve() -> None:
    run = simulate(eta_scale=0.0, theta_scale=0.0, weeks=1040)
    ceiling, start = P.rho / P.omega, run["size"][0].to_numpy()
    expected = ceiling / (1 + (ceiling / start - 1) * np.exp(-P.rho * np.arange(1041.0))[:, None])
    np.testing.assert_allclose(run["size"], expected, rtol=1e-6)


RATIO = st.one_of(st.just(0.0), st.floats(0.1, 100.0))


@with_data
@settings(max_examples=60)
@given(RATIO, RATIO, RATIO, RATIO, st.floats(3.0, 6.5), st.integers(0, 300))
def test_no_combination_gives_negative_or_undefined_sizes(
    rho: float, eta: float, theta: float, omega: float, magnitude: float, start: int
) -> None:
    assume(rho < 50 or theta + omega > 0)
    scales = {"rho_scale": rho, "eta_scale": eta, "theta_scale": theta, "omega_scale": omega}
    run = simulate(**scales, c0=10.0**magnitude, start=start, weeks=300)
    assert all(np.isfinite(values).all() and (values >= 0).all() for values in run.data_vars.values())
    np.testing.assert_allclose(run["size"].sum("group"), run.members, rtol=1e-6, atol=1e-6)
    arrests = np.where(np.arange(301) < start, 1.0, eta) * P.eta
    assert (run.arrests_per_week == np.where(run.members > 0, arrests, 0.0)).all()
    empty = run.members.to_numpy() == 0
    assert (empty[1:] >= empty[:-1]).all()


@with_data
@settings(max_examples=20)
@given(st.floats(0.3, 2.0), st.floats(0.3, 2.0), st.floats(0.3, 2.0), st.floats(0.3, 2.0))
def test_people_are_conserved(rho: float, eta: float, theta: float, omega: float) -> None:
    run = simulate(rho_scale=rho, eta_scale=eta, theta_scale=theta, omega_scale=omega, c0=300e3, weeks=200)
    net = run.recruits_per_week - run.arrests_per_week - run.deaths_per_week - run.dropouts_per_week
    simpson = (net[0] + net[-1] + 4 * net[1::2].sum() + 2 * net[2:-1:2].sum()) / 3
    assert float(run.members[-1] - run.members[0]) == pytest.approx(float(simpson), rel=1e-5, abs=1e-2)


@with_data
@settings(max_examples=20)
@given(st.floats(0.01, 100.0))
def test_sizes_scale(k: float) -> None:
    """(C, η, θ, ω) → (k C, k η, θ/k, ω/k) multiplies every course by k."""
    scaled = simulate(eta_scale=k, theta_scale=1 / k, omega_scale=1 / k, c0=k * P.c0)
    np.testing.assert_allclose(scaled["size"], k * simulate()["size"], rtol=1e-9)
    np.testing.assert_allclose(scaled.deaths_per_week, k * simulate().deaths_per_week, rtol=1e-9)


# --- how it is asked --------------------------------------------------------------------------------------------------


@with_data
def test_the_factors_apply_from_their_week_on() -> None:
    base, late = simulate(weeks=300), simulate(rho_scale=0.0, theta_scale=2.0, start=200, weeks=300)
    for name in FLOWS:
        np.testing.assert_allclose(late[name][:200], base[name][:200], rtol=1e-9)
    assert float(late.members[200]) == pytest.approx(float(base.members[200]), rel=1e-9)
    assert float(late.deaths_per_week[200]) == pytest.approx(2 * float(base.deaths_per_week[200]), rel=1e-9)
    assert (late.recruits_per_week[200:] == 0).all()
    xr.testing.assert_identical(
        simulate(rho_scale=0.0, start=300, weeks=300).isel(week=slice(300)), base.isel(week=slice(300))
    )


@with_data
def test_no_weeks_are_the_start_alone() -> None:
    start = simulate(theta_scale=2.0, weeks=0)
    assert list(start.week) == [0]
    assert float(start.members[0]) == pytest.approx(P.c0)
    assert float(start.deaths_per_week[0]) == pytest.approx(2 * float(simulate().deaths_per_week[0]))


@with_data
def test_a_longer_step_is_less_exact_and_exact_enough_near_the_paper() -> None:
    draws = {"rho_scale": [0.8, 1.2], "eta_scale": [1.2, 0.8]}
    [coarse], [fine] = ensemble(draws, step=35), ensemble(draws)
    for name in FLOWS:
        np.testing.assert_allclose(coarse[name], fine[name], rtol=1e-6)
    assert not coarse.equals(fine)


@with_data
def test_an_ensemble_is_its_draws_whatever_the_chunk() -> None:
    draws = {"rho_scale": [1.0, 0.5, 0.8], "c0": [115e3, 90e3, 130e3]}
    found = list(ensemble(draws, start=10, weeks=60, chunk=2, sizes=True))
    assert [len(chunk.draw) for chunk in found] == [2, 1]
    together = xr.concat(found, "draw")
    for draw in range(3):
        alone = simulate(rho_scale=draws["rho_scale"][draw], c0=draws["c0"][draw], start=10, weeks=60)
        xr.testing.assert_identical(together.sel(draw=draw, drop=True), alone)
    [flows] = ensemble(draws, start=10, weeks=60)
    xr.testing.assert_identical(flows, together.drop_dims("group"))


@with_data
def test_weeks_count_from_2012_and_every_variable_has_its_unit() -> None:
    run = simulate(weeks=3)
    assert list(run.week) == [0, 1, 2, 3]
    assert run.week.attrs["units"] == "weeks since 1 January 2012"
    assert {run[name].attrs["units"] for name in FLOWS} == {"members", "members/week"}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"rho_scale": -1.0}, "“rho_scale” must be 0 … 1000, not -1"),
        ({"c0": float("nan")}, "“c0” must be 1 … 1000000000, not nan"),
        ({"weeks": -1}, "“weeks” must be 0 … 10400, not -1"),
        ({"start": 400, "weeks": 300}, "“start” must be 0 … 300, not 400"),
        ({"start": float("nan")}, "“start” must be a whole number, not “nan”"),
        ({"rho_scale": [1, 2]}, "“rho_scale” must be a number, not “[1, 2]”"),
        ({"rho_scale": "a"}, "“rho_scale” must be a number, not “a”"),
        ({"start": 1.5}, "“start” must be a whole number, not “1.5”"),
    ],
)
def test_an_argument_out_of_range_is_told(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as told:
        simulate(**asked)
    assert str(told.value) == message


def test_a_draw_of_an_unknown_parameter_is_told() -> None:
    with pytest.raises(InputError, match=r"there is no parameter “rho_scal”.*Did you mean “rho_scale”"):
        ensemble({"rho_scal": [1.0]})


@with_data
def test_growth_without_bound_is_told() -> None:
    with pytest.raises(InputError, match="grow beyond every bound"):
        simulate(rho_scale=1000.0, theta_scale=0.0, omega_scale=0.0)


# --- where the data come from -----------------------------------------------------------------------------------------


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], files.Network]:
    """Reads the network anew, with no local folder and an empty cache."""
    monkeypatch.setenv("TREGUA_DATA", str(tmp_path))
    monkeypatch.setattr(files, "_cache", lambda: tmp_path / "cache")
    return files.network.__wrapped__


def test_without_data_nothing_is_downloaded_and_the_message_says_how_to_ask_for_it(
    fresh: Callable[[], files.Network], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pooch, "create", lambda **_: pytest.fail("it was downloaded unasked"))
    with pytest.raises(MissingDataError, match="TREGUA_DATA names no folder that holds prieto_curiel_2023") as told:
        fresh()
    for language in LANGUAGES:
        message = told.value.message(language)
        assert all(word in message for word in ("--download", files.REPOSITORY, f"{files.KB} kB", "CC0", "GitHub"))


def test_a_download_that_fails_says_what_to_do(
    fresh: Callable[[], files.Network], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object) -> str:
        raise OSError

    monkeypatch.setattr(pooch.Pooch, "fetch", unreachable)
    with pytest.raises(MissingDataError, match="could not be downloaded") as told:
        files.download()
    assert "conéctese" in told.value.message("es")


def test_a_changed_file_is_refused(fresh: Callable[[], files.Network], tmp_path: Path) -> None:
    (tmp_path / files.FOLDER).mkdir()
    (tmp_path / files.FOLDER / "BACRIM2020_Nodes.csv").write_text("Node,Group\n", "utf-8")
    with pytest.raises(
        MissingDataError, match="differs from the one of rafaelprietocuriel/Recruitment, commit a1db30c"
    ):
        fresh()


@pytest.mark.skipif(not (Path(LOCAL) / files.FOLDER).is_dir(), reason="TREGUA_DATA holds no copy to serve")
def test_files_are_fetched_at_the_commit_of_the_paper_and_by_checksum(
    fresh: Callable[[], files.Network], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, str] = {}

    local = Path(LOCAL) / files.FOLDER
    expected = network().names

    def fetch(self: pooch.Pooch, name: str) -> str:
        asked[self.get_url(name)] = self.registry[name]
        (Path(self.path)).mkdir(exist_ok=True)
        return str(copy(local / name, Path(self.path) / name))

    monkeypatch.setattr(pooch.Pooch, "fetch", fetch)
    files.download()
    assert fresh().names == expected
    assert sum((local / name).stat().st_size for name in files.SHA256) == pytest.approx(files.KB * 1000, rel=0.02)
    assert asked == {
        f"https://raw.githubusercontent.com/{files.REPOSITORY}/{files.COMMIT}/{name}": f"sha256:{digest}"
        for name, digest in files.SHA256.items()
    }


@with_data
def test_a_hostility_without_background_has_only_recorded_rivals() -> None:
    s, met = network().hostility(0.0), np.empty(150)
    c = np.arange(1.0, 151.0)
    equations.hostile(c, s, met)
    np.testing.assert_allclose(met, (network().rivalry @ c) / (network().alliance + 1.0))
