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
_UNUSABLE: Final = frozenset({206, 226})  # parts of a document, which nobody asked for
_PART: Final = re.compile(r"bytes 0-[0-9]{1,18}/(?:([0-9]{1,18})|\*)")
_LENGTH: Final = re.compile(r"([0-9]{1,18})")
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
    An error status among `tolerates` is an answer like any other. Of a page of which only the first `head` bytes are
    wanted, at least 1, no more is asked for (RFC 9110, 14.2) or taken. A `form` is posted, and follows no redirect.
    """

    source: str
    url: str
    etag: str | None = None
    modified: str | None = None
    allow_private: bool = False
    delay: timedelta = timedelta(0)
    accept: str = "*/*"
    tolerates: tuple[int, ...] = ()
    head: int | None = None
    form: tuple[tuple[str, str], ...] | None = None

    def wishes(self) -> list[tuple[str, str]]:
        """Give the header fields that say all this to the server."""
        said = [("Accept", self.accept)]
        if self.etag:
            said.append(("If-None-Match", self.etag))
        if self.modified:
            said.append(("If-Modified-Since", self.modified))
        if self.head is not None:
            said += [("Range", f"bytes=0-{self.head - 1}"), ("Accept-Encoding", "identity")]
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A page that came. `permanent` is the final URL if every redirect on the way was permanent (301, 308), else None.

    `max_age` and `retry_after` are in seconds, a day at most; `bytes` is the size of the body on the wire, before
    decompression. `total` is how long the whole page is, in bytes, where an uncompressed answer says so: a `head` of it
    may have been asked.
    """

    page: Page
    status: int = 200
    etag: str | None = None
    modified: str | None = None
    permanent: str | None = None
    max_age: int | None = None
    retry_after: int | None = None
    bytes: int = 0
    total: int | None = None


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


Outcome = Response | NotModified | FetchError


@dataclass(slots=True)
class Received:
    """What has come so far of one answer and of the redirects before it, within its bounds.

    `most` bounds the body, in decoded bytes: what goes further is told in `excess`, and the transfer must stop. It
    must as well when there is `enough`: of a page of which only the `wanted` first bytes are, or of an error's.
    """

    most: int
    wanted: int | None = None
    heads: list[list[bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    excess: str | None = None
    enough: bool = False
    _head_bytes: int = 0

    def head(self, line: bytes) -> int:
        """Take one line of a header section: give its length, or -1 to stop the transfer."""
        self._head_bytes += len(line)
        if self._head_bytes > HEAD_BYTES:
            self.excess = f"sent more than {HEAD_BYTES // 1024} KiB of header"
            return -1
        if line.startswith(b"HTTP/") and (found := _STATUS_LINE.match(line)):
            self.heads.append([line])
            self.statuses.append(int(found[1]))
        elif self.heads:
            self.heads[-1].append(line)
        else:
            self.excess = "sent something that is not HTTP"
            return -1
        return len(line)

    def chunk(self, data: bytes) -> int:
        """Take some decoded bytes of the body: give their number, or -1 to stop the transfer."""
        room = (_ERROR_BODY_BYTES if self.status >= 400 else self.most) - len(self.body)
        if self.wanted is not None:
            room = min(room, self.wanted - len(self.body))
        if len(data) <= room:
            self.body += data
            return len(data)
        if self.status >= 400 or self.wanted is not None:
            self.body += data[:room]
            self.enough = True
        else:
            self.excess = f"sent more than {self.most} bytes: if that is right, raise limits.response_bytes"
        return -1

    @property
    def status(self) -> int:
        """The status of the last answer, 0 before there is one."""
        return self.statuses[-1] if self.statuses else 0

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
        passed = [status for status in self.statuses[:-1] if status >= 300]
        return bool(passed) and _LASTING.issuperset(passed)


def answer(request: Request, received: Received, *, url: str, size: int) -> Outcome:
    """Say what a whole answer from the final `url` means, `size` bytes on the wire: a refusal is a FetchError."""
    status, head = received.status, received.fields
    etag, modified = headers.validator(head.get("etag")), headers.validator(head.get("last-modified"))
    told: _Told = {
        "permanent": bare(url) if received.moved_for_good and urlsplit(request.url).username is None else None,
        "max_age": headers.max_age(head),
        "retry_after": received.patience,
    }
    if status == 304 and (request.etag or request.modified):
        return NotModified(etag=etag or request.etag, modified=modified or request.modified, **told)
    tolerated = status >= 400 and status in request.tolerates
    part = _PART.fullmatch(head.get("content-range", "")) if status == 206 and request.head else None
    if not tolerated and not part and (not 200 <= status < 300 or status in _UNUSABLE):
        return _refused(request, received, url)
    return Response(
        page=_page(bare(url), received, head),
        status=status,
        etag=None if tolerated else etag,
        modified=None if tolerated else modified,
        bytes=size,
        total=_total(status, head),
        **told,
    )


def _page(address: str, received: Received, head: headers.Fields) -> Page:
    media_type, charset = headers.content_type(head.get("content-type"))
    return Page(
        address=address,
        body=bytes(received.body),
        media_type=media_type,
        charset=charset,
        modified=headers.date(headers.validator(head.get("last-modified"))),
        status=received.status,
        link=head.get("link"),
        robots=head.get("x-robots-tag"),
        reservation=head.get("tdm-reservation"),
        policy=head.get("tdm-policy"),
    )


def _total(status: int, head: headers.Fields) -> int | None:
    """Give the length of the whole page, if the answer knows: the body may be a part of it, or be compressed."""
    if status == 206:
        found = _PART.fullmatch(head.get("content-range", ""))
    elif head.get("content-encoding", "identity") == "identity" and "transfer-encoding" not in head:
        found = _LENGTH.fullmatch(head.get("content-length", ""))
    else:
        return None
    return int(found[1]) if found and found[1] else None


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
