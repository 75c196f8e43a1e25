"""WordPress by its REST API: a small list says what is new, changed or missing, and only that is asked for.

One page leads to the next, never to two: list → (its next pages) → posts → checks. Each page hands on what is known,
and says what is to be remembered if it is the last that is read; so nothing is lost wherever a collection ends.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Literal

from config.settings import Source
from feeds.article import Follow, Page, Reading, Skipped
from feeds.collect.reading import feeds
from feeds.collect.wordpress import lists, posts, roots
from feeds.collect.wordpress.memory import Memory, lasting, recalled, written
from feeds.errors import ParseError

KIND: Final = "wordpress"
NEEDS: Final[Literal["url", "path"]] = "url"
DISCOVERS: Final = True

_JSON: Final = "application/json, */*;q=0.1"
_HTML: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_REFUSALS: Final = (400, 401, 403, 404, 405, 406, 410, 501)
_GONE: Final = (401, 403, 404, 410)
_PAGES: Final = 3  # of the list
_AGAIN: Final = timedelta(days=1)  # until a closed API is tried again
_BUSY: Final = timedelta(days=7)
_LIST: Final = roots.listed(("id", "guid", "modified_gmt", "content.protected"))
_POST: Final = roots.listed(
    (
        "id", "guid", "link", "date_gmt", "date", "modified_gmt", "title", "content", "excerpt", "status", "lang",
        "jetpack_featured_media_url", "yoast_head_json.author",
        "_links.author", "_links.wp:term", "_links.wp:featuredmedia",
        "_embedded.author", "_embedded.wp:term", "_embedded.wp:featuredmedia",
    )
)  # fmt: skip
_CHECK: Final = roots.listed(("id", "status", "content.protected", "excerpt.protected"))
_PASSWORD_FORM: Final = "post-password-form"  # noqa: S105 - a class in HTML


def start(source: Source, address: str, memo: str | None) -> tuple[Follow, ...]:  # noqa: ARG001 - the address says it
    """Give the list of the newest changes, or the site's feed where its API is known to be closed."""
    memory = recalled(memo)
    site, root = memory.site or roots.site_in(address), memory.root or roots.root_in(address)
    memory = replace(memory, site=site, root=root)
    return (_feed(memory) if memory.closed else _list(memory),)


def read(page: Page, source: Source, now: datetime) -> Reading:
    """Read one answer of the site; `page.memo` is what is known so far.

    Raises ParseError where neither the API nor the feed can be read.
    """
    reading = _READERS.get(page.role, _read_list)(page, source, now)
    return reading if page.role == "feed" else replace(reading, listed=_listed(page))


def _listed(page: Page) -> int:
    """Give how many posts the first list shows; the pages after it only say more of the same."""
    first = page.role == "list" and recalled(page.memo).pages == 0 and "orderby=date" not in page.address
    return len(lists.rows(page) or ()) if first else 0


def _read_list(page: Page, source: Source, now: datetime) -> Reading:  # noqa: ARG001 - every reader is called alike
    memory = recalled(page.memo)
    found = lists.rows(page)
    if found is None and memory.pages:  # the list ends here, for whatever reason
        return _work(memory)
    if found is None:
        known = memory.told or page.status in {401, 403}
        return _closed(memory, now) if known else Reading(follow=(_home(memory),))
    if memory.pages == 0:
        memory = replace(memory, root=roots.root_above(page.address), closed=None)
    lines = lists.listed(found, memory.site)
    fresh, following = lists.all_new(memory, lines), roots.following(page.link, page.address)
    memory = lists.noted(memory, lines)
    if "orderby=date" in page.address or not following or not lines:
        return _work(memory)
    memory = replace(memory, oldest=min(line.post.modified for line in lines))
    if fresh and memory.pages < _PAGES:
        return Reading(follow=(_list(memory, following),))
    # A post that was written long before it came out stands deep in a list by time of change, and atop one by date.
    busy = memory.oldest > (now - _BUSY).strftime("%Y-%m-%dT%H:%M:%S")
    return Reading(follow=(_dated(memory),)) if busy and memory.posts else _work(memory)


def _read_home(page: Page, source: Source, now: datetime) -> Reading:  # noqa: ARG001
    memory = recalled(page.memo)
    root = roots.root_told(page.link, page.body, page.address)
    if root is None or root == memory.root:
        return _closed(memory, now)
    return Reading(follow=(_list(replace(memory, root=root, told=True)),))


def _read_posts(page: Page, source: Source, now: datetime) -> Reading:  # noqa: ARG001
    memory, found = recalled(page.memo), lists.rows(page)
    if found is None:
        raise ParseError("its REST API answers with something that is no list of posts", source=source.name)
    came = tuple(number for row in found if (number := lists.number_of(row)) is not None)
    capped = came and roots.following(page.link, page.address)
    after = lists.fetched(memory, came)
    if not capped:  # what was asked for and did not come has gone in between
        asked = tuple(memory.pending)[: lists.BATCH]
        after = replace(after, pending={n: post for n, post in after.pending.items() if n not in asked})
    entries = tuple(posts.entry_of(row, memory.site, source.zone) for row in found if not posts.is_protected(row))
    return _next(after, Reading(entries=entries))


def _read_check(page: Page, source: Source, now: datetime) -> Reading:  # noqa: ARG001
    memory, vanished = lists.checked(recalled(page.memo), page)
    return _next(memory, Reading(vanished=(vanished,) if vanished else ()))


def _read_feed(page: Page, source: Source, now: datetime) -> Reading:
    """Read the site's own feed; what asks for a password in it is nobody's to read."""
    memory = recalled(page.memo)
    reading = feeds.read(page, source.zone, source.name, now)
    entries = tuple(entry for entry in reading.entries if _PASSWORD_FORM not in (entry.content or entry.summary or ""))
    again = memory.closed is None or now - memory.closed >= _AGAIN
    follow = (_list(replace(memory, told=False)),) if again else ()
    return replace(reading, entries=entries, follow=follow, memo=lasting(memory))


_READERS: Final[Mapping[str, Callable[[Page, Source, datetime], Reading]]] = {
    "list": _read_list,
    "home": _read_home,
    "posts": _read_posts,
    "check": _read_check,
    "feed": _read_feed,
}


def _work(memory: Memory) -> Reading:
    """Begin with what the list has told."""
    after, odd = lists.settled(memory)
    reason = "they left the list all at once, which is no retraction"
    return _next(after, Reading(skipped=(Skipped(what=f"{odd} posts", reason=reason),) if odd else ()))


def _next(memory: Memory, reading: Reading) -> Reading:
    """Go on: to the posts that are to be fetched, then to those that are missing."""
    follow = _posts(memory) if memory.pending else _check(memory) if memory.checks else None
    return replace(reading, follow=(follow,) if follow else (), memo=lasting(memory))


def _closed(memory: Memory, now: datetime) -> Reading:
    """Go to the feed, if it was not what led here, and leave the API alone for a while."""
    memory = replace(memory, closed=now)
    return Reading(follow=(_feed(memory),), memo=lasting(memory))


def _list(memory: Memory, url: str | None = None) -> Follow:
    query = f"per_page={lists.BATCH}&orderby=modified&order=desc&_fields={_LIST}"
    url = url or roots.within(memory.root, roots.POSTS, query)
    return Follow(url=url, role="list", memo=written(memory), accept=_JSON, tolerates=_REFUSALS)


def _dated(memory: Memory) -> Follow:
    return _list(memory, roots.within(memory.root, roots.POSTS, f"per_page=50&orderby=date&_fields={_LIST}"))


def _posts(memory: Memory) -> Follow:
    asked = ",".join(map(str, tuple(memory.pending)[: lists.BATCH]))
    embed = roots.listed(("author", "wp:term", "wp:featuredmedia"))
    query = f"include={asked}&per_page={lists.BATCH}&_embed={embed}&_fields={_POST}"
    return Follow(url=roots.within(memory.root, roots.POSTS, query), role="posts", memo=written(memory), accept=_JSON)


def _check(memory: Memory) -> Follow:
    url = roots.within(memory.root, f"{roots.POSTS}/{memory.checks[0]}", f"_fields={_CHECK}")
    return Follow(url=url, role="check", memo=written(memory), accept=_JSON, tolerates=_GONE)


def _home(memory: Memory) -> Follow:
    return Follow(url=memory.site, role="home", memo=written(memory), accept=_HTML, tolerates=_GONE)


def _feed(memory: Memory) -> Follow:
    url = roots.feed_of(memory.root, memory.site)
    return Follow(url=url, role="feed", memo=written(memory), accept=feeds.ACCEPT)
