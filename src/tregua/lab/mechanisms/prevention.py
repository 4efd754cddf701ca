"""Prevention: what the social list does to recruitment and to violence in neighbourhoods, and what it costs."""

from tregua.lab.names import Derivatives, Levers, Parameters, States, Values, hosts


def kept_change(kept: float, reached: float, fade: float, turnover: float) -> float:
    """Change of the share of likely recruits in whom a programme still works [1/year]: S' = c(1 − S) − S/T − S/R.

    c is reached a year; the effect fades over T years, and after R years people are no longer likely recruits.
    """
    return reached * (1.0 - kept) - kept / fade - kept / turnover


def kept_always(reached: float, fade: float, turnover: float) -> float:
    """The share at which that comes to rest: S* = c/(c + 1/T + 1/R)."""
    return reached / (reached + 1.0 / fade + 1.0 / turnover)


def prevented(kept: float, transport: float, link: float, effect: float) -> float:
    """Recruitment that is left when a programme works in a share of likely recruits: 1 − S · τ · ℓ · e."""
    return 1.0 - kept * transport * link * effect


def improved(share: float, transport: float, effect: float) -> float:
    """Homicides that are left of those outside the groups where neighbourhoods are improved: 1 − c · τ · e."""
    return 1.0 - share * transport * effect


def programme_cost(coverage: float, likely_recruits: float, targeting: float, unit_cost: float) -> float:
    """Cost of reaching a share of likely recruits [USD/year]: c · A · n · k, n people served for each of them."""
    return coverage * likely_recruits * targeting * unit_cost


def start(p: Parameters, lever_0: Levers, s: States) -> None:
    """As many in whom programmes still work as those of the start would keep constant."""
    for h in hosts:
        s.counselled[h] = kept_always(lever_0.counselling[h] * p.take_up, p.counselling_fade, p.likely_years)
        s.employed[h] = kept_always(lever_0.jobs[h] * p.take_up, p.jobs_fade, p.likely_years)


def prevent(p: Parameters, lever: Levers, lever_0: Levers, s: States, d: Derivatives, v: Values) -> None:
    """What therapy, jobs, scholarships and housing leave of recruitment.

    What public works and better places leave of fighting and of other homicides stands over that of the start.
    """
    for h in hosts:
        d.counselled[h] = kept_change(
            s.counselled[h], lever.counselling[h] * p.take_up, p.counselling_fade, p.likely_years
        )
        d.employed[h] = kept_change(s.employed[h], lever.jobs[h] * p.take_up, p.jobs_fade, p.likely_years)
        counselled = prevented(s.counselled[h], p.social_transport, p.arrest_link, p.counselling_effect)
        employed = prevented(s.employed[h], p.social_transport, p.arrest_link, p.jobs_effect)
        studying = prevented(lever.scholarships[h] * p.take_up, p.social_transport, 1.0, p.scholarship_effect)
        housed = prevented(lever.housing[h] * p.take_up, p.social_transport, 1.0, p.housing_effect)
        v.left_to_recruit[h] = counselled * employed * studying * housed
        calm_0 = improved(lever_0.public_works[h], p.social_transport, p.public_works_effect)
        safer_0 = improved(lever_0.neighbourhoods[h], p.social_transport, p.neighbourhood_effect)
        v.calm[h] = improved(lever.public_works[h], p.social_transport, p.public_works_effect) / calm_0
        v.safer[h] = improved(lever.neighbourhoods[h], p.social_transport, p.neighbourhood_effect) / safer_0


def pay(p: Parameters, lever: Levers, v: Values) -> None:
    """What therapy and jobs cost for all who are likely recruits, scholarships for those who become it in a year.

    No unit cost of housing, works or neighbourhoods was read.
    """
    for h in hosts:
        entering = v.likely_recruits[h] * p.take_up
        standing = entering * p.likely_years
        v.cost[h] += programme_cost(lever.counselling[h], standing, p.targeting_ratio, p.counselling_unit_cost)
        v.cost[h] += programme_cost(lever.jobs[h], standing, p.targeting_ratio, p.jobs_unit_cost)
        v.cost[h] += programme_cost(lever.scholarships[h], entering, p.targeting_ratio, p.scholarship_unit_cost)
