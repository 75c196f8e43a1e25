"""Copyright and licence notices in the text of an article: which paragraphs are, what they forbid, what they license.

English, Chinese, Japanese, Korean, Vietnamese, Indonesian and Malay, Thai. Nothing here reads law: a notice is kept
word for word, and what it seems to forbid is not done.
"""

import re
from typing import Final

LONGEST: Final = 2000

_COPY: Final = (
    r"(?:published|republished|reproduced|broadcast|redistributed|distributed|reprinted|copied|reposted|rewritten|"
    r"retransmitted|transmitted|syndicated|used)"
)
_COPYING: Final = (
    r"(?:re-?publication|re-?publishing|reproduction|redistribution|reprinting|copying|syndication|re-?use|"
    r"unauthori[sz]ed (?:use|copying|distribution))"
)
_ZH_COPY: Final = r"(?:转载|轉載|复制|複製|摘编|摘編|翻印|刊載|刊载|刊登|镜像|鏡像|引用|使用|转发|轉發)"

# Every sign below holds one of these, and most paragraphs hold none: that is asked first, for it costs next to nothing.
_STEMS: Final = (
    "©", "(c)", "copyright", "reserved", "licen", "cc by", "cc-by", "commons", "republi", "reproduc", "redistribut",
    "reprint", "publishing", "publication", "copying", "reuse", "re-use", "unauthor", "syndicat", "permission",
    "may not be", "without charge", "free of charge", "at no cost", "for free", "eligible", "qualified", "please",
    "attribution", "content created", "content produced", "content provided",
    "版权", "版權", "著作", "未经", "未經", "转载", "轉載", "翻印",
    "无断", "無断", "許可", "転載", "複製", "무단", "저작권", "재배포",
    "bản quyền", "sao chép", "hak cipta", "dilarang",
    "ลิขสิทธิ์", "ห้าม",
)  # fmt: skip

# One strong sign, or two weak ones, make a paragraph a notice.
_STRONG: Final = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"^\W*(?:©|\(c\)\s|copyright\b.{0,40}(?:©|\d{4}|by\b|\ball rights))",
        r"(?:^|[.,;|©\d]\s*)all rights reserved\W*(?:$|\.\s)",
        (
            r"may not be (?:published|reproduced|republished|broadcast|redistributed|reprinted|copied)\b.{0,120}"
            r"(?:without|permission|redistributed|rewritten)"
        ),
        (
            rf"{_COPYING}\b.{{0,80}}\bwithout\b.{{0,40}}\b(?:permission|consent)\b"
            r".{0,40}\b(?:prohibited|forbidden|not allowed)"
        ),
        r"^(?:this|our) (?:article|story|content|work|text)s?\b.{0,120}(?:licen[cs]ed|republished?|CC[ -]BY)",
        r"版权(?:所有|归|聲明|声明)|版權(?:所有|屬於|聲明)|著作權",
        rf"未[经經].{{0,20}}(?:许可|許可|授权|授權|同意|允许|允許).{{0,30}}{_ZH_COPY}",
        r"(?:^|[。，；！])\W*(?:如需)?(?:转载|轉載)(?:本文)?(?:请|請|须|須)(?:注明|註明|联系|聯絡|聯繫|保留)",
        r"^\W*(?:严禁|嚴禁|禁止|谢绝|謝絕)(?:转载|轉載|翻印)",
        r"(?:无断|無断|禁無断|無断での?|許可なく).{0,12}(?:転載|複製|使用|転用)|著作権|転載(?:を固く)?(?:禁止|お断り)",
        r"무단\s?(?:전재|복제|배포)|저작권자|재배포\s?금지|저작권법",
        r"^\W*(?:giữ |mọi )?bản quyền(?: ©| thuộc| của|\W*\d{4})|(?:nghiêm )?cấm sao chép|giữ bản quyền",
        (
            r"hak cipta(?: ©| dilindungi| terpelihara|\W*\d{4})"
            r"|dilarang (?:keras )?(?:\w+,? ){0,3}?(?:mengutip|menyalin|menerbitkan semula)"
        ),
        r"สงวนลิขสิทธิ์|ลิขสิทธิ์\s?(?:©|โดย|ของ)|ห้าม(?:คัดลอก|ทำซ้ำ|เผยแพร่ซ้ำ)",
    )
)
_WEAK: Final = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"\bcontent (?:created|produced|provided) by\b",
        r"\bavailable (?:free of charge|without charge|for free|at no cost)\b",
        r"\blicensing (?:opportunit|enquir|inquir|request)",
        r"\b(?:eligible|qualified) (?:news )?(?:publisher|outlet|organi[sz]ation)s?\b",
        r"\brepubli(?:sh|cation|shing)\b|\bsyndicat(?:e|ed|ion)\b|\breproduc(?:e|ed|tion)\b",
        r"\bplease (?:contact|e-?mail|write|credit)\b",
        r"\bwithout (?:prior |written |express )*permission\b|\bwith attribution\b",
        r"\bcreative commons\b|\blicen[cs]ed under\b|\bCC[ -]BY\b",
        r"\bcopyright\b|©|\brights reserved\b",
    )
)
_FORBIDS: Final = re.compile(
    rf"\b(?:may|must|can|shall|should) ?not be .{{0,40}}?\b{_COPY}\b"
    rf"|\b{_COPYING}\b.{{0,100}}\b(?:is|are) (?:strictly |expressly )?"
    r"(?:prohibited|forbidden|not (?:permitted|allowed))"
    rf"|\b(?:no|strictly no|prohibits?|forbids?) (?:unauthori[sz]ed )?{_COPYING}\b"
    rf"|\bno part of (?:this|the|our) .{{0,60}}\bmay be .{{0,40}}?\b{_COPY}\b"
    r"|\bnot for (?:re)?(?:publication|distribution|broadcast|syndication|posting)\b"
    r"|\bdo not (?:re-?publish|reproduce|copy|redistribute|re-?post|syndicate)\b"
    r"|未[经經].{0,24}(?:许可|許可|授权|授權|同意|允许|允許|批准).{0,12}(?:不得|禁止|严禁|嚴禁|请勿|請勿|谢绝|謝絕|不可)"
    rf"|(?:不得|禁止|严禁|嚴禁|请勿|請勿|谢绝|謝絕|不准|切勿)[^。；]{{0,10}}{_ZH_COPY}|(?:转载|轉載|翻印)必究"
    r"|禁(?:無断)?(?:転載|複製)|無断.{0,20}(?:転載|複製|転用|引用|使用|掲載)[^。]{0,20}(?:禁|断り|できません|遠慮)"
    r"|許可なく[^。]{0,20}(?:転載|複製|使用)[^。]{0,20}(?:禁|できません)|(?:転載|複製)[^。]{0,10}(?:禁じ|禁止|お断り)"
    r"|무단\s?(?:전재|복제|배포|도용|사용)[^.]{0,30}(?:금지|금합|불허)|(?:재배포|전재|복제)[^.]{0,12}금지"
    r"|(?:nghiêm cấm|\bcấm|không(?: được)?(?: phép)?)\s+(?:\w+\s+){0,4}?"
    r"(?:sao chép|phát hành lại|đăng lại|trích dẫn|dẫn lại|tái bản)"
    r"|chỉ được (?:phát hành lại|đăng lại|sao chép).{0,60}\bkhi\b"
    r"|dilarang (?:keras )?(?:\w+,? ){0,4}?(?:mengutip|menyalin|mengambil|memperbanyak|menggandakan|menyebarluaskan|"
    r"menerbitkan|mempublikasikan|menyiarkan)"
    r"|ห้าม.{0,30}(?:คัดลอก|ทำซ้ำ|เผยแพร่|ดัดแปลง|นำไปใช้)",
    re.IGNORECASE,
)
_MACHINES: Final = re.compile(
    r"\btext and data mining\b|\bTDM\b|\bdata mining\b|\bartificial intelligence\b|\bmachine learning\b"
    r"|(?<![A-Za-z])(?-i:A\.?I)(?![A-Za-z])"
    r"|人工智能|人工智慧|人工知能|機械学習|机器学习|機器學習|인공지능"
    r"|trí tuệ nhân tạo|kecerdasan (?:buatan|artifisial)|ปัญญาประดิษฐ์",
    re.IGNORECASE,
)
_CLOSED: Final = re.compile(
    r"\b(?:not|no|without|prohibit\w*|forbid\w*|forbidden|reserv\w+|opt(?:s|ed)? out|exclud\w+)\b"
    r"|不得|禁|严禁|嚴禁|请勿|請勿|保留"
    r"|お断り|できません|금지|금합|불허|cấm|không được|dilarang|ห้าม",
    re.IGNORECASE,
)
_LICENCE: Final = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/[a-z-]{2,12}/[1-4]\.\d|publicdomain/(?:zero|mark)/1\.0)(?:/[a-z]{2,8})?/?"
)
_NAMED: Final = re.compile(
    r"\bCC[ -](BY(?:-NC)?(?:-SA|-ND)?)[ -]([1-4]\.\d)\b|\bCC[ -]?0 (?:1\.0|licen[cs]e)", re.IGNORECASE
)
_OF_PICTURES: Final = re.compile(
    r"\b(?:photo|image|picture|illustration)s?\b|图片|圖片|照片|写真|사진|hình ảnh|\bfoto\b", re.IGNORECASE
)


def is_notice(paragraph: str) -> bool:
    """Whether a paragraph near the end of a text is its copyright or licence notice, not of the story."""
    if len(paragraph) > LONGEST or re.match(r"[“\"「『‘]", paragraph):
        return False
    lower = paragraph.lower()
    if not any(stem in lower for stem in _STEMS):
        return False
    if any(sign.search(paragraph) for sign in _STRONG):
        return True
    return sum(bool(sign.search(paragraph)) for sign in _WEAK) >= 2


def forbids(notice: str) -> bool:
    """Whether a notice forbids to publish the text again; "all rights reserved" alone only says whose they are."""
    return _FORBIDS.search(notice) is not None


def reserves(notice: str) -> bool:
    """Whether a notice keeps text and data mining, or the training of models, to its publisher."""
    return any(
        _CLOSED.search(sentence) is not None and _MACHINES.search(sentence) is not None
        for sentence in re.split(r"(?<=[.!?])\s|[。！？]", notice)
    )


def licence_in(notice: str) -> str | None:
    """Give the URI of the Creative Commons licence that a notice names, unless it may be that of a picture alone."""
    if _OF_PICTURES.search(notice):
        return None
    if found := _LICENCE.search(notice):
        return found[0]
    named = _NAMED.search(notice)
    if named is None:
        return None
    if named[1] is None:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return f"https://creativecommons.org/licenses/{named[1].lower()}/{named[2]}/"
