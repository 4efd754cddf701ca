"""The command that runs published models."""

import shlex
import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Annotated

from tregua.catalogue.errors import InputError
from tregua.show.cli.options import Argument, Csv, Html, Json, Option
from tregua.show.cli.output import check_file, check_table, print_answer, write_whole
from tregua.text import Language, text

if TYPE_CHECKING:
    from pathlib import Path

    from tregua.models.protocol import Model
    from tregua.models.reproduce import Row
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
    from tregua.models.find import model_names, taken_names
    from tregua.models.protocol import MissingDataError
    from tregua.models.reproduce import load_models
    from tregua.show.page import models as models_page
    from tregua.show.terminal import models as shown

    check_table(csv, as_json)
    if html:
        check_file(html)
    with redirect_stdout(sys.stderr):  # what a model prints is no answer
        chosen, broken = load_models(models or model_names())
    if broken and models:
        raise InputError(problem for error in broken.values() for problem in error.problems)
    for problem in taken_names():
        print(problem.message(language), file=sys.stderr)
    if download:
        _fetch(chosen, language)
    with redirect_stdout(sys.stderr):
        found = _run(chosen, language)
    rows = [row for _, listed in found for row in listed]
    problems = [*broken.values(), *(row.problem for row in rows if row.problem)]
    for message in dict.fromkeys(problem.message(language) for problem in problems):
        print(message, file=sys.stderr)
    if html:
        write_whole(html, models_page.render_models(found, language, broken))
        print(text(language, "law.saved", path=html), file=sys.stderr)
    if as_json or csv:
        _print_rows(rows, broken, language, csv)
    else:
        shown.show_summary(rows, language)
    if not (as_json or csv or html):
        shown.show_models(found, language, broken)
    if models and not all(isinstance(problem, MissingDataError) for problem in problems):
        sys.exit(2)


def sample(
    language: Language,
    model: Annotated[str, Argument("MODEL")],
    *,
    draws: Annotated[int, Option("cli.option.sample_draws")] = 100,
    seed: Annotated[int, Option("cli.option.seed")] = 0,
    around: Annotated[int, Option("cli.option.around", metavar="PERCENT")] = 0,
    quantity: Annotated[tuple[str, ...], Option("cli.option.quantity", metavar="ID")] = (),
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Run a published model at parameters drawn within the ranges of its file, and tell what its numbers come to."""
    from tregua.models.arguments import check
    from tregua.models.find import load_model
    from tregua.models.sampling import at_base, chosen_quantities
    from tregua.show.cli.output import Drawing, asked, write_table
    from tregua.show.cli.resumed import kept_at, resumed
    from tregua.show.table.sample import draws_table
    from tregua.show.terminal.sample import show_sample
    from tregua.show.words.sample import sample_record

    check_table(csv, as_json)
    check(0, 100, whole=True, around=around)
    try:
        with redirect_stdout(sys.stderr):  # what a model prints is no answer
            loaded = load_model(model)
            chosen = chosen_quantities(loaded, quantity)
            base = at_base(loaded, chosen, seed)
            with Drawing(loaded.name, draws) as advance:
                drawn = [advance(one) for one in resumed(loaded, draws, seed, chosen, around / 100)]
    except KeyboardInterrupt:
        raise KeyboardInterrupt("cli.interrupted_kept") from None
    answer = sample_record(loaded, base, drawn, chosen, seed, around / 100, language)
    if csv is not None:
        write_table(draws_table(answer, shlex.join(["tregua", *asked()])), csv, language)
    elif as_json:
        print_answer("sample", answer, language)
    else:
        show_sample(loaded, answer, language)
    kept_at(loaded, [seed, around / 100, *chosen]).unlink(missing_ok=True)


def _print_rows(rows: "list[Row]", broken: "dict[str, InputError]", language: Language, csv: "Path | None") -> None:
    """The rows as JSON or as a table, and their counts on standard error."""
    from tregua.show.words.envelope import plain_caveat
    from tregua.show.words.models import broken_record, missed_in_words, row_record, summary

    listed = [row_record(row, language) for row in rows]
    listed += [broken_record(name, error, language) for name, error in broken.items()]
    told = [plain_caveat("caveat.models", language)]
    print_answer("reproduce", {"rows": listed, "caveats": told}, language, csv)
    for line in (*summary(rows, language), missed_in_words(rows, language)):
        print(line, file=sys.stderr)


def _run(models: "list[Model]", language: Language) -> "Found":
    """Every model's rows, with progress on standard error."""
    from rich.console import Console

    from tregua.models.reproduce import rows_of

    found = []
    console = Console(stderr=True)
    with console.status("") as status:
        for at, model in enumerate(models, 1):
            record, counted = model.record, len(model.targets)
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
        if model.download:
            print(text(language, "models.downloading", model=model.name), file=sys.stderr)
            model.download()
