"""A table of any answer by one option: what a spreadsheet opens, with units, sources, licences and caveats."""

import csv
import io
from itertools import pairwise
from pathlib import Path

import pytest
from alliance_files import write_files
from commands import Capture, call, printed, refused, two_runs

from tregua.evidence.ledger import series
from tregua.show.cli.call import COMMANDS
from tregua.show.table.answers import TABLES
from tregua.show.table.shape import as_csv, table_of
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")

QUICK = ("--draws", "8", "--prior")
ASKED = {
    "compare": ("compare", "mano-dura", *QUICK, "--until", "2030", "--out", "result"),
    "run": ("run", "mano-dura", *QUICK, "--until", "2030", "--out", "saved"),
    "compare-runs": ("compare-runs", "first", "second"),
    "why": ("why", "alliance", "homicides", *QUICK),
    "discover": ("discover", "mano-dura", *QUICK),
    "regret": ("regret", "mano-dura", "alliance", *QUICK),
    "tradeoffs": ("tradeoffs", "mano-dura", *QUICK),
    "portfolio": ("portfolio", "--budget", "1e9", "--payer", "COL", "--steps", "2", *QUICK),
    "information": ("information", "alliance", "mano-dura", "--outcome", "homicides", *QUICK),
    "offer": ("offer", "--draws", "20"),
    "levers": ("levers",),
    "parameters": ("parameters",),
    "trace": ("trace",),
    "history": ("history", "--draws", "4"),
    "patterns": ("patterns", "--draws", "4"),
    "militarisation": ("militarisation", "--draws", "4"),
    "truce": ("truce", "--draws", "8"),
    "alliance": ("alliance", "--draws", "6"),
    "alliance-levels": ("alliance", "levels"),
    "alliance-list": ("alliance", "list"),
    "alliance-pipeline": ("alliance", "pipeline"),
    "alliance-payoffs": ("alliance", "payoffs", "--draws", "6"),
    "alliance-coalitions": ("alliance", "coalitions", "--weights", "weights.yaml", "--draws", "6"),
    "alliance-game": ("alliance", "coalitions", "alike.yaml"),
    "alliance-burden": ("alliance", "burden", "--own", "COL=3", "--own", "PER=1"),
    "alliance-pressure": ("alliance", "pressure"),
    "backtest": ("backtest", "--cut", "2020", "--draws", "4"),
    "calibrate": ("calibrate", "--cut", "2010", "--members", "32"),
    "regimes": ("regimes",),
    "regime": ("regimes", "show", "ley_975"),
    "audit": ("audit", "s1_2022", "s2_2022"),
    "diff": ("diff", "pl_288_2023", "pl_002_2025"),
    "claims": ("claims",),
    "claim": ("claim", "C4"),
    "reported": ("claim", "D4"),
    "promises": ("promises",),
    "promise": ("promise", "E2"),
    "estimates": ("estimates",),
    "estimate": ("estimates", "heller_2014"),
    "evidence-map": ("evidence-map",),
    "search": ("search", "homicide", "truce"),
    "series": ("series", "coca_area"),
    "checks": ("series", "--check"),
    "reproduce": ("reproduce", "lessing"),
    "sample": ("sample", "lessing", "--draws", "4"),
}
LICENSED = ("series", "history", "backtest")
CITED = (*LICENSED, "estimates", "estimate", "claim", "promises", "promise", "reported", "parameters", "regime")
MEASURED = (*LICENSED, "compare", "run", "why", "levers", "parameters", "estimates", "claim", "calibrate", "reproduce")


def rows(written: str, language: Language = "en") -> list[dict[str, str]]:
    """A CSV file as a spreadsheet of the language opens it."""
    assert written.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(written[1:]), delimiter=";" if language == "es" else ","))


def test_every_command_that_writes_tables_is_asked_here() -> None:
    named = {command.__name__.replace("_", "-") for command in COMMANDS if "csv" in command.__annotations__}
    assert named == {arguments[0] for arguments in ASKED.values()}
    assert ASKED.keys() - {"run", "regime", "sample"} == TABLES.keys()


@pytest.mark.parametrize("name", ASKED)
def test_a_table_of_any_answer(capsys: Capture, name: str) -> None:
    write_files()
    if name == "compare-runs":
        two_runs(capsys)
    code, out, err = call(capsys, *ASKED[name], "--csv", "table.csv")
    assert (code, out) == (0, text("en", "cli.written", path="table.csv") + "\n"), err
    found = rows(Path("table.csv").read_text("utf-8"))
    assert found and all(None not in row and None not in row.values() for row in found)
    empty = {column for column in found[0] if not any(row[column] for row in found)}
    assert len(empty) < len(found[0]) / 2, empty
    if name in LICENSED:
        assert all(row["licence"] and row["publisher"] and row["unit"] for row in found)
    if name in CITED:
        assert any(row["source"] for row in found)
    if name in MEASURED:
        assert all(row["unit"] or not row["value"] for row in found)  # no unit where no size was read
    if name not in ("run", "regime"):  # the page and the JSON of a regime carry them, a row its notice
        assert all(row["caveats"] for row in found)
    if "computed_by" in found[0]:
        assert all(
            row["computed_by"].startswith("Tregua ") and f"tregua {ASKED[name][0]}" in row["computed_by"]
            for row in found
        )


def test_a_table_of_a_series_has_a_row_for_each_release(capsys: Capture) -> None:
    found = rows(printed(capsys, "series", "homicides.ECU", "--csv", "-"))
    current = [row for row in found if not row["replaced_by"]]
    assert [float(row["value"]) for row in current] == [p.value for p in series()["homicides.ECU"].points]
    for row, following in pairwise(found):
        if row["replaced_by"]:
            assert (row["year"], row["replaced_by"]) == (following["year"], following["release"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_decimals_are_those_of_the_readers_spreadsheet(capsys: Capture, language: Language) -> None:
    found = rows(printed(capsys, "series", "coca_area.COL", "--csv", "-", "--lang", language), language)
    shown = [row["value"] for row in found]
    mark = "," if language == "es" else "."
    assert [float(one.replace(mark, ".")) for one in shown] == [p.value for p in series()["coca_area.COL"].points]
    assert any(mark in one for one in shown) and not any((".", ",")[mark == "."] in one for one in shown)


def test_no_text_becomes_a_formula() -> None:
    hostile = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", '=HYPERLINK("http://x";"y")']
    written = as_csv(table_of([{"text": one, "value": -1.5} for one in hostile]))
    for row, one in zip(rows(written), hostile, strict=True):
        assert row == {"text": f"'{one}".replace("\r", "\n"), "value": "-1.5"}


def test_cells_with_separators_quotes_and_new_lines_come_back_whole() -> None:
    held = ['a;b,c"d', "line\nline", "ñ – “x”", ""]
    for language in LANGUAGES:
        assert [row["x"] for row in rows(as_csv(table_of([{"x": one} for one in held]), language), language)] == held


def test_kinds_of_columns() -> None:
    table = table_of([{"a": 1, "b": 1.5, "c": True, "d": "x", "e": 1}, {"a": 2, "b": 1, "c": None, "d": 3, "e": None}])
    assert [table.kind(one) for one in table.columns] == ["integer", "number", "boolean", "string", "integer"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("audit", "--csv", "s1_2022", "s2_2022"), ".csv"),
        (("claims", "--csv", "c.csv", "--json"), "“--csv”"),
        (("levers", "--csv", "c.csv", "--json"), "“--csv”"),
        (("levers", "--csv", "gone/c.csv"), "cannot write"),
        (("claims", "--csv"), "--csv"),
    ],
)
def test_what_cannot_be_written_is_refused(capsys: Capture, arguments: tuple[str, ...], said: str) -> None:
    assert said in refused(capsys, *arguments)
