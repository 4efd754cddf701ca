"""Columns and files of cases: types, chunks, rows that cannot be read, and the columns that come out."""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tregua.catalogue.errors import InputError
from tregua.regimes import case_files
from tregua.regimes.case_files import Counts, decide_file
from tregua.regimes.columns import CHUNK, column, decide_columns
from tregua.regimes.rules import load_rules
from tregua.regimes.schema import KINDS, UNDETERMINED
from tregua.regimes.vocabulary import vocabulary

COLUMNS = [*KINDS, "rule", "missing"]
SPARED = "true,true,false"
CSV = f"negotiated,stopped_definitively,reoffended\n{SPARED}\nfalse,,\ntrue,false,false\ntrue,,false\n"
EXPECTED = [
    ["NOT_EXTRADITED_BENEFIT", "", "", "", "P2", ""],
    ["DELIVERED", "", "", "", "P3", ""],
    ["", "", "", "", "P4", ""],
    ["", "", "", "", "", "stopped_definitively"],
]


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, Path, Path]:
    return tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "rejects.csv"


def rows(path: Path) -> list[list[str]]:
    if path.suffix == ".parquet":
        read = pq.read_table(path)
        assert [str(one) for one in read.schema.types] == ["string"] * 6
        return [read.column_names, *([value or "" for value in row.values()] for row in read.to_pylist())]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


# --- columns ----------------------------------------------------------------------------------------------------------


def test_many_chunks_give_what_one_case_gives() -> None:
    rules = load_rules("petro_2022")
    size = 2 * CHUNK + 17
    negotiated = np.resize(np.array([1, 0, -1], np.int8), size)
    reoffended = np.resize(np.array([1, 1, 0, -1, 0], np.int8), size)
    decided = decide_columns(rules, {"negotiated": negotiated, "reoffended": reoffended})
    labels = np.array(decided.values["extradition"])[decided.outcomes["extradition"]]
    assert (labels[(negotiated == 1) & (reoffended == 1)] == "DELIVERED_NO_NEGOTIATION").all()
    assert (labels[negotiated == 0] == "DELIVERED").all()
    assert (labels[(negotiated == 1) & (reoffended != 1)] == UNDETERMINED).all()
    assert decided.values["extradition"][0] == UNDETERMINED and decided.rows[0] == ""


def test_a_column_holds_unknown_in_its_own_way() -> None:
    facts = vocabulary()
    assert column(facts["negotiated"], [True, False, None]).tolist() == [1, 0, -1]
    assert column(facts["court_opinion"], ["unfavourable", None, "favourable"]).tolist() == [2, -1, 0]
    assert column(facts["min_penalty_years"], [0, None, 8]).tolist() == [0, -1, 8]
    assert np.isnat(column(facts["conduct_end"], ["1997-12-16", None])).tolist() == [False, True]


def test_wrong_columns_are_refused_all_at_once() -> None:
    wrong = {"negociated": np.zeros(2, np.int8), "negotiated": np.zeros(3), "reoffended": np.zeros(2, np.int8)}
    with pytest.raises(InputError) as caught:
        decide_columns(load_rules("petro_2022"), wrong)
    assert [problem.kind for problem in caught.value.problems] == ["unknown_name", "wrong_type", "wrong_type"]


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_csv_is_decided_in_its_order(paths: tuple[Path, Path, Path], suffix: str) -> None:
    source, target, rejects = paths
    source.write_text(CSV, "utf-8")
    target = target.with_suffix(suffix)
    assert decide_file("petro_2022", source, target, rejects) == Counts(decided=4, rejected=0)
    assert rows(target) == [COLUMNS, *EXPECTED]
    assert rows(rejects) == [["line", "reason"]]
    assert not list(target.parent.glob("*.part"))


TYPED = {
    "negotiated": pa.array([True, None]),
    "group": pa.array(["ELN", None]).dictionary_encode(),
    "court_opinion": pa.array([None, "favourable"]),
    "min_penalty_years": pa.array([None, 8], pa.int64()),
    "conduct_end": pa.array([None, "2020-02-29"]).cast(pa.date32()),
    "suspension_conditions": pa.array(["repair", None]),
}


def test_a_parquet_may_hold_typed_columns(paths: tuple[Path, Path, Path]) -> None:
    source, target, rejects = (path.with_suffix(".parquet") for path in paths)
    pq.write_table(pa.table(TYPED), source)
    assert decide_file("ordinary", source, target, rejects.with_suffix(".csv")) == Counts(decided=2, rejected=0)
    assert [row[0] for row in rows(target)[1:]] == ["", "GRANTABLE"]


def test_bad_rows_are_rejected_with_line_and_reason_and_the_rest_is_decided(paths: tuple[Path, Path, Path]) -> None:
    source, target, rejects = paths
    lines = ["negotiated,reoffended,conduct_end,group", "true,true,,", "true,perhaps,2019-02-30,", "true,true",
             "false,FALSE,2019-02-28,Segunda Marquetalia", ",,,ELNN"]  # fmt: skip
    source.write_text("\n".join(lines), "utf-8")
    assert decide_file("petro_2022", source, target, rejects) == Counts(decided=2, rejected=3)
    assert [row[4] for row in rows(target)[1:]] == ["P1", "P3"]
    told = rows(rejects)[1:]
    assert [int(line) for line, _ in told] == [3, 4, 6]
    assert "perhaps" in told[0][1] and "2019-02-30" in told[0][1]
    assert told[1][1] == "this row has 2 cells, not 4"
    assert told[2][1].endswith("Did you mean “ELN”?")
    decide_file("petro_2022", source, target, rejects, lambda problem: problem.message("es"))
    assert rows(rejects)[2][1] == "esta fila tiene 2 celdas, no 4"


def test_lines_are_right_across_chunks(paths: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_files, "BLOCK_BYTES", 150)
    source, target, rejects = paths
    bodies = ["true,false", "true", "true,perhaps"]
    body = [bodies[(at * at + at // 7) % 3] for at in range(300)]
    source.write_text("\n".join(["negotiated,reoffended", *body]) + "\n", "utf-8")
    good = body.count("true,false")
    assert decide_file("petro_2022", source, target, rejects) == Counts(good, 300 - good)
    expected = [at for at, line in enumerate(body, 2) if line != "true,false"]
    assert [int(line) for line, _ in rows(rejects)[1:]] == expected


def test_bytes_that_are_no_text_reject_their_row_only(paths: tuple[Path, Path, Path]) -> None:
    source, target, rejects = paths
    source.write_bytes(b"negotiated,group\nfalse,ELN\nfalse,\xff\xfe\n")
    assert decide_file("petro_2022", source, target, rejects) == Counts(decided=1, rejected=1)


def test_a_file_without_rows_gives_a_file_without_rows(paths: tuple[Path, Path, Path]) -> None:
    source, target, rejects = paths
    source.write_text("negotiated,reoffended\n", "utf-8")
    assert decide_file("petro_2022", source, target, rejects) == Counts(0, 0)
    assert rows(target) == [COLUMNS]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "the file is empty"),
        ("negociated\ntrue\n", "Did you mean “negotiated”?"),
        ("negotiated,negotiated\ntrue,true\n", "“negotiated” stands here twice"),
    ],
)
def test_a_file_without_facts_is_refused(paths: tuple[Path, Path, Path], content: str, found: str) -> None:
    source, target, rejects = paths
    source.write_text(content, "utf-8")
    with pytest.raises(InputError, match=found):
        decide_file("petro_2022", source, target, rejects)
    assert not target.exists()


def test_files_that_cannot_be_used_are_refused(paths: tuple[Path, Path, Path], tmp_path: Path) -> None:
    source, target, rejects = paths
    with pytest.raises(InputError, match="there is no such file"):
        decide_file("petro_2022", source, target, rejects)
    source.write_text(CSV, "utf-8")
    with pytest.raises(InputError, match="stands here twice"):
        decide_file("petro_2022", source, source, rejects)
    with pytest.raises(InputError, match="Parquet"):
        decide_file("petro_2022", source, tmp_path / "out.xlsx", rejects)
    with pytest.raises(InputError, match="cannot write here"):
        decide_file("petro_2022", source, tmp_path / "none" / "out.csv", rejects)
    fake = tmp_path / "in.parquet"
    fake.write_text("not parquet", "utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        decide_file("petro_2022", fake, target, rejects)
