"""What the app ships beside its engine: every figure leads to what it rests on, in both languages."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest

from tregua.analysis.card import card
from tregua.lab.alternatives import alternatives
from tregua.lab.events import bearing
from tregua.lab.model import lab
from tregua.lab.scenario import PRESETS, load_scenario
from tregua.show.app.page import DRAWS
from tregua.show.app.records import app_data
from tregua.show.words.backtest import card_words


@cache
def data() -> dict[str, Any]:
    """As a script reads it."""
    read: dict[str, Any] = json.loads(json.dumps(app_data(DRAWS)))
    return read


def walked(found: object) -> Iterator[dict[str, Any]]:
    """Every object in some data."""
    if isinstance(found, dict):
        yield found
        found = [*found.values()]
    if isinstance(found, list):
        for one in found:
            yield from walked(one)


def cites() -> list[dict[str, Any]]:
    return [one for one in walked(data()) if "ref" in one]


def test_every_lever_with_estimates_says_who_found_what() -> None:
    for name, lever in data()["levers"].items():
        assert [one["id"] for one in lever["sources"]] == [one.id for one in lab().behind(lab().levers[name])]
        assert {*lab().levers[name].estimates} <= {one["id"] for one in lever["sources"]}
        assert all(one["cites"] for one in lever["sources"])
    told = next(one for one in data()["levers"]["eradication"]["sources"] if one["id"] == "mejia_2017_high")
    assert told["text"]["en"].startswith("Coca area, −0.03 ha per ha (regression discontinuity, Colombia, around")
    assert told["text"]["es"].startswith("Área de coca, −0,03 ha por ha (regresión discontinua, Colombia, en torno")
    assert told["cites"] == [{"ref": "mejia_2017", "locator": {"en": "abstract", "es": "resumen"}}]


def test_every_citation_has_its_publication_and_every_publication_its_citation() -> None:
    known = data()["sources"]
    assert {one["ref"] for one in cites()} == {*known}
    assert known["mejia_2017"]["named"] == {"en": "Mejía et al. 2017", "es": "Mejía et al. 2017"}
    assert "(2017)." in known["mejia_2017"]["full"]["en"]
    for name, one in known.items():
        assert one["url"] == lab().sources[name].link
        assert one["url"] is None or (urlsplit(one["url"]).scheme in ("http", "https") and urlsplit(one["url"]).netloc)
        assert not any("://" in full for full in one["full"].values()), name
    assert sum(one["url"] is not None for one in known.values()) > len(known) / 2


def test_every_observed_series_and_every_preset_says_where_it_stands() -> None:
    observed = [one for row in data()["rows"] for one in row["observed"]]
    assert len(observed) > 5 and all(one["source"]["ref"] in data()["sources"] for one in observed)
    for name, preset in zip(PRESETS, data()["presets"], strict=True):
        assert [one["ref"] for one in preset["sources"]] == [one.ref for one in load_scenario(name).source] != []


def test_a_choice_cites_what_its_readings_are_from() -> None:
    for name in alternatives().all:
        record, listed = lab().parameters[name], data()["choices"][name]["sources"]
        assert {one.ref for one in record.source} <= {one["ref"] for one in listed}
        assert bool(listed) == bool(record.source or record.estimates), name
    assert [one["ref"] for one in data()["choices"]["pressure_beyond"]["sources"]] == ["blair_2023"]


def test_a_row_has_what_the_score_card_says_of_it_and_no_other_has_it() -> None:
    by_row = {(row["outcome"], row["place"]): row["scores"] for row in data()["rows"]}
    told = by_row["conflict_deaths", "COL"]
    assert told[0]["en"].startswith("Forecasts (closer beyond its 90 % error): Members killed in conflict (Colombia) +")
    assert told[0]["es"].startswith("Pronósticos (mejores más allá de su error del 90 %): Miembros muertos en el")
    assert by_row["state_outlay", "COL"] == []
    figure = told[0]["en"].partition(": ")[2].rstrip(".")
    assert any(figure in sentence for sentence in card_words(card(), "en"))
    assert sum("2014–17" in one["en"] for listed in by_row.values() for one in listed) == 1


@pytest.mark.parametrize("moved", [["emergency"], ["talks"], ["ceasefire"], ["eradication", "talks", "truce"], []])
def test_the_switches_of_a_row_are_those_that_bear_on_a_difference_of_their_levers(moved: list[str]) -> None:
    for row in data()["rows"]:
        shown = [one["id"] for one in row["events"] if {*one["levers"]} <= {*moved}]
        found = bearing(row["outcome"], row["place"], {*moved})
        assert shown == [*dict.fromkeys(event.id for event, _ in found)]
        assert all(one["sources"] and one["results"] and one["confounded"] for one in row["events"])


def test_a_switch_says_what_was_predicted_and_what_came() -> None:
    row = next(one for one in data()["rows"] if (one["outcome"], one["place"]) == ("homicides", "COL"))
    event = next(one for one in row["events"] if one["id"] == "slv-exception-2022")
    assert event["levers"] == ["emergency"] and "2022" in event["text"]["es"]
    for result in event["results"]:
        assert "predicted" in result["text"]["en"] and "observed" in result["text"]["en"]
        assert ("no test" in result["text"]["en"]) != result["test"]
        assert ("does not agree" in result["text"]["en"]) != result["agrees"]
        assert ("too imprecise" in result["text"]["en"]) != result["telling"]


def test_both_languages_say_it_each_in_its_own_words() -> None:
    pairs = [one for one in walked(data()) if {*one} == {"en", "es"} and isinstance(one["en"], str)]
    assert len(pairs) > 500 and all(one["en"].strip() and one["es"].strip() for one in pairs)
    said = [one["text"] for lever in data()["levers"].values() for one in lever["sources"]]
    said += [one for row in data()["rows"] for one in row["scores"]]
    said += [each["text"] for row in data()["rows"] for one in row["events"] for each in (one, *one["results"])]
    said += [one["confounded"] for row in data()["rows"] for one in row["events"]]
    assert len(said) > 200 and [one for one in said if one["en"] == one["es"]] == []
