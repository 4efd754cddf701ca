"""Tables of somebody else: what is taken, and one clear sentence for everything that is wrong."""

from pathlib import Path

import pytest

from tregua.analysis.backtest import expected
from tregua.analysis.observed import MOST_TOLD, Expected, Observed, read_folder
from tregua.catalogue.errors import InputError
from tregua.evidence import ledger

HEAD = "country_iso3,year,variable,value,unit"
GOOD = "COL,2020,coca_ha,142783,ha"


def known() -> dict[tuple[str, str], Expected]:
    series = ledger.series()
    return {
        ("COL", "coca_ha"): Expected(series["coca_area.COL"], "ha", False),
        ("PER", "coca_ha"): Expected(series["coca_area.PER"], "ha", False),
        ("COL", "killed"): Expected(series["homicides.COL"], "homicides/year", True),
    }


def read(folder: Path, *lines: str, name: str = "mine.csv", head: str = HEAD) -> Observed:
    (folder / name).write_text("\n".join([head, *lines]) + "\n", "utf-8")
    return read_folder(folder, known())


def told(folder: Path, *lines: str, head: str = HEAD) -> list[str]:
    with pytest.raises(InputError) as refused:
        read(folder, *lines, head=head)
    assert refused.value.message("es") != refused.value.message("en")
    return [one.replace(f"{folder}/", "") for one in str(refused.value).split("\n")]


def test_a_table_replaces_all_figures_of_a_series_and_leaves_the_others(tmp_path: Path) -> None:
    found = read(tmp_path, "COL,2021,coca_ha,204257.5,ha", GOOD)
    assert list(found.series) == ["coca_area.COL"]
    replaced = found.series["coca_area.COL"]
    assert [(one.year, one.value) for one in replaced.points] == [(2020, 142783.0), (2021, 204257.5)]
    assert replaced.outcome == ledger.series()["coca_area.COL"].outcome


def test_other_columns_and_variables_are_named_and_not_read(tmp_path: Path) -> None:
    head = "note,country_iso3,year,month,variable,value,unit"
    found = read(tmp_path, 'a "note",COL,2020,,coca_ha,1,ha', "x,COL,20x0,,weather,-1,degrees", head=head)
    assert found.series["coca_area.COL"].points[0].month is None
    assert found.unused == ("weather",)


def test_a_country_that_the_lab_does_not_know_is_named_with_its_variable(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD, "col,2021,coca_ha,1,ha", "COL,2021,rain,1,mm").unused == ("coca_ha (col)", "rain")


def test_months_tell_figures_of_one_year_apart(tmp_path: Path) -> None:
    head = "country_iso3,year,month,variable,value,unit"
    lines = ["COL,2020,12,killed,7,homicides/year", "COL,2020,6,killed,0,homicides/year"]
    points = read(tmp_path, *lines, head=head).series["homicides.COL"].points
    assert [(one.month, one.value) for one in points] == [(6, 0.0), (12, 7.0)]


def test_a_figure_without_a_month_is_that_of_december(tmp_path: Path) -> None:
    lines = ["COL,2020,12,coca_ha,7,ha", "COL,2020,,coca_ha,8,ha"]
    found = told(tmp_path, *lines, head="country_iso3,year,month,variable,value,unit")
    assert found == ["mine.csv:3: coca_ha of COL has two figures for 2020"]


def test_a_month_of_what_is_counted_over_years_is_refused(tmp_path: Path) -> None:
    """Twelve months of homicides: December's would have been scored as the year's."""
    unit = expected()["COL", "homicides"].unit
    rows = [f"COL,2020,{month},homicides,1000,{unit}" for month in (11, 12)]
    (tmp_path / "mine.csv").write_text("\n".join(["country_iso3,year,month,variable,value,unit", *rows]), "utf-8")
    with pytest.raises(InputError, match="counted over whole years"):
        read_folder(tmp_path, expected())


def test_several_tables_are_one_set_of_figures(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(f"{HEAD}\nPER,2020,coca_ha,61777,ha\n", "utf-8")
    (tmp_path / "notes.txt").write_text("not a table", "utf-8")
    assert set(read(tmp_path, GOOD).series) == {"coca_area.COL", "coca_area.PER"}
    (tmp_path / "b.csv").write_text(f"{HEAD}\n{GOOD}\n", "utf-8")
    assert told(tmp_path, GOOD) == ["mine.csv:2: coca_ha of COL has two figures for 2020"]


ROWS = {
    "unit": ("COL,2020,coca_ha,1,km2", "“coca_ha” is in “ha”, not “km2”"),
    "year": ("COL,twenty,coca_ha,1,ha", "“year” must be a whole number, not “twenty”"),
    "early": ("COL,1820,coca_ha,1,ha", "“year” must be 1900 … 2100, not 1820"),
    "text": ("COL,2020,coca_ha,many,ha", "“value” must be a number, not “many”"),
    "empty": ("COL,2020,coca_ha,,ha", "“value” must be a number, not “”"),
    "groups of digits": ("COL,2020,coca_ha,1_000,ha", "“value” must be a number, not “1_000”"),
    "not a number": ("COL,2020,coca_ha,nan,ha", "“value” must be an ordinary number, not nan"),
    "beyond all bounds": ("COL,2020,coca_ha,1e300,ha", "“value” must be an ordinary number, not 1e300"),
    "negative": ("COL,2020,killed,-3,homicides/year", "“value” must be ≥ 0, not -3"),
    "zero": ("COL,2020,coca_ha,0,ha", "“value” must be > 0, not 0"),
    "endless year": (f"COL,{'9' * 5000},coca_ha,1,ha", f"“year” must be a whole number, not “{'9' * 39}…”"),
    "endless value": (f"COL,2020,coca_ha,{'9' * 400},ha", f"“value” must be an ordinary number, not {'9' * 39}…"),
    "endless cell": (f"COL,2020,{'x' * 200_000},1,ha", "this row cannot be read; is a quotation mark never closed?"),
    "cells": ("COL,2020,coca_ha,1,2,ha", "this row has 6 cells, not 5"),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_wrong_row_is_told_with_its_line(case: str, tmp_path: Path) -> None:
    row, sentence = ROWS[case]
    assert told(tmp_path, GOOD, "", row) == [f"mine.csv:4: {sentence}"]


def test_a_year_that_stands_twice_is_told_where_it_stands_again(tmp_path: Path) -> None:
    assert told(tmp_path, GOOD, "PER,2020,coca_ha,1,ha", GOOD) == [
        "mine.csv:4: coca_ha of COL has two figures for 2020"
    ]
    head = "country_iso3,year,month,variable,value,unit"
    row = "COL,2020,2,killed,7,homicides/year"
    assert told(tmp_path, row, row, head=head) == ["mine.csv:3: killed of COL has two figures for 2020-02"]
    wrong = row.replace(",2,", ",13,")
    assert told(tmp_path, wrong, head=head) == ["mine.csv:2: “month” must be 1 … 12, not 13"]


def test_a_zero_before_the_first_year_that_counts_is_read(tmp_path: Path) -> None:
    """Our own count of fights between groups has zeros before the year from which it is held to."""
    rows = ["COL,2015,fights,0,deaths/year", "COL,2016,fights,1,deaths/year"]
    (tmp_path / "mine.csv").write_text("\n".join([HEAD, *rows]), "utf-8")
    series = ledger.series()["homicides.COL"]
    of = {("COL", "fights"): Expected(series, "deaths/year", False, first=2016)}
    assert [one.value for one in read_folder(tmp_path, of).series["homicides.COL"].points] == [0.0, 1.0]
    (tmp_path / "mine.csv").write_text("\n".join([HEAD, rows[0].replace("2015", "2016")]), "utf-8")
    with pytest.raises(InputError, match="“value” must be > 0"):
        read_folder(tmp_path, of)


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("country_iso3,year\n", "utf-8")
    found = told(tmp_path, "COL,2020,coca_ha,-1,km2", "COL,x,coca_ha,1,ha")
    assert len(found) == 6
    assert [one.partition(": ")[0] for one in found] == ["a.csv:1"] * 3 + ["mine.csv:2"] * 2 + ["mine.csv:3"]


def test_of_very_many_problems_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    found = told(tmp_path, *["COL,2020,coca_ha,x,ha"] * (MOST_TOLD + 7))
    assert len(found) == MOST_TOLD + 1 and found[-1] == "… and 7 more"


def test_a_missing_column_is_told_with_the_nearest_there_is(tmp_path: Path) -> None:
    found = told(tmp_path, "COL,2020,coca_ha,1,ha", head="country_iso3,year,variable,values,unit")
    assert found == [
        "mine.csv:1: the column “value” is missing; the columns are: country_iso3, year, variable, values, unit. "
        "Did you mean “values”?"
    ]
    for other in (";", "\t"):
        (found,) = told(tmp_path, GOOD, head=HEAD.replace(",", other))
        assert found.startswith("mine.csv:1: the cells are not separated by commas")
    assert told(tmp_path, f"{GOOD},2", head=f"{HEAD},year") == ["mine.csv:1: “year” stands here twice"]


def test_tables_that_have_nothing_to_do_with_the_lab_are_refused_with_the_nearest_variable(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "COL,2020,coca_area,1,ha")
    assert found.startswith(f"{tmp_path}: no figure is of a variable and place")
    assert found.endswith("there are: coca_ha, killed. Did you mean “coca_ha”?")
    assert "no figure is of a variable and place" in told(tmp_path, "BRA,2020,coca_ha,1,ha")[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (HEAD.encode() + b"\n", "the table has no rows below its heads"),
        (HEAD.encode() + b"\nCOL,2020,\xff\xfe,1,ha\n", "this is not a text file in UTF-8"),
        (GOOD.encode().decode().encode("utf-16"), "this is not a text file in UTF-8"),
    ],
)
def test_a_file_without_figures_is_refused(content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_folder(tmp_path, known())
    assert str(refused.value) == f"{tmp_path}/mine.csv: {sentence}"


def test_a_spreadsheets_mark_at_the_start_and_its_line_ends_are_read(tmp_path: Path) -> None:
    (tmp_path / "mine.CSV").write_bytes(b"\xef\xbb\xbf" + f"{HEAD}\r\n{GOOD}\r\n".encode())
    assert read_folder(tmp_path, known()).series["coca_area.COL"].points[0].value == 142783.0


def test_a_folder_that_is_none_or_holds_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "file").write_text("x", "utf-8")
    for name, sentence in {
        "figure": "there is no such folder. Did you mean “figures”?",
        "figures": "the folder holds no table: no file ends in .csv",
        "file": "this is not a folder",
    }.items():
        with pytest.raises(InputError) as refused:
            read_folder(tmp_path / name, known())
        assert str(refused.value) == f"{tmp_path}/{name}: {sentence}"
