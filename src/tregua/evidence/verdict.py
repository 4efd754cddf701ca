"""The rule that turns the studies on one outcome into a word; `docs/verdicts.md` states it.

By effects, where a pool or a published review gives a mean with its interval. Otherwise by signs: each independent
study with a comparison has one direction, that of its point estimate, and an exact sign test, or two clear studies
without any that differs, carries the word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Literal

from tregua.evidence.certainty import Certainty, certainty
from tregua.evidence.pooling import Pooled, pool
from tregua.evidence.schema import Appraisal, Direction, Estimate, Expectation, Pool, Row
from tregua.evidence.study import Side, Study, side, studies_of

Word = Literal["supported", "mixed", "contradicted", "not_tested", "not_testable"]
Route = Literal["effects", "review", "signs"]
ENOUGH = 5  # studies, for a sign test to reach ALPHA
ALPHA = 0.05
CONFIRMED = 2  # clear studies that carry a word where there are fewer


@dataclass(frozen=True)
class Verdict:
    """The word on a row, and what is behind it.

    Attributes
    ----------
    word : one of the five words
    route : by effects, by a review, or by signs
    studies : every study on the row, those that count first
    p : one-sided chance of so many studies on the side that prevails; None by effects and below five studies
    mean : the pooled effect, or a review's, where there is one
    certainty : None where there is no word to be certain of
    without : the word without each study that would change it
    uncontrolled : the word if studies without a comparison counted
    """

    word: Word
    route: Route
    studies: tuple[Study, ...]
    p: float | None
    mean: Pooled | None
    certainty: Certainty | None
    without: Mapping[str, Word]
    uncontrolled: Word

    def on(self, side: Side) -> tuple[Study, ...]:
        """The studies that count on one side."""
        return tuple(one for one in self.studies if one.side == side and one.standing == "counts")


def judge(
    row: Row, estimates: Mapping[str, Estimate], pools: Mapping[str, Pool], appraisals: Mapping[str, Appraisal]
) -> Verdict:
    """The verdict on a row."""
    studies = studies_of(row.evidence, estimates, appraisals)
    counted = [one for one in studies if one.standing == "counts"]
    mean, route = _mean(row, estimates, pools)
    word, p = _word(row, counted, mean)
    others = {
        study.name: _word(
            row, [one for one in counted if one is not study], _mean(row, estimates, pools, study.name)[0]
        )[0]
        for study in counted
    }
    compared_or_not = [one for one in studies if one.standing != "shown"]
    return Verdict(
        word,
        route,
        tuple(studies),
        p,
        mean,
        certainty(row.certainty, counted, mean) if word in ("supported", "mixed", "contradicted") else None,
        {name: other for name, other in others.items() if other != word},
        word if mean or row.not_testable else by_signs(compared_or_not)[0],
    )


def _mean(
    row: Row, estimates: Mapping[str, Estimate], pools: Mapping[str, Pool], without: str | None = None
) -> tuple[Pooled | None, Route]:
    """The mean effect that decides a row, without one study, and which kind it is."""
    if row.review is not None and estimates[row.review].voice != without:
        return _alone(estimates[row.review]), "review"
    if row.pool is not None:
        members = [estimates[name] for name in pools[row.pool].estimates]
        mean = pool([one for one in members if one.voice != without])
        if mean is not None:
            return mean, "effects"
    return None, "signs"


def _alone(review: Estimate) -> Pooled:
    """A published review's own mean and interval."""
    effect = review.effect
    assert effect is not None and effect.low is not None and effect.high is not None
    return Pooled(effect.scale, effect.value, effect.low, effect.high, None, None, None, (review.id,))


def _word(row: Row, counted: Sequence[Study], mean: Pooled | None) -> tuple[Word, float | None]:
    if row.not_testable is not None:
        return "not_testable", None
    if mean is not None:
        return by_effects(mean, next(link.expects for link in row.evidence if link.estimate in mean.names)), None
    return by_signs(counted)


def by_effects(mean: Pooled, expects: Expectation) -> Word:
    """The word that a mean and its 95 % interval give."""
    if mean.low > mean.nothing:
        found: Direction = "raises"
    elif mean.high < mean.nothing:
        found = "lowers"
    else:
        return "mixed"
    return "supported" if side(found, True, expects) == "for" else "contradicted"


def by_signs(studies: Sequence[Study]) -> tuple[Word, float | None]:
    """The word that the directions of independent studies give, and the chance behind it from five studies on."""
    n = len(studies)
    count: dict[Side, int] = {one: sum(study.side == one for study in studies) for one in ("for", "against")}
    clear: dict[Side, int] = {one: sum(study.side == one and study.clear for study in studies) for one in count}
    words: dict[Side, Word] = {"for": "supported", "against": "contradicted"}
    if n < ENOUGH:
        for one, word in words.items():
            if n and count[one] == n:
                return (word if clear[one] >= CONFIRMED else "not_tested"), None
        return ("mixed" if n > 1 else "not_tested"), None
    larger: Side = "for" if count["for"] >= count["against"] else "against"
    p = sign_test(count[larger], n)
    if p > ALPHA:
        return "mixed", p
    return (words[larger] if clear[larger] else "not_tested"), p


def sign_test(on_one_side: int, studies: int) -> float:
    """Chance of so many of `studies` on one side, or more, if each side were as likely (one-sided, exact)."""
    return float(sum(comb(studies, k) for k in range(on_one_side, studies + 1)) / 2**studies)
