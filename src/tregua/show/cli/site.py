"""The command that writes the site."""

from pathlib import Path
from typing import Annotated

from tregua.show.cli.options import Argument
from tregua.show.cli.output import Progress
from tregua.text import Language, text


def site(language: Language, folder: Annotated[Path, Argument("FOLDER")]) -> None:
    """Write the live laboratory as a folder for any host; an earlier site there is replaced."""
    from tregua.show.places import LAB
    from tregua.show.site.write import check_site, write_site

    check_site(folder)
    with Progress(language):
        write_site(folder, language)
    print(text(language, "site.written", path=folder, index=folder / LAB))
