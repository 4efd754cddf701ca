"""The one way to write a file or a folder: whole, or not at all.

What is new is made beside its target under a name that nobody can guess and put in its place when it is complete and on
the disk. The maker holds a lock on it while it lives, so that the next writer in that folder can tell what a killed
one has left behind, and clears it away.
"""

import errno
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem

PREFIX = ".tregua-"
SYNCED_AT_ONCE = 16  # files that wait for the disk together
NAMED_AT_ONCE = 4096  # whose names are in memory
LEFT_BEHIND = 86_400  # seconds after which something is nobody's, where locks cannot tell
_HERE = getattr(os, "O_DIRECTORY", 0) | os.O_RDONLY


def check_file(path: Path) -> None:
    """Refuse a file that cannot be written, before anything is computed; a link or a device is not replaced.

    Raises
    ------
    InputError
        When its folder is not there or cannot be written to, or a link, a device or a folder has its name.
    """
    try:
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(path.lstat().st_mode):
                raise InputError(Problem("not_a_plain_file", str(path)))
        if not path.parent.is_dir():
            raise NotADirectoryError(errno.ENOENT, os.strerror(errno.ENOENT))
        if not os.access(path.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except InputError:
        raise
    except (OSError, ValueError) as error:  # a name that is too long, or holds a zero byte
        raise _not_writable(path, error) from None


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new, empty file to be filled, which replaces `path` when the block ends well and is removed when it does not.

    Raises
    ------
    InputError
        As `check_file`, or when writing fails: an `OSError` of the block is taken for one of writing.
    """
    check_file(path)
    new = path.parent / f"{PREFIX}{secrets.token_hex(8)}"
    held: int | None = None
    try:
        clean(path.parent)
        held = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        _lock(held)
        yield new
        os.fsync(held)
        if path.exists():
            new.chmod(stat.S_IMODE(path.stat().st_mode))
        if sys.platform == "win32":  # an open file cannot be renamed there
            os.close(held)
            held = None
        new.replace(path)
        _keep(path.parent)
    except OSError as error:
        raise _not_writable(path, error) from None
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        if held is not None:
            os.close(held)


def write_whole(path: Path, content: str) -> None:
    """Write a text file in UTF-8.

    Raises
    ------
    InputError
        As `replacing`; nothing half-written stays behind.
    """
    with replacing(path) as new:
        new.write_text(content, "utf-8", newline="")


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """A new folder to be filled, which replaces `path` when the block ends well and is removed when it does not.

    Whether `path` may be replaced is for the caller to know. Should the process be killed between the two renames, the
    folder that was there is put back by the next `clean`.

    Raises
    ------
    InputError
        When writing fails: an `OSError` of the block is taken for one of writing.
    """
    made, held = path.parent / f"{PREFIX}{secrets.token_hex(8)}", None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        clean(path.parent)
        made.mkdir()
        held = os.open(made, _HERE) if sys.platform != "win32" else None
        _lock(held)
        new, old = made / "new", made / "old" / path.name
        new.mkdir()
        yield new
        _keep_all(new)
        old.parent.mkdir()
        _swap(new, path, old)
        _keep(path.parent)
    except OSError as error:
        raise _not_writable(path, error) from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if held is not None:
            os.close(held)


def put_folder(ready: Path, path: Path) -> None:
    """Put a folder that is complete in the place of `path`, beside which it lies; there it stays if that fails.

    Raises
    ------
    InputError
        When writing fails.
    """
    made = path.parent / f"{PREFIX}{secrets.token_hex(8)}"
    try:
        _keep_all(ready)
        (made / "old").mkdir(parents=True)
        _swap(ready, path, made / "old" / path.name)
        _keep(path.parent)
    except OSError as error:
        raise _not_writable(path, error) from None
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _keep_all(folder: Path) -> None:
    """Make sure that a folder, with all that is in it, survives a power cut."""
    paths = chain(folder.rglob("*"), [folder])
    with ThreadPoolExecutor(SYNCED_AT_ONCE) as several:
        while some := [*islice(paths, NAMED_AT_ONCE)]:  # of a large run there are a million
            for _ in several.map(_keep, some):
                pass


def _swap(new: Path, path: Path, old: Path) -> None:
    try:
        if path.exists():
            path.rename(old)
        new.rename(path)
    except BaseException:
        if old.exists() and not path.exists():
            old.rename(path)
        raise


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder while the block lasts, so that of those who ask, one alone writes there.

    Raises
    ------
    InputError
        When somebody else holds it, or it cannot be opened.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    try:
        held = os.open(folder, _HERE)
    except OSError as error:
        raise _not_writable(folder, error) from None
    try:
        with suppress(OSError):  # a file system without locks
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InputError(Problem("folder_busy", str(folder))) from None
        yield
    finally:
        os.close(held)


def clean(folder: Path) -> None:
    """Remove what killed writers have left in a folder; a folder that they had moved away comes back."""
    with suppress(OSError):
        for left in [entry for entry in folder.iterdir() if entry.name.startswith(PREFIX)]:
            if not left.is_symlink() and _is_nobodys(left):
                _restore(left, folder)


def _restore(left: Path, folder: Path) -> None:
    if not left.is_dir():
        left.unlink(missing_ok=True)
        return
    for old in (left / "old").glob("*"):
        if not (folder / old.name).exists():
            old.rename(folder / old.name)
    shutil.rmtree(left, ignore_errors=True)


def _is_nobodys(left: Path) -> bool:
    """Whether no living process holds a temporary file or folder."""
    try:
        if sys.platform == "win32":
            return time.time() - left.stat().st_mtime > LEFT_BEHIND
        import fcntl

        kind = left.stat().st_mode
        if not (stat.S_ISDIR(kind) or stat.S_ISREG(kind)):
            return False
        held = os.open(left, os.O_RDONLY | os.O_NONBLOCK)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(held)
        return time.time() - left.stat().st_mtime > 1.0  # younger: its maker may not have locked it yet
    except OSError:
        return False


def _lock(held: int | None) -> None:
    """Hold an open file or folder as long as this process lives."""
    if sys.platform != "win32" and held is not None:
        import fcntl

        with suppress(OSError):  # a file system without locks: nothing of ours is cleared there either
            fcntl.flock(held, fcntl.LOCK_EX)


def _keep(path: Path) -> None:
    """Make sure that a file, or the names in a folder, survive a power cut."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # a file system that cannot promise it
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _not_writable(path: Path, error: BaseException) -> InputError:
    code = getattr(error, "errno", None)
    found = os.strerror(code) if code else str(error)
    return InputError(Problem("not_writable", str(path), {"found": found}))
