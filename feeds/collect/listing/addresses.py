"""What the address of a page says by its shape: an article, or a way to articles. Pure, never raises."""

import re
from enum import IntEnum
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


class Shape(IntEnum):
    """How much an address looks like an article's, least first."""

    OTHER = 0
    OPEN = 1
    LIKELY = 2
    ARTICLE = 3


# Words of the path: those that lead elsewhere wherever they stand, and those that do only at its end.
_ANYWHERE_WORDS: Final = """
    about about-us account accounts author authors autor autoren byline categories category checkout contributor
    contributors feed feeds keyword keywords login logout member members newsletter newsletters page privacy profile
    profiles register rss search signin signup sign-in sign-up subscribe subscription subscriptions tag tagged tags
    topic
    topics user users wp-admin wp-content wp-json wp-login.php xmlrpc.php
"""
_ANYWHERE: Final = frozenset(_ANYWHERE_WORDS.split())
_AT_THE_END_WORDS: Final = """
    aboutus ad ads advert advertise advertising advertisement app apps bookmarks careers cart comment comments contact
    contact-us contactus cookie cookie-policy cookies copyright corrections donate epaper events faq favorites feedback
    help imprint jobs legal licensing membership my notifications people policies policy preferences privacy-policy
    registration reporter share shop sitemap sitemaps staff store team terms terms-of-service terms-of-use trending
    vacancies widget widgets
"""
_AT_THE_END: Final = _ANYWHERE | frozenset(_AT_THE_END_WORDS.split())
_HOSTS: Final = re.compile(
    r"(?:accounts?|ads?|auth|careers?|events?|help|jobs|login|mail|member|my|shop|sso|store|subscribe|support)\."
)
_ASKED_WORDS: Final = "author cat category feed keyword keywords page paged q query s search sort tag tags"
_ASKED: Final = frozenset(_ASKED_WORDS.split())
_IDS_WORDS: Final = """
    aid artid articleid article_id article artcode arcid contentid contentsid content_id cid docid doc_id id idx idxno
    itemid key nid news_id news_seq newsid newsidx no num p pid post post_id postid
    seq serial sn storyid story_id uid wr_id
"""
_IDS: Final = frozenset(_IDS_WORDS.split())
_FILES: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|pdf|docx?|xlsx?|pptx?|zip|gz|apk|exe|mp[34]|m4[av]|mov|webm|css|js|json|xml|rss|atom|txt)\Z"
)
_INDEX: Final = re.compile(r"(?:index|default|main|home|list(?:_?\d{1,4})?)(?:_\d{1,3})?(?:\.[a-z]{3,5})?")
_DATE: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-/_.]?(?P<month>0[1-9]|1[0-2]|[1-9](?!\d)|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
    r"(?:[-/_.]?(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?!\d)))?"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EXTENSION: Final = re.compile(r"\.(?:s?html?|xhtml|php|aspx?|jsp|do|cms|ece|story|article|amp)\Z")
_WORDS: Final = re.compile(r"[-_+ ]+")
_LONG_NUMBER: Final = re.compile(r"(?<!\d)\d{5,}(?!\d)")
_NUMBER: Final = re.compile(r"(?:[a-z]{1,3}[-_]?)?\d{3,}")
_MIXED: Final = re.compile(r"(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{8,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_CAMEL: Final = re.compile(r"(?=[A-Za-z]*\d)(?=\w*[a-z])(?=\w*[A-Z])[A-Za-z0-9]{9,}")
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNDER_WORDS: Final = """
    a article articles articleview archives content contents detail details doc news-detail p post posts read story
    stories view
"""
_UNDER: Final = frozenset(_UNDER_WORDS.split())


def shape(url: str) -> Shape:
    """Say by its shape what an absolute `url` leads to: ARTICLE and OTHER are as good as sure, OPEN is anybody's guess.

    Dates, numbers and slugs speak for an article; navigation, files, searches and bare front pages against.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return Shape.OTHER
    if len(url) > 2048 or _HOSTS.match(parts.netloc.lower()):
        return Shape.OTHER
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    numbered = _numbered(parts)
    if _leads_elsewhere(segments, parts, numbered=numbered):
        return Shape.OTHER
    if numbered:
        return Shape.ARTICLE
    if not segments or _INDEX.fullmatch(segments[-1].lower()):
        return Shape.OPEN if _dated(parts.path) and len(segments) > 1 else Shape.OTHER
    return _by_path(segments, parts.path)


def day_in(url: str) -> tuple[int, int, int] | None:
    """Give the (year, month, day) that the path or the query of `url` speaks of; a day or month it leaves out is 0."""
    for text in url[:2048].lower().partition("//")[2].partition("/")[2].split("?", 1):
        found = _DATE.search(text)
        if found:
            month = found["month"]
            number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
            return int(found["year"]), number, int(found["day"] or 0)
    return None


def _leads_elsewhere(segments: list[str], parts: SplitResult, *, numbered: bool) -> bool:
    lower = [segment.lower() for segment in segments]
    if not _ANYWHERE.isdisjoint(lower[:-1]) or _EXTENSION.sub("", lower[-1] if lower else "") in _AT_THE_END:
        return True
    if lower and _FILES.search(lower[-1]):
        return True
    asked = {name.lower() for name, _ in parse_qsl(parts.query[:1000])}
    return bool(asked & _ASKED) and not numbered


def _numbered(parts: SplitResult) -> bool:
    """Tell whether the query names one item by its number ("articleView.html?idxno=123")."""
    pairs = parse_qsl(parts.query[:1000])
    return any(name.lower() in _IDS and re.fullmatch(r"[A-Za-z_-]{0,6}\d[\w-]{2,40}", value) for name, value in pairs)


def _dated(path: str) -> bool:
    found = _DATE.search(path.lower())
    return found is not None and found["day"] is not None


def _by_path(segments: list[str], path: str) -> Shape:
    last = _EXTENSION.sub("", segments[-1].lower())
    if _dated(path):
        return Shape.OPEN if _DATE.fullmatch("/".join(segments[-3:]).lower()) else Shape.ARTICLE
    if _DATE.search(path.lower()) and len(segments) > 2 and not _DATE.fullmatch(last):
        return Shape.ARTICLE
    if any(map(_LONG_NUMBER.search, segments)) or _MIXED.fullmatch(last) or _CAMEL.search(segments[-1]):
        return Shape.ARTICLE
    return _by_words(segments, last)


def _by_words(segments: list[str], last: str) -> Shape:
    words = [word for word in _WORDS.split(last) if word]
    under = bool(_UNDER.intersection(segment.lower() for segment in segments[:-1]))
    if len(words) >= 5 or len(_DENSE.findall(last)) >= 8:
        return Shape.ARTICLE
    if under and (_NUMBER.fullmatch(last) or len(words) >= 3):
        return Shape.ARTICLE
    if _NUMBER.fullmatch(last) or len(words) >= 3 or under or len(_DENSE.findall(last)) >= 5:
        return Shape.LIKELY
    return Shape.OPEN
