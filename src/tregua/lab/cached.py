"""What is kept in the cache: the compiled kernel, and what interrupted or repeated calls find there again."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tregua.catalogue.shown import Brief
from tregua.lab.engine.numba import KERNELS, cache_folder, kept_at, users_folder

OTHER = "other_kernels"


@dataclass(frozen=True)
class Kept(Brief):
    """A folder of the cache by its name, `OTHER` for kernels of another text, processor or version: files and bytes."""

    name: str
    files: int
    size: int


@dataclass(frozen=True)
class Cache(Brief):
    """The folder in use, the one that is the user's, where the kernel is compiled, its bytes, and what else is kept."""

    folder: Path
    wanted: Path
    kernel: Path | None
    kernel_size: int
    kept: tuple[Kept, ...]

    @property
    def size(self) -> int:
        """Bytes of all that is kept."""
        return self.kernel_size + sum(one.size for one in self.kept)


def cache() -> Cache:
    """The cache as it is now."""
    folder, kernel = cache_folder(), kept_at()
    sizes: dict[str, list[int]] = {}
    for one in sorted(folder.iterdir()):
        if one != kernel and one.is_dir():
            name = OTHER if one.name.startswith(KERNELS) else one.name
            sizes.setdefault(name, []).extend(_sizes(one))
    kept = tuple(Kept(name, len(found), sum(found)) for name, found in sizes.items() if found)
    return Cache(folder, users_folder(), kernel, sum(_sizes(kernel)) if kernel else 0, kept)


def _sizes(folder: Path) -> Iterator[int]:
    """The bytes of every file of a folder; others may remove some meanwhile."""
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                yield path.stat().st_size
