"""Names to positions: what the binder refuses, with file, line and the nearest name; what it makes of the rest."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from other_lab import other_lab, replace, rewrite

from tregua.catalogue.errors import InputError
from tregua.lab.bind import GIVEN, bound, working_space
from tregua.lab.layout import layout
from tregua.lab.model import lab

Edit = Callable[[Path], None]


def in_text(name: str, old: str, new: str) -> Edit:
    """An edit of the equations of a mechanism."""
    return lambda folder: replace(folder / "mechanisms" / f"{name}.py", old, new)


def in_records(name: str, change: Callable[[dict[str, Any]], None]) -> Edit:
    """An edit of what a mechanism declares."""
    return lambda folder: rewrite(folder / "mechanisms" / f"{name}.yaml", change)


def in_world(change: Callable[[dict[str, Any]], None]) -> Edit:
    """An edit of the world."""
    return lambda folder: rewrite(folder / "world.yaml", change)


def refusal(edit: Edit) -> str:
    """What the binder says of an edited lab, with the file as it stands in the lab's folder."""
    with pytest.raises(InputError) as caught, other_lab(edit):
        bound()
    for problem in caught.value.problems:
        assert problem.message("es") != problem.message("en")
    return str(caught.value).partition("/lab/")[2]


def line_of(name: str, text: str) -> int:
    """The line on which a piece of an equation stands."""
    path = Path(__file__).parents[2] / "src" / "tregua" / "lab" / "mechanisms" / f"{name}.py"
    return path.read_text("utf-8").partition(text)[0].count("\n") + 1


# --- equations --------------------------------------------------------------------------------------------------------

EQUATIONS = [
    ("p.pressure_effect, lever.pressure[h]", "p.presure_effect, lever.pressure[h]", "Did you mean “pressure_effect”?"),
    (
        "expected, p.pressure_effect, lever.pressure[h]",
        "expected, p.pressure_effect, lever.presure[h]",
        "Did you mean “pressure”?",
    ),
    ("v.likely_recruits[h] += recruitment", "v.likely_recruit[h] += recruitment", "Did you mean “likely_recruits”?"),
    ("d.members[g] = recruited", "d.member[g] = recruited", "Did you mean “members”?"),
    ("out.group_members[g] = s.members[g]", "out.group_members[g] = s.membres[g]", "Did you mean “members”?"),
    ("d.members[g] = recruited", "d.members = recruited", "“d.members” must be written “d.members[groups]”"),
    ("d.killed[h] += killed", "d.killed[h, g] += killed", "must be written “d.killed[hosts]”"),
    (
        "d.killed[h] += killed",
        "d.killed[g] += killed",
        "“g” is a place of “groups”, but this array stands over “hosts”",
    ),
    ("d.members[g] = recruited", "d.members[h] = recruited", "“h” is a place of “hosts”, but this array stands over"),
    ("d.killed[h] += killed", "d.killed[0] += killed", "“0” is no place of “hosts”; write a loop, for x in hosts"),
    ("d.killed[h] += killed", "p.homicides_0[h] = killed", "“p.homicides_0” is given and cannot be written"),
    ("d.killed[h] += killed", "lever.arrests[h] = killed", "“lever.arrests” is given and cannot be written"),
    ("d.killed[h] += killed", "lever_0.arrests[h] = killed", "“lever_0.arrests” is given and cannot be written"),
    ("d.killed[h] += killed", "s.members[g] = killed", "“s.members” is given and cannot be written"),
    ("met = Status.GROUPS", "met = Status.GROUP", "Did you mean “GROUPS”?"),
]


@pytest.mark.parametrize(("old", "new", "told"), EQUATIONS, ids=[new for _, new, _ in EQUATIONS])
def test_an_equation_that_names_wrongly_is_refused_where_it_stands(old: str, new: str, told: str) -> None:
    said = refusal(in_text("armed_groups", old, new))
    assert said.startswith(f"mechanisms/armed_groups.py:{line_of('armed_groups', old)}: ")
    assert told in said


def test_an_array_over_two_sets_needs_a_place_of_each() -> None:
    said = refusal(in_text("conflict", "p.hostility[g, other]", "p.hostility[g]"))
    assert "must be written “p.hostility[groups, groups]”" in said


STEPS = [
    ("    d.outlay[y] = v.cost[y]", "    d.outlay[y] = v.cost[y] * rate", "there is no name “rate”"),
    ("    d.outlay[y] = v.cost[y]", "    d.outlay[y] = double(v.cost[y])", "there is no name “double”"),
    ("    for y in payers:\n        d.", "    costs = v\n    for y in payers:\n        d.", "“v” stands whole here"),
    (
        "    for y in payers:\n        d.",
        "    if 1 > 2:\n        return\n    for y in payers:\n        d.",
        "only return at",
    ),
    ("def spend(", "def idle(d: Derivatives) -> None:\n    d.outlay = 1.0\n\n\ndef spend(", "must be written"),
    ("def spend(", "def idle(x: float) -> float:\n    return x\n\n\ndef spend(", "nothing calls “idle”"),
    ("def spend(", "def spend(:", "this is not Python: invalid syntax"),
    ("        d.outlay[y] = v.cost[y]\n", "        d.outlay[y] = v.cost[y]\n    return\n", "only return at its end"),
    ("        d.outlay[y] = v.cost[y]\n", "        d.outlay[y] = v.cost[y]\n    return 3\n", "only return at its end"),
    ("def spend(", "def report(v: Values) -> None:\n    v.cost = 1.0\n\n\ndef spend(", "“report” stands here twice"),
]


@pytest.mark.parametrize(("old", "new", "told"), STEPS, ids=[told for _, _, told in STEPS])
def test_a_step_that_a_compiler_would_stumble_over_is_refused_first(old: str, new: str, told: str) -> None:
    said = refusal(in_text("outlays", old, new))
    assert said.startswith("mechanisms/outlays.py:") and told in said


def test_an_index_that_was_given_another_meaning_is_no_place_any_more() -> None:
    old = "    for y in payers:\n        d.outlay[y] = v.cost[y]"
    new = "    for y in payers:\n        y = 0\n        d.outlay[y] = v.cost[y]"
    assert "“y” is no place of “payers”" in refusal(in_text("outlays", old, new))


def test_two_mechanisms_may_each_have_a_constant_of_one_name() -> None:
    def add(folder: Path) -> None:
        replace(folder / "mechanisms" / "use.py", "\n\ndef light_change", "\nCLEARING_STEPS = 1\n\n\ndef light_change")

    with other_lab(add):
        assert "market_CLEARING_STEPS = 80" in bound().text and "use_CLEARING_STEPS = 1" in bound().text


def test_a_mechanism_without_its_equations_is_refused() -> None:
    said = refusal(lambda folder: (folder / "mechanisms" / "use.py").unlink())
    assert said.startswith("mechanisms/use.py: ")


def test_all_wrong_names_of_the_equations_are_told_at_once() -> None:
    def edit(folder: Path) -> None:
        replace(folder / "mechanisms" / "use.py", "p.prevention_lag", "p.prevention_lga")
        replace(folder / "mechanisms" / "talks.py", "p.signature_share", "p.signature_shares")

    said = refusal(edit)
    assert "“prevention_lga”" in said and "“signature_shares”" in said


NAMED = [
    ("coca", lambda record: record["levers"][0].update(moves=["eradicate"]), "Did you mean “eradicated”?"),
    (
        "coca",
        lambda record: next(one for one in record["parameters"] if one["id"] == "yield_growth").update(id="Yield_0"),
        "“yield_0” stands here twice",
    ),
    ("coca", lambda record: record["levers"][0]["affects"].append("coca_are"), "there is no outcome “coca_are”"),
    ("coca", lambda record: record["levers"][0]["rests_on"].append("yield"), "there is no parameter “yield”"),
    ("use", lambda record: record["levers"][0]["cost"].append("unit_cost"), "there is no parameter “unit_cost”"),
    ("coca", lambda record: record["shocks"][0].update(lag="lag"), "there is no parameter “lag”"),
]


@pytest.mark.parametrize(("mechanism", "change", "told"), NAMED, ids=[told for _, _, told in NAMED])
def test_a_record_that_names_what_nothing_declares_is_refused(
    mechanism: str, change: Callable[[Any], None], told: str
) -> None:
    assert told in refusal(in_records(mechanism, change))


def test_a_shock_is_given_too() -> None:
    said = refusal(
        in_text(
            "violence", "        d.homicide_rate[h] =", "        shock.background = 1.0\n        d.homicide_rate[h] ="
        )
    )
    assert "“shock.background” is given and cannot be written" in said


def test_a_loop_over_what_is_no_set_is_refused() -> None:
    said = refusal(
        in_text("coca", "    for c in producers:\n        s.area[c]", "    for c in producer:\n        s.area[c]")
    )
    assert "there is no index set “producer”" in said and "Did you mean “producers”?" in said


def test_a_step_that_asks_for_what_it_is_not_given_is_refused() -> None:
    said = refusal(in_text("outlays", "def begin(v: Values)", "def begin(v: Values, out: Outcomes)"))
    assert said.startswith("mechanisms/outlays.py: ")
    assert "there is no array that this step is given “out”; there are: d, lever, lever_0, p, s, shock, t, v" in said


# --- declarations -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "mechanism"), [("states", "talks"), ("values", "market"), ("shocks", "violence")])
def test_what_is_declared_and_used_nowhere_is_refused(kind: str, mechanism: str) -> None:
    def add(record: dict[str, Any]) -> None:
        record[kind].append({**record[kind][-1], "id": "idle"})

    said = refusal(in_records(mechanism, add))
    assert said == f"mechanisms/{mechanism}.yaml: “idle” is declared and stands in no equation; use it or take it out"


@pytest.mark.parametrize(("kind", "mechanism"), [("parameters", "use"), ("levers", "coca"), ("outcomes", "coca")])
def test_a_number_a_lever_and_an_outcome_are_used_or_refused(kind: str, mechanism: str) -> None:
    def add(record: dict[str, Any]) -> None:
        record[kind].append({**record[kind][-1], "id": "idle"})

    assert "“idle” is declared and stands in no equation" in refusal(in_records(mechanism, add))


def test_a_mechanism_that_no_line_names_is_refused() -> None:
    def add(folder: Path) -> None:
        (folder / "mechanisms" / "idle.yaml").write_text("text: {en: Idle, es: Ocioso}\n", "utf-8")
        (folder / "mechanisms" / "idle.py").write_text('"""Nothing."""\n', "utf-8")

    assert refusal(add).startswith("sequence.py: the mechanism “idle” stands in no line")


def test_a_mechanism_named_like_a_set_is_refused() -> None:
    def rename(world: dict[str, Any]) -> None:
        world["sets"].append({"id": "coca", "role": "tests", "dimension": "test", "text": {"en": "x", "es": "y"}})

    assert refusal(in_world(rename)) == (
        "mechanisms/coca.py: a mechanism cannot be called “coca”, which is an index set; choose another name"
    )


WORLD = [
    (lambda world: world["sets"][3].update(within="treaters"), "the set “treaters” lies within itself"),
    (lambda world: world["sets"][3].update(id="places"), "“places” stands here twice"),
    (lambda world: world["sets"][3].update(dimension="draw"), "“draw” stands here twice"),
    (lambda world: world["sets"][3].update(dimension="market"), "“market” stands here twice"),
    (lambda world: world["totals"].pop(0), "there is no place “ANDES”"),
    (lambda world: world["places"][0]["roles"].append("produce"), "there is no role “produce”"),
    (lambda world: world["places"][3]["roles"].remove("consumes"), "the role “surveys” also needs the role “consumes”"),
    (lambda world: world["places"][1]["roles"].append("hosts"), "“PER” hosts armed groups, and no group names it"),
    (lambda world: world["groups"][0].update(host="PER"), "there is no place “PER”; there are: COL."),
    (lambda world: world["sets"][3].update(within="market"), "there is no index set “market”"),
    (lambda world: world["places"].append(world["places"][1]), "“PER” stands here twice"),
    (lambda world: world["places"][0]["roles"].remove("pays"), "there is no State that pays “COL”"),
    (lambda world: world["places"][4]["roles"].append("produces"), "“area_0” has no number for “EUR”"),
]


@pytest.mark.parametrize(("change", "told"), WORLD)
def test_a_world_that_does_not_hang_together_is_refused(change: Callable[[Any], None], told: str) -> None:
    assert told in refusal(in_world(change))


def test_a_number_for_a_place_outside_its_set_is_refused() -> None:
    def move(record: dict[str, Any]) -> None:
        places = record["parameters"][0]["places"]
        places["USA"] = places.pop("PER")

    said = refusal(in_records("coca", move))
    assert "there is no place “USA”; there are: BOL, COL, PER" in said
    assert "“area_0” has no number for “PER”" in said


# --- what comes out ---------------------------------------------------------------------------------------------------


def test_no_place_stands_in_an_equation() -> None:
    names = {one.id for one in (*lab().world.places, *lab().world.groups, *lab().world.totals)}
    folder = Path(__file__).parents[2] / "src" / "tregua"
    for path in [*folder.glob("lab/**/*.py"), *folder.glob("show/**/*.py")]:
        words = {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)}
        words |= {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        assert not words & names, path


def test_the_bound_text_has_no_name_left() -> None:
    tree = ast.parse(bound().text)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert {"advance", "simulate", *GIVEN} <= functions


def test_positions_follow_one_another_without_a_gap() -> None:
    for shelf in layout().shelves.values():
        ends = [*shelf.first.values(), shelf.size]
        assert ends[0] == 0 and ends == sorted(set(ends))


def test_the_working_space_is_known_from_the_signature() -> None:
    sizes = {kind: shelf.size for kind, shelf in layout().shelves.items()}
    assert working_space() == [sizes[kind] for kind in "LZSSSSSVO"]


def test_a_place_of_a_smaller_set_stands_for_itself_in_a_larger_one() -> None:
    members, maps = layout().members, layout().maps
    assert maps["treaters", "markets"] == [members["markets"].index("USA")]
    for (below, above), to in maps.items():
        if below != "groups":
            assert [members[above][i] for i in to] == members[below]
