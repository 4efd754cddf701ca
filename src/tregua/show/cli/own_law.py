"""The command that tries a law of one's own on its worked cases."""

from typing import Annotated, Any

import click

from tregua.show.cli.options import Argument, Json
from tregua.show.cli.output import print_answer
from tregua.text import Language


def check(language: Language, folder: Annotated[str, Argument("FOLDER")], *, as_json: Json = False) -> None:
    """Try a law of one's own on its cases; the exit code is 1 where one comes out otherwise than expected."""
    from tregua.regimes.check import check as checked
    from tregua.show.terminal import own_law
    from tregua.show.words.envelope import plain_caveat

    found = checked(folder)
    if as_json:
        told: dict[str, Any] = own_law.checked_record(found)
        print_answer("check", {**told, "caveats": [plain_caveat("regimes.caveat.not_advice", language)]}, language)
    else:
        own_law.show_checked(found, language)
    if found.failed:
        raise click.exceptions.Exit(1)
