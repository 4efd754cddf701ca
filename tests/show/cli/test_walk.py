"""Every command that an answer prints is a command, and gives the same figures again."""

import json
import re
import shlex
from pathlib import Path
from random import Random
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from commands import Capture, call

from tregua.lab.model import lab
from tregua.lab.store import COMPARISON, RECORD, find_run
from tregua.show.cli.call import COMMANDS
from tregua.show.cli.options import name_of
from tregua.text import LANGUAGES, Language, texts

pytestmark = pytest.mark.usefixtures("elsewhere")
OWN = "id: mine\nlevers:\n  - {lever: arrests, place: COL, path: {start: 1.5}}\n"
WAYS = {
    "presets": ("mano-dura", "--year", "2028"),
    "own file against a preset": ("mine.yaml", "alliance", "--baseline", "alliance", "--year", "2028", "--seed", "2"),
    "settings and assumptions": (
        *("alliance", "--add", "mano-dura", "--set", "jobs=0.25@2028-01", "--set", "talks.ELN=1"),
        *("--assume", "pay_elasticity=0.1", "--matters", "homicides=50"),
    ),
}
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
SHORT = ("--draws", "8", "--until", "2031")


def comparisons(folder: str, name: str = COMPARISON) -> Any:
    return json.loads((find_run(Path(folder)) / name).read_text("utf-8"))


def again(capsys: Capture, command: str, *more: str) -> str:
    """What a printed command prints, called as it stands."""
    program, *words = shlex.split(command)
    assert program == "tregua"
    code, out, err = call(capsys, *words, *more)
    assert code == 0, (command, err)
    return out


@pytest.mark.parametrize("way", WAYS)
def test_the_command_of_a_run_gives_the_same_bytes_and_its_report_changes_nothing(capsys: Capture, way: str) -> None:
    Path("mine.yaml").write_text(OWN, "utf-8")
    assert call(capsys, "compare", *WAYS[way], *SHORT, "--out", "first")[0] == 0
    before = {one: one.read_bytes() for one in Path("first").rglob("*") if one.is_file()}
    command = json.loads(Path("first", RECORD).read_text("utf-8"))["command"]
    again(capsys, command, "--out", "second")
    assert call(capsys, "report", "first")[0] == 0
    for path, content in before.items():
        assert path.read_bytes() == content  # the report is that of the run's own baseline and year
        assert Path("second", path.relative_to("first")).read_bytes() == content
    found = comparisons("first")
    record = json.loads(Path("first", RECORD).read_text("utf-8"))
    assert found["command"] == command and found["scenarios"] == record["scenarios"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_on_a_page_runs_and_takes_the_same_figure_apart(capsys: Capture, language: Language) -> None:
    assert (
        call(capsys, "compare", "mano-dura", "--set", "jobs=0.25", *SHORT, "--out", "first", "--lang", language)[0] == 0
    )
    pages = [fromstring(Path("first", name).read_text("utf-8")) for name in ("report.html", "numbers.html")]
    codes = [one for page in pages for one in page.iter("code")]
    printed = sorted({"".join(one.itertext()) for one in codes if (one.text or "").startswith("tregua why")})
    assert len(printed) > 15
    cells = {(one["scenario"], one["outcome"], one["place"]): one for one in comparisons("first")["comparisons"]}
    for command in Random(12).sample(printed, 3):
        told = json.loads(again(capsys, command, "--json"))
        cell = cells[told["scenario"], told["outcome"], told["place"]]
        assert told["total"] == pytest.approx(cell["alternatives"][0]["median"], rel=1e-12, abs=1e-12)
        assert json.loads(again(capsys, told["command"])) == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_terminal_says_to_type_next_can_be_typed(capsys: Capture, language: Language) -> None:
    _, out, _ = call(capsys, "compare", "mano-dura", *SHORT, "--lang", language)
    (saved,) = re.findall(r"tregua-results/\S+/report\.html", out)
    assert Path(saved).is_file()
    (next_one,) = re.findall(r"tregua compare --set \S+", out)
    again(capsys, next_one, *SHORT)
    assert len([one for one in Path("tregua-results").iterdir() if not one.is_symlink()]) == 2
    for command in ("report", "report tregua-results", f"scenario {Path(saved).parent} mano-dura"):
        again(capsys, f"tregua {command}")


def test_a_file_that_has_changed_since_is_refused_and_the_run_still_has_it(capsys: Capture) -> None:
    """−1,141 members once became −5,365 by the same command."""
    Path("mine.yaml").write_text(OWN, "utf-8")
    assert call(capsys, "compare", "mine.yaml", *SHORT, "--out", "first")[0] == 0
    _, *words = shlex.split(comparisons("first")["command"])
    Path("mine.yaml").write_text(OWN.replace("1.5", "3"), "utf-8")
    code, _, err = call(capsys, *words, "--out", "second")
    assert code == 2 and "tregua scenario RUN NAME" in err
    _, out, _ = call(capsys, "scenario", "first", "mine")
    Path("mine.yaml").write_text(out, "utf-8")
    assert call(capsys, *words, "--out", "second")[0] == 0
    assert comparisons("second") == comparisons("first")


def test_weights_that_have_changed_since_are_refused(capsys: Capture) -> None:
    weights = (EXAMPLES / "weights.yaml").read_text("utf-8")
    Path("weights.yaml").write_text(weights, "utf-8")
    assert call(capsys, "compare", "mano-dura", *SHORT, "--credence", "weights.yaml", "--out", "first")[0] == 0
    found = comparisons("first")
    assert found["weights"]["emergency_effect"] and "weights.yaml@" in found["command"]
    assert call(capsys, "report", "first")[0] == 0 and comparisons("first") == found
    Path("weights.yaml").write_text(weights.replace("-0.839: 3", "-0.839: 2"), "utf-8")
    _, *words = shlex.split(found["command"])
    assert call(capsys, *words, "--out", "second")[0] == 2


def test_a_report_of_another_year_says_so_in_its_command_and_its_figures(capsys: Capture) -> None:
    """The page of 2026 once printed a command for 2030, with comparison.json of 2030 beside it."""
    assert call(capsys, "run", "mano-dura", "war-on-drugs", *SHORT, "--out", "r")[0] == 0
    assert call(capsys, "report", "r", "--year", "2029", "--baseline", "war-on-drugs")[0] == 0
    found = comparisons("r", "comparison-2029.json")
    assert (found["year"], found["baseline"]) == (2029, "war-on-drugs")
    page = Path("r/report-2029.html").read_text("utf-8")
    assert found["command"] in page and "--year 2029" in found["command"]
    again(capsys, found["command"], "--out", "s")
    assert comparisons("s") == found
    own = {one: one.read_bytes() for one in Path("s").iterdir() if one.is_file()}
    assert call(capsys, "report", "s", "--year", "2030", "--baseline", "mano-dura")[0] == 0
    assert {one: one.read_bytes() for one in own} == own  # what the run was asked for stays
    assert comparisons("s", "comparison-mano-dura-2030.json")["baseline"] == "mano-dura"
    assert call(capsys, "compare", "mano-dura", *SHORT, "--out", "s", "--overwrite")[0] == 0


def test_a_second_run_never_replaces_a_first_one(capsys: Capture) -> None:
    for seed in ("0", "0", "1"):
        assert call(capsys, "compare", "mano-dura", *SHORT, "--seed", seed)[0] == 0
    folders = [one for one in Path("tregua-results").iterdir() if not one.is_symlink()]
    assert len(folders) == 3
    assert comparisons("tregua-results")["seed"] == 1
    code, _, err = call(capsys, "compare", "mano-dura", *SHORT, "--out", str(folders[0]))
    assert code == 2 and "--overwrite" in err
    assert call(capsys, "compare", "mano-dura", *SHORT, "--seed", "5", "--out", str(folders[0]), "--overwrite")[0] == 0
    assert comparisons(str(folders[0]))["seed"] == 5


def test_two_runs_are_set_side_by_side(capsys: Capture) -> None:
    for seed in ("0", "1"):
        assert call(capsys, "compare", "mano-dura", *SHORT, "--seed", seed, "--out", seed)[0] == 0
    _, same, _ = call(capsys, "compare-runs", "0", "0")
    assert "Both runs were made from the same input." in same and "figures are the same" in same
    for language, told in (("en", "setting seed"), ("es", "ajuste seed")):
        code, out, _ = call(capsys, "compare-runs", "0", "1", "--lang", language)
        assert code == 0 and told in " ".join(out.split())


def test_every_command_that_a_text_or_a_document_names_is_one() -> None:
    names = {name_of(command) for command in COMMANDS}
    root = Path(__file__).resolve().parents[3]
    told = {key: sentence for language in LANGUAGES for key, sentence in texts(language).items()}
    told |= {path.name: path.read_text("utf-8") for path in [*root.glob("*.md"), *root.glob("docs/*.md")]}
    named = {
        (where, word)
        for where, sentence in told.items()
        for word in re.findall(r"(?:“|«|`|^ {4}|: )tregua ([a-z][a-z-]*)", sentence, re.MULTILINE)
    }
    assert len({word for _, word in named}) > 15
    assert {(where, word) for where, word in named if word not in names} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_records_that_records_lead_to_are_there(capsys: Capture, language: Language) -> None:
    draw = Random(12)
    asked = ["parameters", "claim C4", "claim C11", "promise E2", "levers"]
    asked += [f"parameters {name}" for name in draw.sample(sorted(lab().parameters), 6)]
    found = set()
    for command in asked:
        out = again(capsys, f"tregua {command} --lang {language}")
        printed = re.findall(r"tregua (estimates|series|parameters|claim) ([\w.-]+)", out)
        found |= {f"{kind} {name}" for kind, name in printed if name not in ("ID", "NAME", "NOMBRE")}
    assert found
    for command in draw.sample(sorted(found), min(8, len(found))):
        again(capsys, f"tregua {command.rstrip('.')}")
