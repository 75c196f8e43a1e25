"""What the fetching thread does, turn by turn: the multi handle, the gate and the answers. Nothing is thread-safe."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from time import monotonic
from typing import Final

import pycurl

from feeds.collect.exchange import Received, Request
from feeds.collect.fetch.transfer import Done, Handle, Transfer
from feeds.collect.gate import Gate
from feeds.collect.guard import host_of, sendable
from feeds.collect.watch import Watch
from feeds.errors import FetchError
from feeds.text.urls import site_of

_IDLE_CONNECTIONS: Final = 32
_IDLE_HANDLES: Final = 1024


class Loop:
    """The thread's own half."""

    def __init__(self, watch: Watch, make: Callable[[], Handle], deadline: timedelta, most: int) -> None:
        """`make` gives a handle, `deadline` is what each was given, `most` bounds a page in decoded bytes."""
        self._watch = watch
        self._make = make
        self._deadline = deadline
        self._most = most
        self._gate: Gate[Transfer] = Gate()
        self._idle: list[Handle] = []
        self._running: dict[pycurl.Curl, Handle] = {}
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, watch.socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, watch.remind)
        self._multi.setopt(pycurl.M_MAXCONNECTS, _IDLE_CONNECTIONS)

    def take(self, request: Request, done: Done) -> None:
        """Queue a request at its site."""
        try:
            url, site = _destination(request.url)
        except ValueError as error:
            done(_unaskable(request, error))
            return
        received = Received(most=self._most, wanted=request.head)
        rest = request.delay.total_seconds()
        transfer = Transfer(request=request, url=url, site=site, rest=rest, done=done, received=received)
        self._gate.enter(site, rest, transfer)

    def turn(self) -> None:
        """Start whoever may start, let libcurl do what is due, wait for something to happen and deal with it."""
        for transfer in self._gate.admit(monotonic()):
            self._start(transfer)
        if self._watch.rang():
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
            self._reap()
        for descriptor, events in self._watch.wait(self._gate.next()):
            self._multi.socket_action(descriptor, events)
        self._reap()

    def unfinished(self) -> list[tuple[Request, Done]]:
        """Give every request that has no outcome yet."""
        transfers = [*(handle.transfer for handle in self._running.values()), *self._gate.waiting()]
        return [(transfer.request, transfer.done) for transfer in transfers]

    def close(self) -> None:
        """Drop every transfer and connection; libcurl waits here for name look-ups that it cannot call back."""
        for curl in self._running:
            with suppress(pycurl.error):  # one that could not be added, if that is why we close
                self._multi.remove_handle(curl)
        self._multi.close()
        self._watch.close()
        for handle in [*self._running.values(), *self._idle]:
            handle.curl.close()

    def _start(self, transfer: Transfer) -> None:
        handle = self._idle.pop() if self._idle else self._make()
        try:
            handle.carry(transfer)
        except (ValueError, pycurl.error) as error:
            handle.curl.close()
            self._gate.leave(transfer.site, transfer.rest, monotonic())
            transfer.done(_unaskable(transfer.request, error))
            return
        self._running[handle.curl] = handle
        self._multi.add_handle(handle.curl)

    def _reap(self) -> None:
        _, succeeded, failed = self._multi.info_read()
        for curl in succeeded:
            self._end(curl, 0, "")
        for curl, code, words in failed:
            self._end(curl, code, words)

    def _end(self, curl: pycurl.Curl, code: int, words: str) -> None:
        handle = self._running.pop(curl)
        transfer = handle.transfer
        outcome = handle.end(code, words, self._deadline)
        self._multi.remove_handle(curl)
        if len(self._idle) < _IDLE_HANDLES:
            self._idle.append(handle)
        else:
            curl.close()
        self._gate.leave(transfer.site, transfer.rest, monotonic())
        transfer.done(outcome)


@lru_cache(maxsize=4096)
def _destination(url: str) -> tuple[str, str]:
    """Give `url` as it is sent, and the site whose turn it takes; sources are asked again and again."""
    sent = sendable(url)
    return sent, site_of(sent)


def _unaskable(request: Request, error: Exception) -> FetchError:
    words = f"{host_of(request.url)} cannot be asked: {error}"
    return FetchError(words, source=request.source, transient=False)
