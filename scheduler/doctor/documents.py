"""What a 200 breaks of the document that it should be: bytes, coding, tag and fields, one rule a function. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from feeds.collect.headers import content_type
from feeds.polling.answers import Held
from feeds.polling.conditions import matched
from feeds.publish.manifest import Coding, Stored
from scheduler.doctor.answers import Answer, compressed_again, decoded, digest
from scheduler.doctor.readers import Reader

_STALE: Final = 60  # seconds that stale-while-revalidate grants beyond max-age
_AGE: Final = re.compile(r"[0-9]{1,9}")
_CLOSED: Final = ("no-store", "no-cache", "private")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The document that stands in the published folder, with the headers it is served with, and the time."""

    held: Held
    now: datetime

    @property
    def stored(self) -> Stored:
        """The document."""
        return self.held.stored

    def field(self, name: str) -> str:
        """Give a field of its 200, or ""."""
        return dict(self.held.full["identity"]).get(name, "")

    @property
    def passing(self) -> bool:
        """Whether a cache may still hand out the version before it."""
        return (self.now - self.stored.modified).total_seconds() <= self.stored.max_age + _STALE


def judge(reader: Reader, answer: Answer, expected: Expected) -> Iterator[Pair]:
    """Give (kind, sentence) of everything that a 200 breaks."""
    plain = decoded(answer.body, answer.coding)
    yield from _coding(reader, answer, expected, plain)
    older = plain is not None and _is_older(plain, answer, expected)
    if older:
        if not expected.passing:
            yield "stale", "it hands out an older version, though its time is over"
    elif plain is not None and not compressed_again(plain) and digest(plain) != expected.held.stem:
        yield "bytes", "the document that arrives is not the one that was published"
    yield from _tag(answer, expected, older=older)
    yield from _type(answer, expected)
    yield from _caching(answer, expected)
    yield from _kept(answer, expected, older=older)


def _is_older(plain: bytes, answer: Answer, expected: Expected) -> bool:
    """Say whether it is a version of ours whose time is over: its tag is the name of its bytes."""
    name = digest(plain)
    return name != expected.held.stem and matched(answer.tag, name, "identity") is not None


def _coding(reader: Reader, answer: Answer, expected: Expected, plain: bytes | None) -> Iterator[Pair]:
    coding = answer.coding
    if "," in coding or (plain is not None and compressed_again(plain)):
        yield "double", "the body is compressed twice"
    elif plain is None:
        yield "unreadable", f"the body is not what Content-Encoding: {coding} says"
    elif coding == "identity":
        if reader.takes & set(expected.stored.files):
            yield "uncompressed", "it comes uncompressed, though the reader asked for a coding that we have"
    elif coding not in reader.takes:
        yield "unasked", f"it comes in {coding}, which the reader did not ask for"


def _tag(answer: Answer, expected: Expected, *, older: bool) -> Iterator[Pair]:
    tag, stored = answer.tag, expected.stored
    bare = tag.removeprefix("W/")
    codings: dict[str, Coding] = {stored.tag(coding): coding for coding in stored.files}
    if not tag:
        yield "tag", "the ETag is lost"
    elif bare != tag:
        yield "weak", "the ETag is made weak (W/)"
    elif bare in codings:
        if codings[bare] != answer.coding and "," not in answer.coding:
            yield "recoded", f"the ETag is that of {codings[bare]}, the body is in {answer.coding}"
    elif matched(tag, expected.held.stem, "identity"):
        yield "suffix", "the ETag has a suffix hung on"
    elif not older:
        yield "foreign", "the ETag is not ours"


def _type(answer: Answer, expected: Expected) -> Iterator[Pair]:
    media, charset = content_type(answer.get("Content-Type"))
    ours = content_type(expected.held.type)[0], content_type(expected.held.browser_type)[0]
    if media not in ours:
        yield "type", f"Content-Type is {media or 'lost'}, not {ours[0]}"
    elif charset != "utf-8":
        yield "charset", f"the charset of Content-Type is {charset or 'lost'}, not utf-8"


def _caching(answer: Answer, expected: Expected) -> Iterator[Pair]:
    said, ours = _directives(answer.get("Cache-Control")), _directives(expected.field("Cache-Control"))
    closed = [name for name in _CLOSED if name in said]
    if not said:
        yield "caching", "Cache-Control is lost"
    elif closed:
        yield "closed", f"Cache-Control says {', '.join(closed)}"
    elif said.get("max-age") != ours.get("max-age"):
        yield "max-age", f"Cache-Control says max-age={said.get('max-age', '')}, not {ours.get('max-age')}"
    elif lost := [name for name in ours if said.get(name) != ours[name]]:
        yield "directives", f"Cache-Control has lost {', '.join(lost)}"
    vary = {name.strip().lower() for name in answer.get("Vary").split(",")} - {""}
    if "accept-encoding" not in vary and "*" not in vary:
        yield "vary", "Vary: Accept-Encoding is lost"
    elif wide := sorted(vary - {"accept-encoding", "origin"}):
        yield "wide", f"Vary names {', '.join(wide)} as well"
    age = answer.get("Age")
    if _AGE.fullmatch(age) and int(age) > expected.stored.max_age + _STALE:
        yield "age", f"it hands out a copy older than its max-age of {expected.stored.max_age} s (Age)"


def _directives(text: str) -> dict[str, str]:
    parts = (part.strip().lower().partition("=") for part in text.split(","))
    return {name: value.strip('"') for name, _, value in parts if name}


def _kept(answer: Answer, expected: Expected, *, older: bool) -> Iterator[Pair]:
    modified = answer.get("Last-Modified")
    if not modified:
        yield "date", "Last-Modified is lost"
    elif not older and modified != expected.field("Last-Modified"):
        yield "date", "Last-Modified is not that of the document"
    links = [link for link in expected.stored.links if link in expected.field("Link")]
    if any(link not in answer.get("Link") for link in links):
        yield "link", "the Link header is lost or changed"
    if "set-cookie" in answer.fields:
        yield "cookie", "it sets a cookie"
    if answer.get("Access-Control-Allow-Origin") != "*":
        yield "cors", "Access-Control-Allow-Origin: * is lost"
    if answer.get("X-Content-Type-Options").lower() != "nosniff":
        yield "sniffing", "X-Content-Type-Options: nosniff is lost"
