"""Weights that a person typed: as they are printed, scaled, and refused where they are not whole."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tregua.catalogue.errors import InputError
from tregua.lab.alternatives import alternatives, combinations
from tregua.lab.credence import load_credence, weights_of
from tregua.lab.model import lab

CROSSED, SINGLE = list(alternatives().crossed), list(alternatives().single)
FIRST = CROSSED[0]


def values(parameter: str) -> list[float]:
    return lab().parameters[parameter].distribution.values or []


def typed() -> dict[str, dict[str, float]]:
    """Equal weights of every crossed alternative, its values to three digits."""
    return {name: {f"{value:.3g}": 2.0 for value in values(name)} for name in CROSSED}


def written(tmp_path: Path, weights: Any) -> Path:
    path = tmp_path / "credence.yaml"
    path.write_text(yaml.safe_dump({"weights": weights}), "utf-8")
    return path


def test_weights_are_scaled_and_values_may_be_typed_as_they_are_printed(tmp_path: Path) -> None:
    found = load_credence(written(tmp_path, typed()))
    assert found == {name: {value: 1.0 / len(values(name)) for value in values(name)} for name in CROSSED}


def test_a_combination_has_the_product_of_its_weights_and_those_around_the_reference_none(tmp_path: Path) -> None:
    weights = typed()
    weights[FIRST] = {key: float(at) for at, key in enumerate(weights[FIRST])}  # none on the first value
    credence = load_credence(written(tmp_path, weights))
    listed = [one.choices for one in combinations()]
    found = weights_of(listed, credence)
    assert sum(found) == pytest.approx(1.0)
    for choices, weight in zip(listed, found, strict=True):
        product = 1.0
        for name in CROSSED:
            product *= credence[name][choices[name]]
        apart = any(choices[name] != lab().parameters[name].value for name in SINGLE)
        assert weight == pytest.approx(0.0 if apart else product)


def without(weights: dict[str, dict[str, float]], name: str) -> dict[str, Any]:
    return {key: one for key, one in weights.items() if key != name}


def changed(**one: float) -> dict[str, Any]:
    return {**typed(), FIRST: {**typed()[FIRST], **one}}


BAD = {
    "missing": (without(typed(), FIRST), f"weights of “{FIRST}” are missing", f"faltan los pesos de «{FIRST}»"),
    "single": ({**typed(), SINGLE[0]: {"0": 1.0}}, "around the reference and cannot be weighed", "no puede ponderarse"),
    "unknown": ({**typed(), "pass_trough": {"0": 1.0}}, "there is no parameter with alternatives", "no existe"),
    "value": (changed(**{"77": 1.0}), f"“77” is no value of “{FIRST}”", f"«77» no es un valor de «{FIRST}»"),
    "word": (changed(salvador=1.0), "“salvador” is no value", "«salvador» no es un valor"),
    "twice": (changed(**{repr(values(FIRST)[0]): 5.0}), "stands here twice", "aparece dos veces"),
    "values": ({**typed(), FIRST: {f"{values(FIRST)[0]:.3g}": 1.0}}, "needs a weight for each", "necesita un peso"),
    "negative": (changed(**{f"{values(FIRST)[0]:.3g}": -1.0}), "must be ≥ 0, not -1", "debe ser ≥ 0, no -1"),
    "nothing": ({**typed(), FIRST: dict.fromkeys(typed()[FIRST], 0.0)}, "must be > 0", "debe ser > 0"),
    "text": ({**typed(), FIRST: {f"{values(FIRST)[0]:.3g}": "much"}}, "must be a number", "debe ser un número"),
    "empty": ({}, "weights", "weights"),
}


@pytest.mark.parametrize("case", BAD)
def test_weights_that_are_not_whole_are_refused_with_their_line(case: str, tmp_path: Path) -> None:
    weights, english, spanish = BAD[case]
    with pytest.raises(InputError) as caught:
        load_credence(written(tmp_path, weights))
    assert english in caught.value.message("en") and "credence.yaml:" in caught.value.message("en")
    assert spanish in caught.value.message("es")
