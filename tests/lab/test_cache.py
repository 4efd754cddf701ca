"""The compile cache: kept when it is whole, thrown away and made again when it is not."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tregua.catalogue.errors import InputError
from tregua.lab.engine import numba

RUN = """
import sys
from pathlib import Path
from tregua.lab.engine import numba
numba.cache_folder = lambda: Path(sys.argv[1])
numba.spare_folder = lambda: Path(sys.argv[-1])
whole = numba.is_compiled()
from tregua.lab.run import Settings, run
from tregua.lab.scenario import load_scenarios
found = run(load_scenarios(["alliance"]), Settings(draws=2, until=2027, shocks=False))
print(whole, numba.is_compiled(), float(found.sum()).hex())
"""


def flip(content: bytes, at: float) -> bytes:
    """One bit turned round, at a share of the length."""
    position = int(at * len(content))
    return content[:position] + bytes([content[position] ^ 16]) + content[position + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "cut": lambda content: content[: len(content) // 2],
    "one byte less": lambda content: content[:-1],
    "garbage": lambda content: b"garbage" * 100,
    **{f"bit at {at}": lambda content, at=at: flip(content, at) for at in (0.0, 0.1, 0.5, 0.9, 0.999)},  # type: ignore[misc]
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of its own, made once."""
    made = tmp_path_factory.mktemp("cache")
    assert run(made)[:2] == ["False", "True"]
    return made


def run(folder: Path) -> list[str]:
    """Run the lab in another process with its cache in `folder`: whole before, whole after, the sum of all outcomes."""
    done = subprocess.run([sys.executable, "-c", RUN, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def test_another_processor_has_a_kernel_of_its_own_and_nobody_runs_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from numba.core import config

    own = numba._name()
    monkeypatch.setattr(config, "CPU_NAME", "generic")
    assert numba._name() != own
    monkeypatch.setattr(config, "DISABLE_JIT", 1)
    numba.compiled.cache_clear()
    with pytest.raises(InputError, match="NUMBA_DISABLE_JIT"):
        numba.compiled()


def code(folder: Path, ending: str) -> Path:
    (path,) = folder.glob(f"kernel_*/__pycache__/*{ending}")
    return path


@pytest.mark.parametrize("ending", [".nbi", ".nbc"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_no_damage_is_taken_for_machine_code(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, damage: str
) -> None:
    own = tmp_path / "cache"
    shutil.copytree(folder, own)
    monkeypatch.setattr(numba, "cache_folder", lambda: own)
    monkeypatch.setattr(numba, "spare_folder", lambda: own)
    assert numba.is_compiled()
    path = code(own, ending)
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert not numba.is_compiled()


def test_a_damaged_cache_is_made_again_with_the_same_numbers(folder: Path, tmp_path: Path) -> None:
    expected = run(folder)
    assert expected[:2] == ["True", "True"]
    own = tmp_path / "cache"
    shutil.copytree(folder, own)
    path = code(own, ".nbc")
    path.write_bytes(DAMAGES["bit at 0.5"](path.read_bytes()))
    assert run(own) == ["False", "True", expected[2]]
    assert [path.name[:7] for path in own.iterdir()] == ["kernel_"]


def test_text_that_was_changed_in_the_cache_is_not_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "cache"
    shutil.copytree(folder, own)
    monkeypatch.setattr(numba, "cache_folder", lambda: own)
    monkeypatch.setattr(numba, "spare_folder", lambda: own)
    (text,) = own.glob("kernel_*/kernel.py")
    text.write_text(text.read_text("utf-8").replace("+", "-", 1), "utf-8")
    assert not numba.is_compiled()


def test_two_processes_that_share_an_empty_cache_both_run(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUN, str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate()[0].split() for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert said[0][1:] == said[1][1:] and said[0][1] == "True"
    assert [path.name[:7] for path in tmp_path.iterdir()] == ["kernel_"]


def test_a_cache_that_cannot_be_loaded_is_made_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where its seal is right: what was sealed may belong to another time."""
    own, made = tmp_path / "cache", ModuleType("made")
    shutil.copytree(folder, own)
    monkeypatch.setattr(numba, "cache_folder", lambda: own)
    monkeypatch.setattr(numba, "spare_folder", lambda: own)
    monkeypatch.setattr(numba, "_made", lambda place: made)
    (place,) = own.glob("kernel_*")
    code(own, ".nbi").write_bytes(b"")
    (place / numba.SEAL).write_text(numba._digest(place), "ascii")
    assert numba.is_compiled() and numba.compiled.__wrapped__() is made


def test_where_the_cache_cannot_be_written_the_kernel_is_kept_elsewhere_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    compilations = []

    def ready(place: Path) -> ModuleType:
        compilations.append(place.parent.name)
        return ModuleType("kernel")

    monkeypatch.setattr(numba, "_ready", ready)
    monkeypatch.setattr(numba, "cache_folder", lambda: tmp_path / "file" / "cache")
    monkeypatch.setattr(numba, "spare_folder", lambda: tmp_path / "spare")
    numba.compiled.__wrapped__()
    numba.compiled.__wrapped__()
    assert [path.name[:7] for path in (tmp_path / "spare").iterdir()] == ["kernel_"]
    assert compilations[1:] == ["spare"]  # the second time it was only read
    monkeypatch.setattr(numba, "spare_folder", lambda: tmp_path / "file" / "spare")
    with pytest.raises(InputError) as caught:
        numba.compiled.__wrapped__()
    assert str(caught.value).startswith(
        f"{tmp_path}/file/cache: the compiled kernel cannot be kept here: Not a directory"
    )


def test_the_spare_folder_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mine = numba.spare_folder.__wrapped__()
    assert mine == numba.spare_folder.__wrapped__() and mine.parent == tmp_path
    mine.chmod(0o777)  # anybody could put machine code there
    assert numba.spare_folder.__wrapped__() != mine
