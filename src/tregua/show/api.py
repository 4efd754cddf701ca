"""What `/api/` asks of the command line: one call after another in a process of its own, each within limits."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

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
        self._asked = 0

    async def ask(self, command: str, values: Mapping[str, Any]) -> tuple[HTTPStatus, str]:
        """The status and the body of one call: the JSON that the command prints, or what is wrong."""
        if self._asked > WAITING:
            return HTTPStatus.SERVICE_UNAVAILABLE, _refusal(HTTPStatus.SERVICE_UNAVAILABLE.phrase)
        self._asked += 1
        try:
            async with self._turn:
                found = await asyncio.wait_for(self._called(command, values), self.seconds)
        except TimeoutError:
            self.end()
            return HTTPStatus.GATEWAY_TIMEOUT, _refusal(f"{HTTPStatus.GATEWAY_TIMEOUT.phrase}: {self.seconds:g} s")
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):  # it was killed, for memory perhaps
            self.end()
            return HTTPStatus.BAD_GATEWAY, _refusal(HTTPStatus.BAD_GATEWAY.phrase)
        except BaseException:  # or the next call would read this one's answer
            self.end()
            raise
        finally:
            self._asked -= 1
        status = ANSWERS.get(found["code"], HTTPStatus.INTERNAL_SERVER_ERROR)
        return status, found["out"] if status == HTTPStatus.OK else _refusal(found["err"])

    def end(self) -> None:
        """End the process; a later call starts another."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
        self._process = None

    async def _called(self, command: str, values: Mapping[str, Any]) -> dict[str, Any]:
        if self._process is None or self._process.returncode is not None:
            started = asyncio.create_subprocess_exec(
                sys.executable, "-m", WORKER, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
            )
            self._process = await started
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
    ValueError
        The body is no JSON object.
    """
    found: dict[str, Any] = {}
    for name, value in query:
        found[name] = [*found[name], value] if name in found else [value]
    sent = json.loads(body or b"{}")
    if not isinstance(sent, dict):
        raise ValueError("an object is expected")
    return {**found, **sent}


def _refusal(told: str) -> str:
    return json.dumps({"error": told}, ensure_ascii=False) + "\n"
