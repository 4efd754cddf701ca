"""What the terminal shows of a backtest: skill in words, then a row a series, then what must be read with it."""

from collections.abc import Iterable, Sequence

from rich.table import Table

from tregua.analysis.baselines import RULES
from tregua.analysis.scored import PERSISTENCE
from tregua.analysis.summary import Backtest, Forecast, Summary
from tregua.analysis.surge import chances
from tregua.lab.model import lab
from tregua.show.terminal.events import show_events
from tregua.show.terminal.lab import console_of, say
from tregua.show.words.backtest import (
    CAVEATS,
    FARTHER,
    FARTHEST,
    NEAR,
    covered,
    first_words,
    hundredths,
    learning_table,
    surge_words,
    title,
    with_error,
)
from tregua.show.words.numbers import number
from tregua.text import Language, text

ONE_ORIGIN = 1


def show_backtest(backtest: Backtest, language: Language) -> None:
    """Skill first; from a single origin the forecasts themselves follow."""
    for sentence in [
        *first_words(backtest.summaries, language),
        text(language, "backtest.card.key", first=NEAR[0], last=NEAR[-1]),
        *surge_words(chances(backtest), backtest.draws, language),
    ]:
        say(sentence)
    _show_summaries(backtest.summaries, language)
    _show_learning(backtest, language)
    if len(backtest.cuts) == ONE_ORIGIN:
        _show_forecasts(backtest.cuts[0].forecasts, language)
    show_events(backtest.events, language)
    first = backtest.cuts[0]
    numbers = {"n": len(first.saw_later), "all": len(lab().parameters), "cut": first.cut}
    numbers |= {"kept": len(first.kept_later), "forms": len(first.forms_saw_later)}
    say(text(language, "backtest.saw_later", **numbers))
    if backtest.unused:
        say(text(language, "backtest.unused", names=", ".join(backtest.unused)))
    say(f"\n{text(language, 'table.caveats')}")
    for key in CAVEATS:
        say(f" • {text(language, f'backtest.caveat.{key}')}")


def _show_summaries(summaries: Iterable[Summary], language: Language) -> None:
    by_series: dict[str, dict[tuple[str, tuple[int, ...]], Summary]] = {}
    for one in summaries:
        by_series.setdefault(one.series, {})[one.policies, one.horizons] = one
    table = Table(title=text(language, "backtest.title"), title_justify="left", show_lines=True)
    table.add_column(text(language, "backtest.column.series"), min_width=26)
    rules = (rule for rule in RULES if rule != PERSISTENCE)
    for key in ("held", *rules, "background", "vague", "known", "farther", "farthest", "coverage", "width"):
        table.add_column(text(language, f"backtest.column.{key}"), justify="right")
    for series, found in by_series.items():
        near = found.get(("held", NEAR))
        if near is not None:
            others = [found["known", NEAR], found["held", FARTHER], found["held", FARTHEST]]
            table.add_row(f"{series}\n{title(series, language)}", *_cells(near, others, language))
    console_of().print(table)


def _show_learning(backtest: Backtest, language: Language) -> None:
    if not backtest.learning:
        return
    heads, rows = learning_table(backtest.learning, language)
    table = Table(title=text(language, "learning.title"), title_justify="left")
    for at, head in enumerate(heads):
        table.add_column(head, justify="right" if at else "left")
    for cells in rows:
        table.add_row(*cells)
    console_of().print(table)


def _cells(near: Summary, further: Sequence[Summary], language: Language) -> list[str]:
    counted = text(language, "backtest.n", n=near.n, origins=near.origins).replace(", ", "\n")
    others = [one for rule, one in near.skill.items() if rule != PERSISTENCE]
    others += [near.skill_background, near.skill_vague, *(one.skill[PERSISTENCE] for one in further)]
    values = ["–" if one is None else hundredths(one.value, language, signed=True) for one in others]
    width = "–" if near.width_ratio is None else hundredths(near.width_ratio, language)
    ours = with_error(near.skill[PERSISTENCE], language).replace(" ± ", "\n± ")
    return [f"{ours}\n{counted}", *values, covered(near), width]


def _show_forecasts(forecasts: Iterable[Forecast], language: Language) -> None:
    table = Table(title=text(language, "backtest.forecasts"), title_justify="left")
    for key in ("series", "year", "observed", "median", "i90", "crps", "crps_persistence"):
        table.add_column(text(language, f"backtest.column.{key}"), justify="left" if key == "series" else "right")
    for one in forecasts:
        if (one.policies, one.drivers) == ("held", "held"):
            low, high = one.scored.intervals[90]
            plain = one.scored.crps_baselines[PERSISTENCE]
            table.add_row(
                one.series,
                str(one.year),
                number(one.observed, language),
                number(one.scored.median, language),
                f"[{number(low, language)}; {number(high, language)}]",
                number(one.scored.crps, language),
                "–" if plain is None else number(plain, language),
            )
    console_of().print(table)
