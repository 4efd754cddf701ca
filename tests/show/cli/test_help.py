"""What the commands say of themselves, in which language, and what they list."""

import inspect
import json
import os
import re
import subprocess
import sys

import pytest
from commands import Capture, call

from tregua.lab.model import lab
from tregua.show.cli.call import COMMANDS
from tregua.show.cli.further import NEXT
from tregua.show.cli.options import in_words, name_of
from tregua.show.words.spanish import translated
from tregua.text import LANGUAGES, Language, text, texts

NAMES = [name_of(command) for command in COMMANDS]

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
        env={**os.environ, "LANG": "es_CO.UTF-8", "PYTHONIOENCODING": "utf-8"},
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


ENGLISH = {told for key, told in texts("en").items() if key.startswith("cli.metavar.")} | {"TEXT", "INTEGER", "FLOAT"}


@pytest.mark.parametrize("command", ["", *NAMES])
def test_no_english_word_for_what_to_write_is_left_in_spanish(capsys: Capture, command: str) -> None:
    _, out, _ = call(capsys, *command.split(), "--help", "--lang", "es")
    assert not set(re.findall("[A-Z]{2,}", out)) & ENGLISH


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_description_speaks_in_one_mood(language: Language) -> None:
    """In Spanish the tool does it («Compara …»), in English it is told to (“Compare …”)."""
    verb = {"es": re.compile(r"\w+[ae]\b"), "en": re.compile(r"(?!\w+(?:ing|es)\b)\w+")}[language]
    for command in NAMES:
        assert verb.match(text(language, f"cli.{command}")), command
    if language == "es":
        told = [sentence for key, sentence in texts("es").items() if key.startswith("cli.option.")]
        assert [one for one in told if re.match(r"\w+[aei]r\b", one)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("claim", "id"),
        ("promise", "id"),
        ("audit", "id"),
        ("process", "log|-"),
        ("why", "scenario"),
        ("series --plot a.svg", "name"),
        ("regimes show", "id"),
        ("regimes export", "id"),
        ("regimes export petro_2022", "file"),
        ("regimes import a.dmn", "folder"),
        ("diff", "a"),
    ],
)
def test_whoever_leaves_something_out_is_told_what_to_write(
    capsys: Capture, words: str, field: str, language: Language
) -> None:
    code, out, err = call(capsys, *words.split(), "--lang", language)
    missing, write, *_ = err.splitlines()
    assert (code, out) == (2, "")
    named = in_words(field.upper(), language)
    assert missing == text(language, "error.missing_argument", field=named)
    usage, example = NEXT.get(" ".join(words.split()[:2])) or NEXT[words.split()[0]]
    assert write == text(language, "cli.write", usage=in_words(usage, language), example=example)
    if words not in ("why", "scenario", "compare-runs", "regimes import a.dmn"):  # what their own tests make
        assert call(capsys, *example.split())[0] == 0


def test_the_names_there_are_stand_below(capsys: Capture) -> None:
    assert "C1, C2, " in call(capsys, "claim")[2] and "E2" in call(capsys, "promise")[2]
    assert "eln" in call(capsys, "process")[2] and "petro_2022" in call(capsys, "decide")[2]


def test_every_command_that_needs_an_argument_has_an_example() -> None:
    needing = {
        name_of(command)
        for command in COMMANDS
        for one in list(inspect.signature(command).parameters.values())[1:]
        if one.default is one.empty
    }
    assert needing <= NEXT.keys()
    assert {name.split()[0] for name in NEXT} <= set(NAMES)


def test_an_option_without_its_value_and_one_lever(capsys: Capture) -> None:
    assert call(capsys, "compare", "--year")[2] == text("en", "error.missing_value", field="--year") + "\n"
    code, out, _ = call(capsys, "levers", "talks", "--json")
    assert (code, [one["id"] for one in json.loads(out)["levers"]]) == (0, ["talks"])
    assert "talks" in call(capsys, "levers", "talk")[2]


HEAD = {"schema", "version", "command", "caveats"}


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
    answer = json.loads(out)
    assert sum(len(value) for name, value in answer.items() if name not in HEAD) == count


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
