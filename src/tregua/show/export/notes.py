"""What stands beside the tables: what the file is, and of each line where it is written and who decides."""

from collections.abc import Mapping
from typing import get_args

from tregua.regimes.exchange.feel import variable
from tregua.regimes.exchange.table import Entry, inputs_of, tables
from tregua.regimes.rules import Rules
from tregua.regimes.schema import Decider
from tregua.text import LANGUAGES, Language, text

NOTES = ("row", "condition", "article", "decider", "source", "reason")


def about(rules: Rules, language: Language) -> str:
    """What the file holds, how it is read, and that it is no legal advice."""
    regime = rules.regime
    said = [text(language, "exchange.about", regime=getattr(regime.text, language))]
    said += [
        text(
            language,
            "regimes.caveat.text",
            status=text(language, f"regimes.text_status.{regime.text_status}"),
            dated=regime.dated,
            as_of=regime.as_of,
        ),
        text(language, "exchange.edition", on=rules.on),
        text(language, "exchange.reading"),
        text(language, "regimes.caveat.not_advice"),
    ]
    follow = {name: rules.reckoned[name] for name in inputs_of(rules, list(tables(rules))) if name in rules.reckoned}
    if follow:
        listed = "; ".join(f"{variable(name)}: {getattr(one.text, language)}" for name, one in follow.items())
        said.append(text(language, "exchange.give", facts=listed))
    return " ".join([*said, *(getattr(one, language) for one in regime.caveats)])


def notes(language: Language) -> list[str]:
    """The headings of what is noted of each line."""
    return [text(language, f"exchange.note.{one}") for one in NOTES]


def note(entry: Entry, language: Language) -> list[str]:
    """What is noted of a line: its row, the row's condition as the file writes it, article, decider, sources."""
    if entry.rule is None or entry.answer is None:
        return ["", text(language, "exchange.other_days" if entry.cells else "exchange.nothing"), "", "", "", ""]
    row = entry.rule.record
    return [
        row.id,
        "; ".join(filter(None, (entry.rule.words, entry.answer.words))),
        getattr(row.article, language),
        text(language, f"regimes.decider.{row.decider}"),
        "; ".join(f"{one.ref}: {one.locator}" for one in row.source),
        getattr(row.reason, language),
    ]


def known_headings() -> Mapping[str, str]:
    """What is noted under each heading, in either language."""
    return {heading: one for language in LANGUAGES for heading, one in zip(notes(language), NOTES, strict=True)}


def known_deciders() -> Mapping[str, str]:
    """Who decides, by the words for it in either language."""
    return {text(language, f"regimes.decider.{one}"): one for language in LANGUAGES for one in get_args(Decider)}
