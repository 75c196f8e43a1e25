"""`beatwire explain --batch`: lines of JSON in, lines of JSON out, in the same order, on one core.

What came is answered as soon as it came, and nothing is held for longer: neither a pipe without an end nor a line
without one costs more memory than `LONGEST`.
"""

import gc
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BufferedReader
from typing import Any, BinaryIO, Final

from feeds.article import Article, Origin, Place
from feeds.select.region import belongs, places
from feeds.select.rules import Rules, decide
from feeds.text.characters import legal, line
from feeds.text.html import paragraphs

LONGEST: Final = 4 * 2**20
"""Bytes of one line; a longer one is answered with an error."""
_CHUNK: Final = 2**16
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)  # no rule asks when
_ASKED: Final = "a JSON object {id, title, text} whose title and text are texts"
_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def prepare() -> None:
    """Load the tables of names, and spare the collector of garbage from looking through them ever again."""
    places("", "China")
    gc.freeze()


def answer(given: BufferedReader, out: BinaryIO, beat: Rules) -> None:
    """Answer every line of `given` (UTF-8) by one of `out`, as the rules of the `beat` judge it.

    A line that cannot be read is answered by {id, error} in its place; an empty one by nothing. Never raises but for
    the two streams.
    """
    for asked in _lines(given):
        out.write(b"".join([_answered(one, beat) for one in asked if one.strip()]))
        out.flush()


def _lines(given: BufferedReader) -> Iterator[list[bytes]]:
    """Give the lines that are there, whenever some are; of one that is too long only the beginning."""
    rest = b""
    while chunk := given.read1(_CHUNK):
        if len(rest) > LONGEST and b"\n" not in chunk:
            continue
        *whole, rest = (rest + chunk).split(b"\n")
        if whole:
            yield whole
    if rest:
        yield [rest]


def _answered(said: bytes, beat: Rules) -> bytes:
    asked = _asked(said)
    if isinstance(asked, str):
        return _written({"id": None, "error": asked})
    number, title, text = asked.get("id"), asked.get("title") or "", asked.get("text") or ""
    if not isinstance(title, str) or not isinstance(text, str) or not (title or text):
        return _written({"id": number, "error": f"the line is not {_ASKED}"})
    return _written({"id": number} | _judged(line(title), legal(text), beat))


def _judged(title: str, text: str, beat: Rules) -> dict[str, Any]:
    """Give what a line says of a story: whether it is of the beat, the countries that it is about, all its places."""
    found = places(title, text)
    return {
        "is_apac": _is_inside(title, text, found, beat),
        "countries": [place.code for place in found if place.primary and place.code.isupper()],
        "places": [
            {
                "code": place.code,
                "score": place.score,
                "primary": place.primary,
                "subdivisions": place.subdivisions,
            }
            for place in found
        ],
    }


def _is_inside(title: str, text: str, found: tuple[Place, ...], beat: Rules) -> bool:
    if beat.plain and not beat.spec.sources and beat.codes is not None:  # as most beats are: places alone count
        return belongs(found, beat.codes) is not None
    article = Article(
        id="",
        source="",
        title=title,
        content=paragraphs(text) if beat.reads_content else "",
        published=_NEVER,
        updated=_NEVER,
        places=found,
        origin=Origin(title=""),
        digest="",
        seen=_NEVER,
        changed=_NEVER,
    )
    return decide(article, beat).inside


def _asked(said: bytes) -> dict[str, Any] | str:
    """Read a line; give what is wrong with it where it is none of ours."""
    if len(said) > LONGEST:
        return f"the line is longer than {LONGEST // 2**20} MB"
    try:
        asked = json.loads(said)
    except (ValueError, RecursionError):
        asked = None
    return asked if isinstance(asked, dict) else f"the line is not {_ASKED}"


def _written(answer: dict[str, Any]) -> bytes:
    """Write one line; half a pair of UTF-16, which UTF-8 cannot hold, as JSON's own escape.

    An id that is no JSON (NaN, or deeper than anybody reads) is null.
    """
    try:
        text = _encode(answer)
    except (ValueError, RecursionError):
        text = _encode(answer | {"id": None})
    return text.encode("utf-8", "backslashreplace") + b"\n"
