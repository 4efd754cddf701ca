"""What the columns of a file of cases are: facts, or the user's own, which are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem, nearest
from tregua.regimes.fact import Fact
from tregua.regimes.rules import DATE, Rules
from tregua.regimes.schema import KINDS
from tregua.regimes.vocabulary import Names

ANSWERS = tuple(f"outcome_{kind}" for kind in KINDS)
ADDED = ("line", "status", "reason", *ANSWERS, "rule", "provisional", "in_force", "missing")
"""The columns that a batch adds; a column of the user's by such a name is called NAME_input."""
MOST = 4096
NEAR = 0.8  # of `difflib`: below it, a column is not taken for a mistyped fact


@dataclass(frozen=True)
class Heads:
    """The columns of a file, in their order.

    Parameters
    ----------
    names
        As the file names them.
    facts
        The fact of each column that is one, by position.
    known
        Every fact that a column could have been.
    """

    names: tuple[str, ...]
    facts: Mapping[int, Fact]
    known: Names

    @property
    def kept(self) -> tuple[str, ...]:
        """The columns that are no fact."""
        return tuple(name for at, name in enumerate(self.names) if at not in self.facts)

    @property
    def doubtful(self) -> dict[str, str]:
        """Of the columns that are no fact, those named nearly like one, with that fact."""
        near = {name: nearest(name.strip().lower(), self.known.every(), NEAR) for name in self.kept}
        return {name: fact for name, fact in near.items() if fact}

    def unread(self, rules: Rules) -> tuple[str, ...]:
        """The facts that no row of a regime names."""
        return tuple(fact.id for fact in self.facts.values() if fact.id not in (*rules.facts, DATE))

    def written(self) -> list[str]:
        """What the columns are called in the file that comes out."""
        taken = {*ADDED, *self.names}
        return [_free(name, taken - {name}) if name in ADDED else name for name in self.names]


def _free(name: str, taken: set[str]) -> str:
    while name in taken or name in ADDED:
        name += "_input"
    return name


def read_heads(names: Sequence[str], source: Path, known: Names) -> Heads:
    """Tell the facts from what is only kept.

    Raises
    ------
    InputError
        A fact that stands twice, too many columns, or none that is a fact, with the nearest one.
    """
    where = f"{source}:1"
    if len(names) > MOST:
        raise InputError(Problem("too_many_columns", where, {"found": len(names), "limit": MOST}))
    facts = {at: fact for at, name in enumerate(names) if (fact := known.called(name))}
    if not facts:
        near = next(filter(None, (nearest(name, known.every()) for name in names)), "")
        raise InputError(Problem("no_fact_column", where, {"found": listed(names), "nearest": near}))
    ids = [fact.id for fact in facts.values()]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise InputError(Problem("duplicate_key", where, {"found": one}) for one in twice)
    return Heads(tuple(names), facts, known)


def listed(names: Iterable[str]) -> str:
    """Names in one line, the first of many."""
    shown = [*names]
    return ", ".join([*shown[:12], "…"] if len(shown) > 12 else shown)
