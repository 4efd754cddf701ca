"""An offer to a group: the law decides, every condition can be taken out, and what is assumed says so."""

import math
from pathlib import Path

import pytest
from small_lab import edited, without

from tregua.analysis import offer as answered
from tregua.analysis.offer import Offer, offer
from tregua.analysis.offer_file import OfferFile, offer_settings, read_offer
from tregua.analysis.offer_read import read_of
from tregua.catalogue.errors import InputError
from tregua.lab.mechanisms import offer as equations
from tregua.lab.model import lab
from tregua.lab.rules import _Reader
from tregua.regimes.load import load_rules, regimes
from tregua.show.words.offer import offer_record

EXAMPLE = Path(__file__).parents[2] / "examples" / "offer.yaml"
DRAWS = 64


def given(**changed: object) -> OfferFile:
    return OfferFile.model_validate({"regime": "petro_2022", "group": "EGC", **changed})


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


def test_thresholds_double_the_exits_within_what_is_swept_and_elasticities_say_what_moves_them() -> None:
    found = asked()
    sample = answered._sample(found.offer, DRAWS, 0, "")
    assert {(one.rank, one.parameter) for one in found.thresholds} == {
        (rank, pull) for rank in lab().places("ranks") for pull in ("extradition_pull", "penalty_pull")
    }
    for one in found.thresholds:
        high = 0.5 if one.parameter == "extradition_pull" else 0.2
        assert (one.low, one.high, one.offered) == (0.0, high, 1.0)
        within = 0
        for drawn in sample:
            worth = answered._worth(drawn, found.law, one.rank)
            pulls = (high, 0.0) if one.parameter == "extradition_pull" else (0.0, high)
            within += equations.response(pulls[0], worth.avoided, pulls[1], worth.off) >= 2.0
        assert one.reached == within / DRAWS
        assert one.at is None if not within else one.at is not None and one.low < one.at.i90[1] <= one.high
    assert any(one.at is None for one in found.thresholds) and any(one.at is not None for one in found.thresholds)
    none = offer(given(regime="ordinary"), DRAWS)
    assert all(one.at is None and one.offered == one.reached == 0.0 for one in none.thresholds)
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
    assert found.drivers[0].input == "individual_exit"
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
        "group: EGC\nassume: {us_consent: 1e300}",
        "group: EGC\nyears: 0",
        "group: EGC\nbelief: {}",
        "group: EGC\nregime: petro_2023",
        "group: EGC\nfacts: {weapons_laid_down: }",
        "group: EGC\nfacts: {information_given: perhaps}",
        "group: EGC\nbeliefs: {stopped_definitively: 2}",
        "group: EGC\nbeliefs: {stoped_definitively: 0.5}",
        "group: EGC\nbeliefs: {requesting_state: 0.5}",
        "facts: {truth: true}\nbeliefs: {truth: 0.5}\ngroup: EGC",
    ],
)
def test_a_file_that_is_wrong_says_in_which_line(tmp_path: Path, written: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(written + ("\n" if "regime" in written else "\nregime: petro_2022\n"), "utf-8")
    with pytest.raises(InputError) as refused:
        read_offer(path)
    (problem,) = refused.value.problems
    assert problem.where == f"{path}:{1 if 'group: EGD' in written else 2}"


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("group: EGD\nregime: petro_2023\nfacts: {informatio: true}\nassume: {us_consnt: 1}\n", "utf-8")
    with pytest.raises(InputError) as refused:
        read_offer(path)
    assert [one.where for one in refused.value.problems] == [f"{path}:{line}" for line in (1, 2, 3, 4)]


def test_a_fact_may_be_called_by_its_name_in_spanish(tmp_path: Path) -> None:
    path = tmp_path / "offer.yaml"
    path.write_text(
        "group: EGC\nregime: petro_2022\nfacts: {entregó_información: false}\n"
        "beliefs: {dejó_el_narcotráfico_definitivamente: 0.2}\n",
        "utf-8",
    )
    assert read_offer(path).facts == {"information_given": False}
    assert read_offer(path).beliefs == {"stopped_definitively": 0.2}


@pytest.mark.parametrize("group", lab().places("groups"))
@pytest.mark.parametrize("regime", regimes())
def test_what_is_told_to_be_read_is_what_the_lab_reads(regime: str, group: str) -> None:
    """All that is stated of a rank inside the offer, each belief with its weight, and nothing that rows do not read."""
    typed = {"facts": {"truth": True}, "beliefs": {"weapons_laid_down": 0.25}}
    found = read_of(given(regime=regime, group=group, **typed))
    rules = load_rules(regime)
    reader = _Reader(rules, regime, {"truth": True}, {"weapons_laid_down": 0.25})
    for rank in reader.file.ranks:
        own = found.by_rank[rank.id]
        facts, beliefs = {**found.alike.facts, **own.facts}, {**found.alike.beliefs, **own.beliefs}
        stated = reader._facts_of(group)
        cases = [({**case, **stated}, weight) for case, weight in reader._cases("inside", rank)]
        read = [({name: one for name, one in case.items() if name in rules.facts}, weight) for case, weight in cases]
        assert {**facts, **dict.fromkeys(beliefs, True)} == read[0][0]
        assert read[0][1] == pytest.approx(math.prod(beliefs.values()))
        assert set(facts) & set(beliefs) == set()


def test_what_is_missing_and_what_was_typed_for_nothing_is_told() -> None:
    found = asked(regime="acuerdo_2016", facts={"farc_member": True, "weapons_laid_down": True}).read
    assert "offers_truth_to_system" in found.missing
    assert found.unread == ("weapons_laid_down",)
    assert found.alike.facts["farc_member"] is True
    assert asked().read.missing == asked().read.unread == ()


def test_the_numbers_that_an_answer_rests_on_are_told_with_their_tag_and_whether_they_were_typed() -> None:
    inputs = {one.parameter: one for one in asked(assume={"us_consent": 0.5, "extradition_pull": 0.3}).inputs}
    assert inputs.keys() == answered._sample(given(), 2, 0, "")[0].keys()
    assert {name for name, one in inputs.items() if one.typed} == {"us_consent", "extradition_pull"}
    assert inputs["us_consent"].drawn.i90 == (0.5, 0.5)
    assert inputs["penalty_pull"].tag == "assumed" and inputs["individual_exit"].tag != "assumed"


def test_a_group_a_regime_or_a_belief_that_is_wrong_is_refused() -> None:
    with pytest.raises(InputError):
        asked(group="EGD")
    with pytest.raises(InputError):
        asked(regime="petro_2023")
    with pytest.raises(InputError):
        asked(beliefs={"stopped_definitively": 2.0})
    with pytest.raises(InputError):
        offer(given(), 1)


def test_a_typed_fact_wins_over_that_of_the_group() -> None:
    typed = given(regime="pl_002_2025", facts={"track": "conflict_actor"})
    assert read_of(typed).alike.facts["track"] == "conflict_actor"
    assert read_of(given(regime="pl_002_2025")).alike.facts["track"] == "other_group"
    assert offer(typed, 8).law != offer(given(regime="pl_002_2025"), 8).law


def test_a_fact_that_only_the_ordinary_law_asks_for_is_read() -> None:
    typed = given(regime="ley_975", facts={"political_offence": True})
    assert read_of(typed).unread == ()
    sure = {one: offer(asked, 8).law.ranks["leaders"].extradited["inside"].sure for one, asked in (
        ("typed", typed), ("not", given(regime="ley_975")))}  # fmt: skip
    assert sure["typed"] == 0.0 < sure["not"]
