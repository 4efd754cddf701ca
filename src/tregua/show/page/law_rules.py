"""A regime with all its editions as JSON, for the evaluator that runs in a page (`law.js`)."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, get_args

from tregua.catalogue.record import Text
from tregua.regimes.condition import All, Compare, Condition, Holds, Not, Some, facts_of
from tregua.regimes.fact import Fact
from tregua.regimes.reckon import Reckoned
from tregua.regimes.rules import DATE, Force, Rule, Rules
from tregua.regimes.schema import UNDETERMINED
from tregua.regimes.working_days import WEEKDAYS, calendar
from tregua.show.page.law import cited_by
from tregua.show.words.groups import listed_in_words
from tregua.show.words.law import (
    conditions_in_words,
    dates_in_words,
    detail_in_words,
    detail_name,
    force_on_in_words,
    source_in_words,
    value_of_outcome,
    view_in_words,
)
from tregua.show.words.said import in_language, in_words
from tregua.text import LANGUAGES

Both = dict[str, str]


def rules_script(rules: Rules) -> str:
    """A script that gives the page one regime."""
    return f"laws.take({json.dumps(law_record(rules), ensure_ascii=False, separators=(',', ':'))});\n"


def law_record(rules: Rules) -> dict[str, Any]:
    """All that is needed to decide a case, and to say it."""
    rows: dict[str, int] = {}
    editions = [_edition(one, rows) for one in rules.editions]
    record = {
        "id": rules.regime.id,
        "on": rules.on,
        "edges": rules.force_edges,
        "kinds": rules.kinds,
        "facts": {name: _fact(fact) for name, fact in _facts(rules).items()},
        "rows": [json.loads(row) for row in rows],
        "editions": editions,
        "shown": [rule.id for rule in rules.rules],
        "cited": sorted(cited_by(rules)),
        **_words(rules),
    }
    if any(one.unit == "working days" for edition in rules.editions for one in edition.reckoned.values()):
        record["calendar"] = calendar_record()
    return record


def calendar_record() -> dict[str, Any]:
    """The working days as the page reckons them."""
    held = calendar()
    return {
        "since": held.since,
        "until": held.until,
        "weekend": [WEEKDAYS.index(one) for one in held.weekend],
        "holidays": [day.isoformat() for day in held.days()],
    }


def vocabulary(read: Iterable[Rules]) -> dict[str, Any]:
    """Every fact that a case may state to one of several regimes, without its question."""
    found = {name: fact for rules in read for name, fact in _facts(rules).items() if not isinstance(fact, Reckoned)}
    return {name: {key: told for key, told in _fact(fact).items() if key != "ask"} for name, fact in found.items()}


def _edition(rules: Rules, rows: dict[str, int]) -> dict[str, Any]:
    """What is in force in one span; `rows` numbers those of all editions."""
    written = [json.dumps(_row(rule), ensure_ascii=False) for rule in rules.rules]
    return {
        "span": rules.span,
        "rows": [rows.setdefault(row, len(rows)) for row in written],
        "reckoned": [(name, _reckoned(one)) for name, one in rules.reckoned.items()],
        "impossible": [(_condition(one.when), _both(one.problem.message)) for one in rules.contradictions],
        "facts": list(rules.facts),
    }


def _condition(condition: Condition) -> list[Any]:
    match condition:
        case Holds(fact):
            return ["holds", fact]
        case Compare(fact, sign, value, other):
            return ["compare", fact, sign, value, other]
        case Not(part):
            return ["not", _condition(part)]
        case All(parts):
            return ["all", *map(_condition, parts)]
        case Some(parts):
            return ["some", *map(_condition, parts)]


def _reckoned(one: Reckoned) -> dict[str, Any]:
    return {"unit": one.unit, "start": one.start, "end": one.end, "number": one.number, "stops": one.stops}


def _facts(rules: Rules) -> Mapping[str, Fact]:
    """Every fact that the rows or the refused cases of any edition name, and those from which these follow."""
    told = [one.when for edition in rules.editions for one in edition.contradictions]
    names = [
        *(name for edition in (rules, *rules.editions) for name in (*edition.facts, *edition.reckoned)),
        *(name for condition in told for name in facts_of(condition)),
    ]
    every = [one for name in names for one in (name, *rules.operands(name))]
    return {name: _named(rules, name) for name in dict.fromkeys([*every, DATE])}


def _named(rules: Rules, name: str) -> Fact:
    """A fact of the edition that names it."""
    return next(one.names.facts[name] for one in (rules, *rules.editions) if name in one.names.facts)


def _fact(fact: Fact) -> dict[str, Any]:
    record: dict[str, Any] = {"type": fact.type, "text": _plain(fact.text), "ask": _plain(fact.ask)}
    if isinstance(fact, Reckoned):
        record["follows"] = True
    if fact.type == "enum":
        record["values"] = fact.values
        record["words"] = [_both(partial(listed_in_words, one)) for one in fact.values]
    elif fact.type in ("integer", "number", "money"):
        record["bounds"] = fact.bounds
    if fact.currency:
        record["currency"] = fact.currency
    return record


def _row(rule: Rule) -> dict[str, Any]:
    """A row as it runs, and as it is told."""
    record = rule.record
    return {
        "id": rule.id,
        "when": _condition(rule.when),
        "answers": [
            {"when": _condition(one.when), "outcomes": one.outcomes, "details": one.details} for one in rule.answers
        ],
        **({"views": record.views} if record.views else {}),
        **({"gap": record.gap} if record.gap else {}),
        "confidence": record.confidence,
        "words": _both(partial(conditions_in_words, rule)),
        "article": _plain(record.article),
        "reason": _plain(record.reason),
        "decider": _both(partial(view_in_words, record.decider)),
        "source": [{"ref": one.ref, "told": _both(partial(source_in_words, one))} for one in record.source],
    }


def _words(rules: Rules) -> dict[str, Any]:
    """What the text is called, what must be read with every answer, and its outcomes and details in words."""
    regime = rules.regime
    answers = [one for edition in rules.editions for rule in edition.rules for one in rule.answers]
    outcomes = {value for one in answers for value in one.outcomes.values()} | {UNDETERMINED}
    details = {name for one in answers for name in one.details}
    given = {value for one in answers for value in one.details.values() if isinstance(value, str)}
    views = {one for edition in rules.editions for rule in edition.rules for one in _views(edition, rule)}
    since, until = regime.in_force.since or regime.dated, regime.in_force.until or ""
    return {
        "title": _plain(regime.text),
        "told": _both(partial(dates_in_words, regime)),
        "forces": {one: _both(partial(force_on_in_words, regime, one)) for one in get_args(Force)},
        "read": [_both(partial(in_words, one)) for one in rules.caveats],
        "caveats": [_plain(one) for one in regime.caveats],
        "in_force": {"since": since, "until": until},
        "outcomes": {one: _both(partial(value_of_outcome, one)) for one in sorted(outcomes)},
        "details": {one: _both(partial(detail_name, one)) for one in sorted(details)},
        "words": {one: _both(partial(detail_in_words, one)) for one in sorted(given)},
        "views": {one: _both(partial(view_in_words, one)) for one in sorted(views)},
    }


def _views(rules: Rules, rule: Rule) -> list[str]:
    """Those who decide where a row has several deciders."""
    return rules.fact(rule.record.views).values if rule.record.views else []


def _plain(words: Text) -> Both:
    return {one: in_language(words, one) for one in LANGUAGES}


def _both(say: Callable[..., str]) -> Both:
    return {one: say(language=one) for one in LANGUAGES}
