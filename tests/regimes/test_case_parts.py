"""Many files of cases, part by part: what is done stays done, whoever is killed, wherever it was decided."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from folders_of_cases import SPANISH, content, decide, table, write_cases

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import PACKAGE
from tregua.lab import where
from tregua.regimes import case_parts
from tregua.regimes.case_files import Counts, decide_file
from tregua.regimes.case_journal import NAME
from tregua.regimes.case_parts import Part, decide_files, key_of
from tregua.regimes.load import load_rules


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write_cases(tmp_path / "cases")


# --- what is done already ---------------------------------------------------------------------------------------------


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which files are really decided."""
    names: list[str] = []

    def noting(rules: object, source: Path, *others: Any) -> Counts:
        names.append(source.name)
        return decide_file(rules, source, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(case_parts, "decide_file", noting)
    return names


def test_what_is_done_is_not_done_again_and_is_counted(cases: Path, tmp_path: Path, worked: list[str]) -> None:
    first = decide(cases, tmp_path / "out")
    assert len(worked) == 4
    again = decide(cases, tmp_path / "out")
    assert len(worked) == 4 and (again, again.before) == (first, 4) and again.taken.words == first.taken.words


def own_law(folder: Path, outcome: str) -> str:
    record = yaml.safe_load((PACKAGE / "regimes" / "catalogue" / "petro_2022.yaml").read_text("utf-8"))
    record["rows"] = record["rows"][:1]
    record["rows"][0].pop("branches", None)
    record["rows"][0] |= {"when": "not negotiated", "outcomes": {"extradition": outcome}}
    (folder / "law.yaml").write_text(yaml.safe_dump(record, allow_unicode=True), "utf-8")
    return str(folder / "law.yaml")


CHANGES: dict[str, tuple[Callable[[Path], object], dict[str, Any], int]] = {
    "nothing": (lambda at: None, {}, 0),
    "the rows of a law": (lambda at: own_law(at, "GRANTABLE"), {}, 4),
    "the language": (lambda at: None, {"say": SPANISH}, 4),
    "a case": (lambda at: pq.write_table(table(9), at / "cases" / "b.parquet"), {}, 1),
    "only the time of a file": (lambda at: os.utime(at / "cases" / "b.parquet", (1, 1)), {}, 0),
    "an answer": (lambda at: pq.write_table(table(9), at / "out" / "b.parquet"), {}, 1),
    "an answer is gone": (lambda at: (at / "out" / "a/z.parquet").unlink(), {}, 1),
    "the journal is cut": (lambda at: cut(at / "out" / NAME), {}, 1),
    "a line of the journal is foreign": (lambda at: foreign(at / "out" / NAME), {}, 1),
}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def foreign(path: Path) -> None:
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:-1], '{"file": 3, "counts": []}', "[]", "null"]))


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_decided_again(cases: Path, tmp_path: Path, worked: list[str], change: str) -> None:
    make, more, expected = CHANGES[change]
    law = own_law(tmp_path, "DELIVERED")
    decide(cases, tmp_path / "out", law)
    worked.clear()
    make(tmp_path)
    counts = decide(cases, tmp_path / "out", law, **more)
    assert (len(worked), counts.before) == (expected, 4 - expected)
    decide(cases, tmp_path / "new", law, **more)
    assert content(tmp_path / "out") == content(tmp_path / "new")


RECORDS: dict[str, Callable[[dict[str, Any]], object]] = {
    "how long terms were stopped": lambda law: law["suspensions"][0].update(to=date(2020, 6, 25)),
    "until when it is in force": lambda law: law["in_force"].update(until="2030-01-01"),
    "the last row": lambda law: law["rows"][-1].update(outcomes={"extradition": "COURT_BARS"}),
}


@pytest.mark.parametrize("change", RECORDS)
def test_another_law_has_another_key_however_long_it_is(tmp_path: Path, change: str) -> None:
    record = yaml.safe_load((PACKAGE / "regimes" / "catalogue" / "ordinary.yaml").read_text("utf-8"))
    path = tmp_path / "law.yaml"
    path.write_text(yaml.safe_dump(record, allow_unicode=True), "utf-8")
    before = key_of(load_rules(str(path)), SPANISH)
    assert key_of(load_rules(str(path)), SPANISH) == before
    RECORDS[change](record)
    path.write_text(yaml.safe_dump(record, allow_unicode=True), "utf-8")
    assert key_of(load_rules(str(path)), SPANISH) != before


def test_another_day_or_reading_is_another_batch(cases: Path, tmp_path: Path, worked: list[str]) -> None:
    for rules in (load_rules("ley_975"), load_rules("ley_975", on="2008-05-13")):
        decide_files(rules, cases, tmp_path / "out")
    assert len(worked) == 8


def test_files_of_an_earlier_call_stay_and_are_told(cases: Path, tmp_path: Path) -> None:
    decide(cases, tmp_path / "out")
    (cases / "b.parquet").unlink()
    counts = decide(cases, tmp_path / "out")
    assert (counts.files, counts.before, counts.beside) == (3, 3, 1) and (tmp_path / "out" / "b.parquet").exists()
    assert decide(cases, tmp_path / "out").beside == 1


def test_a_journal_that_is_none_is_refused(cases: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for written in (b"", b"{}\n", b"\xff", b"[1]\n", b'"tregua"'):
        (tmp_path / "out" / NAME).write_bytes(written)
        with pytest.raises(InputError, match="holds something else"):
            decide(cases, tmp_path / "out")


def test_what_was_done_before_a_part_failed_is_kept(
    cases: Path, tmp_path: Path, worked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(work: Callable[[Part], Any], parts: list[Part]) -> Iterator[tuple[Part, Any]]:
        for part in parts[:2]:
            yield part, work(part)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        decide(cases, tmp_path / "out", computed=failing)
    assert decide(cases, tmp_path / "out").before == 2 and len(worked) == 4


def test_what_threads_complete_while_a_call_is_interrupted_is_kept(
    cases: Path, tmp_path: Path, worked: list[str]
) -> None:
    """Once it was written, and decided again."""

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        decide(cases, tmp_path / "out", computed=partial(where.computed, threads=3), progress=interrupt)
    complete = len(worked)
    assert decide(cases, tmp_path / "out").before == complete and len(worked) == 4


KILLED = """
import os, signal, sys
from pathlib import Path
from tregua.regimes.case_parts import decide_files
from tregua.regimes.load import load_rules
rules, at, seen = load_rules("petro_2022"), int(sys.argv[3]), 0
def hook(event, values):
    global seen
    if event.startswith(("os.", "open")) and values and sys.argv[2] in str(values[0]):
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
decide_files(rules, Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_killed_at_any_step_it_goes_on_and_nothing_stays_behind(cases: Path, tmp_path: Path) -> None:
    decide(cases, tmp_path / "whole")
    whole, out = content(tmp_path / "whole"), tmp_path / "out"
    codes = []
    for step in range(1, 60, 4):
        done = subprocess.run([sys.executable, "-c", KILLED, cases, out, str(step)], capture_output=True, check=False)
        codes.append(done.returncode)
        for name, written in content(out).items() if out.exists() else ():
            assert name.rpartition("/")[2].startswith(".tregua-") or written == whole[name]
        for one in out.rglob("*"):
            os.utime(one, (time.time() - 60, time.time() - 60))
    assert codes.count(-signal.SIGKILL) > 5 and set(codes) <= {0, -signal.SIGKILL}
    decide(cases, out)
    assert content(out) == whole


# --- elsewhere --------------------------------------------------------------------------------------------------------


def test_workers_that_see_other_files_are_refused(cases: Path, tmp_path: Path) -> None:
    """A worker that lacks a file, has another one by that name, or would write elsewhere, is told before it works."""

    def elsewhere(
        change: Callable[[], object], work: Callable[[Part], Any], parts: list[Part]
    ) -> Iterator[tuple[Part, Any]]:
        change()
        for part in parts:
            yield part, work(part)

    changes: list[Callable[[], object]] = [
        (cases / "a.parquet").unlink,
        lambda: pq.write_table(table(0, 10), cases / "b.parquet"),
        lambda: (tmp_path / "out" / NAME).write_text('{"tregua": "", "run": "another"}\n'),
        (tmp_path / "out" / NAME).unlink,
    ]
    for change in changes:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        for number, name in enumerate(("a.parquet", "b.parquet")):
            pq.write_table(table(number), cases / name)
        with pytest.raises(InputError, match="the workers do not see"):
            decide(cases, tmp_path / "out", computed=partial(elsewhere, change), away=True)


def test_a_single_file_may_be_decided_elsewhere(cases: Path, tmp_path: Path) -> None:
    counts = decide(cases / "b.parquet", tmp_path / "out.parquet", away=True)
    assert counts == decide_file("petro_2022", cases / "b.parquet", tmp_path / "here.parquet")
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "here.parquet").read_bytes()


WORKER_KILLED = """
import os, signal, sys
from functools import partial
from pathlib import Path
from tregua.catalogue.errors import Problem
from tregua.lab import where
from tregua.regimes.case_parts import decide_files
from tregua.regimes.load import load_rules

def children(pid):
    return [int(one) for at in Path(f"/proc/{pid}/task").glob("*/children") for one in at.read_text().split()]

def kill(done, total):
    if done == 2:
        workers = [pid for pid in children(os.getpid()) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        os.kill(workers[0], signal.SIGKILL)
        print("killed")

if __name__ == "__main__":
    say = partial(Problem.message, language="es")
    with where.on("local:2"):
        law, source, target = sys.argv[1:]
        counts = decide_files(load_rules(law), Path(source), Path(target), say, where.computed, True, kill)
    print(counts.files, counts.before)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="workers are found by /proc")
def test_a_worker_that_is_killed_changes_no_byte(tmp_path: Path) -> None:
    """With a law of one's own, which only the caller has read."""
    pytest.importorskip("distributed")
    cases = tmp_path / "cases"
    cases.mkdir()
    for number in range(12):
        pq.write_table(table(number, 40_000), cases / f"{number:02}.parquet")
    law = own_law(tmp_path, "DELIVERED")
    script = tmp_path / "script.py"
    script.write_text(WORKER_KILLED, "utf-8")
    command = [sys.executable, script, law, cases, tmp_path / "out"]
    with (tmp_path / "told").open("w") as told, (tmp_path / "err").open("w") as err:
        subprocess.run(command, stdout=told, stderr=err, check=True, timeout=120)
    assert (tmp_path / "told").read_text().split() == ["killed", "12", "0"]
    decide(cases, tmp_path / "here", law, say=SPANISH)
    for one in (tmp_path / "out").iterdir():  # what a killed one leaves is cleared when it is a second old
        os.utime(one, (time.time() - 60, time.time() - 60))
    assert decide(cases, tmp_path / "out", law, say=SPANISH).before == 12
    assert content(tmp_path / "out") == content(tmp_path / "here")
