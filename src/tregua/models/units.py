"""Which units a published model may use: known words, symbols and powers, joined in any way."""

import re
from collections.abc import Iterable
from functools import cache

from tregua.catalogue.errors import Problem, nearest
from tregua.text import keys

_WORD = re.compile(r"[^\W\d_²³⁻ᶻ]+")
_BARE = re.compile(r"[0-9%$€]")
_SYMBOLS = {"kg", "g", "t", "ha", "km", "m", "USD", "US", "EUR", "COP", "MXN"}


def unknown_unit(unit: str, own: Iterable[str] = (), where: str = "") -> Problem | None:
    """What is wrong with a unit of which a word is neither known nor one of the model's `own`, if anything."""
    known = {*_known(), *own}
    words = _WORD.findall(unit) or ([] if _BARE.search(unit) else [unit])
    found = next((word for word in words if word not in known), None)
    return Problem("unknown_unit_word", where, {"found": found, "nearest": nearest(found, known)}) if found else None


@cache
def _known() -> frozenset[str]:
    """The words of every unit that has a text, and symbols."""
    units = (key.removeprefix("word.") for key in keys("unit"))
    return frozenset({word for one in units for word in _WORD.findall(one)} | _SYMBOLS)
