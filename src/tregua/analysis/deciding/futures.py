"""Every future of a run, by structural alternative: what each policy leads to, and the inputs of each draw."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import xarray as xr

from tregua.analysis.calibrate import again
from tregua.analysis.deciding.goals import Cell
from tregua.catalogue.errors import InputError, Problem
from tregua.lab.alternatives import Combination, acting, label_of
from tregua.lab.asked import PRIOR
from tregua.lab.left_open import LeftOpen, drawn_positions, left_open
from tregua.lab.model import lab
from tregua.lab.result import DRAWN, check_held, check_scenario, choices_of, scenarios_of, span_of, values
from tregua.lab.run import Settings, moved_names, numbers
from tregua.lab.scenario import lever_array, levers_before
from tregua.noise import Floats

HELD = 8  # arrays of all futures at a time


@dataclass(frozen=True)
class Alternative:
    """One combination of structural alternatives: its choices that can act, and where it stands in the run."""

    choices: Mapping[str, float]
    at: int

    @property
    def name(self) -> str:
        """What it chooses other than the reference."""
        return label_of(self.choices)


@dataclass(frozen=True, eq=False)
class Futures:
    """A run from which decisions are taken, and the policies among which they are.

    `alternatives` are the combinations that differ for some of the policies, the reference first. `costed` are levers
    whose cost a person typed; it is in the outlays of the run.
    """

    dataset: xr.Dataset
    policies: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    costed: frozenset[str] = frozenset()

    @property
    def draws(self) -> int:
        """The draws of each alternative."""
        return int(self.dataset.sizes["draw"])

    def of(self, cell: Cell, year: int) -> Floats:
        """An outcome in a place and year, shape (alternatives, policies, draws)."""
        levels = values(self.dataset, cell.outcome, cell.place).sel(year=year, scenario=[*self.policies])
        held = levels.isel(alternative=[one.at for one in self.alternatives])
        return np.asarray(held.transpose("alternative", "scenario", "draw").values)

    def over(self, cell: Cell, first: int, last: int) -> Floats:
        """An outcome added up over years, both ends among them, in the shape of `of`."""
        return np.asarray(sum(self.of(cell, year) for year in range(first, last + 1)))

    def told(self, cell: Cell, year: int, since: int | None = None) -> Floats:
        """An outcome in a year, or from a year on: then a flow is added up, and a stock is still that of the year."""
        summed = since is not None and lab().outcomes[cell.outcome].kind == "flow"
        return self.over(cell, since, year) if summed and since is not None else self.of(cell, year)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """What is drawn and no structural choice: numbers of the catalogue, then settings that policies leave open."""
        chosen = {name for one in choices_of(self.dataset) for name in one}
        fixed = {*json.loads(self.dataset.attrs["assumptions"])}
        drawn = self.dataset[DRAWN].values
        names = self.dataset.parameter.values.tolist()
        moving = [name for name, column in zip(names, drawn.T, strict=True) if np.ptp(column) > 0.0]
        return (*(name for name in moving if name not in chosen | fixed), *(one.name for one in self._open))

    def drawn(self, alternative: Alternative) -> Floats:
        """The `inputs` of every draw under an alternative, shape (draws, inputs); a setting is told as its value."""
        names = self.dataset.parameter.values.tolist()
        settings = self._open
        columns = [names.index(name) for name in self.inputs[: len(self.inputs) - len(settings)]]
        positions = drawn_positions(int(self.dataset.attrs["seed"]), self.draws, settings)
        at = [one.low + positions[:, number] * (one.high - one.low) for number, one in enumerate(settings)]
        return np.column_stack([self._numbers(alternative)[:, columns], *at])

    @cached_property
    def _open(self) -> list[LeftOpen]:
        span, known = span_of(self.dataset), scenarios_of(self.dataset)
        return left_open(lever_array(known[name], span) for name in self.policies)

    def _numbers(self, alternative: Alternative) -> Floats:
        """The numbers of every draw; of an ensemble they depend on the alternative."""
        attributes = self.dataset.attrs
        if attributes["ensemble"] == PRIOR:
            return np.asarray(self.dataset[DRAWN].values)
        span = span_of(self.dataset)
        settings = Settings(
            draws=int(attributes["draws"]),
            seed=int(attributes["seed"]),
            start=span.start,
            first=span.first,
            until=span.until,
        )
        assumed = json.loads(attributes["assumptions"])
        choices = choices_of(self.dataset)[alternative.at]
        return numbers(again(attributes["ensemble"], settings, {**choices, **assumed}), Combination(choices), assumed)


def futures(dataset: xr.Dataset, policies: Sequence[str] = (), costed: frozenset[str] = frozenset()) -> Futures:
    """The futures of some policies of a run, of all of them where none is named.

    Raises
    ------
    InputError
        The run does not hold a policy, fewer than two are left to choose among, or it is too large for memory.
    """
    for name in policies:
        check_scenario(dataset, name)
    known, span = scenarios_of(dataset), span_of(dataset)
    chosen = tuple(dict.fromkeys(policies)) or tuple(known)
    if len(chosen) < 2:
        raise InputError(Problem("one_policy", "", {"found": chosen[0]}))
    paths = [levers_before(span.first), *(lever_array(known[name], span) for name in chosen)]
    moved = set.union(*map(moved_names, paths))
    distinct: dict[object, Alternative] = {}
    for at, choices in enumerate(choices_of(dataset)):
        chosen_here = acting(choices, moved)
        distinct.setdefault(tuple(sorted(chosen_here.items())), Alternative(chosen_here, at))
    check_held(dataset, HELD * len(distinct) * len(chosen))
    return Futures(dataset, chosen, tuple(distinct.values()), costed)


def check_january(start: str) -> None:
    """Refuse policies that start within a year where whole years of them are counted.

    Raises
    ------
    InputError
        With the January after.
    """
    if not start.endswith("-01"):
        raise InputError(Problem("not_january", "--from", {"found": start, "expected": f"{int(start[:4]) + 1}-01"}))


def apart(figures: Floats, least: float) -> list[int]:
    """The alternatives that tell something of their own: some figure more than `least` from that of each kept before.

    Parameters
    ----------
    figures : shape (alternatives, figures)
    """
    kept: list[int] = []
    for at, one in enumerate(figures):
        if not any(np.abs(one - figures[other]).max() <= least for other in kept):
            kept.append(at)
    return kept


def unit_of(name: str) -> str:
    """The unit of an input: of a number of the catalogue, else of the lever that is left open."""
    known = lab().parameters
    return known[name].unit if name in known else lab().levers[name.partition(".")[0]].unit
