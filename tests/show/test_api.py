"""The commands behind `/api/`: the answers of the command line, its complaints, and limits on size and time."""

import asyncio
import json
import socket
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
import yaml
from commands import Capture, printed, refused
from serving import Served

from tregua.show.api import BODY_BYTES, COMMANDS, WAITING, Worker, values_in
from tregua.show.cli import worker
from tregua.show.serve import HOST, TOKEN
from tregua.text import LANGUAGES, Language

CASE = {"negotiated": True, "reoffended": False}


def asked(one: Served, name: str, sent: object = None, **query: object) -> tuple[int, dict[str, object]]:
    body = None if sent is None else json.dumps(sent).encode()
    path = f"/api/{name}?{urlencode(query, doseq=True)}"
    status, headers, answer = one.ask(path, "POST" if body else "GET", body, X_Tregua_Token=one.token)
    assert headers["content-type"] == "application/json"
    return status, json.loads(answer)


WORDS: list[tuple[str, Mapping[str, object], list[str]]] = [
    ("claims", {}, ["claims"]),
    ("estimates", {"lever": "P7", "grade": "A"}, ["estimates", "--lever=P7", "--grade=A"]),
    ("series", {"series-id": "us_drug_budget_2003.USA"}, ["series", "us_drug_budget_2003.USA"]),
    ("alliance", {"part": "levels", "state": ["MEX", "COL"]}, ["alliance", "levels", "--state=MEX", "--state=COL"]),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "query", "words"), WORDS)
def test_an_answer_is_that_of_the_command_line(
    served: Served,
    capsys: Capture,
    name: str,
    query: Mapping[str, object],
    words: list[str],
    language: Language,
) -> None:
    status, found = asked(served, name, lang=language, **query)
    assert (status, found) == (200, json.loads(printed(capsys, *words, "--json", "--lang", language)))


def test_a_case_that_stands_in_the_request_is_decided_as_one_in_a_file(
    served: Served, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, found = asked(served, "decide", {"regime": "petro_2022", "facts": CASE})
    Path("facts-1.yaml").write_text(json.dumps(CASE), "utf-8")
    words = ["decide", "--regime=petro_2022", "facts-1.yaml", "--json", "--lang", "en"]
    assert (status, found) == (200, json.loads(printed(capsys, *words)))


def test_policies_are_compared_one_of_them_with_a_setting_that_nobody_saved(served: Served) -> None:
    own = {"id": "mine", "text": {"en": "Mine", "es": "Mía"}, "levers": [{"lever": "jobs", "path": {"start": 0.2}}]}
    sent = {"scenario": ["alliance", own], "draws": 4, "until": 2029, "year": 2029}
    status, found = asked(served, "compare", sent)
    assert status == 200 and found["schema"] == "answers/compare"
    assert {one["scenario"] for one in found["comparisons"]} == {"alliance", "mine"}  # type: ignore[attr-defined]


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_input_is_told_as_there(served: Served, capsys: Capture, language: Language) -> None:
    status, found = asked(served, "claims", lang=language, cite="none")
    assert (status, list(found)) == (422, ["error"]) and "cite" in str(found["error"])
    for name, query, words in (
        ("estimates", {"lever": "P99"}, ["estimates", "--lever=P99"]),
        ("series", {"series-id": "nothing"}, ["series", "nothing"]),
        ("compare", {"scenario": "alianza"}, ["compare", "alianza"]),
        ("compare", {"draws": "many"}, ["compare", "--draws=many"]),
        ("decide", {"regime": "petro_2022"}, ["decide", "--regime=petro_2022"]),
    ):
        status, found = asked(served, name, lang=language, **query)
        said = refused(capsys, *words, "--json", "--lang", language)
        assert (status, found) == (422, {"error": said})


OWN = {"id": "mine", "levers": [{"lever": "jobs", "path": {"start": 0.2}}]}
FILES: list[tuple[str, Mapping[str, object]]] = [
    ("series", {"plot": "x.svg"}),
    ("claims", {"csv": "x.csv"}),
    ("claims", {"html": "x.html"}),
    ("claims", {"with": "."}),
    *(
        ("decide", {"regime": one, "facts": {}})
        for one in ("/etc/hostname", "../law", "~/law", "..", ".", "facts-1.yaml")
    ),
    ("decide", {"regime": "petro_2022", "batch": "x.csv", "out": "y.csv"}),
    *(
        ("decide", {"regime": "petro_2022", "facts": one})
        for one in ("/etc/hostname", "--template=petro_2022", "-", -5)
    ),
    *(("compare", {"scenario": one}) for one in ("/etc/hostname", "..", "C:x", "x.yaml", [None], -5)),
    *(
        ("compare", {"scenario": [{**OWN, "regime": one}]})
        for one in ("/etc/hostname", "..", "x.yaml", "/dev/stdin", 5)
    ),
    ("compare", {"add": "x.yaml"}),
    ("compare", {"baseline": "/etc/hostname"}),
    ("compare", {"credence": "weights.yaml"}),
    ("compare", {"out": "elsewhere"}),
    ("alliance", {"weights": "worth.yaml"}),
    ("alliance", {"part": "burden", "file": "x.yaml"}),
]
ODD: list[tuple[str, Mapping[str, object]]] = [
    ("claims", {"lang": "fr"}),
    ("claims", {"lang": {}}),
    ("estimates", {"lever": {"en": "P7"}}),
    ("estimates", {"lever": "P7\0"}),
    ("decide", {"regime": "petro_2022", "facts": {"group": "\U0001f600\x7f\x85"}}),
    ("alliance", {"transfers": "perhaps"}),
]


@pytest.mark.parametrize(("name", "values"), [*FILES, *ODD])
def test_no_file_of_this_machine_is_read_or_written_and_what_cannot_be_typed_is_told(
    name: str, values: Mapping[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = worker.answer_of({"command": name, "values": values})
    assert (found["code"], found["out"]) == (2, "") and found["err"] and "Traceback" not in str(found["err"])
    assert "root" not in str(found["err"]) and [*tmp_path.iterdir()] == []


def test_weights_stand_in_the_request_too(served: Served) -> None:
    worth = yaml.safe_load((Path(__file__).parents[2] / "examples" / "worth.yaml").read_text("utf-8"))
    status, found = asked(served, "alliance", {"part": "coalitions", "weights": worth, "draws": 8})
    assert status == 200 and found["schema"] == "answers/alliance-coalitions"


@pytest.mark.parametrize(
    "sent", [b"[1]", b"{", b"x", b"\xff", b"[" * 50_000, b'{"a": ' * 10_000, b'{"a": "\\ud800"}', b'{"a": 1, "a": 2}']
)
def test_a_body_that_is_no_object_is_told(served: Served, sent: bytes) -> None:
    status, _, body = served.ask("/api/decide", "POST", sent, X_Tregua_Token=served.token)
    assert status == 422 and json.loads(body)["error"]


def test_a_body_has_a_most_and_a_length(served: Served) -> None:
    token = {"X_Tregua_Token": served.token}
    assert served.ask("/api/decide", "POST", b" " * (BODY_BYTES + 1), **token)[0] == 413
    assert served.ask("/api/decide", "POST", b" " * BODY_BYTES, **token)[0] == 422
    assert served.ask("/api/decide", "POST", iter([b"{}"]), **token)[0] == 413  # type: ignore[arg-type]
    assert served.ask("/api/decide", "PUT", b"{}", **token)[0] == 405
    assert served.ask("/api/nothing", **token)[0] == 404


def test_without_the_token_nothing_is_asked(served: Served) -> None:
    for name in COMMANDS:
        assert served.ask(f"/api/{name}")[0] == served.ask(f"/api/{name}", "POST", b"{}")[0] == 403


# --- limits -----------------------------------------------------------------------------------------------------------


def test_a_call_that_takes_too_long_is_ended_and_the_next_is_answered() -> None:
    async def calls() -> list[tuple[HTTPStatus, str]]:
        one = Worker(seconds=0.05)
        late = await one.ask("claims", {})
        one.seconds = 60
        found = [late, await one.ask("decide", {"regime": "petro_2022", "facts": CASE})]
        one.end()
        return found

    late, after = asyncio.run(calls())
    assert late[0] == HTTPStatus.GATEWAY_TIMEOUT and json.loads(late[1])["error"]
    assert after[0] == HTTPStatus.OK and json.loads(after[1])["schema"] == "answers/decide"


def test_a_process_that_dies_is_told_and_the_next_call_is_answered() -> None:
    async def calls() -> list[tuple[HTTPStatus, str]]:
        one = Worker()
        await one.ask("decide", {})
        assert one._process is not None
        pending = asyncio.ensure_future(one.ask("alliance", {}))
        await asyncio.sleep(0.1)
        one._process.kill()
        found = [await pending, await one.ask("decide", {"regime": "petro_2022", "facts": CASE})]
        one.end()
        return found

    dead, after = asyncio.run(calls())
    assert (dead[0], after[0]) == (HTTPStatus.BAD_GATEWAY, HTTPStatus.OK)


def test_a_call_that_nobody_waits_for_is_ended(served: Served) -> None:
    body = json.dumps({"draws": 100, "until": 2050}).encode()
    head = f"POST /api/compare HTTP/1.1\r\nHost: {HOST}:{served.port}\r\n{TOKEN}: {served.token}\r\n"
    with socket.create_connection((HOST, served.port)) as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    assert asked(served, "decide", {"regime": "petro_2022", "facts": CASE})[0] == 200


def test_the_process_ends_with_the_server_whatever_it_computes() -> None:
    one = Served()
    before = children(one.process.pid)
    body = json.dumps({"draws": 100, "until": 2050}).encode()
    connection = HTTPConnection(HOST, one.port, timeout=60)
    connection.request("POST", "/api/compare", body, {TOKEN: one.token})
    while not (started := children(one.process.pid) - before):
        time.sleep(0.05)
    one.process.kill()
    one.process.wait(20)
    for _ in range(200):
        if not any(map(runs, started)):
            break
        time.sleep(0.05)
    assert not any(map(runs, started))


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended may wait for somebody to ask how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid: int) -> set[int]:
    return {int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def test_no_more_calls_wait_than_there_is_room_for() -> None:
    async def calls() -> list[HTTPStatus]:
        one = Worker()
        found = await asyncio.gather(*(one.ask("decide", {}) for _ in range(WAITING + 4)))
        one.end()
        return [status for status, _ in found]

    statuses = asyncio.run(calls())
    assert statuses.count(HTTPStatus.SERVICE_UNAVAILABLE) == 3
    assert statuses.count(HTTPStatus.UNPROCESSABLE_ENTITY) == WAITING + 1


def test_the_server_knows_the_commands_of_its_process() -> None:
    assert {*COMMANDS} == {*worker.COMMANDS}


def test_the_object_of_the_body_stands_above_the_address() -> None:
    assert values_in([("a", "1"), ("b", "2"), ("a", "3")], b'{"b": 4}') == {"a": ["1", "3"], "b": 4}


@pytest.mark.parametrize("command", ["decide", "compare"])
def test_nobody_outside_chooses_where_it_is_computed(command: str) -> None:
    answer = worker.answer_of({"command": command, "values": {"dask": "tcp://127.0.0.1:8786"}})
    assert answer["code"] == 2
    assert "dask" in str(answer["err"])
