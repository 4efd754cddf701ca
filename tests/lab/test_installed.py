"""Packages and their versions, and what the cache holds."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from tregua.lab import cached
from tregua.lab.cached import OTHER, Kept
from tregua.lab.installed import EXTRAS, NEEDED, packages

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]


def named(requirements: list[str]) -> tuple[str, ...]:
    return tuple(re.split(r"[<>=\[]", one)[0] for one in requirements)


def test_the_extras_are_those_of_the_project() -> None:
    extras = {name: named(listed) for name, listed in PROJECT["optional-dependencies"].items() if name != "test"}
    assert extras == EXTRAS
    assert {*NEEDED} - {"llvmlite"} <= {*named(PROJECT["dependencies"])}  # llvmlite comes with numba


def test_a_package_has_its_version_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXTRAS, "serve", ("starlette", "no-such-package-of-ours"))
    found = {one.name: one for one in packages()}
    assert found["numpy"].version == version("numpy") and found["numpy"].extra is None
    missing = found["no-such-package-of-ours"]
    assert (missing.version, missing.extra) == (None, "serve")


def test_the_cache_is_counted_by_folder_and_kernels_of_other_versions_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = {"kernel_now/kernel.py": 5, "kernel_a/kernel.py": 7, "kernel_b/deep/er": 11, "samples/one": 13, "loose": 99}
    for name, size in sizes.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(cached, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(cached, "kept_at", lambda: tmp_path / "kernel_now")
    found = cached.cache()
    assert found.kept == (Kept(OTHER, 2, 18), Kept("samples", 1, 13))
    assert (found.kernel_size, found.size) == (5, 36)
