"""Settings of all tests."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tregua.catalogue.read import PACKAGE

for name in ("LC_ALL", "LC_MESSAGES", "LANG"):  # the language of whoever runs the tests is not that of the tests
    os.environ.pop(name, None)
settings.register_profile("tregua", deadline=None)  # machines are shared: how long an example takes says nothing
settings.load_profile("tregua")


@pytest.fixture(autouse=True)
def no_width_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests are run in terminals of any width; what is printed to them is as wide as it is without one."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to stand in, and the same package in other processes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE.parent))
