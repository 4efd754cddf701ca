"""An audit as plain values, with its texts in one language."""

from collections.abc import Iterable
from typing import Any

from tregua.regimes.audit import Audit, Witness
from tregua.show.words.law import value_of_outcome
from tregua.show.words.shared import pick
from tregua.text import Language, text


def audit_record(audit: Audit, language: Language = "en") -> dict[str, Any]:
    """How many combinations of facts the rows decide, leave open or contradict."""
    return {
        "regimes": list(audit.regimes),
        "facts": list(audit.facts),
        "total": audit.total,
        "decided": audit.counts["decided"],
        "silent": audit.counts["silent"],
        "conflicting": audit.counts["conflicting"],
        "kinds": {kind: dict(counts) for kind, counts in audit.kinds.items()},
        "total_with_unknown": audit.total_with_unknown,
        "with_unknown": {kind: dict(counts) for kind, counts in audit.with_unknown.items()},
        "unreachable": list(audit.unreachable),
        "witnesses": list(_witnesses(audit.witnesses, language)),
    }


def _witnesses(witnesses: Iterable[Witness], language: Language) -> Iterable[dict[str, Any]]:
    """Each case once, with everything that it shows."""
    cases: dict[tuple[Any, ...], list[Witness]] = {}
    for one in witnesses:
        cases.setdefault(tuple(one.facts.items()), []).append(one)
    for found in cases.values():
        yield {
            "facts": dict(found[0].facts),
            "shows": [_shown(one, language) for one in found],
            "outcomes": {kind: list(values) for one in found for kind, values in one.outcomes.items()},
            "rules": {kind: list(rows) for one in found for kind, rows in one.rules.items()},
        }


def _shown(witness: Witness, language: Language) -> dict[str, Any]:
    return {
        "class": witness.shows,
        "kind": witness.kind,
        "gap": witness.gap,
        "gap_text": pick(witness.gap_text, language),
        "combinations": witness.combinations,
    }


def headings(witness: dict[str, Any], language: Language) -> list[str]:
    """What a case shows, a line a class: as a whole, on which kinds, by which gaps."""
    lines = []
    for name in dict.fromkeys(one["class"] for one in witness["shows"]):
        places: list[str] = []
        for one in witness["shows"]:
            if one["class"] == name:
                kind = one["kind"]
                places.append(text(language, f"regimes.kind.{kind}" if kind else "audit.whole"))
                places += [": ".join(filter(None, (one["gap"], one["gap_text"])))] if one["gap"] else []
        lines.append(text(language, f"audit.{name}", where="; ".join(dict.fromkeys(places))))
    return lines


def decided_in_words(witness: dict[str, Any], language: Language) -> list[str]:
    """What a case decides, a line a kind, with the rows."""
    lines = []
    for kind, outcomes in witness["outcomes"].items():
        words = " / ".join(dict.fromkeys(value_of_outcome(outcome, language) for outcome in outcomes))
        rows = ", ".join(witness["rules"].get(kind, []))
        lines.append(f"{text(language, f'regimes.kind.{kind}')}: {words}" + (f" ({rows})" if rows else ""))
    return lines
