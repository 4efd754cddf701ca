"""The smallest changes of a case, of one fact or two, that change what a regime says of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tregua.regimes.columns import columns_of, decide_columns
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.fact import Value
from tregua.regimes.one_case import Reading
from tregua.regimes.rules import DATE, Rules

Change = Mapping[str, Value]
Found = tuple[Change, str, str, str]
"""A change, the kind of outcome, what it was and what it becomes."""


@dataclass(frozen=True)
class Flip:
    """A change of one or two facts that changes one kind of outcome."""

    facts: Mapping[str, Value]
    kind: str
    before: str
    after: str
    rule: str | None


def flips_of(rules: Rules, stated: Mapping[str, Value], reading: Reading) -> tuple[Flip, ...]:
    """Every single fact whose change or statement changes an outcome that the case asks about, then every pair.

    Pairs are looked for among the missing facts, and among all facts for a kind of outcome that no single fact changes;
    a pair counts only where neither of its two changes is a flip by itself.
    """
    values = distinct_values([rules], reading.stated)
    singles: list[Change] = [
        {name: value} for name, options in values.items() for value in options if value != stated.get(name)
    ]
    found = list(_changed(rules, stated, reading, singles))
    stuck = reading.asked - {kind for _, kind, _, _ in found} - {"details"}
    alone = {(kind, *item) for change, kind, _, _ in found for item in change.items()}
    eligible = set(values) if stuck else set(reading.missing)
    pairs = [
        {**one, **other}
        for one, other in combinations([change for change in singles if eligible.issuperset(change)], 2)
        if one.keys() != other.keys()
    ]
    found += _changed(rules, stated, reading, pairs, alone)
    return tuple(Flip(*flip, _row(rules, stated, *flip)) for flip in _distinct(found))


def _changed(
    rules: Rules,
    stated: Mapping[str, Value],
    reading: Reading,
    changes: Sequence[Change],
    alone: set[tuple[str, str, Value]] | None = None,
) -> Iterator[Found]:
    if not changes:
        return
    decided = decide_columns(rules, columns_of([{**stated, **change} for change in changes], rules.names.facts))
    for kind in rules.kinds:
        if kind not in reading.asked:
            continue
        before, labels = reading.outcomes[kind], decided.values[kind]
        for at in ((decided.outcomes[kind] != labels.index(before)) & (decided.impossible == 0)).nonzero()[0]:
            change = changes[at]
            if alone is None or not any((kind, *item) in alone for item in change.items()):
                yield change, kind, before, labels[decided.outcomes[kind][at]]


def _distinct(flips: list[Found]) -> Iterator[Found]:
    """One flip for each set of facts, kind and new outcome."""
    seen = set()
    for change, kind, before, after in flips:
        key = (tuple(change), kind, after)
        if key not in seen:
            seen.add(key)
            yield change, kind, before, after


def _row(rules: Rules, stated: Mapping[str, Value], change: Change, kind: str, *_: str) -> str | None:
    changed = {**stated, **change}
    return Reading(rules.at(str(changed.get(DATE, rules.on))), changed).rule_of.get(kind)
