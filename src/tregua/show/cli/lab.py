"""The commands that list what the lab knows: one function a command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.show.cli.asking import settings_of
from tregua.show.cli.options import Argument, Csv, Html, Json, Option
from tregua.show.cli.output import Progress, check_file, check_table, print_answer, write_whole
from tregua.text import Language

if TYPE_CHECKING:
    from tregua.analysis.one_lever import OneLever


def levers(
    language: Language,
    name: Annotated[str | None, Argument("[NAME]")] = None,
    *,
    draws: Annotated[int, Option("cli.option.draws")] = 128,
    seed: Annotated[int, Option("cli.option.seed")] = 0,
    html: Html = None,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """List what a state can do in the lab, or one lever in one look: what it does here, who found that, how sure."""
    from tregua.lab.model import lab
    from tregua.show.terminal import lab as terminal
    from tregua.show.words.envelope import plain_caveat
    from tregua.show.words.lever import moved_record

    known = lab().levers
    settings_of(draws, seed, None)
    if name not in (None, *known):
        raise InputError(unknown_name("@name.lever", name, known))
    if html is not None and name is None:
        raise InputError(Problem("one_lever", "--html", {"field": "--html"}))
    chosen = [one for one in known.values() if name in (None, one.id)]
    check_table(csv, as_json)
    moved = _moved(name, draws, seed, html, language) if name is not None and (html or not csv) else None
    if as_json or csv:
        listed = [{**one.model_dump(), "behind": [estimate.id for estimate in lab().behind(one)]} for one in chosen]
        told = [plain_caveat(f"caveat.{key}", language) for key in ("levers", "settings")]
        more = {"moved": moved_record(moved, language)} if moved else {}
        print_answer("levers", {"levers": listed, **more, "caveats": told}, language, csv)
    elif moved:
        terminal.show_lever(moved, language)
    else:
        terminal.show_levers(chosen, language)


def _moved(name: str, draws: int, seed: int, html: Path | None, language: Language) -> "OneLever":
    """The lever moved; its page is written where one is asked for."""
    from tregua.analysis.one_lever import one_lever
    from tregua.show.page.lever import render_lever

    if html is not None:
        check_file(html)
    with Progress(language) as progress:
        found = one_lever(name, draws, seed, progress)
    if html is not None:
        write_whole(html, render_lever(found, language))
    return found


def parameters(
    language: Language,
    name: Annotated[str | None, Argument("[NAME]")] = None,
    *,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """List every number of the lab, or one of them with its source."""
    from tregua.lab.model import lab
    from tregua.show.terminal import lab as terminal
    from tregua.show.words.envelope import plain_caveat

    known = lab().parameters
    chosen = [record for key, record in known.items() if name in (None, key, key.partition(".")[0])]
    if not chosen:
        raise InputError(unknown_name("@name.parameter", name, known))
    check_table(csv, as_json)
    if as_json or csv:
        told = [plain_caveat("caveat.parameters", language)]
        listed = [record.model_dump() for record in chosen]
        print_answer("parameters", {"parameters": listed, "caveats": told}, language, csv)
    elif name is None:
        terminal.show_parameters(language)
    else:
        terminal.show_parameter_records(chosen, language)


def trace(language: Language, *, as_json: Json = False, csv: Csv = None) -> None:
    """Map each of the 115 mechanisms of the source texts to what implements it."""
    from tregua.show.terminal import lab as terminal
    from tregua.show.words.envelope import plain_caveat
    from tregua.show.words.trace import traced_record
    from tregua.trace import trace as traced

    records = [traced_record(one, language) for one in traced()]
    check_table(csv, as_json)
    if as_json or csv:
        told = [plain_caveat("caveat.trace", language)]
        print_answer("trace", {"items": records, "caveats": told}, language, csv)
    else:
        terminal.show_trace(records, language)


def schema(language: Language) -> None:
    """Write the files generated from the catalogues: JSON Schemas and the stub of the lab's names."""
    from tregua.show.schemas import write
    from tregua.show.terminal import lab as terminal

    for path in write():
        terminal.say(str(path))


def list_(language: Language, what: Annotated[str | None, Argument("[KIND]")] = None) -> None:
    """List what can be named: facts, scenarios, outcomes, levers, places or sources."""
    from tregua.show.terminal import lab as terminal
    from tregua.show.words.listed import KINDS, listed

    if what is not None and what not in KINDS:
        raise InputError(unknown_name("@name.kind", what, KINDS))
    for kind in KINDS if what is None else [what]:
        terminal.show_listed(kind, listed(kind, language), language, whole=what is not None)
