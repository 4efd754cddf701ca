"""Weights on structural alternatives that a person typed: the only way to one figure over several of them."""

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import Document, load
from tregua.lab.alternatives import Choices, alternatives
from tregua.lab.model import lab
from tregua.lab.pinned import check_pin, digest, unpinned
from tregua.lab.schema import CredenceFile

Credence = Mapping[str, Mapping[float, float]]


def load_credence(name: str | Path) -> dict[str, dict[float, float]]:
    """The weight of each value of each crossed alternative, scaled to sum to one.

    In the file a value may be written as it is printed, to three digits; ``@`` and a hash pin its weights.

    Raises
    ------
    InputError
        With file and line, where a parameter is not crossed, a value is none of its alternatives or has no weight, or
        weights are negative or all zero.
    """
    bare, pin = unpinned(str(name))
    read, document = load(CredenceFile, Path(bare))
    problems = list(_problems(read, document))
    if problems:
        raise InputError(problems)
    found = {}
    for name, weights in read.weights.items():
        values = lab().parameters[name].distribution.values or []
        by_value = {value: weights[typed] for value in values for typed in weights if _is(typed, value)}
        found[name] = {value: weight / sum(by_value.values()) for value, weight in by_value.items()}
    check_pin(bare, pin, weights_hash(found))
    return found


def weights_hash(credence: Credence) -> str:
    """Twelve hexadecimal digits that change with any weight."""
    return digest({name: sorted(weights.items()) for name, weights in credence.items()})


def _problems(read: CredenceFile, document: Document) -> Iterator[Problem]:
    known = alternatives()
    for name in known.single:
        if name in read.weights:
            yield Problem("credence_single", document.at(("weights", name)), {"found": name})
    for name in known.crossed:
        if name not in read.weights:
            yield Problem("credence_missing", document.at(("weights",)), {"found": name})
    for name, weights in read.weights.items():
        if name not in known.all:
            yield unknown_name("@name.alternative", name, known.crossed, document.at(("weights", name)))
        elif name in known.crossed:
            yield from _weight_problems(name, weights, document)


def _weight_problems(name: str, weights: Mapping[str, float], document: Document) -> Iterator[Problem]:
    values = lab().parameters[name].distribution.values or []
    shown = ", ".join(f"{value:.3g}" for value in values)
    for typed, weight in weights.items():
        where = document.at(("weights", name, typed))
        if not any(_is(typed, value) for value in values):
            yield Problem("credence_value", where, {"field": name, "found": typed, "expected": shown})
        if weight < 0.0:
            yield Problem("out_of_range", where, {"field": f"{name}: {typed}", "found": weight, "expected": "≥ 0"})
    for value in values:
        if len(several := [typed for typed in weights if _is(typed, value)]) > 1:
            yield Problem("duplicate_key", document.at(("weights", name, several[-1])), {"found": f"{value:.3g}"})
    if any(not any(_is(typed, value) for typed in weights) for value in values):
        yield Problem("credence_values", document.at(("weights", name)), {"field": name, "expected": shown})
    elif not sum(weights.values()) > 0.0:
        expected = {"field": name, "found": 0, "expected": "> 0"}
        yield Problem("out_of_range", document.at(("weights", name)), expected)


def _is(typed: str, value: float) -> bool:
    """Whether a value was typed as it is printed, or exactly."""
    try:
        number = float(typed)
    except ValueError:
        return False
    return number == value or f"{number:.3g}" == f"{value:.3g}"


def weights_of(listed: Sequence[Choices], credence: Credence) -> list[float]:
    """The weight of each combination, which sum to one; those around the reference stand for no weight."""
    reference = {name: lab().parameters[name].value for name in alternatives().single}
    weights = [
        prod(credence[name][value] for name, value in choices.items() if name in credence)
        if all(value == reference.get(name, value) for name, value in choices.items())
        else 0.0
        for choices in listed
    ]
    return [weight / sum(weights) for weight in weights]
