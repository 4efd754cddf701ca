"""Every step of the offer, in a small world with results worked out by hand."""

from types import SimpleNamespace as Names

import pytest
from small_world import LN2, expect, junk, small_world

from tregua.lab.mechanisms import offer

pytestmark = pytest.mark.usefixtures(small_world.__name__)
MEMBERS = [10.0, 20.0, 30.0]  # 40 in country 0, 20 in country 1
ZEROES = {f"law_{one}_open": [0.0, 0.0] for one in ("outside", "inside", "breach", "cut")}


def test_offer_under_law() -> None:
    """What is open is filled by a half, and by a quarter in the penalty: of 8 years that may be 4 fewer, one falls."""
    v = Names(risk_outside=junk(2), risk_inside=junk(2), risk_breach=junk(2), penalty_cut=junk(2))
    v.penalty_years = junk(2)
    law = Names(law_outside=[1.0, 0.9], law_inside=[0.0, 0.2], law_breach=[0.5, 1.0], law_cut=[0.25, 0.0], **ZEROES)
    law.law_inside_open, law.law_cut_open = [0.3, 0.0], [0.0, 1.0]
    law.law_years, law.law_years_open = [8.0, 0.0], [4.0, 0.0]
    offer.under_law(Names(open_filled=0.5, unstated_cut=0.25), law, v)
    expect(v, risk_outside=[1, 0.9], risk_inside=[0.15, 0.2], risk_breach=[0.5, 1], penalty_cut=[0.25, 0.25])
    expect(v, penalty_years=[7, 0])


def test_no_chance_is_more_than_certain() -> None:
    """Four fifths sure, and half of four fifths more."""
    v = Names(risk_outside=junk(2), risk_inside=junk(2), risk_breach=junk(2), penalty_cut=junk(2))
    v.penalty_years, v.risk_0, most = junk(2), junk(2), [0.8, 0.0]
    named = ("outside", "inside", "breach", "cut")
    law = Names(**{f"law_{one}{end}": most for one in named for end in ("", "_open")})
    law.law_years, law.law_years_open = [0.0, 0.0], [0.0, 0.0]
    offer.under_law(Names(open_filled=0.5, unstated_cut=0.5), law, v)
    offer.start(Names(open_filled=0.5), law, v)
    expect(v, risk_outside=[1, 0], risk_inside=[1, 0], risk_breach=[1, 0], penalty_cut=[1, 0], risk_0=[1, 0])


def test_a_response_of_one_counts() -> None:
    assert offer.response(1.0, LN2, 0.0, 5.0) == pytest.approx(2.0)
    assert offer.response(0.0, 5.0, 1.0, LN2) == pytest.approx(2.0)
    assert offer.deterred(1.0, LN2, 1.0, 0.0) == pytest.approx(0.5)


def test_offer_start() -> None:
    v = Names(risk_0=junk(2))
    offer.start(Names(open_filled=0.5), Names(law_outside=[0.5, 0.0], law_outside_open=[0.5, 1.0]), v)
    expect(v, risk_0=[0.75, 0.5])


def test_offer_weigh() -> None:
    """Two ranks, a quarter and three quarters of a group; of the second one nobody is requested.

    The benefit is kept half of the time under the law of country 0, a quarter of it in country 1, where everybody of
    the first rank is requested; without consent, which a penalty at home does not ask for, always and half of the time.
    To leave saves the first rank half of half of 4 years, and a quarter of 4; it takes 2 years off the second, and 1:
    half of one year by its share, and in half of the cases all above the 1 that the rows state.
    """
    p = Names(rank_share=[1.0, 3.0], requested=[0.5, 0.0], ordinary_penalty=[0.0, 4.0], years_abroad=4.0)
    p.extradition_pull, p.penalty_pull, p.scope_filled = LN2, LN2, 0.5
    p.us_consent, p.survival_law, p.survival_speech, p.looks_ahead, p.term = 0.5, 1.0, 0.5, 4.0, 4.0
    lever = Names(offer=[1.0, 1.0, 0.0], law_scope=[1.0, 0.0, 1.0], law_scope_open=[1.0, 1.0, 0.0])
    lever.law_force, lever.extradition, lever.law_stated = [1.0, 0.0], [1.0, 3.0], [1.0, 0.5]
    v = Names(risk_outside=[1.0, 1.0], risk_inside=[0.0, 1.0], penalty_cut=[0.0, 0.125], penalty_years=[5.0, 1.0])
    v.offered, v.willing = junk(3), junk(3)
    offer.weigh(p, lever, v)
    expect(v, offered=[1, 0.5, 0], willing=[1 + 1 / 4 + 3 / 4 * 3, 1 + 0.5 * (1 / 4 + 3 / 4), 1])


def test_offer_deter() -> None:
    """The threat is doubled in country 0 and as at the start in country 1: of the first rank half are left."""
    p = Names(rank_share=[1.0, 3.0], requested=[0.5, 0.0], years_abroad=2.0, extradition_pull=LN2)
    v = Names(risk_outside=[1.0, 1.0], risk_0=[1.0, 1.0], left_to_recruit=[0.8, 0.8])
    offer.deter(p, Names(extradition=[2.0, 1.0]), Names(extradition=[1.0, 1.0]), v)
    expect(v, left_to_recruit=[0.8 * 7 / 8, 0.8])


def test_offer_deter_where_more_is_asked_than_there_is() -> None:
    """Whoever is requested twice is extradited once: of the first rank half are left, where the law does it more."""
    p = Names(rank_share=[1.0, 3.0], requested=[0.5, 0.0], years_abroad=4 * LN2, extradition_pull=1.0)
    v = Names(risk_outside=[0.5, 1.0], risk_0=[0.25, 1.0], left_to_recruit=[0.8, 0.8])
    offer.deter(p, Names(extradition=[4.0, 4.0]), Names(extradition=[4.0, 4.0]), v)
    expect(v, left_to_recruit=[0.8 * 7 / 8, 0.8 * 7 / 8])


def test_half_an_ex_member_returns_as_others_do() -> None:
    p = Names(detected=0.5, at_risk_years=5.0)
    d = Names(taken=junk(2), broken=junk(2), under_offer=junk(2))
    s = Names(ex_members=[0.5, 0.0], under_offer=[20.0, 0.0])
    offer.keep_or_break(p, s, d, Names(returning=[0.05, 0.0], offered=[1.0, 0.5, 0.0], alone=[4.0, 6.0, 8.0]))
    expect(d, broken=[0.5 * 0.1 * 20, 0])


def test_offer_keep_or_break() -> None:
    """A tenth of ex-members returns in country 0, and nobody is one in country 1; a fifth is past the years of risk."""
    p = Names(detected=0.5, at_risk_years=5.0)
    s = Names(ex_members=[100.0, 0.0], under_offer=[20.0, 10.0])
    d = Names(taken=junk(2), broken=junk(2), under_offer=junk(2))
    offer.keep_or_break(p, s, d, Names(returning=[10.0, 7.0], offered=[1.0, 0.5, 0.0], alone=[4.0, 6.0, 8.0]))
    expect(d, taken=[4, 3], broken=[1, 0], under_offer=[4 - 2 - 4, 3 - 2])


def test_offer_extradite() -> None:
    """Group 0 is half at a table, of which half has split off: of country 0's 40 members 2.5 sit there, 10 took offers.

    Of the two ranks the first has three quarters of the requests. What is broken, 8 and 0, is a quarter of the first.
    """
    p = Names(covered_at_table=0.8, rank_share=[1.0, 3.0], requested=[0.6, 0.2 / 3], extraditions_0=[100.0, 10.0])
    lever = Names(talks=[0.5, 0.0, 0.0], extradition=[2.0, 1.0])
    v = Names(risk_outside=[1.0, 1.0], risk_inside=[0.0, 1.0], risk_breach=[0.5, 0.0], risk_0=[1.0, 1.0])
    v.covered, v.size = junk(2), [40.0, 20.0]
    d = Names(broken=[8.0, 0.0], extradited=junk(2), suspended=junk(2))
    s = Names(splinter=[0.5, 0.0, 0.0], members=MEMBERS, under_offer=[10.0, 0.0])
    offer.extradite(p, lever, s, d, v)
    spared = 0.05 + 10 / 50
    expect(v, covered=[spared, 0])
    expect(d, suspended=[200 * 0.75 * spared, 0], extradited=[200 - 200 * 0.75 * spared + 8 / 4 * 1 * 0.5, 10])


def test_offer_report() -> None:
    names = {"extradited": [9.0, 8.0], "suspended": [3.0, 1.0], "taken": [5.0, 6.0], "broken": [2.0, 2.0]}
    out = Names(extraditions=junk(2), extraditions_suspended=junk(2), offer_taken=junk(2), offer_broken=junk(2))
    offer.report(Names(**names), Names(**{name: [1.0, 0.5] for name in names}), out)
    expect(out, extraditions=[8, 7.5], extraditions_suspended=[2, 0.5], offer_taken=[4, 5.5], offer_broken=[1, 1.5])
