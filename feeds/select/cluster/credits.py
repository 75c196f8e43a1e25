"""Credits: whom a copy names as its origin, and the bylines and agency lines that make no story another one.

What counts as naming: an agency in the dateline ("HANOI, Nov 20 (Kyodo) -", "新华社北京11月20日电"), at the end
("— Reuters", "(AP)", "来源：新华社", "first published by The Courier"), in the byline, as the origin that the feed
itself names, or by an address on the origin's own site. What a source says of itself is no evidence, but for an agency
on its own site. Names are those that the settings know a source by, and those
of the agencies whose sites are in `data/agencies.tsv`.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from config.settings import Source
from feeds.article import Article
from feeds.text.urls import site_of

_ENDS: Final = 400  # characters at either end of a text in which credits stand
_LONGEST_LINE: Final = 160
_BETWEEN: Final = re.compile(r"[/／,、]| and ")
_IN_BRACKETS: Final = r"[^\n()（）\[\]【】]{2,40}"
_DATELINE: Final = (
    re.compile(rf"[^\n]{{0,70}}?[(（]({_IN_BRACKETS})[)）]\s*(?:-{{1,2}}|[–—])\s*"),
    re.compile(
        r"[(（【\[]?([^\s\d()（）【】]{1,8}?社)[^\n]{0,16}?\d{1,2}日\s*[電电讯訊](?:\s*[(（][^\n()（）]{1,40}[)）])?[)）】\]]?\s*"
    ),
    re.compile(
        r"[(（【\[][^\n()（）【】]{0,20}[=＝]([^\n()（）【】]{2,20})[)）】\]]\s*"
        r"(?:[가-힣]{2,4} ?(?:기자|특파원)\s*[=＝]\s*)?"
    ),
    re.compile(r"[(（【\[]([^\n()（）【】\[\]=＝]{2,20})[)）】\]]\s*"),
)  # fmt: skip
_PLACE: Final = re.compile(r"[^\W\d_a-z][^\na-z]{1,30}(?:, [A-Z][a-z]{2,8}\.? \d{1,2})? *(?:-{1,2}|[–—]) +")
_NAMED: Final = (
    re.compile(r"(?:first|originally) (?:published|appeared) (?:by|in|on|at) ([^\n.,;()]{2,60})", re.IGNORECASE),
    re.compile(
        r"(?:^|\n)\s*(?:source|credit|via|来源|來源|出典|提供|출처|자료)\s*[:：]\s*([^\n.,;。，()（）]{2,60})",
        re.IGNORECASE,
    ),
    re.compile(rf"[(（【\[]({_IN_BRACKETS})[)）】\]]\s*\Z"),
    re.compile(r"(?:[.。!?”\"]|\n)\s*[-–—―/]{1,2} ?([^\n.。()（）]{2,40})\s*\Z"),
)  # fmt: skip
_LINE: Final = re.compile(
    r"\s*(?:[(（【\[]\s*)?"
    r"(?:(?:by|(?:additional )?reporting by|writing by|editing by|compiled by|photos? by|source|credit"
    r"|via|copyright|©|\(c\)|updated|published|(?:this story was )?(?:first|originally) (?:published|appeared)"
    r"|with (?:files|reporting) from)\b"
    r"|(?:本报|本報)?(?:记者|記者|编辑|編輯|责编|責編|责任编辑|責任編輯|来源|來源|作者|文[:：/／])\s*[:：/／]?\s*\S{2}"
    r"|(?:出典|取材|執筆|写真|출처|글)\s*[:：/／]?\s*\S{2}|[가-힣]{2,4} ?(?:기자|특파원)(?:\s|=|$)"
    r"|[-–—―]{1,2} ?[^\n.。]{2,40}$|\S+@\S+\.\S+$|(?:ends?|完|了|끝|以上)\s*[)）】\]]?$).*",
    re.IGNORECASE,
)
_END: Final = re.compile(
    rf"\s*(?:[(（【\[]({_IN_BRACKETS}|[^()（）\n]{{2,160}}|完|了|끝)[)）】\]]|/[^\n/]{{2,20}}/)\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Publishers:
    """The declared sources by the names that others credit them under, folded, and by their sites.

    `own` are the own desk's, `agencies` those on the site of a news agency.
    """

    names: Mapping[str, tuple[str, ...]]
    sites: Mapping[str, tuple[str, ...]]
    own: frozenset[str]
    agencies: frozenset[str]


def publishers(sources: Sequence[Source]) -> Publishers:
    """Give under which names and on which sites the publishers of `sources` are known, and which are the own desk's."""
    names: dict[str, list[str]] = defaultdict(list)
    sites: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        home = site_of(source.url) if source.url else None
        if home:
            sites[home].append(source.name)
        known = (source.name, source.title or "", *source.known_as, *_agencies().get(home or "", ()))
        for name in {folded(each) for each in known} - {""}:
            names[name].append(source.name)
    return Publishers(
        names={name: tuple(every) for name, every in names.items()},
        sites={home: tuple(every) for home, every in sites.items()},
        own=frozenset(source.name for source in sources if source.is_own),
        agencies=frozenset(name for home, every in sites.items() if home in _agencies() for name in every),
    )


def credited(article: Article, text: str, known: Publishers) -> tuple[str, ...]:
    """Give the names of the sources that an article of that plain `text` names as its origin, in alphabetical order."""
    named = {source for said in _said(article, text) for source in _named(said, known)}
    agency = named & known.agencies & {article.source}
    named.update(_named(article.origin.title, known))
    for address in (article.link, article.origin.link, article.origin.id):
        scheme, _, rest = (address or "").partition("://")
        named.update(known.sites.get(_home(scheme, rest.partition("/")[0]), ()))
    return tuple(sorted(named - {article.source} | agency))


def stripped(text: str) -> str:
    """Give a plain text without its dateline, its lines of bylines and credits, and the brackets at its end."""
    lines = [line for line in text.split("\n") if len(line) > _LONGEST_LINE or not _LINE.match(line)]
    body = "\n".join(lines)
    for pattern in (*_DATELINE, _PLACE):
        if found := pattern.match(body):
            body = body[found.end() :]
            break
    return body[:-_ENDS] + _END.sub("", body[-_ENDS:])


def folded(name: str) -> str:
    """Give a publisher's name as names are compared: letters and digits, without case or width, "the" or "agency"."""
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))
    return letters.removeprefix("the")


@lru_cache(maxsize=1024)  # the articles of a feed stand on one host or two
def _home(scheme: str, host: str) -> str:
    return site_of(f"{scheme}://{host}/") if scheme in {"http", "https"} else ""


def _said(article: Article, text: str) -> Iterator[str]:
    """Give every name that stands where an origin is named."""
    yield from (author.name for author in article.authors)
    head, tail = text[:_ENDS], text[-_ENDS:]
    for pattern in _DATELINE:
        if found := pattern.match(head):
            yield found[1]
    for pattern in _NAMED:
        yield from pattern.findall(tail)
    yield from _NAMED[1].findall(head)


def _named(said: str, known: Publishers) -> Iterable[str]:
    return (source for name in _names(said) for source in known.names.get(name, ()))


@lru_cache(maxsize=1024)  # the papers and the people of one feed are the same day by day
def _names(said: str) -> frozenset[str]:
    """Give the names that `said` may be, folded: it may hold several, or begin with one ("中央社記者…")."""
    parts = {folded(part) for part in (said, *_BETWEEN.split(said))}
    begun = (name[:size] for name in parts if not name.isascii() for size in range(2, len(name)))
    return frozenset((*parts, *begun))


@cache
def _agencies() -> Mapping[str, tuple[str, ...]]:
    """Give the names of the news agencies by their sites."""
    table = files(__package__).joinpath("data", "agencies.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {home: tuple(names.split("|")) for home, names in rows}
