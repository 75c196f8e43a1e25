"""What an answer breaks of what was published: an answer and a document in, findings out. Pure.

What is held is the design of a feed's address: RFC 9110 §8.8 (validators), §12.5 (codings), §13 (conditions), §15.4.5
(304), and RFC 9111 §5.2 (Cache-Control).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from feeds.collect.trouble import Code
from feeds.publish.manifest import Stored
from scheduler.doctor import documents
from scheduler.doctor.answers import Answer
from scheduler.doctor.documents import Expected
from scheduler.doctor.readers import Reader

_TROUBLES: Final = {
    Code.NAME: "name",
    Code.CONNECT: "connection",
    Code.TIME: "time",
    Code.TLS: "tls",
    Code.CERTIFICATE: "certificate",
    Code.REDIRECTS: "redirects",
    Code.PARTIAL: "cut",
}
_CHALLENGED: Final = frozenset({401, 403, 429, 503})
_ALIKE: Final = ("ETag", "Content-Type", "Content-Encoding", "Last-Modified", "Cache-Control", "Content-Length")


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that an answer breaks: its `kind`, by which `remedies` knows what to do, and a sentence."""

    kind: str
    what: str


def first(reader: Reader, answer: Answer, expected: Expected) -> tuple[Broken, ...]:
    """Judge a visit without conditions."""
    found = *arrival(answer), *redirects(answer)
    if any(one.kind not in {"redirect", "redirects", "host"} for one in found) or answer.trouble:
        return found
    return *found, *(Broken(*one) for one in documents.judge(reader, answer, expected))


def arrival(answer: Answer, *, page: bool = False) -> Iterator[Broken]:
    """Say why no document came, if none did: trouble on the way, a challenge, an error status."""
    html = "html" in answer.get("Content-Type").lower()
    if answer.trouble:
        yield Broken(
            _TROUBLES.get(Code(answer.code), "transfer") if answer.code in _CODES else "transfer", answer.trouble
        )
    elif answer.get("cf-mitigated") or (html and (answer.status in _CHALLENGED or (answer.status == 200 and not page))):
        yield Broken("challenge", f"an HTML page (status {answer.status}) comes in the place of the feed")
    elif answer.status != 200:
        yield Broken("status", f"it answers with status {answer.status}")


_CODES: Final = frozenset(code.value for code in Code)


def redirects(answer: Answer) -> Iterator[Broken]:
    """Judge the way to the answer: the address that readers are given must itself answer."""
    if not answer.way or answer.trouble:
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
    if answer.trouble or answer.status not in {200, 304}:
        yield from arrival(answer)
    elif answer.status == 200:
        names = " and ".join(name for name, _ in reader.again(before.tag, before.get("Last-Modified")))
        coding = "" if before.coding == "identity" else f" of {before.coding}"
        yield Broken("unconditional", f"{names}{coding} as it gave them is answered with the whole feed, not with 304")
    else:
        yield from _unchanged(answer, stored)


def _unchanged(answer: Answer, stored: Stored) -> Iterator[Broken]:
    """Judge a 304: it names the version that the reader holds, and for how long it is good."""
    missing = [name for name in ("ETag", "Cache-Control", "Vary") if not answer.get(name)]
    if missing:
        yield Broken("304", f"the 304 comes without {', '.join(missing)}")
    ours = {stored.tag(coding) for coding in stored.files}
    if answer.tag and answer.tag.removeprefix("W/") not in ours:
        yield Broken("304 tag", "the 304 carries an ETag that no version of the feed has")


def headed(got: Answer, head: Answer) -> Iterator[Broken]:
    """Judge a HEAD beside the GET of the same reader."""
    if head.trouble or head.status != got.status:
        said = head.trouble or f"HEAD is answered with {head.status}, GET with {got.status}"
        yield Broken("head", said)
        return
    other = [name for name in _ALIKE if got.get(name) and got.get(name) != head.get(name)]
    if other:
        yield Broken("head", f"HEAD answers otherwise than GET in {', '.join(other)}")


def queried(got: Answer, answer: Answer) -> Iterator[Broken]:
    """Judge an address with parameters that mean nothing beside the address alone."""
    if answer.trouble or (answer.status, answer.tag, answer.body) != (got.status, got.tag, got.body):
        said = answer.trouble or (f"status {answer.status}" if answer.status != got.status else "another document")
        yield Broken("query", f"with an unknown parameter in the address (?utm_source=…) it gives: {said}")


def page(answer: Answer) -> Iterator[Broken]:
    """Judge the page of the feed, as a browser gets it."""
    found = *arrival(answer, page=True), *redirects(answer)
    yield from found
    if found:
        return
    if "html" not in answer.get("Content-Type").lower():
        yield Broken("type", f'the page comes as "{answer.get("Content-Type")}", not as text/html')
    if "Set-Cookie".lower() in answer.fields:
        yield Broken("cookie", "it sets a cookie")
    if answer.get("X-Content-Type-Options").lower() != "nosniff":
        yield Broken("sniffing", "X-Content-Type-Options: nosniff is lost")
