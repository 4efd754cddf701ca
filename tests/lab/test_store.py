"""Runs on disk: whole or not there, never one over another unasked, and what is left when something goes wrong."""

import errno
import hashlib
import json
import os
import pickle
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xarray as xr
from small_run import ANNUAL, DRAWN, LISTED, SCENARIOS, SETTINGS

from tregua.catalogue.errors import InputError
from tregua.lab.result import label, scenarios_of
from tregua.lab.store import (
    LATEST,
    RECORD,
    STORE,
    check_target,
    find_run,
    new_folder,
    open_run,
    set_latest,
    write_run,
)


@pytest.fixture
def dataset() -> xr.Dataset:
    return label(ANNUAL, DRAWN, SCENARIOS, SETTINGS, {"relapse_hazard": 0.1}, LISTED)


@pytest.fixture
def saved(dataset: xr.Dataset, tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    write_run(folder, dataset)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def full(_: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_saved_run_is_read_back_byte_for_byte(dataset: xr.Dataset, saved: Path) -> None:
    again = open_run(saved)
    assert again.attrs == dataset.attrs
    assert set(again.variables) == set(dataset.variables)
    for name, variable in dataset.variables.items():
        assert again[name].dims == variable.dims
        assert again[name].attrs == variable.attrs
        assert again[name].dtype == variable.dtype
        assert again[name].values.tobytes() == variable.values.tobytes()
    assert scenarios_of(again) == {one.id: one for one in SCENARIOS}
    assert json.loads(again.attrs["assumptions"]) == {"relapse_hazard": 0.1}


def test_nothing_that_is_saved_is_a_pickle(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arrays = [json.loads(path.read_text()) for path in saved.rglob(".zarray")]
    assert len(arrays) == len(open_run(saved).variables)
    for array in arrays:
        assert "O" not in array["dtype"]
        assert not array["filters"]

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a stored result was unpickled")

    monkeypatch.setattr(pickle, "loads", refuse)
    monkeypatch.setattr(pickle, "load", refuse)
    open_run(saved)


def chunk(store: Path) -> Path:
    return store / "homicides" / "0.0.0.0.0"


@pytest.mark.parametrize(
    "damage",
    [
        shutil.rmtree,
        lambda store: (shutil.rmtree(store), store.write_text("no store")),
        lambda store: (shutil.rmtree(store), store.mkdir()),
        lambda store: (store / ".zattrs").unlink(),
        lambda store: (store / ".zattrs").write_text('{"scenarios": "none"}'),
        lambda store: (store / "homicides" / ".zarray").write_text("[]"),
        lambda store: shutil.rmtree(store / "homicides"),
        lambda store: shutil.rmtree(store / "scenario"),
        lambda store: shutil.rmtree(store / "drawn"),
        lambda store: (store / "drawn" / "0.0").unlink(),
        lambda store: chunk(store).write_bytes(b"garbage"),
        lambda store: chunk(store).write_bytes(chunk(store).read_bytes()[:100]),
        lambda store: chunk(store).unlink(),
    ],
    ids=[
        "no_store",
        "a_file",
        "empty",
        "no_attributes",
        "other_attributes",
        "no_array",
        "no_outcome",
        "no_scenarios",
        "no_numbers",
        "numbers_lost",
        "garbage",
        "cut_short",
        "no_chunk",
    ],
)
def test_a_broken_run_is_refused_in_one_sentence(saved: Path, damage: Callable[[Path], object]) -> None:
    damage(saved / STORE)
    with pytest.raises(InputError) as caught:
        open_run(saved)
    assert "this saved run is not as it was written" in caught.value.message("en")
    assert "esta corrida guardada no está como se escribió" in caught.value.message("es")


@pytest.mark.parametrize("name", [".zarray", ".zattrs", "0.0.0.0.0"])
def test_one_flipped_bit_anywhere_is_found(saved: Path, name: str) -> None:
    """Of 120 such flips 116 were once taken for results."""
    for path in list((saved / STORE).rglob(name))[:3]:
        whole = path.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 5)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(InputError, match=f"not as it was written: {path.relative_to(saved).as_posix()}"):
                open_run(saved)
        path.write_bytes(whole)
    open_run(saved)


def test_a_file_too_many_and_a_device_in_the_place_of_a_chunk_are_found(saved: Path) -> None:
    (saved / STORE / "homicides" / "9.9").write_bytes(b"more")
    with pytest.raises(InputError, match=r"homicides/9\.9"):
        open_run(saved)
    (saved / STORE / "homicides" / "9.9").unlink()
    chunk(saved / STORE).unlink()
    os.mkfifo(chunk(saved / STORE))
    with pytest.raises(InputError, match="not as it was written"):  # and does not wait for a writer
        open_run(saved)


@pytest.mark.parametrize(
    "attributes",
    [
        {"start": "soon"},
        {"first": 2010},
        {"until": "x"},
        {"draws": 10**9},
        {"seed": -3},
        {"asked": "none"},
        {"asked": '{"names": []}'},
        {"assumptions": "none"},
        {"assumptions": '{"hostility": "much"}'},
    ],
    ids=str,
)
def test_a_run_that_does_not_say_how_it_was_made_is_none(
    dataset: xr.Dataset, saved: Path, attributes: dict[str, object]
) -> None:
    """Even where its digests were written anew."""
    dataset.assign_attrs(attributes).to_zarr(saved / STORE, mode="w", consolidated=True, zarr_format=2)
    record = json.loads((saved / RECORD).read_text("utf-8"))
    record["digests"] = {
        path.relative_to(saved).as_posix(): [path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()]
        for path in (saved / STORE).rglob("*")
        if path.is_file()
    }
    (saved / RECORD).write_text(json.dumps(record), "utf-8")
    with pytest.raises(InputError, match="holds no saved run"):
        open_run(saved)


def test_what_a_run_names_and_the_catalogues_have_no_more_is_named(dataset: xr.Dataset, tmp_path: Path) -> None:
    scenarios = json.loads(dataset.attrs["scenarios"])
    path = scenarios[1]["levers"][0]
    path["source"] = [{"ref": "lost_source", "locator": "p. 1"}]
    scenarios[1]["levers"] += [{**path, "lever": "lost_lever"}, {**path, "place": "LOST"}]
    lost = {"scenarios": json.dumps(scenarios), "assumptions": '{"lost_parameter": 1.0}'}
    write_run(tmp_path / "run", dataset.assign_attrs(lost))
    with pytest.raises(InputError, match="LOST, lost_lever, lost_parameter, lost_source; run it again"):
        open_run(tmp_path / "run")


def test_a_run_of_an_earlier_version_is_told_apart(saved: Path) -> None:
    (saved / RECORD).unlink()
    with pytest.raises(InputError) as caught:
        open_run(saved)
    assert "earlier version and lacks what this one reads; run it again" in caught.value.message("en")
    assert "una versión anterior y le falta lo que esta lee" in caught.value.message("es")


def test_a_folder_that_does_not_exist_holds_no_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no saved run"):
        open_run(tmp_path / "nothing")


def test_a_run_is_never_replaced_unasked(saved: Path, dataset: xr.Dataset) -> None:
    other = dataset.assign_attrs(seed=8)
    with pytest.raises(InputError, match="a run is saved here already"):
        write_run(saved, other)
    assert open_run(saved).attrs["seed"] == 7
    (saved / "comparison.json").write_text("old")
    write_run(saved, other, overwrite=True)
    assert open_run(saved).attrs["seed"] == 8
    assert names(saved) == [RECORD, STORE]
    assert names(saved.parent) == ["run"]


def test_a_run_without_a_folder_gets_a_new_one_and_latest_leads_to_the_last(
    dataset: xr.Dataset, tmp_path: Path
) -> None:
    made = []
    for one in (dataset, dataset.assign_attrs(seed=8), dataset):
        made.append(new_folder(tmp_path, one, date(2026, 11, 29)))
        write_run(made[-1], one)
        set_latest(tmp_path, made[-1])
    assert all(one.name.startswith("2026-11-29-") for one in made)
    assert made[2].name == f"{made[0].name}-2" != f"{made[1].name}-2"
    assert find_run(tmp_path) == made[2]
    assert names(tmp_path) == sorted([*(one.name for one in made), LATEST])
    (tmp_path / LATEST).unlink()  # where there can be no link, the last one made is the latest
    assert find_run(tmp_path) == made[2]


def test_what_stands_where_latest_should_is_kept(dataset: xr.Dataset, tmp_path: Path) -> None:
    (tmp_path / LATEST).write_text("mine")
    set_latest(tmp_path, tmp_path / "x")
    assert (tmp_path / LATEST).read_text() == "mine"


def test_missing_parents_are_made(dataset: xr.Dataset, tmp_path: Path) -> None:
    write_run(tmp_path / "a" / "b", dataset)
    assert names(tmp_path / "a") == ["b"]


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("beside_a_run", [False, True])
def test_a_folder_that_holds_something_else_is_refused_and_kept(
    saved: Path, dataset: xr.Dataset, beside_a_run: bool, overwrite: bool
) -> None:
    if not beside_a_run:
        shutil.rmtree(saved / STORE)
    (saved / "notes.txt").write_text("mine")
    before = names(saved)
    with pytest.raises(InputError, match="it holds something else"):
        write_run(saved, dataset, overwrite=overwrite)
    assert names(saved) == before
    assert (saved / "notes.txt").read_text() == "mine"
    assert names(saved.parent) == ["run"]


@pytest.mark.parametrize("under", ["", "deeper"])
def test_a_file_in_the_way_is_refused_and_kept(dataset: xr.Dataset, tmp_path: Path, under: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError):
        write_run(tmp_path / "file" / under, dataset)
    assert (tmp_path / "file").read_text() == "mine"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("name", ["n" * 300, "\0"])
def test_a_name_that_no_disk_takes_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot write here"):
        check_target(tmp_path / name)


def test_a_link_as_a_target_is_refused(saved: Path) -> None:
    link = saved.parent / "link"
    link.symlink_to(saved)
    with pytest.raises(InputError, match="holds something else"):
        check_target(link, overwrite=True)
    loop = saved.parent / "loop"
    loop.symlink_to(loop)
    with pytest.raises(InputError):
        check_target(loop)


@pytest.mark.parametrize("old", [True, False])
def test_a_full_disk_leaves_nothing_behind_and_keeps_the_old_run(saved: Path, dataset: xr.Dataset, old: bool) -> None:
    if not old:
        shutil.rmtree(saved)
    before = sorted(saved.parent.rglob("*"))
    with pytest.raises(InputError) as caught:
        write_run(saved, dataset, lambda new: (new / "half").write_text("x") and full(new), overwrite=True)
    assert "cannot write here: No space left on device; nothing was left behind" in caught.value.message("en")
    assert sorted(saved.parent.rglob("*")) == before


def test_an_interrupt_leaves_nothing_behind_and_keeps_the_old_run(saved: Path, dataset: xr.Dataset) -> None:
    def interrupted(new: Path) -> None:
        (new / "half").write_text("x")
        raise KeyboardInterrupt

    before = sorted(saved.parent.rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        write_run(saved, dataset, interrupted, overwrite=True)
    assert sorted(saved.parent.rglob("*")) == before


def test_writing_to_the_folder_one_stands_in_never_loses_the_old_run(
    saved: Path, dataset: xr.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(saved)
    write_run(Path(), dataset.assign_attrs(seed=8), overwrite=True)
    assert open_run(saved).attrs["seed"] == 8
    assert names(saved.parent) == ["run"]
