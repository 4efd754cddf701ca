"""Deaths by overdose with cocaine, and the harm reduction that prevents those with opioids."""

from tregua.lab.names import Derivatives, Levers, Outcomes, Parameters, Shocks, States, treaters
from tregua.lab.units import power


def overdoses(rate: float, heavy: float, opioid: float, coverage: float, ratio: float) -> float:
    """Deaths by overdose with cocaine [deaths/year]: D = μ H (1 − s_o c (1 − ρ)), of which s_o with opioids too."""
    return rate * heavy * (1.0 - opioid * coverage * (1.0 - ratio))


def deadlier(fentanyl: float, fentanyl_0: float, response: float) -> float:
    """Deaths of a user over those of the start, as fentanyl spreads in the supply: A = (F/F_0)^θ."""
    return power(fentanyl / fentanyl_0, response)


def die(p: Parameters, lever: Levers, lever_0: Levers, shock: Shocks, s: States, d: Derivatives) -> None:
    """Deaths by overdose, which harm reduction prevents where opioids are involved."""
    for k in treaters:
        deadly = deadlier(lever.fentanyl[k], lever_0.fentanyl[k], p.fentanyl_response)
        d.overdosed[k] = overdoses(
            p.overdose_rate[k] * shock.lethality * deadly,
            s.heavy[k],
            p.opioid_share,
            lever.harm_reduction[k],
            p.harm_reduction_ratio,
        )


def report(s: States, was: States, out: Outcomes) -> None:
    """Deaths since `was`."""
    for k in treaters:
        out.overdose_deaths[k] = s.overdosed[k] - was.overdosed[k]
