"""An explanation in words, the same on a terminal and on a page. Pure."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from feeds.article import Copy, Deed, Evidence, Permits, Where
from feeds.select.explanation import Explanation, Finding, Passing, Showing

PARTS: Final[Mapping[Where, str]] = MappingProxyType(
    {"title": "headline", "lead": "lead", "body": "text", "category": "topic"}
)
SHOWS: Final[Mapping[Permits, str]] = MappingProxyType(
    {
        Permits.HEADLINE: "headline and link",
        Permits.SUMMARY: "headline, summary and link",
        Permits.FULL: "full text",
    }
)
_DEEDS: Final = MappingProxyType(
    {
        "embargo-ended": "its embargo ended",
        "article-retracted": "its source took it back",
        "article-restored": "its source showed it again",
    }
)
_WORDS: Final = 6


def verdict(explanation: Explanation) -> str:
    """Say what was decided, in a heading."""
    feed, outcome = f"the feed “{explanation.decision.title}”", explanation.decision.outcome
    if outcome == "withheld":
        return f"Withheld from {feed}"
    if explanation.kept:
        return f"In {feed}" if outcome == "in" else f"Not in {feed}"
    return f"Would be in {feed}" if outcome == "in" else f"Would not be in {feed}"


def standing(finding: Finding) -> str:
    """Say how a story is about a place."""
    return "primary" if finding.primary else "mentioned"


def words(finding: Finding) -> tuple[Evidence, ...]:
    """Give the words that speak for a place, each once, the first few."""
    found: dict[str, Evidence] = {}
    for one in finding.evidence:
        found.setdefault(one.text, one)
    return tuple(found.values())[:_WORDS]


def shown(rights: Passing) -> str:
    """Say how much is passed on, and who says so."""
    if rights.source is None:
        return f"{SHOWS[rights.shows]}: the article permits “{rights.article}”, its source is not declared"
    return f"{SHOWS[rights.shows]}: the source permits “{rights.source}”, the article “{rights.article}”"


def showing(feed: Showing, *, kept: bool) -> str:
    """Say whether a feed shows an article now, and how much of it."""
    if not kept:
        return f"would show {SHOWS[feed.shows]}"
    return f"shows {SHOWS[feed.shows]}" if feed.now else f"not in its window now (shows {SHOWS[feed.shows]})"


def bounds(rights: Passing) -> Iterator[str]:
    """Say what else is narrowed, and reserved."""
    if rights.summary_length is not None and rights.shows is not Permits.HEADLINE:
        yield f"its summary is cut at {rights.summary_length} letters"
    if not rights.images:
        yield "without its pictures"
    if rights.expires is not None:
        yield f"until {rights.expires:%Y-%m-%d %H:%M} UTC"
    if rights.reserved:
        yield "text and data mining is reserved" + (f", on terms at {rights.policy}" if rights.policy else "")


def owner(explanation: Explanation) -> str:
    """Say whose story it is."""
    found = explanation.duplicates
    if explanation.kept:
        return f"{found.owner}: {found.why}"
    return "kept already" if found.known else "not seen before"


def copies(explanation: Explanation) -> tuple[Copy, ...]:
    """Give the other articles of the story."""
    return tuple(copy for copy in explanation.duplicates.copies if not copy.stands)


def known(explanation: Explanation) -> Iterator[str]:
    """Give the addresses and guids under which a story is known."""
    for key in explanation.duplicates.keys:
        kind, _, rest = key.partition(":")
        source, _, guid = rest.partition(":")
        yield rest if kind == "url" else f"{kind} {guid} of {source}"


def deed(one: Deed) -> str:
    """Say what happened, by whom and why."""
    what = _DEEDS.get(one.kind) or one.kind.removeprefix("article-").replace("-", " ")
    where = f" in {one.feed}" if one.feed else ""
    by = f" by {one.who}" if one.who else ""
    return what + where + by + (f": {one.detail}" if one.detail else "")
