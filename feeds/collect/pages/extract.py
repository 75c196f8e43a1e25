"""What is read from the page of one article."""

from dataclasses import dataclass
from datetime import datetime

from feeds.article import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """One page as it was read.

    `entry` is what the page says of its article, in the page's own time zone; `text` is its body as plain text, one
    paragraph a line. `site` is the publisher's name, `paywalled` says that not all of it is free to read, `amp` is
    the address of its AMP twin. `is_article` is False for a section front, an error page with status 200, a login or
    an index of films. `modified` is when the page says that it changed, kept where it equals `published` too.
    """

    entry: Entry
    text: str = ""
    site: str | None = None
    paywalled: bool = False
    amp: str | None = None
    is_article: bool = True
    modified: datetime | None = None
