"""Do ten calibrations, each from a seed of its own, agree on headline medians within the errors that are printed?

A cell is a headline outcome of a policy less the record in the year that answers show, under one combination. Two seeds
differ by more than z of their joint error in a share of pairs that a normal number would leave outside.
"""

import json
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np

from tregua.analysis.calibrate import MEMBERS, calibrate, draws_of
from tregua.lab.compare import compare
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, RECORD, load_scenarios

SEEDS = 10
LIMITS = (1.0, 1.96, 3.0)
RESULT = Path(__file__).with_suffix(".json")


def medians(seed: int) -> dict[str, tuple[float, float]]:
    """Median and printed error of every headline cell, of the reference and of every alternative."""
    settings = Settings(seed=seed)
    ensemble = draws_of(calibrate(seed=seed, members=MEMBERS), seed, settings.draws)
    dataset = simulate(load_scenarios(PRESETS), replace(settings, ensemble=ensemble))
    found = compare(dataset, RECORD, settings.span.shown)
    return {
        f"{one.scenario} {one.outcome} {one.place} {sorted(figure.choices.items())}": (figure.median, figure.mc_error)
        for one in found.comparisons
        for figure in one.alternatives
    }


if __name__ == "__main__":
    by_seed = []
    for seed in range(SEEDS):
        by_seed.append(medians(seed))
        print(f"{seed + 1}/{SEEDS}", file=sys.stderr, flush=True)
    shared = [name for name in by_seed[0] if all(name in one for one in by_seed)]
    z = np.array(
        [
            (a[name][0] - b[name][0]) / np.hypot(a[name][1], b[name][1])
            for a, b in combinations(by_seed, 2)
            for name in shared
            if a[name][1] > 0.0 and b[name][1] > 0.0
        ]
    )
    inside = {str(limit): round(float((np.abs(z) <= limit).mean()), 4) for limit in LIMITS}
    record = {"seeds": SEEDS, "members": MEMBERS, "cells": len(shared), "pairs": len(z), "inside": inside}
    RESULT.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    print(record, "normal: 0.683, 0.950, 0.997")
