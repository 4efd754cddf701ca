"""The commented skeleton of a law of one's own, to be filled in."""

import re
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import replacing_folder
from tregua.catalogue.read import PACKAGE
from tregua.regimes.load import regimes
from tregua.text import Language


def write_skeleton(folder: Path, language: Language) -> list[str]:
    """Write the skeleton into a new folder; the names of its files.

    Raises
    ------
    InputError
        Something stands there already, or the folder's name cannot be that of a law.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.\-]*", folder.name):
        values = {"field": "FOLDER", "found": folder.name, "expected": "@expected.id"}
        raise InputError(Problem("wrong_type", "", values))
    if folder.name in regimes():
        raise InputError(Problem("taken_regime", "", {"found": folder.name}))
    if folder.exists() or folder.is_symlink():
        raise InputError(Problem("is_there", str(folder)))
    written = []
    with replacing_folder(folder) as new:
        for source in sorted((PACKAGE / "regimes" / "skeleton" / language).glob("*.yaml")):
            content = source.read_text("utf-8").replace("NAME", folder.name)
            (new / source.name).write_text(content, "utf-8", newline="")
            written.append(source.name)
    return written
