"""Keys to private feeds: made at random, kept as hashes, looked up in constant time."""

import hashlib
import secrets
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest
from typing import Final

from feeds.article import Token

PREFIX: Final = "bw_"
"""How every token begins, so that scanners for leaked secrets can know them."""
_LONGEST: Final = 200


def mint() -> str:
    """Make a token of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Give the SHA-256 of a token: as random as it is, so that it needs neither salt nor stretching."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def check(token: str, known: Iterable[Token], feed: str, now: datetime) -> Token | None:
    """Give the one of `known` that `token` is, if it opens `feed` at `now`; None otherwise.

    It takes as long whichever it is, and whether it is one at all.
    """
    wanted, found = digest(token[:_LONGEST]), None
    for each in known:
        if compare_digest(each.digest, wanted):
            found = each
    return found if found and found.opens(feed, now) else None


def basic(authorization: str) -> str | None:
    """Give the password of Basic credentials (RFC 7617), whoever the user says to be; None where there are none."""
    scheme, _, given = authorization[:1000].partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return b64decode(given.strip(), validate=True).decode("utf-8").partition(":")[2]
    except (Error, ValueError):
        return ""
