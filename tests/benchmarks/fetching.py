"""Fetching: our client's CPU for polls that end in a 304, beside clients that check and bound nothing.

The server is another process, so that its work is nobody's; every connection is warm.
"""

import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from multiprocessing.connection import Connection

from config.settings import Limits
from feeds.collect.fetch import Fetcher, NotModified, Request
from tests.benchmarks.timing import Row, race, show
from tests.fakeweb import FakeWeb, page

POLLS = 300
ETAG = '"warm"'


def measure(rounds: int) -> list[Row]:
    """Poll one address of a server on loopback with each client."""
    with _server() as port, Fetcher(Limits(), "beatwire-benchmark/1 (+https://feeds.example)") as fetcher:
        return [
            race(f"{POLLS} polls, each a 304", partial(_ours, fetcher, port), (name, partial(client, port)), rounds)
            for name, client in (("http.client", _http_client), ("a bare socket", _bare_socket))
        ]


def _ours(fetcher: Fetcher, port: int) -> None:
    request = Request(
        source="warm",
        url=f"http://127.0.0.1:{port}/feed",
        etag=ETAG,
        modified=None,
        allow_private=True,
        delay=timedelta(0),
        accept="*/*",
    )
    for _ in range(POLLS):
        assert isinstance(fetcher.fetch(request), NotModified)


def _http_client(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    for _ in range(POLLS):
        connection.request("GET", "/feed", headers={"If-None-Match": ETAG, "Accept": "*/*"})
        response = connection.getresponse()
        response.read()
        assert response.status == 304
    connection.close()


def _bare_socket(port: int) -> None:
    asked = f"GET /feed HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\nIf-None-Match: {ETAG}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for _ in range(POLLS):
            connection.sendall(asked)
            answer = b""
            while not answer.endswith(b"\r\n\r\n"):
                answer += connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 304")


@contextmanager
def _server() -> Iterator[int]:
    """Serve from a process of its own and give the port."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("enough")
        process.join(10)


def _serve(pipe: Connection) -> None:
    with FakeWeb() as web:
        web.answers["/feed"] = page(b"<rss/>", etag=ETAG)
        pipe.send(web.port)
        pipe.recv()


if __name__ == "__main__":
    show("Fetching what has not changed", measure)
