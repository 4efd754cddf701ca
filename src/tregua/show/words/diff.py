"""The differences between two regimes in words of one language, comparisons as the files write them."""

from typing import Any

from tregua.catalogue.record import Text
from tregua.catalogue.said import Said
from tregua.regimes.condition import ALWAYS, All, Compare, Condition, Holds, Not, Some
from tregua.regimes.diff import Case, Change, Diff
from tregua.regimes.differences import Altered
from tregua.regimes.rules import Answer, Rule, written
from tregua.show.words.law import condition_in_words, detail_name, outcome_in_words, value_of_outcome
from tregua.show.words.said import in_language, in_words
from tregua.text import Language, text

_SAID_ONLY = {"layer", "decider", "views", "gap", "article", "reason", "source", "confidence", "checklist"}
"""Fields of a row that no outcome turns on."""


def diff_record(diff: Diff, language: Language = "en") -> dict[str, Any]:
    """What the texts say otherwise of themselves; rows added, removed and changed, each in words and with a case."""
    changes = {"added": diff.added, "removed": diff.removed, "changed": diff.changed}
    listed = {name: [_change(one, language) for one in found] for name, found in changes.items()}
    return {"a": diff.a, "b": diff.b, "text": [_altered(one, language) for one in diff.altered], **listed}


def _altered(one: Altered, language: Language) -> dict[str, Any]:
    before, after = (None if value is None else str(_value(value, language)) for value in (one.before, one.after))
    return {"what": one.what, "name": one.name, "before": before, "after": after, "words": _part(one.said, language)}


def _change(change: Change, language: Language) -> dict[str, Any]:
    """A change as plain values; a matched row is named as in `a`."""
    row = change.a or change.b
    assert row
    return {
        "row": row.id,
        "row_in_b": change.b.id if change.b else None,
        "fields": list(dict.fromkeys(part.field for part in change.parts)),
        "bearing": change.bearing,
        "words": change_in_words(change, language),
        "witness": change.witness and _case(change.witness),
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "facts": dict(case.facts),
        "a": {case.kind: case.a},
        "b": {case.kind: case.b},
        "rules": {"a": case.rule_a, "b": case.rule_b},
    }


def change_in_words(change: Change, language: Language) -> str:
    """What reads differently in a row, and that this alters no outcome where it does not."""
    said = "; ".join(_part(one.said, language) for one in change.parts)
    bears = any(part.field not in _SAID_ONLY for part in change.parts)
    return said if change.witness or not bears else f"{said}. {text(language, 'diff.no_effect')}"


def _part(said: Said, language: Language) -> str:
    if said.key.startswith("regimes.outcome."):
        return value_of_outcome(said.key.removeprefix("regimes.outcome."), language)
    if said.key.startswith("regimes.detail."):
        return detail_name(said.key.removeprefix("regimes.detail."), language)
    values = {name: _value(value, language) for name, value in said.values.items()}
    return in_words(Said(said.key, values), language)


def _value(value: object, language: Language) -> object:
    match value:
        case Said():
            return _part(value, language)
        case Rule():
            return _row(value, language)
        case Answer():
            return _branch(value, language)
        case Text():
            return in_language(value, language)
        case tuple():
            return "; ".join(str(_value(one, language)) for one in value)
        case Holds() | Compare() | Not() | All() | Some():
            return _condition(value, language)
    return value


def _condition(condition: Condition, language: Language) -> str:
    return condition_in_words(condition, language, signs=True)


def _row(rule: Rule, language: Language) -> str:
    branches = "; ".join(_branch(answer, language) for answer in rule.answers)
    if rule.when == ALWAYS:
        return branches
    condition = _condition(rule.when, language)
    if len(rule.answers) == 1:
        return text(language, "diff.branch", condition=condition, outcome=branches)
    return f"{condition} ({branches})"


def _branch(answer: Answer, language: Language) -> str:
    outcomes = [outcome_in_words(kind, value, None, language) for kind, value in answer.outcomes.items()]
    details = [f"{detail_name(name, language)}: {written(one)}" for name, one in answer.details.items()]
    decided = ", ".join(outcomes + details)
    if answer.when == ALWAYS:
        return decided
    return text(language, "diff.branch", condition=_condition(answer.when, language), outcome=decided)
