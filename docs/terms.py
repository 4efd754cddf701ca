"""The table of the glossary."""

from tregua.show.words.glossary import glossary
from tregua.show.words.said import in_language
from tregua.text import Language

HEADS = {
    "en": "| English | Spanish | what it means |\n|---|---|---|",
    "es": "| español | inglés | qué significa | no se escribe |\n|---|---|---|---|",
}


def terms(language: Language) -> str:
    """A row a term, by the alphabet of the language; in Spanish with the words to avoid."""
    listed = sorted(glossary(), key=lambda term: in_language(term.text, language).casefold())
    rows = [HEADS[language]]
    for term in listed:
        own, other = (term.text.en, term.text.es) if language == "en" else (term.text.es, term.text.en)
        cells = [own, other, in_language(term.means, language)]
        if language == "es":
            cells.append(", ".join(term.avoid) or "–")
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
