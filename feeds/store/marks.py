"""What copies are found by: the sketches of articles, and which articles bear a key; kept as long as a story is open.

An article bears a key once for its story: what a hundred papers copied is found by the first that had it. A key that
MOST stories bear is a boilerplate's: it is told of no more, and tells nothing. So a look-up costs the same whatever was
published.
"""

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, update

from feeds.article import Compared, Print
from feeds.store.inserts import inserting, parts
from feeds.store.schema import articles, marks, sketches

MOST: Final = 16
_COMPARED: Final = 12  # candidates of one article at the most
_TELLING: Final = 0.25  # one key that four stories bear
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Card:
    """An article in the index of copies: of which `story`, if any, and since when that is known."""

    compared: Compared
    story: int | None
    at: datetime

    @property
    def leader(self) -> int:
        """The number of the first article of its story, which it may be itself."""
        return self.story or self.compared.n


def bearers(connection: Connection, keys: Collection[int]) -> dict[int, list[int]]:
    """Give, for those of `keys` that are borne, by which articles."""
    found: dict[int, list[int]] = {}
    for part in parts(keys):
        for key, n in connection.execute(select(marks.c.key, marks.c.n).where(marks.c.key.in_(part))).all():
            found.setdefault(key, []).append(n)
    return found


def cards(connection: Connection, numbers: Collection[int], since: datetime) -> dict[int, Card]:
    """Give the cards of those of the articles `numbers` that have sketches, of stories first seen since `since`."""
    at = articles.c
    wanted = select(at.n, at.source, at.title, at.language, at.story, sketches.c.at, sketches.c.sketch).join(
        sketches, sketches.c.n == at.n
    )
    return {
        row.n: Card(
            Compared(n=row.n, source=row.source, title=row.title, language=row.language, sketch=row.sketch),
            row.story,
            row.at,
        )
        for part in parts(numbers)
        for row in connection.execute(wanted.where(at.n.in_(part), sketches.c.at >= since))
    }


def candidates(keys: Iterable[int], borne: Mapping[int, Sequence[int]]) -> list[int]:
    """Give the articles that `keys` speak for most, the first of them first; the fewer bear a key, the more it says."""
    counts: dict[int, float] = {}
    for key in keys:
        every = borne.get(key, ())
        if len(every) < MOST:
            for n in every:
                counts[n] = counts.get(n, 0) + 1 / len(every)
    likely = [n for n, count in counts.items() if count >= _TELLING]
    return sorted(likely, key=lambda n: (-counts[n], n))[:_COMPARED]


def write(
    connection: Connection, made: Mapping[int, tuple[Print, datetime]], pairs: Collection[tuple[int, int]]
) -> None:
    """Keep sketches by the numbers of their articles, each with the time since when its story is known; and marks."""
    rows = [
        {
            "n": n,
            "at": at,
            "own": each.own,
            "credits": each.credits,
            "marked": packed(each.keys),
            "sketch": each.sketch,
        }
        for n, (each, at) in made.items()
    ]
    if rows:
        connection.execute(inserting(connection.dialect.name, sketches), rows)
    if pairs:
        statement = inserting(connection.dialect.name, marks).on_conflict_do_nothing(index_elements=["key", "n"])
        connection.execute(statement, [{"key": key, "n": n} for key, n in sorted(pairs)])


def credit(connection: Connection, made: Mapping[int, Print]) -> None:
    """Note whose the articles are, and whom they name, by their numbers; what they are compared by stays."""
    values = [{"row": n, "owned": each.own, "named": each.credits} for n, each in made.items()]
    if values:
        statement = update(sketches).where(sketches.c.n == bindparam("row"))
        connection.execute(statement.values(own=bindparam("owned"), credits=bindparam("named")), values)


def forget(connection: Connection, numbers: Collection[int]) -> None:
    """Take the sketches of the articles `numbers` away, with their marks."""
    for part in parts(numbers):
        found = connection.execute(select(sketches.c.n, sketches.c.marked).where(sketches.c.n.in_(part))).all()
        pairs = [{"mark": key, "row": row.n} for row in found for key in _unpacked(row.marked)]
        if pairs:
            gone = delete(marks).where(marks.c.key == bindparam("mark"), marks.c.n == bindparam("row"))
            connection.execute(gone, pairs)
        connection.execute(delete(sketches).where(sketches.c.n.in_(part)))


def prune(connection: Connection, before: datetime) -> bool:
    """Forget some of the sketches of stories first seen before `before`; False when there was none left."""
    old = connection.execute(select(sketches.c.n).where(sketches.c.at < before).limit(_AT_ONCE)).scalars().all()
    forget(connection, old)
    return bool(old)


def packed(keys: Iterable[int]) -> bytes:
    """Give the bytes that keys are kept as."""
    return array("q", keys).tobytes()


def _unpacked(kept: bytes) -> Sequence[int]:
    found = array("q")
    found.frombytes(kept)
    return found
