"""The server that sells all papers of `gazettes`: a process of its own, each paper at an address of its own.

So that every paper is a site with its own turn, paper 7 stands at 127.1.0.7, paper 300 at 127.1.1.44.
"""

import asyncio
import multiprocessing
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection

from tests.benchmarks import gazettes

_TAG = re.compile(rb"if-none-match: *([^\r\n]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kiosk:
    """What a client needs to know; `pid` is the server's process."""

    papers: int
    port: int
    pid: int
    pipe: Connection

    def urls(self) -> list[str]:
        """Give the address of each paper."""
        return [f"http://{_address(paper)}:{self.port}/feed" for paper in range(self.papers)]

    def print_new(self, share: float) -> int:
        """Let a share of the papers bring out a new edition, others than the last time; give how many."""
        self.pipe.send(share)
        printed: int = self.pipe.recv()
        return printed


@contextmanager
def opened(papers: int, now: datetime) -> Iterator[Kiosk]:
    """Serve that many papers for a while."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(there, papers, now), daemon=True)
    process.start()
    there.close()  # so that a server that never came up is an end of file
    try:
        yield Kiosk(papers, here.recv(), process.pid or 0, here)
    finally:
        here.send(None)
        process.join(10)


def _address(paper: int) -> str:
    return f"127.1.{paper >> 8}.{paper & 255}"


def _serve(pipe: Connection, papers: int, now: datetime) -> None:
    asyncio.run(_sell(pipe, _Stock(papers, now)))


class _Stock:
    def __init__(self, papers: int, now: datetime) -> None:
        self._papers, self._now, self._next = papers, now, 0
        self._editions = dict.fromkeys(range(papers), 0)
        self.on_sale: dict[str, tuple[bytes, bytes, bytes]] = {}
        for paper in range(papers):
            self._put_out(paper)

    def print_new(self, share: float) -> int:
        count = max(1, round(self._papers * share))
        for _ in range(count):
            self._editions[self._next] += 1
            self._put_out(self._next)
            self._next = (self._next + 1) % self._papers
        return count

    def _put_out(self, paper: int) -> None:
        body = gazettes.feed(paper, self._editions[paper], self._now)
        tag = f'"{paper}-{self._editions[paper]}"'.encode()
        same = b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\nCache-Control: max-age=600\r\nServer: kiosk\r\n\r\n"
        whole = (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: " + tag + b"\r\n"
            b"Cache-Control: max-age=600\r\nServer: kiosk\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        self.on_sale[_address(paper)] = tag, same, whole + body


class _Seller(asyncio.Protocol):
    def __init__(self, stock: _Stock) -> None:
        self._stock, self._asked = stock, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._address: str = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self._asked += data
        if not self._asked.endswith(b"\r\n\r\n"):
            return
        tag, same, whole = self._stock.on_sale[self._address]
        known = _TAG.search(self._asked)
        self._transport.write(same if known and known[1] == tag else whole)
        self._asked = b""


async def _sell(pipe: Connection, stock: _Stock) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Seller(stock), "0.0.0.0", 0, backlog=1024)
    pipe.send(server.sockets[0].getsockname()[1])
    while (share := await loop.run_in_executor(None, pipe.recv)) is not None:
        pipe.send(stock.print_new(share))
