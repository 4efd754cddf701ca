"""The rule that turns the estimates for and against a claim into one word.

Every independent study has one voice. Its votes follow its grade (A 4, B 3, C 2, D 1, E 0); they are halved where it
bears on the claim only indirectly, and halved where it found no distinguishable effect, because absence of evidence is
weak evidence of absence. A study speaks for the claim where its effect has the direction that the claim expects,
against it where it has another; a study whose estimates disagree speaks on both sides, half a voice each.

- ``not_testable``: no study could decide the claim as it is phrased;
- ``not_tested``: fewer than two independent studies with a vote;
- ``supported``: three quarters of the votes are for it, at least two studies of grade C or better speak for it, one of
  them directly, none against it has as many votes as the strongest for it, and all that stands without any one study;
- ``contradicted``: the same, against it;
- ``mixed``: anything else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from tregua.catalogue.record import Grade
from tregua.evidence.schema import Claim, Direction, Estimate, Expectation

Word = Literal["supported", "mixed", "contradicted", "not_tested", "not_testable"]
Side = Literal["for", "against"]
VOTES: dict[Grade, float] = {"A": 4.0, "B": 3.0, "C": 2.0, "D": 1.0, "E": 0.0}
SOUND: tuple[Grade, ...] = ("A", "B", "C")
HALF = 0.5
STUDIES = 2
MAJORITY = 0.75


@dataclass(frozen=True)
class Voice:
    """What one estimate says about a claim."""

    study: str
    grade: Grade
    found: Direction
    expects: Expectation
    direct: bool

    @property
    def side(self) -> Side:
        """For the claim where the effect has the direction that the claim expects."""
        if self.expects.startswith("not_"):
            return "against" if self.expects == f"not_{self.found}" else "for"
        return "for" if self.found == self.expects else "against"

    @property
    def votes(self) -> float:
        """Votes by grade, halved where indirect, halved where nothing was distinguished."""
        return VOTES[self.grade] * (1.0 if self.direct else HALF) * (HALF if self.found == "none" else 1.0)


@dataclass(frozen=True)
class Verdict:
    """The word, and the count behind it.

    Attributes
    ----------
    votes_for, votes_against : votes of each study on each side
    decisive : where the count alone would be clear, the studies without any one of which it would not be; then the word
        is ``mixed``
    """

    word: Word
    votes_for: Mapping[str, float]
    votes_against: Mapping[str, float]
    decisive: tuple[str, ...] = ()


def judge(voices: Iterable[Voice], testable: bool = True) -> Verdict:
    """The verdict on a claim about which `voices` speak."""
    listed = [voice for voice in voices if voice.votes > 0.0]
    found = _count(listed, testable)
    if found.word not in ("supported", "contradicted"):
        return found
    stands = (found.word, "not_tested")
    decisive = [
        study
        for study in dict.fromkeys(voice.study for voice in listed)
        if _count([voice for voice in listed if voice.study != study], testable).word not in stands
    ]
    return Verdict("mixed" if decisive else found.word, found.votes_for, found.votes_against, tuple(decisive))


def _count(voices: list[Voice], testable: bool) -> Verdict:
    votes: dict[Side, dict[str, float]] = {"for": {}, "against": {}}
    for study in dict.fromkeys(voice.study for voice in voices):
        own = [voice for voice in voices if voice.study == study]
        spoken = {voice.side for voice in own}
        for side in spoken:
            votes[side][study] = max(voice.votes for voice in own if voice.side == side) / len(spoken)
    if not testable:
        word: Word = "not_testable"
    elif len({voice.study for voice in voices}) < STUDIES:
        word = "not_tested"
    elif _carries("for", "against", votes, voices):
        word = "supported"
    elif _carries("against", "for", votes, voices):
        word = "contradicted"
    else:
        word = "mixed"
    return Verdict(word, votes["for"], votes["against"])


def _carries(side: Side, other: Side, votes: Mapping[Side, Mapping[str, float]], voices: list[Voice]) -> bool:
    """Whether one side has the votes, two sound studies, one of them direct, and the strongest study."""
    own, against = sum(votes[side].values()), sum(votes[other].values())
    sound = [voice for voice in voices if voice.side == side and voice.grade in SOUND]
    return (
        own >= MAJORITY * (own + against)
        and len({voice.study for voice in sound}) >= STUDIES
        and any(voice.direct for voice in sound)
        and max(votes[side].values()) > max(votes[other].values(), default=0.0)
    )


def voices(claim: Claim, estimates: dict[str, Estimate]) -> list[Voice]:
    """What each estimate that bears on `claim` says about it."""
    return [
        Voice(
            estimates[one.estimate].voice,
            estimates[one.estimate].grade,
            estimates[one.estimate].direction,
            one.expects,
            one.bearing == "direct",
        )
        for one in claim.evidence
    ]


def verdict(claim: Claim, estimates: dict[str, Estimate]) -> Verdict:
    """The verdict on `claim`."""
    return judge(voices(claim, estimates), testable=claim.not_testable is None)
