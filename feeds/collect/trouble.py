"""Why a fetch failed, in the operator's words: from libcurl's codes to one clear sentence. Pure."""

import errno
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Final

from feeds.collect.exchange import Received, Request
from feeds.collect.guard import host_of
from feeds.errors import FetchError


class Code(IntEnum):
    """The results of libcurl that we have words for; the numbers are its ABI (libcurl-errors(3))."""

    OK = 0
    PROTOCOL = 1
    ADDRESS = 3
    NAME = 6
    CONNECT = 7
    NOT_HTTP = 8
    PARTIAL = 18
    TIME = 28
    TLS = 35
    REDIRECTS = 47
    NOTHING = 52
    SEND = 55
    RECEIVE = 56
    CERTIFICATE = 60
    COMPRESSION = 61
    TOO_LARGE = 100


_WORDS: Final = {
    Code.PROTOCOL: "sent something that is not HTTP/1 or later",
    Code.ADDRESS: "led to an address that cannot be read",
    Code.NAME: "cannot be found: check the address, or this machine's DNS",
    Code.CONNECT: "cannot be reached",
    Code.NOT_HTTP: "sent something that is not HTTP",
    Code.PARTIAL: "broke off in the middle of its answer",
    Code.TLS: "cannot be talked to securely: TLS failed",
    Code.REDIRECTS: "redirects more often than limits.redirects allows",
    Code.NOTHING: "closed the connection without an answer",
    Code.SEND: "broke the connection off",
    Code.RECEIVE: "broke the connection off",
    Code.COMPRESSION: "sent a body whose compression is broken",
    Code.TOO_LARGE: "sent a header of too many fields",
}
_CONNECTING: Final = {
    errno.ECONNREFUSED: "refused the connection: is the server running, and is the port right?",
    errno.ENETUNREACH: "cannot be reached from this machine's network",
    errno.EHOSTUNREACH: "cannot be reached from this machine's network",
    errno.EMFILE: "cannot be connected to: this process has no file handle left",
    errno.ENFILE: "cannot be connected to: this machine has no file handle left",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a transfer ended: libcurl's code and words, the last URL, bytes on the wire, the system's errno.

    `refused` is our own reason to have stopped it, or None.
    """

    code: int
    words: str
    url: str
    size: int
    system: int
    refused: str | None = None


def complaint(request: Request, received: Received, end: End, deadline: timedelta) -> FetchError:
    """Give the error for a transfer that did not end well; only a guard's refusal is sure to last."""
    host, started = host_of(end.url), host_of(request.url)
    scheme = end.url.partition(":")[0].lower()
    ours = end.refused or received.excess
    transient = False
    by_way_of = "" if host == started else f" (redirected from {started})"
    if scheme not in {"http", "https"}:
        words = f"{started} redirects to {scheme}:, which is never followed: only http and https are"
    elif ours is not None and end.code != Code.TIME:
        words = f"{host}{by_way_of} {ours}"
    else:
        words, transient = f"{host}{by_way_of} {_words(end, deadline)}", end.code != Code.ADDRESS
    return FetchError(words, source=request.source, transient=transient)


def _words(end: End, deadline: timedelta) -> str:
    if end.code == Code.TIME:
        came = f"only {end.size} bytes of a body came" if end.size else "nothing came"
        return f"did not answer completely within {deadline.total_seconds():g} s ({came})"
    if end.code == Code.CERTIFICATE:
        return f"shows a certificate that this machine does not trust ({_reason(end.words)})"
    if end.code == Code.CONNECT:
        return _CONNECTING.get(end.system, _WORDS[Code.CONNECT])
    known = {code.value: words for code, words in _WORDS.items()}
    return known.get(end.code, f"could not be fetched ({end.words or f'libcurl {end.code}'})")


def _reason(words: str) -> str:
    return re.sub(r" \(\d+\)$", "", words.rpartition(": ")[2].strip()) or "no reason given"  # OpenSSL's number goes
