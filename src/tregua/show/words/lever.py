"""A lever in one look: what it does here, by how much, who found that, where, how sure, and what it is not."""

from collections import Counter
from typing import Any

from tregua.analysis.one_lever import OneLever
from tregua.evidence.schema import Estimate
from tregua.lab.cell import Comparison
from tregua.lab.model import lab
from tregua.lab.schema import Lever
from tregua.show.words import comparison as said
from tregua.show.words.estimates import effect_in_words
from tregua.show.words.numbers import number, unit
from tregua.show.words.run import comparisons_record
from tregua.show.words.said import in_language
from tregua.show.words.source import author_year
from tregua.text import Language, text

TIMES = "×"


def moved_record(one: OneLever, language: Language) -> dict[str, Any]:
    """Where the lever was moved to, and its cells as a comparison has them."""
    whole = comparisons_record(one.comparisons, language)
    cells = {(each.outcome, each.place) for each in one.cells}
    return {
        "held": one.held,
        "moved_to": one.moved_to,
        "typed": list(one.typed),
        "start": one.start,
        "year": one.comparisons.year,
        "draws": one.comparisons.draws,
        "seed": one.comparisons.seed,
        "catalogue_hash": one.comparisons.catalogue_hash,
        "cells": [each for each in whole["comparisons"] if (each["outcome"], each["place"]) in cells],
    }


def heading(one: OneLever, language: Language) -> str:
    """Its name, unit and range."""
    return f"{in_language(one.lever.text, language)} ({one.lever.id}): {range_of(one.lever, language)}"


def range_of(lever: Lever, language: Language) -> str:
    """The ends between which it may be set, with their unit; of a multiple what it is a multiple of."""
    ends = f"{number(lever.low, language)} … {number(lever.high, language)} {unit(lever.unit, language)}".strip()
    return text(language, "lever.times", ends=ends) if lever.unit == TIMES else ends


def does(one: OneLever, language: Language) -> list[str]:
    """What moving it changes, the changes that matter first."""
    held = dict.fromkeys(number(value, language) for value in one.held.values())
    opening = text(
        language,
        "lever.moved",
        before=" … ".join(held),
        after=f"{number(one.moved_to, language)} {unit(one.lever.unit, language)}",
        month=one.start,
        year=one.comparisons.year,
    )
    if one.typed:
        return [opening, text(language, "lever.typed", names=", ".join(f"--assume {name}=…" for name in one.typed))]
    ranked = sorted(one.cells, key=lambda each: each.material.status == "none")
    return [opening, *(_cell(each, one, language) for each in ranked if each.alternatives)]


def _cell(cell: Comparison, one: OneLever, language: Language) -> str:
    outcome = lab().outcomes[cell.outcome]
    place = in_language(lab().place_text(cell.place, outcome.index), language)
    share = said.relative(cell, language)
    size = f"{said.middle(cell, language)} {unit(outcome.unit, language)}" + (f" ({share})" if share else "")
    told = said.direction(cell, one.comparisons.draws, language, brief=True)
    return f"{in_language(outcome.text, language)}, {place}: {size}; {told}; {said.brief(cell, language)}"


def costs(lever: Lever, language: Language) -> list[str]:
    """What was read of its cost, a number a sentence; of a lever that is set in money, that it is."""
    listed = []
    for name in lever.cost:
        if name in lab().levers:
            listed.append(text(language, "lever.cost_is_setting", unit=unit(lab().levers[name].unit, language)))
        for record in lab().numbers(name) if name not in lab().levers else ():
            value = f"{number(record.value, language)} {unit(record.unit, language)}".strip()
            cited = [author_year(lab().sources[each.ref], language) for each in record.source]
            told = "; ".join([text(language, f"tag.{record.tag}"), *dict.fromkeys(cited)])
            listed.append(f"{in_language(record.text, language)}: {value} ({told})")
    return listed or [text(language, "lever.no_cost")]


def not_this(lever: Lever, language: Language) -> list[str]:
    """What it must not be taken for, and of a lever that has places the only ones where it can be moved."""
    places = lab().movable(lever)
    named = {each.id: in_language(each.text, language) for each in lab().world.places}
    listed = [in_language(lever.not_this, language)]
    if {*places} <= {*named}:
        listed.append(text(language, "lever.places", places=", ".join(named[each] for each in places)))
    return listed


def found(lever: Lever, language: Language) -> list[str]:
    """Who found what, how and where."""
    listed = []
    for estimate in lab().behind(lever):
        cited = author_year(lab().sources[estimate.source[0].ref], language)
        listed.append(f"{cited}: {found_by(estimate, language)}")
    return listed or [text(language, "lever.nobody")]


def found_by(estimate: Estimate, language: Language) -> str:
    """What was found, how and where."""
    where = ", ".join(
        filter(
            None,
            [
                text(language, f"ledger.design.{estimate.design}"),
                in_language(estimate.place, language),
                in_language(estimate.period, language) if estimate.period else None,
                text(language, "lever.grade", grade=estimate.grade),
            ],
        )
    )
    return f"{in_language(estimate.outcome, language)}, {effect_in_words(estimate, language)} ({where})"


def sure(lever: Lever, language: Language) -> list[str]:
    """How strong the evidence is, and what its numbers are."""
    tags = Counter(record.tag for record in lab().resting(lever))
    counted = ", ".join(f"{text(language, f'tag.{tag}')} {count}" for tag, count in tags.items())
    grade = text(language, "lever.grade", grade=lever.grade)
    return [
        f"{grade[:1].upper()}{grade[1:]}. {in_language(lever.evidence, language)}",
        text(language, "lever.numbers", names=", ".join(lever.rests_on), counted=counted),
    ]


def sections(one: OneLever, language: Language) -> dict[str, list[str]]:
    """All of it, by what is asked."""
    return {
        "does": does(one, language),
        "cost": costs(one.lever, language),
        "found": found(one.lever, language),
        "sure": sure(one.lever, language),
        "not": not_this(one.lever, language),
    }
