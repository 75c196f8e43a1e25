"""What is remembered of requests is bounded in number and in size, however long their headers are."""

import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from feeds.polling.clients import client
from feeds.polling.conditions import BEST_FIRST, decide, is_host
from feeds.polling.counts import Counts

CHANGED = datetime(2026, 11, 20, 8, 0, 0, tzinfo=UTC)
COUNTS = Counts()


def accepting(header: str) -> object:
    return decide({"HTTP_ACCEPT_ENCODING": header}, "f" * 32, CHANGED, frozenset(BEST_FIRST))


def forwarded(header: str) -> object:
    return client("198.51.100.7", header, ())


def following(header: str) -> None:
    COUNTS.follow("china", f"Quayreader/1.0 (7 subscribers) {header}")


@pytest.mark.parametrize("look", [accepting, is_host, forwarded, following])
def test_of_an_endless_header_nothing_is_kept(look: Callable[[str], object]) -> None:
    tracemalloc.start()
    try:
        for number in range(100):
            look(f"{number}{'x' * 300_000}{number}")
        assert tracemalloc.get_traced_memory()[0] < 2_000_000
    finally:
        tracemalloc.stop()
