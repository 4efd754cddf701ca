"""What states said, legislated and enacted, bills on their way and who pressed whom, as plain values and in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tregua.show.words.envelope import Caveat, plain_caveat
from tregua.show.words.numbers import number, percent
from tregua.show.words.said import in_language
from tregua.show.words.shared import cited
from tregua.states import records
from tregua.states.bills import paths_file, pressure_file, procedure, rates, rates_file
from tregua.states.burden import Burden
from tregua.states.days import last
from tregua.states.level import OnAxis, StateLevels, in_force, levels, time_line
from tregua.states.pipeline import Chance, chance_of, hazards, jeffreys, mean_years, passed_by
from tregua.states.pipeline_schema import Path, Rate, Study, Votes
from tregua.states.replay import Replayed, Scores
from tregua.states.schema import Act, Axis, Press
from tregua.text import Language, text

FIRST = date(2013, 1, 1)
"""Where time lines begin: the first act of the records is of that year, but for a pressure of 1996."""
ORIGINS = ("executive", "legislators")
NO_COUNTS, LATER = " †", " ‡"


def caveats(names: Iterable[str], language: Language) -> list[Caveat]:
    """What must be read with an answer."""
    return [plain_caveat(f"alliance.caveat.{name}", language) for name in names]


# --- levels -----------------------------------------------------------------------------------------------------------


def level_text(axis: Axis, level: int | None, language: Language) -> str:
    """What a level means; that it is not known where it is None."""
    if level is None:
        return text(language, "alliance.level.unknown")
    found = next((one.text for one in records.steps() if (one.axis, one.level) == (axis, level)), None)
    return in_language(found, language) if found else text(language, "alliance.level.none")


def level_mark(level: int | None, at_least: bool = False) -> str:
    """The level as a table shows it."""
    return "?" if level is None else f"≥{level}" if at_least else str(level)


def listed_record(language: Language) -> dict[str, Any]:
    """The two counts of the states of Cali, both."""
    counts = records.counts()
    note = text(language, "alliance.listed", document=counts.document, article=counts.article)
    return {"document": counts.document, "article": counts.article, "reported": counts.reported, "note": note}


def levels_record(on: date, states: Iterable[str], language: Language, lines: bool = False) -> dict[str, Any]:
    """Both levels of each state on a day and its acts to that day; with `lines` the days on which levels changed."""
    known = [records.states()[name] for name in states]
    return {
        "on": on.isoformat(),
        "records_to": records.last_day().isoformat(),
        "listed": listed_record(language),
        "levels": [_state(one, on, language, lines) for one in levels(on, known)],
        "caveats": caveats(("no_forecast", "sequence", "listed", "records_to"), language),
    }


def _state(found: StateLevels, on: date, language: Language, lines: bool) -> dict[str, Any]:
    state = records.states()[found.state]
    own = [one for one in records.acts().values() if one.state == found.state]
    record = {
        "state": found.state,
        "text": in_language(state.text, language),
        "listed": state.listed,
        "observer": state.observer,
        "soft": found.soft.level,
        "hard": found.hard.level,
        "soft_at_least": found.soft.at_least,
        "hard_at_least": found.hard.at_least,
        "status": "known" if None not in (found.soft.level, found.hard.level) else "not_known",
        "soft_text": level_text("soft", found.soft.level, language),
        "hard_text": level_text("hard", found.hard.level, language),
        "government_changed": found.government_changed,
        "soft_government_changed": found.soft.government_changed,
        "hard_government_changed": found.hard.government_changed,
        "not_known": list(found.not_known),
        "acts": [act_record(one, found, on, language) for one in own if last(one.date) <= on],
    }
    if lines:
        moves = time_line(state, own, min(FIRST, on), on)
        record["time_line"] = [
            {"day": one.day.isoformat(), "axis": one.axis, "level": one.level, "status": "move"} for one in moves
        ]
    return record


def act_record(one: Act, found: StateLevels, on: date, language: Language) -> dict[str, Any]:
    """An act with its sources, whether it was in force that day and whether it carries the level."""
    forced = in_force(one, on, records.bills())
    return {
        "id": one.id,
        "date": one.date,
        "end": one.end,
        "axis": one.axis,
        "kind": one.kind,
        "kind_text": text(language, f"alliance.kind.{one.kind}"),
        "text": in_language(one.text, language),
        "bill": one.bill,
        "stage": one.stage,
        "in_force": {True: "yes", False: "no", None: "not_known"}[forced],
        "carries": one.id in (*found.soft.acts, *found.hard.acts),
        "checklist": list(one.checklist),
        "tag": one.tag,
        "source": cited(one.source, language),
    }


def force_words(act: Mapping[str, Any], language: Language) -> str:
    """Whether an act counted on the day, marked where it carries the level; nothing for one on neither axis."""
    if act["axis"] == "none":
        return "–"
    return text(language, f"alliance.force.{act['in_force']}") + (" ●" if act["carries"] else "")


def newest(found: OnAxis, language: Language) -> str:
    """The newest act that carries a level, by its date and its kind."""
    if not found.acts:
        return "–"
    act = records.acts()[found.acts[-1]]
    return f"{act.date} {text(language, f'alliance.kind.{act.kind}')}"


def changed_words(found: StateLevels, language: Language) -> str:
    """Whether the government has changed since the newest act that carries a level, of each axis that has one."""
    keys = {True: "yes", False: "no", None: "unknown"}
    told = [
        text(language, f"alliance.changed.{keys[one.government_changed]}")
        for one in (found.soft, found.hard)
        if one.acts
    ]
    return " / ".join(told if len({*told}) > 1 else told[:1]) or "–"


# --- bills ------------------------------------------------------------------------------------------------------------


def chance_record(found: Chance) -> dict[str, Any]:
    """A chance with its interval and what it rests on; no number where there is none."""
    return {
        "median": found.median,
        "q05": found.q05,
        "q95": found.q95,
        "basis": found.basis,
        "status": found.basis,
        "rows": list(found.rows),
        "later": found.later,
    }


def chance_words(found: Chance, language: Language) -> str:
    """A chance in a line, marked where it does not rest on the state's own counts of the time; a law has none."""
    if found.q05 == found.q95 == 1.0:
        return text(language, "alliance.chance.law")
    if found.median is None or found.q05 is None or found.q95 is None:
        return text(language, "alliance.chance.none")
    middle, low, high = (percent(one, language) for one in (found.median, found.q05, found.q95))
    shown = text(language, "alliance.chance.interval", p=middle, low=low, high=high)
    return shown + (NO_COUNTS if found.basis == "pool" else "") + (LATER if found.later else "")


def pipeline_record(
    replays: Iterable[Replayed], scores: Scores, states: Iterable[str], language: Language
) -> dict[str, Any]:
    """Every bill with the chance after each stage beside what happened, and the chances by state and origin."""
    return {
        "chosen": in_language(paths_file().chosen, language),
        "seen_until": paths_file().seen_until,
        "pipeline": [bill_record(one, language) for one in replays],
        "rates": [_rate(state, origin) for state in states for origin in ORIGINS],
        "counts": [count_record(one, language) for one in rates().values() if one.state in {*states}],
        "assumptions": [in_language(one.text, language) for one in rates_file().assumptions],
        "scores": {
            "bills": list(scores.bills),
            "laws": scores.laws,
            "at_filing": scores.at_filing,
            "before_end": scores.before_end,
            "climatology": scores.climatology,
            "enough_to_fit": scores.enough,
        },
        "caveats": caveats(("base_rates", "hurdles", "no_forecast", "chosen", "evidence_moves_nothing"), language),
    }


def _rate(state: str, origin: str) -> dict[str, Any]:
    """The chance of a bill, and that of being law within a year where a mean time was published."""
    chance, years = chance_of(state, origin), mean_years(state, origin)
    timed = chance.median is not None and years is not None
    within = passed_by(hazards(chance.median, years), 1.0) if timed else None  # type: ignore[arg-type]
    return {"state": state, "origin": origin, "chance": chance_record(chance), "within_a_year": within}


def count_record(one: Rate, language: Language) -> dict[str, Any]:
    """A row of base rates: what was counted with its interval, or the share that was published, and who says so."""
    low, high = jeffreys(*one.counts) if one.counts else (None, None)
    return {
        "id": one.id,
        "state": one.state,
        "begins": one.begins,
        "ends": one.ends,
        "origin": one.origin,
        "passed": one.passed,
        "filed": one.filed,
        "share": one.fraction,
        "q05": low,
        "q95": high,
        "tag": one.tag,
        "note": in_language(one.note, language) if one.note else None,
        "source": cited(one.source, language),
    }


def bill_record(one: Replayed, language: Language) -> dict[str, Any]:
    """A bill: its stages with the chance after each, its end, and what it would change in law and lab."""
    bill, last = one.bill, one.steps[-1]
    return {
        "id": bill.id,
        "state": bill.state,
        "title": in_language(bill.title, language),
        "origin": bill.origin,
        "axis": bill.axis,
        "stage": last.step.stage,
        "chance": chance_record(one.now) if one.now else None,
        "hurdles": list(procedure(bill).hurdles),
        "steps": [
            {
                "stage": each.step.stage,
                "date": each.step.date,
                "text": in_language(each.step.text, language),
                "cleared": each.step.cleared,
                "votes": each.step.votes.model_dump(exclude_none=True) if each.step.votes else None,
                "chance": chance_record(each.chance),
                "source": cited(each.step.source, language),
            }
            for each in one.steps
        ],
        "exits": [
            {
                "kind": each.kind,
                "date": each.date,
                "text": in_language(each.text, language),
                "source": cited(each.source, language),
            }
            for each in bill.exits
        ],
        "outcome": bill.end.outcome,
        "status": "overdue" if one.overdue else bill.end.outcome,
        "ended": bill.end.date,
        "end_tag": bill.end.tag,
        "end_note": in_language(bill.end.note, language) if bill.end.note else None,
        "note": in_language(bill.note, language) if bill.note else None,
        "procedure_tag": procedure(bill).tag,
        "procedure_note": in_language(procedure(bill).note, language),
        "regime": bill.regime,
        "levers": list(bill.levers),
        "no_levers": in_language(bill.no_levers, language) if bill.no_levers else None,
    }


def outcome_words(one: Replayed, language: Language) -> str:
    """How it ended and when; of one whose term ran out, when it was last heard of."""
    end, last = one.bill.end, one.steps[-1].step.date
    if one.overdue:
        return text(language, "alliance.outcome.overdue", deadline=one.bill.deadline, last=last)
    told = text(language, f"alliance.outcome.{end.outcome}")
    return f"{told}, {end.date}" if end.date else text(language, "alliance.outcome.last", told=told, last=last)


def last_chance(one: Replayed, language: Language) -> str:
    """The chance now, or of a bill that has ended the one before its end."""
    if one.bill.became_law is None:
        return chance_words(one.now, language) if one.now else "–"
    return chance_words(one.before_end, language)


def votes_words(votes: Votes, language: Language) -> str:
    """A vote, and how many yes votes a quota asked for."""
    told = f"{votes.yes}–{votes.no}"
    return told if votes.needed is None else text(language, "alliance.votes.needed", told=told, needed=votes.needed)


def changes_words(bill: Path, language: Language) -> str:
    """What it would change: a regime of the law and levers of the lab, or why it moves none."""
    if bill.no_levers is not None:
        return text(language, "alliance.changes.nothing", why=in_language(bill.no_levers, language))
    levers = ", ".join(bill.levers)
    if bill.regime is None:
        return text(language, "alliance.changes.levers", levers=levers)
    return text(language, "alliance.changes.regime", regime=bill.regime, levers=levers)


def stage_words(stage: str, language: Language) -> str:
    """A stage by its name."""
    return text(language, f"alliance.stage.{stage}")


def bounds(found: Burden, language: Language) -> dict[str, str]:
    """Floor and ceiling of the share by capacity, in per cent."""
    limits = {"floor": found.floor, "ceiling": found.ceiling}
    return {name: f"{number(100.0 * value, language)}\u00a0%" for name, value in limits.items()}


# --- pressure ---------------------------------------------------------------------------------------------------------


def press_record(one: Press, language: Language) -> dict[str, Any]:
    """Who pressed whom, by what, and what followed."""
    return {
        "id": one.id,
        "date": one.date,
        "from": one.by,
        "to": list(one.to),
        "instrument": one.instrument,
        "direction": one.direction,
        "text": in_language(one.text, language),
        "followed": in_language(one.followed, language),
        "source": cited(one.source, language),
    }


def study_record(one: Study, language: Language) -> dict[str, Any]:
    """A study of which a direction was read and no size."""
    return {
        "source": one.source,
        "of": one.of,
        "direction": one.direction,
        "text": in_language(one.text, language),
        "estimates": list(one.estimates),
    }


def alternatives_record(chosen: str, language: Language) -> list[dict[str, Any]]:
    """The three alternatives of what pressure does to the target's hazard of hard measures; none has a size."""
    return [
        {
            "id": one.id,
            "sign": one.sign,
            "chosen": one.id == chosen,
            "text": in_language(one.text, language),
            "speaks_for": list(one.speaks_for),
        }
        for one in pressure_file().alternatives
    ]
