"""A sample of the mutants of the lab's equations dies; all of them are run by `benchmarks/mutants.py`."""

import subprocess
import sys
from pathlib import Path

import yaml

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "mutants.py"


def test_a_sample_of_mutants_is_noticed() -> None:
    """Among them `+ removed` in the coca equation, which once passed every test of the lab."""
    command = [sys.executable, str(SCRIPT), "--sample", "12"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("12 of 12 mutants killed")


def test_every_survivor_of_the_last_run_is_explained() -> None:
    result = yaml.safe_load(SCRIPT.with_suffix(".yaml").read_text("utf-8"))
    assert result["killed"] >= 0.95 * result["mutants"]
    assert result["mutants"] - result["killed"] == len(result["survivors"])
    assert all(survivor["because"] for survivor in result["survivors"])
