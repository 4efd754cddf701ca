"""What reads differently in two rows, or two texts, that belong together: what is wider, narrower, told otherwise."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from tregua.catalogue.record import Citation
from tregua.catalogue.said import Said
from tregua.regimes.condition import ALWAYS, All, Condition, Not, Some, facts_of, parts_of
from tregua.regimes.rules import Answer, Rule, Rules, written
from tregua.regimes.schema import KINDS, OUTCOMES, Branch, Parameter, Span
from tregua.regimes.search import Question, Space

Bearing = Literal["same", "widened", "narrowed", "moved"]
"""What became of the cases that meet a condition."""
_LOOSER = {"part_removed": "widened", "way_added": "widened", "part_added": "narrowed", "way_removed": "narrowed"}
FIELDS = ("layer", "decider", "views", "gap", "valid_from", "valid_to", "refers_to")
"""What two rows are compared in beside their conditions and outcomes, whatever text they are of."""
OF_VERSIONS = ("priority", "article", "reason", "source", "confidence", "checklist")
"""The same, within one text."""
NOTHING = "–"


@dataclass(frozen=True)
class Part:
    """One thing that reads differently: in which field, and in words whose values are also rows and conditions."""

    field: str
    said: Said


class Differences:
    """What reads differently in rows of two regimes."""

    def __init__(self, a: Rules, b: Rules, space: Space) -> None:
        self.space = space
        self.versions = a.regime.id == b.regime.id
        values = {name: (value, b.parameters[name]) for name, value in a.parameters.items() if name in b.parameters}
        self.values = {name: both for name, both in values.items() if both[0] != both[1]}

    def bearing(self, a: Condition, b: Condition) -> Bearing:
        """What became of the cases that meet a condition, over every combination of facts."""
        gained, lost = self._any(All((b, Not(a)))), self._any(All((a, Not(b))))
        return "moved" if gained and lost else "widened" if gained else "narrowed" if lost else "same"

    def _any(self, condition: Condition) -> bool:
        return self.space.count(Question((), lambda seen, _, __: seen, True, self.space.nodes.node(condition))) > 0

    def rows(self, a: Rule, b: Rule) -> Iterator[Part]:
        """Everything that reads differently in two rows."""
        alike = len(a.answers) == len(b.answers)
        if alike:
            yield from self._conditions(a.when, b.when)
        if alike and len(a.answers) == 1:
            yield from self._answers(a.answers[0], b.answers[0])
        else:
            yield from self._branches(a, b, whole=not alike)
        for name, (before, after) in self.values.items():
            if name in _named(a) and name in _named(b):
                values = {"before": _reading(before), "after": _reading(after)}
                yield Part("parameter", Said("diff.parameter", {"name": name, **values}))
        for field in (*FIELDS, *(OF_VERSIONS if self.versions else ())):
            yield from _field(field, a.record, b.record)

    def _branches(self, a: Rule, b: Rule, whole: bool) -> Iterator[Part]:
        left, right = (_by_outcome(rule, whole) for rule in (a, b))
        for key, answer in left.items():
            if key not in right:
                yield Part("branches", Said("diff.branch_removed", {"branch": answer}))
                continue
            outcome = replace(answer, when=ALWAYS)
            for part in self._answers(answer, right[key]):
                yield Part(part.field, Said("diff.branch_changed", {"outcome": outcome, "change": part.said}))
        for key, answer in right.items():
            if key not in left:
                yield Part("branches", Said("diff.branch_added", {"branch": answer}))

    def _answers(self, a: Answer, b: Answer) -> Iterator[Part]:
        yield from self._conditions(a.when, b.when)
        for kind in KINDS:
            before, after = (one.outcomes.get(kind) for one in (a, b))
            if before != after:
                shown = [Said(f"regimes.outcome.{value}") if value else NOTHING for value in (before, after)]
                yield _becomes("outcomes", Said(f"regimes.kind.{kind}"), *shown)
        for name in dict.fromkeys([*a.details, *b.details]):
            details = a.details.get(name), b.details.get(name)
            if details[0] != details[1]:
                shown_details = (NOTHING if one is None else written(one) for one in details)
                yield _becomes("details", Said(f"regimes.detail.{name}"), *shown_details)

    def _conditions(self, a: Condition, b: Condition) -> Iterator[Part]:
        if a != b:
            bearing = self.bearing(a, b)
            yield Part("when", Said(f"diff.{bearing}", {"how": self._how(a, b, bearing)}))

    def _how(self, a: Condition, b: Condition, bearing: Bearing) -> tuple[Said, ...]:
        """The parts that changed; the whole where they would say the contrary of what became of the cases."""
        parts = [] if bearing == "same" else list(self._parts(a, b))
        said = {one.key.removeprefix("diff.") for one in parts}
        if not parts or (bearing != "moved" and {_LOOSER.get(key, key) for key in said} != {bearing}):
            return (Said("diff.part_changed", {"before": a, "after": b}),)
        if len(parts) == 1 and bearing in said:  # it has been said that the whole is wider or narrower
            how = parts[0].values["how"]
            assert isinstance(how, tuple)
            return how
        return tuple(parts)

    def _parts(self, a: Condition, b: Condition) -> Iterator[Said]:
        """The parts that only one condition has; two of which one follows from the other are one that changed."""
        joint = Some if isinstance(a, Some) and isinstance(b, Some) else All
        family = "way" if joint is Some else "part"
        before, after = parts_of(a, joint), parts_of(b, joint)
        gone, new = [one for one in before if one not in after], [one for one in after if one not in before]
        for part in gone:
            successor = self._successor(part, new)
            if successor is None:
                yield Said(f"diff.{family}_removed", {"part": part})
                continue
            new.remove(successor)
            bearing = self.bearing(part, successor)
            if bearing != "same":
                changed = Said("diff.part_changed", {"before": part, "after": successor})
                yield Said(f"diff.{bearing}", {"how": (changed,)})
        for part in new:
            yield Said(f"diff.{family}_added", {"part": part})

    def _successor(self, part: Condition, new: Iterable[Condition]) -> Condition | None:
        """The part that stands in place of another: about the same facts, or one that follows from the other."""
        candidates = list(new)
        same = [one for one in candidates if set(facts_of(one)) == set(facts_of(part))]
        follows = [
            one for one in candidates if set(facts_of(one)) & set(facts_of(part)) and self.bearing(part, one) != "moved"
        ]
        return next(iter(same + follows), None)


def _becomes(field: str, what: object, before: object, after: object) -> Part:
    return Part(field, Said("diff.outcome", {"what": what, "before": before, "after": after}))


def _field(name: str, a: Any, b: Any) -> Iterator[Part]:
    """A field of two records that reads differently."""
    before, after = (getattr(one, name, None) for one in (a, b))
    if before != after:
        yield _becomes(name, Said(f"diff.of.{name}"), shown(name, before), shown(name, after))


def shown(name: str, value: Any) -> object:
    """A value of a record as something that can be put into words."""
    match value:
        case None | [] | ():
            return NOTHING
        case [Citation(), *_]:
            return tuple(f"{one.ref}, {one.locator}" for one in value)
        case list():
            return tuple(one.when or NOTHING if isinstance(one, Branch) else one for one in value)
        case dict():
            return tuple(f"{key}={one}" for key, one in value.items())
        case str() if name in ("layer", "decider", "confidence", "text_status"):
            return Said(f"regimes.{name}.{value}")
    return value


def _reading(value: object) -> object:
    """The value of a parameter: an outcome in words, a number or a date as it is."""
    is_outcome = any(value in outcomes for outcomes in OUTCOMES.values())
    return Said(f"regimes.outcome.{value}") if is_outcome else value


def _named(rule: Rule) -> set[str]:
    """The words of a row as the file writes it: names of parameters are among them."""
    record = rule.record
    said: list[object] = []
    for one in (record, *record.branches):
        said += [one.when, *one.outcomes.values(), *one.details.values()]
    said.append(record.unless)
    return set(re.findall(r"[A-Za-z_]\w*", " ".join(str(one) for one in said if one is not None)))


def _by_outcome(rule: Rule, whole: bool) -> dict[tuple[object, int], Answer]:
    """Branches by what they decide, those that decide the same by their order; if `whole`, with the row's condition."""
    seen: Counter[object] = Counter()
    found: dict[tuple[object, int], Answer] = {}
    for answer in rule.answers:
        key = tuple(sorted(answer.outcomes.items()))
        found[key, seen[key]] = replace(answer, when=All((rule.when, answer.when))) if whole else answer
        seen[key] += 1
    return found


# --- what the texts say of themselves ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Altered:
    """Something that two texts say otherwise outside their rows; None where one says nothing."""

    what: str
    name: str | None
    before: object
    after: object

    @property
    def said(self) -> Said:
        """It in words."""
        what = Said(f"diff.of.{self.what}")
        before, after = (NOTHING if one is None else one for one in (self.before, self.after))
        if self.name is None:
            return Said("diff.outcome", {"what": what, "before": before, "after": after})
        return Said("diff.named", {"what": what, "name": self.name, "before": before, "after": after})


def altered(a: Rules, b: Rules) -> Iterator[Altered]:
    """What two texts say otherwise of themselves; of different texts only their status and when they are in force."""
    one, other = a.regime, b.regime
    ends = {"since": (one.in_force.since, other.in_force.since), "until": (one.in_force.until, other.in_force.until)}
    of_both = {"text_status": (one.text_status, other.text_status), "dated": (one.dated, other.dated), **ends}
    for what, (before, after) in of_both.items():
        yield from _altered(what, before, after)
    if one.id != other.id:
        return
    for what in ("text", "as_of", "issuing_body", "source"):
        yield from _altered(what, getattr(one, what), getattr(other, what))
    yield from _parameters(a, b)
    yield from _at_other_times(a, b)
    for what in ("caveats", "absent", "impossible", "suspensions"):
        yield from _listed(what, getattr(one, what), getattr(other, what))


def _altered(what: str, before: object, after: object, name: str | None = None) -> Iterator[Altered]:
    if before != after:
        yield Altered(what, name, *(None if value in (None, []) else shown(what, value) for value in (before, after)))


def _at_other_times(a: Rules, b: Rules) -> Iterator[Altered]:
    """Rows that are not in force on the day on which the texts are compared: as their files write them."""
    left, right = (
        {(row.id, row.valid_from): row for row in rules.regime.rows if not _in_force(row, rules.on)} for rules in (a, b)
    )
    for key in dict.fromkeys([*left, *right]):
        before, after = left.get(key), right.get(key)
        if before is None or after is None:
            told = [None if one is None else (one.when or NOTHING) for one in (before, after)]
            yield Altered("row_at_another_time", key[0], *told)
        else:
            for field in type(before).model_fields:
                values = getattr(before, field), getattr(after, field)
                if values[0] != values[1]:
                    yield Altered("row_at_another_time", f"{key[0]}.{field}", *(shown(field, one) for one in values))


def _in_force(span: Span, day: str) -> bool:
    return (span.valid_from or day) <= day <= (span.valid_to or day)


def _listed(what: str, before: Iterable[Any], after: Iterable[Any]) -> Iterator[Altered]:
    """What stands in one list and not in the other."""
    left, right = list(before), list(after)
    for one in left:
        if one not in right:
            yield Altered(what, None, _entry(one), None)
    for one in right:
        if one not in left:
            yield Altered(what, None, None, _entry(one))


def _entry(one: Any) -> object:
    """An entry of a list by its text or its condition, with its days where it has some."""
    told = getattr(one, "when", None) or getattr(one, "text", one)
    days = [getattr(one, name) for name in ("since", "until") if hasattr(one, name)]
    return (told, " … ".join(days)) if days else told


def _parameters(a: Rules, b: Rules) -> Iterator[Altered]:
    """Parameters by name and span; one that only one text has may be another's new name."""
    left, right = (_by_name(rules) for rules in (a, b))
    gone, new = [key for key in left if key not in right], [key for key in right if key not in left]
    for key in gone:
        renamed = next((one for one in new if _but_name(left[key]) == _but_name(right[one])), None)
        if renamed:
            new.remove(renamed)
            yield Altered("parameter_name", None, key[0], renamed[0])
        else:
            yield Altered("parameter", key[0], _reading(left[key].value), None)
    for key in new:
        yield Altered("parameter", key[0], None, _reading(right[key].value))
    for key, one in left.items():
        if key in right:
            yield from _parameter(one, right[key])


def _parameter(one: Parameter, other: Parameter) -> Iterator[Altered]:
    yield from _altered("parameter", _reading(one.value), _reading(other.value), one.id)
    for field in ("text", "source", "valid_to"):
        yield from _altered(f"parameter_{field}", getattr(one, field), getattr(other, field), one.id)
    before, after = ({each.id: each.value for each in which.variants} for which in (one, other))
    for name in dict.fromkeys([*before, *after]):
        yield from _altered("variant", _reading(before.get(name)), _reading(after.get(name)), name)


def _by_name(rules: Rules) -> Mapping[tuple[str, str | None], Parameter]:
    return {(one.id, one.valid_from): one for one in rules.regime.parameters}


def _but_name(one: Parameter) -> Parameter:
    return one.model_copy(update={"id": ""})
