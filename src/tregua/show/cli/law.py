"""The commands that read regimes: one function a command."""

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from tregua.catalogue.errors import InputError, Problem, nearest
from tregua.show.cli.options import Argument, Csv, Dask, Html, Json, Option
from tregua.show.cli.output import Drawing, check_table, print_answer, write_table, write_whole
from tregua.text import LANGUAGES, Language, text

if TYPE_CHECKING:
    from tregua.regimes.rules import Rules
    from tregua.show.words.envelope import Caveat

ACTIONS = ("show", "new", "export", "import")
"""What `regimes` does with one of them."""


def decide(
    language: Language,
    facts: Annotated[str | None, Argument("[FACTS|-]")] = None,
    *,
    regime: Annotated[str | None, Option("cli.option.regime", metavar="ID")] = None,
    variant: Annotated[tuple[str, ...], Option("cli.option.variant", metavar="NAME")] = (),
    batch: Annotated[Path | None, Option("cli.option.batch", metavar="IN")] = None,
    batch_out: Annotated[Path | None, Option("cli.option.batch_out", "--out")] = None,
    dask: Dask = None,
    template: Annotated[str | None, Option("cli.option.template", metavar="ID")] = None,
    on: Annotated[str | None, Option("cli.option.on", metavar="DATE")] = None,
    as_json: Json = False,
) -> None:
    """Decide one case with its proof, or files of cases."""
    from tregua.regimes.load import load_rules

    if template is not None:
        options = ((regime, "--regime"), (batch, "--batch"), (batch_out, "--out"), (dask, "--dask"))
        for given, name in ((facts, facts), *options):
            if given is not None:
                raise _useless(str(name))
        if as_json:
            raise _useless("--json")
        _print_template(language, load_rules(template, variant, _day_of(on)))
        return
    if regime is None:
        raise _missing("--regime")
    if batch is None:
        if facts is None or batch_out or dask:
            raise _missing("@cli.metavar.facts" if facts is None else "--batch")
        _decide_one(language, load_rules(regime, variant), facts, _day_of(on), as_json)
    else:
        if facts is not None or as_json:
            raise _useless(facts or "--json")
        if batch_out is None:
            raise _missing("--out")
        _decide_many(language, load_rules(regime, variant, _day_of(on)), batch, batch_out, dask)


def _print_template(language: Language, rules: "Rules") -> None:
    from tregua.show.words.template import template

    print(template(rules, language), end="")


def _missing(field: str) -> InputError:
    return InputError(Problem("missing_argument", "", {"field": field}))


def _useless(found: str) -> InputError:
    return InputError(Problem("extra_argument", "", {"found": found}))


def _day_of(on: str | None) -> str | None:
    """The day that an option gives, checked."""
    from tregua.regimes.fact import is_date

    if on is not None and not is_date(on):
        values = {"field": "--on", "found": on, "expected": "@regimes.expected.date"}
        raise InputError(Problem("wrong_type", "", values))
    return on


def _in_force(rules: "Rules", on: str | None) -> "Rules":
    """The regime, if it was in force on the day that was asked for."""
    if on is not None and rules.force(on) in ("before", "after"):
        from tregua.regimes.rules import LAST, force_of

        since, until = force_of(rules.regime)
        values = {"found": rules.regime.id, "day": on, "since": since, "until": "…" if until == LAST else until}
        raise InputError(Problem("outside_text", "--on", values))
    return rules


def _decide_one(language: Language, rules: "Rules", facts: str, on: str | None, as_json: bool) -> None:
    from tregua.catalogue.read import Document
    from tregua.regimes.decide import decide as decided
    from tregua.regimes.vocabulary import load_facts
    from tregua.show.terminal import law
    from tregua.show.words.decision import decision_record

    decision = decided(rules, load_facts(Document(Path(facts)), rules.names), on=on)
    if as_json:
        print_answer("decide", decision_record(decision, language), language)
    else:
        law.show_decision(decision, language)


def _decide_many(language: Language, rules: "Rules", batch: Path, out: Path, dask: str | None) -> None:
    from tregua.lab import where
    from tregua.regimes.case_folder import are_several
    from tregua.regimes.case_parts import decide_files
    from tregua.show.words.batch import batch_in_words

    several, told = are_several(batch), text(language, "law.batch", name=batch.name)
    say, away, bar = partial(Problem.message, language=language), dask is not None, Drawing(told)
    try:
        with where.on(dask), bar if several else _waiting(told):
            counts = decide_files(rules, batch, out, say, where.computed, away, bar.reach)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(*(["cli.interrupted_kept"] if several else [])) from None
    for sentence in batch_in_words(counts, rules.regime, out, language):
        print(sentence, file=sys.stderr)


def _waiting(sentence: str) -> AbstractContextManager[object]:
    """A sign of life on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.text import Text

    return Console(stderr=True).status(Text(sentence))


def regimes(
    language: Language,
    action: Annotated[str | None, Argument("[show|new|export|import")] = None,
    name: Annotated[str | None, Argument("ID|FILE")] = None,
    target: Annotated[Path | None, Argument("FILE|FOLDER]")] = None,
    *,
    on: Annotated[str | None, Option("cli.option.on", metavar="DATE")] = None,
    as_json: Json = False,
    csv: Csv = None,
    html: Html = None,
) -> None:
    """List the regimes, show one of them, write it as decision tables, or begin a law from such tables."""
    from tregua.regimes.load import load_rules
    from tregua.regimes.load import regimes as names

    if action is None:
        if html:
            raise _missing("show")
        _list(language, [load_rules(one) for one in names()], as_json, csv)
        return
    if action not in ACTIONS:
        values = {
            "field": "ACTION",
            "expected": ", ".join(ACTIONS),
            "found": action,
            "nearest": nearest(action, ACTIONS),
        }
        raise InputError(Problem("not_one_of", "", values))
    if name is None:
        raise _missing({"import": "@cli.metavar.file", "new": "@cli.metavar.folder"}.get(action, "ID"))
    chosen = [option for option, value in (("--json", as_json), ("--csv", csv), ("--html", html)) if value]
    if action == "new":
        _new(language, Path(name), target, chosen)
        return
    if action != "show":
        _exchange(language, action, name, target, _day_of(on), chosen)
        return
    if len(chosen) > 1 or target is not None:
        raise _useless(str(target) if target is not None else chosen[1])
    _show(language, _in_force(load_rules(name, on=_day_of(on)), on), chosen, html, csv)


def _new(language: Language, folder: Path, target: Path | None, chosen: list[str]) -> None:
    """Write the skeleton of a law of one's own."""
    from tregua.show.export.skeleton import write_skeleton

    if chosen or target is not None:
        raise _useless(chosen[0] if chosen else str(target))
    files = write_skeleton(folder, language)
    print(text(language, "law.new", folder=folder, files=", ".join(files)))


def _exchange(
    language: Language, action: str, name: str, target: Path | None, on: str | None, chosen: list[str]
) -> None:
    """Write a regime as decision tables, or a folder of one's own from such tables."""
    if chosen or (on and action == "import"):
        raise _useless(chosen[0] if chosen else "--on")
    if target is None:
        raise _missing("@cli.metavar.file" if action == "export" else "@cli.metavar.folder")
    if action == "export":
        _export(language, name, target, on)
    else:
        _import(language, name, target)


def _export(language: Language, name: str, target: Path, on: str | None) -> None:
    from tregua.regimes.load import load_rules
    from tregua.show.export.dmn import as_dmn
    from tregua.show.export.zen import as_zen

    forms = {".dmn": as_dmn, ".json": as_zen}
    if target.suffix not in forms:
        raise InputError(
            Problem("not_one_of", "", {"field": "FILE", "expected": ", ".join(forms), "found": target.name})
        )
    write_whole(target, forms[target.suffix](_in_force(load_rules(name, on=on), on), language))
    print(text(language, "cli.written", path=target))


def _import(language: Language, name: str, target: Path) -> None:
    from tregua.show.export.own_law import import_dmn

    rows, left = import_dmn(Path(name), target, language)
    print(text(language, "exchange.saved", folder=target, rows=rows))
    if left:
        print(text(language, "exchange.left_over"), file=sys.stderr)
    for one in left:
        print(f"- {text(language, one.key, **one.values)}", file=sys.stderr)


def _list(language: Language, listed: "list[Rules]", as_json: bool, csv: Path | None) -> None:
    from tregua.show.terminal import law
    from tregua.show.words.envelope import plain_caveat

    check_table(csv, as_json)
    if as_json or csv:
        told = [plain_caveat("regimes.caveat.not_advice", language)]
        summaries = [_summary(rules, language) for rules in listed]
        print_answer("regimes", {"regimes": summaries, "caveats": told}, language, csv)
    else:
        law.show_regimes(listed, language)


def _summary(rules: "Rules", language: Language) -> dict[str, Any]:
    regime = rules.regime
    return {
        "id": regime.id,
        "title": getattr(regime.text, language),
        "text_status": regime.text_status,
        "dated": regime.dated,
        "in_force": regime.in_force.model_dump(),
        "as_of": regime.as_of,
        "rows": len(rules.rules),
        "variants": [variant.id for parameter in regime.parameters for variant in parameter.variants],
    }


def _show(language: Language, rules: "Rules", chosen: list[str], html: Path | None, csv: Path | None) -> None:
    from tregua.show.page import law as law_page
    from tregua.show.table.law import regime_table
    from tregua.show.terminal import lab as terminal
    from tregua.show.terminal import law

    if html is not None:
        write_whole(html, law_page.render_regime(rules, language))
        terminal.say(text(language, "law.saved", path=html))
    elif csv is not None:
        write_table(regime_table(rules), csv, language)
    elif "--json" in chosen:
        print_answer("regime", _record(rules, language), language)
    else:
        law.show_regime(rules, language)


def _record(rules: "Rules", language: Language) -> dict[str, Any]:
    """The file of a regime as plain values, each row with its condition in words and its branches."""
    from tregua.show.words.envelope import caveat, plain_caveat
    from tregua.show.words.law import branches_in_words, condition_in_words

    record = rules.regime.model_dump(by_alias=True)
    words = {
        (rule.id, rule.record.valid_from): {
            one: {"when": condition_in_words(rule.when, one), "decides": branches_in_words(rule, one)}
            for one in LANGUAGES
        }
        for edition in rules.editions
        for rule in edition.rules
    }
    rows = [{**row, "words": words[row["id"], row["valid_from"]]} for row in record["rows"]]
    told = [
        plain_caveat("regimes.caveat.not_advice", language),
        *(caveat(one, language) for one in rules.regime.caveats),
    ]
    return {**record, "caveats": told, "rows": rows}


def audit(
    language: Language,
    regime_ids: Annotated[tuple[str, ...], Argument("ID...")] = (),
    *,
    variant: Annotated[tuple[str, ...], Option("cli.option.variants", metavar="NAME")] = (),
    on: Annotated[str | None, Option("cli.option.on", metavar="DATE")] = None,
    as_json: Json = False,
    csv: Csv = None,
    html: Html = None,
) -> None:
    """Count where regimes, read together, decide, are silent or conflict, with the smallest case of each."""
    from tregua.regimes.audit import audit as audited
    from tregua.regimes.together import load_together
    from tregua.show.page.audit import render_audit
    from tregua.show.terminal import law
    from tregua.show.terminal.lab import say
    from tregua.show.words.audit import audit_record

    if not regime_ids:
        raise _missing("ID")
    check_table(csv, as_json)
    if html and (as_json or csv):
        raise _useless("--html")
    read = [_in_force(rules, on) for rules in load_together([*dict.fromkeys(regime_ids)], variant, _day_of(on))]
    counted = audited(read)
    found = {**audit_record(counted, language), "caveats": _caveats(read, language)}
    if html:
        write_whole(html, render_audit(read, counted, language))
        say(text(language, "law.saved", path=html))
    elif as_json or csv:
        print_answer("audit", found, language, csv)
    else:
        law.show_audit(found, language)


def diff(
    language: Language,
    regime_a: Annotated[str, Argument("A")],
    regime_b: Annotated[str, Argument("B")],
    *,
    variant: Annotated[tuple[str, ...], Option("cli.option.variants", metavar="NAME")] = (),
    on: Annotated[tuple[str, ...], Option("cli.option.on_both", metavar="DATE")] = (),
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Say in words what changed between two regimes or versions, with a case that each change decides otherwise."""
    from tregua.regimes.diff import diff as compared
    from tregua.regimes.together import load_two
    from tregua.show.terminal import law
    from tregua.show.words.diff import diff_record

    check_table(csv, as_json)
    if len(on) > 2:
        raise _useless(on[2])
    days = [_day_of(day) for day in (on * 2 if len(on) == 1 else on)] or [None, None]
    one, other = load_two(regime_a, regime_b, variant, days)
    read = _in_force(one, days[0]), _in_force(other, days[1])
    found = diff_record(compared(*read), language)
    found["caveats"] = _caveats(read, language, absent=True)
    if as_json or csv:
        print_answer("diff", found, language, csv)
    else:
        law.show_diff(found, language)


def _caveats(read: "Iterable[Rules]", language: Language, absent: bool = False) -> "list[Caveat]":
    """What must be read with an answer on several texts; `absent` adds what none of their rows says."""
    from tregua.catalogue.said import Said
    from tregua.show.words.envelope import caveat, keyed, plain_caveat
    from tregua.show.words.law import told_by

    lines = [plain_caveat("regimes.caveat.not_advice", language)]
    for rules in read:
        regime = rules.regime
        told = told_by(rules, language)
        if absent:
            told += [caveat(Said("law.absent_one", {"words": one.text}), language) for one in regime.absent]
        lines += [keyed(one.key, f"{regime.id}: {one}") for one in told]
    return list(dict.fromkeys(lines))


def process(language: Language, log: Annotated[str, Argument("LOG|-")], *, as_json: Json = False) -> None:
    """Replay the events of a negotiation: where it stands, what is missing, what may come next."""
    from tregua.regimes.process import replay
    from tregua.show.terminal import law
    from tregua.show.words.process import process_record

    found = process_record(replay(Path(log) if log == "-" else log), language)
    if as_json:
        print_answer("process", found, language)
    else:
        law.show_process(found, language)
