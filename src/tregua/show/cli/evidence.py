"""The commands that read the evidence ledger: one function a command."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click

from tregua import interface
from tregua.catalogue.beside import beside
from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.show.cli.options import Argument, Cite, Csv, Html, Json, Option, Own
from tregua.show.cli.output import Progress, print_answer, print_json, write_whole
from tregua.text import Language
from tregua.version import VERSION

if TYPE_CHECKING:
    from tregua.evidence.schema import Series
    from tregua.show.words.cite import Reference


def _one_form(**forms: object) -> None:
    """Refuse two forms of one answer.

    Raises
    ------
    InputError
        When more than one of the options is given.
    """
    given = [f"--{name}" for name, value in forms.items() if value]
    if len(given) > 1:
        raise InputError(Problem("extra_argument", "", {"found": given[1]}))


def _read_beside(own: Path | None) -> None:
    """Read the ledger with a folder of the user's own beside it, until the command ends."""
    click.get_current_context().with_resource(beside(own))


def claims(
    language: Language,
    *,
    own: Own = None,
    as_json: Json = False,
    csv: Csv = None,
    html: Html = None,
    style: Cite = None,
) -> None:
    """List the causal claims of the source texts with their verdicts, and the figures that they report."""
    _one_form(json=as_json, csv=csv, html=html, cite=style)
    _read_beside(own)
    from tregua.evidence import ledger
    from tregua.show.terminal import evidence as ledger_terminal
    from tregua.show.words.claims import claim_summary, reported_record
    from tregua.show.words.shared import caveats

    listed = [claim_summary(one, language) for one in ledger.claims().values()]
    figures = [reported_record(one, language) for one in ledger.reported().values()]
    if html is not None:
        from tregua.show.page.evidence import render_ledger

        _save(html, render_ledger(language), language)
    elif style:
        _print_citations([_reference(one["id"], language) for one in [*listed, *figures]], style, language)
    elif as_json or csv:
        bare = [{name: value for name, value in one.items() if name != "caveats"} for one in figures]
        told = [*caveats("claim", language), *caveats("reported", language)]
        print_answer("claims", {"claims": listed, "reported": bare, "caveats": told}, language, csv)
    else:
        ledger_terminal.show_claims(listed, figures, language)


def claim(
    language: Language,
    claim_id: Annotated[str, Argument("ID")],
    *,
    in_lab: Annotated[bool, Option("cli.option.in_lab", "--run")] = False,
    full: Annotated[bool, Option("cli.option.full_claim", "--full")] = False,
    own: Own = None,
    as_json: Json = False,
    csv: Csv = None,
    html: Html = None,
    style: Cite = None,
) -> None:
    """Check one claim (C1 … C18), or one reported figure (D1 … D12, U11 … U13)."""
    _one_form(json=as_json, csv=csv, html=html, cite=style)
    _one_form(run=in_lab, html=html, cite=style)
    _read_beside(own)
    from tregua.evidence import ledger
    from tregua.show.terminal import evidence as ledger_terminal
    from tregua.show.words.claims import claim_record, reported_record

    known, figures = ledger.claims(), ledger.reported()
    name = _known("@name.claim", claim_id.upper(), [*known, *figures])
    if style:
        _print_citations(_references(name, language), style, language)
    elif name in figures:
        if in_lab:
            raise InputError(Problem("no_run", "--run", {"found": name}))
        if html is not None:
            raise InputError(Problem("no_page", "--html", {"found": name}))
        record = reported_record(figures[name], language)
        if as_json or csv:
            print_answer("reported", record, language, csv)
        else:
            ledger_terminal.show_reported(record, language)
    elif html is not None:
        from tregua.show.page.claims import render_claim

        _save(html, render_claim(known[name], language), language)
    else:
        record = claim_record(known[name], language)
        run = _in_lab(name, language) if in_lab else None
        if as_json or csv:
            print_answer("claim", {**record, "lab": run}, language, csv)
        else:
            ledger_terminal.show_claim(record, run, full, language)


def _in_lab(name: str, language: Language) -> dict[str, Any]:
    from tregua.evidence import ledger
    from tregua.lab.claim_run import illustrate
    from tregua.show.words.claims import run_record

    claim = ledger.claims()[name]
    if claim.run is None:
        raise InputError(Problem("no_run", "--run", {"found": name}))
    with Progress(language) as progress:
        comparison = illustrate(claim, progress)
    return run_record(claim, comparison, language)


def promises(language: Language, *, as_json: Json = False, csv: Csv = None, style: Cite = None) -> None:
    """List what was promised, offered, proposed or reported, and whether it is on record as done."""
    _one_form(json=as_json, csv=csv, cite=style)
    from tregua.evidence import ledger
    from tregua.show.terminal import evidence as ledger_terminal
    from tregua.show.words.claims import promise_summary
    from tregua.show.words.shared import caveats

    listed = [promise_summary(one, language) for one in ledger.promises().values()]
    if style:
        _print_citations([_reference(one["id"], language) for one in listed], style, language)
    elif as_json or csv:
        print_answer("promises", {"promises": listed, "caveats": caveats("promise", language)}, language, csv)
    else:
        ledger_terminal.show_promises(listed, language)


def promise(
    language: Language,
    promise_id: Annotated[str, Argument("ID")],
    *,
    as_json: Json = False,
    csv: Csv = None,
    style: Cite = None,
) -> None:
    """Show what was promised and what is on record since."""
    _one_form(json=as_json, csv=csv, cite=style)
    from tregua.evidence import ledger
    from tregua.show.terminal import evidence as ledger_terminal
    from tregua.show.words.claims import promise_record

    name = _known("@name.promise", promise_id.upper(), ledger.promises())
    if style:
        _print_citations(_references(name, language), style, language)
    else:
        record = promise_record(ledger.promises()[name], language)
        if as_json or csv:
            print_answer("promise", record, language, csv)
        else:
            ledger_terminal.show_promise(record, language)


def estimates(
    language: Language,
    estimate: Annotated[str | None, Argument("[ID]")] = None,
    *,
    lever: Annotated[str | None, Option("cli.option.lever", metavar="P7")] = None,
    outcome: Annotated[str | None, Option("cli.option.outcome_kind", metavar="KIND")] = None,
    place: Annotated[str | None, Option("cli.option.place_words", metavar="WORDS")] = None,
    design: Annotated[str | None, Option("cli.option.design", metavar="DESIGN")] = None,
    grade: Annotated[str | None, Option("cli.option.grade", metavar="A-E")] = None,
    certainty: Annotated[str | None, Option("cli.option.certainty", metavar="LEVEL")] = None,
    own: Own = None,
    as_json: Json = False,
    csv: Csv = None,
    style: Cite = None,
) -> None:
    """List effect sizes, those of one lever (P7, counselling) or of one kind, or show one."""
    _one_form(json=as_json, csv=csv, cite=style)
    _read_beside(own)
    from tregua.show.terminal import evidence as ledger_terminal
    from tregua.show.words.estimates import estimate_record, pool_record, pools_of, single_estimate
    from tregua.show.words.shared import caveats

    asked = {"lever": lever, "outcome": outcome, "place": place, "design": design, "grade": grade}
    asked["certainty"] = certainty
    if estimate is not None:
        for name, value in asked.items():
            if value is not None:
                raise InputError(Problem("extra_argument", "", {"found": f"--{name}"}))
        record = single_estimate(estimate, language)
        if style:
            _print_citations(_of_sources(record["source"]), style, language)
        elif as_json or csv:
            print_answer("estimate", record, language, csv)
        else:
            ledger_terminal.show_estimate(record, language)
        return
    listed = [estimate_record(one, language) for one in interface.estimates(**asked).values()]
    sets = [pool_record(name, language) for name in pools_of({one["id"] for one in listed})]
    if style:
        _print_citations(_of_sources([source for one in listed for source in one["source"]]), style, language)
    elif as_json or csv:
        answer = {"estimates": listed, "pools": sets, "caveats": caveats("estimate", language)}
        print_answer("estimates", answer, language, csv)
    else:
        ledger_terminal.show_estimates(listed, sets, language)


def evidence_map(
    language: Language, *, own: Own = None, as_json: Json = False, csv: Csv = None, html: Html = None
) -> None:
    """Show how many studies there are of each lever on each kind of outcome, how certain, and where there are none."""
    _one_form(json=as_json, csv=csv, html=html)
    _read_beside(own)
    from tregua.show.terminal import across
    from tregua.show.words.gaps import map_record
    from tregua.show.words.shared import caveats

    if html is not None:
        from tregua.show.page.gaps import render_map

        _save(html, render_map(language), language)
        return
    record = map_record(language)
    if as_json or csv:
        print_answer("evidence-map", {**record, "caveats": caveats("estimate", language)}, language, csv)
    else:
        across.show_map(record, language)


def search(
    language: Language,
    words: Annotated[tuple[str, ...], Argument("WORDS...")],
    *,
    own: Own = None,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Search every record of the evidence ledger for words."""
    _one_form(json=as_json, csv=csv)
    _read_beside(own)
    from tregua.show.terminal import across
    from tregua.show.words.search import search as find
    from tregua.show.words.shared import caveats

    asked = " ".join(words)
    found = [asdict(hit) for hit in find(asked, language=language)]
    if as_json or csv:
        print_answer("search", {"words": asked, "found": found, "caveats": caveats("search", language)}, language, csv)
    else:
        across.show_found(found, asked, language)


def series(
    language: Language,
    series_id: Annotated[str | None, Argument("[NAME]")] = None,
    *,
    plot: Annotated[Path | None, Option("cli.option.plot", metavar="FILE.svg")] = None,
    check: Annotated[bool, Option("cli.option.check")] = False,
    stale: Annotated[bool, Option("cli.option.stale")] = False,
    as_json: Json = False,
    csv: Csv = None,
    style: Cite = None,
) -> None:
    """List observed series, show one, draw it, or check series against each other."""
    _one_form(plot=plot, json=as_json, csv=csv, cite=style)
    _one_form(plot=plot, check=check, stale=stale, cite=style)
    from tregua.evidence import ledger
    from tregua.show.terminal import evidence as ledger_terminal
    from tregua.show.words.series import check_record, refs_of, series_record
    from tregua.show.words.shared import caveats

    chosen = interface.series(series_id)
    if plot is not None:
        _draw(plot, series_id, list(chosen.values()), language)
    elif check:
        results = [
            check_record(name, language)
            for name, one in ledger.checks().items()
            if {*one.left, *one.right} & set(chosen)
        ]
        if as_json or csv:
            print_answer("checks", {"checks": results, "caveats": caveats("series", language)}, language, csv)
        else:
            ledger_terminal.show_checks(results, language)
    elif style:
        refs = [{"ref": ref} for one in chosen.values() for ref in refs_of(one)]
        _print_citations(_of_sources(refs), style, language)
    else:
        records = [series_record(one, language) for name, one in chosen.items() if not stale or ledger.overdue(name)]
        if as_json or csv:
            bare = [{name: value for name, value in one.items() if name != "caveats"} for one in records]
            print_answer("series", {"series": bare, "caveats": caveats("series", language)}, language, csv)
        elif stale:
            ledger_terminal.show_stale(records, language)
        elif len(records) == 1:
            ledger_terminal.show_series(records[0], language)
        else:
            ledger_terminal.show_all_series(records, language)


def _draw(plot: Path, series_id: str | None, chosen: "list[Series]", language: Language) -> None:
    """Draw the series of one quantity to a file."""
    from tregua.show.draw.series import svg

    if series_id is None:
        raise InputError(Problem("missing_argument", "", {"field": "@cli.metavar.name"}))
    if plot.suffix != ".svg":
        raise InputError(Problem("not_one_of", "--plot", {"field": "FILE", "expected": ".svg", "found": plot.name}))
    _save(plot, svg(chosen, language), language)


def _known(what: str, name: str, valid: Iterable[str]) -> str:
    names = list(valid)
    if name not in names:
        raise InputError(unknown_name(what, name, names))
    return name


def _reference(name: str, language: Language) -> "Reference":
    """The record of the catalogue called `name`, as something to cite."""
    from tregua.evidence import ledger
    from tregua.lab.bind import catalogue_hash
    from tregua.show.words import cite
    from tregua.show.words.said import in_language

    claims, figures, promises = ledger.claims(), ledger.reported(), ledger.promises()
    if name in claims:
        title, checked = claims[name].statement, claims[name].checked
    else:
        record = figures[name] if name in figures else promises[name]
        title, checked = record.text, record.checked
    return cite.of_record(name, in_language(title, language), VERSION, catalogue_hash(), checked, language)


def _references(name: str, language: Language) -> "list[Reference]":
    """A record of the catalogue and every source behind it."""
    from tregua.evidence import ledger
    from tregua.show.words.claims import sources_behind

    record = ledger.claims().get(name) or ledger.reported().get(name) or ledger.promises()[name]
    return [_reference(name, language), *_of_sources([{"ref": ref} for ref in sources_behind(record)])]


def _of_sources(citations: Iterable[dict[str, Any]]) -> "list[Reference]":
    from tregua.catalogue.read import sources
    from tregua.show.words import cite

    refs = dict.fromkeys(one["ref"] for one in citations)
    return [cite.of_source(sources()[ref]) for ref in refs]


def _print_citations(references: "Iterable[Reference]", style: str, language: Language) -> None:
    from tregua.show.words import cite

    if style == "csl-json":
        print_json([cite.csl(one) for one in references])
    elif style == "bibtex":
        print("\n\n".join(cite.bibtex(one) for one in references))
    else:
        print("\n".join(cite.apa(one, language) for one in references))


def _save(path: Path, content: str, language: Language) -> None:
    from tregua.show.terminal import lab as terminal
    from tregua.text import text

    write_whole(path, content)
    terminal.say(text(language, "law.saved", path=path))
