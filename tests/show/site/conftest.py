"""The pages of the wing that a module tests, and a Chromium for them."""

from collections.abc import Iterator
from importlib import import_module
from xml.etree.ElementTree import Element

import pytest


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from browser import started

    yield from started()


@pytest.fixture(scope="module")
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    from site_pages import made

    name = request.module.__name__.rpartition(".")[2].removeprefix("test_").removesuffix("_wing")
    return made(import_module(f"tregua.show.site.{name}").files_of("en"))


@pytest.fixture(scope="module")
def trees(pages: dict[str, str]) -> dict[str, Element]:
    from site_pages import trees_of

    return trees_of(pages)
