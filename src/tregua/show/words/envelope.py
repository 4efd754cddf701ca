"""The one envelope of every JSON answer: what it is, by which version, seed and command, and what to read with it."""

import hashlib
import math
from collections.abc import Mapping
from typing import Any

from tregua.catalogue.record import Text
from tregua.catalogue.said import Said
from tregua.show.words.said import in_words
from tregua.text import Language, text
from tregua.version import VERSION


class Caveat(str):
    """A sentence that must be read with an answer, with the key that it has in every language."""

    key: str


def caveat(said: Said | Text, language: Language) -> Caveat:
    """A caveat of the domain in words; one that stands in a file of the catalogue has a hash for its key."""
    if isinstance(said, Said):
        return keyed(said.key, in_words(said, language))
    return keyed(f"text.{hashlib.sha256(said.en.encode()).hexdigest()[:8]}", in_words(said, language))


def plain_caveat(key: str, language: Language, **values: object) -> Caveat:
    """A text of `i18n` as a caveat."""
    return keyed(key, text(language, key, **values))


def keyed(key: str, sentence: str) -> Caveat:
    """A sentence as a caveat under a key."""
    told = Caveat(sentence)
    told.key = key
    return told


def envelope(schema: str, answer: Mapping[str, Any], command: str = "") -> dict[str, Any]:
    """An answer with its name, version, seed where anything is drawn, command and caveats before all else.

    Nothing is null but beside a `status` that says why: what is not there is left out. Numbers are not rounded, and
    none is NaN or infinite.
    """
    seed = {"seed": answer["seed"]} if "seed" in answer else {}
    head = {"schema": f"answers/{schema}", "version": VERSION, **seed, "command": command}
    said = {"caveats": answer["caveats"]}
    own = {name: value for name, value in answer.items() if value or name != "command"}
    found: dict[str, Any] = plain({**head, **said, **own})
    return found


def plain(value: Any) -> Any:
    """A value as JSON may hold it: caveats with their keys, tuples as lists, no null without a reason.

    Raises
    ------
    ValueError
        A number that is none.
    """
    match value:
        case Caveat():
            return {"key": value.key, "text": str(value)}
        case Mapping():
            kept = value if "status" in value else {name: one for name, one in value.items() if one is not None}
            return {str(name): plain(one) for name, one in kept.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case float() if not math.isfinite(value):
            raise ValueError(value)
    return value
