"""How numbers, intervals and chances are written, in English and in Spanish (Colombia: 1.234,5)."""

import math
import re

from tregua.text import Language, text, texts

_MINUS = "−"
_PERCENT = "\u00a0%"
FINEST = 0.0001  # per cent: below it a change has no direction worth telling
_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def number(value: float, language: Language, signed: bool = False, error: float = 0.0) -> str:
    """Three significant digits and none finer than the first of its error, thousands separated, large amounts in words.

    In Spanish a billion (1e9) is written «mil millones», never «billón».
    """
    value = coarse(value, error)
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "–"
    size, word = abs(value), ""
    for unit, name in _LARGE:
        if size >= unit * 0.9995:
            size = size / unit
            number_of = ".one" if f"{size:.3g}" == "1" else ""
            word = " " + text(language, f"number.{name}{number_of}")
            break
    digits = max(0, 2 - math.floor(math.log10(size)))
    rounded = round(size, 2 - math.floor(math.log10(size)))
    shown = f"{rounded:,.{digits}f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    if language == "es":
        shown = shown.translate(str.maketrans(",.", ".,"))
    sign = _MINUS if value < 0 else "+" if signed else ""
    return sign + shown + word


def coarse(value: float, error: float) -> float:
    """A value without the digits that are finer than the first digit of its error."""
    if not error > 0.0 or not math.isfinite(value):
        return value
    return round(value, -math.floor(math.log10(error)))


def about(value: float, error: float, language: Language, signed: bool = True) -> str:
    """A value and its Monte-Carlo error, both to the first digit of the error."""
    shown = number(value, language, signed, error)
    return f"{shown} ± {number(float(f'{error:.1g}'), language)}" if error > 0.0 else shown


def exact(value: float, language: Language) -> str:
    """A number as it stands in the catalogue, thousands separated."""
    shown = f"{value:,.10g}".replace("-", _MINUS)
    return shown.translate(str.maketrans(",.", ".,")) if language == "es" else shown


def percent(share: float, language: Language, signed: bool = False, error: float = 0.0) -> str:
    """A share as a percentage, one decimal below ten per cent, no digit finer than the first of its error."""
    value = coarse(share * 100, error * 100)
    shown = f"{abs(value):.1f}" if abs(value) < 9.95 else f"{abs(value):,.0f}"
    shown = shown.removesuffix(".0")
    if shown == "0" and value != 0:
        shown = f"{abs(value):.1g}" if signed and abs(value) >= FINEST else "<0.1"  # "<" would hide the direction
    if language == "es":
        shown = shown.translate(str.maketrans(",.", ".,"))
    sign = "" if shown in ("0", "<0.1", "<0,1") else _MINUS if value < 0 else "+" if signed else ""
    return sign + shown + _PERCENT


def chance(share: float, draws: int) -> str:
    """A chance counted over draws, never 0 or 100 %: 500 draws cannot tell more than 1 in 500."""
    edge = math.ceil(100 / max(2, draws))  # per cent
    if share < edge / 100:
        return f"<{edge}{_PERCENT}"
    if share > 1.0 - edge / 100:
        return f">{100 - edge}{_PERCENT}"
    return f"{share * 100:.0f}{_PERCENT}"


def words(p_lower: float, draws: int, language: Language) -> str:
    """The chance of a direction in words and numbers, e.g. “likely lower (78 %)”; words go by the number as printed."""
    p_lower = round(p_lower, 2)
    if p_lower >= 0.5:
        key = "very_likely_lower" if p_lower > 0.9 else "likely_lower" if p_lower > 0.66 else "unclear"
        shown = chance(p_lower, draws)
    else:
        key = "very_likely_higher" if p_lower < 0.1 else "likely_higher" if p_lower < 0.34 else "unclear"
        shown = chance(1.0 - p_lower, draws)
    if key == "unclear":
        return text(language, "likely.unclear_share", share=chance(p_lower, draws))
    return f"{text(language, f'likely.{key}')} ({shown})"


def unit(name: str, language: Language) -> str:
    """A unit in words: its own text, or its words one by one where it has none."""
    known = texts(language)
    if f"unit.{name}" in known:
        return known[f"unit.{name}"]
    return re.sub("[a-z]+", lambda word: known.get(f"unit.word.{word[0]}", word[0]), name)
