"""Which packages are installed in which version, and what their absence takes away."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from tregua.catalogue.shown import Brief

NEEDED = ("numpy", "numba", "llvmlite", "scipy", "xarray", "zarr", "pyarrow")
EXTRAS = {
    "cluster": ("dask", "distributed"),
    "decide": ("SALib", "scikit-learn"),
    "plot": ("matplotlib",),
    "serve": ("starlette", "uvicorn"),
}


@dataclass(frozen=True)
class Package(Brief):
    """A package, its version if it is installed, and the extra that it belongs to if it is not needed by all."""

    name: str
    version: str | None
    extra: str | None = None


def packages() -> tuple[Package, ...]:
    """Those on which a run's numbers and speed rest, then those of the extras."""
    extras = [Package(name, _version(name), extra) for extra, names in EXTRAS.items() for name in names]
    return (*(Package(name, _version(name)) for name in NEEDED), *extras)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
