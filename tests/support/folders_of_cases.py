"""Folders of cases in Parquet files, and what a batch makes of them."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tregua.catalogue.errors import Problem
from tregua.regimes.case_files import Counts
from tregua.regimes.case_journal import NAME
from tregua.regimes.case_parts import decide_files
from tregua.regimes.load import load_rules

ROWS = 3_000
SPANISH = partial(Problem.message, language="es")


def table(number: int, rows: int = ROWS) -> pa.Table:
    """Cases of which some cannot be read; their ids go on from file to file."""
    draw = np.random.Generator(np.random.Philox(key=(21, number)))
    words = np.array(["yes", "no", "sí", "", "perhaps"], object)
    return pa.table(
        {
            "id": np.arange(rows) + number * rows,
            "negotiated": pa.array(words[draw.integers(0, 4 + number % 2, rows)]),
            "reoffended": pa.array(draw.random(rows) < 0.5, mask=draw.random(rows) < 0.3),
        }
    )


def write_cases(folder: Path) -> Path:
    """Four files in three folders."""
    for number, name in enumerate(("b.parquet", "a/z.parquet", "a.parquet", "c/d/e.parquet")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table(number), folder / name)
    return folder


def decide(source: Path, target: Path, regime: str = "petro_2022", **more: Any) -> Counts:
    return decide_files(load_rules(regime), source, target, **more)


def content(folder: Path) -> Mapping[str, bytes]:
    """The tables that lie in a folder and below."""
    files = (one for one in folder.rglob("*") if one.is_file() and one.name != NAME)
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}


def noted(folder: Path) -> list[str]:
    return [json.loads(line)["file"] for line in (folder / NAME).read_text().splitlines()[1:]]
