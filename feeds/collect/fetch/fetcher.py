"""The door to the web: `fetch` for who waits, `submit` for who is told."""

import threading
from collections import deque
from functools import partial
from queue import SimpleQueue
from types import TracebackType
from typing import Final, Self

from config.settings import Limits
from feeds.collect.exchange import NotModified, Outcome, Request, Response
from feeds.collect.fetch.bounds import bounds
from feeds.collect.fetch.loop import Loop
from feeds.collect.fetch.transfer import Done, Handle, Names
from feeds.collect.guard import Refusal, refusal
from feeds.collect.watch import Watch
from feeds.errors import FetchError

_FAREWELL: Final = 1.0  # seconds that close() waits for the thread, which a name look-up in libcurl may hold up


class Fetcher:
    """Fetches pages for any number of threads; a context manager, closed by `close`.

    One request at a time for each registrable domain or IP literal, in the order they came, with the request's
    `delay` between the end of one and the start of the next. A redirect to another site is judged by the guard but
    does not queue there: the gate is the first site's. libcurl looks names up on 20 threads, which pycurl cannot
    change: a dozen names that hang (rather than fail) at once hold up the look-ups of others.
    """

    def __init__(self, limits: Limits, agent: str, *, refusal: Refusal = refusal, names: Names | None = None) -> None:
        """`agent` is the User-Agent, with a contact; `refusal` judges each address before it is connected to.

        `names`, if given, answers in the place of DNS for the hosts that it speaks of.
        """
        self._lock = threading.Lock()
        self._arrivals: deque[tuple[Request, Done]] = deque()
        self._closing = False
        self._watch = Watch()
        make = partial(Handle, bounds(limits, agent), refusal, names)
        loop = Loop(self._watch, make, limits.deadline, limits.response_bytes)
        self._thread = threading.Thread(target=self._run, args=(loop,), name="beatwire-fetch", daemon=True)
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
        with self._lock:
            closed = self._closing
            if not closed:
                self._arrivals.append((request, done))
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

    def _run(self, loop: Loop) -> None:
        try:
            while not self._closing:
                while self._arrivals:
                    loop.take(*self._arrivals.popleft())
                loop.turn()
        finally:
            self._abandon(loop)

    def _abandon(self, loop: Loop) -> None:
        with self._lock:
            self._closing = True
        for request, done in [*self._arrivals, *loop.unfinished()]:
            done(_shut(request))
        loop.close()


def _shut(request: Request) -> FetchError:
    return FetchError("shutting down: this fetch was given up", source=request.source)
