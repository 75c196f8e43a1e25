"""A list of posts: what of it is new or changed, and what is missing that was there before. Pure decisions."""

import json
from dataclasses import dataclass, replace
from typing import Any, Final

from feeds.article import Page
from feeds.collect.wordpress.memory import Doubt, Memory, Post
from feeds.collect.wordpress.posts import guid_of, is_protected
from feeds.text.characters import line

BATCH: Final = 100
CONFIRMED: Final = 2  # collections that must find a post gone before it counts
_CHECKS: Final = 10
_FEWEST: Final = 3  # so many may vanish at once, however short the list is
_PATIENCE: Final = 3  # lists in a row that lack too much, until the last one is believed
_GONE: Final = frozenset((401, 403, 404, 410))


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list."""

    number: int
    post: Post
    hidden: bool


def rows(page: Page) -> list[dict[str, Any]] | None:
    """Give the objects of a JSON list, or None where the page is none: the API is closed, or is not there.

    No more are asked for than BATCH, and no more are read.
    """
    if page.status >= 400:
        return None
    said = said_by(page)
    if not isinstance(said, list):
        return None
    found = said[:BATCH]
    return found if all(isinstance(one, dict) and number_of(one) is not None for one in found) else None


def said_by(page: Page) -> object:
    """Give the JSON of a page, or None."""
    try:
        return json.loads(page.body.lstrip(b"\xef\xbb\xbf \t\r\n"), strict=False)
    except (ValueError, RecursionError):
        return None


def number_of(row: dict[str, Any]) -> int | None:
    """Give a post's number."""
    number = row.get("id")
    return number if isinstance(number, int) and 0 < number < 2**53 else None


def listed(found: list[dict[str, Any]], site: str) -> tuple[Listed, ...]:
    """Read the lines of a list."""
    return tuple(
        Listed(number, Post(line(str(row.get("modified_gmt") or "")[:40]), guid_of(row, site)), is_protected(row))
        for row in found
        if (number := number_of(row)) is not None
    )


def noted(memory: Memory, lines: tuple[Listed, ...]) -> Memory:
    """Add a page of the list to what was shown."""
    return replace(
        memory,
        pages=memory.pages + 1,
        shown=memory.shown | {line.number: line.post for line in lines},
        hidden=memory.hidden + tuple(line.number for line in lines if line.hidden),
    )


def all_new(memory: Memory, lines: tuple[Listed, ...]) -> bool:
    """Tell whether a page of the list holds nothing known, so that there may be more news on the next one."""
    return all(memory.posts.get(line.number) != line.post for line in lines)


def settled(memory: Memory) -> tuple[Memory, int]:
    """Compare the whole list with the last one: give what is to be done, and how many vanished too many at once.

    A list that is empty, or lacks more than half of what it should still show and more than three, speaks of a broken
    site and not of retractions: what it lacks is remembered as it was, until it lacked it three times in a row.
    """
    before, open_posts = memory.posts, {n: post for n, post in memory.shown.items() if n not in memory.hidden}
    due = {n: post for n, post in before.items() if post.modified > memory.oldest or n in memory.hidden}
    gone = {n: post for n, post in due.items() if n not in open_posts}
    doubts = {n: doubt for n, doubt in memory.doubts.items() if n not in open_posts}
    known = {n: post for n, post in open_posts.items() if before.get(n) == post}
    pending = {n: post for n, post in open_posts.items() if before.get(n) != post}
    odd = bool(gone) and (not memory.shown or len(gone) > max(_FEWEST, len(due) // 2))
    if odd:
        known |= gone if memory.odd + 1 < _PATIENCE else {}
        checks: tuple[int, ...] = ()
    else:
        doubts |= {n: Doubt(post) for n, post in gone.items() if n not in doubts}
        checks = tuple(doubts)[:_CHECKS]
    odds = (memory.odd + 1) % _PATIENCE if odd else 0
    after = replace(memory, posts=known, doubts=doubts, odd=odds, pending=pending, checks=checks)
    return after, len(gone) if odd else 0


def fetched(memory: Memory, asked: tuple[int, ...]) -> Memory:
    """Take the posts of these numbers for known, as they were listed."""
    return replace(
        memory,
        posts=memory.posts | {n: memory.pending[n] for n in asked if n in memory.pending},
        pending={n: post for n, post in memory.pending.items() if n not in asked},
    )


def checked(memory: Memory, page: Page) -> tuple[Memory, str | None]:
    """Take the answer about the first missing post: give its guid if that confirms that it is public no more."""
    if not memory.checks or memory.checks[0] not in memory.doubts:
        return replace(memory, checks=memory.checks[1:]), None
    number, doubts = memory.checks[0], dict(memory.doubts)
    doubt, public = doubts.pop(number), _public(page)
    if public is None:
        doubts[number] = doubt
    elif not public and doubt.seen + 1 < CONFIRMED:
        doubts[number] = replace(doubt, seen=doubt.seen + 1)
    vanished = doubt.post.guid if public is False and number not in doubts else None
    return replace(memory, doubts=doubts, checks=memory.checks[1:]), vanished


def _public(page: Page) -> bool | None:
    """Say whether a post is public; None where it was not the API that answered (a firewall, a page of errors)."""
    said = said_by(page)
    if not isinstance(said, dict):
        return None
    if page.status in _GONE:
        return None if said.get("code") in {None, "rest_no_route"} else False
    return None if number_of(said) is None else not is_protected(said)
