"""Files and folders are written whole or not at all, and what killed writers left goes at the next write."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tregua.catalogue.errors import InputError
from tregua.catalogue.files import PREFIX, check_file, clean, replacing, replacing_folder, write_whole

posix = pytest.mark.skipif(os.name == "nt", reason="links, devices, locks and permissions of POSIX")
KILLED = """
import os, signal, sys
from pathlib import Path
from tregua.catalogue.files import replacing, replacing_folder
with {writer}(Path(sys.argv[1])) as new:
    {fill}
    print("filled", flush=True)
    {then}
"""
KILL = "os.kill(os.getpid(), signal.SIGKILL)"


def left(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.name.startswith("."))


def aged(folder: Path) -> None:
    """What lies here was made long enough ago to be told from what is just being made."""
    for entry in folder.iterdir():
        os.utime(entry, (time.time() - 60, time.time() - 60))


def python(target: Path, fill: str, then: str, writer: str = "replacing") -> "subprocess.Popen[str]":
    code = KILLED.format(writer=writer, fill=fill, then=then)
    return subprocess.Popen(
        [sys.executable, "-c", code, str(target)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def test_a_file_is_replaced_with_its_permissions_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "o.html"
    write_whole(target, "ñ\n")
    target.chmod(0o640)
    write_whole(target, "é\n")
    assert target.read_bytes() == "é\n".encode()
    assert os.name == "nt" or stat.S_IMODE(target.stat().st_mode) == 0o640
    assert left(tmp_path) == []


@posix
def test_a_new_file_has_the_permissions_that_the_mask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "o", "")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "o").stat().st_mode) == 0o640


@posix
@pytest.mark.parametrize("kind", ["link", "dangling", "loop", "fifo", "folder"])
def test_what_is_no_plain_file_is_refused_and_stays(tmp_path: Path, kind: str) -> None:
    target, victim = tmp_path / "o.html", tmp_path / "victim"
    victim.write_text("mine")
    {
        "link": lambda: target.symlink_to(victim),
        "dangling": lambda: target.symlink_to(tmp_path / "nowhere"),
        "loop": lambda: target.symlink_to(target),
        "fifo": lambda: os.mkfifo(target),
        "folder": target.mkdir,
    }[kind]()
    before = target.lstat()
    with pytest.raises(InputError, match="link or a device"):
        write_whole(target, "new")
    assert target.lstat().st_ino == before.st_ino and victim.read_text() == "mine"


@posix
@pytest.mark.parametrize("under", ["none/o", "file/o", "loop/o", "n" * 300, "a\0b"])
def test_what_cannot_be_written_is_one_sentence(tmp_path: Path, under: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(InputError, match="cannot write here: "):
        check_file(tmp_path / under)
        write_whole(tmp_path / under, "new")


def test_no_name_that_can_be_guessed_is_written_to(tmp_path: Path) -> None:
    """A file called like the target with `.part` behind it is somebody's own; as a link it would lead elsewhere."""
    target, own = tmp_path / "c.html", tmp_path / "c.html.part"
    own.write_text("mine")
    write_whole(target, "new")
    assert own.read_text() == "mine"
    names = set()
    for _ in range(2):
        with replacing(target) as new:
            names.add(new.name)
    assert len(names) == 2


@pytest.mark.parametrize("wrong", [OSError(28, "No space left on device"), KeyboardInterrupt(), ValueError("no")])
def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, wrong: BaseException) -> None:
    target = tmp_path / "o"
    target.write_text("old")
    with (
        pytest.raises(InputError if isinstance(wrong, OSError) else type(wrong)) as caught,
        replacing(target) as new,
    ):
        new.write_text("half")
        raise wrong
    assert target.read_text() == "old" and left(tmp_path) == []
    if isinstance(wrong, OSError):
        assert "No space left on device" in str(caught.value)


@posix
@pytest.mark.parametrize("writer", ["replacing", "replacing_folder"])
def test_what_a_killed_writer_left_goes_at_the_next_write(tmp_path: Path, writer: str) -> None:
    fill = "new.write_text('half')" if writer == "replacing" else "(new / 'half').write_text('half')"
    assert python(tmp_path / "o", fill, KILL, writer).wait() == -signal.SIGKILL
    assert len(left(tmp_path)) == 1
    aged(tmp_path)
    write_whole(tmp_path / "other", "")
    assert left(tmp_path) == [] and not (tmp_path / "o").exists()


@posix
def test_what_a_living_writer_holds_is_left_alone(tmp_path: Path) -> None:
    with python(tmp_path / "o", "new.write_text('half')", "import time; time.sleep(60)") as writer:
        assert writer.stdout and writer.stdout.readline() == "filled\n"
        aged(tmp_path)
        write_whole(tmp_path / "other", "")
        (held,) = left(tmp_path)
        writer.send_signal(signal.SIGINT)
    assert held.startswith(PREFIX) and left(tmp_path) == []


def test_two_writers_of_one_file_never_mix(tmp_path: Path) -> None:
    target = tmp_path / "o"
    with replacing(target) as first, replacing(target) as second:
        first.write_text("1" * 100)
        second.write_text("2" * 50)
    assert target.read_text() == "1" * 100


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "run"
    for name in ("a", "b"):
        with replacing_folder(target) as new:
            (new / name).write_text(name)
    assert [entry.name for entry in target.iterdir()] == ["b"] and left(tmp_path) == []
    with pytest.raises(InputError, match="cannot write here"), replacing_folder(target) as new:
        raise OSError(28, "No space left on device")
    assert [entry.name for entry in target.iterdir()] == ["b"] and left(tmp_path) == []


@posix
def test_a_folder_that_a_killed_writer_had_moved_away_comes_back(tmp_path: Path) -> None:
    away = tmp_path / f"{PREFIX}0123" / "old"
    away.mkdir(parents=True)
    (away / "run").mkdir()
    (away / "run" / "result").write_text("good")
    aged(tmp_path)
    clean(tmp_path)
    assert (tmp_path / "run" / "result").read_text() == "good" and left(tmp_path) == []


@posix
def test_a_link_that_looks_like_something_left_behind_is_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "mine").write_text("mine")
    (tmp_path / f"{PREFIX}0123").symlink_to(kept)
    os.mkfifo(tmp_path / f"{PREFIX}4567")
    clean(tmp_path)
    assert (kept / "mine").read_text() == "mine"
