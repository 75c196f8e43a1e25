"""Entry → Article: after this, every promise of `feeds.article.Article` holds; identity and region fill in the rest."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from config.settings import Limits, Source
from feeds.article import (
    Article,
    Author,
    Category,
    Claim,
    Entry,
    Origin,
    Permits,
    Reading,
    Related,
    Rights,
    Skipped,
    both,
)
from feeds.select import region, trailing
from feeds.select.attachments import attachments
from feeds.select.bylines import authors
from feeds.select.identity import Material, digest
from feeds.select.remarks import named
from feeds.select.rights import claimed, effective
from feeds.text.characters import legal, line
from feeds.text.excerpts import excerpt
from feeds.text.html import joined, plain, prose, sanitise
from feeds.text.languages import detected
from feeds.text.mojibake import fault, headline_fault, whole
from feeds.text.urls import LONGEST, absolute, untracked

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
TITLE_LENGTH = 500
SUMMARY_LENGTH = 1000
EXCERPT_LENGTH = 400
_MOST_CATEGORIES = 50
_MOST_RELATED = 50
_LONGEST_NOTICE = 20_000
_EXAMINED = 65_536
_SAMPLE = 4000
_MOST_MARKS = 100_000  # tags and entities: beyond, a machine made it against us
_MARKUP = 4  # how many times its weight an article's markup may have before it is not even read
_INLINE = re.compile(r"</?(?:i|b|em|strong|span|u|sup|sub|font|mark|a)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_VISIBLE = re.compile(r"[^\W_]|[^\w\s\u200b-\u200f\u2060-\u206f\u00ad\u180e\u3164]")
_TAIL = re.compile(
    r"\s*(?:The post .{1,300} (?:appeared first|first appeared) on .{1,200}|(?:Continue reading|Read more)\b.{0,200}"
    r"|\[(?:…|\.\.\.|&#8230;)\])\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What an entry is cleaned under: its source, the reading it came in, the source's rights, the time, the bounds.

    `codes` are the places of all feeds: only an article that is about one is worth its content. None is everything.
    """

    source: Source
    reading: Reading
    permits: Permits
    now: datetime
    limits: Limits
    codes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class _Texts:
    """The words of an entry: `raw` is its content as it came, `prose` what that says, a paragraph a line.

    `fault` says what is wrong with their letters, all in all.
    """

    title: str
    summary: str
    raw: str
    prose: str
    fault: str | None


def clean(entry: Entry, context: Context) -> Article | Skipped:
    """Give what `entry` says as an Article without id, or why it cannot be one. Never raises.

    Its places are decided first, for only an article of the beat is worth the polishing of its content. `seen` and
    `changed` are `context.now`. The date of an embargoed article is, like any other, never after now: the end of the
    embargo lifts it to that instant.
    """
    link = _link(entry)
    texts = _texts(entry)
    if not texts.title:
        return Skipped(what=named(entry), reason="it has neither a title nor a text")
    if texts.fault:
        return Skipped(what=named(entry), reason=texts.fault)
    published, estimated = _published(entry.published, context.now)
    updated = _instant(entry.updated) or published
    categories = _categories(entry.categories)
    places = region.places(texts.title, texts.prose or texts.summary, tuple(topic.term for topic in categories))
    wanted = context.codes is None or region.belongs(places, context.codes)
    content = _content(texts.raw, entry.base or entry.link, context.limits) if wanted else ""
    content, notices = trailing.parted(content)
    material = Material(
        title=texts.title,
        summary=trailing.without(texts.summary, notices) or texts.summary,
        content=content,
        authors=authors(_mended(author) for author in entry.authors[:200]),
        categories=categories,
        enclosures=attachments(entry.enclosures, content, entry.base or link),
    )
    return Article(
        **material._asdict(),
        id="",
        source=context.source.name,
        link=link,
        published=published,
        estimated=estimated,
        updated=min(max(updated, published), context.now),
        language=_language(entry, texts, context),
        places=places,
        related=_related(entry, link),
        origin=_origin(entry, context),
        rights=_rights(entry, context, notices, published),
        digest=digest(material),
        seen=context.now,
        changed=context.now,
        embargo=_embargo(entry.embargo, context.now),
    )


def _texts(entry: Entry) -> _Texts:
    """Give the words of an entry: title, summary, and the content as it came, with what it says."""
    raw = entry.content or ""
    summary = plain((entry.summary or "")[:_EXAMINED])
    broken = fault(summary)
    summary = line(whole(summary))
    if not raw.strip() and len(summary) > SUMMARY_LENGTH:  # a whole article in the place of its summary
        raw, summary = entry.summary or "", ""
    said = prose(raw[:_EXAMINED]) if raw.strip() else ""
    broken = broken or fault(said)
    said = whole(said)
    summary = _TAIL.sub("", excerpt(summary, SUMMARY_LENGTH)).strip()
    if not _VISIBLE.search(summary):
        summary = excerpt(line(said), EXCERPT_LENGTH)
    title = _title(entry.title or "") or excerpt(summary or line(said), 80)
    title = title if _VISIBLE.search(title) else ""
    return _Texts(title=title, summary=line(summary), raw=raw, prose=said, fault=_fault(title, broken))


def _fault(title: str, text: str | None) -> str | None:
    """Say which of the two is mojibake: no letter of a title may be, and of a text not much."""
    found = headline_fault(title)
    if found:
        return f"its title is mojibake ({found})"
    return f"its text is mojibake ({text})" if text else None


def _content(raw: str, base: str | None, limits: Limits) -> str:
    """Give the content, sanitised; one beyond the limit is left out, for half an article misleads."""
    if len(raw) > _MARKUP * limits.article_bytes or raw.count("<") + raw.count("&") > _MOST_MARKS:
        return ""
    content = whole(sanitise(raw, base))
    return content if len(content.encode()) <= limits.article_bytes else ""


def _title(text: str) -> str:
    title = text[: TITLE_LENGTH * 8]
    if "</" in title or _BREAK.search(title):
        title = _INLINE.sub("", _BREAK.sub("\n", title))
    return excerpt(line(joined(title)), TITLE_LENGTH)


def _mended(author: Author) -> Author:
    name, role = whole(author.name), whole(author.role or "")
    return author if (name, role) == (author.name, author.role or "") else replace(author, name=name, role=role)


def _link(entry: Entry) -> str | None:
    link = absolute(entry.link or "", entry.base)
    return untracked(link) if link else None


def _instant(given: datetime | None) -> datetime | None:
    """Give a believable instant in UTC without microseconds; a naive one is read as UTC."""
    if given is None:
        return None
    try:
        moment = (given if given.tzinfo else given.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (OverflowError, ValueError):  # the ends of the calendar
        return None
    return moment if moment >= EARLIEST else None


def _published(given: datetime | None, now: datetime) -> tuple[datetime, bool]:
    moment = _instant(given)
    return (now, True) if moment is None or moment > now else (moment, False)


def _embargo(given: datetime | None, now: datetime) -> datetime | None:
    moment = _instant(given)
    return moment if moment is not None and moment > now else None


def _language(entry: Entry, texts: _Texts, context: Context) -> str | None:
    declared = entry.language or context.reading.language or context.source.language
    return detected(f"{texts.title}\n{texts.summary}\n{texts.prose[:_SAMPLE]}", declared)


def _categories(given: tuple[Category, ...]) -> tuple[Category, ...]:
    found: dict[tuple[str, str | None], Category] = {}
    for category in given[:1000]:
        term = line(whole(category.term[:1000]))[:200].strip()
        scheme = line((category.scheme or "")[:1000]) or None
        label = line(whole((category.label or "")[:1000]))[:200].strip() or None
        if term and len(found) < _MOST_CATEGORIES:
            found.setdefault((term.casefold(), scheme), Category(term=term, scheme=scheme, label=label))
    return tuple(found.values())


def _related(entry: Entry, link: str | None) -> tuple[Related, ...]:
    found: dict[str, Related] = {}
    for related in entry.related[:_MOST_RELATED]:
        title = _title(whole(related.title))
        href = absolute(related.link or "", entry.base or link)
        if title:
            found.setdefault(title.casefold(), Related(title=title, link=untracked(href) if href else None))
    return tuple(found.values())


def _origin(entry: Entry, context: Context) -> Origin:
    for origin in (entry.origin, context.reading.origin):
        title = line(whole(origin.title[:2000]))[:200].strip() if origin else ""
        if origin and title:
            return Origin(title=title, id=_id(origin.id or ""), link=absolute(origin.link or "", None))
    source = context.source
    return Origin(title=line(source.title or "") or source.name)


def _id(given: str) -> str | None:
    """Give an origin's id, or None: one longer than any address would stand in every article of its feed."""
    return (line(given) or None) if len(given) <= LONGEST else None


def _rights(entry: Entry, context: Context, notices: tuple[str, ...], published: datetime) -> Rights:
    """Give the rights; the notice that stands in the text comes with the one that the item declares, each once."""
    declared = _notice(entry.rights or "")
    own = "\n".join(dict.fromkeys(filter(None, (declared, *map(_notice, notices)))))
    since = max(published, _embargo(entry.embargo, context.now) or published)
    permits = effective(context.permits, entry.permits)
    notices = (own, _notice(context.reading.rights or ""))
    claim = _claim(both(entry.claim, context.reading.claim), context.now)
    rights = claimed(context.source, permits, notices, claim, since)
    return replace(rights, license=absolute(entry.license or "", None) or rights.license)


def _claim(given: Claim | None, now: datetime) -> Claim | None:
    """Give a claim with its policy's address made sure of; an end that cannot be read has come."""
    if given is None:
        return None
    expires = None if given.expires is None else _instant(given.expires) or now
    return replace(given, policy=absolute(given.policy or "", None), expires=expires)


def _notice(given: str) -> str:
    return legal(given[:_LONGEST_NOTICE]).strip()
