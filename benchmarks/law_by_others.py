"""Two evaluators of the law that share no code with `regimes/` but the parsed rows: see README.md.

Complete cases are an answer-set program for clingo; cases with unknown facts are read in Kleene's three values by min
and max; spans between dates are counted day by day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

import clingo

from tregua.regimes.condition import All, Compare, Condition, Holds, Not, Some
from tregua.regimes.reckon import Reckoned
from tregua.regimes.rules import Rules
from tregua.regimes.working_days import calendar

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
