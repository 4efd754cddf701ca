"""How results show themselves: in a line, whatever they hold."""

import copy
import pickle
from dataclasses import dataclass

import pytest

from tregua.catalogue.errors import InputError
from tregua.catalogue.record import Text
from tregua.catalogue.shown import LINE, Brief, Catalogue


@dataclass(frozen=True, repr=False)
class Found(Brief):
    name: str
    size: float = 1.0
    of: object = None
    many: tuple[int, ...] = ()


def test_a_result_shows_what_it_holds_and_not_what_it_lacks() -> None:
    assert repr(Found("a", 0.1 + 0.2)) == "Found(name='a', size=0.3)"


def test_what_is_long_is_cut_counted_or_named() -> None:
    shown = repr(Found("x" * 500, of=Found("inner" * 30), many=tuple(range(500))))
    assert shown.startswith("Found(name='xxx") and "many=<500>" in shown and "of=<Found innerinner" in shown
    assert len(shown) < LINE + 10


def test_a_line_has_an_end() -> None:
    wide = type("Wide", (Brief,), {"__dataclass_fields__": {f"field_{i}": None for i in range(90)}})
    one = wide()
    for name in wide.__dataclass_fields__:
        setattr(one, name, 1)
    assert len(repr(one)) < LINE + 10 and repr(one).endswith("…)")


def test_a_record_shows_and_prints_itself_in_a_line() -> None:
    assert repr(Text(en="Yes", es="Sí")) == str(Text(en="Yes", es="Sí")) == "Text(en='Yes', es='Sí')"


def test_a_catalogue_is_a_dictionary_that_knows_the_nearest_name() -> None:
    levers = Catalogue("@name.lever", {name: index for index, name in enumerate("abcdefgh")})
    assert (levers["a"], levers.get("z"), "z" in levers, len(levers)) == (0, None, False, 8)
    assert repr(levers) == "<8: a, b, c, d, e, f, …>"
    with pytest.raises(InputError, match="there is no lever “aa”"):
        levers["aa"]
    for again in (copy.copy(levers), pickle.loads(pickle.dumps(levers))):
        assert again == levers and again.what == "@name.lever"
