"""Where chunks of work are computed: on threads of this machine, or by the workers of a Dask cluster.

A chunk is a pure function of its job and of which part of it is meant. So whoever computes it, how often and in what
order changes no byte, and nothing but the number of those that wait depends on the place.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, TypeVar

from tregua.catalogue.errors import InputError, Problem
from tregua.lab.resources import cores as usable_cores

INSTALL = "python3 -m pip install --require-hashes -r requirements-cluster.lock"
WAITING = 2  # chunks a thread, in work or done and not yet taken
Task = TypeVar("Task")
Result = TypeVar("Result")


class Place(Protocol):
    """What computes chunks."""

    def computed(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """What `work` makes of each task, as it is ready."""


_places: list[Place] = []  # that were opened; the last one counts
alone = True  # whether this process has the machine to itself; a worker of a cluster shares it with others


def cores() -> int:
    """How many threads this process should compute on."""
    return usable_cores().usable if alone else 1


def shared() -> bool:
    """Whether chunks are computed by others than this process."""
    return bool(_places)


def computed(
    work: Callable[[Task], Result], tasks: Iterable[Task], threads: int | None = None
) -> Iterator[tuple[Task, Result]]:
    """What `work` makes of each task, as it is ready; few are held at a time, so what comes must be taken.

    Parameters
    ----------
    work : a pure function, of a module's own so that it can be sent to another machine, or a `partial` of one
    threads : how many where the work is done here, `cores` if not given
    """
    place = _places[-1] if _places else Threads(threads or cores())
    yield from place.computed(work, tasks)


def in_order(results: Iterable[tuple[Task, Result]], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
    """Results in the order of their tasks; those that come early are held."""
    early: dict[Task, Result] = {}
    coming = iter(results)
    for task in tasks:
        while task not in early:
            early.update([next(coming)])
        yield task, early.pop(task)


class Threads:
    """Threads of this machine."""

    def __init__(self, number: int) -> None:
        self.number = number

    def computed(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """What `work` makes of each task, as it is ready."""
        left = deque(tasks)
        pending: dict[Future[Result], Task] = {}
        with ThreadPoolExecutor(self.number) as pool:
            try:
                while left or pending:
                    for _ in range(min(len(left), WAITING * self.number - len(pending))):
                        task = left.popleft()
                        pending[pool.submit(work, task)] = task
                    for future in wait(pending, return_when=FIRST_COMPLETED).done:
                        yield pending.pop(future), future.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def on(address: str | None) -> Iterator[None]:
    """Let chunks be computed on a Dask cluster while the block lasts; on threads of this machine where none is named.

    Parameters
    ----------
    address : of a scheduler (``tcp://HOST:PORT``), the file that it wrote (``….json``), or ``local:N`` for so many
        processes of this machine

    Raises
    ------
    InputError
        When dask is not installed, the address is none, or nobody answers there.
    """
    if address is None:
        yield
        return
    if any(find_spec(name) is None for name in ("dask", "distributed")):
        raise InputError(Problem("no_cluster", "--dask", {"command": INSTALL}))
    with import_module("tregua.lab.cluster").opened(address) as cluster:
        _places.append(cluster)
        try:
            yield
        finally:
            _places.pop()
