"""What a history teaches under one combination, and how it is kept: work goes on where it stopped, and is passed on."""

import contextlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from tregua.analysis.smoother import Update
from tregua.catalogue.errors import InputError
from tregua.catalogue.files import replacing
from tregua.lab.alternatives import Choices
from tregua.lab.engine.numba import cache_folder
from tregua.noise import Floats

Arrays = dict[str, NDArray[Any]]
NAMES = ("alpha", "gain_shape", "gain_at", "gain", "choices", "choice_names", "names", "numbers", "inputs", "figures")


@dataclass(frozen=True, eq=False)
class Moments:
    """Mean and standard deviation of each figure that should have been read, in logs, before and after learning."""

    prior_mean: Floats
    prior_sd: Floats
    mean: Floats
    sd: Floats


@dataclass(frozen=True, eq=False)
class Gains:
    """The updates as they are kept: of the gains only what is not zero, and where that stands, a bit each."""

    alpha: Floats
    shape: tuple[int, ...]
    at: NDArray[np.uint8]
    values: NDArray[np.float16]

    @classmethod
    def of(cls, updates: Sequence[Update]) -> "Gains":
        """The gains of some updates."""
        gains = np.stack([one.gain for one in updates])
        alpha = np.array([one.alpha for one in updates])
        return cls(alpha, gains.shape, np.packbits(gains != 0.0), gains[gains != 0.0].astype(np.float16))

    @cached_property
    def updates(self) -> tuple[Update, ...]:
        """The updates themselves; unpacked only where draws are to be moved."""
        gains = np.zeros(self.shape)
        gains[self._standing] = self.values
        return tuple(Update(float(alpha), gain) for alpha, gain in zip(self.alpha, gains, strict=True))

    @cached_property
    def moved(self) -> NDArray[np.bool_]:
        """Which inputs some update moves."""
        return np.asarray(self._standing.any(axis=(0, 2)))

    @property
    def _standing(self) -> NDArray[np.bool_]:
        return np.unpackbits(self.at, count=int(np.prod(self.shape))).reshape(self.shape).astype(np.bool_)


@dataclass(frozen=True, eq=False)
class Conditioned:
    """What a history teaches under one combination.

    `numbers` are the standard normal numbers of the parameters that are carried on, by member that always had a
    solution; `mean` and `sd` are those of every input, `figures` those of every target.
    """

    choices: Choices
    gains: Gains
    numbers: Mapping[str, Floats]
    mean: Floats
    sd: Floats
    figures: Moments


def arrays_of(one: Conditioned) -> Arrays:
    """All that is kept, as arrays."""
    gains, figures = one.gains, one.figures
    return {
        "alpha": gains.alpha,
        "gain_shape": np.array(gains.shape),
        "gain_at": gains.at,
        "gain": gains.values,
        "choices": np.array([*one.choices.values()], dtype=np.float64),
        "choice_names": np.array([*one.choices], dtype=np.str_),
        "names": np.array([*one.numbers], dtype=np.str_),
        "numbers": np.stack([*one.numbers.values()]).astype(np.float32),
        "inputs": np.stack([one.mean, one.sd]).astype(np.float32),
        "figures": np.stack([figures.prior_mean, figures.prior_sd, figures.mean, figures.sd]).astype(np.float32),
    }


def conditioned_of(arrays: Mapping[str, NDArray[Any]]) -> Conditioned:
    """What is kept in arrays.

    Raises
    ------
    KeyError, ValueError
        When something is missing or does not fit.
    """
    shape = tuple(int(one) for one in arrays["gain_shape"])
    exact = {name: arrays[name].astype(np.float64) for name in ("numbers", "inputs", "figures")}
    return Conditioned(
        dict(zip(arrays["choice_names"].tolist(), arrays["choices"].tolist(), strict=True)),
        Gains(arrays["alpha"], shape, arrays["gain_at"], arrays["gain"]),
        dict(zip(arrays["names"].tolist(), exact["numbers"], strict=True)),
        exact["inputs"][0],
        exact["inputs"][1],
        Moments(*exact["figures"]),
    )


def write_arrays(file: BinaryIO, arrays: Arrays) -> None:
    """Arrays as one compressed file, the same bytes for the same arrays."""
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def read_arrays(path: Path) -> Arrays:
    """The arrays of a file.

    Raises
    ------
    OSError, ValueError
        When it is not there or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as found:
            return dict(found)
    except (BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise ValueError(str(error)) from None


def found(name: str, choices: Choices) -> Conditioned | None:
    """What the cache has under a name, if it is of the combination that it should be of."""
    with contextlib.suppress(OSError, KeyError, ValueError):
        one = conditioned_of(read_arrays(_path(name)))
        if dict(one.choices) == dict(choices):
            return one
    return None


def keep(name: str, one: Conditioned) -> Conditioned:
    """Keep something in the cache under a name; returns it as it will be read."""
    made = arrays_of(one)
    with contextlib.suppress(OSError, InputError):  # a full disk costs only the next run's time
        _path(name).parent.mkdir(parents=True, exist_ok=True)
        with replacing(_path(name)) as new, new.open("wb") as file:
            write_arrays(file, made)
    return conditioned_of(made)


def _path(name: str) -> Path:
    return cache_folder() / "calibrations" / f"{name}.npz"
