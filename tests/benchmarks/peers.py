"""Who else collects feeds: a bare socket, newsboat, sfeed and lemon24/reader, each as its manual says."""

import os
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

_READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
for url in open(sys.argv[2]):
    reader.add_feed(url.strip(), exist_ok=True)
reader.update_feeds(workers=8)
"""


class Contestant(Protocol):
    """Somebody who collects all its feeds when told to, and remembers what it needs to."""

    def cycle(self) -> None:
        """Collect once."""


def made(name: str, urls: Sequence[str], folder: Path, reader: str | None) -> Contestant:
    """Give the peer of that name, with `folder` for what it remembers."""
    if name == "bare socket":
        return _BareSocket(urls)
    listed = folder / "urls"
    listed.write_text("".join(f"{url}\n" for url in urls), encoding="ascii")
    if name == "newsboat":
        config = folder / "config"
        config.write_text("reload-threads 8\nmax-items 0\n", encoding="ascii")
        files = ["-u", str(listed), "-c", str(folder / "cache.db"), "-C", str(config)]
        return _Command(["newsboat", *files, "-x", "reload"], folder)
    if name == "sfeed":
        rc = folder / "sfeedrc"
        named = "".join(f"    feed 'paper{number}' '{url}'\n" for number, url in enumerate(urls))
        rc.write_text(f"sfeedpath='{folder}/feeds'\nmaxjobs=8\nfeeds() {{\n{named}}}\n", encoding="ascii")
        return _Command(["sfeed_update", str(rc)], folder)
    return _Command([str(reader), "-c", _READER, str(folder / "reader.db"), str(listed)], folder)


@dataclass(frozen=True, slots=True)
class _Command:
    command: list[str]
    home: Path

    def cycle(self) -> None:
        home = {"HOME": str(self.home), "no_proxy": "*"}
        subprocess.run(
            self.command, env=os.environ | home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
        )


@dataclass(slots=True)
class _BareSocket:
    """The least that fetching can cost in Python: connect, send, receive, keep the tag; nothing read, nothing kept."""

    urls: Sequence[str]
    tags: dict[str, bytes] = field(default_factory=dict)

    def cycle(self) -> None:
        for url in self.urls:
            parts = urlsplit(url)
            asked = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: */*\r\n".encode()
            if url in self.tags:
                asked += b"If-None-Match: " + self.tags[url] + b"\r\n"
            with socket.create_connection((str(parts.hostname), int(parts.port or 80))) as connection:
                connection.sendall(asked + b"\r\n")
                head, body = _received(connection)
            assert body or head.startswith(b"HTTP/1.1 304")
            self.tags[url] = _field(head, b"ETag: ")


def _received(connection: socket.socket) -> tuple[bytes, bytes]:
    head, _, body = connection.recv(65536).partition(b"\r\n\r\n")
    parts = [body]
    missing = int(_field(head, b"Content-Length: ") or b"0") - len(body)
    while missing > 0:
        parts.append(connection.recv(262144))
        missing -= len(parts[-1])
    return head, b"".join(parts)


def _field(head: bytes, name: bytes) -> bytes:
    return head.partition(name)[2].partition(b"\r\n")[0]
