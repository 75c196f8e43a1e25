"""HTTP as it stands on the wire: what is sent is what was written, what came back is shown whole."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

HOST: Final = "readers-own.example"
"""What our requests name as their Host: no address of ours, so that an answer that repeats it shows."""
END: Final = b"\r\n\r\n"


@dataclass(frozen=True)
class Said:
    """One answer: its header fields in their order, and its body, out of its chunks."""

    status: int
    fields: tuple[tuple[str, str], ...]
    body: bytes

    def every(self, name: str) -> list[str]:
        """Give the values of all fields named so."""
        return [value for known, value in self.fields if known.lower() == name.lower()]

    def __getitem__(self, name: str) -> str:
        values = self.every(name)
        assert len(values) <= 1, f"{name} is sent {len(values)} times"
        return values[0] if values else ""

    def without(self, *names: str) -> list[tuple[str, str]]:
        """Give all fields but those, to compare."""
        apart = {name.lower() for name in names}
        return sorted((name.lower(), value) for name, value in self.fields if name.lower() not in apart)


def written(method: str, target: str, *fields: tuple[str, str], host: str = HOST, last: bool = True) -> bytes:
    """Write a request, letter for letter; the `last` on its connection says so."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in fields)]
    closing = ["Connection: close"] if last else []
    return "\r\n".join([*lines, *closing, "", ""]).encode("latin-1")


def connected(base: str, seconds: float = 10) -> socket.socket:
    """Give a connection to the server at `base`, on which nothing may take longer than that."""
    where = urlsplit(base)
    return socket.create_connection((where.hostname or "", where.port or 80), timeout=seconds)


def exchanged(base: str, request: bytes, seconds: float = 10) -> bytes:
    """Send these bytes, and give all that comes back until the server hangs up; TimeoutError where it does not."""
    with connected(base, seconds) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):  # it may hang up before it has read everything
            connection.sendall(request)
        return received(connection)


def received(connection: socket.socket) -> bytes:
    """Give all that comes until the other side hangs up, politely or not."""
    parts: list[bytes] = []
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def read(raw: bytes, method: str = "GET") -> tuple[Said, bytes]:
    """Read one answer to a request by `method`, and give what comes after it; it must be whole and rightly framed."""
    head, found, rest = raw.partition(END)
    assert found, raw[:200]
    first, *lines = head.decode("latin-1").split("\r\n")
    version, status, *_ = first.split(" ", 2)
    assert version in {"HTTP/1.1", "HTTP/1.0"}, first
    fields = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    said = Said(int(status), fields, b"")
    if method == "HEAD" or said.status in {204, 304} or said.status < 200:
        return said, rest
    if said["Transfer-Encoding"]:
        assert (said["Transfer-Encoding"], said["Content-Length"]) == ("chunked", "")
        body, rest = _unchunked(rest)
    else:
        length = int(said["Content-Length"]) if said["Content-Length"] else len(rest)
        body, rest = rest[:length], rest[length:]
        assert len(body) == length, "the body is cut off"
    return Said(said.status, fields, body), rest


def _unchunked(rest: bytes) -> tuple[bytes, bytes]:
    parts: list[bytes] = []
    while True:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        part, rest = rest[:length], rest[length:]
        assert rest.startswith(b"\r\n"), "a chunk is cut off"
        rest = rest[2:]
        if not length:
            return b"".join(parts), rest
        parts.append(part)


def ask(base: str, target: str, *fields: tuple[str, str], method: str = "GET", host: str = HOST) -> Said:
    """Give the answer to one request on a connection of its own: nothing may come before or after it."""
    said, rest = read(exchanged(base, written(method, target, *fields, host=host)), method)
    assert rest == b"", f"{len(rest)} bytes more than the answer has"
    return said
