"""The laboratory and its guide."""

from collections.abc import Callable
from functools import partial

from tregua.show.app.guide import render_guide
from tregua.show.app.page import render_app
from tregua.show.places import LAB
from tregua.text import Language

GUIDE = "guide.html"


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """Two pages."""
    return {LAB: partial(render_app, language, site=LAB), GUIDE: partial(render_guide, language, site=GUIDE)}
