"""A result as a frame of pandas: the table that `--csv` writes."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from tregua.analysis.doctor import Health
from tregua.lab.cell import Comparison
from tregua.regimes.decide import Decision
from tregua.regimes.process import Process
from tregua.show.notebook.answers import answer_of
from tregua.show.table.answers import answer_table, flat
from tregua.show.table.shape import Table, table_of
from tregua.show.words.decision import decision_record
from tregua.show.words.doctor import rows
from tregua.show.words.process import process_record
from tregua.text import Language

if TYPE_CHECKING:
    import pandas as pd


def frame(result: object, language: Language) -> "pd.DataFrame":
    """The rows of a result; of one that holds no list, one row of its fields."""
    import pandas as pd

    table = table_of_result(result, language)
    return pd.DataFrame(list(table.rows), columns=list(table.columns))


def table_of_result(result: object, language: Language) -> Table:
    """The same as a table."""
    if answer := answer_of(result, language):
        schema, record = answer
        return answer_table(schema, record, language, str(record.get("command", "")))
    match result:
        case Decision():
            records = decision_record(result, language)["chain"]
        case Process():
            records = process_record(result, language)["history"]
        case Health():
            records = [{"about": about, "found": found} for about, found in rows(result, language)]
        case Comparison():
            records = [_fields(one) for one in result.alternatives]
        case Mapping():
            records = [{"id": name, **_fields(one)} for name, one in result.items()]
        case _:
            records = [_fields(result)]
    return table_of({name: flat(value, language) for name, value in one.items()} for one in records)


def _fields(record: Any) -> dict[str, Any]:
    names = [one.name for one in fields(record)] if is_dataclass(record) else [*type(record).model_fields]
    values = {name: getattr(record, name) for name in names}
    return {name: value if _simple(value) else repr(value) for name, value in values.items()}


def _simple(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_simple(one) for one in value)
    if isinstance(value, Mapping):
        return all(_simple(one) for one in value.values())
    return value is None or isinstance(value, str | int | float | bool)
