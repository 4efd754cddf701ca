"""The score card: history, forecasts, dated switches, what was learnt, every number of the lab."""

from collections.abc import Callable

from tregua.text import Language


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """Not there yet."""
    return {}
