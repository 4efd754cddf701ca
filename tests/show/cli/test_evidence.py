"""The commands that read the evidence ledger, as a user meets them."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from commands import Capture, call, printed, refused

from tregua.evidence.ledger import claims, estimates, overdue, promises, reported, searched, series
from tregua.lab.model import lab
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")


def as_json(capsys: Capture, *arguments: str) -> Any:
    return json.loads(printed(capsys, *arguments, "--json"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_claims_are_listed_with_verdicts_and_reported_figures(capsys: Capture, language: Language) -> None:
    out = printed(capsys, "claims", "--lang", language)
    assert all(name in out for name in (*claims(), *reported()))
    assert text(language, "ledger.verdict.mixed").upper() in out
    listed = as_json(capsys, "claims", "--lang", language)
    assert [one["id"] for one in listed["claims"]] == list(claims())
    words = {row["verdict"]["word"] for one in listed["claims"] for row in one["rows"]}
    assert words <= {"supported", "mixed", "contradicted", "not_tested", "not_testable"} and len(words) > 2
    assert [one["id"] for one in listed["reported"]] == list(reported())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", claims())
def test_a_claim_is_shown_as_a_fact_check(capsys: Capture, name: str, language: Language) -> None:
    out = printed(capsys, "claim", name.lower(), "--lang", language)
    record = as_json(capsys, "claim", name, "--lang", language)
    for row in record["rows"]:
        found = row["verdict"]
        assert found["why"] in out and row["title"] in out and found["in_words"].upper() in out
        assert all(found[key] in out for key in ("robustness", "read_in_words"))
        assert found.get("certainty_in_words", "") in out
        for side in ("for", "against", "neither"):
            named = [one["name"] for one in row["studies"] if (one["side"], one["standing"]) == (side, "counts")]
            assert len(named) == found[f"n_{side}"]
            assert all(name in out for name in named)
        for one in row["evidence"]:
            assert one["design"] and one["place"] and one["grade"] and one["source"] and one["read"]
    assert record["would_change"] in out
    assert record["citation"]["apa"] in out
    assert all(caveat["text"] in out for caveat in record["caveats"])


def test_a_claim_in_full_has_every_estimate(capsys: Capture) -> None:
    record = as_json(capsys, "claim", "C4")
    short, out = printed(capsys, "claim", "C4"), printed(capsys, "claim", "C4", "--full")
    assert len(short.splitlines()) < len(out.splitlines()) / 2
    assert all(one["id"] in out for row in record["rows"] for one in row["evidence"])


def test_story_nine(capsys: Capture) -> None:
    """Verdict, grade, estimates with design, place and period, contrary findings, what would change it, how to cite."""
    record = as_json(capsys, "claim", "C4")
    listed = [one for row in record["rows"] for one in row["evidence"]]
    assert all(row["verdict"]["word"] for row in record["rows"]) and all(one["grade"] for one in listed)
    assert {"for", "against"} <= {one["side"] for one in listed}
    assert all({"design", "place", "source"} <= set(one) for one in listed)
    assert any("period" in one for one in listed)
    assert record["would_change"] and record["citation"]["bibtex"].startswith("@misc{tregua_C4,")


def test_story_ten(capsys: Capture) -> None:
    """What was promised, what was done: extraditions since, suspensions, with sources and dates; no causal claim."""
    record = as_json(capsys, "promise", "E2")
    told = " ".join(one["text"] for one in record["record"])
    assert "789" in told and "Resolution 158" in told
    assert all(one["date"] and one["source"] for one in record["record"])
    assert "ledger.caveat.promise.no_cause" in {one["key"] for one in record["caveats"]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", promises())
def test_a_promise_is_shown_with_its_record(capsys: Capture, name: str, language: Language) -> None:
    out = printed(capsys, "promise", name, "--lang", language)
    record = as_json(capsys, "promise", name, "--lang", language)
    assert record["status"] in ("kept", "partly", "not_kept", "overtaken", "unknown")
    assert record["why"] in out
    assert record["citation"]["apa"] in out


def test_promises_are_listed(capsys: Capture) -> None:
    assert all(name in printed(capsys, "promises") for name in promises())
    assert len(as_json(capsys, "promises")["promises"]) == 48


@pytest.mark.parametrize("name", reported())
def test_a_reported_figure_stands_beside_the_record(capsys: Capture, name: str) -> None:
    out = printed(capsys, "claim", name)
    record = as_json(capsys, "claim", name)
    assert record["why"] in out
    assert record["status"] in ("agrees", "differs", "sources_disagree", "conflict", "not_checked")


def test_estimates_of_a_lever(capsys: Capture) -> None:
    named = as_json(capsys, "estimates", "--lever", "P7")["estimates"]
    assert named and all("P7" in one["levers"] for one in named)
    fed = as_json(capsys, "estimates", "--lever", "counselling")["estimates"]
    assert {one["id"] for one in fed} == {one["id"] for one in named} | {
        one.id for one in lab().behind(lab().levers["counselling"])
    }
    assert len(as_json(capsys, "estimates")["estimates"]) == len(estimates())


@pytest.mark.parametrize("language", LANGUAGES)
def test_estimates_on_the_terminal(capsys: Capture, language: Language) -> None:
    out = printed(capsys, "estimates", "--lever", "P8", "--lang", language)
    assert "heller_2014" in out
    assert text(language, "ledger.pool.apart") in out
    one = printed(capsys, "estimates", "heller_2014", "--lang", language)
    assert text(language, "ledger.column.transport") in one


def test_series_are_listed_shown_and_checked(capsys: Capture) -> None:
    assert {one["id"] for one in as_json(capsys, "series")["series"]} == set(series())
    assert {one["id"] for one in as_json(capsys, "series", "coca_area")["series"]} >= {"coca_area.COL", "coca_area.PER"}
    (record,) = as_json(capsys, "series", "coca_area.COL")["series"]
    assert len(record["points"]) == len(series()["coca_area.COL"].points)
    assert "252,572.9" in printed(capsys, "series", "coca_area.COL")
    assert "252.572,9" in printed(capsys, "series", "coca_area.COL", "--lang", "es")
    checked = as_json(capsys, "series", "--check")["checks"]
    assert {one["kind"] for one in checked} == {"identity", "publishers"}
    named = [one["id"] for one in checked if "coca_area.COL" in (*one["left"], *one["right"])]
    assert [one["id"] for one in as_json(capsys, "series", "coca_area.COL", "--check")["checks"]] == named


def test_a_figure_has_a_row_for_each_release_and_the_last_is_current(capsys: Capture) -> None:
    (record,) = as_json(capsys, "series", "homicides.ECU")["series"]
    of_2023 = [one for one in record["points"] if one["year"] == 2023]
    assert [one["value"] for one in of_2023] == [7878, 8004, 8237, 8248]
    replaced = [one.get("replaced_by") for one in of_2023]
    assert replaced == [*(one["release"] for one in of_2023[1:]), None]
    current = [one for one in record["points"] if "replaced_by" not in one]
    assert [one["value"] for one in current] == [point.value for point in series()["homicides.ECU"].points]
    for language, heading in (("en", "Earlier releases"), ("es", "Ediciones anteriores")):
        shown = printed(capsys, "series", "homicides.ECU", "--lang", language)
        assert heading in shown and ("7,878" if language == "en" else "7.878") in shown
    assert "Earlier releases" not in printed(capsys, "series", "coca_area.COL")
    call(capsys, "series", "homicides.ECU", "--plot", "ecu.svg")
    circles = ElementTree.parse("ecu.svg").getroot().findall(".//{http://www.w3.org/2000/svg}circle")
    assert len(circles) == len(record["points"]) + 1


def test_series_whose_next_release_was_not_found_are_listed(capsys: Capture) -> None:
    late = {name for name in series() if overdue(name)}
    listed = as_json(capsys, "series", "--stale")["series"]
    assert {one["id"] for one in listed} == late
    assert all(one["overdue"] and one["next_expected"] < one["searched"] for one in listed)
    (peru,) = as_json(capsys, "series", "coca_area.PER", "--stale")["series"]
    assert peru["next_expected"] == "2026-06"
    for language in LANGUAGES:
        shown = printed(capsys, "series", "coca_area", "--stale", "--lang", language)
        assert text(language, "ledger.stale", count=2, searched=searched()) in " ".join(shown.split())
        assert "2027-01" in printed(capsys, "series", "homicides.COL", "--lang", language)


def test_a_series_is_drawn_with_its_source(capsys: Capture) -> None:
    call(capsys, "series", "coca_area", "--plot", "coca.svg")
    root = ElementTree.parse("coca.svg").getroot()
    written = " ".join(root.itertext())
    assert all(f"coca_area.{place}" in written for place in ("COL", "PER", "BOL"))
    circles = root.findall(".//{http://www.w3.org/2000/svg}circle")
    points = [len(one.points) for name, one in series().items() if name.startswith("coca_area.")]
    assert len(circles) == sum(points) + len(points)


CITED = [("claims",), ("claim", "C4"), ("claim", "D4"), ("promises",), ("promise", "E2"), ("estimates", "heller_2014")]


@pytest.mark.parametrize("command", [*CITED, ("estimates", "--lever", "P7"), ("series", "coca_area.COL")])
def test_every_answer_can_be_cited_in_three_styles(capsys: Capture, command: tuple[str, ...]) -> None:
    items = json.loads(printed(capsys, *command, "--cite", "csl-json"))
    assert items and all({"id", "type", "title", "author", "issued"} <= set(item) for item in items)
    assert len(re.findall(r"^@[a-z]+\{", printed(capsys, *command, "--cite", "bibtex"), re.MULTILINE)) == len(items)
    assert len(printed(capsys, *command, "--cite", "apa").splitlines()) == len(items)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("claim", "C44"), "Did you mean “C4”?"),
        (("claim",), "missing"),
        (("promise", "E22"), "Did you mean “E2”?"),
        (("estimates", "hellr_2014"), "Did you mean “heller_2014”?"),
        (("estimates", "--lever", "P77"), "Did you mean “P7”?"),
        (("estimates", "--lever", "counseling"), "Did you mean “counselling”?"),
        (("series", "coca_are"), "Did you mean “coca_area”?"),
        (("series", "--plot", "x.svg"), "NAME is missing"),
        (("series", "coca_area", "--plot", "x.gif"), "must be one of .svg"),
        (("claim", "D4", "--run"), "no run for D4"),
        (("claim", "C4", "--cite", "mla"), "--cite"),
        (("claim", "C4", "--cite", "apa", "--json"), "--cite"),
        (("series", "coca_area", "--check", "--plot", "x.svg"), "--check"),
        (("claims", "--html", "."), "this is a folder"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(capsys: Capture, arguments: tuple[str, ...], told: str) -> None:
    assert told in refused(capsys, *arguments)


RUNNABLE = [name for name, claim in claims().items() if claim.run]


@pytest.mark.parametrize("name", RUNNABLE)
def test_a_run_shows_the_mechanism_with_its_assumption_share(capsys: Capture, name: str) -> None:
    code, out, _ = call(capsys, "claim", name, "--run", "--json")
    run = json.loads(out)["lab"]
    assert code == 0
    assert 0.0 <= run["assumption_share"] < 1.5  # not cut at one
    assert run["expects"] == claims()[name].run.expects and isinstance(run["text"], str)  # type: ignore[union-attr]
    assert "ledger.caveat.run.not_evidence" in {one["key"] for one in run["caveats"]}


def test_a_claim_is_written_as_a_page_and_a_figure_is_not(capsys: Capture) -> None:
    code, out, _ = call(capsys, "claim", "c4", "--html", "c4.html")
    assert code == 0 and "c4.html" in out
    assert claims()["C4"].statement.en in Path("c4.html").read_text("utf-8")
    assert "tregua claims --html FILE" in refused(capsys, "claim", "D4", "--html", "d4.html")
    refused(capsys, "claim", "C4", "--html", "c4.html", "--json")


def test_the_page_is_written(capsys: Capture) -> None:
    call(capsys, "claims", "--html", "claims.html")
    page = Path("claims.html").read_text("utf-8")
    assert all(f'id="claim-{name}"' in page for name in (*claims(), *reported()))
