"""`beatwire explain --batch`: lines of JSON in, lines of JSON out, in the same order, on one core.

What came is answered as soon as it came, and nothing is held for longer: neither a pipe without an end nor a line
without one costs more memory than `LONGEST`.
"""

import gc
import json
from collections.abc import Collection, Iterator
from io import BufferedReader
from typing import Any, BinaryIO, Final

from feeds.article import Place
from feeds.select.region import belongs, places
from feeds.text.characters import legal, line

LONGEST: Final = 4 * 2**20
"""Bytes of one line; a longer one is answered with an error."""
_CHUNK: Final = 2**16
_ASKED: Final = "a JSON object {id, title, text} whose title and text are texts"
_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def answer(given: BufferedReader, out: BinaryIO, codes: Collection[str]) -> None:
    """Answer every line of `given` (UTF-8) by one of `out`; `codes` are the beat's.

    A line that cannot be read is answered by {id, error} in its place; an empty one by nothing. Never raises but for
    the two streams.
    """
    wanted = frozenset(codes)
    places("", "China")  # loads the tables
    gc.freeze()  # they stay for good: nobody has to look through them again
    for asked in _lines(given):
        out.write(b"".join([_answered(one, wanted) for one in asked if one.strip()]))
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


def _answered(said: bytes, codes: frozenset[str]) -> bytes:
    asked = _asked(said)
    if isinstance(asked, str):
        return _written({"id": None, "error": asked})
    number, title, text = asked.get("id"), asked.get("title") or "", asked.get("text") or ""
    if not isinstance(title, str) or not isinstance(text, str) or not (title or text):
        return _written({"id": number, "error": f"the line is not {_ASKED}"})
    return _written({"id": number} | verdict(places(line(title), legal(text)), codes))


def verdict(found: tuple[Place, ...], codes: frozenset[str]) -> dict[str, Any]:
    """Give what a line says of a story's places."""
    return {
        "is_apac": belongs(found, codes) is not None,
        "countries": [place.code for place in found if place.primary and place.code.isupper()],
        "places": [{"code": place.code, "score": place.score, "primary": place.primary} for place in found],
    }


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
