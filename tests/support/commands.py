"""Commands called as a user calls them."""

from pathlib import Path

import pytest

from tregua.show.cli.main import main

Capture = pytest.CaptureFixture[str]


def call(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def printed(capsys: Capture, *arguments: str) -> str:
    """What a command that succeeds prints, with nothing on standard error."""
    code, out, err = call(capsys, *arguments)
    assert (code, err) == (0, "")
    return out


def refused(capsys: Capture, *arguments: str) -> str:
    """The one message of a command that was refused: exit code 2, nothing on standard output or on disk."""
    before = sorted(Path().rglob("*"))
    code, out, err = call(capsys, *arguments)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert sorted(Path().rglob("*")) == before
    return err.strip()


def two_runs(capsys: Capture) -> None:
    """Two saved runs that differ in their seed: the folders `first` and `second`."""
    for seed, folder in enumerate(("first", "second")):
        words = ("compare", "mano-dura", "--draws", "8", "--prior", "--until", "2030", "--seed", str(seed))
        assert call(capsys, *words, "--out", folder)[0] == 0


def in_order(out: str, *pieces: str) -> None:
    """Every piece stands in the output, each after the one before it."""
    at = 0
    for piece in pieces:
        found = out.find(piece, at)
        assert found >= 0, piece
        at = found + len(piece)
