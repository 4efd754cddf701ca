"""What a machine and an installation give Tregua: what is there, how fast it is, what makes it slow, what helps.

Nothing is written but the compiled kernel, in the cache. A probe that fails is told, and the others go on.
"""

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from tregua.analysis.calibrate import shipped
from tregua.analysis.card import card
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.lab import cached, installed, pace, resources
from tregua.lab.bind import catalogue_hash
from tregua.lab.cached import Cache
from tregua.lab.engine.numba import compiled, is_compiled, told_not_to_compile
from tregua.lab.installed import Package
from tregua.lab.pace import Burst, Ready
from tregua.lab.resources import Cores, Disk, Memory
from tregua.version import VERSION

RESULTS = Path("tregua-results")
SETTINGS = ("NUMBA_CPU_NAME", "NUMBA_DISABLE_JIT")  # of the environment; no other is read for the answer
LITTLE_MEMORY = 2**30
LITTLE_ROOM = 2**29  # on a disk: some twenty runs of the presets
SHARED = 0.75  # of as many times the speed as there are threads
SLOW_START = 3.0  # seconds, of what takes a few tenths on a disk of the machine
Default = Literal["yes", "card_out_of_date", "not_compared", "worse"]
Item = TypeVar("Item")


@dataclass(frozen=True)
class System(Brief):
    """Python, the system, the kind of machine, and the processor as the compiler knows it."""

    python: str
    system: str
    machine: str
    processor: str


@dataclass(frozen=True)
class Shipped(Brief):
    """The calibration in the package, and whether runs draw from it where nobody says: if not, why, by which series."""

    version: str
    cut: int
    seed: int
    members: int
    combinations: int
    out_of_date: bool
    default: Default
    worse: tuple[str, ...]


@dataclass(frozen=True)
class Finding(Brief):
    """Something that makes it slow, or stops it, by its name, and what helps; sizes are bytes, times seconds."""

    key: str
    said: Said
    remedy: Said


@dataclass(frozen=True)
class Failed(Brief):
    """A probe that failed, and with what."""

    probe: str
    error: Exception


@dataclass(frozen=True, repr=False)
class Health(Brief):
    """Everything that was found out; what is None could not be, or need not.

    `compiling` and `start` are seconds: that this call has spent compiling, if it had to, and that a new process takes
    to say its version.
    """

    version: str
    packages: tuple[Package, ...]
    settings: dict[str, str]
    system: System | None
    catalogue: str | None
    cores: Cores | None
    memory: Memory | None
    results: Disk | None
    cache: Cache | None
    cache_disk: Disk | None
    shipped: Shipped | None
    compiling: float | None
    start: float | None
    ready: Ready | None
    burst: Burst | None
    failed: tuple[Failed, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What makes it slow or stops it, each with what helps."""
        return (*_of_probes(self), *_of_kernel(self), *_of_machine(self), *_of_disks(self), *_of_numbers(self))


class _Probes:
    """Asks one thing after another, and keeps what failed."""

    def __init__(self) -> None:
        self.failed: list[Failed] = []

    def ask(self, name: str, probe: Callable[[], Item]) -> Item | None:
        """What a probe finds; None if it fails."""
        try:
            return probe()
        except Exception as error:  # systems refuse in many ways, and the others are asked all the same
            self.failed.append(Failed(name, error))
            return None


def doctor(results: str | Path = RESULTS) -> Health:
    """Look at what is installed and what the machine gives, measure for a few seconds, and say what is slow and why.

    It compiles the kernel where that was not done yet.

    Parameters
    ----------
    results
        The folder in which runs are saved, whose disk is looked at.

    Returns
    -------
    health
        What was found, and findings with what helps; a probe that failed is among them.
    """
    probes = _Probes()
    ask = probes.ask
    compiling = None if told_not_to_compile() else ask("kernel", _compiling)
    cores, cache = ask("cores", resources.cores), ask("cache", cached.cache)
    runs = compiling is not None
    return Health(
        version=VERSION,
        packages=installed.packages(),
        settings={name: os.environ[name] for name in SETTINGS if os.environ.get(name)},
        system=ask("system", _system),
        catalogue=ask("catalogue", catalogue_hash),
        cores=cores,
        memory=ask("memory", resources.memory),
        results=ask("results", lambda: resources.disk(Path(results))),
        cache=cache,
        cache_disk=ask("cache_disk", lambda: resources.disk(cache.folder)) if cache else None,
        shipped=ask("shipped", _shipped),
        compiling=compiling or None,
        start=ask("start", pace.start),
        ready=ask("ready", pace.ready) if runs else None,
        burst=ask("burst", lambda: pace.burst(cores.usable if cores else 1)) if runs else None,
        failed=tuple(probes.failed),
    )


def _compiling() -> float:
    """Seconds spent compiling; none where the kernel was on disk, or in this process, already."""
    if is_compiled() or compiled.cache_info().currsize:
        compiled()
        return 0.0
    return pace.compile_kernel()


def _system() -> System:
    import llvmlite.binding

    python = f"{platform.python_implementation()} {platform.python_version()}"
    return System(python, platform.platform(), platform.machine(), llvmlite.binding.get_host_cpu_name())


def _shipped() -> Shipped:
    known, scored = shipped(), card()
    default: Default = "yes"
    if not scored.calibrated_by_default:
        default = "card_out_of_date" if scored.out_of_date else "worse" if scored.worse else "not_compared"
    numbers = (known.version, known.cut, known.seed, known.members, len(known.combinations))
    worse = [one.series for one in scored.worse] if default == "worse" else []
    return Shipped(*numbers, known.out_of_date, default, tuple(worse))


# --- what was found ---------------------------------------------------------------------------------------------------


def _finding(key: str, **values: object) -> Finding:
    return Finding(key, Said(f"doctor.finding.{key}", values), Said(f"doctor.remedy.{key}", values))


def _of_probes(health: Health) -> Iterator[Finding]:
    for one in health.failed:
        yield _finding("failed", probe=Said(f"doctor.probe.{one.probe}"), found=one.error)


def _of_kernel(health: Health) -> Iterator[Finding]:
    if told_not_to_compile():
        yield _finding("not_compiled")
    if processor := health.settings.get("NUMBA_CPU_NAME"):
        yield _finding("other_processor", found=processor)
    if health.compiling is not None:
        yield _finding("compiled_now", seconds=health.compiling)
    if health.cache is None or health.ready is None:
        return
    folders = {"folder": str(health.cache.folder), "wanted": str(health.cache.wanted)}
    if not health.ready.kept:
        yield _finding("not_kept", **folders)
    elif health.cache.folder != health.cache.wanted:
        yield _finding("spare_cache", **folders)


def _of_machine(health: Health) -> Iterator[Finding]:
    if (cores := health.cores) and cores.usable < cores.machine:
        quota = cores.quota is not None and cores.quota < cores.bound
        values = {"usable": cores.quota if quota else cores.bound, "machine": cores.machine}
        yield _finding("quota" if quota else "bound", **values)
    if (burst := health.burst) and burst.threads > 1 and burst.gain < SHARED * burst.threads:
        yield _finding("shared", threads=burst.threads, gain=burst.gain)
    if (memory := health.memory) and memory.usable is not None and memory.usable < LITTLE_MEMORY:
        yield _finding("little_memory", size=memory.usable)
    if health.start is not None and health.start > SLOW_START:
        yield _finding("slow_start", seconds=health.start)


def _of_disks(health: Health) -> Iterator[Finding]:
    if (disk := health.results) and not disk.writable:
        yield _finding("no_results", folder=str(disk.folder))
    for disk in (health.results, health.cache_disk):
        if disk and disk.free < LITTLE_ROOM:
            yield _finding("little_room", folder=str(disk.folder), size=disk.free)


def _of_numbers(health: Health) -> Iterator[Finding]:
    if (known := health.shipped) and known.out_of_date:
        yield _finding("out_of_date", version=known.version)
