"""What the app shows: levers by what they do, scenarios to start from, rows of the answer, readings, texts."""

from dataclasses import replace
from typing import Any

from tregua.analysis.deciding.discover import RESAMPLES
from tregua.analysis.deciding.goals import cells_of, goals, sign_of
from tregua.analysis.deciding.tradeoffs import AFTER, PRICE, SAVED, WEIGHTS
from tregua.catalogue.record import Text
from tregua.evidence.schema import Series
from tregua.lab.alternatives import alternatives, combinations
from tregua.lab.bind import catalogue_hash
from tregua.lab.model import lab
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, load_scenario
from tregua.lab.schema import Lever, Outcome
from tregua.show.app.engine import engine_data, shown_rows, steps_of
from tregua.show.app.inputs import inputs
from tregua.show.app.rests import Both, cited, events_of, in_both, of_choice, of_lever, publications, scores_of
from tregua.show.places import PLACES
from tregua.show.words import cite
from tregua.show.words.finding import MARKS, STRENGTH
from tregua.show.words.numbers import unit
from tregua.show.words.spanish import translated
from tregua.text import LANGUAGES, Language, text, texts
from tregua.version import RELEASED, VERSION

BOXES = 256  # draws in which boxes are looked for
FIRST_OBSERVED = 2015  # a few observed years before the run
PREFIXES = ("app.", "likely.", "number.", "material.brief.", "alternative.", "finding.")
GROUPS = {
    "law": ("talks", "offer", "extradition", "ceasefire", "truce", "accord", "guarantor"),
    "force": ("pressure", "leader_removal", "arrests", "sentence", "emergency", "militias", "foreign_action"),
    "supply": (
        *("eradication", "substitution", "announcement", "seizure_share"),
        *("interdiction", "corridor_interdiction", "domestic_enforcement"),
    ),
    "use": ("treatment", "prevention", "harm_reduction"),
    "social": (
        *("reintegration", "counselling", "jobs", "neighbourhoods"),
        *("public_works", "scholarships", "housing"),
    ),
}
"""The levers that somebody can move, by what they do, as the page lists them."""
QUESTIONS = {
    "jobs": "s=as-observed~prevention=0.5~treatment=0.4&s=war-on-drugs&o=cocaine_consumed.USA&y=2032",
    "talks": "s=total-peace&s=mano-dura&o=homicides.COL&y=2030",
    "coca": "s=as-observed~eradication=100000&s=as-observed~substitution=0.3&o=coca_area.COL&y=2032&v=difference",
}
"""The guided questions, each with the state of the page that it begins from."""


def app_data(draws: int, in_site: bool = False) -> dict[str, Any]:
    """All that the page knows, as JSON can hold it; `draws` are those of one answer.

    In the site it also knows where the pages of its records are.
    """
    data = _data(Settings(draws=draws))
    return {**data, "sources": publications(data), "places": PLACES if in_site else None}


def _data(settings: Settings) -> dict[str, Any]:
    scenarios = [load_scenario(name) for name in PRESETS]
    return {
        "version": VERSION,
        "catalogue": catalogue_hash(),
        "draws": settings.draws,
        "seed": settings.seed,
        "reference": {language: _reference(language) for language in LANGUAGES},
        "questions": [{"id": name, "link": link} for name, link in QUESTIONS.items()],
        "first": settings.span.first,
        "until": settings.span.until,
        "start": settings.start,
        "shown": settings.span.shown,
        "lab": engine_data(settings, scenarios),
        "groups": [{"id": name, "levers": listed} for name, listed in GROUPS.items()],
        "strengths": STRENGTH,
        "marks": MARKS,
        "levers": {name: _lever(one) for name, one in lab().levers.items()},
        "presets": [
            {
                "id": one.id,
                "text": _both(one.text),
                "description": _both(one.description),
                "steps": steps_of(one, settings),
                "sources": cited(one.source),
                "written": one.model_dump(exclude_defaults=True, include={"after", "regime", "levers"}),
            }
            for one in scenarios
        ],
        "rows": [_row(outcome, place) for outcome, place in shown_rows()],
        **_deciding(),
        "inputs": inputs(),
        "readings": [dict(one.choices) for one in combinations()],
        "choices": {
            name: {
                "column": [*lab().parameters].index(name),
                "only_with": one.only_with,
                "title": _both(one.title),
                "values": [*zip(lab().parameters[name].distribution.values or [], map(_both, one.values), strict=True)],
                "sources": of_choice(name),
            }
            for name, one in alternatives().all.items()
        },
        "texts": {language: _texts(language) for language in LANGUAGES},
    }


def _reference(language: Language) -> dict[str, str]:
    """How the laboratory is cited, with its version and the hash of its catalogues."""
    named = cite.of_record("lab", "", VERSION, catalogue_hash(), RELEASED, language)
    one = replace(named, title=text(language, "app.title"))
    return {"apa": cite.apa(one, language), "bibtex": cite.bibtex(one)}


def _texts(language: Language) -> dict[str, str]:
    return {key: value for key, value in texts(language).items() if key.startswith(PREFIXES)}


def _both(text: Text | None) -> Both | None:
    """A text in both languages, without marks of code, which the page does not show as such."""
    return {"en": text.en.replace("`", ""), "es": text.es.replace("`", "")} if text else None


def _unit(name: str) -> Both:
    return in_both(unit, name)


def _lever(lever: Lever) -> dict[str, Any]:
    return {
        "id": lever.id,
        "text": _both(lever.text),
        "unit": _unit(lever.unit),
        "written_unit": lever.unit,
        "driver": lever.driver,
        "default": lever.default,
        "low": lever.low,
        "high": lever.high,
        "places": lab().movable(lever),
        "columns": [lab().lever_columns[lever.id, place] for place in lab().movable(lever)],
        "grade": lever.grade,
        "evidence": _both(lever.evidence),
        "not_this": _both(lever.not_this),
        "sources": of_lever(lever),
        "affects": lever.affects,
        "payers": lab().payers(lever),
        "paid": bool(lever.cost),
    }


def _deciding() -> dict[str, Any]:
    """What the views that help to decide are told: goals, draws, and the grids of their curves."""
    return {
        "goals": {name: _goal(name) for name in lab().outcomes},
        "judged": _judged(),
        "boxes": {"draws": BOXES, "resamples": RESAMPLES},
        "trade": {
            "saved": SAVED,
            "price": PRICE,
            "place": lab().places("hosts")[0],
            "after": AFTER,
            "weights": WEIGHTS,
        },
    }


def _goal(outcome: str) -> dict[str, Any]:
    """Which way an outcome is wanted, 1 where more of it and −1 where less, and why; 0 where that is contested."""
    goal = goals()[outcome]
    return {
        "sign": sign_of(outcome),
        "always": goal.always,
        "part_of": goal.part_of,
        "reason": _both(goal.reason),
    }


def _judged() -> list[int]:
    """The rows that decisions are judged by, in the order of `cells_of`."""
    places = [(outcome.id, place) for outcome, place in shown_rows()]
    return [places.index((one.outcome, one.place)) for one in cells_of()]


def _row(outcome: Outcome, place: str) -> dict[str, Any]:
    matter = alternatives().matters[outcome.id]
    known = outcome.id == "state_outlay" or any(outcome.id in lever.affects for lever in lab().levers.values())
    observed = [one for one in lab().series.values() if (one.outcome, one.place) == (outcome.id, place)]
    return {
        "outcome": outcome.id,
        "place": place,
        "headline": place in outcome.headline,
        "text": _both(outcome.text),
        "where": _both(lab().place_text(place, outcome.index)),
        "unit": _unit(outcome.unit),
        "whole": _unit(outcome.unit.removesuffix("/year")),
        "definition": _both(outcome.definition),
        "equation": outcome.equation,
        "stock": outcome.kind == "stock",
        "matters": matter.number,
        "share": matter.share,
        "known": known,
        "observed": [_series(one, outcome) for one in observed],
        "scores": scores_of(outcome.id, place),
        "events": events_of(outcome.id, place),
    }


def _series(series: Series, outcome: Outcome) -> dict[str, Any]:
    """An observed series: where each figure stands in time, its value, and who published it."""
    usual = 1.0 if outcome.kind == "stock" else 0.5
    points = [
        [one.year + (one.month / 12 if one.month else usual), one.value]
        for one in series.points
        if one.year >= FIRST_OBSERVED
    ]
    return {
        "id": series.id,
        "publisher": in_both(translated, series.publisher),
        "source": cited([series.source])[0],
        "points": points,
    }
