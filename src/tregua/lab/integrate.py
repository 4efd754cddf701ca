"""One draw, month by month: classical Runge–Kutta over whatever the mechanisms say. It knows no name of the world."""

from tregua.lab.names import (
    N_LEVERS,
    N_OUTCOMES,
    N_SHOCKS,
    N_STATES,
    N_VALUES,
    Array,
    Derivatives,
    Levers,
    Outcomes,
    Parameters,
    Shocks,
    States,
    Values,
    check,
    rates,
    report,
    start,
)
from tregua.lab.status import Status
from tregua.lab.units import MONTHS_PER_YEAR


def advance(
    p: Parameters,
    lever: Levers,
    lever_0: Levers,
    shock: Shocks,
    t: float,
    h: float,
    s: States,
    trial: States,
    d: Derivatives,
    slope: Derivatives,
    v: Values,
) -> int:
    """One step of the classical Runge–Kutta method, from time t to t + h [years]; returns the first failure."""
    status: int = Status.OK
    for i in range(N_STATES):
        trial[i] = s[i]
        slope[i] = 0.0
    for stage in range(4):
        weight = 1.0 if stage == 0 or stage == 3 else 2.0
        ahead = h if stage == 2 else 0.5 * h
        at_stage = t + (0.0 if stage == 0 else h if stage == 3 else 0.5 * h)
        met = rates(p, lever, lever_0, shock, at_stage, trial, d, v)
        if status == Status.OK:
            status = met
        for i in range(N_STATES):
            slope[i] += weight * d[i]
            trial[i] = s[i] + ahead * d[i]
    for i in range(N_STATES):
        s[i] += h / 6.0 * slope[i]
    return status


def simulate(
    p: Parameters,
    lever_0: Levers,
    levers: Array,
    shocks: Array,
    months: int,
    substeps: int,
    outcomes: Array,
    lever: Levers,
    shock: Shocks,
    s: States,
    was: States,
    trial: States,
    d: Derivatives,
    slope: Derivatives,
    v: Values,
    out: Outcomes,
) -> int:
    """Run one draw and write its outcomes; returns the first status that is not OK.

    Parameters
    ----------
    p : parameters of the draw
    lever_0 : levers in force when the run starts
    levers, shocks : values by month, flat
    outcomes : outcomes by month, flat (written)
    lever, shock, s, was, trial, d, slope, v, out : working space, its sizes by what it holds
    """
    for i in range(N_STATES):
        s[i] = 0.0
    for i in range(N_VALUES):
        v[i] = 0.0
    status = start(p, lever_0, s, v)
    h = 1.0 / (MONTHS_PER_YEAR * substeps)
    for month in range(months):
        for i in range(N_LEVERS):
            lever[i] = levers[month * N_LEVERS + i]
        for i in range(N_SHOCKS):
            shock[i] = shocks[month * N_SHOCKS + i]
        for i in range(N_STATES):
            was[i] = s[i]
        for step in range(substeps):
            t = (month * substeps + step) * h
            met = advance(p, lever, lever_0, shock, t, h, s, trial, d, slope, v)
            if status == Status.OK:
                status = met
        met = check(s)
        if status == Status.OK:
            status = met
        report(p, lever, (month + 1) / MONTHS_PER_YEAR, s, was, out)
        for i in range(N_OUTCOMES):
            outcomes[month * N_OUTCOMES + i] = out[i]
    return status
