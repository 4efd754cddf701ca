"""Experiments a second: the kernel beside the same equations in plain Python under a looped workbench, and in NumPy."""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
from in_numpy import in_numpy
from numpy.typing import NDArray
from peers import plain_python

from tregua.lab.bind import working_space
from tregua.lab.draws import draw_parameters, draw_shocks
from tregua.lab.layout import parameter_columns
from tregua.lab.model import lab
from tregua.lab.run import Settings, run, simulate_draws
from tregua.lab.scenario import lever_array, levers_before, load_scenario

Array = NDArray[np.float64]
POLICIES = ("as-observed", "mano-dura")
SPAN = Settings().span
MONTHS = 12 * SPAN.years
BEFORE = levers_before(SPAN.first)
WIDTH = len(lab().outcome_columns)
DRAWS, FEW = 512, 2  # of the kernel; of plain Python
SIZES = (64, 512)  # draws that NumPy takes at once
TARGET = 20
ROUNDS = 1
RESULT = Path(__file__).with_suffix(".json")


def paths() -> list[Array]:
    """The levers of each policy by month; settings that are left open stand in the middle."""
    found = [lever_array(load_scenario(name), SPAN) for name in POLICIES]
    return [one if one.ndim == 2 else one.mean(axis=0) for one in found]


def by_kernel(p: Array, shock: Array) -> Array:
    """Outcomes by policy and draw on one thread, shape (policies, draws, months, outcomes)."""
    return np.array([simulate_draws(p, BEFORE, lever, shock, 1)[0] for lever in paths()])


Model = Callable[[Mapping[str, float], Array, Array], dict[str, Array]]


def model_in_python() -> Model:
    """The whole model as a function of named numbers, as a workbench calls it: the kernel's text, not compiled."""
    kernel = plain_python()
    names = [*lab().parameters]
    order = [names[column] for column in parameter_columns()]

    def model(numbers: Mapping[str, float], lever: Array, shock: Array) -> dict[str, Array]:
        out = [0.0] * (MONTHS * WIDTH)
        work = ([0.0] * size for size in working_space())
        p = [numbers[name] for name in order]
        kernel["simulate"](p, BEFORE.tolist(), lever.ravel().tolist(), shock.ravel().tolist(), MONTHS, 1, out, *work)
        series = np.reshape(out, (MONTHS, WIDTH))
        return {f"{name} {place}": series[:, at] for (name, place), at in lab().outcome_columns.items()}

    return model


def by_workbench(model: Model, p: Array, shock: Array) -> Array:
    """The same by a loop over policies and experiments, each a dictionary of numbers in and one of series out."""
    names = [*lab().parameters]
    told = [
        [model(dict(zip(names, row.tolist(), strict=True)), lever, path) for row, path in zip(p, shock, strict=True)]
        for lever in paths()
    ]
    return np.array([[np.stack([*one.values()], axis=1) for one in each] for each in told])


def by_numpy(kernel: Mapping[str, Callable[..., object]], p: Array, shock: Array) -> Array:
    """The same equations over arrays of all draws at once."""
    count = len(p)
    numbers = np.ascontiguousarray(p[:, parameter_columns()].T)
    steps = np.ascontiguousarray(shock.reshape(count, -1).T)
    levers, *rooms = working_space()
    found = np.empty((len(POLICIES), MONTHS * WIDTH, count))
    for lever, out in zip(paths(), found, strict=True):
        work = [np.zeros(levers), *(np.zeros((room, count)) for room in rooms)]
        kernel["simulate"](numbers, BEFORE, lever.ravel(), steps, MONTHS, 1, out, *work)
    return np.moveaxis(found, 2, 1).reshape(len(POLICIES), count, MONTHS, WIDTH)


def rate(work: Callable[[], object], experiments: int) -> float:
    """Experiments a second on the clock, the median of the rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return experiments / float(np.median(taken))


def main() -> None:
    """Print every rate and ratio; with ``--save`` keep them."""
    p = draw_parameters(0, 0, DRAWS, {})
    shock = draw_shocks(0, 0, DRAWS, MONTHS, p)
    exact, model, vectorised = by_kernel(p, shock), model_in_python(), in_numpy()
    many, few = len(POLICIES) * DRAWS, len(POLICIES) * FEW
    with np.errstate(all="ignore"):
        for told in (by_workbench(model, p[:FEW], shock[:FEW]), by_numpy(vectorised, p[:FEW], shock[:FEW])):
            np.testing.assert_allclose(told, exact[:, : told.shape[1]], rtol=1e-8, atol=1e-6)
        rates = {
            "kernel, one thread": rate(lambda: by_kernel(p, shock), many),
            "plain Python, looped workbench": rate(lambda: by_workbench(model, p[:FEW], shock[:FEW]), few),
            **{
                f"NumPy, {size} draws at once": rate(
                    lambda n=size: by_numpy(vectorised, p[:n], shock[:n]), len(POLICIES) * size
                )
                for size in SIZES
            },
        }
    scenarios = [load_scenario(name) for name in POLICIES]
    rates[f"run(), {os.cpu_count()} threads, drawing included"] = rate(
        lambda: run(scenarios, Settings(draws=DRAWS)), many
    )
    one = rates["kernel, one thread"]
    print(f"{' and '.join(POLICIES)}, {SPAN.first}–{SPAN.until} by month, whole model; all give the same outcomes\n")
    for name, found in rates.items():
        print(f"{name:46}{found:12,.1f} experiments/s   kernel over it{one / found:9,.1f}")
    times = one / rates["plain Python, looped workbench"]
    verdict = "met" if times >= TARGET else "missed"
    print(f"\nPlain Python under a looped workbench: {times:,.0f} times; target {TARGET}: {verdict}")
    if "--save" in sys.argv:
        kept = {
            "date": date.today().isoformat(),
            "policies": POLICIES,
            "months": MONTHS,
            "experiments_per_second": rates,
        }
        RESULT.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
