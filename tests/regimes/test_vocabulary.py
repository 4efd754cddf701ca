"""Facts, their values, parties and events have a second name each, which files may use and nothing else shares."""

from pathlib import Path

import pytest

from tregua.catalogue.errors import MOST_TOLD, InputError
from tregua.catalogue.read import Document
from tregua.regimes.fact import fold
from tregua.regimes.log import load_log
from tregua.regimes.machine import aliases, machine
from tregua.regimes.vocabulary import check_facts, load_facts, package_names, vocabulary

CASE = "negoció: sí\nreincidio: NO\nclase de reincidencia: narcotráfico\npapel_en_la_estructura: JEFE\n"
LOG = "group: ELN\nevents:\n  - {date: 2022-08-20, type: Carta_recibida, by: grupo, source: carta}\n"


def test_no_two_facts_share_a_name() -> None:
    for fact in vocabulary().values():
        for name in (fact.id, fact.alias, fact.alias.upper(), fold(fact.alias)):
            assert package_names().called(name) is fact, name


def test_no_two_values_of_a_fact_share_a_word() -> None:
    for fact in vocabulary().values():
        if fact.type == "enum":
            words = [*fact.values, *(fact.value_aliases or fact.values)]
            assert [fact.read(fold(word)) for word in words] == fact.values * 2, fact.id


def test_no_two_parties_or_events_share_a_name() -> None:
    ids = [*(one.id for one in machine().parties), *(one.id for one in machine().events)]
    assert sorted(aliases().values()) == sorted(ids) and not aliases().keys() & {*ids} - {"observer"}


def test_facts_may_be_stated_in_spanish(tmp_path: Path) -> None:
    path = tmp_path / "caso.yaml"
    path.write_text(CASE, "utf-8")
    expected = {"negotiated": True, "reoffended": False, "reoffence_kind": "drug", "role": "leader"}
    assert load_facts(Document(path)) == expected


def test_a_fact_under_two_names_is_refused() -> None:
    with pytest.raises(InputError, match="“negotiated” stands here twice"):
        check_facts({"negotiated": True, "negoció": False})


def test_a_hostile_number_of_unknown_facts_is_told_in_part() -> None:
    with pytest.raises(InputError) as caught:
        check_facts({f"negociated{at}": True for at in range(200_000)})
    assert len(caught.value.problems) == MOST_TOLD + 1
    assert str(caught.value).endswith("and more; only the first problems are told")


def test_a_record_may_name_parties_and_events_in_spanish(tmp_path: Path) -> None:
    path = tmp_path / "mesa.yaml"
    path.write_text(LOG, "utf-8")
    (event,) = load_log(path).file.events
    assert (event.type, event.by) == ("letter_received", "group")
