"""What stands round an article's text and is no part of it: reading controls, calls to follow, related stories."""

import re
from collections.abc import Sequence
from typing import Final

from feeds.article import Related

LONGEST: Final = 240

_ON: Final = r"(?:Twitter|X|Facebook|Instagram|LinkedIn|Threads|Bluesky|Mastodon|Telegram|WeChat|Weibo|YouTube|TikTok)"

# Whole lines. A real sentence may begin with the same word ("Share prices fell", "Follow the money").
_CONTROLS: Final = re.compile(
    r"(?:font size|text size|share(?: this(?: article| story)?)?|print(?: this)?(?: article)?|"
    r"listen(?: to this article)?|"
    r"save(?: for later)?|bookmark|email(?: this)?|comments?(?: \(\d+\))?|\d+ comments?|leave a comment|view comments|"
    r"copy link|tweet|pin it|reddit|whatsapp|facebook|twitter|advertisement|sponsored|ad|loading(?:\.\.\.|…)?|"
    r"continue reading|read more|skip to (?:main )?content|menu|home|gift article|add to (?:favou?rites|reading list)|"
    r"(?:\d+[ -]min(?:ute)?s?(?: read)?)|(?:reading time|read time|estimated reading time)[:\s]*\d+ ?min(?:ute)?s?|"
    r"a[+-]|a\s?a(?:\s?a)?|#{2,5}|-30-|[(（—-]*ends?[)）—-]*|small|medium|large|[+-]|xs s m l xl|"
    r"字号|字號|字体大小|分享(?:到)?|打印|列印|收藏|收听|聽新聞|听新闻|评论|評論|点赞|广告|廣告|"
    r"シェア(?:する)?|印刷|保存|文字サイズ|공유(?:하기)?|인쇄(?:하기)?|글자 ?크기|기사 ?듣기|스크랩|댓글|광고)"
    r"\s*[:：]?(?:\s*(?:small|medium|large|a[+-]?|[+-]|[|/·•]|大|中|小|가|default|标准)){0,6}",
    re.IGNORECASE,
)
_CALLS: Final = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"follow\s+(?:\S+\s+){{1,8}}?on\s+{_ON}\b.{{0,80}}",
        r"(?:please )?follow\s+(?:@\w{1,30}|us\b|our (?:channel|page|reporters?|newsletters?)\b).{0,120}",
        (
            r"send (?:your |us )?(?:news |story )?tips?(?: and \w+)?(?: to| at|)\s*:?\s*"
            r"(?:|(?:\S+ ){0,4}\S+@\S+(?: \S+){0,4}|(?:us|our|the (?:newsroom|desk|editor|author|reporter))\b.{0,80}|"
            r"https?://\S+|[\d+() -]{6,20}|(?-i:[A-Z][\w'’-]+ ?){1,4}\.?)"
        ),
        r"(?:got|have) (?:a |any )?(?:news |story )?tips?\?.{0,160}",
        (
            r"(?:please )?(?:sign up|subscribe)\b.{0,120}\b(?:newsletters?|e-?mails?|alerts?|briefings?|updates|inbox|"
            r"channel|podcast|here|now|today)\b.{0,60}"
        ),
        r"click (?:here|on the link)\b.{0,160}",
        r"(?:please )?(?:download|get) (?:our|the) (?:\w+ ){0,3}app\b.{0,120}",
        r"(?:join|be part of) (?:the|our) (?:conversation|discussion|telegram|whatsapp)\b.{0,120}",
        r"(?:support|donate to) (?:our|independent) (?:journalism|newsroom|reporting)\b.{0,120}",
        (
            r"(?:contact|email|e-mail|reach|write to) (?:the (?:author|reporter|writer)|\w+(?: \w+)?) (?:at|on):? ?"
            r"\S{0,64}@\S{0,64}\.?"
        ),
        r"(?:the (?:author|reporter|writer)|\w+(?: \w+)?) can be reached (?:at|on) ?\S{0,64}@?\S{0,64}\.?",
        r"(?:read|see|view) (?:the )?(?:original|full) (?:article|story|version)\b.{0,120}",
        r"(?:欢迎|歡迎|请|請)?(?:关注|關注|追蹤|追踪|订阅|訂閱)(?:我们|我們|本报|本報).{0,60}",
        r"(?:扫码|掃碼|点击|點擊|按此|點此).{0,40}(?:关注|關注|下载|下載|订阅|訂閱|阅读原文|閱讀原文|加入).{0,40}",
        r"(?:報料|爆料|新闻热线|新聞熱線)(?:热线|熱線|电话|電話)?[:：].{0,60}",
        r"제보(?:는|하기|전화)?\s*[:：]?.{0,60}(?:@|카카오|전화|\d{2,4}-).{0,60}",
        r"(?:公式)?(?:ツイッター|X|LINE|アプリ)(?:を|の)?(?:フォロー|登録|ダウンロード).{0,40}",
    )
)
_CONTACT: Final = re.compile(r"\W*(?:[\w.+-]{1,64}@[\w.-]{1,190}|@\w{1,30}|https?://\S{1,300}|www\.\S{1,200})\W*")

_MARK: Final = (
    r"(?:RELATED(?: (?:STORY|STORIES|ARTICLES?|COVERAGE|READING|NEWS))?|(?:READ|SEE|WATCH) (?:MORE|ALSO|NEXT)|"
    r"ALSO (?:READ|SEE)|MORE ON THIS|FROM THE ARCHIVES?|FURTHER READING|BACKGROUND)"
)
_EAST_MARK: Final = (
    r"(?:相关(?:阅读|报道|新闻|文章|链接)|相關(?:閱讀|報導|新聞|文章|連結)|延伸(?:阅读|閱讀)|关联阅读|另见|另見|"
    r"関連(?:記事|ニュース)?|あわせて読みたい|관련\s?(?:기사|뉴스|글))"
)
_HEADS: Final = re.compile(rf"(?:{_MARK}|{_EAST_MARK})\s*[:：]?", re.IGNORECASE)
_LINE: Final = re.compile(
    rf"(?:[>»▶►→*•-]\s*)?(?:{_MARK}\s*[:：–—]|{_EAST_MARK}\s*[:：])\s*(?P<title>\S.*)", re.IGNORECASE
)
_BULLET: Final = re.compile(r"\s*(?:[-*•·▪►▶»>○●]|\d{1,2}[.)])\s*(?P<title>\S.*)")
_OPEN: Final = re.compile(rf"[(\[（【［]\s*(?:{_MARK}|READ|WATCH|{_EAST_MARK})\s*[:：]\s*(?=\S)", re.IGNORECASE)
_LOWER: Final = re.compile(r"[(\[（【［]\s*(?:read|watch|background)\b")
_PAIRS: Final = {"(": ")", "[": "]", "（": "）", "【": "】", "［": "］"}


def is_control(line: str) -> bool:
    """Whether `line` is nothing but a reading control ("Font Size:", "Share", "3 min read")."""
    return len(line) <= LONGEST and _CONTROLS.fullmatch(line.strip()) is not None


def is_call(line: str) -> bool:
    """Whether `line` calls on the reader ("Follow X on Twitter", "Send tips to", "Sign up for our newsletter")."""
    line = line.strip()
    if len(line) > LONGEST or re.search(r"[.!?。！？]\s+\S.*[.!?]\s+\S", line):
        return False
    return any(call.fullmatch(line) for call in _CALLS)


def is_contact(line: str) -> bool:
    """Whether `line` is nothing but an address of mail, of a page or of an account."""
    return len(line) <= LONGEST and _CONTACT.fullmatch(line.strip()) is not None


def heads_related(line: str) -> bool:
    """Whether `line` is the heading over a list of related stories."""
    return len(line) <= LONGEST and _HEADS.fullmatch(line.strip()) is not None


def bullet(line: str) -> str | None:
    """Give the text of a list's line, or None where it is not one."""
    found = _BULLET.fullmatch(line)
    return found["title"] if found else None


def related_line(line: str) -> Related | None:
    """Read a line that is nothing but a related story: "Related: Title", "相关阅读：标题"."""
    found = _LINE.fullmatch(line.strip()) if len(line) <= LONGEST else None
    if found is None or re.match(r"[a-z]", found["title"]):
        return None
    return _story(found["title"])


def without_related(text: str) -> tuple[str, tuple[Related, ...]]:
    """Take every "(RELATED: Title)" out of a paragraph; a title may itself hold brackets."""
    stories: list[Related] = []
    kept: list[str] = []
    begin = at = 0
    while found := _OPEN.search(text, at):
        end = _closing(text, found.start())
        if end is None or _LOWER.match(found[0]) or text[found.end()].islower():
            at = found.end()
            continue
        stories.append(_story(text[found.end() : end]))
        kept.append(text[begin : found.start()])
        begin = at = end + 1
    return _joined([*kept, text[begin:]]), tuple(stories)


def _story(title: str) -> Related:
    title = " ".join(title.split()).rstrip()
    link = re.search(r"\s*[<(]?(https?://\S{1,500}?)[>)]?$", title)
    if link and link.start():
        return Related(title=title[: link.start()].rstrip(" -–—:|"), link=link[1])
    return Related(title=title)


def _closing(text: str, start: int) -> int | None:
    """Find the bracket that closes the one at `start`, counting those of the same shape in between."""
    opening, closing, depth = text[start], _PAIRS[text[start]], 0
    for at in range(start, min(len(text), start + 2 * LONGEST)):
        if text[at] == opening:
            depth += 1
        elif text[at] == closing:
            depth -= 1
            if depth == 0:
                return at
    return None


def _joined(parts: Sequence[str]) -> str:
    """Join what stood round the gaps: one space where there was one, none before a mark or inside Chinese."""
    text: list[str] = []
    for part in parts:
        rest = part.lstrip() if text else part
        if not rest.strip():
            continue
        spaced = rest != part and not re.match(r"[.,;:!?)\u3000-\u9fff！），．：；？]", rest)
        text += [" "] * spaced + [rest.rstrip()]
    return "".join(text).strip()
