"""Make a local environment from the lock file, then run Tregua or its tests in it.

python3 start.py compare [...]   install if needed, then `tregua compare ...` (so with every other command)
python3 start.py serve           install what serves the laboratory too, then `tregua serve`
python3 start.py test [...]      install the test tools too, then lint, types, layers and pytest

Only the standard library is used, and the syntax is kept old enough for an old Python to say that it is too old.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
FROM_LOCK = ["--require-hashes", "--only-binary", ":all:", "-r"]
EXTRA = {"serve": "requirements-serve.lock", "test": "requirements-test.lock"}  # what only one command needs
PROJECT = ["--no-deps", "--no-build-isolation", "-e", "."]
MADE = [ROOT / "src/tregua/lab/names.pyi", ROOT / "src/tregua/schema"]  # what `tregua schema` makes and git ignores


def say(english, spanish):
    print(english, spanish, sep="\n", file=sys.stderr, flush=True)


def stop(english, spanish):
    say("Error: " + english, "Error: " + spanish)
    sys.exit(1)


def run(command):
    """Run in the project folder and keep what it prints, for the case that it fails."""
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def must(command, english, spanish):
    """Run a command that has to succeed; show what it said only where it does not."""
    done = run(command)
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        stop(english, spanish)


def fingerprint(name):
    """Hash of a file and of the folder: an environment does not survive being moved."""
    return hashlib.sha256((ROOT / name).read_bytes() + str(ROOT).encode()).hexdigest()


def is_installed(name):
    stamp = VENV / (name + ".sha256")
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == fingerprint(name)


def install(name, arguments):
    """Install one layer, and stamp it only when it is complete."""
    stamp = VENV / (name + ".sha256")
    stamp.unlink(missing_ok=True)
    print("Installing / Instalando: " + name + " ...", file=sys.stderr, flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    must(
        pip + arguments,
        "installing " + name + " failed; the reason stands above. Mend it and run the same command again.",
        "no se pudo instalar " + name + "; la causa está arriba. Corríjala y repita el mismo comando.",
    )
    stamp.write_text(fingerprint(name))


def make_environment():
    """Start from nothing, so that no leftover of an interrupted or older install is taken for complete."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        stop(
            "this Python cannot make environments (on Debian or Ubuntu: apt install python3-venv).",
            "este Python no puede crear entornos (en Debian o Ubuntu: apt install python3-venv).",
        )
    print("Making / Creando: .venv ...", file=sys.stderr, flush=True)
    must(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "the folder .venv could not be made; the reason stands above.",
        "no se pudo crear la carpeta .venv; la causa está arriba.",
    )


def prepare(asked):
    """Install what is missing or out of date; nothing at all when the stamps agree with the files."""
    if not is_installed("requirements.lock"):
        make_environment()
        install("requirements.lock", [*FROM_LOCK, "requirements.lock"])
    if not is_installed("pyproject.toml"):
        install("pyproject.toml", PROJECT)
    extra = EXTRA.get(asked)
    if extra and not is_installed(extra):
        install(extra, [*FROM_LOCK, extra])


def is_made():
    """Whether everything that is made from the sources is there, and no source was changed since."""
    stamp = VENV / "made"
    if not stamp.exists() or not all(path.exists() for path in MADE):
        return False
    sources = [path for path in (ROOT / "src").rglob("*") if path.suffix in (".py", ".yaml")]
    return max(path.stat().st_mtime_ns for path in [*MADE, *sources]) <= stamp.stat().st_mtime_ns


def make():
    """Make what is not committed; where the sources are wrong, the command or the tests will say so themselves."""
    if not is_made() and run([str(BIN / "tregua"), "schema"]).returncode == 0:
        (VENV / "made").touch()


def test(arguments):
    """Run every check, pytest last, and return 1 if any of them failed."""
    failed = False
    for step in ("ruff check", "ruff format --check", "mypy", "lint-imports"):
        command = step.split()
        done = run([str(BIN / command[0]), *command[1:]])
        if done.returncode:
            failed = True
            sys.stdout.write(done.stdout.decode(errors="replace"))
        print(step + (": FAILED" if done.returncode else ": ok"), flush=True)
    return subprocess.call(
        [str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "loadgroup", *arguments], cwd=ROOT
    ) or int(failed)


def main():
    if sys.version_info < (3, 11):
        stop(
            "Tregua needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".",
            "Tregua necesita Python 3.11 o posterior; este es " + sys.version.split()[0] + ".",
        )
    arguments = sys.argv[1:]
    asked = "".join(arguments[:1])
    prepare(asked)
    make()
    if asked == "test":
        sys.exit(test(arguments[1:]))
    command = [str(BIN / "tregua"), *arguments]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        say("Interrupted; the same command goes on from here.", "Interrumpido; el mismo comando continúa desde aquí.")
        sys.exit(130)
