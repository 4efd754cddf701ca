"""The first screen by rule: which finding leads, which harm is told, what stands beside it."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
import xarray as xr

from tregua.analysis.finding import Finding, Lead, finding, holds, told
from tregua.lab.cell import Comparison
from tregua.lab.compare import Comparisons, compare
from tregua.lab.model import lab
from tregua.lab.own import own_scenario, read_setting
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, RECORD, load_scenarios
from tregua.show.words import finding as words
from tregua.show.words.said import in_language, in_words
from tregua.text import LANGUAGES, Language, text

POLICIES = tuple(name for name in PRESETS if name != RECORD)


@pytest.fixture(scope="module")
def run() -> xr.Dataset:
    return simulate(load_scenarios(PRESETS), Settings(draws=40, until=2031))


@pytest.fixture(scope="module")
def compared(run: xr.Dataset) -> Comparisons:
    return compare(run, "as-observed", 2030)


@pytest.fixture(scope="module")
def found(run: xr.Dataset, compared: Comparisons) -> Finding:
    return finding(run, compared)


def changed(
    compared: Comparisons, scenarios: Iterable[str] = ("mano-dura",), **cells: dict[str, object]
) -> Comparisons:
    """The comparisons with some cells of Mano dura, or of other policies, as they are said to be."""
    made = tuple(
        replace(one, **cells[one.outcome])
        if one.scenario in scenarios and one.outcome in cells and one.place == "COL"
        else one  # type: ignore[arg-type]
        for one in compared.comparisons
    )
    return replace(compared, comparisons=made)


def cell(compared: Comparisons, outcome: str) -> Comparison:
    return compared.one("mano-dura", outcome, "COL")


def test_one_of_the_first_outcomes_is_always_a_harm_to_rights_or_civilians() -> None:
    assert {one.harm for one in told()[:3]} >= {"civilians", "rights"}
    assert len(told()) == 5 and all(lab().outcomes[one.outcome].headline for one in told())


def leads(found: Finding, outcomes: Iterable[str]) -> list[Lead]:
    return [
        lead
        for row in found.rows
        if row.outcome.id in outcomes
        for one in row.cells
        if (lead := holds(one)) is not None
    ]


def test_three_policies_at_most_in_the_order_asked_for(found: Finding) -> None:
    assert found.policies == POLICIES[:3] and found.others == POLICIES[3:]
    assert all(tuple(one.scenario for one in row.cells) == POLICIES for row in found.rows)
    assert all(tuple(one.scenario for one in found.cells(row)) == found.policies for row in found.rows)


def test_a_policy_that_a_sentence_is_about_is_shown_however_late_it_was_asked_for(
    run: xr.Dataset, compared: Comparisons
) -> None:
    last = POLICIES[-1]
    matters = replace(cell(compared, "detained").material, status="yes")
    risen = {"material": matters, "lower": 0, "higher": 5, "n_alternatives": 5, "median_range": (1e9, 1e9)}
    late = finding(run, changed(compared, [last], detained=risen))
    assert late.harm is not None and late.harm.cell.scenario == last
    assert late.policies == (*POLICIES[:2], last) and late.others == POLICIES[2:-1]


def test_the_lead_is_the_direction_that_the_largest_part_of_the_alternatives_share(
    run: xr.Dataset, compared: Comparisons, found: Finding
) -> None:
    """Among differences that may matter in some reading; of several the largest beside what matters."""
    may_lead = [one.outcome for one in told() if one.lead]
    among = [
        one
        for one in leads(found, may_lead)
        if max(map(abs, one.cell.median_range or (0.0, 0.0))) >= one.cell.material.threshold
    ]
    shares = {id(one): one.count / one.cell.n_alternatives for one in among}
    widest = [one for one in among if shares[id(one)] == max(shares.values())]
    assert len(widest) > 1 and found.lead == max(widest, key=lambda one: one.size)
    split = {"lower": 5, "higher": 5, "n_alternatives": 10}
    other = finding(run, changed(compared, POLICIES, **dict.fromkeys(may_lead, split))).lead
    assert other is None or other.cell.outcome not in {one.outcome for one in told()}


def test_practically_none_leads_nothing(compared: Comparisons) -> None:
    one = cell(compared, "group_members")
    assert holds(one) is not None
    assert holds(replace(one, material=replace(one.material, status="none"))) is None
    half = replace(one, lower=one.n_alternatives // 2, higher=0)
    assert holds(half) is None or 2 * half.lower > half.n_alternatives


def test_the_harm_is_the_largest_rise_beside_what_matters(
    run: xr.Dataset, compared: Comparisons, found: Finding
) -> None:
    harmful = [one.outcome for one in told() if one.harm]
    rises = sorted((one for one in leads(found, harmful) if one.side == "higher"), key=lambda one: one.size)
    first, second = rises[-1], rises[-2]
    assert found.harm == first
    none = {"lower": 0, "higher": 0}
    muted = finding(run, changed(compared, [first.cell.scenario], **{first.cell.outcome: none}))
    assert muted.harm == second and second.cell.scenario != first.cell.scenario
    assert finding(run, changed(compared, POLICIES, **dict.fromkeys(harmful, none))).harm is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_today_is_the_last_observed_figure_with_its_year(found: Finding, language: Language) -> None:
    rows = {row.outcome.id: row for row in found.rows}
    points = lab().series["coca_area.COL"].points
    last = max(points, key=lambda one: (one.year, one.month or 12))
    assert rows["coca_area"].today == last
    assert str(last.year) in words.today(rows["coca_area"], language)
    assert words.today(rows["state_outlay"], language) == text(language, "finding.not_observed")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_say_the_range_the_count_and_the_tests(found: Finding, language: Language) -> None:
    lead, tested, harm = words.sentences(found, language)
    assert found.lead is not None and str(found.lead.count) in lead and str(found.comparisons.year) in lead
    assert "−" not in lead and tested and harm
    assert words.policy(found, found.lead.cell.scenario, language) in lead


@pytest.mark.parametrize("status", ["same", "no_lever", "not_in_lab", "no_cost", "no_change"])
def test_what_has_no_figure_is_said_in_words_of_its_own(compared: Comparisons, status: str) -> None:
    blank = replace(cell(compared, "homicides"), status=status, alternatives=(), n_alternatives=0)
    told = {language: words.cell_words(blank, 40, language) for language in LANGUAGES}
    assert told["en"].size == text("en", f"likely.{status}") != told["es"].size
    assert not told["en"].arrow and not told["en"].mark
    sizes = {text("en", f"likely.{one}") for one in ("same", "no_lever", "not_in_lab", "no_cost", "no_change")}
    assert len(sizes) == 5 and text("en", "material.brief.none") not in sizes


def test_a_policy_with_the_settings_of_the_baseline_says_so(run: xr.Dataset) -> None:
    twin = load_scenarios(["alliance"])[0].model_copy(update={"id": "twin"})
    both = simulate([*load_scenarios(["alliance"]), twin], Settings(draws=4, until=2028))
    assert {one.status for one in compare(both, "alliance", 2028).comparisons} == {"same"}


def test_strength_is_that_of_the_weakest_lever_behind_a_figure(found: Finding) -> None:
    for row in found.rows:
        for one in row.cells:
            grades = [caveat.values["grade"] for caveat in one.caveats if caveat.key == "caveat.grade"]
            assert words.strength_of(one) == (words.STRENGTH[str(grades[0])] if grades else "")
    assert [*dict.fromkeys(words.STRENGTH.values())] == [*words.MARKS]


# --- policies that act elsewhere --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def abroad() -> xr.Dataset:
    return simulate(load_scenarios(["as-observed", "demand-reduction"]), Settings(draws=40, until=2031))


def test_a_policy_that_acts_elsewhere_is_told_by_what_it_moves_most_there(abroad: xr.Dataset) -> None:
    found = finding(abroad, compare(abroad, "as-observed", 2030))
    assert found.lead is not None and found.lead.cell.place != "COL"
    first = found.rows[0]
    assert (first.outcome.id, first.place) == (found.lead.cell.outcome, found.lead.cell.place)
    leads = [
        lead for row in found.rows for one in row.cells if (lead := holds(one)) and row.outcome.id != "state_outlay"
    ]
    assert found.lead.size == max(one.size for one in leads if one.share == found.lead.share)
    assert len(found.rows) <= 5 and found.rows[0].text.en.endswith(lab().place_text(first.place).en)
    lead, _, *_ = words.sentences(found, "es")
    assert in_language(lab().place_text(first.place), "es") in lead


def test_cost_is_told_of_the_state_that_pays_for_it(abroad: xr.Dataset, found: Finding) -> None:
    paid = {row.outcome.id: row for row in finding(abroad, compare(abroad, "as-observed", 2030)).rows}["state_outlay"]
    assert paid.place == "USA" and paid.text.en == "Cost, USD a year, United States" and paid.cells[0].alternatives
    assert {row.outcome.id: row for row in found.rows}["state_outlay"].text.es == "Costo, USD al año, Colombia"


def test_beside_policies_that_act_here_nothing_else_that_is_here_takes_a_place(found: Finding) -> None:
    assert [row.outcome.id for row in found.rows] == [one.outcome for one in told()]


def test_a_policy_alone_is_told_by_what_else_it_moves_here() -> None:
    more = own_scenario([], [read_setting("extradition=3", "2027-01")], "2027-01")
    dataset = simulate([*load_scenarios(["as-observed"]), more], Settings(draws=40, until=2031))
    found = finding(dataset, compare(dataset, "as-observed", 2030))
    assert found.lead is not None and (found.lead.cell.outcome, found.lead.cell.place) == ("extraditions", "COL")
    assert [row.outcome.id for row in found.rows] == ["extraditions", "homicides", "state_outlay"]


def test_beside_policies_that_act_here_it_is_the_third_row() -> None:
    several = simulate(load_scenarios(["as-observed", "mano-dura", "demand-reduction"]), Settings(draws=40, until=2031))
    found = finding(several, compare(several, "as-observed", 2030))
    assert found.lead is not None and found.lead.cell.scenario == "mano-dura"
    assert found.rows[2].place != "COL" and [row.outcome.id for row in found.rows[:2]] == ["homicides", "detained"]
    assert found.rows[2].cells[1].scenario == "demand-reduction" and holds(found.rows[2].cells[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_screen_tells_what_never_acts(language: Language) -> None:
    late = own_scenario([], [read_setting("truce=1@2050-01", "2027-01")], "2027-01")
    dataset = simulate([*load_scenarios(["as-observed"]), late], Settings(draws=4, until=2031))
    comparisons = compare(dataset, "as-observed", 2030)
    (said,) = [one for one in comparisons.caveats if one.key == "caveat.never_acts"]
    assert in_words(said, language) in words.own(finding(dataset, comparisons), language)
