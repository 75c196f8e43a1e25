"""The whole way in order: collect a source, judge what it said, and then `feeds.publish.press` prints it.

steps       the values: what a collection asks, and what comes of it
collection  ask, read, follow, clean; a generator, so that waiting costs nobody anything
trip        one collection under way · visiting  the pages of single articles
judging     what the store makes of it; looks, and writes nothing
copies      what is needed to find the copies of one story

Collecting goes to the outside world and asks the store only what it knows of an address; whoever drives it keeps the
batch that `judge` gives. So one source may take its time while others are kept.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from config.settings import Source
from feeds.article import FetchState
from feeds.collect import state
from feeds.errors import FetchError
from feeds.pipeline.collection import address_of, collecting
from feeds.pipeline.copies import Copies
from feeds.pipeline.judging import Shelf, judge, remember
from feeds.pipeline.steps import (
    Collected,
    Errand,
    Extraction,
    Hints,
    Inquiry,
    Item,
    Means,
    Remembered,
    Step,
    Steps,
    failure,
)

__all__ = [
    "LONGEST",
    "Collected",
    "Copies",
    "Errand",
    "Extraction",
    "Hints",
    "Inquiry",
    "Item",
    "Means",
    "Shelf",
    "Step",
    "Steps",
    "collect",
    "collecting",
    "due",
    "failure",
    "judge",
    "remember",
]

# No source is ever put off for longer (see `scheduler.pace`): a later date was set by a clock that ran ahead.
LONGEST: Final = timedelta(days=410)


def collect(source: Source, before: FetchState, means: Means, now: datetime, shelf: Shelf | None = None) -> Collected:
    """Collect one source, waiting for every answer; without a `shelf` everything is new."""
    steps = collecting(source, before, means, now)
    answer: Any = None
    while True:
        try:
            step = steps.send(answer)
        except StopIteration as end:
            collected: Collected = end.value
            return collected
        answer = _answer(step, means, now, shelf)


def _answer(step: Step, means: Means, now: datetime, shelf: Shelf | None) -> object:
    if isinstance(step, Inquiry):
        return Remembered() if shelf is None else remember(step, shelf)
    if isinstance(step, Extraction):
        return means.reader.read(step.page, step.source.zone, now)
    try:
        return means.fetcher.fetch(step)
    except FetchError as error:
        return error


def due(source: Source, before: FetchState, now: datetime) -> bool:
    """Say whether `source` wants collecting at `now`; one whose address was changed does at once."""
    known = state.facing(before, address_of(source))
    return known.paused is None and (known.due is None or not now < known.due <= now + LONGEST)
