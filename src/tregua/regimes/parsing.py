"""Conditions in words that a lawyer can read, in English or Spanish, parsed to the trees of `condition.py`.

    condition  =  all { "or" all }
    all        =  one { "and" one }
    one        =  "not" one  |  "(" condition ")"  |  fact  |  term sign term  |  term "in" "(" term { "," term } ")"
    term       =  fact  |  value  |  parameter  |  unit "between" date "and" date  |  date ("+" | "-") number unit
    unit       =  "days"  |  "working days"  |  "unsuspended days"  |  "months"  |  "years"
    sign       =  "="  "!="  "<"  "<="  ">"  ">="

The first term of a comparison names a fact or begins with a unit. A value is a number (-2.5), an ISO date, a sum of
money (COP 5000000), or a listed word of the fact (in double quotes if it holds a space). Facts and words go by their
ids or their Spanish names, and so do the words of the grammar: y, o, no, en, días, días hábiles, días no suspendidos,
meses, años, entre.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from tregua.catalogue.errors import Problem, nearest, unknown_name
from tregua.catalogue.record import Text
from tregua.regimes.condition import SIGNS, All, Compare, Condition, Holds, Not, Some
from tregua.regimes.fact import Fact, Value, fold, is_date, number_in
from tregua.regimes.reckon import Reckoned, Stops, Unit, after_fact, between_fact
from tregua.regimes.vocabulary import Names

_TOKEN = re.compile(
    r'\s*("[^"]*"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+(?:\.[0-9]+)?|[^\W\d][\w-]*(?:\.[\w-]+)*|<=|>=|!=|[=<>(),+-])'
)
DEEPEST = 50  # parentheses and `not` within each other
LONGEST = 100  # characters of a condition that is told
_KEYWORDS = {"and": "and", "y": "and", "e": "and", "or": "or", "o": "or", "u": "or", "not": "not", "no": "not"}
_IN, _BETWEEN = ("in", "en"), ("between", "entre")
_UNITS: dict[tuple[str, ...], Unit] = {
    ("working", "days"): "working days",
    ("dias", "habiles"): "working days",
    ("unsuspended", "days"): "unsuspended days",
    ("dias", "no", "suspendidos"): "unsuspended days",
    ("calendar", "days"): "days",
    ("dias", "calendario"): "days",
    **dict.fromkeys((("days",), ("day",), ("dias",), ("dia",)), "days"),
    **dict.fromkeys((("months",), ("month",), ("meses",), ("mes",)), "months"),
    **dict.fromkeys((("years",), ("year",), ("anos",), ("ano",)), "years"),
}


WORDS = frozenset({*_KEYWORDS, *_IN, *_BETWEEN, *(word for words in _UNITS for word in words)})
"""The words of the grammar, which no fact may be called."""


class ConditionError(ValueError):
    """A condition that cannot be read; `problem` says why, `parameter` through the value of which."""

    def __init__(self, problem: Problem, parameter: str | None = None) -> None:
        self.problem, self.parameter = problem, parameter
        super().__init__(problem.kind)


@dataclass
class Terms:
    """What a condition may name.

    Attributes
    ----------
    parameters : the value of each parameter of the regime
    stops : the days on which its terms stood still
    lapsed : parameters that have no value at the time
    reckoned : the facts that follow from dates, as conditions name them
    """

    names: Names
    parameters: Mapping[str, Value] = field(default_factory=dict)
    stops: Stops = ()
    lapsed: frozenset[str] = frozenset()
    reckoned: dict[str, Reckoned] = field(default_factory=dict)

    def fact(self, name: str) -> Fact:
        """A fact that a condition names."""
        return self.reckoned.get(name) or self.names.facts[name]


def parse(words: str, terms: Terms) -> Condition:
    """Read a condition.

    Raises
    ------
    ConditionError
        Unknown fact or parameter with the nearest valid name, a value of the wrong type, or what was expected where.
    """
    return _Parser(words, terms).whole()


def reckoned(words: str, terms: Terms) -> Reckoned:
    """Read what a fact follows from: `days between A and B`.

    Raises
    ------
    ConditionError
        As `parse`.
    """
    parser = _Parser(words, terms)
    found = parser.term()
    if parser.tokens or not isinstance(found, Reckoned):
        raise parser.syntax(parser.next() or words)
    return found


class _Parser:
    """Recursive descent: one method a line of the grammar above."""

    def __init__(self, words: str, terms: Terms) -> None:
        self.words, self.terms = unicodedata.normalize("NFC", words), terms
        self.tokens: list[str] = []
        self.tokens = self._tokens()
        self.depth = 0

    def _tokens(self) -> list[str]:
        tokens, position, end = [], 0, len(self.words.rstrip())
        while position < end:
            found = _TOKEN.match(self.words, position)
            if not found:
                raise self.syntax(self.words[position:].strip()[:20])
            tokens.append(found[1])
            position = found.end()
        return [*tokens[::-1]]

    def syntax(self, found: str | Text, kind: str = "condition") -> ConditionError:
        """What cannot be read, and where; a word of the grammar as it is written."""
        if found == self.next() and self.tokens:
            found = self.tokens[-1]
        shown = self.words if len(self.words) <= LONGEST else self.words[:LONGEST] + "…"
        return ConditionError(Problem(kind, "", {"condition": shown, "found": found}))

    def next(self) -> str:
        """The next token; a word of the grammar in English."""
        return self._keyword(self.tokens[-1]) if self.tokens else ""

    def _keyword(self, token: str) -> str:
        return _KEYWORDS.get(token.lower(), token)

    def _take(self, *allowed: str) -> str:
        token = self.next()
        if not token or (allowed and token not in allowed):
            raise self.syntax(token or "…")
        self.tokens.pop()
        return token

    def whole(self) -> Condition:
        condition = self._some()
        if self.tokens:
            raise self.syntax(self.next())
        return condition

    def _some(self) -> Condition:
        parts = [self._all()]
        while self.next() == "or":
            self._take()
            parts.append(self._all())
        return Some(tuple(parts)) if len(parts) > 1 else parts[0]

    def _all(self) -> Condition:
        parts = [self._one()]
        while self.next() == "and":
            self._take()
            parts.append(self._one())
        return All(tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self) -> Condition:
        if self.next() not in ("not", "("):
            return self._about_fact()
        self.depth += 1
        if self.depth > DEEPEST:
            raise ConditionError(Problem("condition_too_deep", "", {"limit": DEEPEST}))
        if self._take() == "not":
            condition: Condition = Not(self._one())
        else:
            condition = self._some()
            self._take(")")
        self.depth -= 1
        return condition

    def _about_fact(self) -> Condition:
        fact = self.term()
        if not isinstance(fact, Fact):
            raise self.syntax(str(fact))
        if fact.type == "tri":
            if self.next() in SIGNS:
                raise self.syntax(_named(fact), "condition_tri")
            return Holds(fact.id)
        if self.next() in SIGNS:
            return self._compare(fact, self._take())
        if self.next() not in _IN:
            raise self.syntax(self.next() or fact.id)
        self._take()
        self._take("(")
        values = [self._compare(fact, "=")]
        while self._take(",", ")") == ",":
            values.append(self._compare(fact, "="))
        return Some(tuple(values)) if len(values) > 1 else values[0]

    def _compare(self, fact: Fact, sign: str) -> Condition:
        if fact.type == "texts":
            raise self.syntax(sign)
        if fact.type == "enum" and sign not in ("=", "!="):
            raise self.syntax(_named(fact), "condition_words")
        token = self.tokens[-1] if self.tokens else ""
        other = self.term(fact)
        if isinstance(other, Fact):
            if other.type != fact.type or fact.type == "enum":
                raise self.syntax(other.id)
            return Compare(fact.id, sign, other=other.id)
        if problem := fact.problem_with(other):
            if not problem.values.get("nearest"):
                suggestion = nearest(other, [*self.terms.parameters, *self.terms.names.facts])
                suggestion = "" if suggestion == str(other) else suggestion
                problem = Problem(problem.kind, "", {**problem.values, "nearest": suggestion})
            raise ConditionError(problem, token if token in self.terms.parameters else None)
        return Compare(fact.id, sign, other)

    def term(self, against: Fact | None = None) -> Fact | Value:
        """A fact, or, where one stands `against` it, a value of that fact."""
        if unit := self._unit(_BETWEEN):
            return self._between(unit)
        token = self.tokens.pop() if self.tokens else ""
        if not token or token in (*SIGNS, "(", ")", ","):
            raise self.syntax(token or "…")
        one = self._operand(token, against)
        if self.next() in ("+", "-") and (is_day(one) or (isinstance(one, Fact) and one.type == "date")):
            return self._after(one)
        return one

    def _operand(self, token: str, against: Fact | None) -> Fact | Value:
        """What a token stands for: a parameter, a word of the fact that stands against it, a number, a day, a fact."""
        if token in self.terms.parameters and against:
            return self.terms.parameters[token]
        if token in self.terms.lapsed and against:
            raise ConditionError(Problem("parameter_lapsed", "", {"found": token}), token)
        if against and against.type == "enum":
            return against.read(token.strip('"'))
        if against and against.type == "money" and self.tokens and token == against.currency:
            token = self.tokens.pop()
        if token in ("+", "-"):
            number = number_in(token + self._take())
            return number if not isinstance(number, str) else self._unknown(token + number)
        if token[0].isdigit():
            return token if is_date(token) or isinstance(number_in(token), str) else number_in(token)
        if fact := self.terms.names.called(token):
            return fact
        if against:
            return token.strip('"')
        return self._unknown(token)

    def _unknown(self, token: str) -> Fact:
        if not re.match(r"[^\W\d]", token) or self._keyword(token) in ("and", "or", "not", *_IN):
            raise self.syntax(token)
        raise ConditionError(unknown_name("@regimes.fact", token, self.terms.names.every()))

    def _unit(self, then: tuple[str, ...] = ()) -> Unit | None:
        """Take a unit, if one comes next and after it one of the words given."""
        for words, unit in _UNITS.items():
            ahead = [fold(one) for one in self.tokens[: -len(words) - 2 : -1]]
            if tuple(ahead[: len(words)]) == words and (not then or (ahead[len(words) :] or [""])[0] in then):
                del self.tokens[-len(words) - bool(then) :]
                return unit
        return None

    def _between(self, unit: Unit) -> Reckoned:
        start = self._date()
        self._take("and")
        return self._met(between_fact(unit, start, self._date(), self.terms.stops))

    def _after(self, start: Fact | Value) -> Reckoned:
        sign = self._take("+", "-")
        token = self._take()
        number = self.terms.parameters.get(token, number_in(token))
        unit = self._unit()
        if unit is None or not isinstance(number, int) or isinstance(number, bool):
            raise self.syntax(self.next() or token)
        if unit == "unsuspended days" and (sign == "-" or number < 0):
            raise self.syntax(sign)
        signed = -number if sign == "-" else number
        return self._met(after_fact(start if isinstance(start, Fact) else str(start), signed, unit, self.terms.stops))

    def _date(self) -> Fact | str:
        token = self.tokens.pop() if self.tokens else ""
        fact = self.terms.names.called(token)
        if fact and fact.type == "date":
            return fact
        day = self.terms.parameters.get(token, token)
        if not is_day(day):
            if token and not fact and re.match(r"[^\W\d]", token) and token not in self.terms.parameters:
                dates = [one for one, fact in self.terms.names.facts.items() if fact.type == "date"]
                raise ConditionError(unknown_name("@regimes.fact", token, dates))
            raise self.syntax(token or "…")
        return str(day)

    def _met(self, fact: Reckoned) -> Reckoned:
        return self.terms.reckoned.setdefault(fact.id, fact)


def _named(fact: Fact) -> Text:
    return Text(en=fact.id, es=fact.alias)


def is_day(value: object) -> bool:
    """Whether a value is a date."""
    return isinstance(value, str) and is_date(value)
