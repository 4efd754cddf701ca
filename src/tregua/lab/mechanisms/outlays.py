"""Outlays: what the levers with a published unit cost add to the spending of each State."""

from tregua.lab.names import Derivatives, Outcomes, States, Values, payers, places


def begin(v: Values) -> None:
    """No cost yet: each mechanism adds its own."""
    for place in places:
        v.cost[place] = 0.0


def spend(d: Derivatives, v: Values) -> None:
    """Each payer bears what its own levers cost."""
    for y in payers:
        d.outlay[y] = v.cost[y]


def report(s: States, was: States, out: Outcomes) -> None:
    """Spending since `was`."""
    for y in payers:
        out.state_outlay[y] = s.outlay[y] - was.outlay[y]
