"""A command read from the signature of its function."""

import inspect
from pathlib import Path
from typing import Annotated, Any, Literal

import click
import pytest

from tregua.show.cli.call import COMMANDS, TOPICS
from tregua.show.cli.language import language_around, split_language
from tregua.show.cli.options import Argument, Json, Option, build, name_of
from tregua.text import LANGUAGES, Language, text

Word = Literal["apa", "bibtex"]


def run(
    language: Language,
    place: Annotated[tuple[str, ...], Argument("[PLACE]...")] = (),
    *,
    year: Annotated[int, Option("cli.option.year")],
    seed: Annotated[int, Option("cli.option.seed")] = 0,
    folder: Annotated[Path | None, Option("cli.option.out", "--out")] = None,
    word: Annotated[Word | None, Option("cli.option.style")] = None,
    assume: Annotated[tuple[str, ...], Option("cli.option.assume", metavar="NAME=NUMBER")] = (),
    as_json: Json = False,
) -> None:
    """A command with a parameter of every type."""
    CALLS.append((language, place, year, seed, folder, word, assume, as_json))


CALLS: list[tuple[Any, ...]] = []


def called(*words: str) -> tuple[Any, ...]:
    build([run], "en").main(["run", *words], standalone_mode=False)
    return CALLS.pop()


def test_types_defaults_and_names_are_those_of_the_signature() -> None:
    assert called("--year", "2030") == ("en", (), 2030, 0, None, None, (), False)
    words = "--out there --word apa --assume a=1 --assume b=2 --json --seed 3 --year 2031 COL USA"
    assert called(*words.split()) == ("en", ("COL", "USA"), 2031, 3, Path("there"), "apa", ("a=1", "b=2"), True)


@pytest.mark.parametrize(
    "words", [[], ["--year", "soon"], ["--year", "2030", "--word", "mla"], ["--year", "1", "--json", "--draws", "2"]]
)
def test_what_the_signature_does_not_allow_is_refused(words: list[str]) -> None:
    with pytest.raises(click.UsageError):
        called(*words)
    assert not CALLS


@pytest.mark.parametrize(("language", "required"), [("en", "[required]"), ("es", "[obligatorio]")])
def test_the_help_says_what_the_signature_says(
    capsys: pytest.CaptureFixture[str], language: Language, required: str
) -> None:
    build([run], language).main(["run", "--help"], standalone_mode=False)
    shown = " ".join(capsys.readouterr().out.split())
    assert f"{text(language, 'cli.option.year')} {required}" in shown
    assert f"{text(language, 'cli.option.seed')} [{text(language, 'table.default')}: 0]" in shown
    words = {
        "en": (
            "[OPTIONS]",
            "[PLACE]...",
            "--word [apa|bibtex]",
            "--assume NAME=NUMBER",
            "--out PATH",
            "--year INTEGER",
        ),
        "es": (
            "[OPCIONES]",
            "[LUGAR]...",
            "--word [apa|bibtex]",
            "--assume NOMBRE=NÚMERO",
            "--out RUTA",
            "--year ENTERO",
        ),
    }
    assert all(word in shown for word in words[language])
    assert shown.count(text(language, "table.default")) == 1


def test_every_public_function_of_a_topic_is_a_command_with_a_help_text() -> None:
    names = {command.__name__ for command in COMMANDS}
    assert {"compare", "why", "levers", "decide", "claim", "reproduce"} <= names and len(names) == len(COMMANDS) == 45
    assert {command.__module__ for command in COMMANDS} == {topic.__name__ for topic in TOPICS}
    for command in COMMANDS:
        assert next(iter(inspect.signature(command).parameters)) == "language"
        assert all(text(language, f"cli.{name_of(command)}") for language in LANGUAGES)


@pytest.mark.parametrize(
    ("words", "asked", "others"),
    [
        ("levers --lang es --json", "es", ["levers", "--json"]),
        ("--lang=fr levers", "fr", ["levers"]),
        ("levers --lang", "", ["levers"]),
        ("levers", "en", ["levers"]),
    ],
)
def test_the_language_is_taken_from_wherever_it_stands(words: str, asked: str, others: list[str]) -> None:
    assert split_language(words.split()) == (asked, others)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_CO.UTF-8"}, "es"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "ES_mx"}, "es"),
        ({"LANG": "est_EE"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "es_ES@euro"}, "es"),
        ({"LANG": "es_CO", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "es_CO", "LC_MESSAGES": "es_CO", "LC_ALL": "C"}, "en"),
        ({"LANG": "es_CO", "LC_ALL": ""}, "es"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], language: Language) -> None:
    assert language_around(environment) == language


def test_the_option_goes_before_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "es_CO.UTF-8")
    assert split_language(["levers"]) == ("es", ["levers"])
    assert split_language(["levers", "--lang=en"]) == ("en", ["levers"])
