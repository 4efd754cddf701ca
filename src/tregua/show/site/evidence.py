"""What is known: claims, promises, estimates, observed series, the evidence map, levers, sources."""

from collections.abc import Callable
from functools import partial

from tregua.evidence import ledger
from tregua.lab.model import lab
from tregua.show.app.records import GROUPS
from tregua.show.page.claims import render_claim
from tregua.show.page.claims_list import render_claims
from tregua.show.page.estimate import render_estimate
from tregua.show.page.estimates_list import render_estimates
from tregua.show.page.gaps import render_map
from tregua.show.page.levers import render_lever, render_levers
from tregua.show.page.promises import render_promise, render_promises
from tregua.show.page.reported import render_reported
from tregua.show.page.series import render_series, render_series_list
from tregua.show.page.sources import letters, render_letter, render_sources
from tregua.text import Language

Made = Callable[..., str]


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """The lists, and a page a record."""
    lists: dict[str, Made] = {
        "claims.html": render_claims,
        "map.html": render_map,
        "promises.html": render_promises,
        "estimates.html": render_estimates,
        "series.html": render_series_list,
        "levers.html": partial(render_levers, GROUPS),
        "sources.html": render_sources,
    }
    records: dict[str, tuple[Made, str, dict[str, object]]] = {
        "claim": (render_claim, "claims.html", {**ledger.claims()}),
        "reported": (render_reported, "claims.html", {**ledger.reported()}),
        "promise": (render_promise, "promises.html", {**ledger.promises()}),
        "estimate": (render_estimate, "estimates.html", {**ledger.estimates()}),
        "series": (render_series, "series.html", {**ledger.series()}),
        "lever": (render_lever, "levers.html", {**lab().levers}),
        "sources": (render_letter, "sources.html", {one: one for one in letters()}),
    }
    return {
        **{file: partial(made, language=language, site=file) for file, made in lists.items()},
        **{
            f"{'claim' if kind == 'reported' else kind}-{name}.html": partial(made, one, language=language, site=site)
            for kind, (made, site, listed) in records.items()
            for name, one in listed.items()
        },
    }
