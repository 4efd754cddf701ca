"""The command that writes the live laboratory."""

from pathlib import Path
from typing import Annotated

from tregua.show.cli.options import Argument, Option
from tregua.show.cli.output import Progress, check_file, write_whole
from tregua.text import Language, text


def app(
    language: Language,
    file: Annotated[Path, Argument("FILE.html")],
    *,
    guide: Annotated[bool, Option("cli.option.guide")] = False,
) -> None:
    """Write the laboratory as one page that computes in the browser: move levers, see what changes, pass it on."""
    from tregua.show.app.guide import render_guide
    from tregua.show.app.page import render_app

    check_file(file)
    if guide:
        write_whole(file, render_guide(language))
        print(text(language, "leader.written", path=file))
        return
    with Progress(language):
        page = render_app(language)
    write_whole(file, page)
    print(text(language, "app.written", path=file))
