"""The rule that turns the estimates for and against a claim into one word.

Every independent study has one voice. Its votes follow its grade (A 4, B 3, C 2, D 1, E 0) and are halved where it
bears on the claim only indirectly. A study speaks for the claim where its effect has the direction that the claim
expects, against it where it has another; a study whose estimates disagree speaks on both sides, half a voice each.

- ``not_testable``: no study could decide the claim as it is phrased;
- ``not_tested``: fewer than two independent studies with a vote;
- ``supported``: at least two studies for it, three quarters of the votes, and no contrary study graded as well as the
  best one for it;
- ``contradicted``: the same, against it;
- ``mixed``: anything else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tregua.evidence.schema import Claim, Direction, Estimate
from tregua.records import Grade

Word = Literal["supported", "mixed", "contradicted", "not_tested", "not_testable"]
Side = Literal["for", "against"]
VOTES: dict[Grade, float] = {"A": 4.0, "B": 3.0, "C": 2.0, "D": 1.0, "E": 0.0}
INDIRECT = 0.5
STUDIES = 2
MAJORITY = 0.75


@dataclass(frozen=True)
class Voice:
    """What one estimate says about a claim."""

    study: str
    grade: Grade
    found: Direction
    expects: Direction
    direct: bool

    @property
    def side(self) -> Side:
        """For the claim where the effect has the direction that the claim expects."""
        return "for" if self.found == self.expects else "against"

    @property
    def votes(self) -> float:
        """Votes by grade, halved where it bears on the claim indirectly."""
        return VOTES[self.grade] * (1.0 if self.direct else INDIRECT)


@dataclass(frozen=True)
class Verdict:
    """The word, and the count behind it.

    Attributes
    ----------
    votes_for, votes_against : votes of the studies on each side
    studies_for, studies_against : number of independent studies with a vote on each side
    """

    word: Word
    votes_for: float
    votes_against: float
    studies_for: int
    studies_against: int


def judge(voices: Iterable[Voice], testable: bool = True) -> Verdict:
    """The verdict on a claim about which `voices` speak."""
    listed = [voice for voice in voices if voice.votes > 0.0]
    sides: dict[Side, dict[str, float]] = {"for": {}, "against": {}}
    for study in {voice.study for voice in listed}:
        own = [voice for voice in listed if voice.study == study]
        spoken = {voice.side for voice in own}
        for side in spoken:
            strongest = max(voice.votes for voice in own if voice.side == side)
            sides[side][study] = strongest / len(spoken)
    pro, contra = (sum(sides[side].values()) for side in ("for", "against"))
    best = {side: max((VOTES[voice.grade] for voice in listed if voice.side == side), default=0.0) for side in sides}
    if not testable:
        word: Word = "not_testable"
    elif len({voice.study for voice in listed}) < STUDIES:
        word = "not_tested"
    elif len(sides["for"]) >= STUDIES and pro >= MAJORITY * (pro + contra) and best["for"] > best["against"]:
        word = "supported"
    elif len(sides["against"]) >= STUDIES and contra >= MAJORITY * (pro + contra) and best["against"] > best["for"]:
        word = "contradicted"
    else:
        word = "mixed"
    return Verdict(word, pro, contra, len(sides["for"]), len(sides["against"]))


def voices(claim: Claim, estimates: dict[str, Estimate]) -> list[Voice]:
    """What each estimate that bears on `claim` says about it."""
    return [
        Voice(
            estimates[one.estimate].study,
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
