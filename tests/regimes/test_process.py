"""A negotiation replayed: what may follow what, and where the real tables stand."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.regimes.decide import decide
from tregua.regimes.log import LogFile, load_log, tables
from tregua.regimes.process import Process, replay, replay_tables
from tregua.show.words.process import process_record
from tregua.show.words.said import in_words
from tregua.text import LANGUAGES

END = "2026-02-27"
STATES = {
    "buenaventura": "talks",
    "cneb": "talks",
    "comuneros_del_sur": "talks",
    "egc": "talks",
    "eln": "suspended",
    "embf": "talks",
    "emc": "ended",
    "medellin": "talks",
    "quibdo": "talks",
    "segunda_marquetalia": "talks",
}
ACTS = ["turned_in", "arms_laid_down", "information_given", "assets_surrendered", "trade_left"]
TO_TALKS = [("letter_received", "group"), ("contact_opened", "both_sides"), ("venue_offered", "host"),
            ("venue_accepted", "government"), ("venue_accepted", "group"), ("talks_held", "both_sides")]  # fmt: skip
TO_VERIFICATION = [*TO_TALKS, ("agreement_signed", "both_sides"), *((act, "group") for act in ACTS)]
TO_BENEFIT = [*TO_VERIFICATION, ("compliance_verified", "verifier"), ("benefit_granted", "government")]


def log(steps: list[tuple[str, str]], **more: Any) -> LogFile:
    """A record with an event a day."""
    start = date(2024, 1, 1)
    names = {"split": {"to": "part"}, "split_off": {"of": "whole"}}
    events = [
        {"date": (start + timedelta(day)).isoformat(), "type": type_, "by": by, "source": "a", **names.get(type_, {})}
        for day, (type_, by) in enumerate(steps)
    ]
    return LogFile.model_validate({"group": "X", "events": events, **more})


def after(*steps: tuple[str, str]) -> Process:
    return replay(log(list(steps)))


def told(process: Process) -> list[str]:
    return [in_words(caveat, "en") for caveat in process.caveats]


def next_types(process: Process) -> list[str]:
    return [one["type"] for one in process_record(process)["next"]]


# --- the way through --------------------------------------------------------------------------------------------------


@pytest.mark.checklist("N1", "N2")
def test_the_whole_way_from_a_letter_to_the_benefit() -> None:
    states = [one.state for one in after(*TO_BENEFIT).taken]
    assert states == ["signal", "contact", "contact", "contact", "venue", "talks", "agreement", *["agreement"] * 4,
                      "verification", "verification", "benefit"]  # fmt: skip


@pytest.mark.checklist("N5", "N6")
@pytest.mark.parametrize("first", ["government", "group"])
def test_a_venue_needs_the_consent_of_both(first: str) -> None:
    other = "group" if first == "government" else "government"
    before = after(*TO_TALKS[:3], ("venue_accepted", first))
    assert before.state == "contact"
    assert before.missing == (f"venue_{other}",)
    assert process_record(before)["consents"][f"venue_{other}"]["status"] == "asked"
    assert "talks_held" not in next_types(before)
    with pytest.raises(InputError) as caught:
        after(*TO_TALKS[:3], ("venue_accepted", first), ("talks_held", "both_sides"))
    assert caught.value.problems[0].kind == "process_needs"
    assert f"venue_{other}" in caught.value.message()


@pytest.mark.parametrize("government", [True, False])
@pytest.mark.parametrize("group", [True, False])
def test_the_venue_is_decided_when_the_announced_rule_says_so(government: bool, group: bool) -> None:
    said = decide(
        "petro_2022",
        {"group": "ELN", "venue_agreed_by_government": government, "venue_agreed_by_group": group},
    )
    answers = {"government": government, "group": group}
    steps = [("venue_accepted" if agrees else "venue_refused", by) for by, agrees in answers.items()]
    assert (after(*TO_TALKS[:3], *steps).state == "venue") == (said.outcomes["status"] == "DECIDED")


def test_who_sits_at_a_table_consents_unless_that_place_is_in_question() -> None:
    held = after(*TO_TALKS[:2], ("talks_held", "both_sides"))
    assert held.state == "talks"
    assert process_record(held)["consents"]["venue_group"]["status"] == "conduct"
    assert any("consent to the venue" in line for line in told(held))
    with pytest.raises(InputError):
        after(*TO_TALKS[:2], ("venue_refused", "group"), ("talks_held", "both_sides"))


def test_a_new_place_needs_a_new_consent() -> None:
    events = [("venue_accepted", "both_sides", "Madrid"), ("talks_held", "both_sides", "Madrid"),
              ("venue_offered", "host", "Doha")]  # fmt: skip
    made = [{"date": "2024", "type": "contact_opened", "by": "both_sides", "source": "a"}]
    made += [{"date": "2024", "type": kind, "by": by, "place": place, "source": "a"} for kind, by, place in events]
    held = {"date": "2024", "type": "talks_held", "by": "both_sides", "source": "a"}

    def at(place: str) -> Process:
        return replay(LogFile.model_validate({"group": "X", "events": [*made, {**held, "place": place}]}))

    assert at("Oslo").state == "talks"
    with pytest.raises(InputError, match="venue_government"):
        at("Doha")


@pytest.mark.checklist("N10")
def test_the_acts_come_in_any_order_and_all_of_them() -> None:
    agreed = after(*TO_TALKS, ("agreement_signed", "both_sides"))
    assert agreed.missing == tuple(ACTS)
    part = after(*TO_TALKS, ("agreement_signed", "both_sides"), *((act, "group") for act in reversed(ACTS[1:])))
    assert part.state == "agreement" and part.missing == ("turned_in",)


def test_one_signature_is_no_agreement() -> None:
    signed = after(*TO_TALKS, ("agreement_signed", "group"))
    assert signed.state == "talks" and signed.missing == ("agreement_government",)
    with pytest.raises(InputError):
        after(*TO_TALKS, ("agreement_signed", "group"), ("arms_laid_down", "group"))


@pytest.mark.checklist("N9")
def test_non_extradition_needs_the_united_states_and_another_benefit_does_not() -> None:
    verified = [*TO_VERIFICATION, ("compliance_verified", "verifier")]
    with pytest.raises(InputError, match="us_consent"):
        after(*verified, ("us_refuses", "united_states"), ("non_extradition_granted", "government"))
    assert after(*verified, ("benefit_granted", "court")).state == "benefit"
    early = [("us_consulted", "government"), ("us_consents", "united_states"), *verified]
    assert after(*early, ("non_extradition_granted", "government")).state == "benefit"


def test_no_benefit_before_verification() -> None:
    assert "benefit_granted" not in next_types(after(*TO_VERIFICATION))
    broken = after(*TO_VERIFICATION, ("compliance_verified", "verifier"), ("breach_found", "court"),
                   ("breach_remedied", "verifier"))  # fmt: skip
    assert broken.state == "verification" and broken.missing == ("verified", "benefit")


def test_a_suspension_returns_to_where_it_came_from_and_only_jointly() -> None:
    held = after(*TO_TALKS, ("breach_found", "verifier"), ("talks_suspended", "group"))
    assert held.state == "suspended"
    assert held.missing == ("talks_resumed",)
    back = after(*TO_TALKS, ("breach_found", "verifier"), ("talks_suspended", "group"), ("talks_resumed", "both_sides"))
    assert back.state == "breach" and back.missing == ("breach_remedied",)
    with pytest.raises(InputError, match="“group” cannot do “talks_resumed”"):
        after(*TO_TALKS, ("talks_suspended", "group"), ("talks_resumed", "group"))


def test_an_ended_process_starts_from_nothing_and_a_split_leaves_the_record() -> None:
    again = after(*TO_TALKS, ("ended", "government"), ("contact_opened", "both_sides"))
    assert again.state == "contact" and again.missing == ("venue_government", "venue_group")
    parted = after(*TO_TALKS, ("split", "group"))
    assert parted.state == "talks" and parted.parts == ("part",)
    assert any("part" in line for line in told(parted))
    assert after(("split_off", "group")).missing == ("venue_government", "venue_group")


@pytest.mark.parametrize("size", range(len(TO_TALKS), len(TO_BENEFIT) + 1))
def test_a_reoffence_bars_every_negotiation(size: int) -> None:
    barred = after(*TO_BENEFIT[:size], ("reoffence_found", "government"))
    assert barred.state == "barred" and barred.missing == ()
    assert not any(one["negotiation"] for one in process_record(barred)["next"])
    assert "extradited" in next_types(barred)
    for type_, by in TO_TALKS:
        with pytest.raises(InputError, match="barred"):
            after(*TO_BENEFIT[:size], ("reoffence_found", "government"), (type_, by))


# --- properties -------------------------------------------------------------------------------------------------------


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[str, str]]:
    """A valid record, drawn step by step from what the machine says may come next."""
    steps: list[tuple[str, str]] = []
    for _ in range(draw(st.integers(0, 25))):
        choices = process_record(after(*steps))["next"]
        chosen = draw(st.sampled_from(choices))
        steps.append((chosen["type"], draw(st.sampled_from(chosen["by"]))))
    return steps


@given(walks())
def test_what_is_offered_next_is_accepted_and_every_prefix_of_a_record_holds(steps: list[tuple[str, str]]) -> None:
    whole = after(*steps)
    for size in range(len(steps)):
        part = after(*steps[:size])
        assert part.taken == whole.taken[:size]
        if size:
            cut = replay(log(steps), until=part.as_of)
            assert (cut.state, cut.record, cut.missing) == (part.state, part.record, part.missing)
        assert steps[size][0] in next_types(part)


@given(walks())
def test_no_walk_skips_a_consent_or_leaves_the_bar(steps: list[tuple[str, str]]) -> None:
    barred = False
    for size in range(1, len(steps) + 1):
        process = after(*steps[:size])
        type_ = steps[size - 1][0]
        assert not barred or process.state == "barred"
        barred = process.state == "barred"
        if type_ == "talks_held":
            assert process.lacks(["venue_government", "venue_group"]) == []
        if process.state in ("agreement", "verification", "benefit"):
            assert process.lacks(["agreement_government", "agreement_group"]) == []
        if type_ == "non_extradition_granted":
            assert process.lacks(["us_consent", "verified", *ACTS]) == []
        if barred:
            assert not any(one["negotiation"] for one in process_record(process)["next"])


# --- real tables ------------------------------------------------------------------------------------------------------


@pytest.mark.checklist("N3", "N4")
def test_each_real_table_stands_where_the_sources_leave_it() -> None:
    processes = replay_tables(END)
    assert {name: process.state for name, process in processes.items()} == STATES
    assert {process.as_of for process in processes.values()} == {END}
    assert set(tables()) == set(STATES)


def test_real_tables_at_other_dates() -> None:
    assert replay("eln", "2025-01-16").state == "talks"
    assert replay("eln", "2022-08-24").state == "contact"
    assert replay("egc", "2026-02-16").state == "suspended"
    assert replay("egc", "2025-08").state == "contact"
    assert replay("emc", "2023-12").state == "talks"
    together = replay_tables("2022-08-24")
    assert {name for name, one in together.items() if one.state == "contact"} == {"eln", "egc", "emc"}


def test_nobody_has_signed_an_agreement_by_february_2026() -> None:
    for process in replay_tables(END).values():
        assert process.state not in ("agreement", "verification", "benefit", "barred")
        assert process_record(process)["consents"]["agreement_government"]["status"] == "absent"


def test_what_the_tables_say_of_deciders_splits_and_the_united_states() -> None:
    egc = process_record(replay("egc"))
    assert egc["consents"]["warrants_government"]["status"] == "given"
    assert egc["consents"]["warrants_prosecutor"]["status"] == "refused"
    assert egc["consents"]["us_consent"]["status"] == "asked"
    assert process_record(replay("eln"))["consents"]["warrants_prosecutor"]["status"] == "withdrawn"
    parts = {part for process in replay_tables().values() for part in process.parts}
    comes_from = {one.of for name in tables() for one in load_log(name).file.events if one.of}
    assert parts == {"EMBF", "CNEB"}
    assert comes_from == {"EMC", "Segunda Marquetalia", "ELN"}


def test_a_rough_date_across_the_limit_is_told() -> None:
    assert "2026" in replay("embf").unsure
    assert any("2026-02-27" in line and "2026" in line for line in told(replay("embf")))
    assert replay("eln").unsure == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(STATES))
def test_a_table_is_told_in_both_languages(name: str, language: Any) -> None:
    shown = process_record(replay(name), language)
    assert {"state", "as_of", "missing", "next", "consents", "history", "caveats"} <= set(shown)
    assert len(shown["history"]) == len(load_log(name).file.events)
    assert all(one["text"] and one["source"] for one in shown["history"])
    assert shown["caveats"][0].startswith("This is what" if language == "en" else "Esto es lo que")
    weak = [one["date"] for one in shown["history"] if one["uncertain"]]
    assert all(one["note"] for one in shown["history"] if one["uncertain"])
    assert not weak or any(weak[0] in line for line in shown["caveats"])
