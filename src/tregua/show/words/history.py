"""Observed series beside the lab, as plain values and in words of one language."""

from dataclasses import asdict
from typing import Any

from tregua.analysis.beside import Beside, Figure, History
from tregua.analysis.price import PriceFit
from tregua.evidence import ledger
from tregua.show.words.envelope import plain_caveat
from tregua.show.words.numbers import number, percent
from tregua.show.words.said import in_language
from tregua.text import Language, text


def history_record(history: History, language: Language) -> dict[str, Any]:
    """All of a history; `inside90` of a series counts its figures, of a figure says whether the interval holds it."""
    return {
        "version": history.version,
        "catalogue_hash": history.catalogue_hash,
        "seed": history.seed,
        "draws": history.draws,
        "command": history.command,
        "n": history.n,
        "inside90": history.inside90,
        "width90": history.width,
        "series": [_series(one) for one in history.series],
        "price": [price_record(one, language) for one in history.price],
        "unbound": [{"series": name, "why": in_language(why, language)} for name, why in history.unbound.items()],
        "caveats": [plain_caveat(f"beside.caveat.{key}", language) for key in ("mixture", "open_loop", "revised")],
    }


def price_record(one: PriceFit, language: Language) -> dict[str, Any]:
    """What one reading of pass-through says of the retail price."""
    return {
        "pass_through": one.reading,
        "reading": in_language(one.named, language),
        "margin_trend": one.trend,
        "first": one.years[0],
        "last": one.years[1],
        "observed": one.observed,
        "q05": one.low,
        "median": one.median,
        "q95": one.high,
        "below": one.below,
        "inside90": one.inside90,
    }


def price_words(history: History, language: Language) -> list[str]:
    """Each reading of pass-through beside the observed retail price, with the trend of margins and without."""
    said = []
    for with_trend, without in zip(history.price[::2], history.price[1::2], strict=True):
        ends = {
            f"{name}_{key}": number(value, language)
            for key, one in (("with", with_trend), ("without", without))
            for name, value in (("low", one.low), ("median", one.median), ("high", one.high))
        }
        observed, reading = number(with_trend.observed, language), in_language(with_trend.named, language)
        first, last = with_trend.years
        said.append(text(language, "beside.price", first=first, last=last, reading=reading, observed=observed, **ends))
    return said


def _series(one: Beside) -> dict[str, Any]:
    return {
        "series": one.series,
        "outcome": one.outcome,
        "place": one.place,
        "variable": one.variable,
        "unit": one.unit,
        "scale": one.scale,
        "derived": one.derived,
        "used": one.used,
        "n": one.n,
        "inside90": one.inside90,
        "points": [_figure(point) for point in one.points],
        "by_alternative": [
            {
                "choices": dict(each.choices),
                "draws": each.draws,
                "inside90": each.inside90,
                "points": [_figure(point) for point in each.points],
            }
            for each in one.by_alternative
        ],
    }


def _figure(point: Figure) -> dict[str, Any]:
    return {**asdict(point), "inside90": point.inside90}


def first_words(history: History, language: Language) -> list[str]:
    """What is to be read first: how many figures the band holds, which series is worst, what the mixture hides."""
    share = percent(history.inside90 / max(1, history.n), language)
    said = [text(language, "beside.first", inside=history.inside90, n=history.n, share=share)]
    if history.width is not None:
        said.append(text(language, "beside.width", factor=number(history.width, language)))
    if history.counted and history.counted[0].inside90 < history.counted[0].n:
        worst = history.counted[0]
        said.append(text(language, "beside.worst", series=title(worst, language), misses=in_words(worst, language)))
    held = [inside for _, inside in history.by_alternative()]
    if held:
        said.append(text(language, "beside.by_alternative", low=min(held), high=max(held), n=history.n))
    return said


def title(one: Beside, language: Language) -> str:
    """The id of a series and what it is."""
    return f"{one.series}, {in_language(ledger.series()[one.series].text, language)}"


def in_words(one: Beside, language: Language) -> str:
    """The figures outside the band, each with its year and the interval that it left."""
    outside = [point for point in one.points if not point.inside90]
    return "; ".join(
        text(
            language,
            "beside.miss",
            when=when(point),
            observed=number(point.observed, language),
            low=number(point.q05, language),
            high=number(point.q95, language),
        )
        for point in outside
    )


def when(point: Figure) -> str:
    """The time of a figure: its year, and its month where it has one."""
    return f"{point.year}-{point.month:02}" if point.month else str(point.year)
