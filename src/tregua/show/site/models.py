"""Published models: their numbers beside ours."""

from collections.abc import Callable
from functools import cache, partial

from tregua.models.find import load_model
from tregua.models.reproduce import committed, committed_rows
from tregua.show.page.model_list import render_model_list
from tregua.show.page.one_model import render_model
from tregua.show.words.models import Found
from tregua.text import Language

LIST = "models.html"


def files_of(language: Language) -> dict[str, Callable[[], str]]:
    """A list, and a page a model."""
    names = [record.model for record, _ in found()]
    pages = {
        f"model-{record.model}.html": partial(render_model, record, rows, names, language, site=LIST)
        for record, rows in found()
    }
    return {LIST: partial(render_model_list, found(), language, site=LIST), **pages}


@cache
def found() -> Found:
    """Every model of the committed table with our values of its targets, as the table has them."""
    models = [load_model(name) for name in dict.fromkeys(model for model, _ in committed())]
    return [(one.record, committed_rows(one)) for one in models]
