"""Cocaine use: light and heavy users of surveyed markets and what moves them."""

from math import exp

from tregua.lab.names import Derivatives, Levers, Outcomes, Parameters, States, Values, markets, surveyed


def light_change(started: float, leaving: float, light: float, back: float, heavy: float) -> float:
    """Change of light users [persons/year]: L' = I − (a + b) L + f H.

    Source: Everingham & Rydell 1994; Behrens and others.
    """
    return started - leaving * light + back * heavy


def heavy_change(worsening: float, light: float, leaving: float, heavy: float) -> float:
    """Change of heavy users [persons/year]: H' = b L − (f + g) H.

    Source: Everingham & Rydell 1994; Behrens and others.
    """
    return worsening * light - leaving * heavy


def departures(coverage: float, departure: float, transport: float, heavy: float) -> float:
    """Heavy users who leave heavy use after treatment [persons/year]: β H = c · d · τ · H.

    Source: Rydell & Everingham 1994.
    """
    return coverage * departure * transport * heavy


def abstinent(coverage: float, stay: float, abstinence: float, transport: float) -> float:
    """Share of heavy users who do not use because they are in treatment: x = c · s · κ · τ.

    Source: Rydell & Everingham 1994.
    """
    return coverage * stay * abstinence * transport


def reputed(alone: float, floor: float, contagion: float, deterrence: float, memory: float, light: float) -> float:
    """People who would start, by the reputation of the drug [persons/year]: R = τ + max(s_m, s exp(−q Y/L)) L.

    Source: Behrens and others (LHY).
    """
    return alone + max(floor, contagion * exp(-deterrence * memory / light)) * light


def memory_change(heavy: float, forgetting: float, memory: float) -> float:
    """Change of the memory of heavy use [person-years/year]: Y' = H − δ Y.

    Source: Behrens and others (LHY).
    """
    return heavy - forgetting * memory


def drawn_in(initiates_0: float, reputed: float, reputed_0: float) -> float:
    """People who would start, from those of the start by the change of reputation [persons/year]: I_R = I_0 + R − R_0.

    What surveys count and reputation does not explain stays.
    """
    return initiates_0 + reputed - reputed_0


def started(initiates: float, taught: float, effect: float) -> float:
    """People who start to use [persons/year]: I = I_1 · (1 − T e)."""
    return initiates * (1.0 - taught * effect)


def taught_change(coverage: float, taught: float, lag: float) -> float:
    """Change of the share of those of an age to start who were taught [1/year]: T' = (c − T)/T_P."""
    return (coverage - taught) / lag


def used_grams(light: float, heavy: float, light_grams: float, heavy_grams: float, away: float) -> float:
    """What users use at the starting price [kg/year]: G = (c_L L + c_H H (1 − x))/1000."""
    return (light_grams * light + heavy_grams * heavy * (1.0 - away)) / 1000.0


def start(p: Parameters, s: States, v: Values) -> None:
    """Users as surveys count them, those that surveys miss inside; what they use, and who would start."""
    for k in surveyed:
        s.heavy[k] = p.heavy_users[k]
        s.light[k] = max(p.survey_users[k] * p.survey_scale[k] - p.heavy_users[k], 0.1 * p.heavy_users[k])
        s.memory[k] = s.heavy[k] / p.forgetting
        v.grams_0[k] = used_grams(s.light[k], s.heavy[k], p.light_grams, p.heavy_grams, 0.0)
        v.initiates_0[k] = p.initiation_rate[k] * s.light[k]
        v.reputed_0[k] = reputed(
            p.initiation_alone, p.contagion_floor, p.contagion, p.deterrence, s.memory[k], s.light[k]
        )


def live(p: Parameters, lever: Levers, t: float, s: States, d: Derivatives, v: Values) -> None:
    """Users who start, get worse and leave, and how much they want of cocaine over the start."""
    for m in markets:
        v.use_ratio[m] = exp(p.initiation_growth[m] * t)
    for k in surveyed:
        light = s.light[k]
        heavy = s.heavy[k]
        would = v.initiates_0[k] * v.use_ratio[k]
        if p.initiation_form > 0.5:
            now = reputed(p.initiation_alone, p.contagion_floor, p.contagion, p.deterrence, s.memory[k], light)
            would = max(0.0, drawn_in(v.initiates_0[k], now, v.reputed_0[k]))
        new = started(would, s.taught[k], p.prevention_effect)
        harm = 1.0 + p.harm_reduction_use * lever.harm_reduction[k]
        left = departures(lever.treatment[k], p.treatment_departure, p.treatment_transport, heavy)
        away = abstinent(lever.treatment[k], p.treatment_stay, p.treatment_abstinence, p.treatment_transport)
        d.light[k] = (
            light_change(new, p.light_quit + p.escalation, light, p.heavy_easing * harm, heavy)
            + p.departure_to_light * left
        )
        d.heavy[k] = heavy_change(p.escalation, light, (p.heavy_easing + p.heavy_quit) * harm, heavy) - left
        d.memory[k] = memory_change(heavy, p.forgetting, s.memory[k])
        d.taught[k] = taught_change(lever.prevention[k], s.taught[k], p.prevention_lag)
        v.use_ratio[k] = used_grams(light, heavy, p.light_grams, p.heavy_grams, away) / v.grams_0[k]
        v.cost[k] += lever.treatment[k] * heavy * p.treatment_unit_cost
        v.cost[k] += lever.prevention[k] * p.cohort[k] * p.prevention_unit_cost


def report(s: States, out: Outcomes) -> None:
    """People who use cocaine."""
    for k in surveyed:
        out.cocaine_users[k] = s.light[k] + s.heavy[k]
