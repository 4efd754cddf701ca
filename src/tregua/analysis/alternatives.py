"""Which draws follow which structural alternative, so that each can be scored by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from tregua.lab.draws import draw_parameters
from tregua.lab.model import lab
from tregua.lab.past import Past
from tregua.noise import Floats
from numpy.typing import NDArray
import numpy as np

FEWEST = 10
"""Draws that an alternative needs to be scored."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """An alternative and the draws that follow it."""

    choices: Mapping[str, float]
    mask: NDArray[np.bool_]


def chosen(seed: int, draws: int, known: Past) -> list[Chosen]:
    """Every structural alternative that is drawn."""
    drawn: Floats = draw_parameters(seed, 0, draws, {}, None, known)
    found = [
        Chosen({parameter.id: value}, drawn[:, column] == value)
        for column, parameter in enumerate(lab().parameters.values())
        if parameter.alternatives
        for value in parameter.distribution.values or ()
    ]
    return [one for one in found if one.mask.sum() >= FEWEST]
