"""What is asked of a server and what its answer means: pure; `feeds.collect.fetch` carries it over the network."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, TypedDict
from urllib.parse import urlsplit

from feeds.article import Page
from feeds.collect import headers
from feeds.collect.guard import bare, host_of
from feeds.errors import FetchError

HEAD_BYTES: Final = 128 * 1024  # of all answers on the way together
_ERROR_BODY_BYTES: Final = 64 * 1024
_LASTING: Final = frozenset({301, 308})
_UNUSABLE: Final = frozenset({206, 226})  # parts of a document, which we never ask for
_STATUSES: Final = {
    401: ("asks for a user name and password (401): put them in the address, or ask the publisher", False),
    403: ("refuses to serve us (403): ask the publisher", False),
    404: ("has nothing at this address (404): check the address", False),
    410: ("says that this address is gone for good (410)", False),
    408: ("gave up waiting for our request (408)", True),
    425: ("asks us to come again later (425)", True),
    429: ("asks us to come less often (429)", True),
}
_STATUS_LINE: Final = re.compile(rb"HTTP/[0-9.]{1,4} ([0-9]{3})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One page to fetch for the source `source`.

    `etag` and `modified` are validators as the server once sent them, sent back exactly so. `allow_private` lets in
    loopback and intranet addresses, `delay` is the rest its site gets before and after, `accept` the Accept field.
    """

    source: str
    url: str
    etag: str | None = None
    modified: str | None = None
    allow_private: bool = False
    delay: timedelta = timedelta(0)
    accept: str = "*/*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A page that came. `permanent` is the final URL if every redirect on the way was permanent (301, 308), else None.

    `max_age` and `retry_after` are in seconds, a day at most; `bytes` is the size of the body on the wire, before
    decompression.
    """

    page: Page
    status: int = 200
    etag: str | None = None
    modified: str | None = None
    permanent: str | None = None
    max_age: int | None = None
    retry_after: int | None = None
    bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The page is as it was (304); `etag` and `modified` are the validators to keep from now on.

    The rest is as in a `Response`.
    """

    etag: str | None = None
    modified: str | None = None
    permanent: str | None = None
    max_age: int | None = None
    retry_after: int | None = None


class _Told(TypedDict):
    permanent: str | None
    max_age: int | None
    retry_after: int | None


@dataclass(slots=True)
class Received:
    """What has come so far of one answer and of the redirects before it, within its bounds.

    `most` bounds the body, in decoded bytes. What went too far is told in `excess`, and the transfer must stop.
    """

    most: int
    heads: list[list[bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    excess: str | None = None
    _head_bytes: int = 0

    def head(self, line: bytes) -> int:
        """Take one line of a header section: give its length, or -1 to stop the transfer."""
        if _STATUS_LINE.match(line):
            self.heads.append([])
        self._head_bytes += len(line)
        if not self.heads:
            self.excess = "sent something that is not HTTP"
            return -1
        if self._head_bytes > HEAD_BYTES:
            self.excess = f"sent more than {HEAD_BYTES // 1024} KiB of header"
            return -1
        self.heads[-1].append(line)
        return len(line)

    def chunk(self, data: bytes) -> int:
        """Take some decoded bytes of the body: give their number, or -1 to stop the transfer."""
        failing = self.status >= 400
        if len(self.body) + len(data) > (_ERROR_BODY_BYTES if failing else self.most):
            self.excess = f"sent more than {self.most} bytes: if that is right, raise limits.response_bytes"
            return -1
        self.body += data
        return len(data)

    @property
    def status(self) -> int:
        """The status of the last answer, 0 before there is one."""
        return _status(self.heads[-1]) if self.heads else 0

    @property
    def fields(self) -> headers.Fields:
        """The fields of the last answer."""
        return headers.fields(self.heads[-1][1:]) if self.heads else {}

    @property
    def patience(self) -> int | None:
        """The longest Retry-After in seconds, of the redirects (RFC 9110, 10.2.3) and of the last answer."""
        saying = [head for head in self.heads if any(line[:11].lower() == b"retry-after" for line in head)]
        asked = [headers.retry_after(headers.fields(head[1:])) for head in saying]
        return max((seconds for seconds in asked if seconds is not None), default=None)

    @property
    def moved_for_good(self) -> bool:
        """Whether there were redirects, and all of them permanent."""
        passed = [status for head in self.heads[:-1] if (status := _status(head)) >= 300]
        return bool(passed) and _LASTING.issuperset(passed)


def _status(head: list[bytes]) -> int:
    found = _STATUS_LINE.match(head[0])
    return int(found[1]) if found else 0


def answer(request: Request, received: Received, *, url: str, size: int) -> Response | NotModified:
    """Say what a whole answer from the final `url` means, `size` bytes on the wire; raises FetchError for a refusal."""
    status, head, address = received.status, received.fields, bare(url)
    etag, modified = headers.validator(head.get("etag")), headers.validator(head.get("last-modified"))
    told: _Told = {
        "permanent": address if received.moved_for_good and urlsplit(request.url).username is None else None,
        "max_age": headers.max_age(head),
        "retry_after": received.patience,
    }
    if status == 304 and (request.etag or request.modified):
        return NotModified(etag=etag or request.etag, modified=modified or request.modified, **told)
    if not 200 <= status < 300 or status in _UNUSABLE:
        raise _refused(request, received, url)
    media_type, charset = headers.content_type(head.get("content-type"))
    page = Page(
        address=address,
        body=bytes(received.body),
        media_type=media_type,
        charset=charset,
        modified=headers.date(modified),
    )
    return Response(page=page, status=status, etag=etag, modified=modified, bytes=size, **told)


def _refused(request: Request, received: Received, url: str) -> FetchError:
    status = received.status
    words, transient = _STATUSES.get(status, (f"answered with status {status}, which is no page", status < 400))
    if status >= 500:
        words, transient = f"has a fault of its own ({status})", True
    return FetchError(
        f"{host_of(url)} {words}",
        source=request.source,
        status=status,
        transient=transient,
        retry_after=received.patience,
    )
