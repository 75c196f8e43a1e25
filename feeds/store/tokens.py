"""Partners' keys to private feeds, as hashes; what befell them is in the events."""

from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, update

from feeds.article import Token
from feeds.store import events
from feeds.store.schema import tokens

_SAID: Final = tuple(field.name for field in fields(Token))


def read(connection: Connection) -> tuple[Token, ...]:
    """Give every token there ever was, the newest first."""
    wanted = select(tokens).order_by(tokens.c.created.desc(), tokens.c.name, tokens.c.digest)
    return tuple(Token(**{name: getattr(row, name) for name in _SAID}) for row in connection.execute(wanted))


def add(connection: Connection, token: Token) -> bool:
    """Keep a new token; False where one of its name stands."""
    standing = select(tokens.c.digest).where(tokens.c.name == token.name, tokens.c.revoked.is_(None))
    if connection.execute(standing.limit(1)).first() is not None:
        return False
    connection.execute(tokens.insert(), [{name: getattr(token, name) for name in _SAID}])
    detail = f"{token.name}: {', '.join(token.feeds)}"
    events.write(connection, (events.Event(at=token.created, kind="token-added", detail=detail, who=token.who),))
    return True


def revoke(connection: Connection, name: str, who: str, now: datetime) -> bool:
    """Let the token of that name open nothing any more; False where none stands."""
    standing = update(tokens).where(tokens.c.name == name, tokens.c.revoked.is_(None)).values(revoked=now)
    if not connection.execute(standing).rowcount:
        return False
    events.write(connection, (events.Event(at=now, kind="token-revoked", detail=name, who=who),))
    return True
