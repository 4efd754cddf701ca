"""The command that runs published models."""

import sys
from typing import TYPE_CHECKING, Annotated

from tregua.catalogue.errors import InputError
from tregua.show.cli.options import Argument, Csv, Html, Json, Option
from tregua.show.cli.output import check_table, print_answer, write_whole
from tregua.text import Language, text

if TYPE_CHECKING:
    from tregua.models.protocol import Model
    from tregua.show.words.models import Found


def reproduce(
    language: Language,
    models: Annotated[tuple[str, ...], Argument("[MODEL]...")] = (),
    *,
    download: Annotated[bool, Option("cli.option.download")] = False,
    as_json: Json = False,
    csv: Csv = None,
    html: Html = None,
) -> None:
    """Run published models and set their numbers beside the paper's, those that do not agree included.

    The exit code is 2 where a model that was named has a quantity that fails.
    """
    from tregua.models.protocol import MissingDataError, model_names, taken_names
    from tregua.models.reproduce import load_models
    from tregua.show.page import models as models_page
    from tregua.show.terminal import models as shown
    from tregua.show.words.envelope import plain_caveat
    from tregua.show.words.models import broken_record, row_record, summary

    check_table(csv, as_json)
    chosen, broken = load_models(models or model_names())
    if broken and models:
        raise InputError(problem for error in broken.values() for problem in error.problems)
    for problem in taken_names():
        print(problem.message(language), file=sys.stderr)
    if download:
        _fetch(chosen, language)
    found = _run(chosen, language)
    rows = [row for _, listed in found for row in listed]
    problems = [*broken.values(), *(row.problem for row in rows if row.problem)]
    for message in dict.fromkeys(problem.message(language) for problem in problems):
        print(message, file=sys.stderr)
    if html:
        write_whole(html, models_page.render_models(found, language, broken))
        print(text(language, "law.saved", path=html), file=sys.stderr)
    if as_json or csv:
        listed = [row_record(row, language) for row in rows]
        listed += [broken_record(name, error, language) for name, error in broken.items()]
        told = [plain_caveat("caveat.models", language)]
        print_answer("reproduce", {"rows": listed, "caveats": told}, language, csv)
        for line in summary(rows, language):
            print(line, file=sys.stderr)
    else:
        shown.show_summary(rows, language)
    if not (as_json or csv or html):
        shown.show_models(found, language, broken)
    if models and not all(isinstance(problem, MissingDataError) for problem in problems):
        sys.exit(2)


def _run(models: "list[Model]", language: Language) -> "Found":
    """Every model's rows, with progress on standard error."""
    from rich.console import Console

    from tregua.models.protocol import parameters_of, targets_of
    from tregua.models.reproduce import rows_of

    found = []
    console = Console(stderr=True)
    with console.status("") as status:
        for at, model in enumerate(models, 1):
            record, counted = parameters_of(model), len(targets_of(model))
            told = text(language, "models.running", model=record.model, at=f"{at}/{len(models)}", count=counted)
            if console.is_terminal:
                status.update(told)
            else:
                print(told, file=sys.stderr, flush=True)
            found.append((record, rows_of(model)))
    return found


def _fetch(models: "list[Model]", language: Language) -> None:
    """Download the data of the models that have some to download."""
    for model in models:
        if fetch := getattr(model, "download", None):
            print(text(language, "models.downloading", model=model.__name__.rpartition(".")[2]), file=sys.stderr)
            fetch()
