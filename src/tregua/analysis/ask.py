"""Questions asked by name: scenarios as names, paths or records."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tregua.analysis.why import Why
    from tregua.lab.run import Settings
    from tregua.lab.schema import Scenario

Name = str | Path


def why(
    scenario: "Name | Scenario",
    outcome: str,
    place: str | None = None,
    *,
    baseline: "Name | Scenario" = "as-observed",
    year: int | None = None,
    settings: "Settings | None" = None,
    assumptions: Mapping[str, float] | None = None,
) -> "Why":
    """Take the change of one outcome apart: what each lever brings, what carries the spread, where the sign turns.

    Parameters
    ----------
    place
        The first of the outcome's headline where none is named.
    year
        Three years after the policies start where none is named.
    settings
        How runs are computed; 256 draws where nothing is said.

    Raises
    ------
    InputError
        A scenario, outcome, place, year or assumption is wrong.
    RunError
        In some draw the model has no solution.
    """
    from tregua.analysis.why import why
    from tregua.lab.run import Settings
    from tregua.lab.scenario import load_scenario
    from tregua.lab.schema import Scenario

    after, before = (one if isinstance(one, Scenario) else load_scenario(str(one)) for one in (scenario, baseline))
    how = settings or Settings(draws=256)
    return why(after, outcome, place, before, how.span.shown if year is None else year, how, assumptions)
