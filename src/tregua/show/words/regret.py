"""Regret among policies, as plain values and in words of one language."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tregua.analysis.deciding.goals import Cell
from tregua.analysis.deciding.regret import Least, Meets, Regret, Row, Undominated
from tregua.show.words.deciding import cell_words, outcomes_record, policies_record, policy_words, readings_record
from tregua.show.words.envelope import caveat
from tregua.show.words.numbers import number, percent, unit
from tregua.text import Language, text

MEASURES = ("mean", "p90", "max")
MONEY, BILLION = "USD", 1e9


def regret_record(found: Regret, language: Language) -> dict[str, Any]:
    """Every row, which policies no other beats, and what thresholds and weights that were typed come to."""
    record: dict[str, Any] = {
        "seed": int(found.futures.dataset.attrs["seed"]),
        "draws": found.futures.draws,
        "ensemble": found.futures.dataset.attrs["ensemble"],
        "year": found.year,
        "policies": policies_record(found.futures, language),
        "alternatives": readings_record(found.futures, language),
        "outcomes": outcomes_record(((row.outcome, row.place) for row in found.rows), language),
        "rows": [row_record(row) for row in found.rows],
        "pareto": [
            {"scenario": one.scenario, "alternatives": one.alternatives, "by": dict(one.by)} for one in found.pareto
        ],
        "caveats": [caveat(one, language) for one in found.caveats],
    }
    if found.thresholds:
        record["thresholds"] = {cell.name: limit for cell, limit in found.thresholds.items()}
        record["meets"] = [asdict(one) for one in found.meets]
    if found.worth:
        record["weights"] = {cell.name: weight for cell, weight in found.worth.items()}
        record["weighed"] = [row_record(row) for row in found.weighed]
        record["least"] = [asdict(one) for one in found.least]
    return record


def row_record(row: Row) -> dict[str, Any]:
    """A row with its alternatives."""
    return asdict(row)


def first_words(found: Regret, language: Language) -> str:
    """How many policies, futures and readings, and what regret is."""
    counts = {"policies": len(found.futures.policies), "draws": found.futures.draws}
    return text(language, "regret.first", year=found.year, readings=len(found.futures.alternatives), **counts)


def figure_words(row: Row, measure: str, language: Language) -> str:
    """One figure of a row, money in billions, or why there is none."""
    value = getattr(row, measure)
    if value is None:
        return text(language, f"regret.{row.status}")
    return number(value / (BILLION if row.unit.startswith(MONEY) else 1.0), language)


def pareto_words(found: Regret, language: Language) -> str:
    """Which policies another does as well as in everything and better in something, and in how many readings."""
    beaten = [one for one in found.pareto if one.by]
    if not beaten:
        return text(language, "regret.none_beaten")
    said = "; ".join(_beaten(found, one, language) for one in beaten)
    return text(language, "regret.beaten", said=said)


def _beaten(found: Regret, one: Undominated, language: Language) -> str:
    by = ", ".join(
        text(
            language,
            "regret.by",
            policy=policy_words(found.futures, name, language),
            count=times,
            readings=len(found.futures.alternatives),
        )
        for name, times in one.by.items()
    )
    return f"{policy_words(found.futures, one.scenario, language)} {by}"


def meets_words(found: Regret, one: Meets, language: Language) -> str:
    """In which share of futures a policy meets what was asked, over all readings."""
    low, high = percent(one.low, language), percent(one.high, language)
    share = low if low == high else f"{low} … {high}"
    return text(language, "regret.meets", policy=policy_words(found.futures, one.scenario, language), share=share)


def thresholds_words(found: Regret, language: Language) -> str:
    """What was asked of every policy."""
    return text(language, "regret.thresholds", said=_by_cell(found.thresholds, language))


def weights_words(found: Regret, language: Language) -> str:
    """The weights that were typed."""
    return text(language, "regret.weights", said=_by_cell(found.worth, language))


def _by_cell(numbers: Mapping[Cell, float], language: Language) -> str:
    return "; ".join(
        f"{cell_words(cell, language)} {number(one, language)} ({unit(cell.unit, language)})"
        for cell, one in numbers.items()
    )


def least_words(one: Least, policy: str, readings: int, language: Language) -> str:
    """Which policy has least regret under the typed weights, by one measure, and in how many of the readings."""
    return text(language, f"regret.least.{one.measure}", policy=policy, count=one.alternatives, readings=readings)


def row_words(row: Row, language: Language) -> str:
    """What a row is about, with its unit."""
    named, said = cell_words(Cell(row.outcome, row.place), language), unit(row.unit, language)
    scale = f"{text(language, 'number.billion')} " if row.unit.startswith(MONEY) else ""
    return f"{named}, {scale}{said}"
