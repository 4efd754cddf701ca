"""A Chromium for the pages of the site."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from browser import started

    yield from started()
