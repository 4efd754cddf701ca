"""The laboratory served by a process of its own, and questions to it."""

import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection

from tregua.show.serve import HOST

SERVE = [sys.executable, "-m", "tregua.show.cli.main", "serve", "--no-browser"]
Answer = tuple[int, dict[str, str], bytes]


class Served:
    """The command in a process of its own, with the port and the token that it printed."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen([*SERVE, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.said = self.process.stdout.readline()
        address = re.search(rf"http://{HOST}:(\d+)/#t=([\w-]{{43}})\n$", self.said)
        assert address, (self.said, self.process.communicate())
        self.port, self.token = int(address[1]), address[2]

    def ask(self, path: str = "/", method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Status, headers and body; a header that is named stands in place of what is sent by itself."""
        connection = HTTPConnection(HOST, self.port, timeout=20)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        found = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        connection.close()
        return found

    def raw(self, sent: bytes) -> bytes:
        """What comes back to bytes that no client of HTTP would send."""
        with socket.create_connection((HOST, self.port), timeout=20) as connection:
            connection.sendall(sent)
            return connection.recv(4096)

    def end(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err
