"""Users: published models as special cases, and what each lever does and does not do."""

from types import SimpleNamespace as Names
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import logm
from small_lab import EXTREMES, POLICY_MONTH, Floats, annual, at, columns, inputs, kernel, simulate

from tregua.lab.layout import layout
from tregua.lab.mechanisms import use
from tregua.lab.model import lab
from tregua.lab.run import Settings
from tregua.models.find import load_model
from tregua.models.papers.behrens_lhy import model as behrens_lhy
from tregua.models.papers.everingham_rydell_1994 import model as everingham_rydell_1994
from tregua.models.papers.rydell_everingham_1994 import market
from tregua.models.protocol import bound

NOBODY = Names(treatment=[0.0], prevention=[0.0], harm_reduction=[0.0])
USERS = layout().position("O", "cocaine_users", "USA")
NUMBERS = {name: one.value for name, one in lab().parameters.items()}


def one_market(**numbers: Any) -> Names:
    """The numbers of use as they stand, for one market."""
    p = Names(**{one.id: NUMBERS[one.id] for one in lab().mechanisms["use"].parameters if one.id in NUMBERS})
    p.initiation_growth = [0.0]
    for name in ("survey_users", "survey_scale", "heavy_users", "initiation_rate"):
        setattr(p, name, [NUMBERS.get(f"{name}.USA", 1.0)])
    p.cohort = [0.0]
    p.__dict__.update(numbers)
    return p


def followed(p: Names, lever: Names, start: Floats, initiates: float, reputed: float, months: int) -> Floats:
    """Light users, heavy users and memory by month, by the step of the mechanism and the method of the kernel."""

    def rates(state: Floats) -> Floats:
        s = Names(light=[state[0]], heavy=[state[1]], memory=[state[2]], taught=[0.0])
        d = Names(light=[0.0], heavy=[0.0], memory=[0.0], taught=[0.0])
        v = Names(initiates_0=[initiates], reputed_0=[reputed], grams_0=[1.0], use_ratio=[0.0], cost=[0.0])
        use.live(p, lever, 0.0, s, d, v)
        return np.array([d.light[0], d.heavy[0], d.memory[0]])

    states, h = [start], 1 / 12
    for _ in range(months):
        now = states[-1]
        k1 = rates(now)
        k2 = rates(now + h / 2 * k1)
        k3 = rates(now + h / 2 * k2)
        k4 = rates(now + h * k3)
        states.append(now + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
    return np.array(states)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A world of one market."""
    monkeypatch.setattr(use, "surveyed", range(1))
    monkeypatch.setattr(use, "markets", range(1))


@pytest.mark.usefixtures("alone")
def test_users_of_mr_332_whom_nobody_joins() -> None:
    """T1: at the rates ln M the users of 1992 are those of the published yearly map at every year's end."""
    published = everingham_rydell_1994.simulate(years=20, initiation=0.0)
    flows = everingham_rydell_1994.flows(bound(everingham_rydell_1994.Parameters))
    (to_light, back), (worse, to_heavy) = logm(flows)
    p = one_market(light_quit=-to_light - worse, escalation=worse, heavy_easing=back, heavy_quit=-to_heavy - back)
    start = np.array([published.light[0], published.heavy[0], 0.0])
    found = followed(p, NOBODY, start, 0.0, 1.0, 240)[::12]
    np.testing.assert_allclose(found[:, 0], published.light, rtol=1e-8)
    np.testing.assert_allclose(found[:, 1], published.heavy, rtol=1e-8)


@pytest.mark.usefixtures("alone")
def test_users_of_lhy_month_by_month() -> None:
    """T5: the numbers in the file are those published, all of heavy users' leaving apart, which goes out."""
    published, p = behrens_lhy.simulate(years=30), bound(behrens_lhy.Parameters)
    numbers = one_market(initiation_form=1.0, heavy_easing=0.0, heavy_quit=p.g)
    start = behrens_lhy.state_1970(p)
    reputed = use.reputed(p.tau, p.s_min, p.s, p.q, start[2], start[0])
    found = followed(numbers, NOBODY, start, reputed, reputed, 360)
    np.testing.assert_allclose(found[:, 0], published.light, rtol=1e-10)
    np.testing.assert_allclose(found[:, 1], published.heavy, rtol=1e-10)
    np.testing.assert_allclose(found[:, 2], published.memory, rtol=1e-10)


@pytest.mark.checklist("P11", "N13")
@pytest.mark.usefixtures("alone")
def test_use_falls_by_a_third_when_every_heavy_user_is_treated() -> None:
    """T2: 1992, a million start a year, 31 % treated inside; the published third, −29 to −35 % in the model."""
    u, m = bound(everingham_rydell_1994.Parameters), bound(market.Parameters)
    treated = 1 - m.treated_share
    p = one_market(
        treatment_transport=1.0, treatment_abstinence=m.abstinence, treatment_stay=m.stay, departure_to_light=m.to_light
    )
    start = np.array([*everingham_rydell_1994.users_1992(u), 0.0])
    grams, off = everingham_rydell_1994.grams(u), np.array([0.0, treated * m.stay * m.abstinence])
    everybody = Names(treatment=[treated], prevention=[0.0], harm_reduction=[0.0])
    then = followed(p, everybody, start, u.initiation_1991, 1.0, 168)[::12, :2] @ (grams * (1 - off))
    without = followed(p, NOBODY, start, u.initiation_1991, 1.0, 168)[::12, :2] @ grams
    weights = market.discounts(m)[: len(without)]
    assert -0.36 < weights @ then / (weights @ without) - 1 < -0.27
    found = load_model("rydell_everingham_1994").value("treat_all_present_value")
    assert weights @ then / (weights @ without) - 1 == pytest.approx(found, abs=0.06)


@pytest.mark.usefixtures("alone")
def test_smooth_growth_is_a_special_case() -> None:
    """Where heavy users and initiation are in balance all users grow alike, and demand as exp(g t), as it used to."""
    growth, light = 0.03, 1e6
    p = one_market()
    leaving = p.heavy_easing + p.heavy_quit
    heavy = p.escalation * light / (leaving + growth)
    first = (p.light_quit + p.escalation + growth) * light - p.heavy_easing * heavy
    state = np.array([light, heavy, 0.0])
    for month in range(120):
        p.initiation_growth = [growth]
        state = followed(p, NOBODY, state, first * np.exp(growth * month / 12), 1.0, 1)[-1]
    grams = use.used_grams(state[0], state[1], 16.0, 120.0, 0.0) / use.used_grams(light, heavy, 16.0, 120.0, 0.0)
    assert grams == pytest.approx(np.exp(growth * 10), rel=2e-3)


# --- levers -----------------------------------------------------------------------------------------------------------

SETTINGS = Settings(draws=40, until=2050)


def usa(outcome: str, values: dict[tuple[str, str], float], **assumed: float) -> Floats:
    """An outcome of the United States by draw and year."""
    return annual(values, SETTINGS, assumed)[:, :, lab().outcome_columns[outcome, "USA"]]


@pytest.mark.checklist("P1")
def test_harm_reduction_saves_lives_and_moves_nothing_else() -> None:
    everywhere = {("harm_reduction", "USA"): 1.0}
    with_it, without = annual(everywhere, SETTINGS), annual({}, SETTINGS)
    deaths = columns("overdose_deaths")
    others = [one for one in range(with_it.shape[-1]) if one not in deaths]
    assert with_it[..., others].tobytes() == without[..., others].tobytes()
    saved = 1 - with_it[:, -1, deaths] / without[:, -1, deaths]  # one study found next to nothing
    assert (saved > -0.02).all() and (saved < 0.6).all() and np.median(saved) > 0.1


@pytest.mark.checklist("P1")
def test_the_claim_that_harm_reduction_lowers_use_is_a_number_that_somebody_types() -> None:
    everywhere = {("harm_reduction", "USA"): 1.0}
    claimed = usa("cocaine_users", everywhere, harm_reduction_use=0.5)
    assert (claimed[:, -1] < usa("cocaine_users", {})[:, -1]).all()
    assert lab().parameters["harm_reduction_use"].distribution.kind == "constant"
    assert lab().parameters["harm_reduction_use"].value == 0


@pytest.mark.checklist("P3")
def test_teaching_a_cohort_lowers_use_late_and_by_little() -> None:
    taught, nobody = (usa("cocaine_users", {("prevention", "USA"): one}, initiation_form=0.0) for one in (1.0, 0.0))
    fallen = 1 - taught / nobody
    assert (fallen[:, -1] > 0).all() and (fallen[:, -1] < 0.136).all()
    assert np.median(fallen[:, 5]) < 0.25 * np.median(fallen[:, -1])


@pytest.mark.checklist("P11", "N13")
def test_treatment_in_two_markets_lowers_the_use_of_both() -> None:
    both = annual({("treatment", "USA"): 0.5, ("treatment", "EUR"): 0.5}, SETTINGS)
    none = annual({}, SETTINGS)
    for place in ("USA", "EUR"):
        column = lab().outcome_columns["cocaine_consumed", place]
        assert (both[:, -1, column] < none[:, -1, column]).all()
    other = lab().outcome_columns["cocaine_consumed", "LAC"]
    assert (both[:, -1, other] > 0.999 * none[:, -1, other]).all()  # what is not sold there is cheaper elsewhere


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 199), st.data())
def test_users_and_deaths_stay_positive_whatever_is_done(draw: int, data: st.DataObject) -> None:
    values = {
        name: data.draw(st.floats(0, EXTREMES[name]), label=name)
        for name in ("treatment", "prevention", "harm_reduction", "corridor_interdiction", "substitution")
    }
    p, lever, shock = inputs(values, 2035, 200)
    out, states, status = simulate(kernel(), p[draw], lever, shock[draw], POLICY_MONTH + 84)
    assert status == 0
    for name in ("light", "heavy", "memory"):
        assert (states[at("S", name)] > 0).all()
    assert (out[:, columns("overdose_deaths")] > 0).all() and (out[:, columns("retail_price")] > 0).all()
