"""An observed series as a file that spreadsheets open: what it is, who published it, which licence, its figures."""

from base64 import b64encode
from collections.abc import Iterator

from tregua.catalogue.read import sources
from tregua.evidence.schema import Point, Series
from tregua.show.words import cite
from tregua.show.words.numbers import unit
from tregua.show.words.said import in_language
from tregua.show.words.spanish import translated
from tregua.text import Language, text

BOM = "\ufeff"  # by which a spreadsheet knows the encoding
COLUMNS = ("date", "value", "lower", "upper", "release", "replaced_by")


def series_csv(series: Series, language: Language, decimal: str = ".") -> str:
    """Lines that begin with ``#``, then a row a figure, the earlier releases before the one that replaced them.

    Where `decimal` is a comma, semicolons stand between the cells, as spreadsheets in Spanish read them.
    """
    between = ";" if decimal == "," else ","
    heads = [text(language, f"wing.csv.{name}") for name in COLUMNS]
    rows = [between.join(_cell(one, between, decimal) for one in cells) for cells in _rows(series, language)]
    return BOM + "\r\n".join([*_about(series, language), between.join(heads), *rows]) + "\r\n"


def data_uri(content: str) -> str:
    """The address of a file that stands in the page itself."""
    return f"data:text/csv;charset=utf-8;base64,{b64encode(content.encode()).decode()}"


def when(point: Point) -> str:
    """The year, or year and month, as ISO 8601 writes them."""
    return str(point.year) if point.month is None else f"{point.year}-{point.month:02}"


def _about(series: Series, language: Language) -> list[str]:
    told = {
        "title": in_language(series.text, language),
        "unit": unit(series.unit, language),
        "source": cite.apa(cite.of_source(sources()[series.source.ref]), language),
        "publisher": translated(series.publisher, language),
        "licence": translated(series.licence, language),
        "id": series.id,
    }
    return [f"# {text(language, f'wing.csv.{name}')}: {one}" for name, one in told.items()]


def _rows(series: Series, language: Language) -> Iterator[tuple[object, ...]]:
    for point in series.points:
        current = translated(point.release or series.release, language)
        older = [translated(one.release, language) for one in point.earlier]
        for one, release, following in zip(point.earlier, older, [*older, current][1:], strict=True):
            yield when(point), one.value, None, None, release, following
        yield when(point), point.value, point.lower, point.upper, current, None


def _cell(content: object, between: str, decimal: str) -> str:
    if content is None:
        return ""
    if isinstance(content, float | int):
        return repr(content).removesuffix(".0").replace(".", decimal)
    written = str(content)
    return '"' + written.replace('"', '""') + '"' if between in written or '"' in written else written
