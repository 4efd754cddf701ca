"""Every edition of every regime as zen-engine runs its exported tables, on random cases: see README.md.

python benchmarks/law_zen.py [--cases N] [--write]
"""

import argparse
import json
import sys
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import zen

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

import dmn
from law_tables import cases, editions, ours, sender, theirs

from tregua.regimes.load import regimes
from tregua.regimes.rules import Rules
from tregua.show.export.dmn import as_dmn
from tregua.show.export.zen import as_zen

RESULTS = Path(__file__).with_suffix(".json")


def compared(rules: Rules, size: int, unknown: float) -> dict[str, Any]:
    """How many cases zen-engine, and a reader of the same tables as DMN, decide as we do."""
    sent, read = sender(rules), dmn.read(as_dmn(rules, "en"))
    content = zen.ZenDecisionContent(as_zen(rules, "en"))  # parsed once; a decision made from text is at every call
    engine = zen.ZenEngine({"loader": lambda _: content})
    same, same_in_dmn, took = 0, 0, 0.0
    for case in cases(rules, size, unknown):
        wanted, given = ours(rules, case), sent(case)
        start = time.perf_counter()
        found = engine.evaluate(rules.regime.id, given)["result"]
        took += time.perf_counter() - start
        same += theirs(rules, found) == wanted
        same_in_dmn += theirs(rules, dmn.answer(read, given)) == wanted
    return {"cases": size, "same": same, "same_in_dmn": same_in_dmn, "zen_per_second": round(size / took)}


def main() -> None:
    """Print a line an edition; stop with 1 where one answer differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    found: dict[str, Any] = {}
    for name in regimes():
        for rules in editions(name):
            label = f"{name} on {rules.on}"
            found[label] = {
                "complete": compared(rules, chosen.cases, 0),
                "three_valued": compared(rules, chosen.cases // 5, 0.3),
            }
            print(label, json.dumps(found[label]), flush=True)
    if chosen.write:
        head = {"date": date.today().isoformat(), "zen-engine": version("zen-engine")}
        RESULTS.write_text(json.dumps({**head, "regimes": found}, indent=1) + "\n", "utf-8")
    counts = [one for both in found.values() for one in both.values()]
    if any(one["same"] != one["cases"] or one["same_in_dmn"] != one["cases"] for one in counts):
        sys.exit(1)


if __name__ == "__main__":
    main()
