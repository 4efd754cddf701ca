"""Scenario files: what is refused, where and in which words; what the presets say of themselves."""

from pathlib import Path

import pytest

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.read import PACKAGE
from tregua.catalogue.record import Text
from tregua.lab.model import lab
from tregua.lab.scenario import PRESETS, RECORD, check_start, load_scenario, load_scenarios
from tregua.lab.schema import Scenario

VALID = """\
# a comment
id: mine
text: {en: Mine, es: Mío}
description: {en: What, es: Qué}
steelman: {en: Best, es: Mejor}
source:
  - {ref: s1, locator: p. 1}
levers:
  - lever: eradication
    unit: ha/year
    path:
      start: 50000
      2028-01: 0
    tag: assumed
    note: {en: Why, es: Por qué}
  - lever: talks
    place: ELN
    unit: share
    path: {start: 0.5}
    tag: published
    source:
      - {ref: press_tables_2026, locator: timeline}
"""
FIELDS = ", ".join(Scenario.model_fields)
LEVERS = ", ".join([*sorted(lab().levers)[:12], "…"])  # as many as are listed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.yaml"


def problems_of(*names: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        load_scenarios(names)
    return list(caught.value.problems)


def out_of_range(field: str, expected: str, found: str) -> tuple[str, str]:
    return f"“{field}” must be {expected}, not {found}", f"«{field}» debe ser {expected}, no {found}"


def not_finite(found: str) -> tuple[str, str]:
    field = "levers.1.path.start"
    return (
        f"“{field}” must be an ordinary number, not {found}",
        f"«{field}» debe ser un número ordinario, no {found}",
    )


# --- refusals ---------------------------------------------------------------------------------------------------------


OWN = """\
id: mine
levers:
  - lever: jobs
    place: COL
    path: {start: 0.5}
advocated:
  text: It works.
  outcome: homicides
  place: COL
  seen: lower
  against: mano-dura
  assume: {social_transport: 1, jobs_effect: 0.43}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("path: {start: 0.5}", "path: {}", 5, "“levers.0.path” must be months with their values"),
        ("path: {start: 0.5}", "path: [1, 2]", 5, "as {start: 0.5, 2028-01: 1}, not “[1, 2]”"),
        ("start: 0.5", "start: null", 5, "“levers.0.path.start” must be a number, not “(nothing)”"),
        ("start: 0.5", "start: true", 5, "“levers.0.path.start” must be a number, not “true”"),
        (
            "start: 0.5",
            "start: {low: 0, mid: 1, high: 1}",
            5,
            "there is no field “levers.0.path.start.mid”; there are: low, high",
        ),
        ("lever: jobs", "lever: jobz", 3, "Did you mean “jobs”?"),  # and nothing of the unit that may be left out
        ("start: 0.5", "2124-01: 0.5", 3, "“2124-01” lies outside 2010-01 … 2060-12"),
        ("id: mine\n", "", 1, "“id” is missing in “the file”"),
        ("outcome: homicides", "outcome: homicide", 8, "there is no outcome “homicide”"),
        ("place: COL\n  seen", "place: USA\n  seen", 9, "“USA” is no place of “homicides”; there are: COL"),
        ("seen: lower", "seen: down", 10, "“advocated.seen” must be one of lower, higher, not “down”"),
        ("against: mano-dura", "against: mano", 11, "there is no scenario “mano”"),
        ("social_transport", "social_transpart", 12, "Did you mean “social_transport”?"),
        ("social_transport: 1", "social_transport: 2", 12, "“social_transport” must be 0 … 1, not 2"),
        ("jobs_effect: 0.43", "jobs_effect: 9", 12, "has no value 9; there are: 0, 0.43"),
    ],
)
def test_a_scenario_of_ones_own_is_refused_in_one_sentence(
    old: str, new: str, line: int, told: str, file: Path
) -> None:
    assert OWN.count(old) == 1
    file.write_text(OWN.replace(old, new), "utf-8")
    [problem] = problems_of(str(file))
    assert problem.where == f"{file}:{line}"
    assert told in problem.message("en")
    assert problem.message("es") != problem.message("en")


def test_what_advocates_say_may_stand_in_one_language(file: Path) -> None:
    file.write_text(OWN, "utf-8")
    advocated = load_scenario(str(file)).advocated
    assert advocated is not None and advocated.text == Text(en="It works.", es="It works.")


@pytest.mark.parametrize(
    ("old", "new", "line", "english", "spanish"),
    [
        pytest.param(
            "lever: talks",
            "lever: talk",
            16,
            f"there is no lever “talk”; there are: {LEVERS}. Did you mean “talks”?",
            f"no existe el instrumento «talk»; hay: {LEVERS}. ¿Quiso decir «talks»?",
            id="misspelt lever",
        ),
        pytest.param(
            "lever: eradication",
            "lever: coca_area",
            9,
            "“coca_area” is an outcome; a scenario sets levers only",
            "«coca_area» es un resultado; un escenario solo fija instrumentos",
            id="sets an outcome",
        ),
        pytest.param(
            "unit: ha/year",
            "unit: km2/year",
            10,
            "“eradication” is in “ha/year”, not “km2/year”",
            "«eradication» se mide en «ha/year», no en «km2/year»",
            id="wrong unit",
        ),
        pytest.param(
            "50000",
            "300000",
            12,
            *out_of_range("eradication", "0 … 200000 ha/year", "300000"),
            id="above the range",
        ),
        pytest.param("0.5", "-0.1", 19, *out_of_range("talks", "0 … 1 share", "-0.1"), id="negative share"),
        pytest.param("0.5", ".nan", 19, *not_finite("nan"), id="NaN"),
        pytest.param("0.5", "1e300", 19, *not_finite("1e+300"), id="1e300"),
        pytest.param(
            "2028-01",
            "2028",
            9,
            "“2028” is not a month; write it as 2022-08",
            "«2028» no es un mes; escríbalo como 2022-08",
            id="a year",
        ),
        pytest.param(
            "2028-01",
            "2124-01",
            9,
            "“2124-01” lies outside 2010-01 … 2060-12, the years that a run can have",
            "«2124-01» queda fuera de 2010-01 … 2060-12, los años que una corrida puede tener",
            id="a year out of range",
        ),
        pytest.param(
            "place: ELN",
            "place: ELM",
            17,
            "“ELM” is no place of “talks”; there are: EGC, ELN, REST, SM, all. Did you mean “ELN”?",
            "«ELM» no es un lugar de «talks»; hay: EGC, ELN, REST, SM, all. ¿Quiso decir «ELN»?",
            id="unknown place",
        ),
        pytest.param(
            "    place: ELN\n",
            "",
            16,
            "“place” is missing in “talks”",
            "falta «place» en «talks»",
            id="missing place",
        ),
        pytest.param(
            "ref: s1",
            "ref: s0",
            7,
            "there is no source “s0”; there are: sources.yaml.",
            "no existe la fuente «s0»; hay: sources.yaml.",
            id="unknown source",
        ),
        pytest.param(
            "ref: press_tables_2026",
            "ref: press_tables_2025",
            22,
            "there is no source “press_tables_2025”; there are: sources.yaml. Did you mean “press_tables_2026”?",
            "no existe la fuente «press_tables_2025»; hay: sources.yaml. ¿Quiso decir «press_tables_2026»?",
            id="unknown source of a lever",
        ),
        pytest.param(
            "id: mine\n",
            "id: mine\ncoca_area: {2030: 0}\n",
            3,
            f"there is no field “coca_area”; there are: {FIELDS}",
            f"no existe el campo «coca_area»; hay: {FIELDS}",
            id="an outcome beside the levers",
        ),
    ],
)
def test_a_wrong_scenario_is_refused(old: str, new: str, line: int, english: str, spanish: str, file: Path) -> None:
    assert VALID.count(old) == 1
    file.write_text(VALID.replace(old, new), "utf-8")
    [problem] = problems_of(str(file))
    assert problem.message("en") == f"{file}:{line}: {english}"
    assert problem.message("es") == f"{file}:{line}: {spanish}"


def test_an_unknown_preset_is_named_with_the_nearest() -> None:
    [problem] = problems_of("mano_dura")
    valid = "alliance, as-observed, demand-reduction, extradition-first, kingpin, mano-dura, total-peace, war-on-drugs"
    assert problem.message("en") == f"there is no scenario “mano_dura”; there are: {valid}. Did you mean “mano-dura”?"
    assert problem.message("es") == f"no existe el escenario «mano_dura»; hay: {valid}. ¿Quiso decir «mano-dura»?"


def test_the_same_scenario_twice_is_refused(file: Path) -> None:
    file.write_text(VALID, "utf-8")
    file.with_name("other.yaml").write_text(VALID.replace("50000", "40000"), "utf-8")
    [problem] = problems_of(str(file), str(file.with_name("other.yaml")))
    assert problem.message("en") == "two scenarios are called “mine”; change `id:` in one of the files"
    assert problem.message("es") == "dos escenarios se llaman «mine»; cambie `id:` en uno de los archivos"


def test_the_problems_of_all_files_are_told_at_once(file: Path) -> None:
    file.write_text(VALID.replace("50000", "-1").replace("ELN", "ALL"), "utf-8")
    found = problems_of("nothing", str(file), str(file.with_name("none.yaml")))
    assert [(problem.kind, problem.where.removeprefix(str(file.parent))) for problem in found] == [
        ("unknown_name", ""),
        ("out_of_range", "/mine.yaml:12"),
        ("no_place_of", "/mine.yaml:17"),
        ("no_file", "/none.yaml"),
    ]


# --- presets ----------------------------------------------------------------------------------------------------------


def test_paths_before_the_start_of_policies_are_refused(file: Path) -> None:
    file.write_text(VALID.replace("start: 50000", "2026-12: 50000"), "utf-8")
    with pytest.raises(InputError, match="eradication moves in 2026-12, before the policies start"):
        check_start([load_scenario(str(file))], "2027-01")
    check_start([load_scenario(str(file))], "2026-12")


def test_a_month_with_two_values_is_refused(file: Path) -> None:
    file.write_text(VALID.replace("start: 50000", "start: 50000\n      2027-01: 60000"), "utf-8")
    with pytest.raises(InputError, match="eradication has two values for one month when policies start in 2027-01"):
        check_start([load_scenario(str(file))], "2027-01")
    check_start([load_scenario(str(file))], "2026-12")


def test_no_policy_is_a_record_of_what_was_done(file: Path) -> None:
    """A path copied from the record would pass for history, and move before the policies start."""
    text = VALID.replace("start: 50000", "2010-01: 50000")
    file.write_text(text.replace("    path:", "    recorded_to: 2024-12\n    path:", 1), "utf-8")
    with pytest.raises(InputError, match="only “as-observed” says how far its record reaches"):
        load_scenario(str(file))


def test_a_record_counts_no_months_from_a_start(file: Path) -> None:
    text = VALID.replace("id: mine", "id: as-observed").replace("    path:", "    recorded_to: 2024-12\n    path:", 1)
    file.write_text(text, "utf-8")
    with pytest.raises(InputError, match="“start” is not a month"):
        load_scenario(str(file))


def test_a_policy_after_no_month_is_refused(file: Path) -> None:
    file.write_text(f"after: soon\n{VALID}", "utf-8")
    with pytest.raises(InputError, match="“soon” is not a month"):
        load_scenario(str(file))


def test_a_preset_is_steelmanned_and_says_what_it_cannot_move() -> None:
    for scenario in load_scenarios(PRESETS):
        assert len(scenario.steelman.en) > 100
        assert scenario.without_lever or scenario.advocated or scenario.id == RECORD
        assert {one.lever for one in scenario.levers} <= set(lab().levers)


def test_a_lever_set_twice_for_a_place_is_refused(tmp_path: Path) -> None:
    text = (PACKAGE / "scenarios" / "alliance.yaml").read_text("utf-8")
    first = text.index("  - lever: talks")
    again = text[first : text.index("  - lever: reintegration")].replace("place: all", "place: ELN")
    path = tmp_path / "twice.yaml"
    path.write_text(text[:first] + again + text[first:], "utf-8")
    with pytest.raises(InputError, match="“talks all” stands here twice"):
        load_scenario(str(path))


def test_a_wrong_type_does_not_hide_a_misspelt_lever(tmp_path: Path) -> None:
    text = (PACKAGE / "scenarios" / "alliance.yaml").read_text("utf-8")
    path = tmp_path / "both.yaml"
    path.write_text(text.replace("lever: jobs", "lever: jbos").replace("id: alliance", "id: [1]"), "utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(str(path))
    assert [problem.kind for problem in caught.value.problems] == ["wrong_type", "unknown_name"]


@pytest.mark.parametrize("name", PRESETS)
def test_a_policy_of_the_package_says_what_it_is_what_speaks_for_it_and_why_it_sets_what_nobody_published(
    name: str,
) -> None:
    scenario = load_scenario(name)
    assert scenario.description and scenario.steelman and scenario.source
    assert all(one.note for one in scenario.levers if one.tag == "assumed")


def test_a_scenario_of_ones_own_needs_an_id_and_one_lever(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("id: mine\nlevers:\n  - {lever: jobs, place: COL, path: {start: 0.25}}\n", "utf-8")
    scenario = load_scenario(str(path))
    (lever,) = scenario.levers
    assert (scenario.text.en, scenario.text.es, lever.unit, lever.tag) == ("mine", "mine", "share", "assumed")
    assert scenario.description is None and scenario.source == []
