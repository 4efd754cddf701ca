"""What a batch writes beside each row: its line, whether it was decided, and how."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tregua.catalogue.errors import Problem
from tregua.regimes.columns import FORCES, WORD, Decided
from tregua.regimes.schema import KINDS

Status = Literal["decided", "undetermined", "rejected"]
STATUSES: tuple[Status, ...] = get_args(Status)


def answers_of(
    decided: Decided, lines: NDArray[np.int64], wrong: Mapping[int, list[Problem]], say: Callable[[Problem], str]
) -> tuple[list[pa.Array], dict[str, int]]:
    """The added columns, in the order of `case_heads.ADDED`, and how many rows have each status.

    A row with something `wrong` is rejected: nothing is said of it but why.
    """
    rejected = np.zeros(len(lines), np.bool_)
    rejected[list(wrong)] = True
    statuses = np.where(rejected, 3, np.where(decided.answered, 1, 2))
    none = np.zeros(len(lines), np.int8)
    columns = [
        pa.array(lines, pa.int64()),
        _words(statuses, ("", *STATUSES), np.zeros(len(lines), np.bool_)),
        _reasons(len(lines), wrong, say),
        *(_words(decided.outcomes.get(kind, none), decided.values.get(kind, ("",)), rejected) for kind in KINDS),
        _words(decided.rule, decided.rows, rejected),
        pa.array(decided.provisional.astype(np.int64), mask=rejected),
        _words(decided.force + 1, ("", *FORCES), rejected),
        _missing(decided, rejected),
    ]
    counts = np.bincount(statuses, minlength=4)[1:].tolist()
    return columns, dict(zip(STATUSES, counts, strict=True))


def _reasons(size: int, wrong: Mapping[int, list[Problem]], say: Callable[[Problem], str]) -> pa.Array:
    if not wrong:
        return pa.nulls(size, pa.string())
    reasons: NDArray[Any] = np.full(size, None, object)
    for row, problems in wrong.items():
        reasons[row] = "; ".join(map(say, problems))
    return pa.array(reasons, pa.string())


def _missing(decided: Decided, rejected: NDArray[np.bool_]) -> pa.Array:
    """The facts to ask, listed once for each set of them."""
    sets: list[tuple[str, ...]] = [()]
    places: NDArray[np.int64] = np.zeros(len(rejected), np.int64)
    for word, bits in enumerate(decided.missing):
        names = decided.facts[word * WORD : (word + 1) * WORD]
        masks, inverse = np.unique(bits, return_inverse=True)
        if not word:
            sets, places = [tuple(_named(mask, names)) for mask in masks.tolist()], inverse
            continue
        pairs, places = np.unique(places * len(masks) + inverse, return_inverse=True)
        sets = [(*sets[pair // len(masks)], *_named(int(masks[pair % len(masks)]), names)) for pair in pairs.tolist()]
    lists = [";".join(names) for names in sets]
    if lists and not lists[0]:
        return _words(places, tuple(lists), rejected)
    return _words(places + 1, ("", *lists), rejected)


def _named(mask: int, names: Iterable[str]) -> list[str]:
    return [name for bit, name in enumerate(names) if mask >> bit & 1]


def _words(codes: NDArray[Any], words: tuple[str, ...], hidden: NDArray[np.bool_]) -> pa.DictionaryArray:
    """Each code's word; the first word stands for nothing, and nothing is told where hidden."""
    places = pa.array((codes - 1).astype(np.int32), mask=(codes == 0) | hidden)
    return pa.DictionaryArray.from_arrays(places, pa.array(words[1:], pa.string()))
