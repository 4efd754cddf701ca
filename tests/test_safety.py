"""What SAFETY.md says the tool refuses: held by the catalogues and by what every answer carries."""

import re
from pathlib import Path

import pytest

from tregua.lab.model import lab
from tregua.lab.scenario import PRESETS, RECORD, load_scenario
from tregua.text import LANGUAGES, Language, texts

COUNTRY_OR_REGION = re.compile(r"[A-Z]{3}|ANDES|ROUTE")
SAFETY = (Path(__file__).parents[1] / "SAFETY.md").read_text("utf-8")


def test_no_place_is_finer_than_a_country_and_every_other_unit_is_a_group() -> None:
    groups = set(lab().places("groups"))
    groups |= {one.place for one in lab().series.values() if one.outcome.startswith("group_members")} - {"COL"}
    world = lab().world
    places = {one.id for one in (*world.places, *world.totals)}
    places |= {series.place for series in lab().series.values()} - groups
    places |= {place for named in lab().outcome_places.values() for place in named} - groups
    assert all(COUNTRY_OR_REGION.fullmatch(place) for place in places)


def test_every_number_says_whether_it_was_published_derived_or_assumed() -> None:
    assert all(parameter.tag in ("published", "derived", "assumed") for parameter in lab().parameters.values())
    assert all(path.tag for name in PRESETS for path in load_scenario(name).levers)


@pytest.mark.parametrize("name", [name for name in PRESETS if name != RECORD])
def test_every_preset_is_shown_with_its_own_best_evidence(name: str) -> None:
    steelman = load_scenario(name).steelman
    assert steelman.en.startswith("Its best evidence: ")
    assert steelman.es.startswith("Su mejor evidencia: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_interface_ranks_policies(language: Language) -> None:
    ranking = {"en": r"\b(better|best policy|winner|optimal)\b", "es": r"\b(mejor política|ganadora?|óptim[ao])\b"}
    assert not [
        key for key, sentence in texts(language).items() if re.search(ranking[language], sentence, re.IGNORECASE)
    ]


def test_rights_stand_on_the_same_screen_as_homicides() -> None:
    headline = [outcome.id for outcome in lab().outcomes.values() if outcome.headline]
    assert headline.index("detained") - headline.index("homicides") <= 2


def test_the_refusals_stand_in_both_languages() -> None:
    english, _, spanish = SAFETY.partition("# Lo que Tregua rechaza")
    assert english.count("**") == spanish.count("**") > 0
