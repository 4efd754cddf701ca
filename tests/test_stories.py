"""Five kinds of new user, served by a wheel away from the checkout: answer, source, repetition, table."""

import csv
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
QUICK = ("--draws", "8", "--until", "2031")


class User:
    """Somebody with the package alone, in a folder of their own."""

    def __init__(self, package: Path, home: Path, **environment: str) -> None:
        self.home = home
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "COLUMNS"))}
        self.environment = {**outside, "PYTHONPATH": str(package), "COLUMNS": "80", **environment}

    def types(self, command: str, *more: str) -> str:
        """What a command prints."""
        program, *words = shlex.split(command)
        assert program == "tregua"
        call = [sys.executable, "-m", "tregua.show.cli.main", *words, *more]
        done = subprocess.run(call, cwd=self.home, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked where nothing of the checkout is."""
    made = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = made.glob("*.whl")
    ZipFile(wheel).extractall(made / "site")
    where = [sys.executable, "-c", "import tregua; print(tregua.__file__)"]
    found = subprocess.run(
        where, env={**os.environ, "PYTHONPATH": str(made / "site")}, capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith(str(made))
    return made / "site"


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    content = path.read_text("utf-8-sig")
    return list(csv.DictReader(content.splitlines(), delimiter=delimiter))


def test_an_analyst_gets_a_finding_its_account_its_source_and_a_table(package: Path, tmp_path: Path) -> None:
    user = User(package, tmp_path)
    screen = user.types("tregua compare mano-dura alliance", *QUICK)
    assert len(screen.splitlines()) <= 24 and max(map(len, screen.splitlines())) <= 80
    assert "Mano dura in 2030" in screen and "Greatest harm: People detained" in screen
    (saved,) = re.findall(r"tregua-results/\S+/report\.html", screen)
    page = fromstring((tmp_path / saved).read_text("utf-8"))
    beside = fromstring((tmp_path / saved).with_name("numbers.html").read_text("utf-8"))
    by_id = {one.get("id"): one for each in (page, beside) for one in each.iter()}
    accounts = [one for one in page.iter("div") if one.get("class") == "account"]
    numbers = {link.attrib["href"].partition("#")[2] for one in accounts for link in one.iter("a")}
    sources = [link for name in numbers if "parameter-" in name for link in by_id[name].iter("a")]
    assert any("source-" in link.attrib["href"] for link in sources)  # figure, number, source: two steps
    command = json.loads((tmp_path / saved).with_name("run.json").read_text("utf-8"))["command"]
    again = user.types(command, "--json")
    assert json.loads(again) == json.loads((tmp_path / saved).with_name("comparison.json").read_text("utf-8"))
    user.types(command, "--csv", "table.csv")
    table = rows(tmp_path / "table.csv")
    assert len(table) > 40 and {"scenario", "outcome", "unit"} <= table[0].keys()


def test_a_drafter_gets_a_decision_its_article_and_the_rules_as_a_table(package: Path, tmp_path: Path) -> None:
    user = User(package, tmp_path)
    (tmp_path / "case.yaml").write_text((ROOT / "examples/case.yaml").read_text("utf-8"), "utf-8")
    command = "tregua decide --regime petro_2022 case.yaml"
    told = user.types(command)
    assert "not extradited" in told and "Reuters" in told
    decided = json.loads(user.types(command, "--json"))
    assert json.loads(user.types(decided["command"])) == decided
    user.types("tregua regimes show petro_2022 --csv rules.csv")
    assert len(rows(tmp_path / "rules.csv")) > 3
    (tmp_path / "blank.yaml").write_text(user.types("tregua decide --template petro_2022"), "utf-8")
    assert "undetermined" in user.types("tregua decide --regime petro_2022 blank.yaml")


def test_a_modeller_takes_a_figure_apart_and_passes_everything_on(package: Path, tmp_path: Path) -> None:
    user = User(package, tmp_path)
    user.types("tregua compare --set jobs=0.25 --add alliance", *QUICK, "--out", "mine")
    found = json.loads((tmp_path / "mine/comparison.json").read_text("utf-8"))
    why = json.loads(user.types("tregua why own homicides --set jobs=0.25 --add alliance --draws 8 --json"))
    cell = next(one for one in found["comparisons"] if (one["outcome"], one["place"]) == ("homicides", "COL"))
    assert why["total"] == pytest.approx(cell["alternatives"][0]["median"])
    assert "tregua estimates" in user.types("tregua parameters jobs_effect")
    user.types("tregua export mine mine.zip")
    names = set(ZipFile(tmp_path / "mine.zip").namelist())
    assert {"datapackage.json", "CITATION.cff", "command.txt", "data/comparisons.csv", "scenarios/own.yaml"} <= names


def test_a_journalist_gets_a_verdict_its_studies_and_a_citation(package: Path, tmp_path: Path) -> None:
    user = User(package, tmp_path)
    told = user.types("tregua claim C4")
    assert "MIXED" in told and re.search(r"\(\d{4}\)", told)
    user.types("tregua claims --csv claims.csv")
    assert len(rows(tmp_path / "claims.csv")) >= 18
    user.types("tregua claim C4 --html c4.html")
    assert "C4" in (tmp_path / "c4.html").read_text("utf-8")
    assert "@misc" in user.types("tregua claim C4 --cite bibtex")


def test_a_teacher_works_in_spanish_without_asking_for_it(package: Path, tmp_path: Path) -> None:
    user = User(package, tmp_path, LANG="es_CO.UTF-8")
    screen = user.types("tregua compare mano-dura --set jobs=0,25", *QUICK)
    assert "lecturas de la evidencia" in screen and "Guardado:" in screen
    (saved,) = re.findall(r"tregua-results/\S+/report\.html", screen)
    page = fromstring((tmp_path / saved).read_text("utf-8"))
    assert page.get("lang") == "es"
    user.types("tregua compare mano-dura", *QUICK, "--csv", "tabla.csv")
    content = (tmp_path / "tabla.csv").read_text("utf-8-sig")
    assert ";" in content.splitlines()[0] and re.search(r"\d,\d", content)
    assert "unodc" in user.types("tregua list sources") and "tregua list levers" in user.types("tregua list")
