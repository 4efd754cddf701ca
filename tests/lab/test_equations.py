"""Every pure function of the mechanisms: a value worked out by hand, and the sign of each argument."""

import re
from math import log
from pathlib import Path

import pytest
from equations import PURE, STEPS, Function, name_of

from tregua.lab import units
from tregua.lab.mechanisms import (
    armed_groups,
    coca,
    conflict,
    corridors,
    detention,
    exception,
    force,
    harms,
    leaders,
    market,
    offer,
    overdose,
    prevention,
    reintegration,
    talks,
    truce,
    use,
    violence,
)

LN2, LN3, LN4 = log(2.0), log(3.0), log(4.0)
A_LITTLE = 0.001

# Function, arguments, value, and for each argument whether the value rises (+) or falls (-) with it or stays (0). Where
# a sign depends on the place, or a minimum has two branches, each has its case.
CASES: list[tuple[Function, tuple[float, ...], float, str]] = [
    (units.power, (4.0, 1.5), 8.0, "++"),
    (units.power, (4.0, -0.5), 1 / 2, "-+"),
    (units.power, (1.1, 2.0), 1.21, "++"),
    (units.power, (0.25, 0.5), 1 / 2, "+-"),
    # θ_E · E · min(1, S/S_0): half of the coca left, then twice as much
    (coca.eradicated, (0.03, 1000.0, 50.0, 100.0), 30.0 / 2, "+++-"),
    (coca.eradicated, (0.03, 1000.0, 200.0, 100.0), 30.0, "++00"),
    # one reading has more coca where more is worked, and nothing is removed
    (coca.eradicated, (-0.5, 1000.0, 50.0, 100.0), 0.0, "0000"),
    # exp(b (E − E_0)/S_0): doubled, halved, and nothing where eradication adds no coca
    (coca.provoked, (LN2, 300.0, 200.0, 100.0), 2.0, "++--"),
    (coca.provoked, (LN2, 200.0, 300.0, 100.0), 1 / 2, "-+-+"),
    (coca.provoked, (0.0, 300.0, 200.0, 100.0), 1.0, "+000"),
    # (1 − n e k)(1 − n e k m) = (1 − 0.2)(1 − 0.1), and nothing where nobody is enrolled
    (coca.substituted, (0.5, 0.8, 0.5, 0.5), 0.72, "----"),
    (coca.substituted, (0.0, 0.8, 0.5, 0.5), 1.0, "-000"),
    # F/F_0 · (X/X_0)^k = 2 · √4, and 2 · √¼
    (coca.local_price, (2.0, 4.0, 0.5), 4.0, "+++"),
    (coca.local_price, (2.0, 0.25, 0.5), 1.0, "++-"),
    # exp(α (n − n_0)): doubled twice, halved
    (coca.announced, (LN2, 3.0, 1.0), 4.0, "++-"),
    (coca.announced, (LN2, 0.0, 1.0), 1 / 2, "-+-"),
    # (S_0 + T_S · e_0) · φ^η · Z = (100 + 20) · √4 · 3
    (coca.desired_area, (100.0, 10.0, 2.0, 4.0, 0.5, 3.0), 720.0, "++++++"),
    (coca.desired_area, (100.0, 10.0, 2.0, 0.25, 0.5, 3.0), 180.0, "++++-+"),
    # (S* − S)/T_S − e = 30/2 − 5, and −30/2 − 5
    (coca.area_change, (100.0, 130.0, 2.0, 5.0), 10.0, "-+--"),
    (coca.area_change, (100.0, 70.0, 2.0, 5.0), -20.0, "-++-"),
    (coca.harvest, (8.0, 100.0, 4.0, 0.5), 800.0 * 2, "++++"),
    (coca.harvest, (8.0, 100.0, 0.25, 0.5), 800.0 / 2, "+++-"),
    # y · (S_t + S_(t−1))/2 · 1/12 = 6 · 200/12
    (coca.potential, (6.0, 100.0, 300.0), 100.0, "+++"),
    # L · q + σ_o
    (market.seized_before_export, (0.4, 0.5, 0.1), 0.3, "+++"),
    # [(1 − ψ) + ψ p/p_0] · m = (3/4 + 1/4 · 3) · 100, and (3/4 + 1/4 · 1/2) · 100
    (market.passed_margin, (30.0, 10.0, 100.0, 0.25), 150.0, "+-++"),
    (market.passed_margin, (5.0, 10.0, 100.0, 0.25), 87.5, "+-+-"),
    # (p + M)/(1 − σ) = (30 + 150)/0.8, and (5 + 87.5)/0.8
    (market.next_price, (30.0, 10.0, 100.0, 0.25, 0.2), 225.0, "+-+++"),
    (market.next_price, (5.0, 10.0, 100.0, 0.25, 0.2), 92.5 / 0.8, "+-+-+"),
    # p'_0 (1 − σ_0) − p_0 = 80 − 10
    (market.margin_between, (10.0, 100.0, 0.2), 70.0, "-+-"),
    # Λ B/Q · (1 − σ) = 1.5 · 2 bn / 1 million · 0.8
    (market.imposed_margin, (1.5, 2.0, 1e6, 0.2), 3000 * 0.8, "++--"),
    # m_0 exp(γ_m t): doubled twice, halved
    (market.margin_now, (100.0, LN2, 2.0), 400.0, "+++"),
    (market.margin_now, (100.0, -LN2, 1.0), 50.0, "++-"),
    # C_0 (p/p_0)^ε = 100/√4 and 100 · √4; an elasticity nearer to zero consumes more at a higher price
    (market.demand, (100.0, 40.0, 10.0, -0.5), 50.0, "+-++"),
    (market.demand, (100.0, 10.0, 40.0, -0.5), 200.0, "+-+-"),
    (armed_groups.recruitment, (0.1, 200.0, 0.5, 3.0), 30.0, "++++"),
    (armed_groups.pay_effect, (40.0, 10.0, 0.5), 2.0, "+-+"),
    (armed_groups.pay_effect, (10.0, 40.0, 0.5), 1 / 2, "+--"),
    (armed_groups.pay_effect, (40.0, 10.0, 0.0), 1.0, "00+"),
    (armed_groups.saturation, (0.01, 20.0), 4.0, "++"),
    # M_0 (C/C_0)^μ = 10 · √4 and 10 · √¼; at μ = 1 in proportion, at μ = 0 as at the start
    (conflict.presence, (10.0, 40.0, 10.0, 0.5), 20.0, "++-+"),
    (conflict.presence, (10.0, 10.0, 40.0, 0.5), 5.0, "++--"),
    (conflict.presence, (10.0, 40.0, 10.0, 1.0), 40.0, "++-+"),
    (conflict.presence, (10.0, 40.0, 10.0, 0.0), 10.0, "+00+"),
    (conflict.conflict_deaths, (0.01, 2.0, 50.0, 30.0), 30.0, "++++"),
    (conflict.fierceness, (2.0, LN3), 9.0, "++"),
    (conflict.fierceness, (2.0, -LN3), 1 / 9, "-+"),
    (conflict.state_deaths, (0.01, 2.0, 50.0), 1.0, "+++"),
    # exp(c · f + ζ (P − P_0)): halved by half a ceasefire that quarters, doubled by a pressure of one more
    (conflict.contact, (0.5, -LN4, 1.5, 0.5, LN2), 1.0, "-++-+"),
    (conflict.contact, (0.5, -LN4, 0.5, 1.5, LN2), 1 / 4, "-++--"),
    # O_0 (Q/Q_0)^ε = 10 · √4 and 10 · √¼; as at the start where nobody met
    (conflict.civilian_deaths, (10.0, 40.0, 10.0, 0.5), 20.0, "++-+"),
    (conflict.civilian_deaths, (10.0, 10.0, 40.0, 0.5), 5.0, "++--"),
    (conflict.civilian_deaths, (10.0, 1.0, 0.0, 0.5), 10.0, "+0+0"),
    (conflict.calmed, (0.75, 0.25, 0.1), 0.05, "+-+"),
    (conflict.calmed, (0.25, 0.75, -0.1), 0.05, "-+-"),
    # g_l + κ (1 − P_0) = 0.1 + 0.2 · ½, and under twice the pressure 0.1 − 0.2
    (armed_groups.settled_growth, (0.1, 0.2, 0.5), 0.2, "++-"),
    (armed_groups.settled_growth, (0.1, 0.2, 2.0), -0.1, "+--"),
    # g_∞ + (g_0 − g_∞) exp(−t/T_g) = 0.1 + 0.4/2, 0.5 − 0.4/2, and g_0 at the start
    (armed_groups.expected_growth, (0.5, 0.1, 2.0, 2 * LN2), 0.3, "+++-"),
    (armed_groups.expected_growth, (0.1, 0.5, 2.0, 2 * LN2), 0.3, "++-+"),
    (armed_groups.expected_growth, (0.5, 0.1, 2.0, 0.0), 0.5, "+00-"),
    # g − κ (P' − P'_0) = 0.3 − 0.2 · ½, and 0.3 + 0.2 · ½; of a pressure beyond one, a quarter of what is beyond
    (armed_groups.growth_under_pressure, (0.3, 0.2, 0.75, 0.25, 0.25), 0.2, "+--+0"),
    (armed_groups.growth_under_pressure, (0.3, 0.2, 0.25, 0.75, 0.25), 0.4, "++-+0"),
    (armed_groups.growth_under_pressure, (0.3, 0.2, 2.0, 0.5, 0.25), 0.15, "+--+-"),
    (armed_groups.growth_under_pressure, (0.3, 0.2, 0.5, 2.0, 0.25), 0.45, "++-++"),
    # min(E · w_i/Σ w, κ C) = min(100 · 2/8, 0.6 · 50), and min(25, 0.4 · 50)
    (detention.arrests, (100.0, 50.0, 2.0, 8.0, 0.6), 25.0, "+0+-0"),
    (detention.arrests, (100.0, 50.0, 2.0, 8.0, 0.4), 20.0, "0+00+"),
    # E_0 (C/C_0)^α = 100 · √4 and 100 · √¼; at α = 0 fixed
    (detention.capacity_now, (100.0, 40.0, 10.0, 0.5), 200.0, "++-+"),
    (detention.capacity_now, (100.0, 10.0, 40.0, 0.5), 50.0, "++--"),
    (detention.capacity_now, (100.0, 40.0, 10.0, 0.0), 100.0, "+00+"),
    # x · δ · m · C
    (detention.held_under_exception, (0.5, 0.4, 0.1, 100.0), 2.0, "++++"),
    (detention.released, (120.0, 0.5, 4.0), 60.0, "+--"),
    # P − M + max(H, M) = 100 − 60 + 4000
    (detention.detained, (100.0, 60.0, 4000.0), 4040.0, "+-+"),
    # x · δ · h · N/100 000 = 0.5 · 0.4 · 1000 · 20
    (exception.held, (0.5, 0.4, 1000.0, 2e6), 4000.0, "++++"),
    # x · δ · e · exp(−φ u): half of half of −ln 4, halved again in two years
    (exception.exception_change, (0.5, 0.5, -LN4, LN2 / 2, 2.0), -LN4 / 8, "--+++"),
    (exception.exception_change, (0.5, 0.5, LN4, LN2 / 2, 2.0), LN4 / 8, "+++--"),
    (exception.custody_deaths, (2.0, 0.5, 0.5, 2e6), 10.0, "++++"),
    # (x · δ · Δ − L)/T = (−0.1 + 0.05)/4, and back once it is lifted
    (exception.democracy_change, (-0.05, 0.5, 0.5, -0.4, 4.0), -0.0125, "---++"),
    (exception.democracy_change, (-0.05, 0.0, 0.5, -0.4, 4.0), 0.0125, "--00-"),
    # d · r^a · C = 0.02 · √¼ · 100 and 0.02 · √4 · 100; without a table the ratio does nothing
    (talks.surrender, (0.02, 0.5, 0.25, 100.0), 1.0, "+-++"),
    (talks.surrender, (0.02, 0.5, 4.0, 100.0), 4.0, "++++"),
    (talks.surrender, (0.02, 0.0, 0.25, 100.0), 2.0, "+-0+"),
    # −ln(1 − f) · C = ln 4 · 100 in the year after the signature, nothing without one or after that year
    # h exp(ε G): doubled, and no effect
    (talks.guaranteed, (0.1, LN4, 0.5), 0.2, "+++"),
    (talks.guaranteed, (0.1, 0.0, 0.5), 0.1, "++0"),
    # −ln((1 − ½)(1 − ½)) in the year after the signature; none before and none later
    (talks.settling, (1.0, 0.5, 0.5, 0.5), LN4, "00++"),
    (talks.settling, (0.0, 0.5, 0.5, 0.5), 0.0, "+000"),
    (talks.settling, (1.0, 1.0, 0.5, 0.5), 0.0, "0-00"),
    # of the three quarters gone after a year a third laid down arms, and a half of the group had split off before
    (talks.collective, (LN4, 0.5, 0.5, 0.5, 300.0), LN4 * 50, "+-+-+"),
    (talks.collective, (LN4, 0.0, 0.75, 0.0, 100.0), LN4 * 100, "+-0-+"),
    (talks.collective, (0.0, 0.5, 0.5, 0.5, 300.0), 0.0, "+0000"),
    # η · ½ · (½ + ½ · ¼)/¾
    (talks.split_off, (LN4, 0.5, 0.5, 0.5), LN4 * 0.5 * 0.625 / 0.75, "++--"),
    (talks.split_off, (0.0, 0.5, 0.5, 0.5), 0.0, "+000"),
    # a + u · b = 0.2 + 0.5 · 0.4
    (offer.chance, (0.2, 0.4, 0.5), 0.4, "+++"),
    # c · q^(T/t) = ½ · (¼)^(6/4)
    (offer.benefit_kept, (0.5, 0.25, 6.0, 4.0), 1 / 16, "++-+"),
    (offer.expected, (0.25, 0.2, 1.0), 0.8, "-++"),
    (offer.years_avoided, (0.5, 1.0, 0.2, 10.0), 4.0, "++-+"),
    # y_max − u (y_max − y_min) = 8 − 0.5 · 3
    (offer.stated_penalty, (8.0, 3.0, 0.5), 6.5, "+--"),
    # k (s θ + w max(0, θ − y)) = 0.5 (0.4 · 10 + 0.3 · 5)
    (offer.years_off, (0.5, 0.4, 0.3, 5.0, 10.0), 2.75, "+++-+"),
    # exp(β Δ + γ δ) = 2 · 2
    (offer.response, (LN2, 1.0, LN2 / 2, 2.0), 4.0, "++++"),
    (offer.response, (0.0, 1.0, 0.0, 2.0), 1.0, "+0+0"),
    (offer.taken, (0.5, 10.0), 5.0, "++"),
    # exp(−β ρ L (x − x_0)): twice the threat
    (offer.deterred, (LN2, 2.0, 0.75, 0.25), 0.5, "---+"),
    (offer.deterred, (0.0, 2.0, 0.75, 0.25), 1.0, "-000"),
    # 200 · 2 · (0.9 · 1 + 0.1 · 0.5)/1, and 0.1 · (1 − 0.5) of 400: together 400
    (offer.executed, (200.0, 2.0, 0.1, 1.0, 0.5, 1.0), 380.0, "++-++-"),
    (offer.suspended, (200.0, 2.0, 0.1, 0.5, 1.0), 20.0, "++++-"),
    (offer.delivered_again, (10.0, 0.1, 0.5, 1.0), 0.5, "++++"),
    # λ X (1 − c · 0.8)/(1 − c_0 · 0.8) = 10 · 0.6/0.8, and 10 · 0.8/0.6
    (reintegration.relapse, (0.1, 0.5, 0.25, 0.2, 100.0), 7.5, "+-+++"),
    # exp(−ε (A − A_0)): halved
    (reintegration.implemented, (LN2, 1.0, 0.0), 0.5, "--+"),
    (reintegration.implemented, (0.0, 1.0, 0.0), 1.0, "-00"),
    (reintegration.relapse, (0.1, 0.25, 0.5, 0.2, 100.0), 40 / 3, "+-+-+"),
    # c(1 − S) − S/T − S/R = 0.4 · 0.75 − 0.25/2.5 − 0.25/5; at rest where that is nothing: 0.3/(0.3 + 0.4 + 0.3)
    (prevention.kept_change, (0.25, 0.4, 2.5, 5.0), 0.15, "-+++"),
    (prevention.kept_always, (0.3, 2.5, 1 / 0.3), 0.3, "+++"),
    (prevention.kept_always, (0.0, 2.5, 5.0), 0.0, "+00"),
    # 1 − 0.5 · 0.8 · 0.25
    (prevention.improved, (0.5, 0.8, 0.25), 0.9, "---"),
    # 1 − 0.5 · 0.8 · 0.5 · 0.25
    (prevention.prevented, (0.5, 0.8, 0.5, 0.25), 0.95, "----"),
    (prevention.programme_cost, (0.5, 100.0, 3.0, 20.0), 3000.0, "++++"),
    # (c · e · τ − U)/T = (0.2 − 0.1)/4, and (0.2 − 0.4)/4
    # I − (a + b) L + f H = 100 − 0.2 · 300 + 0.1 · 50
    (use.light_change, (100.0, 0.2, 300.0, 0.1, 50.0), 45.0, "+--++"),
    # b L − (f + g) H = 0.1 · 300 − 0.2 · 50
    (use.heavy_change, (0.1, 300.0, 0.2, 50.0), 20.0, "++--"),
    (use.departures, (0.5, 0.2, 0.5, 200.0), 10.0, "++++"),
    (use.abstinent, (0.5, 0.25, 0.8, 0.5), 0.05, "++++"),
    # τ + max(s_m, s exp(−q Y/L)) L = 10 + ¼ · 100, and 10 + ½ · 100 where the floor is higher
    (use.reputed, (10.0, 0.1, 1.0, LN4, 100.0, 100.0), 35.0, "+0+--+"),
    (use.reputed, (10.0, 0.5, 1.0, LN4, 100.0, 100.0), 60.0, "++000+"),
    # H − δ Y = 50 − 0.25 · 100
    (use.memory_change, (50.0, 0.25, 100.0), 25.0, "+--"),
    # I_0 + R − R_0 = 100 + 30 − 50
    (use.drawn_in, (100.0, 30.0, 50.0), 80.0, "++-"),
    # I_1 · (1 − T e) = 200 · (1 − 0.5 · 0.2)
    (use.started, (200.0, 0.5, 0.2), 180.0, "+--"),
    # (c − T)/T_P = 0.4/10, and −0.4/10
    (use.taught_change, (0.5, 0.1, 10.0), 0.04, "+--"),
    (use.taught_change, (0.1, 0.5, 10.0), -0.04, "+-+"),
    # (c_L L + c_H H (1 − x))/1000 = (10 · 200 + 100 · 50 · 0.8)/1000
    (use.used_grams, (200.0, 50.0, 10.0, 100.0, 0.2), 6.0, "++++-"),
    # μ H (1 − s_o c (1 − ρ)) = 0.01 · 1000 · (1 − 0.8 · 0.5 · 0.5)
    (overdose.overdoses, (0.01, 1000.0, 0.8, 0.5, 0.5), 8.0, "++--+"),
    # (F/F_0)^θ = √4 and √¼
    (overdose.deadlier, (4.0, 1.0, 0.5), 2.0, "+-+"),
    (overdose.deadlier, (1.0, 4.0, 0.5), 1 / 2, "+--"),
    # x σ_0/(1 + (x − 1) σ_0): odds of 1 to 3 doubled, and as they were
    (corridors.removed_share, (0.25, 2.0), 0.4, "++"),
    (corridors.removed_share, (0.25, 1.0), 0.25, "++"),
    # w ((1 − σ)/(1 − σ_0))^β = 0.5 · (½)², and twice as much where fewer are removed
    (corridors.drawn_traffic, (0.5, 0.6, 0.2, 2.0), 0.125, "+-+-"),
    (corridors.drawn_traffic, (0.5, 0.2, 0.6, 1.0), 1.0, "+-++"),
    # (C/W)^λ: half arrives
    (corridors.scarcity_homicides, (50.0, 100.0, -0.5), 2**0.5, "-+-"),
    (corridors.scarcity_homicides, (50.0, 100.0, 0.0), 1.0, "00-"),
    # (F q/(F_0 q_0))^ε_v = √(2 · 2) and √(1 · ¼); no effect where nothing was made, or without the link
    (violence.coca_value, (2.0, 40.0, 20.0, 0.5), 2.0, "++-+"),
    (violence.coca_value, (1.0, 10.0, 40.0, 0.5), 1 / 2, "++--"),
    (violence.coca_value, (2.0, 40.0, 20.0, 0.0), 1.0, "000+"),
    (violence.coca_value, (2.0, 40.0, 0.0, 0.5), 1.0, "00+0"),
    # D + O + B · exp(x): the background halved, and doubled
    # 1 + a (e^k − 1) + ω max(0, m − a) = 1 − ½ · ¾, and a quarter of 2 more where ¼ was revoked
    (truce.truce_ratio, (0.5, -LN4, 0.25, 2.0), 1 - 3 / 8, "-+00"),
    (truce.truce_ratio, (0.5, -LN4, 0.75, 2.0), 1 - 3 / 8 + 1 / 2, "-+++"),
    (truce.remembered_change, (0.5, 1.0, 4.0), 1 / 8, "-+-"),
    (truce.remembered_change, (0.5, 0.0, 4.0), -1 / 8, "-++"),
    (leaders.lost_change, (2.0, 3.0, 2.0), 0.5, "+-+"),
    # (1 + ½ · 0.8 · 5)/(1 + ½ · 0.8 · 2.5) = 3/2
    (leaders.leader_jump, (0.5, 1.0, 1.0, 0.4), 1.25, "+++-"),
    (leaders.leader_jump, (0.5, 1.0, 0.4, 1.0), 0.8, "--+-"),
    (leaders.leader_jump, (0.5, 1.0, 6.0, 1.0), 4 / 3, "-+0-"),
    (leaders.leader_jump, (0.5, 1.0, 1.0, 6.0), 0.75, "+-+0"),
    (leaders.succession_deaths, (16.0, 3.0, 1.0, 2.0), 16.0, "++--"),
    (leaders.divided, (0.3, 2.0), 0.6, "++"),
    # (A/A_0)^(η ζ) = 4^(2 · ¼), and ¼ of it; at ζ = 0 nothing
    (force.militia_attacks, (4.0, 1.0, 2.0, 0.25), 2.0, "+-++"),
    (force.militia_attacks, (1.0, 4.0, 2.0, 0.25), 1 / 2, "+---"),
    (force.militia_attacks, (4.0, 1.0, 2.0, 0.0), 1.0, "000+"),
    (force.foreign_change, (1.0, 0.5, 0.2), 0.1, "+-+"),
    (force.foreign_change, (1.0, 0.5, 0.0), 0.0, "00+"),
    # X_0 (C/C_0)^ξ = 100 · 2² and 100/2²
    (harms.follows_members, (100.0, 20.0, 10.0, 2.0), 400.0, "++-+"),
    (harms.follows_members, (100.0, 10.0, 20.0, 2.0), 25.0, "++--"),
    (violence.homicide_flow, (10.0, 5.0, 100.0, -LN2), 65.0, "++++"),
    (violence.homicide_flow, (10.0, 5.0, 100.0, LN2), 215.0, "++++"),
]
each_case = pytest.mark.parametrize(
    ("function", "arguments", "value", "signs"), CASES, ids=[name_of(function) for function, *_ in CASES]
)


def sign(change: float, scale: float) -> str:
    return "0" if abs(change) <= 1e-9 * abs(scale) else "+" if change > 0 else "-"


@each_case
def test_the_value_worked_out_by_hand(
    function: Function, arguments: tuple[float, ...], value: float, signs: str
) -> None:
    assert function(*arguments) == pytest.approx(value, rel=1e-12)


@each_case
def test_each_argument_moves_the_value_its_way(
    function: Function, arguments: tuple[float, ...], value: float, signs: str
) -> None:
    found = ""
    for i, argument in enumerate(arguments):
        less, more = (
            function(*arguments[:i], argument + by * (abs(argument) or 1.0), *arguments[i + 1 :])
            for by in (-A_LITTLE, A_LITTLE)
        )
        found += sign(more - less, value)
    assert found == signs


def test_every_pure_function_has_a_case() -> None:
    assert {name_of(function) for function, *_ in CASES} == {name_of(function) for function in PURE}


def test_every_step_has_a_test_of_its_name() -> None:
    files = Path(__file__).parent.glob("test_steps_of_*.py")
    tests = {name for file in files for name in re.findall(r"def test_(\w+)", file.read_text("utf-8"))}
    assert {name_of(step).replace(".", "_") for step in STEPS} <= tests
