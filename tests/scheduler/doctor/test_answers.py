"""What an answer's bytes are, decoded within bounds."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from scheduler.doctor import answers

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": lambda body: zstandard.ZstdCompressor().compress(body),
}


@pytest.mark.parametrize("coding", PACK)
@pytest.mark.parametrize("body", [b"", b"<rss/>" * 9, b"x" * 3_000_000])
def test_what_was_encoded_is_decoded(coding: str, body: bytes) -> None:
    assert answers.decoded(PACK[coding](body), coding) == body


@pytest.mark.parametrize("coding", PACK)
def test_a_bomb_stops_at_the_bound(coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_MOST", 2**20)
    found = answers.decoded(PACK[coding](b"\0" * 2**24), coding)
    assert found is None or len(found) <= 2**20


@pytest.mark.parametrize("coding", [*PACK, "compress"])
def test_what_is_no_such_coding_is_none(coding: str) -> None:
    assert answers.decoded(b"not encoded at all", coding) is None
