"""What `/api/` asks of the command line: one call after another in a process of its own, each within limits."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from http import HTTPStatus
from tempfile import TemporaryDirectory
from typing import Any

from tregua.catalogue.errors import InputError, Problem

COMMANDS = ("decide", "compare", "claims", "estimates", "series", "alliance")
WORKER = "tregua.show.cli.worker"
BODY_BYTES = 64 * 1024
SECONDS = 120.0
WAITING = 8  # calls that wait for their turn
ANSWERS = {0: HTTPStatus.OK, 2: HTTPStatus.UNPROCESSABLE_ENTITY}


class Worker:
    """The process that calls commands: started when first asked, and anew after a call that took too long."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._asked = 0

    async def ask(self, command: str, values: Mapping[str, Any]) -> tuple[HTTPStatus, str]:
        """The status and the body of one call: the JSON that the command prints, or what is wrong."""
        if self._asked > WAITING:
            return HTTPStatus.SERVICE_UNAVAILABLE, _refusal(HTTPStatus.SERVICE_UNAVAILABLE.phrase)
        self._asked += 1
        try:
            async with self._turn:
                return await self._answered(command, values)
        finally:
            self._asked -= 1

    def end(self) -> None:
        """End the process and remove its folder; a later call starts another."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
        if self._folder is not None:
            self._folder.cleanup()
        self._process = self._folder = None

    async def _answered(self, command: str, values: Mapping[str, Any]) -> tuple[HTTPStatus, str]:
        try:
            found = await asyncio.wait_for(self._called(command, values), self.seconds)
        except TimeoutError:
            self.end()
            return HTTPStatus.GATEWAY_TIMEOUT, _refusal(f"{HTTPStatus.GATEWAY_TIMEOUT.phrase}: {self.seconds:g} s")
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):  # it was killed, for memory perhaps
            self.end()
            return HTTPStatus.BAD_GATEWAY, _refusal(HTTPStatus.BAD_GATEWAY.phrase)
        except BaseException:  # nobody waits any more, and the next call must not read this one's answer
            self.end()
            raise
        status = ANSWERS.get(found["code"], HTTPStatus.INTERNAL_SERVER_ERROR)
        return status, found["out"] if status == HTTPStatus.OK else _refusal(found["err"])

    async def _called(self, command: str, values: Mapping[str, Any]) -> dict[str, Any]:
        if self._process is None or self._process.returncode is not None:
            self.end()
            self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", WORKER), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=self._folder.name
            )
        to, back = self._process.stdin, self._process.stdout
        assert to is not None and back is not None
        request = json.dumps({"command": command, "values": values}).encode()
        to.write(b"%d\n%b" % (len(request), request))
        await to.drain()
        found: dict[str, Any] = json.loads(await back.readexactly(int(await back.readline())))
        return found


def values_in(query: list[tuple[str, str]], body: bytes) -> dict[str, Any]:
    """What a call is given: the words of its address, each name once or many times, and the object of its body.

    Raises
    ------
    InputError
        The body is no JSON object, names a value twice, or holds half a character.
    """
    found: dict[str, Any] = {}
    for name, value in query:
        found[name] = [*found[name], value] if name in found else [value]
    try:
        sent = json.loads(body or b"{}", object_pairs_hook=_once)
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise InputError(Problem("no_json_object", "", {}))
    return {**found, **sent}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise InputError(Problem("duplicate_key", "", {"found": twice[0]}))
    return dict(pairs)


def _refusal(told: str) -> str:
    return json.dumps({"error": told}, ensure_ascii=False) + "\n"
