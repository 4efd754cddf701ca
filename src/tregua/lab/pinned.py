"""A file named together with a hash of what it says, so that a command refuses it once it says something else."""

import hashlib
import json
import re

from tregua.catalogue.errors import InputError, Problem

_PINNED = re.compile(r"(.+)@([0-9a-f]{12})")


def digest(plain: object) -> str:
    """Twelve hexadecimal digits that change with anything in plain values."""
    written = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def unpinned(name: str) -> tuple[str, str]:
    """A name without the hash that pins its content, and that hash, empty where there is none."""
    pinned = _PINNED.fullmatch(name)
    return (pinned[1], pinned[2]) if pinned else (name, "")


def check_pin(name: str, pin: str, found: str) -> None:
    """Refuse a file that does not say what was pinned.

    Raises
    ------
    InputError
        With the hash that was expected and the one that was found.
    """
    if pin and found != pin:
        raise InputError(Problem("changed_since", name, {"found": found, "expected": pin}))
