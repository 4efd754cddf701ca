"""The contract test that a modeller runs on their own model: it passes a sound one and fails each broken one."""

import re
from pathlib import Path

import pytest
import tiny_model
from tiny_model import MODULE, PARAMETERS, TARGETS

from tregua.models.frame import MissingDataError
from tregua.testing import check_model

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


def test_data_that_are_not_at_hand_are_no_breach(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError):
        check_model(tiny_model.write(tmp_path))
