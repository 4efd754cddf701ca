"""A decision as plain values, with its texts in one language."""

from typing import Any

from tregua.regimes.decide import Decision
from tregua.regimes.flips import Flip
from tregua.regimes.one_case import Step, words_of
from tregua.show.words.envelope import caveat
from tregua.show.words.said import in_language
from tregua.show.words.spanish import translated
from tregua.text import Language, text


def decision_record(decision: Decision, language: Language = "en") -> dict[str, Any]:
    """What a text says of a case, with its reasons."""
    regime = decision.rules.regime
    return {
        "regime": regime.id,
        "text_status": regime.text_status,
        "dated": regime.dated,
        "as_of": regime.as_of,
        "variants": list(decision.rules.variants),
        "on": decision.on,
        "in_force": decision.force,
        "outcomes": dict(decision.outcomes),
        "rule": decision.rule,
        "rules": dict(decision.rule_of),
        "answers": {kind: dict(views) for kind, views in decision.answers.items()},
        "provisional": dict(decision.provisional),
        "details": dict(decision.details),
        "chain": [_step(step, language) for step in decision.chain],
        "missing": list(decision.missing),
        "flips": [_flip(flip) for flip in decision.flips],
        "caveats": [caveat(one, language) for one in decision.caveats],
    }


def _step(step: Step, language: Language) -> dict[str, Any]:
    record = step.rule.record
    return {
        "row": step.rule.id,
        "layer": record.layer,
        "when": words_of(step.rule),
        "value": step.value,
        "facts": dict(step.facts),
        "decides": dict(step.decided),
        "decider": text(language, f"regimes.decider.{record.decider}"),
        "article": in_language(record.article, language),
        "source": [f"{one.ref}, {translated(one.locator, language)}" for one in record.source],
        "confidence": record.confidence,
        "reason": in_language(record.reason, language),
    }


def _flip(flip: Flip) -> dict[str, Any]:
    return {"facts": dict(flip.facts), "kind": flip.kind, "from": flip.before, "to": flip.after, "rule": flip.rule}
