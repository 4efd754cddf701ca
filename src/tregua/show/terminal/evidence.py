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
from tregua.show.words.verdicts import search_in_words
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
    """One row an outcome of a claim with its verdict, one row a reported figure with its status."""
    for claim in claims:
        say(f"{claim['id']:<4} {claim['statement']}")
        for one in claim["rows"]:
            found = one["verdict"]
            sides = ", ".join(
                f"{_say(language, f'side.{side}')} {found[f'n_{side}']}"
                for side in ("for", "against", "neither")
                if found[f"n_{side}"]
            )
            name = f"{one['title']}: " if len(claim["rows"]) > 1 else ""
            say(f"     {name}{found['in_words'].upper()}{f' ({sides})' if sides else ''}")
    say("")
    table = _table(language, "id", "figure", "reported_status", "why")
    for figure in figures:
        table.add_row(figure["id"], figure["text"], figure["status_in_words"], figure["why"])
    console_of().print(table)
    say(_say(language, "claims_hint"))


def show_claim(claim: Mapping[str, Any], run: Mapping[str, Any] | None, full: bool, language: Language) -> None:
    """A fact-check: the claim, the verdict on each outcome and why, what would change it; `full` adds the rest."""
    say(f"{claim['id']}  {claim['statement']}")
    say(f"   {claim['speaker']}, {claim['said_on']}. {_sources(claim['source'], language)}")
    for row in claim["rows"]:
        _show_row(row, full, language)
    say("")
    if claim["context"]:
        told = f" ({_sources(claim['context_source'], language)})" if claim["context_source"] else ""
        say(f"{_say(language, 'column.context')}: {claim['context']}{told}")
    _line(claim, "would_change", language)
    if full:
        for key in ("mechanism", "would_count", "tested_as"):
            _line(claim, key, language)
        for one in claim["search"]:
            say(f"{_say(language, 'column.search')}: {search_in_words(one, language)}")
        if claim["series"]:
            say(_say(language, "see_series", names=", ".join(claim["series"])))
    if run is not None:
        _show_run(run, language)
    elif claim["run"]:
        say(_say(language, "run_hint", id=claim["id"]))
    elif full:
        _line(claim, "no_run", language)
    if not full:
        say(_say(language, "full_hint", id=claim["id"]))
    _end(claim, language)


def _show_row(row: Mapping[str, Any], full: bool, language: Language) -> None:
    """A row of a claim: word and certainty, how reached, the studies of each side, robustness, reading."""
    found = row["verdict"]
    say(f"\n{row['id']}  {row['title']}: {found['in_words'].upper()}")
    asked = [row[name] for name in ("population", "intervention", "comparison", "outcome")]
    say(f"   {' · '.join(asked)}")
    say(f"   {found['why']}")
    for where in ("for", "against", "neither"):
        names = [
            _marked(one, row["evidence"])
            for one in row["studies"]
            if one["side"] == where and one["standing"] == "counts"
        ]
        if names:
            say(f"   {_say(language, f'side.{where}')} {_bars(row, where)}  {', '.join(names)}")
    for standing in ("no_comparison", "shown"):
        names = [one["name"] for one in row["studies"] if one["standing"] == standing]
        if names:
            say(f"   {_say(language, f'standing.{standing}')}: {', '.join(names)}")
    for key, told in (("certainty", found["certainty_in_words"]), ("robustness", found["robustness"])):
        if told:
            say(f"   {_say(language, f'column.{key}')}: {told}")
    if found["read_in_words"]:
        say(f"   {found['read_in_words']}")
    if full and row["evidence"]:
        _show_evidence(row["evidence"], language)


def _bars(row: Mapping[str, Any], where: str) -> str:
    """The harvest plot of one side: high bars compare by chance or nearly so."""
    counted = [one for one in row["studies"] if one["side"] == where and one["standing"] == "counts"]
    return "".join(
        {"A": "█", "B": "▆", "C": "▃"}[one["grade"]] for one in sorted(counted, key=lambda one: one["grade"])
    )


def _marked(study: Mapping[str, Any], evidence: Records) -> str:
    """A study with its grade, starred where it can tell its effect from none, and the first size that was read."""
    star = "*" if study["clear"] else ""
    sizes = [one["effect_in_words"] for one in evidence if one["study"] == study["name"] and one["effect"]]
    size = f" {sizes[0].partition(' [')[0].partition(' (')[0]}" if sizes else ""
    return f"{study['name']} ({study['grade']}{star}{size})"


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
        side = _say(language, f"side.{one['side']}")
        table.add_row(
            f"{one['intervention']} → {one['outcome']}\n{one['id']}",
            f"{one['effect_in_words']}\n{side}",
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
    estimates = list(estimates)
    if not estimates:
        say(_say(language, "none_chosen"))
        return
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
    say(f"{_say(language, 'column.reading')}: {estimate['reading_in_words']}")
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
    table = _table(language, "id", "series", "unit", "years", "publisher", "grade", "next")
    table.show_lines = False
    for one in listed:
        table.add_row(
            one["id"],
            one["text"],
            unit(one["unit"], language),
            f"{one['first']}–{one['last']} ({len(one['points'])})",
            one["publisher"],
            one["grade"],
            _next_release(one, language),
        )
    console_of().print(table)


def _next_release(series: Mapping[str, Any], language: Language) -> str:
    following = series.get("next_expected")
    if following is None:
        return "–"
    return _say(language, "not_found_short", next=following) if series["overdue"] else str(following)


def show_stale(listed: Records, language: Language) -> None:
    """The series whose next release is missing, with the day of the search that did not find it."""
    records = list(listed)
    show_all_series(records, language)
    if records:
        say(_say(language, "stale", count=len(records), searched=records[0]["searched"]))


def show_series(series: Mapping[str, Any], language: Language) -> None:
    """An observed series, figure by figure, with what must be known of it."""
    say(f"{series['id']}  {series['text']} ({unit(series['unit'], language)})")
    say(f"   {series['publisher']}. {series['release']}. {_sources(series['source'], language)}")
    say(f"   {_say(language, 'column.licence')}: {series['licence']}.")
    grade = _say(language, f"series_grade.{series['grade']}")
    read = _say(language, f"read.{series['read']}")
    say(f"   {_say(language, 'column.grade')} {series['grade']}: {grade}. {_tag(series, language)}, {read}.")
    if "release_in_words" in series:
        say(f"   {series['release_in_words']}")
    revised = any("replaced_by" in one for one in series["points"])
    table = _table(language, "year", "value", "interval", *(["earlier"] if revised else []), "note")
    table.show_lines = False
    older: list[str] = []
    for one in series["points"]:
        if "replaced_by" in one:
            dated = f", {one['published']}" if "published" in one else ""
            older.append(f"{exact(one['value'], language)} ({one['release']}{dated})")
            continue
        low, high = one.get("lower"), one.get("upper")
        ends = "" if low is None or high is None else f"{exact(low, language)} – {exact(high, language)}"
        derived = f"= {one['derivation']} " if one.get("derivation") else ""
        before = ["; ".join(older)] if revised else []
        table.add_row(_when(one), exact(one["value"], language), ends, *before, derived + (one["note"] or ""))
        older = []
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
