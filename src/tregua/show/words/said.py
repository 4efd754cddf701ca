"""What the domain says in keys and in two languages, put into one."""

from tregua.catalogue.record import Text
from tregua.catalogue.said import Said, Titles
from tregua.text import Language, text


def in_language(both: Text, language: Language) -> str:
    """One of the two texts."""
    return both.es if language == "es" else both.en


def in_words(said: Said | Text, language: Language) -> str:
    """A sentence of the domain, its placeholders filled."""
    if isinstance(said, Text):
        return in_language(said, language)
    return text(language, said.key, **{name: _value(value, language) for name, value in said.values.items()})


def _value(value: object, language: Language) -> object:
    match value:
        case Said() | Text():
            return in_words(value, language)
        case Titles(texts):
            return ", ".join(_inside(in_language(one, language)) for one in texts)
        case tuple():
            between = "; " if any(isinstance(one, Said | Text) for one in value) else ", "
            return between.join(str(_value(one, language)) for one in value)
    return value


def _inside(title: str) -> str:
    return title[:1].lower() + title[1:]
