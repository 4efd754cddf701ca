"""The health of an installation as a user asks for it: told in both languages, whatever the folder."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Capture, call, printed, refused

from tregua.analysis import doctor as module
from tregua.analysis.doctor import Failed, Health, doctor
from tregua.catalogue.errors import InputError, Problem
from tregua.lab.installed import Package
from tregua.show.words.doctor import doctor_record, rows, sections, size
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")
UNFILLED = re.compile(r"[{}]|\bNone\b")


@pytest.fixture(scope="module")
def health() -> Health:
    return doctor()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_both_languages_and_writes_nothing_here(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, health: Health, language: Language
) -> None:
    monkeypatch.setattr(module, "doctor", lambda: health)
    out = printed(capsys, "doctor", "--lang", language)
    for key in ("system", "packages", "cores", "memory", "disk", "cache", "calibration", "speed"):
        assert re.search(f"^{text(language, f'doctor.heading.{key}')}  ", out, re.MULTILINE), key
    assert not UNFILLED.search(out)
    assert health.version in out and health.shipped is not None and health.shipped.version in out
    found = "doctor.heading.findings" if health.findings else "doctor.nothing"
    assert text(language, found) in out
    assert not list(Path().iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="folders that nobody may write to are made otherwise there")
def test_it_works_where_nothing_can_be_written(capsys: Capture) -> None:
    here = Path().absolute()
    here.chmod(0o555)
    try:
        code, out, err = call(capsys, "doctor", "--json")
    finally:
        here.chmod(0o755)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["cache"]["compiled"] and found["speed"]["kept"] and found["speed"]["one_thread"] > 0
    assert not list(here.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_words_and_a_failure_its_reason(language: Language, health: Health) -> None:
    cause = InputError([Problem("not_writable", "here", {"found": "full"}), Problem("not_a_run", "there")])
    failed = (Failed("kernel", cause), Failed("memory", ValueError("a\nb")), Failed("disk", OSError()))[:2]
    told = doctor_record(replace(health, failed=failed), language)["findings"][:2]
    assert [one["key"] for one in told] == ["failed", "failed"]
    assert "here" in told[0]["text"] and "there" in told[0]["text"] and "ValueError: a b." in told[1]["text"]
    assert not any("\n" in one["text"] for one in told)
    assert text(language, "doctor.probe.memory") in told[1]["text"]


def test_what_is_not_installed_is_told_with_what_needs_it_and_what_installs_it(health: Health) -> None:
    packages = (Package("numpy", "2.4"), Package("dask", None, "cluster"), Package("distributed", None, "cluster"))
    lines = sections(replace(health, packages=packages), "en")
    assert lines["Packages"] == ["numpy 2.4"]
    (told,) = lines["Not installed"]
    assert "--dask" in told and told.endswith("python3 -m pip install dask distributed")
    record = doctor_record(replace(health, packages=packages), "en")["packages"]
    assert [one["status"] for one in record] == ["installed", "missing", "missing"]


def test_a_notebook_shows_a_line_for_each_thing_that_was_found_out(health: Health) -> None:
    shown = replace(health, failed=(Failed("memory", ValueError("<b>")),))
    frame = shown.to_frame()
    assert [*frame.columns] == ["about", "found"] and len(frame) == len([*rows(shown, "en")]) > 10
    assert frame[frame.about == "failed"].found.str.contains("<b>").all()
    assert "&lt;b&gt;" in shown._repr_html_() and len(repr(shown)) < 500


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 B"), (1023, "1,020 B"), (2**10, "1 KiB"), (1.5 * 2**30, "1.5 GiB"), (2**50, "1,020 TiB")]
)
def test_bytes_stand_in_the_largest_unit_of_which_there_is_one(count: float, told: str) -> None:
    assert size(count, "en").replace("\u00a0", " ") == told


@pytest.mark.parametrize("words", [("doctor", "me"), ("doctor", "--jsn"), ("doctor", "--csv", "a.csv", "--json")])
def test_what_is_not_asked_so_is_refused(capsys: Capture, words: tuple[str, ...]) -> None:
    assert refused(capsys, *words)
