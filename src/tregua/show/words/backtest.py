"""Forecasts and their scores, as plain values and in words of one language: skill first, positive or not."""

from collections.abc import Iterable, Iterator
from typing import Any

from tregua.analysis.card import Card, learning_record, summary_record, surge_record
from tregua.analysis.scored import PERSISTENCE, Scored
from tregua.analysis.scores import Skill
from tregua.analysis.summary import ALL_SERIES, HORIZONS, Backtest, Forecast, Learning, Summary
from tregua.analysis.surge import Chances, chances, surges
from tregua.evidence import ledger
from tregua.lab.asked import PRIOR
from tregua.lab.measure import Measure, measures
from tregua.lab.model import lab
from tregua.show.words.envelope import plain_caveat
from tregua.show.words.events import events_record
from tregua.show.words.numbers import chance, number, unit
from tregua.show.words.said import in_language
from tregua.text import Language, text

NEAR, FARTHER, FARTHEST = HORIZONS
WORST = 3  # series that the card names where learning makes forecasts worse; the fold lists all
BAND = 0.9  # of the figures that a band of the right width holds
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
            {
                "cut": one.cut,
                "saw_later": list(one.saw_later),
                "kept_later": list(one.kept_later),
                "forms_saw_later": list(one.forms_saw_later),
                "scores": [_score(each) for each in one.forecasts],
            }
            for one in backtest.cuts
        ],
        "summary": [summary_record(one) for one in backtest.summaries],
        "learning": [learning_record(one) for one in backtest.learning],
        "surges": [surge_record(one) for one in chances(backtest)],
        "events": events_record(backtest.events),
        "unused": list(backtest.unused),
        "caveats": [plain_caveat(f"backtest.caveat.{key}", language) for key in CAVEATS],
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
        "calibrated": _calibrated(one.calibrated),
        "interval_score": scored.interval.score,
        "interval_score_persistence": scored.interval_persistence.score if scored.interval_persistence else None,
        "status": one.status,
    }


def _calibrated(scored: Scored | None) -> dict[str, Any] | None:
    """The same forecast with what was learnt before the cut."""
    if scored is None:
        return None
    intervals = {f"i{level}": list(ends) for level, ends in scored.intervals.items()}
    return {"median": scored.median, **intervals, "crps": scored.crps, "interval_score": scored.interval.score}


def first_words(summaries: Iterable[Summary], language: Language) -> list[str]:
    """Which of the series that headlines show are forecast better than by persistence, policies held, and which not.

    Only skill beyond its error earns the word forecast.
    """
    listed: dict[str, list[str]] = {"skill": [], "no_skill": [], "too_few": []}
    for measure, one in _headline(summaries):
        outcome = lab().outcomes[measure.reads]
        where = in_language(lab().place_text(measure.place, outcome.index), language)
        named = f"{in_language(outcome.text, language)} ({where})"
        listed[standing(one)].append(f"{named} {with_error(one.skill[PERSISTENCE], language)}")
    return [text(language, f"backtest.{key}", listed="; ".join(named)) for key, named in listed.items() if named]


def scores_record(summaries: Iterable[Summary]) -> list[dict[str, Any]]:
    """The same as plain values, so that no projection travels without it."""
    return [
        {
            "series": one.series,
            "outcome": measure.reads,
            "place": one.place,
            "policies": one.policies,
            "horizons": list(one.horizons),
            "n": one.n,
            "skill": found.value if (found := one.skill[PERSISTENCE]) else None,
            "skill_se": found.se if found else None,
            "standing": standing(one),
        }
        for measure, one in _headline(summaries)
    ]


def _headline(summaries: Iterable[Summary]) -> Iterator[tuple[Measure, Summary]]:
    """The summaries of the nearer years, policies held, of what headlines show."""
    bound = {one.series: one for one in measures()}
    for one in summaries:
        measure = bound.get(one.series)
        if measure is None or not measure.scored or (one.policies, one.horizons) != ("held", NEAR):
            continue
        if measure.place in lab().outcomes[measure.reads].headline:
            yield measure, one


def standing(summary: Summary) -> str:
    """Whether a series is forecast better than by persistence, is not, or has too few figures to tell."""
    found = summary.skill[PERSISTENCE]
    if found is None or found.se is None:
        return "too_few"
    return "skill" if summary.has_skill else "no_skill"


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


def covered(summary: Summary) -> str:
    """Per cent of the figures inside the three intervals, in brackets where they earn no credit."""
    shares = "/".join("–" if one is None else f"{100 * one:.0f}" for one in summary.coverage.values())
    return shares if summary.coverage_counts else f"({shares})"


def title(series: str, language: Language) -> str:
    """What a series is; its id where a card of another catalogue names one that there is no more."""
    known = ledger.series().get(series)
    return in_language(known.text, language) if known else series


def surge_words(found: Iterable[Chances], draws: int, language: Language) -> list[str]:
    """What was thought of each rise before it came, and what its drivers and policies add."""
    return [
        text(
            language,
            "backtest.surge",
            rise=in_language(surges()[one.surge].text, language),
            cut=surges()[one.surge].cut,
            observed=number(one.observed, language),
            unit=unit(ledger.series()[surges()[one.surge].series].unit, language),
            **{"_".join(pair): chance(share, draws) for pair, share in one.by_pair.items()},
        )
        for one in found
        if one.surge in surges()
    ]


def card_heading(card: Card, language: Language) -> tuple[str, str]:
    """What the score card is, and how its figures are read."""
    heading = text(language, "backtest.card.heading", first=card.first_cut, last=card.last_cut)
    return heading, text(language, "backtest.card.key", first=NEAR[0], last=NEAR[-1])


def _reach_words(card: Card, summaries: Iterable[Summary], language: Language) -> list[str]:
    """What was scored less far ahead than the rest."""
    listed = []
    for measure, one in _headline(summaries):
        outcome, years = lab().outcomes[measure.reads], card.reach(one.series)
        where = in_language(lab().place_text(measure.place, outcome.index), language)
        if years < card.ahead:
            listed.append(f"{in_language(outcome.text, language)}, {where} ({years})")
    return [text(language, "backtest.card.reach", ahead=card.ahead, listed="; ".join(listed))] if listed else []


def learning_words(card: Card, ensemble: str, language: Language) -> list[str]:
    """Where the numbers of an answer come from, and what learning from the past does to forecasts."""
    if not card.compared:
        return [text(language, "why.prior" if ensemble == PRIOR else "why.learnt", version=ensemble)]
    worst = sorted(card.worse, key=lambda one: one.over_prior.value if one.over_prior else 0.0)[:WORST]
    listed = "; ".join(f"{title(one.series, language)} {with_error(one.over_prior, language)}" for one in worst)
    values = {"worse": len(card.worse), "all": len(card.compared), "listed": listed or "–"}
    key = "prior" if ensemble == PRIOR else "calibrated"
    return [text(language, f"learning.{key}", version=card.ensemble if ensemble == PRIOR else ensemble, **values)]


def learning_table(found: Iterable[Learning], language: Language) -> tuple[list[str], list[list[str]]]:
    """Prior and calibrated side by side: heads, and a row for each series over the next year and the nearer ones."""
    scores = ("coverage_prior", "coverage_calibrated", "score_prior", "score_calibrated")
    keys = ("series", "years", "over_prior", "over_vague", *scores)
    rows = []
    for one in found:
        named = text(language, "learning.all") if one.series == ALL_SERIES else title(one.series, language)
        shares = [f"{100 * share:.0f} %" for share in one.coverage]
        ratios = [hundredths(ratio, language) for ratio in one.interval_ratio]
        years = f"{one.horizons[0]}–{one.horizons[-1]}" if len(one.horizons) > 1 else str(one.horizons[0])
        mark = f" {text(language, 'learning.worse')}" if one.worse else ""
        skills = [with_error(one.over_prior, language) + mark, with_error(one.over_vague, language)]
        rows.append([f"{named} ({one.n})", years, *skills, *shares, *ratios])
    return [text(language, f"learning.column.{key}") for key in keys], rows


def learning_lines(found: Iterable[Learning], language: Language) -> list[str]:
    """The same over the nearer years, a line a series."""
    near = [one for one in found if one.horizons == NEAR]
    lines = []
    for first, _, prior, vague, *others in learning_table(near, language)[1]:
        before, after, score, score_after = others
        lines.append(f"{first}: {prior}; {vague}; {before} → {after}; {score} → {score_after}")
    return lines


def series_words(card: Card, outcome: str, place: str, language: Language) -> list[str]:
    """What the card says of one outcome in one place: its skill, how far ahead, its rises."""
    named = {one.series for one in measures() if (one.reads, one.place) == (outcome, place)}
    summaries = [one for one in card.summaries if one.series in named]
    risen = [one for one in card.surges if one.surge in surges() and surges()[one.surge].series in named]
    said = [*first_words(summaries, language), *_reach_words(card, summaries, language)]
    return [*said, *surge_words(risen, card.draws, language)]


def card_words(card: Card, language: Language, ensemble: str = PRIOR) -> list[str]:
    """What is to be read before any projection from the prior or from an ensemble."""
    low, high = card.of_alternatives
    series, inside, n = card.worst
    held = text(
        language,
        "backtest.card.history",
        inside=card.history_inside90,
        n=card.history_n,
        expected=round(BAND * card.history_n),
        low=low,
        high=high,
        worst=title(series, language),
        worst_inside=inside,
        worst_n=n,
    )
    scored = [one for one in measures() if one.scored]
    final = sum(one.vintages == "final" for one in scored)
    revised = text(language, "backtest.card.revised", final=final, all=len(scored))
    said = [*first_words(card.summaries, language), *_reach_words(card, card.summaries, language), held]
    said += [*surge_words(card.surges, card.draws, language), revised, *learning_words(card, ensemble, language)]
    if card.out_of_date:
        said.append(text(language, "backtest.card.out_of_date"))
    return said
