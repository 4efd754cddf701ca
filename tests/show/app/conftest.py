"""The live page in a file, and a Chromium to open it with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tregua.show.app.page import render_app


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("app") / "lab.html"
    path.write_text(render_app(), "utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from browser import started

    yield from started()


@pytest.fixture(scope="module")
def shared(browser: object, file: Path) -> object:
    """One page that tests set to the state that they need: its engine is warm."""
    from live import opened

    return opened(browser, file)  # type: ignore[arg-type]
