"""Every step of use, overdose and corridors, in a small world with results worked out by hand."""

from types import SimpleNamespace as Names

import pytest
from small_world import LN2, LN4, expect, junk, small_world

from tregua.lab.mechanisms import corridors, overdose, use

pytestmark = pytest.mark.usefixtures(small_world.__name__)


# --- use --------------------------------------------------------------------------------------------------------------


def of_use(**changed: object) -> Names:
    """Numbers of both markets; light users quit at 0.1 and worsen at 0.05, heavy ones ease at 0.2 and stop at 0.1."""
    p = Names(
        survey_users=[300.0, 90.0],
        survey_scale=[1.5, 1.0],
        heavy_users=[50.0, 100.0],
        initiation_rate=[0.2, 0.5],
        initiation_growth=[LN2, -LN2],
        initiation_form=0.0,
        initiation_alone=10.0,
        contagion=1.0,
        contagion_floor=0.1,
        deterrence=LN4,
        forgetting=0.5,
        light_quit=0.1,
        escalation=0.05,
        heavy_easing=0.2,
        heavy_quit=0.1,
        light_grams=10.0,
        heavy_grams=100.0,
        treatment_stay=0.5,
        treatment_abstinence=0.8,
        treatment_departure=0.25,
        treatment_transport=0.5,
        departure_to_light=0.6,
        treatment_unit_cost=20.0,
        prevention_effect=0.5,
        prevention_lag=10.0,
        prevention_unit_cost=3.0,
        cohort=[100.0, 10.0],
        harm_reduction_use=0.0,
    )
    p.__dict__.update(changed)
    return p


def test_use_start() -> None:
    """450 users, 50 of them heavy; where heavy users are more than a survey counts, a tenth as many light ones.

    The memory of the first market is a quarter of its light users: 10 + 4^(−¼) · 400. In the second it is twenty times
    as many: the floor holds.
    """
    s = Names(light=junk(2), heavy=junk(2), memory=junk(2))
    v = Names(grams_0=junk(2), initiates_0=junk(2), reputed_0=junk(2))
    use.start(of_use(), s, v)
    expect(s, light=[400, 10], heavy=[50, 100], memory=[100, 200])
    expect(v, grams_0=[9, 10.1], initiates_0=[80, 5], reputed_0=[10 + 400 * 0.5**0.5, 10 + 1])


def live(p: Names, lever: Names) -> tuple[Names, Names]:
    """Two years on, 200 light and 40 heavy users, half and none of them taught."""
    s = Names(light=[200.0, 200.0], heavy=[40.0, 40.0], memory=[100.0, 100.0], taught=[0.5, 0.0])
    d = Names(light=junk(2), heavy=junk(2), memory=junk(2), taught=junk(2))
    v = Names(initiates_0=[80.0, 5.0], reputed_0=[55.0, 22.0], grams_0=[8.0, 8.0], use_ratio=junk(2), cost=[1.0, 2.0])
    use.live(p, lever, 2.0, s, d, v)
    return d, v


def test_use_live() -> None:
    """Initiation has doubled twice and halved twice; half is treated in one market, all pupils taught in the other.

    Of the treated 0.5 · 0.25 · 0.5 · 40 = 2.5 leave, 1.5 to light use, and 0.5 · 0.5 · 0.8 · 0.5 of all use nothing.
    """
    lever = Names(treatment=[0.5, 0.0], prevention=[0.0, 1.0], harm_reduction=[1.0, 1.0])
    d, v = live(of_use(), lever)
    expect(d, light=[80 * 4 * 0.75 - 30 + 8 + 1.5, 5 / 4 - 30 + 8], heavy=[10 - 12 - 2.5, 10 - 12])
    expect(d, memory=[40 - 50, 40 - 50], taught=[-0.05, 0.1])
    expect(v, use_ratio=[(2 + 4 * 0.9) / 8, 6 / 8], cost=[1 + 0.5 * 40 * 20, 2 + 10 * 3])


def test_use_that_follows_reputation_and_harm_reduction_with_a_typed_effect() -> None:
    """The memory is half of light users, s exp(−q/2) = ½: 110 against 55 and 22 at the start, and no trend.

    80 + 110 − 55 and 5 + 110 − 22 would start.
    """
    nobody = Names(treatment=[0.0, 0.0], prevention=[0.0, 0.0], harm_reduction=[0.5, 0.0])
    d, _ = live(of_use(initiation_form=1.0, harm_reduction_use=1.0), nobody)
    expect(d, light=[135 * 0.75 - 30 + 12, 93 - 30 + 8], heavy=[10 - 18, 10 - 12])


def test_nobody_starts_where_reputation_takes_more_than_there_were() -> None:
    """5 + 110 − 300 is less than nothing."""
    p = of_use(initiation_form=1.0)
    s = Names(light=[200.0, 200.0], heavy=[40.0, 40.0], memory=[100.0, 100.0], taught=[0.0, 0.0])
    d = Names(light=junk(2), heavy=junk(2), memory=junk(2), taught=junk(2))
    v = Names(initiates_0=[80.0, 5.0], reputed_0=[55.0, 300.0], grams_0=[8.0, 8.0], use_ratio=junk(2), cost=[0.0, 0.0])
    nobody = Names(treatment=[0.0, 0.0], prevention=[0.0, 0.0], harm_reduction=[0.0, 0.0])
    use.live(p, nobody, 2.0, s, d, v)
    expect(d, light=[135 - 30 + 8, -30 + 8])


def test_use_report() -> None:
    out = Names(cocaine_users=junk(2))
    use.report(Names(light=[3.0, 4.0], heavy=[1.0, 2.0]), out)
    expect(out, cocaine_users=[4, 6])


# --- overdose ---------------------------------------------------------------------------------------------------------


def test_overdose_die() -> None:
    """One in ten of 200 heavy users, doubled by the shock and by four times as much fentanyl; 0.8 · ½ · ½ are saved."""
    p = Names(overdose_rate=[0.1], opioid_share=0.8, harm_reduction_ratio=0.5, fentanyl_response=0.5)
    d = Names(overdosed=junk(1))
    lever = Names(harm_reduction=[0.5], fentanyl=[8.0])
    overdose.die(p, lever, Names(fentanyl=[2.0]), Names(lethality=2.0), Names(heavy=[200.0]), d)
    expect(d, overdosed=[20 * 2 * 2 * 0.8])


def test_overdose_report() -> None:
    out = Names(overdose_deaths=junk(1))
    overdose.report(Names(overdosed=[7.0]), Names(overdosed=[4.0]), out)
    expect(out, overdose_deaths=[3])


# --- corridors --------------------------------------------------------------------------------------------------------


class Pairs(dict[tuple[int, int], float]):
    """A number for each market and corridor."""


def shares() -> Pairs:
    """The first market is served by both corridors alike, on the second's way lie one and three parts of four."""
    return Pairs({(0, 0): 1.0, (0, 1): 1.0, (1, 0): 1.0, (1, 1): 3.0})


def test_corridors_start() -> None:
    """A fifth is removed on one corridor, six tenths on the other; so two thirds and two fifths come by the first."""
    v = Names(lost_on_the_way=junk(2), sent_for_one=junk(2), by_corridor=Pairs())
    corridors.start(Names(route_share=shares(), transit_seizure_share=[0.2, 0.6]), v)
    expect(v, lost_on_the_way=[0.4, 0.5], sent_for_one=[1 / 0.6, 2])
    assert v.by_corridor == pytest.approx({(0, 0): 2 / 3, (0, 1): 1 / 3, (1, 0): 0.4, (1, 1): 0.6})


def test_corridors_route() -> None:
    """On the first corridor odds of 1 to 3 become 1 to 1: ⅔ of what came still gets through, (⅔)² of traffic stays."""
    p = Names(route_share=shares(), transit_seizure_share=[0.25, 0.5], corridor_response=2.0)
    v = Names(removed_share=junk(2), taken=Pairs(), lost_on_the_way=junk(2), sent_for_one=junk(2))
    corridors.route(p, Names(corridor_interdiction=[3.0, 1.0]), v)
    stays = 4 / 9
    expect(v, removed_share=[0.5, 0.5], lost_on_the_way=[0.5, 0.5], sent_for_one=[2, 2])
    assert v.taken == pytest.approx(
        {
            (0, 0): stays / (1 + stays),
            (0, 1): 1 / (1 + stays),
            (1, 0): stays / (3 + stays),
            (1, 1): 3 / (3 + stays),
        }
    )


def test_corridors_pass_through() -> None:
    """20 and 80 kg are sent to two markets that consume 10 and 60; of what enters a half and a quarter is removed.

    At the start half of what the first market wants came by each corridor, all of the second's by the second.
    """
    v = Names(consumed=[10.0, 60.0], wanted=[20.0, 60.0], sent_for_one=[2.0, 4 / 3], removed_share=[0.5, 0.25])
    v.taken = Pairs({(0, 0): 1.0, (0, 1): 0.0, (1, 0): 0.0, (1, 1): 1.0})
    v.by_corridor = Pairs({(0, 0): 0.5, (0, 1): 0.5, (1, 0): 0.0, (1, 1): 1.0})
    d = Names(removed=junk(2), arrived=junk(2), awaited=junk(2), seized=5.0)
    corridors.pass_through(d, v)
    expect(d, removed=[10, 20], arrived=[10, 60], awaited=[10, 70], seized=35)


def test_corridors_report() -> None:
    """Half of what was wanted arrived on one corridor, all of it on the other; a twelfth of a year."""
    out = Names(corridor_removed=junk(2), corridor_homicides=junk(2))
    now = Names(removed=[5.0, 9.0], arrived=[15.0, 70.0], awaited=[30.0, 80.0])
    was = Names(removed=[1.0, 2.0], arrived=[5.0, 10.0], awaited=[10.0, 20.0])
    corridors.report(Names(seizure_purity=0.5, corridor_link=-1.0), now, was, out)
    expect(out, corridor_removed=[8, 14], corridor_homicides=[2 / 12, 1 / 12])
