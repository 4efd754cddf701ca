"""The lab conditioned on what was observed: one ensemble for each combination of structural alternatives.

A combination is one that made a difference to something observed; none is weighed against another, and no member ever
leaves its own.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path

import numpy as np

from tregua.analysis import smoother
from tregua.analysis import windows as windows_of
from tregua.analysis.kept import (
    NAMES,
    Arrays,
    Conditioned,
    Gains,
    Moments,
    arrays_of,
    conditioned_of,
    found,
    keep,
    read_arrays,
    write_arrays,
)
from tregua.analysis.smoother import apply_all, smooth
from tregua.analysis.windows import History, Input, Members, conditioned, reach, windows
from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.read import PACKAGE
from tregua.evidence.schema import Series
from tregua.lab.alternatives import Choices, acting, combinations
from tregua.lab.bind import bound
from tregua.lab.ensemble import Ensemble, Learnt, chosen
from tregua.lab.model import lab
from tregua.lab.resources import check_room
from tregua.lab.run import Progress, Settings, moved_names
from tregua.lab.where import computed, cores, in_order, shared
from tregua.noise import Floats, normals

PATH = PACKAGE / "analysis" / "calibrated.npz"
METHOD = (smoother.__file__, windows_of.__file__)
MEMBERS = 512
CHUNK = 64
HELD_NUMBERS = 2**20  # of a combination that are held in memory


@dataclass(frozen=True, eq=False)
class Calibration:
    """The lab conditioned on the figures to the end of `cut`."""

    version: str
    cut: int
    seed: int
    members: int
    combinations: tuple[Conditioned, ...]
    history: History

    @property
    def out_of_date(self) -> bool:
        """Whether equations, numbers or figures have changed since it was made from the ledger."""
        return self.version != _version(self.cut, fingerprint(self.cut, self.seed, self.members, lab().series))

    @cached_property
    def ensemble(self) -> Ensemble:
        """The draws that were conditioned."""
        learnt = [Learnt(one.choices, one.numbers) for one in self.combinations]
        return Ensemble(self.version, self.cut, self.seed, learnt, self.history.after.vague)


class Draws:
    """Draws of a history from an address on, in chunks that are worked at on all cores."""

    def __init__(self, history: History, seed: int, first: int, count: int) -> None:
        self.history, self.seed, self.first, self.count = history, seed, first, count
        self.starts = range(0, count, CHUNK)
        self.chunks = [Members(history, seed, first + at, min(CHUNK, count - at)) for at in self.starts]
        self.prior = np.concatenate([one.prior for one in self.chunks], axis=1)

    def readings(self, z: Floats) -> Floats:
        """What the publishers should have read, shape (targets, draws)."""
        with ThreadPoolExecutor(cores()) as pool:
            parts = pool.map(lambda at, one: one.readings(z[:, at : at + one.count]), self.starts, self.chunks)
            return np.concatenate([*parts], axis=1)

    def noise(self, step: int) -> Floats:
        """The errors with which figures are taken in, at addresses of their own."""
        named = [f"taken in {one.series} {point.year}-{point.month or 0}" for one, point in self.history.targets]
        return np.stack([normals(self.seed, name, step, self.first, self.count) for name in named])


def bearing(cut: int, series: Mapping[str, Series]) -> list[dict[str, float]]:
    """The combinations that make a difference to what was observed to the end of `cut`, the reference first."""
    levers = [lever for one in windows(cut, series, conditioned()) for lever in one.levers]
    moved = set.union(*(moved_names(lever) for lever in levers))
    found: list[dict[str, float]] = []
    for one in combinations():
        choices = acting(one.choices, moved)
        found += [choices] if choices not in found else []
    return found


def condition(
    history: History,
    seed: int,
    members: int,
    observed: Floats | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> Conditioned:
    """Condition one combination on its history, or on other figures at the same times."""
    figures = history.observed if observed is None else observed
    draws = Draws(history, seed, 0, members)
    before = draws.readings(draws.prior)
    updates, z, solved = smooth(
        draws.readings, draws.prior, figures, history.error, reach(history, seed), draws.noise, progress
    )
    after = draws.readings(z)
    solved &= np.isfinite(after).all(axis=0)
    moments = Moments(*_moments(before[:, np.isfinite(before).all(axis=0)]), *_moments(after[:, solved]))
    gains = Gains.of(updates)
    return Conditioned(history.choices, gains, _numbers(history, z[:, solved]), *_moments(z[:, solved]), moments)


def _moments(values: Floats) -> tuple[Floats, Floats]:
    return values.mean(axis=1), values.std(axis=1)


def _numbers(history: History, z: Floats) -> dict[str, Floats]:
    """The numbers of the parameters that are carried on, moved or not, in the precision that is kept.

    Members without a solution are left out, so that all that belongs to a member must stay together.
    """
    rows = {name: history.at[Input("number", name)] for name in history.carried}
    return {name: z[at].astype(np.float32).astype(np.float64) for name, at in rows.items()}


def calibrate(
    cut: int | None = None,
    seed: int = 0,
    members: int = MEMBERS,
    series: Mapping[str, Series] | None = None,
    progress: Progress = lambda done, total: None,
) -> Calibration:
    """Condition every combination that has a bearing on the figures to the end of `cut`.

    What was done before the same call was interrupted is not done again.
    """
    year = lab().world.first - 1 if cut is None else cut
    given = lab().series if series is None else series
    listed = bearing(year, given)
    name = fingerprint(year, seed, members, given)
    names = [f"{name}-{at:02}" for at in range(len(listed))]
    ready = {at: one for at, choices in enumerate(listed) if (one := found(names[at], choices))}
    left = [at for at in range(len(listed)) if at not in ready]

    def told(part: float) -> None:
        progress(int(100 * (len(ready) + part)), 100 * len(listed))

    if shared():
        for at, one in computed(partial(_condition, year, seed, members, given, listed), left):
            ready[at] = keep(names[at], one)
            told(0.0)
    else:
        for at in left:
            ready[at] = keep(names[at], _condition(year, seed, members, given, listed, at, told))
    told(0.0)
    done = tuple(ready[at] for at in range(len(listed)))
    return Calibration(_version(year, name), year, seed, members, done, History.of(year, listed[0], given))


def _condition(
    cut: int,
    seed: int,
    members: int,
    series: Mapping[str, Series],
    listed: Sequence[Choices],
    at: int,
    progress: Callable[[float], None] = lambda done: None,
) -> Conditioned:
    """The combination at a place of a list, conditioned."""
    return condition(History.of(cut, listed[at], series), seed, members, progress=progress)


def _version(cut: int, name: str) -> str:
    return f"{cut}-{name[:8]}"


def fingerprint(cut: int, seed: int, members: int, series: Mapping[str, Series]) -> str:
    """All that an ensemble depends on, in a few letters: equations, method, numbers, levers and figures."""
    known = windows(cut, series, conditioned())
    history = History.of(cut, {}, series)
    parts = [bound().text, *(Path(one).read_text("utf-8") for one in METHOD)]
    parts += [repr((cut, seed, members, bearing(cut, series), history.after.numbers))]
    parts += [repr((one.known.numbers, one.targets)) for one in known]
    whole = hashlib.sha256("\0".join(parts).encode())
    for lever in (lever for one in known for lever in one.levers):
        whole.update(lever.tobytes())
    return whole.hexdigest()[:16]


def draws_of(
    calibration: Calibration,
    seed: int,
    count: int,
    progress: Progress = lambda done, total: None,
    only: Choices | None = None,
) -> Ensemble:
    """So many draws at the addresses of `seed`: new ones of the prior, moved by the updates that are kept.

    The members themselves where they are those draws. Nothing is drawn twice; draws without a solution are left out.

    Parameters
    ----------
    only : the choices of which draws are wanted, of all combinations if not given

    Raises
    ------
    InputError
        Where nothing was conditioned under such choices.
    """
    if seed == calibration.seed and count <= calibration.ensemble.draws:
        return calibration.ensemble
    listed = [one for one in calibration.combinations if only is None or chosen(one.choices, only)]
    if only is not None and not listed:
        calibration.ensemble.of(only, 0, count)  # which says what was not conditioned
    learnt = []
    for at, one in enumerate(listed):
        table, ready, first = _table(len(one.numbers), count), 0, 0
        if seed == calibration.seed:
            ready, first = _add([*one.numbers.values()], table, 0), calibration.members
        work = partial(_moved, replace(calibration.history, choices=one.choices), seed, one)
        while ready < count:
            blocks = [
                (start, min(MEMBERS, max(CHUNK, first + count - ready - start)))
                for start in range(first, first + count - ready, MEMBERS)
            ]
            for _, numbers in in_order(computed(work, blocks, threads=1), blocks):
                ready = _add(numbers, table, ready)
                progress(at * count + ready, len(listed) * count)
            first = sum(blocks[-1])
        learnt.append(Learnt(one.choices, dict(zip(one.numbers, table, strict=True))))
    return Ensemble(calibration.version, calibration.cut, seed, learnt, calibration.history.after.vague)


def _table(names: int, draws: int) -> Floats:
    """Room for numbers of draws: in a file without a name where there are more than are held in memory."""
    if names * draws <= HELD_NUMBERS:
        return np.empty((names, draws))
    check_room(Path(tempfile.gettempdir()), 8 * names * draws)
    with tempfile.TemporaryFile() as file:  # it lasts as long as somebody reads it
        return np.asarray(np.memmap(file, np.float64, "w+", shape=(names, draws)))


def _add(numbers: Sequence[Floats], table: Floats, ready: int) -> int:
    """Write the numbers of more draws behind those that are ready, as far as there is room; returns how many are."""
    count: int = min(*map(len, numbers), table.shape[1] - ready)
    for row, each in zip(table, numbers, strict=True):
        row[ready : ready + count] = each[:count]
    return ready + count


def _moved(history: History, seed: int, one: Conditioned, block: tuple[int, int]) -> list[Floats]:
    """The numbers of so many draws from a first one on that have a solution, moved by the updates that are kept."""
    draws = Draws(history, seed, *block)
    figures = history.observed, history.error
    z, solved = apply_all(one.gains.updates, draws.readings, draws.prior, *figures, draws.noise)
    solved &= np.isfinite(draws.readings(z)).all(axis=0)
    numbers = _numbers(history, z[:, solved])
    return [numbers[name] for name in one.numbers]


@cache
def shipped() -> Calibration:
    """The calibration that comes with the package."""
    arrays = read_arrays(PATH)
    about = json.loads(str(arrays["about"]))
    combinations = [
        conditioned_of({name: arrays[f"{at}/{name}"] for name in NAMES}) for at in range(about["combinations"])
    ]
    return Calibration(
        about["version"],
        about["cut"],
        about["seed"],
        about["members"],
        tuple(combinations),
        History.of(about["cut"], combinations[0].choices),
    )


def ship(calibration: Calibration) -> None:
    """Write the file that comes with the package."""
    about = {name: getattr(calibration, name) for name in ("version", "cut", "seed", "members")}
    arrays: Arrays = {"about": np.array(json.dumps({**about, "combinations": len(calibration.combinations)}))}
    for at, one in enumerate(calibration.combinations):
        arrays |= {f"{at}/{name}": value for name, value in arrays_of(one).items()}
    with PATH.open("wb") as file:
        write_arrays(file, arrays)


def inputs_of(
    calibrated: bool,
    settings: Settings,
    progress: Progress = lambda done, total: None,
    only: Choices | None = None,
) -> Settings:
    """The settings with the draws that come with the package, where they are asked for.

    Parameters
    ----------
    only : the choices of which draws are wanted, of all combinations if not given

    Raises
    ------
    InputError
        Where the run does not start after the years that they were conditioned on, or the catalogue is another.
    """
    if not calibrated:
        return settings
    if settings.span.first != lab().world.first:
        values = {"found": str(settings.span.first), "expected": str(lab().world.first)}
        raise InputError(Problem("ensemble_start", "--calibrated", values))
    return replace(settings, ensemble=draws_of(_current(), settings.seed, settings.draws, progress, only))


def _current() -> Calibration:
    """The calibration that comes with the package, which must be of this catalogue."""
    known = shipped()
    if known.out_of_date:
        raise InputError(Problem("ensemble_catalogue", PATH.name, {"found": known.version}))
    return known


def again(version: str, settings: Settings, only: Choices, progress: Progress = lambda done, total: None) -> Settings:
    """The settings with as many draws of one combination as they say, from the ensemble of a version.

    New draws are those of the prior, moved by the updates that are kept; none is taken twice.

    Raises
    ------
    InputError
        Where that is not the ensemble that comes with the package, or the catalogue is another.
    """
    known = _current()
    if known.version != version:
        raise InputError(Problem("ensemble_version", "", {"found": version, "expected": known.version}))
    return replace(settings, ensemble=draws_of(known, settings.seed, settings.draws, progress, only))
