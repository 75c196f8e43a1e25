"""The feeds that the operator declares, and the rules that say which articles stand in them."""

import difflib
from collections.abc import Collection, Iterator
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from config.declared import Country, Declared, Region, Several, Slug
from config.labels import Labels
from config.rights import Conditions
from config.terms import checked

RESERVED: Final = "source-"
"""How the slugs of the sources' own feeds begin."""

_RULES: Final = {
    "slug": True, "title": True, "regions": True, "countries": True, "subdivisions": True, "sources": True,
    "topics": True, "languages": True, "authors": True, "include": True, "exclude": True,
}  # fmt: skip

Variant = Literal["headlines", "summaries"]
Subdivision = Annotated[str, Field(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")]
Range = Annotated[str, Field(pattern=r"^(\*|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)$")]
Word = Annotated[str, Field(min_length=1, max_length=200)]
Term = Annotated[str, AfterValidator(checked)]


class Terms(Declared):
    """Words, or regular expressions between slashes, by the field that they are looked for in; `any` is all of them."""

    title: Several[Term] = ()
    summary: Several[Term] = ()
    content: Several[Term] = ()
    author: Several[Term] = ()
    category: Several[Term] = ()
    link: Several[Term] = ()
    any: Several[Term] = ()


class Facets(Declared):
    """What an article may be known by, other than its words: places, sources, topics, languages and authors."""

    regions: Several[Region] = ()
    countries: Several[Country] = ()
    subdivisions: Several[Subdivision] = ()
    sources: Several[Slug] = ()
    topics: Several[Word] = ()
    languages: Several[Range] = ()
    authors: Several[Word] = ()


class Exclusion(Facets, Terms):
    """What keeps an article out, whatever else speaks for it."""


class FeedSpec(Facets, Conditions):
    """A feed, and what it takes: an article that meets every rule that is there, and that nothing excludes.

    `regions`, `countries` and `subdivisions` (ISO 3166-2) are one rule: about one of these places. `sources` are names
    of sources that showed it; `topics` are categories and `authors` names, whatever their case; `languages` are BCP 47
    ranges ("zh" takes zh-Hans-CN: RFC 4647, 3.3.1). Of the terms of `include` one must be found. Its conditions
    narrow what its sources allow; `labels` are its names for places (see `config.labels`). `variants` are further feeds
    of the same articles that show less of them, under its slug with "-headlines" or "-summaries". `count` is how many
    articles it shows at the most, `bytes` how large it may grow; `icon` and `logo` are its own, or the site's. One that
    is `private` is in no catalogue, page, copy or hub, and given only to those who hold a token.
    """

    slug: Slug
    title: str = Field(min_length=1, max_length=200)
    subtitle: str = ""
    include: Terms = Terms()
    exclude: Exclusion = Exclusion()
    labels: Labels = ()
    variants: Several[Variant] = ()
    count: int | None = Field(None, ge=1, le=1000)
    bytes: int | None = Field(None, ge=100_000, le=2**24)
    icon: str | None = None
    logo: str | None = None
    private: bool = False

    @property
    def placed(self) -> bool:
        """Say whether it names places of its own."""
        return bool(self.regions or self.countries or self.subdivisions)

    @property
    def rules(self) -> str:
        """Give, as JSON, what decides which articles it takes: of two feeds that say the same here, both take one."""
        return self.model_dump_json(include=_RULES)


class Beat(FeedSpec):
    """What is published above all: the articles about one of these countries or region groups, and its own rules."""

    slug: Slug = "china-asia-pacific"
    title: str = Field("China / Asia Pacific", min_length=1, max_length=200)
    subtitle: str = "News of China and the Asia-Pacific region"
    regions: Several[Region] = ("east-asia", "south-east-asia", "south-asia", "central-asia", "oceania")


def faults(beat: Beat, feeds: Collection[FeedSpec], sources: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give what is wrong between the tables, as (key, sentence): slugs of two feeds, names of no source."""
    taken = {beat.slug: "the beat"}
    yield from _strangers("beat", beat, sources)
    for number, feed in enumerate(feeds):
        key = f"feeds[{number}]"
        if feed.slug in taken:
            yield f"{key}.slug", f'"{feed.slug}" is {taken[feed.slug]} already; choose another slug'
        elif feed.slug.startswith(RESERVED):
            yield f"{key}.slug", f'"{feed.slug}" is kept for the feed of a source; choose one without "{RESERVED}"'
        taken[feed.slug] = f"the feed {key}"
        yield from _strangers(key, feed, sources)


def leftovers(feeds: Collection[FeedSpec], given_up: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give what is wrong with feeds, the beat first, whose slug is `given_up`, as (key, sentence)."""
    for number, feed in enumerate(feeds):
        if feed.slug in given_up:
            key = "beat.slug" if number == 0 else f"feeds[{number - 1}].slug"
            yield (
                key,
                f'"{feed.slug}" is renamed or retired under [publishing]; give this feed its new slug, or take it out',
            )


def _strangers(key: str, feed: FeedSpec, sources: Collection[str]) -> Iterator[tuple[str, str]]:
    for table, names in ((key, feed.sources), (f"{key}.exclude", feed.exclude.sources)):
        for number, name in enumerate(names):
            if name not in sources:
                yield f"{table}.sources[{number}]", _unknown(name, sources)


def _unknown(name: str, sources: Collection[str]) -> str:
    close = difflib.get_close_matches(name, list(sources), n=1)
    hint = f'; did you mean "{close[0]}"?' if close else "; declare it under [[sources]], or take it out"
    return f'there is no source "{name}"{hint}'
