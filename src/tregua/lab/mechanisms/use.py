"""Cocaine use: what treating heavy users takes from demand, and what it costs."""

from tregua.lab.names import Derivatives, Levers, Parameters, States, Values, treaters


def treated_change(treated: float, coverage: float, effect: float, transport: float, lag: float) -> float:
    """Change of the share that treatment takes from demand [1/year]: U' = (c · e · τ − U)/T."""
    return (coverage * effect * transport - treated) / lag


def treatment_cost(coverage: float, users: float, unit_cost: float) -> float:
    """Cost of treating a further share of heavy users [USD/year]: c · N · k."""
    return coverage * users * unit_cost


def treat(p: Parameters, lever: Levers, s: States, d: Derivatives, v: Values) -> None:
    """Treatment works with a lag and is paid for at once."""
    for k in treaters:
        d.treated[k] = treated_change(
            s.treated[k], lever.treatment[k], p.treatment_effect, p.treatment_transport, p.treatment_lag
        )
        v.cost[k] += treatment_cost(lever.treatment[k], p.heavy_users[k], p.treatment_unit_cost)
