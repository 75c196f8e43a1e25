"""One request word for word, and the answer as it came: to see what stands between a desk and its readers.

Same bounds and same guard as every other transfer; nothing is decoded, and every redirect on the way is kept.
"""

from dataclasses import dataclass
from typing import Any, Final

import pycurl

from config.settings import Limits
from feeds.collect.exchange import Received, Request
from feeds.collect.fetch.bounds import bounds
from feeds.collect.fetch.transfer import Handle, Transfer
from feeds.collect.guard import refusal, sendable
from feeds.collect.trouble import Code, End, complaint
from feeds.errors import FetchError

_NOBODY: Final = ""  # whose transfer it is: nobody else waits, so that no turn is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: `fields` go out as they stand, and no others but Host.

    `old` keeps to HTTP/1.1 where the server offers more.
    """

    url: str
    fields: tuple[tuple[str, str], ...]
    head: bool = False
    old: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came: the header lines of every answer, redirects first, the body of the last one, undecoded, and its `url`.

    Where the transfer failed, `trouble` is the sentence and `code` libcurl's number (`feeds.collect.trouble.Code`).
    """

    url: str
    heads: tuple[tuple[bytes, ...], ...] = ()
    body: bytes = b""
    trouble: str | None = None
    code: int = 0


def ask(question: Question, limits: Limits, *, allow_private: bool) -> Heard:
    """Ask, and wait for at most `limits.deadline`; whatever fails is told in what was heard."""
    request = Request(source="doctor", url=question.url, allow_private=allow_private)
    received = Received(most=limits.response_bytes)
    handle = Handle(bounds(limits, ""), refusal)
    try:
        handle.carry(Transfer(request, sendable(question.url), _NOBODY, 0, lambda _outcome: None, received))
        for option, value in _options(question).items():
            handle.curl.setopt(option, value)
        error = _perform(handle.curl)
        error = None if received.enough else error  # of a refusal's body, its beginning says all
        url = handle.curl.getinfo(pycurl.EFFECTIVE_URL)
        trouble = _trouble(handle, error, limits) if error else None
    except ValueError as wrong:
        return Heard(url=question.url, trouble=str(wrong), code=Code.ADDRESS)
    finally:
        handle.curl.close()
    heads = tuple(tuple(head) for head in received.heads)
    code = error[0] if error else 0
    return Heard(
        url=url, heads=heads, body=bytes(received.body), trouble=None if trouble is None else str(trouble), code=code
    )


def _options(question: Question) -> dict[int, Any]:
    named = {name.lower() for name, _ in question.fields}
    unsaid = [f"{name}:" for name in ("Accept", "Accept-Encoding", "User-Agent") if name.lower() not in named]
    fields = [*(f"{name}: {value}" for name, value in question.fields), *unsaid]
    return {
        pycurl.HTTPHEADER: [field.encode("latin-1") for field in fields],
        pycurl.HTTP_CONTENT_DECODING: 0,
        pycurl.NOBODY: int(question.head),
        pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_1_1 if question.old else pycurl.CURL_HTTP_VERSION_NONE,
    }


def _perform(curl: pycurl.Curl) -> tuple[int, str] | None:
    """Let libcurl do it; give its code and words where that failed."""
    try:
        curl.perform()
    except pycurl.error as error:
        code, words = error.args
        return int(code), str(words)
    return None


def _trouble(handle: Handle, error: tuple[int, str], limits: Limits) -> FetchError:
    transfer, getinfo = handle.transfer, handle.curl.getinfo
    end = End(
        code=error[0],
        words=error[1],
        url=getinfo(pycurl.EFFECTIVE_URL),
        size=getinfo(pycurl.SIZE_DOWNLOAD_T),
        system=transfer.system or getinfo(pycurl.OS_ERRNO),
        refused=transfer.refused,
    )
    return complaint(transfer.request, transfer.received, end, limits.deadline)
