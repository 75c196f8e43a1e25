"""The words all rooms share: what a source said (`Entry`), what is kept (`Article`), what is published (`Feed`).

The names are Atom's (RFC 4287) where it has one. Every value is frozen; every sequence is a tuple;
every datetime is aware and in UTC, without microseconds.
"""

from feeds.article.copies import Chooser, Clustering, Compared, Merit, Print
from feeds.article.feed import BARS, Feed, Hold, Ruling, RulingKind, Selection
from feeds.article.pages import ARTICLE, Follow, Page, Reading, Remark, Skipped
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
    Enclosure,
    Entry,
    Evidence,
    Origin,
    Permits,
    Place,
    Related,
    Rights,
    Where,
)

__all__ = [
    "ARTICLE",
    "BARS",
    "COUNTRY_SCHEME",
    "Article",
    "Author",
    "Batch",
    "Category",
    "Changed",
    "Chooser",
    "Clustering",
    "Compared",
    "Duplicate",
    "Enclosure",
    "Entry",
    "Evidence",
    "Feed",
    "FetchState",
    "Follow",
    "Hold",
    "Known",
    "Merit",
    "New",
    "Origin",
    "Outcome",
    "Page",
    "Permits",
    "Picture",
    "Place",
    "Print",
    "Reading",
    "Related",
    "Remark",
    "Rights",
    "Ruling",
    "RulingKind",
    "Run",
    "Same",
    "Selection",
    "Skipped",
    "Verdict",
    "Visit",
    "Where",
]
