"""The only HTTP client: many blocking `fetch` calls, one thread, one libcurl multi handle.

The pure half is next door: `exchange` (what is asked, what an answer means), `guard` (which addresses may be asked),
`gate` (who may ask when), `headers`. Here are the sockets, the deadline and the words for what failed on the way.
"""

import socket
import ssl
import threading
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from types import TracebackType
from typing import Any, Final, Self

import pycurl

from config.settings import Limits
from feeds.collect.exchange import NotModified, Received, Request, Response, answer
from feeds.collect.gate import Gate
from feeds.collect.guard import Refusal, barred, host_of, refusal, sendable
from feeds.collect.trouble import Code, End, complaint
from feeds.collect.watch import Watch
from feeds.errors import FetchError
from feeds.text.urls import site_of

__all__ = ["Fetcher", "NotModified", "Request", "Response"]

_IDLE_CONNECTIONS: Final = 32
_FAREWELL: Final = 1.0  # seconds that close() waits for the thread, which a name look-up in libcurl may hold up


class _Handed(socket.socket):
    """A socket that libcurl duplicates; ours closes as soon as nobody holds it, without a ResourceWarning."""

    def __del__(self) -> None:
        socket.SocketType.close(self)  # unlike ours, it bears a socket that could not be made


@dataclass(slots=True, eq=False)
class _Transfer:
    """One request under way, and what libcurl tells of it; `refused` says why we stopped it ourselves."""

    request: Request
    url: str
    site: str
    refusal: Refusal
    received: Received
    curl: pycurl.Curl = field(default_factory=pycurl.Curl)
    refused: str | None = None
    system: int = 0
    done: Future[End | None] = field(default_factory=Future)

    @property
    def rest(self) -> float:
        """For how many seconds the site is left alone before and after."""
        return self.request.delay.total_seconds()

    def opened(self, _purpose: int, address: Any) -> Any:  # noqa: ANN401 - pycurl has no types
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

    def connected(self, address: str, *_rest: object) -> int:
        """Judge the connection that is about to be used: it may be an old one, opened for a source with more rights."""
        return int(pycurl.PREREQFUNC_OK if self._allowed(address) else pycurl.PREREQFUNC_ABORT)

    def _allowed(self, address: str) -> bool:
        what = self.refusal(address, allow_private=self.request.allow_private)
        if what is not None:
            self.refused = f"leads to {address}, {what}, which is not asked"
            if self.refusal(address, allow_private=True) is None:
                self.refused += ": allow_private = true lets a source ask loopback and intranets"
        return what is None


def _authorities() -> tuple[int, str] | None:
    """Give where this machine keeps its certificate authorities (SSL_CERT_FILE wins): libcurl's build does not know."""
    paths = ssl.get_default_verify_paths()
    if paths.cafile:
        return pycurl.CAINFO, paths.cafile
    return (pycurl.CAPATH, paths.capath) if paths.capath else None


class _Loop:
    """The thread's own half: the multi handle and the gate. Nothing here is thread-safe."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._gate: Gate[_Transfer] = Gate()
        self._running: dict[pycurl.Curl, _Transfer] = {}
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, watch.socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, watch.remind)
        self._multi.setopt(pycurl.M_MAXCONNECTS, _IDLE_CONNECTIONS)

    def take(self, transfer: _Transfer) -> None:
        """Queue a transfer at its site."""
        self._gate.enter(transfer.site, transfer.rest, transfer)

    def turn(self) -> None:
        """Start whoever may start, let libcurl do what is due, wait for something to happen and deal with it."""
        for transfer in self._gate.admit(monotonic()):
            self._running[transfer.curl] = transfer
            self._multi.add_handle(transfer.curl)
        if self._watch.rang():
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
            self._reap()
        for descriptor, events in self._watch.wait(self._gate.next()):
            self._multi.socket_action(descriptor, events)
        self._reap()

    def unfinished(self) -> list[_Transfer]:
        """Give every transfer that has no end yet."""
        return [*self._running.values(), *self._gate.waiting()]

    def close(self) -> None:
        """Drop every transfer and connection; libcurl waits here for name look-ups that it cannot call back."""
        for curl in self._running:
            with suppress(pycurl.error):  # one that could not be added, if that is why we close
                self._multi.remove_handle(curl)
        self._multi.close()
        self._watch.close()

    def _reap(self) -> None:
        _, succeeded, failed = self._multi.info_read()
        for curl in succeeded:
            self._end(curl, Code.OK, "")
        for curl, code, words in failed:
            self._end(curl, code, words)

    def _end(self, curl: pycurl.Curl, code: int, words: str) -> None:
        transfer = self._running[curl]
        end = End(
            code=code,
            words=words,
            url=curl.getinfo(pycurl.EFFECTIVE_URL),
            size=curl.getinfo(pycurl.SIZE_DOWNLOAD_T),
            system=transfer.system or curl.getinfo(pycurl.OS_ERRNO),
            refused=transfer.refused,
        )
        self._multi.remove_handle(curl)
        curl.close()
        self._gate.leave(transfer.site, transfer.rest, monotonic())
        del self._running[curl]
        transfer.done.set_result(end)


@lru_cache(maxsize=4096)
def _destination(url: str) -> tuple[str, str]:
    """Give `url` as it is sent, and the site whose turn it takes; sources are asked again and again."""
    sent = sendable(url)
    return sent, site_of(sent)


def _bounds(limits: Limits, agent: str, authorities: tuple[int, str] | None) -> dict[int, Any]:
    """Give what every transfer is held to."""
    deadline = max(1, int(limits.deadline.total_seconds() * 1000))
    bounds = {
        pycurl.TIMEOUT_MS: deadline,  # of everything together: a limit for each read is beaten by a slow drip
        pycurl.PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
        pycurl.REDIR_PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
        pycurl.FOLLOWLOCATION: 1,
        pycurl.MAXREDIRS: limits.redirects,
        pycurl.PROXY: "",
        pycurl.NOSIGNAL: 1,
        pycurl.ACCEPT_ENCODING: "",
        pycurl.USERAGENT: agent.encode("ascii", "replace"),
    }
    return bounds | (dict([authorities]) if authorities else {})


def _prepared(transfer: _Transfer, bounds: dict[int, Any]) -> None:
    """Tell the transfer's handle everything it must know."""
    request = transfer.request
    wishes = [f"Accept: {request.accept}"]
    wishes += [f"If-None-Match: {request.etag}"] if request.etag else []
    wishes += [f"If-Modified-Since: {request.modified}"] if request.modified else []
    own = {
        pycurl.URL: transfer.url,
        pycurl.HTTPHEADER: [wish.encode("latin-1") for wish in wishes],
        pycurl.OPENSOCKETFUNCTION: transfer.opened,
        pycurl.HEADERFUNCTION: transfer.received.head,
        pycurl.WRITEFUNCTION: transfer.received.chunk,
    }
    if not request.allow_private:
        own[pycurl.PREREQFUNCTION] = transfer.connected
    for option, value in (bounds | own).items():
        transfer.curl.setopt(option, value)


class Fetcher:
    """Fetches pages for any number of threads; a context manager, closed by `close`.

    One request at a time for each registrable domain or IP literal, in the order they came, with the request's
    `delay` between the end of one and the start of the next. A redirect to another site is judged by the guard but
    does not queue there: the gate is the first site's. libcurl looks names up on 20 threads, which pycurl cannot
    change: a dozen names that hang (rather than fail) at once hold up the look-ups of others.
    """

    def __init__(self, limits: Limits, agent: str, *, refusal: Refusal = refusal) -> None:
        """`agent` is the User-Agent, with a contact; `refusal` judges each address before it is connected to."""
        self._limits = limits
        self._refusal = refusal
        self._bounds = _bounds(limits, agent, _authorities())
        self._lock = threading.Lock()
        self._arrivals: deque[_Transfer] = deque()
        self._closing = False
        self._watch = Watch()
        self._thread = threading.Thread(
            target=self._run, args=(_Loop(self._watch),), name="beatwire-fetch", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def fetch(self, request: Request) -> Response | NotModified:
        """Fetch one page, however long its turn takes and then within `limits.deadline`; safe from any thread.

        Raises FetchError in one sentence: `transient` says whether it may pass by itself, `status` is HTTP's,
        `retry_after` the server's wish in seconds.
        """
        transfer = self._transfer(request)
        self._submit(transfer)
        end = transfer.done.result()
        if end is None:
            raise self._shut(request)
        if end.code != Code.OK and transfer.received.status < 400:
            raise complaint(request, transfer.received, end, self._limits.deadline)
        return answer(request, transfer.received, url=end.url, size=end.size)

    def close(self) -> None:
        """Fail every request under way with "shutting down" and end the thread; a second call does nothing."""
        with self._lock:
            closed, self._closing = self._closing, True
            if not closed:
                self._watch.nudge()
        self._thread.join(_FAREWELL)

    def _transfer(self, request: Request) -> _Transfer:
        try:
            url, site = _destination(request.url)
            transfer = _Transfer(
                request=request,
                url=url,
                site=site,
                refusal=self._refusal,
                received=Received(most=self._limits.response_bytes),
            )
            _prepared(transfer, self._bounds)
        except (ValueError, pycurl.error) as error:
            words = f"{host_of(request.url)} cannot be asked: {error}"
            raise FetchError(words, source=request.source, transient=False) from error
        return transfer

    def _submit(self, transfer: _Transfer) -> None:
        with self._lock:
            if self._closing:
                transfer.curl.close()
                raise self._shut(transfer.request)
            self._arrivals.append(transfer)
            self._watch.nudge()

    def _shut(self, request: Request) -> FetchError:
        return FetchError("shutting down: this fetch was given up", source=request.source)

    def _run(self, loop: _Loop) -> None:
        try:
            while not self._closing:
                while self._arrivals:
                    loop.take(self._arrivals.popleft())
                loop.turn()
        finally:
            self._abandon(loop)

    def _abandon(self, loop: _Loop) -> None:
        with self._lock:
            self._closing = True
        given_up = [*self._arrivals, *loop.unfinished()]
        for transfer in given_up:
            transfer.done.set_result(None)
        loop.close()
        for transfer in given_up:
            transfer.curl.close()
