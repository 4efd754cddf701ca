"""The type stub that an editor and mypy read beside `names.py`: every name with its text, unit and source."""

from collections.abc import Iterable, Iterator

from tregua.lab.bind import GIVEN
from tregua.lab.layout import SIZES, layout
from tregua.lab.model import FOLDER, lab
from tregua.lab.schema import Lever, Outcome, Parameter, ParameterByPlace, Quantity, Sets, Shock, sets_of

PATH = FOLDER / "names.pyi"
ROLE_TYPES = {
    "p": "Parameters",
    "lever": "Levers",
    "lever_0": "Levers",
    "shock": "Shocks",
    "t": "float",
    "s": "States",
    "was": "States",
    "d": "Derivatives",
    "v": "Values",
    "out": "Outcomes",
}
_HEAD = '''"""Made from the catalogues by `tregua schema`; do not edit."""

from typing import Generic, TypeVar

K = TypeVar("K", contravariant=True)


class Array:
    """A flat array of numbers."""

    def __getitem__(self, at: int) -> float: ...
    def __setitem__(self, at: int, value: float) -> None: ...


class Given(Generic[K]):
    """Numbers by place, to read."""

    def __getitem__(self, at: K) -> float: ...


class ByPlace(Given[K]):
    """Numbers by place, to read and write."""

    def __setitem__(self, at: K, value: float) -> None: ...

'''


def stub() -> str:
    """The text of `lab/names.pyi`."""
    model = lab()
    parts = [_HEAD, *_sets()]
    parts += _class("Parameters", "Numbers of one draw.", map(_parameter, model.records.values()), given=True)
    parts += _class("Levers", "What a state does this month.", map(_lever, model.levers.values()), given=True)
    parts += _class("Shocks", "Random paths this month.", map(_shock, model.shocks.values()), given=True)
    parts += _class("States", "What is integrated.", map(_quantity, model.states.values()))
    parts += _class("Derivatives", "Change of the states in a year.", map(_quantity, model.states.values()))
    parts += _class("Values", "What is worked out on the way.", map(_quantity, model.values.values()))
    parts += _class("Outcomes", "What is reported.", map(_outcome, model.outcomes.values()))
    parts += [f"{size}: int" for size in SIZES.values()]
    for name, given in GIVEN.items():
        arguments = ", ".join(f"{one}: {ROLE_TYPES[one]}" for one in given)
        parts.append(f"def {name}({arguments}) -> int: ...")
    return "\n".join(parts) + "\n"


def _sets() -> Iterator[str]:
    """A class for the places of each index set, its members to loop over, and the host of a group."""
    above = lab().above
    names = layout().class_names
    for one, name in names.items():
        over = names[above[one]] if one in above else "int"
        yield f"class {name}({over}): ..."
    for one, name in names.items():
        yield f"{one}: list[{name}]"
    yield "class Hosted:\n    def __getitem__(self, group: Group) -> Host: ..."
    yield "host: Hosted\n"


Entry = tuple[str, Sets | None, str]


def _class(name: str, text: str, entries: Iterable[Entry], given: bool = False) -> list[str]:
    lines = [f"class {name}(Array):", f'    """{text}"""\n']
    for identifier, index, said in entries:
        kind = _type(index, "Given" if given else "ByPlace")
        if given or index is not None:
            lines += ["    @property", f"    def {identifier}(self) -> {kind}:", f'        """{said}"""\n']
        else:
            lines += [f"    {identifier}: {kind}", f'    """{said}"""\n']
    return lines


def _type(index: Sets | None, kind: str) -> str:
    names = [layout().class_names[one] for one in sets_of(index)]
    if not names:
        return "float"
    return f"{kind}[{names[0]}]" if len(names) == 1 else f"{kind}[tuple[{', '.join(names)}]]"


def _parameter(record: Parameter | ParameterByPlace) -> Entry:
    numbers = lab().numbers(record.id)
    told = [f"{one.id} = {one.value:g}, {one.tag}: {_sources(one)}" for one in numbers]
    return record.id, record.index, "\n\n        ".join([f"{_safe(record.text.en)} [{record.unit}].", *told])


def _sources(number: Parameter) -> str:
    note = number.note.en if number.note else ""
    cited = "; ".join(f"{one.ref}, {one.locator}" for one in number.source)
    return _safe(" ".join(part for part in (cited, note) if part))


def _lever(record: Lever) -> Entry:
    return (
        record.id,
        record.index,
        f"{_safe(record.text.en)} [{record.unit}]. Grade {record.grade}: {_safe(record.evidence.en)}",
    )


def _shock(record: Shock) -> Entry:
    return record.id, record.index, f"{_safe(record.text.en)} [1]."


def _quantity(record: Quantity) -> Entry:
    return record.id, record.index, f"[{record.unit}]"


def _outcome(record: Outcome) -> Entry:
    return record.id, record.index, f"{_safe(record.text.en)} [{record.unit}]. {_safe(record.definition.en)}"


def _safe(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")
