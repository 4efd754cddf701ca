"""Every file of the site by name, made when it is asked for."""

from collections.abc import Callable, Mapping

from tregua.show.site import evidence, lab, law, models, score, states
from tregua.text import Language

Files = Mapping[str, Callable[[], str]]
WINGS = (lab, law, evidence, models, states, score)


def files_of(language: Language) -> Files:
    """The files of each wing; `language` is the one in which they open."""
    return {name: made for wing in WINGS for name, made in wing.files_of(language).items()}
