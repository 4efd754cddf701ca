"""The commands that read regimes: one function a command."""

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from tregua.catalogue.errors import InputError, Problem, nearest
from tregua.catalogue.files import write_whole
from tregua.show.cli.options import Argument, Html, Json, Option
from tregua.show.cli.output import print_json
from tregua.text import LANGUAGES, Language, text

if TYPE_CHECKING:
    from tregua.regimes.rules import Rules


def decide(
    language: Language,
    facts: Annotated[str | None, Argument("[FACTS|-]")] = None,
    *,
    regime: Annotated[str | None, Option("cli.option.regime", metavar="ID")] = None,
    variant: Annotated[tuple[str, ...], Option("cli.option.variant", metavar="NAME")] = (),
    batch: Annotated[Path | None, Option("cli.option.batch", metavar="IN")] = None,
    batch_out: Annotated[Path | None, Option("cli.option.batch_out", "--out")] = None,
    template: Annotated[str | None, Option("cli.option.template", metavar="ID")] = None,
    as_json: Json = False,
) -> None:
    """Decide one case with its proof, or a file of cases."""
    from tregua.regimes.rules import load_rules

    if template is not None:
        for given, name in ((facts, facts), (regime, "--regime"), (batch, "--batch"), (batch_out, "--out")):
            if given is not None:
                raise _useless(str(name))
        if as_json:
            raise _useless("--json")
        _print_template(language, load_rules(template, variant))
        return
    if regime is None:
        raise _missing("--regime")
    if batch is None:
        if facts is None or batch_out:
            raise _missing("FACTS" if facts is None else "--batch")
        _decide_one(language, load_rules(regime, variant), facts, as_json)
    else:
        if facts is not None or as_json:
            raise _useless(facts or "--json")
        if batch_out is None:
            raise _missing("--out")
        _decide_many(language, load_rules(regime, variant), batch, batch_out)


def _print_template(language: Language, rules: "Rules") -> None:
    from tregua.show.words.template import template

    print(template(rules, language), end="")


def _missing(field: str) -> InputError:
    return InputError(Problem("missing_argument", "", {"field": field}))


def _useless(found: str) -> InputError:
    return InputError(Problem("extra_argument", "", {"found": found}))


def _decide_one(language: Language, rules: "Rules", facts: str, as_json: bool) -> None:
    from tregua.catalogue.read import Document
    from tregua.regimes.decide import decide as decided
    from tregua.regimes.vocabulary import load_facts
    from tregua.show.terminal import law
    from tregua.show.words.decision import decision_record

    decision = decided(rules, load_facts(Document(Path(facts))))
    if as_json:
        print_json(decision_record(decision, language))
    else:
        law.show_decision(decision, language)


def _decide_many(language: Language, rules: "Rules", batch: Path, out: Path) -> None:
    from tregua.regimes.case_files import decide_file
    from tregua.show.words.batch import batch_in_words

    with _waiting(text(language, "law.batch", name=batch.name)):
        counts = decide_file(rules, batch, out, lambda problem: problem.message(language))
    for sentence in batch_in_words(counts, rules.regime, out, language):
        print(sentence, file=sys.stderr)


def _waiting(sentence: str) -> AbstractContextManager[object]:
    """A sign of life on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.text import Text

    return Console(stderr=True).status(Text(sentence))


def regimes(
    language: Language,
    action: Annotated[str | None, Argument("[show")] = None,
    name: Annotated[str | None, Argument("ID]")] = None,
    *,
    as_json: Json = False,
    as_csv: Annotated[bool, Option("cli.option.as_csv", "--csv")] = False,
    html: Html = None,
) -> None:
    """List the regimes, or show one of them."""
    from tregua.regimes.rules import load_rules
    from tregua.regimes.rules import regimes as names

    if action is None:
        if as_csv or html:
            raise _missing("show")
        _list(language, [load_rules(one) for one in names()], as_json)
        return
    if action != "show":
        values = {"field": "ACTION", "expected": "show", "found": action, "nearest": nearest(action, ["show"])}
        raise InputError(Problem("not_one_of", "", values))
    if name is None:
        raise _missing("ID")
    chosen = [option for option, value in (("--json", as_json), ("--csv", as_csv), ("--html", html)) if value]
    if len(chosen) > 1:
        raise _useless(chosen[1])
    _show(language, load_rules(name), chosen, html)


def _list(language: Language, listed: "list[Rules]", as_json: bool) -> None:
    from tregua.show.terminal import law

    if as_json:
        print_json([_summary(rules, language) for rules in listed])
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
        "notice": text(language, "regimes.caveat.not_advice"),
    }


def _show(language: Language, rules: "Rules", chosen: list[str], html: Path | None) -> None:
    from tregua.show.page import law as law_page
    from tregua.show.terminal import lab as terminal
    from tregua.show.terminal import law

    if html is not None:
        write_whole(html, law_page.render_regime(rules, language))
        terminal.say(text(language, "law.saved", path=html))
    elif "--csv" in chosen:
        print(law_page.rows_as_csv(rules), end="")
    elif "--json" in chosen:
        print_json(_record(rules))
    else:
        law.show_regime(rules, language)


def _record(rules: "Rules") -> dict[str, Any]:
    """The file of a regime as plain values, each row with its condition in words and its branches."""
    from tregua.show.words.law import branches_in_words, condition_in_words

    record = rules.regime.model_dump(exclude_none=True)
    words = {
        rule.id: {
            one: {"when": condition_in_words(rule.when, one), "decides": branches_in_words(rule, one)}
            for one in LANGUAGES
        }
        for rule in rules.rules
    }
    notice = {one: text(one, "regimes.caveat.not_advice") for one in LANGUAGES}
    rows = [{**row, "words": words[row["id"]]} for row in record["rows"]]
    return {**record, "caveats": [notice, *record["caveats"]], "rows": rows}


def audit(
    language: Language, regime_ids: Annotated[tuple[str, ...], Argument("ID...")] = (), *, as_json: Json = False
) -> None:
    """Count where regimes, read together, decide, are silent or conflict, with the smallest case of each."""
    from tregua.regimes.audit import audit as audited
    from tregua.show.terminal import law
    from tregua.show.words.audit import audit_record

    if not regime_ids:
        raise _missing("ID")
    found = audit_record(audited(list(regime_ids)), language)
    found["caveats"] = _caveats(regime_ids, language)
    if as_json:
        print_json(found)
    else:
        law.show_audit(found, language)


def diff(
    language: Language,
    regime_a: Annotated[str, Argument("A")],
    regime_b: Annotated[str, Argument("B")],
    *,
    as_json: Json = False,
) -> None:
    """Say in words what changed between two regimes or versions, with a case that each change decides otherwise."""
    from tregua.regimes.diff import diff as compared
    from tregua.show.terminal import law
    from tregua.show.words.diff import diff_record

    found = diff_record(compared(regime_a, regime_b), language)
    found["caveats"] = _caveats((regime_a, regime_b), language, absent=True)
    if as_json:
        print_json(found)
    else:
        law.show_diff(found, language)


def _caveats(names: tuple[str, ...], language: Language, absent: bool = False) -> list[str]:
    """What must be read with an answer on several texts; `absent` adds what none of their rows says."""
    from tregua.regimes.rules import load_rules
    from tregua.show.words.law import told_by
    from tregua.show.words.said import in_language

    lines = [text(language, "regimes.caveat.not_advice")]
    for rules in map(load_rules, names):
        regime = rules.regime
        told = told_by(rules, language)
        if absent:
            told += [text(language, "law.absent_one", words=in_language(one.text, language)) for one in regime.absent]
        lines += [f"{regime.id}: {line}" for line in told]
    return lines


def process(language: Language, log: Annotated[str, Argument("LOG|-")], *, as_json: Json = False) -> None:
    """Replay the events of a negotiation: where it stands, what is missing, what may come next."""
    from tregua.regimes.process import replay
    from tregua.show.terminal import law
    from tregua.show.words.process import process_record

    found = process_record(replay(Path(log) if log == "-" else log), language)
    if as_json:
        print_json(found)
    else:
        law.show_process(found, language)
