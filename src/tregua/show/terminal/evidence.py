"""What the terminal shows of the evidence ledger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table

from tregua.catalogue.read import sources
from tregua.show.terminal.lab import console_of, say
from tregua.show.words.estimates import pool_in_words
from tregua.show.words.numbers import chance, exact, number, percent, unit
from tregua.show.words.series import explained_in_words
from tregua.show.words.source import author_year, found_at
from tregua.text import Language, text

SHARE_STEPS = 100  # a share is told to one per cent
Records = Iterable[Mapping[str, Any]]


def _say(language: Language, key: str, **values: object) -> str:
    return text(language, f"ledger.{key}", **values)


def _table(language: Language, *columns: str) -> Table:
    table = Table(show_lines=True)
    for key in columns:
        table.add_column(_say(language, f"column.{key}"), no_wrap=key == "id")
    return table


def show_claims(claims: Records, figures: Records, language: Language) -> None:
    """One row a claim with its verdict, one row a reported figure with its status."""
    table = _table(language, "id", "claim", "verdict", "for", "against")
    for one in claims:
        found = one["verdict"]
        table.add_row(
            one["id"],
            one["statement"],
            found["in_words"],
            _side(len(found["votes_for"]), found["grade_for"], language),
            _side(len(found["votes_against"]), found["grade_against"], language),
        )
    console_of().print(table)
    table = _table(language, "id", "figure", "reported_status", "why")
    for one in figures:
        table.add_row(one["id"], one["text"], one["status_in_words"], one["why"])
    console_of().print(table)
    say(_say(language, "claims_hint"))


def _side(studies: int, grade: str | None, language: Language) -> str:
    return "–" if not studies else _say(language, "studies", count=studies, grade=grade)


def show_claim(claim: Mapping[str, Any], run: Mapping[str, Any] | None, language: Language) -> None:
    """A fact-check: the claim, the verdict, what speaks for and against it, what would change it."""
    say(f"{claim['id']}  {claim['statement']}")
    say(f"   {claim['speaker']}, {claim['said_on']}. {_sources(claim['source'], language)}")
    say(f"{_say(language, 'column.verdict')}: {claim['verdict']['in_words'].upper()}. {claim['verdict']['why']}")
    for key in ("mechanism", "would_count", "tested_as", "context"):
        _line(claim, key, language)
    for side in ("for", "against"):
        listed = [one for one in claim["evidence"] if one["side"] == side]
        studies = len({one["study"] for one in listed})
        say(f"\n{_say(language, f'heading.{side}', count=len(listed), studies=studies)}")
        if listed:
            _show_evidence(listed, language)
    if claim["series"]:
        say(_say(language, "see_series", names=", ".join(claim["series"])))
    if run is not None:
        _show_run(run, language)
    elif claim["run"]:
        say(_say(language, "run_hint", id=claim["id"]))
    else:
        _line(claim, "no_run", language)
    _line(claim, "would_change", language)
    _end(claim, language)


def _line(record: Mapping[str, Any], key: str, language: Language) -> None:
    if record[key]:
        say(f"{_say(language, f'column.{key}')}: {record[key]}")


def _end(record: Mapping[str, Any], language: Language) -> None:
    """When it was checked, what must be read with it, how to cite it."""
    if "checked" in record:
        say(_say(language, "checked", date=record["checked"]))
    for caveat in record["caveats"]:
        say(f"• {caveat}")
    _show_sources(record, language)
    say(f"{_say(language, 'cite')}: {record['citation']['apa']}")


def _show_sources(record: Mapping[str, Any], language: Language) -> None:
    """Every source of a record with where it can be found, or that this is not known."""
    refs = dict.fromkeys(_refs(record))
    say(f"{_say(language, 'section.sources')}:")
    for one in (sources()[ref] for ref in refs):
        say(f"  {author_year(one, language)} [{one.id}]: {found_at(one, language)}")


def _refs(value: object) -> Iterator[str]:
    """The ids of the sources that a record names, as often as it does."""
    if isinstance(value, Mapping):
        if isinstance(value.get("ref"), str):
            yield value["ref"]
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _refs(inner)


def _tag(record: Mapping[str, Any], language: Language) -> str:
    return text(language, f"tag.{record['tag']}")


def _sources(cited: Records, language: Language) -> str:
    """Author, year and place, and how far the source was read."""
    shown = []
    for one in cited:
        read = text(language, f"page.sources.read.{one['read']}")
        shown.append(f"{one['author']} ({one['year']}), {one['locator']} ({read})")
    return "; ".join(shown)


def _show_evidence(listed: Records, language: Language) -> None:
    table = _table(language, "estimate", "effect", "study", "grade", "why")
    for one in listed:
        bearing = _say(language, f"bearing.{one['bearing']}")
        expected = _say(language, "expected", direction=_say(language, f"direction.{one['expects']}"))
        table.add_row(
            f"{one['intervention']} → {one['outcome']}\n{one['id']}",
            one["effect_in_words"],
            _study(one, language),
            f"{one['grade']}, {bearing}",
            f"{one['why']} {expected}",
        )
    console_of().print(table)


def _study(one: Mapping[str, Any], language: Language) -> str:
    """Design, number of cases, place, period and source of an estimate."""
    cases = f"n = {exact(one['n'], language)} {one['of']}" if one["n"] is not None else ""
    parts = [one["design_in_words"], cases, one["place"], one["period"] or _say(language, "period_not_read")]
    return f"{'; '.join(part for part in parts if part)}. {_sources(one['source'], language)}"


def _show_run(run: Mapping[str, Any], language: Language) -> None:
    """The lab's own picture of the mechanism, which is no evidence."""
    say(f"\n{_say(language, 'heading.run')}: {run['text']}")
    if not run["median_in_words"]:
        say(_say(language, "run_nothing"))
    else:
        values = {
            "outcome": run["outcome_in_words"],
            "year": run["year"],
            "median": f"{run['median_in_words']} {unit(run['unit'], language)} {run['interval_in_words']}".strip(),
            "chance": run["chance_in_words"],
            "expected": _say(language, f"direction.{run['expects']}"),
            "found": _say(language, f"direction.{run['found']}"),
        }
        say(_say(language, "run_result", **values))
        if run["assumption_share"] is not None:
            say(_say(language, "run_share", share=chance(run["assumption_share"], SHARE_STEPS)))
    for caveat in run["caveats"]:
        say(f"• {caveat}")


def show_reported(figure: Mapping[str, Any], language: Language) -> None:
    """A figure of the source texts beside what primary sources say."""
    say(f"{figure['id']}  {figure['text']}")
    say(f"{_say(language, 'column.reported_status')}: {figure['status_in_words'].upper()}. {figure['why']}")
    table = _table(language, "who", "what", "source")
    for one in figure["said"]:
        table.add_row(_say(language, "said"), one["words"], _sources(one["source"], language))
    for one in figure["found"]:
        who = _say(language, "found" if one["comparable"] else "found_other")
        table.add_row(who, f"{one['text']} ({_tag(one, language)})", _sources(one["source"], language))
    console_of().print(table)
    _line(figure, "would_change", language)
    _end(figure, language)


def show_promises(promises: Records, language: Language) -> None:
    """One row a promise with its status."""
    table = _table(language, "id", "promise", "nature", "said_on", "status")
    for one in promises:
        nature = _say(language, f"nature.{one['nature']}")
        table.add_row(one["id"], f"{one['text']}\n{one['by']}", nature, one["said_on"], one["status_in_words"])
    console_of().print(table)
    say(_say(language, "promises_hint"))


def show_promise(promise: Mapping[str, Any], language: Language) -> None:
    """What was promised and what is on record since."""
    say(f"{promise['id']}  {promise['text']}")
    said = f"{promise['nature_in_words']}: {promise['by']}, {promise['said_on']}"
    say(f"   {said}. {_sources(promise['source'], language)}")
    say(f"{_say(language, 'column.status')}: {promise['status_in_words'].upper()}. {promise['why']}")
    table = _table(language, "date", "event", "speaks", "source")
    for one in promise["record"]:
        when = one["date"] + (f" – {one['until']}" if one["until"] else "")
        tag = text(language, f"tag.{one['tag']}")
        table.add_row(
            when, f"{one['text']} ({tag})", _say(language, f"speaks.{one['speaks']}"), _sources(one["source"], language)
        )
    console_of().print(table)
    _line(promise, "not_found", language)
    _end(promise, language)


def show_estimates(estimates: Records, pools: Sequence[dict[str, Any]], language: Language) -> None:
    """One line an estimate, then the sets that address one effect."""
    table = _table(language, "id", "estimate", "effect", "grade", "use")
    table.show_lines = False
    for one in estimates:
        used = ", ".join([*one["feeds"], *one["claims"]]) or "–"
        grade = f"{one['grade']}, {_tag(one, language)}"
        table.add_row(one["id"], f"{one['intervention']} → {one['outcome']}", one["effect_in_words"], grade, used)
    console_of().print(table)
    for record in pools:
        say(pool_in_words(record, language))
    say(_say(language, "estimates_hint"))
    for kind in ("transport", "pooling"):
        say(f"• {_say(language, f'caveat.estimate.{kind}')}")


def show_estimate(estimate: Mapping[str, Any], language: Language) -> None:
    """Everything known of one estimate."""
    say(f"{estimate['id']}  {estimate['intervention']} → {estimate['outcome']}")
    grade = f"{_say(language, 'column.grade')} {estimate['grade']}, {_tag(estimate, language)}"
    say(f"   {estimate['effect_in_words']}. {grade}. {_study(estimate, language)}")
    used = ", ".join([*estimate["feeds"], *estimate["claims"]]) or estimate["unused"]
    if used:
        say(f"{_say(language, 'column.use')}: {used}")
    for key in ("applies_to", "horizon", "decay", "transport", "note", "derivation"):
        shown = estimate[key] or _say(language, "not_read")
        if key not in ("note", "derivation") or estimate[key]:
            say(f"{_say(language, f'column.{key}')}: {shown}")
    if estimate["cost"]:
        say(f"{_say(language, 'column.cost')}: {estimate['cost_in_words']}")
    if estimate["contrary"]:
        say(f"{_say(language, 'column.contrary')}: {', '.join(estimate['contrary'])}")
    _show_sources(estimate, language)
    say(f"{_say(language, 'cite')}: {estimate['citation']['apa']}")


def show_all_series(listed: Records, language: Language) -> None:
    """One row a series."""
    table = _table(language, "id", "series", "unit", "years", "publisher", "grade")
    table.show_lines = False
    for one in listed:
        table.add_row(
            one["id"],
            one["text"],
            unit(one["unit"], language),
            f"{one['first']}–{one['last']} ({len(one['points'])})",
            one["publisher"],
            one["grade"],
        )
    console_of().print(table)


def show_series(series: Mapping[str, Any], language: Language) -> None:
    """An observed series, figure by figure, with what must be known of it."""
    say(f"{series['id']}  {series['text']} ({unit(series['unit'], language)})")
    say(f"   {series['publisher']}. {series['release']}. {_sources(series['source'], language)}")
    say(f"   {_say(language, 'column.licence')}: {series['licence']}.")
    grade = _say(language, f"series_grade.{series['grade']}")
    read = _say(language, f"read.{series['read']}")
    say(f"   {_say(language, 'column.grade')} {series['grade']}: {grade}. {_tag(series, language)}, {read}.")
    table = _table(language, "year", "value", "interval", "note")
    table.show_lines = False
    for one in series["points"]:
        low, high = one.get("lower"), one.get("upper")
        ends = "" if low is None or high is None else f"{exact(low, language)} – {exact(high, language)}"
        derived = f"= {one['derivation']} " if one.get("derivation") else ""
        table.add_row(_when(one), exact(one["value"], language), ends, derived + (one["note"] or ""))
    console_of().print(table)
    for one in series["breaks"]:
        say(_say(language, "break", year=one["year"], text=one["text"]))
    for key in ("revisions", "note"):
        _line(series, key, language)
    _end(series, language)


def _when(point: Mapping[str, Any]) -> str:
    return f"{point['year']}-{point['month']:02}" if "month" in point else str(point["year"])


def show_checks(listed: Records, language: Language) -> None:
    """One row a check between series."""
    table = _table(language, "id", "check", "years", "ratio", "result")
    for one in listed:
        smallest, largest = one["smallest_ratio"], one["largest_ratio"]
        ratio = "–" if smallest is None else f"{number(smallest, language)} – {number(largest, language)}"
        told = explained_in_words(one)
        broken = [_say(language, "broken", years=", ".join(map(str, one["broken"])))] if one["broken"] else []
        within = _say(language, "holds", tolerance=percent(one["tolerance"], language))
        result = "\n".join([*broken, *dict.fromkeys(told)]) or within
        table.add_row(one["id"], one["text"], str(len(one["years"])), ratio, result)
    console_of().print(table)
