"""Heads of pages, tolerated refusals, and what an answer says beside its body."""

import gzip
from collections.abc import Iterator

import pytest

from config.settings import Limits
from feeds.collect.fetch import Fetcher
from tests.fakeweb import Answer, Asked, FakeWeb, Step, cut, endless, head, page
from tests.feeds.collect.asking import AGENT, ask, failure, response

PICTURE = bytes(range(256)) * 40


def ranged(whole: bytes, said: str | None = None) -> Answer:
    """Answer with the range asked for, as a good server does, or saying something else of it."""

    def answer(asked: Asked) -> Iterator[Step]:
        last = int(asked.headers["range"].rpartition("-")[2])
        part = whole[: last + 1]
        place = said or f"bytes 0-{len(part) - 1}/{len(whole)}"
        yield head(206, {"Content-Range": place, "Content-Length": str(len(part))}) + part

    return answer


def test_a_head_is_asked_for_in_the_polite_way(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/picture"] = ranged(PICTURE)
    for _ in range(2):
        got = response(fetcher, ask(web.url("/picture"), head=1000))
        assert (got.status, got.page.status, got.page.body, got.total) == (206, 206, PICTURE[:1000], len(PICTURE))
    assert web.asked[0].headers["range"] == "bytes=0-999"
    assert web.asked[0].headers["accept-encoding"] == "identity"
    assert web.connections == 1
    response(fetcher, ask(web.url("/picture"), head=len(PICTURE)))
    web.answers["/picture"] = page(PICTURE)
    assert response(fetcher, ask(web.url("/picture"))).page.body == PICTURE
    assert "range" not in web.asked[-1].headers


@pytest.mark.parametrize("place", ["bytes 0-999/*", "bytes 0-999/99999999999999999999"])
def test_a_part_of_something_whose_length_nobody_knows(web: FakeWeb, fetcher: Fetcher, place: str) -> None:
    web.answers["/picture"] = ranged(PICTURE, place)
    if place.endswith("*"):
        assert response(fetcher, ask(web.url("/picture"), head=1000)).total is None
    else:
        assert failure(fetcher, ask(web.url("/picture"), head=1000)).status == 206


@pytest.mark.parametrize("place", ["bytes 5-1004/10240", "pages 0-9/10", ""])
def test_another_part_than_the_head_is_an_error(web: FakeWeb, fetcher: Fetcher, place: str) -> None:
    web.answers["/picture"] = ranged(PICTURE, place or " ")
    error = failure(fetcher, ask(web.url("/picture"), head=1000))
    assert str(error) == "127.0.0.1 answered with status 206, which is no page"


@pytest.mark.parametrize(
    ("answer", "total"),
    [
        (page(PICTURE), len(PICTURE)),
        (page(gzip.compress(PICTURE), Content_Encoding="gzip"), None),
        (endless(PICTURE), None),
        (cut(head(200, {"Content-Length": "1" * 19}) + PICTURE), None),
    ],
    ids=["whole", "compressed", "endless", "absurd"],
)
def test_who_sends_more_than_the_head_is_cut_off(
    web: FakeWeb, fetcher: Fetcher, answer: Answer, total: int | None
) -> None:
    web.answers["/picture"] = answer
    got = response(fetcher, ask(web.url("/picture"), head=1000))
    assert (got.status, got.page.body, got.total) == (200, PICTURE[:1000], total)


def test_a_head_may_be_longer_than_the_page(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/picture"] = page(PICTURE)
    got = response(fetcher, ask(web.url("/picture"), head=1_000_000))
    assert (got.page.body, got.total) == (PICTURE, len(PICTURE))


def test_a_head_is_held_to_the_cap_of_every_page(web: FakeWeb) -> None:
    web.answers["/picture"] = endless(PICTURE)
    with Fetcher(Limits(response_bytes=5_000), AGENT) as fetcher:
        assert response(fetcher, ask(web.url("/picture"), head=1_000_000)).page.body == PICTURE[:5_000]


def test_a_tolerated_status_comes_with_its_page(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/none"] = page(b'{"code": "gone"}', status=404, media_type="application/json", etag='"1"')
    got = response(fetcher, ask(web.url("/none"), tolerates=(400, 404)))
    assert (got.status, got.page.status, got.page.body) == (404, 404, b'{"code": "gone"}')
    assert got.page.media_type == "application/json"
    assert got.etag is None
    web.answers["/none"] = page(b"", status=403)
    assert failure(fetcher, ask(web.url("/none"), tolerates=(400, 404))).status == 403


def test_a_tolerated_page_is_bounded(web: FakeWeb, fetcher: Fetcher) -> None:
    web.answers["/none"] = page(b"x" * 99_000, status=404)
    assert response(fetcher, ask(web.url("/none"), tolerates=(404,))).page.body == b"x" * 65_536


@pytest.mark.parametrize("status", [206, 226, 300])
def test_only_errors_can_be_tolerated(web: FakeWeb, fetcher: Fetcher, status: int) -> None:
    web.answers["/feed"] = page(b"?", status=status)
    assert failure(fetcher, ask(web.url("/feed"), tolerates=(206, 226, 300))).status == status


def test_links_come_as_they_were_sent(web: FakeWeb, fetcher: Fetcher) -> None:
    sent = b'HTTP/1.1 200 OK\r\nLink: </1>; rel="next"\r\nlink: </9>; rel="last"\r\nContent-Length: 0\r\n\r\n'
    web.answers["/posts"] = lambda _asked: (sent,)
    assert response(fetcher, ask(web.url("/posts"))).page.link == '</1>; rel="next", </9>; rel="last"'
    web.answers["/posts"] = page(b"ok")
    assert response(fetcher, ask(web.url("/posts"))).page.link is None
