"""One request under way, and the handle of libcurl that carries it."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pycurl

from feeds.collect.exchange import Outcome, Received, Request, answer
from feeds.collect.guard import Refusal, barred
from feeds.collect.trouble import Code, End, complaint

Done = Callable[[Outcome], None]


class _Handed(socket.SocketType):
    """A socket that libcurl duplicates; ours closes as soon as nobody holds it, without a ResourceWarning."""

    __slots__ = ()

    def __del__(self) -> None:
        self.close()


@dataclass(slots=True, eq=False)
class Transfer:
    """One request, as it goes to `url`: who is told the outcome, what has come so far, and why we stopped it.

    `site` is whose turn it takes, `rest` for how many seconds the site is left alone before and after.
    """

    request: Request
    url: str
    site: str
    rest: float
    done: Done
    received: Received
    refused: str | None = None
    system: int = 0


Names = Callable[[], list[str]]
"""Gives "HOST:PORT:ADDRESS" lines that answer in the place of DNS (CURLOPT_RESOLVE), asked before each transfer."""


class Handle:
    """A handle of libcurl for one transfer after another: what never differs is set once.

    libcurl calls the methods of the handle, never those of what a transfer received: what is over is forgotten.
    """

    __slots__ = ("_names", "_refusal", "curl", "transfer")
    transfer: Transfer  # while there is one

    def __init__(self, bounds: Mapping[int, Any], refusal: Refusal, names: Names | None = None) -> None:
        """`bounds` hold for every transfer, `refusal` judges the address of each connection; see `Names`."""
        self._refusal = refusal
        self._names = names
        self.curl = pycurl.Curl()
        for option, value in bounds.items():
            self.curl.setopt(option, value)
        self.curl.setopt(pycurl.OPENSOCKETFUNCTION, self._opened)
        self.curl.setopt(pycurl.PREREQFUNCTION, self._connected)
        self.curl.setopt(pycurl.HEADERFUNCTION, self._head)
        self.curl.setopt(pycurl.WRITEFUNCTION, self._chunk)

    def carry(self, transfer: Transfer) -> None:
        """Make ready for a transfer; raises pycurl.error or ValueError for what cannot be sent."""
        self.transfer = transfer
        self.curl.setopt(pycurl.URL, transfer.url)
        if self._names is not None:
            self.curl.setopt(pycurl.RESOLVE, self._names())
        form = transfer.request.form
        self.curl.setopt(pycurl.FOLLOWLOCATION, int(form is None))
        if form is None:
            self.curl.setopt(pycurl.HTTPGET, 1)
        else:
            self.curl.setopt(pycurl.POSTFIELDS, urlencode(form))
        wishes = transfer.request.wishes()
        self.curl.setopt(pycurl.HTTPHEADER, [f"{name}: {value}".encode("latin-1") for name, value in wishes])

    def end(self, code: int, words: str, deadline: timedelta) -> Outcome:
        """Say what came of the transfer, now that libcurl has ended it with `code` and `words`, and forget it."""
        transfer, getinfo = self.transfer, self.curl.getinfo
        del self.transfer
        request, received = transfer.request, transfer.received
        url, size = getinfo(pycurl.EFFECTIVE_URL), getinfo(pycurl.SIZE_DOWNLOAD_T)
        if code == Code.OK or received.status >= 400 or received.enough:
            return answer(request, received, url=url, size=size)
        system = transfer.system or getinfo(pycurl.OS_ERRNO)
        end = End(code=code, words=words, url=url, size=size, system=system, refused=transfer.refused)
        return complaint(request, received, end, deadline)

    def _head(self, line: bytes) -> int:
        return self.transfer.received.head(line)

    def _chunk(self, data: bytes) -> int:
        return self.transfer.received.chunk(data)

    def _opened(self, _purpose: int, address: Any) -> Any:  # noqa: ANN401 - pycurl has no types
        """Open a socket to `address` if the guard lets us: asked for each connection, after DNS and redirects."""
        if words := barred(address.addr[1]):
            self.transfer.refused = f"leads to {words}"
        if words or not self._allowed(address.addr[0]):
            return pycurl.SOCKET_BAD
        try:
            return _Handed(address.family, address.socktype, address.protocol)
        except OSError as error:
            self.transfer.system = error.errno or 0
            return pycurl.SOCKET_BAD

    def _connected(self, address: str, *_rest: object) -> int:
        """Judge the connection that is about to be used: it may be an old one, opened for a source with more rights."""
        return int(pycurl.PREREQFUNC_OK if self._allowed(address) else pycurl.PREREQFUNC_ABORT)

    def _allowed(self, address: str) -> bool:
        transfer = self.transfer
        what = self._refusal(address, allow_private=transfer.request.allow_private)
        if what is not None:
            transfer.refused = f"leads to {address}, {what}, which is not asked"
            if self._refusal(address, allow_private=True) is None:
                transfer.refused += ": allow_private = true lets a source ask loopback and intranets, on its own site"
        return what is None
