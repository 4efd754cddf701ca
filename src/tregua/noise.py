"""Addressed randomness: every uniform is a function of (seed, stream, step, draw), never of what was drawn before.

Philox 4x64 (Salmon et al. 2011) is a counter-based generator: the key holds seed and stream, the counter step and draw.
Chunks, resumed runs and other scenarios therefore meet the same numbers.
"""

import hashlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_PER_BLOCK = 4  # a Philox counter yields four 64-bit words
_WORD_BITS = 64
_KEPT_BITS = 52  # with 53, the largest would round to one


@cache
def stream_number(name: str) -> int:
    """The 64-bit number of a named stream."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def uniforms(seed: int, stream: str, step: int, first: int, count: int) -> Floats:
    """Uniform numbers in (0, 1) of the draws `first` … `first + count − 1`.

    Parameters
    ----------
    seed : 0 ≤ seed < 2⁶⁴
    stream : name of what the number is for
    step : position in time, 0 for parameters
    first, count : which draws

    Returns
    -------
    array, shape (count,)
    """
    block, skip = divmod(first, _PER_BLOCK)
    return _fractions(_generator(seed, stream, step, block).random_raw(skip + count)[skip:])


def _generator(seed: int, stream: str, step: int, block: int) -> np.random.Philox:
    key = np.array([seed, stream_number(stream)], dtype=np.uint64)
    return np.random.Philox(key=key, counter=np.array([block, step, 0, 0], dtype=np.uint64))


def _fractions(words: NDArray[np.uint64]) -> Floats:
    return (np.asarray(words >> np.uint64(_WORD_BITS - _KEPT_BITS), dtype=np.float64) + 0.5) * 2.0**-_KEPT_BITS


def normals(seed: int, stream: str, step: int, first: int, count: int) -> Floats:
    """Standard normal numbers at the same addresses, by the inverse of their distribution function."""
    from scipy.special import ndtri

    variates: Floats = ndtri(uniforms(seed, stream, step, first, count))
    return variates


def normal_paths(seed: int, stream: str, steps: int, first: int, count: int) -> Floats:
    """The `normals` of the steps 0 … `steps − 1` in one go, shape (steps, count)."""
    from scipy.special import ndtri

    block, skip = divmod(first, _PER_BLOCK)
    blocks = -(-(skip + count) // _PER_BLOCK)
    generator = _generator(seed, stream, 0, block)
    words = np.empty((steps, skip + count), dtype=np.uint64)
    for step in range(steps):
        words[step] = generator.random_raw(skip + count)
        generator.advance(2**64 - blocks)  # to the same block of the next step
    variates: Floats = ndtri(_fractions(words[:, skip:]))
    return variates
