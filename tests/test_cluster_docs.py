"""What docs/cluster.md tells is so: its commands, its table, the files that it gives to a cluster or builds from."""

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from tregua.lab.blocks import HELD_BYTES, is_large
from tregua.lab.run import Settings
from tregua.show.cli.call import COMMANDS
from tregua.show.cli.options import build
from tregua.text import LANGUAGES, Language

ROOT = Path(__file__).parents[1]
FILES = ROOT / "examples" / "cluster"
PAGES: dict[Language, str] = {
    language: (ROOT / "docs" / name).read_text("utf-8")
    for language, name in {"en": "cluster.md", "es": "cluster.es.md"}.items()
}
IMAGE = f"tregua:{tomllib.loads((ROOT / 'pyproject.toml').read_text('utf-8'))['project']['version']}"
CONTAINERFILE = (ROOT / "Containerfile").read_text("utf-8")
DASK = [sys.executable, "-m", "dask"]


def records(name: str) -> list[Any]:
    return list(yaml.safe_load_all((FILES / name).read_text("utf-8")))


def containers() -> dict[str, Any]:
    (cluster,) = records("daskcluster.yaml")
    _, job = records("job.yaml")
    pods = [cluster["spec"]["scheduler"]["spec"], cluster["spec"]["worker"]["spec"], job["spec"]["template"]["spec"]]
    return {one["name"]: one for pod in pods for one in pod["containers"]}


def accept(words: list[str], language: Language) -> None:
    """Fail where the command line takes none of this."""
    command = build(COMMANDS, language).commands[words[0]]
    command.make_context(words[0], words[1:], obj=words)


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_the_page_is_one(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = re.findall(r"^    (?:\.venv/bin/)?tregua (\S.*)$", PAGES[language], re.MULTILINE)
    shown += re.findall(r"slurm\.py \d+ (\S.*)$", PAGES[language], re.MULTILINE)
    assert {words.split()[0] for words in shown} >= {"run", "compare", "backtest", "calibrate", "decide"}
    for words in shown:
        accept(shlex.split(words), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_of_dask_that_the_page_names_is_one(language: Language) -> None:
    shown = re.findall(r"^    \.venv/bin/dask (\w+) (\S.*)$", PAGES[language], re.MULTILINE)
    assert {what for what, _ in shown} == {"scheduler", "worker", "ssh"}
    for what, options in shown:
        told = subprocess.run([*DASK, what, "--help"], capture_output=True, text=True, check=True).stdout
        for option in re.findall(r"--[\w-]+", options):
            assert option in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_what_its_code_counts(language: Language) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGES[language], re.DOTALL)
    assert code in PAGES["en"]
    with redirect_stdout(StringIO()) as printed:
        exec(compile(code, "cluster.md", "exec"), {})
    experiments, each = printed.getvalue().split()[:2]
    sizes = re.findall(r"([\d.]+) GB", printed.getvalue())
    point = "." if language == "en" else ","
    rows = re.findall(r"^\| 1[\d.,]+ .*?\| ([\d.,]+) GB", PAGES[language], re.MULTILINE)
    assert rows == [one.replace(".", point) for one in sizes]
    assert f": {experiments} experiment" in PAGES[language]
    assert f"{int(each):,}".replace(",", "," if language == "en" else ".") + " bytes" in PAGES[language]


def test_what_the_page_calls_large_is_written_as_it_comes() -> None:
    assert round(HELD_BYTES / 1e9, 1) == 0.4
    assert is_large(2, Settings(draws=10_000), {}) and not is_large(2, Settings(), {})


# --- what a cluster is given ------------------------------------------------------------------------------------------


def test_the_cluster_is_one_that_the_operator_makes_and_asks() -> None:
    (cluster,) = records("daskcluster.yaml")
    assert (cluster["apiVersion"], cluster["kind"]) == ("kubernetes.dask.org/v1", "DaskCluster")
    scheduler = cluster["spec"]["scheduler"]
    selected = {"dask.org/cluster-name": cluster["metadata"]["name"], "dask.org/component": "scheduler"}
    assert scheduler["service"]["selector"] == selected
    listens = {one["name"]: one["containerPort"] for one in containers()["scheduler"]["ports"]}
    assert listens == {"tcp-comm": 8786, "http-dashboard": 8787}
    assert {one["targetPort"]: one["port"] for one in scheduler["service"]["ports"]} == listens


def test_every_container_has_the_image_of_this_version_and_of_the_page() -> None:
    assert {one["image"] for one in containers().values()} == {IMAGE}
    assert all(f"build -t {IMAGE} ." in page for page in PAGES.values())


def test_a_worker_has_a_thread_a_core_and_a_gibibyte_a_thread() -> None:
    worker = containers()["worker"]
    options = dict(zip(worker["args"][::2], worker["args"][1::2], strict=True))
    assert options["--nthreads"] == worker["resources"]["limits"]["cpu"]
    assert options["--memory-limit"] == f"{options['--nthreads']}GiB"
    assert int(worker["resources"]["limits"]["memory"].removesuffix("Gi")) > int(options["--nthreads"])


def test_the_commands_of_the_containers_are_some() -> None:
    for name in ("scheduler", "worker"):
        asked = containers()[name]
        assert asked["command"] == ["dask", name]
        told = subprocess.run([*DASK, name, "--help"], capture_output=True, text=True, check=True).stdout
        assert all(one in told for one in asked.get("args", ()) if one.startswith("--"))
    accept(containers()["tregua"]["args"], "en")
    assert "tcp://tregua-scheduler:8786" in containers()["tregua"]["args"]


def test_the_job_keeps_its_results_in_the_folder_of_the_image() -> None:
    volume, job = records("job.yaml")
    pod = job["spec"]["template"]["spec"]
    assert pod["volumes"][0]["persistentVolumeClaim"]["claimName"] == volume["metadata"]["name"]
    (mounted,) = containers()["tregua"]["volumeMounts"]
    assert f"WORKDIR {mounted['mountPath']}\n" in CONTAINERFILE


def test_the_script_for_slurm_runs_a_command_and_gives_back_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a cluster that notes what it is asked for; options are those that dask-jobqueue 0.9.0 documents."""
    (tmp_path / "dask_jobqueue.py").write_text(
        "class SLURMCluster:\n"
        "    scheduler_address = 'nowhere'\n"
        "    def __init__(self, cores, processes, memory, walltime, log_directory, job_script_prologue):\n"
        "        print(cores, memory)\n"
        "    def __enter__(self): return self\n"
        "    def __exit__(self, *_): print('closed')\n"
        "    def scale(self, jobs): print(jobs, 'jobs')\n",
        "utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    command = [sys.executable, str(FILES / "slurm.py"), "3", "run", "total-peace"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout.splitlines() == ["8 8GiB", "3 jobs", "closed"]
    assert done.returncode == 2 and "nowhere" in done.stderr and "Traceback" not in done.stderr


def test_the_script_for_slurm_imports_nothing_that_is_not_locked_before_it_runs() -> None:
    tree = ast.parse((FILES / "slurm.py").read_text("utf-8"))
    modules = {
        one.module if isinstance(one, ast.ImportFrom) else one.names[0].name
        for one in tree.body
        if isinstance(one, ast.Import | ast.ImportFrom)
    }
    assert modules <= sys.stdlib_module_names


# --- the image --------------------------------------------------------------------------------------------------------


def test_the_image_copies_what_is_there_and_installs_by_hashes() -> None:
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINERFILE, re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
    installs = re.findall(r"pip install (.+?)(?: \\)?$", CONTAINERFILE, re.MULTILINE)
    assert len(installs) == 2
    assert all("--require-hashes" in one or "--no-index --no-deps" in one for one in installs)


def test_the_image_leaves_out_what_is_made() -> None:
    left_out = set((ROOT / ".containerignore").read_text("utf-8").split())
    ignored = {one.rstrip("/") for one in (ROOT / ".gitignore").read_text("utf-8").split() if not one.startswith("#")}
    assert {".git", ".venv", "tregua-results"} <= left_out
    assert {one for one in ignored if one.startswith("src/")} <= left_out


def test_the_commands_of_the_image_are_the_two_of_the_readme() -> None:
    main, tests = re.findall(r"^    python3 start\.py (\w+) ", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)[
        :2
    ]
    assert f'ENTRYPOINT ["tregua"]\nCMD ["{main}"]\n' in CONTAINERFILE
    assert f"RUN python3 start.py {tests}\n" in CONTAINERFILE
