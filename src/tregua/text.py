"""Texts that users see, in English and Spanish: one flat JSON file a language."""

import json
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")


@cache
def texts(language: Language) -> dict[str, str]:
    """All texts of one language, by key."""
    loaded: dict[str, str] = json.loads((files("tregua") / "i18n" / f"{language}.json").read_text("utf-8"))
    return loaded


def text(language: Language, key: str, **values: object) -> str:
    """The text `key` in `language`, its placeholders filled with `values`."""
    return texts(language)[key].format(**values)
