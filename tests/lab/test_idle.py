"""Settings that never act within the years of a run are told, each once, and nothing is told of any other."""

import pytest
from small_lab import BASELINE, scenario

from tregua.lab.caveats import run_caveats
from tregua.lab.idle import NAMED, idle, untyped
from tregua.lab.own import own_scenario, read_setting
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, Span, load_scenario
from tregua.lab.schema import Scenario
from tregua.show.words.said import in_words

SPAN = Span(2025, 2036, "2027-01")


def typed(*settings: str) -> Scenario:
    return own_scenario([], [read_setting(one, SPAN.start) for one in settings], SPAN.start)


@pytest.mark.parametrize("name", PRESETS)
def test_nothing_of_a_preset_is_idle(name: str) -> None:
    assert idle(load_scenario(name), SPAN) == []


def test_a_setting_after_the_run_never_acts() -> None:
    assert idle(typed("truce=1@2036-12"), SPAN) == []
    (said,) = idle(typed("truce=1@2037-01", "jobs=0.5"), SPAN)
    assert in_words(said, "en").endswith("never acts within the years of this run, 2025–2036: truce@2037-01.")
    assert in_words(said, "es").endswith("nunca actúa en los años de esta corrida, 2025–2036: truce@2037-01.")


def test_a_policy_that_begins_after_the_run_sets_nothing() -> None:
    late = scenario({"jobs": 1.0, "arrests": 2.0}).model_copy(update={"after": "2050-01"})
    (said,) = idle(late, SPAN)
    assert said.values["settings"] == ("jobs@2050-01", "arrests@2050-01")
    many = typed(*(f"jobs={one / 10}@205{one}-01" for one in range(NAMED + 1)))
    (said,) = idle(many, SPAN)
    assert isinstance(said.values["settings"], tuple) and said.values["settings"][-1] == "…"
    assert len(said.values["settings"]) == NAMED + 1


def test_nobody_can_take_an_offer_that_is_not_made() -> None:
    law = {"regime": "ley_975"}
    (said,) = idle(scenario({"jobs": 1.0}).model_copy(update=law), SPAN)
    assert "names a law, ley_975, and makes no offer under it" in in_words(said, "en")
    assert "nombra una ley, ley_975, y no hace ninguna oferta" in in_words(said, "es")
    assert idle(scenario({"offer": 0.5}).model_copy(update=law), SPAN) == []


def test_it_is_a_caveat_of_the_run() -> None:
    dataset = simulate([BASELINE, typed("truce=1@2050-01")], Settings(draws=2, until=2028))
    assert [one.key for one in run_caveats(dataset)].count("caveat.never_acts") == 1


def test_what_waits_for_a_typed_number_says_so() -> None:
    asked = typed("housing=1", "offer.EGC=1", "jobs=0.5")
    (said,) = untyped(asked, [])
    assert said.values["numbers"] == ("housing_effect", "extradition_pull", "penalty_pull")
    told = in_words(said, "en")
    assert "housing subsid" in told and "Offer of individual exit" in told and "recruits offered a job" not in told
    (said,) = untyped(asked, ["penalty_pull"])
    assert said.values["numbers"] == ("housing_effect",)
    assert untyped(typed("jobs=0.5"), []) == [] == untyped(load_scenario("as-observed"), [])
