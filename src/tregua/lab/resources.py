"""What a machine leaves to this process: cores, memory, room on its disks. What a system does not tell is not known."""

import math
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.shown import Brief

ROOT = Path("/")
GB = 10**9  # bytes


@dataclass(frozen=True)
class Cores(Brief):
    """The cores of the machine, those that this process may run on, and the time on them that a group is given.

    `quota` is in cores, 1.5 for one and a half, and none where there is no limit.
    """

    machine: int
    bound: int
    quota: float | None = None

    @property
    def usable(self) -> int:
        """How many threads can run at once."""
        return max(1, min(self.machine, self.bound, math.ceil(self.quota or self.machine)))


@dataclass(frozen=True)
class Memory(Brief):
    """Bytes of memory: in all, available now, and the least that a limit of the process or its group allows."""

    total: int | None
    available: int | None
    limit: int | None

    @property
    def usable(self) -> int | None:
        """The least of what is known of them."""
        return min((one for one in (self.total, self.available, self.limit) if one is not None), default=None)


@dataclass(frozen=True)
class Disk(Brief):
    """Bytes free and in all where a folder is or would be made, and whether something can be written there."""

    folder: Path
    free: int
    total: int
    writable: bool


def cores(root: Path = ROOT) -> Cores:
    """Cores as the system counts them, less those that an affinity mask or a quota withholds.

    Parameters
    ----------
    root
        The folder in which ``proc`` and ``sys`` are.
    """
    machine = os.cpu_count() or 1
    bound = len(os.sched_getaffinity(0)) if sys.platform == "linux" else machine
    return Cores(machine, bound, min(_quotas(root), default=None))


def _quotas(root: Path) -> Iterator[float]:
    for folder in _groups(root, "cpu"):
        quota, _, period = _read(folder / "cpu.max").partition(" ")
        if not period:
            quota, period = (_read(folder / f"cpu.cfs_{name}_us") for name in ("quota", "period"))
        with suppress(ValueError):  # "max", or nothing
            if int(quota) > 0 and int(period) > 0:
                yield int(quota) / int(period)


def memory(root: Path = ROOT) -> Memory:
    """Memory as the system counts it, and the least limit of the process and its groups where that is lower.

    Parameters
    ----------
    root
        The folder in which ``proc`` and ``sys`` are.
    """
    lines = (line.partition(":") for line in _read(root / "proc/meminfo").splitlines())
    told = {name: int(value.split()[0]) * 1024 for name, _, value in lines if name in ("MemTotal", "MemAvailable")}
    total = told.get("MemTotal") or _physical()
    limits = [one for one in (*_limits(root), *_own_limits()) if total is None or one < total]
    return Memory(total, told.get("MemAvailable"), min(limits, default=None))


def _physical() -> int | None:
    """Bytes of memory where there is no ``/proc``."""
    with suppress(AttributeError, ValueError, OSError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _limits(root: Path) -> Iterator[int]:
    for folder in _groups(root, "memory"):
        for name in ("memory.max", "memory.high", "memory.limit_in_bytes"):
            with suppress(ValueError):  # "max", or nothing
                yield int(_read(folder / name))


def _own_limits() -> Iterator[int]:
    """What ``ulimit`` allows this process, in bytes."""
    if sys.platform == "win32":
        return
    import resource

    for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
        if (limit := resource.getrlimit(kind)[0]) != resource.RLIM_INFINITY:
            yield limit


def _groups(root: Path, controller: str) -> Iterator[Path]:
    """The folders of the control groups that this process is in, its own first, each with those above it."""
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        mounted = root / "sys/fs/cgroup" / (controller if controllers else "")
        inside = PurePosixPath(path.lstrip("/"))
        for one in (inside, *inside.parents):
            if ".." not in one.parts:
                yield mounted / one


def disk(folder: Path) -> Disk:
    """Room where a folder is, or where it would be made.

    Raises
    ------
    OSError
        When the disk does not answer.
    """
    whole = Path(os.path.abspath(folder))
    there = next(one for one in (whole, *whole.parents) if one.exists())
    usage = shutil.disk_usage(there)
    return Disk(whole, usage.free, usage.total, there.is_dir() and os.access(there, os.W_OK))


def check_room(folder: Path, needed: int) -> None:
    """Refuse to write so many bytes to a folder whose disk has no room for them.

    Raises
    ------
    InputError
        With both in GB.
    """
    free = disk(folder).free
    if needed > free:
        values = {"found": f"{needed / GB:.3g}", "free": f"{free / GB:.3g}"}
        raise InputError(Problem("no_room", str(folder), values))


def _read(path: Path) -> str:
    """A small text file; nothing where it cannot be read."""
    with suppress(OSError, ValueError):
        return path.read_text("utf-8").strip()
    return ""
