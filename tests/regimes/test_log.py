"""Records of a negotiation that cannot be: refused with their line, in both languages."""

from pathlib import Path

import pytest

from tregua.catalogue.errors import InputError
from tregua.regimes.process import replay
from tregua.text import LANGUAGES

HEAD = "group: X\nevents:\n"
CONTACT = "  - {date: 2024-02, type: contact_opened, by: both_sides, source: a}\n"
REFUSED = {
    "talks_hold": (
        HEAD + "  - {date: 2024-01-01, type: talks_hold, by: both_sides, source: a}\n",
        ":3: there is no type of event “talks_hold”",
        ":3: no existe tipo de evento «talks_hold»",
        "talks_held",
    ),
    "party": (
        HEAD + "  - {date: 2024-01-01, type: contact_opened, by: goverment, source: a}\n",
        ":3: there is no party “goverment”",
        ":3: no existe parte «goverment»",
        "government",
    ),
    "wrong party": (
        HEAD + "  - {date: 2024-01-01, type: letter_received, by: government, source: a}\n",
        ":3: “government” cannot do “letter_received”; expected one of: group",
        ":3: «government» no puede hacer «letter_received»; se esperaba uno de: group",
        "",
    ),
    "not now": (
        HEAD + CONTACT + "  - {date: 2024-03-01, type: talks_resumed, by: both_sides, source: a}\n",
        ":4: in the state “contact”, “talks_resumed” cannot happen; expected one of: ",
        ":4: en el estado «contact» no puede ocurrir «talks_resumed»; se esperaba uno de: ",
        "",
    ),
    "order": (
        HEAD + CONTACT + "  - {date: 2024-01-31, type: talks_held, by: both_sides, source: a}\n",
        ":4: 2024-01-31 is before 2024-02, the date of an event above it",
        ":4: 2024-01-31 es anterior a 2024-02",
        "",
    ),
    "future": (
        HEAD + "  - {date: 2999-01-01, type: contact_opened, by: both_sides, source: a}\n",
        ":3: 2999-01-01 is after ",
        ":3: 2999-01-01 es posterior a ",
        "",
    ),
    "after as_of": (
        "group: X\nas_of: 2024-01\nevents:\n" + CONTACT,
        ":4: 2024-02 is after 2024-01-31",
        ":4: 2024-02 es posterior a 2024-01-31",
        "",
    ),
    "no such day": (
        HEAD + "  - {date: 2024-02-30, type: contact_opened, by: both_sides, source: a}\n",
        ":3: “events.0.date” must be a year, a month or a day",
        ":3: «events.0.date» debe ser un año, un mes o un día",
        "",
    ),
    "no date": (
        HEAD + "  - {date: spring, type: contact_opened, by: both_sides, source: a}\n",
        ":3: “events.0.date” must be a year, a month or a day",
        ":3: «events.0.date» debe ser un año, un mes o un día",
        "",
    ),
    "split of nobody": (
        HEAD + CONTACT + "  - {date: 2024-03-01, type: split, by: group, source: a}\n",
        ":4: “to” is missing in “split”",
        ":4: falta «to» en «split»",
        "",
    ),
    "a part without a split": (
        HEAD + "  - {date: 2024-03-01, type: contact_opened, by: both_sides, source: a, to: Y}\n",
        ":3: there is no field “to”",
        ":3: no existe el campo «to»",
        "",
    ),
    "field": (
        HEAD + "  - {date: 2024-03-01, type: contact_opened, by: both_sides, source: a, palce: Y}\n",
        ":3: there is no field “events.0.palce”",
        ":3: no existe el campo «events.0.palce»",
        "place",
    ),
    "no source": (
        HEAD + "  - {date: 2024-03-01, type: contact_opened, by: both_sides}\n",
        ":3: “source” is missing",
        ":3: falta «source»",
        "",
    ),
    "empty source": (
        HEAD + "  - {date: 2024-03-01, type: contact_opened, by: both_sides, source: ''}\n",
        ":3: “events.0.source” must be a text that says where it is written",
        ":3: «events.0.source» debe ser un texto que diga dónde está escrito",
        "",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_with_its_line_in_both_languages(tmp_path: Path, name: str) -> None:
    content, english, spanish, nearest = REFUSED[name]
    path = tmp_path / "log.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        replay(path)
    for language, words in zip(LANGUAGES, (english, spanish), strict=True):
        message = caught.value.message(language)
        assert message.startswith(str(path) + words), message
        quoted = f"“{nearest}”?" if language == "en" else f"«{nearest}»?"
        assert not nearest or quoted in message


def test_all_wrong_names_and_dates_are_told_at_once_and_the_venue_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "log.yaml"
    path.write_text(HEAD + CONTACT + "  - {date: 2023, type: split, by: groop, source: a, to: Y}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        replay(path)
    assert [problem.kind for problem in caught.value.problems] == ["unknown_name", "process_order"]
    asked = CONTACT + "  - {date: 2024-03, type: venue_offered, by: host, source: a}\n"
    path.write_text(HEAD + asked + "  - {date: 2024-04, type: talks_held, by: both_sides, source: a}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        replay(path)
    assert ":5: “talks_held” cannot happen before these are on record: venue_gov" in caught.value.message("en")
    assert ":5: «talks_held» no puede ocurrir antes de que conste: venue_gov" in caught.value.message("es")


def test_an_unknown_table_and_a_wrong_limit_are_refused() -> None:
    with pytest.raises(InputError, match="Did you mean “comuneros_del_sur”"):
        replay("comuneros_sur")
    with pytest.raises(InputError, match="until"):
        replay("eln", until="tomorrow")
