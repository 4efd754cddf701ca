"""What had been observed when a run starts, and what the lab's numbers are with no more than that."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from tregua.catalogue.arithmetic import Years, evaluate, series_in
from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.record import Distribution
from tregua.evidence.observed import before, in_years
from tregua.evidence.schema import Series
from tregua.lab.from_estimates import parts_of
from tregua.lab.model import lab
from tregua.lab.schema import Parameter


@dataclass(frozen=True)
class Number:
    """A parameter as it is drawn at an origin; `vague` where what it rests on came later."""

    value: float
    distribution: Distribution
    vague: bool = False


@dataclass(frozen=True, eq=False)
class Past:
    """The observed series as they stood on the first day of a run: a copy without anything later.

    `blind` also leaves out what came later: a number that rests on it is drawn from its vague prior, if it states one.
    So are the numbers in `vague`, whatever they rest on.
    """

    first: int
    series: Mapping[str, Series]
    blind: bool = False
    vague: frozenset[str] = frozenset()

    @cached_property
    def years(self) -> dict[str, Years]:
        """Figures of each series by time."""
        return {name: in_years(one) for name, one in self.series.items()}

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Every parameter of the lab as it is drawn from here.

        Raises
        ------
        InputError
            Where too little was observed for a parameter that has no vague prior.
        """
        return {one.id: self._number(one) for one in lab().parameters.values()}

    @cached_property
    def saw_later(self) -> list[str]:
        """The parameters that rest on something published after the first day."""
        return [
            one.id for one in lab().parameters.values() if one.known_from is not None and one.known_from >= self.first
        ]

    @cached_property
    def kept_later(self) -> list[str]:
        """Those of them that state no vague prior: a score without what came later has them still."""
        return [name for name in self.saw_later if lab().parameters[name].vague is None]

    @cached_property
    def forms_saw_later(self) -> list[str]:
        """The equations whose form was published or chosen after the first day."""
        named = [(f"{name}.{one.id}", one) for name, found in lab().mechanisms.items() for one in found.equations]
        return [name for name, one in named if one.known_from >= self.first]

    def _number(self, parameter: Parameter) -> Number:
        left_out = parameter.id in self.vague or (self.blind and parameter.id in self.saw_later)
        if left_out and parameter.vague is not None:
            return _vague(parameter.vague)
        if not parameter.observed:
            return Number(parameter.value, parameter.distribution)
        try:
            found = {at: self._evaluate(expression) for at, expression in parameter.observed.items()}
        except (KeyError, ValueError):
            if parameter.vague is None:
                names = {name for one in parameter.observed.values() for name in series_in(one)}
                values = {"field": parameter.id, "found": ", ".join(sorted(names)), "expected": self.first}
                raise InputError(Problem("nothing_observed", "", values)) from None
            return _vague(parameter.vague)
        spread = parameter.distribution.model_copy(update={at: found[at] for at in found if at != "value"})
        return Number(found.get("value", parameter.value), spread)

    def _evaluate(self, expression: str) -> float:
        return evaluate(expression, self.years, parts_of(lab().estimates))


def _vague(spread: Distribution) -> Number:
    """A number drawn from a vague prior, the middle of its ends in place of a value."""
    ends = [end for end in (spread.mean, spread.low, spread.high, *(spread.values or ())) if end is not None]
    return Number(sum(ends) / len(ends), spread, vague=True)


def past(first: int | None = None, series: Mapping[str, Series] | None = None, blind: bool = False) -> Past:
    """What was observed before January of `first`, of the ledger's series or of those given.

    Where no year is named, the one in which runs start by the catalogue.
    """
    year = lab().world.first if first is None else first
    if series is None:
        return _of_the_ledger(year, blind)
    return Past(year, {name: before(one, year) for name, one in series.items()}, blind)


@cache
def _of_the_ledger(year: int, blind: bool) -> Past:
    return Past(year, {name: before(one, year) for name, one in lab().series.items()}, blind)
