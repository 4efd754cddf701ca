"""What the domain has to tell people: keys with values. Only `show` puts them into a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tregua.catalogue.record import Text


@dataclass(frozen=True)
class Titles:
    """Titles as they stand inside a sentence: first letters small, parted by commas."""

    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Said:
    """A text of `i18n` by its key.

    Parameters
    ----------
    key
        Key of the text.
    values
        What its placeholders stand for: numbers and names as they are, a Text, Titles, another Said, or a tuple of
        such. Names and numbers of a tuple are parted by commas, texts by semicolons.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
