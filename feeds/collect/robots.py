"""robots.txt (RFC 9309): what a site lets us fetch of the pages that we discover. Pure; the fetching is others' work.

protego matches the paths. What it is given are the groups that are meant for us alone: others would only cost time and
memory, which a file that names ten thousand robots before ten thousand rules has without end.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from protego import Protego

from feeds.article import Page
from feeds.collect.exchange import NotModified, Response
from feeds.errors import FetchError
from feeds.text.urls import LONGEST, absolute

AGENT: Final = "beatwire"
"""Our product token (RFC 9309, 2.2.1)."""
LARGEST: Final = 512 * 1024
"""In bytes; whatever follows is not read (RFC 9309, 2.5, asks for 500 KiB at least)."""

_RULES: Final = 10_000
_WILDCARDS: Final = 1000
_SITEMAPS: Final = 100
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_LONGEST_PAUSE: Final = 60.0
_FIRST_RETRY: Final = timedelta(minutes=10)
_STRICT: Final = timedelta(hours=12)
_PATIENCE: Final = timedelta(days=30)
_BUSY: Final = frozenset({408, 425, 429})
_LINE: Final = re.compile(
    # misspellings as protego forgives them; a colon that was forgotten, too
    r"(?:(?P<agent>user[- ]?agent)|(?P<sitemap>site-?maps?)"
    r"|(?P<rule>allow|(?:dis|diss)all?[oa]w|diasllow|crawl[- ]delay|request[- ]rate))"
    r"\s*[:\s]\s*(?P<value>.*)",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"\*?[a-z_-]+|\*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one site's robots.txt says to us, good until `until`.

    `waits` says that it could not be learnt: nothing discovered may be fetched there now. `failing_since` is when the
    site stopped giving it, `tries` how often in a row. `lines` are the rules meant for us, `pause` the seconds that
    the site wants between two requests, as asked for. `etag` and `modified` are its validators as they were sent.
    """

    until: datetime
    waits: bool = False
    known: bool = False
    failing_since: datetime | None = None
    tries: int = 0
    lines: int = 0
    pause: float = 0.0
    sitemaps: tuple[str, ...] = ()
    etag: str | None = None
    modified: str | None = None
    parsed: Protego | None = None

    def allows(self, url: str) -> bool:
        """Say whether the page at `url` may be fetched now."""
        if self.waits:
            return False
        try:
            return self.parsed is None or bool(self.parsed.can_fetch(url, AGENT))
        except ValueError:  # no address
            return False

    @property
    def delay(self) -> timedelta:
        """Give the rest between two requests that the site asks for, a minute at most."""
        return timedelta(seconds=min(self.pause, _LONGEST_PAUSE))

    @property
    def remark(self) -> str | None:
        """Say where the site asks for more than it gets, or None."""
        if self.pause <= _LONGEST_PAUSE:
            return None
        return f"its robots.txt asks for {self.pause:g} s between requests; it gets {_LONGEST_PAUSE:g} s"


def address(url: str) -> str | None:
    """Give where the robots.txt that speaks for `url` is ("https://gazette.example/robots.txt"), None for no URL.

    Scheme, host and port together are one site (RFC 9309, 2.3).
    """
    return absolute("/robots.txt", url) if absolute(url, None) else None


def read(answer: Response | NotModified | FetchError, before: Rules | None, now: datetime) -> Rules:
    """Give the rules by what came for a robots.txt at `now`; `before` are those known so far, expired or not.

    A page is read; it is good for as long as it says, within an hour and a day (2.4). A status of 4xx means that there
    are no rules (2.3.1.3). Anything else, and 429, is a site that cannot be reached (2.3.1.4): for twelve hours nothing
    is fetched, then an older copy counts again if there is one, and without one all is allowed after thirty days. It
    is asked again after ten minutes, doubled each time up to a day, or when it says (Retry-After).
    """
    if isinstance(answer, Response):
        return _read(answer, now)
    if isinstance(answer, NotModified):
        kept = before if before is not None and before.known else Rules(until=now)
        kept = replace(kept, etag=answer.etag, modified=answer.modified, waits=False, failing_since=None, tries=0)
        return replace(kept, until=now + _freshness(answer.max_age))
    if 400 <= (answer.status or 0) < 500 and answer.status not in _BUSY:
        return Rules(until=now + _DAY, known=True)
    return _unreachable(before, now, timedelta(seconds=answer.retry_after or 0))


def _unreachable(before: Rules | None, now: datetime, asked: timedelta) -> Rules:
    known = before if before is not None else Rules(until=now)
    since = known.failing_since or now
    failing = now - since
    waits = failing < (_STRICT if known.known else _PATIENCE)
    pause = min(max(_FIRST_RETRY * (1 << min(known.tries, 10)), asked), _DAY)
    return replace(known, until=now + pause, waits=waits, failing_since=since, tries=known.tries + 1)


def _freshness(max_age: int | None) -> timedelta:
    return _DAY if max_age is None else min(max(timedelta(seconds=max_age), _HOUR), _DAY)


def _read(answer: Response, now: datetime) -> Rules:
    text = _text(answer.page)
    lines = tuple(islice(_bounded(_ours(text)), _RULES))
    parsed = Protego.parse("\n".join(lines))
    return Rules(
        until=now + _freshness(answer.max_age),
        known=True,
        lines=len(lines),
        pause=_pause(parsed),
        sitemaps=_sitemaps(text, answer.page.address),
        etag=answer.etag,
        modified=answer.modified,
        parsed=parsed,
    )


def _pause(parsed: Protego) -> float:
    rate = parsed.request_rate(AGENT)
    each = min(rate.seconds, 10**9) / rate.requests if rate else 0.0  # the numbers may have thousands of digits
    return max(parsed.crawl_delay(AGENT) or 0.0, each)


def _text(page: Page) -> str:
    """Give the text of a robots.txt; a page of HTML in its place says nothing."""
    body = page.body[:LARGEST]
    coding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = body.decode(coding, "replace").lstrip("\ufeff \t\r\n")
    return "" if text.startswith("<") else text


def _matches(text: str) -> Iterator[re.Match[str]]:
    for line in text.splitlines():
        found = _LINE.match(line.partition("#")[0].strip())
        if found is not None:
            yield found


def _ours(text: str) -> Iterator[str]:
    """Give the lines of the groups for us and for everybody; the first rule after agents ends the list of them."""
    agents: list[str] = []
    ruled = False
    for found in _matches(text):
        if found["agent"]:
            agents, ruled = ([] if ruled else agents), False
            agent = _agent(found["value"])
            if agent is not None and agent not in agents:
                agents.append(agent)
        elif found["rule"]:
            if not ruled:
                yield from (f"User-agent: {agent}" for agent in agents)
                ruled = True
            if agents:  # a rule without a value is kept: it ends the list of agents for protego, too
                yield f"{found['rule']}: {found['value']}"
    if not ruled:
        yield from (f"User-agent: {agent}" for agent in agents)


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    """Leave out what is longer than any address, and wildcards beyond the first thousand: each costs every page."""
    wild = 0
    for line in lines:
        costly = "*" in line.rstrip("*")
        wild += costly
        if len(line) <= LONGEST and not (costly and wild > _WILDCARDS):
            yield line


def _agent(value: str) -> str | None:
    """Give the product token of an agent's line if it means us, or "*"."""
    token = _TOKEN.match(value)
    if token is None:
        return None
    name = token[0].lower()
    return name if name == "*" else AGENT if name.lstrip("*") == AGENT else None


def _sitemaps(text: str, base: str) -> tuple[str, ...]:
    """Give the sitemaps named, absolute, each once; they belong to no group."""
    named = islice((found["value"] for found in _matches(text) if found["sitemap"]), _SITEMAPS)
    return tuple(dict.fromkeys(url for one in named if (url := absolute(one, base))))


class Robots:
    """The rules of the sites visited lately, for any number of threads; what was not asked about longest is forgotten.

    It knows no network: whoever is told None by `known` fetches `address(url)`, reads the answer and lets it `learn`.
    """

    def __init__(self, most: int = 2000) -> None:
        """`most` sites are remembered, and of all of them together 100 times as many rules."""
        self._most = most
        self._lock = threading.Lock()
        self._rules: OrderedDict[str, Rules] = OrderedDict()
        self._lines = 0

    def known(self, url: str, now: datetime) -> Rules | None:
        """Give the rules for the page at `url` if they are still good at `now`."""
        rules = self.last(url)
        # One that is good for longer than a day was learnt by a clock that ran ahead.
        return rules if rules is not None and now < rules.until <= now + _DAY else None

    def last(self, url: str) -> Rules | None:
        """Give the rules for the page at `url` as they were last learnt, expired or not."""
        site = address(url)
        with self._lock:
            rules = self._rules.get(site or "")
            if rules is not None and site is not None:
                self._rules.move_to_end(site)
            return rules

    def learn(self, url: str, rules: Rules) -> None:
        """Remember the rules of the site that `url` belongs to."""
        site = address(url)
        if site is None:
            return
        with self._lock:
            self._forget(site)
            self._rules[site] = rules
            self._lines += rules.lines
            while len(self._rules) > self._most or (self._lines > 100 * self._most and len(self._rules) > 1):
                self._forget(next(iter(self._rules)))

    def _forget(self, site: str) -> None:
        gone = self._rules.pop(site, None)
        self._lines -= gone.lines if gone is not None else 0
