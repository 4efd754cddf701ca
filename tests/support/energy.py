"""The runs that Bryant & Lempert (2010) looked for boxes in: nine inputs, and whether costs were high."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tregua.noise import Floats

DATA = Path(__file__).parents[1] / "analysis" / "deciding" / "bryant_lempert_2010.csv"


@cache
def energy() -> tuple[list[str], Floats, NDArray[np.bool_]]:
    """Names of the inputs, inputs by case and cases of interest."""
    names, *rows = csv.reader(DATA.read_text("utf-8").splitlines())
    numbers = np.array(rows, dtype=float)
    return names[:-1], numbers[:, :-1], numbers[:, -1] == 1.0
