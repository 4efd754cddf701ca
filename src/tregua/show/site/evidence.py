"""What is known: claims, promises, estimates, observed series, the evidence map, levers, sources."""

from collections.abc import Callable
from functools import partial

from tregua.evidence import ledger
from tregua.show.page.claims import render_claim
from tregua.show.page.gaps import render_map
from tregua.text import Language


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """A page a record."""
    claims = {
        f"claim-{name}.html": partial(render_claim, one, language, site="claims.html")
        for name, one in ledger.claims().items()
    }
    return {**claims, "map.html": partial(render_map, language, site="map.html")}
