"""Mixes under a budget, as plain values and in words of one language, each with its command and its link."""

import json
import shlex
from collections.abc import Sequence
from typing import Any

from tregua.analysis.deciding.goals import Cell
from tregua.analysis.deciding.portfolio import LAW, LeftOut, Mix, Outcome, Portfolio, typed_setting
from tregua.lab.model import lab
from tregua.lab.scenario import RECORD
from tregua.show.words.deciding import medians_words, outcomes_record, readings_record
from tregua.show.words.envelope import caveat
from tregua.show.words.numbers import number, unit
from tregua.show.words.regret import row_record
from tregua.show.words.said import in_language
from tregua.show.words.spread import interval_record
from tregua.text import Language, text

MILLION, BILLION = 1e6, 1e9
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
    options += ["--prior" if attributes["ensemble"] == "prior" else "--calibrated", *_assumed(found)]
    if not mix.levers:
        return shlex.join(["tregua", "run", RECORD, *options])
    return shlex.join(["tregua", "compare", *settings, *options])


def _assumed(found: Portfolio) -> list[str]:
    return [part for name, value in _assumptions(found).items() for part in ("--assume", f"{name}={value!r}")]


def _assumptions(found: Portfolio) -> dict[str, float]:
    """The numbers that a person has fixed."""
    fixed: dict[str, float] = json.loads(found.futures.dataset.attrs["assumptions"])
    return fixed


def _link(found: Portfolio, mix: Mix, language: Language) -> dict[str, str]:
    """The address of the laboratory with the mix and the budget set.

    There is none where it could not say the same: a lever of several places moved in one, or another start.
    """
    several = any("." in typed_setting(name, 0.0, found.payer) for name in mix.levers)
    if several or found.start != lab().world.policy_start:
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


def outcome_words(mix: Mix, cell: Cell, language: Language) -> str:
    """The range of medians of an outcome over the alternatives."""
    told = next(one for one in mix.outcomes if (one.outcome, one.place) == (cell.outcome, cell.place))
    return "0" if not mix.levers else medians_words(told.by, language)


def cost_title(found: Portfolio, language: Language) -> str:
    """What the cost is told in."""
    word = text(language, "number.billion" if found.budget >= BILLION else "number.million")
    return text(language, "portfolio.cost", unit=word)


def cost_words(found: Portfolio, mix: Mix, language: Language) -> str:
    """The cost with what holds nine tenths of the draws, in the unit of its title."""
    size = BILLION if found.budget >= BILLION else MILLION
    middle, low, high = (number(one / size, language) for one in (mix.cost.median, *mix.cost.i90))
    return f"{middle} [{low}; {high}]" if mix.levers else "0"


def told_cells(found: Portfolio, most: int) -> list[Cell]:
    """The outcomes that have a column where there is little room: rights and harm to civilians before others."""
    rows = [row for row in found.regret.rows if row.scenario == RECORD and row.status == "figures"]
    cells = [Cell(row.outcome, row.place) for row in rows if row.outcome != "state_outlay"]
    lead = ("homicides", "detained", "civilians_killed", "group_members", "overdose_deaths")
    first = [cell for name in lead for cell in cells if cell.outcome == name]
    return list(dict.fromkeys([*first, *cells]))[:most]


def shown_mixes(found: Portfolio, most: int) -> Sequence[Mix]:
    """The mixes that no other beats in most readings, as many as there is room for, in the order of the grid."""
    order = {one.scenario: (-one.alternatives, at) for at, one in enumerate(found.regret.pareto)}
    kept = {mix.id for mix in sorted(found.mixes, key=lambda mix: order[mix.id])[:most]}
    return [mix for mix in found.mixes if mix.id in kept]
