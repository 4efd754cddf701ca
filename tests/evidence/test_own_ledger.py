"""A ledger of one's own read beside the package's: same checks, evidence added to a claim, and nothing else changed."""

import json
import os
import re
from pathlib import Path

import pytest
from commands import Capture, printed, refused

from tregua import interface
from tregua.catalogue.beside import beside
from tregua.catalogue.errors import InputError
from tregua.catalogue.read import sources
from tregua.evidence.answers import claims, verdicts
from tregua.evidence.ledger import appraisals, estimates
from tregua.text import LANGUAGES, Language, text

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "evidence.md", "es": DOCS / "evidence.es.md"}
FILE = re.compile(r"\*\*mine/([a-zA-Z0-9/]+\.yaml)\*\*.*?```yaml\n(.*?)```", re.DOTALL)


def files(language: Language) -> dict[str, str]:
    """The files of the folder that the documentation writes, by their names."""
    return dict(FILE.findall(PAGES[language].read_text("utf-8")))


@pytest.fixture(params=LANGUAGES)
def mine(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A folder as the documentation of one language writes it."""
    for name, told in files(request.param).items():
        path = tmp_path / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(told, "utf-8")
    return tmp_path / "mine"


def test_the_documentation_writes_the_four_files_in_both_languages() -> None:
    assert list(files("en")) == ["sources.yaml", "estimates/captures.yaml", "studies/captures.yaml", "claims/C4.yaml"]
    assert files("en") == files("es")


def test_own_records_stand_beside_those_of_the_package_and_only_inside(mine: Path) -> None:
    before = {
        name: [one.name for one in verdicts(name)[row_id].studies] for name in claims() for row_id in verdicts(name)
    }
    with beside(mine):
        assert "perez_2026_homicides" in estimates() and "perez_2026" in sources() and "perez_2026" in appraisals()
        studies = {one.name: one for one in verdicts("C4")["later"].studies}
        assert studies["perez_2026"].side == "for" and studies["perez_2026"].clear
    after = {
        name: [one.name for one in verdicts(name)[row_id].studies] for name in claims() for row_id in verdicts(name)
    }
    assert before == after and "perez_2026_homicides" not in estimates()


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("estimates/captures.yaml", "perez_2026_homicides", "lindo_2018", "lindo_2018” stands here twice"),
        ("estimates/captures.yaml", "ref: perez_2026", "ref: perez_2025", "there is no source “perez_2025”"),
        ("estimates/captures.yaml", "measures: homicide", "measures: homicides", "homicide"),
        ("claims/C4.yaml", "perez_2026_homicides", "perez_2026_homicide", "there is no estimate"),
        ("claims/C4.yaml", "  - id: ", "  - id: x", "there is no row"),
        ("studies/captures.yaml", "risk: low", "risk: lowest", "must be one of"),
        ("studies/captures.yaml", "id: perez_2026", "id: perez_2027", "there is no study “perez_2027”"),
        (
            "estimates/captures.yaml",
            "design: difference_in_differences",
            "design: before_after",
            "the design allows D at most",
        ),
        (
            "estimates/captures.yaml",
            "read: full",
            "read: abstract",
            "at low risk of bias, but no estimate of it was read",
        ),
        ("claims/C4.yaml", "estimate: perez_2026_homicides", "estimate: phillips_2015_long", "stands here twice"),
        ("claims/C4.yaml", "id: C4", "id: C5", "the two must agree"),
    ],
)
def test_the_same_checks_hold_for_own_records(mine: Path, file: str, old: str, new: str, told: str) -> None:
    path = mine / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with beside(mine), pytest.raises(InputError) as error:
        claims()
    assert told in str(error.value)
    assert path.name in str(error.value)


def test_a_study_without_its_risk_of_bias_does_not_count(mine: Path) -> None:
    (mine / "studies" / "captures.yaml").unlink()
    with beside(mine), pytest.raises(InputError, match="the risk of bias of “perez_2026” stands in no file"):
        claims()


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_read_it_with_an_option(capsys: Capture, mine: Path, language: str) -> None:
    found = json.loads(printed(capsys, "claim", "C4", "--with", str(mine), "--json", "--lang", language))
    assert "perez_2026" in {one["name"] for row in found["rows"] for one in row["studies"]}
    assert "perez_2026_homicides" in printed(capsys, "estimates", "--with", str(mine), "--place", "colombia")
    assert "perez_2026" in printed(capsys, "search", "perez", "captures", "--with", str(mine))
    assert "perez_2026" not in printed(capsys, "claim", "C4", "--lang", language)
    cited = printed(capsys, "estimates", "perez_2026_homicides", "--with", str(mine), "--cite", "bibtex")
    assert cited.startswith("@article{perez_2026,") and "Journal of Examples" in cited


@pytest.mark.usefixtures("elsewhere")
def test_every_page_is_written_with_own_records_and_says_so(capsys: Capture, mine: Path) -> None:
    for name, asked in (("c4", ("claim", "C4")), ("all", ("claims",)), ("map", ("evidence-map",))):
        printed(capsys, *asked, "--with", str(mine), "--html", f"{name}.html")
        assert "perez_2026" in Path(f"{name}.html").read_text("utf-8")
    assert "application/ld+json" not in Path("c4.html").read_text("utf-8"), "it is not Tregua's review"
    told = printed(capsys, "claim", "C4", "--with", str(mine))
    assert text("en", "ledger.caveat.own") in told and "[with records of one's own]" in told
    assert text("en", "ledger.caveat.own") not in printed(capsys, "claim", "C4")


def test_a_folder_may_be_named_by_its_text(mine: Path) -> None:
    with beside(str(mine)):
        assert "perez_2026" in sources()


def test_a_row_named_twice_is_refused(mine: Path) -> None:
    path = mine / "claims" / "C4.yaml"
    told = path.read_text("utf-8")
    path.write_text(told + told[told.index("  - id: later") :], "utf-8")
    with beside(mine), pytest.raises(InputError, match="stands here twice"):
        claims()


@pytest.mark.usefixtures("elsewhere")
def test_a_folder_that_is_none_and_one_without_a_ledger_are_refused(capsys: Capture, tmp_path: Path) -> None:
    assert "there is no such folder" in refused(capsys, "claims", "--with", str(tmp_path / "nowhere"))
    assert "there is no ledger here" in refused(capsys, "claims", "--with", str(tmp_path))


def test_a_result_keeps_the_ledger_that_it_was_made_with(mine: Path) -> None:
    with beside(mine):
        one, listed = claims()["C4"], interface.estimates(place="Colombia", design="difference_in_differences")
    assert "perez_2026" in set(one.to_frame()["study"])
    assert "perez_2026_homicides" in set(listed.to_frame()["id"])
    assert "perez_2026" not in set(claims()["C4"].to_frame()["study"])


@pytest.mark.parametrize("name", ["estimates/captures.yml", "mores/x.yaml", "claims/deep/C4.yaml", "series/x.yaml"])
def test_what_would_not_be_read_is_refused(mine: Path, name: str) -> None:
    path = mine / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("estimates: []\n", "utf-8")
    with pytest.raises(InputError, match="this would not be read"), beside(mine):
        pass


def test_a_pipe_is_refused_and_not_waited_for(mine: Path) -> None:
    os.mkfifo(mine / "estimates" / "pipe.yaml")
    with pytest.raises(InputError, match="this would not be read"), beside(mine):
        pass


POOL = """pools:
  - id: mine
    text: {en: Removal, es: Captura}
    estimates: [perez_2026_homicides, b, c]
    why: {en: Alike., es: Parecidos.}
"""


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, None),
        ({"measures: homicide": "measures: price"}, "not of one contrast and one outcome"),
        ({'low: 1.1, high: 1.8, interval: "95"': "se: 1000"}, None),
        ({'low: 1.1, high: 1.8, interval: "95"': "clear: true"}, "give no mean"),
        ({'low: 1.1, high: 1.8, interval: "95"': 'low: 1.1, high: 1.8, interval: "95", se: 0.01'}, "not both"),
        ({"grade: B": "grade: D"}, "cannot be part of a mean"),
    ],
)
def test_a_pool_of_ones_own_decides_a_row_or_is_refused(mine: Path, changed: dict[str, str], told: str | None) -> None:
    """Three studies alike, the third changed; however large its error, no number overflows."""
    estimates_file, studies_file = mine / "estimates" / "captures.yaml", mine / "studies" / "captures.yaml"
    one = estimates_file.read_text("utf-8").removeprefix("estimates:\n")
    third = one
    for old, new in changed.items():
        assert old in third
        third = third.replace(old, new)
    more = [
        text_.replace("id: perez_2026_homicides", f"id: {name}\n    study: {name}")
        for name, text_ in (("b", one), ("c", third))
    ]
    estimates_file.write_text("estimates:\n" + one + "".join(more), "utf-8")
    study = studies_file.read_text("utf-8").removeprefix("studies:\n")
    studies_file.write_text(
        "studies:\n" + "".join(study.replace("perez_2026", name) for name in ("perez_2026", "b", "c")), "utf-8"
    )
    (mine / "pools.yaml").write_text(POOL, "utf-8")
    asked = {name: {"en": "x", "es": "x"} for name in ("title", "population", "intervention", "comparison", "outcome")}
    link = {"expects": "raises", "bearing": "direct", "why": {"en": "x", "es": "x"}}
    links = [{"estimate": name, **link} for name in ("perez_2026_homicides", "b", "c")]
    row = {"id": "outcome", **asked, "pool": "mine", "evidence": links}
    base = claims()["C4"].claim.model_dump(mode="json", exclude_none=True, exclude={"rows", "search", "run"})
    (mine / "claims" / "Q1.yaml").write_text(json.dumps({**base, "id": "Q1", "rows": [row]}), "utf-8")
    with beside(mine):
        if told is None:
            assert verdicts("Q1")["outcome"].route == "effects"
        else:
            with pytest.raises(InputError, match=told):
                claims()
