"""What the terminal shows of published models: their numbers beside ours."""

from collections.abc import Iterable, Iterator, Sequence

from rich.table import Table

from tregua.figures import exact, unit
from tregua.models.reproduce import Row, count
from tregua.models.schema import Bounds, ModelParameter, ModelParameters, Target
from tregua.page.terminal import console_of, in_language, say
from tregua.records import Tag
from tregua.text import Language, text

TAGS: tuple[Tag, ...] = ("published", "derived", "assumed")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
CALENDAR = "calendar_year"
Found = Sequence[tuple[ModelParameters, Sequence[Row]]]


def show_models(found: Found, language: Language) -> None:
    """One table a model, and below it what must be said of single rows."""
    for record, rows in found:
        say(f"{record.model}: {in_language(record.text, language)}")
        say(in_language(record.question, language))
        table = Table(show_lines=True)
        for key in ("quantity", "theirs", "ours", "status"):
            table.add_column(text(language, f"models.table.{key}"), overflow="fold")
        for row in rows:
            table.add_row(*_cells(row, language))
        console_of().print(table)
        for row in rows:
            if row.note(language):
                say(f"  {row.target.id}: {row.note(language)}")
        say("")


def _cells(row: Row, language: Language) -> Iterator[str]:
    target = row.target
    yield f"{in_language(target.text, language)}\n{target.id}"
    yield f"{published_in_words(target, language)}\n{unit_in_words(target, language)}"
    yield ours_in_words(row, language)
    yield f"{text(language, f'models.status.{row.status}')}\n{text(language, f'tag.{target.tag}')}"


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
    return f"{number} ± {exact((tolerance.relative or 0.0) * 100, language)}\u00a0%"


def ours_in_words(row: Row, language: Language) -> str:
    """Our value with six significant digits."""
    return "–" if row.ours is None else figure(float(f"{row.ours:.6g}"), row.target.unit, language)


def figure(value: float, unit: str, language: Language) -> str:
    """A number, with its thousands separated unless it is a date, a very small one with a power of ten."""
    digits, _, power = exact(value, language).partition("e")
    shown = f"{digits} × 10{str(int(power.replace('−', '-'))).translate(_RAISED)}" if power else digits
    return shown.replace("." if language == "es" else ",", "") if unit == CALENDAR else shown


def unit_in_words(record: Target | ModelParameter, language: Language) -> str:
    """The unit; a pure number has none."""
    return "" if record.unit == "1" else unit(record.unit, language)


def summary(rows: Iterable[Row], language: Language) -> list[str]:
    """How many targets have each status, together and by tag."""
    listed = list(rows)
    groups = {tag: [row for row in listed if row.target.tag == tag] for tag in TAGS}
    lines = [text(language, "models.summary", count=len(listed), counts=_counts(listed, language))]
    return lines + [
        f"  {text(language, f'models.summary.{tag}', count=len(group), counts=_counts(group, language))}"
        for tag, group in groups.items()
        if group
    ]


def _counts(rows: list[Row], language: Language) -> str:
    found = {status.replace("-", "_"): number for status, number in count(rows).items()}
    return text(language, "models.counts", **found)
