"""Fingerprints of entries as their source gave them: one that is as it was need not be cleaned and judged again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from importlib.metadata import version

from config.settings import Source
from feeds.article import Entry, Reading
from feeds.pipeline.trip import Trip


@dataclass(frozen=True, slots=True)
class Sorted:
    """The entries of a reading: those to be read, those that are `as_before`, and the prints of all, for next time."""

    fresh: tuple[Entry, ...]
    as_before: tuple[Entry, ...]
    prints: tuple[int, ...]


def sort(reading: Reading, trip: Trip) -> Sorted:
    """Part the entries of `reading` by whether the source showed the very same at its last collection.

    Whatever else decides what becomes of an entry is in its print: the settings of its source, the beat, what the
    reading says of all, our version. What depends on the clock, an embargo or a date ahead of it, has no print.
    """
    printed = _printer(trip.source, trip.means.codes, reading)
    known = frozenset(trip.before.prints)
    fresh: list[Entry] = []
    as_before: list[Entry] = []
    prints: list[int] = []
    for entry in reading.entries:
        timeless = entry.embargo is None and (entry.published is None or entry.published <= trip.now)
        mark = printed(entry) if timeless else None
        (as_before if mark in known else fresh).append(entry)
        prints += [mark] if mark is not None else []
    return Sorted(tuple(fresh), tuple(as_before), tuple(prints))


def _printer(source: Source, codes: frozenset[str] | None, reading: Reading) -> Callable[[Entry], int]:
    around = replace(reading, entries=(), skipped=(), follow=(), vanished=(), memo=None, ttl=None)
    settings = f"{source!r}\0{sorted(codes or ())}\0{around!r}\0{_version()}"
    base = blake2b(settings.encode("utf-8", "replace"), digest_size=7)

    def printed(entry: Entry) -> int:
        digest = base.copy()
        digest.update(repr(entry).encode("utf-8", "replace"))
        return int.from_bytes(digest.digest())

    return printed


@cache
def _version() -> str:
    return version("beatwire")
