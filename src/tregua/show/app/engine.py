"""What the page is told of the lab, so that it draws the same numbers and runs the same equations."""

from importlib.resources import files
from itertools import groupby
from typing import Any

import numpy as np

from tregua.analysis.deciding.discover import RESAMPLES
from tregua.lab.bind import bound
from tregua.lab.draws import draw_parameters, shock_streams, stream_of
from tregua.lab.engine.inline import inlined
from tregua.lab.engine.javascript import to_javascript
from tregua.lab.engine.monthly import split_by_month
from tregua.lab.layout import parameter_columns
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.run import Settings
from tregua.lab.scenario import lever_array, levers_before
from tregua.lab.schema import Outcome, Scenario
from tregua.noise import stream_number

MOST = 512  # draws that the page can make
Steps = list[list[float]]


def script(name: str) -> str:
    """A file of this folder."""
    return (files("tregua") / "show" / "app" / name).read_text("utf-8")


def engine_script() -> str:
    """The kernel in JavaScript, and what draws and runs it."""
    return f"{to_javascript(split_by_month(inlined(bound().text)))}\n{script('engine.js')}"


def engine_data(settings: Settings, scenarios: list[Scenario]) -> dict[str, Any]:
    """Distributions with their streams, random paths, rows of the answer, and the sizes of arrays.

    It is the `lab` of the script. Words of 64 bits are pairs of 32, the high one first.

    Parameters
    ----------
    scenarios : those whose settings left open are drawn
    """
    known = past(settings.span.first)
    columns = [*lab().parameters]
    levers = [lever_array(one, settings.span) for one in scenarios]
    is_open = np.any([(one[0] != one[1]).any(axis=0) for one in levers if one.ndim == 3], axis=0)
    return {
        "seed": _pair(settings.seed),
        "months": settings.span.years * 12,
        "start": settings.span.start_month,
        "numbers": [_number(name, known.numbers[name], settings.seed) for name in columns],
        "columns": [int(one) for one in parameter_columns()],
        "shocks": [
            {
                "stream": _pair(stream_number(f"shock {shock.id} {place}")),
                "start": _pair(stream_number(f"shock {shock.id} {place} start")),
                "volatility": columns.index(lab().number_in(shock.volatility, (place,))),
                **{name: _column(columns, getattr(shock, name)) for name in ("memory", "lag")},
                "growth": columns.index(lab().number_in(shock.growth, (place,))) if shock.growth else None,
            }
            for shock, place in shock_streams()
        ],
        "settings": [
            _streams(f"setting {name} {place}") if is_open[column] else None
            for (name, place), column in lab().lever_columns.items()
        ],
        "resamples": [_pair(stream_number(f"discover resample {number}")) for number in range(RESAMPLES)],
        "before": levers_before(settings.span.first).tolist(),
        "rows": rows(),
    }


def shown_rows() -> list[tuple[Outcome, str]]:
    """What the page can tell: every headline outcome in its places, then all others."""
    whole = [(outcome, place) for outcome in lab().outcomes.values() for place in lab().outcome_places[outcome.id]]
    return sorted(whole, key=lambda one: one[1] not in one[0].headline)


def rows() -> list[dict[str, Any]]:
    """What the page can tell, each with the columns that it is the sum of."""
    return [
        {
            "columns": [
                column
                for (name, at), column in lab().outcome_columns.items()
                if name == outcome.id and at in lab().totals(outcome).get(place, [place, None])
            ],
            "stock": outcome.kind == "stock",
            "scale": outcome.scale,
        }
        for outcome, place in shown_rows()
    ]


def steps_of(scenario: Scenario, settings: Settings) -> list[Steps]:
    """A scenario as steps, for each lever column ``[month, low, high]`` from each month of the run on."""
    levers = lever_array(scenario, settings.span)
    low, high = (levers, levers) if levers.ndim == 2 else levers
    found = []
    for column in range(low.shape[1]):
        ends = zip(low[:, column].tolist(), high[:, column].tolist(), strict=True)
        runs = groupby(enumerate(ends), key=lambda one: one[1])
        found.append([[month, *end] for month, end in (next(run) for _, run in runs)])
    return found


def _pair(word: int) -> list[int]:
    return [word >> 32, word & 0xFFFFFFFF]


def _streams(name: str) -> list[list[int]]:
    return [_pair(stream_number(f"{part} {name}")) for part in ("order", "value", "rest")]


def _column(columns: list[str], name: str | None) -> int | None:
    return columns.index(name) if name else None


def _number(name: str, found: Any, seed: int) -> dict[str, Any]:
    """A number of the catalogue: its distribution and the streams it is drawn from."""
    spread = found.distribution
    if spread.kind == "constant":
        return {"kind": "constant", "value": float(found.value)}
    if spread.kind == "gamma":  # its inverse is no function that the page has
        drawn = draw_parameters(seed, 0, MOST, {})[:, [*lab().parameters].index(name)]
        return {"kind": "given", "values": drawn.tolist()}
    ends = spread.model_dump(include={"low", "high", "mean", "sd", "values"}, exclude_none=True)
    return {"kind": spread.kind, **ends, "stream": _streams(stream_of(name))}
