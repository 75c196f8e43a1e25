"""What an item, or the answer that it came in, says of its rights beside notice and licence.

TDMRep (w3.org/community/tdmrep: a header, and the vocabulary's elements), RSL 1.0 (rslstandard.org/rsl: `content` in
RSS), X-Robots-Tag, and our own words in what another desk published. What cannot be read closes.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from feeds.article import Claim, Page
from feeds.collect.reading.frame import Frame, resolved
from feeds.collect.reading.trees import Element, Fields, each, fields, first, text_of

NAMES: Final = ("tdm:reservation", "tdm:policy", "rsl:content", "bw:expires")
_FREE: Final = frozenset({"free", "attribution"})
_OVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


def of_item(said: Fields, frame: Frame) -> Claim | None:
    """Read an RSS item or Atom entry, or a channel or feed."""
    if said.keys().isdisjoint(NAMES):
        return None
    licensed = [fields(content) for content in each(said, "rsl:content")]
    terms = next((address for one in licensed if (address := first(one, "rsl:terms"))), None)
    ends = first(said, "bw:expires")
    return Claim(
        reserved=_reserved(first(said, "tdm:reservation")) or any(map(_restricts, licensed)),
        policy=resolved(first(said, "tdm:policy") or terms, frame.address),
        expires=(frame.date(ends) or _OVER) if ends else None,
    )


def of_json(said: object, frame: Frame) -> tuple[Claim | None, str | None]:
    """Read the rights in our own extension of a JSON Feed's item: its claim, and how much it permits."""
    own = said.get("rights") if isinstance(said, Mapping) else None
    if not isinstance(own, Mapping):
        return None, None
    ends, permits = own.get("expires"), own.get("permits")
    claim = Claim(
        reserved=own.get("reserved", False) is not False,
        policy=resolved(_text(own.get("policy")), frame.address),
        expires=None if ends is None else frame.date(_text(ends)) or _OVER,
    )
    return claim, None if permits is None else _text(permits) or "unreadable"


def of_answer(page: Page) -> Claim | None:
    """Read what HTTP said of a page."""
    if page.robots is None and page.reservation is None:
        return None
    policy = resolved(page.policy, page.address)
    return Claim(robots=page.robots, reserved=_reserved(page.reservation), policy=policy)


def of_metas(reservation: str | None, policy: str | None, robots: str | None, base: str) -> Claim | None:
    """Read what the head of an article's page says."""
    if reservation is None and robots is None:
        return None
    return Claim(reserved=_reserved(reservation), policy=resolved(policy, base), robots=robots)


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    return value if isinstance(value, str) else None


def _reserved(value: str | None) -> bool | None:
    """Read TDMRep's 0 or 1; any other word reserves."""
    return None if value is None else value.strip() != "0"


def _restricts(content: Fields) -> bool:
    """Say whether an RSL content element keeps any use from machines, or asks to be paid for it."""
    for licence in map(fields, each(content, "rsl:license")):
        if any(_is_of_machines(one) for one in each(licence, "rsl:prohibits")):
            return True
        paid = each(licence, "rsl:payment")
        if any((one.get("type") or "free").strip().lower() not in _FREE for one in paid):
            return True
    return not each(content, "rsl:license")


def _is_of_machines(prohibits: Element) -> bool:
    words = text_of(prohibits).lower().replace(",", " ").split()
    return (prohibits.get("type") or "usage").lower() == "usage" and any(
        word == "all" or word.startswith(("ai", "train")) for word in words
    )
