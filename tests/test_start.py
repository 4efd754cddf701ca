"""What is made and not committed: `start.py` makes it again when it has to, and a wheel holds it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import pytest

from tregua.show.schemas import SCHEMAS

ROOT = Path(__file__).resolve().parents[1]


def started() -> ModuleType:
    """`start.py` as a module."""
    spec = spec_from_file_location("start", ROOT / "start.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`start.py` on a tree of one record, of which one file is made."""
    module = started()
    made = tmp_path / "src" / "schema"
    for name, value in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "MADE": [made]}.items():
        monkeypatch.setattr(module, name, value)
    (tmp_path / ".venv").mkdir()
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "record.yaml").write_text("one: 1\n", "utf-8")

    def run(command: list[str]) -> Any:
        made.mkdir(exist_ok=True)
        (made / "record.json").write_text("{}", "utf-8")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(module, "run", run)
    return module


def test_what_is_made_is_made_once(start: ModuleType) -> None:
    assert not start.is_made()
    start.make()
    assert start.is_made()


def test_it_is_made_again_after_a_source_was_changed_or_something_is_gone(start: ModuleType) -> None:
    record, made = start.ROOT / "src" / "record.yaml", start.MADE[0] / "record.json"
    start.make()
    later = (start.VENV / "made").stat().st_mtime + 1
    os.utime(record, (later, later))
    assert not start.is_made()
    os.utime(record, (0, 0))
    assert start.is_made()
    made.unlink()
    os.utime(start.MADE[0], (later, later))
    assert not start.is_made()
    shutil.rmtree(start.MADE[0])
    assert not start.is_made()


def test_a_failure_is_tried_again_at_the_next_call(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "run", lambda command: subprocess.CompletedProcess(command, 2))
    start.make()
    assert not (start.VENV / "made").exists()


def test_git_ignores_and_the_wheel_takes_what_start_makes() -> None:
    made = [path.relative_to(ROOT).as_posix() for path in started().MADE]
    ignored = [line for line in (ROOT / ".gitignore").read_text("utf-8").splitlines() if line.startswith("src/")]
    assert [line.rstrip("/") for line in ignored] == made
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    assert [one.removesuffix("/**/*.json") for one in build["targets"]["wheel"]["artifacts"]] == made


def test_making_needs_no_package_that_the_build_does_not_ask_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked, used = (
        {re.match(r"[\w-]+", one)[0] for one in listed}  # type: ignore[index]
        for listed in (project["build-system"]["requires"], project["project"]["dependencies"])
    )
    script = "import sys; from tregua.show.schemas import generated; generated(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "pydantic" in asked and set(done.stdout.split()).isdisjoint(used - asked)


def test_a_wheel_holds_what_is_made(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    shutil.copytree(ROOT / "src", sources / "src", ignore=shutil.ignore_patterns("schema", "__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, sources)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=sources, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(ZipFile(wheel).namelist())
    assert {f"tregua/schema/{name}.json" for name in SCHEMAS} <= names
    assert {"tregua/models/table.csv", "tregua/i18n/es.json", "tregua/sources.yaml"} <= names


# --- locks ------------------------------------------------------------------------------------------------------------


def pins(name: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def extras() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return sorted(project["optional-dependencies"])


def test_every_extra_has_its_lock_which_holds_what_the_package_needs_and_is_held_by_that_of_the_tests() -> None:
    assert {path.name for path in ROOT.glob("requirements-*.lock")} == {f"requirements-{one}.lock" for one in extras()}
    for one in extras():
        assert pins("requirements.lock") < pins(f"requirements-{one}.lock") <= pins("requirements-test.lock")


@pytest.mark.parametrize(("asked", "extra"), [("serve", "serve"), ("test", "test"), ("compare", ""), ("", "")])
def test_what_only_one_command_needs_is_installed_for_it(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, asked: str, extra: str
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(start, "is_installed", lambda name: name in ("requirements.lock", "pyproject.toml"))
    monkeypatch.setattr(start, "install", lambda name, arguments: installed.extend([name, arguments[-1]]))
    start.prepare(asked)
    assert installed == [f"requirements-{extra}.lock"] * 2 * bool(extra)
