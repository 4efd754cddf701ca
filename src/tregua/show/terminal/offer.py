"""What the terminal shows of an offer."""

from collections.abc import Iterable

from rich.table import Table

from tregua.analysis.offer import Offer
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import offer as words
from tregua.show.words.said import in_language
from tregua.text import Language, text


def show_offer(offer: Offer, language: Language) -> None:
    """What the law gives, who would accept by view, what moves it most, real offers beside it, every caveat."""
    say(words.title(offer, language))
    _listed("law", words.law_words(offer, language), language)
    _listed("read", words.read_words(offer, language), language)
    _listed("inputs", words.input_words(offer, language), language)
    console = console_of()
    console.print()
    console.print(_accepted(offer, language))
    console.print(_after(offer, language))
    _listed("drivers", words.driver_words(offer, language), language)
    say(words.share_words(offer, language))
    _listed("conditions", [words.taken_words(one, language) for one in offer.conditions], language)
    _listed("thresholds", [words.threshold_words(one, language) for one in offer.thresholds], language)
    say(in_language(offer.settings.sweep.note, language))
    if offer.elasticities:
        _listed("elasticities", words.elasticity_words(offer, language), language)
    say(f"\n{words.signature_words(offer, language)}")
    _listed("episodes", words.episode_words(offer, language), language)
    say(f"\n{text(language, 'table.caveats')}")
    for sentence in words.caveats(offer, language):
        say(f" • {sentence}")


def _listed(key: str, lines: Iterable[str], language: Language) -> None:
    """A heading and what stands under it, a line each."""
    say(f"\n{text(language, f'offered.heading.{key}')}")
    for line in lines:
        say(f" • {line}")


def _accepted(offer: Offer, language: Language) -> Table:
    """A row a view: how many accept, how many for each one who would leave anyway, by rank."""
    table = Table(title=text(language, "offered.accepted"), title_justify="left")
    table.add_column(text(language, "offered.view"))
    for head in (text(language, "offered.all"), text(language, "offered.times"), *words.rank_heads(language)):
        table.add_column(head, justify="right")
    for one in offer.acceptance:
        cells = (words.part(one.accepted, language), words.amount(one.times, language))
        table.add_row(in_language(one.text, language), *cells, *words.by_rank(one.by_rank, language))
    return table


def _after(offer: Offer, language: Language) -> Table:
    """What becomes of those who accept, a row a view: re-offence, its detection, extradition for it."""
    table = Table(title=text(language, "offered.after"), title_justify="left")
    table.add_column(text(language, "offered.view"))
    for key in ("reoffended", "detected", "extradited_again"):
        table.add_column(text(language, f"offered.{key}"), justify="right")
    for one in offer.acceptance:
        cells = (words.part(each, language) for each in (one.reoffended, one.detected, one.extradited_again))
        table.add_row(in_language(one.text, language), *cells)
    return table
