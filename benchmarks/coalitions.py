"""How long the exact games of coalitions take: nineteen players that differ, twenty alike.

29 November 2026; two virtual cores, shared with other work; Python 3.11, NumPy 2.4; best of three:

    19 that differ, payoffs                              1.214 s
    19 that differ, what holds                           0.034 s
    19 that differ, what holds, transfers, unanimity     0.387 s
    19 that differ, Shapley value                        0.026 s
    20 alike, payoffs, what holds, foresight             0.003 s
    19 that differ, all of it                            1.661 s   goal 10: met
    memory, most                                           200 MB
    19 that differ, numbers that do not fit (object)    20.132 s

The last line is of `--wide`: costs of so many different denominators that payoffs over a common one do not fit in eight
bytes and are reckoned in Python's integers, in 630 MB.
"""

import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from tregua.noise import uniforms
from tregua.states.foresight import farsighted
from tregua.states.game import MOST_BY_MASK, Game, Symmetric, payoff_table
from tregua.states.sharing import shapley, worth
from tregua.states.stability import Rules, among_all, among_sizes

ROUNDS = 3
GOAL = 10  # seconds, for all coalitions of players that differ


def differing(n: int, whole: int) -> Game:
    """Players that differ in all numbers, effects of tenths from −2 to 9.9; costs are multiples of 1 / `whole`."""
    effects = [-2 + Fraction(int(one * 120), 10) for one in uniforms(0, "coalitions m", 0, 0, n * n)]
    costs = [Fraction(1 + int(one * 9 * whole), whole) for one in uniforms(0, "coalitions c", 0, 0, n)]
    rows = tuple(tuple(effects[n * i : n * i + n]) for i in range(n))
    return Game(tuple(map(str, range(n))), rows, tuple(costs), Fraction(1, 2), Fraction(1, 3), 2)


def best(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    found = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return min(found)


def main() -> None:
    game, alike = differing(MOST_BY_MASK, 1), Symmetric(20, 1, 1, 1, p=12)
    table = payoff_table(game)
    work: dict[str, Callable[[], object]] = {
        "19 that differ, payoffs": lambda: payoff_table(game),
        "19 that differ, what holds": lambda: among_all(table),
        "19 that differ, what holds, transfers, unanimity": lambda: among_all(table, Rules("join", "unanimity", True)),
        "19 that differ, Shapley value": lambda: shapley(worth(table)),
        "20 alike, payoffs, what holds, foresight": lambda: (among_sizes(alike), farsighted(alike)),
    }
    print(f"{date.today():%d %B %Y}; payoffs are of type {table.numbers.dtype}")
    times = {name: best(one) for name, one in work.items()}
    for name, seconds in times.items():
        print(f"    {name:50} {seconds:7.3f} s")
    whole = sum(seconds for name, seconds in times.items() if name.startswith("19"))
    print(f"    {'19 that differ, all of it':50} {whole:7.3f} s   goal {GOAL}: {'met' if whole < GOAL else 'missed'}")
    print(f"    {'memory, most':50} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB")
    if "--wide" in sys.argv:
        wide = differing(MOST_BY_MASK, 97)
        begin = time.perf_counter()
        dtype = among_all(payoff_table(wide)).surplus.numbers.dtype
        print(f"    {f'19 that differ, numbers that do not fit ({dtype})':50} {time.perf_counter() - begin:7.3f} s")


if __name__ == "__main__":
    main()
