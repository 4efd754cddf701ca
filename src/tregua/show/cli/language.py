"""The language of one call, found before anything else is loaded."""

import os
from collections.abc import Mapping, Sequence

from tregua.text import LANGUAGES, Language

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as POSIX has it


def split_language(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """What ``--lang``, wherever it stands, or else the environment asks for, and the arguments without it."""
    for position, argument in enumerate(arguments):
        option, written, value = argument.partition("=")
        if option == "--lang":
            after = position + (1 if written else 2)
            asked = value if written else "".join(arguments[position + 1 : after])
            return asked, [*arguments[:position], *arguments[after:]]
    return language_around(os.environ), list(arguments)


def language_around(environment: Mapping[str, str]) -> Language:
    """The language of a locale such as ``es_CO.UTF-8``; English where it is another, ``C`` or none."""
    locale = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return language_called(locale[:2].lower() if not locale[2:3].isalpha() else "") or "en"


def language_called(name: str) -> Language | None:
    """The language called `name`, if the tool speaks it."""
    return next((language for language in LANGUAGES if language == name), None)
