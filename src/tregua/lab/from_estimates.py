"""Numbers of parameters that are arithmetic on estimates or observed series, worked out when they are read."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tregua.catalogue.arithmetic import Parts, Years, estimates_in, evaluate, series_in
from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import Document, Key
from tregua.evidence.pooling import cannot_stand, pool
from tregua.evidence.schema import Estimate, Pool

_INHERITED = {"value", "distribution", "tag", "source", "derivation", "note", "estimates", "vague", "observed"}
_NUMBERS = ("low", "high", "mean", "sd")
POOLED = re.compile(r"\bpooled\(\s*([\w.]+)\s*\)")


class Named(dict[str, Parts]):
    """The numbers of estimates by name, and of pools, whose means are taken only where arithmetic names them."""

    def __init__(self, estimates: Mapping[str, Estimate], pools: Mapping[str, Pool]) -> None:
        super().__init__(parts_of(estimates))
        self.estimates, self.pools = estimates, pools

    def members(self, name: str) -> list[Estimate]:
        """The estimates of a pool."""
        return [self.estimates[one] for one in self.pools[name].estimates]

    def __missing__(self, name: str) -> Parts:
        mean = pool(self.members(name))
        assert mean is not None and mean.predicted is not None
        low, high = mean.predicted
        self[name] = {"pooled": mean.value, "predicted_low": low, "predicted_high": high}
        return self[name]


def feed(
    document: Document, estimates: Mapping[str, Estimate], series: Mapping[str, Years], pools: Mapping[str, Pool]
) -> None:
    """Replace arithmetic such as ``-effect(mejia_2017_high)`` or ``last(coca_area.COL)`` in a file by its value.

    A parameter's `estimates` are completed with those that its numbers name, and a derived one gets its derivation.
    Arithmetic on observed series is kept in `observed` too: it gives another number where a run starts in another year.

    Raises
    ------
    InputError
        For every estimate that does not exist, every part that an estimate does not have, and every pool whose mean
        cannot stand for its estimates or is drawn otherwise than within its prediction interval, with file and line.
    """
    parts = Named(estimates, pools)
    problems: list[Problem] = []
    for keys, record in _numbers(document):
        _feed_one(record, keys, document, parts, series, problems)
    for _, record in _numbers(document):
        _inherit(record)
    if problems:
        raise InputError(problems)


def _numbers(document: Document) -> Iterator[tuple[tuple[Key, ...], dict[str, Any]]]:
    """Every part of the file that may hold a number: a parameter, and each of its places."""
    listed = document.value.get("parameters") if isinstance(document.value, dict) else None
    for position, record in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(record, dict):
            yield ("parameters", position), record
            places = record.get("places")
            for place, number in places.items() if isinstance(places, dict) else ():
                if isinstance(number, dict):
                    yield ("parameters", position, "places", place), number


def _inherit(record: dict[str, Any]) -> None:
    """Give each place without a value of its own all that the record says and it does not."""
    places = record.get("places")
    for number in places.values() if isinstance(places, dict) else ():
        if isinstance(number, dict) and "value" not in number:
            for name in _INHERITED & record.keys():
                number.setdefault(name, record[name])


def _feed_one(
    record: dict[str, Any],
    keys: tuple[Key, ...],
    document: Document,
    parts: Named,
    series: Mapping[str, Years],
    problems: list[Problem],
) -> None:
    derivation = record.get("value")
    spread = record.get("distribution")
    places: list[tuple[Any, Any, tuple[Key, ...]]] = [(record, "value", (*keys, "value"))]
    if isinstance(spread, dict):
        places += [(spread, name, (*keys, "distribution", name)) for name in _NUMBERS]
        values = spread.get("values")
        if isinstance(values, list):
            places += [(values, i, (*keys, "distribution", "values", i)) for i in range(len(values))]
    problems += _drawn_otherwise(derivation, spread, document.at((*keys, "distribution")))
    given = record.get("estimates") or []
    readable = isinstance(given, list) and all(isinstance(one, str) for one in given)
    named = list(given) if readable else []
    for holder, key, at in places:
        expression = holder[key] if isinstance(holder, list) else holder.get(key)
        if isinstance(expression, str) and "(" in expression:
            value = _value(expression, parts, series, document.at(at), problems)
            if value is not None:
                holder[key] = value
                for one in estimates_in(expression):
                    named += parts.pools[one].estimates if one in parts.pools else [one]
                if series_in(expression):
                    record.setdefault("observed", {})[key] = expression
    if named and readable:
        problems += [unknown_name("@name.estimate", one, parts, document.at(keys)) for one in named if one not in parts]
        record["estimates"] = list(dict.fromkeys(named))
    if record.get("tag") == "derived" and isinstance(derivation, str):
        record.setdefault("derivation", derivation)


def _value(
    expression: str, parts: Named, series: Mapping[str, Years], where: str, problems: list[Problem]
) -> float | None:
    """The value of `expression`, to twelve digits; None when it is not arithmetic, which the loader then reports."""
    try:
        for name in estimates_in(expression):
            if name in parts.pools and (reason := cannot_stand(parts.members(name))):
                problems.append(Problem(reason, where, {"found": name}))
                return None
        return float(f"{evaluate(expression, series, parts):.12g}")
    except (ValueError, SyntaxError):
        return None
    except KeyError:
        unknown = [
            unknown_name("@name.estimate", one, {**parts, **parts.pools}, where)
            for one in estimates_in(expression)
            if one not in parts and one not in parts.pools
        ]
        unknown += [
            unknown_name("@name.series", one, series, where) for one in series_in(expression) if one not in series
        ]
        problems += unknown[:1] or [Problem("no_such_part", where, {"found": expression})]
        return None


def _drawn_otherwise(value: Any, spread: Any, where: str) -> list[Problem]:
    """A problem for each pool whose mean is drawn otherwise than within the pool's prediction interval."""
    if not isinstance(spread, dict):
        return []
    told = str({name: end for name, end in spread.items() if name not in ("low", "high")})
    ends = f"{spread.get('low')} {spread.get('high')}"
    named = POOLED.findall(value) if isinstance(value, str) else []
    wrong = [name for name in named if not all(f"{end}({name})" in ends for end in ("predicted_low", "predicted_high"))]
    return [Problem("pool_spread", where, {"found": name}) for name in dict.fromkeys([*wrong, *POOLED.findall(told)])]


def parts_of(estimates: Mapping[str, Estimate]) -> dict[str, Parts]:
    """The numbers of every estimate that arithmetic may name."""
    return {name: _parts(estimate) for name, estimate in estimates.items()}


def _parts(estimate: Estimate) -> Parts:
    """The numbers of an estimate that arithmetic may name."""
    effect, cost = estimate.effect, estimate.cost
    numbers = {
        "effect": effect.value if effect else None,
        "low": effect.low if effect else None,
        "high": effect.high if effect else None,
        "cost": cost.value if cost else None,
    }
    return {name: number for name, number in numbers.items() if number is not None}
