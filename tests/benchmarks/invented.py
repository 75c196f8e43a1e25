"""Invented stories, and well-formed feeds of them as publishers write them: full text, escaped or in CDATA."""

from dataclasses import replace
from datetime import timedelta
from html import escape

from feeds.article import Article, Author, Category, Enclosure
from tests.world import NOW, make_article

COUNTRIES = ("Vietnam", "Japan", "Mongolia", "Fiji", "Nepal", "South Korea", "Indonesia")
_PARAGRAPH = (
    "<p>The harbour office of the old town said on Friday that ferry no. {n} would sail again "
    '<a href="https://gazette.example/stories/{n}?utm_source=feed">after the storm</a>, &amp; the <em>night market</em> '
    "of {country} would open at dusk — rain or not. 港口办公室周五表示，渡轮将恢复航行。</p>"
)


def body(number: int) -> str:
    """Give about 2.5 KB of HTML with links, emphasis, a picture and CJK."""
    country = COUNTRIES[number % len(COUNTRIES)]
    picture = (
        f'<figure><img src="https://gazette.example/{number}.jpg" alt="A ferry" width="640" height="480"></figure>'
    )
    return picture + _PARAGRAPH.format(n=number, country=country) * 7


def title(number: int) -> str:
    """Give a headline."""
    return f"Ferries & night markets of {COUNTRIES[number % len(COUNTRIES)]}, part {number}"


def articles(count: int) -> tuple[Article, ...]:
    """Give full-text articles, an hour apart, newest first."""
    return tuple(
        replace(
            make_article(number, title=title(number), content=body(number)),
            published=NOW - timedelta(hours=number),
            authors=(Author(name="Mara Osei"),),
            categories=(Category(term="ferries"), Category(term="markets")),
            enclosures=(Enclosure(href=f"https://gazette.example/{number}.jpg", type="image/jpeg", length=90_000),),
        )
        for number in range(count)
    )


def rss(count: int) -> bytes:
    """Give RSS 2.0 with full text in content:encoded."""
    items = "".join(
        f"<item><title>{escape(title(n))}</title><link>https://gazette.example/stories/{n}</link>"
        f'<guid isPermaLink="false">gazette-{n}</guid><pubDate>Fri, 20 Nov 2026 08:{n % 60:02}:00 +0800</pubDate>'
        f"<dc:creator>Mara Osei</dc:creator><category>ferries</category><category>markets</category>"
        f"<description>{escape('Ferry no. ' + str(n) + ' sails again.')}</description>"
        f'<enclosure url="https://gazette.example/{n}.jpg" length="90000" type="image/jpeg"/>'
        f"<content:encoded><![CDATA[{body(n)}]]></content:encoded></item>"
        for n in range(count)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Gazette</title>'
        "<link>https://gazette.example/</link><description>All the news</description><language>en</language>"
        f"{items}</channel></rss>"
    ).encode()


def atom(count: int) -> bytes:
    """Give Atom 1.0 with full text in content type="html"."""
    entries = "".join(
        f'<entry><title>{escape(title(n))}</title><link href="https://gazette.example/stories/{n}"/>'
        f"<id>tag:gazette.example,2026:{n}</id><published>2026-11-20T08:{n % 60:02}:00+08:00</published>"
        f"<updated>2026-11-20T09:{n % 60:02}:00+08:00</updated><author><name>Mara Osei</name></author>"
        f'<category term="ferries"/><category term="markets"/><summary>Ferry no. {n} sails again.</summary>'
        f'<content type="html">{escape(body(n))}</content></entry>'
        for n in range(count)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        "<title>The Gazette</title><id>tag:gazette.example,2026:feed</id><updated>2026-11-20T09:00:00Z</updated>"
        f'<link href="https://gazette.example/"/>{entries}</feed>'
    ).encode()


def rdf(count: int) -> bytes:
    """Give RSS 1.0 (RDF) with summaries, as Japanese papers do."""
    items = "".join(
        f'<item rdf:about="https://gazette.example/stories/{n}"><title>{escape(title(n))}</title>'
        f"<link>https://gazette.example/stories/{n}</link><description>第{n}便のフェリーが運航を再開した。</description>"
        f"<dc:date>2026-11-20T08:{n % 60:02}:00+09:00</dc:date><dc:creator>Mara Osei</dc:creator></item>"
        for n in range(count)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://gazette.example/feed"><title>The Gazette</title>'
        "<link>https://gazette.example/</link><description>All the news</description></channel>"
        f"{items}</rdf:RDF>"
    ).encode()
