"""The words all rooms share: what a source said (`Entry`), what is kept (`Article`), what is published (`Feed`).

The names are Atom's (RFC 4287) where it has one. Every value is frozen; every sequence is a tuple;
every datetime is aware and in UTC, without microseconds.
"""

from feeds.article.feed import Feed, Hold, Selection
from feeds.article.pages import ARTICLE, Follow, Page, Reading, Skipped
from feeds.article.records import (
    Batch,
    Changed,
    Duplicate,
    FetchState,
    Known,
    New,
    Outcome,
    Picture,
    Run,
    Same,
    Verdict,
    Visit,
)
from feeds.article.story import (
    COUNTRY_SCHEME,
    Article,
    Author,
    Category,
    Claim,
    Enclosure,
    Entry,
    Evidence,
    Origin,
    Permits,
    Place,
    Related,
    Rights,
    Where,
    both,
)

__all__ = [
    "ARTICLE",
    "COUNTRY_SCHEME",
    "Article",
    "Author",
    "Batch",
    "Category",
    "Changed",
    "Claim",
    "Duplicate",
    "Enclosure",
    "Entry",
    "Evidence",
    "Feed",
    "FetchState",
    "Follow",
    "Hold",
    "Known",
    "New",
    "Origin",
    "Outcome",
    "Page",
    "Permits",
    "Picture",
    "Place",
    "Reading",
    "Related",
    "Rights",
    "Run",
    "Same",
    "Selection",
    "Skipped",
    "Verdict",
    "Visit",
    "Where",
    "both",
]
