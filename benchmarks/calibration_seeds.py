"""Do ten calibrations, each from a seed of its own, agree on headline medians within the errors that are printed?

A cell is a headline outcome of a policy less the record in the year that answers show, under the reference. Of all
pairs of seeds the difference of medians is held against the printed errors of both. Those leave out what the members of
one calibration share: its gains, which are made from a sample.
"""

import json
import sys
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np

from tregua.analysis.calibrate import MEMBERS, bearing, condition
from tregua.analysis.readings import cell
from tregua.analysis.windows import History
from tregua.lab.alternatives import Combination
from tregua.lab.alternatives import combinations as alternatives
from tregua.lab.ensemble import Ensemble, Learnt
from tregua.lab.estimators import paired, quantile_error
from tregua.lab.model import lab
from tregua.lab.run import Settings, run
from tregua.lab.scenario import PRESETS, load_scenarios

SEEDS = 10
LIMITS = (1.0, 1.96, 3.0)
RESULT = Path(__file__).with_suffix(".json")
Medians = dict[str, tuple[float, float]]


def medians(seed: int) -> Medians:
    """Median and printed error of every headline cell."""
    cut = lab().world.first - 1
    history = History.of(cut, bearing(cut, lab().series)[0])
    learnt = condition(history, seed, MEMBERS)
    ensemble = Ensemble(str(seed), cut, seed, [Learnt(learnt.choices, learnt.numbers)])
    settings = Settings(seed=seed, ensemble=ensemble)
    scenarios = load_scenarios(PRESETS)
    annual = run(scenarios, settings, {}, [Combination(alternatives()[0].choices)])[0]
    shown = annual[:, :, settings.span.shown - settings.span.first]
    found = {}
    for outcome in lab().outcomes.values():
        for place in outcome.headline:
            before, *others = cell(shown, outcome.id, place)
            for scenario, after in zip(scenarios[1:], others, strict=True):
                y = paired(after, before)
                found[f"{scenario.id} {outcome.id} {place}"] = float(np.median(y)), quantile_error(y, 0.5)
    return found


def inside(by_seed: list[Medians]) -> tuple[int, dict[str, float]]:
    """How many pairs were compared, and the share that agrees within so many errors."""
    z = np.array(
        [
            (a[name][0] - b[name][0]) / np.hypot(a[name][1], b[name][1])
            for a, b in combinations(by_seed, 2)
            for name in a
            if a[name][1] > 0.0 and b[name][1] > 0.0
        ]
    )
    return len(z), {str(limit): round(float((np.abs(z) <= limit).mean()), 4) for limit in LIMITS}


if __name__ == "__main__":
    by_seed = []
    for seed in range(SEEDS):
        by_seed.append(medians(seed))
        print(f"{seed + 1}/{SEEDS}", file=sys.stderr, flush=True)
    pairs, shares = inside(by_seed)
    record = {"date": str(date.today()), "seeds": SEEDS, "members": MEMBERS, "cells": len(by_seed[0])}
    record |= {"pairs": pairs, "inside": shares, "normal": {"1.0": 0.6827, "1.96": 0.95, "3.0": 0.9973}}
    RESULT.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    print(record)
