"""One request under way: its handle of libcurl, what the guard says to its connections, and what has come of it."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pycurl

from feeds.collect.exchange import Outcome, Received, Request, answer
from feeds.collect.guard import Refusal, barred
from feeds.collect.trouble import Code, End, complaint

Done = Callable[[Outcome], None]


class _Handed(socket.socket):
    """A socket that libcurl duplicates; ours closes as soon as nobody holds it, without a ResourceWarning."""

    def __del__(self) -> None:
        socket.SocketType.close(self)  # unlike ours, it bears a socket that could not be made


@dataclass(slots=True, eq=False)
class Transfer:
    """One request, who waits for its `Outcome`, and what libcurl tells of it; `refused` says why we stopped it."""

    request: Request
    url: str
    site: str
    done: Done
    refusal: Refusal
    received: Received
    curl: pycurl.Curl = field(default_factory=pycurl.Curl)
    refused: str | None = None
    system: int = 0

    @property
    def rest(self) -> float:
        """For how many seconds the site is left alone before and after."""
        return self.request.delay.total_seconds()

    def prepare(self, bounds: dict[int, Any]) -> None:
        """Tell the handle everything it must know; raises pycurl.error or ValueError for what cannot be sent."""
        own = {
            pycurl.URL: self.url,
            pycurl.HTTPHEADER: [f"{name}: {value}".encode("latin-1") for name, value in self.request.wishes()],
            pycurl.OPENSOCKETFUNCTION: self._opened,
            pycurl.HEADERFUNCTION: self.received.head,
            pycurl.WRITEFUNCTION: self.received.chunk,
        }
        if not self.request.allow_private:
            own[pycurl.PREREQFUNCTION] = self._connected
        for option, value in (bounds | own).items():
            self.curl.setopt(option, value)

    def outcome(self, code: int, words: str, deadline: timedelta) -> Outcome:
        """Say what came of it, now that libcurl has ended it with `code` and `words`."""
        url, size = self.curl.getinfo(pycurl.EFFECTIVE_URL), self.curl.getinfo(pycurl.SIZE_DOWNLOAD_T)
        if code == Code.OK or self.received.status >= 400 or self.received.enough:
            return answer(self.request, self.received, url=url, size=size)
        system = self.system or self.curl.getinfo(pycurl.OS_ERRNO)
        end = End(code=code, words=words, url=url, size=size, system=system, refused=self.refused)
        return complaint(self.request, self.received, end, deadline)

    def _opened(self, _purpose: int, address: Any) -> Any:  # noqa: ANN401 - pycurl has no types
        """Open a socket to `address` if the guard lets us: asked for each connection, after DNS and redirects."""
        if words := barred(address.addr[1]):
            self.refused = f"leads to {words}"
        if words or not self._allowed(address.addr[0]):
            return pycurl.SOCKET_BAD
        try:
            return _Handed(address.family, address.socktype, address.protocol)
        except OSError as error:
            self.system = error.errno or 0
            return pycurl.SOCKET_BAD

    def _connected(self, address: str, *_rest: object) -> int:
        """Judge the connection that is about to be used: it may be an old one, opened for a source with more rights."""
        return int(pycurl.PREREQFUNC_OK if self._allowed(address) else pycurl.PREREQFUNC_ABORT)

    def _allowed(self, address: str) -> bool:
        what = self.refusal(address, allow_private=self.request.allow_private)
        if what is not None:
            self.refused = f"leads to {address}, {what}, which is not asked"
            if self.refusal(address, allow_private=True) is None:
                self.refused += ": allow_private = true lets a source ask loopback and intranets"
        return what is None
