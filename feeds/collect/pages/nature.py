"""What kind of page it is: one article, or something else; free to read, or not."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from feeds.article import Entry
from feeds.collect.pages.document import Document
from feeds.collect.pages.linked import Item, each, is_article

_TIERS: Final = frozenset({"locked", "metered", "premium", "paid", "subscriber", "subscribers", "registration"})
_FALSE: Final = frozenset({"false", "no", "0"})
_LISTS: Final = frozenset(
    {"collectionpage", "searchresultspage", "profilepage", "itemlist", "contactpage", "aboutpage", "faqpage"}
)
_OTHER: Final = frozenset(
    {"website", "profile", "video.other", "video", "product", "video.movie", "object", "music.song"}
)
_ERROR: Final = re.compile(
    r"^\W*(?:(?:error\s*)?(?:404|403|410|500|503)\b.{0,60}|"
    r"(?:page|article|story) (?:not found|unavailable|no longer available).{0,40}|"
    r"not found.{0,40}|"
    r"access denied.{0,40}|just a moment.{0,20}|attention required.{0,40}|"
    r"are you a robot.{0,20}|(?:sign|log) ?in\b.{0,40}|"
    r"(?:页面|頁面|网页|網頁|文章|您访问的页面).{0,6}(?:不存在|找不到|未找到|已删除|已刪除|出错).{0,20}|"
    r"找不到.{0,6}(?:页面|頁面|网页|網頁).{0,20}|"
    r"(?:登录|登入|會員登入|用户登录).{0,10}|.{0,12}ページ.{0,4}(?:見つかりません|存在しません).{0,20}|ログイン.{0,10}|"
    r".{0,8}페이지를 찾을 수 없습니다.{0,20}|로그인.{0,10}|.{0,10}không tìm thấy.{0,20}|"
    r"đăng nhập.{0,20}|halaman tidak ditemukan.{0,20})$",
    re.IGNORECASE,
)
_SHORT: Final = 250
_ENOUGH: Final = 350
_BRIEF: Final = 160
_PARAGRAPH: Final = 80
_SENTENCE: Final = re.compile(r".{29,}[.!?。！？…][\"'”’」』)）]*\Z", re.DOTALL)
_DENSE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def paywalled(document: Document, item: Item) -> bool:
    """Tell whether the page says that not all of its article is free to read."""
    said = [str(value).lower() for value in each(item, "isAccessibleForFree")]
    if said:
        return any(value in _FALSE for value in said)
    tiers = document.metas.get("article:content_tier", ()) + document.metas.get("content_tier", ())
    return any(tier.lower() in _TIERS for tier in tiers)


def one_article(document: Document, item: Item, found: Iterable[Item], entry: Entry, text: str) -> bool:
    """Tell whether the page looks like one article.

    It does where its data describe one and say nothing else, or where it has a headline and a text of its own that
    its links do not outweigh, a shorter one where it is signed and dated; never where its headline is that of an error
    or a login, nor the front of a site.
    """
    if not entry.title or any(_ERROR.match(said) for said in (entry.title, *document.headings[:1])):
        return False
    if document.address.startswith("http") and urlsplit(document.address).path in {"", "/"} and not is_article(item):
        return False
    weight = _weight(text)
    if is_article(item):
        return True
    lists = any(kind.lower() in _LISTS for thing in found for kind in map(str, each(thing, "@type")))
    kind = (document.meta("og:type") or "").lower()
    if kind == "article" and not lists:
        return weight >= _SHORT
    if lists or kind in _OTHER:
        return weight >= 4 * _ENOUGH and _flows(document, text)
    enough = _BRIEF if entry.authors and entry.published else _ENOUGH
    return weight >= enough and _flows(document, text)


def _flows(document: Document, text: str) -> bool:
    """Tell whether most of the text stands in paragraphs, long ones or whole sentences, that are no titles of links."""
    linked = {" ".join(element.text_content().split()) for element in document.root.iter("a")}
    lines = [line for line in text.split("\n") if line not in linked]
    flowing = sum(len(line) for line in lines if _weight(line) >= _PARAGRAPH or _SENTENCE.match(line))
    return flowing * 2 > len(text)


def _weight(text: str) -> int:
    """Give the length of a text in letters of an alphabet: a character of East Asia says as much as three."""
    return len(text) + 2 * len(_DENSE.findall(text))
