"""Prevention: programmes that reach likely recruits, and what they cost."""

from tregua.lab.names import Levers, Parameters, Values, hosts


def prevented(coverage: float, transport: float, link: float, effect: float) -> float:
    """Recruitment that is left when a programme reaches a share of likely recruits: 1 − c · τ · ℓ · e."""
    return 1.0 - coverage * transport * link * effect


def programme_cost(coverage: float, likely_recruits: float, targeting: float, unit_cost: float) -> float:
    """Cost of reaching a share of likely recruits [USD/year]: c · A · n · k, n people served for each of them."""
    return coverage * likely_recruits * targeting * unit_cost


def prevent(p: Parameters, lever: Levers, v: Values) -> None:
    """What therapy and jobs leave of recruitment."""
    for h in hosts:
        counselled = prevented(lever.counselling[h], p.social_transport, p.arrest_link, p.counselling_effect)
        employed = prevented(lever.jobs[h], p.social_transport, p.arrest_link, p.jobs_effect)
        v.left_to_recruit[h] = counselled * employed


def pay(p: Parameters, lever: Levers, v: Values) -> None:
    """What therapy costs; no unit cost of jobs was read."""
    for h in hosts:
        v.cost[h] += programme_cost(
            lever.counselling[h], v.likely_recruits[h], p.targeting_ratio, p.counselling_unit_cost
        )
