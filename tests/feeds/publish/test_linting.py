"""What aggregators ask for, one limit a line, held against a feed just within and just beyond it."""

import json
from typing import Any

import pytest

from feeds.publish.linting import Limit, limits, lint, profiles


def item(**said: Any) -> dict[str, Any]:
    return {
        "id": "urn:uuid:1", "title": "t" * 40, "summary": "s" * 320, "content_html": f"<p>{'x' * 500}</p>",
        "image": "https://p.example/1.jpg", "language": "en",
        "attachments": [{"url": "https://p.example/1.jpg", "_beatwire": {"width": 640}}],
    } | said  # fmt: skip


def feed(*items: dict[str, Any], **said: Any) -> bytes:
    plain = {"feed_url": "https://f.example/a.json", "description": "News", "language": "en", "items": list(items)}
    return json.dumps(plain | said).encode()


def made(limit: Limit, value: int) -> tuple[bytes, int]:
    """Give a feed whose measure is `value`, and the size of its RSS."""
    if limit.scope == "article":
        text: dict[str, dict[str, Any]] = {
            "bytes": {"content_html": "x" * (value - len(json.dumps(item(content_html=""))))},
            "image": {"image": "https://p.example/1.jpg" if value else None},
            "title": {"title": "t" * value},
            "text": {"content_html": f"<p>{'x' * value}</p>"},
            "summary": {"summary": "s" * value},
            "width": {"attachments": [{"url": "https://p.example/1.jpg", "_beatwire": {"width": value}}]},
        }
        return feed(item(**text[limit.measure])), 1000
    few = min(value, 100)
    said: dict[str, dict[str, Any]] = {
        "articles": {"items": [item() for _ in range(few)]},
        "bytes": {},
        "https": {"feed_url": f"{'https' if value else 'http'}://f.example/a.json"},
        "subtitle": {"description": "d" * value},
        "language": {"language": "en" if value else None},
        "languages": {"items": [item(language=str(number)) for number in range(few)]},
    }
    return feed(item(), **said[limit.measure]), value if limit.measure == "bytes" else 1000


@pytest.mark.parametrize("limit", limits(), ids=lambda limit: f"{limit.profile}-{limit.measure}")
def test_a_limit_is_met_up_to_its_bound_and_no_further(limit: Limit) -> None:
    def found(value: int) -> list[int]:
        document, size = made(limit, value)
        return [one.found for one in lint(document, size, limit.profile) if one.limit == limit]

    assert limit.remedy
    for bound, beyond in ((limit.least, -1), (limit.most, 1)):
        if bound is not None:
            assert found(bound) == []
            assert found(bound + beyond) == [bound + beyond]


def test_a_picture_that_nobody_measured_is_taken_for_large_enough() -> None:
    unknown = feed(item(attachments=[]))
    assert not [one for one in lint(unknown, 0, "flipboard") if one.limit.measure == "width"]
    without = feed(item(image=None, attachments=[]))
    assert [one.found for one in lint(without, 0, "flipboard") if one.limit.measure == "width"] == [0]


def test_the_aggregators_are_those_of_the_design() -> None:
    assert set(profiles()) == {"google", "smartnews", "msn", "flipboard", "apple"}
