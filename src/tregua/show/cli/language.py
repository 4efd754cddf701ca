"""The language of one call, found before anything else is loaded."""

import os
from collections.abc import Sequence

from tregua.text import LANGUAGES, Language


def split_language(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """What ``--lang``, wherever it stands, or ``TREGUA_LANG`` asks for, and the arguments without it."""
    for position, argument in enumerate(arguments):
        option, written, value = argument.partition("=")
        if option == "--lang":
            after = position + (1 if written else 2)
            asked = value if written else "".join(arguments[position + 1 : after])
            return asked, [*arguments[:position], *arguments[after:]]
    return os.environ.get("TREGUA_LANG") or "en", list(arguments)


def language_called(name: str) -> Language | None:
    """The language called `name`, if the tool speaks it."""
    return next((language for language in LANGUAGES if language == name), None)
