"""What efforts bring, which coalitions hold and who pays, as plain values and in words of one language."""

from collections.abc import Iterable, Mapping, Sequence
from math import isclose
from typing import Any

import numpy as np

from tregua.analysis.spread import Interval
from tregua.lab.bind import catalogue_hash
from tregua.lab.model import lab
from tregua.show.words.alliance import caveats
from tregua.show.words.comparison import choices
from tregua.show.words.numbers import chance, exact, number, percent, unit
from tregua.show.words.said import in_language
from tregua.show.words.spread import interval_record
from tregua.states.burden import Burden, Rule
from tregua.states.effects import Effects
from tregua.states.effects_schema import efforts_file
from tregua.states.foresight import average_payoff, farsighted, sequential, surplus_of_committed
from tregua.states.game import Game, Value, payoff_table, symmetric
from tregua.states.game_file import GameFile
from tregua.states.over_draws import Chance, Coalition, OverDraws, choices_named
from tregua.states.payoffs import Payoff
from tregua.states.policies import Policy
from tregua.states.records import states
from tregua.states.sharing import almost_ideal
from tregua.states.stability import One, Rules, Size, among_all, among_sizes, of_one
from tregua.states.treaty import Treaty
from tregua.states.weights import Weights
from tregua.text import Language, text

SIDES = ("without", "with")
TREATY = {"penalty": "p", "pressure_cost": "s", "club": "g"}
MOST_LISTED = 100  # stable coalitions of a game that somebody wrote


def payoff_record(one: Payoff, language: Language) -> dict[str, Any]:
    """An effort on an outcome of a state, by structural alternative; no median over them."""
    least, most = one.medians
    return {
        "effort": one.effort.id,
        "by": one.effort.state,
        "axis": one.effort.axis,
        "text": in_language(one.effort.text, language),
        "state": one.cell.state,
        "outcome": one.cell.outcome,
        "outcome_text": outcome_text(one, language),
        "unit": one.unit,
        "weighed": one.cell.weighed,
        "modelled": True,
        "moves": one.moves,
        "median_range": [least, most],
        "lower": one.lower,
        "higher": one.higher,
        "n_alternatives": len(one.told),
        "by_alternative": [
            {
                "alternative": each.alternative,
                "value": choices_named(each.alternative),
                **interval_record(each.found),
                "p_lower": each.p_lower,
            }
            for each in one.told
        ],
    }


def payoff_words(one: Payoff, draws: int, language: Language) -> str:
    """The reference in a line: median, interval and the chance of its direction; the range over alternatives."""
    told = one.reference
    low, high = told.found.i90
    middle, least, most = (number(value, language, signed=True) for value in (told.found.median, low, high))
    p = max(told.p_lower, 1.0 - told.p_lower)
    way = text(language, "alliance.way.lower" if told.p_lower >= 0.5 else "alliance.way.higher")
    return text(language, "alliance.payoff", median=middle, low=least, high=most, way=way, p=chance(p, draws))


def medians_words(one: Payoff, language: Language) -> str:
    """The least and the greatest median of the alternatives, and in how many the sign is which."""
    least, most = (number(value, language, signed=True) for value in one.medians)
    key = "alliance.medians.both" if one.lower and one.higher else "alliance.medians.one"
    return text(language, key, low=least, high=most, lower=one.lower, higher=one.higher, n=len(one.told))


def outcome_text(one: Payoff, language: Language) -> str:
    """The outcome by its name alone."""
    return in_language(lab().outcomes[one.cell.outcome].text, language)


def outcome_words(one: Payoff, language: Language) -> str:
    """The outcome with its unit."""
    return f"{outcome_text(one, language)} [{unit(one.unit, language)}]"


def treaty_record(treaty: Treaty, rules: Rules) -> dict[str, Any]:
    """What was typed of the treaty."""
    return {
        "penalty": treaty.penalty,
        "pressure_cost": treaty.pressure_cost,
        "club": treaty.club,
        "minimum": treaty.minimum,
        "ties": rules.ties,
        "transfers": rules.transfers,
        "membership": rules.membership,
    }


def treaty_words(treaty: Treaty, rules: Rules, language: Language) -> str:
    """The same in a sentence."""
    typed = {name: exact(getattr(treaty, name), language) for name in ("penalty", "pressure_cost", "club")}
    ties = text(language, f"alliance.ties.{rules.ties}")
    transfers = text(language, f"alliance.transfers.{'yes' if rules.transfers else 'no'}")
    return text(language, "alliance.treaty", **typed, minimum=treaty.minimum, ties=ties, transfers=transfers)


def weights_words(weights: Weights, language: Language) -> str:
    """What somebody typed that a unit of each outcome is worth."""
    return ", ".join(f"{name} {exact(value, language)}" for name, value in weights.weights.items())


def payoffs_record(found: Effects, listed: Sequence[Payoff], language: Language) -> dict[str, Any]:
    """Every effort on every outcome that the lab has of a state."""
    return {
        **_drawn(found.draws, found.seed),
        "years": found.years,
        "payoffs": [payoff_record(one, language) for one in listed],
        "not_modelled": not_modelled(),
        "caveats": caveats(("vectors", "slope", "not_modelled"), language),
    }


def _drawn(draws: int, seed: int) -> dict[str, Any]:
    return {"catalogue_hash": catalogue_hash(), "seed": seed, "draws": draws}


def not_modelled() -> list[str]:
    """The listed states that the lab has neither an outcome nor an effort of."""
    modelled = {one.state for one in efforts_file().cells} | {one.state for one in efforts_file().efforts}
    return [name for name, one in states().items() if one.listed and name not in modelled]


def coalitions_record(found: OverDraws, language: Language, sides: Sequence[str] = SIDES) -> dict[str, Any]:
    """Every coalition with the chance that it holds, by structural alternative, on the sides that are asked for."""
    kept = on_sides(found, sides)
    return {
        **_drawn(found.draws, found.seed),
        "states": list(found.states),
        "makes_effort": list(found.makes_effort),
        "weights": dict(found.weights.weights),
        "efforts": dict(found.weights.efforts),
        "slopes": dict(found.weights.slopes),
        "us_weight": found.weights.us_weight,
        "treaty": treaty_record(found.treaty, found.rules),
        "coalitions": [_coalition(one) for one in kept],
        "sides": [
            {
                "without": list(one.members) if one and "without" in sides else [],
                "with": list(other.members) if other and "with" in sides else [],
            }
            for one, other in found.sides()
        ],
        "not_modelled": not_modelled(),
        "caveats": caveats(("weights", "slope", "not_modelled", "no_forecast"), language),
    }


def on_sides(found: OverDraws, sides: Sequence[str]) -> list[Coalition]:
    """The coalitions of the runs that are asked for: with the partner among those that may join, or without it."""
    return [one for one in found.coalitions if ("with" if one.partner_may_join else "without") in sides]


def _coalition(one: Coalition) -> dict[str, Any]:
    return {
        "members": list(one.members),
        "us_may_join": one.partner_may_join,
        "p_stable": [_chance(each) for each in one.p_stable],
        "payoff": {state: interval_record(each) for state, each in one.payoff.items()},
        "leaving": {state: interval_record(each) for state, each in one.leaving.items()},
        "share_of_full_gain": one.share_of_full_gain,
    }


def _chance(one: Chance) -> dict[str, Any]:
    return {
        "alternative": one.alternative,
        "value": dict(one.value),
        "p": one.p,
        "internal": one.internal,
        "external": one.external,
        "potential": one.potential,
    }


def chance_words(one: Coalition | None, draws: int, language: Language) -> str:
    """The chance that a coalition holds: under the reference, and the range over the alternatives."""
    if one is None:
        return "–"
    chances = [each.p for each in one.p_stable]
    shown = chance(chances[0], draws)
    least, most = chance(min(chances), draws), chance(max(chances), draws)
    return shown if least == most else text(language, "alliance.chance", p=shown, low=least, high=most)


def leaving_words(one: Interval, language: Language) -> str:
    """What a member would gain by leaving: median and interval."""
    middle, low, high = (number(value, language, signed=True) for value in (one.median, *one.i90))
    return f"{middle} [{low}; {high}]"


def chances_words(one: Chance, draws: int) -> tuple[str, ...]:
    """That it is stable, that none leaves, that none joins, that transfers could hold it."""
    return tuple(chance(each, draws) for each in (one.p, one.internal, one.external, one.potential))


def members_words(members: Sequence[str], language: Language) -> str:
    """Who they are, or nobody."""
    return " + ".join(members) or text(language, "alliance.nobody")


def alternative_words(one: Chance, language: Language) -> str:
    """A structural alternative in words."""
    return choices(one.value, language) if one.value else text(language, "stylised.reference")


def policy_record(one: Policy, language: Language) -> dict[str, Any]:
    """A policy of the list with its levers and the estimates of every sign."""
    return {
        "id": one.id,
        "text": in_language(one.text, language),
        "replaced": one.replaced,
        "levers": list(one.levers),
        "estimates": {way: list(named) for way, named in one.estimates.items()},
        "claims": list(one.claims),
    }


def not_modelled_words(states: Iterable[str], language: Language) -> str:
    """The states that the lab has no outcome of."""
    return text(language, "alliance.not_modelled", states=", ".join(states))


def policies_record(listed: Sequence[Policy], language: Language) -> dict[str, Any]:
    """The list of policies."""
    return {
        "policies": [policy_record(one, language) for one in listed],
        "caveats": caveats(("list", "evidence_moves_nothing"), language),
    }


# --- a game that somebody wrote ---------------------------------------------------------------------------------------


def game_record(read: GameFile, language: Language) -> dict[str, Any]:
    """Every coalition of a game of a file that holds, exact; of players alike every size."""
    game, rules = read.game(), read.rules()
    alike, committed = symmetric(game), game.coalition(read.committed)
    record = {
        "committed": list(read.committed),
        "players": list(game.players),
        "rules": {"ties": rules.ties, "membership": rules.membership, "transfers": rules.transfers},
        "treaty": {name: as_number(getattr(game, short)) for name, short in TREATY.items()},
        "minimum": game.minimum,
        "costs": dict(zip(game.players, map(as_number, game.c), strict=True)),
        "effects": [[as_number(one) for one in row] for row in game.m],
        "exact": True,
        "caveats": caveats(("game", "no_forecast"), language),
    }
    if alike is not None:
        sizes = among_sizes(alike, rules)
        others = [i for i in range(alike.n) if not committed >> i & 1]
        grown = [committed | sum(1 << i for i in others[:more]) for more in range(len(others) + 1)]
        ahead = {
            "committed_surplus": [as_number(surplus_of_committed(game, committed, one)) for one in grown if committed],
            "farsighted": farsighted(alike, rules.ties),
            "sequential": list(sequential(alike.n, average_payoff(alike))),
        }
        return {**record, **ahead, "alike": True, "sizes": [_size(one) for one in sizes], "coalitions": []}
    table = payoff_table(game)
    found = among_all(table, rules)
    held = [mask for mask in np.flatnonzero(found.stable).tolist() if mask.bit_count() >= 2]
    grand = (1 << len(game.players)) - 1
    named = [*held[:MOST_LISTED], *([grand] if grand not in held[:MOST_LISTED] else [])]
    told = [_exact_coalition(of_one(game, mask, rules), game, committed & mask, mask) for mask in named]
    return {**record, "alike": False, "n_stable": len(held), "sizes": [], "coalitions": told}


def _size(one: Size) -> dict[str, Any]:
    return {
        "k": one.k,
        "leaving": as_number(one.leaving),
        "joining": as_number(one.joining),
        "surplus": as_number(one.surplus),
        "internal": one.internal,
        "external": one.external,
        "potential": one.potential,
        "stable": one.stable,
        "share_of_full_gain": as_number(one.share_of_full_gain),
        "status": "size",
    }


def _exact_coalition(one: One, game: Game, committed: int, mask: int) -> dict[str, Any]:
    shared = almost_ideal(game, mask) if one.potential else {}
    return {
        "shared": {name: as_number(value) for name, value in shared.items()},
        "committed_surplus": as_number(surplus_of_committed(game, committed, mask)) if committed & mask else None,
        "members": list(one.members),
        "payoffs": {name: as_number(value) for name, value in one.payoffs.items()},
        "leaving": {name: as_number(value) for name, value in one.leaving.items()},
        "joining": {name: as_number(value) for name, value in one.joining.items()},
        "surplus": as_number(one.surplus),
        "internal": one.internal,
        "external": one.external,
        "potential": one.potential,
        "stable": one.stable,
        "share_of_full_gain": as_number(one.share_of_full_gain),
        "status": "stable" if one.stable else "not_stable",
    }


def as_number(value: Value | None) -> str | None:
    """A number of a game as it is exactly: ``3`` or ``1/3``."""
    return None if value is None else str(value)


# --- who pays ---------------------------------------------------------------------------------------------------------


def burden_record(found: Burden, values: Mapping[str, Interval] | None, language: Language) -> dict[str, Any]:
    """The cost under each rule; the Shapley value of the states of the lab where weights were typed."""
    return {
        "cost": found.cost,
        "floor": found.floor,
        "ceiling": found.ceiling,
        "members": list(found.members),
        "burden": [
            {"state": one.state, "rule": one.rule, "share": one.share, "amount": one.amount, "transfer": one.transfer}
            for one in found.shares
        ],
        "missing": {rule: list(named) for rule, named in found.missing.items()},
        "shapley": {state: interval_record(one) for state, one in values.items()} if values else None,
        "not_modelled": not_modelled(),
        "caveats": caveats(("burden", "not_modelled", *(["weights"] if values else [])), language),
    }


def most_words(found: Burden, rules: Sequence[Rule], language: Language) -> str:
    """Who pays most under each rule, and what each pays under one that takes the same of all."""
    parts = []
    for rule in rules:
        shares = {name: one.share for name, one in found.of(rule).items()}
        most = max(shares.values(), default=0.0)
        named = [name for name, share in shares.items() if isclose(share, most)]
        key = "none" if len(named) == len(shares) else "most_each" if len(named) > 1 else "most"
        told = {
            "rule": text(language, f"alliance.column.rule.{rule}"),
            "states": names_words(named, language),
            "count": len(named),
            "share": percent(most, language),
        }
        parts += [text(language, f"alliance.page.payers.{key}", **told)] if shares else []
    return text(language, "alliance.page.payers.lead", parts="; ".join(parts))


def names_words(named: Iterable[str], language: Language) -> str:
    """States by their names."""
    return ", ".join(in_language(states()[one].text, language) for one in named)
