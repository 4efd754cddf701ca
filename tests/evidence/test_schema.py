"""Records of the ledger: what is refused, with file and line, and which direction an effect has."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from ledger_records import WORDS, estimate

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import load
from tregua.evidence.promise_schema import Promises
from tregua.evidence.schema import Claim, Estimates


def written(value: Any) -> str:
    """YAML without aliases, which the loader refuses."""
    return yaml.safe_dump(json.loads(json.dumps(value)), sort_keys=False)


GOOD = estimate(scale="RR", value=0.5, low=0.4, high=0.6, interval="95").model_dump(exclude_none=True)


def problem(tmp_path: Path, **changes: Any) -> str:
    """The message about an estimate with some fields changed; None takes a field away."""
    record = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    path = tmp_path / "estimates.yaml"
    path.write_text(written({"estimates": [record]}), "utf-8")
    with pytest.raises(InputError) as error:
        load(Estimates, path)
    message = str(error.value)
    assert f"{path}:" in message
    return message.removeprefix(f"{path}:")


def test_a_good_record_loads(tmp_path: Path) -> None:
    path = tmp_path / "estimates.yaml"
    path.write_text(written({"estimates": [GOOD]}), "utf-8")
    assert load(Estimates, path)[0].estimates[0].direction == "lowers"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"source": None}, "“source” is missing"),
        ({"source": []}, "“estimates.0.source” must be"),
        ({"source": [{"ref": "a"}]}, "“locator” is missing"),
        ({"effect": {"scale": "RR", "value": 0.5, "low": 0.6, "high": 0.4, "interval": "95"}}, "interval is reversed"),
        ({"effect": {"scale": "RR", "value": 0.7, "low": 0.4, "high": 0.6, "interval": "95"}}, "outside its own range"),
        ({"effect": {"scale": "RR", "value": -0.5}}, "must be > 0"),
        ({"effect": {"scale": "absolute", "value": 5, "unit": "furlongs/year"}}, "unknown part “furlongs”"),
        ({"effect": {"scale": "absolute", "value": 5, "unit": "persns"}}, "Did you mean “persons”?"),
        ({"effect": {"scale": "absolute", "value": 5}}, "needs its unit"),
        ({"effect": {"scale": "RR", "value": 0.5, "low": 0.4, "high": 0.6}}, "its kind"),
        ({"effect": {"scale": "RR", "value": float("nan")}}, "ordinary number"),
        ({"effect": {"scale": "RR", "value": 1.0, "low": 1.0, "high": 1.0, "interval": "95"}}, "interval is reversed"),
        ({"effect": {"scale": "level", "value": 5}}, "needs its unit"),
        ({"effect": None}, "either an effect or only its sign"),
        ({"sign": "raises"}, "either an effect or only its sign"),
        ({"tag": None}, "“tag” is missing"),
        ({"tag": "guessed"}, "must be one of published, derived, assumed"),
        ({"tag": "derived"}, "needs its arithmetic"),
        ({"tag": "assumed"}, "needs a note"),
        ({"grade": "F"}, "must be one of A, B, C, D, E"),
        ({"n": 5}, "what was counted"),
        ({"outcome": {"en": "only English"}}, "“es” is missing"),
        ({"efect": 1}, "there is no field “estimates.0.efect”. Did you mean “effect”?"),
    ],
)
def test_a_bad_record_is_refused_with_its_line(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    assert told in problem(tmp_path, **changes)


@pytest.mark.parametrize(
    ("effect", "direction"),
    [
        ({"scale": "RR", "value": 0.5}, "lowers"),
        ({"scale": "OR", "value": 2.0}, "raises"),
        ({"scale": "HR", "value": 1.0}, "none"),
        ({"scale": "RR", "value": 0.9, "low": 0.8, "high": 1.01, "interval": "95"}, "none"),
        ({"scale": "RR", "value": 0.9, "low": 0.8, "high": 1.01, "interval": "range"}, "lowers"),
        ({"scale": "percent", "value": -43}, "lowers"),
        ({"scale": "percent", "value": -43, "clear": False}, "none"),
        ({"scale": "pp", "value": 8.4, "low": 2.0, "high": 14.0, "interval": "90"}, "raises"),
        ({"sign": "none"}, "none"),
        ({"sign": "raises"}, "raises"),
    ],
)
def test_the_direction_of_an_effect(effect: dict[str, Any], direction: str) -> None:
    assert estimate(**effect).direction == direction


QUESTION = ("population", "intervention", "comparison", "outcome")


def test_a_claim_says_why_the_lab_has_no_run(tmp_path: Path) -> None:
    claim = {
        **dict.fromkeys(("statement", "speaker", "mechanism", "would_count", "would_change"), WORDS),
        "id": "C1",
        "said_on": "2022-08",
        "source": [{"ref": "s1", "locator": "title"}],
        "rows": [{"id": "outcome", **dict.fromkeys(("title", *QUESTION), WORDS)}],
        "checked": "2026-11-23",
    }
    path = tmp_path / "C1.yaml"
    path.write_text(written(claim), "utf-8")
    with pytest.raises(InputError, match="no_run"):
        load(Claim, path)


@pytest.mark.parametrize("day", ["soon", "2022-13", "2022-02-30", "22", "2022-W10-1", "20221101"])
def test_a_date_is_a_day_a_month_or_a_year(tmp_path: Path, day: str) -> None:
    promise = {
        **dict.fromkeys(("text", "by", "why", "not_found"), WORDS),
        "id": "E1",
        "nature": "promise",
        "said_on": day,
        "source": [{"ref": "s1", "locator": "title"}],
        "status": "kept",
        "record": [],
        "checked": "2026",
    }
    path = tmp_path / "promises.yaml"
    path.write_text(written({"promises": [promise]}), "utf-8")
    with pytest.raises(InputError, match="not a date"):
        load(Promises, path)
