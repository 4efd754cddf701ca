"""The rows that a file of decision tables makes, and what of it could not be taken over."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.said import Said
from tregua.regimes.exchange.cells import Columns, OwnFact, Read, slug
from tregua.regimes.exchange.feel import Day, Name, NotSimpleError, read_end, read_tests
from tregua.regimes.exchange.read_dmn import DecisionTable, Line, Model, Output
from tregua.regimes.fact import fold
from tregua.regimes.rules import DATE
from tregua.regimes.schema import KINDS, OUTCOMES, UNDETERMINED, Kind

HIT_POLICIES = ("UNIQUE", "FIRST", "ANY", "PRIORITY")
FOREIGN: Kind = "status"
"""The kind of outcome of a decision whose name is none of ours."""
ANSWERED = ("rule", "missing", "in_force", "refused", "on", "provisional")
"""What an answer or a case names beside kinds of outcome and details."""
Given = int | float | str


@dataclass(frozen=True)
class Decides:
    """What a line gives: an outcome, and details."""

    outcome: str | None
    details: tuple[tuple[str, Given], ...] = ()


@dataclass
class DraftRow:
    """A row: for each of its outcomes the condition, and what is noted of it."""

    id: str
    kind: str
    branches: list[tuple[str | None, Decides]]
    line: int
    notes: dict[str, str] = field(default_factory=dict)


@dataclass
class Draft:
    """A law as a file of tables gives it."""

    model: Model
    facts: list[OwnFact]
    rows: list[DraftRow]
    outcomes: dict[str, dict[str, str]]
    """For each kind of outcome those of one's own, with their texts."""
    details: dict[str, str]
    parameters: dict[str, str]
    left: list[Said]
    in_force: tuple[str | None, str | None] = (None, None)
    """From when until when our own tables say that their rows are."""
    id: str = ""


def draft_of(model: Model, headings: Mapping[str, str], deciders: Mapping[str, str]) -> Draft:
    """Take over what can be.

    Parameters
    ----------
    headings
        What our own files note under each heading: `article`, `decider`, ...
    deciders
        Who decides, by the words in which our own files say it.

    Raises
    ------
    InputError
        When no table of the file can be.
    """
    left = [Said(f"exchange.left.{key}", {"name": name, "line": line}) for key, name, line in model.left]
    columns = Columns(model)
    found = Draft(model, [], [], {}, {}, {}, left)
    taken: set[str] = set()
    for table in model.tables:
        if table.hit_policy not in HIT_POLICIES:
            left.append(Said("exchange.left.policy", {"name": table.name, "policy": table.hit_policy}))
            continue
        kind = _kind(table, model)
        if kind in taken:
            left.append(Said("exchange.left.decision", {"name": table.name}))
            continue
        taken.add(kind)
        _Rows(found, columns, table, kind, headings, deciders).add()
    if not found.rows:
        policies = ", ".join(dict.fromkeys(table.hit_policy for table in model.tables))
        raise InputError(Problem("nothing_taken", "", {"found": policies, "expected": ", ".join(HIT_POLICIES)}))
    found.facts = list(columns.facts.values())
    left += columns.left
    return found


def _kind(table: DecisionTable, model: Model) -> str:
    name = fold(table.name).removeprefix("outcome_")
    return name if name in KINDS or (model.is_ours and name == "details") else FOREIGN


class _Rows:
    """The rows of one table."""

    def __init__(
        self,
        draft: Draft,
        columns: Columns,
        table: DecisionTable,
        kind: str,
        headings: Mapping[str, str],
        deciders: Mapping[str, str],
    ) -> None:
        self.draft, self.columns, self.table, self.kind = draft, columns, table, kind
        self.names = [fold(one.name) for one in table.outputs]
        self.row_at = self.names.index("row") if draft.model.is_ours and "row" in self.names else None
        self.outcome_at = self._outcome_at()
        self.details = self._detail_names()
        self.headings, self.deciders = headings, deciders

    def _outcome_at(self) -> int | None:
        if self.kind == "details":
            return None
        wanted = ("outcome", self.kind, fold(self.table.name))
        others = (at for at in range(len(self.names)) if at != self.row_at)
        return next((self.names.index(one) for one in wanted if one in self.names), next(others, None))

    def _detail_names(self) -> list[str]:
        """What the details of each output are called: apart from each other and from what else an answer names."""
        found: list[str] = []
        for at, output in enumerate(self.table.outputs, 1):
            name = slug(output.name, f"output_{at}")
            if name in (*found, *KINDS, *ANSWERED):
                name = f"output_{at}_{name}"
            found.append(name)
        return found

    def add(self) -> None:
        """Add the rows of the table to the draft."""
        read = self.columns.read(self.table)
        taken = {row.id for row in self.draft.rows}
        for key, group in groupby(enumerate(self._lines(), 1), lambda one: self._id(*one)):
            lines = [line for _, line in group]
            branches = []
            for decides, same in groupby(((self._decides(one), one) for one in lines), lambda one: one[0]):
                branches.append((self._any_of([self._condition(read, one) for _, one in same]), decides))
            if self._is_last(lines[-1], branches) or self._is_about_time(lines[0]):
                continue
            name = next(one for one in self._ids(key) if one not in taken)
            taken.add(name)
            self.draft.rows.append(DraftRow(name, self.kind, branches, lines[0].line, self._notes(lines[0])))
        self._defaults(taken)

    def _lines(self) -> list[Line]:
        """The lines in the order of reading: their own, or under PRIORITY that of the values that they give."""
        if self.table.hit_policy != "PRIORITY":
            return list(self.table.lines)
        orders = [_order(one) for one in self.table.outputs]
        return sorted(
            self.table.lines,
            key=lambda line: [order.get(given, len(order)) for order, given in zip(orders, line.results, strict=True)],
        )

    def _id(self, number: int, line: Line) -> str:
        if self.row_at is not None:
            return line.results[self.row_at].strip('"')
        return f"R{number}"

    def _ids(self, key: str) -> Iterator[str]:
        plain = key if re.fullmatch(r"[A-Za-z][\w.-]*", key, re.ASCII) else "R"
        yield plain
        yield f"{plain}_{self.kind}"
        yield from (f"{plain}_{self.kind}_{number}" for number in range(2, len(self.draft.rows) + 3))

    def _is_last(self, line: Line, branches: list[tuple[str | None, Decides]]) -> bool:
        """The line that our own tables end with: what is undetermined without it too."""
        is_last = self.draft.model.is_ours and line is self.table.lines[-1]
        return is_last and branches in ([(None, Decides(UNDETERMINED))], [(None, Decides(None))])

    def _is_about_time(self, line: Line) -> bool:
        """The line with which our own tables begin where their rows are in force on some days only."""
        if not self.draft.model.is_ours or line is not self.table.lines[0] or self._id(0, line):
            return False
        days = {one.expression: test for one, test in zip(self.table.inputs, line.tests, strict=True) if test != "-"}
        for piece in read_tests(days.get(DATE, "")).any_of if days.keys() == {DATE} else ():
            if isinstance(piece[0].end, Day):
                since, until = self.draft.in_force
                day = piece[0].end.iso
                self.draft.in_force = (day, until) if piece[0].sign == "<" else (since, day)
        return True

    def _condition(self, read: list[Read], line: Line) -> str | None:
        cells = (self.columns.condition(column, cell, line.line) for column, cell in zip(read, line.tests, strict=True))
        return " and ".join(dict.fromkeys(one for one in cells if one)) or None

    def _any_of(self, conditions: list[str | None]) -> str | None:
        if None in conditions:
            return None
        listed = list(dict.fromkeys(one for one in conditions if one))
        return listed[0] if len(listed) == 1 else " or ".join(f"({one})" if " " in one else one for one in listed)

    def _decides(self, line: Line) -> Decides:
        outcome, details = None, []
        for at, (output, written) in enumerate(zip(self.table.outputs, line.results, strict=True)):
            if at == self.outcome_at:
                outcome = self._outcome(written, line.line)
            elif at != self.row_at and (value := self._detail(written, line.line)) is not None:
                name = self.details[at]
                self.draft.details.setdefault(name, output.name or name)
                details.append((name, value))
        return Decides(outcome, tuple(details))

    def _outcome(self, written: str, line: int) -> str:
        if written in ("", "-", "null"):
            return UNDETERMINED
        end = self._end(written, line)
        if end is None:
            return UNDETERMINED
        shown = end.iso if isinstance(end, Day) else str(end)
        if shown in OUTCOMES[self.kind]:
            return shown
        word = slug(shown, "value").upper()
        own = self.draft.outcomes.setdefault(self.kind, {})
        while word in OUTCOMES[self.kind] or own.get(word, shown) != shown:
            word += "_"
        own[word] = shown
        return word

    def _end(self, written: str, line: int) -> bool | int | float | str | Day | None:
        """The value that a cell gives; None, and told as left over, where it is more than a value."""
        try:
            end = read_end(written)
        except NotSimpleError:
            end = Name(written)
        if isinstance(end, Name):
            self.draft.left.append(Said("exchange.left.output", {"cell": written, "line": line}))
            return None
        return end

    def _detail(self, written: str, line: int) -> Given | None:
        if written in ("", "-", "null"):
            return None
        parted = re.fullmatch(r"(\w+)(?: / ([1-9][0-9]*))?", written)
        if parted and (fact := self.columns.number(parted[1])):
            return f"{fact} / {parted[2]}" if parted[2] else fact
        end = self._end(written, line)
        if end is None:
            return None
        if isinstance(end, int | float) and not isinstance(end, bool):
            return end
        word = end.iso if isinstance(end, Day) else str(end)
        return word if re.fullmatch(r"[A-Z][A-Z0-9_]*", word) else self._parameter(word)

    def _parameter(self, word: str) -> str:
        """The parameter whose value is a word that a detail could not say by itself."""
        named = self.draft.parameters
        name = f"given_{slug(word, 'value')}"
        while named.setdefault(name, word) != word:
            name += "_"
        return name

    def _notes(self, line: Line) -> dict[str, str]:
        """What is noted of a line: under our own headings as what it is, anything else as its reason."""
        found: dict[str, str] = {}
        others = []
        headings = (*self.table.annotations, *("" for _ in line.notes))
        for heading, said in zip(headings, line.notes, strict=False):
            known = self.headings.get(heading) if self.draft.model.is_ours else None
            if known and said:
                found[known] = said
            elif said:
                others.append(said)
        if found.get("decider") in self.deciders:
            found["decider"] = self.deciders[found["decider"]]
        else:
            found.pop("decider", None)
        if others:
            found["reason"] = "; ".join(others)
        return found

    def _defaults(self, taken: set[str]) -> None:
        """What the table gives where no line fits, as a row that always applies."""
        given = tuple(one.default for one in self.table.outputs)
        if any(given):
            line = Line("", (), given, (), self.table.lines[-1].line)
            name = next(one for one in self._ids("otherwise") if one not in taken)
            self.draft.rows.append(DraftRow(name, self.kind, [(None, self._decides(line))], line.line))


def _order(output: Output) -> dict[str, int]:
    try:
        listed = read_tests(output.values).any_of
    except NotSimpleError:
        return {}
    shown = [piece[0].end for piece in listed]
    return {f'"{one}"' if isinstance(one, str) else str(one).lower(): at for at, one in enumerate(shown)}


def own_facts(facts: Iterable[OwnFact]) -> list[OwnFact]:
    """The facts that the package does not have."""
    return [one for one in facts if not one.known]
