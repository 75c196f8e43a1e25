"""URLs are absolute, freed of tracking, and comparable."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text.urls import absolute, canonical, site_of, untracked

PIECES = st.sampled_from(
    ["http", "https", "ftp", ":", "//", "/", "?", "#", "#!", "&", "=", "a", "B", "%7e", "%2f", "%", "..", ".", "[", "]", "@", ":80", ":443",
     "example.org", "utm_source=x", "ref=rss", "例", "é", "\ud800", " ", "\x00", "::1", "xn--", "+", ";", "'", "\\"],
)  # fmt: skip
URLS = st.lists(PIECES, max_size=12).map("".join)


@given(URLS)
def test_canonical_is_idempotent(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)
    assert canonical("https://example.org/" + url) == canonical(canonical("https://example.org/" + url))


@given(URLS, st.none() | URLS)
def test_absolute_gives_ascii_http_or_nothing_and_settles(href: str, base: str | None) -> None:
    url = absolute(href, base)
    if url is not None:
        assert url.isascii()
        assert url.startswith(("http://", "https://"))
        assert absolute(url, None) == url
        assert canonical(untracked(url)) == canonical(url)
    site_of(href)


@pytest.mark.parametrize(
    ("href", "base", "expected"),
    [
        ("/a", "https://gazette.example/x/y", "https://gazette.example/a"),
        ("b?c=1", "https://gazette.example/x/y", "https://gazette.example/x/b?c=1"),
        ("//cdn.example/i.jpg", "http://gazette.example/", "http://cdn.example/i.jpg"),
        ("HTTPS://Gazette.Example:443", None, "https://gazette.example/"),
        ("https://gazette.example/a b/ü?q=日", None, "https://gazette.example/a%20b/%C3%BC?q=%E6%97%A5"),
        ("https://例え.example/", None, "https://xn--r8jz45g.example/"),
        ("https://reader:secret@gazette.example/", None, "https://gazette.example/"),
        ("https://gazette.example/?", None, "https://gazette.example/"),
        ("https://[2001:DB8::1]:8080/", None, "https://[2001:db8::1]:8080/"),
        ("https://gazette.example/a/b?c=1", "https://wire.example/x", "https://gazette.example/a/b?c=1"),
        ("https://gazette.example/a", "https://[::1/", None),
        ("https://gazette.example/a/./b/../c", None, "https://gazette.example/a/c"),
        ("https://gazette.example/a?", None, "https://gazette.example/a"),
        ("relative", None, None),
        ("relative", "not a base", None),
        ("javascript:alert(1)", "https://gazette.example/", None),
        ("data:text/html,x", None, None),
        ("mailto:desk@gazette.example", None, None),
        ("https://", None, None),
        ("https://gazette.example:99999/", None, None),
        ("https://[::1/", None, None),
        ("https://1.2.3.4.5/", None, None),
        ("https://gazette.example/" + "a" * 5000, None, None),
        ("", "https://gazette.example/", None),
    ],
)
def test_absolute(href: str, base: str | None, expected: str | None) -> None:
    assert absolute(href, base) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://g.example/a?utm_source=x&id=7&fbclid=y", "https://g.example/a?id=7"),
        ("https://g.example/a?id=7&spm=1.2.3#utm_campaign=z", "https://g.example/a?id=7"),
        ("https://g.example/a?ref=rss&from=page", "https://g.example/a?from=page"),
        ("https://g.example/a?b=2&a=1#part", "https://g.example/a?b=2&a=1#part"),
        ("https://g.example/a", "https://g.example/a"),
    ],
)
def test_untracked_keeps_the_rest_as_it_stands(url: str, expected: str) -> None:
    assert untracked(url) == expected


def rows(name: str) -> list[list[str]]:
    """Give the lines of a table beside this test."""
    text = (Path(__file__).parent / "data" / f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


@pytest.mark.parametrize(("name", "url", "expected"), rows("untracked"))
def test_who_sent_the_reader_goes_and_what_names_the_page_stays(name: str, url: str, expected: str) -> None:
    assert untracked(url) == expected


@pytest.mark.parametrize(("name", "url", "expected"), rows("canonical"))
def test_canonical(name: str, url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


ONE = "https://g.example/a?id=7&page=2"


@pytest.mark.parametrize(
    "other",
    [
        "http://g.example/a?id=7&page=2",
        "https://G.EXAMPLE:443/a?page=2&id=7",
        "http://g.example:80/a?id=7&page=2#comments",
        "https://g.example/x/../a?id=7&page=2&utm_medium=rss",
        "https://g.example./%61?id=%37&page=2",
    ],
)
def test_one_page_has_one_canonical_form(other: str) -> None:
    assert canonical(other) == canonical(ONE)


@pytest.mark.parametrize(
    "other",
    [
        "https://g.example/a?id=8&page=2",
        "https://g.example/A?id=7&page=2",
        "https://g.example/a?id=7&page=2#!/x",
        "https://g.example:8443/a?id=7&page=2",
    ],
)
def test_another_page_has_another_canonical_form(other: str) -> None:
    assert canonical(other) != canonical(ONE)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.desk.gazette.co.uk/x", "gazette.co.uk"),
        ("http://127.0.0.1:8000/feed", "127.0.0.1"),
        ("http://[::1]:8000/feed", "::1"),
        ("http://localhost/feed", "localhost"),
        ("https://www.gazette.com.cn./", "gazette.com.cn"),
        ("http://127.1/", "127.0.0.1"),
        ("http://0x7f000001/", "127.0.0.1"),
        ("http://2130706433/", "127.0.0.1"),
        ("http://１２７.0.0.1/", "127.0.0.1"),
        ("http://[0:0:0:0:0:0:0:1]/", "::1"),
        ("http://[::ffff:127.0.0.1]:81/", "127.0.0.1"),
        ("http://[fe80::1%25eth0]/", "fe80::1"),
        ("http://127.0.0.2/", "127.0.0.2"),
        ("http://Gazette.Example:8080/", "gazette.example"),
        ("https://desk:secret@www.gazette.example/", "gazette.example"),
        ("https://www.新闻.中国/", "xn--efvy88h.xn--fiqs8s"),
        ("https://xn--efvy88h.xn--fiqs8s/", "xn--efvy88h.xn--fiqs8s"),
        ("https://www.新闻.公司.cn/", "xn--efvy88h.xn--55qx5d.cn"),
        ("https://desk.gazette.github.io/", "gazette.github.io"),
        ("https://ledger.github.io/", "ledger.github.io"),
        ("https://github.io/", "github.io"),
        ("https://co.uk/", "co.uk"),
        ("https://99999999999999999999/", "99999999999999999999"),
        (f"https://{'新' * 80}.example/", f"{'新' * 80}.example"),
        ("nothing", ""),
        ("http://[broken", ""),
    ],
)
def test_site_of(url: str, expected: str) -> None:
    assert site_of(url) == expected
