"""Draws of a model that are kept while they are made, so that the same command goes on where it stopped."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from tregua.lab.engine.numba import cache_folder
from tregua.models.protocol import Model
from tregua.models.sampling import Draw, sample
from tregua.version import VERSION


def resumed(model: Model, draws: int, seed: int, quantities: Sequence[str], around: float) -> Iterator[Draw]:
    """The draws of `sample`, those first that an interrupted call has kept; whoever has used them removes `kept_at`.

    Raises
    ------
    InputError, MissingDataError
        As `sample`.
    """
    sample(model, draws, seed, quantities, around)  # what cannot be asked is refused before anything is kept
    path = kept_at(model, [seed, around, *quantities])
    ready = _read(path)
    yield from ready[:draws]
    with path.open("a", encoding="utf-8") as file:
        for one in sample(model, draws, seed, quantities, around, first=len(ready)):
            print(json.dumps(asdict(one)), file=file, flush=True)
            yield one


def kept_at(model: Model, asked: Sequence[object]) -> Path:
    """The file of such draws: another where a file of the model, what is asked or the version is another."""
    digest = hashlib.sha256(json.dumps([VERSION, model.name, *asked]).encode())
    for file in sorted(one for one in model.folder.iterdir() if one.is_file()):
        digest.update(file.read_bytes())
    folder = cache_folder() / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{digest.hexdigest()[:32]}.jsonl"


def _read(path: Path) -> list[Draw]:
    """The draws that were kept; what was not written to its end is cut off."""
    ready: list[Draw] = []
    written = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
    whole = 0
    with suppress(ValueError, TypeError):
        for line in written:
            draw = Draw(**json.loads(line))
            if draw.number != len(ready) or not line.endswith(b"\n"):
                break
            ready.append(draw)
            whole += len(line)
    with suppress(FileNotFoundError):
        os.truncate(path, whole)
    return ready
