"""The public interface: every command has its function, every function works more than once and says what was wrong."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import tregua
from tregua.catalogue.read import PACKAGE
from tregua.lab.run import Settings
from tregua.lab.store import write_run
from tregua.show.cli.call import COMMANDS
from tregua.show.export.skeleton import write_skeleton

ROOT = Path(__file__).parents[1]
PAGES = {
    language: (ROOT / "docs" / name).read_text("utf-8")
    for language, name in [("en", "python.md"), ("es", "python.es.md")]
}
TYPES = {"Comparisons", "InputError", "Problem", "RunError", "Settings"}
PLAIN = {"PRESETS", "__version__"}
FOLDERS_TO_COME = {"scenarios"}
CALLS = {
    "alliance": "alliance(draws=4)",
    "audit": 'audit("s1_2022")',
    "backtest": "backtest(2020, draws=4)",
    "beside": "beside(None)",
    "calibrate": "calibrate(2010, members=32)",
    "check": 'check("law")',
    "check_model": 'check_model("lessing")',
    "checklist": "checklist()",
    "claim": 'claim("c4")',
    "claims": "claims()",
    "compare": 'compare(open_run("saved"), "war-on-drugs", 2025)',
    "compare_runs": 'compare_runs("saved", open_run("saved"))',
    "decide": 'decide("petro_2022", {"negotiated": True})',
    "decide_file": 'decide_file("petro_2022", "cases.csv", "decided.csv")',
    "doctor": "doctor()",
    "discover": 'discover(open_run("saved"), "alliance", "homicides", "war-on-drugs", by=0.0)',
    "diff": 'diff("pl_288_2023", "pl_002_2025")',
    "estimates": 'estimates("P7")',
    "evidence_map": "evidence_map()",
    "export": 'export(open_run("saved"), "saved.zip", overwrite=True)',
    "history": "history(draws=4)",
    "offer": "offer(draws=20)",
    "patterns": "patterns(draws=4)",
    "militarisation": "militarisation(draws=4)",
    "truce": "truce(draws=8)",
    "regret": 'regret(open_run("saved"), weights={"homicides": -1})',
    "tradeoffs": 'tradeoffs(open_run("saved"), "alliance", "war-on-drugs")',
    "portfolio": 'portfolio(1e9, Settings(draws=4), payer="COL", steps=1)',
    "information": 'information(open_run("saved"), 2025, outcome="homicides")',
    "levers": "levers()",
    "list_regimes": "list_regimes()",
    "load_model": 'load_model("lessing").simulate()',
    "load_regime": 'load_regime("petro_2022")',
    "load_scenario": 'load_scenario("alliance")',
    "load_scenarios": 'load_scenarios(["alliance", "mano-dura"])',
    "open_run": 'open_run("saved")',
    "outcomes": "outcomes()",
    "parameters": 'parameters("area_0")',
    "plot": 'plot(open_run("saved"), "homicides")',
    "promise": 'promise("E2")',
    "promises": "promises()",
    "render": 'render(open_run("saved"), None)',
    "render_app": 'render_app("es")',
    "replay": 'replay("eln")',
    "reported": "reported()",
    "reproduce": 'reproduce("lessing")',
    "sample": 'sample("lessing", 8)',
    "schemas": "schemas()",
    "search": 'search("extortion truce")',
    "series": 'series("coca_area")',
    "scenarios_of": 'scenarios_of(open_run("saved"))',
    "write_site": 'write_site("site", "es")',
    "why": 'why("mano-dura", "homicides", settings=Settings(draws=4, until=2030), calibrated=True)',
    "simulate": 'simulate(["war-on-drugs", "alliance"], Settings(draws=4, until=2030))',
}
FUNCTIONS = {name for name in dir(tregua) if name not in TYPES | PLAIN}


def in_a_process(code: str, folder: Path) -> None:
    """Run a script as a user would, in a process in which nothing of ours is loaded yet."""
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run of four draws in `saved`, and a table of cases."""
    folder = tmp_path_factory.mktemp("interface")
    dataset = tregua.simulate(["war-on-drugs", "alliance"], Settings(draws=4, until=2031))
    write_run(folder / "saved", dataset)
    write_skeleton(folder / "law", "en")
    (folder / "cases.csv").write_text("negotiated\ntrue\n", "utf-8")
    return folder


def test_every_public_function_is_called_here() -> None:
    assert set(CALLS) == FUNCTIONS


def test_every_name_gives_the_same_kind_of_answer_again_and_after_a_run(saved: Path) -> None:
    """A sub-package that is loaded under the name of a function would take its place."""
    code = f"import tregua\nfor call in {list(CALLS.values())!r} * 2:\n"
    code += "    eval(call, {name: getattr(tregua, name) for name in dir(tregua)})\n"
    in_a_process(code, saved)


def test_no_public_name_is_that_of_a_module_or_folder_of_the_package() -> None:
    below = {path.stem for path in PACKAGE.iterdir() if path.is_dir() or path.suffix == ".py"} | FOLDERS_TO_COME
    assert not below & {*dir(tregua)}


@pytest.mark.parametrize(
    "name",
    sorted(set(CALLS) - {"open_run", "sample", "simulate", "plot", "render", "render_app", "scenarios_of", "schemas"}),
)
def test_a_result_of_ours_shows_itself_in_short(name: str, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(saved)
    result = eval(CALLS[name], {name: getattr(tregua, name) for name in dir(tregua)})
    for one in result if isinstance(result, list) else [result]:
        assert len(repr(one)) < 500, repr(one)


# --- the commands and their functions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", PAGES)
def test_every_command_has_its_public_function_and_every_function_its_command(language: str) -> None:
    rows = re.findall(r"^\| `tregua ([\w-]+)` \| (.*?) \|", PAGES[language], re.MULTILINE)
    functions = {command: set(re.findall(r"`(\w+)`", named)) for command, named in rows}
    assert sorted(functions) == sorted(command.__name__.strip("_").replace("_", "-") for command in COMMANDS)
    assert all(functions.values())
    assert set.union(*functions.values()) == FUNCTIONS
    assert all(f"`tregua.{name}" in PAGES[language] for name in PLAIN | TYPES - {"Comparisons", "Settings"})


def test_the_examples_of_the_page_run_and_are_the_same_in_both_languages(tmp_path: Path) -> None:
    examples = {language: re.findall(r"```python\n(.*?)```", page, re.DOTALL) for language, page in PAGES.items()}
    assert examples["en"] == examples["es"] and len(examples["en"]) == 3
    in_a_process("\n".join(examples["en"]).replace("draws=200", "draws=4"), tmp_path)


def test_a_users_script_is_checked_against_our_types(tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text(
        "from typing import assert_type\n\n"
        "import xarray as xr\n\n"
        "import tregua\n\n"
        'dataset = tregua.simulate(["war-on-drugs", "alliance"], tregua.Settings(draws=20))\n'
        "assert_type(dataset, xr.Dataset)\n"
        'one = tregua.compare(dataset, "war-on-drugs", 2030).one("alliance", "homicides", "COL")\n'
        "assert_type(one.median, float | None)\n"
        'assert_type(tregua.decide("petro_2022", {"negotiated": True}).rule, str | None)\n'
        'assert_type(tregua.claim("C4").claim.id, str)\n'
        'assert_type(tregua.levers()["eradication"].default, float)\n'
        'assert_type(tregua.open_run("saved"), xr.Dataset)\n'
        "tregua.claim(4)\n"
        "tregua.lab()\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ROOT / ".mypy_cache", script.name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    told = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert [line.partition(": error: ")[0] for line in told] == ["mine.py:15", "mine.py:16"], done.stdout


# --- what is taken and what is refused --------------------------------------------------------------------------------


def test_scenarios_are_taken_by_name_by_path_and_as_records() -> None:
    settings = Settings(draws=2, until=2028)
    record, path = tregua.load_scenario("mano-dura"), PACKAGE / "scenarios" / "total-peace.yaml"
    mixed = tregua.simulate([record, path, "alliance"], settings)
    assert list(mixed.scenario.values) == ["mano-dura", "total-peace", "alliance"]
    named = tregua.simulate(["mano-dura", str(path), "alliance"], settings)
    assert mixed.identical(named)
    for one in (record, "mano-dura", PACKAGE / "scenarios" / "mano-dura.yaml"):
        assert tregua.simulate(one, settings).identical(
            mixed.sel(scenario=["mano-dura"]).assign_attrs(tregua.simulate("mano-dura", settings).attrs)
        )
    assert list(tregua.simulate(settings=settings).scenario.values) == list(tregua.PRESETS)


def test_one_name_is_one_scenario() -> None:
    assert tregua.load_scenarios("alliance") == [tregua.load_scenario("alliance")]


def test_a_lever_has_its_estimates_by_either_of_its_names() -> None:
    every = tregua.estimates()
    assert set(tregua.estimates("counselling")) < set(every)
    assert {"P7"} <= {name for one in tregua.estimates("p7").values() for name in one.levers}


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "lever": (lambda: tregua.levers()["eradicaton"], "mean “eradication”?"),
    "claim": (lambda: tregua.claim("C44"), "mean “C4”?"),
    "promise": (lambda: tregua.promise("E22"), "there is no promise “E22”"),
    "reported": (lambda: tregua.reported()["D22"], "there is no reported figure “D22”"),
    "estimates": (lambda: tregua.estimates("counseling"), "mean “counselling”?"),
    "series": (lambda: tregua.series("coca_aera"), "mean “coca_area”?"),
    "parameters": (lambda: tregua.parameters("relapse_hasard"), "mean “relapse_hazard”?"),
    "checklist": (lambda: tregua.checklist()["P99"], "there is no checklist item “P99”"),
    "scenario": (lambda: tregua.simulate(["aliance"]), "mean “alliance”?"),
    "twins": (lambda: tregua.simulate(["alliance", tregua.load_scenario("alliance")]), "“alliance”"),
    "nothing": (lambda: tregua.simulate([]), "scenarios"),
    "regime": (lambda: tregua.load_regime("petro_2023"), "mean “petro_2022”?"),
    "variant": (lambda: tregua.load_regime("petro_2022", "stritc"), "“stritc”"),
    "fact": (lambda: tregua.decide("petro_2022", {"negociated": True}), "mean “negotiated”?"),
    "facts": (lambda: tregua.decide("petro_2022", "gone.yaml"), "gone.yaml: there is no such file"),
    "audit": (tregua.audit, "regimes"),
    "run": (lambda: tregua.open_run("nothing"), "nothing: this folder holds no saved run"),
    "model": (lambda: tregua.reproduce("lesing"), "mean “lessing”?"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_wrong_input_is_one_sentence_with_the_nearest_name(case: str) -> None:
    call, said = REFUSED[case]
    with pytest.raises(tregua.InputError) as refused:
        call()
    assert said in str(refused.value)
    assert refused.value.message("es") != refused.value.message("en")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (("aliance", "homicides", "COL"), "there is no scenario “aliance”"),
        (("alliance", "homicide", "COL"), "mean “homicides”?"),
        (("alliance", "homicides", "PER"), "“PER” is no place of “homicides”"),
    ],
)
def test_a_cell_that_is_not_there_is_refused_with_the_nearest_name(
    saved: Path, cell: tuple[str, str, str], said: str
) -> None:
    comparisons = tregua.compare(tregua.open_run(str(saved / "saved")), "war-on-drugs", 2025)
    assert comparisons.one("alliance", "homicides", "COL").outcome == "homicides"
    with pytest.raises(tregua.InputError) as refused:
        comparisons.one(*cell)
    assert said in str(refused.value)


def test_facts_are_taken_from_a_file_and_a_batch_counts_its_rows(saved: Path, tmp_path: Path) -> None:
    facts = tmp_path / "case.yaml"
    facts.write_text("negotiated: true\nstopped_definitively: true\nreoffended: false\n", "utf-8")
    stated = {"negotiated": True, "stopped_definitively": True, "reoffended": False}
    assert tregua.decide("petro_2022", facts) == tregua.decide("petro_2022", stated)
    counts = tregua.decide_file("petro_2022", str(saved / "cases.csv"), tmp_path / "decided.csv")
    assert (counts.decided, counts.undetermined, counts.rejected) == (0, 1, 0)
    assert counts.taken.heads.names == ("negotiated",)
    assert tregua.decide_file("petro_2022", saved / "cas*.csv", tmp_path / "decided").files == 1
    assert (tmp_path / "decided" / "cases.csv").read_bytes() == (tmp_path / "decided.csv").read_bytes()
