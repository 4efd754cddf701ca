"""Every step of groups, detention, conflict and exits, in a small world with results worked out by hand."""

import math
from types import SimpleNamespace as Names

import numpy as np
import pytest
from small_world import LN2, LN3, LN4, expect, junk, small_world

from tregua.lab.mechanisms import (
    armed_groups,
    conflict,
    detention,
    exception,
    prevention,
    reintegration,
    talks,
)
from tregua.lab.status import Status

pytestmark = pytest.mark.usefixtures(small_world.__name__)
MEMBERS = [10.0, 20.0, 30.0]  # 40 in country 0, 20 in country 1


# --- armed groups -----------------------------------------------------------------------------------------------------


def test_armed_groups_start_sizes() -> None:
    s = Names(members=junk(3))
    armed_groups.start_sizes(Names(size_0=MEMBERS), s)
    expect(s, members=MEMBERS)


def test_armed_groups_start_country() -> None:
    """Growth ends at 200 members.

    Growing by 0.2 · 10 (the group that shrinks does not count) over 10² + 30² times 200/40 − 1; by 0.1 · 20 over 20²
    times 200/20 − 1.
    """
    v = Names(size_0=junk(2), saturation=junk(2))
    armed_groups.start_country(Names(growth=[0.2, 0.1, -0.4], ceiling=200.0), Names(members=MEMBERS), v)
    expect(v, size_0=[40, 20], saturation=[2 / 4000, 2 / 3600])


def test_armed_groups_start_recruitment() -> None:
    """Observed growth, and what makes good prison, deaths, drop-out and surrender less returns.

    Half a table in country 1 halves surrender, a whole one quarters it.
    """
    p = Names(growth=[0.2, 0.1, -0.4], sentence_years=4.0, return_share=0.25)
    p.individual_exit, p.surrender_ratio, p.relapse_hazard = 0.02, 0.25, 0.1
    s = Names(members=MEMBERS, prison=[40.0, 80.0, 8.0], ex_members=[50.0, 20.0])
    v = Names(killed=[12.0, 10.0, 72.0], saturation=[0.001, 0.002], size_0=[40.0, 20.0])
    v.recruitment = junk(3)
    armed_groups.start_recruitment(p, Names(talks=[0.0, 0.5, 1.0]), s, v)
    lost = [
        7.5 + 12 + 0.1 + 0.2 - 5 * 10 / 40,
        15 + 10 + 0.8 + 0.4 / 2 - 2 * 20 / 20,
        1.5 + 72 + 0.9 + 0.6 / 4 - 5 * 30 / 40,
    ]
    expect(v, recruitment=[0.2 + lost[0] / 10, 0.1 + lost[1] / 20, -0.4 + lost[2] / 30])


def test_armed_groups_count() -> None:
    """In country 0 a rent of 320 over 40 members is four times that of the start, 0.8 over 0.4; country 1 had none."""
    p = Names(pay_elasticity=0.5)
    v = Names(size=junk(2), pay=junk(2), rent=[320.0, 9.0], rent_0=[0.8, 0.0], size_0=[0.4, 5.0])
    armed_groups.count(p, Names(members=MEMBERS), v)
    expect(v, size=[40, 20], pay=[2, 1])


def test_armed_groups_change() -> None:
    """After two years the first growth has faded by half towards that of the pressure then, 0.1 + 0.2 · ½ and 0.1.

    Of 0.2, 0.1 and −0.4 it has become 0.2, 0.1 and −0.1. With a quarter instead of half of that pressure in country 0
    it is 0.05 more there, with half in place of all of it 0.1 more in 1; shocks add ln 2 twice and take ln 4 away, and
    no group recruits less than nobody. Of this prevention leaves a half and four fifths, times what pay does.
    """
    p = Names(growth=[0.2, 0.1, -0.4], growth_later=0.1, growth_fade=2 / LN2, pressure_effect=0.2, pressure_beyond=1.0)
    v = Names(recruitment=[0.6, 0.3, 0.7], left_to_recruit=[0.5, 0.8], pay=[2.0, 1.5], killed=[3.0, 48.0, 2.25])
    v.saturation, v.returning, v.size, v.arrested = [0.001, 0.002], [8.0, 3.0], [40.0, 20.0], [1.0, 2.0, 3.0]
    v.laid_down, v.back, v.likely_recruits = [0.5, 0.25, 1.5], [0.2, 0.4, 0.6], junk(2)
    v.foreign_growth = [0.0, 0.03]
    d = Names(members=junk(3), recruited=junk(2), killed=junk(2), dropped_out=junk(2))
    pressure, pressure_0 = Names(pressure=[0.25, 0.5]), Names(pressure=[0.5, 1.0])
    shock = Names(growth=[2.0, 2.0, 0.25])
    armed_groups.change(p, pressure, pressure_0, shock, 2.0, Names(members=MEMBERS), d, v)
    rho = [0.6 + 0.25 - 0.2 + LN2, 0.3 + 0.2 + 0.03 - 0.1 + LN2, 0.0]
    recruited = [rho[0] * 10 * 0.5 * 2, rho[1] * 20 * 0.8 * 1.5, 0.0]
    dropped = [0.1, 0.8, 0.9]
    by_hand = [
        recruited[0] - 1 - 3 - dropped[0] - 0.5 + 0.2 + 8 / 4,
        recruited[1] - 2 - 48 - dropped[1] - 0.25 + 0.4 + 3,
        recruited[2] - 3 - 2.25 - dropped[2] - 1.5 + 0.6 + 8 * 3 / 4,
    ]
    expect(d, members=by_hand, recruited=recruited[:2], killed=[5.25, 48], dropped_out=[1, 0.8])
    expect(v, likely_recruits=[rho[0] * 10 * 2, rho[1] * 20 * 1.5])


@pytest.mark.parametrize(
    ("members", "status"),
    [
        ([0.5, 0.5, 0.5], Status.OK),
        ([0.0, 0.5, 0.5], Status.GROUPS),
        ([0.5, 0.5, -0.5], Status.GROUPS),
        ([0.5, math.nan, 0.5], Status.GROUPS),
    ],
)
def test_armed_groups_check(members: list[float], status: Status) -> None:
    assert armed_groups.check(Names(members=members)) == status


def test_armed_groups_report() -> None:
    out = Names(group_members=junk(3))
    armed_groups.report(Names(members=MEMBERS), out)
    expect(out, group_members=MEMBERS)


# --- detention --------------------------------------------------------------------------------------------------------


def test_detention_weigh() -> None:
    v = Names(arrest_weight=junk(3), weight_sum=junk(2))
    detention.weigh(Names(arrest_exponent=0.5), Names(members=[4.0, 9.0, 16.0]), v)
    expect(v, arrest_weight=[2, 3, 4], weight_sum=[6, 3])


def test_detention_start() -> None:
    """Capacities 4 and 2: a third of 4 but at most a tenth of ten members, all of 2, two thirds of 4; three years."""
    p = Names(arrest_hazard=0.1, arrest_cap=0.1, sentence_years=3.0)
    s = Names(members=[10.0, 50.0, 30.0], prison=junk(3))
    v = Names(size_0=[40.0, 20.0], arrest_weight=[2.0, 3.0, 4.0], weight_sum=[6.0, 3.0])
    v.capacity, v.arrested = junk(2), junk(3)
    detention.start(p, s, v)
    expect(v, capacity=[4, 2], arrested=[1, 2, 8 / 3])
    expect(s, prison=[3, 6, 8])


def test_detention_arrest() -> None:
    """Capacities 4 · √4 · ¾ and 2 · √¼ · 6, and under an exception a hundredth and a fiftieth of members more.

    Releases after half of three years and after twice three years.
    """
    p = Names(arrest_cap=0.1, arrest_scaling=0.5, sentence_years=3.0, return_share=0.25)
    p.emergency_dose, p.emergency_hazard = 0.4, 0.1
    lever = Names(arrests=[0.75, 6.0], sentence=[0.5, 2.0], emergency=[0.25, 0.5])
    s = Names(members=[10.0, 50.0, 50.0], prison=[60.0, 36.0, 12.0], members_held=[3.0, 12.0, 0.0])
    v = Names(capacity=[4.0, 2.0], arrest_weight=[2.0, 3.0, 4.0], weight_sum=[6.0, 3.0])
    v.size, v.size_0 = [60.0, 50.0], [15.0, 200.0]
    v.arrested, v.released, v.back = junk(3), junk(3), junk(3)
    d = Names(prison=junk(3), members_held=junk(3))
    detention.arrest(p, lever, s, d, v)
    expect(v, arrested=[1.1, 6, 4.5], released=[40, 6, 8], back=[10, 1.5, 2])
    expect(d, prison=[-38.9, 0, -3.5], members_held=[0.1 - 2, 1 - 2, 0.5])


def test_detention_report() -> None:
    """Populations doubled twice and tripled once in two years; an exception holds 200 and 100 a 100 000.

    Of the prisoners 30 are among them; in country 1 it was lifted, and those whom it arrested are still inside.
    """
    p = Names(population_0=[1e6, 2e6], population_growth=[LN2, LN3 / 2], emergency_dose=0.4, emergency_detention=1000.0)
    out = Names(detained=junk(2), members_in_prison=junk(2))
    s = Names(prison=[60.0, 36.0, 12.0], members_held=[25.0, 9.0, 5.0])
    detention.report(p, Names(emergency=[0.5, 0.25]), 2.0, s, out)
    expect(out, detained=[72 - 30 + 200 * 40, 36 - 9 + 100 * 60], members_in_prison=[72, 36])
    detention.report(p, Names(emergency=[0.5, 0.0]), 2.0, s, out)
    expect(out, detained=[72 - 30 + 200 * 40, 36], members_in_prison=[72, 36])


# --- state of exception -----------------------------------------------------------------------------------------------


def test_exception_act() -> None:
    """An effect that quarters and halves itself in two years; populations doubled twice and tripled once in two."""
    p = Names(population_0=[1e6, 2e6], population_growth=[LN2, LN3 / 2], emergency_dose=0.5, emergency_detention=1000.0)
    p.emergency_effect, p.emergency_fade, p.custody_mortality = -LN4, LN2 / 2, 10.0
    p.democracy_effect, p.democracy_years = -0.4, 4.0
    s = Names(exception_years=[2.0, 0.0], democracy_lost=[-0.05, -0.2])
    d = Names(exception_years=junk(2), custody_deaths=junk(2), democracy_lost=junk(2))
    v = Names(other_change=[1.0, 0.0])
    exception.act(p, Names(emergency=[1.0, 0.25]), 2.0, s, d, v)
    expect(v, other_change=[1 - LN4 / 4, -LN4 / 8])
    expect(d, exception_years=[1, 0.25], custody_deaths=[200, 75], democracy_lost=[-0.15 / 4, 0.15 / 4])


def test_exception_report() -> None:
    out = Names(custody_deaths=junk(2), liberal_democracy=junk(2))
    s = Names(custody_deaths=[9.0, 8.0], democracy_lost=[-0.25, 0.0])
    exception.report(Names(democracy_0=[0.5, 0.75]), s, Names(custody_deaths=[2.0, 5.0]), out)
    expect(out, custody_deaths=[7, 3], liberal_democracy=[0.25, 0.75])


# --- conflict ---------------------------------------------------------------------------------------------------------


def test_conflict_spread() -> None:
    """Of 4 times, a quarter of and as many members as at the start: in twice, half of and as many places."""
    v = Names(presence=junk(3))
    p = Names(presence_0=[6.0, 8.0, 5.0], size_0=[2.5, 80.0, 30.0], spreading=0.5)
    conflict.spread(p, Names(members=MEMBERS), v)
    expect(v, presence=[12, 4, 5])


def test_conflict_meet() -> None:
    """Groups 0 and 2 meet each other, not equally hostile; group 1 is alone in its country."""
    v = Names(presence=[12.0, 4.0, 5.0], met=junk(3))
    hostility = np.array([[9.0, 9.0, 2.0], [9.0, 9.0, 9.0], [3.0, 9.0, 9.0]])
    conflict.meet(Names(hostility=hostility), v)
    expect(v, met=[2 * 5, 0, 3 * 12])


CEASEFIRES = [0.0, 0.5, 1.0]


def truces(**others: object) -> Names:
    """A ceasefire makes groups fight each other four times as much and meet the State a quarter as often."""
    return Names(ceasefire_fights=LN4, ceasefire_contact=-LN4, **others)


@pytest.mark.parametrize(
    ("met", "lethality"),
    [
        (5.0, 4 / 200),
        (1 / 80, 8.0),  # half a meeting is one
        (0.0, 0.0),  # alone in its country, a group meets nobody
    ],
)
def test_conflict_start(met: float, lethality: float) -> None:
    """A tenth of 300 and of 50 homicides: four fifths over 10 · 6 + 4 · 30 · 3 and 2 · 20 · 5 meetings.

    A fifth over 10 + 30/4 and 20/2 members who meet the State; civilians are a twentieth.
    """
    p = truces(casualty_share=0.1, state_share=0.2, civilian_share=0.05, homicides_0=[300.0, 50.0])
    v = Names(met=[6.0, met, 3.0], size_0=[40.0, 20.0], lethality=junk(2), state_hazard=junk(2))
    v.contest_0, v.under_0, v.civilians_0 = junk(2), junk(2), junk(2)
    conflict.start(p, Names(ceasefire=CEASEFIRES), Names(members=MEMBERS), v)
    expect(v, lethality=[24 / 420, lethality], state_hazard=[6 / 17.5, 1 / 10])
    expect(v, contest_0=[420, 40 * met], under_0=[30 / 40, 10 / 20], civilians_0=[15, 2.5])


def test_conflict_start_losses() -> None:
    v = Names(lethality=[0.1, 0.2], state_hazard=[0.4, 0.3], met=[6.0, 5.0, 3.0], killed=junk(3), killed_0=junk(2))
    conflict.start_losses(truces(), Names(ceasefire=CEASEFIRES), Names(members=MEMBERS), v)
    killed = [0.1 * 10 * 6 + 0.4 * 10, 0.2 * 2 * 20 * 5 + 0.3 * 20 / 2, 0.1 * 4 * 30 * 3 + 0.4 * 30 / 4]
    expect(v, killed=killed, killed_0=[killed[0] + killed[2], killed[1]])


def test_conflict_fight() -> None:
    """Pressure of one more in country 0 doubles how often they meet the State there, one less halves it in country 1.

    Works calm half of the fighting in country 0; after its leader's removal group 0 fights others twice as much.
    """
    p = truces(pressure_contact=LN2)
    lever, lever_0 = Names(ceasefire=CEASEFIRES, pressure=[1.5, 0.0]), Names(pressure=[0.5, 1.0])
    v = Names(lethality=[0.1, 0.2], state_hazard=[0.4, 0.3], met=[6.0, 5.0, 3.0], size=[40.0, 20.0])
    v.killed, v.contest, v.under, v.calm, v.leader_jump = junk(3), junk(2), junk(2), [0.5, 1.0], [2.0, 1.0, 1.0]
    d = Names(killed_by_state=junk(2), killed_by_groups=junk(2))
    conflict.fight(p, lever, lever_0, Names(fighting=[0.5, 4.0], feuding=[3.0, 0.25]), Names(members=MEMBERS), d, v)
    groups, state = [12 * 0.75, 40.0, 36 * 0.75], [4.0 * 2 / 4, 6.0 / 4 * 4, 12.0 / 4 * 2 / 4]
    expect(v, killed=[groups[i] + state[i] for i in range(3)], contest=[120 + 360, 200], under=[30 / 40, 10 / 20])
    expect(d, killed_by_groups=[groups[0] + groups[2], groups[1]], killed_by_state=[state[0] + state[2], state[1]])


def test_conflict_harm() -> None:
    """Four times and a quarter of what was fought over, by the square root; militias, and ceasefires for the rest."""
    p = Names(civilian_response=0.5, ceasefire_homicides=0.1)
    v = Names(civilians_0=[10.0, 20.0], contest=[40.0, 5.0], contest_0=[10.0, 20.0], other_change=[1.0, 2.0])
    v.under, v.under_0, v.militia = [0.75, 0.0], [0.25, 0.5], [2.0, 1.0]
    d = Names(civilians=junk(2))
    conflict.harm(p, Names(preying=[0.5, 3.0]), d, v)
    expect(d, civilians=[20, 30])
    expect(v, other_change=[1.05, 1.95])


def test_conflict_report() -> None:
    names = ("killed", "killed_by_state", "killed_by_groups", "civilians")
    s = Names(**{name: [9.0 + i, 8.0 + i] for i, name in enumerate(names)})
    was = Names(**{name: [2.0, 5.0] for name in names})
    out = Names(conflict_deaths=junk(2), killed_by_state=junk(2), killed_by_groups=junk(2), civilians_killed=junk(2))
    conflict.report(s, was, out)
    expect(out, conflict_deaths=[7, 3], killed_by_state=[8, 4], killed_by_groups=[9, 5], civilians_killed=[10, 6])


# --- talks, reintegration, prevention ---------------------------------------------------------------------------------


def at_tables(at_table: list[float], since: list[float], **numbers: float) -> tuple[Names, Names, Names, Names]:
    """Numbers, states, derivatives and values of three groups, of which nothing splits off unless it is said."""
    p = Names(individual_exit=0.02, surrender_ratio=0.25, signature_share=0.75, splinter_share=0.0)
    p.signature_class, p.signature_hazard_recent, p.signature_hazard_past, p.guarantor_effect = 0.0, 0.25, 0.75, LN3
    vars(p).update(numbers)
    p.patience = [1.0, 2.0, 3.0]
    s = Names(members=MEMBERS, at_table=at_table, since_signature=since, splinter=[0.0, 0.0, 0.0])
    d = Names(demobilised=junk(2), at_table=junk(3), since_signature=junk(3), splinter=junk(3))
    v = Names(laid_down=junk(3), signed=junk(3), alone=junk(3), willing=[1.0, 1.0, 1.0])
    return p, s, d, v


@pytest.mark.parametrize(("signature_class", "hazard"), [(0.0, 0.25), (0.5, 0.25), (0.52, 0.75), (1.0, 0.75)])
def test_talks_lay_down(signature_class: float, hazard: float) -> None:
    """No table, half a table and a whole one, at which a quarter surrenders.

    The first group has not been at a table for long enough, the second signs today, the third signed half a year ago:
    of these the year takes three quarters, −ln ¼ = ln 4 of the members.
    """
    p, s, d, v = at_tables([0.9, 2.0, 3.5], [0.0, 0.0, 0.5], signature_class=signature_class)
    talks.lay_down(p, Names(talks=[0.0, 0.5, 1.0], guarantor=[0.0] * 3), s, d, v)
    expect(v, signed=[0, 1, 1], laid_down=[0.2, 0.2 + 20 * LN4, 0.15 + 30 * LN4])
    expect(v, alone=[0.2, 0.2, 0.15])
    expect(d, at_table=[0, hazard / 2, hazard], since_signature=[0, 1, 1], splinter=[0, 0, 0])
    expect(d, demobilised=[0.35 + 30 * LN4, 0.2 + 20 * LN4])


def test_talks_lay_down_with_an_offer_a_guarantor_and_a_splinter() -> None:
    """Twice as many leave alone; the guarantor triples the hazard; what has split off is at no table.

    In the third group half has split off: half a table is left, at which half of twice 0.6 surrenders. Of the others a
    half splits off and a half of those who do not leaves, as in the functions' own tests.
    """
    p, s, d, v = at_tables([0.9, 0.9, 3.5], [0.0, 0.0, 0.5], splinter_share=0.5, signature_share=0.5)
    s.splinter, v.willing = [0.0, 0.0, 0.5], [2.0, 2.0, 2.0]
    talks.lay_down(p, Names(talks=[0.0, 1.0, 1.0], guarantor=[0.0, 1.0, 0.0]), s, d, v)
    expect(v, alone=[0.4, 0.2, 0.6], laid_down=[0.4, 0.2, 0.6 + LN4 * 5])
    expect(d, at_table=[0, 0.75, 0.125], splinter=[0, 0, LN4 * 0.5 * 0.625 / 0.75])


def test_a_year_after_it_signed_a_group_lays_down_no_more_arms_together() -> None:
    p, s, d, v = at_tables([3.0] * 3, [0.999, 1.0, 5.0])
    talks.lay_down(p, Names(talks=[0.0] * 3, guarantor=[0.0] * 3), s, d, v)
    expect(v, signed=[1, 1, 1], laid_down=[0.2 + 10 * LN4, 0.4, 0.6])


def test_talks_report() -> None:
    out = Names(demobilised=junk(2), splinters=junk(3))
    s = Names(demobilised=[9.0, 8.0], splinter=[0.0, 0.5, 0.1], members=MEMBERS)
    talks.report(s, Names(demobilised=[2.0, 5.0]), out)
    expect(out, demobilised=[7, 3], splinters=[0, 10, 3])


def test_reintegration_start() -> None:
    """Three quarters of 4, 8 and 12 arrested and 0.02, 0.01 and 0.005 of members leave; of ex-members a fifth stops."""
    p = Names(individual_exit=0.02, surrender_ratio=0.25, return_share=0.25, relapse_hazard=0.12, at_risk_years=12.5)
    s = Names(members=MEMBERS, ex_members=junk(2))
    reintegration.start(p, Names(talks=[0.0, 0.5, 1.0]), s, Names(arrested=[4.0, 8.0, 12.0]))
    expect(s, ex_members=[(3 + 9 + 0.2 + 0.15) / 0.2, (6 + 0.2) / 0.2])


def test_reintegration_return_or_stay() -> None:
    """10 · 0.6/0.8 and half of 6 · 0.8/0.6 return, where the accord halves it, and a fifth leaves for good.

    From arms and prison come 8.5, 5.75 and 6.
    """
    p = Names(relapse_hazard=0.1, programme_ratio=0.2, at_risk_years=5.0, accord_effect=LN2)
    v = Names(laid_down=[1.0, 2.0, 3.0], released=[10.0, 5.0, 4.0], back=[2.5, 1.25, 1.0], returning=junk(2))
    d = Names(left_for_good=junk(2), ex_members=junk(2))
    lever = Names(reintegration=[0.5, 0.25], accord=[0.5, 1.0])
    lever_0 = Names(reintegration=[0.25, 0.5], accord=[0.5, 0.0])
    reintegration.return_or_stay(p, lever, lever_0, Names(ex_members=[100.0, 60.0]), d, v)
    expect(v, returning=[7.5, 4])
    expect(d, left_for_good=[20, 12], ex_members=[8.5 + 6 - 7.5 - 20, 5.75 - 4 - 12])


def test_prevention_start() -> None:
    """Of every year, half of 0.4 and 0.2 take part in therapy, of 0.8 and none in jobs."""
    s = Names(counselled=junk(2), employed=junk(2))
    p = Names(take_up=0.5, counselling_fade=2.5, jobs_fade=1.0, likely_years=5.0)
    prevention.start(p, Names(counselling=[0.4, 0.2], jobs=[0.8, 0.0]), s)
    expect(s, counselled=[0.2 / 0.8, 0.1 / 0.7], employed=[0.4 / 1.6, 0])


def test_prevention_prevent() -> None:
    """Programmes that work in a share leave 1 − 0.5 · 0.1 and 1 − 0.4 · 0.2 of recruitment, and with half of both.

    Typed effects of scholarships and housing leave 1 − 0.4 · 0.8 · 0.5 and 1 − 0.25 · 0.8 · 0.25 in country 0 (half of
    those offered one take part). Works calm half of 0.8 · 0.5 of the fighting in country 0,
    places are safer by a quarter of that; in country 1 works end, and places stay as they were at the start.
    """
    p = Names(social_transport=0.8, arrest_link=0.5, counselling_effect=0.25, jobs_effect=0.5, take_up=0.5)
    p.counselling_fade, p.jobs_fade, p.likely_years = 2.5, 1.0, 5.0
    p.scholarship_effect, p.housing_effect, p.public_works_effect, p.neighbourhood_effect = 0.5, 0.25, 0.5, 0.25
    s = Names(counselled=[0.5, 0.25], employed=[0.4, 0.2])
    d = Names(counselled=junk(2), employed=junk(2))
    v = Names(left_to_recruit=junk(2), calm=junk(2), safer=junk(2))
    lever = Names(counselling=[0.4, 0.0], jobs=[0.8, 0.2], scholarships=[0.8, 0.0], housing=[0.5, 0.0])
    lever.public_works, lever.neighbourhoods = [0.5, 0.0], [0.25, 1.0]
    lever_0 = Names(public_works=[0.0, 0.5], neighbourhoods=[0.0, 1.0])
    prevention.prevent(p, lever, lever_0, s, d, v)
    expect(d, counselled=[0.1 - 0.2 - 0.1, -0.1 - 0.05], employed=[0.24 - 0.4 - 0.08, 0.08 - 0.2 - 0.04])
    expect(v, left_to_recruit=[0.95 * 0.92 * 0.84 * 0.95, 0.975 * 0.96], calm=[0.8, 1.25], safer=[0.95, 1])


def test_prevention_pay() -> None:
    v = Names(likely_recruits=[100.0, 40.0], cost=[5.0, 6.0])
    p = Names(targeting_ratio=3.0, counselling_unit_cost=20.0, jobs_unit_cost=10.0, scholarship_unit_cost=5.0)
    p.take_up, p.likely_years = 0.5, 4.0
    lever = Names(counselling=[0.5, 0.25], jobs=[0.2, 0.0], scholarships=[0.4, 0.0])
    prevention.pay(p, lever, v)
    expect(v, cost=[5 + 100 * 60 + 40 * 30 + 20 * 15, 6 + 20 * 60])
