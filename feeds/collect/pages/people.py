"""Who wrote it."""

import re
from collections.abc import Iterable
from typing import Any, Final

from lxml.html import HtmlElement

from feeds.article import Author
from feeds.collect.dropped import byline
from feeds.collect.pages.document import Document, words
from feeds.collect.pages.linked import Item, clean, each, texts
from feeds.text.urls import absolute

_METAS: Final = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "byl", "byline",
    "dc.creator",
    "dcterms.creator", "dc.contributor", "citation_author", "cxenseparse:author", "authors", "rnews:author",
    "dable:author", "article.author", "twitter:data1",
)  # fmt: skip
_BY: Final = re.compile(
    r"^(?-i:By)(?=[A-Z][a-z])|^(?:(?:written|story|text|words|reported|reporting|posted|published)\s+)?(?:by|von|par|por|di|door|av|af|oleh|bởi|od)\b[:\s]+"
    r"|^(?:authors?|autore?n?|autor|penulis|text|tekst|texte|texto)\s*[:：]\s*|^(?:文|撰文|作者|记者|記者|取材・文)\s*[/／:：｜|]\s*",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"\s*(?:[;；、|｜•·]\s|[;；、｜]|,\s+(?:and|und|et|y|e|dan|&)\s+|\s+(?:and|und|et|dan|&|och|og|en)\s+|\s*,\s+(?!(?:jr|sr|ph\.?d|m\.?d|phd|md|esq|ii|iii|iv)\b\.?))\s*",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_WEB: Final = re.compile(r"(?:https?:)?//|www\.|\.(?:com|html?|php)(?:/|$)", re.IGNORECASE)
_EMPTY: Final = frozenset({
    "", "admin", "administrator", "none", "null", "n/a", "na", "unknown", "author", "authors", "undefined", "editor",
    "anonymous", "webmaster", "root", "user", "guest", "false", "true", "0", "-", "default", "nan", "redaktion web",
    "佚名", "未知", "本站", "网站编辑", "管理员", "name", "test",
})  # fmt: skip
_ROLE: Final = re.compile(r"^(?P<name>[^,(（]{2,60}?)\s*(?:,\s+|[(（])(?P<role>[^,()（）]{3,80})[)）]?$")
_ROLE_WORD: Final = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|columnist|contributor|journalist|chief|analyst|producer|staff)s?\b|记者|記者|기자|특파원|編集|编辑|特派",
    re.IGNORECASE,
)
_PROFILE: Final = re.compile(
    r"/(?:authors?|by|people|profiles?|reporters?|journalists?|contributors?|staff|writers?|editors|autor(?:en)?|users?|columnists?)[/-]|[?&]author=|author\b.*\bauthor$|\sauthor",
    re.IGNORECASE,
)
_DATED: Final = re.compile(
    r"\s*(?:\d{1,4}\s?[年/.-]\s?\d|\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2}"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d"
    r"|\b(?:Updated|Published|Posted|Last|on|in|at)\b|\s[/|]\s|\d{1,2}:\d\d)"
)
_DESK: Final = re.compile(
    r"编辑部|編輯部|記者|记者|中心|综合|綜合|新闻|新聞|日報|日报|時報|通信|通訊|报道|報導|網|网|社$|編集部|作者|著者|取材|電視|电视"
)
_REPORTER: Final = re.compile(r"记者|記者|기자|특파원")
_EAST: Final = re.compile(r"[【（(].{1,12}[=＝]|记者|記者|기자|특파원|撰文|作者|文[/／:：]")
_PLACED: Final = (
    re.compile(
        r"[(（【〔\[]?(?P<role>[\u4e00-\u9fff]{0,4}?(?:记者|記者))[\s:：]?"
        r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[、,，\s]+[\u4e00-\u9fff]{2,4}){0,3})"
        r"\s*[／/╱]\s*[\u4e00-\u9fff]{2,8}(?:报道|報導|報道|电|電)"
    ),
    re.compile(
        r"[(（][\u4e00-\u9fff]{0,6}?(?P<role>记者|記者)(?P<names>[\u4e00-\u9fff]{3})[\u4e00-\u9fff]{2,6}\d{1,2}日[\u4e00-\u9fff]{0,6}[电電]"
    ),
)
_EASTERN: Final = re.compile(
    r"[\u3400-\u9fff々]{2,4}|[가-힣]{2,4}"
    r"|[\u3040-\u30ff\u3400-\u9fff々]{1,6}[ \u3000][\u3040-\u30ff\u3400-\u9fff々]{1,6}"
)
_BEARERS: Final = ("a", "span", "div", "p", "address", "em", "strong", "b", "li", "dd", "cite", "h4", "section")
_AWAY: Final = frozenset({"nav", "aside", "footer", "form"})
_MOST_ELEMENTS: Final = 3000
_LONGEST: Final = 300
_MOST: Final = 30
_INITIALS: Final = re.compile(r"\s*[(（][^()（）]{0,40}[)）]$|^[(（]\s*|[(（]\s*$")  # (obe), a desk, an agency
_PLACE: Final = re.compile(r"\s+in\s+[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)?$")
_MARKS: Final = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|writer|reporter|journalist|contributor|記者|autor)(?:$|[\s_-]|name)",
    re.IGNORECASE,
)


def authors(document: Document, item: Item, site: str | None) -> tuple[Author, ...]:
    """Give the authors whom the page names, each once, with their roles.

    A person is taken before an organisation, a declared one before a byline that is only seen. Nobody is made up: a
    page that names none has none.
    """
    linked = _linked(each(item, "author") or each(item, "creator"))
    declared = _named(value for name in _METAS for value in _first(document, name))
    for people in (linked, declared):
        if persons := tuple(person for person in people if not _is_site(person.name, site)):
            return persons
    return _seen(document, site) or linked


def _first(document: Document, name: str) -> tuple[str, ...]:
    if name == "twitter:data1":
        label = (document.meta("twitter:label1") or "").lower()
        return document.metas.get(name, ()) if "by" in label.split() or "author" in label else ()
    return document.metas.get(name, ())


def _linked(values: Iterable[Any]) -> tuple[Author, ...]:
    found: list[Author] = []
    for value in list(values)[:_MOST]:
        if isinstance(value, dict):
            role = next(iter(texts(value, "jobTitle")), None)
            uri = next((url for url in each(value, "url", "sameAs") if isinstance(url, str)), None)
            people = [person for name in texts(value, "name") for person in people_of(name)]
            if len(people) == 1:
                people = [
                    Author(
                        name=people[0].name,
                        role=role or people[0].role,
                        uri=absolute(uri or "", None),
                        email=people[0].email,
                    )
                ]
            found += people
        elif isinstance(value, str):
            found += people_of(clean(value))
    return _once(found)


def _named(values: Iterable[str]) -> tuple[Author, ...]:
    """Give the people of the first meta elements that name any."""
    return _once(person for value in values for person in people_of(clean(value)))


def people_of(text: str) -> list[Author]:
    """Part a byline into people; addresses, handles and what is nobody's name are none."""
    text = " ".join(text.split())[:_LONGEST]
    if people := _reporters_of(text):
        return people
    email = _ADDRESS.search(text)
    text = _BY.sub("", _ADDRESS.sub("", text).strip(" <>|,;:"))
    if _WEB.search(text):
        return []
    people = [person for part in _PART.split(text) if part for person in _person(part)]
    if email and len(people) == 1:
        people = [Author(name=people[0].name, role=people[0].role, email=email[0])]
    return people


def _reporters_of(text: str) -> list[Author]:
    """Give the people of a byline in the region's own form, each with the role."""
    return list(byline.authors(text)) if _REPORTER.search(text) else []


def _person(part: str) -> list[Author]:
    part = _BY.sub("", part.strip(" \t,;:|·•-–—")).strip()
    role = _ROLE.match(part)
    if role and _ROLE_WORD.search(role["role"]):
        return [Author(name=role["name"].strip(), role=role["role"].strip())]
    part = _PLACE.sub("", _INITIALS.sub("", part)).strip()
    if (
        part.lower() in _EMPTY
        or part.startswith(("@", "/"))
        or not any(char.isalpha() for char in part)
        or len(part) > 80
    ):
        return []
    return [Author(name=part)]


def _once(people: Iterable[Author]) -> tuple[Author, ...]:
    found: dict[str, Author] = {}
    for person in people:
        key = person.name.casefold()
        if key not in found or (person.role and not found[key].role):
            found[key] = person
    return tuple(found.values())[:_MOST]


def _is_site(name: str, site: str | None) -> bool:
    said, own = ("".join(filter(str.isalnum, text.casefold())) for text in (name, site or ""))
    return bool(said and own) and (said in own or own in said)


def _seen(document: Document, site: str | None) -> tuple[Author, ...]:
    """Give the people of the first byline that a reader sees: below the headline, else anywhere but in a list."""
    above: list[HtmlElement] = []
    below: list[HtmlElement] = []
    headed = False
    for element, _ in zip(document.root.iter("h1", *_BEARERS), range(_MOST_ELEMENTS), strict=False):
        headed = headed or element.tag == "h1"
        if _is_byline(element) and not any(parent.tag in _AWAY for parent in element.iterancestors()):
            (below if headed else above).append(element)
    alone = (element for element in above if next(element.iterancestors("li"), None) is None)
    for element in (*below, *alone):
        text = words(element, _LONGEST)
        people = _once(_linked_people(element) or _written(text)) if text else ()
        if people and not any(_is_site(person.name, site) for person in people):
            return people
    return _reporters(document)


def _is_byline(element: HtmlElement) -> bool:
    """Whether an element is marked as one by its class, id, property or relation; a headline is none."""
    if element.tag == "h1":
        return False
    marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    return bool(_MARKS.search(marks)) or "author" in (element.get("rel") or "").split()


def _linked_people(element: HtmlElement) -> list[Author]:
    """Give the people whom the links of a byline lead to."""
    links = [link for link in element.iter("a") if _PROFILE.search(f"{link.get('href') or ''} {link.get('rel') or ''}")]
    names = [words(link) for link in links] or [words(inner) for inner in element.iterfind(".//*[@itemprop='name']")]
    return [person for name in names for person in people_of(name) if _is_name(person.name)]


def _written(text: str) -> list[Author]:
    """Give the people of a byline's text, up to its date."""
    line = _DATED.split(text, maxsplit=1)[0].strip(" ,|/·•-–—")
    return list(byline.authors(line)) or [person for person in people_of(line) if _is_name(person.name)]


def _is_name(name: str) -> bool:
    """Whether a text that stands where a byline does is a person's name."""
    if _EASTERN.fullmatch(name):
        return not _DESK.search(name)
    return byline.name_only(name)


def _at(text: str) -> tuple[Author, ...]:
    """Give the reporter of a line that names a place: "記者陳怡君／花蓮報導", "（通訊社記者陳怡君花蓮20日電）"."""
    found = next((found for shape in _PLACED if (found := shape.match(text))), None)
    if found is None:
        return ()
    return tuple(Author(name=name, role=found["role"]) for name in re.split(r"[、,，\s]+", found["names"].strip()))


def _reporters(document: Document) -> tuple[Author, ...]:
    """Give the reporters whom a line of the region's own form names, or a dateline."""
    for element, _ in zip(
        document.root.iter("p", "span", "div", "em", "strong", "li", "td", "h4"), range(_MOST_ELEMENTS), strict=False
    ):
        if len(element) > 4:
            continue
        text = words(element)
        if not len(text) >= 3 or not _EAST.search(text[:60]):
            continue
        people = _at(text) or (byline.authors(text) if len(text) <= 60 else byline.within(text))
        if people and not any(_DESK.search(person.name) for person in people):
            return _once(people)
    return ()
