"""The verdict on each row of a claim in words: the word, its certainty and why, robustness, and how it was read."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tregua.evidence import ledger
from tregua.evidence.answers import verdicts
from tregua.evidence.certainty import Certainty, Reached
from tregua.evidence.pooling import Pooled
from tregua.evidence.schema import Bearing, Claim, Estimate, Row
from tregua.evidence.study import READ, STANDINGS, Side, side_of, standing
from tregua.evidence.verdict import Verdict
from tregua.show.words.estimates import estimate_record
from tregua.show.words.numbers import number
from tregua.show.words.said import in_language
from tregua.show.words.shared import pick
from tregua.text import Language, text

QUESTION = ("population", "intervention", "comparison", "outcome")
STUDY = ("name", "grade", "standing", "side", "clear", "measured", "direct", "risk", "read")
SIDES: tuple[Side, ...] = ("for", "against", "neither")


def _say(language: Language, key: str, **values: object) -> str:
    return text(language, f"ledger.{key}", **values)


def row_summary(claim: Claim, row: Row, language: Language) -> dict[str, Any]:
    """A row and its verdict, as in the list of claims."""
    found = verdicts(claim.id)[row.id]
    return {
        "id": f"{claim.id}.{row.id}",
        "title": in_language(row.title, language),
        "verdict": verdict_record(row, found, language),
    }


def row_record(claim: Claim, row: Row, language: Language) -> dict[str, Any]:
    """Everything known of a row: its question, its verdict, its studies, its estimates."""
    found = verdicts(claim.id)[row.id]
    studies = [{name: getattr(one, name) for name in STUDY} for one in found.studies]
    return {
        **row_summary(claim, row, language),
        **{name: pick(getattr(row, name), language) for name in QUESTION},
        "studies": studies,
        "evidence": [evidence_record(link, one, language) for link, one in evidence_of(row)],
    }


def evidence_of(row: Row) -> list[tuple[Bearing, Estimate]]:
    """The estimates on a row, those that count first, then by grade."""
    estimates = ledger.estimates()
    listed = [(link, estimates[link.estimate]) for link in row.evidence]
    return sorted(listed, key=lambda one: (STANDINGS.index(standing(one[1])), one[1].grade, one[1].id))


def evidence_record(link: Bearing, estimate: Estimate, language: Language) -> dict[str, Any]:
    """An estimate that bears on a row, on which side and why."""
    return {
        **estimate_record(estimate, language),
        "side": side_of(link, estimate),
        "standing": standing(estimate),
        "expects": link.expects,
        "bearing": link.bearing,
        "why": pick(link.why, language),
    }


def verdict_record(row: Row, found: Verdict, language: Language) -> dict[str, Any]:
    """The word, its certainty, the counts behind it and what would change it, with each in words."""
    counted = [one for one in found.studies if one.standing == "counts"]
    others = Counter(one.standing for one in found.studies)
    return {
        "word": found.word,
        "in_words": verdict_in_words(found, language),
        "certainty": found.certainty.level if found.certainty else None,
        "route": found.route,
        "why": why(row, found, language),
        "p": found.p,
        "mean": mean_record(found.mean),
        **{f"n_{where}": len(found.on(where)) for where in SIDES},
        "n_no_comparison": others["no_comparison"],
        "n_shown": others["shown"],
        "n_measured": sum(one.measured for one in counted),
        "read": {name: sum(one.read == name for one in counted) for name in READ},
        "read_in_words": reading(found, language),
        "certainty_in_words": certainty_in_words(found.certainty, language) if found.certainty else None,
        "steps": [_step(one, language) for one in found.certainty.steps] if found.certainty else [],
        "without": dict(found.without),
        "uncontrolled": found.uncontrolled,
        "shared_data": [list(names) for names in shared(found)],
        "robustness": robustness(found, language),
    }


def mean_record(mean: Pooled | None) -> dict[str, Any] | None:
    """A mean that decides a row."""
    if mean is None:
        return None
    parts = ("scale", "value", "low", "high", "predicted", "tau", "i2")
    return {**{name: getattr(mean, name) for name in parts}, "estimates": list(mean.names)}


def verdict_in_words(found: Verdict, language: Language) -> str:
    """The word with its certainty."""
    word = _say(language, f"verdict.{found.word}")
    if found.word == "not_tested":
        some = any(one.standing == "counts" for one in found.studies)
        return f"{word}, {_say(language, 'few_studies' if some else 'no_study')}"
    if found.certainty is None:
        return word
    return f"{word}, {_say(language, f'certainty.{found.certainty.level}')}"


def why(row: Row, found: Verdict, language: Language) -> str:
    """How the word was reached."""
    if row.not_testable is not None:
        return in_language(row.not_testable, language)
    if found.mean is not None:
        return _mean(found, language)
    count = {where: len(found.on(where)) for where in SIDES}
    total = sum(count.values())
    if not total:
        return _say(language, "row.none")
    clear = sum(one.clear for one in found.studies if one.standing == "counts")
    told = _say(
        language, "row.signs" if total > 1 else "row.one", total=total, **{f"n_{k}": v for k, v in count.items()}
    )
    ends = _say(language, "row.clear", clear=clear)
    if found.p is None:
        return f"{told} {ends} {_say(language, 'row.few')}" if total > 1 else f"{told} {ends}"
    return f"{told} {_say(language, 'row.p', p=number(found.p, language))} {ends}"


def _mean(found: Verdict, language: Language) -> str:
    mean = found.mean
    assert mean is not None
    values = {name: number(getattr(mean, name), language) for name in ("value", "low", "high")}
    scale = _say(language, f"scale.{mean.scale}")
    if found.route == "review":
        return _say(language, "row.review", scale=scale, name=mean.names[0], **values)
    told = _say(language, "row.effects", scale=scale, count=len(mean.names), **values)
    if mean.predicted is None:
        return told
    low, high = (number(end, language) for end in mean.predicted)
    return f"{told} {_say(language, 'pool.predicted', low=low, high=high)}"


def certainty_in_words(found: Certainty, language: Language) -> str:
    """A level, where it started and every reason that moved it."""
    start = _say(language, f"starts.{found.start}")
    moved = [
        f"{_signed(one.levels)} {_say(language, f'step.{one.reason}')}: {_reason(one, language)}" for one in found.steps
    ]
    return " ".join([start, *moved])


def _signed(levels: int) -> str:
    return f"+{levels}" if levels > 0 else f"−{-levels}"


def _step(one: Reached, language: Language) -> dict[str, Any]:
    return {
        "reason": one.reason,
        "in_words": _say(language, f"step.{one.reason}"),
        "levels": one.levels,
        "by": "rule" if one.why is None else "person",
        "why": _reason(one, language),
    }


def _reason(one: Reached, language: Language) -> str:
    return _say(language, f"ruled.{one.reason}") if one.why is None else in_language(one.why, language)


def robustness(found: Verdict, language: Language) -> str:
    """The words without single studies, and with studies that have no comparison."""
    if not any(one.standing != "shown" for one in found.studies) or found.word == "not_testable":
        return ""
    return " ".join(_robust(found, language))


def _robust(found: Verdict, language: Language) -> Iterator[str]:
    if len([one for one in found.studies if one.standing == "counts"]) > 1:
        for other in dict.fromkeys(found.without.values()):
            names = [name for name, one in found.without.items() if one == other]
            yield _say(language, "robust.without", names=", ".join(names), word=_say(language, f"verdict.{other}"))
        if not found.without:
            yield _say(language, "robust.stands")
    for group in shared(found):
        yield _say(language, "robust.shared", names=", ".join(group))
    if any(one.standing == "no_comparison" for one in found.studies):
        same = found.uncontrolled == found.word
        word = _say(language, f"verdict.{found.uncontrolled}")
        yield _say(language, "robust.uncontrolled_same" if same else "robust.uncontrolled", word=word)


def shared(found: Verdict) -> list[tuple[str, ...]]:
    """The studies that count and rest on the same observations, so that they are not quite independent."""
    counted = [one for one in found.studies if one.standing == "counts"]
    labels = sorted({label for one in counted for label in one.data})
    groups = [tuple(one.name for one in counted if label in one.data) for label in labels]
    return list(dict.fromkeys(names for names in groups if len(names) > 1))


def reading(found: Verdict, language: Language) -> str:
    """How many of the studies that count give an interval, and how they were read."""
    counted = [one for one in found.studies if one.standing == "counts"]
    if not counted:
        return ""
    kinds = [(name, sum(one.read == name for one in counted)) for name in READ]
    read = ", ".join(f"{text(language, f'page.sources.read.{name}')}: {count}" for name, count in kinds if count)
    measured = sum(one.measured for one in counted)
    return _say(language, "row.read", total=len(counted), measured=measured, read=read)


def search_in_words(search: Mapping[str, Any], language: Language) -> str:
    """One search in a line: where, in which words, when, what came of it."""
    parts = [
        f"{search['where']}, {search['date']}",
        f"“{search['words']}”" if search["words"] else "",
        _say(language, "search.hits", hits=search["hits"]) if search["hits"] is not None else "",
        _say(language, "search.taken", names=", ".join(search["taken"])) if search["taken"] else "",
        _say(language, "search.left", why=search["left"]) if search["left"] else "",
    ]
    return "; ".join(part for part in parts if part)
