"""What the lab's mechanisms say of themselves, as tables: their equations, what they declare, and what happens when."""

import ast
from collections.abc import Iterable, Iterator

from tregua.lab.model import FOLDER, Indexed, lab, mechanism_names
from tregua.lab.schema import Mechanism, sets_of
from tregua.lab.sequence import RATES, START
from tregua.show.words import equations
from tregua.show.words.numbers import unit
from tregua.text import Language

DECLARED = {
    "en": ("mechanism", "states", "levers", "outcomes"),
    "es": ("mecanismo", "estados", "instrumentos", "resultados"),
}
PLAN = {
    "en": ("", "step", "equations", "reads", "writes"),
    "es": ("", "paso", "ecuaciones", "lee", "escribe"),
}
READ = {"lever", "shock", "s", "d", "v"}


def with_equations() -> list[str]:
    """The mechanisms that state an equation, in the order of the sequence."""
    return [name for name in mechanism_names() if lab().mechanisms[name].equations]


def equation_table(name: str, language: Language) -> str:
    """The equations of a mechanism."""
    words = {one.id: one for one in lab().mechanisms[name].equations}
    return equations.table(source(name), words, language)


def declared(language: Language) -> str:
    """States, levers and outcomes of each mechanism, as equations write them, with their units."""
    return table(DECLARED[language], (_declared(one, language) for one in lab().mechanisms.values()))


def _declared(mechanism: Mechanism, language: Language) -> Iterator[str]:
    yield getattr(mechanism.text, language)
    for records in (mechanism.states, mechanism.levers, mechanism.outcomes):
        yield "; ".join(f"`{_with_places(one)}` {unit(one.unit, language)}" for one in records)


def _with_places(record: Indexed) -> str:
    sets = sets_of(record.index)
    return f"{record.id}[{', '.join(sets)}]" if sets else record.id


def plan(language: Language) -> str:
    """The steps at the start and at each evaluation of the rates: their equations, what they read and write."""
    steps = [
        (f"{letter}{i}", step) for letter, listed in (("S", START), ("R", RATES)) for i, step in enumerate(listed, 1)
    ]
    return table(PLAN[language], (_planned(number, step) for number, step in steps))


def _planned(number: str, step: str) -> Iterator[str]:
    nodes = [*ast.walk(_function(step))]
    called = [node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    stated = {one.id for mechanism in lab().mechanisms.values() for one in mechanism.equations}
    written = {_name(node) for node in nodes if isinstance(getattr(node, "ctx", None), ast.Store)}
    named = {_name(node) for node in nodes if isinstance(node, ast.Attribute)}
    yield number
    yield f"`{step}`"
    yield _code(dict.fromkeys(one for one in called if one in stated))
    yield _code(sorted(one for one in named - written if one.partition(".")[0] in READ))
    yield _code(sorted(one for one in written if "." in one))


def _function(step: str) -> ast.FunctionDef:
    name, _, function = step.partition(".")
    tree = ast.parse(source(name))
    return next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function)


def _name(node: ast.AST) -> str:
    """``d.area`` of ``d.area[c]``."""
    return ast.unparse(node.value if isinstance(node, ast.Subscript) else node)


def _code(names: Iterable[str]) -> str:
    return " ".join(f"`{one}`" for one in names)


def source(name: str) -> str:
    """The text of a mechanism."""
    return (FOLDER / "mechanisms" / f"{name}.py").read_text("utf-8")


def table(heads: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
