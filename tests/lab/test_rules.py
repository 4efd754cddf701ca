"""What the rows of a regime say becomes chances, and nothing else does: a row that is edited changes them."""

from pathlib import Path

import pytest
from small_lab import edited

from tregua.catalogue.errors import InputError
from tregua.lab.model import lab
from tregua.lab.rules import Chance, law, law_settings
from tregua.regimes.load import regimes

RANKS, GROUPS = lab().places("ranks"), lab().places("groups")
NEVER, SURE, OPEN = Chance(), Chance(1.0), Chance(0.0, 1.0)


def test_the_ordinary_law_is_what_the_levers_of_the_law_are_by_default() -> None:
    assert {key: lab().levers[key[0]].default for key in law_settings("ordinary")} == law_settings("ordinary")
    named = {name for name, _ in law_settings("ordinary")}
    assert named == {name for name in lab().levers if name.startswith("law_")}


@pytest.mark.parametrize("regime", regimes())
def test_every_regime_gives_chances(regime: str) -> None:
    for (name, _), value in law_settings(regime).items():
        assert 0.0 <= value <= (60.0 if name.startswith("law_years") else 1.0)
    found = law(regime)
    for rank in RANKS:
        for chance in (*found.ranks[rank].extradited.values(), found.ranks[rank].cut):
            assert chance.sure + chance.left_open <= 1.0 + 1e-12


@pytest.mark.checklist("P9")
def test_the_announced_rule_extradites_who_stays_out_or_re_offends_and_spares_who_stops() -> None:
    announced = law("petro_2022", beliefs={"stopped_definitively": 1.0}).ranks["leaders"].extradited
    assert announced == {"outside": SURE, "inside": NEVER, "breach": SURE}
    ordinary = law("ordinary").ranks["leaders"].extradited
    assert len(set(ordinary.values())) == 1  # it tells nobody apart
    gap = law("petro_2022", beliefs={"stopped_definitively": 0.0}).ranks["leaders"].extradited["inside"]
    assert gap == OPEN  # row P4: between the start of talks and the stop there is no rule


@pytest.mark.checklist("P10")
def test_a_penalty_falls_for_information_and_arms_together() -> None:
    """By as much as the text says: the announcement does not, a bill gives years."""
    assert law("petro_2022").ranks["leaders"].cut == OPEN
    assert law("petro_2022", {"information_given": False}).ranks["leaders"].cut == NEVER
    assert law("petro_2022", {"weapons_laid_down": False}).ranks["leaders"].cut == NEVER
    bill = law("pl_288_2023").ranks["leaders"]
    assert (bill.cut, bill.stated) == (NEVER, pytest.approx(1.0))
    assert (bill.years - bill.fewer, bill.years) == pytest.approx((6, 8))


@pytest.mark.checklist("B8")
def test_who_may_take_an_offer_differs_by_class() -> None:
    bill, announced, accord = (law(one).scope for one in ("pl_288_2023", "petro_2022", "acuerdo_2016"))
    assert (bill["EGC"].sure, bill["ELN"]) == (pytest.approx(1.0), NEVER)  # a structure of crime, and political rebels
    assert announced["EGC"].sure == pytest.approx(1.0)
    assert announced["ELN"].left_open == pytest.approx(1.0)  # row P8: not said of a group on the political track
    assert accord == dict.fromkeys(GROUPS, NEVER)


@pytest.mark.checklist("N12")
def test_what_is_announced_binds_a_successor_less_than_a_law(tmp_path: Path) -> None:
    assert law("petro_2022").force == 0.0
    assert law(edited(tmp_path, "text_status: speech", "text_status: law")).force == 1.0


def test_a_row_alone_changes_the_chances(tmp_path: Path) -> None:
    spared = law_settings("petro_2022")
    for rank in RANKS:
        assert spared["law_inside", rank] == 0.0
    delivered = law_settings(edited(tmp_path, "extradition: NOT_EXTRADITED_BENEFIT", "extradition: DELIVERED"))
    changed = {name for name, _ in spared if any(spared[name, at] != delivered[name, at] for at in _places(name))}
    assert {"law_inside"} <= changed <= {"law_inside", "law_inside_open"}
    assert delivered["law_inside", "leaders"] == pytest.approx(0.7)  # the part that can show that it has stopped


def _places(lever: str) -> list[str]:
    return lab().places(lab().levers[lever].index)


def test_what_a_regime_does_not_decide_the_ordinary_law_does() -> None:
    ordinary = law("ordinary").ranks["middle"].extradited["outside"]
    assert ordinary.sure == pytest.approx(789 / 792, abs=1e-6)
    assert law("ley_1908").ranks["middle"].extradited["inside"] == pytest.approx(ordinary)
    assert law("pl_288_2023").ranks["middle"].extradited["inside"] == ordinary


def test_what_is_stated_wrong_is_refused() -> None:
    with pytest.raises(InputError):
        law("petro_2023")
    with pytest.raises(InputError):
        law("petro_2022", {"information": True})
    with pytest.raises(InputError):
        law("petro_2022", beliefs={"stopped_definitively": 1.5})
