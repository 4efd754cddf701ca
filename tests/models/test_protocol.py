"""How a model is found and bound to its files, and what is said when they do not fit."""

import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest
import tiny_model
from tiny_model import MODULE, PARAMETERS, TARGETS

from tregua.catalogue.errors import InputError
from tregua.models import find as frame
from tregua.models.find import load_model, model_names
from tregua.models.protocol import Amount, given, recorded
from tregua.models.schema import Bounds, Tolerance

OWN_SOURCE = """\
  - id: roe_2020
    type: report
    authors: [{family: Roe, given: Jane}]
    year: 2020
    title: Quitting
    publisher: Tests
    read: secondary
"""
NOTE = "{en: Fitted by us to the last year., es: Lo ajustamos al último año.}"


def problems(folder: Path, **files: str) -> list[str]:
    """What is said of a model with these files, without the folder."""
    with pytest.raises(InputError) as raised:
        model = load_model(tiny_model.write(folder, **files))
        model.parameters()
        assert model.targets
    return [line.removeprefix(f"{folder}/quitting/") for line in str(raised.value).splitlines()]


def line_of(content: str, part: str) -> int:
    return content[: content.index(part)].count("\n") + 1


def test_a_model_in_a_folder_of_its_own_is_loaded_by_its_path(tmp_path: Path) -> None:
    model = load_model(tiny_model.write(tmp_path))
    parameters = model.parameters()
    assert (parameters.start, parameters.kept) == (8.0, 0.5)
    assert model.simulate(years=1).users.values.tolist() == [8.0, 4.0]
    assert model.record.sources[0].id == "roe_2020"
    assert [target.id for target in model.targets] == list(model.QUANTITIES)
    assert load_model(str(tmp_path / "quitting" / "model.py")).name == "quitting"


def test_two_models_of_one_name_keep_their_own_files(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    one = load_model(tiny_model.write(folders[0]))
    other = load_model(tiny_model.write(folders[1], parameters=PARAMETERS.replace("value: 8", "value: 16")))
    assert [model.parameters().start for model in (one, other)] == [8.0, 16.0]


def test_an_installed_package_adds_a_model_by_an_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_model.write(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    for module in ("quitting", "quitting.model"):  # the package, or the module in it
        points = EntryPoints([EntryPoint("quitting", module, frame.GROUP)])
        monkeypatch.setattr(frame, "entry_points", lambda group, points=points: points.select(group=group))
        try:
            assert "quitting" in model_names()
            assert load_model("quitting").parameters().start == 8.0
        finally:
            for name in ("quitting", "quitting.model"):
                sys.modules.pop(name, None)


def test_a_name_goes_before_a_folder_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who names a model of ours does not run what lies in the folder to stand in."""
    folder = tmp_path / "lessing"
    folder.mkdir()
    (folder / "model.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_model("lessing").folder == frame.own_folders()["lessing"]


def test_an_unknown_model_gets_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "model_names", lambda: ["barrett_1994", "tragler_2001"])
    with pytest.raises(InputError) as raised:
        load_model("tragler_2010")
    assert "Did you mean “tragler_2001”?" in str(raised.value)
    assert "no existe el modelo «tragler_2010»" in raised.value.message("es")


def test_a_path_without_a_file_is_named() -> None:
    with pytest.raises(InputError, match=r"nothing\.py: there is no such file"):
        load_model("nothing.py")
    with pytest.raises(InputError, match=r"nowhere/model\.py: there is no such file"):
        load_model("./nowhere")


def test_each_name_that_a_module_lacks_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, module="QUANTITIES = {}\n") == [
        "model.py: a model needs “Parameters”, and this one has none",
        "model.py: a model needs “simulate”, and this one has none",
    ]


def test_a_missing_parameter_is_told_with_its_file(tmp_path: Path) -> None:
    module = MODULE.replace("    kept: float\n", "    kept: float\n    lag: float\n")
    line = line_of(PARAMETERS, "parameters:\n")
    assert problems(tmp_path, module=module) == [
        f"parameters.yaml:{line}: “lag” is missing in “parameters”",
    ]


def test_an_unknown_parameter_is_told_with_its_line_and_the_nearest_name(tmp_path: Path) -> None:
    edited = PARAMETERS.replace("id: kept", "id: keeps")
    line = line_of(edited, "- id: keeps")
    found = problems(tmp_path, parameters=edited)
    assert found[1].startswith(f"parameters.yaml:{line}: there is no parameter “keeps”")
    assert found[1].endswith("Did you mean “kept”?")
    assert "“kept” is missing" in found[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 8", "value: eight", "must be a number, not “eight”"),
        ("value: 8", "value: .nan", "must be an ordinary number, not nan"),
        ("    value: 8\n", "", "“value” is missing in “parameters.0”"),
        ("value: 8", "valeu: 8", "there is no field “parameters.0.valeu”. Did you mean “value”?"),
        ("value: 0.5", "value: 1.5", "the value 1.5 lies outside its own range"),
        ("low: 0, high: 1", "low: 1, high: 0", "the interval is reversed: 1 is not below 0"),
        (
            f"tag: assumed\n    fitted: true\n    note: {NOTE}",
            "tag: published\n    source: [{ref: roe_2020, locator: p. 3}]\n    fitted: true",
            "a fitted value needs a note that says who fitted it, and to what",
        ),
        (
            "{ref: roe_2020, locator: p. 2}",
            "{ref: rowe_2020, locator: p. 2}",
            "there are: roe_2020, sources.yaml. Did you mean “roe_2020”?",
        ),
        ("id: kept", "id: start", "“start” stands here twice"),
        ("unit: 1/year", "unit: 1/yaer", "“yaer” is no known word of a unit"),
        ("fitted: true", "fitted: true\n    fitted_to: [lasting]", "there is no target “lasting”"),
        ("model: quitting", "model: starting", "“model” must be one of quitting, not “starting”"),
    ],
)
def test_a_wrong_parameter_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    edited = PARAMETERS.replace(old, new)
    assert edited != PARAMETERS
    found = next(line for line in problems(tmp_path, parameters=edited) if said in line)
    assert found.startswith("parameters.yaml:")
    assert found.split(":")[1].isdigit()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("published: 1.01", "published: about one", "must be a number, not “about one”"),
        ("published: 1.01, tolerance: {relative: 0.01}", "published: 1.01", "a number needs a tolerance"),
        ("{at_least: 1}", "{at_least: 1}, tolerance: {absolute: 1}", "a range, a bound or a sign has none"),
        ("{absolute: 0}", "{absolute: 0, relative: 0}", "a tolerance is either relative or absolute"),
        ("{absolute: 1}", "{absolute: -1}", "must be ≥ 0, not -1"),
        ("{at_least: 1}", "{at_least: 1, low: 0}", "not at_least, low"),
        ("{low: 0.5, high: 1}", "{low: 2, high: 1}", "the interval is reversed: 2 is not below 1"),
        ("sign: '-'", "sign: down", "must be one of +, -, 0, not “down”"),
        ("definition: {en: Net of deaths., es: Sin las muertes.}", "invariant: false", "needs that definition"),
        (
            "{relative: 0.1}, tag: assumed",
            "{relative: 5}, tag: assumed",
            "the tolerance is wider than the number itself",
        ),
        ("{absolute: 1}, tag: published", "{absolute: 3.1}, tag: published", "the tolerance is wider than the number"),
        ("unit: persons", "unit: bananas/year", "“bananas” is no known word of a unit"),
        ("tag: derived", "tag: derived, restates: [keep]", "there is no parameter “keep”"),
        ("tag: derived", "tag: derived, repeats: [surveyed]", "there is no target “surveyed”"),
        ("unit: persons", "unit: '///'", "“///” is no known word of a unit"),
        ("id: last_net", "id: last", "“last” stands here twice"),
        ("id: last_net", "id: last_gross", "there is no quantity “last_gross”"),
        ("id: last_net", "id: last_gross", "there is no target “last_net”"),
    ],
)
def test_a_wrong_target_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    edited = TARGETS.replace(old, new)
    assert edited != TARGETS
    assert any(said in line for line in problems(tmp_path, targets=edited))


def test_published_means_that_a_source_was_read_itself(tmp_path: Path) -> None:
    found = problems(tmp_path, parameters=PARAMETERS.replace("read: full", "read: secondary"))
    line = line_of(TARGETS, "tag: published")
    assert found[0].startswith(f"targets.yaml:{line}: “last” is tagged published, which means read")


def test_a_quantity_is_a_number_with_its_unit_at_any_parameters(tmp_path: Path) -> None:
    model = load_model(tiny_model.write(tmp_path))
    run = model.simulate(model.parameters(start=16.0), seed=3)
    assert (given(run, model.Parameters).start, run.attrs["seed"], run.attrs["model"]) == (16.0, 3, "quitting")
    assert model.quantity("last", run) == Amount(2.0, "persons")
    assert model.value("last", start=16.0, kept=1.0) == 16.0
    assert (model.ranges(), model.ranges(0.25)) == ({"kept": (0, 1)}, {"start": (6, 10), "kept": (0, 1)})


def test_a_quantity_of_a_run_with_settings_is_refused(tmp_path: Path) -> None:
    """It would be that of the settings in some rows, and that of the paper in others."""
    model = load_model(tiny_model.write(tmp_path))
    with pytest.raises(InputError, match="this one has others: years"):
        model.quantity("last", model.simulate(years=5))


def test_what_is_of_another_model_is_refused(tmp_path: Path) -> None:
    model, other = load_model(tiny_model.write(tmp_path)), load_model("lessing")
    with pytest.raises(InputError, match="“model” must be one of quitting, not “lessing”"):
        model.quantity("last", other.simulate())
    for wrong in (other.parameters(), {"start": 8.0}, model.Parameters):
        with pytest.raises(InputError, match=r"“parameters” must be one of quitting\.Parameters, not"):
            model.simulate(wrong)
    with pytest.raises(InputError, match=r"there is no setting of that model “yeers”.*Did you mean “years”"):
        model.simulate(yeers=3)


def test_an_edited_file_is_read_anew(tmp_path: Path) -> None:
    folder = Path(tiny_model.write(tmp_path))
    assert load_model(folder).value("first") == 8.0
    (folder / "parameters.yaml").write_text(PARAMETERS.replace("value: 8", "value: 80"), "utf-8")
    assert load_model(folder).value("first") == 80.0


def test_a_quantity_cannot_change_what_the_next_one_reads(tmp_path: Path) -> None:
    module = MODULE.replace("return run.users[-1]", "run.users.values[:] = 0.0\n    return run.users[-1]")
    model = load_model(tiny_model.write(tmp_path, module))
    run = model.simulate()
    assert [model.quantity(name, run).value for name in ("last", "first")] == [0.0, 8.0]


def test_a_source_stands_once_and_bears_no_common_name(tmp_path: Path) -> None:
    twice = PARAMETERS.replace("parameters:\n  - id: start", f"{OWN_SOURCE}parameters:\n  - id: start")
    assert any("“roe_2020” stands here twice" in line for line in problems(tmp_path, parameters=twice))


def test_a_quantity_in_another_unit_than_its_target_is_refused(tmp_path: Path) -> None:
    model = load_model(tiny_model.write(tmp_path, module=MODULE.replace('"persons"', '"thousand persons"')))
    with pytest.raises(InputError, match="“unit” must be one of persons, not “thousand persons”"):
        model.quantity("last", model.simulate())
    assert model.quantity("change", model.simulate()).unit == "persons"  # arithmetic drops the unit


@pytest.mark.parametrize("seed", [-1, 1.5, None, "x"])
def test_a_seed_is_a_whole_number(tmp_path: Path, seed: object) -> None:
    model = load_model(tiny_model.write(tmp_path))
    with pytest.raises(InputError, match="“seed” must be"):
        recorded(model.simulate(), model.parameters(), seed)  # type: ignore[arg-type]


def test_a_model_may_import_what_lies_beside_it(tmp_path: Path) -> None:
    folder = Path(tiny_model.write(tmp_path, module="from .flows import FACTOR\n" + MODULE))
    (folder / "flows.py").write_text("FACTOR = 2\n", "utf-8")
    assert load_model(folder).value("last") == 1.0


@pytest.mark.parametrize(
    ("bounds", "inside", "outside"),
    [
        ({"low": 1.0, "high": 2.0}, (1.0, 2.0), (0.99, 2.01)),
        ({"at_least": 1.0}, (1.0, 9.0), (0.9,)),
        ({"at_most": 1.0}, (1.0, -9.0), (1.1,)),
        ({"sign": "+"}, (0.1,), (0.0, -0.1)),
        ({"sign": "-"}, (-0.1,), (0.0, 0.1)),
        ({"sign": "0"}, (0.0,), (0.1, -0.1)),
    ],
)
def test_bounds_hold(bounds: dict[str, object], inside: tuple[float, ...], outside: tuple[float, ...]) -> None:
    record = Bounds.model_validate(bounds)
    assert all(map(record.hold, inside))
    assert not any(map(record.hold, outside))


def test_a_difference_equal_to_the_tolerance_is_within_it() -> None:
    assert Tolerance(absolute=0.005).allows(0.305, 0.3)
    assert not Tolerance(absolute=0.005).allows(0.30501, 0.3)
    assert Tolerance(relative=0.1).allows(-1.1, -1.0)
    assert not Tolerance(relative=0.1).allows(-1.101, -1.0)
