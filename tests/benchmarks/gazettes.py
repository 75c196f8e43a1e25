"""A thousand invented papers: feeds of thirty full-text stories, 60 to 95 KB each, a quarter of them about the beat."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache
from html import escape
from itertools import product
from random import Random

ITEMS = 30
FRESH = 2  # stories that an edition brings
_BEAT = (
    "Vietnam",
    "Japan",
    "Mongolia",
    "Fiji",
    "Nepal",
    "South Korea",
    "Indonesia",
    "Hong Kong",
    "Kazakhstan",
    "Sydney",
)
_ELSEWHERE = ("Norway", "Peru", "Ohio", "Lyon", "Kenya", "Lisbon", "Quebec", "Ghana", "Texas", "Chile")
_WHO = ("The harbour office", "A council of growers", "The night shift", "Every second ferry", "The old theatre")
_DID = ("opened", "repaired", "painted over", "counted", "closed for the winter", "lent to its neighbours")
_WHAT = ("the long pier", "a row of kiosks", "three hundred lamps", "its own archive", "the music hall", "a bridge")
_WHEN = ("on Friday", "after the storm", "before the holidays", "without a word", "at dawn", "for the second time")
_WHY = ("because the old one leaked", "as the engineers had asked", "which surprised nobody", "and nobody objected")
_TOPICS = ("ferries", "markets", "theatre", "weather", "bridges", "gardens")


@cache
def _sentences() -> tuple[str, ...]:
    told = product(_WHO, _DID, _WHAT, _WHEN, _WHY)
    return tuple(f"{who} {did} {what} {when}, {why}." for who, did, what, when, why in told)


def feed(paper: int, edition: int, now: datetime) -> bytes:
    """Give edition `edition` (0, 1 …) of a paper, newest story first; `now` (aware) dates the newest of edition 0."""
    newest = ITEMS + FRESH * edition
    items = "".join(_item(paper, number, now) for number in range(newest, newest - ITEMS, -1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Paper {paper}</title><link>{_site(paper)}</link><description>All the news of paper {paper}</description>"
        f"<language>en</language>{items}</channel></rss>"
    ).encode()


def _site(paper: int) -> str:
    return f"https://paper{paper}.example/"


def _item(paper: int, number: int, now: datetime) -> str:
    chance = Random(paper * 100_003 + number)  # noqa: S311 - the same paper every time
    place = chance.choice(_BEAT if chance.random() < 0.25 else _ELSEWHERE)
    told = chance.choices(_sentences(), k=12 + paper % 9 + chance.randrange(3))
    link = f"{_site(paper)}stories/{number}"
    title = f"{told[0].rstrip('.')}: {place}, part {paper}-{number}"
    html = _html(link, place, told)
    body = f"<![CDATA[{html}]]>" if paper % 2 else escape(html)
    date = format_datetime(now - timedelta(minutes=20 * (ITEMS - number) + paper % 20))
    return (
        f'<item><title>{escape(title)}</title><link>{link}</link><guid isPermaLink="false">paper{paper}-{number}</guid>'
        f"<pubDate>{date}</pubDate><dc:creator>Reporter {paper % 97}</dc:creator>"
        f"<category>{chance.choice(_TOPICS)}</category><category>{chance.choice(_TOPICS)}</category>"
        f"<description>{escape(f'{place}: {told[1]} {told[2]}')}</description>"
        f"<content:encoded>{body}</content:encoded></item>\n"
    )


def _html(link: str, place: str, told: list[str]) -> str:
    picture = f'<figure><img src="{link}.jpg" alt="{place}" width="640" height="480"/></figure>'
    lead = f'<p><strong>{place}</strong> – {told[0]} <a href="{link}?utm_source=feed">More</a> &amp; pictures.</p>'
    paragraphs = (" ".join(told[start : start + 4]) for start in range(1, len(told), 4))
    return picture + lead + "".join(f'<p class="text">{text} <em>{place}</em></p>' for text in paragraphs)
