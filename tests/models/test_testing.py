"""The contract test that a modeller runs on their own model: it passes a sound one and fails each broken one."""

import re
from pathlib import Path

import pytest
import tiny_model
from tiny_model import MODULE, PARAMETERS, TARGETS

from tregua.models.protocol import MissingDataError
from tregua.models.testing import check_model

FIXED = "def simulate(years=3):\n    parameters = None\n    p ="
SOUND = {"module": MODULE.replace("    raise", "    return 1.0\n    raise")}


def test_a_sound_model_passes(tmp_path: Path) -> None:
    check_model(tiny_model.write(tmp_path, **SOUND))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('{"units": "persons"}', "{}", "the variable “users” has no units"),
        ("p.start * p.kept**year", "np.full(4, np.inf)", "the variable “users” holds a value that is not finite"),
        ('{"model": "quitting"}', '{"model": "other"}', "the dataset's attribute “model” is 'other', not 'quitting'"),
        ('{"users": users}', "{}", "the dataset holds no variable"),
        ("(frozen=True)", "", "parameters() is no frozen dataclass"),
        ("p.kept**year", "np.random.default_rng().random(4)", "another dataset when it is called again"),
        ("return parameters().start *", 'return float("nan") *', "the quantity “last” is nan, not a finite number"),
        ("    kept: float\n", "", "there is no parameter “kept”"),
        ('    "recalled": last,\n', "", "there is no quantity “recalled”"),
        (
            "def simulate(years=3, parameters=None):\n    p =",
            FIXED,
            "simulate(parameters=parameters()) fails: TypeError",
        ),
        ('"quitting", parameters)', '"quitting")', "the same values when a parameter is one per cent more"),
        ("lambda: last() - 8.0", "lambda: 1 / 0", "“change” fails: ZeroDivisionError: division by zero"),
        ("lambda: last() - 8.0", "lambda: 'minus seven'", "“change” is 'minus seven', not a finite number"),
        ("lambda: last() - 8.0", "lambda: None", "“change” is None, not a finite number"),
        ("lambda: last() - 8.0", "-7.0", "“change” is -7.0, which cannot be called"),
        ("lambda: last() - 8.0", "lambda: float(np.random.default_rng().random())", "when it is computed again"),
        ("def last():", "def last(:", "the model cannot be loaded: SyntaxError"),
        ("def last():", "import nothing_here\n\ndef last():", "cannot be loaded: ModuleNotFoundError"),
        ('return bound(Parameters, "quitting")', "return 1 / 0", "parameters() fails: ZeroDivisionError"),
        ("return xr.Dataset(", "return {}\n    return xr.Dataset(", "simulate() gives no dataset but dict"),
        ("QUANTITIES = {", "QUANTITIES = [8.0]\nOTHERS = {", "a model needs “QUANTITIES”"),
    ],
)
def test_a_broken_model_fails(tmp_path: Path, old: str, new: str, said: str) -> None:
    module = SOUND["module"].replace(old, new)
    assert module != SOUND["module"]
    with pytest.raises(AssertionError, match=re.escape(said)):
        check_model(tiny_model.write(tmp_path, module))


@pytest.mark.parametrize("file", ["parameters", "targets"])
def test_a_broken_file_fails(tmp_path: Path, file: str) -> None:
    content = {"parameters": PARAMETERS, "targets": TARGETS}[file].replace("roe_2020, locator", "rowe, locator", 1)
    with pytest.raises(AssertionError, match="there is no source “rowe”"):
        check_model(tiny_model.write(tmp_path, **SOUND, **{file: content}))


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    module = MODULE.replace("lambda: last() - 8.0", "lambda: 1 / 0").replace('{"units": "persons"}', "{}")
    with pytest.raises(AssertionError) as raised:
        check_model(tiny_model.write(tmp_path, module))
    assert str(raised.value).splitlines() == [
        "the variable “users” has no units",
        "the quantity “change” fails: ZeroDivisionError: division by zero",
    ]


def test_a_model_without_a_number_to_change_passes(tmp_path: Path) -> None:
    start, kept = (PARAMETERS.index(f"  - id: {name}") for name in ("start", "kept"))
    assert start < kept
    module = SOUND["module"].replace("    start: float\n    kept: float\n", "    pass\n")
    module = module.replace("p.start * p.kept**year", "8.0 * 0.5**year").replace(
        "parameters().start * parameters().kept ** 3", "1.0"
    )
    check_model(tiny_model.write(tmp_path, module, PARAMETERS[: start - len("parameters:\n")] + "parameters: []\n"))


def test_data_that_are_not_at_hand_are_no_breach(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError):
        check_model(tiny_model.write(tmp_path))
