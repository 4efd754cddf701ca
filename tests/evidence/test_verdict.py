"""The verdict rule on constructed sets of studies: the properties that `docs/verdicts.md` promises."""

from dataclasses import replace
from math import comb
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_records import WORDS, estimate

from tregua.evidence.pooling import Pooled
from tregua.evidence.schema import Bearing, Direction, Estimate, Expectation, Pool, Row
from tregua.evidence.study import Side, Study, side, studies_of
from tregua.evidence.verdict import Verdict, by_effects, by_signs, judge, sign_test

RANK = {"contradicted": -1, "mixed": 0, "not_tested": 0, "supported": 1}


def study(name: str, where: Side = "for", clear: bool = True, **other: Any) -> Study:
    return Study(name, where, clear=clear, **other)


def word(*studies: Study) -> str:
    return by_signs(studies)[0]


def row(*evidence: tuple[Estimate, Expectation], **fields: Any) -> tuple[Row, dict[str, Estimate]]:
    links = [Bearing(estimate=one.id, expects=expects, bearing="direct", why=_words()) for one, expects in evidence]
    made = Row.model_validate(
        {
            "id": "outcome",
            **dict.fromkeys(("title", "population", "intervention", "comparison", "outcome"), WORDS),
            "evidence": links,
            **fields,
        }
    )
    return made, {one.id: one for one, _ in evidence}


def _words() -> Any:
    return {"en": "text", "es": "texto"}


def judged(*evidence: tuple[Estimate, Expectation], pools: dict[str, Pool] | None = None, **fields: Any) -> Verdict:
    made, estimates = row(*evidence, **fields)
    return judge(made, estimates, pools or {}, {})


# --- the direction of one study ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "told", "expects", "expected"),
    [
        ("raises", True, "raises", "for"),
        ("raises", False, "raises", "for"),  # a direction counts, significant or not
        ("lowers", None, "raises", "against"),
        ("none", False, "raises", "neither"),
        ("raises", True, "not_lowers", "for"),
        ("none", False, "not_lowers", "for"),
        ("lowers", False, "not_lowers", "for"),  # it found nothing that it can tell from none
        ("lowers", None, "not_lowers", "against"),
        ("lowers", True, "not_lowers", "against"),
        ("raises", True, "not_raises", "against"),
        ("raises", False, "none", "for"),
        ("raises", True, "none", "against"),
    ],
)
def test_what_a_claim_may_expect(points: Direction, told: bool | None, expects: Expectation, expected: Side) -> None:
    assert side(points, told, expects) == expected


def test_the_direction_is_that_of_the_point_estimate() -> None:
    unclear = estimate("a", scale="RR", value=0.9, low=0.8, high=1.01, interval="95")
    assert (unclear.points, unclear.told, unclear.direction) == ("lowers", False, "none")
    assert estimate("b", scale="percent", value=80.0).told is None
    assert estimate("c", scale="RR", value=0.5, se=0.2).told is True
    assert estimate("d", scale="RR", value=0.9, se=0.2).told is False
    assert estimate("e", sign="none").told is False
    assert estimate("f", sign="raises").told is None


def test_a_study_has_one_direction_and_none_where_its_estimates_disagree() -> None:
    up, down = estimate("up", sign="raises"), estimate("down", sign="lowers")
    same = [one.model_copy(update={"study": "one"}) for one in (up, down)]
    made, known = row((same[0], "raises"), (same[1], "raises"))
    assert [one.side for one in studies_of(made.evidence, known, {})] == ["neither"]
    null = estimate("null", sign="none").model_copy(update={"study": "one"})
    made, known = row((same[0], "raises"), (null, "raises"))
    assert [one.side for one in studies_of(made.evidence, known, {})] == ["neither"]


@pytest.mark.parametrize(
    ("grade", "standing"), [("A", "counts"), ("C", "counts"), ("D", "no_comparison"), ("E", "shown")]
)
def test_a_study_counts_with_a_comparison(grade: str, standing: str) -> None:
    made, known = row((estimate("a", grade, sign="raises"), "raises"))
    assert studies_of(made.evidence, known, {})[0].standing == standing


def test_results_of_models_and_texts_without_author_are_only_shown() -> None:
    model = estimate("a", "C", sign="raises").model_copy(update={"design": "model"})
    unknown = estimate("b", "B", sign="raises").model_copy(update={"shown_only": _words()})
    opinion = estimate("c", "E", sign="raises")
    made, known = row((model, "raises"), (unknown, "raises"), (opinion, "raises"))
    assert {one.standing for one in studies_of(made.evidence, known, {})} == {"shown"}


# --- by signs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", range(1, 31))
def test_the_sign_test_is_the_exact_binomial(n: int) -> None:
    for f in range(n + 1):
        assert sign_test(f, n) == pytest.approx(sum(comb(n, k) for k in range(f, n + 1)) / 2**n)


@pytest.mark.parametrize(("n", "least"), [(5, 5), (6, 6), (7, 7), (8, 7), (10, 9), (12, 10), (15, 12), (20, 15)])
def test_what_a_sign_test_can_reach(n: int, least: int) -> None:
    """The table of the page: so many of n studies carry the word, one fewer does not."""
    for on_side in (least, least - 1):
        listed = [study(f"f{k}") for k in range(on_side)] + [study(f"a{k}", "against") for k in range(n - on_side)]
        assert (word(*listed) == "supported") == (on_side == least)


def test_few_studies_carry_by_two_clear_ones_without_any_that_differs() -> None:
    assert word(study("a"), study("b")) == "supported"
    assert word(study("a", "against"), study("b", "against")) == "contradicted"
    assert word(study("a"), study("b", clear=False)) == "not_tested"
    assert word(study("a"), study("b"), study("c", clear=False)) == "supported"
    assert word(study("a"), study("b"), study("c", "against", clear=False)) == "mixed"
    assert word(study("a"), study("b"), study("c", "neither", clear=False)) == "mixed"


def test_a_third_supporting_study_does_not_weaken_the_word() -> None:
    """Under the votes of before, the third made “mixed” of “supported”."""
    assert word(study("a"), study("b")) == word(study("a"), study("b"), study("c", clear=False)) == "supported"


def test_two_nulls_do_not_carry_that_something_is_not_lower() -> None:
    """They are for it, and can tell nothing from a fall."""
    listed = [(estimate(name, sign="none"), "not_lowers") for name in "ab"]
    found = judged(*listed)
    assert (len(found.on("for")), found.word) == (2, "not_tested")


def test_one_study_alone_carries_nothing_and_none_is_not_tested() -> None:
    assert word() == word(study("a")) == word(study("a", "against")) == "not_tested"


def test_studies_that_cannot_tell_carry_nothing_however_many() -> None:
    assert word(*(study(f"s{n}", clear=False) for n in range(12))) == "not_tested"
    assert word(study("clear"), *(study(f"s{n}", clear=False) for n in range(12))) == "supported"


def test_ten_trials_without_a_distinguishable_effect_contradict_nothing() -> None:
    assert word(*(study(f"s{n}", "neither", clear=False, randomised=True) for n in range(10))) == "mixed"


listed_studies = st.lists(
    st.builds(
        Study,
        name=st.integers(0, 40).map(lambda n: f"s{n}"),
        side=st.sampled_from(["for", "against", "neither"]),
        clear=st.booleans(),
    ).map(lambda one: replace(one, clear=one.clear and one.side != "neither")),
    max_size=14,
    unique_by=lambda one: one.name,
)


@given(listed_studies, st.booleans())
def test_more_support_never_weakens_and_more_opposition_never_strengthens(listed: list[Study], clear: bool) -> None:
    before = RANK[word(*listed)]
    assert RANK[word(*listed, study("new", "for", clear=clear))] >= before
    assert RANK[word(*listed, study("new", "against", clear=clear))] <= before


@given(listed_studies)
def test_a_study_on_neither_side_helps_neither_word(listed: list[Study]) -> None:
    before, after = RANK[word(*listed)], RANK[word(*listed, study("new", "neither", clear=False))]
    assert abs(after) <= abs(before)


@given(listed_studies)
def test_the_rule_is_even_handed(listed: list[Study]) -> None:
    turned: dict[Side, Side] = {"for": "against", "against": "for", "neither": "neither"}
    assert RANK[word(*(replace(one, side=turned[one.side]) for one in listed))] == -RANK[word(*listed)]


@given(listed_studies, st.randoms(use_true_random=False))
def test_order_changes_nothing(listed: list[Study], random: Random) -> None:
    shuffled = list(listed)
    random.shuffle(shuffled)
    assert by_signs(shuffled) == by_signs(listed)


@given(listed_studies)
def test_a_word_for_or_against_rests_on_a_clear_study(listed: list[Study]) -> None:
    where: dict[str, Side] = {"supported": "for", "contradicted": "against"}
    found = word(*listed)
    if found in where:
        assert any(one.clear and one.side == where[found] for one in listed)
        assert len(listed) > 1


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["raises", "lowers", "none"])), max_size=10))
def test_doubled_entries_change_nothing(listed: list[tuple[str, Direction]]) -> None:
    made = [estimate(f"e{n}", sign=sign).model_copy(update={"study": name}) for n, (name, sign) in enumerate(listed)]
    twice = made + [one.model_copy(update={"id": f"{one.id}_again"}) for one in made]
    once, doubled = (judged(*((one, "raises") for one in some)) for some in (made, twice))
    assert (once.word, once.p, once.studies) == (doubled.word, doubled.p, doubled.studies)


# --- by effects -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "expects", "expected"),
    [
        (1.1, 1.5, "raises", "supported"),
        (1.1, 1.5, "lowers", "contradicted"),
        (0.9, 1.5, "raises", "mixed"),
        (0.5, 0.9, "raises", "contradicted"),
        (0.5, 0.9, "not_lowers", "contradicted"),
        (1.1, 1.5, "not_lowers", "supported"),
        (0.9, 1.5, "not_lowers", "mixed"),
        (1.1, 1.5, "none", "contradicted"),
        (0.9, 1.1, "none", "mixed"),
    ],
)
def test_the_interval_of_a_mean_decides(low: float, high: float, expects: Expectation, expected: str) -> None:
    mean = Pooled("RR", (low * high) ** 0.5, low, high, None, None, None, ("a",))
    assert by_effects(mean, expects) == expected


def test_a_pool_decides_its_row_and_heterogeneity_may_weaken_the_word() -> None:
    """One more supporting study, much larger in effect, widens the interval: stated on the page."""
    members = [estimate(f"s{n}", scale="RR", value=v, se=0.02) for n, v in enumerate([0.9, 0.9, 0.9, 0.1])]
    pools = {
        name: Pool(id=name, text=_words(), estimates=[one.id for one in some], why=_words())
        for name, some in (("alike", members[:3]), ("unlike", members))
    }
    alike = judged(*((one, "lowers") for one in members[:3]), pools=pools, pool="alike")
    unlike = judged(*((one, "lowers") for one in members), pools=pools, pool="unlike")
    assert (alike.route, alike.word, unlike.word) == ("effects", "supported", "mixed")
    assert alike.without == {}, "without one of three, two clear ones by signs"


def test_a_published_review_decides_its_row() -> None:
    review = estimate("review", "A", scale="OR", value=2.0, low=1.5, high=2.7, interval="95").model_copy(
        update={"design": "meta_analysis"}
    )
    found = judged((review, "raises"), (estimate("small", sign="lowers"), "raises"), review="review")
    assert (found.word, found.route) == ("supported", "review")
    assert found.without == {"review": "not_tested"}  # what is left is one study, by signs


# --- beside the word --------------------------------------------------------------------------------------------------


def test_what_no_study_can_decide_is_not_testable() -> None:
    listed = [(estimate(name, scale="RR", value=2.0, se=0.1), "raises") for name in "ab"]
    found = judged(*listed, not_testable=WORDS)
    assert (found.word, found.certainty) == ("not_testable", None)


def test_studies_on_neither_side_demand_a_step_for_inconsistency() -> None:
    found = judged(*((estimate(name, sign="none"), "raises") for name in "ab"))
    assert found.word == "mixed" and found.certainty is not None
    assert "inconsistency" in {step.reason for step in found.certainty.steps}


def test_dropping_a_study_is_told_and_not_folded_into_the_word() -> None:
    listed = [(estimate(name, scale="RR", value=2.0, se=0.1), "raises") for name in "ab"]
    found = judged(*listed)
    assert (found.word, found.without) == ("supported", {"a": "not_tested", "b": "not_tested"})


def test_studies_without_a_comparison_are_told_beside_the_word() -> None:
    counted = [(estimate(name, scale="RR", value=2.0, se=0.1), "raises") for name in "ab"]
    against = [(estimate(name, "D", sign="lowers"), "raises") for name in "cd"]
    found = judged(*counted, *against)
    assert (found.word, found.uncontrolled) == ("supported", "mixed")


@pytest.mark.parametrize(("trials", "start"), [(0, "low"), (1, "low"), (2, "high"), (3, "high")])
def test_certainty_starts_by_design(trials: int, start: str) -> None:
    listed = [
        (
            estimate(f"s{n}", scale="RR", value=2.0, se=0.1).model_copy(
                update={"design": "randomised"} if n < trials else {}
            ),
            "raises",
        )
        for n in range(4)
    ]
    found = judged(*listed)
    assert found.certainty is not None
    assert found.certainty.start == start


def test_the_rule_demands_reasons_that_nobody_typed() -> None:
    found = judged(*((estimate(name, scale="RR", value=2.0, se=0.1), "raises") for name in "ab"))
    assert found.certainty is not None
    assert [(one.reason, one.levels) for one in found.certainty.steps] == [("risk_of_bias", -1), ("imprecision", -1)]
    assert found.certainty.level == "very_low"


def test_a_typed_reason_stands_for_the_one_that_the_rule_demands() -> None:
    typed = {
        "lower": [{"reason": "imprecision", "levels": 2, "why": WORDS}],
        "raise": [{"reason": "large_effect", "levels": 1, "why": WORDS}],
    }
    trials = [
        (estimate(name, scale="RR", value=2.0, se=0.1).model_copy(update={"design": "randomised"}), "raises")
        for name in "ab"
    ]
    found = judged(*trials, certainty=typed)
    assert found.certainty is not None
    assert {one.reason: one.levels for one in found.certainty.steps} == {
        "imprecision": -2,
        "risk_of_bias": -1,
        "large_effect": 1,
    }
    assert (found.certainty.start, found.certainty.level) == ("high", "low")
