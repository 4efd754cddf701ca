"""A sample of changes of the law is noticed; all of them, and of the code, are run by scripts in `benchmarks/`."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SCRIPT = BENCHMARKS / "law_mutants.py"


def test_a_sample_of_changes_of_the_law_is_noticed() -> None:
    command = [sys.executable, str(SCRIPT), "--sample", "60", "--seed", "3"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert done.stdout.splitlines()[0].endswith(" of 60 changes of the law noticed")


@pytest.mark.parametrize(("name", "share"), [("law_mutants", 1.0), ("law_code_mutants", 0.9)])
def test_enough_mutants_of_the_last_run_were_noticed_and_every_survivor_is_explained(name: str, share: float) -> None:
    result = yaml.safe_load((BENCHMARKS / f"{name}.yaml").read_text("utf-8"))
    explained = [one for one in result["survivors"] if one["because"]]
    assert len(explained) == len(result["survivors"]) == result["mutants"] - result["killed"]
    assert result["killed"] + (len(explained) if share == 1 else 0) >= share * result["mutants"]
