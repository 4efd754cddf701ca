"""An offer to a group: the law decides, every condition can be taken out, and what is assumed says so."""

from pathlib import Path

import pytest
from small_lab import edited, without

from tregua.analysis import offer as answered
from tregua.analysis.offer import Offer, offer
from tregua.analysis.offer_file import OfferFile, offer_settings, read_offer
from tregua.catalogue.errors import InputError
from tregua.lab.mechanisms import offer as equations
from tregua.lab.model import lab
from tregua.show.words.offer import offer_record

EXAMPLE = Path(__file__).parents[2] / "examples" / "offer.yaml"
DRAWS = 64


def given(**changed: object) -> OfferFile:
    return OfferFile.model_validate({"group": "EGC", **changed})


def asked(**changed: object) -> Offer:
    return offer(given(**changed), DRAWS)


def accepted(found: Offer, view: str = "both") -> float:
    return next(one.accepted.median for one in found.acceptance if one.view == view)


@pytest.mark.checklist("P9", "B8")
def test_a_row_edited_alone_changes_the_answer(tmp_path: Path) -> None:
    spared = asked()
    delivered = asked(regime=edited(tmp_path, "extradition: NOT_EXTRADITED_BENEFIT", "extradition: DELIVERED"))
    assert accepted(delivered, "deterrent") < accepted(spared, "deterrent")
    assert accepted(delivered, "none") == accepted(spared, "none")


@pytest.mark.checklist("P10")
def test_without_information_or_arms_the_penalty_pulls_nobody(tmp_path: Path) -> None:
    for one in ("information_given", "weapons_laid_down"):
        nothing = asked(facts={one: False})
        assert accepted(nothing, "penalty") == accepted(nothing, "none")
    assert accepted(asked(), "penalty") > accepted(asked(), "none")
    silent = asked(regime=edited(tmp_path, "penalty: REDUCED", "penalty: NO_BENEFIT"))
    assert accepted(silent, "penalty") == accepted(silent, "none")


@pytest.mark.checklist("E8", "P19")
def test_the_two_views_of_extradition_stand_side_by_side() -> None:
    found = asked()
    assert [one.view for one in found.acceptance] == ["none", "deterrent", "penalty", "both"]
    assert accepted(found, "deterrent") > accepted(found, "none")
    assert all(one.times.median == 1.0 for one in found.acceptance if one.view == "none")
    no_views = asked(assume={"extradition_pull": 0.0})
    assert accepted(no_views, "deterrent") == accepted(no_views, "none")


@pytest.mark.checklist("P5", "B8")
def test_without_the_response_of_the_lab_an_offer_pulls_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command calls the equations of the lab: with the response taken out of them, nothing moves."""
    assert answered.response is equations.response
    assert without({"response": "1.0"})
    monkeypatch.setattr(answered, "response", lambda *_: 1.0)
    found = asked()
    assert {one.accepted for one in found.acceptance} == {found.without}


@pytest.mark.checklist("N12", "P5")
def test_every_condition_can_be_taken_out(tmp_path: Path) -> None:
    found = asked()
    by_id = {one.condition: one.difference for one in found.conditions}
    assert by_id.keys() == {"consent", "successor", "penalty", "extradition"}
    assert by_id["consent"] > 0 and by_id["successor"] > 0
    assert by_id["penalty"] < 0 and by_id["extradition"] < 0
    enacted = asked(regime=edited(tmp_path, "text_status: speech", "text_status: law"))
    assert accepted(enacted) > accepted(found)


@pytest.mark.checklist("B8")
def test_a_class_that_the_text_leaves_out_takes_nothing() -> None:
    assert accepted(asked(regime="pl_288_2023", group="ELN")) == 0.0
    assert accepted(asked(regime="pl_288_2023", group="EGC")) > 0.0
    assert asked(regime="pl_288_2023", group="ELN").drivers == ()


def test_what_becomes_of_those_who_accept() -> None:
    for one in asked().acceptance:
        assert 0 < one.extradited_again.median < one.detected.median < one.reoffended.median < 1
    sure = asked(assume={"detected": 1.0})
    assert all(one.detected == one.reoffended for one in sure.acceptance)


def test_thresholds_double_the_exits_and_elasticities_say_what_moves_them() -> None:
    found = asked()
    assert {(one.rank, one.parameter) for one in found.thresholds} == {
        (rank, pull) for rank in lab().places("ranks") for pull in ("extradition_pull", "penalty_pull")
    }
    for one in found.thresholds:
        assert one.at is not None
        weighed = answered._weigh(answered._sample(found.offer, 1, 0, "")[0], found.law, one.rank)
        worth = weighed.avoided if one.parameter == "extradition_pull" else weighed.off
        pulls = (answered.TWICE / worth, 0.0) if one.parameter == "extradition_pull" else (0.0, answered.TWICE / worth)
        assert equations.response(pulls[0], weighed.avoided, pulls[1], weighed.off) == pytest.approx(2.0)
    none = offer(given(regime="ordinary"), DRAWS)
    assert all(one.at is None and one.reached == 0.0 for one in none.thresholds)
    assert none.elasticities == ()
    strongest = max(found.elasticities, key=lambda one: abs(one.value))
    assert strongest.parameter == "survival_speech" and strongest.value > 1


def test_a_whole_group_signs_as_rarely_as_each_reference_class_says() -> None:
    """None signed in 14 table-years, seven in 36: over four years 1 − (14/18)^½ and 1 − (36/40)^7.5."""
    recent, past = (one.chance for one in asked().signatures)
    assert recent == pytest.approx(1 - (14 / 18) ** 0.5)
    assert past == pytest.approx(1 - (36 / 40) ** 7.5)


def test_how_much_is_assumed_is_told() -> None:
    found = asked()
    assert found.assumption_share is not None and 0 < found.assumption_share < 1
    assert found.drivers[0].parameter == "individual_exit"
    fixed = {name: one.value for name, one in lab().parameters.items() if one.tag == "assumed"}
    typed = asked(assume={**fixed, "extradition_pull": 0.2, "penalty_pull": 0.1})
    assert typed.assumption_share == pytest.approx(0.0)


def test_more_draws_begin_with_the_same_and_a_seed_is_a_seed() -> None:
    assert offer(given(), 32).acceptance == offer(given(), 32).acceptance
    assert offer(given(), 32, seed=1).acceptance != offer(given(), 32).acceptance


def test_the_example_and_the_default_are_read() -> None:
    assert read_offer(EXAMPLE).group == read_offer(None).group == lab().places("groups")[0]
    record = offer_record(offer(read_offer(EXAMPLE), 8), "es")
    assert {"acceptance", "drivers", "thresholds", "episodes", "assumption_share"} <= record.keys()
    assert all({"median", "i50", "i90"} <= one["accepted"].keys() for one in record["acceptance"])
    assert {one["id"] for one in record["episodes"]} == {"auc", "farc"}
    assert offer_settings().sweep.tag == "assumed"


@pytest.mark.parametrize(
    "written",
    [
        "group: EGD",
        "group: EGC\nfacts: {information: true}",
        "group: EGC\nassume: {us_consnt: 1}",
        "group: EGC\nassume: {us_consent: 2}",
        "group: EGC\nyears: 0",
        "group: EGC\nbelief: {}",
        "regime: petro_2022",
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, written: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(written + "\n", "utf-8")
    with pytest.raises(InputError, match=r"wrong\.yaml"):
        read_offer(path)


def test_a_regime_or_a_belief_that_is_wrong_is_refused() -> None:
    with pytest.raises(InputError):
        asked(regime="petro_2023")
    with pytest.raises(InputError):
        asked(beliefs={"stopped_definitively": 2.0})
    with pytest.raises(InputError):
        offer(given(), 1)
