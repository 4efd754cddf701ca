"""An ensemble smoother with multiple data assimilation, in standard normal space.

The same figures are taken in several times, their errors made so much larger that all times together count once:
Σ 1/α = 1. Each time, with C the covariances of the ensemble,

    z ← z + K · (d + √α · σ · ε − g(z)),   K = ρ ∘ C_zg (C_gg + α R)⁻¹,   R = diag(σ²),

so that a model that is linear on each short step is enough. α follows the misfit Φ = ½ Σ ((d − g)/σ)² of the members:
1/α = max(n/(2 mean Φ), √(n/(2 var Φ))), never more than is left.

ρ localises. It is zero where a figure does not follow an input at all, or where their correlation r is less than
`SIGNIFICANT` standard errors from zero, and r²/(r² + (1 + r²)/N) elsewhere, N members: the weight with which a sampled
covariance is closest to the true one. It masks K and not C: where figures hang together, the exact K of an input that a
figure does not follow is not zero, so that means are a little off even where all is linear.

Emerick, A. and Reynolds, A. (2013), Ensemble smoother with multiple data assimilation, Computers & Geosciences 55; α:
Iglesias, M. and Yang, Y. (2021), Adaptive regularisation for ensemble Kalman inversion, Inverse Problems 37; ρ: Furrer,
R. and Bengtsson, T. (2007), Estimation of high-dimensional prior and posterior covariance matrices in Kalman filter
variants, Journal of Multivariate Analysis 98.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tregua.noise import Floats

SIGNIFICANT = 2.0
MOST_STEPS = 40
LAST_STEP = 0.3  # a step that would leave less than this part of itself takes the rest along
Reach = NDArray[np.bool_]
Readings = Callable[[Floats], Floats]
Noise = Callable[[int], Floats]


@dataclass(frozen=True, eq=False)
class Update:
    """One time that the figures are taken in: how much larger their variances are, and the gain.

    The gain has the shape (inputs, figures) and the precision in which it is kept, half, so that an update that was
    stored moves other draws as it moved those it was made from.
    """

    alpha: float
    gain: Floats

    def applied(self, z: Floats, readings: Floats, observed: Floats, error: Floats, noise: Floats) -> Floats:
        """Numbers that have taken the figures in; those without a solution are left where they are."""
        taken = observed[:, None] + np.sqrt(self.alpha) * error[:, None] * noise - readings
        return np.asarray(z + self.gain @ np.where(np.isfinite(taken).all(axis=0), taken, 0.0))


def smooth(
    readings: Readings,
    z: Floats,
    observed: Floats,
    error: Floats,
    reach: Reach,
    noise: Noise,
    progress: Callable[[float], None] = lambda done: None,
) -> tuple[list[Update], Floats, NDArray[np.bool_]]:
    """Condition an ensemble on figures.

    Parameters
    ----------
    readings : what members should read, shape (figures, members), from their numbers
    z : standard normal numbers, shape (inputs, members)
    observed, error : figures and the standard deviation of their measurement, shape (figures,)
    reach : whether a figure follows an input at all, shape (inputs, figures)
    noise : standard normal errors of each time that figures are taken in, shape (figures, members)

    Returns
    -------
    updates, numbers that have taken all figures in, and which members always had a solution
    """
    updates: list[Update] = []
    solved = np.ones(z.shape[1], dtype=np.bool_)
    left = 1.0
    while left > 0.0:
        g = readings(z)
        solved &= np.isfinite(g).all(axis=0)
        part = min(left, _part(g[:, solved], observed, error)) if len(updates) < MOST_STEPS - 1 else left
        if left - part < LAST_STEP * part:
            part = left
        update = Update(1.0 / part, gain(z[:, solved], g[:, solved], part, error, reach))
        z = update.applied(z, g, observed, error, noise(len(updates)))
        updates.append(update)
        left = 0.0 if part == left else left - part
        progress(1.0 - left)
    return updates, z, solved


def _part(g: Floats, observed: Floats, error: Floats) -> float:
    """How much of the figures is taken in next, 1/α."""
    misfit = 0.5 * (((observed[:, None] - g) / error[:, None]) ** 2).sum(axis=0)
    n = len(observed)
    return float(max(n / (2.0 * np.mean(misfit)), np.sqrt(n / (2.0 * max(np.var(misfit), np.finfo(float).tiny)))))


def gain(z: Floats, g: Floats, part: float, error: Floats, reach: Reach) -> Floats:
    """K of an ensemble, localised, in the precision in which it is kept."""
    members = z.shape[1]
    z, g = z - z.mean(axis=1, keepdims=True), g - g.mean(axis=1, keepdims=True)
    c_zg, c_gg = z @ g.T / (members - 1), g @ g.T / (members - 1)
    whole = np.linalg.solve(c_gg + np.diag(error**2) / part, c_zg.T).T
    spread = np.sqrt(np.outer((z**2).mean(axis=1), (g**2).mean(axis=1)))
    r = np.divide(c_zg, spread, out=np.zeros_like(c_zg), where=spread > 0.0)
    local = (
        reach * (np.abs(r) > SIGNIFICANT / np.sqrt(members)) * r**2 / np.maximum(r**2 + (1.0 + r**2) / members, 1e-300)
    )
    return np.asarray((local * whole).astype(np.float16), dtype=np.float64)


def apply_all(
    updates: Sequence[Update], readings: Readings, z: Floats, observed: Floats, error: Floats, noise: Noise
) -> tuple[Floats, NDArray[np.bool_]]:
    """Other draws, moved by updates that were made before, and which of them always had a solution."""
    solved = np.ones(z.shape[1], dtype=np.bool_)
    for step, update in enumerate(updates):
        g = readings(z)
        solved &= np.isfinite(g).all(axis=0)
        z = update.applied(z, g, observed, error, noise(step))
    return z, solved
