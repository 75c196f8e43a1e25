"""What is remembered of a source from one collection to the next: pure transitions of `FetchState`.

When it is due again is not decided here but by the scheduler, which sets `due`.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from feeds.article import FetchState
from feeds.errors import FetchError, SourceError
from feeds.text.characters import line

GONE: Final = "the server says that it is gone for good (410)"


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

    `etag` and `modified` replace the old validators, absent ones too; `url` is where a permanent redirect led, None
    leaves the address as it is.
    """
    return replace(_well(state, now), etag=etag, modified=modified, url=url or state.url)


def scanned(state: FetchState, *, files: tuple[tuple[str, str], ...], now: datetime) -> FetchState:
    """Give the state after a drop folder was read; `files` are its fingerprints by relative path."""
    return replace(_well(state, now), files=files)


def failed(state: FetchState, error: SourceError, now: datetime) -> FetchState:
    """Give the state after a failure; validators and fingerprints stay, so that nothing is taken for seen.

    A lasting refusal (404, 410 …) at an address that a redirect once led to is no verdict on the declared one: that is
    tried again. Only a 410 at the declared address retires the source.
    """
    counted = replace(
        state, failures=state.failures + 1, error=line(str(error)), failing_since=state.failing_since or now
    )
    if not isinstance(error, FetchError) or error.transient:
        return counted
    if state.url is not None:
        return replace(counted, url=None, etag=None, modified=None)
    return replace(counted, paused=GONE) if error.status == 410 else counted


def _well(state: FetchState, now: datetime) -> FetchState:
    return replace(state, failures=0, error=None, failing_since=None, last_success=now, paused=None)
