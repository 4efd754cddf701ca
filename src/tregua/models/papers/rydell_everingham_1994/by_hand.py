"""The costs of Rydell & Everingham (1994) by hand: prices stand still, and the market is one multiplier.

A treatment saves σ κ c_H during the stay; afterwards δ heavy users fewer, of whom a share λ are light users:

    after = −Σ_k (1 + r)^−k w · M^k δ (λ, −1),  k = 1 … T − 1
    cost of one percent = u · 0.01 · now / ((during + after) · 1/(1 − ε/ε_s))

M flows of a year, w grams (or one) a light and a heavy user, T horizon.
"""

import numpy as np

from tregua.models.papers.everingham_rydell_1994 import model as use
from tregua.models.papers.everingham_rydell_1994.model import EVERYONE, Floats
from tregua.models.papers.rydell_everingham_1994.market import (
    MILLION,
    ONE_PERCENT,
    Counted,
    Parameters,
    departures,
    discounts,
    flows_at,
    now,
)
from tregua.models.protocol import bound

_RISE = 1e-4  # of a price, for derivatives


def weights(counted: Counted) -> Floats:
    """Grams of a light and of a heavy user, or one for each, shape (2,)."""
    return use.grams(bound(use.Parameters)) if counted == "consumption" else EVERYONE


def multiplier(p: Parameters) -> float:
    """What a fall of demand becomes in the long run once the price has answered, 1/(1 − ε/ε_s)."""
    return 1 / (1 - p.demand_elasticity / p.supply_elasticity)


def effect_of_a_treatment(counted: Counted, p: Parameters) -> tuple[float, float]:
    """Grams, or user-years, that one treatment saves during its stay, and after it (discounted)."""
    u, w = bound(use.Parameters), weights(counted)
    change, after = departures(p), 0.0
    for discount in discounts(p)[1:]:
        change = use.flows(u) @ change
        after -= float(discount * (w @ change))
    return p.stay * p.abstinence * float(w[1]), after


def treatment_cost(counted: Counted, p: Parameters) -> float:
    """Million USD of treatment for one percent less, the market as one multiplier on all effects."""
    wanted = ONE_PERCENT * now(counted, bound(use.Parameters), p)
    return p.unit_cost * wanted / (sum(effect_of_a_treatment(counted, p)) * multiplier(p)) / MILLION


def effect_of_a_price(counted: Counted, p: Parameters) -> float:
    """What a price one percent higher for a year saves over the horizon, in percent of a year's grams or users."""
    u, w, dearer = bound(use.Parameters), weights(counted), 1 + _RISE
    users, newcomers = use.users_1992(u), np.array([u.initiation_1991, 0.0])
    saved = float(w @ users) * (1 - dearer**p.elasticity_per_user) if counted == "consumption" else 0.0
    change = flows_at(dearer, u, p) @ users + newcomers * dearer**-p.elasticity_of_flows
    change -= use.flows(u) @ users + newcomers
    for discount in discounts(p)[1:]:
        saved -= float(discount * (w @ change))
        change = use.flows(u) @ change
    return saved / float(w @ users) / _RISE


def prevalence_elasticity(p: Parameters) -> float:
    """Elasticity of long-run consumption to a lasting price, through the number of users alone."""
    u = bound(use.Parameters)

    def consumption(price: float) -> float:
        newcomers = np.array([u.initiation_1991 * price**-p.elasticity_of_flows, 0.0])
        return float(use.grams(u) @ np.linalg.solve(np.eye(2) - flows_at(price, u, p), newcomers))

    return float(np.log(consumption(1 + _RISE) / consumption(1 - _RISE)) / np.log((1 + _RISE) / (1 - _RISE)))
