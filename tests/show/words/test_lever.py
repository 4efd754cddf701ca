"""A lever in one look: what moving it does, who found that, how sure, what it is not; in the terminal and as a page."""

from pathlib import Path

import pytest
from commands import Capture, call

from tregua.analysis.one_lever import OneLever, one_lever, only_typed
from tregua.lab.model import lab
from tregua.show.words.lever import costs, not_this, range_of, sections
from tregua.text import LANGUAGES, Language, text

DRAWS = 16


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["eradication", "housing"])
def test_every_section_says_something(name: str, language: Language) -> None:
    found = sections(one_lever(name, DRAWS, 0), language)
    assert [*found] == ["does", "cost", "found", "sure", "not"]
    assert all(said for sentences in found.values() for said in sentences)


def test_a_lever_moves_to_the_far_end_of_its_range_and_tells_every_headline_that_it_affects() -> None:
    one = one_lever("eradication", DRAWS, 0)
    assert one.moved_to == one.lever.high and max(one.held.values()) < one.lever.high / 2
    cells = {(cell.outcome, cell.place) for cell in one.cells}
    assert ("coca_area", "COL") in cells
    assert {outcome for outcome, _ in cells} <= set(one.lever.affects)
    (area,) = [cell for cell in one.cells if (cell.outcome, cell.place) == ("coca_area", "COL")]
    assert area.median_range is not None and area.median_range[0] < 0 < area.median_range[1]  # one study finds more


def test_a_lever_of_which_nothing_was_read_says_what_to_type() -> None:
    one = one_lever("scholarships", DRAWS, 0)
    assert one.typed == ("scholarship_effect",)
    assert not any(cell.alternatives for cell in one.cells if cell.outcome != "state_outlay")
    assert "--assume scholarship_effect=" in sections(one, "en")["does"][1]
    assert all(only_typed(lever) == [] for lever in lab().levers.values() if lever.grade not in "E")


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_page_holds_what_the_terminal_says(capsys: Capture, tmp_path: Path, language: Language) -> None:
    page = tmp_path / "lever.html"
    code, out, _ = call(capsys, "levers", "talks", "--draws", str(DRAWS), "--html", str(page), "--lang", language)
    assert code == 0
    written = page.read_text("utf-8")
    for key in ("does", "cost", "found", "sure", "not"):
        assert text(language, f"lever.heading.{key}") in out
        assert text(language, f"lever.heading.{key}") in written


def alone(name: str) -> OneLever:
    """A lever that was moved nowhere."""
    return OneLever(lab().levers[name], {}, 1.0, (), "2027-01", None)  # type: ignore[arg-type]


def test_a_card_tells_a_published_cost_and_that_none_was_read() -> None:
    (treatment,) = costs(lab().levers["treatment"], "en")
    record = lab().parameters["treatment_unit_cost"]
    assert treatment.startswith(record.text.en) and text("en", f"tag.{record.tag}") in treatment
    assert costs(lab().levers["emergency"], "es") == [text("es", "lever.no_cost")]
    assert costs(lab().levers["interdiction"], "en")[0].startswith("It is set in ")
    for name in lab().levers:
        assert all(costs(lab().levers[name], language) for language in LANGUAGES)


def test_a_card_says_of_what_a_multiple_is_one_and_where_it_acts() -> None:
    assert range_of(lab().levers["extradition"], "en") == "0 … 3 × (1 × is as on record)"
    assert range_of(lab().levers["extradition"], "es") == "0 … 3 × (1 × es como consta)"
    assert not_this(lab().levers["harm_reduction"], "en")[1] == "It can be moved only in: United States."
    for name in ("treatment", "prevention"):
        assert not_this(lab().levers[name], "es")[1] == "Solo puede moverse en: Estados Unidos, Europa."
    assert len(not_this(lab().levers["talks"], "en")) == 1  # moved group by group


def test_draws_out_of_range_are_refused_with_and_without_a_name(capsys: Capture) -> None:
    for words in (["--draws", "0"], ["jobs", "--draws", "0"], ["--seed", "-1"]):
        code, out, err = call(capsys, "levers", *words)
        assert code == 2 and not out and "must be" in err


def test_a_page_needs_the_name_of_a_lever(capsys: Capture) -> None:
    code, _, err = call(capsys, "levers", "--html", "all.html")
    assert code == 2 and "--html" in err
