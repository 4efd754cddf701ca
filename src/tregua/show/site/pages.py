"""Every file of the site by name, made when it is first asked for."""

from collections.abc import Callable, Mapping
from functools import cache, partial

from tregua.show.site import evidence, lab, law, models, score, states
from tregua.show.site.search import SEARCH, index_name, render_index, render_search
from tregua.text import LANGUAGES, Language

Files = Mapping[str, Callable[[], str]]
WINGS = (lab, law, evidence, models, states, score)


def files_of(language: Language) -> Files:
    """The files of each wing and the search over them; `language` is the one in which they open."""
    pages = {name: cache(made) for wing in WINGS for name, made in wing.files_of(language).items()}

    def index(of: Language) -> str:
        return render_index({name: made() for name, made in pages.items()}, of, language)

    indexes = {index_name(one): cache(partial(index, one)) for one in LANGUAGES}
    return {**pages, SEARCH: partial(render_search, language), **indexes}
