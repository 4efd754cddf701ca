"""Estimates chosen by outcome, place, design, grade and certainty."""

from collections.abc import Callable, Mapping
from typing import get_args

from tregua.catalogue.errors import InputError, unknown_name
from tregua.catalogue.record import Grade
from tregua.evidence import ledger
from tregua.evidence.certainty import LEVELS, alone
from tregua.evidence.schema import Design, Estimate, Measure

VALID = {"outcome": get_args(Measure), "design": get_args(Design), "grade": get_args(Grade), "certainty": LEVELS}


def chosen(estimates: Mapping[str, Estimate], place: str | None = None, **asked: str | None) -> dict[str, Estimate]:
    """Those that have each value that is asked; `place` is found in either language, whatever its capitals.

    Raises
    ------
    InputError
        A value that no estimate can have, with the nearest one.
    """
    own: dict[str, Callable[[Estimate], str]] = {
        "outcome": lambda one: one.measures,
        "design": lambda one: one.design,
        "grade": lambda one: one.grade,
        "certainty": lambda one: alone(one, ledger.risk_of(one)),
    }
    given = {name: value for name, value in asked.items() if value is not None}
    problems = [
        unknown_name(f"@name.{name}_kind", value, VALID[name], f"--{name}")
        for name, value in given.items()
        if value not in VALID[name]
    ]
    if problems:
        raise InputError(problems)
    words = (place or "").casefold()
    return {
        name: one
        for name, one in estimates.items()
        if all(own[field](one) == value for field, value in given.items())
        and (words in one.place.en.casefold() or words in one.place.es.casefold())
    }
