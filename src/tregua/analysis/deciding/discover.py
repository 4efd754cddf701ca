"""When does a policy fail: the futures in which it does worse than another, as boxes of inputs, alternatives apart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tregua.analysis.deciding import prim, tree
from tregua.analysis.deciding.futures import Alternative, Futures, futures, unit_of
from tregua.analysis.deciding.goals import Cell, sign_of
from tregua.analysis.deciding.moves import MOST as INPUTS
from tregua.analysis.deciding.moves import Kind, Moves, moves
from tregua.analysis.deciding.prim import Box, Cases
from tregua.analysis.deciding.regret import without_cost
from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.said import Said
from tregua.catalogue.shown import Brief
from tregua.lab.caveats import run_caveats
from tregua.lab.cell import matters_from
from tregua.lab.estimators import paired
from tregua.noise import Floats, uniforms

RESAMPLES = 20
FEW = 20  # draws that fail, or that do not, with fewer of which no box is looked for
MOST = 1e15
BETTER = 0.01  # chance that the half of the draws which a box was not found on would give it, if it told nothing
When = Literal["lower", "higher"]
Finder = Callable[[Floats, Cases], list[Box]]


@dataclass(frozen=True)
class Limit:
    """A limit of a box on one input: `low` and `high` in its unit, nothing where the box is open on that side.

    `between` are the shares of all draws below the low limit and up to the high one; `least` and `most` the ends of
    what was drawn. `again` counts the resamples in which a box that shares most with this one limits the same sides.
    """

    parameter: str
    unit: str
    low: float | None
    high: float | None
    least: float
    most: float
    between: tuple[float, float]
    again: int


@dataclass(frozen=True)
class Conditions:
    """A box: of the failures, `coverage` lie inside; of the futures inside, `density` fail.

    Of a second or third box both, and `mass`, are of the futures that the boxes before it left.

    `held_out` is the density in draws on which it was not found: those of one half in the first box of the other, both
    ways. `stability` is the mean, over resamples, of the cases in common with the box found there that shares most,
    over the cases in either.
    """

    alternative: str
    limits: tuple[Limit, ...]
    coverage: float
    density: float
    mass: float
    held_out: float | None
    stability: float


@dataclass(frozen=True)
class Within:
    """A structural alternative: the share of its futures in which the policy fails, and what was found of them.

    `status` is ``boxes``; ``nowhere`` or ``everywhere``, where no future or every one fails; ``few`` where fewer than
    twenty futures fail, or do not; ``chance`` where no box does better than chance would, ``unstable`` where no limit
    of the first is found again in half of the resamples. In alternatives that are `alike` every draw comes to the same.
    """

    choices: Mapping[str, float]
    name: str
    alike: tuple[str, ...]
    fails: float
    status: str


@dataclass(frozen=True, repr=False)
class Discovered(Brief):
    """When a policy does worse than another in one outcome, place and year, by alternative.

    `by` is how much worse a future must be to count; `worse` the direction that is. `boxes` are those of patient rule
    induction, `leaves` those of a classification tree and `moves` the indices, where they were asked for.
    """

    futures: Futures
    scenario: str
    baseline: str
    outcome: str
    place: str
    unit: str
    year: int
    by: float
    worse: When
    resamples: int
    alternatives: tuple[Within, ...]
    boxes: tuple[Conditions, ...]
    leaves: tuple[Conditions, ...] | None
    moves: Moves | None
    caveats: tuple[Said, ...]


def discovered(
    found: Futures,
    scenario: str,
    baseline: str,
    cell: Cell,
    year: int,
    by: float | None = None,
    when: When | None = None,
    trees: bool = False,
    indices: Kind | None = None,
) -> Discovered:
    """The conditions under which a policy leaves a worse outcome than a baseline, in each structural alternative.

    Parameters
    ----------
    found
        The policies and their futures, as `tregua.analysis.deciding.futures.futures` gives them.
    scenario, baseline
        Ids of two of its policies.
    cell
        The outcome and its place.
    by
        How much worse it must be, in the outcome's unit; by more than what matters, where none is given.
    when
        Which way is worse; not to be given for an outcome that is wanted one way, to be given for a contested one.
    trees, indices
        Look at the leaves of a classification tree too, and at indices of how far each input moves the difference.

    Raises
    ------
    InputError
        The run does not hold a policy, `by` is negative or no number, or `when` is missing or said against the goals.
    """
    worse = check_asked(cell, by, when, trees, indices)
    pair = futures(found.dataset, (scenario, baseline))
    if cell.outcome == "state_outlay" and (unknown := without_cost(pair, cell.place)):
        problems = [Problem("discover_no_cost", "--outcome", {"found": name}) for name in sorted(unknown)]
        raise InputError(problems)
    levels = pair.of(cell, year)
    least = matters_from(cell.outcome, float(np.median(levels[0, 1])), {}) if by is None else by
    sign = 1.0 if worse == "higher" else -1.0
    more = sign * np.array([paired(after, before) for after, before in levels])
    told = [
        _within(pair, group, more[group[0]] > least, (prim.boxes, *([tree.dense_leaves] if trees else [])))
        for group in _groups(pair, more)
    ]
    boxes, leaves = ([one for _, each in told for one in each[at : at + 1]] for at in (0, 1))
    return Discovered(
        pair,
        scenario,
        baseline,
        cell.outcome,
        cell.place,
        cell.unit,
        year,
        least,
        worse,
        RESAMPLES,
        tuple(one for one, _ in told),
        tuple(one for each in boxes for one in each),
        tuple(one for each in leaves for one in each) if trees else None,
        moves(pair, scenario, baseline, cell, year, indices) if indices else None,
        tuple(_caveats(pair, by is None, indices)),
    )


def check_asked(cell: Cell, by: float | None, when: When | None, trees: bool, indices: Kind | None) -> When:
    """Refuse what cannot be asked, before anything is computed; returns which way is worse.

    Raises
    ------
    InputError
        As `discovered`.
    """
    if by is not None and not 0.0 <= by < MOST:
        raise InputError(Problem("out_of_range", "--by", {"field": "by", "found": by, "expected": "≥ 0"}))
    tree.check_installed(*(["sklearn"] if trees else []), *(["SALib"] if indices else []))
    return _worse(cell, when)


def _worse(cell: Cell, when: When | None) -> When:
    """Which way an outcome is worse: against how it is wanted, or as was said of one that is contested."""
    wanted = sign_of(cell.outcome)
    if not wanted:
        if when is None:
            raise InputError(Problem("contested_discover", "--outcome", {"found": cell.outcome}))
        return when
    worse: When = "lower" if wanted > 0.0 else "higher"
    if when not in (None, worse):
        values = {"field": "when", "found": when, "expected": worse}
        raise InputError(Problem("not_one_of", "--when", values))
    return worse


def _groups(pair: Futures, more: Floats) -> list[list[int]]:
    """The alternatives that come to the same in every draw, and whose inputs are the same, together."""
    same: dict[object, list[int]] = {}
    for at, one in enumerate(pair.alternatives):
        same.setdefault((more[at].tobytes(), pair.drawn(one).tobytes()), []).append(at)
    return [*same.values()]


def _within(
    pair: Futures, group: Sequence[int], fails: Cases, finders: Sequence[Finder]
) -> tuple[Within, list[list[Conditions]]]:
    """What is found in one alternative, by each method."""
    first, *others = (pair.alternatives[at] for at in group)
    count, found = int(fails.sum()), list[list[Conditions]]()
    status = "few"
    if len(fails) >= FEW and count in (0, len(fails)):
        status = "everywhere" if count else "nowhere"
    elif FEW <= count <= len(fails) - FEW:
        x = pair.drawn(first)
        found = [_conditions(pair, first, x, fails, finder) for finder in finders]
        status = _status(found[0])
    return Within(first.choices, first.name, tuple(one.name for one in others), count / len(fails), status), found


def _status(found: Sequence[Conditions]) -> str:
    if not found:
        return "chance"
    return "boxes" if 2 * max(limit.again for limit in found[0].limits) >= RESAMPLES else "unstable"


def _conditions(pair: Futures, one: Alternative, x: Floats, fails: Cases, finder: Finder) -> list[Conditions]:
    """The boxes of a method, unless what it finds in half of the draws tells nothing of the others."""
    held_out, chance = _held_out(x, fails, finder)
    boxes = finder(x, fails) if chance <= BETTER else []
    if not boxes:
        return []
    seed, draws = int(pair.dataset.attrs["seed"]), len(fails)
    picks = [
        (draws * uniforms(seed, f"discover resample {number}", 0, 0, draws)).astype(int) for number in range(RESAMPLES)
    ]
    again = [finder(x[pick], fails[pick]) for pick in picks]
    return [_one(pair, one, x, box, held_out if number == 0 else None, again) for number, box in enumerate(boxes)]


def _held_out(x: Floats, fails: Cases, finder: Finder) -> tuple[float | None, float]:
    """The density of the first box found on half of the draws among the others, both ways, and its chance."""
    from scipy.stats import binom

    inside = hits = 0
    for half in (slice(0, None, 2), slice(1, None, 2)):
        other = slice(1 - (half.start or 0), None, 2)
        for box in finder(x[half], fails[half])[:1]:
            within = box.holds(x[other])
            inside, hits = inside + int(within.sum()), hits + int((within & fails[other]).sum())
    if not inside:
        return None, 1.0
    return hits / inside, float(binom.sf(hits - 1, inside, fails.mean()))


def _one(
    pair: Futures, alternative: Alternative, x: Floats, box: Box, held_out: float | None, again: Sequence[Sequence[Box]]
) -> Conditions:
    """A box with how far its limits go and how often it is found again."""
    cases, shared, alike = box.holds(x), [], []
    for others in again:
        overlaps = [_overlap(cases, one.holds(x)) for one in others]
        shared.append(max(overlaps, default=0.0))
        alike.append(others[int(np.argmax(overlaps))] if overlaps else None)
    limits = tuple(_limit(pair, x, box, int(column), alike) for column in box.limited)
    return Conditions(alternative.name, limits, box.coverage, box.density, box.mass, held_out, float(np.mean(shared)))


def _overlap(one: Cases, other: Cases) -> float:
    """The cases in both over those in either."""
    either = int((one | other).sum())
    return int((one & other).sum()) / either if either else 0.0


def _limit(pair: Futures, x: Floats, box: Box, column: int, alike: Iterable[Box | None]) -> Limit:
    name, values = pair.inputs[column], x[:, column]
    low, high = float(box.low[column]), float(box.high[column])
    sides = np.isfinite([low, high])
    again = sum(
        one is not None and bool((np.isfinite([one.low[column], one.high[column]]) >= sides).all()) for one in alike
    )
    return Limit(
        name,
        unit_of(name),
        low if sides[0] else None,
        high if sides[1] else None,
        float(values.min()),
        float(values.max()),
        (float((values < low).mean()), float((values <= high).mean())),
        again,
    )


def _caveats(pair: Futures, usual: bool, indices: Kind | None) -> Iterable[Said]:
    yield Said("caveat.discover")
    yield Said("caveat.discover_chance", {"resamples": RESAMPLES})
    yield Said("caveat.discover_shocks")
    if usual:
        yield Said("caveat.discover_by")
    if indices:
        yield Said("caveat.discover_moves")
    if indices == "sobol":
        yield Said("caveat.discover_sobol", {"inputs": INPUTS})
    yield from run_caveats(pair.dataset, pair.policies)
