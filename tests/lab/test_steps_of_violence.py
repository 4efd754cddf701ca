"""Every step of truces, leaders, harms, violence and outlays, in a small world with results worked out by hand."""

import math
from types import SimpleNamespace as Names

import pytest
from small_world import LN2, LN3, LN4, expect, junk, small_world

from tregua.lab.mechanisms import force, harms, leaders, outlays, truce, violence

pytestmark = pytest.mark.usefixtures(small_world.__name__)


# --- truces, leaders, force of others, harms --------------------------------------------------------------------------


def test_truce_start() -> None:
    s = Names(truce_remembered=junk(2))
    truce.start(Names(truce=[0.5, 0.0]), s)
    expect(s, truce_remembered=[0.5, 0])


def test_truce_hold() -> None:
    """Half of homicides under a truce that halves them; a half revoked, after which twice that are killed more.

    That half was in force at the start, when it left three quarters.
    """
    p = Names(truce_effect=-LN2, truce_overshoot=2.0, truce_memory=4.0)
    d, v = Names(truce_remembered=junk(2)), Names(other_change=[0.0, 1.0])
    lever, lever_0 = Names(truce=[0.5, 0.0]), Names(truce=[0.0, 0.5])
    truce.hold(p, lever, lever_0, Names(truce_remembered=[0.25, 0.5]), d, v)
    expect(d, truce_remembered=[0.25 / 4, -0.5 / 4])
    expect(v, other_change=[math.log(0.75), 1 + LN2 - math.log(0.75)])


@pytest.mark.parametrize(
    ("reading", "rise", "years", "deaths"),
    [(0.0, 0.3, 0.5, 0.0), (1.0, 0.8, 1.0, 0.0), (2.0, 0.0, 1.0, 16.0), (3.0, 0.0, 1.0, 0.0)],
)
def test_leaders_start(reading: float, rise: float, years: float, deaths: float) -> None:
    p = Names(leader_reading=reading, leader_rise_short=0.3, leader_rise_long=0.8, leader_deaths_each=16.0)
    s, v = Names(leaders_lost=junk(3)), Names(leader_jump=junk(3))
    leaders.start(p, Names(leader_removal=[0.0, 2.0, 4.0]), s, v)
    expect(v, leader_rise=rise, leader_years=years, leader_deaths=deaths, leader_jump=[1, 1, 1])
    expect(s, leaders_lost=[0, 2 * years, 4 * years])


def test_leaders_remove() -> None:
    """Twice as many felt as at the start, but at most everywhere; as many; and none where there were two."""
    p = Names(leader_scope=0.5, split_probability=0.25)
    v = Names(leader_rise=2.0, leader_years=0.5, leader_deaths=10.0, leader_jump=junk(3), succession=junk(2))
    s = Names(leaders_lost=[2.0, 0.5, 0.0])
    d = Names(leaders_lost=junk(3), groups_split=junk(2))
    leaders.remove(p, Names(leader_removal=[2.0, 1.0, 4.0]), Names(leader_removal=[2.0, 1.0, 4.0]), s, d, v)
    expect(v, leader_jump=[3 / 2, 1, 1 / 3], succession=[20 - 40, 0])
    expect(d, leaders_lost=[-2, 0, 4], groups_split=[1.5, 0.25])


def test_leaders_report() -> None:
    out = Names(groups_split_off=junk(2))
    leaders.report(Names(groups_split=[9.0, 8.0]), Names(groups_split=[2.0, 5.0]), out)
    expect(out, groups_split_off=[7, 3])


def test_force_use() -> None:
    p = Names(militia_elasticity=1.5, militia_scope=0.5, foreign_action_homicides=0.2, foreign_action_growth=-0.1)
    lever = Names(militias=[16.0, 1.0], foreign_action=[1.0, 0.5])
    v = Names(militia=junk(2), other_change=[1.0, 0.0], foreign_growth=junk(2))
    force.use(p, lever, Names(militias=[1.0, 1.0], foreign_action=[0.0, 0.5]), v)
    expect(v, militia=[8, 1], other_change=[1.2, 0], foreign_growth=[-0.1, 0])


def test_harms_happen() -> None:
    """Members double and halve; coca is worth four times as much in country 0, and none was made in country 1."""
    p = Names(kidnapped_0=[10.0, 8.0], extorted_0=[100.0, 80.0], displaced_0=[1000.0, 500.0])
    p.kidnap_elasticity, p.extortion_elasticity, p.displacement_elasticity = 2.0, 1.0, 0.5
    v = Names(size=[40.0, 10.0], size_0=[20.0, 20.0], price_ratio=0.5, made=[80.0, 5.0], made_0=[10.0, 0.0])
    shock = Names(kidnapping=[1.0, 2.0], extorting=[0.5, 1.0], displacing=[1.0, 3.0])
    d = Names(kidnapped=junk(2), extorted=junk(2), displaced=junk(2))
    harms.happen(p, shock, d, v)
    expect(d, kidnapped=[40, 4], extorted=[100, 40], displaced=[2000, 1500])


def test_harms_report() -> None:
    names = ("kidnapped", "extorted", "displaced")
    s = Names(**{name: [9.0 + i, 8.0 + i] for i, name in enumerate(names)})
    out = Names(kidnappings=junk(2), extortions=junk(2), displaced=junk(2))
    harms.report(s, Names(**{name: [2.0, 5.0] for name in names}), out)
    expect(out, kidnappings=[7, 3], extortions=[8, 4], displaced=[9, 5])


# --- violence ---------------------------------------------------------------------------------------------------------


def test_violence_start() -> None:
    v = Names(background=junk(2), killed_0=[20.0, 0.0], civilians_0=[10.0, 5.0])
    violence.start(Names(homicides_0=[300.0, 50.0]), v)
    expect(v, background=[270, 45])


def test_violence_begin() -> None:
    v = Names(other_change=junk(2))
    violence.begin(v)
    expect(v, other_change=[0, 0])


def test_violence_kill() -> None:
    """In two years people double and triple twice; by head, violence grows by half and falls to a third twice.

    So it grows 9 times and stays; the value of coca, 4 times as much in country 0, doubles it there, and nothing was
    made in country 1. Doubled by the shock it is 360 and 80, of which policies leave a half and a quarter, and in
    country 1 better places a half.
    """
    p = Names(population_0=[1e6, 1e5], population_growth=[LN2, LN3], homicide_drift=[LN3 - LN2, -LN3])
    p.coca_violence = 0.5
    d = Names(killed=[7.0, 3.0], civilians=[4.0, 2.0], homicides=junk(2), homicide_rate=junk(2))
    v = Names(background=[10.0, 40.0], price_ratio=0.5, made=[80.0, 5.0], made_0=[10.0, 0.0])
    v.other_change, v.safer, v.succession = [-LN2, -LN4], [1.0, 0.5], [0.5, 0.25]
    violence.kill(p, Names(background=2.0), 2.0, d, v)
    expect(d, homicides=[11.5 + 180, 5.25 + 10], homicide_rate=[191.5 / 40, 15.25 / 9])


def test_violence_report() -> None:
    out = Names(homicides=junk(2), homicide_rate=junk(2))
    was = Names(homicides=[2.0, 5.0], homicide_rate=[0.25, 1.5])
    violence.report(Names(homicides=[9.0, 8.0], homicide_rate=[1.0, 2.0]), was, out)
    expect(out, homicides=[7, 3], homicide_rate=[0.75, 0.5])


# --- outlays ----------------------------------------------------------------------------------------------------------


def test_outlays_begin() -> None:
    v = Names(cost=junk(3))
    outlays.begin(v)
    expect(v, cost=[0, 0, 0])


def test_outlays_spend() -> None:
    d = Names(outlay=junk(2))
    outlays.spend(d, Names(cost=[3.0, 4.0, 5.0]))
    expect(d, outlay=[3, 4])


def test_outlays_report() -> None:
    out = Names(state_outlay=junk(2))
    outlays.report(Names(outlay=[9.0, 8.0]), Names(outlay=[2.0, 5.0]), out)
    expect(out, state_outlay=[7, 3])
