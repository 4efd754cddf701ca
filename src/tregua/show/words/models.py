"""Published models in one language: their numbers beside ours, what became of each, and why."""

from collections.abc import Iterable, Sequence
from typing import Any

from tregua.catalogue.errors import InputError
from tregua.catalogue.record import Tag
from tregua.models.protocol import MissingDataError
from tregua.models.reproduce import STATUSES, Row, Status, count, count_read
from tregua.models.schema import Bounds, ModelParameter, ModelParameters, Target
from tregua.show.words.numbers import exact, unit
from tregua.show.words.said import in_language
from tregua.text import Language, text

TAGS: tuple[Tag, ...] = ("published", "assumed", "derived")  # what a paper says first, what only we say last
FEWEST, MOST = 4, 10  # significant digits
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
CALENDAR = "calendar_year"
COUNTED = (*STATUSES, "kept")
MET: Status = "reproduced"
MISSED: Status = "not-reproduced"
Found = Sequence[tuple[ModelParameters, Sequence[Row]]]


def row_record(row: Row, language: Language = "en") -> dict[str, Any]:
    """A target with our value of it."""
    target = row.target.model_dump(exclude_none=True)
    return {
        "model": row.model,
        "quantity": row.target.id,
        "published": target["published"],
        "unit": row.target.unit,
        "tag": row.target.tag,
        "tolerance": target.get("tolerance"),
        "ours": row.ours,
        "status": row.status,
        "read": row.read,
        "sketch": row.sketch,
        "kept": row.kept,
        "note": note_in_words(row, language),
        "source": [one.model_dump(exclude_none=True) for one in row.target.source],
    }


def broken_record(name: str, error: InputError, language: Language = "en") -> dict[str, Any]:
    """What stands in place of the rows of a model that cannot be loaded: its name, and why."""
    nothing = dict.fromkeys(("quantity", "published", "unit", "tag", "tolerance", "ours", "read"))
    told = {"status": "not-computed", "sketch": False, "kept": False, "note": error.message(language), "source": []}
    return {"model": name, **nothing, **told}


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


def by_tag(rows: Iterable[Row]) -> dict[Tag, list[Row]]:
    """The rows of each tag that has some."""
    listed = list(rows)
    groups: dict[Tag, list[Row]] = {tag: [row for row in listed if row.target.tag == tag] for tag in TAGS}
    return {tag: group for tag, group in groups.items() if group}


def published_in_words(target: Target, language: Language) -> str:
    """A number with its tolerance, a range, a bound or a sign."""

    def shown(value: float) -> str:
        return figure(value, target.unit, language)

    match target.published:
        case Bounds(low=float() as low, high=float() as high):
            return f"{shown(low)} … {shown(high)}"
        case Bounds(at_least=float() as bound):
            return f"≥ {shown(bound)}"
        case Bounds(at_most=float() as bound):
            return f"≤ {shown(bound)}"
        case Bounds(sign=sign):
            return {"+": "> 0", "-": "< 0"}.get(str(sign), "= 0")
    number, tolerance = shown(target.published), target.tolerance
    if tolerance is None:
        return number
    if tolerance.absolute is not None:
        return f"{number} ± {figure(tolerance.absolute, target.unit, language)}"
    return f"{number} ± {figure((tolerance.relative or 0.0) * 100, '%', language)}\u00a0%"


def ours_in_words(row: Row, language: Language) -> str:
    """Our value, with four digits, with as many as the published number, or as show what became of the target."""
    if row.ours is None:
        return "–"
    shorter = (float(f"{row.ours:.{digits}g}") for digits in range(max(FEWEST, _digits(row.target)), MOST + 1))
    met = row.target.met_by(row.ours)
    shown = next((value for value in shorter if row.target.met_by(value) == met), row.ours)
    return figure(shown, row.target.unit, language)


def _digits(target: Target) -> int:
    """How many significant digits a published number has, or the longer end of a range."""
    ends = target.published
    listed = [ends.low, ends.high, ends.at_least, ends.at_most] if isinstance(ends, Bounds) else [ends]
    written = (f"{abs(one):.10g}".partition("e")[0] for one in listed if one is not None)
    return max((len(one.replace(".", "").lstrip("0")) for one in written), default=0)


def figure(value: float, unit: str, language: Language) -> str:
    """A number, with its thousands separated unless it is a date, a very small one with a power of ten."""
    digits, _, power = exact(value, language).partition("e")
    shown = f"{digits} × 10{str(int(power.replace('−', '-'))).translate(_RAISED)}" if power else digits
    return shown.replace("." if language == "es" else ",", "") if unit == CALENDAR else shown


def unit_in_words(record: Target | ModelParameter, language: Language) -> str:
    """The unit; a pure number has none."""
    return "" if record.unit == "1" else unit(record.unit, language)


def columns(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each tag that has some; what others say of sketches in a column, our own values of them in none."""
    listed = list(rows)
    sketched = [row for row in listed if row.sketch and row.target.tag != "derived"]
    groups = by_tag(row for row in listed if not row.sketch)
    return {str(tag): group for tag, group in groups.items()} | ({"sketch": sketched} if sketched else {})


def apart(found: Found) -> tuple[Found, Found]:
    """The models of papers, and the sketches."""
    return [one for one in found if not one[0].sketch], [one for one in found if one[0].sketch]


def summary(rows: Iterable[Row], language: Language) -> list[str]:
    """How many targets of each tag have each status, what a paper published first, and reduced forms apart."""
    listed = list(rows)
    return [
        text(language, f"models.summary.{kind}{tag}", count=len(group), counts=_counts(group, language))
        for kind, apart in (("", False), ("sketch.", True))
        for tag, group in by_tag(row for row in listed if row.sketch == apart).items()
    ]


def missed_in_words(rows: Iterable[Row], language: Language) -> str:
    """The published numbers of models that are no sketches that are not met, by model; nothing where all are."""
    missed = [row for row in rows if row.target.tag == "published" and row.status == MISSED and not row.sketch]
    models = dict.fromkeys(row.model for row in missed)
    by_model = (f"{model} {', '.join(row.target.id for row in missed if row.model == model)}" for model in models)
    told = {"count": len(missed), "read": read_in_words(missed, language), "names": "; ".join(by_model)}
    return text(language, "models.missed", **told) if missed else ""


def read_in_words(rows: Sequence[Row], language: Language) -> str:
    """How many of some numbers were read in each way."""
    found = count_read(rows).items()
    return ", ".join(text(language, f"models.read.{read}", count=number) for read, number in found if number)


def counts(rows: list[Row]) -> dict[str, int]:
    """What became of the targets computed now, and how many values were not."""
    found = count(row for row in rows if not row.kept)
    return {**{str(key): number for key, number in found.items()}, "kept": sum(row.kept for row in rows)}


def _counts(rows: list[Row], language: Language) -> str:
    told = {key: text(language, f"models.count.{key}", count=number) for key, number in counts(rows).items() if number}
    if MET in told and rows[0].target.tag == "derived":
        told[MET] = text(language, "models.count.unchanged", count=counts(rows)[MET])
    met = [row for row in rows if row.status == MET and not row.kept]
    if met and (read := read_in_words(met, language)):
        told[MET] += f" [{read}]"
    return "; ".join(told.values())
