"""What the desk does with a store: it rules on articles, looks into one, and at all through a feed's rules."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection

from feeds.article import BARS, Article, Dossier, Pause, Ruling, Token
from feeds.store import articles, corrections, dossiers, events, glances, pauses, renames, rulings, tokens


class Acting(ABC):
    """The desk's part of `Store`; every call is one transaction, and raises StoreError."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]: ...

    @abstractmethod
    def _writing(self, *, shows: bool = True) -> AbstractContextManager[Connection]: ...

    def dossier(self, id: str, *, withheld: bool = False) -> Dossier | None:  # noqa: A002 - the field's word
        """Give all that is known of the article `id`; None where `get` gives None."""
        with self._reading() as connection:
            return dossiers.read(connection, id, withheld=withheld)

    def glances(self, since: datetime, *, whole: bool = False) -> Iterator[tuple[Article, tuple[str, ...]]]:
        """Give what was seen since then and may stand in feeds, newest first, as rules see it, with who showed it."""
        with self._reading() as connection:
            yield from glances.since(connection, since, whole=whole)

    def arrivals(self, since: datetime) -> tuple[datetime, ...]:
        """Give when each article that may stand in feeds was first seen, of those that were since then."""
        with self._reading() as connection:
            return tuple(glances.arrivals(connection, since))

    def rule(self, ruling: Ruling) -> Ruling | None:
        """Let a ruling stand, in the place of one of its kind; give it as it stands. None: there is no such article."""
        with self._writing() as connection:
            return rulings.rule(connection, ruling)

    def correct(self, id: str, note: str, who: str, now: datetime) -> bool:  # noqa: A002
        """Tell readers of the story of `id` what was corrected; False: there is no such article. See `corrections`."""
        with self._writing() as connection:
            told = articles.story(connection, id)
            corrections.annotate(connection, told, note, who, now)
        return bool(told)

    def lift(self, act: Ruling, kinds: Collection[str], feed: str | None) -> tuple[Ruling, ...]:
        """Lift rulings on `act.article`, and give them; see `feeds.store.rulings.lift`."""
        with self._writing() as connection:
            return rulings.lift(connection, act, kinds, feed)

    def rename(self, moves: Collection[tuple[str, str]]) -> None:
        """Keep what stands on each (old, new) feed under its new slug."""
        if moves:
            with self._writing() as connection:
                renames.rename(connection, moves)

    def rulings(self) -> tuple[Ruling, ...]:
        """Give every ruling that stands, the newest first."""
        with self._reading() as connection:
            return rulings.read(connection)

    def pinned(self, feed: str) -> frozenset[str]:
        """Give the ids of the articles that a pin on `feed`, or on all feeds, speaks of."""
        with self._reading() as connection:
            return rulings.ids(connection, feed, ("pin",))

    def barred(self, feed: str) -> frozenset[str]:
        """Give the ids of the articles that a ruling keeps out of `feed`, or out of all feeds."""
        with self._reading() as connection:
            return rulings.ids(connection, feed, BARS)

    def tokens(self) -> tuple[Token, ...]:
        """Give every token there ever was, the newest first."""
        with self._reading() as connection:
            return tokens.read(connection)

    def add_token(self, token: Token) -> bool:
        """Keep a new token; False where one of its name stands."""
        with self._writing(shows=False) as connection:
            return tokens.add(connection, token)

    def revoke_token(self, name: str, who: str, now: datetime) -> bool:
        """Let the token of that name open nothing any more; False where none stands."""
        with self._writing(shows=False) as connection:
            return tokens.revoke(connection, name, who, now)

    def pauses(self) -> dict[str, Pause]:
        """Give the pauses of sources that stand, by source."""
        with self._reading() as connection:
            return pauses.read(connection)

    def pause(self, pause: Pause) -> None:
        """Leave a source alone from its next time on."""
        with self._writing(shows=False) as connection:
            pauses.keep(connection, pause)

    def resume(self, source: str, who: str, now: datetime) -> bool:
        """Collect a source again; False where it was not paused."""
        with self._writing(shows=False) as connection:
            return pauses.lift(connection, source, who, now)

    def latest(self) -> int:
        """Give the number of the newest event that befell an article: it grows with each act of the desk."""
        with self._reading() as connection:
            return events.latest(connection)
