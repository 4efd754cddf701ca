"""The command line as a process that answers one call after another: what the served laboratory asks behind `/api/`.

A request names a command and what would be typed with it; the answer is what the command prints. Files of this machine
are out of reach: no option that names one is taken, a law or a scenario is named as the catalogue names it, and where a
user of the terminal names a file of their own, the request holds an object.
"""

import inspect
import io
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO, Any, get_args

from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.show.cli.alliance import alliance
from tregua.show.cli.call import call
from tregua.show.cli.evidence import claims, estimates, series
from tregua.show.cli.language import language_called
from tregua.show.cli.law import decide
from tregua.show.cli.options import Argument, Command
from tregua.show.cli.run import compare

COMMANDS: Mapping[str, Command] = {one.__name__: one for one in (decide, compare, claims, estimates, series, alliance)}
FILES = ("FILE", "FOLDER", "PATH", "IN")
"""In the words of what is typed, a file."""
OBJECTS = ("facts", "scenario", "weights", "credence")
"""What may stand in a request as an object, where a user of the terminal names a file."""
NAMED = ("regime", "scenario", "add", "baseline")
"""What may be a name of the catalogue or a file; here it is a name."""
NAME = re.compile(r"[\w@-]+")
CONTROLS = re.compile("[\x7f-\x9f]")  # YAML has them only escaped


def main() -> None:
    """Answer requests, each a line that tells its length and then JSON, until whoever asks is gone."""
    requests: Queue[bytes] = Queue()
    answered = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    Thread(target=_listen, args=(requests,), daemon=True).start()
    while True:
        answer = json.dumps(answer_of(json.loads(requests.get()))).encode()
        answered.write(b"%d\n%b" % (len(answer), answer))
        answered.flush()


def _listen(requests: "Queue[bytes]") -> None:
    """Take requests as they come; when there can be no more, end at once, whatever is being computed."""
    asked = sys.stdin.buffer
    while line := asked.readline():
        requests.put(asked.read(int(line)))
    os._exit(0)


def answer_of(request: Mapping[str, Any]) -> dict[str, object]:
    """The exit code of a command, what it printed, and what it complained of."""
    values = dict(request["values"])
    asked = values.pop("lang", "en")
    asked = asked[-1] if isinstance(asked, list) and asked else asked
    language = language_called(asked) if isinstance(asked, str) else None
    if language is None:
        problem = Problem("not_one_of", "", {"field": "lang", "expected": "en, es", "found": asked})
        return {"code": 2, "out": "", "err": problem.message("en")}
    with TemporaryDirectory(dir=".") as folder, chdir(folder):
        try:
            words = [request["command"], *_words(COMMANDS[request["command"]], values), "--json", "--lang", language]
        except InputError as error:
            return {"code": 2, "out": "", "err": error.message(language)}
        return _called(words)


def _called(words: list[str]) -> dict[str, object]:
    out, err = _stream(), _stream()
    with redirect_stdout(out), redirect_stderr(err):
        code = call(words)
    return {"code": code, "out": _printed(out), "err": _printed(err).strip()}


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), "utf-8")


def _printed(stream: IO[str]) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined, no-any-return]


def _words(command: Command, values: Mapping[str, Any]) -> Iterator[str]:
    """The values as they would be typed.

    Raises
    ------
    InputError
        A name that the command does not take, a value that is a path or of no type that can be typed.
    """
    _, *declared = inspect.signature(command).parameters.values()
    known = {_key(one): one for one in declared if not _is_file(one)}
    for name, value in values.items():
        if name not in known:
            raise InputError(unknown_name("@api.value", name, known))
        kind, how = get_args(known[name].annotation)
        listed = value if isinstance(value, list) else [value]
        if kind is bool:
            yield from [f"--{name}"] if _switch(name, listed[-1:]) else []
        elif value is not None:
            for each in listed:
                typed = _typed(name, each)
                yield typed if isinstance(how, Argument) else f"--{name}={typed}"


def _key(one: inspect.Parameter) -> str:
    """What a value is called in a request: as the option, or as the word in its place."""
    _, how = get_args(one.annotation)
    name = "" if isinstance(how, Argument) else how.name
    return name.removeprefix("--") or one.name.replace("_", "-")


def _is_file(one: inspect.Parameter) -> bool:
    """Whether a value can only be a file, is always the same here, or would reach other machines."""
    kind, how = get_args(one.annotation)
    said = (how.metavar or "").strip("[]").partition(".")[0]
    is_path = Path in (kind, *get_args(kind)) or said in FILES
    return (is_path and one.name not in OBJECTS) or one.name in ("as_json", "style", "template", "dask")


def _switch(name: str, values: list[object]) -> bool:
    if values in ([True], ["true"], ["1"], [""]):
        return True
    if values in ([], [False], [None], ["false"], ["0"]):
        return False
    raise InputError(Problem("not_one_of", "", {"field": name, "expected": "true, false", "found": values[0]}))


def _typed(name: str, value: object) -> str:
    """A value as a word; an object of the request as a file in the folder of this call.

    Raises
    ------
    InputError
        A value that would name a file or be read as an option, or that nobody can type.
    """
    if isinstance(value, dict) and name in OBJECTS and _is_catalogued(value.get("regime")):
        file = Path(f"{name}-{len([*Path().iterdir()]) + 1}.yaml")
        told = json.dumps(value, ensure_ascii=False)
        file.write_text(CONTROLS.sub(lambda one: f"\\u{ord(one[0]):04x}", told), "utf-8")
        return str(file)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = repr(value)
    is_word = isinstance(value, str) and value and not value.startswith("-") and "\0" not in value
    is_name = name in NAMED and NAME.fullmatch(str(value)) is not None
    if is_word and (is_name or name not in (*NAMED, *OBJECTS)):
        return str(value)
    raise InputError(Problem("wrong_type", "", {"field": name, "expected": "@api.expected", "found": value}))


def _is_catalogued(regime: object) -> bool:
    """Whether the law of a scenario is none, or named as the catalogue may name it."""
    return regime is None or (isinstance(regime, str) and NAME.fullmatch(regime) is not None)


if __name__ == "__main__":
    main()
