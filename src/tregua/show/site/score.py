"""The score card: history, forecasts, dated switches, what was learnt, every number of the lab."""

from collections.abc import Callable
from functools import partial

from tregua.analysis.calibrate import shipped
from tregua.analysis.learnt import lessons
from tregua.show.page.bands import render_bands
from tregua.show.page.calibrate import render_lessons
from tregua.show.page.events import render_events
from tregua.show.page.every_number import mechanisms, render_mechanism, render_numbers
from tregua.show.page.forecasts import BACKTEST, render_forecasts
from tregua.show.page.run_parameters import NUMBERS
from tregua.show.page.score_card import render_score
from tregua.text import Language

RENDERED: dict[str, Callable[..., str]] = {
    "score.html": render_score,
    "history.html": render_bands,
    BACKTEST: render_forecasts,
    "events.html": render_events,
    NUMBERS: render_numbers,
}
LEARNT = "learnt.html"


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """The card and what stands behind it; a page a mechanism for the numbers."""
    pages: dict[str, Callable[[], str]] = {
        name: partial(render, language, site=name) for name, render in RENDERED.items()
    }
    pages[LEARNT] = lambda: render_lessons(lessons(shipped()), language, site=LEARNT)
    numbers = {f"numbers-{one}.html": partial(render_mechanism, one, language, site=NUMBERS) for one in mechanisms()}
    return {**pages, **numbers}
