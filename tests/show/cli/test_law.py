"""The commands that read regimes, as a user meets them."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from commands import Capture, call, in_order, printed, refused

from tregua.catalogue.read import PACKAGE
from tregua.regimes.decide import decide
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.vocabulary import vocabulary
from tregua.show.words.law import name_in_words
from tregua.text import LANGUAGES, Language, text, texts

SPARED = "{negotiated: true, stopped_definitively: true, reoffended: false}"
OPEN = "{negotiated: true, reoffended: false}"


pytestmark = pytest.mark.usefixtures("elsewhere")


def case(content: str) -> str:
    """A file of facts."""
    Path("case.yaml").write_text(content, "utf-8")
    return "case.yaml"


def words(language: Language, kind: str, outcome: str, row: str = "") -> str:
    shown = f"{text(language, f'regimes.kind.{kind}')}: {text(language, f'regimes.outcome.{outcome}')}"
    return shown + (f" ({row})" if row else "")


# --- one case --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_story_1_spared_with_rule_source_status_and_what_flips_it(capsys: Capture, language: Language) -> None:
    out = printed(capsys, "decide", "--regime", "petro_2022", case(SPARED), "--lang", language)
    in_order(
        out,
        text(language, "regimes.text_status.speech"),
        "2022-08-24",
        words(language, "extradition", "NOT_EXTRADITED_BENEFIT", "P2"),
        text(language, "regimes.decider.government"),
        "Reuters",
        text(language, "page.sources.read.full"),
        text(language, "law.chain"),
        text(language, "law.flips"),
        f"{name_in_words('reoffended', language)} = {text(language, 'law.true')} → "
        + words(language, "extradition", "DELIVERED_NO_NEGOTIATION", "P1"),
        text(language, "table.caveats"),
        text(language, "regimes.caveat.not_advice"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_story_2_the_missing_fact_is_asked_with_both_branches(capsys: Capture, language: Language) -> None:
    out = printed(capsys, "decide", "--regime", "petro_2022", case(OPEN), "--lang", language)
    asked = vocabulary()["stopped_definitively"].ask
    in_order(
        out,
        f"{words(language, 'extradition', 'UNDETERMINED')}. {text(language, 'law.no_row')}",
        text(language, "law.missing"),
        getattr(asked, language),
        "(dejó_el_narcotráfico_definitivamente / " if language == "es" else "(",
        "stopped_definitively)",
        f"{text(language, 'law.true')} → {words(language, 'extradition', 'NOT_EXTRADITED_BENEFIT', 'P2')}",
        f"{text(language, 'law.false')} → {words(language, 'extradition', 'UNDETERMINED', 'P4')}",
    )


def test_facts_come_from_standard_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tregua.show.cli.main", "decide", "--regime", "petro_2022", "-", "--json"],
        input=SPARED,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (json.loads(done.stdout)["rule"], done.stderr) == ("P2", "")


def test_a_variant_changes_the_answer(capsys: Capture) -> None:
    facts = case("{farc_member: true, submitted_to_system: true, date_could_not_be_established: true}")
    outcomes = [
        json.loads(printed(capsys, "decide", "--regime", "acuerdo_2016", *chosen, facts, "--json"))["outcomes"]
        for chosen in ([], ["--variant", "strict"])
    ]
    assert [one["extradition"] for one in outcomes] == ["GUARANTEE_APPLIES", "UNDETERMINED"]


def test_two_deciders_are_both_shown(capsys: Capture) -> None:
    facts = case("{track: socio_legal, recognised_representative: true, submission_law_in_force: false}")
    out = printed(capsys, "decide", "--regime", "ley_2272", facts)
    answers = decide(
        "ley_2272", {"track": "socio_legal", "recognised_representative": True, "submission_law_in_force": False}
    ).answers["warrants"]
    assert len(answers) == 3
    for view, outcome in answers.items():
        assert f"{text('en', f'regimes.decider.{view}')}: {text('en', f'regimes.outcome.{outcome}')}" in out


def test_details_are_said(capsys: Capture) -> None:
    facts = case(
        "{submitted_to_system: true, excluded_crimes: true, recognition: early_full, decisive_participation: true}"
    )
    out = printed(capsys, "decide", "--regime", "acuerdo_2016", facts)
    in_order(out, words("en", "penalty", "OWN_5_8", "F7"), "years at least: 5", "years at most: 8")


def test_an_empty_case_says_what_to_ask(capsys: Capture) -> None:
    out = printed(capsys, "decide", "--regime", "petro_2022", case("{}"))
    in_order(out, text("en", "law.no_row"), text("en", "law.missing"), "(negotiated)", "(reoffended)")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("negotiated: true\nreofended: true", "case.yaml:2: there is no fact “reofended”"),
        ("reofended: true", "Did you mean “reoffended”?"),
        ("negotiated: maybe", "case.yaml:1: “negotiated” must be true, false or null"),
        ("court_opinion_date: 2022-02-30", "case.yaml:1: “court_opinion_date” must be a date"),
        ("[negotiated]", "must be a mapping"),
        ("a: [", "not valid YAML"),
    ],
)
def test_bad_facts_are_refused_with_field_and_nearest_name(capsys: Capture, content: str, said: str) -> None:
    assert said in refused(capsys, "decide", "--regime", "ordinary", case(content))


def test_every_bad_fact_is_told_at_once_in_spanish(capsys: Capture) -> None:
    told = refused(capsys, "decide", "--regime", "ordinary", case("reofended: true\nnegotiated: 3"), "--lang", "es")
    assert len(told.splitlines()) == 2
    assert "¿Quiso decir «reoffended»?" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["decide", "--regime", "petro_2202", "case.yaml"], "Did you mean “petro_2022”?"),
        (["decide", "--regime", "acuerdo_2016", "--variant", "strickt", "case.yaml"], "Did you mean “strict”?"),
        (["decide", "case.yaml"], "regime is missing"),
        (["decide", "--regime", "petro_2022"], "FACTS is missing"),
        (["decide", "--template", "petro_2202"], "Did you mean “petro_2022”?"),
        (["decide", "--template", "petro_2022", "--regime", "ordinary"], "“--regime”"),
        (["decide", "--template", "petro_2022", "case.yaml"], "“case.yaml”"),
        (["decide", "--template", "petro_2022", "--json"], "“--json”"),
        (["decide", "--regime", "petro_2022", "nowhere.yaml"], "nowhere.yaml: there is no such file"),
        (["decide", "--regime", "petro_2022", "case.yaml", "--out", "o.csv"], "--batch is missing"),
        (["decide", "--regime", "petro_2022", "--batch", "in.csv"], "--out is missing"),
        (["decide", "--regime", "petro_2022", "case.yaml", "--batch", "in.csv", "--out", "o.csv"], "“case.yaml”"),
        (["decide", "--regime", "petro_2022", "--batch", "in.csv", "--out", "o.csv", "--json"], "“--json”"),
        (["decide", "--regime", "petro_2022", "--batch", "no.csv", "--out", "o.csv"], "no.csv: there is no such file"),
        (["decide", "--regime", "petro_2022", "--batch", "in.csv", "--out", "o.txt"], "CSV (.csv) or Parquet"),
        (["decide", "--regime", "petro_2022", "--batch", "in.csv", "--out", "in.csv"], "stands here twice"),
        (["decide", "--regime", "petro_2022", "--batch", "in.csv", "--out", "no/o.csv"], "cannot write here"),
        (["regimes", "shew", "petro_2022"], "Did you mean “show”?"),
        (["regimes", "show"], "ID is missing"),
        (["regimes", "show", "ordinari"], "Did you mean “ordinary”?"),
        (["regimes", "--html", "o.html"], "show is missing"),
        (["regimes", "show", "petro_2022", "--csv", "-", "--json"], "“--csv”"),
        (["regimes", "show", "petro_2022", "--html", "no/o.html"], "cannot write here"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_what_does_not_go_together_is_refused(capsys: Capture, arguments: list[str], said: str) -> None:
    case(SPARED)
    Path("in.csv").write_text("negotiated\ntrue\n", "utf-8")
    assert said in refused(capsys, *arguments)


# --- regimes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_names_every_regime_with_status_and_dates(capsys: Capture, language: Language) -> None:
    listed = json.loads(printed(capsys, "regimes", "--json", "--lang", language))["regimes"]
    assert [one["id"] for one in listed] == list(regimes())
    for one in listed:
        rules = load_rules(one["id"])
        assert one["title"] == getattr(rules.regime.text, language)
        assert (one["rows"], one["dated"]) == (len(rules.rules), rules.regime.dated)
    shown = printed(capsys, "regimes", "--lang", language)
    assert all(one["id"] in shown and one["as_of"] in shown for one in listed)
    assert text(language, "regimes.caveat.not_advice") in shown


@pytest.mark.parametrize("name", regimes())
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_regime_is_shown_row_by_row(capsys: Capture, name: str, language: Language) -> None:
    rules = load_rules(name)
    out = " ".join(printed(capsys, "regimes", "show", name, "--lang", language).split())
    in_order(out, *(f"│ {rule.id} │" for rule in rules.rules))
    assert getattr(rules.regime.text, language) in out
    assert rules.regime.as_of in out
    assert text(language, "regimes.caveat.not_advice") in out
    for absent in rules.regime.absent:
        assert " ".join(getattr(absent.reason, language).split()) in out
    for parameter in rules.regime.parameters:
        assert all(f"--variant {variant.id}:" in out for variant in parameter.variants)


@pytest.mark.parametrize("name", regimes())
def test_json_of_a_regime_holds_its_file_and_the_words(capsys: Capture, name: str) -> None:
    record = json.loads(printed(capsys, "regimes", "show", name, "--json"))
    rules = {rule.id: rule for edition in load_rules(name).editions for rule in edition.rules}
    assert [row["id"] for row in record["rows"]] == [row.id for row in load_rules(name).regime.rows]
    assert record["caveats"][0]["key"] == "regimes.caveat.not_advice"
    for row in record["rows"]:
        assert all(len(row["words"][one]["decides"]) == len(rules[row["id"]].answers) for one in LANGUAGES)


@pytest.mark.parametrize("name", regimes())
def test_csv_of_a_regime_has_a_line_a_branch(capsys: Capture, name: str) -> None:
    lines = list(csv.DictReader(io.StringIO(printed(capsys, "regimes", "show", name, "--csv", "-")[1:])))
    rules = load_rules(name).rules
    assert [(one["row"], one["branch"]) for one in lines] == [
        (rule.id, str(at)) for rule in rules for at in range(1, len(rule.answers) + 1)
    ]
    for one in lines:
        assert one["reason_en"] and one["reason_es"] and one["source"] and one["confidence"]
        assert one["outcomes"] or one["details"]
        assert one["notice_en"] == text("en", "regimes.caveat.not_advice")


def test_html_of_a_regime_is_written_and_said(capsys: Capture) -> None:
    out = printed(capsys, "regimes", "show", "ley_2272", "--html", "law.html", "--lang", "es")
    assert "law.html" in out
    page = Path("law.html").read_text("utf-8")
    assert ElementTree.fromstring(page).attrib["lang"] == "es"


def test_a_file_of_the_user_is_a_regime_too(capsys: Capture) -> None:
    content = (PACKAGE / "regimes" / "catalogue" / "petro_2022.yaml").read_text("utf-8")
    Path("mine.yaml").write_text(content.replace("id: petro_2022", "id: mine", 1), "utf-8")
    assert json.loads(printed(capsys, "decide", "--regime", "mine.yaml", case(SPARED), "--json"))["regime"] == "mine"
    assert "mine:" in printed(capsys, "regimes", "show", "mine.yaml")
    Path("mine.yaml").write_text(content.replace("not negotiated\n", "not negotiatd\n", 1), "utf-8")
    assert "Did you mean “negotiated”?" in refused(capsys, "regimes", "show", "mine.yaml")


def test_every_listed_word_that_is_no_name_has_words() -> None:
    listed = {value for fact in vocabulary().values() for value in fact.values}
    named = {value for value in listed if f"law.enum.{value}" in texts("en")}
    assert {value for value in listed - named if not value[0].isupper()} == set()
    assert {key for key in texts("en") if key.startswith("law.enum.")} == {f"law.enum.{value}" for value in named}


def test_every_word_in_capitals_that_a_row_gives_has_words() -> None:
    given = {
        value
        for name in regimes()
        for rule in load_rules(name).rules
        for answer in rule.answers
        for value in answer.details.values()
        if isinstance(value, str) and value.isupper()
    }
    assert {f"law.word.{value}" for value in given} == {key for key in texts("en") if key.startswith("law.word.")}


# --- audit and diff ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audit_counts_and_names_the_gaps_of_the_two_reports(capsys: Capture, language: Language) -> None:
    code, out, _ = call(capsys, "audit", "s1_2022", "s2_2022", "--json", "--lang", language)
    found = json.loads(out)
    assert code == 0
    assert found["decided"] + found["silent"] + found["conflicting"] == found["total"]
    assert {f"U{number}" for number in range(1, 8)} <= {
        shown.get("gap") for witness in found["witnesses"] for shown in witness["shows"]
    }
    code, out, _ = call(capsys, "audit", "s1_2022", "s2_2022", "--lang", language)
    assert found["caveats"][0]["text"] == text(language, "regimes.caveat.not_advice") and len(found["caveats"]) > 2
    assert code == 0 and "U4" in out and "s2_2022: " in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_diff_shows_each_change_with_a_case(capsys: Capture, language: Language) -> None:
    code, out, _ = call(capsys, "diff", "s1_2022", "s2_2022", "--json", "--lang", language)
    found = json.loads(out)
    assert code == 0
    assert any(entry["witness"] for change in ("added", "removed", "changed") for entry in found[change])
    code, out, _ = call(capsys, "diff", "s1_2022", "s1_2022", "--lang", language)
    assert code == 0 and text(language, "diff.nothing") in out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", regimes())
def test_every_regime_is_audited_in_words(capsys: Capture, name: str, language: Language) -> None:
    out = printed(capsys, "audit", name, "--lang", language)
    for kind in load_rules(name).threads:
        values = {"kind": text(language, f"regimes.kind.{kind}"), "silent": 0, "conflicting": 0}
        assert text(language, "audit.kind", decided="|", **values).partition("|")[0] in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_regime_of_details_alone_is_shown_decided_and_audited(capsys: Capture, language: Language) -> None:
    content = (PACKAGE / "regimes" / "catalogue" / "ley_1908.yaml").read_text("utf-8")
    head, _, rows = content.partition("rows:\n")
    (row,) = [one for one in rows.split("  - id: ") if "months_credited" in one]
    Path("own.yaml").write_text(f"{head}rows:\n  - id: {row.replace('{', '{custody: OPEN_ZONE, ', 1)}", "utf-8")
    assert words(language, "details", "shown", "G3") in printed(capsys, "audit", "./own.yaml", "--lang", language)
    facts = case("{group_type: GAO, in_assembly_zone: true}")
    for command in (["regimes", "show", "./own.yaml"], ["decide", "--regime", "./own.yaml", facts]):
        assert "OPEN_ZONE" in printed(capsys, *command, "--lang", language)


def test_an_audit_of_an_unknown_regime_is_refused(capsys: Capture) -> None:
    code, out, err = call(capsys, "audit", "s1_2023")
    assert (code, out) == (2, "") and "s1_2022" in err


# --- process ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_real_table_is_replayed_to_where_it_stands(capsys: Capture, language: Language) -> None:
    code, out, _ = call(capsys, "process", "eln", "--json", "--lang", language)
    found = json.loads(out)
    assert code == 0
    assert {"state", "as_of", "missing", "next", "consents"} <= found.keys()
    assert found["state"] == "suspended"  # no table after January 2025
    code, out, _ = call(capsys, "process", "eln", "--lang", language)
    assert code == 0 and found["state_text"] in out and found["as_of"] in out


def test_a_log_of_ones_own_is_read_and_its_mistakes_are_told(capsys: Capture, tmp_path: Path) -> None:
    log = tmp_path / "log.yaml"
    event = "  - {date: 2022-08-20, type: letter_received, by: group, source: a letter}\n"
    log.write_text("group: ELN\nevents:\n" + event.replace("letter_received", "leter_received"), "utf-8")
    code, out, err = call(capsys, "process", str(log))
    assert (code, out) == (2, "") and f"{log}:3" in err
