"""Does the smoother find what is there? Ranks of the truth on synthetic histories (Talts et al. 2018).

Each history has a truth drawn from the prior, run over the record; its readings with errors of measurement are the
figures. The reference combination is conditioned on those to the cut. Where the smoother is right, the truth is as
likely to have any rank among the members: each carried parameter, the log likelihood of the figures (Modrák et al.
2023), and the figures of the years after the cut, which were not taken in, among what the members would have read.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtri
from scipy.stats import chi2

from tregua.analysis import calibrate, smoother, windows
from tregua.analysis.windows import History, Members
from tregua.lab.bind import catalogue_hash
from tregua.lab.engine.numba import cache_folder
from tregua.lab.model import lab
from tregua.noise import Floats, normals

RESULTS = Path(__file__).with_suffix(".json")
COCA = ("coca_area.COL", "coca_area.PER", "coca_area.BOL", "cocaine_output.COL")
TRUTHS = 1_000_000  # seeds of truths begin here, those of members at 0
BINS = 10
LEARNT = 0.05  # contraction from which a parameter counts as learnt at all
WILD = 2.5  # what the yearly shocks of coca are multiplied by in the wrong lab
STEP_YEAR, STEP = 2016, 0.4  # since when, and by how much in logs, Colombia's coca is read higher in the wrong lab


@dataclass(frozen=True)
class Setup:
    """What is run."""

    block: str
    cut: int
    ahead: int
    members: int
    wrong: bool
    steps: float

    @cached_property
    def history(self) -> History:
        """The history to the last year ahead, of the series of the block."""
        several = [one for one in windows.conditioned() if self.block == "all" or one.series in COCA]
        choices = calibrate.bearing(self.cut, lab().series)[0]
        return History.of(self.cut + self.ahead, choices, several=several)

    @cached_property
    def taken(self) -> Floats:
        """Which figures are taken in."""
        return np.array([point.year <= self.cut for _, point in self.history.targets])

    @cached_property
    def reach(self) -> smoother.Reach:
        """Which figure follows which input."""
        return windows.reach(self.history, 0)[:, self.taken]

    @cached_property
    def name(self) -> str:
        """What tells its parts in the cache from those of others."""
        text = "".join(Path(one.__file__).read_text("utf-8") for one in (smoother, windows))
        return sha256(repr((self, catalogue_hash(), text)).encode()).hexdigest()[:16]


def figures(setup: Setup, number: int) -> tuple[Floats, Floats] | None:
    """A truth and its figures in logs; none where the truth has no solution."""
    history = setup.history
    truth = Members(history, TRUTHS + number, 0, 1)
    z = truth.prior.copy()
    if setup.wrong:
        z[[at for one, at in history.at.items() if one.kind == "shock" and is_coca(one.name)]] *= WILD
    read = truth.readings(z)[:, 0] + history.error * errors(setup, TRUTHS + number, "figure", 1)[:, 0]
    if setup.wrong:
        hidden = [one.series in COCA and one.place == "COL" and at.year >= STEP_YEAR for one, at in history.targets]
        read += STEP * np.array(hidden)
    return (z[:, 0], read) if np.isfinite(read).all() else None


def is_coca(path: str) -> bool:
    """Whether a random path is that of coca, common or of one producer."""
    return path.partition(".")[0] in ("coca", "area")


def errors(setup: Setup, seed: int, what: str, count: int) -> Floats:
    """Standard normal errors of measurement, shape (targets, draws)."""
    targets = setup.history.targets
    return np.stack(
        [normals(seed, f"{what} {m.series}", 12 * at.year + (at.month or 12), 0, count) for m, at in targets]
    )


def ranked(setup: Setup, number: int) -> dict[str, Floats]:
    """Ranks, contraction and misfit of one history; empty where its truth has no solution."""
    found = figures(setup, number)
    if found is None:
        return {}
    (truth, read), history, taken = found, setup.history, setup.taken
    draws = calibrate.Draws(history, number, 0, setup.members)
    before = draws.readings(draws.prior)
    updates, z, solved = smoother.smooth(
        lambda z: draws.readings(z)[taken],
        draws.prior,
        read[taken],
        history.error[taken],
        setup.reach,
        lambda step: draws.noise(step)[taken],
    )
    g = draws.readings(z)
    solved &= np.isfinite(g).all(axis=0)
    z, g, before = z[:, solved], g[:, solved], before[:, np.isfinite(before).all(axis=0)]
    off = (read[:, None] - g)[taken] / history.error[taken, None]
    own = -0.5 * (((read - true_reading(setup, number, truth))[taken] / history.error[taken]) ** 2).sum()
    would = g + history.error[:, None] * errors(setup, number, "read", setup.members)[:, solved]
    count = np.array([z.shape[1]])
    return {
        "numbers": share((z < truth[:, None]).sum(axis=1), count),
        "likelihood": share((-0.5 * (off**2).sum(axis=0) < own).sum(keepdims=True), count),
        "ahead": share((would < read[:, None]).sum(axis=1), count)[~taken],
        "variance": z.var(axis=1),
        "missed": (z.mean(axis=1) - truth) ** 2,
        "narrower": (g.var(axis=1) / before.var(axis=1))[~taken],
        "misfit": np.array([np.sqrt(np.median((off**2).mean(axis=0)))]),
        "steps": np.array([float(len(updates))]),
    }


def true_reading(setup: Setup, number: int, truth: Floats) -> Floats:
    """What should have been read of a truth by the lab, without error."""
    return Members(setup.history, TRUTHS + number, 0, 1).readings(truth[:, None])[:, 0]


def share(rank: Floats, count: Floats) -> Floats:
    """Ranks from 0 to the number of members as shares between 0 and 1."""
    return (rank + 0.5) / (count + 1.0)


def kept(setup: Setup, number: int) -> dict[str, Floats]:
    """The same from the cache, so that a set that was stopped goes on where it was."""
    path = cache_folder() / "ranks" / setup.name / f"{number}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path.with_suffix(".part.npz"), **ranked(setup, number))
        path.with_suffix(".part.npz").rename(path)
    with np.load(path) as found:
        return dict(found)


def tested(rank: Floats) -> dict[str, float]:
    """Coverage of the middle 50 and 90 %, spread of the normal scores, and the test of uniform ranks, of one quantity.

    The spread is the standard deviation about zero of Φ⁻¹(rank): more than one where members lie too close together,
    less where they lie too far apart. The test is chi-square over ten equal bins.
    """
    n = len(rank)
    counts = np.bincount((rank * BINS).astype(int), minlength=BINS)
    return {
        "in 50": float((np.abs(rank - 0.5) < 0.25).mean()),
        "in 90": float((np.abs(rank - 0.5) < 0.45).mean()),
        "mean": float(ndtri(rank).mean()),
        "spread": float(np.sqrt((ndtri(rank) ** 2).mean())),
        "p": max(1e-300, float(chi2.sf(((counts - n / BINS) ** 2).sum() * BINS / n, BINS - 1))),
    }


def summary(setup: Setup, several: list[dict[str, Floats]]) -> dict[str, Any]:
    """The table of a set of histories."""
    stacked = {name: np.stack([one[name] for one in several]) for name in several[0]}
    contraction = 1.0 - stacked["variance"].mean(axis=0)
    rows = {}
    for name in setup.history.carried:
        at = setup.history.at[windows.Input("number", name)]
        rows[name] = {"contraction": float(contraction[at]), **tested(stacked["numbers"][:, at])}
    carried = [setup.history.at[windows.Input("number", name)] for name in setup.history.carried]
    shocks = {}
    for kind in dict.fromkeys(one.name for one in setup.history.inputs if one.kind == "shock"):
        at = [
            setup.history.at[o]
            for o in setup.history.inputs
            if o.name == kind and o.kind == "shock" and o.year <= setup.cut
        ]
        shocks[kind] = {"contraction": float(contraction[at].mean()), **pooled(stacked["numbers"][:, at])}
    ahead = [target for target, taken in zip(setup.history.targets, setup.taken, strict=True) if not taken]
    forecasts = {
        f"{measure.series} {point.year}": {
            "contraction": float(1.0 - np.median(stacked["narrower"][:, at])),
            **tested(stacked["ahead"][:, at]),
        }
        for at, (measure, point) in enumerate(ahead)
    }
    return {
        "date": f"{date.today():%d %B %Y}",
        **asdict(setup),
        "histories": len(several),
        "steps of the smoother": float(stacked["steps"].mean()),
        "misfit": np.quantile(stacked["misfit"], [0.05, 0.5, 0.95]).tolist(),
        "parameters": dict(sorted(rows.items(), key=lambda one: -one[1]["contraction"])),
        "missed, over variance": float(stacked["missed"][:, carried].sum() / stacked["variance"][:, carried].sum()),
        "shocks": shocks,
        "log likelihood": tested(stacked["likelihood"][:, 0]),
        "forecasts": forecasts,
        "forecasts together": pooled(stacked["ahead"]) if ahead else {},
    }


def pooled(ranks: Floats) -> dict[str, float]:
    """Coverage and spread of many quantities; the errors are over histories, within which they hang together."""
    inside, square = np.abs(ranks - 0.5) < 0.45, ndtri(ranks) ** 2
    return {
        "in 50": float((np.abs(ranks - 0.5) < 0.25).mean()),
        "in 90": float(inside.mean()),
        "in 90 error": float(inside.mean(axis=1).std() / len(ranks) ** 0.5),
        "spread": float(np.sqrt(square.mean())),
        "spread error": float(square.mean(axis=1).std() / (2.0 * np.sqrt(square.mean() * len(ranks)))),
    }


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The table as text."""
    n, (low, middle, high) = found["histories"], found["misfit"]
    wrong = " of a lab that is wrong" if found["wrong"] else ""
    yield f"{found['date']}: {n} histories{wrong}, block {found['block']}, figures to {found['cut']}"
    yield f"{found['members']} members, {found['steps of the smoother']:.1f} steps on average"
    yield f"misfit of a member {middle:.2f} errors (5 … 95 % of histories: {low:.2f} … {high:.2f})"
    yield f"squared error of the means of all carried numbers over their variance: {found['missed, over variance']:.3f}"
    errors = [(part / n) ** 0.5 for part in (0.25, 0.09, 0.5)]
    yield "binomial errors: {:.3f} of 50 %, {:.3f} of 90 %; of the spread {:.3f}".format(*errors)
    yield f"{'':34}contraction  in 50 %  in 90 %   mean  spread       p"
    for name, one in found["parameters"].items():
        if one["contraction"] >= LEARNT:
            yield line(name, one)
    rest = [one for one in found["parameters"].values() if one["contraction"] < LEARNT]
    if rest:
        averages = {key: float(np.mean([one[key] for one in rest])) for key in rest[0] if key != "p"}
        yield line(f"{len(rest)} others, on average", averages)
    yield line("log likelihood of the figures", found["log likelihood"])
    for title in ("shocks", "forecasts"):
        yield title
        for name, one in found[title].items():
            yield line(f"  {name}", one)
    if together := found["forecasts together"]:
        yield line("  together", together)
        yield f"  errors: {together['in 90 error']:.3f} of 90 %, {together['spread error']:.3f} of the spread"
    tests = [*found["parameters"].values(), found["log likelihood"], *found["forecasts"].values()]
    p = sorted(one["p"] for one in tests)
    yield f"{len(p)} tests: {sum(one < 0.05 for one in p)} with p < 0.05, {0.05 * len(p):.1f} expected"
    yield f"the smallest p {p[0]:.2g}, times {len(p)}: {min(1.0, p[0] * len(p)):.2g}"


def line(name: str, one: dict[str, float]) -> str:
    """One quantity; what it has not is left blank."""
    columns = (("contraction", 11, ".2f"), ("in 50", 9, ".3f"), ("in 90", 9, ".3f"), ("mean", 7, ".2f"))
    texts = [
        f"{one[key]:{width}{form}}" if key in one else " " * width
        for key, width, form in (*columns, ("spread", 8, ".2f"), ("p", 8, ".2g"))
    ]
    return f"{name:34}{''.join(texts)}".rstrip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--block", choices=("all", "coca"), default="all")
    parser.add_argument("--histories", type=int, default=200)
    parser.add_argument("--members", type=int, default=256)
    parser.add_argument("--cut", type=int, default=2021)
    parser.add_argument("--ahead", type=int, default=3)
    parser.add_argument("--wrong", action="store_true", help="figures of a lab that is deliberately wrong")
    parser.add_argument("--steps", type=float, default=1.0, help="times as large steps of the smoother")
    parser.add_argument("--write", metavar="NAME", help=f"keep the table under a name in {RESULTS.name}")
    given = parser.parse_args()
    setup = Setup(given.block, given.cut, given.ahead, given.members, given.wrong, given.steps)
    usual = smoother._part
    smoother._part = lambda *values: given.steps * usual(*values)
    several = []
    for number in range(given.histories):
        several.append(kept(setup, number))
        print(f"\r{number + 1}/{given.histories}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    found = summary(setup, [one for one in several if one])
    print("\n".join(lines(found)))
    if given.write:
        written = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
        RESULTS.write_text(
            json.dumps({**written, given.write: rounded(found)}, indent=1, ensure_ascii=False) + "\n", "utf-8"
        )


def rounded(found: Any) -> Any:
    """Numbers to four digits."""
    match found:
        case float():
            return float(f"{found:.4g}")
        case dict():
            return {name: rounded(one) for name, one in found.items()}
        case list():
            return [rounded(one) for one in found]
    return found


if __name__ == "__main__":
    main()
