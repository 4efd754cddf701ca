"""Cases that somebody could state: dates in place of what only follows from them."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from tregua.regimes.distinct_values import anchor
from tregua.regimes.fact import Value
from tregua.regimes.reckon import FIRST, LAST, Reckoned
from tregua.regimes.rules import Rules

_LONGEST = {"days": 1, "working days": 2, "unsuspended days": 2, "months": 31, "years": 366}
_MORE = 400  # days about a span, for holidays and terms that stood still


def realised(facts: Mapping[str, Value], read: Iterable[Rules]) -> dict[str, Value]:
    """A case with days from which all follows that it says and that nobody can state, where there are such days."""
    read = list(read)
    found, day = dict(facts), anchor(read).isoformat()
    named = {name: rules.fact(name) for rules in read for name in rules.named if name in facts}
    for name, fact in named.items():
        if isinstance(fact, Reckoned) and (days := _days(fact, found, facts[name], day)) is not None:
            del found[name]
            found |= days
    return found


def _days(one: Reckoned, stated: Mapping[str, Value], value: Value, day: str) -> dict[str, Value] | None:
    """Days for the unstated facts from which a fact follows, so that it has a value; None if there are none near."""
    known = {name: str(stated[name]) for name in one.operands if name in stated}
    unknown = [name for name in one.operands if name not in known]
    chosen: dict[str, Value] = {}
    if len(unknown) > 1:
        chosen = {unknown[0]: day}
        known, unknown = {**known, unknown[0]: day}, unknown[1:]
    middle = date.fromisoformat(next(iter(known.values()), str(value)) if one.end else str(value))
    span = _LONGEST[one.unit] * abs(one.number if one.end is None else int(str(value))) + _MORE
    near = sorted(range(-span, span + 1), key=abs) if unknown else [0]
    days = np.clip(np.datetime64(middle) + np.array(near), FIRST, LAST)
    columns = {name: np.full(len(days), np.datetime64(day)) for name, day in known.items()}
    results = one.column({**columns, **dict.fromkeys(unknown, days)}, len(days))
    wanted = np.datetime64(str(value)) if one.end is None else value
    hits = np.flatnonzero(results == wanted)
    if not len(hits):
        return None
    return {**chosen, **{name: str(days[hits[0]]) for name in unknown}}
