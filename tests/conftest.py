"""Settings of all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

from tregua.catalogue.read import PACKAGE

settings.register_profile("tregua", deadline=None)  # machines are shared: how long an example takes says nothing
settings.load_profile("tregua")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to stand in, no language from outside, and the same package in other processes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TREGUA_LANG", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE.parent))
