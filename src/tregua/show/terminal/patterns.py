"""What the terminal shows of stylised facts, and of countries that militarised."""

from rich.table import Table

from tregua.analysis.militarisation import Militarisation
from tregua.analysis.pattern_shares import Shown
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import patterns as words
from tregua.show.words.said import in_language
from tregua.text import Language, text


def show_patterns(shown: Shown, language: Language) -> None:
    """A row a pattern: what others saw, what was counted, and the share of draws by alternative."""
    table = Table(title=text(language, "stylised.title", draws=shown.draws), title_justify="left", show_lines=True)
    for key in ("pattern", "share", "by_alternative"):
        table.add_column(text(language, f"stylised.column.{key}"))
    for one, plain in zip(shown.seen, words.patterns_record(shown, language)["patterns"], strict=True):
        cited = "; ".join(f"{each['author']} {each['year']}" for each in plain["source"])
        named = f"{plain['text']} ({cited})\n{plain['asked']}\n{plain['note']}"
        table.add_row(named, "\n".join(words.range_words(one, language)), "\n".join(words.telling(one, language)))
    console_of().print(table)
    _caveats(words.patterns_record(shown, language)["caveats"], language)


def show_militarisation(found: Militarisation, language: Language) -> None:
    """Country by country: what was done and counted, then the lab's answer under the reading that rests on it."""
    if found.weights:
        say(f"{words.weights_words(found, language)}\n")
    for number, one in enumerate(found.countries):
        country, done = (in_language(said, language) for said in (one.country.text, one.country.done))
        say("\n" * bool(number) + f"{country}, {one.country.since}. {done}")
        for figure in one.counted:
            say(f"   • {words.counted_words(figure, language)}")
        say(f"   {in_language(one.country.confounded, language)}")
        say(f"   {text(language, 'militarised.lab')}")
        for told in one.told:
            say(f"   • {words.told_words(told, language)}")
        for each in one.weighed:
            say(f"   • {words.weighed_words(each, language)}")
    _caveats(words.militarisation_record(found, language)["caveats"], language)


def _caveats(sentences: list[str], language: Language) -> None:
    say(f"\n{text(language, 'table.caveats')}")
    for sentence in sentences:
        say(f" • {sentence}")
