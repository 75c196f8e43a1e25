"""What is remembered of a WordPress site, as JSON: its last list, what is missing from it, whether it is closed."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError


@dataclass(frozen=True, slots=True)
class Post:
    """What a list says of a post: when it was modified (GMT, as it is written there), and its guid."""

    modified: str
    guid: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A post that its site lists no more; `seen` is in how many collections it was found public no more."""

    post: Post
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a site was at the last collection, and what is left to do in this one.

    `site` is its own address, `root` where its API is, `told` that its home page said so; `closed` since when the API
    is refused. `posts` are those of the last list by their numbers, `doubts` those that are missing, `odd` how many
    lists in a row lacked too much to be believed.

    For this collection alone: `pages` of the list read so far, what was `shown` on them, what of it is `hidden` by a
    password; `oldest` is the modified time down to which the list is whole ("": all of it). `pending` are posts to be
    fetched, `checks` the missing ones to be looked for.
    """

    site: str = ""
    root: str = ""
    told: bool = False
    closed: datetime | None = None
    posts: dict[int, Post] = field(default_factory=dict)
    doubts: dict[int, Doubt] = field(default_factory=dict)
    odd: int = 0
    pages: int = 0
    shown: dict[int, Post] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()
    oldest: str = ""
    pending: dict[int, Post] = field(default_factory=dict)
    checks: tuple[int, ...] = ()


def recalled(memo: str | None) -> Memory:
    """Read what was written; what cannot be read is forgotten."""
    try:
        return _form().validate_json(memo or "{}")
    except ValidationError:
        return Memory()


def written(memory: Memory) -> str:
    """Write all of it, for the next page of this collection."""
    return _form().dump_json(memory, exclude_defaults=True).decode()


def lasting(memory: Memory) -> str:
    """Write what the next collection is to know; what was not fetched yet is not known, and will be found again."""
    empty = Memory()
    return written(
        replace(
            memory,
            told=empty.told,
            pages=empty.pages,
            shown=empty.shown,
            hidden=empty.hidden,
            oldest=empty.oldest,
            pending=empty.pending,
            checks=empty.checks,
        )
    )


@lru_cache(maxsize=1)
def _form() -> TypeAdapter[Memory]:
    return TypeAdapter(Memory)
