"""The contract test that a modeller runs on their own model: it passes a sound one and fails each broken one."""

import re
from pathlib import Path

import pytest
import tiny_model
from tiny_model import MODULE, PARAMETERS, TARGETS

from tregua.models.protocol import MissingDataError
from tregua.models.testing import check_model

SOUND = {"module": MODULE.replace("    raise", "    return 1.0 * last(run)\n    raise")}
PEAK = '"last": lambda run: 3004.0,'
CHANCE = "np.random.default_rng({}).random(4)"


def test_a_sound_model_passes(tmp_path: Path) -> None:
    check_model(tiny_model.write(tmp_path, **SOUND))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('{"units": "persons"}', "{}", "the variable “users” has no units"),
        ('{"units": "persons"}', '{"units": "bananas"}', "the variable “users”: “bananas” is no known word of a unit"),
        ("p.start * p.kept**year", "np.full(4, np.inf)", "the variable “users” holds a value that is not finite"),
        (", p, seed)", ', p, seed).assign_attrs(model="other")', "attribute “model” is 'other', not 'quitting'"),
        (
            'return recorded(xr.Dataset({"users": users}, {"year": year}), p, seed)',
            "return xr.Dataset()",
            "“model” is None",
        ),
        ('{"users": users}', "{}", "the dataset holds no variable"),
        ("(frozen=True)", "", "Parameters is no frozen dataclass"),
        ("p.kept**year", CHANCE.format(""), "another dataset when it is called again"),
        (
            "p.kept**year",
            f"p.kept**year * {CHANCE.format('seed')}",
            "said to be deterministic, but simulate() gives another",
        ),
        ("return run.users[-1]", 'return float("nan")', "the quantity “last” is nan, not a finite number"),
        ("    kept: float\n", "", "there is no parameter “kept”"),
        ('    "recalled": last,\n', "", "there is no quantity “recalled”"),
        ("simulate(parameters=None, *, seed=0,", "simulate(parameters=None, *,", "simulate() fails: TypeError"),
        ("bound(Parameters, parameters)", "bound(Parameters)", "nothing answers to the parameter “start”"),
        ("p.kept**year", "0.5**year", "nothing answers to the parameter “kept”: the model does not use it"),
        (
            '"last": last,',
            PEAK,
            "the quantity “last” is 3004.0 whatever the parameters: is the number written in the code?",
        ),
        ("lambda run: run.users[-1] - run.users[0]", "lambda run: 1 / 0", "“change” fails: ZeroDivisionError"),
        ("lambda run: run.users[-1] - run.users[0]", "lambda run: 'seven'", "“change” is 'seven', not a finite number"),
        ("lambda run: run.users[-1] - run.users[0]", "lambda run: None", "“change” is None, not a finite number"),
        ("lambda run: run.users[-1] - run.users[0]", "lambda: 1.0", "“change” fails: TypeError"),
        ("lambda run: run.users[-1] - run.users[0]", "-7.0", "“change” is -7.0, which cannot be called"),
        (
            "lambda run: run.users[-1] - run.users[0]",
            f"lambda run: {CHANCE.format('')}[0]",
            "when it is computed again",
        ),
        ("def last(run):", "def last(:", "the model cannot be loaded: SyntaxError"),
        ("def last(run):", "import nothing_here\n\ndef last(run):", "cannot be loaded: ModuleNotFoundError"),
        ("    p = bound", "    return {}\n    p = bound", "simulate() gives no dataset but dict"),
        ("QUANTITIES = {", "QUANTITIES = [8.0]\nOTHERS = {", "a model needs “QUANTITIES”"),
    ],
)
def test_a_broken_model_fails(tmp_path: Path, old: str, new: str, said: str) -> None:
    module = SOUND["module"].replace(old, new)
    assert module != SOUND["module"]
    with pytest.raises(AssertionError, match=re.escape(said)):
        check_model(tiny_model.write(tmp_path, module))


def test_a_model_that_ignores_its_seed_fails_unless_it_uses_no_chance(tmp_path: Path) -> None:
    folder = tmp_path / "random"
    folder.mkdir()
    chance = PARAMETERS.replace("deterministic: true\n", "")
    with pytest.raises(AssertionError, match=r"ignores its seed.*deterministic: true"):
        check_model(tiny_model.write(folder, **SOUND, parameters=chance))
    seeded = SOUND["module"].replace("p.kept**year", f"p.kept**year * (1 + {CHANCE.format('seed')})")
    folder = tmp_path / "seeded"
    folder.mkdir()
    check_model(tiny_model.write(folder, seeded, parameters=chance))


def test_a_number_that_no_parameter_moves_is_a_theorem_or_written_in_the_code(tmp_path: Path) -> None:
    hard = SOUND["module"].replace('"last": last,', PEAK)
    theorem = TARGETS.replace(
        "tolerance: {relative: 0.01}, tag: published", "tolerance: {relative: 0.01}, tag: published, invariant: true", 1
    )
    assert theorem != TARGETS
    check_model(tiny_model.write(tmp_path, hard, targets=theorem))
    moving = tmp_path / "moving"
    moving.mkdir()
    with pytest.raises(AssertionError, match="“last” is said to be invariant, and moves with the parameters"):
        check_model(tiny_model.write(moving, **SOUND, targets=theorem))


def test_what_restates_parameters_moves_with_those_alone(tmp_path: Path) -> None:
    restated = TARGETS.replace("tag: derived", "tag: derived, restates: [start]")
    with pytest.raises(AssertionError, match="“surveyed” moves with parameters that it is not said to restate"):
        check_model(tiny_model.write(tmp_path, **SOUND, targets=restated))


@pytest.mark.parametrize("file", ["parameters", "targets"])
def test_a_broken_file_fails(tmp_path: Path, file: str) -> None:
    content = {"parameters": PARAMETERS, "targets": TARGETS}[file].replace("roe_2020, locator", "rowe, locator", 1)
    with pytest.raises(AssertionError, match="there is no source “rowe”"):
        check_model(tiny_model.write(tmp_path, **SOUND, **{file: content}))


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    module = MODULE.replace("lambda run: run.users[-1] - run.users[0]", "lambda run: 1 / 0")
    module = module.replace('{"units": "persons"}', "{}")
    with pytest.raises(AssertionError) as raised:
        check_model(tiny_model.write(tmp_path, module))
    assert str(raised.value).splitlines() == [
        "the variable “users” has no units",
        "the quantity “change” fails: ZeroDivisionError: division by zero",
    ]


def test_a_model_without_a_number_to_change_passes(tmp_path: Path) -> None:
    parameters = PARAMETERS[: PARAMETERS.index("parameters:\n")] + "parameters: []\n"
    module = SOUND["module"].replace("    start: float\n    kept: float\n", "    pass\n")
    check_model(tiny_model.write(tmp_path, module.replace("p.start * p.kept**year", "8.0 * 0.5**year"), parameters))


def test_data_that_are_not_at_hand_are_no_breach(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError):
        check_model(tiny_model.write(tmp_path))
