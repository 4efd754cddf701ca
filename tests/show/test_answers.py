"""Every JSON answer stands in one envelope, agrees with its schema, and comes again by its own command."""

import json
import math
import shlex
from pathlib import Path
from typing import Any

import pytest
from alliance_files import write_files
from commands import Capture, call, two_runs
from jsonschema import Draft202012Validator

from tregua.catalogue.record import Text
from tregua.catalogue.said import Said
from tregua.regimes.decide import decide
from tregua.show.answers.every import ANSWERS, answer_schemas
from tregua.show.cli.call import COMMANDS
from tregua.show.export.skeleton import write_skeleton
from tregua.show.words.decision import decision_record
from tregua.show.words.envelope import caveat, envelope, plain
from tregua.text import LANGUAGES, texts

pytestmark = pytest.mark.usefixtures("elsewhere")

ENVELOPE = ["schema", "version", "command", "caveats"]
QUICK = ("--draws", "8", "--prior")
ASKED = {
    "compare": ("compare", "mano-dura", *QUICK, "--until", "2030", "--out", "result"),
    "compare-runs": ("compare-runs", "first", "second"),
    "why": ("why", "alliance", "homicides", *QUICK),
    "discover": ("discover", "mano-dura", *QUICK),
    "regret": ("regret", "mano-dura", "alliance", *QUICK, "--weights", "mine.yaml", "--threshold", "homicides=1"),
    "tradeoffs": ("tradeoffs", "mano-dura", *QUICK, "--weigh", "custody_deaths=1"),
    "portfolio": ("portfolio", "--budget", "1e9", "--payer", "COL", "--steps", "2", *QUICK, "--weights", "mine.yaml"),
    "information": ("information", "alliance", "mano-dura", "--outcome", "homicides", *QUICK),
    "offer": ("offer", "--draws", "20"),
    "levers": ("levers",),
    "parameters": ("parameters",),
    "trace": ("trace",),
    "history": ("history", "--draws", "4"),
    "patterns": ("patterns", "--draws", "4"),
    "militarisation": ("militarisation", "--draws", "4"),
    "truce": ("truce", "--draws", "8"),
    "alliance": ("alliance", "--draws", "6"),
    "alliance-levels": ("alliance", "levels"),
    "alliance-list": ("alliance", "list"),
    "alliance-pipeline": ("alliance", "pipeline"),
    "alliance-payoffs": ("alliance", "payoffs", "--draws", "6"),
    "alliance-coalitions": ("alliance", "coalitions", "--weights", "weights.yaml", "--draws", "6"),
    "alliance-game": ("alliance", "coalitions", "alike.yaml"),
    "alliance-burden": ("alliance", "burden", "--own", "COL=3", "--own", "PER=1"),
    "alliance-pressure": ("alliance", "pressure"),
    "backtest": ("backtest", "--cut", "2020", "--draws", "4"),
    "calibrate": ("calibrate", "--cut", "2010", "--members", "32"),
    "decide": ("decide", "--regime", "petro_2022", "case.yaml"),
    "regimes": ("regimes",),
    "regime": ("regimes", "show", "ley_975"),
    "audit": ("audit", "s1_2022", "s2_2022"),
    "diff": ("diff", "pl_288_2023", "pl_002_2025"),
    "check": ("check", "law"),
    "process": ("process", "eln"),
    "claims": ("claims",),
    "claim": ("claim", "C4"),
    "reported": ("claim", "D4"),
    "promises": ("promises",),
    "promise": ("promise", "E2"),
    "estimates": ("estimates",),
    "estimate": ("estimates", "heller_2014"),
    "evidence-map": ("evidence-map",),
    "search": ("search", "homicide", "truce"),
    "series": ("series",),
    "checks": ("series", "--check"),
    "reproduce": ("reproduce", "lessing"),
    "sample": ("sample", "lessing", "--draws", "8", "--around", "10"),
    "doctor": ("doctor",),
}
MEASURED = {"doctor"}  # of this machine at this moment
MORE = {
    "in the lab": ("claim", "C3", "--run"),
    "undetermined": ("decide", "--regime", "acuerdo_2016", "case.yaml"),
    "one series": ("series", "coca_area.COL"),
    "boxes, leaves and indices": ("discover", "mano-dura", "--draws", "64", "--prior", "--tree", "--indices", "sobol"),
    "one lever": ("levers", "talks", "--draws", "8"),
    "a lever without an estimate": ("levers", "housing", "--draws", "8"),
    "states under weights": ("alliance", "--weights", "weights.yaml", "--draws", "6", "--cost", "5"),
    "one state": ("alliance", "levels", "--state", "MEX", "--on", "2021-05-01"),
    "players who differ": ("alliance", "coalitions", "game.yaml"),
    "values of states": ("alliance", "burden", "--weights", "weights.yaml", "--draws", "6"),
    "typed pressure": ("alliance", "pressure", "--pressure", "lower", "--size", "0.5", "--severity", "1"),
}
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in answer_schemas().items()}


def asked(capsys: Capture, arguments: tuple[str, ...]) -> Any:
    Path("case.yaml").write_text("negotiated: true\n", "utf-8")
    Path("mine.yaml").write_text("weights: {homicides: -1, detained: -0.01}\n", "utf-8")
    write_files()
    if arguments[0] == "check" and not Path("law").exists():
        write_skeleton(Path("law"), "en")
    if arguments[0] == "compare-runs" and not Path("first").exists():
        two_runs(capsys)
    code, out, err = call(capsys, *arguments)
    assert code == 0, err
    return json.loads(out, parse_constant=pytest.fail)


def test_every_command_with_a_json_form_is_asked_here() -> None:
    named = {command.__name__.replace("_", "-") for command in COMMANDS if "as_json" in command.__annotations__}
    assert named == {arguments[0] for arguments in ASKED.values()}
    assert ASKED.keys() == ANSWERS.keys()


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_agrees_with_its_schema_and_comes_again_by_its_command(capsys: Capture, name: str) -> None:
    language = LANGUAGES[len(name) % len(LANGUAGES)]
    answer = asked(capsys, (*ASKED[name], "--json", "--lang", language))
    assert list(answer)[:1] == ["schema"] and set(ENVELOPE) <= set(answer)
    VALIDATORS[answer["schema"]].validate(answer)
    assert answer["schema"] == f"answers/{name}"
    assert answer["caveats"] and all(one["text"] for one in answer["caveats"])
    for one in answer["caveats"]:
        assert one["key"].startswith("text.") or one["key"] in texts(language), one
    words = shlex.split(answer["command"])
    more = () if "--json" in words else ("--json", "--lang", language)  # a run's command is that of its page, too
    again = asked(capsys, (*words[1:], *more))
    assert again == answer or (name in MEASURED and again.keys() == answer.keys())


@pytest.mark.parametrize("case", MORE)
def test_other_forms_of_an_answer_agree_with_its_schema(capsys: Capture, case: str) -> None:
    answer = asked(capsys, (*MORE[case], "--json"))
    VALIDATORS[answer["schema"]].validate(answer)


@pytest.mark.parametrize("name", VALIDATORS)
def test_a_schema_lets_nothing_be_null_but_beside_a_status(name: str) -> None:
    schema = VALIDATORS[name].schema
    Draft202012Validator.check_schema(schema)
    for one in [schema, *schema.get("$defs", {}).values()]:
        fields = one.get("properties", {}).items()
        nullable = [name for name, what in fields if {"type": "null"} in what.get("anyOf", [])]
        assert not nullable or "status" in one["required"], nullable


def test_a_schema_refuses_an_answer_without_its_caveats() -> None:
    answer = envelope("trace", {"items": [], "caveats": []}, "tregua trace --json")
    VALIDATORS["answers/trace"].validate(answer)
    for field in ENVELOPE:
        assert list(VALIDATORS["answers/trace"].iter_errors({one: answer[one] for one in answer if one != field}))
    assert list(VALIDATORS["answers/claims"].iter_errors(answer))


def test_what_is_not_there_is_left_out_and_null_keeps_its_reason() -> None:
    found = plain({"a": None, "b": {"status": "no_change", "median": None}, "c": (1.5, {"d": None})})
    assert found == {"b": {"status": "no_change", "median": None}, "c": [1.5, {}]}
    for value in (math.nan, math.inf, -math.inf):
        with pytest.raises(ValueError, match=r"inf|nan"):
            plain({"status": "any", "value": [value]})


def test_json_is_the_decision_and_nothing_else(capsys: Capture) -> None:
    found = asked(capsys, ("decide", "--regime", "petro_2022", "case.yaml", "--json", "--lang", "es"))
    record = decision_record(decide("petro_2022", {"negotiated": True}), "es")
    assert found == envelope("decide", record, found["command"])


def test_a_caveat_has_the_same_key_in_every_language() -> None:
    for one in (Said("caveat.few_draws", {"draws": 3}), Text(en="Only here.", es="Solo aquí.")):
        english, spanish = (plain(caveat(one, language)) for language in LANGUAGES)
        assert english["key"] == spanish["key"] and english["text"] != spanish["text"]
