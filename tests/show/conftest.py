"""One small run of the presets and of a policy with hostile text, its page in both languages, and what is served."""

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
import xarray as xr
from serving import Served

from tregua.analysis.why import explain
from tregua.lab.compare import Comparisons, compare
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, load_scenarios
from tregua.show.page.run import render, render_numbers
from tregua.text import text

BASELINE, YEAR = "as-observed", 2030


@pytest.fixture(scope="session")
def dataset() -> xr.Dataset:
    return simulate(load_scenarios(PRESETS), Settings(draws=60, until=2037))


@pytest.fixture(scope="session")
def comparisons(dataset: xr.Dataset) -> Comparisons:
    return compare(dataset, BASELINE, YEAR)


@pytest.fixture(scope="session")
def page(dataset: xr.Dataset, comparisons: Comparisons) -> str:
    return render(dataset, comparisons, "en", explain(dataset, BASELINE, YEAR))


@pytest.fixture(scope="session")
def tree(page: str) -> ElementTree.Element:
    """The page as XML: every element closed, every attribute quoted, everything escaped."""
    return ElementTree.fromstring(page)


@pytest.fixture(scope="session")
def numbers(dataset: xr.Dataset, comparisons: Comparisons) -> ElementTree.Element:
    """The page beside it, with every number of the lab."""
    return ElementTree.fromstring(render_numbers(dataset, comparisons, "en", explain(dataset, BASELINE, YEAR)))


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    one = Served()
    yield one
    assert one.end() == (130, "", f"\n{text('en', 'serve.ended')}\n")  # nothing was logged by what was asked
