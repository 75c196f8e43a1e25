"""Sitemaps: every file in data/sitemap is a case, and the `.expected.json` beside it says where it leads.

`page` is what the file is read with; `follow` all that is to be followed, in its order (what is empty is left out),
or `refused` the sentence that says why nothing is.
"""

import gzip
import json
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.article import Page, Reading
from feeds.collect.listing import sitemaps
from feeds.collect.sources import sitemap
from feeds.errors import ParseError
from tests.cost import units
from tests.feeds.collect.sources.test_feed import told
from tests.world import NOW, make_source

DATA = Path(__file__).with_name("data") / "sitemap"
CASES = sorted(path for path in DATA.iterdir() if not path.name.endswith(".expected.json"))
ADDRESS = "https://gazette.example/sitemap.xml"
SOURCE = make_source(kind="sitemap", url=ADDRESS)


def read(body: bytes, **page: Any) -> Reading:
    return sitemap.read(Page(**{"address": ADDRESS, "body": body, "role": "sitemap"} | page), SOURCE, NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_sitemap_leads_where_its_expectation_says(case: Path) -> None:
    expected: dict[str, Any] = json.loads(case.with_name(f"{case.name}.expected.json").read_text("utf-8"))
    if "refused" in expected:
        with pytest.raises(ParseError) as refusal:
            read(case.read_bytes())
        assert (str(refusal.value), refusal.value.source) == (expected["refused"], "gazette")
        return
    reading = read(case.read_bytes(), **expected.get("page", {}))
    assert [told(asdict(follow)) for follow in reading.follow] == expected["follow"]
    assert [entry.title for entry in reading.entries] == expected.get("entries", [])


def test_it_starts_with_the_declared_address() -> None:
    [first] = sitemap.start(SOURCE, ADDRESS, None)
    assert (first.url, first.role, first.memo) == (ADDRESS, "sitemap", "")


def urls(many: int) -> str:
    return "".join(f"<url><loc>https://gazette.example/story/{number:07d}</loc></url>" for number in range(many))


def test_a_large_one_is_read_up_to_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(read(f"<urlset>{urls(1010)}</urlset>".encode()).follow) == 1000
    monkeypatch.setattr(sitemaps, "MOST", 500)
    assert len(sitemaps.read(f"<urlset>{urls(510)}</urlset>", ADDRESS, SOURCE.zone).listed) == 500


def test_a_gzip_bomb_stops_at_the_bound() -> None:
    bomb = gzip.compress(b"<urlset>" + b"\n" * (2 * sitemaps.LARGEST) + urls(1).encode(), mtime=0)
    assert units(lambda: read(bomb)) < 400
    assert read(bomb).follow == ()


@pytest.mark.parametrize("filling", ["&", "<a/>", "<url><loc>/x</loc>" + "<image/>" * 1000 + "</url>"])
def test_what_lists_hardly_an_address_costs_no_more_than_what_lists_many(filling: str) -> None:
    size = 4 * 2**20
    stuffed = gzip.compress(("<urlset>" + filling * (size // len(filling))).encode())
    assert units(lambda: _tried(stuffed)) < 800


def _tried(body: bytes) -> None:
    with suppress(ParseError):
        read(body)


def test_a_cut_gzip_gives_what_came() -> None:
    whole = gzip.compress(f"<urlset>{urls(5000)}</urlset>".encode(), mtime=0)
    assert (
        len(sitemaps.read(sitemaps.text_of(Page(address=ADDRESS, body=whole[:-2000])), ADDRESS, SOURCE.zone).listed) > 0
    )


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("https://gazette.example/story/1234567")
    head = (
        f'<!DOCTYPE urlset [<!ENTITY s SYSTEM "{secret.as_uri()}"><!ENTITY t "https://gazette.example/story/7654321">]>'
    )
    assert read(f"{head}<urlset><url><loc>&s;</loc></url><url><loc>&t;</loc></url></urlset>".encode()).follow == ()


def test_what_is_followed_tells_when_it_changed() -> None:
    when = (NOW - timedelta(hours=1)).isoformat()
    body = f"<urlset><url><loc>https://gazette.example/story/1234567</loc><lastmod>{when}</lastmod></url></urlset>"
    assert [follow.modified for follow in read(body.encode()).follow] == [NOW - timedelta(hours=1)]
