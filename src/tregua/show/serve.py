"""The site, served by this machine to itself, and the commands that answer behind `/api/`.

Other machines are kept out by the address that is listened on; pages of the web that are open in the same browser by
the name they call, by their origin, and by what a browser lets them read; other programs and users of this machine by
the token, without which there are only the pages, which hold nothing of the user.
"""

import asyncio
import errno
import os
import re
import socket
from collections.abc import Collection, Mapping
from functools import partial
from html import unescape
from http import HTTPStatus
from importlib.util import find_spec
from secrets import compare_digest
from typing import TYPE_CHECKING

from tregua.catalogue.errors import InputError, Problem
from tregua.lab.bind import catalogue_hash
from tregua.show.api import BODY_BYTES, COMMANDS, Worker, values_in
from tregua.show.places import LAB
from tregua.show.site.pages import Files
from tregua.version import VERSION

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
PORTS = (1, 65535)
INSTALL = "python3 -m pip install starlette uvicorn"
TOKEN = "X-Tregua-Token"
PRIVATE = "/api/"
METHODS = ("GET", "HEAD")
POST = "POST"
KINDS = {"html": "text/html", "js": "text/javascript"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
}
HEAD_BYTES = 16 * 1024  # of a request: a browser sends the cookies of every server of this machine to each
CONNECTIONS = 64
IDLE_SECONDS = 5  # a connection that asks for nothing more
END_SECONDS = 1  # an answer that nobody takes, once the server ends


def check_installed() -> None:
    """Refuse to serve where what serves is not there: it is not installed with the package."""
    if any(find_spec(name) is None for name in ("starlette", "uvicorn")):
        raise InputError(Problem("no_server", "", {"command": INSTALL}))


def listen(port: int | None = None) -> socket.socket:
    """A socket that only this machine reaches, at a port that is free where none is given.

    Raises
    ------
    InputError
        There is no such port, another program has it, or the system does not give it.
    """
    if port is not None and not PORTS[0] <= port <= PORTS[1]:
        values = {"field": "port", "found": port, "expected": f"{PORTS[0]} … {PORTS[1]}"}
        raise InputError(Problem("out_of_range", "--port", values))
    try:
        return socket.create_server((HOST, port or 0))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(Problem("port_taken", "--port", {"found": port})) from None
        values = {"found": port, "reason": os.strerror(error.errno or 0)}
        raise InputError(Problem("port_refused", "--port", values)) from None


def served(files: Files, port: int, token: str, worker: Worker) -> "ASGIApp":
    """The application: `files` for whoever calls this machine by its name, all else for who has the `token` too.

    `worker` answers the commands.
    """
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.datastructures import Headers
    from starlette.responses import JSONResponse, PlainTextResponse, Response
    from starlette.routing import Route

    async def file(request: "Request") -> Response:
        name = request.path_params.get("name", LAB)
        if name not in files:
            return PlainTextResponse(HTTPStatus.NOT_FOUND.phrase, HTTPStatus.NOT_FOUND)
        content = await run_in_threadpool(files[name])
        policy = {"Content-Security-Policy": _policy(content)} if name.endswith(".html") else {}
        return Response(content, headers=policy, media_type=KINDS[name.rpartition(".")[2]])

    async def version(_: "Request") -> JSONResponse:
        return JSONResponse({"version": VERSION, "catalogue_hash": catalogue_hash()})

    routes = [
        Route("/", file),
        Route(f"{PRIVATE}version", version),
        *(Route(f"{PRIVATE}{one}", partial(_command, worker, one), methods=[*METHODS, POST]) for one in COMMANDS),
        Route("/{name}", file),
    ]
    app = Starlette(routes=routes)
    names = [name if port == 80 else f"{name}:{port}" for name in (HOST, "localhost")]  # a browser leaves 80 out

    async def guarded(scope: "Scope", receive: "Receive", send: "Send") -> None:
        refused = _refused(scope, Headers(scope=scope), names, token)
        allow = {"Allow": ", ".join(_methods(scope))} if refused == HTTPStatus.METHOD_NOT_ALLOWED else {}
        answer = PlainTextResponse(refused.phrase, refused, allow) if refused else app
        await answer(scope, receive, _with(HEADERS, send))

    return guarded


async def _command(worker: Worker, name: str, request: "Request") -> "Response":
    """What a command answers, for as long as somebody waits for it."""
    from starlette.responses import JSONResponse, Response

    try:
        values = values_in(request.query_params.multi_items(), await request.body())
    except InputError as error:
        told = error.message("es" if request.query_params.get("lang") == "es" else "en")
        return JSONResponse({"error": told}, HTTPStatus.UNPROCESSABLE_ENTITY)
    asked, gone = asyncio.create_task(worker.ask(name, values)), asyncio.create_task(_left(request))
    await asyncio.wait((asked, gone), return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    if not asked.done():
        asked.cancel()
        return Response(status_code=HTTPStatus.NO_CONTENT)  # nobody reads it
    status, body = asked.result()
    return Response(body, status, media_type="application/json")


def answer(app: "ASGIApp", listener: socket.socket) -> None:
    """Answer until the user interrupts it; what the server would log is kept off the terminal."""
    from uvicorn import Config, Server

    config = Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=HEAD_BYTES,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=END_SECONDS,
    )
    Server(config).run([listener])


def _refused(scope: "Scope", headers: "Headers", names: Collection[str], token: str) -> HTTPStatus | None:
    """Why a request has no answer, or nothing; a name that leads here from elsewhere (DNS rebinding) is the first."""
    hosts, origins, tokens = (headers.getlist(name) for name in ("host", "origin", TOKEN))
    if len(hosts) != 1 or hosts[0] not in names:
        return HTTPStatus.MISDIRECTED_REQUEST
    if origins and origins != [f"http://{hosts[0]}"]:
        return HTTPStatus.FORBIDDEN
    if scope["method"] not in _methods(scope):
        return HTTPStatus.METHOD_NOT_ALLOWED
    length = headers.get("content-length", "0")
    most = BODY_BYTES if scope["method"] == POST else 0
    if "transfer-encoding" in headers or not length.isdecimal() or int(length) > most:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if scope["path"].startswith(PRIVATE) and not (len(tokens) == 1 and _same(tokens[0], token)):
        return HTTPStatus.FORBIDDEN
    return None


async def _left(request: "Request") -> None:
    """Return when whoever asked has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _methods(scope: "Scope") -> tuple[str, ...]:
    """What may be asked of an address: something is sent only to the commands."""
    return (*METHODS, POST) if scope["path"] in {f"{PRIVATE}{one}" for one in COMMANDS} else METHODS


def _same(given: str, token: str) -> bool:
    """Whether two tokens are one, in a time that does not tell where they part."""
    return compare_digest(given.encode("latin-1"), token.encode())


def _with(headers: Mapping[str, str], send: "Send") -> "Send":
    """What sends an answer, with headers that every answer has unless it has its own."""

    async def sending(message: "Message") -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            added = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
            message = {**message, "headers": [*message["headers"], *(one for one in added if one[0] not in own)]}
        await send(message)

    return sending


def _policy(page: str) -> str:
    """The policy that the page states of itself."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found, "a page has its policy in its head"
    return unescape(found[1])
