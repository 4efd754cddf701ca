"""Run a command of Tregua on workers that Slurm starts.

    python3 examples/cluster/slurm.py 20 compare total-peace --draws 1000000

asks Slurm for 20 jobs of 8 threads, gives `tregua compare total-peace --draws 1000000` the address of their scheduler,
and asks for another job where one has ended before the command. It needs dask-jobqueue; docs/cluster.md tells the rest.
"""

import subprocess
import sys
from contextlib import suppress

THREADS = 8  # of a job, on as many cores
MEMORY = "8GiB"  # of a job: 1 GiB a thread
WALLTIME = "04:00:00"  # a job that ends in the middle of its work costs this work and nothing else
LOOKING = 30  # seconds between two looks at the jobs
SITE = {}  # what your site asks for: queue, account, interface ("ib0"), job_extra_directives (["--constraint=zen4"])


def main(jobs: int, words: list[str]) -> int:
    """Run the command to its end; its exit code."""
    from dask_jobqueue import SLURMCluster

    job = {"cores": THREADS, "processes": 1, "memory": MEMORY, "walltime": WALLTIME, "log_directory": "slurm-logs"}
    job["job_script_prologue"] = [f"export MALLOC_{name}_THRESHOLD_={2**30}" for name in ("TRIM", "MMAP")]
    with SLURMCluster(**job, **SITE) as cluster:
        asked = [sys.executable, "-m", "tregua", *words, "--dask", cluster.scheduler_address]
        interrupted = suppress(KeyboardInterrupt, SystemExit)  # of the first dask-jobqueue makes the second
        with subprocess.Popen(asked) as command, interrupted:
            while command.poll() is None:
                cluster.scale(jobs=jobs)
                with suppress(subprocess.TimeoutExpired):
                    command.wait(LOOKING)
    return command.returncode


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
