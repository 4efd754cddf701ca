"""The verdict rule on constructed sets of evidence."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.record import Grade
from tregua.evidence.schema import Direction, Expectation
from tregua.evidence.verdict import SOUND, VOTES, Voice, judge

FLIPPED: dict[Direction, Direction] = {"raises": "lowers", "lowers": "raises", "none": "none"}


def voice(study: str, grade: Grade = "B", found: Direction = "raises", direct: bool = True) -> Voice:
    return Voice(study, grade, found, "raises", direct)


def word(*voices: Voice) -> str:
    return judge(voices).word


def test_all_for_is_supported_and_all_against_contradicted() -> None:
    assert word(voice("a"), voice("b"), voice("c")) == "supported"
    assert word(*(voice(name, found="lowers") for name in "abc")) == "contradicted"
    assert word(*(voice(name, found="none") for name in "abcd")) == "contradicted"


def test_one_large_study_against_many_small_ones_is_mixed() -> None:
    small = [voice(f"small {number}", "C") for number in range(40)]
    assert word(*small) == "supported"
    assert word(voice("large", "A", "lowers"), *small) == "mixed"


def test_weak_studies_alone_support_nothing_however_many() -> None:
    assert word(*(voice(f"weak {number}", "D") for number in range(40))) == "mixed"
    assert word(voice("sound", "A"), *(voice(f"weak {number}", "D") for number in range(40))) == "mixed"


def test_indirect_evidence_alone_supports_nothing() -> None:
    assert word(*(voice(name, "A", direct=False) for name in "abc")) == "mixed"
    assert word(voice("a", direct=True), voice("b", "A", direct=False)) == "supported"


def test_absence_of_evidence_is_weak_evidence_of_absence() -> None:
    assert voice("a", "B", "none").votes == voice("a", "B").votes / 2
    assert (
        word(voice("a", "A"), voice("b", "A"), voice("c", "A"), voice("d", "A"), voice("e", "A", "none")) == "supported"
    )
    assert word(voice("a", "B"), voice("b", "B"), voice("c", "A", "none"), voice("d", "A", "none")) == "mixed"


@pytest.mark.parametrize(
    ("found", "expects", "side"),
    [
        ("raises", "not_lowers", "for"),
        ("none", "not_lowers", "for"),
        ("lowers", "not_lowers", "against"),
        ("raises", "not_raises", "against"),
        ("none", "none", "for"),
        ("raises", "none", "against"),
    ],
)
def test_what_a_claim_may_expect(found: Direction, expects: Expectation, side: str) -> None:
    assert Voice("a", "A", found, expects, True).side == side


def test_a_verdict_that_hangs_on_one_study_is_mixed_and_names_it() -> None:
    against = [voice(f"against {number}", "D", "lowers") for number in range(3)]
    firm = judge([voice("a", "A"), voice("b", "A"), voice("c", "A"), voice("d", "A"), *against])
    assert (firm.word, firm.decisive) == ("supported", ())
    hangs = judge([voice("a", "A"), voice("b", "A"), voice("c", "C"), *against])
    assert (hangs.word, hangs.decisive) == ("mixed", ("a", "b", "c"))


def test_many_large_studies_outweigh_one_small() -> None:
    assert word(voice("a", "A"), voice("b", "B"), voice("c", "B"), voice("small", "D", "lowers")) == "supported"


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
    assert (direct.votes_for, indirect.votes_for) == ({"a": 3.0, "b": 3.0}, {"a": 3.0, "b": 1.5})


def test_a_study_whose_estimates_disagree_speaks_on_both_sides_with_half_a_voice() -> None:
    found = judge([voice("a"), voice("a", found="lowers"), voice("b")])
    assert (found.votes_for, found.votes_against) == ({"a": 1.5, "b": 3.0}, {"a": 1.5})
    strongest = judge([voice("a", "D"), voice("a", "B"), voice("b")])
    assert strongest.votes_for == {"a": 3.0, "b": 3.0}  # a study has the vote of its best estimate, not their sum


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
    clear = [one for one in listed if one.found != "none"]
    found, other = judge(clear), judge(mirrored(clear))
    assert other.word == swap.get(found.word, found.word)
    assert (other.votes_for, other.votes_against) == (found.votes_against, found.votes_for)


@given(voices)
def test_support_needs_two_sound_studies_one_of_them_direct_and_the_strongest(listed: list[Voice]) -> None:
    found = judge(listed)
    if found.word == "supported":
        sound = [one for one in listed if one.side == "for" and one.grade in SOUND]
        assert len({one.study for one in sound}) >= 2
        assert any(one.direct for one in sound)
        assert sum(found.votes_for.values()) >= 3 * sum(found.votes_against.values())
        for study in found.votes_for:
            assert judge([one for one in listed if one.study != study]).word != "contradicted"
        assert max(found.votes_for.values()) > max(found.votes_against.values(), default=0.0)


@given(voices, st.randoms())
def test_the_order_of_the_evidence_does_not_matter(listed: list[Voice], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(listed)
    random.shuffle(shuffled)
    assert judge(shuffled).word == judge(listed).word


@pytest.mark.parametrize("grade", sorted(VOTES))
def test_better_grades_have_more_votes(grade: Grade) -> None:
    assert all(VOTES[grade] > votes for other, votes in VOTES.items() if other > grade)
