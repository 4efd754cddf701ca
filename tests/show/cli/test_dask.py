"""The commands that take `--dask`: what they print and save is the same as without, and nothing else is written."""

import json
from pathlib import Path

import pytest
from commands import Capture, call, refused

from tregua.lab import blocks, journal
from tregua.lab.alternatives import alternatives
from tregua.lab.journal import Files
from tregua.lab.model import lab
from tregua.lab.run import Part

pytestmark = pytest.mark.xdist_group("cluster")
FIXED = [f"--assume={name}={lab().parameters[name].value!r}" for name in alternatives().all]
RUN = ("total-peace", "--until", "2028", "--draws", "70", "--prior", *FIXED)


def files(folder: Path) -> dict[str, bytes]:
    """All files of a run."""
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_a_comparison_is_the_same_bytes(capsys: Capture, elsewhere: None) -> None:
    here = call(capsys, "compare", *RUN, "--json", "--out", "here")
    there = call(capsys, "compare", *RUN, "--json", "--out", "there", "--dask", "local:2")
    assert here[:2] == there[:2]
    assert there[2] == ""
    assert files(Path("here")) == files(Path("there"))
    assert sorted(one.name for one in Path.cwd().iterdir()) == ["here", "there"]


def test_a_run_that_is_too_large_for_memory_says_what_others_say(
    capsys: Capture, elsewhere: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = call(capsys, "compare", *RUN, "--json", "--out", "held")
    shown = call(capsys, "compare", *RUN, "--full", "--out", "shown")[1]
    monkeypatch.setattr(blocks, "HELD_BYTES", 2**10)
    monkeypatch.setattr(journal, "BLOCK", 32)
    large = call(capsys, "compare", *RUN, "--json", "--out", "large", "--dask", "local:2")
    assert held[:2] == large[:2]
    assert (
        shown.replace("shown", "large") == call(capsys, "compare", *RUN, "--full", "--out", "large", "--overwrite")[1]
    )
    for name in ("report.html", "numbers.html", "comparison.json"):
        assert (Path("held") / name).read_bytes() == (Path("large") / name).read_bytes()
    assert call(capsys, "report", "large", "--year", "2027")[0] == 0
    assert sorted(one.name for one in Path.cwd().iterdir()) == ["held", "large", "shown"]


def test_an_interrupted_run_says_that_it_goes_on(
    capsys: Capture, elsewhere: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "HELD_BYTES", 2**10)
    monkeypatch.setattr(journal, "BLOCK", 32)
    write, written = journal.Journal.write, list[Part]()

    def stop_at_the_third(self: journal.Journal, part: Part, given: Files) -> None:
        written.append(part)
        if len(written) == 3:
            raise KeyboardInterrupt
        write(self, part, given)

    monkeypatch.setattr(journal.Journal, "write", stop_at_the_third)
    code, _, err = call(capsys, "run", *RUN)
    assert (code, "goes on where it stopped" in err) == (130, True)
    (folder,) = Path("tregua-results").iterdir()
    assert folder.name.startswith("unfinished-")
    assert call(capsys, "run", *RUN)[0] == 0
    assert not folder.exists()


def test_a_backtest_is_the_same(capsys: Capture, elsewhere: None) -> None:
    words = ("backtest", "--cut", "2021", "--draws", "4", "--json")
    here, there = (json.loads(call(capsys, *words, *more)[1]) for more in ((), ("--dask", "local:2")))
    assert here == there


@pytest.mark.parametrize("command", ["run", "compare", "backtest", "calibrate"])
def test_what_is_no_cluster_is_one_sentence(capsys: Capture, elsewhere: None, command: str) -> None:
    assert "local:N" in refused(capsys, command, "--dask", "nowhere")
    assert [*Path.cwd().iterdir()] == []
