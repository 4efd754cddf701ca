"""The facts that a regime reads as a file of questions, which can be filled in and decided."""

from collections.abc import Iterator
from textwrap import wrap

from tregua.regimes.fact import Fact
from tregua.regimes.rules import Rules
from tregua.show.words.law import dates_in_words, name_in_words, value_in_words
from tregua.show.words.said import in_language
from tregua.text import Language, text

WIDTH = 100


def template(rules: Rules, language: Language) -> str:
    """YAML in which every fact is unknown: its question above it, and what may be answered."""
    head = [
        f"{rules.regime.id}: {in_language(rules.regime.text, language)}",
        dates_in_words(rules.regime, language),
        text(language, "regimes.caveat.not_advice"),
        text(language, "law.template.how"),
        text(language, "law.template.then", regime=rules.regime.id),
    ]
    blocks = ["\n".join(_comment(one) for one in head)]
    blocks += ["\n".join(_question(fact, language)) for fact in rules.asked.values()]
    return "\n\n".join(blocks) + "\n"


def _question(fact: Fact, language: Language) -> Iterator[str]:
    yield _comment(in_language(fact.ask, language))
    yield _comment("   " + _answers(fact, language))
    yield f"{name_in_words(fact.id, language)}:"


def _answers(fact: Fact, language: Language) -> str:
    if fact.type == "enum":
        return ", ".join(value_in_words(fact.id, value, language) for value in fact.values)
    return text(language, f"law.template.{fact.type}")


def _comment(words: str) -> str:
    indent = "# " + " " * (len(words) - len(words.lstrip()))
    lines = wrap(words.strip(), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return "\n".join(lines)
