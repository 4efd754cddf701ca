"""The law: regimes, one case decided, gaps and conflicts, negotiating tables."""

from collections.abc import Callable
from functools import partial

from tregua.regimes.load import load_rules, regimes
from tregua.regimes.log import tables
from tregua.show.page.audit import render_audit
from tregua.show.page.audits import audited, render_audits
from tregua.show.page.law import render_regime
from tregua.show.page.tables import render_table, render_tables
from tregua.text import Language


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """A page a regime and one of its gaps, a page a table, and those that lead to them."""
    laws = {
        f"regime-{one}.html": partial(render_regime, load_rules(one), language, site="law.html") for one in regimes()
    }
    gaps = {
        f"gaps-{name}.html": partial(render_audit, read, found, language, site="gaps.html")
        for name, (read, found) in audited().items()
    }
    records = {f"table-{name}.html": partial(render_table, name, language, site="tables.html") for name in tables()}
    return {
        **laws,
        "gaps.html": partial(render_audits, language, site="gaps.html"),
        **gaps,
        "tables.html": partial(render_tables, language, site="tables.html"),
        **records,
    }
