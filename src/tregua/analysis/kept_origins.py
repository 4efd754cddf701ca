"""The origins of a backtest that was interrupted, kept until it is complete."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from tregua.analysis.summary import Origin
from tregua.catalogue.errors import InputError
from tregua.catalogue.files import replacing
from tregua.catalogue.read import PACKAGE
from tregua.evidence.schema import Series
from tregua.lab.bind import lab_hash
from tregua.lab.engine.numba import cache_folder
from tregua.version import VERSION


def kept_at(asked: Sequence[object], series: Mapping[str, Series]) -> Path:
    """The file of an origin: another where what is asked, a figure, the lab or the code of the analysis is another."""
    figures = {name: one.model_dump(mode="json") for name, one in series.items()}  # records show themselves cut
    whole = hashlib.sha256(repr((VERSION, lab_hash(), *asked, figures)).encode())
    for path in sorted((PACKAGE / "analysis").rglob("*.py")):
        whole.update(path.read_bytes())
    return cache_folder() / "backtests" / f"{whole.hexdigest()[:32]}.json"


def found(path: Path) -> Origin | None:
    """The origin in a file, none where there is no such file or it is not whole."""
    with suppress(OSError, ValueError):
        return _form().validate_python(json.loads(path.read_bytes()))
    return None


def keep(path: Path, origin: Origin) -> None:
    """Keep an origin; a full disk costs only the next call's time."""
    with suppress(OSError, InputError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as new:
            new.write_text(json.dumps(_form().dump_python(origin)), "utf-8")


@cache
def _form() -> TypeAdapter[Origin]:
    return TypeAdapter(Origin)
