"""The verdict rule on constructed sets of evidence."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.evidence.schema import Direction
from tregua.evidence.verdict import VOTES, Verdict, Voice, judge
from tregua.records import Grade

FLIPPED: dict[Direction, Direction] = {"raises": "lowers", "lowers": "raises", "none": "none"}


def voice(study: str, grade: Grade = "B", found: Direction = "raises", direct: bool = True) -> Voice:
    return Voice(study, grade, found, "raises", direct)


def word(*voices: Voice) -> str:
    return judge(voices).word


def test_all_for_is_supported_and_all_against_contradicted() -> None:
    assert word(voice("a"), voice("b"), voice("c")) == "supported"
    assert word(*(voice(name, found="lowers") for name in "abc")) == "contradicted"
    assert word(*(voice(name, found="none") for name in "abc")) == "contradicted"


def test_one_large_study_against_many_small_ones_is_mixed() -> None:
    small = [voice(f"small {number}", "D") for number in range(40)]
    assert word(*small) == "supported"
    assert word(voice("large", "A", "lowers"), *small) == "mixed"


def test_many_large_studies_outweigh_one_small() -> None:
    assert word(voice("a", "A"), voice("b", "B"), voice("small", "D", "lowers")) == "supported"


def test_conflicting_signs_of_equal_grade_are_mixed() -> None:
    assert word(voice("a"), voice("b", found="lowers")) == "mixed"
    assert word(*(voice(name) for name in "abcdefg"), voice("z", found="lowers")) == "mixed"


def test_one_study_alone_decides_nothing_however_many_estimates_it_has() -> None:
    assert word(voice("a", "A")) == "not_tested"
    assert word(*(voice("a", "A") for _ in range(5))) == "not_tested"
    assert word(voice("a", "A", "lowers")) == "not_tested"
    assert word() == "not_tested"


def test_opinion_has_no_vote() -> None:
    assert word(voice("a", "A"), voice("b", "E")) == "not_tested"
    assert word(voice("a"), voice("b"), *(voice(f"o{n}", "E", "lowers") for n in range(9))) == "supported"


def test_indirect_evidence_counts_half() -> None:
    direct = judge([voice("a"), voice("b")])
    indirect = judge([voice("a"), voice("b", direct=False)])
    assert (direct.votes_for, indirect.votes_for) == (6.0, 4.5)


def test_a_study_whose_estimates_disagree_speaks_on_both_sides_with_half_a_voice() -> None:
    found = judge([voice("a"), voice("a", found="lowers"), voice("b")])
    assert (found.votes_for, found.votes_against) == (4.5, 1.5)
    assert found.word == "mixed"


def test_what_no_study_can_decide_is_not_testable() -> None:
    assert judge([voice("a"), voice("b")], testable=False).word == "not_testable"


def test_flipping_one_sign_changes_the_verdict() -> None:
    assert word(voice("a"), voice("b")) == "supported"
    assert word(voice("a"), voice("b", found=FLIPPED["raises"])) == "mixed"


voices = st.lists(
    st.builds(
        Voice,
        study=st.sampled_from("abcdef"),
        grade=st.sampled_from(sorted(VOTES)),
        found=st.sampled_from(sorted(FLIPPED)),
        expects=st.just("raises"),
        direct=st.booleans(),
    ),
    max_size=12,
)


def mirrored(listed: Sequence[Voice]) -> list[Voice]:
    """Every voice on the other side."""
    return [
        Voice(one.study, one.grade, "lowers" if one.side == "for" else "raises", "raises", one.direct) for one in listed
    ]


@given(voices)
def test_the_rule_is_even_handed(listed: list[Voice]) -> None:
    swap = {"supported": "contradicted", "contradicted": "supported"}
    found, other = judge(listed), judge(mirrored(listed))
    assert other == Verdict(
        swap.get(found.word, found.word),  # type: ignore[arg-type]
        found.votes_against,
        found.votes_for,
        found.studies_against,
        found.studies_for,
    )


@given(voices)
def test_support_needs_two_studies_and_the_best_one(listed: list[Voice]) -> None:
    if judge(listed).word == "supported":
        own = [one for one in listed if one.side == "for" and one.votes]
        assert len({one.study for one in own}) >= 2
        assert min(one.grade for one in own) < min(
            (one.grade for one in listed if one.side == "against" and one.votes), default="E"
        )


@given(voices, st.randoms())
def test_the_order_of_the_evidence_does_not_matter(listed: list[Voice], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(listed)
    random.shuffle(shuffled)
    assert judge(shuffled).word == judge(listed).word


@pytest.mark.parametrize("grade", sorted(VOTES))
def test_better_grades_have_more_votes(grade: Grade) -> None:
    assert all(VOTES[grade] > votes for other, votes in VOTES.items() if other > grade)
