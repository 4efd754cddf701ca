"""Write the held-out log score of every structural alternative: ten seeds, each calibrated anew."""

import json
import sys
from dataclasses import asdict

from tregua.analysis.held_out import HELD_OUT_AFTER, PATH, scores_of, summed

SEEDS = 10
MEMBERS = 256

if __name__ == "__main__":
    found = []
    for seed in range(SEEDS):
        found.append(scores_of(HELD_OUT_AFTER, seed, MEMBERS))
        print(f"{seed + 1}/{SEEDS}", file=sys.stderr, flush=True)
    total = summed(HELD_OUT_AFTER, MEMBERS, found)
    PATH.write_text(json.dumps(asdict(total), ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{total.figures} figures since {total.after}, {total.seeds} seeds")
    for one in total.scores:
        print({name: round(value, 3) for name, value in one.choices.items()}, one.prior, one.calibrated, one.apart)
