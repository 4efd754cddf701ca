"""Cases in Parquet files: typed columns, nested ones, dates out of the calendar, damage."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tregua.catalogue.errors import InputError
from tregua.regimes.case_files import decide_file
from tregua.regimes.case_heads import ADDED

TYPED = {
    "id": pa.array([10, 11], pa.int64()),
    "negotiated": pa.array([True, None]),
    "reoffended": pa.array([1, 0], pa.int8()),
    "group": pa.array(["ELN", None]).dictionary_encode(),
    "court_opinion": pa.array([None, "favourable"]),
    "min_penalty_years": pa.array([None, 8], pa.int64()),
    "conduct_end": pa.array([None, "2020-02-29"]).cast(pa.date32()),
    "conduct_start": pa.array([None, "2020-02-28"]).cast(pa.date32()).cast(pa.timestamp("ns")),
    "suspension_conditions": pa.array(["repair", None]),
}


def each(name: str, rows: Iterable[dict[str, Any]]) -> list[Any]:
    return [row[name] for row in rows]


def parquet(
    columns: dict[str, pa.Array], folder: Path, regime: str = "ordinary", out: str = "out.parquet"
) -> list[Any]:
    pq.write_table(pa.table(columns), folder / "in.parquet")
    decide_file(regime, folder / "in.parquet", folder / out)
    names = [name for name in columns if "date" not in str(columns[name].type)]
    return (
        list(pq.read_table(folder / out, columns=[*names, *ADDED]).to_pylist())
        if out.endswith(".parquet")
        else list(csv.DictReader((folder / out).open()))
    )


def test_a_parquet_may_hold_typed_columns(tmp_path: Path) -> None:
    rows = parquet(TYPED, tmp_path)
    assert each("outcome_extradition", rows) == [None, "GRANTABLE"]
    assert each("status", rows) == ["undetermined", "decided"] and each("line", rows) == [1, 2]
    types = dict(zip(TYPED, pq.read_schema(tmp_path / "out.parquet").types, strict=False))
    assert (types["id"], types["negotiated"], types["conduct_end"]) == (pa.int64(), pa.bool_(), pa.date32())


def test_a_file_with_nothing_but_texts_and_blanks_is_undetermined(tmp_path: Path) -> None:
    assert each("status", parquet({"suspension_conditions": pa.array(["a", None])}, tmp_path)) == ["undetermined"] * 2
    assert each("status", parquet({"negotiated": pa.nulls(2)}, tmp_path, "petro_2022")) == ["undetermined"] * 2


def test_dates_out_of_the_calendar_reject_their_row(tmp_path: Path) -> None:
    days = pa.array([0, 10_000_000, -1_000_000], pa.int32()).cast(pa.date32())
    rows = parquet({"conduct_end": days, "political_offence": pa.array([True] * 3)}, tmp_path)
    assert each("status", rows) == ["decided", "rejected", "rejected"]
    moments = pa.array([86_400_000_000_000, 1], pa.timestamp("ns"))
    rows = parquet({"conduct_end": moments, "political_offence": pa.array([True] * 2)}, tmp_path)
    assert each("status", rows) == ["decided", "rejected"]


@pytest.mark.parametrize(
    "nested", [pa.array([{"a": 1}]), pa.array([[1]]), pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64()))]
)
def test_nested_columns_are_kept_where_they_can_be_and_are_never_facts(tmp_path: Path, nested: pa.Array) -> None:
    kept = {"negotiated": pa.array([False]), "more": nested}
    assert parquet(kept, tmp_path, "petro_2022")[0]["more"] == nested.to_pylist()[0]
    with pytest.raises(InputError, match=r"more; write a \.parquet file"):
        parquet(kept, tmp_path, "petro_2022", "out.csv")
    with pytest.raises(InputError, match="“negotiated” must be true, false or null"):
        parquet({"negotiated": nested}, tmp_path, "petro_2022")


def test_a_damaged_parquet_is_refused(tmp_path: Path) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.csv"
    source.write_text("not parquet")
    with pytest.raises(InputError, match="cannot be read"):
        decide_file("petro_2022", source, target)
    pq.write_table(pa.table({"negotiated": pa.array(["true", "no"] * 5000), "id": np.arange(10_000)}), source)
    whole = source.read_bytes()
    for at in range(10, 400, 13):
        source.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        try:
            counts = decide_file("petro_2022", source, target)
            assert counts.decided + counts.undetermined + counts.rejected == 10_000
        except InputError as error:
            assert "cannot be read" in str(error)
