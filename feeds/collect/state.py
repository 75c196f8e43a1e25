"""What is remembered of a source from one collection to the next: pure transitions of `FetchState`.

When it is due again is not decided here but by the scheduler, which sets `due`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from feeds.article import FetchState
from feeds.collect import yields
from feeds.errors import FetchError, SourceError
from feeds.text.characters import line

GONE: Final = "the server says that it is gone for good (410)"
PROOF: Final = timedelta(days=3)
"""For how long every answer must have come by the same permanent redirect until we take it at its word."""


def facing(state: FetchState, address: str | None) -> FetchState:
    """Give the state as it stands for `address`, the one in the settings: another address than before starts afresh.

    Validators, a redirect learnt, a back-off or a retirement belong to the address that they were learnt at.
    """
    if state.declared == address:
        return state
    return FetchState(source=state.source, declared=address, last_success=state.last_success)


def succeeded(
    state: FetchState, *, etag: str | None, modified: str | None, url: str | None, now: datetime
) -> FetchState:
    """Give the state after an answer that could be used, a page or a 304.

    `etag` and `modified` replace the old validators, absent ones too. `url` is where a permanent redirect led, None if
    there was none: once every answer for three days has come from the same address, that is asked in place of ours.
    """
    if url is None:
        return _well(state, now, etag=etag, modified=modified, moved_to=None, moved_since=None)
    since = (state.moved_since if state.moved_to == url else None) or now
    if now - since < PROOF:
        return _well(state, now, etag=etag, modified=modified, moved_to=url, moved_since=since)
    return _well(state, now, etag=etag, modified=modified, url=url, moved_to=None, moved_since=None)


def noted(state: FetchState, found: int, dated: int, arrivals: Iterable[int], now: datetime) -> FetchState:
    """Give the state after a page was read that held `found` items (or links), of which `dated` bore a date.

    `arrivals` are when its new articles came out, in seconds since 1970 (see `came_out`).
    """
    readings = yields.read(state.readings, (int(now.timestamp()), found, dated))
    came = yields.arrived(state.arrivals, arrivals)
    return replace(state, readings=readings, arrivals=came, alarm=yields.alarm(readings, came, now))


def quiet(state: FetchState, now: datetime) -> FetchState:
    """Give the state after an answer that told nothing new (304): a silence may have become too long."""
    if not state.arrivals or now.timestamp() - state.arrivals[-1] <= yields.SILENCE:
        return state
    return replace(state, alarm=yields.alarm(state.readings, state.arrivals, now))


def came_out(published: datetime | None, before: FetchState, now: datetime) -> int:
    """Give when a new article came out, in seconds since 1970: not before the last visit, which did not find it.

    `before` is the state in which the collection of `now` found the source. At its first one the publisher's word on
    old articles is all there is; later, dates without a time of day, or ahead of the clock, are put right.
    """
    moment = min(published or now, now)
    if before.readings and before.last_success is not None:
        moment = max(moment, min(before.last_success, now))
    return int(moment.timestamp())


def turned(before: FetchState, after: FetchState) -> Literal["began", "ended"] | None:
    """Say whether an alarm began or ended between two states; one that only changed its words did neither."""
    if after.alarm is not None:
        retired = after.paused is not None and before.paused is None
        return "began" if before.alarm is None or retired else None
    return "ended" if before.alarm is not None else None


def scanned(state: FetchState, *, files: tuple[tuple[str, str], ...], now: datetime) -> FetchState:
    """Give the state after a drop folder was read; `files` are its fingerprints by relative path."""
    return _well(state, now, files=files)


def failed(state: FetchState, error: SourceError, now: datetime) -> FetchState:
    """Give the state after a failure; validators and fingerprints stay, so that nothing is taken for seen.

    A lasting refusal (404, 410 …) at an address that a redirect once led to is no verdict on the declared one: that is
    tried again. Only a 410 at the declared address retires the source, with an alarm.
    """
    counted = replace(
        state, failures=state.failures + 1, error=line(str(error)), failing_since=state.failing_since or now
    )
    if not isinstance(error, FetchError) or error.transient:
        return counted
    if state.url is not None:
        return replace(counted, url=None, etag=None, modified=None)
    return replace(counted, paused=GONE, alarm=GONE) if error.status == 410 else counted


def _well(state: FetchState, now: datetime, **more: Any) -> FetchState:  # noqa: ANN401 - fields of the state
    well = {"failures": 0, "error": None, "failing_since": None, "last_success": now, "paused": None}
    alarm = None if state.paused else state.alarm
    return replace(state, alarm=alarm, **(well | more))
