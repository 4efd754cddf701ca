"""Whether the law in the page decides, flips and asks as Python does, on many random cases: see README.md.

python benchmarks/law_page.py [--cases N] [--flips N] [--states N] [--only REGIME] [--write]
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from law_asked import Asked
from law_in_node import asked_by_page, differing, random_cases, states

from tregua.regimes.load import load_rules, regimes
from tregua.version import VERSION

RESULT = Path(__file__).with_suffix(".json")


def compared(name: str, cases: int, flips: int, tried: int) -> dict[str, Any]:
    """How many cases of a regime were compared, and how many differ."""
    rules = load_rules(name)
    drawn = random_cases(rules, cases, seed=2026)
    found = {"cases": cases, "with_flips": flips, "differ": len(list(differing(rules, drawn, flips)))}
    open_ = list(states(rules, drawn[-tried:], random.Random(f"states {name}")))
    needless = forgotten = 0
    milliseconds = []
    for (stated, not_known, kinds), (asked, _, took) in zip(open_, asked_by_page(rules, open_), strict=True):
        every = Asked(rules, stated, kinds)
        expected = {*every.questions(every.mattering(), {*not_known})}
        needless += bool({*asked} - expected)
        forgotten += bool(expected - {*asked})
        milliseconds.append(took)
    timed = sorted(milliseconds)
    question = {"states": len(open_), "needless": needless, "forgotten": forgotten}
    if timed:
        question |= {"median_ms": round(timed[len(timed) // 2], 1), "largest_ms": round(timed[-1], 1)}
    return {**found, "questions": question}


def main() -> None:
    """Compare every regime, and write what came out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--flips", type=int, default=20)
    parser.add_argument("--states", type=int, default=200)
    parser.add_argument("--only", choices=regimes(), action="append")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    found: dict[str, Any] = {}
    for name in given.only or regimes():
        begun = time.perf_counter()
        found[name] = compared(name, given.cases, given.flips, given.states)
        print(name, json.dumps(found[name]), f"{time.perf_counter() - begun:.0f} s", flush=True)
        if given.write:
            held = {"version": VERSION, "date": time.strftime("%Y-%m-%d"), "regimes": found}
            RESULT.write_text(json.dumps(held, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
