"""Boxes as a second method finds them: the leaves of a classification tree (CART, Breiman et al. 1984)."""

from importlib.util import find_spec

import numpy as np

from tregua.analysis.deciding.prim import LEAST_MASS, MOSTLY, Box, Cases, box_of
from tregua.catalogue.errors import InputError, Problem
from tregua.noise import Floats

INSTALL = "python3 -m pip install scikit-learn SALib"


def check_installed(*packages: str) -> None:
    """Refuse what needs packages that are not installed with this one.

    Raises
    ------
    InputError
        With what installs them.
    """
    if any(find_spec(name) is None for name in packages):
        raise InputError(Problem("no_deciding", "", {"command": INSTALL}))


def leaves(x: Floats, y: Cases) -> list[Box]:
    """The leaves of a tree that parts cases of interest from others, none smaller than a twentieth of all cases.

    Parameters
    ----------
    x : inputs, shape (cases, inputs)
    y : whether a case is of interest, shape (cases,)

    Raises
    ------
    InputError
        When scikit-learn is not installed.
    """
    check_installed("sklearn")
    from sklearn.tree import DecisionTreeClassifier

    least = max(1, int(LEAST_MASS * len(y)))
    tree = DecisionTreeClassifier(min_samples_leaf=least, random_state=0).fit(x, y).tree_
    found: list[Box] = []
    paths = [(0, np.full(x.shape[1], -np.inf), np.full(x.shape[1], np.inf))]
    while paths:
        node, low, high = paths.pop()
        if tree.children_left[node] < 0:
            found.append(box_of(low, high, x, y))
            continue
        column, at = tree.feature[node], tree.threshold[node]
        below, above = high.copy(), low.copy()
        below[column], above[column] = at, np.nextafter(at, np.inf)
        paths += [(tree.children_right[node], above, high), (tree.children_left[node], low, below)]
    return found


def dense_leaves(x: Floats, y: Cases) -> list[Box]:
    """The leaves in which most cases are of interest, the one with the most of them first."""
    return sorted((one for one in leaves(x, y) if one.density >= MOSTLY), key=lambda one: -one.coverage)
