"""An audit as plain values, with its texts in one language."""

from typing import Any

from tregua.regimes.audit import Audit, Witness
from tregua.show.words.shared import pick
from tregua.text import Language


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
        "unreachable": list(audit.unreachable),
        "witnesses": [_witness(witness, language) for witness in audit.witnesses],
    }


def _witness(witness: Witness, language: Language) -> dict[str, Any]:
    return {
        "class": witness.shows,
        "kind": witness.kind,
        "facts": dict(witness.facts),
        "outcomes": {kind: list(values) for kind, values in witness.outcomes.items()},
        "rules": {kind: list(rows) for kind, rows in witness.rules.items()},
        "gap": witness.gap,
        "gap_text": pick(witness.gap_text, language),
        "combinations": witness.combinations,
    }
