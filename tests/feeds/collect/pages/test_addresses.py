"""What a page believably calls itself."""

from zoneinfo import ZoneInfo

import pytest

from feeds.article import Page
from feeds.collect.pages.reader import read
from tests.feeds.collect.pages.cases import NOW

HERE = "https://m.gazette.example/a/7051234?from=timeline"
PLAIN = "https://m.gazette.example/a/7051234"
OWN = "https://www.gazette.example/2026/quay-opens-again"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", (PLAIN,)),
        (f'<link rel="canonical" href="{OWN}">', (OWN, PLAIN)),
        (f'<meta property="og:url" content="{OWN}?utm_source=x">', (OWN, PLAIN)),
        (f'<link rel="canonical" href="/a/7"><meta property="og:url" content="{OWN}">', ("https://m.gazette.example/a/7", OWN, PLAIN)),
        ('<link rel="canonical" href="https://www.gazette.example/">', (PLAIN,)),
        ('<link rel="canonical" href="https://wire.example/a/1">', (PLAIN,)),
        ('<link rel="canonical" href="javascript:x"><meta property="og:url" content="http://[broken">', (PLAIN,)),
    ],
)  # fmt: skip
def test_canonical_and_og_url_are_both_the_pages_addresses(head: str, expected: tuple[str, ...]) -> None:
    page = Page(address=HERE, body=f"<html><head>{head}<title>x</title></head><body><p>Text</p></body></html>".encode())
    entry = read(page, ZoneInfo("UTC"), NOW).entry
    assert (entry.link, entry.aliases) == (expected[0], expected)
