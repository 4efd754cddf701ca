"""A second engine for audits: the rows as an answer-set program, solved by clingo.

The program is written from the parsed conditions and the rows alone; it shares no code with the search or with the
columns. A model is one total case.
"""

import operator
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import clingo

from tregua.regimes.condition import All, Compare, Condition, Holds, Not, Some, facts_of
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.rules import Rules

SIGNS = {"=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class Program:
    """The cases of some regimes; `value(Kind,Regime,Row)` holds for the rows that decide."""

    def __init__(self, read: Sequence[Rules]) -> None:
        self.values = distinct_values(read)
        self.numbers = count()
        self.lines = [f'1 {{ v("{name}",0..{len(values) - 1}) }} 1.' for name, values in self.values.items()]
        for number, rules in enumerate(read):
            for kind in rules.threads:
                self._rows(rules, number, kind)
        contradictions = [one.when for rules in read for one in rules.contradictions]
        refused = [one for one in contradictions if set(facts_of(one)) <= self.values.keys()]
        self.lines += [f":- {self._holds(one)}." for one in refused]
        self.lines += [
            "valued(K) :- value(K,_,X), X != undetermined.",
            "kind(K) :- speaks(K).",
            "silent(K) :- kind(K), not valued(K).",
            "conflicting(K) :- value(K,_,X), value(K,_,Y), X < Y, X != undetermined, Y != undetermined.",
            "conflicting :- conflicting(_).",
            "silent :- not valued(K) : kind(K).",
            "#show.",
        ]

    def _rows(self, rules: Rules, number: int, kind: str) -> None:
        """A row of a level counts if no row of a smaller priority is shown; a branch if none before it is."""
        self.lines.append(f"speaks({kind}).")
        for rule in rules.threads[kind]:
            level, row = rule.level, next(self.numbers)
            branches = [(self._holds(All((rule.when, one.when))), value) for one, value in rule.answers_on(kind)]
            for at, (condition, value) in enumerate(branches):
                others = "".join(f", not {before}" for before, _ in branches[:at])
                shown = f'"{value}"' if value not in (None, "UNDETERMINED") else "undetermined" if value else "shown"
                self.lines.append(f"shown({kind},{number},{level},{row},{shown}) :- {condition}{others}.")
        self.lines += [
            f"value({kind},{number},X) :- shown({kind},{number},L,_,X), not above({kind},{number},L).",
            f"above({kind},{number},L) :- shown({kind},{number},M,_,_), shown({kind},{number},L,_,_), M < L.",
        ]

    def _holds(self, condition: Condition) -> str:
        """The atom that holds where a condition does."""
        name = f"c({next(self.numbers)})"
        match condition:
            case Holds(fact):
                self.lines.append(f'{name} :- v("{fact}",{self.values[fact].index(True)}).')
            case Compare():
                self.lines += [f"{name} :- {body}." for body in self._compare(condition)]
            case Not(part):
                self.lines.append(f"{name} :- not {self._holds(part)}.")
            case All(parts):
                body = ", ".join(self._holds(part) for part in parts)
                self.lines.append(f"{name} :- {body}." if body else f"{name}.")
            case Some(parts):
                self.lines += [f"{name} :- {self._holds(part)}." for part in parts]
        return name

    def _compare(self, compare: Compare) -> Iterator[str]:
        for at, left in enumerate(self.values[compare.fact]):
            if compare.other is None:
                if SIGNS[compare.sign](left, compare.value):
                    yield f'v("{compare.fact}",{at})'
            else:
                for place, right in enumerate(self.values[compare.other]):
                    if SIGNS[compare.sign](left, right):
                        yield f'v("{compare.fact}",{at}), v("{compare.other}",{place})'

    def _control(self, *more: str) -> clingo.Control:
        control = clingo.Control(["0"])
        control.add("base", [], "\n".join([*self.lines, *more]))
        control.ground([("base", [])])
        return control

    def count(self, atom: str) -> int:
        """The number of cases for which an atom (`silent`, `conflicting(penalty)`, …) holds."""
        control = self._control(f":- not {atom}.")
        with control.solve(yield_=True) as models:
            return sum(1 for _ in models)

    def classes(self, cases: Sequence[Mapping[str, Any]]) -> list[set[str]]:
        """For each total case, which of `silent`, `conflicting`, `silent(kind)`, `conflicting(kind)` hold."""
        control = self._control("#show silent/0. #show conflicting/0. #show silent/1. #show conflicting/1.")
        found: list[set[str]] = []
        for case in cases:
            stated = [
                (clingo.Function("v", [clingo.String(name), clingo.Number(self.values[name].index(value))]), True)
                for name, value in case.items()
            ]
            control.solve(
                assumptions=stated, on_model=lambda model: found.append({str(one) for one in model.symbols(shown=True)})
            )
        return found
