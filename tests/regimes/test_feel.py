"""Cells of decision tables in FEEL: written, read, and refused where they are more than simple unary tests."""

import time
from contextlib import suppress

import dmn
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.regimes.exchange.feel import Bound, Day, Name, NotSimpleError, UnaryTests, read_end, read_span, read_tests

SIGNS = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
days = st.dates().map(lambda day: Day(day.isoformat()))
numbers = st.one_of(st.integers(-(10**9), 10**9), st.decimals(-999, 999, places=2).map(float))
words = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)


def shown(end: object) -> str:
    match end:
        case bool():
            return str(end).lower()
        case Day(iso):
            return f'date("{iso}")'
        case Name(name):
            return name
        case str():
            return '"' + end.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(end)


def written(piece: tuple[Bound, ...]) -> str:
    if len(piece) == 1:
        return f"{'' if piece[0].sign == '=' else piece[0].sign + ' '}{shown(piece[0].end)}"
    low, high = piece
    return f"{'[' if low.sign == '>=' else '('}{shown(low.end)}..{shown(high.end)}{']' if high.sign == '<=' else ')'}"


def pieces(ends: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[Bound, ...]]:
    alone = st.builds(lambda sign, end: (Bound(sign, end),), st.sampled_from(["=", *SIGNS]), ends)
    low = st.builds(Bound, st.sampled_from([">", ">="]), ends)
    high = st.builds(Bound, st.sampled_from(["<", "<="]), ends)
    return st.one_of(alone, st.tuples(low, high))


cells = st.one_of(
    st.lists(pieces(numbers), min_size=1, max_size=4),
    st.lists(pieces(st.one_of(days, st.sampled_from([Name("arrest"), Name("Date of birth")]))), min_size=1, max_size=4),
    st.lists(st.builds(lambda end: (Bound("=", end),), st.one_of(words, st.booleans())), min_size=1, max_size=4),
).map(tuple)


@given(cells, st.sampled_from([",", ", ", " ,\n "]))
def test_what_is_written_is_read(any_of: tuple[tuple[Bound, ...], ...], comma: str) -> None:
    assert read_tests(comma.join(map(written, any_of))) == UnaryTests(any_of)


@given(st.lists(pieces(numbers), min_size=1, max_size=4), numbers)
def test_what_is_read_says_what_a_second_reader_says(any_of: list[tuple[Bound, ...]], value: float) -> None:
    cell = ", ".join(map(written, any_of))
    holds = {"=": float.__eq__, "<": float.__lt__, "<=": float.__le__, ">": float.__gt__, ">=": float.__ge__}
    found = read_tests(cell)
    ours = any(all(holds[test.sign](float(value), float(test.end)) for test in piece) for piece in found.any_of)  # type: ignore[arg-type]
    assert ours == dmn.fits(cell, float(value), {})


@given(st.text(st.sampled_from('"\\()[].,<>=!-+ 1aé?\n'), max_size=40) | st.text(max_size=40))
def test_any_other_text_is_read_or_refused(cell: str) -> None:
    for reader in (read_tests, read_end):
        try:
            reader(cell)
        except NotSimpleError:
            continue
    read_span(cell)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("-", UnaryTests()),
        ("  ", UnaryTests()),
        ('not("a", "b")', UnaryTests(((Bound("=", "a"),), (Bound("=", "b"),)), negated=True)),
        ("not([1..5])", UnaryTests(((Bound(">=", 1), Bound("<=", 5)),), negated=True)),
        ("]1..2[, 3", UnaryTests(((Bound(">", 1), Bound("<", 2)), (Bound("=", 3),)))),
        ('"a, b", "(c"', UnaryTests(((Bound("=", "a, b"),), (Bound("=", "(c"),)))),
        ('@"2024-02-29"', UnaryTests(((Bound("=", Day("2024-02-29")),),))),
        ('<= arrest + duration("P60D")', UnaryTests(((Bound("<=", Name("arrest", ("+", 60, "D"))),),))),
        ('> "a"', None),
        ('date("2023-02-29")', None),
        ("? > 5", None),
        ('contains(?, "x")', None),
        ('not("a") or true', None),
        ("1 + 2", None),
        ("null", None),
        ("a,", None),
        ('["a".."c"]', None),
        ("[1..2", None),
        ("if x then y else z(1)", None),
    ],
)
def test_cells_of_others(cell: str, found: UnaryTests | None) -> None:
    if found is None:
        with pytest.raises(NotSimpleError):
            read_tests(cell)
    else:
        assert read_tests(cell) == found


def test_days_between_two_days_are_known() -> None:
    assert read_span("(b - a).days") == read_span('(b - a) / duration("P1D")') == (Name("a"), Name("b"))
    assert read_span('( date("2024-01-01") - a )/duration( "P1D" )') == (Name("a"), Day("2024-01-01"))
    assert read_span('(b - a) / duration("P1M")') is read_span("b - a") is read_span("") is None


LONG = ["a" * 50_000, "(" * 50_000, "a " * 9_000, '"' * 19_000, "[1..2], " * 2_000, "-" * 19_000]


@pytest.mark.parametrize("cell", LONG)
def test_a_long_cell_takes_no_long_time(cell: str) -> None:
    start = time.perf_counter()
    with suppress(NotSimpleError):
        read_tests(cell)
    read_span(cell)
    assert time.perf_counter() - start < 2
