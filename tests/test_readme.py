"""The first screen that the README prints is that of its command, and every command that it names is one."""

import re
import shlex
from pathlib import Path

import pytest
import xarray as xr

from tregua.lab.alternatives import alternatives
from tregua.lab.compare import Comparisons, compare
from tregua.lab.credence import load_credence
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, load_scenarios
from tregua.show.cli.call import COMMANDS
from tregua.show.cli.options import build
from tregua.show.terminal.finding import show_finding
from tregua.text import LANGUAGES, Language, text

ROOT = Path(__file__).parents[1]
NAMES: dict[Language, str] = {"en": "README.md", "es": "README.es.md"}
READMES = {language: (ROOT / name).read_text("utf-8") for language, name in NAMES.items()}


@pytest.fixture(scope="module")
def run() -> xr.Dataset:
    return simulate(load_scenarios(PRESETS), Settings())


@pytest.fixture(scope="module")
def comparisons(run: xr.Dataset) -> Comparisons:
    return compare(run, "as-observed", Settings().span.shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_screen_is_printed_as_it_comes_out(
    run: xr.Dataset,
    comparisons: Comparisons,
    language: Language,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    show_finding(run, comparisons, Path("report.html"), language)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert len(lines) <= 24 and max(map(len, lines)) <= 80
    saved = text(language, "finding.saved", report="report.html")
    printed = [line for line in lines if line != saved]
    assert len(printed) == len(lines) - 1
    block = READMES[language].partition("python3 start.py test")[2].partition("\n")[2].partition("![")[0]
    shown = [line.removeprefix("    ") for line in block.splitlines() if line.startswith("    ")]
    assert [line for line in shown if "report.html" not in line] == printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_the_readme_shows_is_one(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    group = build(COMMANDS, language)
    shown = re.findall(r"^    tregua (\S.*?)(?:   +.*)?$", READMES[language], re.MULTILINE)
    assert len(shown) > 20
    for words in map(shlex.split, shown):
        command = group.commands[words[0]]
        command.make_context(words[0], words[1:], obj=words)
        for name in (one for one in words if one.startswith("examples/")):
            assert (ROOT / name).is_file()


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_the_file_of_weights_is_one_that_is_read(name: str, tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    weights = tmp_path / "weights.yaml"
    weights.write_text(shown, "utf-8")
    assert set(load_credence(weights)) == set(alternatives().crossed)
