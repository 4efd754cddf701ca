"""Expected value of perfect information on some inputs of a choice among policies, by regression on one set of draws.

With net benefit NB_s of policy s, the policy s₀ of the largest E[NB_s] is chosen now, and knowing X is worth
EVPPI(X) = E[max_s E(NB_s − NB_s₀ | X)]: never below zero, never above the worth of knowing everything.

E(NB_s − NB_s₀ | X) is a smooth function of X, fitted to all draws (Strong, Oakley & Brennan 2014): of normal
scores and cosines of ranks, added up over inputs and multiplied in pairs, penalised by how much they bend as far as
generalised cross-validation says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tregua.lab.estimators import paired, ranks
from tregua.noise import Floats, uniforms

Orders = NDArray[np.int64]
PENALTIES = np.array([*np.logspace(-8, 2, 11), np.inf])
EFFORT = 1.4  # a degree of freedom in the cross-validation counts so many: fewer bends that are noise (Kim & Gu 2004)
BENDS = 3, 40  # functions of one input: about the third root of the draws
PAIR = 0.25  # how freely the product of two inputs may enter, over each alone
DRAWS_EACH, MANY_DRAWS_EACH, MOST_FUNCTIONS = 4, 64, 40  # draws for each function of a set; beyond forty, more of them
SMALLEST = 1e-8  # of the largest singular value: below it a direction is one that others have
PERMUTATIONS = 199
CHANCE = 0.95
_CHUNK = 1_000_000  # numbers that are held at once
_SMALL = 2**18  # multiplications that BLAS does at once without handing them to threads, which cost more than they save


@dataclass(frozen=True)
class Gain:
    """What knowing something is worth, with its Monte-Carlo standard error."""

    value: float
    se: float


@dataclass(frozen=True, eq=False)
class Smoother:
    """Orthonormal functions of each of several sets of inputs, and how freely each may enter.

    `functions` has the shape (sets, draws, functions), `freedom` (sets, functions), zero where a set has fewer.
    """

    functions: Floats
    freedom: Floats


@dataclass(frozen=True, eq=False)
class Partial:
    """What knowing each of several sets of inputs is worth, and its standard error, shape (sets,).

    `promised` is the mean of the fit, which tells chance apart best since it is shrunk where there is little, and
    `by_chance` the largest of it over all sets with the draws permuted against the inputs, by permutation.
    """

    value: Floats
    se: Floats
    promised: Floats
    by_chance: Floats


def alone(x: Floats) -> Smoother:
    """Each input by itself, from the inputs of each draw, shape (draws, inputs)."""
    return _stacked([_bends(column) for column in x.T], len(x))


def together(x: Floats, sets: Sequence[Sequence[int]]) -> Smoother:
    """Each of some sets of columns of the inputs."""
    powers = {at: _bends(x[:, at]) for at in {at for one in sets for at in one}}
    return _stacked([_joined([powers[at] for at in one], len(x)) for one in sets], len(x))


def _bends(x: Floats) -> Floats:
    """Functions of an input, orthonormal over draws, those that bend more made smaller.

    Its normal scores and their squares, which follow the tails, then cosines of its ranks, which follow steps.
    """
    from scipy.special import ndtri

    (rank,) = ranks(x)
    draws = len(x)
    count = int(np.clip(round(draws ** (1.0 / 3.0)), *BENDS))
    middle = np.clip(rank - 0.5 / draws, 0.5 / draws, 1.0 - 0.5 / draws)
    score = ndtri(middle)
    cosines = np.cos(np.pi * np.outer(middle, np.arange(1, count - 1)))
    found, triangle = np.linalg.qr(np.column_stack([np.ones(draws), score, score**2, cosines]))
    distinct = min(count, len(np.unique(x)) - 1)
    size = np.abs(np.diag(triangle))[1 : distinct + 1] > SMALLEST * np.sqrt(draws)
    return np.asarray(found[:, 1 : distinct + 1][:, size] / np.arange(1, distinct + 1)[size] ** 2 * np.sqrt(draws))


def _joined(powers: Sequence[Floats], draws: int) -> Floats:
    """The functions of several inputs, with the product of the first of each two."""
    pairs = [first[:, 0] * second[:, 0] for first, second in combinations([one for one in powers if one.size], 2)]
    products = np.array(pairs).reshape(len(pairs), draws).T
    return np.hstack([np.empty((draws, 0)), *powers, PAIR * (products - products.mean(axis=0))])


def _stacked(columns: Sequence[Floats], draws: int) -> Smoother:
    """Columns of each set turned into orthonormal functions, as many of each set as the largest has."""
    turned = [np.linalg.svd(one, full_matrices=False)[:2] if one.size else (one, np.empty(0)) for one in columns]
    most = max(1, min(draws // DRAWS_EACH, max(MOST_FUNCTIONS, draws // MANY_DRAWS_EACH)))
    kept = [min(most, int((size > SMALLEST * size.max(initial=0.0)).sum())) for _, size in turned]
    width = max(kept, default=0)
    functions, freedom = np.zeros((len(columns), draws, width)), np.zeros((len(columns), width))
    for at, ((found, size), count) in enumerate(zip(turned, kept, strict=True)):
        functions[at, :, :count] = found[:, :count]
        freedom[at, :count] = size[:count] / np.sqrt(draws)
    return Smoother(functions, freedom)


def perfect(benefit: Floats) -> Gain:
    """What knowing everything is worth: E[max_s NB_s] − max_s E[NB_s], of net benefits of shape (policies, draws)."""
    return mean_gain(np.maximum(_more(benefit), 0.0).max(axis=0, initial=0.0))


def mean_gain(gained: Floats) -> Gain:
    """The mean of what is gained in each draw."""
    return Gain(float(gained.mean()), _error(gained))


def chosen(benefit: Floats) -> int:
    """The policy of the largest expected net benefit, the first of equals."""
    return int(benefit.mean(axis=1).argmax())


def known_apart(benefit: Floats, weights: Floats) -> Gain:
    """What it is worth to know which of several cases is true.

    Parameters
    ----------
    benefit : net benefits in each case, shape (cases, policies, draws)
    weights : of each case, shape (cases,), which add up to one
    """
    now = chosen(np.tensordot(weights, benefit, axes=1))
    gained = [weight * paired(one[chosen(one)], one[now]) for weight, one in zip(weights, benefit, strict=True)]
    return mean_gain(np.sum(gained, axis=0))


def partial(benefit: Floats, smoother: Smoother, orders: Orders | None = None) -> Partial:
    """What knowing each set of inputs is worth: what is gained over the draws by choosing in each as the fit says.

    That is the mean of the fit, corrected for what penalties took from it, and its standard error is that of a mean:
    both tell of sampling, not of the choice of the fit, which with few draws finds a little where nothing is.

    Parameters
    ----------
    benefit : net benefits, shape (policies, draws)
    orders : permutations of the draws, shape (permutations, draws), to tell what chance alone reaches
    """
    sets, copies = len(smoother.freedom), 0 if orders is None else len(orders)
    more = _more(benefit)
    promised, gained, largest = np.zeros(sets), np.zeros((sets, benefit.shape[1])), np.zeros(copies)
    if more.size:
        for at, fitted in _fits(smoother, more[:, None]):
            promised[at], gained[at] = _taken(fitted[..., 0], more)
        for part in _parts(copies, smoother.functions[0].size * len(more), _SMALL):
            assert orders is not None
            for _, fitted in _fits(smoother, more[:, orders[part]]):
                found = np.maximum(fitted.max(axis=2), 0.0).mean(axis=1)
                largest[part] = np.maximum(largest[part], found.max(axis=0))
    value = np.maximum(gained.mean(axis=1), 0.0)
    return Partial(value, np.array([_error(one) for one in gained]), promised, largest)


def permutations(seed: int, draws: int) -> Orders:
    """Orders of the draws that tell what chance alone reaches, shape (permutations, draws)."""
    return np.array([np.argsort(uniforms(seed, "information", one, 0, draws)) for one in range(PERMUTATIONS)])


def levels(by_chance: Floats) -> Floats:
    """What the promise of a set must exceed in each case to be more than chance.

    Where no input tells anything, something exceeds its level in some case about once in twenty times: the permutations
    are ranked in each case, and the levels are at the rank that the highest of all cases stays below (Westfall & Young
    1993).

    Parameters
    ----------
    by_chance : of the same permutations in each case, shape (cases, permutations)
    """
    from scipy.stats import rankdata

    highest = rankdata(by_chance, method="min", axis=1).max(axis=0)
    rank = int(np.quantile(highest, CHANCE, method="higher"))
    return np.asarray(np.sort(by_chance, axis=1)[:, rank - 1])


def _taken(fitted: Floats, more: Floats) -> tuple[Floats, Floats]:
    """What the fits promise on average, shape (sets,), and what following them brings in each draw, (sets, draws)."""
    best, highest = fitted.argmax(axis=2), fitted.max(axis=2)
    brought = more[best, np.arange(more.shape[1])]
    return np.maximum(highest, 0.0).mean(axis=1), np.where(highest > 0.0, brought, 0.0)


def _more(benefit: Floats) -> Floats:
    """What the policies that are ever better than the chosen one bring more, shape (policies, draws)."""
    now = benefit[chosen(benefit)]
    more = np.array([paired(one, now) for one in benefit])
    return more[(more > 0.0).any(axis=1)]


def _parts(count: int, size: int, most: int) -> Iterator[slice]:
    """Slices of `count` things of a size, `most` at once."""
    step = max(1, most // max(1, size))
    return (slice(first, first + step) for first in range(0, count, step))


def _fits(smoother: Smoother, more: Floats) -> Iterator[tuple[slice, Floats]]:
    """Fitted values by chunks of sets, shape (sets, draws, policies, copies), of `more` (policies, copies, draws)."""
    policies, copies, draws = more.shape
    answers = more.reshape(-1, draws)
    middle = answers.mean(axis=1)
    answers = np.ascontiguousarray((answers - middle[:, None]).T)
    square = (answers**2).sum(axis=0)
    for at in _parts(len(smoother.freedom), answers.size, _CHUNK):
        functions, freedom = smoother.functions[at], smoother.freedom[at] ** 2
        weight = functions.transpose(0, 2, 1) @ answers
        kept = freedom[:, None] / (freedom[:, None] + PENALTIES[:, None])
        left = square - (2.0 * kept - kept**2) @ weight**2
        free = 1.0 - (1.0 + EFFORT * kept.sum(axis=2)) / draws
        score = np.where(free[..., None] > 0.0, left, np.inf) / np.maximum(free, 1e-9)[..., None] ** 2
        shrunk = np.take_along_axis(kept, score.argmin(axis=1)[..., None], axis=1).transpose(0, 2, 1)
        fitted = functions @ (shrunk * weight)
        fitted += middle
        yield at, fitted.reshape(-1, draws, policies, copies)


def _error(gained: Floats) -> float:
    return float(np.std(gained, ddof=1) / np.sqrt(len(gained))) if len(gained) > 1 else 0.0
