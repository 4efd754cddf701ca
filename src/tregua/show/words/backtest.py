"""Forecasts and their scores, as plain values and in words of one language: skill first, positive or not."""

from collections.abc import Iterable
from typing import Any

from tregua.analysis.card import Card, summary_record, surge_record
from tregua.analysis.scored import PERSISTENCE
from tregua.analysis.scores import Skill
from tregua.analysis.summary import Backtest, Forecast, Summary
from tregua.analysis.surge import Chances, chances, surges
from tregua.evidence import ledger
from tregua.lab.measure import measures
from tregua.lab.model import lab
from tregua.show.words.numbers import chance, number
from tregua.show.words.said import in_language
from tregua.text import Language, text

NEAR = (1, 2, 3)
CAVEATS = ("baselines", "held", "known", "background", "vague", "coverage", "mixture", "revised")


def backtest_record(backtest: Backtest, language: Language) -> dict[str, Any]:
    """All of a backtest."""
    return {
        "version": backtest.version,
        "catalogue_hash": backtest.catalogue_hash,
        "seed": backtest.seed,
        "draws": backtest.draws,
        "command": backtest.command,
        "cuts": [
            {"cut": one.cut, "saw_later": list(one.saw_later), "scores": [_score(each) for each in one.forecasts]}
            for one in backtest.cuts
        ],
        "summary": [summary_record(one) for one in backtest.summaries],
        "surges": [surge_record(one) for one in chances(backtest)],
        "unused": list(backtest.unused),
        "caveats": [text(language, f"backtest.caveat.{key}") for key in CAVEATS],
    }


def _score(one: Forecast) -> dict[str, Any]:
    scored = one.scored
    return {
        "series": one.series,
        "place": one.place,
        "variable": one.variable,
        "unit": one.unit,
        "horizon": one.horizon,
        "year": one.year,
        "observed": one.observed,
        "median": scored.median,
        **{f"i{level}": list(ends) for level, ends in scored.intervals.items()},
        "pit": scored.pit,
        "policies": one.policies,
        "drivers": one.drivers,
        "crps": scored.crps,
        "crps_baselines": scored.crps_baselines,
        "crps_vague": one.crps_vague,
        "crps_background": one.crps_background,
        "interval_score": scored.interval.score,
        "interval_score_persistence": scored.interval_persistence.score if scored.interval_persistence else None,
        "status": one.status,
    }


def first_words(summaries: Iterable[Summary], language: Language) -> list[str]:
    """Whether forecasts with policies held beat persistence over the next years, for the series that headlines show."""
    headline = {one.series for one in measures() if not one.derived and one.place in lab().outcomes[one.reads].headline}
    return [
        in_words(one, language)
        for one in summaries
        if one.series in headline and (one.policies, one.horizons) == ("held", NEAR)
    ]


def in_words(summary: Summary, language: Language) -> str:
    """Skill over persistence of one series in a sentence; only skill beyond its error earns the word forecast."""
    found = summary.skill[PERSISTENCE]
    key = "too_few" if found is None or found.se is None else "skill" if summary.has_skill else "no_skill"
    return text(
        language,
        f"backtest.{key}",
        series=title(summary.series, language),
        skill=with_error(found, language),
        first=summary.horizons[0],
        last=summary.horizons[-1],
        n=summary.n,
        origins=summary.origins,
    )


def with_error(skill: Skill | None, language: Language) -> str:
    """Skill and its block error, in hundredths."""
    if skill is None:
        return "–"
    value = hundredths(skill.value, language, signed=True)
    return value if skill.se is None else f"{value} ± {hundredths(max(0.01, skill.se), language)}"


def hundredths(value: float, language: Language, signed: bool = False) -> str:
    """A number with two decimals."""
    shown = f"{abs(value):.2f}".replace(".", "," if language == "es" else ".")
    return f"{'−' if value < 0 and shown.strip('0.,') else '+' if signed else ''}{shown}"


def title(series: str, language: Language) -> str:
    """What a series is."""
    return in_language(ledger.series()[series].text, language)


def surge_words(found: Iterable[Chances], draws: int, language: Language) -> list[str]:
    """What was thought of each rise before it came, and what its drivers and policies add."""
    return [
        text(
            language,
            "backtest.surge",
            rise=in_language(surges()[one.surge].text, language),
            cut=surges()[one.surge].cut,
            observed=number(one.observed, language),
            **{"_".join(pair): chance(share, draws) for pair, share in one.by_pair.items()},
        )
        for one in found
    ]


def card_words(card: Card, language: Language) -> list[str]:
    """What is to be read before any projection."""
    low, high = card.of_alternatives
    series, inside, n = card.worst
    held = text(
        language,
        "backtest.card.history",
        inside=card.history_inside90,
        n=card.history_n,
        low=low,
        high=high,
        worst=title(series, language),
        worst_inside=inside,
        worst_n=n,
    )
    said = [*first_words(card.summaries, language), held, *surge_words(card.surges, card.draws, language)]
    if card.out_of_date:
        said.append(text(language, "backtest.card.out_of_date"))
    return said
