"""The entrance: one page, read."""

from datetime import datetime
from zoneinfo import ZoneInfo

from feeds.article import Entry, Origin, Page
from feeds.collect.pages import addresses, linked, markup, moments, nature, pictures, titles, topics
from feeds.collect.pages.body import body, parted, plain
from feeds.collect.pages.document import Document, parsed, quieten
from feeds.collect.pages.extract import Extract
from feeds.collect.pages.people import authors


def read(page: Page, zone: ZoneInfo, now: datetime) -> Extract:
    """Read the page of one article; whatever it does not say is missing, and nothing is made up.

    `zone` is what its dates are in where they name none. Never raises for what a page holds.
    """
    document = parsed(page)
    if document is None:
        return Extract(entry=Entry(link=page.address), is_article=False)
    found = linked.things(document)
    quieten(document)
    item = linked.article(document, found)
    return _extract(document, found, item, moments.own_zone(document, zone), now)


def _extract(document: Document, found: list[linked.Item], item: linked.Item, zone: ZoneInfo, now: datetime) -> Extract:
    site = topics.site(document, item)
    title = titles.title(document, item, site)
    blocks, notices = parted(body(document, item, title))
    text = plain(blocks)
    picture = pictures.lead(document, item)
    published, modified = moments.published(document, item, zone, now), moments.modified(document, item, zone, now)
    entry = Entry(
        link=addresses.link(document, item),
        title=title,
        summary=topics.summary(document, item),
        content=markup.html(document, blocks) or None,
        base=document.base,
        authors=authors(document, item, site),
        published=published,
        updated=modified,
        language=topics.language(document, item),
        categories=topics.categories(document, item),
        enclosures=(picture,) if picture else (),
        origin=Origin(title=site) if site else None,
        rights="\n".join(dict.fromkeys(filter(None, (topics.notice(document, item), *notices)))) or None,
        license=topics.license_of(document, item),
        claim=topics.claim(document),
        aliases=addresses.aliases(document, item),
    )
    return Extract(
        entry=entry,
        text=text,
        site=site,
        paywalled=nature.paywalled(document, item),
        amp=addresses.amp(document),
        is_article=nature.one_article(document, item, found, entry, text),
        modified=modified,
    )
