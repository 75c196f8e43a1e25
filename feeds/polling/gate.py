"""Who is let in: holders of tokens to private feeds, and everybody as often as the limits say; all are counted."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic
from typing import Final

import structlog

from config.settings import Settings
from feeds.article import Token
from feeds.errors import StoreError
from feeds.polling import tokens
from feeds.polling.clients import client
from feeds.polling.counts import Counts
from feeds.polling.limits import Limits
from feeds.publish.asking import archive

Clock = Callable[[], datetime]
LOOK_EVERY: Final = 1.0  # seconds between two looks at the tokens


class Gate:
    """What a worker knows of those who ask; safe to use from any thread."""

    def __init__(self, settings: Settings, clock: Clock | None) -> None:
        """Nothing is read before somebody asks for a private feed; without a `clock` no token opens any."""
        self.counts: Final = Counts()
        self.serving: Final = settings.serving
        self.base: Final = settings.base_url
        self.policy: Final = f"{settings.base_url}/polling"
        self._limits = Limits(settings.serving.polls, settings.serving.within.total_seconds())
        self._clock = clock
        self._settings = settings
        self._looking = threading.Lock()
        self._tokens: tuple[Token, ...] | None = None
        self._tried = False
        self._next_look = 0.0

    def wait(self, environ: Mapping[str, str], token: Token | None) -> float:
        """Give for how many seconds whoever asks is given no whole document; 0: it is let in, and that is counted."""
        if token is not None:
            return self._limits.wait(f"token {token.name}")
        peer, forwarded = environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")
        return self._limits.wait(client(peer, forwarded, self.serving.proxies))

    def token(self, given: str, feed: str) -> Token | None:
        """Give the token that opens `feed`, as `given`; None: it does not. StoreError where none were ever read."""
        found = tokens.check(given, self._known(), feed, self._clock()) if self._clock else None
        if found is not None:
            self.counts.token(found.name)
        return found

    def _known(self) -> tuple[Token, ...]:
        """Give the tokens as the store has them; while that cannot be read, or is being read, as it had them.

        A store that takes long to say that it is away holds up one request at a time.
        """
        if monotonic() >= self._next_look and self._looking.acquire(blocking=not self._tried):
            try:
                self._look()
            finally:
                self._looking.release()
        if self._tokens is None:
            raise StoreError("the tokens cannot be read")
        return self._tokens

    def _look(self) -> None:
        if monotonic() < self._next_look:
            return
        try:
            with archive(self._settings) as store:
                self._tokens = store.tokens()
        except StoreError as error:
            structlog.get_logger(__name__).warning("tokens.unread", error=str(error), remedy="those known last go on")
        self._tried, self._next_look = True, monotonic() + LOOK_EVERY
