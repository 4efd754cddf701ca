"""Texts that users see, in English and Spanish: one flat JSON file a language."""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Literal

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@cache
def texts(language: Language) -> dict[str, str]:
    """All texts of one language, by key."""
    loaded: dict[str, str] = json.loads((files("tregua") / "i18n" / f"{language}.json").read_text("utf-8"))
    return loaded


def keys(family: str) -> list[str]:
    """What stands after ``family.`` in the key of each text of that family, the same in every language."""
    return [key.removeprefix(f"{family}.") for key in texts("en") if key.startswith(f"{family}.")]


def text(language: Language, key: str, **values: object) -> str:
    """The text `key` in `language`, its placeholders filled with `values`, of which nothing stays hidden."""
    shown = {name: visible(str(one)) if isinstance(one, str | PurePath) else one for name, one in values.items()}
    return texts(language)[key].format(**shown)


def visible(written: str) -> str:
    """A text of the user's, with what would steer a terminal or turn the reading direction written out as its code.

    So is half a character, which no terminal can show; lines and tabs stay.
    """
    return written if written.isprintable() else _HIDDEN.sub(_code, written)


def _code(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
