"""The first draft of a law of one's own, from a file of decision tables: a folder of files with what is left to do."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import replacing_folder
from tregua.catalogue.read import read_plain
from tregua.catalogue.said import Said
from tregua.regimes.exchange.cells import slug
from tregua.regimes.exchange.draft import Decides, Draft, DraftRow, draft_of, own_facts
from tregua.regimes.exchange.examples import Example, examples
from tregua.regimes.exchange.read_dmn import read_dmn
from tregua.regimes.fact import Value, is_date
from tregua.regimes.load import load_rules
from tregua.regimes.schema import DETAILS
from tregua.show.export.notes import known_deciders, known_headings
from tregua.text import Language, text, visible

SOURCE = "decision_tables"
UNDATED = '"1900"'
_PLAIN = re.compile(r"[A-Za-z][\w]*(?: [\w]+)*", re.ASCII)
_NO_TEXT = {"yes", "no", "on", "off", "y", "n", "inf", "nan"}
"""Words that other readers of YAML take for something else than a text."""


def import_dmn(path: Path, folder: Path, language: Language) -> tuple[int, list[Said]]:
    """Write a folder with the law that a file of DMN holds; returns how many rows, and what could not be taken over.

    Raises
    ------
    InputError
        The file cannot be read, holds no table that can be taken over, or there is something at `folder` already.
    """
    draft = draft_of(read_dmn(path), known_headings(), known_deciders())
    draft.id = slug(folder.name, "law")
    if folder.exists() or folder.is_symlink():
        raise InputError(Problem("is_there", str(folder)))
    with replacing_folder(folder) as new:
        for name, lines in {"law.yaml": _law, "facts.yaml": _facts, "sources.yaml": _sources}.items():
            _write(new / name, lines(draft, path.name, language))
        _write(new / "cases.yaml", _cases(examples(load_rules(str(new))), language))
    return len(draft.rows), draft.left


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="")


def _comment(words: str) -> str:
    return "# " + " ".join(visible(words).split())


def _quoted(words: str) -> str:
    """A text as YAML reads it, on one line."""
    plain = " ".join(visible(words).split())
    if _PLAIN.fullmatch(plain) and plain.lower() not in _NO_TEXT and isinstance(read_plain(plain), str):
        return plain
    return json.dumps(plain, ensure_ascii=False) if "'" in plain or not plain else f"'{plain}'"


def _text(words: str, otherwise: str) -> str:
    """A text as YAML reads it, or another where it would be empty."""
    return _quoted(words if words.strip() else otherwise)


def _law(draft: Draft, file: str, language: Language) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return text(language, f"exchange.{key}", **values)

    name = draft.model.name or Path(file).stem
    yield _comment(say("made", file=file))
    yield _comment(say("to_do"))
    if draft.left:
        yield _comment(say("left"))
        yield from (_comment(f"- {text(language, one.key, **one.values)}") for one in draft.left)
    yield f"id: {draft.id or slug(name, 'law')}"
    yield f"text: {_text(name, file)}"
    yield f"text_status: bill  {_comment(say('do_status'))}"
    since, until = draft.in_force
    yield f"dated: {since or UNDATED}  {_comment(say('do_date'))}"
    yield f"in_force: {{since: {since or 'null'}, until: {until or 'null'}}}"
    yield f"as_of: {min(date.today().isoformat(), until or '9999')}"
    yield f"issuing_body: {_quoted(say('do_issuer'))}"
    yield f"source: [{{ref: {SOURCE}, locator: {_quoted(say('whole'))}}}]"
    if draft.parameters:
        yield "parameters:"
    for name, value in draft.parameters.items():
        yield f"  - {{id: {name}, value: {json.dumps(value, ensure_ascii=False)}, text: {_text(value, name)},"
        yield f"     source: [{{ref: {SOURCE}, locator: {_quoted(say('whole'))}}}]}}"
    yield "rows:"
    for row in draft.rows:
        yield from _row(row, language)


def _row(row: DraftRow, language: Language) -> Iterator[str]:
    yield f"  - id: {_quoted(row.id)}"
    yield "    layer: discretion"
    if len(row.branches) == 1:
        when, decides = row.branches[0]
        if when:
            yield f"    when: {_quoted(when)}"
        yield from (f"    {one}" for one in _decided(row.kind, decides))
    else:
        yield "    branches:"
        for when, decides in row.branches:
            lines = [*([f"when: {_quoted(when)}"] if when else []), *_decided(row.kind, decides)]
            yield from (f"      {'- ' if at == 0 else '  '}{one}" for at, one in enumerate(lines))
    to_do = "" if "decider" in row.notes else "  " + _comment(text(language, "exchange.do_decider"))
    yield f"    decider: {row.notes.get('decider', 'government')}{to_do}"
    yield f"    article: {_quoted(row.notes.get('article') or text(language, 'exchange.do_article'))}"
    locator = text(language, "exchange.line", line=row.line)
    yield f"    source: [{{ref: {SOURCE}, locator: {_quoted(locator)}}}]"
    yield "    confidence: low"
    yield f"    reason: {_quoted(row.notes.get('reason') or text(language, 'exchange.do_reason'))}"


def _decided(kind: str, decides: Decides) -> Iterator[str]:
    if decides.outcome is not None:
        yield f"outcomes: {{{kind}: {_quoted(decides.outcome)}}}"
    if decides.details:
        shown = ", ".join(f"{_quoted(name)}: {_value(value)}" for name, value in decides.details)
        yield f"details: {{{shown}}}"
    if decides.outcome is None and not decides.details:
        yield "details: {}"


def _value(value: int | float | str) -> str:
    return _quoted(value) if isinstance(value, str) and not is_date(value) else str(value)


def _facts(draft: Draft, file: str, language: Language) -> Iterator[str]:
    yield _comment(text(language, "exchange.facts"))
    known = [one.name for one in draft.facts if one.known]
    if known:
        yield _comment(text(language, "exchange.known", facts=", ".join(known)))
    own = own_facts(draft.facts)
    yield "facts:" if own else "facts: []"
    for fact in own:
        yield f"  - id: {fact.name}"
        yield f"    type: {fact.type}"
        if fact.values:
            yield f"    values: [{', '.join(map(_quoted, fact.values))}]"
        yield f"    text: {_text(fact.text, fact.name)}"
    if any(draft.outcomes.values()):
        yield "outcomes:"
        for kind, words in draft.outcomes.items():
            yield f"  {kind}:"
            yield from _named(words.items(), "    ")
    if details := [(name, said) for name, said in draft.details.items() if name not in DETAILS]:
        yield "details:"
        yield from _named(details, "  ")


def _named(words: Iterable[tuple[str, str]], blanks: str) -> Iterator[str]:
    return (f"{blanks}- {{id: {_quoted(name)}, text: {_text(said, name)}}}" for name, said in words)


def _sources(_: Draft, file: str, language: Language) -> Iterator[str]:
    yield _comment(text(language, "exchange.sources"))
    yield "sources:"
    yield f"  - id: {SOURCE}"
    yield "    type: webpage"
    yield "    authors: []"
    yield f"    year: {date.today().year}"
    yield f"    title: {_quoted(file)}"
    yield f"    via: {_quoted(text(language, 'exchange.via'))}"
    yield "    read: secondary"


def _cases(found: Iterable[Example], language: Language) -> Iterator[str]:
    yield _comment(text(language, "exchange.cases"))
    yield "cases:"
    for one in found:
        facts = ", ".join(f"{_quoted(name)}: {_stated(value)}" for name, value in one.facts.items())
        expected = ", ".join(f"{kind}: {_quoted(str(value))}" for kind, value in one.expected.items())
        yield f"  - id: {_quoted(one.row or 'nothing-stated')}"
        yield f"    facts: {{{facts}}}"
        yield f"    expected: {{{expected}}}"


def _stated(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return _quoted(value) if isinstance(value, str) and not is_date(value) else str(value)
