"""The laboratory and its guide."""

from collections.abc import Callable
from functools import partial

from tregua.show.app.guide import render_guide
from tregua.show.app.page import BESIDE, beside, render_app
from tregua.show.places import LAB
from tregua.text import Language

GUIDE = "guide.html"


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """Two pages, and what the laboratory loads."""
    return {
        LAB: partial(render_app, language, site=LAB),
        BESIDE: beside,
        GUIDE: partial(render_guide, language, site=GUIDE),
    }
