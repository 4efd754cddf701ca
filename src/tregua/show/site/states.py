"""States together: ladders, bills, who gains and who pays."""

from collections.abc import Callable
from functools import cache, partial

from tregua.show.page.states import render_bills, render_shares, render_state, render_states
from tregua.states.answers import Alliance, alliance
from tregua.states.level import StateLevels
from tregua.text import Language

RENDERED = {"states.html": render_states, "bills.html": render_bills, "shares.html": render_shares}


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """Three pages and one a state, of one answer."""

    def made(name: str) -> str:
        return RENDERED[name](found(), language, site=name)

    def made_of(levels: StateLevels) -> str:
        return render_state(found(), levels, language, site="states.html")

    states = {f"state-{one.state}.html": partial(made_of, one) for one in found().levels}
    return {**{name: partial(made, name) for name in RENDERED}, **states}


@cache
def found() -> Alliance:
    """What is said of states together where nobody types anything."""
    return alliance(command="tregua alliance")
