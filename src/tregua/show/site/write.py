"""A folder for any host, or for opening from the disk: every page of the site, and a record of what was written."""

import json
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import replacing_folder
from tregua.lab.bind import catalogue_hash
from tregua.lab.store import writable
from tregua.show.site.pages import files_of
from tregua.text import Language
from tregua.version import VERSION

MARKER = "tregua-site.json"
PLAIN = ".nojekyll"  # so that a host that runs Jekyll serves the files as they are
FOREIGN = {".DS_Store"}  # a Mac's own, in any folder that was looked at


def write_site(folder: str | Path, language: Language = "en") -> Path:
    """Write the site to a folder; `language` is the one it opens in.

    Parameters
    ----------
    folder
        A folder that is not there yet, is empty, or holds an earlier site, which is replaced.

    Returns
    -------
    path
        The folder.

    Raises
    ------
    InputError
        When it holds anything else, or cannot be written; what was there stays as it was.
    """
    target = Path(folder)
    check_site(target)
    held = contents(language)
    with replacing_folder(target.absolute()) as new:
        for name, content in held.items():
            (new / name).write_text(content, "utf-8", newline="")
        check_site(target)  # somebody may have put a file there meanwhile
    return target


def contents(language: Language) -> dict[str, str]:
    """The files of the site by name, the last a record of them."""
    held = {name: made() for name, made in files_of(language).items()} | {PLAIN: ""}
    record = {"version": VERSION, "catalogue": catalogue_hash(), "files": sorted([*held, MARKER])}
    return {**held, MARKER: json.dumps(record, indent=1) + "\n"}


def check_site(folder: Path) -> None:
    """Refuse a folder to which no site may be written, before anything is computed.

    Raises
    ------
    InputError
        When it holds anything but an earlier site, or cannot be made.
    """
    with writable(folder), suppress(FileNotFoundError):
        other = [*_others(folder)] if stat.S_ISDIR(folder.lstat().st_mode) else [folder.name]
        if other:
            raise InputError(Problem("not_a_site", str(folder), {"found": other[0]}))


def _others(folder: Path) -> Iterator[str]:
    """What a folder holds that is no file of an earlier site, as the record of that site names them."""
    recorded = _recorded(folder)
    for one in sorted(folder.iterdir()):
        if one.name not in FOREIGN and not (one.name in recorded and stat.S_ISREG(one.lstat().st_mode)):
            yield one.name


def _recorded(folder: Path) -> list[object]:
    try:
        return [*json.loads((folder / MARKER).read_text("utf-8"))["files"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
