"""The head of a dropped text: headline, publisher, byline, dates and reading controls, up to the first paragraph."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Final

from feeds.article import Author
from feeds.collect.dropped import byline, dateline, furniture

_LINES: Final = 14
_DECK: Final = 240
_DECKS: Final = 2
_LOGO: Final = re.compile(
    r"(?:logo (?:of|for) )(?P<after>\S.{1,79})|(?P<before>\S.{1,79}?)(?:'s|’s)? logo(?: \(?(?:image|link)\)?)?|"
    r"(?P<east>\S.{0,39}?)\s?(?:的|の)?(?:标志|標誌|徽标|徽標|ロゴ|로고)",
    re.IGNORECASE,
)
_SOURCE: Final = re.compile(
    r"(?:source|来源|來源|出处|出處|稿源|出典|출처|publisher|发布|發布)\s*[:：]\s*(?P<name>\S.{1,60})", re.IGNORECASE
)
_TITLE: Final = re.compile(r"(?:headline|title|标题|標題|見出し|제목)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_PARTS: Final = re.compile(r"\s{2,}|\u3000+|\s*[|｜•·]\s*|\s+(?=(?:来源|來源|记者|記者|作者|编辑|編輯)\s*[:：])")


@dataclass(slots=True)
class Head:
    """What stood before the body; `body` is the number of its first line, `deck` what stood between the furniture."""

    title: str = ""
    publisher: str | None = None
    authors: tuple[Author, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    deck: list[str] = field(default_factory=list)
    body: int = 0


def read(lines: Sequence[str], zone: tzinfo) -> Head:
    """Read the head of a text, given as stripped lines; `zone` is the one of dates that name none."""
    head = Head(body=len(lines))
    filled = [number for number, line in enumerate(lines) if line]
    for order, number in enumerate(filled):
        line, after = lines[number], [lines[later] for later in filled[order + 1 : order + 5]]
        if head.title and order >= _LINES:
            head.body = number
            break
        if not head.title:
            if not _opening(line, head, zone):
                head.title = _TITLE.sub("", line, count=1)
        elif not _furniture(line, after, head, zone):
            if len(head.deck) >= _DECKS or not _is_deck(line, after, zone):
                head.body = number
                break
            head.deck.append(line)
    return head


def _opening(line: str, head: Head, zone: tzinfo) -> bool:
    """Take what may stand above a headline: controls, the logo, a date."""
    return furniture.is_control(line) or _publisher(line, head) or _dated(line, head, zone)


def _furniture(line: str, after: Sequence[str], head: Head, zone: tzinfo) -> bool:
    if _plain(line, head, zone) or _named(line, after, head, zone):
        return True
    parts = [part for part in _PARTS.split(line) if part] if len(line) <= _DECK else []
    if len(parts) < 2:
        return False
    trial = replace(head)
    if not all(_plain(part, trial, zone) for part in parts):
        return False
    head.publisher, head.authors = trial.publisher, trial.authors
    head.published, head.updated = trial.published, trial.updated
    return True


def _plain(line: str, head: Head, zone: tzinfo) -> bool:
    """Take a line that says by itself what it is."""
    if furniture.is_control(line) or furniture.is_call(line) or byline.nobody(line):
        return True
    if _publisher(line, head) or _dated(line, head, zone):
        return True
    found = byline.authors(line)
    head.authors += found
    return bool(found)


def _named(line: str, after: Sequence[str], head: Head, zone: tzinfo) -> bool:
    """Take a line that is a byline only for what stands round it: a bare name, or the role under one."""
    if head.authors and head.authors[-1].role is None and byline.role_only(line):
        head.authors = (*head.authors[:-1], replace(head.authors[-1], role=line))
        return True
    if head.authors or not byline.name_only(line) or not after:
        return False
    if byline.role_only(after[0]) or _plain(after[0], Head(), zone):
        head.authors = (Author(name=line),)
        return True
    return False


def _publisher(line: str, head: Head) -> bool:
    found = (_LOGO.fullmatch(line) or _SOURCE.fullmatch(line)) if len(line) <= 90 else None
    if found is None or re.search(r"[.!?。！？]\s", line):
        return False
    name = next(value for value in found.groupdict().values() if value)
    head.publisher = head.publisher or name.strip()
    return True


def _dated(line: str, head: Head, zone: tzinfo) -> bool:
    found = dateline.said(line, zone)
    for kind, moment in found:
        if kind == "published":
            head.published = head.published or moment
        else:
            head.updated = head.updated or moment
    return bool(found)


def _is_deck(line: str, after: Sequence[str], zone: tzinfo) -> bool:
    """Whether `line` is a subtitle: one short sentence, with a byline, a date or a control close behind it."""
    for number, later in enumerate((line, *after)):
        if number and not furniture.is_call(later) and _plain(later, Head(), zone):
            return True
        if len(later) > _DECK or re.search(r"[.!?。！？]\s*\S{2}", later):
            return False
    return False
