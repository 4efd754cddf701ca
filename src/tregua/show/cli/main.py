"""The command line: one function a command."""

import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from tregua.catalogue.errors import InputError, Problem
from tregua.show.cli.evidence import claim, claims, estimates, promise, promises, series
from tregua.show.cli.lab import levers, parameters, schema, trace
from tregua.show.cli.law import audit, decide, diff, process, regimes
from tregua.show.cli.models import reproduce
from tregua.show.cli.options import Commands, build, complaint, take_language
from tregua.show.cli.run import compare, report, run
from tregua.text import Language, text

COMMANDS: Commands = {
    compare: ("scenario", "baseline", "year", "draws", "seed", "until", "assume", "as_json", "out"),
    run: ("scenario", "year", "draws", "seed", "until", "assume", "out"),
    report: ("folder", "report_baseline", "report_year"),
    levers: ("as_json",),
    parameters: ("name", "as_json"),
    trace: ("as_json",),
    schema: (),
    decide: ("facts", "regime", "variant", "batch", "batch_out", "rejects", "as_json"),
    regimes: ("action", "regime_id", "as_json", "as_csv", "html"),
    audit: ("regime_ids", "as_json"),
    diff: ("regime_a", "regime_b", "as_json"),
    process: ("log", "as_json"),
    claims: ("as_json", "html", "style"),
    claim: ("claim_id", "in_lab", "as_json", "style"),
    promises: ("as_json", "style"),
    promise: ("promise_id", "as_json", "style"),
    estimates: ("estimate", "lever", "as_json", "style"),
    series: ("series_id", "plot", "check", "as_json", "style"),
    reproduce: ("models", "as_json", "html"),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: whatever goes wrong with the input is one clear message and exit code 2."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):  # a code page of Windows has no minus sign
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    language: Language = "en"
    try:
        language = take_language(argv)
        code = build(COMMANDS, language).main(argv, prog_name="tregua", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code or 0)
    except InputError as error:
        _fail(error.message(language))
    except click.UsageError as error:
        _fail(complaint(error, COMMANDS).message(language))
    except (KeyboardInterrupt, click.Abort):
        _fail(text(language, "cli.interrupted"), 130)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # whoever was reading has seen enough
            sys.exit(0)
        _fail(Problem("no_output", "", {"found": error.strerror or str(error)}).message(language))
    except RuntimeError as error:
        if not hasattr(error, "counts"):
            raise
        _fail(Problem("not_converged", "", error.counts).message(language), 1)


def _fail(message: str, code: int = 2) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
