"""One call of the command line: whatever goes wrong with the input is one clear message."""

import io
import os
import sys
from collections.abc import Sequence
from inspect import getmembers, isfunction

import click
from click.shell_completion import shell_complete

from tregua.catalogue.errors import InputError, Problem, RunError
from tregua.show.cli import (
    alliance,
    analysis,
    app,
    deciding,
    discover,
    doctor,
    evidence,
    information,
    lab,
    law,
    models,
    offer,
    own_law,
    run,
    saved,
    serve,
    site,
)
from tregua.show.cli.further import further
from tregua.show.cli.language import language_called, split_language
from tregua.show.cli.options import Command, build, complaint, name_of
from tregua.text import Language

TOPICS = (
    run,
    saved,
    deciding,
    discover,
    information,
    app,
    site,
    serve,
    doctor,
    analysis,
    offer,
    alliance,
    lab,
    law,
    own_law,
    evidence,
    models,
)
COMMANDS: tuple[Command, ...] = tuple(
    function
    for topic in TOPICS
    for name, function in getmembers(topic, isfunction)
    if function.__module__ == topic.__name__ and not name.startswith("_")
)
"""Every public function of a topic is a command."""
NAMES = [name_of(command) for command in COMMANDS]


def call(arguments: Sequence[str]) -> int:
    """Call one command; returns the exit code."""
    _prepare_streams()
    asked, words = split_language(arguments)
    language = language_called(asked)
    if language is None:
        values = {"field": "--lang", "expected": "en, es", "found": asked}
        return _say(Problem("not_one_of", "", values).message("en"), 2)
    for word in arguments:
        if not _is_text(word):
            return _say(Problem("not_text_argument", "", {"found": word}).message(language), 2)
    try:
        return _answer(words, language)
    except InputError as error:
        return _refuse(error, words, language)
    except click.UsageError as error:
        return _refuse(InputError(complaint(error, NAMES)), words, language)
    except OSError as error:
        if error.filename is not None:
            told = Problem("file_failed", str(error.filename), {"found": error.strerror})
            return _say(told.message(language), 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would complain once more at its end
        if isinstance(error, BrokenPipeError):  # whoever was reading has seen enough
            return 0
        return _say(Problem("no_output", "", {"found": error.strerror or str(error)}).message(language), 2)
    except RunError as error:
        return _say(error.message(language), 2)


def _is_text(word: str) -> bool:
    """Whether an argument is text; its bytes that are none came as halves of characters."""
    return not any("\ud800" <= one <= "\udfff" for one in word)


def _answer(words: list[str], language: Language) -> int:
    """What click's own `main` does, but that the errors of the output are ours."""
    group = build(COMMANDS, language)
    if completed := os.environ.get("_TREGUA_COMPLETE"):
        return shell_complete(group, {}, "tregua", "_TREGUA_COMPLETE", completed)
    try:
        with group.make_context("tregua", [*words], obj=words) as context:
            group.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    sys.stdout.flush()
    return 0


def _prepare_streams() -> None:
    """UTF-8 whatever the code page; a stream that the caller closed is empty, and takes what is written."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - it stays open
    for stream in (sys.stdout, sys.stderr):  # a code page of Windows has no minus sign
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _refuse(error: InputError, words: list[str], language: Language) -> int:
    """What is wrong, and where something is missing, what to write."""
    lines = [error.message(language)]
    if any(problem.kind == "missing_argument" for problem in error.problems):
        called = next((place for place, word in enumerate(words) if word in NAMES), len(words))
        lines.append(further(words[called:], language))
    return _say("\n".join(filter(None, lines)), 2)


def _say(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code
