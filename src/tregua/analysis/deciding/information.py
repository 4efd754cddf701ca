"""What is worth knowing before a decision that the user states: numbers of the lab, and data that would inform them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tregua.analysis.deciding import evppi
from tregua.analysis.deciding.data_sets import data_sets
from tregua.analysis.deciding.evppi import Gain, Partial, Smoother
from tregua.analysis.deciding.futures import Alternative, Futures
from tregua.analysis.deciding.goals import Cell, Worth, cell_in, goals, sign_of
from tregua.analysis.deciding.regret import without_cost
from tregua.analysis.sensitivity import CLEAR
from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.said import Said, Titles
from tregua.catalogue.shown import Brief
from tregua.lab.alternatives import alternatives
from tregua.lab.asked import PRIOR
from tregua.lab.caveats import run_caveats
from tregua.lab.cell import matters_from
from tregua.lab.credence import Credence, weights_of
from tregua.lab.estimators import paired
from tregua.lab.model import lab
from tregua.lab.result import choices_of
from tregua.noise import Floats

FEWEST_DRAWS = 2
Group = Sequence[int]


@dataclass(frozen=True)
class Reading(Brief):
    """What would be chosen now within one structural alternative, and what knowing everything would bring.

    `chosen` are several policies where they come to the same. `ahead` is how far they lie before the next.
    """

    alternative: str
    chosen: tuple[str, ...]
    ahead: Gain
    evpi: Gain


@dataclass(frozen=True)
class Within:
    """What knowing something is worth within one alternative, and whether that is above chance."""

    alternative: str
    evppi: float
    se: float
    above: bool


@dataclass(frozen=True, repr=False)
class Row(Brief):
    """What knowing an input, or all inputs that data would inform, is worth.

    `evppi`, `se` are those of the alternative in which it is worth most, `low` … `high` the range over all of `of`
    alternatives, `above` in how many it is above chance; `by` has each of them where that is any. `informs` are the
    inputs of the data, empty for an input by itself.
    """

    name: str
    evppi: float
    se: float
    low: float
    high: float
    above: int
    of: int
    by: tuple[Within, ...] = ()
    informs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """What it is worth to know which reading of a structural choice is right, of all choices where no name stands."""

    parameter: str
    evppi: float
    se: float


@dataclass(frozen=True, repr=False)
class Information(Brief):
    """What is worth knowing before choosing among the policies of `futures` in one year.

    `cell` is the outcome that decides alone, none where typed weights do. `matters` is its smallest difference that
    matters. `left_out` are policies whose cost is asked for and was not published. `choices` are empty where no
    credence was typed.
    """

    futures: Futures
    year: int
    cell: Cell | None
    worth: Worth
    matters: float | None
    left_out: tuple[str, ...]
    readings: tuple[Reading, ...]
    data: tuple[Row, ...]
    inputs: tuple[Row, ...]
    choices: tuple[Choice, ...]
    caveats: tuple[Said, ...]

    @property
    def chosen(self) -> dict[tuple[str, ...], int]:
        """In how many readings each policy would be chosen, the most often chosen first."""
        found: dict[tuple[str, ...], int] = {}
        for one in self.readings:
            found[one.chosen] = found.get(one.chosen, 0) + 1
        return dict(sorted(found.items(), key=lambda item: -item[1]))


def information(
    found: Futures,
    year: int,
    outcome: str | None = None,
    worth: Worth | None = None,
    credence: Credence | None = None,
) -> Information:
    """What is worth knowing before choosing among the policies of a run.

    Parameters
    ----------
    found
        The policies and their futures, as `tregua.analysis.deciding.futures.futures` gives them.
    outcome
        The outcome that decides alone, ``homicides`` or ``ANDES.coca_area``.
    worth
        In its place, what one more unit of each cell is worth to the user, as `read_worth` reads it.
    credence
        Weights of the structural alternatives: the only way to what knowing the right one is worth.

    Raises
    ------
    InputError
        As `decided_by`; fewer than two policies have a known cost where that decides, or the draws are too few to tell
        anything.
    """
    cell = decided_by(outcome, worth)
    if found.draws < FEWEST_DRAWS:
        values = {"field": "draws", "found": found.draws, "expected": f"≥ {FEWEST_DRAWS}"}
        raise InputError(Problem("out_of_range", "--draws", values))
    weights = dict(worth or {}) if cell is None else {cell: sign_of(cell.outcome)}
    known = _costed(found, weights)
    distinct = _distinct(known, weights, year)
    benefit = _benefit(distinct, weights, year)
    data, inputs = _rows(distinct, benefit)
    return Information(
        distinct,
        year,
        cell,
        weights,
        matters_from(cell.outcome, float(np.median(found.of(cell, year)[0, 0])), {}) if cell else None,
        tuple(name for name in found.policies if name not in known.policies),
        tuple(_reading(known.policies, one, nb) for one, nb in zip(distinct.alternatives, benefit, strict=True)),
        data,
        inputs,
        _choices(known, weights, year, credence) if credence else (),
        tuple(_caveats(distinct, cell, weights, credence)),
    )


def decided_by(outcome: str | None, worth: Worth | None) -> Cell | None:
    """The outcome that decides alone, none where weights do.

    Raises
    ------
    InputError
        Neither or both are given, with the nearest outcome or place, or the outcome is contested.
    """
    if (outcome is None) == (worth is None):
        raise InputError(Problem("outcome_or_weights", ""))
    if outcome is None:
        return None
    cell = cell_in(outcome, "--outcome")
    if not sign_of(cell.outcome):
        raise InputError(Problem("contested_decision", "--outcome", {"found": cell.outcome}))
    return cell


def _costed(found: Futures, weights: Worth) -> Futures:
    """The futures of the policies whose cost is known, where cost is among what decides."""
    paid = {cell.place for cell in weights if cell.outcome == "state_outlay"}
    without = set().union(*(without_cost(found, place) for place in paid))
    kept = tuple(name for name in found.policies if name not in without)
    if len(kept) < 2:
        raise InputError(Problem("no_known_cost", "", {"found": ", ".join(sorted(without))}))
    return replace(found, policies=kept) if without else found


def _benefit(found: Futures, weights: Worth, year: int) -> Floats:
    """Net benefit, of which more is wanted, shape (alternatives, policies, draws)."""
    return np.asarray(sum(weight * found.of(cell, year) for cell, weight in weights.items()))


def _distinct(found: Futures, weights: Worth, year: int) -> Futures:
    """The futures with the alternatives alone that change some difference between policies, and the reference."""
    benefit = _benefit(found, weights, year)
    apart = np.array([[paired(one, nb[0]) for one in nb] for nb in benefit])
    kept: dict[bytes, Alternative] = {}
    for one, difference in zip(found.alternatives, apart, strict=True):
        kept.setdefault(difference.tobytes(), one)
    return replace(found, alternatives=tuple(kept.values()))


def _reading(policies: Sequence[str], alternative: Alternative, benefit: Floats) -> Reading:
    now = benefit[evppi.chosen(benefit)]
    behind = np.array([paired(now, one) for one in benefit])
    others = behind[behind.any(axis=1)]
    chosen = tuple(name for name, one in zip(policies, behind, strict=True) if not one.any())
    ahead = evppi.mean_gain(others[others.mean(axis=1).argmin()]) if len(others) else Gain(0.0, 0.0)
    return Reading(alternative.name, chosen, ahead, evppi.perfect(benefit))


def _rows(found: Futures, benefit: Floats) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows of data sets, then of inputs, those worth most first."""
    names = found.inputs
    informs = {name: tuple(one for one in numbers if one in names) for name, numbers in data_sets().informs.items()}
    informs = {name: numbers for name, numbers in informs.items() if numbers}
    groups = [[names.index(one) for one in numbers] for numbers in informs.values()]
    alone, together = zip(*_partials(found, benefit, groups), strict=True)
    inputs, above = _table(alone)
    data, also = _table(together)
    for at, group in enumerate(groups):
        _at_least(data[:, at], also[:, at], inputs[:, group], above[:, group])
    labels = [one.name for one in found.alternatives]
    return (
        _sorted(labels, [*informs], data, also, [*informs.values()]),
        _sorted(labels, names, inputs, above, [()] * len(names)),
    )


def _partials(found: Futures, benefit: Floats, groups: Sequence[Group]) -> Iterator[tuple[Partial, Partial]]:
    """What inputs alone and groups of them are worth in each alternative."""
    orders = evppi.permutations(int(found.dataset.attrs["seed"]), found.draws)
    made: dict[bytes, tuple[Smoother, Smoother]] = {}
    for alternative, nb in zip(found.alternatives, benefit, strict=True):
        drawn = found.drawn(alternative)
        key = drawn.tobytes()
        if key not in made:
            made = {key: (evppi.alone(drawn), evppi.together(drawn, groups))}
        alone, together = made[key]
        yield evppi.partial(nb, alone, orders), evppi.partial(nb, together, orders)


def _table(found: Sequence[Partial]) -> tuple[Floats, NDArray[np.bool_]]:
    """Value and error, shape (alternatives, sets, 2), and whether each is above chance and above zero."""
    level = evppi.levels(np.array([one.by_chance for one in found]))
    told = np.array([np.column_stack([one.value, one.se]) for one in found])
    above = np.array([one.promised for one in found]) > level[:, None]
    return told, above & (told[..., 0] > CLEAR * told[..., 1])


def _at_least(data: Floats, also: NDArray[np.bool_], inputs: Floats, above: NDArray[np.bool_]) -> None:
    """Data are worth at least what each input that they inform is, where that is above chance."""
    largest = np.where(above, inputs[..., 0], -1.0).argmax(axis=1)
    for at, member in enumerate(largest):
        if above[at, member] and inputs[at, member, 0] > data[at, 0]:
            data[at], also[at] = inputs[at, member], True


def _sorted(
    labels: Sequence[str],
    names: Sequence[str],
    told: Floats,
    above: NDArray[np.bool_],
    informs: Sequence[tuple[str, ...]],
) -> tuple[Row, ...]:
    rows = []
    for at, name in enumerate(names):
        value, count = told[:, at, 0], int(above[:, at].sum())
        most = int(np.where(above[:, at], value + value.max() + 1.0, value).argmax())
        by = tuple(
            Within(label, float(one), float(se), bool(clear))
            for label, (one, se), clear in zip(labels, told[:, at], above[:, at], strict=True)
        )
        figures = (float(value[most]), float(told[most, at, 1]), float(value.min()), float(value.max()))
        rows.append(Row(name, *figures, count, len(labels), by if count else (), informs[at]))
    return tuple(sorted(rows, key=lambda row: (not row.above, -row.evppi, row.name)))


def _choices(found: Futures, weights: Worth, year: int, credence: Credence) -> tuple[Choice, ...]:
    """What knowing the right value of each crossed choice is worth, then that of all of them together."""
    listed = choices_of(found.dataset)
    every = replace(found, alternatives=tuple(Alternative(one, at) for at, one in enumerate(listed)))
    share = np.array(weights_of(listed, credence))
    benefit = _benefit(every, weights, year)[share > 0.0]
    held = [one for one, weight in zip(listed, share, strict=True) if weight > 0.0]
    share = share[share > 0.0]
    rows = []
    for name in (one for one in alternatives().crossed if one in held[0]):
        values = np.array([one[name] for one in held])
        cases = [values == value for value in dict.fromkeys(values)]
        mass = np.array([share[case].sum() for case in cases])
        means = [np.tensordot(share[case] / share[case].sum(), benefit[case], axes=1) for case in cases]
        gain = evppi.known_apart(np.array(means), mass)
        rows.append(Choice(name, gain.value, gain.se))
    rows.sort(key=lambda row: (-row.evppi, row.parameter))
    gain = evppi.known_apart(benefit, share)
    return (*rows, Choice("", gain.value, gain.se))


def _caveats(found: Futures, cell: Cell | None, weights: Worth, credence: Credence | None) -> Iterator[Said]:
    yield Said("caveat.information_perfect")
    yield Said("caveat.information_draws", {"draws": found.draws})
    always = [name for name, goal in goals().items() if goal.always]
    counted = {one.outcome for one in weights}
    counted |= {part for part in always if counted & {*goals()[part].part_of}}
    if left := tuple(lab().outcomes[name].text for name in always if name not in counted):
        yield Said("caveat.information_alone" if cell else "caveat.information_weights", {"outcomes": Titles(left)})
    yield Said("caveat.information_data")
    if not credence:
        yield Said("caveat.information_apart")
    if found.dataset.attrs["ensemble"] != PRIOR:
        yield Said("caveat.information_dependent")
    if json.loads(found.dataset.attrs["assumptions"]):
        yield Said("caveat.information_assumed")
    yield from run_caveats(found.dataset, found.policies)
