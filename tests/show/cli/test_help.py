"""What the commands say of themselves, in which language, and what they list."""

import json
import os
import subprocess
import sys

import pytest
from commands import Capture, call

from tregua.lab.model import lab
from tregua.show.cli.call import COMMANDS
from tregua.show.words.spanish import translated
from tregua.text import LANGUAGES, Language, text

NAMES = [command.__name__ for command in COMMANDS]

pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.mark.parametrize(
    ("language", "own", "foreign"),
    [
        ("en", ["Usage:", "Options:", "Commands:"], ["Uso:", "Opciones:", "por defecto"]),
        ("es", ["Uso:", "Opciones:", "Comandos:"], ["Usage:", "Options:", "Commands:", "Show this message"]),
    ],
)
def test_help_names_every_command_in_the_language_of_the_reader(
    capsys: Capture, language: str, own: list[str], foreign: list[str]
) -> None:
    code, out, err = call(capsys, "--lang", language, "--help")
    assert (code, err) == (0, "")
    assert all(word in out for word in [*own, *NAMES])
    assert not any(word in out for word in foreign)


@pytest.mark.parametrize("command", NAMES)
def test_every_command_explains_itself_in_spanish(capsys: Capture, command: str) -> None:
    code, out, _ = call(capsys, command, "--help", "--lang=es")
    assert code == 0
    assert " ".join(text("es", f"cli.{command}").split()[:4]) in out
    assert not any(word in out for word in ("Usage:", "Options:", "Show this message", "default:"))


def test_help_of_one_process_follows_the_environment() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tregua.show.cli.main", "--help"],
        env={**os.environ, "TREGUA_LANG": "es", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert text("es", "cli.trace")[:30] in done.stdout


@pytest.mark.parametrize(
    "arguments", [["--lang", "es", "levers"], ["levers", "--lang", "es"], ["levers", "--lang=es"]], ids=" ".join
)
def test_the_language_may_stand_anywhere(capsys: Capture, arguments: list[str]) -> None:
    code, out, _ = call(capsys, *arguments)
    assert code == 0
    assert text("es", "table.lever") in out
    assert "Erradicación forzosa" in out


def test_an_empty_language_variable_is_none(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREGUA_LANG", "")
    assert call(capsys, "--help")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["trace", "--json"], 115),
        (["levers", "--json"], len(lab().levers)),
        (["parameters", "--json"], len(lab().parameters)),
        (["parameters", "area_0", "--json"], 3),
        (["parameters", "relapse_hazard", "--json"], 1),
    ],
)
def test_lists_are_pure_json(capsys: Capture, arguments: list[str], count: int) -> None:
    code, out, err = call(capsys, *arguments)
    assert (code, err) == (0, "")
    assert len(json.loads(out)) == count


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_show_every_record(capsys: Capture, language: Language) -> None:
    for command, records in (("levers", lab().levers), ("parameters", lab().parameters)):
        code, out, _ = call(capsys, command, "--lang", language)
        assert code == 0
        assert all(name in out for name in records)
    _, out, _ = call(capsys, "parameters", "relapse_hazard", "--lang", language)
    assert translated(lab().parameters["relapse_hazard"].source[0].locator, language) in out
    _, out, _ = call(capsys, "trace", "--lang", language)
    assert all(f"{text(language, f'status.{status}')}: " in out for status in ("live", "partial", "missing"))
