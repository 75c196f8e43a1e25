"""What tests make: one article, one source, one settings, with honest defaults."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from config.settings import Settings, Source
from feeds.article import Article, Origin, Permits, Place, Rights

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def make_article(number: int = 1, **changes: Any) -> Article:
    """Give article `number` of an invented gazette, seen at NOW; `changes` are its fields."""
    article = Article(
        id=f"urn:uuid:00000000-0000-5000-8000-{number:012d}",
        source="gazette",
        title=f"Harbour story {number}",
        link=f"https://gazette.example/stories/{number}",
        summary=f"What happened in the harbour, part {number}.",
        content=f"<p>What happened in the harbour, part {number}.</p><p>And then more.</p>",
        published=NOW,
        updated=NOW,
        language="en",
        places=(Place(code="CN", score=0.9, primary=True),),
        origin=Origin(title="The Gazette", id="https://gazette.example/feed", link="https://gazette.example/"),
        rights=Rights(permits=Permits.FULL),
        digest=f"{number:064x}",
        seen=NOW,
        changed=NOW,
    )
    return replace(article, **changes)


def make_source(**changes: Any) -> Source:
    """Give an invented source of kind `feed`; `changes` are its settings."""
    return Source(**{"name": "gazette", "kind": "feed", "url": "https://gazette.example/feed"} | changes)


def make_settings(**changes: Any) -> Settings:
    """Give settings for an invented site; `changes` are top-level settings."""
    return Settings(**{"base_url": "https://feeds.example", "sources": (make_source(),)} | changes)
