"""A run of three policies with few futures, made once for all tests of deciding."""

import pytest
import xarray as xr

from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import load_scenarios


@pytest.fixture(scope="session")
def three() -> xr.Dataset:
    """What was done, mano dura and the alliance: twelve futures under every reading."""
    return simulate(load_scenarios(["as-observed", "mano-dura", "alliance"]), Settings(draws=12, until=2036))
