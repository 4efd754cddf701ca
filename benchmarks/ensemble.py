"""Write the ensemble that comes with the package: the lab conditioned on all that was observed before runs start."""

import sys

from tregua.analysis.calibrate import PATH, calibrate, ship


def say(done: int, total: int) -> None:
    print(f"\r{100 * done // total} %", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    made = calibrate(progress=say)
    ship(made)
    print(f"\n{made.version}: {len(made.combinations)} combinations, {PATH.stat().st_size / 2**20:.2f} MiB")
