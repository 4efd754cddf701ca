"""The commands as a user meets them: what they print, what they save, and how they refuse."""

import errno
import io
import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from commands import Capture, call, refused

from tregua.catalogue.errors import RunError
from tregua.lab.model import lab
from tregua.lab.scenario import PRESETS
from tregua.lab.status import Status
from tregua.lab.store import LATEST, RECORD, STORE, open_run
from tregua.show.cli.main import main
from tregua.text import LANGUAGES, Language, text

QUICK = ("--draws", "20", "--until", "2029", "--year", "2028")
SCENARIO = """
id: mine
text: {en: Mine, es: Mío}
description: {en: A test., es: Una prueba.}
steelman: {en: None., es: Ninguno.}
source: [{ref: s3, locator: a test}]
levers:
  - lever: eradication
    unit: ha/year
    path: {2027-01: 0}
    tag: assumed
    note: {en: A test., es: Una prueba.}
"""


pytestmark = pytest.mark.usefixtures("elsewhere")


def arrays(folder: Path) -> dict[str, bytes]:
    return {str(name): variable.values.tobytes() for name, variable in open_run(folder).variables.items()}


def mine(content: str | bytes = SCENARIO) -> str:
    """A scenario file of the user."""
    path = Path("mine.yaml")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


# --- compare, run, report --------------------------------------------------------------------------------------------


def test_a_comparison_as_json_is_the_contract_and_the_same_as_in_the_saved_run(capsys: Capture) -> None:
    code, out, _ = call(capsys, "compare", *QUICK, "--json")
    assert code == 0
    plain = json.loads(out)
    assert (plain["baseline"], plain["year"], plain["draws"], plain["seed"]) == ("as-observed", 2028, 20, 0)
    assert {one["scenario"] for one in plain["comparisons"]} == {*PRESETS} - {plain["baseline"]}
    key = "caveat.no_colombian_rates"
    assert plain["caveats"][0] == {"key": key, "text": text("en", key)}
    folder = Path("tregua-results", LATEST)
    assert json.loads((folder / "comparison.json").read_text("utf-8")) == plain
    assert open_run(folder).attrs["catalogue_hash"] == plain["catalogue_hash"]
    assert (folder / "report.html").read_text("utf-8").lower().startswith("<!doctype html")
    assert sorted(entry.name for entry in Path().iterdir()) == ["tregua-results"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_the_first_caveat_first_and_reasons_only_where_they_are_due(
    capsys: Capture, language: Language
) -> None:
    code, out, _ = call(capsys, "--lang", language, "compare", "alliance", "mano-dura", *QUICK, "--full")
    assert code == 0
    flat = " ".join(out.split())
    titles = {
        "en": ("As observed", "Mano dura", "Alliance of the"),
        "es": ("Como se observó", "Mano dura", "Alianza"),
    }
    first = text(language, "table.first", caveat=text(language, "caveat.no_colombian_rates"))
    assert first in flat
    assert text(language, "finding.caveat") in flat[: flat.find(first)]  # on the first screen already
    assert all(title in flat for title in titles[language])
    cells = json.loads(Path("tregua-results", LATEST, "comparison.json").read_text("utf-8"))["comparisons"]
    shown = [one["status"] for one in cells if one["place"] in lab().outcomes[one["outcome"]].headline]
    assert {"figures", "by_alternative", "no_cost", "no_lever"} <= set(shown)
    assert text(language, "alternative.heading")[:30] in flat
    for status in ("no_cost", "no_lever", "no_change"):
        assert flat.count(text(language, f"likely.{status}")) >= shown.count(status)
    assert text(language, "caveat.few_draws", draws=20)[:20] in flat
    assert "report.html" in flat


def test_seed_0_is_the_default_and_another_seed_is_another_run(capsys: Capture) -> None:
    for out, seed in (("a", []), ("b", ["--seed", "0"]), ("c", ["--seed", "1"])):
        assert call(capsys, "run", "mano-dura", *QUICK, *seed, "--out", out)[0] == 0
    assert arrays(Path("a")) == arrays(Path("b")) != arrays(Path("c"))
    assert open_run(Path("a")).attrs == open_run(Path("b")).attrs


def test_the_saved_command_repeats_a_run_with_the_users_own_scenario(capsys: Capture) -> None:
    arguments = ("compare", mine(), *QUICK, "--seed", "3", "--assume", "relapse_hazard=0.1", "--out", "first")
    assert call(capsys, *arguments)[0] == 0
    assert list(open_run(Path("first")).scenario.values) == ["as-observed", "mine"]
    program, *repeated = shlex.split(json.loads(Path("first", RECORD).read_text("utf-8"))["command"])
    assert program == "tregua"
    assert call(capsys, *repeated, "--out", "second")[0] == 0
    for one in sorted(Path("first").rglob("*")):
        other = Path("second", one.relative_to("first"))
        assert one.is_dir() or other.read_bytes() == one.read_bytes()


def test_a_run_is_saved_and_its_page_written_later(capsys: Capture) -> None:
    code, out, _ = call(capsys, "run", "mano-dura", "war-on-drugs", *QUICK, "--out", "saved")
    assert code == 0
    assert "Mano dura" in out
    assert sorted(entry.name for entry in Path("saved").iterdir()) == [RECORD, STORE]
    code, out, _ = call(capsys, "report", "saved", "--year", "2028", "--lang", "es")
    assert (code, out) == (0, "saved/report.html\n")
    assert Path("saved/report.html").read_text("utf-8").lower().startswith("<!doctype html")


def test_standard_output_of_a_process_is_json_and_nothing_else() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tregua.show.cli.main", "compare", "mano-dura", *QUICK, "--json"],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["draws"] == 20
    assert Path("tregua-results", LATEST, STORE).is_dir()


def test_output_is_utf_8_whatever_the_terminal_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows sends a redirected output through a code page that has no minus sign."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    with pytest.raises(SystemExit) as stopped:
        main(["trace", "--json"])
    assert not stopped.value.code
    assert "→" in raw.getvalue().decode("utf-8")


# --- refusals --------------------------------------------------------------------------------------------------------

BAD_ARGUMENTS = {
    "command": (["comprae"], "no command “comprae”. Did you mean “compare”?", "el comando «comprae». ¿Quiso decir «co"),
    "option": (["compare", "--drwas", "9"], "option “--drwas”. Did you mean “--draws”?", "¿Quiso decir «--draws»?"),
    "no_value": (["compare", "--draws"], "--draws", "--draws"),
    "flag_value": (["levers", "--json=3"], "--json", "--json"),
    "extra": (["levers", "extra"], "extra", "extra"),
    "draws_zero": (
        ["compare", "--draws", "0"],
        "“draws” must be 1 … 1048576, not 0",
        "«draws» debe ser 1 … 1048576, no 0",
    ),
    "draws_text": (
        ["compare", "--draws", "abc"],
        "“abc” is not a valid value for --draws",
        "«abc» no es un valor válido",
    ),
    "seed": (["compare", "--seed", "-1"], "“seed” must be 0 …", "«seed» debe ser 0 …"),
    "year": (
        ["compare", "--year", "1999"],
        "--year: “year” must be 2025 … 2037, not 1999",
        "debe ser 2025 … 2037, no",
    ),
    "year_late": (["compare", "--until", "2028", "--year", "2030"], "2025 … 2028, not 2030", "2025 … 2028, no 2030"),
    "year_run": (["run", "--until", "2028", "--year", "2030"], "2025 … 2028, not 2030", "2025 … 2028, no 2030"),
    "until": (["compare", "--until", "2100"], "“until” must be 2026 … 2060, not 2100", "«until» debe ser 2026 … 2060"),
    "scenario": (["compare", "mano-duro"], "scenario “mano-duro”", "el escenario «mano-duro»"),
    "nearest": (["run", "mano-duro"], "Did you mean “mano-dura”?", "¿Quiso decir «mano-dura»?"),
    "baseline": (
        ["compare", "--baseline", "war-on-drug"],
        "Did you mean “war-on-drugs”?",
        "¿Quiso decir «war-on-drugs»?",
    ),
    "twice": (["compare", "mano-dura", "mano-dura"], "“mano-dura”", "«mano-dura»"),
    "missing": (["compare", "gone.yaml"], "gone.yaml: there is no such file", "gone.yaml: ese archivo no existe"),
    "assume": (["compare", "--assume", "nonsense"], "not “nonsense”", "no «nonsense»"),
    "assume_name": (["compare", "--assume", "relapse_hasard=1"], "mean “relapse_hazard”?", "decir «relapse_hazard»?"),
    "assume_nan": (
        ["run", "--assume", "relapse_hazard=nan"],
        "the number as 1000 or 0.5, not “relapse_hazard=nan”",
        "no «relapse_hazard=nan»",
    ),
    "assume_huge": (
        ["run", "--assume", "relapse_hazard=1e300"],
        "must be an ordinary number",
        "un número ordinario, no 1",
    ),
    "matters": (["compare", "--matters", "100"], "OUTCOME=NUMBER", "RESULTADO=NÚMERO"),
    "matters_name": (["compare", "--matters", "homicide=9"], "Did you mean “homicides”?", "decir «homicides»?"),
    "matters_none": (["compare", "--matters", "homicides=0"], "“homicides” must be > 0", "«homicides» debe ser > 0"),
    "credence": (["compare", "--credence", "gone.yaml"], "gone.yaml: there is no such file", "ese archivo no existe"),
    "why_outcome": (["why", "mano-dura", "homicide"], "Did you mean “homicides”?", "¿Quiso decir «homicides»?"),
    "why_place": (["why", "mano-dura", "homicides", "CLO"], "Did you mean “COL”?", "¿Quiso decir «COL»?"),
    "why_itself": (["why", "as-observed", "homicides"], "compared with itself", "no se compara consigo misma"),
    "why_year": (["why", "mano-dura", "homicides", "--year", "2099"], "2025 … 2037, not 2099", "no 2099"),
    "parameter": (["parameters", "relapse_hasard"], "mean “relapse_hazard”?", "decir «relapse_hazard»?"),
    "why_own": (
        ["why", "mano-dura", "homicides", "--set", "jobs=0.1"],
        "write tregua why own OUTCOME --set",
        "escriba tregua why own RESULTADO --set",
    ),
    "set": (["compare", "--set", "jobs=2"], "“jobs” must be 0 … 1 share, not 2", "«jobs» debe ser 0 … 1 share, no 2"),
    "add": (["compare", "--add", "mano-duro"], "Did you mean “mano-dura”?", "¿Quiso decir «mano-dura»?"),
    "no_run": (["report", "nothing"], "nothing: this folder holds no saved run", "no contiene una corrida guardada"),
    "no_run_here": (["report"], "tregua-results: this folder holds no saved run", "no contiene una corrida guardada"),
}
BAD_FILES: dict[str, tuple[str | bytes, str, str]] = {
    "empty": ("", "mine.yaml: the file is empty", "mine.yaml: el archivo está vacío"),
    "binary": (bytes(range(256)), "mine.yaml: this is not a text file", "mine.yaml: no es un archivo de texto"),
    "zeros": (b"id: a\0b", "mine.yaml: this is not a text file", "mine.yaml: no es un archivo de texto"),
    "broken": ("id: [", "not valid YAML", "no es YAML válido"),
    "self": ("id: &a [*a]", "mine.yaml:1: anchors and aliases", "mine.yaml:1: no se permiten anclas"),
    "field": (SCENARIO.replace("steelman", "steelmen"), "Did you mean “steelman”?", "¿Quiso decir «steelman»?"),
    "lever": (
        SCENARIO.replace("eradication", "eradicaton"),
        "mine.yaml:8: there is no lever “eradicaton”",
        "mine.yaml:8: no existe el instrumento «eradicaton»",
    ),
    "lever_nearest": (SCENARIO.replace("eradication", "eradicaton"), "mean “eradication”?", "decir «eradication»?"),
    "unit": (
        SCENARIO.replace("ha/year", "km2/year"),
        "mine.yaml:9: “eradication” is in “ha/year”",
        "se mide en «ha/year»",
    ),
    "outcome": (
        SCENARIO.replace("eradication", "homicides"),
        "mine.yaml:8: “homicides” is an outcome; a scenario sets levers only",
        "mine.yaml:8: «homicides» es un resultado; un escenario solo fija instrumentos",
    ),
    "nan": (
        SCENARIO.replace(": 0}", ": .nan}"),
        "mine.yaml:10: “levers.0.path.2027-01” must be an",
        "un número ordinario",
    ),
    "huge": (
        SCENARIO.replace(": 0}", ": 1e300}"),
        "must be an ordinary number, not 1e+300",
        "un número ordinario, no 1e+",
    ),
    "negative": (
        SCENARIO.replace(": 0}", ": -0.1}"),
        "must be 0 … 200000 ha/year, not -0.1",
        "debe ser 0 … 200000 ha/",
    ),
    "early": (
        SCENARIO.replace("2027-01", "2021-08"),
        "eradication moves in 2021-08, before the policies start (2027-01)",
        "eradication se mueve en 2021-08, antes de que empiecen las políticas (2027-01)",
    ),
}


@pytest.mark.parametrize("case", BAD_ARGUMENTS)
def test_bad_arguments_are_refused_in_one_sentence(capsys: Capture, case: str) -> None:
    arguments, english, spanish = BAD_ARGUMENTS[case]
    messages = [refused(capsys, *arguments, "--lang", language) for language in LANGUAGES]
    assert english in messages[0]
    assert spanish in messages[1]
    assert messages[0] != messages[1]
    assert "\n" not in messages[0] + messages[1]


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_scenario_file_is_refused_with_its_line(capsys: Capture, case: str) -> None:
    content, english, spanish = BAD_FILES[case]
    for language, expected in zip(LANGUAGES, (english, spanish), strict=True):
        assert expected in refused(capsys, "compare", mine(content), "--lang", language)


def test_all_problems_of_all_scenarios_are_told_at_once(capsys: Capture) -> None:
    message = refused(capsys, "compare", mine(SCENARIO.replace("ha/year", "ha").replace(": 0}", ": -1}")), "mano-duro")
    assert len(message.splitlines()) == 3


def test_two_scenarios_with_the_same_id_are_refused(capsys: Capture) -> None:
    message = refused(capsys, "compare", "mano-dura", mine(SCENARIO.replace("id: mine", "id: mano-dura")))
    assert "mano-dura" in message


@pytest.mark.parametrize("language", ["", "fr"])
def test_another_language_is_refused(capsys: Capture, language: str) -> None:
    assert "--lang" in refused(capsys, "levers", "--lang", language)


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def in_the_way() -> str:
    Path("file").write_text("mine")
    return "file"


def below_a_file() -> str:
    return in_the_way() + "/run"


def something_else() -> str:
    Path("folder").mkdir()
    Path("folder/notes.txt").write_text("mine")
    return "folder"


@pytest.mark.parametrize("make", [in_the_way, below_a_file, something_else, lambda: "n" * 300])
def test_a_folder_that_cannot_be_written_is_refused_and_nothing_lost(capsys: Capture, make: Callable[[], str]) -> None:
    out = make()
    messages = [refused(capsys, "compare", "mano-dura", *QUICK, "--out", out, "--lang", one) for one in LANGUAGES]
    assert all(message.startswith(out) and "\n" not in message for message in messages)
    assert messages[0] != messages[1]


@pytest.mark.parametrize("command", ["compare", "run"])
def test_a_full_disk_is_one_sentence_and_the_old_run_stays(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert call(capsys, "run", "mano-dura", *QUICK)[0] == 0
    before = sorted(Path().rglob("*"))
    monkeypatch.setattr(xr.Dataset, "to_zarr", full)
    assert "No space left on device; nothing was left behind" in refused(capsys, command, "alliance", *QUICK)
    assert sorted(Path().rglob("*")) == before


def test_an_output_that_cannot_be_written_is_one_sentence() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("w") as nowhere:
        command = [sys.executable, "-m", "tregua.show.cli.main", "trace", "--json"]
        done = subprocess.run(command, stdout=nowhere, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_that_cannot_be_written_is_one_sentence(capsys: Capture) -> None:
    assert call(capsys, "run", "mano-dura", *QUICK, "--out", "saved")[0] == 0
    Path("saved/report.html").mkdir()
    assert "report.html: this is a folder" in refused(capsys, "report", "saved")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interrupt_says_so_and_leaves_nothing(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    def interrupted(*_: object, **__: object) -> np.ndarray:
        raise KeyboardInterrupt

    monkeypatch.setattr("tregua.lab.result.run", interrupted)
    code, out, err = call(capsys, "compare", *QUICK, "--lang", language)
    assert (code, out, err.strip()) == (130, "", text(language, "cli.interrupted"))
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "no result is shown, because"), ("es", "no se muestra resultado, porque")]
)
def test_draws_that_do_not_converge_are_no_result(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, language: Language, expected: str
) -> None:
    counts = {status.name.lower(): count for count, status in enumerate([*Status][1:], 11)}

    def unsolved(*_: object, **__: object) -> np.ndarray:
        raise RunError(counts)

    monkeypatch.setattr("tregua.lab.result.run", unsolved)
    code, out, err = call(capsys, "compare", *QUICK, "--lang", language)
    assert (code, out) == (2, "")
    assert err.strip().startswith(expected)
    for status in [*Status][1:]:
        told = (text(language, one.key) for one in (status.message, status.remedy))
        draws = text(language, "status.draws", count=counts[status.name.lower()], message=next(told), remedy=next(told))
        assert draws in err
    assert list(Path().iterdir()) == []
