"""What a call does with streams that are closed, readers that leave, and interrupts while it still loads."""

import os
import subprocess
import sys

import pytest

from tregua.show.cli import call as call_module
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")
TREGUA = [sys.executable, "-m", "tregua.show.cli.main"]
INTERRUPTED_AT = """
import sys
class Interrupt:
    def find_spec(self, name, *_):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
from tregua.show.cli.main import main
main(["levers", "--lang", {language!r}])
"""


@pytest.mark.parametrize("command", [["--help"], ["trace", "--json"], ["levers"]], ids=" ".join)
def test_a_reader_who_has_seen_enough_is_no_failure(command: list[str]) -> None:
    with subprocess.Popen([*TREGUA, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (0, b"")


def closed(stream: int, *command: str) -> subprocess.CompletedProcess[str]:
    """A command one of whose streams the caller closed."""
    return subprocess.run(
        [*TREGUA, *command], preexec_fn=lambda: os.close(stream), capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(os.name == "nt", reason="streams are closed by POSIX")
def test_a_closed_stream_is_an_empty_one() -> None:
    done = closed(1, "levers")
    assert (done.returncode, done.stderr) == (0, "")
    done = closed(2, "comprae")
    assert (done.returncode, done.stdout) == (2, "")
    done = closed(0, "decide", "-", "--regime", "petro_2022")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"-: {text('en', 'error.empty_file')}\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("module", ["tregua.show.cli.call", "click", "tregua.lab.model"])
def test_an_interrupt_while_the_command_loads_is_one_sentence(module: str, language: Language) -> None:
    code = INTERRUPTED_AT.format(module=module, language=language)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.strip() == text(language, "cli.interrupted")


def test_a_shell_can_complete_commands() -> None:
    asked = {"_TREGUA_COMPLETE": "bash_complete", "COMP_WORDS": "tregua prom", "COMP_CWORD": "1"}
    done = subprocess.run(TREGUA, env={**os.environ, **asked}, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["plain,promise", "plain,promises"]


@pytest.mark.skipif(os.name == "nt", reason="names on POSIX are bytes")
@pytest.mark.parametrize(
    "command", [["run", "alliance", "--out"], ["decide", "--regime", "ordinary"], ["claims", "--html"], []]
)
def test_a_name_that_is_no_text_is_refused(command: list[str]) -> None:
    done = subprocess.run(
        [*map(str.encode, [*TREGUA, *command]), b"n\xff\x1b"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == text("en", "error.not_text_argument", found="n\udcff\x1b") + "\n"
    assert r"n\udcff\x1b" in done.stderr


def test_a_file_that_fails_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device", "/somewhere/cache")

    monkeypatch.setattr(call_module, "_answer", full)
    assert call_module.call(["levers"]) == 2
    assert capsys.readouterr().err.startswith("/somewhere/cache: this file cannot be read or written: No space left")
