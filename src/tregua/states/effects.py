"""What an effort of one state does to the outcomes of every state, as the lab has it: paired central differences.

M[o, i, j] = (o_i(effort j at its high end) − o_i(at its low end)), on the same draws, a mean over the first years of
the policy; one-sided where the lever rests at its low end. Each structural alternative has its own; nothing is pooled.
"""

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tregua.analysis.kept import read_arrays, write_arrays
from tregua.analysis.runs import Ran, ran
from tregua.catalogue.errors import InputError
from tregua.catalogue.files import replacing
from tregua.lab.bind import lab_hash
from tregua.lab.engine.numba import cache_folder
from tregua.lab.estimators import paired
from tregua.lab.model import lab
from tregua.lab.own import Setting, own_scenario
from tregua.lab.past import past
from tregua.lab.result import values
from tregua.lab.run import Progress, Settings
from tregua.lab.schema import Scenario
from tregua.noise import Floats
from tregua.states.effects_schema import Effort, Reached, efforts_file

DRAWS = 128


@dataclass(frozen=True, eq=False)
class Effects:
    """Effects of each effort on each outcome of a state.

    Attributes
    ----------
    alternatives : names of the combinations of structural alternatives, the reference first
    efforts, cells : what is moved, and what it may reach
    change : shape (alternative, effort, cell, draw), in the unit of the outcome of the cell
    """

    draws: int
    seed: int
    years: int
    alternatives: tuple[str, ...]
    efforts: tuple[Effort, ...]
    cells: tuple[Reached, ...]
    change: Floats

    def of(self, effort: Effort, cell: Reached) -> Floats:
        """The effect in every alternative and draw, shape (alternative, draw)."""
        return np.asarray(self.change[:, self.efforts.index(effort), self.cells.index(cell)])


def effects(draws: int = DRAWS, seed: int = 0, progress: Progress = lambda done, total: None) -> Effects:
    """The effects of all efforts; computed once for each lab, file of efforts, seed and number of draws, then kept.

    Raises
    ------
    InputError
        A setting is wrong.
    RunError
        In some draw the model has no solution.
    """
    read = efforts_file()
    until = int(lab().world.policy_start[:4]) + read.years - 1
    settings = Settings(draws=draws, seed=seed, until=until)
    path = cache_folder() / "effects" / f"{_fingerprint(draws, seed)}.npz"
    found: dict[str, np.ndarray] = {}
    with contextlib.suppress(OSError, ValueError):
        found = read_arrays(path)
    if not _fits(found, draws):
        found = _computed(settings, until, progress)
        with contextlib.suppress(OSError, InputError):  # a full disk costs only the next run's time
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as new, new.open("wb") as file:
                write_arrays(file, found)
    named = tuple(str(one) for one in found["alternatives"])
    return Effects(draws, seed, read.years, named, tuple(read.efforts), tuple(read.cells), found["change"])


def _fits(found: dict[str, np.ndarray], draws: int) -> bool:
    """Whether what the cache holds is what was kept there."""
    read = efforts_file()
    if {*found} != {"change", "alternatives"}:
        return False
    return found["change"].shape == (len(found["alternatives"]), len(read.efforts), len(read.cells), draws)


def _fingerprint(draws: int, seed: int) -> str:
    read = f"{lab_hash()} {efforts_file().model_dump_json()} {Path(__file__).read_text('utf-8')} {draws} {seed}"
    return hashlib.sha256(read.encode()).hexdigest()[:16]


def _computed(settings: Settings, until: int, progress: Progress) -> dict[str, np.ndarray]:
    """The two runs of every effort on the same draws, and their differences in every cell."""
    read = efforts_file()
    pairs = [(_scenario(one, one.low, settings), _scenario(one, one.high, settings)) for one in read.efforts]
    done = ran([one for pair in pairs for one in pair], settings, past(settings.span.first))
    progress(1, 1)
    years = slice(until - read.years + 1, until)
    change = np.stack(
        [np.stack([_change(done, low.id, high.id, cell, years) for cell in read.cells], axis=1) for low, high in pairs],
        axis=1,
    )
    return {"change": change, "alternatives": np.array([one.name for one in done.alternatives])}


def _scenario(one: Effort, value: float, settings: Settings) -> Scenario:
    made = own_scenario([], [Setting(lab().levers[one.lever], one.state, value, settings.start)], settings.start)
    return made.model_copy(update={"id": f"{one.id}={value:g}"})


def _change(done: Ran, low: str, high: str, cell: Reached, years: slice) -> Floats:
    """The paired difference of a cell's mean over the years, shape (alternative, draw)."""
    level = values(done.dataset, cell.outcome, cell.state).sel(year=years).mean("year")
    before, after = (np.asarray(level.sel(scenario=name).values) for name in (low, high))
    return paired(after, before)
