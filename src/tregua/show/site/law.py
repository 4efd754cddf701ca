"""The law: regimes, one case decided, gaps and conflicts, negotiating tables."""

from collections.abc import Callable
from functools import partial

from tregua.regimes.load import load_rules, regimes
from tregua.show.page.decide import SCRIPT, render_decide, render_script
from tregua.show.page.law import render_regime
from tregua.show.page.law_rules import rules_script
from tregua.show.page.laws import render_laws
from tregua.text import Language


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """The list of regimes, a page and a script a regime, and the interview with its script."""
    listed = [load_rules(one) for one in regimes()]
    return {
        "law.html": partial(render_laws, listed, language, site="law.html"),
        **{f"regime-{one.regime.id}.html": partial(render_regime, one, language, site="law.html") for one in listed},
        "decide.html": partial(render_decide, language, site="decide.html"),
        SCRIPT: partial(render_script, language),
        **{f"rules-{one.regime.id}.js": partial(rules_script, one) for one in listed},
    }
