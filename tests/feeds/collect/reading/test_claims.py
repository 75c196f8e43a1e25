"""What items and answers claim of their rights, in every dialect; what cannot be read closes."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feeds.article import Claim, Page, Reading
from feeds.collect.pages.reader import read as read_page
from feeds.collect.reading import feeds
from tests.world import NOW

SPACES = (
    'xmlns:tdm="http://www.w3.org/ns/tdmrep#" xmlns:rsl="https://rslstandard.org/rsl" xmlns:bw="urn:beatwire:1.0" '
    'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)
POLICY = "https://gazette.example/tdm.json"
RESERVED = Claim(reserved=True)
OVER = datetime(1970, 1, 1, tzinfo=UTC)


def read(body: str, **said: Any) -> Reading:
    page = Page(address="https://gazette.example/feed", body=body.encode(), **said)
    return feeds.read(page, ZoneInfo("UTC"), "gazette")


def rss(inside: str, around: str = "", **said: Any) -> Reading:
    item = f"<item><title>T</title><link>https://gazette.example/1</link>{inside}</item>"
    return read(f'<rss version="2.0" {SPACES}><channel><title>G</title>{around}{item}</channel></rss>', **said)


def atom(inside: str, around: str = "") -> Reading:
    entry = f"<entry><title>T</title><id>urn:1</id>{inside}</entry>"
    return read(f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}><title>G</title>{around}{entry}</feed>')


CASES: list[tuple[str, Claim | None]] = [
    ("", None),
    ("<tdm:reservation>0</tdm:reservation>", Claim(reserved=False)),
    ("<tdm:reservation>1</tdm:reservation>", RESERVED),
    ("<tdm:reservation>perhaps</tdm:reservation>", RESERVED),
    (f"<tdm:reservation>1</tdm:reservation><tdm:policy>{POLICY}</tdm:policy>", Claim(reserved=True, policy=POLICY)),
    ("<rsl:content url='/'><rsl:license><rsl:prohibits type='usage'>ai-all</rsl:prohibits></rsl:license></rsl:content>", RESERVED),
    ("<rsl:content url='/'><rsl:license><rsl:prohibits type='usage'>search ai-train</rsl:prohibits></rsl:license></rsl:content>", RESERVED),
    ("<rsl:content url='/'><rsl:license><rsl:payment type='training'/></rsl:license></rsl:content>", RESERVED),
    ("<rsl:content url='/'></rsl:content>", RESERVED),
    ("<rsl:content url='/'><rsl:license><rsl:permits type='usage'>all</rsl:permits><rsl:payment type='free'/></rsl:license></rsl:content>", Claim(reserved=False)),
    ("<rsl:content url='/'><rsl:license><rsl:prohibits type='geo'>ZZ</rsl:prohibits></rsl:license></rsl:content>", Claim(reserved=False)),
    ("<bw:expires>2026-12-01T00:00:00Z</bw:expires>", Claim(reserved=False, expires=datetime(2026, 12, 1, tzinfo=UTC))),
    ("<bw:expires>one day</bw:expires>", Claim(reserved=False, expires=OVER)),
]  # fmt: skip


@pytest.mark.parametrize("form", [rss, atom])
@pytest.mark.parametrize(("inside", "expected"), CASES)
def test_an_item_claims(form: Any, inside: str, expected: Claim | None) -> None:
    [entry] = form(inside).entries
    assert (entry.claim and _said(entry.claim)) == (expected and _said(expected))
    reading = form("", inside)
    assert (reading.claim and _said(reading.claim)) == (expected and _said(expected))


def _said(claim: Claim) -> tuple[object, ...]:
    return bool(claim.reserved), claim.policy, claim.expires


def test_licence_and_copyright_are_heard_beside_it() -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    [entry] = rss(
        f"<creativeCommons:license>{licence}</creativeCommons:license><media:copyright>© G</media:copyright>"
    ).entries
    assert (entry.license, entry.rights) == (licence, "© G")


@pytest.mark.parametrize(
    ("rights", "expected", "permits"),
    [
        ({"reserved": True, "policy": POLICY, "permits": "summary"}, Claim(reserved=True, policy=POLICY), "summary"),
        ({"reserved": "?", "permits": 7}, RESERVED, "unreadable"),
        ({"expires": 5}, Claim(reserved=False, expires=OVER), None),
        ([], None, None),
    ],
)
def test_another_desks_json_feed_keeps_its_word(rights: object, expected: Claim | None, permits: str | None) -> None:
    item = {"id": "1", "title": "T", "_beatwire": {"rights": rights}}
    [entry] = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})).entries
    assert (entry.claim, entry.permits) == (expected, permits)


def test_what_http_says_is_said_of_every_item() -> None:
    reading = rss("", robots="noarchive", reservation="1", policy="/tdm.json")
    assert reading.claim == Claim(robots="noarchive", reserved=True, policy=POLICY)
    assert rss("").claim is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", None),
        ('<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/tdm.json">', Claim(reserved=True, policy=POLICY)),
        ('<meta name="tdm-reservation" content="0">', Claim(reserved=False)),
        ('<meta name="robots" content="noai, noarchive">', Claim(robots="noai, noarchive")),
        ('<meta name="ROBOTS" content="index"><meta name="googlebot" content="nosnippet">', Claim(robots="index, nosnippet")),
    ],
)  # fmt: skip
def test_an_articles_page_claims(head: str, expected: Claim | None) -> None:
    body = f"<html><head>{head}</head><body><article><h1>T</h1><p>Ferries stay in port.</p></article></body></html>"
    page = Page(address="https://gazette.example/stories/1", body=body.encode())
    assert read_page(page, ZoneInfo("UTC"), NOW).entry.claim == expected
