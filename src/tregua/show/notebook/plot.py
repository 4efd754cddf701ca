"""Pictures of a run and of its comparisons, drawn with matplotlib, which is not installed with the package."""

import textwrap
from typing import TYPE_CHECKING, Any

import xarray as xr

from tregua.catalogue.errors import InputError, Problem, no_place_of, unknown_name
from tregua.catalogue.said import Said
from tregua.lab.caveats import run_caveats
from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.lab.result import check_scenario, scenarios_of
from tregua.show.draw.panels import gather, panel
from tregua.show.words.numbers import unit
from tregua.show.words.said import in_language, in_words
from tregua.text import Language, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INSTALL = "python3 -m pip install matplotlib"
FIRST_SHOWN, CHARACTERS = 2015, 110


def plot(
    dataset: xr.Dataset,
    outcome: str,
    place: str | None = None,
    *,
    baseline: str | None = None,
    language: Language = "en",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw an outcome of a run by year: the baseline as a fan, medians of the other scenarios, observed figures.

    Parameters
    ----------
    place
        The first of the outcome's headline where none is named.
    baseline
        The scenario drawn as a fan, with its 50 and 90 % intervals; the first of the run where none is named.
    ax
        Where to draw; a new figure where none is given.

    Raises
    ------
    InputError
        There is no such outcome, place or scenario, with the nearest name, or matplotlib is not installed.
    """
    where = _place(outcome, place)
    scenarios = scenarios_of(dataset)
    first = baseline or next(iter(scenarios))
    check_scenario(dataset, first)
    drawn, styles = panel(dataset, lab().outcomes[outcome], where), gather(dataset, None).styles
    ax = _axes(ax)
    low, inner_low, middle, inner_high, high = drawn.bands[first]
    colour = styles[next(iter(scenarios))].colour
    ax.fill_between(drawn.at, low, high, color=colour, alpha=0.13, linewidth=0)
    ax.fill_between(drawn.at, inner_low, inner_high, color=colour, alpha=0.22, linewidth=0)
    ax.plot(drawn.at, middle, color=colour, label=in_language(scenarios[first].text, language))
    for name, scenario in scenarios.items():
        if name != first:
            style = "--" if styles[name].dash else "-"
            named = in_language(scenario.text, language)
            ax.plot(drawn.at, drawn.bands[name][2], style, color=styles[name].colour, label=named)
    for series in drawn.observed:
        points = [one for one in series.points if one.year >= FIRST_SHOWN]
        marks: dict[str, Any] = {"linestyle": "none", "marker": "o", "markerfacecolor": "white", "color": "#1b1b1b"}
        moments = [drawn.moment(one) for one in points]
        ax.plot(moments, [one.value for one in points], markersize=4, label=series.publisher, **marks)
    _finish(ax, outcome, where, run_caveats(dataset)[0], language)
    ax.set_ylabel(unit(lab().outcomes[outcome].unit, language))
    ax.legend(frameon=False, fontsize="small")
    return ax


def plot_differences(
    comparisons: Comparisons,
    outcome: str,
    place: str | None = None,
    *,
    language: Language = "en",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw the differences of one outcome: a line a structural alternative, with its median and 90 % interval."""
    where = _place(outcome, place)
    ax, rows = _axes(ax), [one for one in comparisons.comparisons if (one.outcome, one.place) == (outcome, where)]
    for at, cell in enumerate(rows):
        step = 0.6 / max(1, len(cell.alternatives))
        for nth, one in enumerate(cell.alternatives):
            height = at - 0.3 + step * (nth + 0.5)
            ax.plot(one.i90, [height, height], color="#00778A", alpha=0.5, linewidth=1.5)
            ax.plot([one.median], [height], marker="o", color="#1b1b1b", markersize=3)
        if not cell.alternatives:
            ax.text(0.0, at, text(language, f"likely.{cell.status}"), va="center", fontsize="small")
    ax.axvline(0.0, color="#6b6b6b", linewidth=0.8)
    ax.set_yticks(range(len(rows)), [one.scenario for one in rows])
    ax.invert_yaxis()
    against = text(language, "notebook.against", baseline=comparisons.baseline, year=comparisons.year)
    ax.set_xlabel(f"{unit(lab().outcomes[outcome].unit, language)}; {against}")
    _finish(ax, outcome, where, comparisons.caveats[0], language)
    return ax


def _place(outcome: str, place: str | None) -> str:
    """The place that is drawn; an outcome or a place that is not there is refused with the nearest."""
    outcomes = lab().outcomes
    if outcome not in outcomes:
        raise InputError(unknown_name("@name.outcome", outcome, outcomes))
    places = lab().outcome_places[outcome]
    if place is not None and place not in places:
        raise InputError(no_place_of(outcome, place, places))
    return place or outcomes[outcome].headline[0]


def _axes(ax: "Axes | None") -> Any:
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ModuleNotFoundError:
        raise InputError(Problem("no_matplotlib", "", {"command": INSTALL})) from None
    return pyplot.subplots(figsize=(9.0, 4.5), layout="constrained")[1]


def _finish(ax: Any, outcome: str, place: str, first: Said, language: Language) -> None:
    """The title above, what must be read below."""
    record = lab().outcomes[outcome]
    named = in_language(lab().place_text(place, record.index), language)
    ax.set_title(f"{in_language(record.text, language)}, {named}", loc="left")
    told = textwrap.fill(in_words(first, language), CHARACTERS)
    ax.annotate(told, (0.0, -0.16), xycoords="axes fraction", va="top", fontsize="x-small", color="#3d3d3d")
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
