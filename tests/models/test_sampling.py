"""A published model at many parameters: where the draws lie, what they depend on, and the door to SALib."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import tiny_model
from SALib.analyze import sobol as analyse
from SALib.sample import sobol
from tiny_model import PARAMETERS

from tregua.catalogue.errors import InputError
from tregua.models.find import load_model, own_folders
from tregua.models.protocol import MissingDataError, Model
from tregua.models.sampling import chosen_quantities, salib, sample, sampled

SLOW = {"bekar_2022", "narcologic"}


@pytest.fixture
def model(tmp_path: Path) -> Model:
    return load_model(tiny_model.write(tmp_path))


def test_draws_lie_within_the_ranges_and_fill_them_evenly(model: Model) -> None:
    draws = list(sample(model, 128, quantities=["last"], around=0.25))
    for name, (low, high) in {"kept": (0.0, 1.0), "start": (6.0, 10.0)}.items():
        drawn = np.array([one.parameters[name] for one in draws])
        assert ((drawn >= low) & (drawn <= high)).all()
        assert np.histogram(drawn, 8, (low, high))[0].tolist() == [16] * 8
    kept, start = (np.array([one.parameters[name] for one in draws]) for name in ("kept", "start"))
    assert [one.values["last"] for one in draws] == pytest.approx(start * kept**3)


def test_a_parameter_without_a_range_stays_unless_asked_for(model: Model) -> None:
    (one,) = sample(model, 1, quantities=["first"])
    assert set(one.parameters) == {"kept"} and one.values == {"first": 8.0}


def test_more_draws_begin_with_the_same_and_first_goes_on(model: Model) -> None:
    few, many = list(sample(model, 5, 3)), list(sample(model, 9, 3))
    assert many[:5] == few and list(sample(model, 9, 3, first=5)) == many[5:]
    assert list(sample(model, 5, 4)) != few


def test_only_chance_changes_the_seed_of_a_draw(tmp_path: Path, model: Model) -> None:
    assert {one.seed for one in sample(model, 4, 7)} == {7}
    folder = tmp_path / "random"
    folder.mkdir()
    chance = load_model(tiny_model.write(folder, parameters=PARAMETERS.replace("deterministic: true\n", "")))
    assert [one.seed for one in sample(chance, 4, 7)] == [7, 8, 9, 10]


def test_quantities_are_those_that_a_paper_published_if_none_is_named(model: Model) -> None:
    assert chosen_quantities(model, None) == [one.id for one in model.targets if one.tag == "published"]
    assert chosen_quantities(model, ["last", "last"]) == ["last"]
    with pytest.raises(InputError, match=r"there is no quantity “lasst”.*Did you mean “last”"):
        chosen_quantities(model, ["lasst"])


def test_a_draw_that_the_model_refuses_says_why_and_stops_no_other(tmp_path: Path) -> None:
    module = tiny_model.MODULE.replace("    year = np", "    refuse(problem('kept', p.kept, 0, 0.5))\n    year = np")
    module = "from tregua.models.arguments import problem, refuse\n" + module
    draws = list(sample(load_model(tiny_model.write(tmp_path, module)), 8, quantities=["last"]))
    refused = [one for one in draws if one.problem]
    assert len(refused) == 4 and all(one.parameters["kept"] > 0.5 and not one.values for one in refused)
    assert refused[0].problem["en"].startswith("“kept” must be 0 … 0.5")
    assert refused[0].problem["es"].startswith("«kept» debe ser 0 … 0.5")
    table = sampled(load_model(tmp_path / "quitting"), draws)
    assert int(np.isnan(table["last"]).sum()) == 4


def test_a_table_of_draws_has_units_and_names(model: Model) -> None:
    table = sampled(model, sample(model, 4, quantities=["last"]))
    assert (table["last"].attrs["units"], table["kept"].attrs["units"]) == ("persons", "1/year")
    assert table.attrs["model"] == "quitting" and table.sizes == {"draw": 4}


@pytest.mark.parametrize("bad", [{"draws": 0}, {"draws": 1.5}, {"seed": -1}, {"around": 2.0}, {"around": -0.1}])
def test_a_bad_argument_is_refused_before_anything_runs(model: Model, bad: dict[str, float]) -> None:
    with pytest.raises(InputError) as told:
        sample(model, **{"draws": 4, **bad})
    assert [one.values["field"] for one in told.value.problems] == [*bad]


def test_a_model_without_ranges_says_so() -> None:
    with pytest.raises(InputError, match="no parameter has a range"):
        sample(load_model("barrett_1994"), 4)


@pytest.mark.parametrize("name", sorted(own_folders().keys() - SLOW))
def test_every_model_can_be_sampled(name: str) -> None:
    """The quick quantities of each; a draw gives a number for each of them, or says why not."""
    model = load_model(name)
    chosen = [one.id for one in model.targets][:3]
    try:
        draws = list(islice(sample(model, 3, quantities=chosen, around=0.05), 3))
    except MissingDataError as missing:
        pytest.skip(str(missing))
    assert all(one.values.keys() == {*chosen} or one.problem for one in draws)
    assert any(one.values for one in draws)


@pytest.mark.parametrize(
    ("name", "quantity"),
    [("lessing", "threshold_number"), ("tiny", "last"), ("mejia_restrepo_2016", "cost_eradication")],
)
def test_salib_takes_any_model(name: str, quantity: str, model: Model) -> None:
    """Total effects lie between 0 and 1, and a parameter that the quantity does not know has none."""
    chosen = model if name == "tiny" else load_model(name)
    problem, values = salib(chosen, quantity, around=0.1)
    total = dict(zip(problem["names"], analyse.analyze(problem, values(sobol.sample(problem, 32)))["ST"], strict=True))
    assert all(-0.05 < one < 1.5 for one in total.values())
    unknown = {"lessing": {"groups", "law_change"}, "tiny": set(), "mejia_restrepo_2016": {"us_budget"}}[name]
    assert all(total[one] == 0.0 for one in unknown) and max(total.values()) > 0.2
