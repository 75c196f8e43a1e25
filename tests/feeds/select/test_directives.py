"""What is asked of robots is what may be shown, and what cannot be read closes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Source
from feeds.article import Claim, Permits
from feeds.select.directives import Asked, asked
from feeds.select.rights import claimed
from tests.world import NOW, make_source

FULL, SUMMARY, HEADLINE = Permits.FULL, Permits.SUMMARY, Permits.HEADLINE


@pytest.mark.parametrize(
    ("directives", "expected"),
    [
        (None, Asked()),
        ("", Asked()),
        ("index, follow", Asked()),
        ("noindex, nofollow, none", Asked()),
        ("max-image-preview:large, max-snippet:-1, max-video-preview:-1", Asked()),
        ("noarchive", Asked(permits=SUMMARY)),
        ("NoSnippet", Asked(permits=HEADLINE)),
        ("nosnippet,noarchive", Asked(permits=HEADLINE)),
        ("max-snippet:50", Asked(permits=SUMMARY, snippet=50)),
        ("max-snippet: 50, max-snippet:20", Asked(permits=SUMMARY, snippet=20)),
        ("googlebot: max-snippet:20, max-snippet:-1", Asked(permits=SUMMARY, snippet=20)),
        ("max-snippet:0", Asked(permits=SUMMARY, snippet=0)),
        ("max-snippet:lots", Asked(permits=SUMMARY, snippet=0)),
        ("max-snippet", Asked(permits=SUMMARY, snippet=0)),
        ("noimageindex", Asked(images=False)),
        ("max-image-preview:none", Asked(images=False)),
        ("noai", Asked(reserved=True)),
        ("noai, noimageai", Asked(images=False, reserved=True)),
        ("googlebot: nosnippet", Asked(permits=HEADLINE)),
        ("unavailable_after: 2026-12-01", Asked()),
    ],
)
def test_directives_are_read(directives: str | None, expected: Asked) -> None:
    assert asked(directives) == expected


@given(st.text(max_size=80))
def test_whatever_they_say_they_are_read(directives: str) -> None:
    assert asked(directives).snippet is None or asked(directives).permits is not FULL


@pytest.mark.parametrize(
    ("source", "permits", "length", "images"),
    [
        (make_source(), HEADLINE, 0, False),
        (make_source(rights="summary"), HEADLINE, 0, False),
        (make_source(rights="full"), FULL, None, True),
    ],
)
def test_robots_are_not_asked_what_the_operator_has_a_word_for(
    source: Source,
    permits: Permits,
    length: int | None,
    images: bool,  # noqa: FBT001 - a case
) -> None:
    claim = Claim(robots="nosnippet, max-snippet:0, noimageindex, noai")
    rights = claimed(source, Permits(source.permits), (), claim, NOW)
    assert (rights.permits, rights.summary_length, rights.images) == (permits, length, images)
    assert rights.reserved
