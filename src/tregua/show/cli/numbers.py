"""Numbers as people type them on the command line."""

import math
import re

from tregua.text import Language

_POINT = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+([eE][-+]?[0-9]+)?")


def number_typed(words: str, language: Language) -> float:
    """The number that was typed: 1000, 0.5 or 2e-3; in Spanish also 0,5.

    Raises
    ------
    ValueError
        It is not one. Nothing may stand between thousands, since 1_000, 1,000 and 1 000 are not read alike everywhere.
    """
    if language == "es" and _COMMA.fullmatch(words):
        words = words.replace(",", ".")
    if not _POINT.fullmatch(words):
        raise ValueError(words)
    if not math.isfinite(number := float(words)):
        raise ValueError(words)
    return number
