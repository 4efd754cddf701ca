"""The pooled mean on data sets of the literature, against published results.

The numbers are those of metafor 3.8-1 (Paule-Mandel, Hartung-Knapp never narrower than the fixed-effects error, and the
prediction interval with t(k - 2) by hand); of CLASP, tau and the mean stand in DerSimonian & Kacker 2007, p. 111.
"""

import numpy as np
import pytest
from ledger_records import estimate

from tregua.evidence.pooling import Pooled, pool

BCG = np.array(  # tuberculosis among vaccinated and others: cases, no cases (Colditz et al. 1994)
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ]
)
CLASP = np.array(  # pre-eclampsia with aspirin and without: cases, women (DerSimonian & Kacker 2007)
    [
        [5, 156, 8, 74],
        [5, 303, 17, 303],
        [12, 565, 9, 477],
        [69, 1570, 94, 1565],
        [9, 103, 11, 105],
        [313, 4659, 352, 4650],
    ]
)
NORMAND = np.array(  # days in hospital after a stroke, special care and routine: n, mean, sd (Normand 1999)
    [
        [155, 55, 47, 156, 75, 64],
        [31, 27, 7, 32, 29, 4],
        [75, 64, 17, 71, 119, 29],
        [18, 66, 20, 18, 137, 48],
        [8, 14, 8, 13, 18, 11],
        [57, 19, 7, 52, 18, 4],
        [34, 52, 45, 33, 41, 34],
        [110, 21, 16, 183, 31, 27],
        [60, 30, 27, 52, 23, 20],
    ]
)
RAUDENBUSH = np.array(  # teachers' expectations and pupils' scores: difference, variance (Raudenbush & Bryk 1985)
    [
        [0.03, 0.0156],
        [0.12, 0.0216],
        [-0.14, 0.0279],
        [1.18, 0.1391],
        [0.26, 0.1362],
        [-0.06, 0.0106],
        [-0.02, 0.0106],
        [-0.32, 0.0484],
        [0.27, 0.0269],
        [0.80, 0.0630],
        [0.54, 0.0912],
        [0.18, 0.0497],
        [-0.02, 0.0835],
        [0.23, 0.0841],
        [-0.18, 0.0253],
        [-0.06, 0.0279],
        [0.30, 0.0193],
        [0.07, 0.0088],
        [-0.07, 0.0303],
    ]
)


CASES_AND_REST = np.array([[1, -1, 0, 0], [0, 1, 0, 0], [0, 0, 1, -1], [0, 0, 0, 1]])


def log_risk_ratio(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b, c, d = table.T
    return np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def log_odds_ratio(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b, c, d = table.T
    return np.log(a * d / b / c), 1 / a + 1 / b + 1 / c + 1 / d


def mean_difference(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n1, m1, s1, n2, m2, s2 = table.T
    return m1 - m2, s1**2 / n1 + s2**2 / n2


DATA = {
    "BCG, log risk ratio": log_risk_ratio(BCG),
    "BCG, log odds ratio": log_odds_ratio(BCG),
    "CLASP, log odds ratio": log_odds_ratio(
        np.column_stack([CLASP[:, 0], CLASP[:, 1] - CLASP[:, 0], CLASP[:, 2], CLASP[:, 3] - CLASP[:, 2]])
    ),
    "Normand, mean difference": mean_difference(NORMAND),
    "Raudenbush, standardised difference": (RAUDENBUSH[:, 0], RAUDENBUSH[:, 1]),
}


def pooled(name: str) -> Pooled:
    values, errors = DATA[name][0], DATA[name][1] ** 0.5
    found = pool(
        [estimate(f"s{n}", scale="SD", value=y, se=s) for n, (y, s) in enumerate(zip(values, errors, strict=True))]
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "tau2", "mean", "interval", "prediction"),
    [
        ("BCG, log risk ratio", 0.318068, -0.714968, (-1.109098, -0.320838), (-2.018558, 0.588622)),
        ("BCG, log odds ratio", 0.341205, -0.745460, (-1.152442, -0.338479), (-2.095251, 0.604330)),
        ("CLASP, log odds ratio", 0.135474, -0.381062, (-0.910576, 0.148451), (-1.552137, 0.790013)),
        ("Normand, mean difference", 728.251129, -15.145680, (-36.393828, 6.102468), (-82.574960, 52.283600)),
        ("Raudenbush, standardised difference", 0.051773, 0.103957, (-0.039344, 0.247257), (-0.397211, 0.605125)),
    ],
)
def test_reference_data_give_the_published_mean(
    name: str, tau2: float, mean: float, interval: tuple[float, float], prediction: tuple[float, float]
) -> None:
    found = pooled(name)
    assert found.tau is not None
    assert found.tau**2 == pytest.approx(tau2, rel=1e-5)
    assert found.value == pytest.approx(mean, abs=2e-6)
    assert (found.low, found.high) == pytest.approx(interval, abs=2e-6)
    assert found.predicted == pytest.approx(prediction, abs=2e-6)


@pytest.mark.parametrize(
    ("name", "i2"), [("CLASP, log odds ratio", 0.701), ("Raudenbush, standardised difference", 0.664)]
)
def test_i2_follows_from_the_tau_in_use(name: str, i2: float) -> None:
    found = pooled(name)
    assert found.i2 == pytest.approx(i2, abs=5e-4)


def test_clasp_prints_as_in_the_paper() -> None:
    found = pooled("CLASP, log odds ratio")
    assert (f"{found.tau:.4f}", f"{found.value:.4f}") == ("0.3681", "-0.3811")
