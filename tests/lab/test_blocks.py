"""Runs that are too large for memory: the same numbers as in memory, kept when interrupted, checked when opened."""

import json
import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from tregua.analysis.why import explain
from tregua.catalogue.errors import InputError, RunError
from tregua.lab import blocks, journal
from tregua.lab.alternatives import alternatives
from tregua.lab.blocks import is_large, simulate_in
from tregua.lab.compare import compare
from tregua.lab.model import lab
from tregua.lab.result import simulate
from tregua.lab.run import MAX_DRAWS, Settings
from tregua.lab.scenario import load_scenario
from tregua.lab.store import find_run, open_run, simulate_to

SETTINGS = Settings(draws=50, until=2028)
ASSUMED = {name: lab().parameters[name].value for name in alternatives().all if name != "signature_class"}
BLOCK = 32


@pytest.fixture(scope="module")
def scenarios():
    return [load_scenario("as-observed"), load_scenario("total-peace")]


@pytest.fixture(scope="module")
def held(scenarios):
    return simulate(scenarios, SETTINGS, ASSUMED)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Blocks of few draws, and parts of two experiments."""
    monkeypatch.setattr(journal, "BLOCK", BLOCK)
    monkeypatch.setattr(blocks, "PART_BYTES", 2 * BLOCK * 4 * len(lab().outcome_columns) * 8)
    monkeypatch.setattr(blocks, "HELD_BYTES", 2**10)


@pytest.fixture(scope="module")
def saved(scenarios, tmp_path_factory):
    """A saved run of several blocks, to be copied."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "BLOCK", BLOCK)
        patch.setattr(blocks, "PART_BYTES", 2 * BLOCK * 4 * len(lab().outcome_columns) * 8)
        patch.setattr(blocks, "HELD_BYTES", 2**10)
        folder = tmp_path_factory.mktemp("saved") / "run"
        simulate_to(folder, scenarios, SETTINGS, ASSUMED)
    return folder


def parts(folder: Path) -> list[dict]:
    """The lines of a journal below its head."""
    return [json.loads(line) for line in (folder / journal.JOURNAL).read_text().splitlines()[1:]]


def test_the_numbers_are_those_of_a_run_in_memory(scenarios, held, tmp_path):
    found = simulate_in(tmp_path, scenarios, SETTINGS, ASSUMED)
    xr.testing.assert_identical(found.load(), held)


def test_comparisons_are_the_same(saved, held):
    found, year = open_run(saved), 2028
    assert compare(found, "as-observed", year) == compare(held, "as-observed", year)
    assert explain(found, "as-observed", year) == explain(held, "as-observed", year)


def test_cells_larger_than_memory_are_compared_in_groups(saved, held, monkeypatch):
    monkeypatch.setattr("tregua.lab.cell.AT_ONCE", 100)
    assert compare(open_run(saved), "as-observed", 2028) == compare(held, "as-observed", 2028)


def test_pooled_figures_take_as_many_draws_as_memory_holds(saved, monkeypatch):
    weights = {"signature_class": dict.fromkeys(alternatives_of("signature_class"), 0.5)}
    whole = compare(open_run(saved), "as-observed", 2028, credence=weights).one("total-peace", "group_members", "COL")
    monkeypatch.setattr("tregua.lab.cell.AT_ONCE", 40)  # 20 draws of 50 under each reading
    some = compare(open_run(saved), "as-observed", 2028, credence=weights).one("total-peace", "group_members", "COL")
    assert some.mc_error != whole.mc_error
    assert some.p_lower == whole.p_lower


def alternatives_of(name):
    return lab().parameters[name].distribution.values


def test_an_interrupted_run_goes_on_where_it_stopped(scenarios, held, tmp_path, monkeypatch):
    def stop(done, total):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate_in(tmp_path, scenarios, SETTINGS, ASSUMED, stop)
    (folder,) = tmp_path.iterdir()
    assert len(parts(folder)) == 3
    computed, encode = [], blocks.encode
    monkeypatch.setattr(blocks, "encode", lambda *given: computed.append(given[-1]) or encode(*given))
    told = []
    found = simulate_in(tmp_path, scenarios, SETTINGS, ASSUMED, lambda done, total: told.append((done, total)))
    assert told[0] == (3, told[-1][1])
    assert len(computed) == told[-1][1] - 3
    xr.testing.assert_identical(found.load(), held)


@pytest.mark.parametrize("damage", ["cut", "other", "missing"])
def test_a_part_that_was_damaged_meanwhile_is_computed_again(damage, scenarios, held, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        simulate_in(tmp_path, scenarios, SETTINGS, ASSUMED, stop_at(4))
    (folder,) = tmp_path.iterdir()
    file = next(one for one in sorted((folder / journal.STORE / "homicides" / "c").rglob("*")) if one.is_file())
    content = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(content[:-9] if damage == "cut" else bytes([content[0] ^ 1]) + content[1:])
    simulate_to(tmp_path / "run", scenarios, SETTINGS, ASSUMED)
    xr.testing.assert_identical(open_run(tmp_path / "run").load(), held)


def stop_at(number):
    def stop(done, total):
        if done == number:
            raise KeyboardInterrupt

    return stop


def test_a_cut_line_of_the_journal_is_no_part(scenarios, held, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        simulate_in(tmp_path, scenarios, SETTINGS, ASSUMED, stop_at(3))
    (folder,) = tmp_path.iterdir()
    lines = (folder / journal.JOURNAL).read_text()
    (folder / journal.JOURNAL).write_text(lines[:-20])
    simulate_to(tmp_path / "run", scenarios, SETTINGS, ASSUMED)
    xr.testing.assert_identical(open_run(tmp_path / "run").load(), held)


def test_another_run_has_another_folder(scenarios, tmp_path):
    for settings in (replace(SETTINGS, draws=5), replace(SETTINGS, draws=5, seed=1), replace(SETTINGS, draws=6)):
        simulate_in(tmp_path, scenarios, settings, ASSUMED)
    assert len([*tmp_path.iterdir()]) == 3


def test_two_at_work_in_one_folder(scenarios, tmp_path):
    def again(done, total):
        simulate_in(tmp_path, scenarios, SETTINGS, ASSUMED)

    with pytest.raises(InputError, match="somebody is writing here already"):
        simulate_in(tmp_path, scenarios, SETTINGS, ASSUMED, again)


def test_a_disk_without_room_is_told_before_anything_is_computed(scenarios, tmp_path, monkeypatch):
    usage = namedtuple("Usage", "total used free")(10**9, 10**9 - 10**6, 10**6)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    monkeypatch.setattr(blocks, "encode", None)
    with pytest.raises(InputError, match="the disk has"):
        simulate_in(tmp_path / "results", scenarios, SETTINGS, ASSUMED)
    assert [*tmp_path.iterdir()] == []


def test_experiments_that_are_the_same_have_the_same_files(scenarios, held, tmp_path, monkeypatch):
    def no_links(*_):
        raise OSError

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    xr.testing.assert_identical(simulate_in(tmp_path, scenarios, SETTINGS, ASSUMED).load(), held)


def test_a_draw_without_a_solution_ends_the_run(scenarios, tmp_path, monkeypatch):
    def unsolved(job, part):
        annual, status = blocks_compute(job, part)
        status[0, 0] = 2
        return annual, status

    blocks_compute = blocks.compute
    monkeypatch.setattr(blocks, "compute", unsolved)
    with pytest.raises(RunError, match="market"):
        simulate_in(tmp_path, scenarios, SETTINGS, ASSUMED)


def test_a_saved_run_holds_all_and_leaves_nothing_behind(saved, held):
    assert [one.name for one in saved.parent.iterdir()] == ["run"]
    assert find_run(saved.parent) == saved
    xr.testing.assert_identical(open_run(saved).load(), held)


def test_other_programs_read_it(saved, held):
    found = xr.open_zarr(saved / journal.STORE, consolidated=False)
    assert np.array_equal(found.homicides.values, held.homicides.values)
    assert found.homicides.attrs["units"] == held.homicides.attrs["units"]


@pytest.mark.parametrize("damage", ["bit", "missing", "more", "journal", "attribute", "replaced"])
def test_a_saved_run_that_was_changed_is_refused(damage, saved, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(saved, folder)
    blocks_of = sorted(one for one in (folder / journal.STORE / "coca_area" / "c").rglob("*") if one.is_file())
    if damage == "bit":
        content = bytearray(blocks_of[-1].read_bytes())
        content[len(content) // 2] ^= 4
        blocks_of[-1].unlink()
        blocks_of[-1].write_bytes(content)
    elif damage == "missing":
        blocks_of[0].unlink()
    elif damage == "more":
        (blocks_of[0].parent / "99").write_bytes(b"")
    elif damage == "journal":
        lines = (folder / journal.JOURNAL).read_text().splitlines(keepends=True)
        (folder / journal.JOURNAL).write_text("".join(lines[:-1]))
    elif damage == "attribute":
        file = folder / journal.STORE / "zarr.json"
        file.write_text(file.read_text().replace('"seed": 0', '"seed": 1'))
    else:
        blocks_of[0].unlink()
        blocks_of[0].symlink_to(blocks_of[1])
    with pytest.raises(InputError, match="not as it was written"):
        open_run(folder)


def test_what_is_asked_of_all_futures_at_once_is_refused(saved, monkeypatch):
    from tregua.analysis.deciding.futures import futures

    monkeypatch.setattr("tregua.lab.result.MAX_BYTES", 2**10)
    with pytest.raises(InputError, match="holds them in memory"):
        futures(open_run(saved))


def test_what_is_large(monkeypatch):
    monkeypatch.undo()
    few = Settings(draws=128)
    assert not is_large(8, few, None)
    assert is_large(2, replace(few, draws=10**5), None)
    assert Settings(draws=MAX_DRAWS).draws == 2**20
    with pytest.raises(InputError, match="1 … 1048576"):
        Settings(draws=MAX_DRAWS + 1)
