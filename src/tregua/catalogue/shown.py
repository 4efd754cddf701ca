"""How results show themselves in an interactive session: in a line, whatever they hold."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar

from tregua.catalogue.beside import own_folder
from tregua.catalogue.errors import InputError, unknown_name

if TYPE_CHECKING:
    import pandas as pd

    from tregua.text import Language

NOTEBOOK = "tregua.show.notebook"  # named, not imported: only what is shown knows languages, and records stand below it
LONGEST = 100  # of a value
LINE = 400
NAMES = 6
Item = TypeVar("Item")


def in_a_line(what: object, fields: Iterable[str]) -> str:
    """The type and the fields that hold something; a long value is cut, a large one counted."""
    held = {name: getattr(what, name) for name in fields}
    shown = ", ".join(f"{name}={_short(value)}" for name, value in held.items() if value not in (None, (), [], {}))
    return f"{type(what).__name__}({shown if len(shown) <= LINE else shown[:LINE] + '…'})"


def _short(value: object) -> str:
    shown = f"{value:g}" if isinstance(value, float) else repr(value)
    if len(shown) <= LONGEST:
        return shown
    if isinstance(value, str):
        return repr(value[: LONGEST - 3] + "…")
    return (
        f"<{len(value)}>" if isinstance(value, Mapping | list | tuple) else f"<{type(value).__name__}{_called(value)}>"
    )


def _called(value: object) -> str:
    """What a record calls itself: its first field, or that of its first field."""
    first = next(iter(getattr(value, "__dict__", {}).values()), "")
    return f" {first[:LONGEST]}" if isinstance(first, str) else _called(first)


class Shown:
    """Something that a notebook shows as a table, and that can be had as one."""

    def to_frame(self, language: "Language" = "en") -> "pd.DataFrame":
        """The rows as a frame of pandas, as ``--csv`` writes them; texts in one language."""
        framed: pd.DataFrame = import_module(f"{NOTEBOOK}.frame").frame(self, language)
        return framed

    def _repr_html_(self) -> str:
        drawn: str = import_module(f"{NOTEBOOK}.html").html(self)
        return drawn


class Brief(Shown):
    """A dataclass that shows itself in a line."""

    def __repr__(self) -> str:
        return in_a_line(self, getattr(self, "__dataclass_fields__", ()))


class Catalogue(Shown, dict[str, Item], Generic[Item]):
    """Records by id. An id that is not there is refused with the nearest one.

    Parameters
    ----------
    what
        Key of the text that says what the records are, as ``@name.lever``.
    records
        The records by id.
    """

    def __init__(self, what: str, records: Mapping[str, Item]) -> None:
        super().__init__(records)
        self.what = what
        self.own = own_folder()

    def __missing__(self, name: object) -> Item:
        raise InputError(unknown_name(self.what, name, self))

    def __repr__(self) -> str:
        names = list(self)
        return f"<{len(names)}: {', '.join([*names[:NAMES], '…'] if len(names) > NAMES else names)}>"
