"""What is remembered of a source after success and failure."""

from datetime import timedelta

import pytest

from feeds.article import FetchState
from feeds.collect.state import GONE, facing, failed, scanned, succeeded
from feeds.errors import FetchError, ParseError, SourceError
from tests.world import NOW

LATER = NOW + timedelta(hours=1)
STATE = FetchState(source="gazette", etag='"1"', modified="yesterday", files=(("a.txt", "f00"),))
BUSY = FetchError("gazette.example has a fault of its own (503)", source="gazette", status=503)
MISSING = FetchError("not there", source="gazette", status=404, transient=False)
RETIRED = FetchError("gone", source="gazette", status=410, transient=False)
BROKEN = ParseError("not a feed", source="gazette")


def test_failures_add_up_and_the_first_one_is_dated() -> None:
    once = failed(STATE, BUSY, NOW)
    twice = failed(once, BROKEN, LATER)
    assert (once.failures, once.error, once.failing_since) == (1, str(BUSY), NOW)
    assert (twice.failures, twice.error, twice.failing_since) == (2, "not a feed", NOW)


@pytest.mark.parametrize("error", [BUSY, MISSING, RETIRED, BROKEN])
def test_a_failure_forgets_nothing_that_was_seen(error: SourceError) -> None:
    after = failed(STATE, error, NOW)
    assert (after.etag, after.modified, after.files, after.last_success) == ('"1"', "yesterday", STATE.files, None)


def test_success_ends_the_failing() -> None:
    after = succeeded(failed(STATE, BUSY, NOW), etag='"2"', modified=None, url=None, now=LATER)
    assert after == FetchState(source="gazette", etag='"2"', files=STATE.files, last_success=LATER)


def test_a_permanent_redirect_is_kept_until_another_one() -> None:
    moved = succeeded(STATE, etag=None, modified=None, url="https://new.example/feed", now=NOW)
    assert moved.url == "https://new.example/feed"
    assert succeeded(moved, etag=None, modified=None, url=None, now=LATER).url == "https://new.example/feed"


def test_a_folder_leaves_its_fingerprints() -> None:
    after = scanned(failed(STATE, BUSY, NOW), files=(("b.txt", "ba2"),), now=LATER)
    assert (after.files, after.failures, after.last_success) == ((("b.txt", "ba2"),), 0, LATER)


def test_what_is_gone_for_good_is_retired() -> None:
    assert failed(STATE, RETIRED, NOW).paused == GONE


@pytest.mark.parametrize("error", [BUSY, MISSING, BROKEN])
def test_nothing_else_is_retired(error: SourceError) -> None:
    assert failed(STATE, error, NOW).paused is None


@pytest.mark.parametrize("error", [MISSING, RETIRED])
def test_a_dead_end_after_a_move_leads_back_to_the_declared_address(error: FetchError) -> None:
    moved = succeeded(STATE, etag='"1"', modified=None, url="https://new.example/feed", now=NOW)
    after = failed(moved, error, LATER)
    assert (after.url, after.etag, after.paused, after.failures) == (None, None, None, 1)


def test_a_passing_fault_after_a_move_changes_no_address() -> None:
    moved = succeeded(STATE, etag='"1"', modified=None, url="https://new.example/feed", now=NOW)
    assert failed(moved, BUSY, LATER).url == "https://new.example/feed"


def test_another_address_starts_afresh() -> None:
    old = FetchState(source="a", declared="https://a.example/1", etag='"1"', url="https://b.example/", failures=3)
    assert facing(old, "https://a.example/1") == old
    assert facing(old, "https://a.example/2") == FetchState(source="a", declared="https://a.example/2")
