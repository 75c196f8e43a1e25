"""Feeds that mean harm: nothing is expanded, opened or fetched, and nothing takes long."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from feeds.article import Page, Reading
from feeds.collect.reading.frame import MOST
from feeds.collect.reading.modules import PER_ITEM
from feeds.collect.sources import feed
from feeds.errors import ParseError
from tests.cost import units
from tests.feeds.collect.sources.test_feed import ADDRESS, CASES
from tests.world import NOW, make_source

BODIES = [case.read_bytes() for case in CASES]
ITEM = "<item><title>{}</title><guid isPermaLink='false'>1</guid></item>"


def read(body: bytes | str) -> Reading:
    whole = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    return feed.read(Page(address=ADDRESS, body=whole), make_source(), NOW)


def rss(inside: str, head: str = "") -> str:
    return f"<?xml version='1.0'?>{head}<rss version='2.0'><channel><title>Trap</title>{inside}</channel></rss>"


def cost(body: bytes | str) -> float:
    """Give what it costs to read `body`, or to refuse it; two hundred are about a second."""

    def attempt() -> None:
        with suppress(ParseError):
            read(body)

    return units(attempt)


def test_an_entity_bomb_is_not_expanded() -> None:
    levels = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))
    bomb = rss(ITEM.format("&b11;"), f'<!DOCTYPE rss [<!ENTITY b0 "boom">{levels}]>')
    assert read(bomb).entries[0].title == "&b11;"
    assert cost(bomb) < 200


def test_a_bomb_of_one_large_entity_is_not_expanded() -> None:
    bomb = rss(ITEM.format("&b;" * 10_000), f'<!DOCTYPE rss [<!ENTITY b "{"boom" * 2_000}">]>')
    assert "boom" not in str(read(bomb).entries)


@pytest.mark.parametrize("broken", ["", "<odd", "<item><title>open <b></title>"])
def test_no_file_is_opened(tmp_path: Path, broken: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the key of the house")
    trap = rss(ITEM.format("&file;") + broken, f'<!DOCTYPE rss [<!ENTITY file SYSTEM "{secret.as_uri()}">]>')
    assert "the key" not in str(read(trap))


def test_bytes_that_are_a_path_open_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text(rss(ITEM.format("Secret")))
    with pytest.raises(ParseError):
        read(str(secret))


def test_nothing_is_fetched(httpserver: HTTPServer) -> None:
    where = httpserver.url_for("/trap")
    subset = f'<!ENTITY % outside SYSTEM "{where}"> %outside; <!ENTITY inside SYSTEM "{where}">'
    read(rss(ITEM.format("&inside;"), f'<!DOCTYPE rss SYSTEM "{where}" [{subset}]>'))
    inclusion = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{where}"/>'
    read(rss(ITEM.format(inclusion), f'<?xml-stylesheet type="text/xsl" href="{where}"?>'))
    assert not httpserver.log


@pytest.mark.parametrize("depth", [200, 300, 100_000])
def test_depth_is_bounded(depth: int) -> None:
    deep = "<item>" + "<a>" * depth + "</a>" * depth + "<title>Deep</title></item>"
    assert cost(rss(deep)) < 400


def test_deep_json_is_refused() -> None:
    with pytest.raises(ParseError, match="nested too deep"):
        read('{"items": ' + "[" * 200_000)


def test_a_large_feed_is_read_up_to_a_bound() -> None:
    reading = read(rss("".join(ITEM.format(number) for number in range(MOST + 7))))
    assert len(reading.entries) == MOST
    assert [skipped.what for skipped in reading.skipped] == ["7 more items"]


def test_an_item_with_too_many_topics_is_read_up_to_a_bound() -> None:
    reading = read(
        rss("<item><title>Many</title>" + "".join(f"<category>{n}</category>" for n in range(5000)) + "</item>")
    )
    assert len(reading.entries[0].categories) == PER_ITEM


def test_a_million_references_are_not_mended() -> None:
    with pytest.raises(ParseError, match="too long to be mended"):
        read(rss("& " * 1_000_000))


def test_a_large_broken_text_is_refused_at_once() -> None:
    huge = rss(ITEM.format("<b>") + "x" * 5_000_000)
    with pytest.raises(ParseError, match="too long"):
        read(huge)


@pytest.mark.parametrize(
    "piece",
    ["<", "&", "&#", "<!--", "<![CDATA[", "<item>", "<item><title>", "</item>", "<a:b>", "<a b=", "<!ENTITY a 'b'>",
     "xmlns:a='b' ", "]]>", "<br>", "\x00", "<link>", "<rss ", "<!DOCTYPE rss [", "&amp;", "\ufdfa", "e\u0301\u0301"],
)  # fmt: skip
def test_no_repetition_takes_long(piece: str) -> None:
    body = piece * (20_000 // len(piece))
    bodies = (rss(body), rss(body)[:-9], body, rss(f"<item x='{body}"))
    assert max(map(cost, bodies)) < 800


@given(body=st.sampled_from(BODIES), cut=st.floats(0, 1), junk=st.binary(max_size=12), until=st.floats(0, 1))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damage_raises_anything_but_a_refusal(body: bytes, cut: float, junk: bytes, until: float) -> None:
    at = int(len(body) * cut)
    damaged = body[:at] + junk + body[at + int(len(body) * until * 0.1) :]
    try:
        reading = read(damaged)
    except ParseError:
        return
    assert all(entry.guid or entry.link or entry.title or entry.summary or entry.content for entry in reading.entries)


@given(body=st.sampled_from(BODIES), cut=st.floats(0, 1))
@settings(max_examples=80, deadline=None)
def test_a_cut_loses_items_and_invents_none(body: bytes, cut: float) -> None:
    try:
        whole, part = read(body), read(body[: int(len(body) * cut)])
    except ParseError:
        return
    known = {entry.guid for entry in whole.entries}
    assert {entry.guid for entry in part.entries} <= known


@pytest.mark.parametrize(
    "inside",
    [
        "".join(f"<category>topic {n}</category>" for n in range(30_000)),
        f"<itunes:keywords>{' '.join(map(str, range(300_000)))}</itunes:keywords>",
        f"<author>{'a' * 1_000_000}</author>",
        f"<author>{'a.' * 250_000}@<x></x>{'a.' * 250_000}</author>",
    ],
    ids=["topics", "keywords", "name", "name in pieces"],
)
def test_what_feedparser_takes_quadratic_time_for_is_bounded(inside: str) -> None:
    broken = rss(f"<item><title>Harbour</b> opens</title><guid>1</guid>{inside}</item>")
    assert cost(broken) < 2000
    assert len(read(broken).entries[0].categories) <= PER_ITEM


@pytest.mark.parametrize(
    "declaration", ["xmlns:n='{}'", 'xmlns:n = "{}"', "xmlns='{}'", "xml:base='https://t.example/{}'"]
)
def test_an_endless_namespace_or_base_is_refused(declaration: str) -> None:
    items = "".join(f"<item {declaration.format('u' * 5000)}><title>{n}</title><n:x{n}/></item>" for n in range(3))
    with pytest.raises(ParseError, match="longer than any address"):
        read(rss(items))


def test_bases_that_only_together_are_endless_are_none() -> None:
    inner = f"<channel xml:base='{'u' * 4000}/'>{ITEM.format('Quay')}</channel>"
    [entry] = read(f"<rss version='2.0' xml:base='https://t.example/{'u' * 4000}/'>{inner}</rss>").entries
    assert entry.base == ADDRESS
