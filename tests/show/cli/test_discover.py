"""When a policy fails, as a user asks it: what is printed, in both languages, and what is refused in a sentence."""

import json
from pathlib import Path

import pytest
from commands import Capture, call, printed, refused

from tregua.analysis.deciding import tree
from tregua.lab.alternatives import alternatives
from tregua.lab.model import lab
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import load_scenarios
from tregua.lab.store import write_run
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")

QUICK = ("--draws", "8", "--prior")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two policies under one reading, in which coca of the record is the larger where it answers to price."""
    folder = tmp_path_factory.mktemp("discover") / "saved"
    scenarios = load_scenarios(["mano-dura", "as-observed"])
    fixed = {name: lab().parameters[name].value for name in alternatives().all} | {"eradication_effect": 0.11}
    write_run(folder, simulate(scenarios, Settings(draws=512, until=2030), fixed))
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_saved_run_tells_the_share_the_conditions_and_the_command(
    capsys: Capture, saved: Path, language: Language
) -> None:
    asked = ("discover", "as-observed", "--worse-than", "mano-dura", "--outcome", "coca_area", "--year", "2030")
    out = printed(capsys, *asked, "--run", str(saved), "--lang", language)
    assert "2030" in out and "area_elasticity" in out and text(language, "table.caveats") in out
    assert text(language, "caveat.discover") in out and text(language, "caveat.discover_shocks") in out
    command = "tregua discover as-observed --worse-than mano-dura --outcome COL.coca_area --year 2030 --from 2027-01"
    assert command in out and "--assume eradication_effect=0.11" in out


def test_json_has_a_box_with_limits_coverage_density_and_stability(capsys: Capture, saved: Path) -> None:
    asked = ("discover", "as-observed", "--worse-than", "mano-dura", "--outcome", "coca_area")
    answer = json.loads(printed(capsys, *asked, "--run", str(saved), "--tree", "--indices", "morris", "--json"))
    box = answer["boxes"][0]
    low, high = box["limits"]["area_elasticity"]
    (limit,) = [one for one in box["by_limit"] if one["parameter"] == "area_elasticity"]
    assert limit["least"] == low < high == limit["high"] < limit["most"] and "low" not in limit
    assert 0.0 < answer["alternatives"][0]["fails"] < box["density"] <= 1.0
    assert 0.5 < box["coverage"] <= 1.0 and 0.0 < box["stability"] <= 1.0
    assert answer["leaves"] and answer["moves"]["effects"][0]["size"] > 0.0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["mano-dura", "--by", "nan"], "nan"),
        (["mano-dura", "--by", "-1"], "-1"),
        (["mano-dura", "--outcome", "homicide"], "homicides"),
        (["mano-dura", "--outcome", "cocaine_seized_gross"], "--when"),
        (["mano-dura", "--when", "lower"], "higher"),
        (["mano-dura", "--outcome", "XYZ.homicides"], "COL"),
        (["mano-dura", "--draws", "0"], "1 …"),
        (["mano-dur", *QUICK], "mano-dura"),
        (["mano-dura", "--worse-than", "mano-dura"], "mano-dura"),
        (["mano-dura", "--json", "--csv", "-"], "--csv"),
        (["mano-dura", "--run", "nowhere"], "nowhere"),
        (["mano-dura", "--draws", "8", "--seed", "18446744073709551616"], "18446744073709551615"),
        (["mano-dura", "--year", "2099", *QUICK], "2099"),
        ([], "discover mano-dura"),
    ],
)
def test_wrong_input_is_refused_in_a_sentence(capsys: Capture, words: list[str], told: str, language: Language) -> None:
    assert told in refused(capsys, "discover", *words, "--lang", language)


@pytest.mark.parametrize("option", [["--tree"], ["--indices", "morris"]])
def test_without_the_extra_it_says_what_to_install(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, option: list[str]
) -> None:
    monkeypatch.setattr(tree, "find_spec", lambda name: None)
    assert "pip install" in refused(capsys, "discover", "mano-dura", *option)
    assert call(capsys, "discover", "mano-dura", *QUICK)[0] == 0


def test_spanish_decimals_and_one_draw(capsys: Capture) -> None:
    out = printed(capsys, "discover", "mano-dura", "--by", "0,5", "--draws", "1", "--prior", "--lang", "es")
    assert "--by 0.5" in out and text("es", "discover.status.few", draws=1, count=36, readings=36) in out
