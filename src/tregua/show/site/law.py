"""The law: regimes, one case decided, gaps and conflicts, negotiating tables."""

from collections.abc import Callable
from functools import partial

from tregua.regimes.load import load_rules, regimes
from tregua.show.page.law import render_regime
from tregua.text import Language


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """A page a regime."""
    return {
        f"regime-{one}.html": partial(render_regime, load_rules(one), language, site="law.html") for one in regimes()
    }
