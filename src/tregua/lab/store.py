"""Runs on disk: a folder a run, written whole, never over another one unasked, and checked when it is opened."""

import errno
import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import put_folder, replacing_folder
from tregua.lab.asked import command_of, hashes_of, read_asked, run_hash
from tregua.lab.blocks import is_large, simulate_in
from tregua.lab.journal import JOURNAL, STORE, beside, changed, lies_in, opened
from tregua.lab.model import lab
from tregua.lab.result import DRAWN, choices_of, scenarios_of, simulate, span_of
from tregua.lab.run import Settings
from tregua.lab.schema import Scenario

REPORT = "report.html"
NUMBERS = "numbers.html"
COMPARISON = "comparison.json"
RECORD = "run.json"
LATEST = "latest"
_OURS = {
    STORE,
    JOURNAL,
    REPORT,
    NUMBERS,
    COMPARISON,
    RECORD,
    ".DS_Store",
}  # what a run's folder holds; the last is a Mac's own
_MOST_BYTES = 2**32  # of one file of a run


def new_folder(above: Path, dataset: xr.Dataset, today: date) -> Path:
    """A folder that is not there yet, named by the day and a hash of what the run was made from."""
    name = f"{today.isoformat()}-{run_hash(dataset.attrs)}"
    names = [name, *(f"{name}-{again}" for again in range(2, 1000))]
    return next(above / one for one in names if not os.path.lexists(above / one))


def check_target(folder: Path, overwrite: bool = False) -> None:
    """Refuse a folder that a run may not be written to, before anything is computed.

    Raises
    ------
    InputError
        When it holds a run and is not to be overwritten, or anything else, or cannot be made.
    """
    with writable(folder), suppress(FileNotFoundError):
        is_folder = stat.S_ISDIR(folder.lstat().st_mode)
        held = {entry.name for entry in folder.iterdir()} if is_folder else {""}
        if not all(map(_is_ours, held)):
            raise InputError(Problem("not_empty", str(folder)))
        if held - {".DS_Store"} and not overwrite:
            raise InputError(Problem("run_there", str(folder)))


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Look at a folder that is to be written to, then at what is above it; what the disk says against it is told.

    Raises
    ------
    InputError
        When the folder cannot be made or looked at.
    """
    try:
        yield
        _check_above(folder)
    except InputError:
        raise
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a name that no disk takes
        found = getattr(error, "strerror", None) or str(error)
        raise InputError(Problem("not_writable", str(folder), {"found": found})) from None


def _check_above(folder: Path) -> None:
    """Refuse a folder above which nothing can be written, as the error that writing there would give.

    Raises
    ------
    OSError
        When what is above is no folder, or not to be written to.
    """
    above = next(parent for parent in folder.absolute().parents if parent.exists())
    if not above.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not os.access(above, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _is_ours(name: str) -> bool:
    """Whether a file of a folder is of a run: its store and record, its pages and comparisons, also of another year."""
    stem, _, ending = name.rpartition(".")
    return name in _OURS or f"{stem.partition('-')[0]}.{ending}" in (REPORT, COMPARISON)


def simulate_to(
    folder: Path, scenarios: Sequence[Scenario], settings: Settings, assumptions: Mapping[str, float] | None = None
) -> xr.Dataset:
    """Run scenarios and save the run in a folder.

    Raises
    ------
    InputError, RunError
        As `simulate` and `check_target`, or when the folder cannot be written.
    """
    folder = folder.absolute()
    check_target(folder)
    large = is_large(len(scenarios), settings, assumptions)
    computed = partial(simulate_in, folder.parent) if large else simulate
    dataset = computed(scenarios, settings, assumptions)
    write_run(folder, dataset)
    return where_it_lies(dataset, folder)


def write_run(
    folder: Path, dataset: xr.Dataset, fill: Callable[[Path], None] = lambda _: None, overwrite: bool = False
) -> None:
    """Save a run, and what `fill` writes beside it, in a folder that is there only when it is complete.

    Raises
    ------
    InputError
        As `check_target`, or when the folder cannot be written; nothing half-written stays behind.
    """
    check_target(folder, overwrite)
    if (large := lies_in(dataset)) is not None:
        try:
            fill(large)
            _write_record(dataset, large)
        except OSError as error:
            raise InputError(Problem("not_writable", str(large), {"found": error.strerror or str(error)})) from None
        check_target(folder, overwrite)
        put_folder(large.absolute(), folder.absolute())
        return
    with replacing_folder(folder.absolute()) as new:
        with ThreadPoolExecutor(1) as beside:
            saved = beside.submit(_save, dataset, new)
            fill(new)
        saved.result()
        check_target(folder, overwrite)  # another run may have come first


def _save(dataset: xr.Dataset, folder: Path) -> None:
    dataset.to_zarr(folder / STORE, mode="w", consolidated=True, zarr_format=2)
    _write_record(dataset, folder)


def _write_record(dataset: xr.Dataset, folder: Path) -> None:
    (folder / RECORD).write_text(json.dumps(_record(dataset, folder), ensure_ascii=False, indent=1) + "\n", "utf-8")


def _record(dataset: xr.Dataset, folder: Path) -> dict[str, Any]:
    """What a run is, for people and programs that do not read its store, and the digest of each of its files."""
    attributes = dataset.attrs
    files = beside(folder) if lies_in(dataset) else [path for path in (folder / STORE).rglob("*") if path.is_file()]
    return {
        "version": attributes["version"],
        "seed": attributes["seed"],
        "command": command_of(attributes, read_asked(attributes["asked"])),
        "hash": run_hash(attributes),
        "scenarios": hashes_of(scenarios_of(dataset).values()),
        "digests": {
            path.relative_to(folder).as_posix(): [path.stat().st_size, _digest(path)] for path in sorted(files)
        },
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def set_latest(above: Path, folder: Path) -> None:
    """Let the link `latest` in a folder of runs lead to one of them; where there can be no link, there is none."""
    link, made = above / LATEST, above / f".{LATEST}-{os.getpid()}"
    if os.path.lexists(link) and not link.is_symlink():
        return
    with suppress(OSError):
        made.unlink(missing_ok=True)
        made.symlink_to(folder.name, target_is_directory=True)
        made.replace(link)
    with suppress(OSError):
        made.unlink(missing_ok=True)


def find_run(folder: Path) -> Path:
    """The folder of a run: itself, or of a folder of runs the one that was made last."""
    if (folder / RECORD).is_file() or (folder / STORE).exists():
        return folder
    if (folder / LATEST / RECORD).is_file():
        return (folder / LATEST).resolve()
    made = sorted(folder.glob(f"*/{RECORD}"), key=lambda one: (one.stat().st_mtime_ns, one))
    return made[-1].parent if made else folder


def open_run(folder: Path) -> xr.Dataset:
    """Read a saved run, or of a folder of runs the last.

    Raises
    ------
    InputError
        When `folder` holds none, one of an earlier version, or one that is not as it was written.
    """
    found = find_run(folder)
    if not (found / RECORD).is_file():
        raise InputError(Problem("old_run" if (found / STORE).is_dir() else "not_a_run", str(folder)))
    if changed := _changed(found):
        raise InputError(Problem("damaged_run", str(found), {"found": changed}))
    lost = list[str]()
    try:
        dataset = _opened(found)
        whole = [*dataset.scenario.values] == [*scenarios_of(dataset)]
        whole = whole and len(choices_of(dataset)) > 0 and _told(dataset) and _is_finite(dataset)
        lost = _lost_names(dataset) if whole else []
    except Exception:  # Zarr, its codecs and Arrow raise many kinds, even SystemError
        whole = False
    if not whole:
        raise InputError(Problem("not_a_run", str(found)))
    if lost:
        raise InputError(Problem("lost_names", str(found), {"found": ", ".join(lost)}))
    return dataset


def where_it_lies(dataset: xr.Dataset, folder: Path) -> xr.Dataset:
    """A run that was saved in a folder: itself where it is in memory, else as it lies there."""
    return dataset if "source" not in dataset.encoding else opened(folder)


def _opened(folder: Path) -> xr.Dataset:
    """A run in memory, one that is too large for it as it lies on disk."""
    if (folder / JOURNAL).is_file():
        return opened(folder)
    dataset: xr.Dataset = xr.open_zarr(folder / STORE, consolidated=True, chunks=None).load()
    return dataset


def _is_finite(dataset: xr.Dataset) -> bool:
    """Whether all of a run are numbers; nothing else is ever written to blocks, and their digests say so."""
    if lies_in(dataset):
        return True
    return all(np.isfinite(dataset[one]).all() for one in [*lab().outcomes, DRAWN])


def _changed(folder: Path) -> str:
    """The first file of a saved run that is not as it was written; nothing if all are."""
    try:
        digests = json.loads((folder / RECORD).read_text("utf-8"))["digests"]
        paths = beside(folder) if JOURNAL in digests else (folder / STORE).rglob("*")
        there = {path.relative_to(folder).as_posix(): path for path in paths if not _is_dir(path)}
        for name, (size, digest) in digests.items():
            path = there.pop(name, None)
            if path is None:
                return str(name)
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size != size or size > _MOST_BYTES:
                return str(name)
            if _digest(path) != digest:
                return str(name)
        if JOURNAL in digests and (found := changed(folder)):
            return found
        return next(iter(sorted(there)), "")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return RECORD


def _is_dir(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


def _told(dataset: xr.Dataset) -> bool:
    """Whether a saved run says how it was made, and that agrees with what it holds."""
    attributes, span = dataset.attrs, span_of(dataset)
    Settings(int(attributes["draws"]), int(attributes["seed"]), span.start, span.first, span.until)
    words = [attributes[name] for name in ("version", "catalogue_hash", "ensemble")]
    assumed = json.loads(attributes["assumptions"])
    command_of(attributes, read_asked(attributes["asked"]))
    return (
        [*dataset.year.values] == [*range(span.first, span.until + 1)]
        and dataset.sizes["draw"] == int(attributes["draws"])
        and dataset[DRAWN].dims == ("draw", "parameter")
        and all(isinstance(word, str) for word in words)
        and all(isinstance(value, float | int) for value in assumed.values())
    )


def _lost_names(dataset: xr.Dataset) -> list[str]:
    """What a saved run names and the catalogues of this version do not have: levers, places, parameters, sources."""
    model, paths = lab(), [one for scenario in scenarios_of(dataset).values() for one in scenario.levers]
    named = {name for choices in choices_of(dataset) for name in choices} | {*json.loads(dataset.attrs["assumptions"])}
    named |= {str(name) for name in dataset.parameter.values}
    lost = named - {*model.parameters} | {one.lever for one in paths} - {*model.levers}
    known = [one for one in paths if one.lever in model.levers]
    lost |= {
        one.place for one in known if one.place and one.place not in [*model.movable(model.levers[one.lever]), "all"]
    }
    lost |= {cited.ref for one in paths for cited in one.source} - {*model.sources}
    return sorted(lost)
