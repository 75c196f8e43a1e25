"""Many web servers on loopback, played by one thread: each address has its own answer, and may stop listening.

    with Crowd(addresses(200)) as crowd:
        crowd.answers["127.9.0.1"] = page(b"<rss/>")
        ... fetch crowd.url("127.9.0.1", "/feed") ...

Answers are those of `tests.fakeweb`, but for their pauses: one ends early when the client hangs up.
"""

import asyncio
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Final, Self

from tests.fakeweb import CLOSE, RESET, Answer, Asked, Step, page

_BACKLOG: Final = 64
_LINE: Final = 64 * 1024


def addresses(count: int, network: str = "127.9") -> tuple[str, ...]:
    """Give `count` addresses of loopback, each a site of its own."""
    return tuple(f"{network}.{number // 250}.{number % 250 + 1}" for number in range(count))


@dataclass(eq=False)
class Crowd:
    """Servers at `addresses`, all on one port; a context manager. An address without an answer gives 404.

    `answers` may be changed at any time. `asked` counts the requests by address, `greeted` the connections; `certified`
    are the addresses that speak TLS only.
    """

    addresses: Iterable[str]
    answers: dict[str, Answer] = field(default_factory=dict)
    certified: Mapping[str, ssl.SSLContext] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    greeted: Counter[str] = field(default_factory=Counter)
    port: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._servers: dict[str, asyncio.Server] = {}
        self._talks: dict[asyncio.Task[None], str] = {}
        self._thread = threading.Thread(target=self._loop.run_forever, name="crowd")
        self._thread.start()
        for address in self.addresses:
            self.open(address)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(list(self._servers)), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def url(self, address: str, path: str = "/feed") -> str:
        """Give the address of a page."""
        return f"{'https' if address in self.certified else 'http'}://{address}:{self.port}{path}"

    def open(self, address: str) -> None:
        """Listen at `address` from now on, or again."""
        if address not in self._servers:
            asyncio.run_coroutine_threadsafe(self._open(address), self._loop).result(30)

    def close(self, address: str) -> None:
        """Listen at `address` no more, and hang up: whoever asks is refused."""
        if address in self._servers:
            asyncio.run_coroutine_threadsafe(self._close([address]), self._loop).result(30)

    async def _open(self, address: str) -> None:
        server = await asyncio.start_server(
            self._welcome, address, self.port, ssl=self.certified.get(address), backlog=_BACKLOG, limit=_LINE
        )
        self._servers[address] = server
        self.port = server.sockets[0].getsockname()[1]

    async def _close(self, addresses: Collection[str]) -> None:
        for address in addresses:
            self._servers.pop(address).close()
        talking = [task for task, address in self._talks.items() if address in addresses]
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        address = self._talks[task] = writer.get_extra_info("sockname")[0]
        self.greeted[address] += 1
        try:
            await self._converse(address, reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # a client that hangs up, or babbles, is none of a server's business; cancelled is closed
        finally:
            writer.close()
            del self._talks[task]

    async def _converse(self, address: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (asked := await _read(reader, writer.get_extra_info("peername")[:2])) is not None:
            self.asked[address] += 1
            answer = self.answers.get(address) or page(b"no such page", status=404)
            if not await _play(reader, writer, answer(asked)):
                return


async def _read(reader: asyncio.StreamReader, peer: tuple[str, int]) -> Asked | None:
    first = (await reader.readline()).split()
    if len(first) != 3:
        return None
    headers = {}
    while line := (await reader.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    method, path = first[0].decode("latin-1"), first[1].decode("latin-1")
    return Asked(method=method, path=path, headers=headers, at=monotonic(), peer=peer)


async def _play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, steps: Iterable[Step]) -> bool:
    for step in steps:
        if isinstance(step, bytes):
            writer.write(step)
            await writer.drain()
        elif step is RESET:
            _linger(writer.get_extra_info("socket"))
            writer.transport.abort()
            return False
        elif step is CLOSE:
            return False
        elif isinstance(step, float | int):
            with suppress(TimeoutError, asyncio.TimeoutError):
                await asyncio.wait_for(reader.read(1), step)
                return False  # nobody asks while an answer is under way: the client has hung up
    return True


def _linger(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
