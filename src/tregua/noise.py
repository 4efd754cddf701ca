"""Addressed randomness: every uniform is a function of (seed, stream, step, draw), never of what was drawn before.

Philox 4x64 (Salmon et al. 2011) is a counter-based generator: the key holds seed and stream, the counter step and draw.
Chunks, resumed runs and other scenarios therefore meet the same numbers.

Where draws are many numbers of one kind, as for parameters, `points` spreads them evenly: a Sobol' coordinate a stream.
"""

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
_PER_BLOCK = 4  # a Philox counter yields four 64-bit words
_WORD_BITS = 64
_KEPT_BITS = 52  # with 53, the largest would round to one
_EVEN_BITS = 20  # draws are spread evenly up to 2²⁰ of them, as many as a run may have
_ODD = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


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


def points(seed: int, streams: Sequence[str], first: int, count: int) -> Floats:
    """Evenly spread numbers in (0, 1) of the draws `first` … `first + count − 1`, one row a stream.

    Each stream is the first coordinate of the Sobol' sequence, nested uniform scrambled (Owen 1995), its order shuffled
    in the same way and independently of all others (Burley 2020): of every 2ᵏ draws that begin at a multiple of 2ᵏ,
    one lies in each 2ᵏ-th part of (0, 1). Streams are as independent as random ones; a coordinate of its own in one
    long Sobol' sequence for each would make numbers depend on how many parameters there are.

    Returns
    -------
    array, shape (streams, count)
    """
    parts = ("order", "value", "rest")
    keys = np.array([[stream_number(f"{part} {name}") for name in streams] for part in parts], dtype=np.uint64)
    keys = _mixed(keys ^ _mixed(np.array([seed], dtype=np.uint64)))[:, :, None]
    index = np.arange(first, first + count, dtype=np.uint64)[None, :]
    shuffled = _scrambled(np.broadcast_to(index, (len(streams), count)), keys[0])
    even = _scrambled(_reversed_bits(shuffled), keys[1])
    rest = _mixed(index ^ keys[2]) >> np.uint64(_WORD_BITS - _KEPT_BITS + _EVEN_BITS)
    bits = (even << np.uint64(_KEPT_BITS - _EVEN_BITS)) | rest
    return (np.asarray(bits, dtype=np.float64) + 0.5) * 2.0**-_KEPT_BITS


def _scrambled(numbers: Words, keys: Words) -> Words:
    """Numbers of `_EVEN_BITS` bits, each bit turned or not by a coin that the bits above it and the key toss."""
    turned = np.zeros_like(numbers)
    for bit in range(_EVEN_BITS - 1, -1, -1):
        above = (numbers >> np.uint64(bit + 1)) * np.uint64(2 * _EVEN_BITS) + np.uint64(bit)
        coin = _mixed(above * np.uint64(_ODD[0]) + keys) >> np.uint64(_WORD_BITS - 1)
        turned |= (((numbers >> np.uint64(bit)) & np.uint64(1)) ^ coin) << np.uint64(bit)
    return turned


def _reversed_bits(numbers: Words) -> Words:
    """The bits of numbers of `_EVEN_BITS` bits in the opposite order."""
    reverse = np.zeros_like(numbers)
    for bit in range(_EVEN_BITS):
        reverse |= ((numbers >> np.uint64(bit)) & np.uint64(1)) << np.uint64(_EVEN_BITS - 1 - bit)
    return reverse


def _mixed(words: Words) -> Words:
    """Words mixed until each bit hangs on every other (the end of SplitMix64, Steele et al. 2014)."""
    mixed = words + np.uint64(_ODD[0])
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(_ODD[1])
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(_ODD[2])
    return mixed ^ (mixed >> np.uint64(31))


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
