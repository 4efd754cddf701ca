"""A small run: three combinations, two scenarios, four futures, three years."""

import numpy as np
from small_lab import BASELINE, scenario

from tregua.lab.alternatives import Combination, combinations
from tregua.lab.model import lab
from tregua.lab.run import Settings, numbers

SETTINGS = Settings(draws=4, until=2027, seed=7)
SCENARIOS = [BASELINE, scenario({"arrests": 2.0})]
SHAPE = (3, 2, 4, 3, len(lab().outcome_columns))
REFERENCE = combinations()[0].choices
LISTED = [
    Combination(REFERENCE),
    Combination({**REFERENCE, "pass_through": 1.0}),
    Combination(REFERENCE, "shocks"),
]
DRAWN = numbers(SETTINGS, LISTED[0], {"relapse_hazard": 0.1})
ANNUAL = np.sqrt(np.arange(np.prod(SHAPE))).reshape(SHAPE)
