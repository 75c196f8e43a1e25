"""Article ↔ row, and the forms under which titles and alias keys are looked up."""

import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import RowMapping

from feeds.article import Article, Permits, Place, Rights
from feeds.store.columns import storable

_PLAIN: Final = (
    "id", "source", "title", "link", "summary", "content", "authors", "published", "estimated", "updated",
    "language", "categories", "enclosures", "related", "digest", "seen", "changed", "embargo",
)  # fmt: skip
_plain: Final = attrgetter(*_PLAIN)
RIGHTS: Final = ("permits", "notice", "license", "summary_length", "images", "expires", "reserved", "policy")
_rights: Final = attrgetter(*RIGHTS)
_KEY_BYTES: Final = 1000
_FOLDED: Final = 200


def to_row(article: Article) -> dict[str, Any]:
    """Give the columns of `article` that it decides itself: all but `n` and `listed`."""
    return {
        **dict(zip(_PLAIN, _plain(article), strict=True)),
        "folded": folded(article.title),
        "origin": (article.origin,),
        **rights_row(article.rights),
    }


def rights_row(rights: Rights) -> dict[str, Any]:
    """Give the columns of an article's `rights`."""
    return dict(zip(RIGHTS, _rights(rights), strict=True)) | {"permits": rights.permits.value}


def to_rights(row: RowMapping) -> Rights:
    """Give the rights in a row."""
    return Rights(**{name: row[name] for name in RIGHTS} | {"permits": Permits(row["permits"])})


def to_article(row: RowMapping, places: Iterable[Place]) -> Article:
    """Give the article of `row`, its `places` by score, highest first, then by code."""
    return Article(
        **{name: row[name] for name in _PLAIN},
        origin=row["origin"][0],
        rights=to_rights(row),
        places=tuple(sorted(places, key=lambda place: (-place.score, place.code))),
    )


def folded(title: str) -> str:
    """Give what two spellings of one title share: letters, marks and digits, without case, width or punctuation.

    At most 200 characters: PostgreSQL indexes no more than 2,700 bytes.
    """
    if title.isascii():
        return "".join(filter(str.isalnum, title)).lower()[:_FOLDED]
    text = unicodedata.normalize("NFKC", title).casefold()
    return "".join(char for char in text if unicodedata.category(char)[0] in "LMN")[:_FOLDED]


def stored_key(key: str) -> str:
    """Give `key` as it is stored: itself, or, beyond 1,000 bytes, its beginning and its SHA-256."""
    key = storable(key)
    raw = key.encode()
    return key if len(raw) <= _KEY_BYTES else f"{key[:100]}#{sha256(raw).hexdigest()}"
