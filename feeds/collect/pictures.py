"""What a picture on the web truly is, learnt from its first bytes: what to ask, and what the answer means. Pure.

Only pictures that a publisher's article names are asked, each once, in its site's turn like any other page.
"""

from datetime import datetime, timedelta
from typing import Final

from config.settings import Source
from feeds.article import Picture
from feeds.collect.exchange import Outcome, Request, Response
from feeds.collect.guard import may_be_private
from feeds.collect.imaging import shape

HEAD: Final = 32 * 1024
ACCEPT: Final = "image/*,*/*;q=0.1"


def request(href: str, source: Source, delay: timedelta) -> Request:
    """Ask for the first HEAD bytes of the picture `href`, which an article of `source` shows."""
    return Request(
        source=source.name,
        url=href,
        allow_private=may_be_private(href, source),
        delay=delay,
        accept=ACCEPT,
        head=HEAD,
    )


def learnt(href: str, answer: Outcome, now: datetime) -> Picture:
    """Say what the answer to `request` teaches of the picture; of an error, or of what is no picture, nothing.

    What its server calls it is not believed: an error page is no picture, whatever its type. `tries` is 1: the store
    adds them up.
    """
    found = shape(answer.page.body) if isinstance(answer, Response) else None
    if found is None or not isinstance(answer, Response):
        return Picture(href=href, at=now)
    length = _length(answer.total, len(answer.page.body))
    return Picture(href=href, at=now, type=found.type, length=length, width=found.width, height=found.height)


def _length(total: int | None, came: int) -> int | None:
    """Give the whole length: what the server says, unless more came; else what came, if that was all."""
    if total is None:
        return came if came < HEAD else None
    return total if total >= came else None
