"""The rows of a regime as a table."""

from typing import Any

from tregua.regimes.condition import ALWAYS, All
from tregua.regimes.own import source_named
from tregua.regimes.rules import Answer, Rule, Rules, written
from tregua.show.table.shape import Table, table_of
from tregua.show.words.law import condition_in_words
from tregua.text import LANGUAGES, text

COLUMNS = (
    *("regime", "text_status", "dated", "as_of", "row", "layer", "priority", "branch", "when", "when_en", "when_es"),
    *("outcomes", "details", "decider", "article_en", "article_es", "source", "confidence", "reason_en", "reason_es"),
    *("gap", "notice_en", "notice_es"),
)


def regime_table(rules: Rules) -> Table:
    """The rows, one line a branch, conditions as the file writes them and in words of both languages."""
    return table_of(
        (_line(rules, rule, at, answer) for rule in rules.rules for at, answer in enumerate(rule.answers, 1)), COLUMNS
    )


def _line(rules: Rules, rule: Rule, at: int, answer: Answer) -> dict[str, Any]:
    regime, record = rules.regime, rule.record
    cited = [
        f"{citation.ref}, {citation.locator} ({citation.read or source_named(citation.ref).read})"
        for citation in record.source
    ]
    details = [f"{name}={written(value)}" for name, value in answer.details.items()]
    parts = tuple(condition for condition in (rule.when, answer.when) if condition != ALWAYS)
    whens = [words for words in (rule.words, answer.words) if words]
    return {
        **{name: getattr(regime, name) for name in ("text_status", "dated", "as_of")},
        **{name: getattr(record, name) for name in ("layer", "priority", "decider", "confidence", "gap")},
        **{f"{name}_{one}": getattr(getattr(record, name), one) for name in ("article", "reason") for one in LANGUAGES},
        **{f"when_{one}": condition_in_words(All(parts) if len(parts) != 1 else parts[0], one) for one in LANGUAGES},
        **{f"notice_{one}": text(one, "regimes.caveat.not_advice") for one in LANGUAGES},
        "regime": regime.id,
        "row": rule.id,
        "branch": at,
        "when": whens[0] if len(whens) == 1 else " and ".join(f"({words})" for words in whens),
        "outcomes": "; ".join(f"{kind}={value}" for kind, value in answer.outcomes.items()),
        "details": "; ".join(details),
        "source": "; ".join(cited),
    }
