"""Whether two other evaluators decide random cases as the regimes do: see README.md.

python benchmarks/law_evaluators.py [--cases N] [--partial N] [--seed S] [--only REGIME] [--write]

Complete cases are decided by clingo, from an answer-set program written from the parsed rows alone. Cases with unknown
facts are read once more in Kleene's three values by min and max, and completed: what is decided and not provisional
must hold in every completion, and so must every answer once only facts are added that nobody asks for. Spans between
dates are counted day by day.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, islice, product
from pathlib import Path
from typing import Any

import clingo
import numpy as np

from tregua.regimes.columns import FORCES, columns_of, decide_columns
from tregua.regimes.condition import All, Compare, Condition, Holds, Not, Some
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.one_case import Reading
from tregua.regimes.reckon import Reckoned
from tregua.regimes.rules import DATE, Rules
from tregua.regimes.working_days import calendar
from tregua.version import VERSION

RESULT = Path(__file__).with_suffix(".json")
MOST = 300  # completions of one case
BASE = date(2024, 2, 28)
Case = dict[str, Any]
Found = dict[str, tuple[str, str | None]]
"""For each kind of outcome, what is decided and by which row."""
NOTHING = ("UNDETERMINED", None)


# --- dates, day by day ------------------------------------------------------------------------------------------------


def stands_still(day: date, unit: str, stops: Iterable[tuple[str, str]]) -> bool:
    """Whether a day is none of its unit."""
    if unit == "working days":
        return f"{day:%A}".lower() in calendar().weekend or day in holidays(day.year)
    return any(first <= day.isoformat() <= last for first, last in stops)


def holidays(year: int, known: dict[int, set[date]] = {}) -> set[date]:  # noqa: B006 - what is known stays known
    """The holidays of a year."""
    if year not in known:
        known[year] = {one.in_year(year) for one in calendar().holidays}
    return known[year]


def months_after(day: date, number: int) -> date:
    """The same day so many months later, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - timedelta(1)).day))


def after(day: date, number: int, one: Reckoned) -> date:
    """The day so many units after another."""
    if one.unit in ("months", "years"):
        return months_after(day, number * (12 if one.unit == "years" else 1))
    if one.unit == "days":
        return day + timedelta(number)
    while number:
        day += timedelta(1 if number > 0 else -1)
        if not stands_still(day, one.unit, one.stops):
            number -= 1 if number > 0 else -1
    return day


def between(start: date, end: date, one: Reckoned) -> int:
    """How many units lie between two days, the later of which counts."""
    if start > end:
        return -between(end, start, one)
    if one.unit == "days":
        return (end - start).days
    if one.unit in ("months", "years"):
        months = 12 if one.unit == "years" else 1
        return next(n for n in count() if months_after(start, (n + 1) * months) > end)
    days = (start + timedelta(n + 1) for n in range((end - start).days))
    return sum(not stands_still(day, one.unit, one.stops) for day in days)


def completed(rules: Rules, case: Case) -> Case:
    """A case with the facts that follow from its dates."""
    found = dict(case)
    for name, one in rules.reckoned.items():
        operands = [one.start] if one.end is None else [one.start, one.end]
        days = [operand if operand[0].isdigit() else case.get(operand) for operand in operands]
        if name not in found and None not in days:
            start, *end = (date.fromisoformat(str(day)) for day in days)
            found[name] = between(start, end[0], one) if end else after(start, one.number, one).isoformat()
    return found


def edition(rules: Rules, case: Case) -> Rules:
    """The rows in force on the day of a case."""
    day = case.get("decision_date") or rules.on
    return next(one for one in (rules, *rules.editions) if one.span[0] <= day <= one.span[1])


def is_out_of_force(rules: Rules, case: Case) -> bool:
    """Whether the text is not yet, or no longer, in force on the day of a case, as far as its dates were read."""
    day, force = case.get("decision_date") or rules.on, rules.regime.in_force
    since = force.since or rules.regime.dated
    return day[: len(since)] < since or bool(force.until and day[: len(force.until)] > force.until)


# --- complete cases: answer sets --------------------------------------------------------------------------------------


class Program:
    """The rows of one edition of a regime for many cases at once."""

    def __init__(self, rules: Rules) -> None:
        self.rules, self.atoms = rules, count()
        self.lines: list[str] = []
        self.constants: set[Any] = set()
        self.rows: dict[str, list[tuple[str, str | None]]] = {}
        for kind, thread in rules.threads.items():
            listed = [(rule, answer, value) for rule in thread for answer, value in rule.answers_on(kind)]
            self.rows[kind] = [(value or "shown", rule.id) for rule, _, value in listed]
            for at, (rule, answer, _) in enumerate(listed):
                both = f"{self.holds(rule.when)}, {self.holds(answer.when)}"
                self.lines.append(f"shown(C,{kind},{at}) :- case(C), {both}.")
        for at, one in enumerate(rules.contradictions):
            self.lines.append(f"impossible(C,{at}) :- case(C), {self.holds(one.when)}.")
        self.lines += ["below(C,K,N) :- shown(C,K,N), shown(C,K,M), M < N."]
        self.lines += ["first(C,K,N) :- shown(C,K,N), not below(C,K,N).", "#show first/3. #show impossible/2."]

    def holds(self, condition: Condition) -> str:
        """The atom that holds where a condition does."""
        atom = f"c{next(self.atoms)}(C)"
        match condition:
            case Holds(fact):
                bodies = [f'yes(C,"{fact}")']
            case Not(part):
                bodies = [f"not {self.holds(part)}"]
            case All(parts):
                bodies = [", ".join(self.holds(part) for part in parts)]
            case Some(parts):
                bodies = [self.holds(part) for part in parts]
            case Compare(fact, sign, value, other):
                bodies = [self.compared(fact, sign, value, other)]
        self.lines += [f"{atom} :- {', '.join(filter(None, ('case(C)', body)))}." for body in bodies]
        return atom

    def compared(self, fact: str, sign: str, value: Any, other: str | None) -> str:
        """A comparison: words by equality, numbers and days by their rank."""
        if other:
            return f'rank(C,"{fact}",X), rank(C,"{other}",Y), X {sign} Y'
        if self.rules.fact(fact).type == "enum":
            return f'word(C,"{fact}",X), X {sign} "{value}"'
        self.constants.add(value)
        return f'rank(C,"{fact}",X), constant("{value}",Y), X {sign} Y'

    def decide(self, cases: Sequence[Case]) -> list[tuple[Found, bool]]:
        """For each complete case what is decided, and whether it cannot be."""
        values = {value for case in cases for value in case.values() if not isinstance(value, bool)} | self.constants
        numbers = sorted({float(value) for value in values if not isinstance(value, str)})
        days = sorted({value for value in values if isinstance(value, str)})
        ranks: dict[Any, int] = {one: at for at, one in enumerate([*numbers, *days])}
        facts = [f'constant("{one}",{ranks[one]}).' for one in self.constants]
        for at, case in enumerate(cases):
            facts.append(f"case({at}).")
            for name, value in case.items():
                if value is True:
                    facts.append(f'yes({at},"{name}").')
                elif not isinstance(value, bool):
                    is_word = self.rules.fact(name).type == "enum"
                    stated = f'word({at},"{name}","{value}").' if is_word else f'rank({at},"{name}",{ranks[value]}).'
                    facts.append(stated)
        return self._solved("\n".join([*self.lines, *facts]), len(cases))

    def _solved(self, program: str, size: int) -> list[tuple[Found, bool]]:
        control = clingo.Control(["--warn=none"])
        control.add("base", [], program)
        control.ground([("base", [])])
        found: list[Found] = [dict.fromkeys(self.rows, NOTHING) for _ in range(size)]
        impossible: set[int] = set()
        with control.solve(yield_=True) as models:
            (model,) = [list(one.symbols(shown=True)) for one in models]
        for atom in model:
            at = atom.arguments[0].number
            if atom.name == "impossible":
                impossible.add(at)
            else:
                kind = atom.arguments[1].name
                found[at][kind] = self.rows[kind][atom.arguments[2].number]
        return [(one, at in impossible) for at, one in enumerate(found)]


# --- cases with unknown facts: three values ---------------------------------------------------------------------------


ORDERS = {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}


def kleene(condition: Condition, case: Mapping[str, Any]) -> int:
    """1 where a condition is shown, -1 where it is refuted, 0 where it is unknown."""
    match condition:
        case Holds(fact):
            return 0 if case.get(fact) is None else 1 if case[fact] else -1
        case Not(part):
            return -kleene(part, case)
        case All(parts):
            return min((kleene(part, case) for part in parts), default=1)
        case Some(parts):
            return max((kleene(part, case) for part in parts), default=-1)
    left, right = case.get(condition.fact), case.get(condition.other) if condition.other else condition.value
    if left is None or right is None:
        return 0
    order = (left > right) - (left < right) if not isinstance(left, bool) else 0
    return (
        1
        if order in {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}[condition.sign]
        else -1
    )


def read_partly(rules: Rules, case: Case) -> dict[str, tuple[str, str | None, int]]:
    """For each kind what is decided, by which row, and how many unknown rows above could make it otherwise."""
    found = {}
    for kind, thread in rules.threads.items():
        above: list[tuple[str, Any]] = []
        decided: tuple[str, str | None] = NOTHING
        told: Any = ("UNDETERMINED" if kind != "details" else None, {})
        for rule, answer, value in ((r, a, v) for r in thread for a, v in r.answers_on(kind)):
            read = min(kleene(rule.when, case), kleene(answer.when, case))
            if read == 1:
                decided, told = (value or "shown", rule.id), (value, answer.details)
                break
            if read == 0:
                above.append((rule.id, (value, answer.details)))
        last = max((at for at, (_, other) in enumerate(above) if other != told), default=-1)
        rows = {row for row, _ in above[: last + 1]}
        found[kind] = (*decided, len(rows) if decided[1] else 0)
    return found


# --- random cases -----------------------------------------------------------------------------------------------------


@dataclass
class Draws:
    """Random cases of one regime: values at, below and above each threshold, and others anywhere."""

    rules: Rules
    random: random.Random
    values: dict[str, list[Any]] = field(init=False)

    def __post_init__(self) -> None:
        every = [one for each in (self.rules, *self.rules.editions) for one in each.rules]
        conditions = [one for rule in every for one in (rule.when, *(answer.when for answer in rule.answers))]
        conditions += [one.when for one in self.rules.contradictions]
        compared = [one for condition in conditions for one in tests(condition)]
        named = {DATE} | {name for each in (self.rules, *self.rules.editions) for name in each.asked}
        self.values = {name: list(self._values(name, compared)) for name in sorted(named)}

    def _values(self, name: str, compared: list[Compare]) -> Iterator[Any]:
        fact = self.rules.fact(name)
        if fact.type == "tri":
            yield from (True, False)
        elif fact.type == "enum":
            yield from fact.values
        elif fact.type == "date":
            days = {str(one.value) for one in compared if one.fact == name and one.value is not None}
            spans = {
                int(one.value)
                for one in compared
                if isinstance(self.rules.names.facts.get(one.fact), Reckoned) and isinstance(one.value, int)
            }
            near = {date.fromisoformat(day) + timedelta(n) for day in days for n in (-1, 0, 1)}
            near |= {BASE + timedelta(n + step) for n in spans for step in (-1, 0, 1)}
            near |= {BASE + timedelta(self.random.randrange(-400, 400)) for _ in range(3)} | {BASE}
            if name == DATE:
                force = self.rules.regime.in_force
                ends = [end for one in self.rules.editions for end in one.span]
                near |= {day for end in (*ends, force.since, force.until) for day in _around(end)}
            yield from sorted(day.isoformat() for day in near)
        elif fact.type != "texts":
            low, high = fact.bounds
            found = {one.value for one in compared if one.fact == name and one.value is not None}
            numbers = {float(str(number)) + step for number in found for step in (-1, 0, 1)}
            numbers |= {0.0, float(self.random.randrange(99))}
            yield from sorted(int(one) if one == int(one) else one for one in numbers if low <= one <= high)

    def complete(self) -> Iterator[Case]:
        """Cases that state every fact but, mostly, the day of the decision, endlessly."""
        while True:
            case = {name: self.random.choice(values) for name, values in self.values.items() if values}
            if self.random.random() < 0.7:
                del case[DATE]
            yield self.consistent(case)

    def partial(self) -> Iterator[Case]:
        """Cases in which any fact may be unknown, endlessly."""
        for case in self.complete():
            share = self.random.choice([0.1, 0.3, 0.6])
            yield {name: value for name, value in case.items() if self.random.random() > share}

    def consistent(self, case: Case) -> Case:
        """A case without what follows from its dates."""
        dated = {name for name, one in self.rules.reckoned.items() if name in case and set(one.operands) <= case.keys()}
        return {name: value for name, value in case.items() if name not in dated}

    def completions(self, case: Case, among: Iterable[str]) -> Iterator[Case]:
        """Every way to state some of the unknown facts, or `MOST` of them at random."""
        open_facts = [name for name in among if name not in case and self.values.get(name)]
        options = [self.values[name] for name in open_facts]
        every = 1
        for values in options:
            every *= len(values)
        rows = product(*options) if every <= MOST else (map(self.random.choice, options) for _ in range(MOST))
        for row in rows:
            yield self.consistent({**case, **dict(zip(open_facts, row, strict=True))})


def _around(end: str | None) -> Iterator[date]:
    """The days about a day of our time."""
    if end and len(end) == len("2000-01-01") and "1900" < end < "2100":
        yield from (date.fromisoformat(end) + timedelta(n) for n in (-1, 0, 1))


def tests(condition: Condition) -> Iterator[Compare]:
    """Every comparison in a condition."""
    match condition:
        case Compare():
            yield condition
        case Not(part):
            yield from tests(part)
        case All(parts) | Some(parts):
            for part in parts:
                yield from tests(part)


# --- the comparison ---------------------------------------------------------------------------------------------------


@dataclass
class Check:
    """What was compared of one regime, and what was found to differ."""

    name: str
    seed: int
    differ: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.rules = load_rules(self.name)
        self.draws = Draws(self.rules, random.Random(f"{self.seed} {self.name}"))
        self.programs: dict[tuple[str, str], Program] = {}

    def by_clingo(self, cases: Sequence[Case]) -> list[tuple[Found, bool]]:
        """Complete cases, each in the edition of its day."""
        found: list[tuple[Found, bool]] = [({}, False)] * len(cases)
        places: dict[tuple[str, str], list[int]] = {}
        for at, case in enumerate(cases):
            places.setdefault(edition(self.rules, case).span, []).append(at)
        for span, listed in places.items():
            rules = next(one for one in (self.rules, *self.rules.editions) if one.span == span)
            program = self.programs.setdefault(span, Program(rules))
            solved = program.decide([completed(rules, cases[at]) for at in listed])
            for at, (decided, impossible) in zip(listed, solved, strict=True):
                nothing = is_out_of_force(self.rules, cases[at])
                found[at] = (dict.fromkeys(decided, NOTHING) if nothing else decided), impossible
        return found

    def complete(self, size: int) -> None:
        """Complete cases by clingo, one by one and in columns."""
        cases = list(islice(self.draws.complete(), size))
        columns = decide_columns(self.rules, columns_of(cases, self.rules.names.facts), len(cases))
        for at, (case, (decided, impossible)) in enumerate(zip(cases, self.by_clingo(cases), strict=True)):
            rules = edition(self.rules, case)
            self.counts["complete"] += 1
            self.compare(case, "impossible", bool(rules.contradiction(rules.complete(case))), impossible)
            self.compare(case, "impossible in columns", bool(columns.impossible[at]), impossible)
            if impossible:
                self.counts["impossible"] += 1
                continue
            self.compare(case, "one case", decided_by(Reading(rules, case)), decided)
            told = {kind: columns.values[kind][codes[at]] for kind, codes in columns.outcomes.items()}
            spoken = {kind: decided.get(kind, NOTHING)[0] for kind in told}
            self.compare(case, "columns", told, spoken)
            self.counts["decided"] += any(row for _, row in decided.values())

    def partial(self, size: int) -> None:
        """Cases with unknown facts in three values, and in their completions."""
        cases = list(islice(self.draws.partial(), size))
        columns = decide_columns(self.rules, columns_of(cases, self.rules.names.facts), len(cases))
        for at, case in enumerate(cases):
            rules = edition(self.rules, case)
            reading = Reading(rules, case)
            if rules.contradiction(reading.stated):
                continue
            self.counts["partial"] += 1
            found = {} if is_out_of_force(self.rules, case) else read_partly(rules, completed(rules, case))
            self.compare(
                case,
                "one case",
                decided_by(reading),
                {kind: found.get(kind, (*NOTHING, 0))[:2] for kind in rules.threads},
            )
            unsure = {kind: number for kind, (_, _, number) in found.items() if number}
            self.compare(case, "provisional", dict(reading.provisional), unsure)
            told = {kind: columns.values[kind][codes[at]] for kind, codes in columns.outcomes.items()}
            self.compare(case, "columns", told, {kind: found.get(kind, NOTHING)[0] for kind in told})
            self.compare(
                case, "force", FORCES[columns.force[at]] in ("before", "after"), is_out_of_force(self.rules, case)
            )
            self._complete(rules, case, reading)

    def _complete(self, rules: Rules, case: Case, reading: Reading) -> None:
        """What is decided for sure stays so however the case goes on; so does all where only idle facts are stated."""
        sure = {kind for kind, (_, row) in decided_by(reading).items() if row and not reading.provisional.get(kind)}
        operands = {one for name in rules.facts for one in rules.operands(name)}
        unknown = [name for name in self.draws.values if name not in case and name != DATE]
        idle = [name for name in unknown if name not in {*reading.missing, *operands}]
        for among, kinds in ((unknown, sure), (idle, set(reading.asked))):
            ways = list(self.draws.completions(case, among))
            told = decided_by(reading)
            for way, found in zip(ways, self._answers(rules, ways, among is unknown), strict=True):
                if found is not None:
                    self.counts["completions"] += 1
                    for kind in kinds & found.keys():
                        self.compare(way, f"completion of {case} in {kind}", found[kind][0], told[kind][0])

    def _answers(self, rules: Rules, cases: Sequence[Case], whole: bool) -> Iterator[Found | None]:
        """What is decided; None where the case cannot be. Whole cases are decided by clingo, others in three values."""
        if whole:
            for found, impossible in self.by_clingo(cases):
                yield None if impossible else found
            return
        for case in cases:
            stated = completed(rules, case)
            impossible = any(kleene(one.when, stated) == 1 for one in rules.contradictions)
            dead = is_out_of_force(self.rules, case)
            read = {} if dead else {kind: one[:2] for kind, one in read_partly(rules, stated).items()}
            yield None if impossible else {kind: read.get(kind, NOTHING) for kind in rules.threads}

    def compare(self, case: Case, what: str, ours: object, other: object) -> None:
        """Note a difference."""
        if ours != other:
            self.differ.append(f"{self.name}: {what}: {ours} is not {other} of {case}")


def decided_by(reading: Reading) -> Found:
    """What a reading decides, by the row that does."""
    rows = {kind: rule.id for kind, (rule, _) in reading.decisive.items()}
    values = {**reading.outcomes, **({"details": "shown"} if "details" in rows else {})}
    kinds = reading.rules.threads
    return {kind: (values.get(kind, NOTHING[0]), rows.get(kind)) for kind in kinds}


def run(names: Iterable[str], complete: int, partial: int, seed: int) -> list[Check]:
    """The comparison of some regimes."""
    checks = [Check(name, seed) for name in names]
    for check in checks:
        check.complete(complete)
        check.partial(partial)
    return checks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--partial", type=int, default=200)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--only", help="a regime, or the path of one")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    start = time.perf_counter()
    checks = run([given.only] if given.only else regimes(), given.cases, given.partial, given.seed)
    for check in checks:
        print(check.name, dict(check.counts), f"{len(check.differ)} differ", sep="  ")
    failures = [line for check in checks for line in check.differ]
    print(*failures[:20], f"{sum((one.counts for one in checks), Counter())}", f"{len(failures)} differences", sep="\n")
    if given.write:
        told = {check.name: {**check.counts, "differ": len(check.differ)} for check in checks}
        head = {"date": date.today().isoformat(), "version": VERSION, "seed": given.seed}
        took = {"seconds": round(time.perf_counter() - start), "clingo": clingo.__version__, "numpy": np.__version__}
        RESULT.write_text(json.dumps({**head, **took, "regimes": told}, indent=1) + "\n", "utf-8")
    raise SystemExit(bool(failures))


if __name__ == "__main__":
    main()
