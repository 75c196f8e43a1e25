"""Sketches: the smallest hashes of what a text is made of, few enough to be kept by the million.

Of two texts the smallest hashes are a sample of the same pieces, so that they tell how much of the shorter one stands
in the longer (Broder's min-wise sketch, by containment). A sketch takes less than 700 bytes.
"""

import struct
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Final
from zlib import crc32

from feeds.select.cluster.words import Words

SAMPLE: Final = 96
LEAD: Final = 24
FIGURES: Final = 24
NAMES: Final = 24
_WHOLE_KEYS: Final = 7
_LEAD_KEYS: Final = 4
_VERSION: Final = 1
_HEAD: Final = struct.Struct("<BBHBBBB")
_ALL: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared: hashes, smallest first; `size` is how many different pieces the text has."""

    script: int
    size: int
    sample: tuple[int, ...]
    lead: tuple[int, ...]
    figures: tuple[int, ...]
    names: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How much two sketches have in common: `both` of the `least` that the smaller one could have."""

    both: int
    least: int
    most: int

    @property
    def of_smaller(self) -> float:
        """The part of the smaller one that stands in the larger, 0 to 1; 1 where there is nothing to compare."""
        return self.both / self.least if self.least else 1.0

    @property
    def of_larger(self) -> float:
        """The part of the larger one that stands in the smaller."""
        return self.both / self.most if self.most else 1.0


def drawn(words: Words, title: str) -> tuple[Sketch, tuple[int, ...]]:
    """Give the sketch of a text, and the keys to look it up by: those of the whole, of its lead, and of its title.

    A text that is cut keeps its lead or some of the keys of the whole; a title counts if it is long enough to be one
    story's alone.
    """
    whole = dict(
        zip(map(crc32, words.pieces), words.pieces, strict=True)
    )  # CRC-32: nothing is quicker, and none is safe
    lead = dict(list(whole.items())[: words.lead])
    sample, opening = sorted(whole)[:SAMPLE], sorted(lead)[:LEAD]
    sketch = Sketch(
        script=words.script,
        size=min(len(whole), 0xFFFF),
        sample=tuple(sample),
        lead=tuple(opening),
        figures=_smallest(FIGURES, words.figures),
        names=_smallest(NAMES, words.names),
    )
    chosen = [whole[each] for each in sample[:_WHOLE_KEYS]] + [lead[each] for each in opening[:_LEAD_KEYS]]
    if title:
        chosen.append(b"title " + title.encode())
    return sketch, tuple(dict.fromkeys(map(_key, chosen)))


def packed(sketch: Sketch) -> bytes:
    """Give the bytes that a sketch is kept as."""
    parts = (sketch.sample, sketch.lead, sketch.figures, sketch.names)
    head = _HEAD.pack(_VERSION, sketch.script, sketch.size, *map(len, parts))
    hashes = [each for part in parts for each in part]
    return head + struct.pack(f"<{len(hashes)}I", *hashes)


@lru_cache(maxsize=512)
def unpacked(kept: bytes) -> Sketch | None:
    """Give the sketch that was kept; None for one of another version, which can be compared with nothing."""
    version, script, size, *counts = _HEAD.unpack_from(kept)
    if version != _VERSION:
        return None
    hashes = struct.unpack_from(f"<{sum(counts)}I", kept, _HEAD.size)
    ends = [sum(counts[:number]) for number in range(5)]
    parts = [hashes[start:end] for start, end in pairwise(ends)]
    return Sketch(script, size, parts[0], parts[1], parts[2], parts[3])


def share(one: Collection[int], other: Collection[int], full: int) -> Share:
    """Say how much two samples of at most `full` have in common, as far down as both of them tell."""
    bound = min(_told(one, full), _told(other, full))
    low, high = ({each for each in sample if each <= bound} for sample in (one, other))
    few, many = sorted((len(low), len(high)))
    return Share(both=len(low & high), least=few, most=many)


def _told(sample: Collection[int], full: int) -> int:
    """Give the largest hash up to which a sample holds all that there are."""
    return max(sample) if len(sample) == full else _ALL


def _smallest(count: int, texts: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({crc32(text.encode()) for text in texts})[:count])


def _key(piece: bytes) -> int:
    return int.from_bytes(blake2b(piece, digest_size=6).digest())
