"""The armed groups that a case may name, with the names that the records of their tables give."""

from functools import cache

from tregua.lab.rules import rules_file
from tregua.regimes.log import load_log, tables
from tregua.show.words.law import word_in_words
from tregua.show.words.said import in_language
from tregua.text import Language


def listed_in_words(word: str, language: Language) -> str:
    """A listed word of a fact; a group that has a table by its codes and its name."""
    return _groups(language).get(word) or word_in_words(word, language)


@cache
def _groups(language: Language) -> dict[str, str]:
    """By the word that a case may state: the code, that of the table where it is another, and the name."""
    words = {code: facts["group"] for code, facts in rules_file().groups.items() if "group" in facts}
    found = {}
    for log in map(load_log, tables()):
        if log.file.text:
            word = str(words.get(log.file.group, log.file.group))
            codes = ", ".join(dict.fromkeys((word, log.file.group)))
            found[word] = f"{codes}: {in_language(log.file.text, language)}"
    return found
