"""Pressure, diffusion and reaction as plain values: forms whose sizes somebody types, beside what was observed."""

from collections.abc import Mapping
from typing import Any

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.evidence.ledger import estimates
from tregua.show.words.alliance import alternatives_record, caveats, press_record, study_record
from tregua.show.words.said import in_language
from tregua.states import records
from tregua.states.bills import pressure_file
from tregua.states.pipeline_schema import Cost
from tregua.states.pressure import (
    Betas,
    Record,
    civilian_cost,
    deterred,
    excess_deaths,
    pressed,
    reaction_record,
)
from tregua.text import Language


def pressure_record(
    chosen: str,
    size: float | None,
    watchers: float | None,
    severity: float | None,
    deaths: Mapping[str, float],
    language: Language,
) -> dict[str, Any]:
    """Who pressed whom, the three alternatives, the observed record and what was published of the cost to civilians.

    Parameters
    ----------
    chosen, size : the alternative, and its typed size in logarithms of the hazard
    watchers : typed size by which those that watch are deterred, which is a switch of its own
    severity, deaths : of sanctions in [0, 1], and deaths a year in the age group of an estimate, by its id; typed

    Raises
    ------
    InputError
        A size without an alternative or the other way round, deaths without a severity, a number out of range.
    """
    _check(chosen, size, severity, deaths)
    reaction, read = reaction_record(), pressure_file()
    typed = size or 0.0
    sizes = {"size": size, "watchers": watchers, "severity": severity}
    return {
        "pressure": [press_record(one, language) for one in records.presses().values()],
        "alternatives": alternatives_record(chosen, language),
        "reaction": {
            **reaction_values(reaction),
            "note": in_language(read.reaction.note, language),
        },
        "hazard": {
            "alternative": chosen,
            "size": typed,
            "without": reaction.rate,
            "with": pressed(reaction.rate, typed, chosen),  # type: ignore[arg-type]
            "watchers": deterred(reaction.rate, watchers or 0.0, on=watchers is not None),
        },
        "diffusion": {**vars(Betas()), "note": in_language(read.diffusion_note, language)},
        "civilians": [_civilians(one, severity, deaths, language) for one in read.costs],
        "no_estimate": [in_language(one, language) for one in read.no_estimate],
        "studies": [study_record(one, language) for one in read.studies],
        "assumed": [
            *(name for name, value in sizes.items() if value is not None),
            *(f"deaths.{one}" for one in deaths),
        ],
        "caveats": caveats(("pressure", "sequence", "diffusion", "no_forecast"), language),
    }


def _civilians(one: Cost, severity: float | None, deaths: Mapping[str, float], language: Language) -> dict[str, Any]:
    named = {"id": one.id, "estimate": one.estimate, "sender": one.sender, "of": one.of}
    return {**named, "text": in_language(one.text, language), **_cost(one, severity, deaths)}


def _check(chosen: str, size: float | None, severity: float | None, deaths: Mapping[str, float]) -> None:
    if (chosen == "none") != (size is None):
        raise InputError(Problem("size_and_alternative", "--size" if chosen == "none" else "--pressure"))
    if deaths and severity is None:
        raise InputError(Problem("missing_argument", "", {"field": "--severity"}))
    known = [one.id for one in pressure_file().costs if one.of == "deaths"]
    problems = [unknown_name("@name.estimate", name, known, "--deaths") for name in deaths if name not in known]
    problems += [
        Problem("out_of_range", "--deaths", {"field": name, "found": value, "expected": "0 … 1e10"})
        for name, value in deaths.items()
        if not 0.0 <= value < 1e10
    ]
    if problems:
        raise InputError(problems)


def _cost(one: Cost, severity: float | None, deaths: Mapping[str, float]) -> dict[str, Any]:
    """The published size, and what it comes to under the typed severity where one was typed."""
    effect = estimates()[one.estimate].effect
    assert effect is not None
    published = {"published": effect.value, "published_low": effect.low, "published_high": effect.high}
    if severity is None or (one.of == "deaths" and one.id not in deaths):
        return published
    of_deaths = one.of == "deaths"
    found = excess_deaths(deaths[one.id], one.id, severity) if of_deaths else civilian_cost(one.id, severity)
    return {**published, "value": found.value, "low": found.low, "high": found.high}


def reaction_values(found: Record) -> dict[str, Any]:
    """First exceptions counted, and homicides of the years before each."""
    return {
        "events": found.events,
        "state_years": found.state_years,
        "rate": found.rate,
        "q05": found.low,
        "q95": found.high,
        "first": [
            {
                "state": one.state,
                "day": one.day,
                "before": [{"year": year, "rate": rate} for year, rate in one.before],
                "rising": one.rising,
                "status": {True: "rising", False: "not_rising", None: "not_known"}[one.rising],
            }
            for one in found.first
        ],
    }
