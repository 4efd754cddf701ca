"""What the terminal shows of states together on one screen, and which part says more of what."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from rich.table import Table

from tregua.show.terminal.alliance import show_caveats
from tregua.show.terminal.alliance_game import show_over_draws
from tregua.show.terminal.alliance_pressure import show_reaction
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import alliance as words
from tregua.show.words import alliance_game
from tregua.show.words.numbers import percent
from tregua.show.words.said import in_language
from tregua.states.answers import Alliance
from tregua.states.burden import RULES
from tregua.states.schema import AXES
from tregua.text import Language, text


def show_alliance(found: Alliance, record: Mapping[str, Any], language: Language) -> None:
    """Who stands where, bills still open, what efforts bring, who pays the most; then where to read on."""
    say(record["listed"]["note"])
    _show_ladders(found, language)
    _show_open(found, language)
    _show_gains(found, language)
    if found.coalitions is None:
        say(text(language, "alliance.no_weights"))
    else:
        show_over_draws(found.coalitions, language)
    _show_payers(found, language)
    pressed = Counter(one.direction for one in found.presses)
    counts = {way: pressed[way] for way in ("hard_to_soft", "soft_to_hard", "other")}
    say(text(language, "alliance.presses", **counts))
    show_reaction({**record["reaction"], "note": ""}, language)
    say(text(language, "alliance.parts"))
    show_caveats(record["caveats"], language)


def _show_ladders(found: Alliance, language: Language) -> None:
    """How many states stand on each level of each axis, and which."""
    title = text(language, "alliance.levels.title", day=found.on.isoformat())
    table = Table(title=title, title_justify="left")
    for key in ("axis", "level", "meaning", "states_on"):
        table.add_column(text(language, f"alliance.column.{key}"))
    for axis in AXES:
        by_level: dict[int | None, list[str]] = {}
        for one in found.levels:
            at = one.soft if axis == "soft" else one.hard
            by_level.setdefault(at.level, []).append(f"{one.state}{'+' if at.at_least else ''}")
        for level in sorted(by_level, key=lambda one: -1 if one is None else one, reverse=True):
            meaning = words.level_text(axis, level, language)
            name = text(language, f"alliance.axis.{axis}")
            table.add_row(name, words.level_mark(level), meaning, " ".join(sorted(by_level[level])))
    console_of().print(table)


def _show_open(found: Alliance, language: Language) -> None:
    """Bills that had not ended when the records do, with the chance after the last step."""
    still = [one for one in found.bills if one.bill.became_law is None]
    say(text(language, "alliance.open", n=len(still), all=len(found.bills)))
    for one in still:
        stage = words.stage_words(one.steps[-1].step.stage, language)
        told = f"{words.last_chance(one, language)}; {words.outcome_words(one, language)}"
        say(f" • {one.bill.state} {in_language(one.bill.title, language)}: {stage}, {told}")


def _show_gains(found: Alliance, language: Language) -> None:
    """The first soft effort of each state that makes one: whom it reaches, under the reference."""
    say(text(language, "alliance.payoffs.first", years=found.years, draws=found.draws))
    table = Table()
    for key in ("effort", "state", "outcome", "reference"):
        table.add_column(text(language, f"alliance.column.{key}"))
    first = {each.effort.state: each.effort.id for each in reversed(found.payoffs) if each.effort.axis == "soft"}
    for one in found.payoffs:
        if one.moves and one.cell.weighed and one.effort.id in first.values():
            effort = f"{one.effort.state}: {in_language(one.effort.text, language)}"
            told = alliance_game.payoff_words(one, found.draws, language)
            table.add_row(effort, one.cell.state, alliance_game.outcome_words(one, language), told)
    console_of().print(table)
    say(alliance_game.not_modelled_words(found.not_modelled, language))


def _show_payers(found: Alliance, language: Language) -> None:
    """The three that would pay most under each rule."""
    say(text(language, "alliance.payers.first"))
    for rule in RULES:
        shares = sorted(found.burden.of(rule).values(), key=lambda one: -one.share)[:3]
        if shares and rule != "equal":
            told = ", ".join(f"{one.state} {percent(one.share, language)}" for one in shares)
            say(f" • {text(language, f'alliance.column.rule.{rule}')}: {told}")
    equal = next(iter(found.burden.of("equal").values()))
    say(f" • {text(language, 'alliance.column.rule.equal')}: {percent(equal.share, language)}")
