"""What the terminal shows of efforts and coalitions: vectors first; a word on stability only under typed weights."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from tregua.show.terminal.lab import console_of, say
from tregua.show.words import alliance_game as words
from tregua.show.words.numbers import exact
from tregua.show.words.said import in_language
from tregua.states import records
from tregua.states.over_draws import OverDraws
from tregua.states.payoffs import Payoff
from tregua.states.policies import Policy
from tregua.text import Language, text


def show_payoffs(listed: Sequence[Payoff], draws: int, years: int, language: Language) -> None:
    """A table for each effort: who it reaches, under the reference and over the structural alternatives."""
    say(text(language, "alliance.payoffs.first", years=years, draws=draws))
    for effort in dict.fromkeys(one.effort.id for one in listed):
        of = [one for one in listed if one.effort.id == effort]
        named = in_language(of[0].effort.text, language)
        table = Table(title=f"{of[0].effort.state}: {named}", title_justify="left")
        for key in ("state", "outcome", "reference", "alternatives"):
            table.add_column(text(language, f"alliance.column.{key}"), justify="left")
        still = [one for one in of if not one.moves]
        for one in (each for each in of if each.moves):
            outcome = words.outcome_words(one, language)
            beside = "" if one.cell.weighed else f" {text(language, 'alliance.beside')}"
            told = words.payoff_words(one, draws, language)
            table.add_row(one.cell.state, outcome + beside, told, words.medians_words(one, language))
        console_of().print(table)
        if still:
            none = ", ".join(f"{one.cell.state} {words.outcome_text(one, language)}" for one in still)
            say(text(language, "alliance.payoffs.none", cells=none))


def show_over_draws(found: OverDraws, language: Language, sides: Sequence[str] = words.SIDES) -> None:
    """What was typed, then every coalition without the United States beside the same with it."""
    say(text(language, "alliance.weights", weights=words.weights_words(found.weights, language)))
    efforts = ", ".join(
        f"{state} {lever} (c = {exact(found.weights.slopes[state], language)})"
        for state, lever in found.weights.efforts.items()
    )
    passive = ", ".join(one for one in found.states if one not in found.makes_effort) or "–"
    say(text(language, "alliance.efforts", efforts=efforts, passive=passive))
    say(words.treaty_words(found.treaty, found.rules, language))
    table = Table(title=text(language, "alliance.sides.title"), title_justify="left")
    for key in ("states", *sides):
        table.add_column(text(language, f"alliance.column.{key}"))
    for without, included in found.sides():
        named = {one for each in (without, included) if each for one in each.members} - {records.observer()}
        shown = words.members_words([one for one in found.states if one in named], language)
        if without and not named & {*found.makes_effort}:
            shown += f" {text(language, 'alliance.no_effort')}"
        both = {"without": without, "with": included}
        table.add_row(shown, *(words.chance_words(both[side], found.draws, language) for side in sides))
    console_of().print(table)
    kept = words.on_sides(found, sides)
    full = max(kept, key=lambda one: len(one.members))
    table = Table(title=text(language, "alliance.full.title", members=" + ".join(full.members)), title_justify="left")
    for key in ("alternative", "stable", "internal", "external", "potential"):
        table.add_column(text(language, f"alliance.column.{key}"), justify="left" if key == "alternative" else "right")
    gains = ", ".join(f"{who} {words.leaving_words(one, language)}" for who, one in full.leaving.items())
    say(text(language, "alliance.leaving", gains=gains))
    reference, *others = (words.chances_words(one, found.draws) for one in full.p_stable)
    as_reference = sum(one == reference for one in others)
    for one, told in zip(full.p_stable, (reference, *others), strict=True):
        if one is full.p_stable[0] or told != reference:
            table.add_row(words.alternative_words(one, language), *told)
    console_of().print(table)
    if as_reference:
        say(text(language, "alliance.as_reference", n=as_reference))


def show_game(record: Mapping[str, Any], language: Language) -> None:
    """A game that somebody wrote: by size where its players are alike, else the coalitions that hold, exact."""
    rules = record["rules"]
    ties, transfers = (
        text(language, f"alliance.ties.{rules['ties']}"),
        text(language, f"alliance.transfers.{'yes' if rules['transfers'] else 'no'}"),
    )
    say(text(language, "alliance.game.rules", n=len(record["players"]), ties=ties, transfers=transfers))
    say(text(language, "alliance.game.treaty", **record["treaty"], minimum=record["minimum"]))
    yes = {one: text(language, f"alliance.{'yes' if one else 'no'}") for one in (True, False)}
    held = ("internal", "external", "potential", "stable")
    if record["alike"]:
        table = Table(title=text(language, "alliance.game.sizes"), title_justify="left")
        for key in ("k", "leaving", "joining", *held, "share"):
            table.add_column(text(language, f"alliance.column.{key}"), justify="right")
        for one in record["sizes"]:
            gains = [one[name] or "–" for name in ("leaving", "joining")]
            table.add_row(str(one["k"]), *gains, *(yes[one[name]] for name in held), one["share_of_full_gain"] or "–")
        console_of().print(table)
        sizes = ", ".join(str(one["k"]) for one in record["sizes"] if one["stable"] and one["k"] != 1) or "–"
        say(text(language, "alliance.holds.told", sizes=sizes))
        ahead = ", ".join(map(str, record["farsighted"]))
        if record["committed"]:
            first, left = len(record["committed"]), record["committed_surplus"]
            told = ", ".join(f"{first + more}: {surplus}" for more, surplus in enumerate(left))
            say(text(language, "alliance.game.committed", members=", ".join(record["committed"]), told=told))
        say(text(language, "alliance.game.farsighted", sizes=ahead))
        say(text(language, "alliance.game.sequential", sizes=" + ".join(map(str, record["sequential"]))))
        return
    stable = sum(one["stable"] for one in record["coalitions"])
    say(text(language, "alliance.game.stable", n=record["n_stable"], listed=stable))
    table = Table(title=text(language, "alliance.game.coalitions"), title_justify="left")
    for key in ("states", "leaving", "joining", "surplus", *held):
        table.add_column(text(language, f"alliance.column.{key}"))
    for one in record["coalitions"]:
        gains = [
            ", ".join(f"{who} {gain}" for who, gain in one[name].items()) or "–" for name in ("leaving", "joining")
        ]
        table.add_row(" + ".join(one["members"]), *gains, one["surplus"], *(yes[one[name]] for name in held))
    console_of().print(table)
    for one in record["coalitions"]:
        if rules["transfers"] and one["stable"]:
            shares = ", ".join(f"{who} {value}" for who, value in one["shared"].items())
            say(text(language, "alliance.game.shared", members=" + ".join(one["members"]), shares=shares))


def show_policies(listed: Sequence[Policy], language: Language) -> None:
    """The list: levers in the lab, and how many estimates lower, do not change and raise what they measure."""
    table = Table(title=text(language, "alliance.list.title"), title_justify="left")
    for key in ("policy", "levers", "lowers", "none", "raises", "claims"):
        table.add_column(text(language, f"alliance.column.{key}"))
    for one in listed:
        counts = [str(len(one.estimates[way])) for way in ("lowers", "none", "raises")]
        named = f"{one.id} {in_language(one.text, language)}"
        table.add_row(named, ", ".join(one.levers) or "–", *counts, ", ".join(one.claims) or "–")
    console_of().print(table)
    say(text(language, "alliance.list.how"))
