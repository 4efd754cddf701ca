"""A text that is put together from others, in every language."""

from tregua.catalogue.record import Text
from tregua.text import LANGUAGES, Language, text


def in_both(key: str, **values: object) -> Text:
    """The text of a key in both languages; of values that are themselves texts, the one in that language."""

    def said(language: Language) -> str:
        inner = {name: getattr(one, language) if isinstance(one, Text) else one for name, one in values.items()}
        return text(language, key, **inner)

    return Text(**{language: said(language) for language in LANGUAGES})
