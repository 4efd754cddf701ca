"""The law: regimes, one case decided, gaps and conflicts, negotiating tables."""

from collections.abc import Callable
from functools import partial

from tregua.regimes.load import load_rules, regimes
from tregua.regimes.log import tables
from tregua.show.page.audit import render_audit
from tregua.show.page.audits import audited, render_audits
from tregua.show.page.decide import SCRIPT, render_decide, render_script
from tregua.show.page.law import render_regime
from tregua.show.page.law_rules import rules_script
from tregua.show.page.laws import render_laws
from tregua.show.page.tables import render_table, render_tables
from tregua.text import Language


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """Lists, a page and a script a regime with one of its gaps, the interview with its script, a page a table."""
    listed = [load_rules(one) for one in regimes()]
    gaps = {
        f"gaps-{name}.html": partial(render_audit, read, found, language, site="gaps.html")
        for name, (read, found) in audited().items()
    }
    records = {f"table-{name}.html": partial(render_table, name, language, site="tables.html") for name in tables()}
    return {
        "law.html": partial(render_laws, listed, language, site="law.html"),
        **{f"regime-{one.regime.id}.html": partial(render_regime, one, language, site="law.html") for one in listed},
        "decide.html": partial(render_decide, language, site="decide.html"),
        SCRIPT: partial(render_script, language),
        **{f"rules-{one.regime.id}.js": partial(rules_script, one) for one in listed},
        "gaps.html": partial(render_audits, language, site="gaps.html"),
        **gaps,
        "tables.html": partial(render_tables, language, site="tables.html"),
        **records,
    }
