"""The negotiation as a state machine: every state is reached, nothing is open to the barred."""

from tregua.regimes.machine import ANY, PREVIOUS, machine


def test_every_state_is_reached_and_every_way_out_leads_somewhere() -> None:
    read = machine()
    assert read.problems() == []
    reached = {to for event in read.events for to in event.moves.values()} - {PREVIOUS}
    assert reached | {read.start} == {state.id for state in read.states}
    pauses = {state.id for state in read.states if state.pause}
    assert pauses == {state for event in read.events for state, to in event.moves.items() if to == PREVIOUS}


def test_no_negotiation_is_open_to_the_barred() -> None:
    barred = [event for event in machine().events if event.target("barred")]
    assert barred
    assert not any(event.negotiation for event in barred)
    assert all(event.target("barred") == "barred" for event in barred)


def test_a_machine_with_a_wrong_name_is_told() -> None:
    read = machine()
    broken = read.model_copy(update={"start": "silense", "acts": [*read.acts, read.acts[0]]})
    assert [problem.kind for problem in broken.problems()] == ["duplicate_key", "unknown_name"]
    assert "“silence”" in broken.problems()[1].message()


def test_stays_any_means_every_state() -> None:
    everywhere = [event for event in machine().events if event.stays == ANY]
    assert all(event.target(state.id) == state.id for event in everywhere for state in machine().states)
