"""What is asked of a picture, and what its answer teaches."""

from datetime import timedelta
from pathlib import Path

import pytest

from feeds.article import Page, Picture
from feeds.collect.exchange import NotModified, Outcome, Response
from feeds.collect.fetch import Fetcher
from feeds.collect.pictures import HEAD, learnt, request
from feeds.errors import FetchError
from tests.fakeweb import FakeWeb, page
from tests.world import NOW, make_source

HREF = "https://cdn.example/quay"
BODY = (Path(__file__).parent / "imaging" / "data" / "baseline.48x32.jpg").read_bytes()


def answered(body: bytes, *, media_type: str | None = None, total: int | None = None) -> Response:
    return Response(page=Page(address=HREF, body=body, media_type=media_type), total=total)


def test_only_the_head_of_a_picture_is_asked_for() -> None:
    own = make_source(url="https://www.cdn.example/feed", allow_private=True)
    asked = request(HREF, own, timedelta(seconds=2))
    assert (asked.source, asked.url, asked.head) == ("gazette", HREF, 32 * 1024)
    assert asked.allow_private
    assert not request(HREF, make_source(allow_private=True), timedelta(0)).allow_private
    assert asked.delay == timedelta(seconds=2)
    assert asked.accept.startswith("image/*")
    assert asked.etag is asked.modified is None


@pytest.mark.parametrize(
    ("body", "total", "length"),
    [
        pytest.param(BODY, 123_456, 123_456, id="the whole is longer than what came"),
        pytest.param(BODY, None, len(BODY), id="all of it came"),
        pytest.param(BODY.ljust(HEAD, b"\0"), None, None, id="there may be more"),
        pytest.param(BODY, 10, None, id="more came than there is"),
    ],
)
def test_a_picture_is_what_its_bytes_say(body: bytes, total: int | None, length: int | None) -> None:
    picture = learnt(HREF, answered(body, media_type="text/html", total=total), NOW)
    assert picture == Picture(href=HREF, at=NOW, tries=1, type="image/jpeg", length=length, width=48, height=32)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(answered(b"<html><h1>404</h1></html>", media_type="image/jpeg", total=25), id="an error page"),
        pytest.param(answered(b"", media_type="image/jpeg"), id="nothing"),
        pytest.param(NotModified(), id="an answer to what was not asked"),
        pytest.param(FetchError("cdn.example refuses to serve us", source="gazette", status=403), id="a refusal"),
    ],
)
def test_what_teaches_nothing_leaves_it_unknown(answer: Outcome) -> None:
    assert learnt(HREF, answer, NOW) == Picture(href=HREF, at=NOW)


def test_a_picture_is_learnt_over_the_network(web: FakeWeb, fetcher: Fetcher) -> None:
    source = make_source(url=web.url("/feed"), allow_private=True)
    web.answers["/quay"] = page(BODY + bytes(100_000), media_type="application/octet-stream")
    answer = fetcher.fetch(request(web.url("/quay"), source, timedelta(0)))
    picture = learnt(HREF, answer, NOW)
    assert picture == Picture(href=HREF, at=NOW, type="image/jpeg", length=len(BODY) + 100_000, width=48, height=32)
    assert web.asked[0].headers["range"] == "bytes=0-32767"
    web.answers["/lost"] = page(b"<html><h1>Not here</h1></html>", media_type="image/jpeg")
    assert learnt(HREF, fetcher.fetch(request(web.url("/lost"), source, timedelta(0))), NOW) == Picture(
        href=HREF, at=NOW
    )
