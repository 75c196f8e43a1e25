"""A feed in every format, checked; one article that cannot be rendered is left out, and the feed goes on."""

from dataclasses import replace

from feeds.article import Article, Feed, Skipped
from feeds.errors import PublishError
from feeds.publish.checks import check
from feeds.publish.formats import formats


def render(feed: Feed) -> tuple[Feed, dict[str, bytes], tuple[Skipped, ...]]:
    """Give `feed` as published, its bytes by format, and the articles left out of it.

    Raises PublishError if the feed itself, one of its formats, or more than half its articles cannot be rendered or
    are not valid.
    """
    try:
        return feed, _bodies(feed), ()
    except PublishError:
        judged = [(article, _fault(feed, article)) for article in feed.articles]
        skipped = tuple(Skipped(what=article.id, reason=fault) for article, fault in judged if fault)
        if len(skipped) * 2 > len(feed.articles):
            raise
    feed = replace(feed, articles=tuple(article for article, fault in judged if not fault))
    return feed, _bodies(feed), skipped


def _fault(feed: Feed, article: Article) -> str | None:
    try:
        _bodies(replace(feed, articles=(article,)))
    except PublishError as error:
        return str(error)
    return None


def _bodies(feed: Feed) -> dict[str, bytes]:
    return {name: _body(name, feed) for name in sorted(formats())}


def _body(name: str, feed: Feed) -> bytes:
    try:
        body = formats()[name].render(feed)
    except ValueError as error:  # what feedgen, lxml and json raise for a value that they cannot write
        raise PublishError(f"the {name} document cannot be rendered: {error}", feed=feed.slug, format=name) from error
    check(name, body, feed)
    return body
