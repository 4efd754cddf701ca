"""Records: which are refused, with which line and in which words."""

from pathlib import Path

import pytest
from catalogue_records import BASES, SCENARIO, Parameters, check, edited, problems_of
from pydantic import BaseModel

from tregua.catalogue.read import load
from tregua.catalogue.record import Sources
from tregua.evidence.schema import SeriesFile
from tregua.lab.schema import Scenario

ONE = "parameters.0"


def wrong_type(field: str, found: str, english: str, spanish: str) -> tuple[str, str]:
    return f"“{field}” must be {english}, not “{found}”", f"«{field}» debe ser {spanish}, no «{found}»"


def out_of_range(field: str, found: str, expected: str) -> tuple[str, str]:
    return f"“{field}” must be {expected}, not {found}", f"«{field}» debe ser {expected}, no {found}"


def not_finite(field: str, found: str) -> tuple[str, str]:
    return (
        f"“{field}” must be an ordinary number, not {found}",
        f"«{field}» debe ser un número ordinario, no {found}",
    )


def reversed_interval(low: str, high: str) -> tuple[str, str]:
    return (
        f"the interval is reversed: {low} is not below {high}",
        f"el intervalo está al revés: {low} no es menor que {high}",
    )


def distribution_fields(expected: str, found: str) -> tuple[str, str]:
    return (
        f"this distribution needs {expected} and has {found}",
        f"esta distribución necesita {expected} y tiene {found}",
    )


def no_source(english: str, spanish: str) -> tuple[str, str]:
    return f"a {english} number needs a source", f"un número {spanish} necesita una fuente"


UNIFORM = "{kind: uniform, low: 0, high: 1}"
NOT_EMPTY = ("text that is not empty", "un texto que no esté vacío")
NO_PATH = (
    "“levers.0.path” must be months with their values, as {start: 0.5, 2028-01: 1}, not “{}”",
    "«levers.0.path» debe ser meses con sus valores, como {start: 0.5, 2028-01: 1}, no «{}»",
)
SOME_ITEM = ("a list with at least one item", "una lista con al menos un elemento")
NAME = (
    "a name of plain letters (a–z), digits, “.”, “-” and “_” that starts with a letter",
    "un nombre de letras sin tilde ni ñ, cifras, «.», «-» y «_» que empiece con una letra",
)
SOURCE = "    source:\n      - ref: somebody_2020\n        locator: p. 1\n"


@pytest.mark.parametrize("model", BASES)
def test_the_files_that_the_refusals_start_from_are_valid(model: type[BaseModel], file: Path) -> None:
    file.write_text(BASES[model], "utf-8")
    load(model, file)


@pytest.mark.parametrize(
    ("model", "old", "new", "line", "wording"),
    [
        # fields
        (Parameters, "    unit: share\n", "", 3, (f"“unit” is missing in “{ONE}”", f"falta «unit» en «{ONE}»")),
        (Scenario, "id: mine\n", "", 1, ("“id” is missing in “the file”", "falta «id» en «el archivo»")),
        (
            Parameters,
            "    unit: share\n",
            "    unit: share\n    sourse: a\n",
            6,
            (
                f"there is no field “{ONE}.sourse”. Did you mean “source”?",
                f"no existe el campo «{ONE}.sourse». ¿Quiso decir «source»?",
            ),
        ),
        (
            Parameters,
            "tag: published",
            "tag: publishd",
            8,
            (
                f"“{ONE}.tag” must be one of published, derived, assumed, not “publishd”. Did you mean “published”?",
                f"«{ONE}.tag» debe ser uno de published, derived, assumed, no «publishd». ¿Quiso decir «published»?",
            ),
        ),
        # types
        (
            Scenario,
            SCENARIO,
            "42\n",
            1,
            ("“the file” must be a mapping, not “42”", "«el archivo» debe ser un mapa, no «42»"),
        ),
        (Parameters, "{en: One, es: Uno}", "One", 4, wrong_type(f"{ONE}.text", "One", "a mapping", "un mapa")),
        (Parameters, "es: Uno", "es: ''", 4, wrong_type(f"{ONE}.text.es", "", *NOT_EMPTY)),
        (Parameters, "id: one", "id: 1st one", 3, wrong_type(f"{ONE}.id", "1st one", *NAME)),
        (Parameters, "unit: share", "unit: 1", 5, wrong_type(f"{ONE}.unit", "1", "text", "un texto")),
        (Parameters, "value: 0.5", "value: '0.5'", 6, wrong_type(f"{ONE}.value", "0.5", "a number", "un número")),
        (Parameters, "value: 0.5", "value: true", 6, wrong_type(f"{ONE}.value", "true", "a number", "un número")),
        (
            Parameters,
            "    unit: share\n",
            "    unit: share\n    alternatives: yes\n",
            6,
            wrong_type(f"{ONE}.alternatives", "yes", "true or false", "true o false"),
        ),
        (
            Sources,
            "year: 2020",
            "year: 2020.5",
            5,
            wrong_type("sources.0.year", "2020.5", "a whole number", "un número entero"),
        ),
        (
            Sources,
            "{literal: Somebody}",
            "{given: Jane}",
            4,
            (
                "an author is a person ({family: …, given: …}), an institution ({literal: …}) "
                "or all others ({others: true})",
                "un autor es una persona ({family: …, given: …}), una institución ({literal: …}) "
                "o todos los demás ({others: true})",
            ),
        ),
        (
            Sources,
            "read: full",
            "read: full\n    doi: https://doi.org/10.1234/x\n    seen: 2026-11-29",
            9,
            (
                "“https://doi.org/10.1234/x” is not a DOI; write it as 10.1234/abcd, without an address before it",
                "«https://doi.org/10.1234/x» no es un DOI; escríbalo como 10.1234/abcd, sin dirección delante",
            ),
        ),
        (
            Sources,
            "read: full",
            "read: full\n    url: example.org\n    seen: 2026-11-29",
            9,
            (
                "“example.org” is not an address; write it whole, from https:// on",
                "«example.org» no es una dirección; escríbala completa, desde https://",
            ),
        ),
        (
            Sources,
            "read: full",
            "read: full\n    doi: 10.1234/x",
            2,
            (
                "a source with a DOI or an address says when that was seen (`seen`), "
                "and one without says nothing of it",
                "una fuente con DOI o dirección dice cuándo se vieron (`seen`), y una sin ellos no lo dice",
            ),
        ),
        (
            Sources,
            "    container: A journal\n",
            "",
            2,
            (
                "a source says where it appeared: `container`, `publisher`, `genre` or `via`",
                "una fuente dice dónde apareció: `container`, `publisher`, `genre` o `via`",
            ),
        ),
        (
            Sources,
            "read: full",
            "read: full\n    issued: August 2022",
            9,
            (
                "“August 2022” is not a date; write it as 2022-08-24, 2022-08 or 2022",
                "«August 2022» no es una fecha; escríbala como 2022-08-24, 2022-08 o 2022",
            ),
        ),
        (Scenario, "[{ref: s1, locator: p. 1}]", "s1", 5, wrong_type("source", "s1", "a list", "una lista")),
        (Scenario, "path:\n      2022-08: 1", "path: {}", 9, NO_PATH),
        # numbers
        (Parameters, "value: 0.5", "value: .nan", 6, not_finite(f"{ONE}.value", "nan")),
        (Parameters, "value: 0.5", "value: -.inf", 6, not_finite(f"{ONE}.value", "-inf")),
        (Parameters, "value: 0.5", "value: 1e300", 6, not_finite(f"{ONE}.value", "1e+300")),
        (Scenario, "2022-08: 1", "2022-08: 1e999", 10, not_finite("levers.0.path.2022-08", "inf")),
        (SeriesFile, "year: 2020", "year: 1020", 15, out_of_range("series.0.points.0.year", "1020", "≥ 1900")),
        (SeriesFile, "year: 2020", "year: 2020, month: 13", 15, out_of_range("series.0.points.0.month", "13", "≤ 12")),
        # distributions
        (Parameters, UNIFORM, "{kind: normal, mean: 1}", 7, distribution_fields("mean, sd", "mean")),
        (Parameters, UNIFORM, "{kind: uniform, low: 0, sd: 1}", 7, distribution_fields("high, low", "low, sd")),
        (Parameters, UNIFORM, "{kind: uniform, low: 1, high: 0}", 7, reversed_interval("1", "0")),
        (
            Parameters,
            UNIFORM,
            "{kind: loguniform, low: 0, high: 1}",
            7,
            out_of_range(f"{ONE}.distribution", "0", "> 0"),
        ),
        (
            Parameters,
            UNIFORM,
            "{kind: normal, mean: 0, sd: 0}",
            7,
            out_of_range(f"{ONE}.distribution", "0", "> 0"),
        ),
        (Parameters, UNIFORM, "{kind: choice, values: []}", 7, wrong_type(f"{ONE}.distribution", "[]", *SOME_ITEM)),
        (
            Parameters,
            "value: 0.5",
            "value: 1.5",
            3,
            ("the value 1.5 lies outside its own range", "el valor 1.5 está fuera de su propio rango"),
        ),
        (
            Parameters,
            UNIFORM,
            "{kind: choice, values: [0, 1]}",
            3,
            ("the value 0.5 lies outside its own range", "el valor 0.5 está fuera de su propio rango"),
        ),
        (SeriesFile, "value: 1}", "value: 1, lower: 2, upper: 1}", 15, reversed_interval("2", "1")),
        # where a number comes from
        (Parameters, SOURCE, "", 3, no_source("published", "publicado")),
        (Parameters, f"published\n{SOURCE}", "derived\n    derivation: 1 / 2\n", 3, no_source("derived", "derivado")),
        (
            Parameters,
            "tag: published",
            "tag: derived",
            3,
            (
                "a derived number needs its arithmetic (derivation)",
                "un número derivado necesita su aritmética (derivation)",
            ),
        ),
        (
            Scenario,
            "2022-08: 1",
            "2022-13: 1",
            7,
            ("“2022-13” is not a month; write it as 2022-08", "«2022-13» no es un mes; escríbalo como 2022-08"),
        ),
    ],
    ids=lambda value: value.strip() if isinstance(value, str) else None,
)
def test_a_wrong_record_is_refused(
    model: type[BaseModel], old: str, new: str, line: int, wording: tuple[str, str], file: Path
) -> None:
    file.write_text(edited(model, old, new), "utf-8")
    [problem] = problems_of(model, file)
    check(problem, f"{file}:{line}", *wording)
