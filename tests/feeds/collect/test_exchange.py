"""What comes of an answer, before any network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.exchange import HEAD_BYTES, Received, Request, Response, answer
from feeds.errors import FetchError

REQUEST = Request(source="gazette", url="https://gazette.example/feed")
LINES = st.lists(
    st.one_of(
        st.binary(max_size=200),
        st.sampled_from([b"HTTP/1.1 301 x\r\n", b"HTTP/2 200\r\n", b"Content-Range: bytes 0-9/99\r\n", b"\r\n"]),
    )
)


@given(lines=LINES, chunks=st.lists(st.binary(max_size=200)))
def test_any_bytes_end_as_a_page_or_an_error(lines: list[bytes], chunks: list[bytes]) -> None:
    received = Received(most=1000)
    for line in lines:
        received.head(line)
    for chunk in chunks:
        received.chunk(chunk)
    assert len(received.body) <= 1000
    outcome = answer(REQUEST, received, url=REQUEST.url, size=0)
    assert isinstance(outcome, Response if 200 <= received.status < 300 else FetchError)


@pytest.mark.parametrize("line", [b"X: y\r\n", b"HTTP/1.1 200 OK\r\n"])
def test_header_is_bounded_whatever_its_lines_claim_to_be(line: bytes) -> None:
    received = Received(most=1)
    received.head(b"HTTP/1.1 200 OK\r\n")
    taken = 0
    while received.head(line) > 0:
        taken += len(line)
    assert taken <= HEAD_BYTES
    assert received.status == 200


def test_what_opens_with_no_status_is_not_http() -> None:
    received = Received(most=1)
    assert received.head(b"ICY 200 OK\r\n") == -1
    assert received.excess == "sent something that is not HTTP"
