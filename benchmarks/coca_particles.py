"""A second opinion on what the coca block teaches: particle-marginal Metropolis–Hastings (Andrieu et al. 2010).

Figures of coca areas and of Colombia's potential output from 2010 on, with the measures, errors and priors that the
smoother is given, under the reference combination. Seven numbers are sampled; all others, and every shock and step,
are integrated out by a particle filter: drawn from their priors within particles, which go on year by year from where
they stand and are resampled by how well they fit the year's figures. The estimate of the likelihood has no bias, so the
chain has the exact posterior whatever the number of particles. Two proposals take turns at random: a wide t
distribution about what the smoother says, and a random walk of the same shape. Neither moves the answer.
"""

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtr
from scipy.stats import multivariate_normal, multivariate_t

from tregua.analysis.calibrate import Draws, bearing
from tregua.analysis.smoother import smooth
from tregua.analysis.windows import MONTHS, STEP_AT_BREAK, History, Members, conditioned, reach
from tregua.lab.bind import working_space
from tregua.lab.draws import START_OF_WALK, parameters_at, shock_streams
from tregua.lab.engine.numba import numba_text
from tregua.lab.layout import parameter_columns
from tregua.lab.model import lab
from tregua.lab.run import simulate_draws
from tregua.noise import Floats

RESULTS = Path(__file__).with_suffix(".json")
SERIES = ("coca_area.COL", "coca_area.PER", "coca_area.BOL", "cocaine_output.COL")
SAMPLED = (
    "yield_growth",
    "area_volatility.COL",
    "common_volatility",
    "area_memory",
    "adjustment_years",
    "use_growth",
    "area_elasticity",
)
ACTING = ("coca", "area", "demand")  # the shocks that move anything here
CUT = 2024
WIDER = 1.5  # variance of the wide proposal over the smoother's
FREEDOM = 5
WALK = 0.5  # standard deviation of the random walk over the smoother's
INDEPENDENT = 0.5  # how often the wide proposal is used
SEEDS = 8
MOMENTS = ("particles mean", "particles sd", "smoother mean", "smoother sd")

DRIVER = """
@njit(nogil=True, error_model="numpy")
def go_on(p, lever_0, levers, shocks, month, state, values, area, potential, status, work):
    lever, shock, was, trial, d, slope, out = work
    h = 1.0 / MONTHS_PER_YEAR
    for i in range(len(p)):
        s, v = state[i], values[i]
        if month == 0:
            s[:] = 0.0
            v[:] = 0.0
            status[i] = start(p[i], lever_0, s, v)
        potential[i] = 0.0
        for at in range(12):
            lever[:] = levers[at]
            shock[:] = shocks[i, at]
            was[:] = s
            status[i] = max(status[i], advance(p[i], lever, lever_0, shock, (month + at) * h, h, s, trial, d, slope, v))
            status[i] = max(status[i], check(s))
            report(p[i], lever, (month + at + 1) * h, s, was, out)
            for c in range(N_PRODUCERS):
                potential[i, c] += out[O_POTENTIAL_OUTPUT + c]
        for c in range(N_PRODUCERS):
            area[i, c] = out[O_COCA_AREA + c]
"""


def history() -> History:
    """The coca block to the last year of figures."""
    several = [one for one in conditioned() if one.series in SERIES]
    return History.of(CUT, bearing(CUT, lab().series)[0], several=several)


@dataclass
class Particles:
    """What each particle has drawn and where it stands; the first dimension of every array is the particle."""

    numbers: Floats
    p: Floats
    state: Floats
    values: Floats
    status: Floats
    x: Floats
    steps: dict[tuple[str, int], Floats] = field(default_factory=dict)

    def chosen(self, at: Floats) -> "Particles":
        """Some of them, some more than once."""
        steps = {name: one[at] for name, one in self.steps.items()}
        arrays = (self.numbers, self.p, self.state, self.values, self.status, self.x)
        return Particles(*(one[at] for one in arrays), steps)


class Filter:
    """The likelihood of the sampled numbers, estimated by particles."""

    def __init__(self, past: History, particles: int) -> None:
        (self.window,) = past.windows
        self.past, self.count = past, particles
        space: dict[str, Any] = {}
        text = numba_text().replace("cache=True, ", "")  # what has no file is not cached
        exec(compile(text + DRIVER, "kernel", "exec"), space)
        self.go_on = space["go_on"]
        self.sizes = {name: space[f"N_{name}"] for name in ("LEVERS", "SHOCKS", "STATES", "VALUES", "OUTCOMES")}
        lever, shock, _, was, trial, d, slope, _, out = (np.empty(size) for size in working_space())
        self.work = (lever, shock, was, trial, d, slope, out)
        self.names = [*lab().parameters]
        self.conditioned = [at for at, name in enumerate(self.names) if past.number_at(name, self.window) is not None]
        self.streams = [(at, *one) for at, one in enumerate(shock_streams()) if one[0].id in ACTING]
        self.producers = lab().places("producers")

    def check(self) -> None:
        """Stop unless the kernel, led on year by year, gives what it gives in one go."""
        members = Members(self.past, 0, 0, self.count)
        numbers = members._parameters(self.window, members.prior)
        paths = members._paths(self.window, members.prior, numbers)
        out, status = simulate_draws(numbers, *self.window.levers, paths, 1)
        n, columns = self.count, lab().outcome_columns
        p = np.ascontiguousarray(numbers[:, parameter_columns()])
        state, values = (np.empty((n, self.sizes[name])) for name in ("STATES", "VALUES"))
        area, potential = np.empty((2, n, len(self.producers)))
        lever_0, levers = self.window.levers
        for month in range(0, paths.shape[1], MONTHS):
            shocks, met = np.ascontiguousarray(paths[:, month : month + MONTHS]), np.zeros(n, dtype=np.int64)
            here = (state, values, area, potential, met)
            self.go_on(p, lever_0, levers[month : month + MONTHS], shocks, month, *here, self.work)
            for at, place in enumerate(self.producers):
                year = out[:, month : month + MONTHS]
                assert (area[:, at] == year[:, -1, columns["coca_area", place]]).all()
                assert np.allclose(potential[:, at], year[:, :, columns["potential_output", place]].sum(axis=1), 1e-12)
        assert (status == met).all()

    def likelihood(self, z: Floats, rng: np.random.Generator) -> float:
        """The logarithm of an estimate without bias."""
        particles, total = self.begun(z, rng), 0.0
        for year in range(self.window.first, CUT + 1):
            area, potential = self.through(particles, year, rng)
            weight = self.weighed(particles, year, area, potential, rng)
            most = weight.max()
            if not np.isfinite(most):
                return -np.inf
            share = np.exp(weight - most)
            total += most + np.log(share.mean())
            at = (np.arange(self.count) + rng.random()) / self.count
            particles = particles.chosen(np.searchsorted(np.cumsum(share) / share.sum(), at).clip(max=self.count - 1))
        return float(total)

    def begun(self, z: Floats, rng: np.random.Generator) -> Particles:
        """Particles at the start, every number that is not sampled drawn from its prior."""
        n = self.count
        uniform = np.full((len(self.names), n), 0.5)
        uniform[self.conditioned] = rng.random((len(self.conditioned), n))
        for name, one in zip(SAMPLED, z, strict=True):
            uniform[self.names.index(name)] = ndtr(one)
        numbers = parameters_at(uniform, self.past.choices, self.window.known)
        p = np.ascontiguousarray(numbers[:, parameter_columns()])
        start = np.stack([self.spread(numbers, shock)[2] * rng.standard_normal(n) for _, shock, _ in self.streams], 1)
        return Particles(
            numbers,
            p,
            np.empty((n, self.sizes["STATES"])),
            np.empty((n, self.sizes["VALUES"])),
            np.zeros(n, dtype=np.int64),
            start,
        )

    def column(self, numbers: Floats, name: str) -> Floats:
        """A number by particle."""
        return numbers[:, self.names.index(name)]

    def spread(self, numbers: Floats, shock: Any) -> tuple[Floats, Floats, Floats]:
        """Of a path: what is kept from month to month, the step of a month, and the spread at the start."""
        if not shock.memory:
            return np.ones(len(numbers)), np.full(len(numbers), MONTHS**-0.5), np.full(len(numbers), START_OF_WALK)
        memory = self.column(numbers, shock.memory)
        keep = np.exp(-1.0 / (MONTHS * memory))
        lag = self.column(numbers, shock.lag) if shock.lag else 0.0 * memory
        return keep, np.sqrt(memory / 2.0 * (1.0 - keep**2)), np.sqrt(memory / 2.0 * lag / (memory + lag))

    def through(self, particles: Particles, year: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """All particles led through a year: areas at its end, and potential output."""
        n, month = self.count, (year - self.window.first) * MONTHS
        shocks = np.ones((n, MONTHS, self.sizes["SHOCKS"]))
        for at, (column, shock, place) in enumerate(self.streams):
            keep, step, _ = self.spread(particles.numbers, shock)
            volatility = self.column(particles.numbers, lab().number_in(shock.volatility, (place,)))
            growth = self.column(particles.numbers, lab().number_in(shock.growth, (place,))) if shock.growth else None
            for m in range(MONTHS):
                particles.x[:, at] = keep * particles.x[:, at] + step * rng.standard_normal(n)
                moved = volatility * particles.x[:, at]
                if growth is not None:
                    lag = self.column(particles.numbers, shock.lag)
                    moved = moved + growth / np.expm1(1.0 / lag) * keep ** (month + m + 1)
                shocks[:, m, column] = np.exp(moved)
        lever_0, levers = self.window.levers
        area, potential = np.empty((n, len(self.producers))), np.empty((n, len(self.producers)))
        state = (particles.state, particles.values, area, potential, particles.status)
        self.go_on(particles.p, lever_0, levers[month : month + MONTHS], shocks, month, *state, self.work)
        return area, potential

    def weighed(self, particles: Particles, year: int, area: Floats, potential: Floats, rng: Any) -> Floats:
        """The log likelihood of the year's figures, by particle."""
        weight = np.where(particles.status == 0, 0.0, -np.inf)
        for measure, point in self.window.targets:
            if point.year != year:
                continue
            found = area if measure.reads == "coca_area" else potential
            scale = lab().outcomes[measure.reads].scale
            read = np.log(found[:, self.producers.index(measure.place)] * scale)
            for at in self.window.steps[measure.series]:
                if at <= year:
                    key = (measure.series, at)
                    read += STEP_AT_BREAK * particles.steps.setdefault(key, rng.standard_normal(self.count))
            weight += -0.5 * ((np.log(point.value) - read) / measure.error) ** 2
        return np.where(np.isnan(weight), -np.inf, weight)


def by_smoother(past: History, members: int) -> tuple[Floats, Floats, Floats]:
    """Means and standard deviations by seed, shape (seeds, numbers), and the mean covariance of the sampled numbers."""
    rows, follows = (
        [past.at[one] for one in past.inputs if one.kind == "number" and one.name in SAMPLED],
        reach(past, 0),
    )
    rows = sorted(rows, key=lambda at: SAMPLED.index(past.inputs[at].name))
    found = []
    for seed in range(SEEDS):
        draws = Draws(past, seed, 0, members)
        _, z, solved = smooth(draws.readings, draws.prior, past.observed, past.error, follows, draws.noise)
        found.append(z[np.ix_(rows, np.flatnonzero(solved))])
    means, sds = (np.array([getattr(one, name)(axis=1) for one in found]) for name in ("mean", "std"))
    return means, sds, np.mean([np.cov(one) for one in found], axis=0)


def chain(seed: int, minutes: float, particles: int, middle: Floats, covariance: Floats) -> dict[str, Any]:
    """One chain of so many minutes: the numbers, and how often each proposal was accepted."""
    rng = np.random.default_rng(seed)
    filtered, prior = Filter(history(), particles), multivariate_normal(np.zeros(len(SAMPLED)))
    wide = multivariate_t(middle, WIDER * covariance * (FREEDOM - 2) / FREEDOM, FREEDOM, seed=rng)
    walk = multivariate_normal(np.zeros(len(SAMPLED)), WALK**2 * covariance, seed=rng)
    z, at = middle, -np.inf
    while not np.isfinite(at):
        z = wide.rvs()
        at = filtered.likelihood(z, rng) + prior.logpdf(z)
    numbers, tries, taken, end = [], [0, 0], [0, 0], time.monotonic() + 60.0 * minutes
    while time.monotonic() < end:
        kind = int(rng.random() < INDEPENDENT)
        new = wide.rvs() if kind else z + walk.rvs()
        there = filtered.likelihood(new, rng) + prior.logpdf(new)
        turn = wide.logpdf(z) - wide.logpdf(new) if kind else 0.0
        tries[kind] += 1
        if np.log(rng.random()) < there - at + turn:
            z, at = new, there
            taken[kind] += 1
        numbers.append(z)
    return {"numbers": np.array(numbers), "tries": tries, "taken": taken}


def effective(numbers: Floats) -> Floats:
    """How many independent draws a chain is worth for each mean, by batches of about the square root of its length."""
    n, _ = numbers.shape
    size = max(1, int(n**0.5))
    batches = numbers[: n // size * size].reshape(n // size, size, -1).mean(axis=1)
    return numbers.var(axis=0) / np.maximum(batches.var(axis=0, ddof=1) / len(batches), 1e-300)


def table(chains: list[dict[str, Any]], smoothed: tuple[Floats, Floats, Floats]) -> dict[str, Any]:
    """Both opinions side by side, in standard normal numbers.

    The error of a mean is by batches or by how far chains differ, whichever is larger.
    """
    kept = [one["numbers"][len(one["numbers"]) // 10 :] for one in chains]
    draws, worth = np.concatenate(kept), sum(effective(one) for one in kept)
    between = np.std([one.mean(axis=0) for one in kept], axis=0, ddof=int(len(kept) > 1)) / len(kept) ** 0.5
    means, sds, _ = smoothed
    rows = {}
    for at, name in enumerate(SAMPLED):
        mean, sd = draws[:, at].mean(), draws[:, at].std()
        error = (max(sd / worth[at] ** 0.5, between[at]), sd / (2.0 * worth[at]) ** 0.5)
        other = (means[:, at].mean(), sds[:, at].mean())
        noise = (means[:, at].std(ddof=1) / SEEDS**0.5, sds[:, at].std(ddof=1) / SEEDS**0.5)
        rows[name] = {
            "particles mean": mean,
            "particles mean error": error[0],
            "particles sd": sd,
            "particles sd error": error[1],
            "smoother mean": other[0],
            "smoother mean error": noise[0],
            "smoother mean, sd of a seed": means[:, at].std(ddof=1),
            "smoother sd": other[1],
            "smoother sd error": noise[1],
            "apart, in errors": (other[0] - mean) / np.hypot(error[0], noise[0]),
            "apart, in sd": (other[0] - mean) / sd,
            "sd apart, in errors": (other[1] - sd) / np.hypot(error[1], noise[1]),
            "worth": worth[at],
        }
    tries, taken = (np.sum([one[key] for one in chains], axis=0) for key in ("tries", "taken"))
    return {"length": int(tries.sum()), "acceptance": (taken / tries).tolist(), "numbers": rows}


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The table as text."""
    walk, wide = found["acceptance"]
    yield f"{found['date']}: {found['particles']} particles, {found['chains']} chains, {found['length']} evaluations"
    yield f"accepted: {wide:.3f} of the wide proposals, {walk:.3f} of the random walk"
    yield f"standard deviation of the log likelihood at the smoother's mean: {found['noise']:.2f}"
    yield f"smoother: {found['members']} members, {SEEDS} seeds"
    yield f"{'':20}{'particles':>15}{'':18}{'smoother':>14}{'':19}apart: mean, of mean, of sd"
    yield f"{'':20}{'mean':>15}{'sd':>18}{'mean':>18}{'sd':>18}{'sds':>10}{'errors':>8}{'errors':>8}"
    for name, one in found["numbers"].items():
        columns = [f"{one[of]:10.3f} ± {one[of + ' error']:.3f}" for of in MOMENTS]
        apart = f"{one['apart, in sd']:8.2f}{one['apart, in errors']:8.1f}{one['sd apart, in errors']:8.1f}"
        yield f"{name:18}{'  '.join(columns)}{apart}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--chains", type=int, default=2, help="each on a core of its own")
    parser.add_argument("--particles", type=int, default=1000)
    parser.add_argument("--members", type=int, default=512)
    parser.add_argument("--write", action="store_true", help=f"keep the table in {RESULTS.name}")
    given = parser.parse_args()
    smoothed = by_smoother(past := history(), given.members)
    middle = smoothed[0].mean(axis=0)
    rng, filtered = np.random.default_rng(SEEDS), Filter(past, given.particles)
    filtered.check()
    filtered.likelihood(middle, rng)
    begun = time.monotonic()
    noise = np.std([filtered.likelihood(middle, rng) for _ in range(10)], ddof=1)
    print(f"{(time.monotonic() - begun) / 10:.2f} s an evaluation, sd {noise:.2f}", file=sys.stderr, flush=True)
    with ProcessPoolExecutor(given.chains, multiprocessing.get_context("spawn")) as pool:
        jobs = [
            pool.submit(chain, seed, given.minutes, given.particles, middle, smoothed[2])
            for seed in range(given.chains)
        ]
        found = table([job.result() for job in jobs], smoothed)
    setting = {name: getattr(given, name) for name in ("particles", "chains", "members")}
    found = {"date": f"{date.today():%d %B %Y}", **setting, "noise": noise, **found}
    print("\n".join(lines(found)))
    if given.write:
        text = json.dumps(found, indent=1, default=float)
        RESULTS.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
