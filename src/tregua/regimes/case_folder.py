"""Many files of cases: which they are, where their answers go, and whether they have the same columns."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem
from tregua.regimes.case_files import SUFFIXES, head_of
from tregua.regimes.case_heads import Heads, listed
from tregua.regimes.vocabulary import Names

FOLDERS = ".parquet"
"""The suffix of the files that are read where a folder is named."""


@dataclass(frozen=True)
class Files:
    """Files of cases below a folder, by their paths from there, in the order of these."""

    root: Path
    names: Sequence[Path]


def are_several(source: Path) -> bool:
    """Whether a path is a folder or, where nothing is called so, a pattern."""
    return os.path.isdir(source) or (not os.path.lexists(source) and has_magic(str(source)))


def files_of(source: Path, target: Path) -> Files:
    """The files of a folder or a pattern; names that begin with a dot or an underscore are left out.

    Parameters
    ----------
    target
        The folder of the answers; what lies in it is no case.

    Raises
    ------
    InputError
        When there is none, they are no tables or of both kinds, or answers would lie among cases.
    """
    is_folder = os.path.isdir(source)
    root, pattern = (source, "") if is_folder else _split(source)
    here, there = root.resolve(), target.resolve()
    if here == there or there in here.parents or (is_folder and here in there.parents):
        raise InputError(Problem("answers_among_cases", str(target), {"found": str(root)}))
    found = _below(source) if is_folder else _matches(root, pattern)
    names = sorted({one.relative_to(root) for one in found if there not in one.resolve().parents})
    names = [one for one in names if not any(part.startswith((".", "_")) for part in one.parts)]
    if not names:
        raise InputError(Problem("no_cases" if is_folder else "no_match", str(source)))
    if foreign := [one for one in names if one.suffix not in SUFFIXES]:
        raise InputError(_not_a_table(root / one) for one in foreign)
    if len({one.suffix for one in names}) > 1:
        first, *_ = names
        other = next(one for one in names if one.suffix != first.suffix)
        raise InputError(Problem("both_kinds", str(source), {"first": first, "other": other}))
    return Files(root, names)


def check_target(target: Path, journal: str) -> None:
    """Refuse a folder that holds anything but an earlier batch.

    Raises
    ------
    InputError
        When it does, or is no folder.
    """
    if not os.path.lexists(target):
        return
    if not os.path.isdir(target):
        raise InputError(Problem("not_a_folder", str(target)))
    names = os.listdir(target)
    if journal not in names and any(not name.startswith(".") for name in names):
        raise InputError(Problem("not_a_batch", str(target)))


def same_heads(files: Files, names: Names) -> tuple[str, Heads]:
    """The delimiter and the columns that all files have.

    Raises
    ------
    InputError
        Every file that cannot be read or has other columns, with what differs.
    """
    first: tuple[Path, str, Heads] | None = None
    problems: list[Problem] = []
    for name in files.names:
        try:
            delimiter, heads = head_of(files.root / name, names)
        except InputError as error:
            problems.extend(error.problems)
            continue
        first = first or (name, delimiter, heads)
        problems += _differing(files.root / name, delimiter, heads, first)
    if problems or first is None:
        raise InputError(problems)
    return first[1:]


def _differing(path: Path, delimiter: str, heads: Heads, first: tuple[Path, str, Heads]) -> Iterator[Problem]:
    other, its_delimiter, its_heads = first
    missing, more = ({*its_heads.names} - {*heads.names}, {*heads.names} - {*its_heads.names})
    if missing or more:
        told = {"missing": listed(sorted(missing)) or "–", "more": listed(sorted(more)) or "–"}
        yield Problem("other_columns", str(path), {"first": other, **told})
    elif heads.names != its_heads.names:
        yield Problem("other_order", str(path), {"first": other})
    elif delimiter != its_delimiter:
        yield Problem("other_delimiter", str(path), {"first": other, "found": delimiter, "expected": its_delimiter})


def _split(pattern: Path) -> tuple[Path, str]:
    """The folder in which a pattern begins, and the rest of it."""
    at = next(at for at, part in enumerate(pattern.parts) if has_magic(part))
    return Path(*pattern.parts[:at]), str(Path(*pattern.parts[at:]))


def _matches(root: Path, pattern: str) -> Iterator[Path]:
    try:
        for one in root.glob(pattern):
            yield from _below(one) if one.is_dir() else [one]
    except (ValueError, OSError):  # a pattern that is none, such as a**
        return


def _below(folder: Path) -> Iterator[Path]:
    """The files of a folder and of those in it.

    Raises
    ------
    InputError
        When one of them cannot be looked into.
    """

    def refuse(error: OSError) -> None:
        raise InputError(Problem("unreadable", str(error.filename), {"found": error.strerror}))

    for here, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(here) / name for name in names if name.endswith(FOLDERS))


def _not_a_table(path: Path) -> Problem:
    values = {"field": path.name, "found": path.suffix, "expected": "@regimes.expected.table"}
    return Problem("wrong_type", str(path), values)
