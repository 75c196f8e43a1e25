"""What an answer breaks of what was published: an answer and a document in, findings out. Pure.

What is held is the design of a feed's address: RFC 9110 §8.8 (validators), §12.5 (codings), §13 (conditions), §15.4.5
(304), and RFC 9111 §5.2 (Cache-Control).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from feeds.collect.trouble import Code
from feeds.publish.manifest import Stored
from scheduler.doctor import documents
from scheduler.doctor.answers import Answer
from scheduler.doctor.documents import Expected
from scheduler.doctor.readers import Reader

_TROUBLES: Final[Mapping[int, str]] = {
    Code.NAME: "name",
    Code.CONNECT: "connection",
    Code.TIME: "time",
    Code.TLS: "tls",
    Code.CERTIFICATE: "certificate",
    Code.REDIRECTS: "redirects",
    Code.PARTIAL: "cut",
}
_CHALLENGED: Final = frozenset({202, 401, 403, 405, 429, 503})
_ALIKE: Final = ("ETag", "Content-Type", "Content-Encoding", "Last-Modified", "Cache-Control", "Content-Length")


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that an answer breaks: its `kind`, by which `remedies` knows what to do, and a sentence."""

    kind: str
    what: str


def first(reader: Reader, answer: Answer, expected: Expected) -> tuple[Broken, ...]:
    """Judge a visit without conditions."""
    found = *arrival(answer), *redirects(answer)
    if answer.trouble is not None or answer.status != 200 or any(one.kind == "challenge" for one in found):
        return found
    return *found, *(Broken(*one) for one in documents.judge(reader, answer, expected))


def arrival(answer: Answer, *, page: bool = False) -> Iterator[Broken]:
    """Say why no document came, if none did: trouble on the way, a challenge, an error status."""
    if answer.trouble is not None:
        yield Broken(_TROUBLES.get(answer.code, "transfer"), answer.trouble)
    elif answer.get("cf-mitigated") or (answer.is_html and (answer.status in _CHALLENGED or answer.status == 200)):
        if page and answer.status == 200 and not answer.get("cf-mitigated"):
            return
        yield Broken("challenge", f"an HTML page (status {answer.status}) comes in the place of the feed")
    elif answer.status != 200:
        yield Broken("status", f"it answers with status {answer.status}")


def redirects(answer: Answer) -> Iterator[Broken]:
    """Judge the way to the answer: the address that readers are given must itself answer."""
    if not answer.way or answer.trouble is not None:
        return
    asked, came = urlsplit(answer.asked), urlsplit(answer.way[-1])
    if asked.hostname != came.hostname:
        yield Broken("host", f"it redirects to another host, {came.hostname}")
    elif len(answer.way) > 1:
        yield Broken("redirects", f"it redirects {len(answer.way)} times")
    else:
        change = f"from {asked.scheme} to {came.scheme}" if asked.scheme != came.scheme else "to another address"
        yield Broken("redirect", f"it redirects {change} before it answers")


def again(reader: Reader, before: Answer, answer: Answer, stored: Stored) -> Iterator[Broken]:
    """Judge the same reader's second visit, with the validators that it was given."""
    if answer.trouble is not None or answer.status not in {200, 304}:
        yield from arrival(answer)
    elif answer.status == 200:
        names = " and ".join(name for name, _ in reader.again(before.tag, before.get("Last-Modified")))
        coding = "" if before.coding == "identity" else f" of {before.coding}"
        yield Broken("unconditional", f"{names}{coding} as it gave them is answered with the whole feed, not with 304")
    else:
        yield from _unchanged(before, answer, stored)


def _unchanged(before: Answer, answer: Answer, stored: Stored) -> Iterator[Broken]:
    """Judge a 304: it names the version that the reader holds, and for how long it is good."""
    missing = [name for name in ("ETag", "Cache-Control", "Vary") if not answer.get(name)]
    if missing:
        yield Broken("304", f"the 304 comes without {', '.join(missing)}")
    ours = {stored.tag(coding) for coding in stored.files} | {before.tag.removeprefix("W/")}
    if answer.tag and answer.tag.removeprefix("W/") not in ours:
        yield Broken("304 tag", "the 304 carries an ETag that no version of the feed has")


def headed(got: Answer, head: Answer) -> Iterator[Broken]:
    """Judge a HEAD beside the GET of the same reader."""
    if head.trouble is not None or head.status != got.status:
        said = head.trouble or f"HEAD is answered with {head.status}, GET with {got.status}"
        yield Broken("head", said)
        return
    other = [name for name in _ALIKE if got.get(name) and got.get(name) != head.get(name)]
    if other:
        yield Broken("head", f"HEAD answers otherwise than GET in {', '.join(other)}")


def queried(got: Answer, answer: Answer) -> Iterator[Broken]:
    """Judge an address with parameters that mean nothing beside the address alone."""
    said = answer.trouble
    if said is None and answer.status != got.status:
        said = f"status {answer.status}"
    elif said is None and len(answer.way) > len(got.way):
        said = "a redirect"
    elif said is None and (answer.tag, answer.body) != (got.tag, got.body):
        said = "another document"
    if said is not None:
        yield Broken("query", f"with an unknown parameter in the address (?utm_source=…) it gives: {said}")


def page(answer: Answer) -> Iterator[Broken]:
    """Judge the page of the feed, as a browser gets it."""
    found = *arrival(answer, page=True), *redirects(answer)
    yield from found
    if found:
        return
    if "html" not in answer.get("Content-Type").lower():
        yield Broken("type", f'the page comes as "{answer.get("Content-Type")}", not as text/html')
    if "set-cookie" in answer.fields:
        yield Broken("cookie", "it sets a cookie")
    if answer.get("X-Content-Type-Options").lower() != "nosniff":
        yield Broken("sniffing", "X-Content-Type-Options: nosniff is lost")
