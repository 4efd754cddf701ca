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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path
from typing import Any

import clingo
from law_by_others import NOTHING, Case, Found, Program, completed, edition, is_out_of_force, kleene, read_partly

from tregua.regimes.columns import FORCES, columns_of, decide_columns
from tregua.regimes.condition import All, Compare, Condition, Not, Some
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.one_case import Reading
from tregua.regimes.reckon import Reckoned
from tregua.regimes.rules import DATE, Rules
from tregua.version import VERSION

RESULT = Path(__file__).with_suffix(".json")
MOST = 300  # completions of one case
BASE = date(2024, 2, 28)


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
            yield self.consistent(self._repaired(case) if self.random.random() < 0.9 else case)

    def _repaired(self, case: Case) -> Case:
        """A case that can be, where a few other values of what contradicts itself make one."""
        for _ in range(100):
            stated = completed(self.rules, self.consistent(case))
            wrong = [one.when for one in self.rules.contradictions if kleene(one.when, stated) == 1]
            if not wrong:
                break
            tied = {name for one in wrong for test in tests(one) for name in (test.fact, test.other) if name}
            tied |= {name for one in tied for name in self.rules.operands(one)}
            case = {**case, **{name: self.random.choice(self.values[name]) for name in tied & case.keys()}}
        return case

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


def run(names: Iterable[str], complete: int, partial: int, seed: int) -> Iterator[Check]:
    """The comparison of some regimes, one after the other."""
    for name in names:
        check = Check(name, seed)
        check.complete(complete)
        check.partial(partial)
        yield check


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--partial", type=int, default=200)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--only", help="a regime, or the path of one")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    start = time.perf_counter()
    checks = []
    for check in run([given.only] if given.only else regimes(), given.cases, given.partial, given.seed):
        print(check.name, dict(check.counts), f"{len(check.differ)} differ", sep="  ", flush=True)
        checks.append(check)
    failures = [line for check in checks for line in check.differ]
    print(*failures[:20], f"{sum((one.counts for one in checks), Counter())}", f"{len(failures)} differences", sep="\n")
    if given.write:
        told = {check.name: {**check.counts, "differ": len(check.differ)} for check in checks}
        head = {"date": date.today().isoformat(), "version": VERSION, "seed": given.seed}
        took = {"seconds": round(time.perf_counter() - start), "clingo": clingo.__version__}
        RESULT.write_text(json.dumps({**head, **took, "regimes": told}, indent=1) + "\n", "utf-8")
    raise SystemExit(bool(failures))


if __name__ == "__main__":
    main()
