"""A cell of a comparison in words: range over alternatives, direction, what decides it, whether it matters."""

from collections.abc import Mapping

from tregua.analysis.finding import holds
from tregua.lab.alternatives import alternatives
from tregua.lab.cell import Comparison, Figure
from tregua.lab.compare import Glance
from tregua.lab.model import lab
from tregua.show.words.numbers import about, coarse, number, percent, words
from tregua.show.words.said import in_language
from tregua.text import Language, text


def error_of(one: Comparison) -> float:
    """The Monte-Carlo error of the medians of a cell, the largest of its alternatives."""
    return max((figure.mc_error for figure in one.alternatives), default=0.0)


def middle(one: Comparison, language: Language) -> str:
    """The median where there is one, else the range of medians over the alternatives."""
    if one.median is not None:
        return number(one.median, language, True, one.mc_error or 0.0)
    assert one.median_range is not None
    return _range(one.median_range, error_of(one), language)


def _range(ends: tuple[float, float], error: float, language: Language) -> str:
    low, high = (number(coarse(end, error), language, True) for end in ends)
    bare, space, word = low.partition(" ")
    return low if low == high else f"{bare if space and high.endswith(f' {word}') else low} … {high}"


def relative(one: Comparison, language: Language) -> str:
    """The same over the baseline, as a percentage; nothing where that has no meaning."""
    shares = [figure.relative for figure in one.alternatives if figure.relative is not None]
    if not shares or one.baseline_median == 0.0:
        return ""
    if one.median is not None:
        shares = [] if one.relative is None else [one.relative]
    error = error_of(one) / abs(one.baseline_median)
    ends = list(dict.fromkeys(percent(share, language, True, error) for share in (min(shares), max(shares))))
    return " … ".join(ends)


def direction(one: Comparison, draws: int, language: Language, brief: bool = False) -> str:
    """The chance of a direction; over several alternatives, in how many it is likely, in fewer words if `brief`."""
    if one.p_lower is not None:
        return words(one.p_lower, draws, language)
    counts = {"all": one.n_alternatives, "lower": one.lower, "higher": one.higher}
    key = "mixed" if one.lower and one.higher else "lower" if one.lower else "higher" if one.higher else "neither"
    return text(language, f"alternative.{'brief.' if brief else ''}{key}", **counts)


def glance(one: Glance, language: Language) -> str:
    """A cell in another year: the median or the range of medians, and whether that matters."""
    if one.median_range is None:
        return text(language, f"likely.{one.status}")
    ends = one.median_range if one.median is None else (one.median, one.median)
    return f"{_range(ends, one.mc_error, language)}, {brief(one, language)}"


def brief(one: Comparison | Glance, language: Language) -> str:
    """Whether there is a difference that matters, in the fewest words."""
    return text(language, f"material.brief.{_material(one)}")


def matter(one: Comparison, language: Language) -> str:
    """Whether there is a difference that matters, and how large that would be."""
    return text(language, f"material.{_material(one)}", threshold=number(one.material.threshold, language))


def _material(one: Comparison | Glance) -> str:
    """Whether it matters; of an uncertain size, whether the direction is likely in all readings or in most.

    It is in most where the first screen draws an arrow.
    """
    if one.material.status != "uncertain":
        return one.material.status
    if isinstance(one, Comparison) and one.p_lower is not None:
        return "size" if holds(one) else "uncertain"
    most = max(one.lower, one.higher)
    return "size" if most == one.n_alternatives else "most" if 2 * most > one.n_alternatives else "uncertain"


def assumed(one: Comparison) -> tuple[float, float]:
    """The least and the most that assumptions carry of the spread; the same where their share is known.

    Of inputs that depend on one another what was found is the least, and more than shocks leave it cannot be.
    """
    least = one.assumption_share or 0.0
    return least, least if one.shares == "pick_freeze" else max(least, 1.0 - (one.shock_share or 0.0))


def decided(one: Comparison, language: Language) -> str:
    """The alternative that decides the cell, if one does."""
    if one.decided_by is None or one.status != "by_alternative":
        return ""
    return text(language, "alternative.decides", title=_title(one.decided_by, language))


def by_deciding(one: Comparison, language: Language) -> str:
    """The range of medians at each value of the choice that decides the cell."""
    assert one.decided_by is not None
    found: dict[float, list[Figure]] = {}
    for figure in one.alternatives:
        found.setdefault(figure.choices[one.decided_by], []).append(figure)
    shown = []
    for value, figures in found.items():
        medians = [figure.median for figure in figures]
        error = max(figure.mc_error for figure in figures)
        named = _value(one.decided_by, value, language)
        shown.append(f"{named} {_range((min(medians), max(medians)), error, language)}")
    return f"{_title(one.decided_by, language)}: {'; '.join(shown)}"


def choices(chosen: Mapping[str, float], language: Language) -> str:
    """What a combination chooses, in words."""
    named = [f"{_title(name, language)}: {_value(name, value, language)}" for name, value in chosen.items()]
    return "; ".join(named) or text(language, "alternative.only")


def columns(one: Comparison, language: Language) -> str:
    """The crossed choices of a cell, in the order in which its rows name their values."""
    titles = [_title(name, language) for name in _crossed(one.alternatives[0].choices)]
    return text(language, "alternative.columns", titles=" · ".join(titles)) if titles else ""


def row(figure: Figure, one: Comparison, language: Language) -> str:
    """An alternative of a cell: the values of its crossed choices, or the one that stands apart from the reference."""
    reference = one.alternatives[0].choices
    apart = {
        name: value
        for name, value in figure.choices.items()
        if name not in _crossed(reference) and value != reference[name]
    }
    if apart:
        return text(language, "alternative.around", choice=choices(apart, language))
    values = " · ".join(_value(name, figure.choices[name], language) for name in _crossed(reference))
    if figure is not one.alternatives[0]:
        return values
    return (
        f"{values} ({text(language, 'alternative.reference')})" if values else text(language, "alternative.reference")
    )


def _crossed(chosen: Mapping[str, float]) -> list[str]:
    return [name for name in chosen if name not in alternatives().single]


def _known(parameter: str) -> bool:
    return parameter in alternatives().all


def _title(parameter: str, language: Language) -> str:
    return in_language(alternatives().all[parameter].title, language) if _known(parameter) else parameter


def _value(parameter: str, value: float, language: Language) -> str:
    """The name of a value, or the number where the catalogue has it no longer."""
    values = lab().parameters[parameter].distribution.values or [] if _known(parameter) else []
    if value not in values:
        return number(value, language)
    return in_language(alternatives().all[parameter].values[values.index(value)], language)


def interval(figure: Figure, language: Language, errors: bool = False) -> str:
    """The 90 % interval, both ends to the first digit of their errors, parted by a semicolon."""
    ends = zip(figure.i90, figure.i90_error, strict=True)
    if errors:
        shown = [about(end, error, language) for end, error in ends]
    else:
        shown = [number(end, language, True, error) for end, error in ends]
    return f"[{'; '.join(shown)}]"


def the_one(one: Comparison) -> Figure | None:
    """The one figure of a cell as a figure of an alternative, where it has one."""
    if one.median is None:
        return None
    assert one.i50 and one.i90 and one.i90_error and one.p_lower is not None and one.mc_error is not None
    return Figure({}, one.median, one.i50, one.i90, one.p_lower, one.mc_error, one.i90_error, one.relative)
