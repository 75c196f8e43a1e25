"""Plain text as a news page is copied: headline, logo line, byline, controls, body, related stories, notice."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from config.settings import Source
from feeds.article import Author, Entry, Origin, Page, Reading, Related, Skipped
from feeds.collect.dropped import byline, furniture, head
from feeds.collect.dropped.decode import decoded
from feeds.errors import ParseError
from feeds.text.html import paragraphs
from feeds.text.notices import is_notice

_LONGEST: Final = 1_000_000
_TAIL: Final = 6
_WIDEST: Final = 100
_HEADLINE: Final = 250
_OWNER: Final = re.compile(
    r"content (?:created|produced) by (?P<by>[^.]{3,80}?) (?:is|are) |"
    r"©\s*(?:\d{4}(?:[-–]\d{4})?,?\s*)?(?:by )?(?P<of>[^\W\d_][\w&'’ -]{2,60}?)(?:[.,]|$|\s+all rights)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Body:
    """The paragraphs of the text, and what was taken out of them."""

    paragraphs: list[str] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read(page: Page, source: Source) -> Reading:
    """Read one text file as one entry whose guid is the file's path.

    Raises ParseError where its encoding cannot be told, or it is longer than any article. A text without any
    furniture is its first line as the title and the rest as the body. No date in it is no date in the entry.
    """
    text = decoded(page.body, language=source.language, source=source.name)
    if len(text) > _LONGEST:
        raise ParseError(f"{page.address}: longer than {_LONGEST} characters; split it", source=source.name)
    lines = [re.sub(r"[\t\xa0 ]", " ", line).strip(" \u3000\ufeff") for line in text.split("\n")]
    top = head.read(lines, source.zone)
    if not top.title:
        return Reading(skipped=(Skipped(what=page.address, reason="the file holds no text; write a headline in it"),))
    body = _body([*top.deck, "", *lines[top.body :]])
    title, whole = _headline(top.title)
    story = [part for part in body.paragraphs if part != title]
    authors = top.authors or _signed(story)
    entry = Entry(
        guid=page.address,
        title=title,
        content=paragraphs("\n\n".join(whole + story)) or None,
        authors=authors,
        published=top.published,
        updated=top.updated,
        related=tuple(dict.fromkeys(body.related)),
        origin=_origin(top.publisher, body.notices),
        rights="\n".join(body.notices) or None,
    )
    return Reading(entries=(entry,))


def _headline(line: str) -> tuple[str, list[str]]:
    """Give a title, and the line itself as a paragraph where it is too long to be one."""
    if len(line) <= _HEADLINE:
        return line, []
    sentence = re.match(r".{20,200}?(?:[.!?](?=\s)|[。！？])", line)
    return (sentence[0] if sentence else line[:120].rsplit(" ", 1)[0] + "…"), [line]


def _body(lines: Sequence[str]) -> _Body:
    """Part the paragraphs of the story from its furniture."""
    items = list(_unwrapped(lines))
    texts = [number for number, item in enumerate(items) if not _is_aside(item)]
    tail = texts[-_TAIL] if len(texts) > _TAIL else 0
    body = _Body()
    listing, before = False, ""
    for number, item in enumerate(items):
        kind = _kind(item, before=before, listing=listing, late=bool(body.paragraphs) and number >= tail)
        listing = kind in {"head", "listed"}
        _put(item, kind, body)
        before = kind
    return body


def _is_aside(item: str) -> bool:
    return furniture.is_control(item) or furniture.is_call(item) or furniture.is_contact(item)


def _kind(item: str, *, before: str, listing: bool, late: bool) -> str:
    """Say what a paragraph is: of the story, a notice, a related story, or furniture."""
    if furniture.is_control(item) or (furniture.is_call(item) and not (late and is_notice(item))):
        return "call"
    if furniture.is_contact(item) and before in {"call", "notice"}:
        return "notice" if before == "notice" else "call"
    if late and is_notice(item):
        return "notice"
    if furniture.heads_related(item):
        return "head"
    if listing and furniture.bullet(item):
        return "listed"
    return "related" if furniture.related_line(item) else "story"


def _put(item: str, kind: str, body: _Body) -> None:
    if kind == "notice":
        ends = furniture.is_contact(item) and body.notices  # "… please contact" and the address under it
        body.notices.append(f"{body.notices.pop()} {item}" if ends else item)
    elif kind == "listed":
        body.related.append(Related(title=furniture.bullet(item) or item))
    elif kind == "related" and (story := furniture.related_line(item)):
        body.related.append(story)
    elif kind == "story":
        text, stories = furniture.without_related(item)
        body.related += stories
        body.paragraphs += [text] if text else []


def _unwrapped(lines: Sequence[str]) -> Iterable[str]:
    """Give paragraphs: blocks between blank lines, joined where their lines were broken at a margin."""
    block: list[str] = []
    for line in (*lines, ""):
        if line:
            block.append(line)
            continue
        yield from [_join(block)] if _is_wrapped(block) else block
        block = []


def _is_wrapped(block: Sequence[str]) -> bool:
    if len(block) < 2:
        return False
    full = [len(line) for line in block[:-1]]
    if max(full) > _WIDEST or min(full) < 20 or min(full) < 0.6 * max(full) or len(block[-1]) > max(full) + 12:
        return False
    if any(_is_aside(line) or furniture.related_line(line) or furniture.bullet(line) for line in block):
        return False
    ended = sum(line.endswith((".", "!", "?", "。", "！", "？", "”", '"')) for line in block[:-1])
    return ended * 2 < len(full) + 1


def _join(block: Sequence[str]) -> str:
    """Join broken lines with a space, and with nothing inside Chinese and Japanese."""
    text = "\n".join(block)
    text = re.sub(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\n(?=[\u2e80-\u9fff\uff00-\uffef])", "", text)
    return text.replace("\n", " ")


def _signed(story: list[str]) -> tuple[Author, ...]:
    """Find the author where the head named none: in the first paragraph's dateline, or signed under the last."""
    if not story:
        return ()
    if found := byline.within(story[0]):
        return found
    last = story[-1].lstrip("—–- ")
    found = byline.authors(last) if len(story) > 1 and len(last) <= 80 else ()
    if found:
        story.pop()
    return found


def _origin(publisher: str | None, notices: Sequence[str]) -> Origin | None:
    if publisher:
        return Origin(title=publisher)
    found = _OWNER.search("\n".join(notices))
    return Origin(title=(found["by"] or found["of"]).strip()) if found else None
