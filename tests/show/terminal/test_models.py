"""How the terminal shows published numbers beside ours."""

import io
from pathlib import Path
from typing import Any

import pytest
import tiny_model
from rich.console import Console
from tiny_model import target

from tregua.models import find, reproduce
from tregua.models.reproduce import Row
from tregua.show.terminal import lab as terminal
from tregua.show.terminal import models
from tregua.show.words.models import TAGS, figure, ours_in_words, published_in_words
from tregua.show.words.said import in_language
from tregua.text import LANGUAGES, Language, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_terminal_of_100_columns_shows_every_row_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    tiny_model.write(tmp_path)
    shown = io.StringIO()
    for module in (models, terminal):
        monkeypatch.setattr(module, "console_of", lambda: Console(file=shown, width=100, highlight=False))
    model = find.load_model(tmp_path / "quitting")
    found = reproduce.rows_of(model)
    models.show_models([(model.record, found)], language, {})
    lines = shown.getvalue().splitlines()
    for row in found:
        words = in_language(row.target.text, language)
        (line,) = [one for one in lines if one.strip().startswith(f"{words} ")]
        assert len(line) <= 100
        assert text(language, f"models.status.{row.status}") in line
        assert published_in_words(row.target, language) in line
    starts = [text(language, f"models.summary.{tag}", count=0, counts="").partition(":")[0] for tag in TAGS]
    at = [next(number for number, one in enumerate(lines) if one.startswith(start)) for start in starts]
    assert at == sorted(at)


@pytest.mark.parametrize(
    ("published", "tolerance", "ours", "theirs_shown", "ours_shown"),
    [
        (2.0, {"relative": 0.05}, 2.012345678, "2 ± 5\u00a0%", "2.012"),
        (1.2345678, {"relative": 1e-6}, 1.234567894, "1.2345678 ± 0.0001\u00a0%", "1.2345679"),
        (1.2345678, {"relative": 1e-9}, 1.2345678, "1.2345678 ± 1 × 10⁻⁷\u00a0%", "1.2345678"),
        (1.0, {"absolute": 1e-6}, 1.0000021, "1 ± 1 × 10⁻⁶", "1.000002"),
        ({"at_most": 0.5}, None, 0.50000004, "≤ 0.5", "0.50000004"),
    ],
)
def test_our_digits_show_whether_the_target_is_met(
    published: Any, tolerance: Any, ours: float, theirs_shown: str, ours_shown: str
) -> None:
    one = target(published=published, tolerance=tolerance)
    assert published_in_words(one, "en") == theirs_shown
    assert ours_in_words(Row("quitting", one, ours), "en") == ours_shown


@pytest.mark.parametrize(("language", "expected"), [("en", "1983.1"), ("es", "1983,1")])
def test_a_calendar_year_has_no_separator(language: Language, expected: str) -> None:
    one = target(published=1983.1, tolerance={"absolute": 0.1}, unit="calendar_year")
    assert ours_in_words(Row("quitting", one, 1983.1), language) == expected
    assert published_in_words(one, language).startswith(f"{expected} ± 0")


@pytest.mark.parametrize(
    ("value", "unit", "english", "spanish"),
    [
        (12345.5, "persons", "12,345.5", "12.345,5"),
        (1983, "calendar_year", "1983", "1983"),
        (1977.5, "calendar_year", "1977.5", "1977,5"),
        (1.549231e-8, "1/week", "1.549231 × 10⁻⁸", "1,549231 × 10⁻⁸"),
        (-3e12, "USD", "−3 × 10¹²", "−3 × 10¹²"),
    ],
)
def test_how_a_figure_is_written(value: float, unit: str, english: str, spanish: str) -> None:
    assert (figure(value, unit, "en"), figure(value, unit, "es")) == (english, spanish)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_ten_lines_tell_what_is_met_outright_how_it_was_read_and_what_is_not_met(
    capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    rows = [row for name in find.own_folders() for row in reproduce.committed_rows(find.load_model(name))]
    models.show_summary(rows, language)
    first = "\n".join(capsys.readouterr().out.splitlines()[:10])
    theirs = [row for row in rows if row.target.tag == "published" and not row.sketch]
    met = [row for row in theirs if row.status == "reproduced"]
    read = text(language, "models.count.reproduced", count=len(met))
    assert f"{read} [" in first
    for level, count in reproduce.count_read(met).items():
        assert not count or text(language, f"models.read.{level}", count=count) in first
    missed = [row.target.id for row in theirs if row.status == "not-reproduced"]
    assert missed and all(one in first for one in missed)
    sketched = [row for row in rows if row.sketch and row.target.tag == "published"]
    assert text(language, "models.summary.sketch.published", count=len(sketched), counts="").partition(" (")[0] in first
