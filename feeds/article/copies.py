"""What copies of one story are found by: fingerprints, whom they are compared with, and how that is decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Merit = Literal["own", "original"]
"""What puts an article before the others of its story: it is of the own desk, it is its original publisher's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """The fingerprint of the article `id`: `keys` (of 48 bits) to look others up by, and a `sketch` to compare.

    `own` says that it is the own desk's; `credits` are the names of the declared sources that it names as its origin.
    """

    id: str
    keys: tuple[int, ...]
    sketch: bytes
    own: bool = False
    credits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An article as it is compared with others; `n` is the store's number of it."""

    n: int
    source: str
    title: str
    language: str | None
    sketch: bytes


Chooser = Callable[[Compared, Sequence[Compared]], int | None]
"""Gives the number of that one of the others of which the first is a copy, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustering:
    """How copies are put together: by `chosen`, within `window` of a story's first sight.

    Of one story the article with the first of the merits in `order` stands for all; then the first seen.
    """

    chosen: Chooser
    window: timedelta
    order: tuple[Merit, ...]
