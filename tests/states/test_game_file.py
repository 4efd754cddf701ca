"""A game as a person writes it: every number exact, every mistake told with its line."""

from fractions import Fraction
from pathlib import Path

import pytest

from tregua.catalogue.errors import InputError
from tregua.states.game import Game, symmetric
from tregua.states.game_file import read_game
from tregua.states.stability import Rules, of_one

ALIKE = "players: [A, B]\nbenefit: 1\ncost: 1\n"


def written(folder: Path, content: str) -> Path:
    path = folder / "game.yaml"
    path.write_text(content, "utf-8")
    return path


def problems(folder: Path, content: str) -> list[tuple[str, str]]:
    """The kind of each problem, and the line it is told with; told in both languages."""
    with pytest.raises(InputError) as refused:
        read_game(written(folder, content))
    assert all(refused.value.message(language) for language in ("en", "es"))  # type: ignore[arg-type]
    return [(one.kind, one.where.rpartition(":")[2]) for one in refused.value.problems]


def test_the_shortest_file(tmp_path: Path) -> None:
    read = read_game(written(tmp_path, ALIKE))
    assert read.game() == Game(("A", "B"), ((1, 1), (1, 1)), (1, 1))
    assert read.rules() == Rules("join", "open", False)


def test_benefits_and_costs_by_name_in_any_order(tmp_path: Path) -> None:
    content = """
players: [A, B, C, D, E]
benefits: {E: 1, A: 5, B: 1, C: 1, D: 1}
costs: {A: 1, B: 1, C: 1, D: 1, E: 1}
transfers: true
ties: stay
membership: unanimity
minimum: 3
penalty: 1/3
pressure_cost: 0.1
club: "0.123456789012345678901234567"
"""
    read = read_game(written(tmp_path, content))
    game = read.game()
    assert game.m[0] == (5,) * 5 and game.m[4] == (1,) * 5 and game.minimum == 3
    assert (game.p, game.s, game.g) == (Fraction(1, 3), Fraction(1, 10), Fraction(123456789012345678901234567, 10**27))
    assert read.rules() == Rules("stay", "unanimity", True)


def test_the_game_of_the_file_holds_only_with_transfers(tmp_path: Path) -> None:
    content = "players: [A, B, C, D, E]\nbenefits: {A: 5, B: 1, C: 1, D: 1, E: 1}\ncost: 1\n"
    read = read_game(written(tmp_path, content))
    assert of_one(read.game(), read.game().coalition("ABCD"), read.rules()).surplus == 6


def test_effects_stand_by_whose_outcome_and_then_by_whose_effort(tmp_path: Path) -> None:
    content = 'players: [A, B]\neffects:\n  A: {A: 5, B: -1/2}\n  B: {B: "+.5", A: 0}\ncost: 0.25\n'
    game = read_game(written(tmp_path, content)).game()
    assert game.m == ((5, Fraction(-1, 2)), (0, Fraction(1, 2))) and game.c == (Fraction(1, 4),) * 2


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("3", 3),
        ("-0.1", Fraction(-1, 10)),
        ('"1/3"', Fraction(1, 3)),
        ("1/3", Fraction(1, 3)),
        ("1e-3", Fraction(1, 1000)),
        ('"2."', 2),
    ],
)
def test_a_number_is_read_as_it_is_written(number: str, value: Fraction, tmp_path: Path) -> None:
    content = f"players: [A, B]\nbenefit: {number}\ncost: 1\n"
    assert read_game(written(tmp_path, content)).benefit == value


@pytest.mark.parametrize(
    "number", ["1/0", "x", "true", "[1]", ".inf", ".nan", "1/2/3", '"1e9"', "1/ 3", "1.5/2", f'"{"1" * 31}"', "null a"]
)
def test_what_is_no_number_is_refused(number: str, tmp_path: Path) -> None:
    assert problems(tmp_path, f"players: [A, B]\nbenefit: {number}\ncost: 1\n") == [("not_a_fraction", "2")]


def test_a_number_that_would_be_rounded_or_is_too_large_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, ALIKE + "penalty: 0.1234567890123456\n") == [("digits_in_quotes", "4")]
    assert problems(tmp_path, ALIKE + "penalty: 1e15\n") == [("digits_in_quotes", "4")]
    assert problems(tmp_path, ALIKE + 'penalty: "1000000000000000"\n') == [("not_finite", "4")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("players: [A, B, A]\nbenefit: 1\ncost: 1\n", [("duplicate_key", "1")]),
        ("players: [A]\nbenefit: 1\ncost: 1\n", [("out_of_range", "1")]),
        ("players: [A, 3]\nbenefit: 1\ncost: 1\n", [("wrong_type", "1")]),
        ("players: [A, B]\n", [("one_of_fields", "1"), ("one_of_fields", "1")]),
        (ALIKE + "costs: {A: 1, B: 1}\n", [("not_both", "4")]),
        (ALIKE + "effects: {A: {A: 1, B: 1}, B: {A: 1, B: 1}}\n", [("not_both", "4")]),
        (ALIKE + "minimum: 3\n", [("out_of_range", "4")]),
        (ALIKE + "minimum: 1\n", [("out_of_range", "4")]),
        (ALIKE + "penalty: -1\npressure_cost: -1/2\nclub: -0.1\n", [("out_of_range", line) for line in "456"]),
        (ALIKE + "ties: leave\n", [("not_one_of", "4")]),
        (ALIKE + "membership: closed\n", [("not_one_of", "4")]),
        (ALIKE + "penalti: 1\n", [("unknown_field", "4")]),
        ("players: [A, B]\nbenefit: 1\ncost: 0\n", [("out_of_range", "3")]),
        ("players: [A, B]\nbenefit: 1\ncosts:\n  A: -1\n  B: 1\n", [("out_of_range", "4")]),
        ("players: [A, B]\nbenefits:\n  A: 1\ncost: 1\n", [("missing_field", "2")]),
        ("players: [A, B]\nbenefits:\n  A: 1\n  B: 1\n  C: 1\ncost: 1\n", [("unknown_name", "5")]),
        (
            "players: [A, B]\neffects:\n  A: {A: 1}\n  C: {A: 1, B: 1}\ncost: 1\n",
            [("unknown_name", "4"), ("missing_field", "2"), ("missing_field", "3")],
        ),
    ],
)
def test_every_mistake_is_told_with_its_line(content: str, told: list[tuple[str, str]], tmp_path: Path) -> None:
    assert problems(tmp_path, content) == told


def many(n: int, first: str) -> str:
    names = [f"s{i}" for i in range(n)]
    benefits = ", ".join(f"{name}: {first if name == 's0' else 1}" for name in names)
    return f"players: [{', '.join(names)}]\nbenefits: {{{benefits}}}\ncost: 1\n"


def test_twenty_alike_or_nineteen_that_differ_and_no_more(tmp_path: Path) -> None:
    assert symmetric(read_game(written(tmp_path, many(20, "1"))).game()) is not None
    assert symmetric(read_game(written(tmp_path, many(19, "2"))).game()) is None
    assert problems(tmp_path, many(20, "2")) == [("too_many_players", "1")]
    assert problems(tmp_path, many(21, "1")) == [("too_many_players", "1")]


def test_numbers_too_fine_to_be_worked_out_are_refused_before_anything_is(tmp_path: Path) -> None:
    primes = [10**27 + 103, 10**27 + 279, 10**27 + 283]
    rows = "".join(f"  P{i}: '1/{prime}'\n" for i, prime in enumerate(primes))
    path = tmp_path / "fine.yaml"
    path.write_text(f"players: [P0, P1, P2]\nbenefits:\n{rows}cost: 1\n")
    with pytest.raises(InputError, match=r"common denominator of 8[0-9] digits"):
        read_game(path)
