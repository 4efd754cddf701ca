"""What the terminal shows of states together: levels, one state by its acts, bills, who pays, who pressed whom."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rich.table import Table

from tregua.analysis.spread import Interval
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import alliance as words
from tregua.show.words.numbers import number, percent
from tregua.show.words.said import in_language
from tregua.states import records
from tregua.states.burden import RULES, Burden
from tregua.states.level import StateLevels
from tregua.states.pipeline import chance_of
from tregua.states.replay import Replayed, Scores
from tregua.states.schema import AXES
from tregua.text import Language, text

ORIGINS = ("executive", "legislators")


def _table(language: Language, title: str, *keys: str) -> Table:
    table = Table(title=title, title_justify="left")
    for key in keys:
        table.add_column(text(language, f"alliance.column.{key}"))
    return table


def show_caveats(sentences: Iterable[str], language: Language) -> None:
    """What must be read with the answer."""
    say(f"\n{text(language, 'table.caveats')}")
    for sentence in sentences:
        say(f" • {sentence}")


def show_levels(found: Iterable[StateLevels], on: date, language: Language) -> None:
    """A row a state: both levels with the newest act that carries each; then what the levels mean."""
    say(words.listed_record(language)["note"])
    title = text(language, "alliance.levels.title", day=on.isoformat())
    table = _table(language, title, "state", "soft", "newest", "hard", "newest", "government")
    for one in found:
        state = records.states()[one.state]
        name = f"{one.state} {in_language(state.text, language)}" + ("" if state.listed else " *")
        soft, hard = one.soft, one.hard
        table.add_row(
            name,
            words.level_mark(soft.level, soft.at_least),
            words.newest(soft, language),
            words.level_mark(hard.level, hard.at_least),
            words.newest(hard, language),
            words.changed_words(one, language),
        )
    console_of().print(table)
    say(text(language, "alliance.levels.how"))
    for step in records.steps():
        say(f" • {text(language, f'alliance.axis.{step.axis}')} {step.level}: {in_language(step.text, language)}")


def show_state(record: Mapping[str, Any], on: date, language: Language) -> None:
    """One state: both levels, then its acts by axis, the newest first, each with where it can be read."""
    say(f"{record['state']} {record['text']}, {on.isoformat()}")
    for axis in AXES:
        level = words.level_mark(record[axis], record[f"{axis}_at_least"])
        say(f"{text(language, f'alliance.axis.{axis}')}: {level}, {record[f'{axis}_text']}")
    links: dict[str, int] = {}
    for axis in AXES:
        moves = [one for one in record["time_line"] if one["axis"] == axis]
        told = " → ".join(f"{one['day']} {words.level_mark(one['level'])}" for one in moves)
        say(text(language, "alliance.moves", axis=text(language, f"alliance.axis.{axis}"), told=told))
    for kind in (*AXES, "none"):
        acts = [one for one in record["acts"] if one["axis"] == kind]
        if not acts:
            continue
        title = text(language, f"alliance.acts.{kind}")
        table = _table(language, title, "date", "act", "force", "source")
        for one in sorted(acts, key=lambda act: str(act["date"]), reverse=True):
            places = [links.setdefault(_link(each), len(links) + 1) for each in one["source"]]
            told = f"{one['kind_text']}: {one['text']}"
            marks = " ".join(f"[{one_place}]" for one_place in places)
            table.add_row(str(one["date"]), told, words.force_words(one, language), marks)
        console_of().print(table)
    say(text(language, "alliance.acts.how"))
    for link, place in links.items():
        say(f"[{place}] {link}")


def _link(source: Mapping[str, Any]) -> str:
    where = source.get("url") or (f"https://doi.org/{source['doi']}" if source.get("doi") else "")
    return f"{source['author']} ({source['year']}), {source['locator']}. {where}".strip()


def show_pipeline(replays: Iterable[Replayed], scores: Scores, language: Language) -> None:
    """A row a bill: the chance at filing and after its last step, beside what happened; then how chances did."""
    table = _table(language, text(language, "alliance.pipeline.title"), "bill", "filing", "last", "stage", "outcome")
    for one in replays:
        bill, last = one.bill, one.steps[-1]
        table.add_row(
            f"{bill.state} {in_language(bill.title, language)}",
            words.chance_words(one.at_filing, language),
            words.last_chance(one, language),
            words.stage_words(last.step.stage, language),
            words.outcome_words(one, language),
        )
    console_of().print(table)
    told = {name: number(getattr(scores, name), language) for name in ("at_filing", "before_end", "climatology")}
    say(text(language, "alliance.basis.how"))
    say(text(language, "alliance.scores", n=len(scores.bills), laws=scores.laws, **told))


def show_bill(record: Mapping[str, Any], found: Replayed, language: Language) -> None:
    """One bill: each step with the chance after it."""
    say(f"\n{record['title']}")
    say(words.changes_words(found.bill, language))
    for note in (record["end_note"], record["note"], record["procedure_note"]):
        if note:
            say(note)
    table = _table(language, words.outcome_words(found, language), "date", "step", "act", "chance_after")
    for one in found.steps:
        votes = one.step.votes
        vote = f" ({words.votes_words(votes, language)})" if votes else ""
        said = in_language(one.step.text, language) + vote
        stage = words.stage_words(one.step.stage, language)
        table.add_row(one.step.date, stage, said, words.chance_words(one.chance, language))
    for one_exit in found.bill.exits:
        beside = text(language, f"alliance.exit.{one_exit.kind}")
        table.add_row(one_exit.date, beside, in_language(one_exit.text, language), "–")
    console_of().print(table)


def show_rates(states: Iterable[str], language: Language) -> None:
    """The chance of a bill by state and origin, told as no data where there are no counts."""
    table = _table(language, text(language, "alliance.rates.title"), "state", *ORIGINS)
    by_chances: dict[tuple[str, ...], list[str]] = {}
    for state in states:
        told = tuple(words.chance_words(chance_of(state, origin), language) for origin in ORIGINS)
        by_chances.setdefault(told, []).append(state)
    for told, named in by_chances.items():
        table.add_row(" ".join(named), *told)
    console_of().print(table)


def show_burden(found: Burden, values: Mapping[str, Interval] | None, language: Language) -> None:
    """A row a state, a column a rule: shares, or amounts where a cost is typed, with transfers where own costs are."""
    rules = [rule for rule in RULES if found.of(rule)]
    table = _table(language, text(language, "alliance.burden.title"), "state", *(f"rule.{rule}" for rule in rules))
    for state in found.members:
        table.add_row(state, *(_share(found, rule, state, language) for rule in rules))
    console_of().print(table)
    say(text(language, "alliance.burden.how", **words.bounds(found, language)))
    for rule, lacking in found.missing.items():
        say(text(language, "alliance.burden.missing", rule=_rule(rule, language), states=", ".join(lacking)))
    for state, one in (values or {}).items():
        low, high = (number(end, language, signed=True) for end in one.i90)
        middle = number(one.median, language, signed=True)
        say(text(language, "alliance.burden.shapley", state=state, median=middle, low=low, high=high))


def _rule(rule: str, language: Language) -> str:
    return text(language, f"alliance.column.rule.{rule}")


def _share(found: Burden, rule: Any, state: str, language: Language) -> str:
    one = found.of(rule)[state]
    shown = percent(one.share, language)
    if one.amount is not None:
        shown += f" = {number(one.amount, language)}"
    if one.transfer is not None:
        shown += f" ({number(one.transfer, language, signed=True)})"
    return shown


def show_presses(listed: Iterable[Mapping[str, Any]], language: Language) -> None:
    """Who pressed whom, by what, and what followed: a sequence."""
    title = text(language, "alliance.press.title")
    table = _table(language, title, "date", "who", "instrument", "what", "followed")
    for one in listed:
        who = f"{one['from']} → {', '.join(one['to'])}"
        instrument = text(language, f"alliance.instrument.{one['instrument']}")
        table.add_row(str(one["date"]), who, instrument, one["text"], one["followed"])
    console_of().print(table)
