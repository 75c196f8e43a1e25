"""Whose story an article is: the keys it is known under, the id it keeps for ever, and whether it changed.

Of several known keys a guid of the article's own source weighs most, then its URL as the same source gave it, then the
URL as another source gave it; but one of its own that says the very same weighs more than all. A key that two different
entries of one batch share says nothing and is left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from feeds.article import (
    Article,
    Author,
    Category,
    Changed,
    Duplicate,
    Enclosure,
    Entry,
    Known,
    New,
    Same,
    Verdict,
)
from feeds.text.characters import line, unturned
from feeds.text.html import plain
from feeds.text.pictures import stem
from feeds.text.spellings import spelling, tells
from feeds.text.urls import canonical

_IMAGE = re.compile(r'<img src="([^"]*)"')
_SIZE = re.compile(r"[-_@](?:\d{1,5}x\d{1,5}|\d{1,2}x|scaled)(?=\.|\Z)")
_LONGEST_GUID = 512
_TELLING = 4


def keys(entry: Entry, article: Article) -> tuple[str, ...]:
    """Give the keys of `article`, strongest first: its URLs, its guid within its source, the URLs its page goes by.

    A bare home page is no one's URL. An entry with none of them is known by its title.
    """
    guid = guid_key(article.source, entry.guid)
    found = (*url_keys(article.link), *((guid,) if guid else ()), *alias_keys(entry))
    return tuple(dict.fromkeys(found)) or (_title_key(article),)


def alias_keys(entry: Entry) -> tuple[str, ...]:
    """Give the keys of what an entry's page calls itself; an address of no one article leads to a new one each day."""
    return tuple(key for alias in entry.aliases if _tells(alias) for key in url_keys(alias))


class Facts(NamedTuple):
    """What `shared` needs to know of an entry: the keys of its URLs, its guid's, and its title without case."""

    urls: tuple[str, ...]
    guid: str | None
    title: str


def facts(source: str, entry: Entry, link: str | None, title: str) -> Facts:
    """Give the facts of an `entry` of `source`."""
    urls = dict.fromkeys((*url_keys(link), *alias_keys(entry)))
    return Facts(tuple(urls), guid_key(source, entry.guid), title.casefold())


def shared(batch: Iterable[Facts]) -> frozenset[str]:
    """Give the URL and guid keys that two different entries of one batch share: they identify neither.

    Entries are different when their titles are, unless both URL and guid are the same: those are two states of one.
    """
    groups: dict[str, set[tuple[str | None, str]]] = defaultdict(set)
    for urls, guid, title in batch:
        for url in urls:
            groups[url].add((guid, title))
        if guid:
            groups[guid].add((urls[0] if urls else None, title))
    return frozenset(key for key, members in groups.items() if _are_different(members))


def own(found: tuple[str, ...], taken: frozenset[str], article: Article) -> tuple[str, ...]:
    """Give the keys of `found` that are the article's alone; its title, where none is."""
    return tuple(key for key in found if key not in taken) or (_title_key(article),)


def mint(namespace: UUID, key: str) -> str:
    """Give the id of a story first seen under `key`: a uuid5 as a URN (RFC 9562, section 5.5)."""
    return uuid5(namespace, key).urn


def judge(article: Article, keys: tuple[str, ...], known: Mapping[str, Known], namespace: UUID) -> Verdict:
    """Tell whether `article` is new, changed, the same, or another source's story seen again."""
    matches = [(key, known[key]) for key in keys if key in known]
    if not matches:
        return New(mint(namespace, keys[0]))
    _, match = min(matches, key=lambda pair: _rank(pair, article))
    if match.source != article.source:
        return Duplicate(match.id)
    return Same(match.id) if match.digest == article.digest else Changed(match.id)


def judge_all(
    articles: Sequence[tuple[Article, tuple[str, ...]]], known: Mapping[str, Known], namespace: UUID
) -> tuple[Verdict, ...]:
    """Judge one batch of one source, in order, so that no two of its entries get one id unless they share a key.

    What a batch teaches counts at once: a story listed twice is new once. A story of another source stays that
    source's, under whatever guid it is listed here.
    """
    learnt = dict(known)
    keepers = {one.id: one.source for one in known.values()}
    owners: dict[str, set[str]] = {}
    verdicts = []
    for article, found in articles:
        verdict = judge(article, found, learnt, namespace)
        if not owners.get(_id(verdict), set(found)) & set(found):
            verdict = _apart(article, found, learnt, namespace)
        owners.setdefault(_id(verdict), set()).update(found)
        keeper = keepers.setdefault(_id(verdict), article.source)
        for key in found:
            learnt.setdefault(key, Known(id=_id(verdict), source=keeper, digest=article.digest))
        verdicts.append(verdict)
    return tuple(verdicts)


class Material(NamedTuple):
    """What counts as material of an article that is still being made."""

    title: str
    summary: str
    content: str
    authors: tuple[Author, ...]
    categories: tuple[Category, ...]
    enclosures: tuple[Enclosure, ...]


def digest(article: Article | Material) -> str:
    """Give the fingerprint of what counts as material: words, authors, pictures and topics.

    Blanks, markup, link, dates, order of topics, and a picture's host, size and parameters do not count.
    """
    fields = (
        _blankless(article.title),
        _blankless(article.summary),
        _blankless(plain(article.content)),
        *(f"author {_blankless(author.name)}" for author in article.authors),
        *sorted({f"picture {_picture(href)}" for href in _pictures(article)}),
        *sorted({f"category {_blankless(category.term).casefold()}" for category in article.categories}),
    )
    return sha256("\x00".join(fields).encode()).hexdigest()


@lru_cache(maxsize=1024)  # each is asked for twice: among all of its batch, and for its article
def url_key(link: str | None) -> str | None:
    """Give the key of an address, or None: a bare home page is no one's."""
    if link is None:
        return None
    url = canonical(link)
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.path in {"", "/"} and not parts.query and not parts.fragment:
        return None
    return f"url:{url}"


@lru_cache(maxsize=1024)
def url_keys(link: str | None) -> tuple[str, ...]:
    """Give the keys of an address: as it is, then as all addresses of its page are spelled, where that is another."""
    exact = url_key(link)
    spelled = url_key(spelling(exact.removeprefix("url:"))) if exact else None
    return tuple(dict.fromkeys(key for key in (exact, spelled) if key))


def guid_key(source: str, guid: str | None) -> str | None:
    """Give the key of a guid within its source, or None without one."""
    guid = line(guid or "")
    if len(guid) > _LONGEST_GUID:
        guid = sha256(guid.encode()).hexdigest()
    return f"guid:{source}:{guid}" if guid else None


def _tells(url: str) -> bool:
    parts = urlsplit(spelling(canonical(url)))
    return tells(parts.path, parts.query)


def _title_key(article: Article) -> str:
    return f"title:{article.source}:{sha256(line(article.title).casefold().encode()).hexdigest()}"


def _are_different(members: set[tuple[str | None, str]]) -> bool:
    others = {other for other, _ in members}
    titles = {title for _, title in members}
    return len(titles) > 1 and (len(others) > 1 or others == {None})


def _rank(pair: tuple[str, Known], article: Article) -> tuple[bool, bool, bool]:
    """Weigh a match: where keys lead to two stories of the source's own, the one that says the very same is meant."""
    key, match = pair
    return match.source != article.source, match.digest != article.digest, key.startswith("url:")


def _id(verdict: Verdict) -> str:
    return verdict.of if isinstance(verdict, Duplicate) else verdict.id


def _apart(article: Article, found: tuple[str, ...], known: Mapping[str, Known], namespace: UUID) -> Verdict:
    """Judge an article whose match another entry of the batch has: by a key that is known of nobody."""
    free = next((key for key in found if key not in known), _title_key(article))
    return judge(article, (free,), known, namespace)


def _blankless(text: str) -> str:
    return "".join(unturned(text).split())  # everything that an article holds is legal already


def _pictures(article: Article | Material) -> Iterable[str]:
    yield from (enclosure.href for enclosure in article.enclosures)
    yield from _IMAGE.findall(article.content)


def _picture(href: str) -> str:
    """Give a picture's file name, without the size that a CDN writes into it; "1.jpg" and "image?url=…" say nothing."""
    path = href.partition("#")[0].partition("?")[0]
    name = _SIZE.sub("", path.rstrip("/").rpartition("/")[2])
    return stem(href) if len(name.partition(".")[0]) < _TELLING or "?url=" in href or "&url=" in href else name
