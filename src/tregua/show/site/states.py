"""States together: ladders, bills, who gains and who pays."""

from collections.abc import Callable

from tregua.text import Language


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """Not there yet."""
    return {}
