"""JSON Feed 1.1 (jsonfeed.org/version/1.1); what it has no word for stands under `_beatwire`."""

import json
from datetime import datetime
from typing import Any, Final

from feeds.article import Article, Author, Enclosure, Feed
from feeds.publish import items
from feeds.publish.scrub import scrub

NAME: Final = "json"
EXTENSION: Final = ".json"
MEDIA_TYPE: Final = "application/feed+json"
BETWEEN: Final = b","

_END: Final = "]\n}"


def frame(feed: Feed) -> tuple[bytes, bytes]:
    """Give what of JSON Feed comes before the items of `feed`, and what after them."""
    feed = scrub(feed)
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.address,
        "feed_url": items.stem(feed, feed.archive.page) + EXTENSION,
        "next_url": feed.archive.previous and items.stem(feed, feed.archive.previous) + EXTENSION,
        "description": feed.subtitle,
        "icon": feed.logo,
        "favicon": feed.icon,
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs],
        "_beatwire": _said(
            {
                "about": "https://github.com/beatwire/beatwire",
                "id": feed.id,
                "updated": _instant(feed.updated),
                "ttl": feed.ttl,
                "rights": feed.rights,
                "license": items.licence(feed.license),
                "reserved": feed.reserved,
                "policy": items.licence(feed.policy),
                "deleted": [
                    _said({"id": stone.id, "date_deleted": _instant(stone.at), "comment": stone.comment})
                    for stone in feed.tombstones
                ],
            },
        ),
        "items": [],
    }
    return _written(_said(said, "items")).removesuffix(_END).encode(), f"\n {_END}\n".encode()


def entry(article: Article, site: str) -> bytes:
    """Give `article` as an item of any feed of `site`."""
    text = _written(_item(article, site))
    return "".join(f"\n  {line}" for line in text.split("\n")).encode()


def _written(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False)


def _item(article: Article, site: str) -> dict[str, Any]:
    """Give one item; with nothing but a headline, the headline is its text, since an item must have one."""
    picture = items.picture(article)
    title = items.headline(article)
    said = {
        "id": article.id,
        "url": items.link(article, site),
        "title": title,
        "content_html": article.content,
        "content_text": "" if article.content else article.summary or title,
        "summary": article.summary,
        "image": picture and picture.href,
        "date_published": _instant(article.published),
        "date_modified": _instant(article.updated),
        "authors": [_author(author) for author in items.authors(article)],
        "tags": list(dict.fromkeys(one.label or one.term for one in items.categories(article))),
        "language": article.language,
        "attachments": [_attachment(medium) for medium in items.media(article) if medium.type],
        "_beatwire": _extension(article),
    }
    return _said(said)


def _author(author: Author) -> dict[str, Any]:
    address = author.uri or (author.email and f"mailto:{author.email}")
    return _said({"name": author.name, "url": address, "_beatwire": _said({"role": author.role})})


def _attachment(medium: Enclosure) -> dict[str, Any]:
    size = _said({"width": medium.width, "height": medium.height})
    return _said(
        {"url": medium.href, "mime_type": medium.type, "size_in_bytes": medium.length, "_beatwire": size},
    )


def _extension(article: Article) -> dict[str, Any]:
    origin = {"title": article.origin.title, "id": article.origin.id, "url": article.origin.link}
    rights = {
        "permits": article.rights.permits.value,
        "notice": article.rights.notice,
        "license": items.licence(article.rights.license),
        "expires": article.rights.expires and _instant(article.rights.expires),
        "reserved": article.rights.reserved,
        "policy": items.licence(article.rights.policy),
    }
    places = [{"code": country.term, "name": country.label} for country in items.countries(article)]
    related = [_said({"title": one.title, "url": one.link}) for one in items.related(article)]
    said = {
        "origin": _said(origin),
        "places": places,
        "related": related,
        "rights": _said(rights),
        "date_estimated": article.estimated,
        "corrections": [
            _said({"date": _instant(one.at), "changed": list(one.changed), "note": one.note})
            for one in article.corrections
        ],
    }
    return _said(said)


def _instant(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _said(values: dict[str, Any], *kept: str) -> dict[str, Any]:
    """Leave out what is empty: JSON Feed asks for absent keys, not null ones."""
    return {key: value for key, value in values.items() if value or key in kept}
