"""Two versions of a regime: what the difference is in words, and a case that shows it."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import PACKAGE
from tregua.regimes.decide import decide
from tregua.regimes.diff import diff
from tregua.regimes.load import load_rules, regimes
from tregua.show.words.diff import diff_record

PETRO = (PACKAGE / "regimes" / "catalogue" / "petro_2022.yaml").read_text("utf-8")
ORDINARY = (PACKAGE / "regimes" / "catalogue" / "ordinary.yaml").read_text("utf-8")
P2 = PETRO[PETRO.index("  - id: P2") : PETRO.index("  - id: P3")]
STOPPED = "when: negotiated and stopped_definitively"
Write = Callable[[str, str, str], str]


@pytest.fixture
def edited(tmp_path: Path) -> Write:
    def write(content: str, old: str, new: str) -> str:
        assert content.count(old) == 1
        path = tmp_path / "edited.yaml"
        path.write_text(content.replace(old, new), "utf-8")
        return str(path)

    return write


def only(changes: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(changes) == 1
    return changes[0]


def holds(a: str, b: str, change: dict[str, Any]) -> None:
    """A witness is what both regimes say of its facts, and no fact of it can be spared."""
    facts = change["witness"]["facts"]
    kind = next(iter(change["witness"]["a"]))

    def outcomes(stated: dict[str, Any]) -> list[str]:
        return [decide(one, stated, with_flips=False).outcomes.get(kind, "UNDETERMINED") for one in (a, b)]

    before, after = outcomes(facts)
    assert before != after
    assert ({kind: before}, {kind: after}) == (change["witness"]["a"], change["witness"]["b"])


@pytest.mark.parametrize("name", regimes())
def test_a_regime_does_not_differ_from_itself(name: str) -> None:
    assert diff_record(diff(name, name)) == {
        "a": name,
        "b": name,
        "text": [],
        "added": [],
        "removed": [],
        "changed": [],
    }


def test_a_condition_added(edited: Write) -> None:
    path = edited(PETRO, STOPPED, f"{STOPPED} and truth")
    found = diff_record(diff("petro_2022", path))
    change = only(found["changed"])
    assert (found["added"], found["removed"], change["row"]) == ([], [], "P2")
    assert change["words"] == "narrowed: now also requires “tells the truth”"
    told = {"negotiated": True, "reoffended": False, "stopped_definitively": True, "truth": False}
    assert change["witness"]["facts"].items() >= told.items()
    assert change["witness"]["rules"] == {"a": "P2", "b": None}
    holds("petro_2022", path, change)


def test_a_condition_removed(edited: Write) -> None:
    path = edited(PETRO, STOPPED, "when: negotiated")
    found = diff("petro_2022", path)
    change = only(diff_record(found)["changed"])
    assert change["words"] == "widened: no longer requires “left trafficking for good”"
    assert (
        only(diff_record(found, "es")["changed"])["words"]
        == "ampliada: ya no exige «dejó el narcotráfico definitivamente»"
    )
    assert change["witness"]["facts"] == {"negotiated": True, "reoffended": False, "stopped_definitively": False}
    holds("petro_2022", path, change)


def test_a_threshold_changed(edited: Write) -> None:
    path = edited(ORDINARY, "value: 4\n", "value: 5\n")
    change = only(diff_record(diff("ordinary", path))["changed"])
    assert change["row"] == "O4"
    assert change["words"] == (
        "widened: “minimum penalty in Colombia, years” < 4 becomes “minimum penalty in Colombia, years” < 5; "
        "parameter least_penalty: 4 becomes 5"
    )
    assert change["witness"]["facts"]["min_penalty_years"] == 4
    assert change["witness"]["b"] == {"extradition": "REQUIREMENT_NOT_MET"}
    holds("ordinary", path, change)


def test_one_way_to_meet_a_condition_less(edited: Write) -> None:
    path = edited(ORDINARY, "not dual_criminality or min_penalty_years", "min_penalty_years")
    change = only(diff_record(diff("ordinary", path))["changed"])
    assert change["words"] == "narrowed: no longer met by not “crime in Colombia too”"
    holds("ordinary", path, change)


def test_a_row_deleted_and_a_row_added(edited: Write) -> None:
    path = edited(PETRO, P2, "")
    gone, new = diff_record(diff("petro_2022", path)), diff_record(diff(path, "petro_2022"))
    assert (gone["added"], gone["changed"], new["removed"], new["changed"]) == ([], [], [], [])
    assert only(gone["removed"])["row"] == only(new["added"])["row"] == "P2"
    assert only(gone["removed"])["words"] == (
        "without the row: if “negotiated with the State” and “left trafficking for good”: "
        "extradition: not extradited, as a benefit"
    )
    holds("petro_2022", path, only(gone["removed"]))
    holds(path, "petro_2022", only(new["added"]))


def test_an_outcome_changed(edited: Write) -> None:
    path = edited(PETRO, "{extradition: DELIVERED}", "{extradition: GRANTABLE}")
    change = only(diff_record(diff("petro_2022", path))["changed"])
    assert change["words"] == "extradition: “extradited” becomes “may be granted”"
    assert change["witness"]["facts"] == {"negotiated": False}


def test_a_change_without_effect_has_no_witness(edited: Write) -> None:
    path = edited(PETRO, STOPPED, f"{STOPPED} and not reoffended")
    change = only(diff_record(diff("petro_2022", path))["changed"])
    assert change["witness"] is None
    assert change["words"] == "narrowed: now also requires not “re-offended”. This alone changes no outcome."


def test_an_order_changed(edited: Write) -> None:
    p1 = PETRO[PETRO.index("  - id: P1") : PETRO.index("  - id: P7")]
    path = edited(PETRO.replace(p1, ""), "  - id: P3", f"{p1}  - id: P3")
    found = diff_record(diff("petro_2022", path))
    change = only(found["changed"])
    assert (change["row"], change["fields"], change["words"]) == ("P1", ["order"], "now read after P2")
    assert change["witness"]["facts"].items() >= {"negotiated": True, "reoffended": True}.items()
    holds("petro_2022", path, change)
    first = edited(PETRO.replace(P2, ""), "rows:\n", f"rows:\n{P2}")
    assert only(diff_record(diff("petro_2022", first), "es")["changed"])["words"].startswith("ahora se lee primero")


def test_one_source_against_both_read_together() -> None:
    found = diff_record(diff("s2_2022", "petro_2022"))
    assert [one["row"] for one in found["added"]] == ["P7", "P8", "P4"]
    assert {one["row"] for one in found["removed"]} == {"S2.U5", "S2.U6", "S2.U8", "S2.U10", "S2.E3"}
    branch = only(found["changed"])
    assert (branch["row"], branch["row_in_b"]) == ("S2.B3", "P5")
    for change in [*found["removed"], branch]:
        holds("s2_2022", "petro_2022", change)
    assert found["added"][-1]["witness"] is None


PAIRS = [pair for pair in product(regimes(), repeat=2) if "ordinary" not in pair]
LARGE = [("ordinary", "petro_2022"), ("ley_2272", "ordinary"), ("ordinary", "treaty_es_1892")]


@pytest.mark.parametrize(("a", "b"), [*Random(14).sample(PAIRS, 60), *LARGE])
def test_regimes_can_be_compared(a: str, b: str) -> None:
    found = diff_record(diff(a, b), "es")
    rows = [one["row"] for part in ("removed", "changed") for one in found[part]]
    assert set(rows) <= {rule.id for rule in load_rules(a).rules} and len(set(rows)) == len(rows)
    for change in [*found["added"], *found["removed"], *found["changed"]]:
        if change["witness"]:
            holds(a, b, change)


def test_a_regime_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="petro_2022"):
        diff("petro_2022", "petro_2020")
