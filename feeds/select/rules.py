"""Which feed an article belongs in, and why: one decision, with the rule and the evidence that made it. Pure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from config.feeds import FeedSpec
from feeds.article import Article, Place
from feeds.select import terms
from feeds.select.region import belongs, covered, groups, label

_WHOLE: Final = "asia-pacific"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether an article stands in a feed: `rule` is the setting that decided, `reason` one sentence with evidence."""

    inside: bool
    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one feed, ready to be asked.

    `codes` are the places one of which an article must be about before anything else is looked at; None is any.
    `reads_content` says that no decision can be made without the article's content.
    """

    spec: FeedSpec
    codes: frozenset[str] | None
    shunned: frozenset[str]
    include: tuple[terms.Sought, ...]
    exclude: tuple[terms.Sought, ...]

    @property
    def reads_content(self) -> bool:
        """Say whether a term is looked for in the content."""
        return any(each.field in {"content", terms.ANY} for each in (*self.include, *self.exclude))

    @property
    def plain(self) -> bool:
        """Say whether regions, countries and sources are all that counts."""
        spec = self.spec
        others = (spec.subdivisions, spec.topics, spec.languages, spec.authors, self.include)
        return not any(others) and spec.exclude == type(spec.exclude)()


@dataclass(frozen=True, slots=True)
class _Case:
    """What is decided about: an article under the rules of one feed; `sources` are those that showed it."""

    article: Article
    rules: Rules
    sources: Collection[str]


_Step = Callable[[_Case], Decision | None]


@lru_cache(maxsize=1024)
def compiled(spec: FeedSpec) -> Rules:
    """Make the rules of a feed ready. Raises ValueError for a regular expression that its own check would refuse."""
    codes = covered(frozenset({*spec.regions, *spec.countries}))
    within = {code.partition("-")[0] for code in spec.subdivisions}
    members = (code for region in spec.exclude.regions for code in groups()[region])
    shunned = frozenset({*spec.exclude.countries, *spec.exclude.regions, *members})
    return Rules(
        spec=spec,
        codes=codes | within if spec.placed else None,
        shunned=shunned | groups().keys() if _WHOLE in shunned else shunned,
        include=terms.sought(spec.include),
        exclude=terms.sought(spec.exclude),
    )


def decide(article: Article, rules: Rules, sources: Collection[str] | None = None) -> Decision:
    """Decide whether `article` stands in the feed of `rules`; every rule must be met, and nothing exclude it.

    `sources` are the names of those that showed it; left out, its own alone. Never raises.
    """
    case = _Case(article, rules, (article.source,) if sources is None else sources)
    met: list[Decision] = []
    for step in _MUSTS:
        decision = step(case)
        if decision is not None and not decision.inside:
            return decision
        if decision is not None:
            met.append(decision)
    for step in _BARS:
        decision = step(case)
        if decision is not None:
            return decision
    if not met:
        return _in("all", "this feed takes every article")
    return _in(met[0].rule, "; ".join(one.reason for one in met))


def _place(case: _Case) -> Decision | None:
    spec, places = case.rules.spec, case.article.places
    if not spec.placed:
        return None
    named = belongs(places, frozenset({*spec.regions, *spec.countries}))
    part = _part(places, spec.subdivisions)
    if named is not None:
        rule, what = _holding(named.code, spec)
        return _in(rule, f"about {_scored(named)}, {what}")
    if part is not None:
        place, code = part
        return _in("subdivisions", f"about {code} in {_scored(place)}, a subdivision of this feed")
    rule = next(name for name in ("regions", "countries", "subdivisions") if getattr(spec, name))
    return _out(rule, _elsewhere(case))


def _part(places: Iterable[Place], wanted: Collection[str]) -> tuple[Place, str] | None:
    """Give the first primary place that lies in one of the subdivisions `wanted`, and which."""
    return next(((one, code) for one in places if one.primary for code in one.subdivisions if code in wanted), None)


def _holding(code: str, spec: FeedSpec) -> tuple[str, str]:
    """Say which setting takes the place `code`, and how."""
    if code in spec.countries:
        return "countries", "a country of this feed"
    if code in spec.regions:
        return "regions", "a region of this feed"
    region = next((name for name in spec.regions if code in groups()[name]), None)
    if region is not None:
        return "regions", f"which region {region} of this feed holds"
    return "regions", f"which speaks of region {spec.regions[0]} of this feed too"


def _elsewhere(case: _Case) -> str:
    """Say what an article is about, none of which is a place of the feed."""
    places = sorted(case.article.places, key=lambda place: -place.score)
    if not places:
        return "about no place of this feed: none was found in it"
    about = [_scored(place) for place in places if place.primary][:3]
    if about:
        return f"about no place of this feed, but about {' and '.join(about)}"
    return f"about no place of this feed: it only mentions {label(places[0].code)} ({places[0].score:.2f})"


def _scored(place: Place) -> str:
    return f"{label(place.code)} (primary, {place.score:.2f})"


def _source(case: _Case) -> Decision | None:
    wanted = case.rules.spec.sources
    if not wanted:
        return None
    showing = next((name for name in wanted if name in case.sources), None)
    if showing is None:
        return _out("sources", f"shown by {_listed(sorted(case.sources))}, which is no source of this feed")
    return _in("sources", f"shown by {showing}, a source of this feed")


def _language(case: _Case) -> Decision | None:
    wanted, tag = case.rules.spec.languages, case.article.language
    if not wanted:
        return None
    ranges = f"languages = {_listed(wanted)}"
    if tag is None:
        return _out("languages", f"in an unknown language, and this feed has {ranges}")
    taking = _range(tag, wanted)
    if taking is None:
        return _out("languages", f"in {tag}, and this feed has {ranges}")
    return _in("languages", f'in {tag}, which languages = "{taking}" takes')


def _topic(case: _Case) -> Decision | None:
    return _among("topics", case, _topics(case.article), "a topic")


def _author(case: _Case) -> Decision | None:
    return _among("authors", case, _authors(case.article), "an author")


def _among(rule: str, case: _Case, said: tuple[str, ...], one: str) -> Decision | None:
    wanted: tuple[str, ...] = getattr(case.rules.spec, rule)
    if not wanted:
        return None
    match = _same(said, wanted)
    if match is None:
        has = f"has {_listed(said[:3])}" if said else f"has no {rule.removesuffix('s')}"
        return _out(rule, f"{has}, and this feed has {rule} = {_listed(wanted)}")
    return _in(rule, f'has "{match}", {one} of this feed')


def _include(case: _Case) -> Decision | None:
    wanted = case.rules.include
    if not wanted:
        return None
    found = terms.first(case.article, wanted)
    if found is None:
        return _out("include", f"none of the terms of include stands in it ({_named(wanted)})")
    return _in(f"include.{found.sought.field}", f'"{found.text}" stands in its {found.field}')


def _shunned(case: _Case) -> Decision | None:
    exclude = case.rules.spec.exclude
    for place in case.article.places:
        if place.primary and place.code in case.rules.shunned:
            rule = "countries" if place.code in exclude.countries else "regions"
            return _left_out(rule, f"about {_scored(place)}")
    part = _part(case.article.places, exclude.subdivisions)
    return None if part is None else _left_out("subdivisions", f"about {part[1]} in {_scored(part[0])}")


def _shut(case: _Case) -> Decision | None:
    """Say whether source, language, topic or author keep it out."""
    exclude, article = case.rules.spec.exclude, case.article
    if article.source in exclude.sources:
        return _left_out("sources", f"a story of {article.source}")
    if article.language and (taking := _range(article.language, exclude.languages)):
        return _left_out("languages", f'in {article.language}, which "{taking}" takes')
    for rule, said in (("topics", _topics), ("authors", _authors)):
        wanted = getattr(exclude, rule)
        if wanted and (match := _same(said(article), wanted)):
            return _left_out(rule, f'has "{match}"')
    return None


def _exclude(case: _Case) -> Decision | None:
    found = terms.first(case.article, case.rules.exclude) if case.rules.exclude else None
    if found is None:
        return None
    rule = f"exclude.{found.sought.field}"
    stands = "stands" if found.sought.pattern is None else f'finds "{found.text}"'
    return _out(rule, f'left out by {rule} = "{found.sought.said}", which {stands} in its {found.field}')


_MUSTS: Final[tuple[_Step, ...]] = (_place, _source, _language, _topic, _author, _include)
_BARS: Final[tuple[_Step, ...]] = (_shunned, _shut, _exclude)


def _range(tag: str, wanted: Iterable[str]) -> str | None:
    """Give the first range that takes `tag` by basic filtering (RFC 4647, 3.3.1)."""
    low = tag.lower()
    return next((one for one in wanted if one == "*" or f"{low}-".startswith(f"{one.lower()}-")), None)


def _topics(article: Article) -> tuple[str, ...]:
    return terms.FIELDS["category"](article)


def _authors(article: Article) -> tuple[str, ...]:
    return terms.FIELDS["author"](article)


def _same(said: Iterable[str], wanted: Iterable[str]) -> str | None:
    folded = {terms.fold(one) for one in wanted}
    return next((one for one in said if terms.fold(one) in folded), None)


def _named(wanted: tuple[terms.Sought, ...]) -> str:
    more = f" and {len(wanted) - 3} more" if len(wanted) > 3 else ""
    return ", ".join(f'"{each.said}"' for each in wanted[:3]) + more


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _in(rule: str, reason: str) -> Decision:
    return Decision(inside=True, rule=rule, reason=reason)


def _out(rule: str, reason: str) -> Decision:
    return Decision(inside=False, rule=rule, reason=reason)


def _left_out(rule: str, what: str) -> Decision:
    return _out(f"exclude.{rule}", f"left out by exclude.{rule}: {what}")
