"""A Dask cluster of this machine whose parts can be killed; a supervisor starts workers again, as elsewhere."""

import os
import random
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

DASK = str(Path(sys.executable).with_name("dask"))
HOST = "127.0.0.1"


class OwnCluster:
    """A scheduler and workers of one thread, each a process that can be killed."""

    def __init__(self, workers: int = 2) -> None:
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.address = f"tcp://{HOST}:{free.getsockname()[1]}"
        self.ended = Event()
        self.scheduler = self._scheduler()
        self.workers = [self._worker() for _ in range(workers)]
        self.supervisor = Thread(target=self._supervise, daemon=True)
        self.supervisor.start()

    def __enter__(self) -> "OwnCluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.supervisor.join()
        for one in (*self.workers, self.scheduler):
            one.kill()
            one.wait()

    def kill_worker(self, chance: random.Random) -> None:
        """Kill one of the workers."""
        chance.choice(self.workers).kill()

    def restart_scheduler(self, away: float = 1.0) -> None:
        """Kill the scheduler and start another at the same address."""
        self.scheduler.kill()
        self.scheduler.wait()
        time.sleep(away)
        self.scheduler = self._scheduler()

    def _supervise(self) -> None:
        while not self.ended.wait(0.2):
            self.workers = [one if one.poll() is None else self._worker() for one in self.workers]

    def _scheduler(self) -> "subprocess.Popen[bytes]":
        port = self.address.rpartition(":")[2]
        return _started("scheduler", "--host", HOST, "--port", port, "--no-dashboard")

    def _worker(self) -> "subprocess.Popen[bytes]":
        return _started("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", HOST)


def _started(*words: str) -> "subprocess.Popen[bytes]":
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([DASK, *words], env={**os.environ, "OMP_NUM_THREADS": "1"}, **quiet)
