"""How a run that is too large for memory lies on disk: blocks of draws, and a journal of what has been written.

A file holds an outcome of one experiment in a block of draws. Experiments that must give the same have the same files,
as links where the disk knows them. A line of the journal is a part with its digest.
"""

import hashlib
import json
import os
import shutil
import stat
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import xarray as xr
import zarr

from tregua.lab.result import AGAIN, DRAWN
from tregua.lab.run import Experiment, Part, Settings

STORE = "run.zarr"
JOURNAL = "parts.jsonl"
BLOCK = 4096  # draws

Files = Mapping[str, bytes]


@dataclass(frozen=True, eq=False)
class Layout:
    """How the variables of a run lie on disk: dimensions, sizes and attributes by name.

    `block` is the number of draws of a file, `once` that of the combinations that stand in the variables of outcomes;
    where there are few draws all years are one chunk, since a smaller one would not be worth its while.
    """

    variables: Mapping[str, tuple[tuple[str, ...], tuple[int, ...], Mapping[str, Any]]]
    block: int
    once: int
    whole_years: bool

    @classmethod
    def of(cls, template: xr.Dataset, settings: Settings) -> "Layout":
        """The layout of a run that is labelled as a run of one draw is."""
        sizes = {**template.sizes, "draw": settings.draws}
        variables = {
            str(name): (
                tuple(map(str, one.dims)),
                tuple(sizes[dimension] for dimension in one.dims),
                dict(one.attrs),
            )
            for name, one in template.data_vars.items()
        }
        block = min(BLOCK, settings.draws)
        return cls(variables, block, template.sizes["alternative"], block < BLOCK)

    def create(self, group: zarr.Group, names: Iterable[str]) -> dict[str, zarr.Array[Any]]:
        """Arrays without content: a file for a block of an experiment, in it a chunk for each year and place."""
        made = {}
        for name in names:
            dimensions, shape, attributes = self.variables[name]
            whole = {"alternative": 1, "redrawn": 1, "scenario": 1, "draw": self.block}
            shards = [whole.get(one, size) for one, size in zip(dimensions, shape, strict=True)]
            chunks = [
                self.block if one == "draw" else size if one == "year" and self.whole_years else 1
                for one, size in zip(dimensions, shape, strict=True)
            ]
            made[name] = group.create_array(
                name,
                shape=shape,
                dtype="float64",
                chunks=tuple(chunks),
                shards=tuple(shards),
                dimension_names=dimensions,
                attributes=dict(attributes),
                fill_value=np.nan,
            )
        return made

    def keys(self, experiment: Experiment, block: int) -> list[str]:
        """The files of an experiment in a block of draws."""
        number, policy = experiment
        names = [name for name in self.variables if name not in (DRAWN, AGAIN)] if number < self.once else [AGAIN]
        start = number if number < self.once else number - self.once
        return [_key(name, (start, policy, block, *[0] * (len(self.variables[name][0]) - 3))) for name in names]


def _key(name: str, at: Sequence[int]) -> str:
    return "/".join((name, "c", *map(str, at)))


def leads(part: Part) -> bool:
    """Whether the numbers of the draws go with this part of their block."""
    return part.experiments[0] == (0, 0)


class Journal:
    """What has been written of a run: a line a part, below one that tells the run."""

    def __init__(self, folder: Path, file: IO[str]) -> None:
        self.folder, self.store, self.file = folder, folder / STORE, file
        file.seek(0)
        self.head = json.loads(file.readline())
        told = self.head["layout"]
        variables = {name: (tuple(a), tuple(b), dict(c)) for name, (a, b, c) in told["variables"].items()}
        self.layout = Layout(variables, told["block"], told["once"], told["whole_years"])
        self.copies: dict[Experiment, list[Experiment]] = {}
        for (one, policy), (origin, of) in self.head["copies"]:
            self.copies.setdefault((origin, of), []).append((one, policy))

    def sound(self) -> Iterator[tuple[Part, list[str]]]:
        """The parts that are on disk as they were written, copies too, each once, with its files."""
        seen = set[tuple[object, ...]]()
        self.file.seek(0)
        for line in [*self.file][1:]:
            with suppress(ValueError, KeyError, TypeError):  # the last line may be cut
                told = json.loads(line)
                experiments = tuple((int(one), int(policy)) for one, policy in told["experiments"])
                part = Part(experiments, int(told["first"]), int(told["count"]), {})
                keys, copied = self.keys(part), self.copied(part)
                if (part.first, *experiments) in seen:  # it was damaged, and written again as it had been
                    continue
                if self._digest(keys) == told["digest"] and all(map(self._is_same, copied, copied.values())):
                    seen.add((part.first, *experiments))
                    yield part, [*keys, *copied]

    def keys(self, part: Part) -> list[str]:
        """The files of a part."""
        return keys_of(part, self.layout)

    def copied(self, part: Part) -> dict[str, str]:
        """The files that must be the same as those of a part, each with that one."""
        block = part.first // self.layout.block
        return {
            key: origin
            for one in part.experiments
            for other in self.copies.get(one, ())
            for key, origin in zip(self.layout.keys(other, block), self.layout.keys(one, block), strict=True)
        }

    def _digest(self, keys: Sequence[str]) -> str:
        """The digest of files as they are; of none where one is missing."""
        with suppress(OSError):
            return _digest((self.store / key).read_bytes() for key in keys if _is_plain(self.store / key))
        return ""

    def _is_same(self, key: str, origin: str) -> bool:
        one, other = self.store / key, self.store / origin
        with suppress(OSError):
            return one.samefile(other) or (_is_plain(one) and one.read_bytes() == other.read_bytes())
        return False

    def write(self, part: Part, files: Files) -> None:
        """Write a part and its copies, links where the disk knows them, then say so."""
        for key, content in files.items():
            _free(self.store / key).write_bytes(content)
        for key, origin in self.copied(part).items():
            path = _free(self.store / key)
            try:
                path.hardlink_to(self.store / origin)
            except (OSError, NotImplementedError):
                shutil.copyfile(self.store / origin, path)
        told: dict[str, object] = {"first": part.first, "count": part.count, "experiments": part.experiments}
        told["digest"] = _digest(files[key] for key in self.keys(part))
        self.file.seek(0, os.SEEK_END)
        self.file.write(json.dumps(told) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())


def _free(path: Path) -> Path:
    """A path at which nothing lies, below folders that are there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    return path


def _is_plain(path: Path) -> bool:
    """Whether a file is one that may be read: no link to elsewhere, no device."""
    return stat.S_ISREG(path.lstat().st_mode)


def changed(folder: Path) -> str | None:
    """The first thing in the blocks of a saved run that is not as it was written, nothing if all is.

    Raises
    ------
    OSError, ValueError, KeyError, TypeError
        When its journal is none.
    """
    with (folder / JOURNAL).open(encoding="utf-8") as file:
        journal = Journal(folder, file)
        parts = files = 0
        for _, keys in journal.sound():
            parts, files = parts + 1, files + len(keys)
    there = sum(1 for name in journal.layout.variables for _ in (folder / STORE / name / "c").rglob("*") if _.is_file())
    return None if parts == journal.head["parts"] and files == there else JOURNAL


def beside(folder: Path) -> list[Path]:
    """The files of a run that are none of its blocks: names, attributes, coordinates and the journal."""
    store = folder / STORE
    with (folder / JOURNAL).open(encoding="utf-8") as file:
        variables = Journal(folder, file).layout.variables
    small = [path for path in store.iterdir() if path.is_file() or path.name not in variables]
    found = [one for path in small for one in ([path] if path.is_file() else path.rglob("*")) if one.is_file()]
    return sorted([*found, *(store / name / "zarr.json" for name in variables), folder / JOURNAL])


def keys_of(part: Part, layout: Layout) -> list[str]:
    """The files of a part, by their place in the store."""
    block = part.first // layout.block
    keys = [key for one in part.experiments for key in layout.keys(one, block)]
    return [*keys, _key(DRAWN, (block, 0))] if leads(part) else keys


def _digest(contents: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for one in contents:
        whole.update(len(one).to_bytes(8, "little"))
        whole.update(one)
    return whole.hexdigest()


def begin(store: Path, template: xr.Dataset, layout: Layout) -> None:
    """Write names, attributes and empty variables."""
    shutil.rmtree(store, ignore_errors=True)
    draws = {"draw": np.arange(template.attrs["draws"])}
    names = {name: one for name, one in template.coords.items() if name != "draw"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        coordinates = xr.Dataset(coords={**names, **draws}, attrs=template.attrs)
        coordinates.draw.attrs = template.draw.attrs
        coordinates.to_zarr(store, mode="w", consolidated=False, zarr_format=3)
        layout.create(zarr.open_group(store, mode="a"), layout.variables)


def lies_in(dataset: xr.Dataset) -> Path | None:
    """The folder of a run that is read from its blocks, complete or not; none of one that is in memory."""
    source = dataset.encoding.get("source")
    return Path(source).parent if source and (Path(source).parent / JOURNAL).is_file() else None


def opened(folder: Path) -> xr.Dataset:
    """The run in a folder, as it lies on disk: what is asked of it is read when it is asked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Zarr's, that this form of texts and of a table of contents may yet change
        dataset: xr.Dataset = xr.open_dataset(folder / STORE, engine="zarr", consolidated=False, cache=False)
    return dataset
