"""The health of an installation, as plain values and in words of one language."""

from collections.abc import Iterator
from typing import Any

from tregua.analysis.doctor import Finding, Health
from tregua.catalogue.errors import InputError
from tregua.catalogue.said import Said
from tregua.lab.cached import Kept
from tregua.lab.resources import Disk
from tregua.show.words.envelope import plain_caveat
from tregua.show.words.numbers import number
from tregua.show.words.said import in_words
from tregua.text import Language, text, texts

CAVEATS = ("doctor_burst", "doctor_private")
LONGEST = 300  # characters of an error
INSTALL = "python3 -m pip install"
_BYTES = ((2**40, "TiB"), (2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"))


def doctor_record(health: Health, language: Language) -> dict[str, Any]:
    """Everything that was found out; what could not be is left out."""
    return {
        "version": health.version,
        "catalogue_hash": health.catalogue,
        "system": health.system and dict(vars(health.system)),
        "packages": [
            {
                "name": one.name,
                "status": "installed" if one.version else "missing",
                "version": one.version,
                **({"extra": one.extra, "needed_by": _needed_by(one.extra, language)} if one.extra else {}),
            }
            for one in health.packages
        ],
        "environment": health.settings,
        "cores": health.cores and {**vars(health.cores), "usable": health.cores.usable},
        "memory": health.memory and {**vars(health.memory), "usable": health.memory.usable},
        "disks": [
            {"use": use, "folder": str(one.folder), "free": one.free, "total": one.total, "writable": one.writable}
            for use, one in (("results", health.results), ("cache", health.cache_disk))
            if one
        ],
        "cache": _cache(health),
        "calibration": health.shipped and dict(vars(health.shipped)),
        "speed": _speed(health),
        "findings": [
            {"key": one.key, "text": _said(one.said, language), "remedy": _said(one.remedy, language)}
            for one in health.findings
        ],
        "caveats": [plain_caveat(f"caveat.{key}", language) for key in CAVEATS],
    }


def _cache(health: Health) -> dict[str, Any] | None:
    found = health.cache
    if found is None:
        return None
    return {
        "folder": str(found.folder),
        "wanted": str(found.wanted),
        "compiled": found.kernel is not None,
        "kernel_bytes": found.kernel_size,
        "bytes": found.size,
        "kept": [{"name": one.name, "files": one.files, "bytes": one.size} for one in found.kept],
    }


def _speed(health: Health) -> dict[str, Any]:
    ready, burst = health.ready, health.burst
    return {
        "unit": "s, futures/s",
        "start": health.start,
        "ready": ready and ready.seconds,
        "kept": ready and ready.kept,
        "compiling": health.compiling,
        **(vars(burst) if burst else {}),
    }


def sections(health: Health, language: Language) -> dict[str, list[str]]:
    """What was found out, in lines under short headings."""
    told = {
        "system": ["; ".join(_system(health, language))],
        "packages": [", ".join(f"{one.name} {one.version}" for one in health.packages if one.version)],
        "missing": [*_missing(health, language)],
        "settings": [f"{name}={value}" for name, value in health.settings.items()],
        "cores": ["; ".join(_cores(health, language))],
        "memory": ["; ".join(_memory(health, language)) or text(language, "doctor.unknown")],
        "disk": [_room(one, language) for one in (health.results, health.cache_disk) if one],
        "cache": [*_kept(health, language)],
        "calibration": [*_calibration(health, language)],
        "speed": [*_paces(health, language)],
    }
    return {text(language, f"doctor.heading.{key}"): lines for key, lines in told.items() if any(lines)}


def rows(health: Health, language: Language) -> Iterator[tuple[str, str]]:
    """What was found out and every finding, a line each with what it is about."""
    for heading, lines in sections(health, language).items():
        yield from ((heading, line) for line in lines)
    yield from ((one.key, finding_words(one, language)) for one in health.findings)


def finding_words(one: Finding, language: Language) -> str:
    """A finding and what helps."""
    return f"{_said(one.said, language)} {_said(one.remedy, language)}"


def size(count: float, language: Language) -> str:
    """Bytes in the largest unit of which there is one."""
    for unit, name in _BYTES:
        if count >= unit:
            return f"{number(count / unit, language)}\u00a0{name}"
    return f"{number(count, language)}\u00a0B"


def _said(said: Said, language: Language) -> str:
    """A sentence of a finding: bytes under `size`, other measured numbers to three digits, an error in a line."""

    def value(name: str, one: object) -> object:
        if isinstance(one, float | int):
            return size(one, language) if name == "size" else number(one, language)
        return _error(one, language) if isinstance(one, Exception) else one

    return in_words(Said(said.key, {name: value(name, one) for name, one in said.values.items()}), language)


def _error(error: Exception, language: Language) -> str:
    """What a probe met, in a line."""
    said = error.message(language) if isinstance(error, InputError) else f"{type(error).__name__}: {error}"
    return " ".join(said.split())[:LONGEST].rstrip(".")


def _needed_by(extra: str, language: Language) -> str:
    return text(language, f"doctor.extra.{extra}")


def _system(health: Health, language: Language) -> Iterator[str]:
    yield f"Tregua {health.version}"
    if health.catalogue:
        yield text(language, "doctor.catalogue", found=health.catalogue)
    if health.system:
        yield from (health.system.python, health.system.system, health.system.processor)


def _missing(health: Health, language: Language) -> Iterator[str]:
    """What is not installed, by what needs it."""
    for extra in dict.fromkeys(one.extra for one in health.packages if one.version is None):
        names = [one.name for one in health.packages if one.extra == extra and one.version is None]
        command = f"{INSTALL} {' '.join(names)}"
        what = _needed_by(extra, language) if extra else ", ".join(names)
        yield text(language, "doctor.install", what=what, command=command)


def _cores(health: Health, language: Language) -> Iterator[str]:
    if cores := health.cores:
        yield text(language, "doctor.cores", usable=cores.usable, machine=cores.machine)
        if cores.bound < cores.machine:
            yield text(language, "doctor.bound", bound=cores.bound)
        if cores.quota is not None:
            yield text(language, "doctor.quota", quota=number(cores.quota, language))


def _memory(health: Health, language: Language) -> Iterator[str]:
    if memory := health.memory:
        named = {"total": memory.total, "available": memory.available, "limited": memory.limit}
        for key, found in named.items():
            if found is not None:
                yield text(language, f"doctor.{key}", size=size(found, language))


def _room(disk: Disk, language: Language) -> str:
    free, total = size(disk.free, language), size(disk.total, language)
    return text(language, "doctor.room", free=free, total=total, folder=disk.folder)


def _kept(health: Health, language: Language) -> Iterator[str]:
    if cache := health.cache:
        yield text(language, "doctor.cache", folder=cache.folder, size=size(cache.size, language))
        kernel = text(language, "doctor.no_kernel")
        if cache.kernel:
            kernel = text(language, "doctor.kernel", size=size(cache.kernel_size, language))
        yield "; ".join([kernel, *(f"{_named(one, language)} {size(one.size, language)}" for one in cache.kept)])


def _named(one: Kept, language: Language) -> str:
    return texts(language).get(f"doctor.kept.{one.name}", one.name)


def _calibration(health: Health, language: Language) -> Iterator[str]:
    if known := health.shipped:
        state = text(language, "doctor.outdated" if known.out_of_date else "doctor.current")
        yield text(language, "doctor.calibration", **{**vars(known), "state": state})
        yield text(language, f"doctor.default.{known.default}", count=len(known.worse))


def _paces(health: Health, language: Language) -> Iterator[str]:
    ready = health.ready.seconds if health.ready else None
    seconds = {"start": health.start, "ready": ready, "compiling": health.compiling}
    told = [
        text(language, f"doctor.{key}", seconds=number(round(found, 1), language))
        for key, found in seconds.items()
        if found is not None
    ]
    yield "; ".join(told)
    if burst := health.burst:
        one, every = number(burst.one_thread, language), number(burst.all_threads, language)
        if burst.threads == 1:
            yield text(language, "doctor.burst_one", one=one, years=burst.years)
        else:
            values = {"one": one, "all": every, "threads": burst.threads, "years": burst.years}
            yield text(language, "doctor.burst", gain=number(round(burst.gain, 1), language), **values)
