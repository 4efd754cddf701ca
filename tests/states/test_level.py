"""Levels: the highest act in force on each axis, never netted, never from the future."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.record import Citation, Text
from tregua.states import records
from tregua.states.days import first, last
from tregua.states.level import StateLevels, in_force, levels, time_line
from tregua.states.schema import AXES, Act, Bill, Change, Government, Searched, State

END = date(2026, 3, 12)
SOFT_AND_HARD = {
    # the table of the facts at 12 March 2026; None is its «?» and its «–»: nobody searched, so nothing is said to be 0
    "ARG": (2, 2),
    "BOL": (4, 1),
    "BRA": (4, 2),
    "CHL": (2, None),
    "COL": (4, 2),
    "CRI": (2, 1),
    "CUB": (2, None),
    "DOM": (2, 1),
    "ECU": (2, 4),
    "GTM": (2, 2),
    "HND": (2, 1),
    "NIC": (2, None),
    "PAN": (2, 1),
    "PER": (2, 3),
    "PRY": (2, 2),
    "SLV": (2, 3),
    "URY": (4, None),
    "VEN": (2, None),
    "JAM": (4, None),
    "ATG": (4, None),
    # differs: the table has «?»; two amendments of the Constitution of 2024–25 on fentanyl were confirmed
    "MEX": (4, 2),
    # the table gives no soft level; the words of 2022 and 2023 on shared responsibility and health are on record
    "USA": (1, 4),
}
CITED = [Citation(ref="s3", locator="x")]
WORDS = Text(en="x", es="x")
NOBODY = Searched()
DAYS = st.dates(date(2012, 1, 1), date(2027, 12, 31))


def act(name: str, when: str, kind: str, axis: str = "hard", **more: object) -> Act:
    fields = {"id": name, "state": "ARG", "date": when, "axis": axis, "kind": kind, "text": WORDS, "source": CITED}
    return Act.model_validate({**fields, **more})


def state(searched: Searched = NOBODY, **government: object) -> State:
    real = records.states()["ARG"]
    return real.model_copy(update={"searched": searched, "government": Government.model_validate(government)})


def pair(found: StateLevels) -> tuple[int | None, int | None]:
    return found.soft.level, found.hard.level


@pytest.mark.checklist("A3")
def test_levels_of_every_state_at_the_end_of_the_records_are_those_of_the_table() -> None:
    assert {one.state: pair(one) for one in levels(END)} == SOFT_AND_HARD


def test_what_carries_a_level_and_what_is_not_known_is_told() -> None:
    found = {one.state: one for one in levels(END)}
    assert found["MEX"].soft.acts == ("mex_court_2021",)
    assert found["HND"].hard.acts == ("hnd_doral_2026",)
    assert found["GTM"].hard.acts == ("gtm_gangs_2025",)
    assert found["GTM"].not_known == ("gtm_prevention_2026",)


@given(DAYS, st.randoms())
def test_the_order_of_states_and_acts_changes_nothing(on: date, random) -> None:  # type: ignore[no-untyped-def]
    states, acts = list(records.states().values()), list(records.acts().values())
    before = {one.state: one for one in levels(on, states, acts)}
    random.shuffle(states)
    random.shuffle(acts)
    assert {one.state: one for one in levels(on, states, acts)} == before


@given(DAYS)
def test_other_names_change_nothing(on: date) -> None:
    names = dict(zip(records.states(), reversed(list(records.states())), strict=True))
    states = [one.model_copy(update={"id": names[one.id]}) for one in records.states().values()]
    acts = [one.model_copy(update={"state": names[one.state], "id": f"a{one.id}"}) for one in records.acts().values()]
    renamed = {one.state: one for one in levels(on, states, acts)}
    for one in levels(on):
        other = renamed[names[one.state]]
        assert pair(other) == pair(one)
        assert [f"a{name}" for name in one.soft.acts] == list(other.soft.acts)
        assert other.government_changed == one.government_changed


@given(DAYS, st.sampled_from(sorted(records.acts())))
def test_an_act_removed_moves_no_other_state_and_raises_none(on: date, name: str) -> None:
    removed = records.acts()[name]
    rest = [one for one in records.acts().values() if one.id != name]
    for before, after in zip(levels(on), levels(on, acts=rest), strict=True):
        if before.state != removed.state:
            assert after == before
        for axis in AXES:
            assert (getattr(after, axis).level or 0) <= (getattr(before, axis).level or 0)


@given(DAYS)
def test_a_level_ignores_what_happens_later(on: date) -> None:
    past = [one for one in records.acts().values() if last(one.date) <= on]
    assert levels(on, acts=past) == levels(on)


@given(DAYS, DAYS)
def test_the_time_line_tells_the_level_of_every_day(start: date, on: date) -> None:
    start, on = sorted((start, on))
    acts = list(records.acts().values())
    for one in levels(on):
        moves = time_line(records.states()[one.state], acts, start, on)
        told = {axis: [move.level for move in moves if move.axis == axis] for axis in AXES}
        assert (told["soft"][-1], told["hard"][-1]) == pair(one)
        assert all(start <= move.day <= on for move in moves)
        assert all(a != b for levels_ in told.values() for a, b in pairwise(levels_))


def test_the_exception_of_honduras_counts_on_its_last_day_and_not_after() -> None:
    by_day = {day: levels(date(2026, 1, day), [records.states()["HND"]])[0].hard for day in (26, 27)}
    assert by_day[26].level == 3
    assert (by_day[27].level, by_day[27].acts) == (None, ())
    moves = time_line(records.states()["HND"], records.acts().values(), date(2022, 1, 1), END)
    hard = [(one.day, one.level) for one in moves if one.axis == "hard"]
    days = [date(2022, 1, 1), date(2022, 12, 6), date(2026, 1, 27), date(2026, 3, 7)]
    assert hard == list(zip(days, [None, 3, None, 1], strict=True))


def test_guatemala_falls_when_the_siege_ends_and_the_extension_is_not_known() -> None:
    own = [records.states()["GTM"]]
    found = [levels(day, own)[0].hard.level for day in (date(2025, 10, 20), date(2025, 10, 21), date(2025, 11, 10))]
    assert found == [None, 2, 2]
    later = [levels(day, own)[0] for day in (date(2026, 1, 18), date(2026, 3, 3), date(2026, 3, 4))]
    assert [one.hard.level for one in later] == [3, 3, 2]
    assert [one.not_known for one in later] == [(), (), ("gtm_prevention_2026",)]


@pytest.mark.parametrize(
    ("outcome", "when"), [("law", "2020-06-10"), ("rejected", "2020-06-10"), ("archived", "2020-06-10")]
)
def test_a_bill_counts_until_it_is_law_rejected_or_archived(outcome: str, when: str) -> None:
    passed = act("passed", "2020-03-01", "bill_passed_chamber", bill="b", stage="chamber_1")
    fields = {"id": "b", "state": "ARG", "text": WORDS, "source": CITED}
    closed = {"b": Bill.model_validate({**fields, "outcome": outcome, "date": when})}
    is_open = {"b": Bill.model_validate({**fields, "outcome": "open"})}
    days = [date(2020, 2, 29), date(2020, 3, 1), date(2020, 6, 9), date(2020, 6, 10), date(2025, 1, 1)]
    assert [in_force(passed, day, closed) for day in days] == [False, True, True, False, False]
    assert [in_force(passed, day, is_open) for day in days] == [False, True, True, True, True]


def test_a_bill_closed_in_a_month_is_not_known_within_it() -> None:
    passed = act("passed", "2020-03-01", "bill_passed_chamber", bill="b", stage="chamber_1")
    bill = Bill(id="b", state="ARG", text=WORDS, outcome="archived", date="2020-06", source=CITED)
    found = [in_force(passed, date(2020, month, 15), {"b": bill}) for month in (5, 6, 7)]
    assert found == [True, None, False]


@pytest.mark.parametrize(
    ("told", "begins", "sure"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021-03-10", date(2021, 3, 10), date(2021, 3, 10)),
    ],
)
def test_a_month_or_a_year_counts_from_its_end(told: str, begins: date, sure: date) -> None:
    assert (first(told), last(told)) == (begins, sure)
    one = act("one", told, "law")
    assert in_force(one, sure, {}) is True
    assert in_force(one, sure - timedelta(days=1), {}) is False


def test_nothing_found_is_0_only_where_somebody_searched() -> None:
    on = date(2024, 5, 1)
    for searched, expected in ((None, None), ("2024-05-01", 0), ("2024-04-30", None)):
        one = state(Searched(soft=None, hard=searched))
        assert pair(levels(on, [one], [])[0]) == (None, expected)
    filed = act("filed", "2020-01-01", "bill_filed", bill="b", stage="filed")
    bills = {"b": Bill(id="b", state="ARG", text=WORDS, outcome="open", source=CITED)}
    assert levels(on, [state(Searched(hard="2025-01-01"))], [filed], bills)[0].hard.level == 0


def test_an_act_whose_force_is_not_known_carries_nothing_and_leaves_no_0() -> None:
    lost = act("lost", "2023-01-01", "exception", end_known=False)
    one = levels(date(2024, 5, 1), [state(Searched(hard="2025-01-01"))], [lost])[0]
    assert (one.hard.level, one.not_known) == (None, ("lost",))
    within = act("within", "2023-01-01", "exception", end="2024-05")
    assert [in_force(within, date(2024, month, 2), {}) for month in (4, 5, 6)] == [True, None, False]


def test_axes_are_never_netted() -> None:
    both = [act("soft", "2020-01-01", "law", "soft"), act("hard", "2020-01-01", "exception")]
    assert pair(levels(date(2021, 1, 1), [state()], both)[0]) == (4, 3)
    for axis, kept in (("soft", 0), ("hard", 1)):
        alone = [one for one in both if one.axis == axis]
        assert pair(levels(date(2021, 1, 1), [state()], alone)[0])[kept] == (4, 3)[kept]


def test_the_government_changed_after_the_newest_act_that_carries_the_level() -> None:
    when: dict[str, Any] = {
        "known_since": "2019-01-01",
        "changes": [Change(date="2022-08-07", text=WORDS, source=CITED)],
    }
    old, new = act("old", "2020-01-01", "exception"), act("new", "2023-01-01", "exception")
    flagged = [levels(day, [state(**when)], [old])[0].hard for day in (date(2022, 8, 6), date(2022, 8, 7))]
    assert [one.government_changed for one in flagged] == [False, True]
    assert levels(date(2024, 1, 1), [state(**when)], [old, new])[0].hard.government_changed is False
    assert levels(date(2024, 1, 1), [state()], [old])[0].hard.government_changed is None
    assert levels(date(2026, 3, 13), [state(**when)], [new])[0].hard.government_changed is None
    month = {**when, "changes": [Change(date="2020-01", text=WORDS, source=CITED)]}
    assert levels(date(2024, 1, 1), [state(**month)], [old])[0].hard.government_changed is None


def test_governments_of_the_records() -> None:
    found = {one.state: one for one in levels(END)}
    assert found["MEX"].soft.government_changed is True  # the ruling is of 2021, the President of 2024
    assert found["COL"].soft.government_changed is False
    assert found["SLV"].hard.government_changed is False
    assert found["NIC"].government_changed is None
    assert found["CHL"].government_changed is True  # since the day before the end of the records
