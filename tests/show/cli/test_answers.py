"""What the user may say of an answer: what matters, which weights alternatives have, and why it is what it is."""

import json
import re
from pathlib import Path

import pytest
from commands import Capture, call

from tregua.lab.alternatives import alternatives
from tregua.lab.model import lab
from tregua.lab.store import open_run
from tregua.text import LANGUAGES, Language, text

QUICK = ("--draws", "20", "--until", "2030", "--year", "2028")

pytestmark = pytest.mark.usefixtures("elsewhere")


def arrays(folder: Path) -> dict[str, bytes]:
    return {str(name): variable.values.tobytes() for name, variable in open_run(folder).variables.items()}


def test_what_matters_and_credence_change_the_answer_and_not_the_run(capsys: Capture) -> None:
    weights = {
        name: {f"{value:.3g}": 1.0 for value in lab().parameters[name].distribution.values or ()}
        for name in alternatives().crossed
    }
    Path("credence.yaml").write_text(json.dumps({"weights": weights}), "utf-8")
    plain, other = (
        json.loads(call(capsys, "compare", "mano-dura", *QUICK, *options, "--json", "--out", out)[1])
        for out, options in (("a", ()), ("b", ("--matters", "homicides=7", "--credence", "credence.yaml")))
    )
    assert arrays(Path("a")) == arrays(Path("b"))
    (before,), (after,) = (
        [one for one in found["comparisons"] if one["outcome"] == "homicides"] for found in (plain, other)
    )
    assert (before["status"], before["median"], before["material"]["threshold"]) == ("by_alternative", None, 100.0)
    assert (after["status"], after["material"]["threshold"]) == ("figures", 7.0)
    assert re.search(r"--credence credence\.yaml@[0-9a-f]{12} --matters homicides=7\.0$", other["command"])
    assert before["median_range"][0] <= after["median"] <= before["median_range"][1]
    later, weighed = (
        [one for also in found["also"] for one in also["comparisons"] if one["outcome"] == "homicides"]
        for found in (plain, other)
    )
    assert later and all(one["median"] is None for one in later)
    assert all(one["median_range"][0] <= one["median"] <= one["median_range"][1] for one in weighed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_takes_an_answer_apart_on_the_terminal_and_as_json(capsys: Capture, language: Language) -> None:
    quick = ("--draws", "16", "--year", "2028", "--lang", language)
    code, out, _ = call(capsys, "why", "mano-dura", "homicides", *quick)
    assert code == 0
    for key in ("why.drivers", "why.alone", "why.last", "why.rest", "why.spread", "why.flips"):
        assert text(language, key)[:24] in " ".join(out.split())
    code, out, _ = call(capsys, "why", "mano-dura", "homicides", "COL", *quick, "--json")
    found = json.loads(out)
    assert {"drivers", "rest", "spread", "flips", "caveats", "total", "choices"} <= set(found)
    assert (found["outcome"], found["place"], found["year"]) == ("homicides", "COL", 2028)
    assert all({"lever", "place", "alone", "last"} <= set(one) for one in found["drivers"])
    assert "emergency" in {one["lever"] for one in found["drivers"]}
    assert all({"parameter", "first", "se"} == set(one) for one in found["spread"])
    assert all({"parameter", "at", "unit"} == set(one) for one in found["flips"])
    assert found["total"] == pytest.approx(found["rest"] + sum(one["alone"] for one in found["drivers"]))
