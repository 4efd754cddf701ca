"""The live laboratory, served by this machine to itself.

Other machines are kept out by the address that is listened on; pages of the web that are open in the same browser by
the name they call, by their origin, and by what a browser lets them read; other programs and users of this machine by
the token, without which there is only the page, which holds nothing of the user.
"""

import errno
import os
import re
import socket
from collections.abc import Collection, Mapping
from html import unescape
from http import HTTPStatus
from importlib.util import find_spec
from secrets import compare_digest
from typing import TYPE_CHECKING

from tregua.catalogue.errors import InputError, Problem
from tregua.lab.bind import catalogue_hash
from tregua.version import VERSION

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
PORTS = (1, 65535)
INSTALL = "python3 -m pip install starlette uvicorn"
TOKEN = "X-Tregua-Token"
PRIVATE = "/api/"
METHODS = ("GET", "HEAD")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
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


def served(page: str, port: int, token: str) -> "ASGIApp":
    """The application: `page` for whoever calls this machine by its name, all else for who has the `token` too."""
    from starlette.applications import Starlette
    from starlette.datastructures import Headers
    from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
    from starlette.routing import Route

    async def home(_: "Request") -> HTMLResponse:
        return HTMLResponse(page)

    async def version(_: "Request") -> JSONResponse:
        return JSONResponse({"version": VERSION, "catalogue_hash": catalogue_hash()})

    app = Starlette(routes=[Route("/", home), Route(f"{PRIVATE}version", version)])
    names = [name if port == 80 else f"{name}:{port}" for name in (HOST, "localhost")]  # a browser leaves 80 out
    always = {**HEADERS, "Content-Security-Policy": _policy(page)}

    async def guarded(scope: "Scope", receive: "Receive", send: "Send") -> None:
        refused = _refused(scope, Headers(scope=scope), names, token)
        allow = {"Allow": ", ".join(METHODS)} if refused == HTTPStatus.METHOD_NOT_ALLOWED else {}
        answer = PlainTextResponse(refused.phrase, refused, allow) if refused else app
        await answer(scope, receive, _with(always, send))

    return guarded


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
    if scope["method"] not in METHODS:
        return HTTPStatus.METHOD_NOT_ALLOWED
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if scope["path"].startswith(PRIVATE) and not (len(tokens) == 1 and _same(tokens[0], token)):
        return HTTPStatus.FORBIDDEN
    return None


def _same(given: str, token: str) -> bool:
    """Whether two tokens are one, in a time that does not tell where they part."""
    return compare_digest(given.encode("latin-1"), token.encode())


def _with(headers: Mapping[str, str], send: "Send") -> "Send":
    """What sends an answer, with headers that every answer has."""
    added = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]

    async def sending(message: "Message") -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return sending


def _policy(page: str) -> str:
    """The policy that the page states of itself."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found, "a page has its policy in its head"
    return unescape(found[1])
