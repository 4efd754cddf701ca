"""Whether the commands still give the answers of a stored digest: see README.md.

python benchmarks/same_answers.py [--write] [--keep FOLDER] [--only WORD]
"""

import argparse
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

DIGESTS = Path(__file__).with_suffix(".json")
CASE = "negotiated: true\nstopped_definitively: true\nreoffended: false\n"
REGIMES = [
    "acuerdo_2016",
    "ley_1908",
    "ley_2272",
    "ley_975",
    "ordinary",
    "petro_2022",
    "pl_002_2025",
    "pl_288_2023",
    "s1_2022",
    "s2_2022",
]
AUDITED = [[one] for one in REGIMES] + [["s1_2022", "s2_2022"], ["petro_2022", "ordinary"]]
LOGS = [
    "buenaventura",
    "cneb",
    "comuneros_del_sur",
    "egc",
    "eln",
    "embf",
    "emc",
    "medellin",
    "quibdo",
    "segunda_marquetalia",
]


def commands() -> Iterator[str]:
    """Each command that is held, as one line; OUT, CASE and PAGE stand for paths that are not part of the answer."""
    for language in ("en", "es"):
        for form in ("--json", ""):
            lang = f"--lang {language} {form}".strip()
            yield f"compare --out OUT {lang}"
            own = "--year 2028 --draws 120 --seed 3 --assume pay_elasticity=0"
            yield f"compare mano-dura alliance {own} --out OUT {lang}"
            yield from (f"decide --regime {one} CASE {lang}" for one in REGIMES)
            for audited in AUDITED:
                yield f"audit {' '.join(audited)} {lang}"
            yield from (f"diff {a} {b} {lang}" for a, b in itertools.pairwise(REGIMES))
            yield f"diff pl_288_2023 pl_002_2025 {lang}"
            yield from (f"process {one} {lang}" for one in LOGS)
            yield from (
                f"{one} {lang}" for one in ("claims", "promises", "estimates", "series", "levers", "parameters")
            )
            yield from (f"claim C{number} {lang}" for number in range(1, 19))
            yield from (f"claim D{number} {lang}" for number in range(1, 13))
            yield from (f"promise {one} {lang}" for one in ("E2", "E1", "A17", "A1"))
            yield from (f"regimes show {one} {lang}" for one in REGIMES)
            yield f"claim C7 --run {lang}"
            yield f"regimes {lang}"
            yield f"trace {lang}"
        yield f"claims --html PAGE --lang {language}"
        yield f"regimes show petro_2022 --html PAGE --lang {language}"
        yield f"claim C4 --cite apa --lang {language}"
        yield f"series --check --lang {language}"
        yield f"run alliance --draws 50 --out OUT --lang {language}"
    yield "reproduce --json"
    yield "reproduce lessing tragler_2001 --lang es"
    yield "reproduce lessing --html PAGE"


def answer(command: str, folder: Path) -> str:
    """What a command prints and the page that it writes, without version, hashes, and the paths of this run."""
    made = Path(tempfile.mkdtemp(dir=folder))
    paths = {"OUT": made / "out", "PAGE": made / "page.html", "CASE": folder / "case.yaml"}
    words = [str(paths.get(word, word)) for word in command.split()]
    environment = {**os.environ, "COLUMNS": "120", "PYTHONHASHSEED": "0"}
    tregua = Path(sys.executable).with_name("tregua")
    done = subprocess.run([tregua, *words], capture_output=True, text=True, env=environment, check=False)
    page = made / "page.html"
    said = "\n".join([f"exit {done.returncode}", done.stdout, *([page.read_text("utf-8")] if page.exists() else [])])
    said = re.sub(rf"{re.escape(str(made))}\S*", "MADE", said.replace("\n" + str(made), " MADE"))
    return re.sub(rf"\b(?=[0-9]*[a-f])[0-9a-f]{{12}}\b|\b{re.escape(version('tregua'))}\b", "#", said)


def main() -> int:
    """Compare every answer with its digest, or write the digests; returns 1 where an answer differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    held = [one for one in commands() if chosen.only in one]
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(2) as pool:
        folder = Path(name)
        (folder / "case.yaml").write_text(CASE, "utf-8")
        answers = dict(zip(held, pool.map(lambda one: answer(one, folder), held), strict=True))
    if chosen.keep:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        for command, said in answers.items():
            (chosen.keep / (re.sub(r"\W+", "_", command) + ".txt")).write_text(said, "utf-8")
    found = {command: hashlib.sha256(said.encode()).hexdigest()[:16] for command, said in answers.items()}
    stored = json.loads(DIGESTS.read_text("utf-8"))
    if chosen.write:
        DIGESTS.write_text(json.dumps(stored | found, indent=1) + "\n", "utf-8")
        return 0
    differing = [command for command, digest in found.items() if stored.get(command) != digest]
    print(*(f"differs: {command}" for command in differing), sep="\n")
    print(f"{len(found) - len(differing)} of {len(found)} answers are the same bytes")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
