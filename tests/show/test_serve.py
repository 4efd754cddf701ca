"""The laboratory served from this machine: what it answers, and who is refused."""

import json
import re
import socket
import sys
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from queue import Queue

import pytest
from commands import Capture, printed, refused
from serving import Served

from tregua.catalogue.errors import InputError
from tregua.lab.bind import catalogue_hash
from tregua.show.app.page import BESIDE, beside
from tregua.show.places import LAB
from tregua.show.serve import HEAD_BYTES, HEADERS, HOST, TOKEN, check_installed, listen
from tregua.show.site.pages import files_of
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

# --- what it answers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/tables.html", "/regime-petro_2022.html"])
def test_the_pages_are_those_of_the_site_and_state_their_policy_twice(served: Served, path: str) -> None:
    status, headers, body = served.ask(path)
    assert (status, body.decode()) == (200, files_of("en")[path[1:] or LAB]())
    stated = re.search(r'Content-Security-Policy" content="(.*?)"', body.decode())
    assert stated and headers["content-security-policy"] == unescape(stated[1])
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert served.ask(path, Host=f"localhost:{served.port}")[0] == 200


def test_what_a_page_loads_is_a_script_that_may_do_nothing_by_itself(served: Served) -> None:
    status, headers, body = served.ask(f"/{BESIDE}")
    assert (status, body.decode()) == (200, beside())
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert headers["content-security-policy"] == "default-src 'none'"


@pytest.mark.parametrize("path", ["/nothing.html", "/../pyproject.toml", "/%2e%2e/pyproject.toml", "/.nojekyll"])
def test_nothing_else_is_served(served: Served, path: str) -> None:
    assert served.ask(path)[0] == 404


def test_whoever_has_the_token_is_told_what_runs(served: Served) -> None:
    status, headers, body = served.ask("/api/version", X_Tregua_Token=served.token)
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body) == {"version": VERSION, "catalogue_hash": catalogue_hash()}


def test_a_head_is_answered_without_a_body(served: Served) -> None:
    status, headers, body = served.ask(method="HEAD")
    assert (status, body) == (200, b"") and headers["content-length"] == served.ask()[1]["content-length"]


def test_the_language_of_the_command_is_that_in_which_the_page_opens() -> None:
    one = Served("--lang", "es")
    assert one.said.startswith(text("es", "serve.at", address="")) and b'class="opens-es"' in one.ask()[2]
    assert one.end() == (130, "", f"\n{text('es', 'serve.ended')}\n")


# --- who is refused ---------------------------------------------------------------------------------------------------

NOT_OURS = ("evil.example", "evil.example:{port}", HOST, "localhost", f"{HOST}:1", f"{HOST}.evil.example:{{port}}")
FOREIGN = ("https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}", "http://localhost:{port}")


@pytest.mark.parametrize("host", [*NOT_OURS, "0.0.0.0:{port}", "[::1]:{port}", ""])
def test_a_name_that_is_not_ours_is_refused_even_with_the_token(served: Served, host: str) -> None:
    named = host.format(port=served.port)
    assert (
        served.ask("/", Host=named)[0] == served.ask("/api/version", Host=named, X_Tregua_Token=served.token)[0] == 421
    )


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_page_of_another_origin_is_refused(served: Served, origin: str) -> None:
    foreign = origin.format(port=served.port)
    assert served.ask("/", Origin=foreign)[0] == 403
    assert served.ask("/api/version", Origin=foreign, X_Tregua_Token=served.token)[0] == 403


def test_our_own_origin_is_not(served: Served) -> None:
    for name in (f"{HOST}:{served.port}", f"localhost:{served.port}"):
        sent = {"Host": name, "Origin": f"http://{name}", "X_Tregua_Token": served.token}
        assert served.ask("/api/version", **sent)[0] == 200


@pytest.mark.parametrize("path", ["/api/version", "/api/", "/api/nothing", "/%61pi/version", "/api%2Fversion"])
def test_without_the_token_there_is_nothing_but_the_page(served: Served, path: str) -> None:
    assert served.ask(path)[0] == 403
    for token in ("", "x", served.token[:-1], f"{served.token}x", served.token.swapcase(), "ñ"):
        assert served.ask(path, X_Tregua_Token=token)[0] == 403
    assert served.ask(f"{path}?t={served.token}", Cookie=f"{TOKEN}={served.token}")[0] == 403


def test_two_names_or_two_tokens_are_none(served: Served) -> None:
    host, token = f"Host: {HOST}:{served.port}\r\n", f"{TOKEN}: {served.token}\r\n"
    asked = f"GET /api/version HTTP/1.1\r\n{host}{{}}\r\n"
    assert served.raw(asked.format(token).encode()).startswith(b"HTTP/1.1 200 ")
    assert served.raw(asked.format(token * 2).encode()).startswith(b"HTTP/1.1 403 ")
    assert served.raw(asked.format(host + token).encode()).startswith(b"HTTP/1.1 400 ")
    assert served.raw(b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 421 ")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_sent_but_to_a_command(served: Served, method: str) -> None:
    status, headers, _ = served.ask("/api/version", method, X_Tregua_Token=served.token)
    assert (status, headers["allow"]) == (405, "GET, HEAD")
    assert served.ask("/", "GET", b"x")[0] == 413


def test_a_long_head_is_refused(served: Served) -> None:
    long = b"GET / HTTP/1.1\r\nCookie: " + b"x" * HEAD_BYTES
    assert served.raw(long).startswith(b"HTTP/1.1 400 ")


REQUESTS: list[tuple[str, Mapping[str, str]]] = [
    ("/", {}),
    ("/nothing", {}),
    ("/api/version", {}),
    ("/", {"Host": "evil.example"}),
    ("/", {"Origin": "https://evil.example"}),
    ("/lab.js", {}),
    ("/api/decide", {}),
]


@pytest.mark.parametrize(("path", "sent"), REQUESTS)
def test_every_answer_tells_a_browser_to_keep_it_to_itself(served: Served, path: str, sent: Mapping[str, str]) -> None:
    _, headers, _ = served.ask(path, **sent)
    always = {name.lower(): value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
    assert always.items() <= headers.items()
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "server" not in headers and not any(name.startswith("access-control-") for name in headers)


# --- where it listens -------------------------------------------------------------------------------------------------


def test_only_this_machine_is_listened_to(served: Served) -> None:
    with listen() as listener:
        assert listener.family == socket.AF_INET and listener.getsockname()[0] == HOST
        assert not listener.get_inheritable()
    with pytest.raises(ConnectionRefusedError):  # it reaches what listens everywhere
        socket.create_connection(("127.0.0.2", served.port), timeout=1).close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_port_that_another_program_has_is_told(served: Served, capsys: Capture, language: Language) -> None:
    said = refused(capsys, "serve", "--no-browser", "--port", str(served.port), "--lang", language)
    assert said == f"--port: {text(language, 'error.port_taken', found=served.port)}"


@pytest.mark.parametrize("port", [-1, 0, 65536, 10**9])
def test_a_port_that_there_is_not_is_told(capsys: Capture, port: int) -> None:
    assert f"1 … 65535, not {port}" in refused(capsys, "serve", "--port", str(port))


def test_a_port_that_the_system_does_not_give_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def create(_: object) -> None:
        raise PermissionError(13, "Permission denied (while attempting to bind)")

    monkeypatch.setattr(socket, "create_server", create)
    with pytest.raises(InputError, match=r"the port 80 cannot be used \(Permission denied\); give another number"):
        listen(80)


# --- before it serves -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_what_is_not_installed_is_told(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str, language: Language
) -> None:
    monkeypatch.chdir(tmp_path)
    check_installed()
    monkeypatch.setitem(sys.modules, missing, None)
    said = text(language, "error.no_server", command="python3 -m pip install starlette uvicorn")
    assert refused(capsys, "serve", "--lang", language) == said


def test_the_browser_opens_what_is_printed_unless_it_shall_not(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: Queue[str] = Queue()
    monkeypatch.setattr("webbrowser.open", opened.put)
    monkeypatch.setattr("tregua.show.serve.answer", lambda app, listener: None)
    assert printed(capsys, "serve").split()[-1] == opened.get(timeout=20)
    assert printed(capsys, "serve", "--no-browser") and opened.empty()
