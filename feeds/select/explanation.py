"""Why an article is in or out, as one value: its places with their evidence, the rule, its copies, its rights."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.article import Article, Copy, Deed, Evidence, Permits, Ruling
from feeds.select.passages import Passage

Outcome = Literal["in", "out", "withheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A place with its English name and the reason why the story is about it, or only mentions it."""

    code: str
    label: str
    subdivisions: tuple[str, ...]
    score: float
    primary: bool
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided for a feed. `rule` is the setting that decided, `reason` one sentence without its full stop.

    `because` says why the place that the feed names is what the story is about, where it was one. "withheld" is of the
    feed and in it not all the same.
    """

    feed: str
    title: str
    outcome: Outcome
    rule: str
    reason: str
    because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """Whose article stands for the story, and why; its `copies`, that one among them; see `Dossier` for the rest.

    `sources` are the others that showed it. The `source` of a copy is its title, as far as it is declared.
    """

    owner: str
    why: str
    copies: tuple[Copy, ...] = ()
    keys: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    known: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A feed that the article belongs to: whether it stands in it `now`, and how much of it is shown there."""

    slug: str
    title: str
    now: bool
    shows: Permits


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """How much is passed on (`shows`) of what the `article` permits and its `source`, by today's settings.

    The rest is as in `feeds.article.Rights`: what is left behind the gate.
    """

    shows: Permits
    article: Permits
    source: Permits | None
    notice: str | None
    license: str | None
    summary_length: int | None = None
    images: bool = True
    expires: datetime | None = None
    reserved: bool = False
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One article, explained. `kept` is False where it was only read, and judged as it would be."""

    article: Article
    kept: bool
    decision: Decision
    places: tuple[Finding, ...]
    passages: tuple[Passage, ...]
    duplicates: Duplicates
    rights: Passing
    others: tuple[Decision, ...] = ()
    feeds: tuple[Showing, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    deeds: tuple[Deed, ...] = ()
