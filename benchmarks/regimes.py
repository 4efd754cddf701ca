"""How many cases a second the regimes decide, and what other means need for the announced rule: see README.md."""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from tregua.regimes.case_files import decide_file
from tregua.regimes.columns import Column, Decided, column, decide_columns
from tregua.regimes.decide import decide
from tregua.regimes.distinct_values import distinct_values
from tregua.regimes.fact import Value
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.rules import Rules
from tregua.show.words.decision import decision_record

try:
    import zen
except ModuleNotFoundError:
    zen = None

ANNOUNCED = ("P1", "P2", "P3", "P4")
CASES = 4_000_000
FEW = 200_000  # for what decides one case after another
REPEATS = 7
FACTS = {"negotiated": True, "stopped_definitively": True, "reoffended": False}
Cases = dict[str, Column]


def values_of(rules: Rules) -> dict[str, list[Value | None]]:
    """What each fact may be: every value that the rows can tell apart, and unknown."""
    return {name: [None, *values] for name, values in distinct_values([rules]).items()}


def codes(rules: Rules, size: int) -> dict[str, Any]:
    """For each fact, a position in its values, drawn evenly."""
    generator = np.random.Generator(np.random.Philox(2022))
    return {name: generator.integers(0, len(values), size) for name, values in values_of(rules).items()}


def columns_in_memory(rules: Rules, size: int) -> Cases:
    """Random cases as columns."""
    values = values_of(rules)
    return {name: column(rules.fact(name), values[name])[places] for name, places in codes(rules, size).items()}


def with_dates(columns: Cases, size: int) -> Cases:
    """The same cases, each decided on a day of its own between 2004 and 2026."""
    generator = np.random.Generator(np.random.Philox(2026))
    days = np.datetime64("2004-01-01") + generator.integers(0, 22 * 365, size)
    return {**columns, "decision_date": days.astype("datetime64[D]")}


def write_parquet(rules: Rules, size: int, path: Path) -> None:
    """The same cases as a file."""
    values = values_of(rules)
    arrays = {name: pa.array(values[name]).take(pa.array(places)) for name, places in codes(rules, size).items()}
    pq.write_table(pa.table(arrays), path)


def on_threads(rules: Rules, columns: Cases, threads: int) -> list[Decided]:
    """The cases decided in equal parts, one a thread."""
    size = len(next(iter(columns.values())))
    edges = np.linspace(0, size, threads + 1).astype(int)
    parts = [{name: values[low:high] for name, values in columns.items()} for low, high in pairwise(edges)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda part: decide_columns(rules, part), parts))


def if_chain(case: Mapping[str, bool | None]) -> str:
    """The announced rule as somebody would write it by hand; outcome only, without row or missing facts."""
    negotiated, stopped, reoffended = case["negotiated"], case["stopped_definitively"], case["reoffended"]
    if negotiated and reoffended:
        return "DELIVERED_NO_NEGOTIATION"
    if negotiated and stopped:
        return "NOT_EXTRADITED_BENEFIT"
    if negotiated is False:
        return "DELIVERED"
    return "UNDETERMINED"


def zen_table() -> Callable[[Any], str]:
    """The announced rule as a decision table of zen-engine, read once; outcome only."""
    inputs = {"n": "negotiated", "s": "stopped_definitively", "r": "reoffended"}
    rows = [
        {"_id": "P1", "n": "true", "s": "", "r": "true", "o": '"DELIVERED_NO_NEGOTIATION"'},
        {"_id": "P2", "n": "true", "s": "true", "r": "", "o": '"NOT_EXTRADITED_BENEFIT"'},
        {"_id": "P3", "n": "false", "s": "", "r": "", "o": '"DELIVERED"'},
        {"_id": "P4", "n": "", "s": "", "r": "", "o": '"UNDETERMINED"'},
    ]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": one, "name": field, "field": field} for one, field in inputs.items()],
        "outputs": [{"id": "o", "name": "extradition", "field": "extradition"}],
        "rules": rows,
    }
    graph = {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }
    content = zen.ZenDecisionContent(json.dumps(graph))
    engine = zen.ZenEngine({"loader": lambda _: content})
    return lambda case: engine.evaluate("announced", case)["result"]["extradition"]


def zen_expression() -> Callable[[Any], str]:
    """The announced rule as one compiled expression of zen-engine."""
    compiled = zen.compile_expression(
        'negotiated == true and reoffended == true ? "DELIVERED_NO_NEGOTIATION" : '
        'negotiated == true and stopped_definitively == true ? "NOT_EXTRADITED_BENEFIT" : '
        'negotiated == false ? "DELIVERED" : "UNDETERMINED"'
    )
    return compiled.evaluate


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The best time [s] of several, after one that warms up."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def median_ms(work: Callable[[], object], calls: int = 200) -> float:
    """The median time of one call [ms], warm."""
    work()
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def show(name: str, rate: float, goal: float | None = None) -> None:
    verdict = "" if goal is None else f"   goal {goal:,.0f}: {'met' if rate >= goal else 'MISSED'}"
    print(f"{name:58}{rate:>14,.0f} cases/s{verdict}")


def in_memory() -> None:
    """Every regime on columns in memory; goals for the announced rule and for the slowest."""
    rates = {}
    for name in regimes():
        rules = load_rules(name)
        size = CASES // 4 if name != "petro_2022" else CASES
        plain = columns_in_memory(rules, size)
        for dated, columns in ((False, plain), (True, with_dates(plain, size))):
            for threads in (2, 1):
                rates[name, threads, dated] = size / best(lambda: on_threads(rules, columns, threads), 5)  # noqa: B023
    goals = {2: 5e6, 1: None}
    for dated, words in ((False, ""), (True, ", on days of their own")):
        for threads in (2, 1):
            show(f"petro_2022{words}, threads: {threads}", rates["petro_2022", threads, dated], goals[threads])
    largest = max(regimes(), key=lambda name: len(load_rules(name).rules) * len(load_rules(name).facts))
    slowest = min(regimes(), key=lambda name: rates[name, 2, True])
    for name, words in {slowest: "the slowest", largest: "the largest"}.items():
        rules = load_rules(name)
        size = f"{len(rules.rules)} rows, {len(rules.facts)} facts"
        print(f"{name}: {words}, {size}")
        for dated, on in ((False, ""), (True, ", on days of their own")):
            for threads in (2, 1):
                goal = 1e6 if threads == 2 else None
                show(f"{name}{on}, threads: {threads}", rates[name, threads, dated], goal)


def from_file_to_file() -> None:
    """From file to file, with all columns kept."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("petro_2022", "ordinary"):
            for suffix in ("parquet", "csv"):
                source, target = (Path(folder) / f"{one}.{suffix}" for one in ("in", "out"))
                if suffix == "parquet":
                    write_parquet(load_rules(name), CASES // 4, source)
                else:
                    pa_csv.write_csv(pq.read_table(source.with_suffix(".parquet")), source)
                took = best(lambda: decide_file(name, source, target), 3)  # noqa: B023
                show(f"{name}, {suffix} to {suffix}, {CASES // 4:,} cases", CASES // 4 / took, 2.5e5)


def one_case() -> None:
    """One explained case."""
    full = max(regimes(), key=lambda name: len(load_rules(name).facts))
    some = {name: values[0] for name, values in list(distinct_values([load_rules(full)]).items())[:6]}
    for name, facts in {"petro_2022": FACTS, full: some}.items():
        for with_flips, goal in ((False, 1), (True, 50)):
            took = median_ms(lambda: decision_record(decide(name, facts, with_flips=with_flips)))  # noqa: B023
            label = f"one case of {name}, {'with' if with_flips else 'without'} flips"
            print(f"{label:58}{took:>14.3f} ms        goal {goal}: {'met' if took < goal else 'MISSED'}")


def beside_others() -> None:
    """The announced rule (rows P1 to P4) on one thread: its answers must be the same everywhere."""
    rules = load_rules("petro_2022").only(ANNOUNCED)
    columns = columns_in_memory(rules, CASES)
    few = {name: values[:FEW] for name, values in columns.items()}
    cases = [
        dict(zip(few, (None if one < 0 else bool(one) for one in row), strict=True))
        for row in zip(*few.values(), strict=True)
    ]
    decided = decide_columns(rules, few)
    ours = [decided.values["extradition"][code] for code in decided.outcomes["extradition"]]
    rate = CASES / best(lambda: decide_columns(rules, columns))
    show("rows P1 to P4 alone, in memory, one thread", rate)
    peers = {"a plain Python if-chain": if_chain}
    if zen is None:
        print("zen-engine is not installed: pip install zen-engine, and run again")
    else:
        peers |= {"zen-engine, a decision table": zen_table(), "zen-engine, one expression": zen_expression()}
    for name, peer in peers.items():
        assert [peer(case) for case in cases] == ours, name
        there = FEW / best(lambda: [peer(case) for case in cases], 3)  # noqa: B023
        show(name, there)
        print(f"{'':58}{rate / there:>14,.1f} times as many by the rows of the regime")


if __name__ == "__main__":
    print(f"{os.cpu_count()} cores, NumPy {np.__version__}, PyArrow {pa.__version__}\n")
    in_memory()
    from_file_to_file()
    one_case()
    beside_others()
