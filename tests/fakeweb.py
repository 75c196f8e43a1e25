"""One honest fake web on loopback: a test says what each path answers, well-behaved or hostile, and reads what was asked.

    with FakeWeb() as web:
        web.answers["/feed"] = page(b"<rss/>", media_type="application/rss+xml", etag='"1"')
        ... fetch web.url("/feed") ...
        assert web.asked[0].headers["accept"] == "*/*"

An answer is called with what was `Asked` and gives the steps of its reply: bytes are sent as they stand, a number is a
pause in seconds, `RESET` tears the connection down (TCP RST), `CLOSE` ends it; without either it is kept alive. Names
that end in ".localhost" lead here as well, so that one server can play many hosts.
"""

import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from time import monotonic
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

import brotli
import zstandard


class _Ending(Enum):
    RESET = "reset"
    CLOSE = "close"


RESET: Final = _Ending.RESET
CLOSE: Final = _Ending.CLOSE
Step = bytes | float | _Ending


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came: `at` is monotonic, header names are lower case, `peer` is the client's socket address."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    peer: tuple[str, int]
    body: bytes = b""


Answer = Callable[[Asked], Iterable[Step]]


@dataclass(eq=False)
class FakeWeb:
    """A web server on loopback; a context manager. Paths without an answer get 404."""

    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._listener = socket.create_server((self.host, 0), family=family, backlog=256)
        self.port: int = self._listener.getsockname()[1]
        self._over = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        for sock in [self._listener, *self._open]:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        """Give the address of `path`, by the server's address or by another name of it."""
        name = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{'https' if self.tls else 'http'}://{name}:{self.port}{path}"

    def paths(self) -> list[str]:
        """Give the paths that were asked, in order."""
        return [asked.path for asked in self.asked]

    def _listen(self) -> None:
        while not self._over.is_set():
            with suppress(OSError):
                sock, peer = self._listener.accept()
                self.connections += 1
                thread = threading.Thread(target=self._serve, args=(sock, peer[:2]))
                self._threads.append(thread)
                thread.start()

    def _serve(self, sock: socket.socket, peer: tuple[str, int]) -> None:
        self._open.add(sock)
        try:
            # A client that hangs up, for whatever reason, is none of a server's business.
            with suppress(OSError):
                if self.tls is not None:
                    with self.tls.wrap_socket(sock, server_side=True) as secured:
                        self._converse(secured, peer)
                else:
                    self._converse(sock, peer)
        finally:
            self._open.discard(sock)
            sock.close()

    def _converse(self, sock: socket.socket, peer: tuple[str, int]) -> None:
        if self.tls is None and sock.recv(1, socket.MSG_PEEK) == b"\x16":  # a TLS greeting at a door that speaks none
            sock.sendall(head(400, {"Connection": "close"}))
            return
        with sock.makefile("rb") as stream:
            while not self._over.is_set() and (asked := _read(stream, peer)) is not None:
                self.asked.append(asked)
                path = asked.path if asked.path in self.answers else asked.path.partition("?")[0]
                answer = self.answers.get(path) or page(b"no such page", status=404)
                if not self._play(sock, answer(asked)):
                    return

    def _play(self, sock: socket.socket, steps: Iterable[Step]) -> bool:
        for step in steps:
            if isinstance(step, bytes):
                sock.sendall(step)
            elif isinstance(step, _Ending):
                if step is RESET:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            elif self._over.wait(step):
                return False
        return True


def _read(stream: BinaryIO, peer: tuple[str, int]) -> Asked | None:
    lines = iter(stream)
    first = next(lines, b"").split()
    if len(first) != 3:
        return None
    headers = {}
    for line in lines:
        if not line.strip():
            break
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return Asked(
        method=first[0].decode("latin-1"),
        path=first[1].decode("latin-1"),
        headers=headers,
        at=monotonic(),
        peer=peer,
        body=stream.read(int(headers.get("content-length", 0))),
    )


def head(status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """Give the head of an answer, as bytes, with nothing added."""
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def page(
    body: bytes = b"",
    *,
    status: int = 200,
    media_type: str | None = None,
    etag: str | None = None,
    modified: str | None = None,
    **more: str,
) -> Answer:
    """Answer with a whole page, or 304 where its validators match; `more` are fields (`retry_after="60"`)."""
    fields = {"Content-Type": media_type, "ETag": etag, "Last-Modified": modified}
    fields |= {name.replace("_", "-"): value for name, value in more.items()}
    kept = {name: value for name, value in fields.items() if value is not None}

    def answer(asked: Asked) -> Iterator[Step]:
        if etag is not None and "if-none-match" in asked.headers:
            same = asked.headers["if-none-match"] == etag
        else:
            same = modified is not None and asked.headers.get("if-modified-since") == modified
        if same:
            yield head(304, kept)
        else:
            yield head(status, kept | {"Content-Length": str(len(body))}) + body

    return answer


def redirect(location: str, status: int = 302) -> Answer:
    """Answer with a redirect."""
    return page(status=status, Location=location)


def later(seconds: float, answer: Answer) -> Answer:
    """Pause, then give another answer."""

    def delayed(asked: Asked) -> Iterator[Step]:
        yield seconds
        yield from answer(asked)

    return delayed


def drip(body: bytes, pause: float) -> Answer:
    """Answer byte by byte, with a pause before each: beats any limit on a single read."""

    def answer(_asked: Asked) -> Iterator[Step]:
        yield head(200, {"Content-Length": str(len(body))})
        for place in range(len(body)):
            yield pause
            yield body[place : place + 1]

    return answer


def hang(sent: bytes = b"", seconds: float = 3600.0) -> Answer:
    """Send some bytes (none, a part of a head, a part of a body), then nothing more."""
    return lambda _asked: (sent, seconds, CLOSE)


def reset(sent: bytes = b"") -> Answer:
    """Send some bytes, then tear the connection down."""
    return lambda _asked: (sent, 0.05, RESET)


def cut(sent: bytes = b"") -> Answer:
    """Send some bytes, then close the connection in good order."""
    return lambda _asked: (sent, CLOSE)


def raw(sent: bytes) -> Answer:
    """Send exactly these bytes and keep the connection."""
    return lambda _asked: (sent,)


def endless(chunk: bytes = b"and so on " * 1000) -> Answer:
    """Answer with a body that never ends."""

    def answer(_asked: Asked) -> Iterator[Step]:
        yield head(200, {"Connection": "close"})
        while True:
            yield chunk

    return answer


def bomb(megabytes: int, coding: str = "gzip") -> Answer:
    """Answer with a few kilobytes that decompress to `megabytes` MB of zeros."""
    packed = _packed(megabytes, coding)
    return lambda _asked: (head(200, {"Content-Encoding": coding, "Connection": "close"}), packed, CLOSE)


@cache
def _packed(megabytes: int, coding: str) -> bytes:
    if coding == "br":
        packer: Any = brotli.Compressor(quality=5)
        press, end = packer.process, packer.finish
    else:
        packer = zstandard.ZstdCompressor().compressobj() if coding == "zstd" else None
        packer = packer or zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
        press, end = packer.compress, packer.flush
    zeros = bytes(2**20)
    return b"".join([*(press(zeros) for _ in range(megabytes)), end()])


def flood(kilobytes: int) -> Answer:
    """Answer with that much header."""
    line = f"X-Filler: {'x' * 1000}\r\n".encode()
    return lambda _asked: (b"HTTP/1.1 200 OK\r\n" + line * kilobytes + b"Content-Length: 0\r\n\r\n", CLOSE)
