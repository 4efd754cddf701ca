"""Mixes under a budget, as plain values and in words of one language, each with its command and its link."""

import json
import shlex
from collections.abc import Sequence
from typing import Any

from tregua.analysis.deciding.goals import Cell, goals
from tregua.analysis.deciding.portfolio import LAW, LeftOut, Mix, Outcome, Portfolio, typed_setting
from tregua.analysis.deciding.regret import OUTLAY
from tregua.lab.asked import PRIOR, assumed_options
from tregua.lab.model import lab
from tregua.lab.run import Settings
from tregua.lab.scenario import RECORD
from tregua.show.words.deciding import (
    cell_words,
    i50_words,
    interval_words,
    medians_words,
    outcomes_record,
    readings_record,
)
from tregua.show.words.envelope import caveat
from tregua.show.words.numbers import number, percent, unit
from tregua.show.words.regret import row_record
from tregua.show.words.said import in_language
from tregua.show.words.spread import interval_record
from tregua.text import Language, text

MILLION, BILLION = 1e6, 1e9
LEAD = "homicides"
RICHEST = 1e14  # as the page bounds it
PAGE = "lab.html"  # as `tregua app` writes it and the site calls it


def portfolio_record(found: Portfolio, language: Language) -> dict[str, Any]:
    """What is left out first, then every mix with its cost, outcomes and regret."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in (*found.regret.rows, *found.regret.weighed):
        rows.setdefault(row.scenario, []).append(row_record(row))
    record: dict[str, Any] = {
        "seed": int(found.futures.dataset.attrs["seed"]),
        "draws": found.futures.draws,
        "ensemble": found.futures.dataset.attrs["ensemble"],
        "left_out": [_left_out(one, language) for one in found.left_out],
        "budget": found.budget,
        "years": found.years,
        "start": found.start,
        "steps": found.steps,
        "grid": grid_words(found, language),
        "unit_costs": dict(found.unit_costs),
        "alternatives": readings_record(found.futures, language),
        "outcomes": outcomes_record(((row.outcome, row.place) for row in found.regret.rows), language),
        "mixes": [
            {
                "id": mix.id,
                "levers": dict(mix.levers),
                "text": mix_words(mix, language),
                "cost": interval_record(mix.cost),
                "over_budget": mix.over,
                "outcomes": [_outcome(one) for one in mix.outcomes],
                "regret": rows[mix.id],
                "command": mix_command(found, mix),
                **_link(found, mix, language),
            }
            for mix in found.mixes
        ],
        "pareto": [
            {"scenario": one.scenario, "alternatives": one.alternatives, "by": dict(one.by)}
            for one in found.regret.pareto
        ],
        "caveats": [caveat(one, language) for one in found.caveats],
    }
    if found.payer is not None:
        record["payer"] = found.payer
    if found.typed:
        record["typed_costs"] = dict(found.typed)
    if found.regret.worth:
        record["weights"] = {cell.name: weight for cell, weight in found.regret.worth.items()}
        record["least"] = [
            {"measure": one.measure, "scenario": one.scenario, "alternatives": one.alternatives}
            for one in found.regret.least
        ]
    return record


def _left_out(one: LeftOut, language: Language) -> dict[str, Any]:
    told = {"lever": one.lever, "text": lever_words(one.lever, language), "why": one.why}
    told |= {"in_words": text(language, f"portfolio.why.{one.why}")}
    return {**told, **({"numbers": list(one.numbers)} if one.numbers else {})}


def lever_words(name: str, language: Language) -> str:
    """What a lever is called; the law is none, and is told beside them."""
    return text(language, "portfolio.law") if name == LAW else in_language(lab().levers[name].text, language)


def left_out_words(found: Portfolio, language: Language) -> list[str]:
    """What no mix has, a sentence a reason; levers by the names under which they are typed."""
    reasons: dict[str, list[str]] = {}
    for one in found.left_out:
        numbers = f" (--assume {one.numbers[0]}=…)" if one.numbers else ""
        named = lever_words(LAW, language) if one.lever == LAW else one.lever
        reasons.setdefault(one.why, []).append(f"{named}{numbers}")
    return [text(language, f"portfolio.left_out.{why}", said=", ".join(named)) for why, named in reasons.items()]


def grid_words(found: Portfolio, language: Language) -> str:
    """How the budget is split."""
    levers = dict.fromkeys(name for mix in found.mixes for name in mix.levers)
    named = "; ".join(f"{name} ({lever_words(name, language)})" for name in levers)
    counts = {"steps": found.steps, "mixes": len(found.mixes) - 1, "years": found.years, "start": found.start}
    return text(language, "portfolio.grid", budget=number(found.budget, language), levers=named, **counts)


def mix_words(mix: Mix, language: Language) -> str:
    """The levels of a mix."""
    said = "; ".join(
        f"{lever_words(name, language)} {number(level, language)} {unit(lab().levers[name].unit, language)}"
        for name, level in mix.levers.items()
    )
    return said or text(language, "portfolio.nothing")


def typed_words(mix: Mix, language: Language) -> str:
    """The levels of a mix by the names under which they are typed."""
    said = " + ".join(f"{name} {number(level, language)}" for name, level in mix.levers.items())
    return said or text(language, "portfolio.nothing")


def mix_command(found: Portfolio, mix: Mix) -> str:
    """The command that compares a mix with doing nothing, on the same draws."""
    attributes = found.futures.dataset.attrs
    typed = [typed_setting(name, level, found.payer) for name, level in mix.levers.items()]
    settings = [part for one in typed for part in ("--set", one)]
    options = ["--year", str(found.regret.year), "--from", found.start, "--draws", str(found.futures.draws)]
    options += ["--seed", str(attributes["seed"]), "--until", str(attributes["until"])]
    options += ["--prior" if attributes["ensemble"] == "prior" else "--calibrated", *assumed_options(attributes)]
    if not mix.levers:
        return shlex.join(["tregua", "run", RECORD, *options])
    return shlex.join(["tregua", "compare", *settings, *options])


def _assumptions(found: Portfolio) -> dict[str, float]:
    """The numbers that a person has fixed."""
    fixed: dict[str, float] = json.loads(found.futures.dataset.attrs["assumptions"])
    return fixed


def _link(found: Portfolio, mix: Mix, language: Language) -> dict[str, str]:
    """The address of the laboratory with the mix and the budget set.

    There is none where it could not say the same: a lever of several places moved in one, a typed cost, another start,
    what the past has taught, years or amounts beyond those of the page.
    """
    apart = any("." in typed_setting(name, 0.0, found.payer) or name in found.typed for name in mix.levers)
    usual = (lab().world.policy_start, PRIOR) == (found.start, found.futures.dataset.attrs["ensemble"])
    if apart or not usual or found.regret.year > Settings().span.until or found.budget > RICHEST:
        return {}
    settings = "".join(f"~{name}={level:g}" for name, level in mix.levers.items())
    assumed = "~".join(f"{name}={value!r}" for name, value in _assumptions(found).items())
    parts = [f"s={RECORD}{settings}", *([f"a={assumed}"] if assumed else []), f"y={found.regret.year}", f"l={language}"]
    parts += ["d=budget", f"b={found.budget:.15g}~{found.years}~{found.payer or ''}"]
    return {"link": f"{PAGE}#{'&'.join(parts)}"}


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "outcome": one.outcome,
        "place": one.place,
        "unit": one.unit,
        "summed": one.summed,
        "by": [
            {"alternative": name, **interval_record(each)} for name, each in zip(one.alternatives, one.by, strict=True)
        ],
    }


def mix_line(found: Portfolio, mix: Mix, language: Language) -> str:
    """A mix, what it costs under the reference, and in how many of its futures that is more than the budget."""
    if not mix.levers:
        return text(language, "portfolio.nothing")
    size = BILLION if found.budget >= BILLION else MILLION
    word = text(language, "number.billion" if found.budget >= BILLION else "number.million")
    middle, low, high = (number(float(f"{one / size:.2g}"), language) for one in (mix.cost.median, *mix.cost.i90))
    costs = {"cost": f"{middle} [{low}; {high}]", "unit": word, "over": percent(mix.over, language)}
    return text(language, "portfolio.mix", mix=typed_words(mix, language), **costs)


def outcomes_line(mix: Mix, cells: Sequence[Cell], language: Language) -> str:
    """What a mix changes, from the least to the greatest median over the readings."""
    told = {Cell(one.outcome, one.place): one for one in mix.outcomes}
    return "; ".join(f"{cell_words(cell, language)} {medians_words(told[cell].by, language)}" for cell in cells)


def full_lines(found: Portfolio, mix: Mix, language: Language) -> list[str]:
    """Of each outcome the intervals under the reference and the mean regret, then the command and the link of a mix."""
    lines = []
    for one in mix.outcomes:
        row = found.regret.one(mix.id, one.outcome, one.place)
        mean = text(language, f"regret.{row.status}") if row.mean is None else number(row.mean, language)
        shown = {"i50": i50_words(one.by[0], language), "i90": interval_words(one.by[0], language), "regret": mean}
        named = f"{cell_words(Cell(one.outcome, one.place), language)}, {unit(one.unit, language)}"
        lines.append(text(language, "portfolio.outcome", outcome=named, **shown))
    return [*lines, mix_command(found, mix), *_link(found, mix, language).values()]


def told_cells(found: Portfolio, most: int | None) -> list[Cell]:
    """The outcomes that are told: homicides, rights and harm to civilians, then others, as far as there is room."""
    rows = [row for row in found.regret.rows if row.scenario == RECORD and row.status == "figures"]
    cells = [Cell(row.outcome, row.place) for row in rows if row.outcome != OUTLAY]
    first = [cell for cell in cells if cell.outcome == LEAD or goals()[cell.outcome].always]
    return list(dict.fromkeys([*first, *cells]))[:most]


def shown_mixes(found: Portfolio, most: int) -> Sequence[Mix]:
    """The mixes that no other beats in most readings, as many as there is room for, in the order of the grid."""
    order = {one.scenario: (-one.alternatives, at) for at, one in enumerate(found.regret.pareto)}
    kept = {mix.id for mix in sorted(found.mixes, key=lambda mix: order[mix.id])[:most]}
    return [mix for mix in found.mixes if mix.id in kept]
