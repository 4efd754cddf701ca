"""Fifteen stories, each by the commands that a reader would type, with what they came for."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from commands import Capture, call

pytestmark = pytest.mark.usefixtures("elsewhere")
EXAMPLES = Path(__file__).parents[1] / "examples"
ANNOUNCED = "negotiated: true\nstopped_definitively: true\nreoffended: false\n"


def answer(capsys: Capture, *words: str) -> Any:
    """What a command answers as JSON."""
    code, out, err = call(capsys, *words, "--json")
    assert code == 0, err
    return json.loads(out)


def told(capsys: Capture, *words: str) -> str:
    """What a command prints, in one line each sentence."""
    code, out, err = call(capsys, *words)
    assert code == 0, err
    return out


def test_01_the_announced_rule_decides_a_case_and_says_what_would_flip_it(capsys: Capture) -> None:
    Path("case.yaml").write_text(ANNOUNCED, "utf-8")
    out = told(capsys, "decide", "--regime", "petro_2022", "case.yaml")
    assert "not extradited, as a benefit (P2)" in out and "announcement, not law" in out and "Reuters" in out
    assert re.search(r"reoffended = true → extradition: extradited without further negotiation \(P1\)", out)


def test_02_a_fact_that_is_not_known_leaves_both_branches_open(capsys: Capture) -> None:
    Path("case.yaml").write_text("negotiated: true\nreoffended: false\n", "utf-8")
    found = answer(capsys, "decide", "--regime", "petro_2022", "case.yaml")
    assert found["outcomes"]["extradition"] == "UNDETERMINED" and found["missing"][0] == "stopped_definitively"
    out = told(capsys, "decide", "--regime", "petro_2022", "case.yaml")
    assert re.search(r"true → extradition: not extradited.*\n.*false → extradition: ", out)


def test_03_an_audit_of_the_two_readings_finds_the_seven_gaps(capsys: Capture) -> None:
    out = told(capsys, "audit", "s1_2022", "s2_2022")
    assert re.search(r"[\d,]+ decided, [\d,]+ silent, [\d,]+ conflicting", out)
    for gap in range(1, 8):
        assert re.search(rf"U{gap}: .+\n(?:.*\n){{0,2}}? {{3}}\w+ = ", out), gap


def test_04_two_bills_differ_by_witnesses_whose_outcomes_differ(capsys: Capture) -> None:
    found = answer(capsys, "diff", "pl_288_2023", "pl_002_2025")
    witnesses = [one["witness"] for kind in ("added", "removed", "changed") for one in found[kind] if "witness" in one]
    assert len(witnesses) > 5 and all(one["a"] != one["b"] for one in witnesses)


def test_05_a_table_of_cases_is_decided_row_by_row(capsys: Capture) -> None:
    rows = ["id,negotiated,stopped_definitively,reoffended"]
    rows += [f"{at},true,{('true', '')[at % 2]},false" for at in range(2000)]
    Path("cases.csv").write_text("\n".join(rows) + "\n", "utf-8")
    told(capsys, "decide", "--regime", "petro_2022", "--batch", "cases.csv", "--out", "decided.csv")
    with Path("decided.csv").open(encoding="utf-8-sig") as file:
        decided = list(csv.DictReader(file))
    assert [one["id"] for one in decided] == [str(at) for at in range(2000)]
    whole = [tuple(value for name, value in one.items() if name not in ("id", "line")) for one in decided]
    assert len(set(whole[::2])) == len(set(whole[1::2])) == 1 and whole[0] != whole[1]
    assert any("P2" in value for value in whole[0]) and any("stopped_definitively" in value for value in whole[1])


def test_06_an_offer_to_a_population_by_rank_and_what_moves_it(capsys: Capture) -> None:
    found = answer(capsys, "offer", str(EXAMPLES / "offer.yaml"), "--draws", "64")
    assert len(found["acceptance"]) > 1 and all("accepted" in one for one in found["acceptance"])
    assert 0.0 <= found["assumption_share"] <= 1.0
    assert found["drivers"] and {"us_consent", "detected"} <= set(json.dumps(found).replace('"', " ").split())


def test_07_a_log_of_a_table_has_a_state_what_is_missing_and_next_steps(capsys: Capture) -> None:
    out = told(capsys, "process", "eln")
    assert "ELN: talks suspended, as of 2026-02" in out
    assert "Missing for the next state" in out and "May come next" in out


def test_08_a_revoked_truce_has_two_readings_with_both_published_results(capsys: Capture) -> None:
    found = answer(capsys, "truce", "--draws", "256")
    published = [one for each in found["alternatives"] for one in each["published"]]
    assert len(found["alternatives"]) == 2
    assert any(0.55 <= one["value"] <= 0.61 and one["inside"] for one in published)
    assert any(one["value"] == pytest.approx(569) and one["inside"] for one in published)


def test_09_a_claim_has_a_verdict_contrary_findings_and_a_citation(capsys: Capture) -> None:
    out = told(capsys, "claim", "C4")
    assert "MIXED, VERY LOW CERTAINTY" in out and "against" in out and "phillips_2015" in out
    assert "@misc" in told(capsys, "claim", "C4", "--cite", "bibtex")


def test_10_a_promise_stands_beside_what_was_done_and_no_cause_is_told(capsys: Capture) -> None:
    found = answer(capsys, "promise", "E2")
    assert found["status"] == "partly" and all(one["source"] for one in found["record"])
    extradited = [one for one in found["record"] if "extradited" in one["text"]]
    assert extradited and any("suspended" in one["text"] for one in found["record"])
    assert any("cause" in one["key"] for one in found["caveats"])


def test_11_every_published_number_stands_beside_ours_also_those_not_met(capsys: Capture) -> None:
    found = answer(capsys, "reproduce", "everingham_rydell_1994")
    statuses = {row["status"] for row in found["rows"]}
    assert all({"published", "status"} <= row.keys() for row in found["rows"])
    assert "reproduced" in statuses and statuses - {"reproduced"}


def test_12_a_backtest_tells_coverage_and_skill_against_persistence(capsys: Capture) -> None:
    found = answer(capsys, "backtest", "--cut", "2015", "--draws", "16")
    skills = [one["skill"]["persistence"] for one in found["summary"] if "persistence" in one["skill"]]
    assert min(skills) < 0.0 < max(skills)
    assert all("coverage" in one for one in found["summary"])


def test_13_a_budget_over_ten_years_is_split_and_comes_again_byte_for_byte(capsys: Capture) -> None:
    words = ("portfolio", "--budget", "2e9", "--years", "10", "--payer", "COL", "--steps", "2", "--draws", "16")
    first = told(capsys, *words, "--json")
    found = json.loads(first)
    assert told(capsys, *found["command"].split()[1:]) == first
    left_out = {one["lever"]: one["why"] for one in found["left_out"]}
    assert left_out["law"] == "law" and left_out["talks"] == "no_cost"
    out = told(capsys, *words)
    assert out.startswith("Left out: the law") and out.index("talks") < out.index("counselling 0")
    assert left_out["scholarships"] == "no_effect"
    mix = found["mixes"][1]
    assert mix["cost"]["i90"][0] < mix["cost"]["i50"][0] < mix["cost"]["median"] < mix["cost"]["i90"][1]
    assert {"median", "i50", "i90", "alternative"} <= mix["outcomes"][0]["by"][0].keys()
    assert any(row["mean"] is not None for row in mix["regret"])
    assert re.match(r"lab\.html#s=as-observed~\w+=", mix["link"])
    alone = told(capsys, *mix["command"].split()[1:], "--json", "--out", "mix")
    assert json.loads(alone)["scenarios"].keys() == {"as-observed", "own"}


def test_14_states_together_have_levels_coalitions_burdens_and_the_two_counts(capsys: Capture) -> None:
    out = told(capsys, "alliance", "--draws", "6")
    assert "lists 19 states; the article says that 17 signed" in out
    worth = str(EXAMPLES / "worth.yaml")
    found = answer(capsys, "alliance", "coalitions", "--weights", worth, "--draws", "6")
    assert found["coalitions"] and {True, False} >= {one["us_may_join"] for one in found["coalitions"]}
    burden = answer(capsys, "alliance", "burden", "--own", "COL=3", "--own", "PER=1")
    assert burden["burden"]
    assert "committee" in told(capsys, "alliance", "pipeline")


def test_15_mano_dura_at_five_and_ten_years_saves_takes_and_breaks_even_under_weights(capsys: Capture) -> None:
    words = ("tradeoffs", "mano-dura", "--weigh", "custody_deaths=1", "--weigh", "liberal_democracy=1000")
    found = answer(capsys, *words, "--draws", "32")
    rows = {(one["years"], one["outcome"]): one["by"] for one in found["rows"]}
    assert {years for years, _ in rows} == {5, 10}
    assert {"homicides", "detained", "custody_deaths", "liberal_democracy"} <= {outcome for _, outcome in rows}
    assert all(one["median"] > 0.0 for one in rows[5, "detained"])
    assert min(one["median"] for one in rows[10, "homicides"]) < 0.0
    assert (
        any(one["status"] == "even" for one in found["even"]) and len({one["alternative"] for one in found["even"]}) > 1
    )
    observed = answer(capsys, "militarisation", "--draws", "8")
    assert {"SLV", "ECU"} <= {one["id"] for one in observed["countries"]}


def test_no_story_is_missing() -> None:
    numbers = sorted(int(name[5:7]) for name in globals() if re.match(r"test_\d\d_", name))
    assert numbers == list(range(1, 16))
