"""A regime's file read: every name in it checked, its rows in the order of reading, one edition for each time.

Over 400 lines: what a file may say stands beside the check of it, so that both are changed together.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem, nearest, unknown_name
from tregua.catalogue.read import PACKAGE, Key, load, sources, unknown_sources
from tregua.regimes.condition import ALWAYS, All, Compare, Condition, Not, facts_of
from tregua.regimes.fact import Value, is_date
from tregua.regimes.own import LAW, Folder
from tregua.regimes.parsing import ConditionError, Terms, parse, reckoned
from tregua.regimes.reckon import Reckoned
from tregua.regimes.rules import FIRST, LAST, Answer, Contradiction, Given, Rule, Rules, days_of, force_of
from tregua.regimes.schema import (
    DETAILS,
    READ_ITSELF,
    UNDETERMINED,
    Branch,
    Kind,
    Parameter,
    Place,
    Regime,
    Row,
    Span,
    Suspension,
)
from tregua.regimes.vocabulary import Impossible, Names, meet, vocabulary, vocabulary_file

_DETAIL = re.compile(r"([a-z][\w.]*)(?: / ([1-9][0-9]*))?")
_CATALOGUE = PACKAGE / "regimes" / "catalogue"
Keys = tuple[Key, ...]


def regimes() -> tuple[str, ...]:
    """The names of the regimes in the catalogue."""
    return tuple(sorted(path.stem for path in _CATALOGUE.glob("*.yaml")))


def regime_path(name: str) -> Path:
    """The file of a regime: a name of the catalogue, or the path of a file or a folder of the user's own.

    Raises
    ------
    InputError
        There is no regime of that name.
    """
    if name in regimes():
        return _CATALOGUE / f"{name}.yaml"
    if name.endswith((".yaml", ".yml")) or "/" in name or Path(name).is_dir():
        return Path(name) / LAW if Path(name).is_dir() else Path(name)
    raise InputError(unknown_name("@regimes.regime", name, regimes()))


def load_rules(name: str, variants: Iterable[str] = (), on: str | None = None) -> Rules:
    """Read a regime by name or path, under chosen variants of its parameters (`strict`, `jep_practice`, …).

    Parameters
    ----------
    on
        The day whose edition is meant; the day as of which the text was read, unless another is given.

    Raises
    ------
    InputError
        Every problem of the file with its line, or the nearest variant for one that there is not.
    """
    if on is not None and not is_date(on):
        raise InputError(
            Problem("wrong_type", "--on", {"field": "on", "found": on, "expected": "@regimes.expected.date"})
        )
    path, chosen = regime_path(name), tuple(variants)
    editions = _editions_once(path, chosen) if name in regimes() else _editions(path, chosen)
    day = on or days_of(editions[0].regime.as_of)[1]
    return replace(editions[0].at(day), on=day)


@cache
def _editions_once(path: Path, variants: tuple[str, ...]) -> list[Rules]:
    return _editions(path, variants)


def _editions(path: Path, variants: tuple[str, ...]) -> list[Rules]:
    """The regime as it is in force from each day on which something of it changes."""
    file = _File(path, variants)
    found: list[Rules] = []
    firsts = file.firsts()
    for first, last in zip(firsts, [*(_next_day(day, -1) for day in firsts[1:]), LAST], strict=True):
        found.append(file.rules(first, last, found))
    problems = [*file.problems, *(problem for one in file.referred.values() for problem in one.problems)]
    if problems:
        raise InputError({problem.message(): problem for problem in problems}.values())
    meet([*file.own.facts, *(fact for one in found for fact in one.reckoned.values())])
    file.own.remember()
    return found


def _next_day(day: str, step: int = 1) -> str:
    return (date.fromisoformat(day) + timedelta(step)).isoformat()


class _File:
    """One regime's file and what stands in its folder; the problems of all of it with their lines."""

    def __init__(self, path: Path, variants: tuple[str, ...], within: tuple[Path, ...] = ()) -> None:
        self.path, self.variants, self.within = path, variants, within
        self.regime, self.document = load(Regime, path)
        self.own = Folder(path.parent if path.parent != _CATALOGUE else None)
        self.problems: list[Problem] = [*self.own.problems]
        self.facts = {**vocabulary(), **{fact.id: fact for fact in self.own.facts}}
        self.details = (*DETAILS, *(one.id for one in self.own.details))
        self.stops = tuple(sorted((one.since, one.until) for one in self.regime.suspensions))
        self.referred = self._referred()
        self._check_names()

    def _referred(self) -> dict[str, "_File"]:
        """The regimes to which rows refer, by name."""
        found: dict[str, _File] = {}
        for at, row in enumerate(self.regime.rows):
            if row.refers_to is None:
                continue
            try:
                path = regime_path(row.refers_to)
                if path.resolve() in (self.path.resolve(), *self.within):
                    raise InputError(Problem("refers_to_itself", "", {"found": row.refers_to}))
                found[row.refers_to] = _File(path, (), (*self.within, self.path.resolve()))
            except InputError as error:
                for problem in error.problems:
                    self.add(("rows", at, "refers_to"), problem)
        return found

    def firsts(self) -> list[str]:
        """The days from which on something else is in force."""
        spans: list[Span] = [*self.regime.rows, *self.regime.parameters]
        spans += [variant for one in self.regime.parameters for variant in one.variants]
        first, last = force_of(self.regime)
        days = {FIRST, first, *(one.valid_from for one in spans if one.valid_from)}
        days |= {_next_day(last)} if last < LAST else set()
        days |= {_next_day(one.valid_to) for one in spans if one.valid_to and one.valid_to < LAST}
        return sorted(days.union(*(file.firsts() for file in self.referred.values())))

    def rules(self, first: str, last: str, editions: list[Rules]) -> Rules:
        """The edition of a span of days."""
        terms, parameters, rows = self.read(first)
        contradictions = [*self._shared_contradictions(terms), *self._contradictions(terms, first)]
        terms.names = Names({**self.facts, **terms.reckoned})
        conditions = [one.when for one in contradictions]
        told = (name for condition in conditions for name in facts_of(condition) if name in terms.reckoned)
        named = dict.fromkeys([*(name for rule in rows for name in rule.facts), *told])
        known = {name: one for name in named if (one := self._follows(name, terms))}
        for name, one in list(known.items()):
            if name != one.id:
                terms.reckoned.setdefault(one.id, one)
                known[one.id] = one
                problem = Problem("disagrees", "", {"fact": self.facts[name].text, "reckoned": one.text})
                contradictions.append(Contradiction(Compare(name, "!=", other=one.id), problem))
        names = Names({**self.facts, **terms.reckoned})
        return Rules(
            self.regime,
            self.variants,
            parameters,
            rows,
            first,
            names,
            known,
            self.details,
            tuple(contradictions),
            (first, last),
            editions,
        )

    def read(self, day: str) -> tuple[Terms, dict[str, Value], tuple[Rule, ...]]:
        """What conditions may name, the parameters and the rows in force on a day, in the order of reading."""
        terms = self._terms(day)
        parameters = dict(terms.parameters)
        first, last = force_of(self.regime)
        if not first <= day <= last:
            return terms, parameters, ()
        reader = _Rows(self, terms)
        rows = [(at, row) for at, row in enumerate(self.regime.rows) if _holds(row, day)]
        read = {row.id: reader.rule(row, at) for at, row in rows}
        ordered: list[tuple[tuple[int, str, int], Rule]] = []
        for at, group in enumerate(self._in_order([row for _, row in rows])):
            for row in group:
                ordered += [((at, row.id, one.level), one) for one in self._referring(read[row.id], terms, day)]
            ordered += [((at, "", 0), read[row.id]) for row in group]
        self._refuse_twins([rule.id for _, rule in ordered])
        levels = {key: level for level, key in enumerate(dict.fromkeys(key for key, _ in ordered))}
        return terms, parameters, tuple(replace(rule, level=levels[key]) for key, rule in ordered)

    def _refuse_twins(self, ids: list[str]) -> None:
        """No row is called as another, also of those that stand in a regime to which a row refers."""
        for name in sorted({one for one in ids if ids.count(one) > 1}):
            self.add(("rows",), Problem("duplicate_key", "", {"found": name}))

    def _terms(self, day: str) -> Terms:
        """What conditions may name on a day."""
        parameters = self._parameters(day)
        lapsed = {one.id for one in self.regime.parameters} - parameters.keys()
        return Terms(Names(self.facts), parameters, self.stops, frozenset(lapsed))

    def _referring(self, rule: Rule, terms: Terms, day: str) -> Iterator[Rule]:
        """The rows of the regime to which a row refers, each under the row's own condition."""
        file = self.referred.get(rule.record.refers_to or "")
        if file is None:
            return
        theirs, _, rows = file.read(day)
        terms.reckoned.update(theirs.reckoned)
        for one in rows:
            yield replace(one, when=All((rule.when, one.when)), words=one.words or rule.words)

    def _parameters(self, day: str) -> dict[str, Value]:
        values: dict[str, Value] = {}
        owner: dict[str, tuple[str, Value]] = {}
        for one in self.regime.parameters:
            if _holds(one, day):
                values[one.id] = one.value
                owner |= {variant.id: (one.id, variant.value) for variant in one.variants if _holds(variant, day)}
        known = {variant.id for one in self.regime.parameters for variant in one.variants}
        problems = [no_variant(name, known) for name in self.variants if name not in known]
        if problems:
            raise InputError(problems)
        return values | dict(owner[name] for name in self.variants if name in owner)

    def _in_order(self, rows: list[Row]) -> list[list[Row]]:
        """Rows in the order of reading, those of equal priority together, an exception before what it excepts from."""
        groups: dict[int, list[Row]] = {}
        for at, row in enumerate(rows):
            if not row.except_:
                groups.setdefault(10 * at if row.priority is None else row.priority, []).append(row)
        ordered = [groups[priority] for priority in sorted(groups)]
        waiting = [row for row in rows if row.except_]
        while waiting:
            placed = {row.id: at for at, group in enumerate(ordered) for row in group}
            current = {row.id for row in rows}
            ready = [row for row in waiting if all(one in placed or one not in current for one in row.except_)]
            for row in ready[:1]:
                at = min((placed[one] for one in row.except_ if one in placed), default=len(ordered))
                ordered.insert(at, [row])
                waiting.remove(row)
            if not ready:
                keys = ("rows", self.regime.rows.index(waiting[0]), "except")
                self.add(keys, Problem("refers_to_itself", "", {"found": waiting[0].id}))
                break
        return ordered

    def _ids(self) -> set[str]:
        return {row.id for row in self.regime.rows}

    def _follows(self, name: str, terms: Terms) -> Reckoned | None:
        """What a fact follows from, if anything is known of that."""
        if name in terms.reckoned:
            return terms.reckoned[name]
        words = self.facts[name].reckoned
        if not words:
            return None
        try:
            found = reckoned(words, terms)
        except ConditionError as error:
            at = next(at for at, fact in enumerate(self.own.facts) if fact.id == name)
            self.problems.append(self.own.located(error.problem, "facts", at, "reckoned"))
            return None
        for operand in found.operands:
            if self.facts[operand].reckoned:
                self.add(("rows",), Problem("follows_twice", "", {"found": name, "other": operand}))
        return found

    def _shared_contradictions(self, terms: Terms) -> Iterator[Contradiction]:
        """The cases that the package refuses."""
        for one in vocabulary_file().impossible:
            yield _contradiction(parse(one.when, terms), one)

    def _contradictions(self, terms: Terms, day: str) -> Iterator[Contradiction]:
        """The cases that the folder and the regime refuse, and those regimes to which its rows refer."""
        for at, one in enumerate(self.own.impossible):
            try:
                yield _contradiction(parse(one.when, terms), one)
            except ConditionError as error:
                self.problems.append(self.own.located(error.problem, "impossible", at, "when"))
        for at, one in enumerate(self.regime.impossible):
            yield _contradiction(self.condition(one.when, ("impossible", at, "when"), terms), one)
        for file in self.referred.values():
            theirs = file._terms(day)
            yield from file._contradictions(theirs, day)
            terms.reckoned.update(theirs.reckoned)

    def condition(self, words: str | None, keys: Keys, terms: Terms) -> Condition:
        """A condition of the file; one that cannot be read is a problem and always holds."""
        if words is None:
            return ALWAYS
        try:
            return parse(words, terms)
        except ConditionError as error:
            named = [at for at, one in enumerate(self.regime.parameters) if one.id == error.parameter]
            self.add(("parameters", named[0], "value") if named else keys, error.problem)
            return ALWAYS

    def add(self, keys: Keys, problem: Problem) -> None:
        """Note a problem at a place of the file."""
        self.problems.append(Problem(problem.kind, self.document.at(keys), problem.values))

    def _check_names(self) -> None:
        """No row twice, no parameter twice at one time; every row and source that is named exists."""
        seen: list[Row] = []
        for at, row in enumerate(self.regime.rows):
            if any(one.id == row.id and _overlap(one, row) for one in seen):
                self.add(("rows", at, "id"), Problem("duplicate_key", "", {"found": row.id}))
            seen.append(row)
            for name in row.except_:
                if name not in self._ids():
                    self.add(("rows", at, "except"), unknown_name("@regimes.row", name, self._ids()))
        self._check_parameters()
        for at, one in enumerate(self.regime.suspensions):
            if one.until < one.since:
                problem = Problem("ends_before", "", {"field": one.id, "found": one.until, "since": one.since})
                self.add(("suspensions", at), problem)
            if _meets_another(one, self.regime.suspensions):
                self.add(("suspensions", at), Problem("overlap", "", {"found": one.id}))
        for problem in unknown_sources(self.document, self.own.sources):
            self.problems.append(self.own.missing_source(problem))

    def _check_parameters(self) -> None:
        seen: list[Parameter] = []
        named: set[str] = set()
        for at, one in enumerate(self.regime.parameters):
            keys: Keys = ("parameters", at)
            if any(other.id == one.id and _overlap(other, one) for other in seen):
                self.add(keys, Problem("overlap", "", {"found": one.id}))
            if one.id in self.facts:
                self.add(keys, Problem("duplicate_key", "", {"found": one.id}))
            first_time = one.id not in {other.id for other in seen}
            ids = [variant.id for variant in one.variants]
            for name in ids:
                if ids.count(name) > 1 or (first_time and name in named) or name == one.id:
                    self.add(keys, Problem("duplicate_key", "", {"found": name}))
            named |= set(ids)
            seen.append(one)


def no_variant(name: str, known: set[str]) -> Problem:
    """What is told of a reading that there is not."""
    return unknown_name("@regimes.variant", name, known) if known else Problem("no_variants", "", {"found": name})


def _contradiction(when: Condition, one: Impossible) -> Contradiction:
    return Contradiction(when, Problem("impossible", "", {"reason": one.reason}))


def _holds(one: Span, day: str) -> bool:
    return (one.valid_from or FIRST) <= day <= (one.valid_to or LAST)


def _overlap(one: Span, other: Span) -> bool:
    return (one.valid_from or FIRST) <= (other.valid_to or LAST) and (other.valid_from or FIRST) <= (
        one.valid_to or LAST
    )


def _meets_another(one: Suspension, every: Iterable[Suspension]) -> bool:
    return any(other is not one and other.since <= one.until and one.since <= other.until for other in every)


class _Rows:
    """Turns the rows of one file into rules."""

    def __init__(self, file: _File, terms: Terms) -> None:
        self.file, self.terms = file, terms

    def rule(self, row: Row, index: int) -> Rule:
        keys: Keys = ("rows", index)
        answers = [self._answer(one, (*keys, "branches", at)) for at, one in enumerate(row.branches)]
        if not answers:
            answers = [self._answer(row.model_copy(update={"when": None}), keys)]
        if row.views is not None and getattr(self.file.facts.get(row.views), "type", "") != "enum":
            enums = [name for name, fact in self.file.facts.items() if fact.type == "enum"]
            self.file.add((*keys, "views"), unknown_name("@regimes.fact", row.views, enums))
        is_gap = any(value == UNDETERMINED for answer in answers for value in answer.outcomes.values())
        if row.gap and not is_gap:
            self.file.add((*keys, "gap"), Problem("not_one_of", "", _values("outcomes", row.id, [UNDETERMINED])))
        self._check_confidence(row, (*keys, "confidence"))
        when = self.file.condition(row.when, (*keys, "when"), self.terms)
        words = row.when or ""
        if row.unless is not None:
            when = All((when, Not(self.file.condition(row.unless, (*keys, "unless"), self.terms))))
            words = f"{words or 'always'} unless {row.unless}"
        return Rule(row, when, words, tuple(answers))

    def _check_confidence(self, row: Row, keys: Keys) -> None:
        """A row is sure only where every text behind it was itself read."""
        unread = [place.ref for place in row.source if self._read(place) not in READ_ITSELF]
        if row.confidence == "high" and unread:
            self.file.add(keys, Problem("not_read_itself", "", {"field": row.id, "found": ", ".join(unread)}))

    def _read(self, place: Place) -> str:
        source = sources().get(place.ref) or self.file.own.sources.get(place.ref)
        return place.read or (source.read if source else READ_ITSELF[0])

    def _answer(self, branch: Branch, keys: Keys) -> Answer:
        outcomes = {
            kind: self._outcome(kind, value, (*keys, "outcomes", kind)) for kind, value in branch.outcomes.items()
        }
        for name in branch.details:
            if name not in self.file.details:
                self.file.add((*keys, "details", name), unknown_name("@regimes.detail", name, self.file.details))
        details: dict[str, Given] = {
            name: self._detail(value, (*keys, "details", name)) for name, value in branch.details.items()
        }
        when = self.file.condition(branch.when, (*keys, "when"), self.terms)
        return Answer(when, branch.when, outcomes, details)

    def _outcome(self, kind: Kind, value: str, keys: Keys) -> str:
        chosen = self.terms.parameters.get(value, value)
        if chosen not in self.file.own.outcomes(kind):
            self.file.add(keys, Problem("not_one_of", "", _values(kind, chosen, self.file.own.outcomes(kind))))
        return str(chosen)

    def _detail(self, value: int | float | str, keys: Keys) -> Given:
        """A number, a word in capitals, or the name of a parameter or of a fact, which may be divided."""
        if not isinstance(value, str) or value.isupper():
            return value
        if value in self.terms.parameters:
            chosen = self.terms.parameters[value]
            assert isinstance(chosen, int | float | str)
            return chosen
        found = _DETAIL.fullmatch(value)
        numbers = [name for name, fact in self.file.facts.items() if fact.type in ("integer", "number", "money")]
        if not found or found[1] not in numbers:
            self.file.add(keys, unknown_name("@regimes.fact", value, [*numbers, *self.terms.parameters]))
            return value
        return found[1], int(found[2] or 1)


def _values(field: str, found: object, valid: Iterable[str]) -> dict[str, object]:
    names = list(valid)
    return {"field": field, "found": found, "expected": ", ".join(names), "nearest": nearest(found, names)}
