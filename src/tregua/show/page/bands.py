"""Observed series beside the lab's band, worst misses first, from what comes with the package: nothing is run."""

from itertools import groupby

from tregua.analysis.beside import Beside
from tregua.analysis.calibrate import shipped
from tregua.analysis.card import card
from tregua.analysis.kept_bands import kept_bands
from tregua.lab.measure import Measure, measures, unbound
from tregua.lab.model import lab
from tregua.show.draw.history import alone
from tregua.show.html import Html, View, folded, join, tag
from tregua.show.page.score import say, score_page, to_series
from tregua.show.words.backtest import BAND
from tregua.show.words.history import in_words
from tregua.show.words.numbers import unit
from tregua.text import LANGUAGES, Language, text


def render_bands(language: Language = "en", site: str = "") -> str:
    """Every series with a band that is kept, then those without one and why."""
    titles = {one: text(one, "score.history.title") for one in LANGUAGES}
    return score_page(titles, _contents, language, site)


def _contents(view: View) -> list[object]:
    kept = kept_bands(shipped())
    shown = {before.series for before, _ in kept}
    others = [one for one in measures() if one.series not in shown]
    return [
        tag("p", tag("strong", _first(view)), class_="first"),
        tag("p", _kept_words(kept, view)),
        tag("p", text(view.language, "beside.legend")),
        tag("h2", say(view, "history.worst_first")),
        tag("div", *(_series(*one, view) for one in kept), class_="charts"),
        tag("h2", say(view, "history.others")),
        tag("p", say(view, "history.command"), " ", tag("code", "tregua history --html FILE")),
        tag("ul", *(tag("li", _other(one, view)) for one in others)),
        tag("h2", text(view.language, "beside.unbound").rstrip(":")),
        *_unbound(view),
    ]


def _first(view: View) -> str:
    """What the card keeps of the last full history."""
    found = card()
    low, high = found.of_alternatives
    counted = {"inside": found.history_inside90, "n": found.history_n, "expected": round(BAND * found.history_n)}
    return say(view, "history.first", **counted, low=low, high=high)


def _kept_words(kept: list[tuple[Beside, Beside]], view: View) -> str:
    before, after = (sum(pair[at].inside90 for pair in kept) for at in (0, 1))
    n = sum(one.n for one, _ in kept)
    return say(view, "history.kept", series=len(kept), n=n, before=before, after=after, version=shipped().version)


def _series(before: Beside, after: Beside, view: View) -> Html:
    """A chart of the band before learning, how many figures it holds, and each that it misses."""
    place = view.pick(lab().place_text(before.place, lab().outcomes[before.outcome].index))
    counted = {"n": before.n, "before": before.inside90, "after": after.inside90}
    told = say(view, "history.held", **counted, unit=unit(before.unit, view.language))
    missed = in_words(before, view.language)
    return tag(
        "figure",
        tag("h3", to_series(before.series, view), " ", tag("span", f"({place})", class_="place")),
        tag("p", told, class_="small"),
        alone(before, told, view.language),
        tag("p", tag("strong", say(view, "history.missed"), ": "), missed, class_="small") if missed else "",
        id_=view.id("band", before.series),
    )


def _other(one: Measure, view: View) -> Html:
    reason = "derived" if one.derived else "used" if one.used else "sets"
    return join(to_series(one.series, view), ": ", say(view, f"history.{reason}"))


def _unbound(view: View) -> list[Html]:
    """Series that nothing of the lab is held against, folded by the reason."""
    by_reason = sorted((view.pick(why), name) for name, why in unbound().items())
    found = []
    for why, several in groupby(by_reason, key=lambda one: one[0]):
        names = [name for _, name in several]
        listed = (tag("li", to_series(name, view)) for name in names)
        found.append(folded(f"{why} ({len(names)})", tag("ul", *listed)))
    return found
