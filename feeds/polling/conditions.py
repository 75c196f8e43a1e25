"""What a request asks of a document, its conditions and coding: headers in, a decision out (RFC 9110 §12.5.3, §13)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from feeds.publish.manifest import SUFFIXES, Coding, tag

BEST_FIRST: Final[tuple[Coding, ...]] = ("zstd", "br", "gzip", "identity")
"""The codings we keep, in our order of preference."""

_CODING_OF = MappingProxyType({suffix: coding for coding, suffix in SUFFIXES.items()})
# What proxies hang on a tag when they recode (Apache -gzip, Jetty --gzip, others ;gzip :br), within the quotes or not.
_HUNG = r"(?:[-;:]{1,2}[a-z]+)?"
_OURS = re.compile(rf'(?:W/)?("?)(?P<stem>[0-9a-f]{{32}})(?P<suffix>\.(?:gz|br|zst))?{_HUNG}\1{_HUNG}')
_QVALUE = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")
_LONGEST = 8192
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = r"(?P<h>\d\d):(?P<m>\d\d):(?P<s>\d\d)"
_DATES = (
    re.compile(rf"[A-Z][a-z]{{2}}, (?P<day>\d\d) (?P<month>[A-Z][a-z]{{2}}) (?P<year>\d{{4}}) {_TIME} GMT"),
    re.compile(rf"[A-Z][a-z]{{5,8}}, (?P<day>\d\d)-(?P<month>[A-Z][a-z]{{2}})-(?P<year>\d\d) {_TIME} GMT"),
    re.compile(rf"[A-Z][a-z]{{2}} (?P<month>[A-Z][a-z]{{2}}) (?P<day>[ \d]\d) {_TIME} (?P<year>\d{{4}})"),
)
_ABSURD = timedelta(days=3653)
_LONGEST_HOST = 300  # a name has 253 letters at most
_HOST = re.compile(r"(?:[\w.~!$&'()*+;=%-]+|\[[0-9A-Fa-f:.]+\])(?::\d{0,5})?", re.ASCII)


def is_host(value: str) -> bool:
    """Say whether `value` is the one valid Host of a request (RFC 9112 §3.2); two that WSGI joined by a comma are not.

    What it names is nobody's concern here: no answer repeats it.
    """
    return len(value) <= _LONGEST_HOST and _named(value)


@lru_cache(maxsize=256)
def _named(host: str) -> bool:
    return _HOST.fullmatch(host) is not None


@dataclass(frozen=True, slots=True)
class Decision:
    """How to answer; `coding` is the one to send (200) or the one whose tag the client holds (304)."""

    status: Literal[200, 304, 412]
    coding: Coding


def decide(environ: Mapping[str, str], stem: str, modified: datetime, codings: frozenset[Coding]) -> Decision:
    """Judge a GET or HEAD in the order of RFC 9110 §13.2.2.

    `environ` names headers as WSGI does; `stem` is what the document's tags share, `modified` its Last-Modified,
    `codings` what it is kept in.
    """
    chosen = negotiate(environ.get("HTTP_ACCEPT_ENCODING", "")[: _LONGEST + 1], codings)  # what is kept is short
    if _stale(environ, stem, modified):
        return Decision(412, chosen)
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        held = matched(tags, stem, chosen)
        return Decision(200, chosen) if held is None else Decision(304, held)
    since = http_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    if since is not None and modified.replace(microsecond=0) <= since < modified + _ABSURD:
        return Decision(304, chosen)
    return Decision(200, chosen)


def _stale(environ: Mapping[str, str], stem: str, modified: datetime) -> bool:
    """Say whether the client insists on a version that we no longer have (If-Match, else If-Unmodified-Since)."""
    tags = environ.get("HTTP_IF_MATCH")
    if tags is not None:
        ours = {tag(stem, coding) for coding in BEST_FIRST}
        return ours.isdisjoint(_members(tags)) and tags.strip() != "*"  # strong comparison: no W/, no proxy's suffix
    limit = http_date(environ.get("HTTP_IF_UNMODIFIED_SINCE"))
    return limit is not None and modified.replace(microsecond=0) > limit


def matched(tags: str, stem: str, preferred: Coding) -> Coding | None:
    """Give the coding whose tag is among `tags` (If-None-Match, weak comparison), `preferred` first; None if none is.

    A proxy's suffix is seen through; `*` is the preferred one.
    """
    if tags.strip() == "*":
        return preferred
    held = [
        _CODING_OF[found["suffix"] or ""]
        for found in map(_OURS.fullmatch, _members(tags))
        if found is not None and found["stem"] == stem
    ]
    if preferred in held:
        return preferred
    return held[0] if held else None


def _members(tags: str) -> list[str]:
    return [member.strip() for member in tags[:_LONGEST].split(",")]  # none of our tags holds a comma


@lru_cache(maxsize=256)
def negotiate(accepted: str | None, codings: frozenset[Coding]) -> Coding:
    """Choose among `codings` by q-value, then zstd, br, gzip, identity; identity where nothing fits or is asked.

    Identity is acceptable unless refused, but never preferred to a coding that was named (RFC 9110 §12.5.3).
    """
    if not accepted or len(accepted) > _LONGEST:
        return "identity"
    wanted = _weights(accepted)
    anything = wanted.get("*", 0.0)
    weights: dict[Coding, float] = {coding: wanted.get(coding, anything) for coding in BEST_FIRST if coding in codings}
    best = max(weights, key=weights.__getitem__)
    return best if weights[best] else "identity"


def _weights(accepted: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        coding, _, parameter = part.partition(";")
        name, _, value = parameter.partition("=")
        weight = value.strip() if name.strip() == "q" else "1"
        coding = coding.strip().removeprefix("x-")
        weights[coding] = float(weight) if _QVALUE.fullmatch(weight) else 0.0
    return weights


def http_date(text: str | None) -> datetime | None:
    """Read one of HTTP's three date forms (RFC 9110 §5.6.7) as aware UTC; None for anything else."""
    found = next(filter(None, (form.fullmatch(text.strip()) for form in _DATES)), None) if text else None
    if found is None or found["month"] not in _MONTHS:
        return None
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 1900 if year >= 70 else 2000
    month, second = _MONTHS.index(found["month"]) + 1, min(int(found["s"]), 59)
    try:
        return datetime(year, month, int(found["day"]), int(found["h"]), int(found["m"]), second, tzinfo=UTC)
    except ValueError:
        return None
