"""One draw, month by month: the start, all derivatives, the report and the integration.

Notation: `s` states, `ds` their derivatives [per year], `p` parameters of one draw, `ref` values that follow from
them, `lever` and `shock` the values by month. Positions in these arrays are named constants. In the kernel's subset.
"""

from math import exp, log

from tregua.lab.arrays import Array
from tregua.lab.kernel import (
    DOLLARS_PER_BILLION,
    PER_100000,
    area_change,
    arrests,
    clear_market,
    conflict_deaths,
    demobilisation,
    desired_area,
    detained,
    eradicated,
    growth_under_pressure,
    harvest,
    homicide_flow,
    hostile_members,
    interdiction_margin,
    margin_between,
    next_price,
    passed_margin,
    pay_effect,
    power,
    prevented,
    programme_cost,
    recruitment,
    relapse,
    saturation,
    size_at_start,
)
from tregua.lab.positions import (
    DEFAULT_ERADICATION,
    DEFAULT_PRESSURE,
    DEFAULT_REINTEGRATION,
    DEFAULT_SEIZURE_SHARE,
    I_MARKETS_USA,
    I_PAYERS_COL,
    I_PAYERS_USA,
    I_PRODUCERS_COL,
    L_ARRESTS,
    L_COUNSELLING,
    L_EMERGENCY,
    L_ERADICATION,
    L_INTERDICTION,
    L_JOBS,
    L_PRESSURE,
    L_REINTEGRATION,
    L_SEIZURE_SHARE,
    L_SENTENCE,
    L_TALKS,
    L_TREATMENT,
    N_GROUPS,
    N_LEVERS,
    N_MARKETS,
    N_OUTCOMES,
    N_PAYERS,
    N_PRODUCERS,
    N_SHOCKS,
    N_STATES,
    O_COCA_AREA,
    O_COCAINE_CONSUMED,
    O_COCAINE_OUTPUT,
    O_COCAINE_SEIZED,
    O_CONFLICT_DEATHS,
    O_DEMOBILISED,
    O_DETAINED,
    O_FARM_GATE_PRICE,
    O_GROUP_MEMBERS,
    O_HOMICIDE_RATE,
    O_HOMICIDES,
    O_STATE_OUTLAY,
    P_ADJUSTMENT_YEARS,
    P_AREA_0,
    P_AREA_ELASTICITY,
    P_ARREST_CAP,
    P_ARREST_EXPONENT,
    P_ARREST_HAZARD,
    P_ARREST_LINK,
    P_AT_RISK_YEARS,
    P_CASUALTY_SHARE,
    P_CEILING,
    P_COUNSELLING_EFFECT,
    P_COUNSELLING_UNIT_COST,
    P_COUNT_LAG,
    P_DEMAND_ELASTICITY,
    P_DEMAND_GROWTH,
    P_DETENTION_SCALE,
    P_EMERGENCY_DETENTION,
    P_EMERGENCY_EFFECT,
    P_EMERGENCY_TRANSPORT,
    P_ERADICATION_EFFECT,
    P_EXPORT_PRICE,
    P_FARM_GATE_PRICE,
    P_GROWTH,
    P_HARVEST_ELASTICITY,
    P_HEAVY_USERS,
    P_HOMICIDE_DRIFT,
    P_HOMICIDES_0,
    P_INDIVIDUAL_EXIT,
    P_INTERDICTION_LEVERAGE,
    P_JOBS_EFFECT,
    P_MARKET_WEIGHT,
    P_OTHER_SEIZURE_SHARE,
    P_PASS_THROUGH,
    P_PAY_ELASTICITY,
    P_POPULATION_0,
    P_POPULATION_GROWTH,
    P_PRESSURE_SHARE,
    P_PROGRAMME_RATIO,
    P_RELAPSE_HAZARD,
    P_RETAIL_PRICE,
    P_RETURN_SHARE,
    P_SEIZURE_PURITY,
    P_SENTENCE_YEARS,
    P_SIZE_0,
    P_SOCIAL_TRANSPORT,
    P_TALKS_EXIT,
    P_TALKS_HOSTILITY,
    P_TARGETING_RATIO,
    P_TRANSIT_SEIZURE_SHARE,
    P_TREATMENT_EFFECT,
    P_TREATMENT_LAG,
    P_TREATMENT_TRANSPORT,
    P_TREATMENT_UNIT_COST,
    P_YIELD_0,
    P_YIELD_GROWTH,
    R_ARREST_WEIGHT,
    R_BACKGROUND,
    R_CAPACITY,
    R_DEMAND,
    R_EXPORT_MARGIN,
    R_FARM_GATE,
    R_LETHALITY,
    R_LIKELY_RECRUITS,
    R_RECRUITMENT,
    R_RENT,
    R_RENT_0,
    R_RETAIL_MARGIN,
    R_SATURATION,
    R_SIZE_0,
    S_AREA,
    S_CONSUMED,
    S_DEMOBILISED,
    S_DROPPED_OUT,
    S_EX_MEMBERS,
    S_HOMICIDE_RATE,
    S_HOMICIDES,
    S_KILLED,
    S_LEFT_FOR_GOOD,
    S_MEMBERS,
    S_OUTLAY,
    S_PRICE_TIME,
    S_PRISON,
    S_PRODUCED,
    S_RECRUITED,
    S_SEIZED,
    S_TREATED,
    STATUS_GROUPS,
    STATUS_MARGIN,
    STATUS_OK,
    Z_AREA,
    Z_BACKGROUND,
)

MONTHS_PER_YEAR = 12.0


def start(p: Array, s: Array, ref: Array, hostility: Array) -> int:
    """Set the states of 1 January 2021 and the values that follow from the observed start; returns a status.

    The start is an equilibrium of the market. Rates without a Colombian source follow from observed growth: recruitment
    makes each group grow at the share of its observed rate that does not depend on talks, lethality makes conflict
    deaths the drawn share of homicides, and saturation stops growth at the drawn ceiling.
    """
    for i in range(N_STATES):
        s[i] = 0.0
    sigma = DEFAULT_SEIZURE_SHARE * p[P_SEIZURE_PURITY]
    exported = 0.0
    produced = 0.0
    for i in range(N_PRODUCERS):
        s[S_AREA + i] = p[P_AREA_0 + i]
        lost = sigma if i == I_PRODUCERS_COL else p[P_OTHER_SEIZURE_SHARE]
        produced += p[P_YIELD_0 + i] * p[P_AREA_0 + i]
        exported += p[P_YIELD_0 + i] * p[P_AREA_0 + i] * (1.0 - lost)
    ref[R_FARM_GATE] = p[P_FARM_GATE_PRICE]
    ref[R_EXPORT_MARGIN] = margin_between(p[P_FARM_GATE_PRICE], p[P_EXPORT_PRICE], 1.0 - exported / produced)
    ref[R_RENT_0] = ref[R_EXPORT_MARGIN] * p[P_YIELD_0] * p[P_AREA_0]
    weights = 0.0
    for m in range(N_MARKETS):
        weights += p[P_MARKET_WEIGHT + m]
    status = STATUS_OK
    for m in range(N_MARKETS):
        ref[R_DEMAND + m] = exported * (1.0 - p[P_TRANSIT_SEIZURE_SHARE]) * p[P_MARKET_WEIGHT + m] / weights
        ref[R_RETAIL_MARGIN + m] = margin_between(p[P_EXPORT_PRICE], p[P_RETAIL_PRICE + m], p[P_TRANSIT_SEIZURE_SHARE])
        if ref[R_RETAIL_MARGIN + m] <= 0.0:
            status = STATUS_MARGIN
    if ref[R_EXPORT_MARGIN] <= 0.0:
        status = STATUS_MARGIN
    start_groups(p, s, ref, hostility)
    return status


def start_groups(p: Array, s: Array, ref: Array, hostility: Array) -> None:
    """Members, prisoners, ex-members and the derived rates E, θ, ω, ρ_i of the armed groups, and the background.

    Prisoners and ex-members are as many as the flows of the start would keep constant.
    """
    size = 0.0
    squares = 0.0
    growth = 0.0
    weight_sum = 0.0
    for i in range(N_GROUPS):
        growing = growth_under_pressure(p[P_GROWTH + i], p[P_PRESSURE_SHARE], DEFAULT_PRESSURE)
        members = size_at_start(p[P_SIZE_0 + i], growing, p[P_COUNT_LAG])
        s[S_MEMBERS + i] = members
        size += members
        squares += members * members
        growth += max(0.0, p[P_GROWTH + i]) * members
        ref[R_ARREST_WEIGHT + i] = power(members, p[P_ARREST_EXPONENT])
        weight_sum += ref[R_ARREST_WEIGHT + i]
    encounters = 0.0
    leaving = 0.0
    for i in range(N_GROUPS):
        encounters += s[S_MEMBERS + i] * hostile_members(hostility, s, S_MEMBERS, i, N_GROUPS)
    ref[R_SIZE_0] = size
    ref[R_CAPACITY] = p[P_ARREST_HAZARD] * size
    ref[R_LETHALITY] = p[P_CASUALTY_SHARE] * p[P_HOMICIDES_0] / encounters
    ref[R_SATURATION] = growth / (squares * (p[P_CEILING] / size - 1.0))
    ref[R_BACKGROUND] = (1.0 - p[P_CASUALTY_SHARE]) * p[P_HOMICIDES_0]
    for i in range(N_GROUPS):
        members = s[S_MEMBERS + i]
        arrested = arrests(ref[R_CAPACITY], members, ref[R_ARREST_WEIGHT + i], weight_sum, p[P_ARREST_CAP])
        s[S_PRISON + i] = arrested * p[P_SENTENCE_YEARS]
        leaving += arrested * (1.0 - p[P_RETURN_SHARE]) + demobilisation(p[P_INDIVIDUAL_EXIT], 0.0, 0.0, members)
    s[S_EX_MEMBERS] = leaving / (p[P_RELAPSE_HAZARD] + 1.0 / p[P_AT_RISK_YEARS])
    for i in range(N_GROUPS):
        members = s[S_MEMBERS + i]
        hostile = hostile_members(hostility, s, S_MEMBERS, i, N_GROUPS)
        lost = (
            s[S_PRISON + i] / p[P_SENTENCE_YEARS] * (1.0 - p[P_RETURN_SHARE])
            + conflict_deaths(ref[R_LETHALITY], 1.0, members, hostile)
            + saturation(ref[R_SATURATION], members)
            + demobilisation(p[P_INDIVIDUAL_EXIT], 0.0, 0.0, members)
            - p[P_RELAPSE_HAZARD] * s[S_EX_MEMBERS] * members / size
        )
        growing = growth_under_pressure(p[P_GROWTH + i], p[P_PRESSURE_SHARE], DEFAULT_PRESSURE)
        ref[R_RECRUITMENT + i] = growing + lost / members


def market_rates(
    p: Array, lever: Array, shock: Array, at: int, row: int, t: float, s: Array, ds: Array, ref: Array, market: Array
) -> int:
    """Coca, price ladder, clearing and the flows of cocaine: derivatives of area and masses; returns a status.

    `at` and `row` are where the month starts in `lever` and `shock`.
    """
    farm_gate_0 = p[P_FARM_GATE_PRICE]
    psi = p[P_PASS_THROUGH]
    transit = p[P_TRANSIT_SEIZURE_SHARE]
    seized_col = lever[at + L_SEIZURE_SHARE] * p[P_SEIZURE_PURITY]
    ripening = exp(p[P_YIELD_GROWTH] * t)
    made_0 = 0.0
    exported_0 = 0.0
    for i in range(N_PRODUCERS):
        made = p[P_YIELD_0 + i] * ripening * s[S_AREA + i]
        made_0 += made
        exported_0 += made * (1.0 - (seized_col if i == I_PRODUCERS_COL else p[P_OTHER_SEIZURE_SHARE]))
    seized_share = 1.0 - exported_0 / made_0

    growth = exp(p[P_DEMAND_GROWTH] * t)
    at_zero = next_price(0.0, farm_gate_0, ref[R_EXPORT_MARGIN], psi, seized_share)
    at_start = next_price(farm_gate_0, farm_gate_0, ref[R_EXPORT_MARGIN], psi, seized_share)
    for m in range(N_MARKETS):
        wanted = ref[R_DEMAND + m] * growth
        margin = ref[R_RETAIL_MARGIN + m]
        if m == I_MARKETS_USA:
            wanted *= 1.0 - s[S_TREATED]
            margin += interdiction_margin(p[P_INTERDICTION_LEVERAGE], lever[at + L_INTERDICTION], wanted, transit)
        base = next_price(at_zero, p[P_EXPORT_PRICE], margin, psi, transit)
        top = next_price(at_start, p[P_EXPORT_PRICE], margin, psi, transit)
        market[m] = wanted
        market[N_MARKETS + m] = base
        market[2 * N_MARKETS + m] = (top - base) / farm_gate_0
        market[3 * N_MARKETS + m] = p[P_RETAIL_PRICE + m]

    farm_gate, status = clear_market(
        exported_0 * (1.0 - transit),
        p[P_HARVEST_ELASTICITY],
        market,
        p[P_DEMAND_ELASTICITY],
        farm_gate_0,
        log(ref[R_FARM_GATE] / farm_gate_0),
        N_MARKETS,
    )
    ref[R_FARM_GATE] = farm_gate
    ds[S_PRICE_TIME] = farm_gate
    ratio = farm_gate / farm_gate_0
    ds[S_SEIZED] = 0.0
    exported = 0.0
    for i in range(N_PRODUCERS):
        area = s[S_AREA + i]
        area_0 = p[P_AREA_0 + i]
        worked = lever[at + L_ERADICATION] if i == I_PRODUCERS_COL else 0.0
        worked_0 = DEFAULT_ERADICATION if i == I_PRODUCERS_COL else 0.0
        removed = eradicated(p[P_ERADICATION_EFFECT], worked, area, area_0)
        removed_0 = eradicated(p[P_ERADICATION_EFFECT], worked_0, area_0, area_0)
        desired = desired_area(
            area_0, removed_0, p[P_ADJUSTMENT_YEARS], ratio, p[P_AREA_ELASTICITY], shock[row + Z_AREA + i]
        )
        ds[S_AREA + i] = area_change(area, desired, p[P_ADJUSTMENT_YEARS], removed)
        made = harvest(p[P_YIELD_0 + i] * ripening, area, ratio, p[P_HARVEST_ELASTICITY])
        lost = made * (seized_col if i == I_PRODUCERS_COL else p[P_OTHER_SEIZURE_SHARE])
        ds[S_PRODUCED + i] = made
        ds[S_SEIZED] += lost
        exported += made - lost
    ds[S_SEIZED] += transit * exported
    for m in range(N_MARKETS):
        ds[S_CONSUMED + m] = market[4 * N_MARKETS + m]
    reached = lever[at + L_TREATMENT] * p[P_TREATMENT_EFFECT] * p[P_TREATMENT_TRANSPORT]
    ds[S_TREATED] = (reached - s[S_TREATED]) / p[P_TREATMENT_LAG]
    ref[R_RENT] = passed_margin(farm_gate, farm_gate_0, ref[R_EXPORT_MARGIN], psi) * ds[S_PRODUCED + I_PRODUCERS_COL]
    return status


def group_rates(p: Array, lever: Array, at: int, s: Array, ds: Array, ref: Array, hostility: Array) -> None:
    """Derivatives of members, prisoners and ex-members, and of their counters."""
    size = 0.0
    weight_sum = 0.0
    for i in range(N_GROUPS):
        size += s[S_MEMBERS + i]
        ref[R_ARREST_WEIGHT + i] = power(s[S_MEMBERS + i], p[P_ARREST_EXPONENT])
        weight_sum += ref[R_ARREST_WEIGHT + i]
    pay = pay_effect(ref[R_RENT] / size, ref[R_RENT_0] / ref[R_SIZE_0], p[P_PAY_ELASTICITY])
    counselled = prevented(lever[at + L_COUNSELLING], p[P_SOCIAL_TRANSPORT], p[P_ARREST_LINK], p[P_COUNSELLING_EFFECT])
    employed = prevented(lever[at + L_JOBS], p[P_SOCIAL_TRANSPORT], p[P_ARREST_LINK], p[P_JOBS_EFFECT])
    returning = relapse(
        p[P_RELAPSE_HAZARD], lever[at + L_REINTEGRATION], DEFAULT_REINTEGRATION, p[P_PROGRAMME_RATIO], s[S_EX_MEMBERS]
    )
    leaving = s[S_EX_MEMBERS] / p[P_AT_RISK_YEARS]
    ds[S_EX_MEMBERS] = -returning - leaving
    ds[S_LEFT_FOR_GOOD] = leaving
    ds[S_RECRUITED] = 0.0
    ds[S_KILLED] = 0.0
    ds[S_DROPPED_OUT] = 0.0
    ds[S_DEMOBILISED] = 0.0
    ref[R_LIKELY_RECRUITS] = 0.0
    for i in range(N_GROUPS):
        members = s[S_MEMBERS + i]
        talks = lever[at + L_TALKS + i]
        growing = growth_under_pressure(p[P_GROWTH + i], p[P_PRESSURE_SHARE], lever[at + L_PRESSURE])
        growing_0 = growth_under_pressure(p[P_GROWTH + i], p[P_PRESSURE_SHARE], DEFAULT_PRESSURE)
        rho = ref[R_RECRUITMENT + i] + growing - growing_0
        recruited = recruitment(rho, members, counselled * employed, pay)
        capacity = ref[R_CAPACITY] * lever[at + L_ARRESTS]
        arrested = arrests(capacity, members, ref[R_ARREST_WEIGHT + i], weight_sum, p[P_ARREST_CAP])
        hostile = hostile_members(hostility, s, S_MEMBERS, i, N_GROUPS)
        killed = conflict_deaths(ref[R_LETHALITY], exp(talks * p[P_TALKS_HOSTILITY]), members, hostile)
        dropped = saturation(ref[R_SATURATION], members)
        laid_down = demobilisation(p[P_INDIVIDUAL_EXIT], talks, p[P_TALKS_EXIT], members)
        released = s[S_PRISON + i] / (lever[at + L_SENTENCE] * p[P_SENTENCE_YEARS])
        back = p[P_RETURN_SHARE] * released
        ds[S_MEMBERS + i] = recruited - arrested - killed - dropped - laid_down + back + returning * members / size
        ds[S_PRISON + i] = arrested - released
        ds[S_EX_MEMBERS] += laid_down + released - back
        ds[S_RECRUITED] += recruited
        ds[S_KILLED] += killed
        ds[S_DROPPED_OUT] += dropped
        ds[S_DEMOBILISED] += laid_down
        ref[R_LIKELY_RECRUITS] += recruitment(rho, members, 1.0, pay)


def violence_and_outlay_rates(
    p: Array, lever: Array, shock: Array, at: int, row: int, t: float, ds: Array, ref: Array
) -> None:
    """Derivatives of the counters of homicides and of spending."""
    population = p[P_POPULATION_0] * exp(p[P_POPULATION_GROWTH] * t)
    trend = exp((p[P_POPULATION_GROWTH] + p[P_HOMICIDE_DRIFT]) * t)
    background = ref[R_BACKGROUND] * trend * shock[row + Z_BACKGROUND]
    ds[S_HOMICIDES] = homicide_flow(
        ds[S_KILLED], background, lever[at + L_EMERGENCY], p[P_EMERGENCY_TRANSPORT], p[P_EMERGENCY_EFFECT]
    )
    ds[S_HOMICIDE_RATE] = ds[S_HOMICIDES] / population * PER_100000
    ds[S_OUTLAY + I_PAYERS_COL] = programme_cost(
        lever[at + L_COUNSELLING], ref[R_LIKELY_RECRUITS], p[P_TARGETING_RATIO], p[P_COUNSELLING_UNIT_COST]
    )
    ds[S_OUTLAY + I_PAYERS_USA] = (
        lever[at + L_TREATMENT] * p[P_HEAVY_USERS] * p[P_TREATMENT_UNIT_COST]
        + lever[at + L_INTERDICTION] * DOLLARS_PER_BILLION
    )


def rates(
    p: Array,
    lever: Array,
    shock: Array,
    at: int,
    row: int,
    t: float,
    s: Array,
    ds: Array,
    ref: Array,
    market: Array,
    hostility: Array,
) -> int:
    """All derivatives at time t [years since the start]: market, then groups, then what follows from both."""
    status = market_rates(p, lever, shock, at, row, t, s, ds, ref, market)
    group_rates(p, lever, at, s, ds, ref, hostility)
    violence_and_outlay_rates(p, lever, shock, at, row, t, ds, ref)
    return status


def report(p: Array, lever: Array, at: int, t: float, s: Array, before: Array, ref: Array, out: Array, to: int) -> None:
    """Write the month's outcomes: stocks as they are now, flows as what was added since `before`."""
    population = p[P_POPULATION_0] * exp(p[P_POPULATION_GROWTH] * t)
    for i in range(N_PRODUCERS):
        out[to + O_COCA_AREA + i] = s[S_AREA + i]
        out[to + O_COCAINE_OUTPUT + i] = s[S_PRODUCED + i] - before[S_PRODUCED + i]
    for m in range(N_MARKETS):
        out[to + O_COCAINE_CONSUMED + m] = s[S_CONSUMED + m] - before[S_CONSUMED + m]
    out[to + O_COCAINE_SEIZED] = s[S_SEIZED] - before[S_SEIZED]
    out[to + O_FARM_GATE_PRICE] = (s[S_PRICE_TIME] - before[S_PRICE_TIME]) * MONTHS_PER_YEAR
    out[to + O_HOMICIDES] = s[S_HOMICIDES] - before[S_HOMICIDES]
    out[to + O_HOMICIDE_RATE] = s[S_HOMICIDE_RATE] - before[S_HOMICIDE_RATE]
    out[to + O_CONFLICT_DEATHS] = s[S_KILLED] - before[S_KILLED]
    imprisoned = 0.0
    for i in range(N_GROUPS):
        out[to + O_GROUP_MEMBERS + i] = s[S_MEMBERS + i]
        imprisoned += s[S_PRISON + i]
    out[to + O_DEMOBILISED] = s[S_DEMOBILISED] - before[S_DEMOBILISED]
    out[to + O_DETAINED] = detained(
        imprisoned, lever[at + L_EMERGENCY], p[P_DETENTION_SCALE], p[P_EMERGENCY_DETENTION], population
    )
    for i in range(N_PAYERS):
        out[to + O_STATE_OUTLAY + i] = s[S_OUTLAY + i] - before[S_OUTLAY + i]


def simulate(
    p: Array,
    lever: Array,
    shock: Array,
    hostility: Array,
    months: int,
    substeps: int,
    out: Array,
    s: Array,
    before: Array,
    trial: Array,
    ds: Array,
    slope: Array,
    ref: Array,
    market: Array,
) -> int:
    """Run one draw month by month (classical Runge–Kutta) and write its outcomes; returns the first status not OK.

    Parameters
    ----------
    p : parameters of the draw
    lever, shock : values by month, flat
    hostility : S_ij, flat
    out : outcomes by month, flat (written)
    s, before, trial, ds, slope, ref, market : working space
    """
    status = start(p, s, ref, hostility)
    h = 1.0 / (MONTHS_PER_YEAR * substeps)
    for month in range(months):
        at = month * N_LEVERS
        row = month * N_SHOCKS
        for i in range(N_STATES):
            before[i] = s[i]
        for step in range(substeps):
            t = (month * substeps + step) * h
            for i in range(N_STATES):
                trial[i] = s[i]
                slope[i] = 0.0
            for stage in range(4):
                weight = 1.0 if stage == 0 or stage == 3 else 2.0
                ahead = h if stage == 2 else 0.5 * h
                at_stage = t + (0.0 if stage == 0 else h if stage == 3 else 0.5 * h)
                met = rates(p, lever, shock, at, row, at_stage, trial, ds, ref, market, hostility)
                if status == STATUS_OK:
                    status = met
                for i in range(N_STATES):
                    slope[i] += weight * ds[i]
                    trial[i] = s[i] + ahead * ds[i]
            for i in range(N_STATES):
                s[i] += h / 6.0 * slope[i]
        for i in range(N_GROUPS):
            if status == STATUS_OK and not s[S_MEMBERS + i] > 0.0:
                status = STATUS_GROUPS
        report(p, lever, at, (month + 1) / MONTHS_PER_YEAR, s, before, ref, out, month * N_OUTCOMES)
    return status
