"""What stays published though it is not built anew, and may hold no more than is allowed today.

A feed that is held, that failed or that left the catalogue keeps its last good documents. Meanwhile an article may have
expired, been taken back or barred, and a source may allow less. What its documents hold is read from the JSON of them,
which says what all formats say.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.settings import Settings
from feeds.article import Article, Feed
from feeds.publish.catalogue import Plan, Shelf
from feeds.publish.edition import compose
from feeds.select.rules import compiled
from feeds.text.unpictured import without_pictures


@dataclass(frozen=True, slots=True)
class Remains:
    """How many of the articles in a document may still stand, and the feed that must take its place, if one must."""

    count: int
    feed: Feed | None


def remains(document: bytes, plan: Plan, store: Shelf, settings: Settings) -> Remains:
    """Judge the last JSON document of the feed of `plan`; raises StoreError.

    An article that the store does not know stays as it was, unless another may not: it cannot be printed again.
    """
    held = json.loads(document)["items"]
    barred = store.barred(plan.slug)
    known = store.shown([item["id"] for item in held])
    found = {id_: None if id_ in barred else article for id_, article in known.items()}
    order = [found[item["id"]] for item in held if item["id"] in found]
    feed = compose(plan, store, settings, [article for article in order if article is not None]).feed
    allowed = {article.id: article for article in feed.articles}
    stay = [item for item in held if item["id"] not in found or item["id"] in allowed]
    kept = len(stay) == len(held) and not any(_exceeds(item, allowed.get(item["id"])) for item in stay)
    return Remains(len(stay), None if kept else feed)


def departed(document: bytes, slug: str, settings: Settings, *, private: bool) -> Plan:
    """Give the plan of a feed that is in the catalogue no more, as far as its JSON document tells it.

    One that was `private` stays so.
    """
    said = json.loads(document)
    return Plan(
        slug=slug,
        title=said["title"],
        subtitle=said.get("description", ""),
        group="",
        rules=compiled(settings.beat.model_copy(update={"private": private})),
    )


def _exceeds(item: Mapping[str, Any], allowed: Article | None) -> bool:
    """Say whether a published item holds more than may be passed on of it today, or hides that it is reserved."""
    if allowed is None:
        return False
    content, summary = item.get("content_html", ""), item.get("summary", "")
    rights = item.get("_beatwire", {}).get("rights", {})
    media = {item.get("image"), *(each.get("url") for each in item.get("attachments", ()))} - {None}
    return bool(
        (content and not allowed.content)
        or len(summary) > len(allowed.summary)
        or media - {each.href for each in allowed.enclosures}
        or (not allowed.rights.images and without_pictures(content) != content)
        or (allowed.rights.reserved and not rights.get("reserved"))
    )
