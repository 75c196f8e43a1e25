"""What is remembered of a source after success and failure."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feeds.article import FetchState
from feeds.collect.state import GONE, came_out, facing, failed, noted, quiet, scanned, succeeded, turned
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


NEW = "https://new.example/feed"
MOVED = replace(STATE, url=NEW)


def moved(*answers: tuple[float, str | None]) -> FetchState:
    """Give the state after answers, each after so many days by a permanent redirect to that address."""
    state = STATE
    for days, url in answers:
        state = succeeded(state, etag=None, modified=None, url=url, now=NOW + timedelta(days=days))
    return state


@pytest.mark.parametrize(
    ("answers", "url"),
    [
        ([(0, NEW)], None),
        ([(0, NEW), (1, NEW), (2.9, NEW)], None),
        ([(0, NEW), (1, NEW), (3, NEW)], NEW),
        ([(0, NEW), (30, NEW)], NEW),
        ([(0, NEW), (2, None), (3, NEW)], None),
        ([(0, NEW), (2, None), (3, NEW), (6, NEW)], NEW),
        ([(0, NEW), (2, "https://other.example/"), (3, NEW), (5.9, NEW)], None),
        ([(0, NEW), (3, NEW), (4, None)], NEW),
        ([(0, NEW), (3, NEW), (4, "https://third.example/"), (5, None)], NEW),
        ([(0, NEW), (3, NEW), (4, "https://third.example/"), (7, "https://third.example/")], "https://third.example/"),
    ],
)
def test_a_permanent_redirect_is_taken_at_its_word_after_three_days(
    answers: list[tuple[float, str | None]], url: str | None
) -> None:
    assert moved(*answers).url == url


def test_a_fault_in_between_disproves_nothing() -> None:
    state = failed(moved((0, NEW)), BUSY, NOW + timedelta(days=1))
    assert succeeded(state, etag=None, modified=None, url=NEW, now=NOW + timedelta(days=3)).url == NEW


def test_a_proved_redirect_is_remembered_no_longer_as_one_to_be_proved() -> None:
    after = moved((0, NEW), (3, NEW))
    assert (after.url, after.moved_to, after.moved_since) == (NEW, None, None)


def test_a_folder_leaves_its_fingerprints() -> None:
    after = scanned(failed(STATE, BUSY, NOW), files=(("b.txt", "ba2"),), now=LATER)
    assert (after.files, after.failures, after.last_success) == ((("b.txt", "ba2"),), 0, LATER)


def test_what_is_gone_for_good_is_retired_with_an_alarm() -> None:
    after = failed(STATE, RETIRED, NOW)
    assert (after.paused, after.alarm) == (GONE, GONE)
    assert turned(STATE, after) == "began"
    back = succeeded(after, etag=None, modified=None, url=None, now=LATER)
    assert (back.paused, back.alarm) == (None, None)
    assert turned(after, back) == "ended"


@pytest.mark.parametrize("error", [BUSY, MISSING, BROKEN])
def test_nothing_else_is_retired(error: SourceError) -> None:
    assert failed(STATE, error, NOW).paused is None


@pytest.mark.parametrize("error", [MISSING, RETIRED])
def test_a_dead_end_after_a_move_leads_back_to_the_declared_address(error: FetchError) -> None:
    after = failed(MOVED, error, LATER)
    assert (after.url, after.etag, after.paused, after.failures) == (None, None, None, 1)


def test_a_passing_fault_after_a_move_changes_no_address() -> None:
    assert failed(MOVED, BUSY, LATER).url == NEW


def test_another_address_starts_afresh() -> None:
    old = FetchState(source="a", declared="https://a.example/1", etag='"1"', url="https://b.example/", failures=3)
    assert facing(old, "https://a.example/1") == old
    assert facing(old, "https://a.example/2") == FetchState(source="a", declared="https://a.example/2")


ODD = replace(STATE, alarm="yields nothing")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (STATE, STATE, None),
        (STATE, ODD, "began"),
        (ODD, STATE, "ended"),
        (ODD, replace(ODD, alarm="yields 1 item"), None),
        (ODD, failed(ODD, RETIRED, NOW), "began"),
        (failed(ODD, RETIRED, NOW), failed(failed(ODD, RETIRED, NOW), RETIRED, LATER), None),
        (ODD, failed(ODD, BUSY, NOW), None),
    ],
)
def test_an_alarm_begins_once_and_ends_once(before: FetchState, after: FetchState, expected: str | None) -> None:
    assert turned(before, after) == expected


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def test_the_first_reading_and_a_later_one_are_noted() -> None:
    after = noted(STATE, 30, 28, (seconds(NOW) - 7200, seconds(NOW) - 3600), NOW)
    after = noted(after, 31, 29, (seconds(NOW),), LATER)
    assert after.readings == ((seconds(NOW), 30, 28), (seconds(LATER), 31, 29))
    assert after.arrivals == (seconds(NOW) - 7200, seconds(NOW) - 3600, seconds(NOW))
    assert after.alarm is None


def test_a_long_silence_becomes_an_alarm_by_304s_alone() -> None:
    hourly = tuple(seconds(NOW) - hour * 3600 for hour in range(9, -1, -1))
    state = replace(STATE, arrivals=hourly)
    assert quiet(STATE, NOW) is STATE
    assert quiet(state, NOW + timedelta(days=3)) is state
    assert quiet(state, NOW + timedelta(days=5)).alarm == (
        "nothing new since 2026-11-20, where 1 hour was the longest silence: is it still written to?"
    )


@pytest.mark.parametrize(
    ("published", "read_before", "expected"),
    [
        (None, False, NOW),
        (NOW - timedelta(days=9), False, NOW - timedelta(days=9)),
        (NOW + timedelta(days=9), False, NOW),
        (None, True, NOW),
        (NOW - timedelta(minutes=5), True, NOW - timedelta(minutes=5)),
        (NOW - timedelta(hours=8), True, NOW - timedelta(hours=1)),
        (NOW + timedelta(hours=8), True, NOW),
    ],
)
def test_an_article_came_out_after_the_last_visit_and_before_this_one(
    published: datetime | None, *, read_before: bool, expected: datetime
) -> None:
    before = replace(STATE, last_success=NOW - timedelta(hours=1), readings=((0, 1, 1),) if read_before else ())
    assert came_out(published, before, NOW) == seconds(expected)
