"""Whether a condition was widened, narrowed or moved: against every combination, and in words that do not mislead."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from toy_law import LAW, random_condition

from tregua.catalogue.errors import InputError
from tregua.regimes.condition import Condition, value_of
from tregua.regimes.diff import diff
from tregua.regimes.differences import Differences
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.load import load_rules
from tregua.regimes.rules import Rules
from tregua.regimes.search import Space
from tregua.show.words.diff import diff_record

Edit = Callable[..., str]


@pytest.fixture
def law(tmp_path: Path) -> Edit:
    def write(when: str, *edits: tuple[str, str]) -> str:
        content = LAW.replace("WHEN", when)
        for old, new in edits:
            assert content.count(old) == 1
            content = content.replace(old, new)
        path = tmp_path / f"law{len(list(tmp_path.iterdir()))}.yaml"
        path.write_text(content, "utf-8")
        return str(path)

    return write


def change(a: str, b: str, language: Any = "en") -> dict[str, Any]:
    found = diff_record(diff(a, b), language)
    assert len(found["changed"]) == 1 and not (found["added"] or found["removed"] or found["text"])
    return dict(found["changed"][0])


TRUTH, FULL, OUT = "“tells the truth”", "“full confession”", "“negotiated with the State”"


@pytest.mark.parametrize(
    ("before", "after", "bearing", "words"),
    [
        ("truth", "truth or full_confession", "widened", f"widened: {TRUTH} becomes {TRUTH} or {FULL}"),
        ("truth or full_confession", "truth", "narrowed", f"narrowed: {TRUTH} or {FULL} becomes {TRUTH}"),
        (
            "negotiated and truth",
            "negotiated and (truth or full_confession)",
            "widened",
            f"widened: {TRUTH} becomes {TRUTH} or {FULL}",
        ),
        ("negotiated", "negotiated or truth", "widened", f"widened: {OUT} becomes {OUT} or {TRUTH}"),
        (
            "negotiated or truth",
            "negotiated or truth or full_confession",
            "widened",
            f"widened: now also met by {FULL}",
        ),
        ("negotiated and truth", "negotiated", "widened", f"widened: no longer requires {TRUTH}"),
        ("negotiated", "negotiated and truth", "narrowed", f"narrowed: now also requires {TRUTH}"),
        (
            "negotiated and truth",
            "negotiated and full_confession",
            "moved",
            f"met by other cases: no longer requires {TRUTH}; now also requires {FULL}",
        ),
        (
            "truth and negotiated",
            "negotiated and truth",
            "same",
            f"same meaning in other words: {TRUTH} and {OUT} becomes {OUT} and {TRUTH}",
        ),
        (
            "not (truth or negotiated)",
            "not truth and not negotiated",
            "same",
            f"same meaning in other words: not ({TRUTH} or {OUT}) becomes not {TRUTH} and not {OUT}",
        ),
        ("truth", "not truth", "moved", f"met by other cases: {TRUTH} becomes not {TRUTH}"),
    ],
)
def test_what_became_of_a_condition(law: Edit, before: str, after: str, bearing: str, words: str) -> None:
    found = change(law(before), law(after))
    assert (found["bearing"], found["fields"]) == (bearing, ["when"])
    assert found["words"].removesuffix(". This alone changes no outcome.") == words
    assert (found["witness"] is None) == (bearing == "same")


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        (
            "decider: court",
            "decider: government",
            "decider",
            "who decides: “Supreme or Constitutional Court” becomes “Government”",
        ),
        (
            "{en: Art. 1, es: Artículo 1}",
            "{en: Art. 2, es: Artículo 2}",
            "article",
            "article: “Art. 1” becomes “Art. 2”",
        ),
        ("{en: Because, es: Porque}", "{en: So, es: Así}", "reason", "reason: “Because” becomes “So”"),
        (
            "confidence: low",
            "confidence: medium",
            "confidence",
            "“needs a lawyer” becomes “press report or secondary text”",
        ),
        (
            "    source: [{ref: s1, locator: p. 1}]\n",
            "    source: [{ref: s2, locator: p. 2}]\n",
            "source",
            "source: “s1, p. 1” becomes “s2, p. 2”",
        ),
        ("layer: bar", "layer: discretion", "layer", "layer: “bar” becomes “discretion”"),
        (
            "confidence: low",
            "confidence: low\n    views: deciding_view",
            "views",
            "deciders by: “–” becomes “deciding_view”",
        ),
    ],
)
def test_a_field_of_a_row_that_reads_differently_is_told(law: Edit, old: str, new: str, field: str, words: str) -> None:
    found = change(law("truth"), law("truth", (old, new)))
    assert (found["fields"], found["bearing"], found["witness"]) == ([field], "same", None)
    assert words in found["words"] and "no outcome" not in found["words"]


@pytest.mark.parametrize(
    ("old", "new", "what", "words"),
    [
        ("text_status: bill", "text_status: law", "text_status", "kind of text: “bill, not law” becomes “law”"),
        ("since: null", "since: 2026-03-01", "since", "in force since: “–” becomes “2026-03-01”"),
        ("id: plazo", "id: term", "parameter_name", "name of a parameter: “plazo” becomes “term”"),
        ("value: 90", "value: 60", "parameter", "parameter plazo: “90” becomes “60”"),
        (
            "{en: Term, es: Plazo}",
            "{en: Time, es: Tiempo}",
            "parameter_text",
            "meaning of parameter plazo: “Term” becomes",
        ),
        ("{en: Toy, es: Juguete}", "{en: Game, es: Juego}", "text", "title: “Toy” becomes “Game”"),
        ("rows:\n", "caveats: [{en: Mind, es: Ojo}]\nrows:\n", "caveats", "caveat: “–” becomes “Mind”"),
    ],
)
def test_what_a_text_says_of_itself_is_told(law: Edit, old: str, new: str, what: str, words: str) -> None:
    found = diff_record(diff(law("truth"), law("truth", (old, new))))
    assert not found["changed"]
    assert [one["what"] for one in found["text"]] == [what]
    assert words in found["text"][0]["words"]


ROW = LAW[LAW.index("  - id: X3") :]
STOP = """\
suspensions:
  - {id: stop, from: 2020-03-16, to: 2020-07-01, text: {en: Stop, es: Alto}, source: [{ref: s1, locator: p. 1}]}
"""
NEVER = """\
impossible:
  - when: conduct_end < conduct_start
    reason: {en: It ends before it starts, es: Acaba antes}
    source: [{ref: s1, locator: p. 1}]
"""


@pytest.mark.parametrize(
    ("edit", "what", "words"),
    [
        (
            ("rows:\n", f"{STOP}rows:\n"),
            "suspensions",
            "suspension of terms: “–” becomes “Stop; 2020-03-16 … 2020-07-01”",
        ),
        (("rows:\n", f"{NEVER}rows:\n"), "impossible", "impossible: “–” becomes “conduct_end < conduct_start”"),
        (
            ("value: 90,", "value: 90, valid_to: 2030-12-31,"),
            "parameter_valid_to",
            "last day of parameter plazo: “–” becomes “2030-12-31”",
        ),
        (
            ("rows:\n", "rows:\n" + ROW.replace("WHEN", "negotiated\n    valid_to: 2019-12-31").replace("X3", "X2")),
            "row_at_another_time",
            "row at another time X2: “–” becomes “negotiated”",
        ),
    ],
)
def test_what_a_text_says_of_times_is_told(law: Edit, edit: tuple[str, str], what: str, words: str) -> None:
    found = diff_record(diff(law("truth"), law("truth", edit)))
    assert not (found["changed"] or found["added"] or found["removed"])
    assert [(one["what"], one["words"]) for one in found["text"]] == [(what, words)]


def test_a_row_that_will_end_and_one_that_was_otherwise_at_another_time(law: Edit) -> None:
    found = change(law("truth"), law("truth\n    valid_to: 2030-12-31"))
    assert (found["fields"], found["bearing"]) == (["valid_to"], "same")
    assert found["words"].startswith("valid to: “–” becomes “2030-12-31”")
    old = ROW.replace("X3", "X2")
    laws = [
        law("truth", ("rows:\n", "rows:\n" + old.replace("WHEN", f"{when}\n    valid_to: 2019-12-31")))
        for when in ("negotiated", "negotiated and truth")
    ]
    (told,) = diff_record(diff(*laws))["text"]
    assert told["words"] == "row at another time X2.when: “negotiated” becomes “negotiated and truth”"


def test_a_changed_parameter_is_told_by_its_name_in_the_rows_that_use_it(law: Edit) -> None:
    when = "days_since_available > plazo"
    found = diff_record(diff(law(when), law(when, ("value: 90", "value: 60"))), "es")
    row = found["changed"][0]
    assert (row["bearing"], row["fields"]) == ("widened", ["when", "parameter"])
    assert row["words"].startswith("ampliada: ") and "el parámetro plazo: 90 pasa a ser 60" in row["words"]
    assert row["witness"]["facts"] == {"days_since_available": 90}


def test_a_regime_is_compared_with_itself_under_a_variant() -> None:
    found = diff_record(diff("acuerdo_2016", "acuerdo_2016", ["strict"]))
    (row,) = found["changed"]
    assert (row["row"], row["fields"]) == ("F2", ["outcomes", "parameter"])
    assert "parameter date_in_doubt: guarantee of non-extradition applies becomes undetermined" in row["words"]
    with pytest.raises(InputError) as caught:
        diff("acuerdo_2016", "ordinary", ["stric"])
    assert caught.value.problems[0].values["nearest"] == "strict"


# --- against every combination ----------------------------------------------------------------------------------------


def by_hand(read: list[Rules], a: Condition, b: Condition) -> str:
    values = distinct_values(read)
    every = [dict(zip(values, one, strict=True)) for one in product(*values.values())]
    cases = [case for case in every if not read[0].contradiction(case)]
    gained = any(value_of(b, case) and not value_of(a, case) for case in cases)
    lost = any(value_of(a, case) and not value_of(b, case) for case in cases)
    return "moved" if gained and lost else "widened" if gained else "narrowed" if lost else "same"


def test_bearings_are_those_of_every_combination(law: Edit) -> None:
    random, seen = Random(14), set()
    for _ in range(120):
        first = random_condition(random)
        second = random.choice([random_condition(random), f"{first} or {random_condition(random)}", f"not not {first}"])
        read = [load_rules(law(one)) for one in (first, second)]
        a, b = (rules.rules[0].when for rules in read)
        found = Differences(read[0], read[1], Space(read)).bearing(a, b)
        assert found == by_hand(read, a, b), (first, second)
        seen.add(found)
        told = [change["words"] for change in diff_record(diff(*read))["changed"]]
        if found == "widened":
            assert not any("also requires" in one or "no longer met" in one for one in told)
        if found == "narrowed":
            assert not any("no longer requires" in one or "also met" in one for one in told)
    assert seen == {"same", "widened", "narrowed", "moved"}
