"""The first screen in words: sentences filled by rule, cells of a range, a word and one mark of evidence."""

from dataclasses import dataclass

from tregua.analysis.card import card
from tregua.analysis.finding import Finding, Lead, Row, holds, told
from tregua.lab.asked import PRIOR
from tregua.lab.cell import Comparison
from tregua.lab.model import lab
from tregua.show.words import comparison as said
from tregua.show.words.backtest import NEAR, standing
from tregua.show.words.events import beside
from tregua.show.words.numbers import chance, coarse, number, unit, words
from tregua.show.words.said import in_language, in_words
from tregua.show.words.spanish import translated
from tregua.text import Language, text

STRENGTH = {"A": "strong", "B": "strong", "C": "some", "D": "weak", "E": "guess"}
NEVER = ("caveat.never_acts", "caveat.no_offer")
MARKS = {"strong": "●", "some": "◐", "weak": "○", "guess": "◌"}


@dataclass(frozen=True)
class Words:
    """A cell of the first screen: an arrow, the difference or why there is none, a word, how strong its evidence is.

    `brief` is the word where there is little room: a count or a chance, to which the arrow gives the direction. Of one
    figure `interval` holds 90 % of the futures.
    """

    arrow: str
    size: str
    word: str = ""
    brief: str = ""
    strength: str = ""
    interval: str = ""

    @property
    def mark(self) -> str:
        """The sign of the strength, a circle filled by its evidence."""
        return MARKS.get(self.strength, "–") if self.arrow else ""


def sentences(found: Finding, language: Language) -> list[str]:
    """The finding, what dated events say of it, and the greatest harm."""
    year = found.comparisons.year
    if found.lead is None:
        named = ", ".join(in_language(one.text, language).lower() for one in told() if one.lead)
        first = [text(language, "finding.none", year=year, outcomes=named), ""]
    else:
        leads = text(language, _key(found.lead, found.lead.side), **_lead(found.lead, found, language))
        first = [leads, _tested(found.lead.cell, language)]
    if found.harm is None:
        return [*first, text(language, "finding.no_harm")]
    if found.lead is not None and found.harm.cell is found.lead.cell:
        return first
    return [*first, text(language, _key(found.harm, "harm"), **_lead(found.harm, found, language))]


def _key(lead: Lead, name: str) -> str:
    """One figure has a chance, several readings are counted; their range may have both signs."""
    if lead.cell.p_lower is not None:
        return f"finding.{name}_one"
    if _has_both_signs(lead.cell):
        return "finding.harm_both" if name == "harm" else "finding.both"
    return f"finding.{name}"


def _has_both_signs(one: Comparison) -> bool:
    low, high = one.median_range or (0.0, 0.0)
    return coarse(low, said.error_of(one)) < 0.0 < coarse(high, said.error_of(one))


def _lead(lead: Lead, found: Finding, language: Language) -> dict[str, object]:
    one, error = lead.cell, said.error_of(lead.cell)
    ends = one.median_range or (0.0, 0.0)
    outcome = lab().outcomes[one.outcome]
    return {
        "outcome": in_language(outcome.text, language),
        "place": in_language(lab().place_text(one.place, outcome.index), language),
        "policy": policy(found, one.scenario, language),
        "size": _size(one, language),
        "low": number(abs(coarse(ends[0], error)), language),
        "high": number(abs(coarse(ends[1], error)), language),
        "side": text(language, f"finding.side.{lead.side}"),
        "unit": unit(outcome.unit, language),
        "year": found.comparisons.year,
        "count": lead.count,
        "all": one.n_alternatives,
        "word": words(one.p_lower, found.comparisons.draws, language) if one.p_lower is not None else "",
    }


def policy(found: Finding, name: str, language: Language) -> str:
    """What a policy is called."""
    return in_language(found.names[name], language)


def _size(one: Comparison, language: Language) -> str:
    """The range of medians without its sign, the smaller end first; with it where both signs are there."""
    if one.median is not None:
        return number(abs(one.median), language, error=one.mc_error or 0.0)
    assert one.median_range is not None
    low, high = (coarse(end, said.error_of(one)) for end in one.median_range)
    if low * high < 0.0:
        return said.middle(one, language)
    ends = [number(end, language) for end in sorted((abs(low), abs(high)))]
    return ends[0] if ends[0] == ends[1] else text(language, "finding.range", low=ends[0], high=ends[1])


def _tested(one: Comparison, language: Language) -> str:
    """What dated events say of a figure."""
    tests = [each for each in beside(one, card().events) if each.test]
    named = {each.event for each in tests}
    agree = named - {each.event for each in tests if not each.agrees}
    key = "tested" if any(each.telling for each in tests) else "tested_none" if named else "untested"
    told = text(language, f"finding.{key}", count=len(named), agree=len(agree))
    strength = text(language, f"finding.strength.{strength_of(one) or 'none'}")
    return f"{told} {strength}"


def cell_words(one: Comparison, draws: int, language: Language) -> Words:
    """A cell in its fewest words."""
    if not one.alternatives:
        return Words("", text(language, f"likely.{one.status}"))
    strength, size, lead = strength_of(one), said.middle(one, language), holds(one)
    if one.material.status == "none":
        return Words("≈", size, text(language, "material.brief.none"), text(language, "finding.of_none"), strength)
    if one.i90 == (0.0, 0.0):
        return Words("", text(language, "likely.no_change"))
    arrow = "~" if lead is None else "▼" if lead.side == "lower" else "▲"
    if one.i90 is not None and one.i90[0] == one.i90[1]:
        fixed = text(language, "finding.fixed")
        return Words(arrow, size, fixed, fixed, strength)
    if one.p_lower is not None:
        shown, figure = chance(max(one.p_lower, 1.0 - one.p_lower), draws), said.the_one(one)
        interval = said.interval(figure, language) if figure else ""
        return Words(arrow, size, words(one.p_lower, draws, language), shown, strength, interval)
    if lead is None:
        return Words(arrow, size, text(language, "finding.either"), text(language, "finding.of_either"), strength)
    counts = {"count": lead.count, "all": one.n_alternatives}
    word, brief = said.direction(one, draws, language, brief=True), text(language, "finding.of", **counts)
    return Words(arrow, size, word, brief, strength)


def strength_of(one: Comparison) -> str:
    """How strong the evidence of the weakest lever behind a figure is; nothing where no lever lists it."""
    grades = [str(caveat.values["grade"]) for caveat in one.caveats if caveat.key == "caveat.grade"]
    return STRENGTH[grades[0]] if grades else ""


def today(row: Row, language: Language) -> str:
    """The last observed figure and its year."""
    if row.today is None:
        return text(language, "finding.not_observed")
    return f"{number(row.today.value, language)} ({row.today.year}){' !' if row.beyond else ''}"


def level(row: Row, language: Language) -> str:
    """The baseline's median; nothing where it is a sum of which no part is known."""
    first = row.cells[0]
    if row.outcome.id == "state_outlay" and first.baseline_median == 0.0:
        return "–"
    return number(first.baseline_median, language, error=first.baseline_error)


def observers(found: Finding, language: Language) -> str:
    """Who observed today's figures, each once."""
    names = [translated(row.series.publisher, language) for row in found.rows if row.series is not None]
    return "; ".join(dict.fromkeys(names))


def scored(row: Row, language: Language) -> str:
    """What the score card says of an outcome, in a word."""
    one = card().one(row.series.id, len(NEAR)) if row.series else None
    return text(language, f"finding.scored.{standing(one)}" if one else "finding.scored.unscored")


def own(found: Finding, language: Language) -> str:
    """What the user has set of numbers, how they were drawn, and what never acts of what was set."""
    comparisons = found.comparisons
    named = ", ".join(f"{name} = {number(value, language)}" for name, value in found.assumed_by_user.items())
    told = [text(language, "finding.own", settings=named)] if named else []
    if comparisons.weights is not None:
        told.append(text(language, "finding.weighted", file="--credence"))
    if comparisons.ensemble != PRIOR:
        told.append(text(language, "finding.calibrated"))
    idle = [in_words(one, language) for one in comparisons.caveats if one.key in NEVER]
    return " ".join([*told, *idle])


def assumed(found: Finding, language: Language) -> str:
    """In how many figures assumptions carry most of the spread: what nearly all cells share is said once."""
    most, of = found.assumed
    return text(language, "finding.assumed", count=most, all=of) if of else ""
