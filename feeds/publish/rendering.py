"""A feed in every format, checked; one article that cannot be rendered is left out, and the feed goes on.

A document is put together of a frame and entries. Each is checked when it is rendered: entries in the frame of the
first feed that shows them, a frame without entries. So their document is well-formed and says what it must.
"""

from collections.abc import Collection
from dataclasses import replace

from feeds.article import Feed, Skipped
from feeds.errors import PublishError
from feeds.publish import items
from feeds.publish.checks import check
from feeds.publish.formats import formats
from feeds.publish.fragments import Fragment, Fragments

Frame = tuple[bytes, bytes]
"""What of a document comes before its entries, and what after them."""


def render(feed: Feed, fragments: Fragments | None = None) -> tuple[Feed, dict[str, bytes], tuple[Skipped, ...]]:
    """Give `feed` as published, its bytes by format, and the articles left out of it.

    What `fragments` hold is not rendered again. Raises PublishError if the feed itself, or more than half its articles,
    cannot be rendered or are not valid, or if an id is there twice.
    """
    known = Fragments() if fragments is None else fragments
    bare = replace(feed, articles=())
    frames = {name: _frame(name, bare) for name in sorted(formats())}
    ready = [known.of(article) for article in feed.articles]
    for name, frame in frames.items():
        _fill(name, ready, bare, frame)
    faults = {one.article.id: one.refused for one in ready if one.refused is not None}
    if len(faults) * 2 > len(ready):
        raise PublishError(next(iter(faults.values())), feed=feed.slug)
    if faults:
        ready = [one for one in ready if one.article.id not in faults]
        feed = replace(feed, articles=tuple(article for article in feed.articles if article.id not in faults))
    if len({one.article.id for one in ready}) < len(ready):
        raise PublishError("an id is there twice", feed=feed.slug)
    bodies = {name: _joined(name, frame, ready) for name, frame in frames.items()}
    return feed, bodies, tuple(Skipped(what=id_, reason=fault) for id_, fault in faults.items())


def _frame(name: str, bare: Feed) -> Frame:
    try:
        head, tail = formats()[name].frame(bare)
    except ValueError as error:  # what feedgen, lxml and json raise for a value that they cannot write
        raise PublishError(f"the {name} document cannot be rendered: {error}", feed=bare.slug, format=name) from error
    check(name, head + tail, bare)
    return head, tail


def _fill(name: str, ready: Collection[Fragment], bare: Feed, frame: Frame) -> None:
    """Render what is missing of the entries in the format `name`, and note what cannot be rendered or is not valid."""
    missing = [one for one in ready if name not in one.entries and one.refused is None]
    fresh = [one for one in missing if _render(name, one, items.base(bare))]
    try:
        _check(name, fresh, bare, frame)
    except PublishError:  # one of them, or several: each is looked at by itself
        for one in fresh:
            try:
                _check(name, [one], bare, frame)
            except PublishError as error:
                _refuse(name, one, error)


def _render(name: str, fragment: Fragment, site: str) -> bool:
    """Render the entry of a fragment; say whether that could be done."""
    try:
        fragment.entries[name] = formats()[name].entry(fragment.article, site)
    except ValueError as error:
        _refuse(name, fragment, error)
        return False
    return True


def _check(name: str, fresh: Collection[Fragment], bare: Feed, frame: Frame) -> None:
    if fresh:
        check(name, _joined(name, frame, fresh), replace(bare, articles=tuple(one.article for one in fresh)))


def _refuse(name: str, fragment: Fragment, error: Exception) -> None:
    fragment.entries, fragment.refused = {}, f"the {name} entry cannot be rendered: {error}"


def _joined(name: str, frame: Frame, ready: Collection[Fragment]) -> bytes:
    """Put a document together; every byte is copied once."""
    entries = [one.entries[name] for one in ready] or [b""]
    entries[0] = frame[0] + entries[0]
    entries[-1] += frame[1]
    return formats()[name].BETWEEN.join(entries)
