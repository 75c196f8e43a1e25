"""The door to the web: `fetch` for who waits, `submit` for who is told."""

import threading
from collections import deque
from functools import lru_cache
from queue import SimpleQueue
from types import TracebackType
from typing import Final, Self

import pycurl

from config.settings import Limits
from feeds.collect.exchange import NotModified, Outcome, Received, Request, Response
from feeds.collect.fetch.bounds import bounds
from feeds.collect.fetch.loop import Loop
from feeds.collect.fetch.transfer import Done, Transfer
from feeds.collect.guard import Refusal, host_of, refusal, sendable
from feeds.collect.watch import Watch
from feeds.errors import FetchError
from feeds.text.urls import site_of

_FAREWELL: Final = 1.0  # seconds that close() waits for the thread, which a name look-up in libcurl may hold up


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
        self._bounds = bounds(limits, agent)
        self._lock = threading.Lock()
        self._arrivals: deque[Transfer | tuple[Done, FetchError]] = deque()
        self._closing = False
        self._watch = Watch()
        self._thread = threading.Thread(
            target=self._run, args=(Loop(self._watch, limits.deadline),), name="beatwire-fetch", daemon=True
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
        outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self.submit(request, outcomes.put)
        outcome = outcomes.get()
        if isinstance(outcome, FetchError):
            raise outcome
        return outcome

    def submit(self, request: Request, done: Done) -> None:
        """Ask for one page and return at once; `done` is told the outcome, in `fetch`'s terms, exactly once.

        Safe from any thread, from within a `done` too. `done` is called on the fetching thread and holds every other
        transfer up: it must be quick and raise nothing. A bad address is an outcome as well. What is asked for after
        `close` is told so at once, on the caller's own thread.
        """
        try:
            arrival: Transfer | tuple[Done, FetchError] = self._transfer(request, done)
        except (ValueError, pycurl.error) as error:
            words = f"{host_of(request.url)} cannot be asked: {error}"
            arrival = done, FetchError(words, source=request.source, transient=False)
        with self._lock:
            closed = self._closing
            if not closed:
                self._arrivals.append(arrival)
                self._watch.nudge()
        if closed:
            done(_shut(request))

    def close(self) -> None:
        """Fail every request under way with "shutting down" and end the thread; a second call does nothing."""
        with self._lock:
            closed, self._closing = self._closing, True
            if not closed:
                self._watch.nudge()
        self._thread.join(_FAREWELL)

    def _transfer(self, request: Request, done: Done) -> Transfer:
        url, site = _destination(request.url)
        received = Received(most=self._limits.response_bytes, wanted=request.head)
        transfer = Transfer(request=request, url=url, site=site, done=done, refusal=self._refusal, received=received)
        transfer.prepare(self._bounds)
        return transfer

    def _run(self, loop: Loop) -> None:
        try:
            while not self._closing:
                self._welcome(loop)
                loop.turn()
        finally:
            self._abandon(loop)

    def _welcome(self, loop: Loop) -> None:
        while self._arrivals:
            arrival = self._arrivals.popleft()
            if isinstance(arrival, Transfer):
                loop.take(arrival)
            else:
                done, error = arrival
                done(error)

    def _abandon(self, loop: Loop) -> None:
        with self._lock:
            self._closing = True
        given_up = loop.unfinished()
        for arrival in self._arrivals:
            if isinstance(arrival, Transfer):
                given_up.append(arrival)
            else:
                done, error = arrival
                done(error)
        for transfer in given_up:
            transfer.done(_shut(transfer.request))
        loop.close()
        for transfer in given_up:
            transfer.curl.close()


@lru_cache(maxsize=4096)
def _destination(url: str) -> tuple[str, str]:
    """Give `url` as it is sent, and the site whose turn it takes; sources are asked again and again."""
    sent = sendable(url)
    return sent, site_of(sent)


def _shut(request: Request) -> FetchError:
    return FetchError("shutting down: this fetch was given up", source=request.source)
