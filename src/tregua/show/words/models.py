"""A published model's numbers beside ours as plain values, with their texts in one language."""

from typing import Any

from tregua.catalogue.errors import InputError
from tregua.models.protocol import MissingDataError
from tregua.models.reproduce import Row
from tregua.show.words.said import in_language
from tregua.text import Language, text


def row_record(row: Row, language: Language = "en") -> dict[str, Any]:
    """A target with our value of it."""
    target = row.target.model_dump(exclude_none=True)
    return {
        "model": row.model,
        "quantity": row.target.id,
        "published": target["published"],
        "tag": row.target.tag,
        "tolerance": target.get("tolerance"),
        "ours": row.ours,
        "status": row.status,
        "note": note_in_words(row, language),
    }


def broken_record(name: str, error: InputError, language: Language = "en") -> dict[str, Any]:
    """What stands in place of the rows of a model that cannot be loaded: its name, and why."""
    nothing = dict.fromkeys(("quantity", "published", "tag", "tolerance", "ours"))
    return {"model": name, **nothing, "status": "not-computed", "note": error.message(language)}


def definition_in_words(row: Row, language: Language) -> str:
    """The definition used and what is said of the target."""
    return " ".join(in_language(one, language) for one in (row.target.definition, row.target.note) if one)


def note_in_words(row: Row, language: Language) -> str:
    """The definition used, what is said of the target, and why it was not computed now."""
    told = [definition_in_words(row, language)]
    if isinstance(row.problem, MissingDataError):
        told.append(text(language, "models.kept" if row.kept else "models.no_data"))
    elif row.problem:
        told.append(row.problem.message(language))
    return " ".join(one for one in told if one)
