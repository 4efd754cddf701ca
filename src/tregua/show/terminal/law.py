"""What the terminal shows of regimes: the list, one as a table, and a decision with its proof."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.table import Table

from tregua.regimes.decide import Decision, decide
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.one_case import asked_kinds
from tregua.regimes.rules import Rule, Rules
from tregua.regimes.vocabulary import fact_named
from tregua.show.terminal.lab import console_of, say
from tregua.show.words.audit import decided_in_words, headings
from tregua.show.words.law import (
    branches_in_words,
    condition_in_words,
    conditions_in_words,
    dates_in_words,
    detail_in_words,
    detail_name,
    editions_in_words,
    facts_in_words,
    force_on_in_words,
    name_in_words,
    outcome_in_words,
    reading_in_words,
    source_in_words,
    span_in_words,
    stated_in_words,
    value_in_words,
    value_of_outcome,
    value_of_parameter,
    view_in_words,
)
from tregua.show.words.numbers import exact
from tregua.show.words.said import in_language, in_words
from tregua.text import Language, text

_VALUES = {True: "law.shown", False: "law.not_shown", None: "law.unknown"}


def show_regimes(listed: Iterable[Rules], language: Language) -> None:
    """One row a regime: name, title, kind of text, dates, number of rows."""
    table = Table(show_lines=True)
    for key in ("regime", "status", "dated", "in_force", "as_of"):
        table.add_column(text(language, f"law.table.{key}"))
    table.add_column(text(language, "law.table.rows"), justify="right")
    for rules in listed:
        regime = rules.regime
        table.add_row(
            f"{regime.id}\n{in_language(regime.text, language)}",
            text(language, f"regimes.text_status.{regime.text_status}"),
            regime.dated,
            f"{regime.in_force.since or '–'} … {regime.in_force.until or ''}" if regime.in_force.since else "–",
            regime.as_of,
            str(len(rules.rules)),
        )
    console_of().print(table)
    say(text(language, "regimes.caveat.not_advice"))


def show_regime(rules: Rules, language: Language) -> None:
    """Everything that a regime's file says, row by row."""
    regime = rules.regime
    say(f"{regime.id}: {in_language(regime.text, language)}")
    say(f"{in_language(regime.issuing_body, language)}. {dates_in_words(regime, language)}")
    say(text(language, "regimes.caveat.not_advice"))
    for caveat in regime.caveats:
        say(in_language(caveat, language))
    if editions := editions_in_words(rules, language):
        say(editions)
    table = Table(show_lines=True)
    for key in ("row", "when", "decides", "article"):
        table.add_column(text(language, f"law.table.{key}"))
    for rule in rules.rules:
        table.add_row(*_cells(rule, language))
    console_of().print(table)
    for parameter in regime.parameters:
        value = reading_in_words(value_of_parameter(parameter, rules), language)
        when = span_in_words(parameter, language)
        say(f"{parameter.id} = {value}{f' ({when})' if when else ''}: {in_language(parameter.text, language)}")
        for variant in parameter.variants:
            value = reading_in_words(variant.value, language)
            say(f"   --variant {variant.id}: {value}. {in_language(variant.text, language)}")
    for absent in regime.absent:
        words = f"{in_language(absent.text, language)}. {in_language(absent.reason, language)}"
        say(text(language, "law.absent_one", words=words))


def _cells(rule: Rule, language: Language) -> Iterator[str]:
    record = rule.record
    valid = span_in_words(record, language)
    yield "\n".join(filter(None, (rule.id, text(language, f"regimes.layer.{record.layer}"), valid)))
    yield condition_in_words(rule.when, language)
    yield "\n".join(branches_in_words(rule, language))
    cited = "\n".join(source_in_words(citation, language) for citation in record.source)
    weight = text(language, f"regimes.confidence.{record.confidence}")
    decider = text(language, f"regimes.decider.{record.decider}")
    article, reason = in_language(record.article, language), in_language(record.reason, language)
    yield f"{article}\n{decider}\n{cited}\n[{weight}]\n{reason}"


def show_decision(decision: Decision, language: Language) -> None:
    """The answer of each kind first, then the proof: rows read, what is missing, what flips it, caveats."""
    regime = decision.rules.regime
    say(f"{regime.id}: {in_language(regime.text, language)}")
    say(f"{dates_in_words(regime, language)}")
    force = force_on_in_words(regime, decision.force, language)
    say(f"{text(language, 'law.on', on=decision.on, force=force)}\n")
    _show_answers(decision, language)
    _show_chain(decision, language)
    if decision.missing:
        say(f"\n{text(language, 'law.missing')}")
    for name in decision.missing:
        _show_question(decision, name, language)
    if decision.flips:
        say(f"\n{text(language, 'law.flips')}")
    for flip in decision.flips:
        outcome = outcome_in_words(flip.kind, flip.after, flip.rule, language)
        say(f"   {facts_in_words(flip.facts, language)} → {outcome}")
    say(f"\n{text(language, 'table.caveats')}")
    for caveat in decision.caveats:
        say(f"   {in_words(caveat, language)}")


def _show_answers(decision: Decision, language: Language) -> None:
    records = {rule.id: rule.record for rule in decision.rules.rules}
    asked = asked_kinds(decision.rules, decision.facts)
    for kind, outcome in decision.outcomes.items():
        row = decision.rule_of.get(kind)
        if row:
            record = records[row]
            decider = text(language, f"regimes.decider.{record.decider}")
            decided_by = text(language, "law.decided_by", decider=decider)
            provisional = _provisional(decision, kind, language)
            say(f"{outcome_in_words(kind, outcome, row, language)}{provisional}. {decided_by}")
            say(f"   {in_language(record.article, language)}")
            for citation in record.source:
                say(f"   {source_in_words(citation, language)}")
            say(f"   {in_language(record.reason, language)}")
        elif kind in asked and decision.force not in ("before", "after"):
            why = text(language, "law.views" if decision.answers.get(kind) else "law.no_row")
            say(f"{outcome_in_words(kind, outcome, None, language)}. {why}")
        for view, answer in decision.answers.get(kind, {}).items():
            say(f"   {view_in_words(view, language)}: {value_of_outcome(answer, language)}")
    for name, value in decision.details.items():
        say(f"{detail_name(name, language)}: {detail_in_words(value, language)}")


def _provisional(decision: Decision, kind: str, language: Language) -> str:
    """That rows above the one that decides are unknown, and how many."""
    count = decision.provisional.get(kind, 0)
    if not count:
        return ""
    return ", " + text(language, "law.provisional_one" if count == 1 else "law.provisional", count=count)


def _show_chain(decision: Decision, language: Language) -> None:
    table = Table(title=text(language, "law.chain"), title_justify="left", show_lines=True)
    for key in ("row", "value", "when", "used", "article"):
        table.add_column(text(language, f"law.table.{key}"))
    for step in decision.chain:
        decided = [outcome_in_words(kind, value, None, language) for kind, value in step.decided.items() if value]
        table.add_row(
            step.rule.id,
            "\n".join([text(language, _VALUES[step.value]), *(f"→ {one}" for one in decided)]),
            conditions_in_words(step.rule, language),
            "\n".join(stated_in_words(name, value, language) for name, value in step.facts.items()),
            in_language(step.rule.record.article, language),
        )
    say("")
    console_of().print(table)


def _show_question(decision: Decision, name: str, language: Language) -> None:
    """What to ask, and what each answer would decide where the answers differ."""
    rules = decision.rules
    names = dict.fromkeys((name_in_words(name, language), name))
    say(f"   {in_language(fact_named(name).ask, language)} ({' / '.join(names)})")
    kinds = [kind for kind in asked_kinds(rules, decision.facts) - {"details"} if name in rules.asked_by[kind]]
    branches = {
        value_in_words(name, value, language): decide(rules, {**decision.facts, name: value}, with_flips=False)
        for value in distinct_values([rules], decision.facts).get(name, ())
    }
    for kind in sorted(kinds):
        outcomes = [(one.outcomes[kind], one.rule_of.get(kind)) for one in branches.values()]
        if len(set(outcomes)) > 1:
            for value, (outcome, row) in zip(branches, outcomes, strict=True):
                say(f"      {value} → {outcome_in_words(kind, outcome, row, language)}")


def show_process(found: Mapping[str, Any], language: Language) -> None:
    """Where a table stands, what it still needs, who may do what next."""
    say(text(language, "process.stands", group=found["group"], state=found["state_text"], as_of=found["as_of"]))
    if found["missing"]:
        say(f"\n{text(language, 'process.missing')}")
    for one in found["missing"]:
        say(f"   {one['text']}")
    say(f"\n{text(language, 'process.next')}")
    for one in found["next"]:
        say(f"   {one['text']}")
    _say_caveats(found, language)


def show_audit(found: Mapping[str, Any], language: Language) -> None:
    """Counts of decided, silent and conflicting cases, and the smallest witness of each class and gap."""
    counts = {name: exact(found[name], language) for name in ("total", "decided", "silent", "conflicting")}
    say(text(language, "audit.counts", facts=len(found["facts"]), **counts))
    _say_counts("audit.kind", found["kinds"], language)
    say(text(language, "audit.with_unknown", total=exact(found["total_with_unknown"], language)))
    _say_counts("audit.kind_with_unknown", found["with_unknown"], language)
    if found["unreachable"]:
        say(text(language, "audit.unreachable", rows=", ".join(map(str, found["unreachable"]))))
    for witness in found["witnesses"]:
        say("")
        for heading in headings(witness, language):
            say(heading)
        say(f"   {facts_in_words(witness['facts'], language)}")
        for line in decided_in_words(witness, language):
            say(f"   {line}")
    _say_caveats(found, language)


def _say_counts(key: str, kinds: Mapping[str, Mapping[str, int]], language: Language) -> None:
    for kind, counts in kinds.items():
        shares = {name: exact(one, language) for name, one in counts.items()}
        say(text(language, key, kind=text(language, f"regimes.kind.{kind}"), **shares))


def show_diff(found: Mapping[str, Any], language: Language) -> None:
    """What the texts say otherwise of themselves, then each change in words, with the case whose outcome differs."""
    for entry in found["text"]:
        say(f"{text(language, 'diff.text')} {entry['words']}")
    for change in ("added", "removed", "changed"):
        for entry in found[change]:
            say(f"{text(language, f'diff.{change}')} {entry['row']}: {entry['words']}")
            if entry["witness"]:
                say(f"   {facts_in_words(entry['witness']['facts'], language)}")
                say(f"   A: {_outcomes(entry['witness']['a'], language)}")
                say(f"   B: {_outcomes(entry['witness']['b'], language)}")
    if not any(found[change] for change in ("text", "added", "removed", "changed")):
        say(text(language, "diff.nothing"))
    _say_caveats(found, language)


def _outcomes(outcomes: Mapping[str, str], language: Language) -> str:
    return "; ".join(
        f"{text(language, f'regimes.kind.{kind}')}: {value_of_outcome(outcome, language)}"
        for kind, outcome in outcomes.items()
    )


def _say_caveats(found: Mapping[str, Any], language: Language) -> None:
    say(f"\n{text(language, 'table.caveats')}")
    for caveat in found["caveats"]:
        say(f"   {caveat}")
