"""What the terminal shows of an offer."""

from rich.table import Table

from tregua.analysis.offer import Offer
from tregua.show.terminal.lab import console_of
from tregua.show.words import offer as words
from tregua.show.words.numbers import percent
from tregua.show.words.said import in_language
from tregua.text import Language, text


def show_offer(offer: Offer, language: Language) -> None:
    """What the law gives, who would accept by view, what moves it most, real offers beside it, every caveat."""
    console = console_of()
    console.print(words.title(offer, language), markup=False)
    for line in words.law_words(offer, language):
        console.print(f" • {line}", markup=False)
    console.print(_accepted(offer, language))
    console.print(_after(offer, language))
    console.print(text(language, "offered.drivers"), markup=False)
    for driver in offer.drivers[: words.NAMED]:
        console.print(f" • {words.driver_words(driver, language)}", markup=False)
    console.print(words.share_words(offer, language), markup=False)
    console.print(text(language, "offered.conditions"), markup=False)
    for one in offer.conditions:
        shown = f"{percent(one.accepted, language)} ({percent(one.difference, language, signed=True)})"
        console.print(f" • {in_language(one.text, language)}: {shown}", markup=False)
    console.print(text(language, "offered.thresholds"), markup=False)
    for threshold in offer.thresholds:
        console.print(f" • {words.threshold_words(threshold, language)}", markup=False)
    console.print(words.elasticity_words(offer, language), markup=False)
    console.print(in_language(offer.settings.sweep.note, language), markup=False)
    console.print(words.signature_words(offer, language), markup=False)
    console.print(f"\n{text(language, 'offered.episodes')}", markup=False)
    for episode in offer.settings.episodes:
        cited = "; ".join(each.ref for each in episode.source)
        said = f"{in_language(episode.text, language)}: {in_language(episode.said, language)} ({cited})"
        console.print(f" • {said}", markup=False)
    console.print(f"\n{text(language, 'table.caveats')}")
    for sentence in words.caveats(offer, language):
        console.print(f" • {sentence}", markup=False)


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
    """What becomes of those who accept: re-offence, its detection, extradition for it; the same in every view."""
    table = Table(title=text(language, "offered.after"), title_justify="left")
    for key in ("reoffended", "detected", "extradited_again"):
        table.add_column(text(language, f"offered.{key}"), justify="right")
    last = offer.acceptance[-1]
    table.add_row(*(words.part(one, language) for one in (last.reoffended, last.detected, last.extradited_again)))
    return table
