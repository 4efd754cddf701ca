"""Many files of cases: which are meant, what comes out, what is refused."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from folders_of_cases import ROWS, SPANISH, content, decide, noted, table, write_cases

from tregua.catalogue.errors import InputError
from tregua.catalogue.files import alone_in
from tregua.lab import where
from tregua.regimes import case_parquet
from tregua.regimes.case_files import decide_file


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write_cases(tmp_path / "cases")


# --- what comes out ---------------------------------------------------------------------------------------------------


def test_each_file_is_decided_as_it_would_be_by_itself_and_all_are_counted(cases: Path, tmp_path: Path) -> None:
    counts = decide(cases, tmp_path / "out")
    names = ["a/z.parquet", "a.parquet", "b.parquet", "c/d/e.parquet"]
    alone = []
    for name in names:
        alone.append(decide_file("petro_2022", cases / name, tmp_path / "one.parquet"))
        assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "out" / name).read_bytes()
        assert pq.read_table(tmp_path / "out" / name)["id"].equals(pq.read_table(cases / name)["id"])
    assert set(content(tmp_path / "out")) == {*names} and noted(tmp_path / "out") == names
    for number in ("decided", "undetermined", "rejected", "provisional", "outside"):
        assert getattr(counts, number) == sum(getattr(one, number) for one in alone)
    assert counts.decided + counts.undetermined + counts.rejected == 4 * ROWS and counts.rejected > 0
    assert counts.taken.heads.kept == ("id",) and set(counts.taken.words[True]) == {"yes", "sí"}
    assert (counts.files, counts.before, counts.beside) == (4, 0, 0)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_how_many_threads_there_are_changes_no_byte(cases: Path, tmp_path: Path, threads: int) -> None:
    told: list[tuple[int, int]] = []
    computed = partial(where.computed, threads=threads)
    counts = decide(cases, tmp_path / "out", computed=computed, progress=lambda *reached: told.append(reached))
    assert counts == decide(cases, tmp_path / "alone") and content(tmp_path / "out") == content(tmp_path / "alone")
    assert counts.taken.words == decide(cases, tmp_path / "alone").taken.words
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_names_with_a_dot_or_an_underscore_and_other_files_are_left_out(cases: Path, tmp_path: Path) -> None:
    for name in ("_temporary/x.parquet", ".hidden/x.parquet", "_x.parquet", ".x.parquet"):
        (cases / name).parent.mkdir(exist_ok=True)
        (cases / name).write_text("not parquet")
    (cases / "README.txt").write_text("about these")
    assert decide(cases, tmp_path / "out").files == 4
    assert decide(cases.parent / "c*" / "**" / "*.parquet", tmp_path / "out2").files == 4


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("cases/*.parquet", ["a.parquet", "b.parquet"]),
        ("cases/[b-z].parquet", ["b.parquet"]),
        ("cases/*/*.parquet", ["a/z.parquet"]),
        ("ca*/**/?.parquet", [f"cases/{name}" for name in ("a/z.parquet", "a.parquet", "b.parquet", "c/d/e.parquet")]),
        ("cases/?", ["a/z.parquet", "c/d/e.parquet"]),
    ],
)
def test_a_pattern_names_files_by_their_path_from_where_it_begins(
    cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str, expected: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):  # what came out is no case when the call is repeated
        decide(Path(pattern), Path("out"))
        assert sorted(content(tmp_path / "out")) == sorted(expected)
    assert noted(tmp_path / "out") == expected


def test_a_pattern_may_be_of_csv_files(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"2026-{number}.csv").write_text("negotiated;id\nno;1\nperhaps;2\n", "utf-8")
    counts = decide(tmp_path / "2026-*.csv", tmp_path / "out", say=SPANISH)
    assert (counts.decided, counts.rejected, counts.taken.delimiter) == (3, 3, ";")
    assert "debe ser" in (tmp_path / "out" / "2026-2.csv").read_text("utf-8")


def test_a_file_that_is_called_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "cases[1].csv").write_text("negotiated\nno\n", "utf-8")
    assert decide(tmp_path / "cases[1].csv", tmp_path / "out.csv").files == 1
    assert (tmp_path / "out.csv").is_file()


def test_wide_files_are_read_by_fewer_rows_and_huge_row_groups_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a file was read by 131,072 rows, however many columns it had and however long its texts were."""
    pq.write_table(pa.table({"negotiated": [True] * 1000, "text": ["x" * 500] * 1000}), tmp_path / "in.parquet")
    monkeypatch.setattr(case_parquet, "CELLS", 200)
    sizes = [len(chunk.lines) for chunk in case_parquet.ParquetCases(tmp_path / "in.parquet").chunks()]
    assert max(sizes) == 100 and sum(sizes) == 1000
    texts = [f"{at:09}" * 60 for at in range(1000)]
    pq.write_table(pa.table({"negotiated": [True] * 1000, "text": texts}), tmp_path / "in.parquet")
    monkeypatch.setattr(case_parquet, "CELLS", 1 << 23)
    monkeypatch.setattr(case_parquet, "BYTES", 54_000)
    sizes = [len(chunk.lines) for chunk in case_parquet.ParquetCases(tmp_path / "in.parquet").chunks()]
    assert max(sizes) <= 100 and sum(sizes) == 1000


# --- what is refused --------------------------------------------------------------------------------------------------


def test_other_columns_are_refused_by_name_before_anything_is_decided(cases: Path, tmp_path: Path) -> None:
    pq.write_table(table(0).rename_columns(["id", "negotiated", "group"]), cases / "x.parquet")
    pq.write_table(table(0).select(["negotiated", "id", "reoffended"]), cases / "y.parquet")
    (cases / "z.parquet").write_text("not parquet")
    with pytest.raises(InputError) as caught:
        decide(cases, tmp_path / "out")
    told = str(caught.value).splitlines()
    assert told == [
        f"{cases}/x.parquet: its columns are not those of “a/z.parquet”; missing here: reoffended; only here: group",
        f"{cases}/y.parquet: its columns stand in another order than those of “a/z.parquet”",
        f"{cases}/z.parquet: the file cannot be read",
    ]
    assert not (tmp_path / "out").exists()


def test_csv_files_must_have_the_same_delimiter(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("negotiated,id\nno,1\n", "utf-8")
    (tmp_path / "b.csv").write_text("negotiated;id\nno;1\n", "utf-8")
    with pytest.raises(InputError, match=r"b\.csv: “;” stands between its cells, and “,” in “a\.csv”"):
        decide(tmp_path / "*.csv", tmp_path / "out")


Refused = Callable[[Path], tuple[Path, Path]]
REFUSED: dict[str, Refused] = {
    "no Parquet file here": lambda at: ((at / "empty"), at / "out"),
    "no file is called so": lambda at: (at / "cases" / "2027*.parquet", at / "out"),
    "no file is called so ": lambda at: (at / "cases" / "a**.parquet", at / "out"),
    "there is no such file": lambda at: (at / "none", at / "out"),
    "need a folder of their own": lambda at: (at / "cases", at / "cases"),
    "need a folder of their own, neither above nor within": lambda at: (at / "cases", at / "cases" / "out"),
    "neither above nor within": lambda at: (at / "cases" / "a", at / "cases"),
    "of “.*” need a folder": lambda at: (at / "cases" / "*.parquet", at / "linked"),
    "this is not a folder": lambda at: (at / "cases", at / "file.txt"),
    "holds something else": lambda at: (at / "cases", at / "full"),
    "are of two kinds": lambda at: (at / "mixed" / "*", at / "out"),
    r"must be a CSV \(.csv\) or Parquet": lambda at: (at / "fu*" / "*", at / "out"),
    "cannot write here": lambda at: (at / "cases", at / "file.txt" / "out"),
    "cannot write here: File name too long": lambda at: (at / "cases", at / ("x" * 5000)),
}


@pytest.mark.parametrize("told", REFUSED)
def test_folders_that_cannot_be_used_are_refused_in_one_sentence(cases: Path, tmp_path: Path, told: str) -> None:
    for name in ("empty", "full", "mixed"):
        (tmp_path / name).mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    (tmp_path / "file.txt").write_text("mine")
    (tmp_path / "mixed" / "a.csv").write_text("negotiated\nno\n", "utf-8")
    shutil.copy(cases / "a.parquet", tmp_path / "mixed")
    (tmp_path / "linked").symlink_to(cases)
    before = content(tmp_path)
    with pytest.raises(InputError, match=told.strip()) as caught:
        decide(*REFUSED[told](tmp_path))
    assert len(caught.value.problems) == 1 and content(tmp_path) == before


def test_two_batches_never_write_into_one_folder_together(cases: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with alone_in(tmp_path / "out"), pytest.raises(InputError, match="somebody is writing here already"):
        decide(cases, tmp_path / "out")
    assert decide(cases, tmp_path / "out").files == 4
