"""What the presets say of themselves: sources, open settings, what their advocates expect under their assumptions."""

import json

import numpy as np
import pytest
from small_lab import span_to

from tregua.catalogue.errors import InputError
from tregua.catalogue.record import Range
from tregua.lab.model import lab
from tregua.lab.result import simulate, values
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, RECORD, Span, lever_array, load_scenario, preset_path
from tregua.trace import checklist

POLICIES = [name for name in PRESETS if name != RECORD]
MOST = 0.75  # of the draws: what advocates expect is reached, not certain
YEARS = 3
CELLS = (("homicides", "COL"), ("detained", "COL"), ("coca_area", "COL"), ("cocaine_consumed", "USA"))


@pytest.mark.parametrize("name", POLICIES)
def test_what_advocates_expect_is_reached_under_the_assumptions_that_they_need(name: str) -> None:
    """In most draws of the reference, three years after the start, against what was done or another policy."""
    scenario = load_scenario(name)
    expected = scenario.advocated
    assert expected is not None
    settings = Settings(draws=64, until=2030)
    other = load_scenario(expected.against or RECORD)
    run = simulate([other, scenario], settings, dict(expected.assume))
    level = values(run, expected.outcome, expected.place).sel(year=2027 + YEARS).isel(alternative=0)
    change = level.sel(scenario=name) - level.sel(scenario=other.id)
    share = float((change < 0).mean() if expected.seen == "lower" else (change > 0).mean())
    assert share > MOST


@pytest.mark.parametrize("name", PRESETS)
def test_only_a_policy_of_the_future_leaves_settings_open(name: str) -> None:
    scenario = load_scenario(name)
    is_open = [one.lever for one in scenario.levers for value in one.path.values() if isinstance(value, Range)]
    if name in (RECORD, "war-on-drugs"):
        assert not is_open
    if scenario.after:
        ends = lever_array(scenario, Span(2022, 2030, "2022-08"))
        months = (int(scenario.after[:4]) - 2022) * 12 + int(scenario.after[5:]) - 1
        assert np.array_equal(ends[0][:months], ends[-1][:months])


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_written_whole(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.description and scenario.steelman and scenario.source
    for one in scenario.levers:
        assert one.source or one.note is not None
        assert one.tag == "assumed" or one.source


def test_the_alliance_moves_a_lever_for_each_policy_of_its_list() -> None:
    """P1 to P8, harm reduction to public investment."""
    moved = {one.lever for one in load_scenario("alliance").levers}
    listed = {item for name in moved for item in lab().levers[name].checklist}
    assert {f"P{number}" for number in range(1, 9)} <= listed


def test_presets_together_use_every_lever_that_a_source_names() -> None:
    """Every P1 … P19 has a lever; those that no preset moves are a user's to move."""
    named = {item for lever in lab().levers.values() for item in lever.checklist}
    wanted = {one.id for one in checklist() if one.id.startswith("P") and one.id != "P20"}
    assert wanted <= named
    moved = {one.lever for name in PRESETS for one in load_scenario(name).levers}
    assert {"treatment", "prevention", "harm_reduction", "leader_removal", "extradition", "offer", "ceasefire"} <= moved
    assert "foreign_action" not in moved


@pytest.mark.parametrize(
    ("old", "new", "nearest"),
    [
        ("outcome: cocaine_consumed", "outcome: cocaine_consume", "cocaine_consumed"),
        ("place: USA", "place: USB", "USA"),
        ("treatment_transport", "treatment_transports", "treatment_transport"),
    ],
)
def test_an_expectation_that_names_nothing_is_refused(tmp_path, old: str, new: str, nearest: str) -> None:  # type: ignore[no-untyped-def]
    written = preset_path("demand-reduction").read_text("utf-8").replace("id: demand-reduction", "id: mine")
    i = written.index("advocated:")
    assert old in written[i:]
    (tmp_path / "mine.yaml").write_text(written[:i] + written[i:].replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as refused:
        load_scenario(str(tmp_path / "mine.yaml"))
    assert nearest in json.dumps([one.values for one in refused.value.problems], default=str)


def test_no_preset_wins_everywhere() -> None:
    """Of homicides, people detained, coca and use in the United States none has the lowest median of all."""
    run = simulate([load_scenario(name) for name in PRESETS], Settings(draws=32, until=2030))
    best = [
        str(level.scenario.values[int(level.median("draw").argmin())])
        for outcome, place in (
            ("homicides", "COL"),
            ("detained", "COL"),
            ("coca_area", "COL"),
            ("cocaine_consumed", "USA"),
        )
        for level in [values(run, outcome, place).isel(alternative=0).sel(year=2030)]
    ]
    assert len(set(best)) > 1, best
    assert span_to(2030).shown == 2030
