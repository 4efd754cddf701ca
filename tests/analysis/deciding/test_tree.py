"""Leaves of a classification tree as boxes: as published, and what is said where scikit-learn is not there."""

import numpy as np
import pytest
from energy import energy

from tregua.analysis.deciding import tree
from tregua.catalogue.errors import InputError

# EMA workbench, documentation, “Performing Scenario Discovery in Python”, cell [14]: coverage, density, mass
LEAVES = [
    (0.011236, 0.021739, 0.052154),
    (0.0, 0.0, 0.546485),
    (0.0, 0.0, 0.103175),
    (0.044944, 0.090909, 0.049887),
    (0.224719, 0.434783, 0.052154),
    (0.112360, 0.227273, 0.049887),
    (0.0, 0.0, 0.051020),
    (0.606742, 0.642857, 0.095238),
]


def test_leaves_are_the_published_ones() -> None:
    """The same eight leaves; the limits of the last, cell [15], with most cases of interest."""
    names, x, y = energy()
    found = tree.leaves(x, y)
    assert sorted((one.coverage, one.density, one.mass) for one in found) == [
        pytest.approx(leaf, abs=5e-7) for leaf in sorted(LEAVES)
    ]
    (densest,) = tree.dense_leaves(x, y)
    assert {names[at]: float(densest.low[at]) for at in densest.limited} == pytest.approx(
        {"Demand elasticity": -0.3165, "Biomass backstop price": 148.300003}, abs=5e-7
    )


def test_every_case_lies_in_one_leaf() -> None:
    _, x, y = energy()
    held = np.sum([one.holds(x) for one in tree.leaves(x, y)], axis=0)
    assert (held == 1).all()


def test_what_is_not_installed_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "find_spec", lambda name: None)
    with pytest.raises(InputError) as error:
        tree.leaves(*energy()[1:])
    for language in ("en", "es"):
        assert "pip install scikit-learn SALib" in error.value.message(language)
