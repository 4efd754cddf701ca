"""Labels, folders on disk, and what is left of them when something goes wrong."""

import errno
import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from small_lab import BASELINE, scenario

from tregua.catalogue.errors import InputError
from tregua.lab.alternatives import Combination, combinations
from tregua.lab.model import lab
from tregua.lab.result import (
    STORE,
    check_scenario,
    check_target,
    choices_of,
    label,
    open_run,
    redrawn,
    save,
    scenarios_of,
    values,
    write_folder,
)
from tregua.lab.run import Settings, numbers

SETTINGS = Settings(draws=4, until=2027, seed=7)
SCENARIOS = [BASELINE, scenario({"arrests": 2.0})]
SHAPE = (3, 2, 4, 3, len(lab().outcome_columns))
REFERENCE = combinations()[0].choices
LISTED = [
    Combination(REFERENCE),
    Combination({**REFERENCE, "pass_through": 1.0}),
    Combination(REFERENCE, "shocks"),
]
DRAWN = numbers(SETTINGS, LISTED[0], {"relapse_hazard": 0.1})
ANNUAL = np.sqrt(np.arange(np.prod(SHAPE))).reshape(SHAPE)


@pytest.fixture
def dataset() -> xr.Dataset:
    return label(ANNUAL, DRAWN, SCENARIOS, SETTINGS, {"relapse_hazard": 0.1}, LISTED, "tregua run ñ")


@pytest.fixture
def saved(dataset: xr.Dataset, tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    write_folder(folder, lambda partial: save(dataset, partial))
    return folder


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def full(_: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_every_variable_has_its_dimensions_coordinates_and_unit(dataset: xr.Dataset) -> None:
    assert list(dataset.alternative.values) == ["reference", "pass_through=1", "reference, shocks"]
    assert list(dataset.redrawn.values) == ["", "", "shocks"]
    assert choices_of(dataset) == [dict(one.choices) for one in LISTED[:2]]
    assert list(dataset.scenario.values) == ["baseline", "moved"]
    assert list(dataset.draw.values) == [0, 1, 2, 3]
    assert list(dataset.year.values) == [2025, 2026, 2027]
    assert set(dataset.data_vars) == {*lab().outcomes, "drawn"}
    assert dataset.drawn.dims == ("draw", "parameter")
    assert [*dataset.parameter.values] == [*lab().parameters]
    assert (dataset.drawn.sel(parameter="relapse_hazard") == 0.1).all()
    for name, outcome in lab().outcomes.items():
        assert dataset[name].dims[:4] == ("alternative", "scenario", "draw", "year")
        assert dataset[name].attrs["units"] == outcome.unit
        assert [*dataset[name].shape[4:]] == ([len(lab().outcome_places[name])] if outcome.index else [])


def test_every_place_holds_its_own_column_and_a_total_is_the_sum(dataset: xr.Dataset) -> None:
    for (name, place), column in lab().outcome_columns.items():
        where = place or lab().outcomes[name].place or ""
        np.testing.assert_array_equal(values(dataset, name, where), ANNUAL[:2, ..., column])
        ((kind, again),) = redrawn(dataset, name, where).items()
        assert kind == "shocks"
        np.testing.assert_array_equal(again, ANNUAL[2, ..., column])
    for name, outcome in lab().outcomes.items():
        for total, places in lab().totals(outcome).items():
            parts = [values(dataset, name, place) for place in places]
            np.testing.assert_allclose(values(dataset, name, total), sum(parts), rtol=1e-15)


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
    assert caught.value.message("en") == f"{saved}: this folder holds no saved run"
    assert caught.value.message("es") == f"{saved}: esta carpeta no contiene una corrida guardada"


@pytest.mark.parametrize(
    "attributes",
    [
        {"start": "soon"},
        {"first": 2010},
        {"until": "x"},
        {"draws": 10**9},
        {"seed": -3},
        {"command": 3},
        {"assumptions": "none"},
        {"assumptions": '{"hostility": "much"}'},
    ],
    ids=str,
)
def test_a_run_that_does_not_say_how_it_was_made_is_none(
    dataset: xr.Dataset, tmp_path: Path, attributes: dict[str, object]
) -> None:
    save(dataset.assign_attrs(attributes), tmp_path)
    with pytest.raises(InputError, match="holds no saved run"):
        open_run(tmp_path)


def test_what_a_run_names_and_the_catalogues_have_no_more_is_named(dataset: xr.Dataset, tmp_path: Path) -> None:
    scenarios = json.loads(dataset.attrs["scenarios"])
    path = scenarios[1]["levers"][0]
    path["source"] = [{"ref": "lost_source", "locator": "p. 1"}]
    scenarios[1]["levers"] += [{**path, "lever": "lost_lever"}, {**path, "place": "LOST"}]
    lost = {"scenarios": json.dumps(scenarios), "assumptions": '{"lost_parameter": 1.0}'}
    save(dataset.assign_attrs(lost), tmp_path)
    with pytest.raises(InputError, match="LOST, lost_lever, lost_parameter, lost_source; run it again"):
        open_run(tmp_path)


def test_a_run_of_an_earlier_version_that_pooled_alternatives_is_told_apart(
    dataset: xr.Dataset, tmp_path: Path
) -> None:
    save(dataset.drop_vars("redrawn").rename(alternative="replicate"), tmp_path)
    with pytest.raises(InputError) as caught:
        open_run(tmp_path)
    assert "earlier version and lacks what this one reads; run it again" in caught.value.message("en")
    assert "una versión anterior y le falta lo que esta lee" in caught.value.message("es")


def test_a_folder_that_does_not_exist_holds_no_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no saved run"):
        open_run(tmp_path / "nothing")


def test_a_scenario_that_the_run_does_not_hold_is_refused_with_the_nearest(dataset: xr.Dataset) -> None:
    check_scenario(dataset, "moved")
    with pytest.raises(InputError, match="Did you mean “moved”"):
        check_scenario(dataset, "mowed")


def test_a_new_run_replaces_an_old_one_whole(saved: Path, dataset: xr.Dataset) -> None:
    (saved / "comparison.json").write_text("old")
    write_folder(saved, lambda partial: save(dataset.assign_attrs(command="new"), partial))
    assert open_run(saved).attrs["command"] == "new"
    assert names(saved) == [STORE]
    assert names(saved.parent) == ["run"]


def test_missing_parents_are_made(tmp_path: Path) -> None:
    write_folder(tmp_path / "a" / "b", lambda partial: (partial / STORE).write_text("x") and None)
    assert names(tmp_path / "a") == ["b"]


@pytest.mark.parametrize("beside_a_run", [False, True])
def test_a_folder_that_holds_something_else_is_refused_and_kept(saved: Path, beside_a_run: bool) -> None:
    if not beside_a_run:
        shutil.rmtree(saved / STORE)
    (saved / "notes.txt").write_text("mine")
    before = names(saved)
    with pytest.raises(InputError, match="it holds something else"):
        write_folder(saved, lambda partial: (partial / "new").write_text("x") and None)
    assert names(saved) == before
    assert (saved / "notes.txt").read_text() == "mine"
    assert names(saved.parent) == ["run"]


@pytest.mark.parametrize("under", ["", "deeper"])
def test_a_file_in_the_way_is_refused_and_kept(tmp_path: Path, under: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError):
        write_folder(tmp_path / "file" / under, lambda partial: None)
    assert (tmp_path / "file").read_text() == "mine"
    assert names(tmp_path) == ["file"]


def test_a_name_that_no_disk_takes_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write here"):
        write_folder(tmp_path / ("n" * 300), lambda partial: None)


@pytest.mark.parametrize("under", ["", "deeper"])
def test_links_that_lead_round_in_a_circle_are_one_sentence(tmp_path: Path, under: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(InputError, match="cannot write here"):
        check_target(tmp_path / "loop" / under)


@pytest.mark.parametrize("old", [True, False])
def test_a_full_disk_leaves_nothing_behind_and_keeps_the_old_run(saved: Path, old: bool) -> None:
    if not old:
        shutil.rmtree(saved)
    before = sorted(saved.parent.rglob("*"))
    with pytest.raises(InputError) as caught:
        write_folder(saved, lambda partial: (partial / "half").write_text("x") and full(partial))
    assert caught.value.message("en").endswith("cannot write here: No space left on device; nothing was left behind")
    assert sorted(saved.parent.rglob("*")) == before


def test_an_interrupt_leaves_nothing_behind_and_keeps_the_old_run(saved: Path) -> None:
    def interrupted(partial: Path) -> None:
        (partial / "half").write_text("x")
        raise KeyboardInterrupt

    before = sorted(saved.parent.rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        write_folder(saved, interrupted)
    assert sorted(saved.parent.rglob("*")) == before


def test_writing_to_the_folder_one_stands_in_never_loses_the_old_run(
    saved: Path, dataset: xr.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(saved)
    write_folder(Path("."), lambda partial: save(dataset.assign_attrs(command="new"), partial))
    assert open_run(saved).attrs["command"] == "new"
    assert names(saved.parent) == ["run"]
