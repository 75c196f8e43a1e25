"""Articles and terms made up at random, what is allowed of them by another reckoning than ours, and what a reader finds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import feedparser
import regex  # type: ignore[import-untyped]  # ships no types
from hypothesis import strategies as st
from lxml import etree, html

from config.rights import Conditions
from config.settings import Source
from feeds.article import Article, Enclosure, Permits, Rights
from feeds.text.html import sanitise
from tests.world import NOW, make_article

WIDTHS: Final = ("headline", "summary", "full")
BODY: Final = "bodymark"
PICTURES: Final = "pictures.example"
SUMMARY: Final = (
    "Ferries stay in port 🇨🇳👩‍👩‍👧. 码头工人罢工了。 The rest is told below in more words than any short summary has"
)
_PARTS: Final = (
    f"<p>{BODY} on the quay.</p>",
    f"<p>{BODY} <img src='https://{PICTURES}/a.jpg' alt='a'> beside it.</p>",
    f"<figure><img src='https://{PICTURES}/b.jpg'><figcaption>{BODY} caption</figcaption></figure>",
    f"<figure><picture><source srcset='https://{PICTURES}/c.webp 640w'><img src='https://{PICTURES}/c.jpg'></picture></figure>",
    f"<p><a href='https://gazette.example/'><img src='https://{PICTURES}/d.jpg'></a></p>",
    f"<figure><blockquote>{BODY} verse</blockquote></figure><ul><li>{BODY}</li></ul>",
    f"<video poster='https://{PICTURES}/p.jpg' src='https://videos.example/e.mp4'></video>",
)
_ENCLOSURES: Final = (
    Enclosure(href=f"https://{PICTURES}/e.jpg", type="image/jpeg", length=10, width=9, height=9),
    Enclosure(href=f"https://{PICTURES}/f.png"),
    Enclosure(href=f"https://{PICTURES}/g.mp4", type="video/mp4", length=10),
    Enclosure(href="https://sounds.example/h.mp3", type="audio/mpeg", length=10),
)

LENGTHS = st.none() | st.integers(0, 120)
ENDS = st.none() | st.sampled_from([timedelta(hours=1), timedelta(days=1), timedelta(days=30)])
TERMS = {"summary_length": LENGTHS, "images": st.booleans(), "expires": ENDS, "reserved": st.booleans()}
CONDITIONS = st.builds(Conditions, rights=st.none() | st.sampled_from(WIDTHS), **TERMS)
SOURCES = st.builds(
    Source,
    name=st.just("gazette"),
    kind=st.just("feed"),
    url=st.just("https://gazette.example/feed"),
    rights=st.none() | st.sampled_from(WIDTHS),
    **TERMS,
)


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, ...]:
    """Give up to three articles, published up to two days ago, as they could be kept."""
    return tuple(_article(draw, number) for number in range(1, draw(st.integers(1, 3)) + 1))


def _article(draw: st.DrawFn, number: int) -> Article:
    published = NOW - timedelta(minutes=draw(st.integers(0, 2880)))
    rights = Rights(
        permits=draw(st.sampled_from(Permits)),
        summary_length=draw(LENGTHS),
        images=draw(st.booleans()),
        reserved=draw(st.booleans()),
        expires=draw(st.none() | st.just(NOW + timedelta(hours=12))),
    )
    return make_article(
        number,
        link=draw(st.none() | st.just(f"https://gazette.example/stories/{number}")),
        title="Harbour story" if draw(st.booleans()) else "  ",
        summary=draw(st.sampled_from(["", SUMMARY])),
        content=sanitise("".join(draw(st.lists(st.sampled_from(_PARTS), max_size=4))), "https://gazette.example/"),
        enclosures=tuple(draw(st.lists(st.sampled_from(_ENCLOSURES), max_size=3))),
        published=published,
        updated=published,
        rights=rights,
    )


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What may be shown of an article: reckoned from the settings, one by one."""

    content: bool
    summary: int
    images: bool
    reserved: bool


def allowed(article: Article, *terms: Conditions) -> Allowed:
    """Reckon what the article and all `terms` allow."""
    words = [article.rights.permits.value, *(each.permits for each in terms if each.permits)]
    narrowest = min(map(WIDTHS.index, words))
    lengths = [each.summary_length for each in terms if each.summary_length is not None]
    lengths += [] if article.rights.summary_length is None else [article.rights.summary_length]
    return Allowed(
        content=narrowest == 2,
        summary=0 if narrowest == 0 else min(lengths, default=10_000),
        images=narrowest > 0 and article.rights.images and all(each.images for each in terms),
        reserved=article.rights.reserved or any(each.reserved for each in terms),
    )


def is_over(article: Article, terms: Conditions, after: timedelta) -> bool:
    """Say whether the time of an article is over, `after` so long from NOW, by its own word or that of `terms`."""
    ends = [article.rights.expires, article.published + terms.expires if terms.expires else None]
    return any(end is not None and end <= NOW + after for end in ends)


@dataclass(frozen=True, kw_only=True)
class Held:
    """What a reader finds of one article: all its text and addresses, and its summary."""

    id: str
    everything: str
    summary: str
    reserved: bool


def from_rss(body: bytes) -> Iterator[Held]:
    """Read with lxml, and see that feedparser finds the same items."""
    items = list(etree.fromstring(body).iter("item"))
    assert len(feedparser.parse(body).entries) == len(items)
    for item in items:
        text = etree.tostring(item, encoding="unicode")
        summary = html.fromstring(f"<p>{item.findtext('description') or ''}</p>").text_content()
        yield Held(id=item.findtext("guid") or "", everything=text, summary=summary, reserved=_is_reserved(item))


def from_atom(body: bytes) -> Iterator[Held]:
    """Read with lxml, and see that feedparser finds the same entries."""
    atom = "{http://www.w3.org/2005/Atom}"
    entries = etree.fromstring(body).findall(f"{atom}entry")
    assert len(feedparser.parse(body).entries) == len(entries)
    for entry in entries:
        text = etree.tostring(entry, encoding="unicode")
        summary = entry.findtext(f"{atom}summary") or ""
        yield Held(id=entry.findtext(f"{atom}id") or "", everything=text, summary=summary, reserved=_is_reserved(entry))


def from_json(body: bytes) -> Iterator[Held]:
    """Read with the standard library."""
    for item in json.loads(body)["items"]:
        said: dict[str, Any] = item["_beatwire"]["rights"]
        yield Held(
            id=item["id"],
            everything=json.dumps(item, ensure_ascii=False),
            summary=item.get("summary", ""),
            reserved=said.get("reserved", False),
        )


READERS: Final = {".rss": from_rss, ".atom": from_atom, ".json": from_json}


def _is_reserved(element: etree._Element) -> bool:
    return element.findtext("{http://www.w3.org/ns/tdmrep#}reservation") == "1"


def breaches(held: Held, may: Allowed) -> list[str]:
    """Say what of `held` is more than may be shown."""
    found = [] if may.content or BODY not in held.everything else ["content"]
    found += [] if may.images or PICTURES not in held.everything else ["a picture"]
    found += [] if len(regex.findall(r"\X", held.summary)) <= may.summary else ["a summary that is too long"]
    found += [] if held.reserved or not may.reserved else ["no word of its reservation"]
    if may.summary < 60 and "more words than any" in held.everything:
        found.append("all of the summary")
    return found
