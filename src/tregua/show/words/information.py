"""What is worth knowing before a decision, as plain values and in words of one language."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from tregua.analysis.deciding.data_sets import data_sets
from tregua.analysis.deciding.futures import unit_of
from tregua.analysis.deciding.information import Information, Reading, Row
from tregua.analysis.why import Spread
from tregua.lab.alternatives import alternatives
from tregua.lab.model import lab
from tregua.show.words.deciding import cell_words, policies_record, policy_words, readings_record
from tregua.show.words.envelope import caveat
from tregua.show.words.numbers import about, number, unit
from tregua.show.words.said import in_language
from tregua.show.words.why import input_title
from tregua.text import Language, text

SETTING = "setting"
TOLD = 5  # inputs that are named in a sentence


def information_record(found: Information, language: Language) -> dict[str, Any]:
    """The decision, what would be chosen in each reading, and what data and inputs are worth."""
    return {
        "seed": int(found.futures.dataset.attrs["seed"]),
        "draws": found.futures.draws,
        "ensemble": found.futures.dataset.attrs["ensemble"],
        "year": found.year,
        "unit_of_gain": "weighed" if found.cell is None else found.cell.unit,
        "decision": _decision(found, language),
        "policies": policies_record(found.futures, language),
        "left_out": [*found.left_out],
        "alternatives": readings_record(found.futures, language),
        "chosen": [{"policies": [*names], "alternatives": count} for names, count in found.chosen.items()],
        "readings": [_reading(one) for one in found.readings],
        "rows": [
            *(_data(row, language) for row in found.data),
            *(_input(row, found, language) for row in found.inputs),
        ],
        **_choices(found, language),
        "caveats": [caveat(one, language) for one in found.caveats],
    }


def _decision(found: Information, language: Language) -> dict[str, Any]:
    if found.cell is None:
        return {"by": "weights", "weights": {cell.name: weight for cell, weight in found.worth.items()}}
    return {
        "by": "outcome",
        "outcome": found.cell.outcome,
        "place": found.cell.place,
        "text": cell_words(found.cell, language),
        "unit": found.cell.unit,
        "wanted": "higher" if found.worth[found.cell] > 0.0 else "lower",
        "matters": found.matters,
    }


def _reading(one: Reading) -> dict[str, Any]:
    return {
        "alternative": one.alternative,
        "chosen": [*one.chosen],
        "ahead": one.ahead.value,
        "ahead_se": one.ahead.se,
        "evpi": one.evpi.value,
        "se": one.evpi.se,
    }


def _figures(row: Row) -> dict[str, Any]:
    named = {name: getattr(row, name) for name in ("evppi", "se", "low", "high", "above", "of")}
    return {**named, "by": [asdict(one) for one in row.by] or None}


def _data(row: Row, language: Language) -> dict[str, Any]:
    record = data_sets().all[row.name]
    return {
        "data": row.name,
        "text": data_words(row, language),
        **_figures(row),
        "informs": [*row.informs],
        "why": in_language(record.why, language),
        "near": [*record.near],
        "tag": record.tag,
    }


def _input(row: Row, found: Information, language: Language) -> dict[str, Any]:
    known = data_sets()
    lever = lever_of(row.name)
    beyond = known.beyond.get(row.name)
    return {
        "parameter": row.name,
        "text": input_words(row.name, language),
        **_figures(row),
        "unit": unit_of(row.name),
        "tag": SETTING if lever else lab().parameters[row.name].tag,
        "lever": lever,
        "informed_by": [one.name for one in found.data if row.name in one.informs],
        "beyond": beyond and in_language(beyond, language),
    }


def _choices(found: Information, language: Language) -> dict[str, Any]:
    if not found.choices:
        return {}
    *each, together = found.choices
    return {
        "choices": [{**asdict(one), "text": choice_words(one.parameter, language)} for one in each],
        "all_choices": {"evppi": together.evppi, "se": together.se},
    }


def lever_of(name: str) -> str | None:
    """The lever of a setting that policies leave open, none of a number of the catalogue."""
    return None if name in lab().parameters else name.partition(".")[0]


def input_words(name: str, language: Language) -> str:
    """What an input is called."""
    return input_title(Spread(name, 0.0, 0.0, lever_of(name)), language)


def data_words(row: Row, language: Language) -> str:
    """What data that could be collected are."""
    return in_language(data_sets().all[row.name].text, language)


def choice_words(name: str, language: Language) -> str:
    """What a structural choice is about."""
    return in_language(alternatives().all[name].title, language)


def first_words(found: Information, language: Language) -> str:
    """What decides, what would be chosen by it in how many readings, what knowing everything would bring."""
    policies = len(found.futures.policies)
    if found.cell is None:
        decided = text(language, "information.by_weights", year=found.year, policies=policies)
    else:
        wanted = "higher" if found.worth[found.cell] > 0.0 else "lower"
        direction = text(language, f"information.{wanted}")
        named = cell_words(found.cell, language)
        decided = text(
            language, "information.by_outcome", outcome=named, year=found.year, policies=policies, direction=direction
        )
    chosen = "; ".join(
        text(language, "information.chosen", policy=_together(found, names, language), count=count)
        for names, count in found.chosen.items()
    )
    readings = text(language, "information.readings", of=len(found.readings))
    return f"{decided} {chosen} {readings} {evpi_words(found, language)}"


def _together(found: Information, names: tuple[str, ...], language: Language) -> str:
    return text(language, "information.or").join(policy_words(found.futures, one, language) for one in names)


def evpi_words(found: Information, language: Language) -> str:
    """What knowing everything would bring, over all readings."""
    worth = [one.evpi for one in found.readings]
    low, high = min(worth, key=lambda one: one.value), max(worth, key=lambda one: one.value)
    ends = [number(one.value, language, error=one.se) for one in (low, high)]
    told = ends[0] if ends[0] == ends[1] else " … ".join(ends)
    said = text(language, "information.evpi", told=told, unit=unit_words(found, language))
    if found.matters is None:
        return said
    return f"{said} {text(language, 'information.matters', matters=number(found.matters, language))}"


def unit_words(found: Information, language: Language) -> str:
    """The unit in which worth is told."""
    if found.cell is None:
        return text(language, "information.unit")
    key = "information.gain_higher" if found.worth[found.cell] > 0.0 else "information.gain_lower"
    return text(language, key, unit=unit(found.cell.unit, language))


def worth_words(row: Row, language: Language) -> str:
    """What a row is worth where it is worth most, with its error."""
    return about(row.evppi, row.se, language, signed=False)


def counted_words(row: Row, language: Language) -> str:
    """In how many readings a row is above chance."""
    return text(language, "information.count", count=row.above, of=row.of)


def notes(found: Information, language: Language) -> list[str]:
    """What no data tell, what it is worth to know which reading is right, and what was left out."""
    said = [text(language, "information.rest", draws=found.futures.draws)]
    said += [
        text(language, "information.beyond", input=input_words(row.name, language), why=in_language(why, language))
        for row in found.inputs[:TOLD]
        if row.above and (why := data_sets().beyond.get(row.name))
    ]
    if found.left_out:
        named = ", ".join(policy_words(found.futures, one, language) for one in found.left_out)
        said.append(text(language, "information.left_out", policies=named))
    return [*said, *_which(found, language)]


def _which(found: Information, language: Language) -> Iterable[str]:
    """What it is worth to know which reading is right."""
    if len(found.chosen) == 1:
        yield text(language, "information.same_choice")
    elif not found.choices:
        yield text(language, "information.no_credence")
    else:
        *each, together = found.choices
        values: Mapping[str, object] = {"unit": unit_words(found, language)}
        told = about(together.evppi, together.se, language, signed=False)
        yield text(language, "information.all_choices", told=told, **values)
        for one in each:
            if one.evppi > 0.0:
                worth = about(one.evppi, one.se, language, signed=False)
                yield f" • {choice_words(one.parameter, language)}: {worth}"
