"""A Dask cluster that computes chunks: lost workers and a scheduler that starts again cost time and nothing else.

The job goes to every worker once, also to those that come later; a task names its part of it. What the cluster has lost
is asked for again.
"""

import atexit
import json
import logging
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from secrets import token_hex
from typing import Any

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, WorkerPlugin, get_worker
from distributed.comm.core import CommClosedError
from distributed.deploy.spec import close_clusters
from distributed.security import Security

from tregua.catalogue.errors import InputError, Problem
from tregua.lab import where
from tregua.lab.bind import catalogue_hash
from tregua.lab.where import WAITING, Result, Task
from tregua.version import VERSION

LOCAL = re.compile(r"local:([1-9]\d{0,2})")
SCHEDULER = re.compile(r"(tcp|tls|ws|wss)://\S+:\d+")
PROCESSES = 4  # of this machine, at most, for each of its cores
CONNECT = 20  # seconds until nobody answers
AWAY = 300  # seconds for which a scheduler may be gone, or no worker there
LISTENING = 5  # seconds after which those who wait look whether anybody is there
FEWEST = 8  # tasks that wait even where no worker is there yet, so that a cluster that grows on demand does
MOST_LOST = 2  # times that a task is asked for again over which Dask has seen four workers die
KEEPS_MEMORY = {f"distributed.nanny.pre-spawn-environ.MALLOC_{name}_THRESHOLD_": 2**30 for name in ("TRIM", "MMAP")}
"""Dask has workers give back memory after every array, which makes this work take twice as long."""
LOST = (CancelledError, CommClosedError, TimeoutError, OSError)


class Job(WorkerPlugin):
    """The work of a job, as every worker has it, and the version and catalogues of whoever made it."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work = work
        self.expected = self.here = _installed()

    def setup(self, worker: Any) -> None:
        """Tell the process that it is one of several, and see what it has installed."""
        where.alone = False
        self.here = _installed()


def _installed() -> str:
    return f"{VERSION} {catalogue_hash()}"


def _part(name: str, task: Task) -> Any:
    """A task of a job, in a worker.

    Raises
    ------
    InputError
        When the worker has another version, or other catalogues, than whoever made the job.
    """
    job: Any = get_worker().plugins[name]
    if job.here != job.expected:
        raise InputError(Problem("other_worker", "--dask", {"found": job.here, "expected": job.expected}))
    return job.work(task)


@contextmanager
def opened(address: str) -> Iterator["Cluster"]:
    """The cluster at an address, or one of processes of this machine, which ends with the block.

    Raises
    ------
    InputError
        When the address is none, or nobody answers there.
    """
    for name in [one for one in logging.root.manager.loggerDict if one.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they would say is handled here
    if found := LOCAL.fullmatch(address):
        most = PROCESSES * where.cores()
        if int(found[1]) > most:
            told = {"field": "local", "found": int(found[1]), "expected": f"1 … {most}"}
            raise InputError(Problem("out_of_range", "--dask", told))
        atexit.unregister(close_clusters)  # the block ends it, and an interrupted start is none of a user's business
        with dask.config.set(KEEPS_MEMORY):
            local = LocalCluster(
                n_workers=int(found[1]),
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                silence_logs=50,
                host="127.0.0.1",
            )
        with local, Cluster(local.scheduler_address) as cluster:
            yield cluster
    elif address.endswith(".json") or SCHEDULER.fullmatch(address):
        with Cluster(address) as cluster:
            yield cluster
    else:
        raise InputError(Problem("not_a_cluster", "--dask", {"found": address}))


class Cluster:
    """The workers behind a scheduler."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = self._connected(CONNECT)

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        _close(self.client)

    def computed(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """What `work` makes of each task, as it is ready.

        Raises
        ------
        InputError
            When the scheduler or all workers are gone for minutes, or workers die over one task again and again.
        """
        left, deaths = deque(tasks), Counter[int]()
        self._send(work)
        try:
            while left or self.pending:
                try:
                    self._submit(left)
                    future = self.ready.get(timeout=LISTENING)
                    if future not in self.pending:
                        continue
                    task = self.pending[future]
                    failed = future.exception(timeout=AWAY) if future.status == "error" else None
                    result: Any = None if failed else future.result(timeout=AWAY)
                except Empty:
                    self._check_anybody()
                    for forgotten in [one for one in self.pending if one.status in ("cancelled", "lost")][:1]:
                        self.ready.put(forgotten)
                    continue
                except LOST:
                    left.extendleft(reversed(self.pending.values()))
                    self._send_again(work)
                    continue
                del self.pending[future], future
                self.heard = time.monotonic()
                if isinstance(failed, KilledWorker) and deaths[id(task)] < MOST_LOST:
                    deaths[id(task)] += 1
                    left.append(task)
                elif failed:
                    raise _told(failed, self.address)
                else:
                    yield task, result
        finally:
            self._forget()

    def _send(self, work: Callable[[Any], Any]) -> None:
        """Send a job to all workers, and to those that come later."""
        self.pending: dict[Future[Any], Any] = {}
        self.ready: Queue[Future[Any]] = Queue()
        self.heard = time.monotonic()
        self.threads = 0
        self.name = f"tregua-{token_hex(8)}"
        try:
            self.client.register_plugin(Job(work), name=self.name)
        except LOST:
            self._send_again(work)
        except Exception as error:  # a worker tells as text what it could not load
            told = {"reason": str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__}
            raise InputError(Problem("worker_without", "--dask", told)) from None

    def _send_again(self, work: Callable[[Any], Any]) -> None:
        """The same to the scheduler that comes in place of one that is gone."""
        _close(self.client)
        self.client = self._connected(AWAY)
        self._send(work)

    def _submit(self, left: "deque[Any]") -> None:
        """Ask for as many tasks as keep all workers busy."""
        if self.client.status != "running":
            raise CommClosedError("the scheduler is gone")
        self.threads = sum(self.client.nthreads().values())
        for _ in range(min(len(left), max(FEWEST, WAITING * self.threads) - len(self.pending))):
            future = self.client.submit(_part, self.name, left[0], pure=False)
            self.pending[future] = left.popleft()
            future.add_done_callback(self.ready.put)

    def _check_anybody(self) -> None:
        """Refuse to wait any longer where no worker has been there for minutes."""
        if self.threads:
            self.heard = time.monotonic()
        if time.monotonic() - self.heard > AWAY:
            raise InputError(Problem("no_workers", "--dask", {"found": self.address}))

    def _forget(self) -> None:
        """Take back what is not needed any more."""
        with suppress(Exception):  # whatever a cluster says that goes away
            self.client.cancel([*self.pending], force=True)
            self.client.unregister_worker_plugin(self.name)

    def _connected(self, patience: float) -> Client:
        """A client of the scheduler, which may take a while to come."""
        until = time.monotonic() + patience
        while True:
            try:
                return Client(_address(self.address), timeout=CONNECT, set_as_default=False)
            except InputError:
                raise
            except (*LOST, ValueError, KeyError, TypeError) as error:  # a file that is being written is no JSON yet
                if time.monotonic() > until:
                    values = {"found": self.address, "reason": str(error) or type(error).__name__}
                    raise InputError(Problem("no_scheduler", "--dask", values)) from None
                time.sleep(1)


def _address(named: str) -> str:
    """The address of a scheduler that is named by it or by the file that it wrote."""
    address = str(json.loads(Path(named).read_bytes())["address"]) if named.endswith(".json") else named
    if not SCHEDULER.fullmatch(address):
        raise ValueError(address)
    if address.startswith(("tls", "wss")) and Security().get_connection_args("client").get("ssl_context") is None:
        raise InputError(Problem("no_certificates", "--dask", {"found": address}))
    return address


def _close(client: Client) -> None:
    with suppress(Exception):  # whatever a client says whose scheduler is gone
        client.close(timeout=1)


def _told(failed: BaseException, address: str) -> BaseException:
    """What a task failed with, in our words where it is about the workers."""
    if isinstance(failed, KilledWorker):
        return InputError(Problem("workers_die", "--dask", {"found": address}))
    return failed
