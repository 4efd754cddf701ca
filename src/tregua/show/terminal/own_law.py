"""What the terminal shows of a law of one's own that was tried on its cases."""

from typing import Any

from tregua.regimes.check import Checked
from tregua.show.terminal.lab import say
from tregua.show.words.numbers import exact
from tregua.show.words.said import in_language
from tregua.text import Language, text


def checked_record(checked: Checked) -> dict[str, Any]:
    """The cases with what came out, and what the law leaves open, as plain values."""
    counts = checked.audit.counts
    return {
        "regime": checked.regime,
        "cases": [
            {
                "id": one.case.id,
                "passed": not one.wrong,
                "wrong": {name: {"expected": pair[0], "found": pair[1]} for name, pair in one.wrong.items()},
            }
            for one in checked.tried
        ],
        "untried": list(checked.untried),
        "unreachable": list(checked.audit.unreachable),
        "decided": counts["decided"],
        "silent": counts["silent"],
        "conflicting": counts["conflicting"],
    }


def show_checked(checked: Checked, language: Language) -> None:
    """One line a case, then how many passed, the rows that no case shows, and what the law leaves open."""
    for one in checked.tried:
        words = f": {in_language(one.case.text, language)}" if one.case.text else ""
        say(f"{text(language, 'check.failed' if one.wrong else 'check.passed')} {one.case.id}{words}")
        for name, (expected, found) in one.wrong.items():
            say(f"   {text(language, 'check.wrong', name=name, expected=_shown(expected), found=_shown(found))}")
    failed = len(checked.failed)
    passed = len(checked.tried) - failed
    say(f"\n{text(language, 'check.counts', cases=len(checked.tried), passed=passed, failed=failed)}")
    if checked.untried:
        say(text(language, "check.untried", rows=", ".join(checked.untried)))
    counts = {name: exact(count, language) for name, count in checked.audit.counts.items()}
    total = exact(checked.audit.total, language)
    say(text(language, "audit.counts", facts=len(checked.audit.facts), total=total, **counts))
    if checked.audit.unreachable:
        say(text(language, "audit.unreachable", rows=", ".join(checked.audit.unreachable)))
    say(text(language, "regimes.caveat.not_advice"))


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "–" if value is None else str(value)
