"""Bytes of a dropped file become text: marks first, then UTF-8, then a scored guess; never mojibake."""

import re
from dataclasses import dataclass
from typing import Final

from feeds.errors import ParseError

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE: Final = 20_000


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An encoding, the languages that hint at it, and the characters that running text in it is full of."""

    encoding: str
    languages: tuple[str, ...]
    frequent: re.Pattern[str]


# The commonest characters cover about half of any real text; a wrong reading meets them only by chance.
_CANDIDATES: Final = (
    _Candidate(
        "gb18030",
        ("zh-hans", "zh-cn", "zh-sg", "zh"),
        re.compile(
            "[，。、：；“”《》（）的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家"
            "学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长"
            "新与进实将业市区省部门员报记者称据京海华月外路全工展民产电今据关]"
        ),
    ),
    _Candidate(
        "big5hkscs",
        ("zh-hant", "zh-tw", "zh-hk", "zh-mo"),
        re.compile(
            "[，。、：；「」『』（）的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家"
            "學對可里後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長"
            "新與進實將業市區省部門員報記者稱據京海華月外路全工展民產電今港台關]"
        ),
    ),
    _Candidate("cp932", ("ja",), re.compile("[ぁ-んァ-ヴー、。「」日年月大人国会市中東京]")),
    _Candidate("euc_jp", ("ja",), re.compile("[ぁ-んァ-ヴー、。「」日年月大人国会市中東京]")),
    _Candidate(
        "cp949",
        ("ko",),
        re.compile(
            "[이다는의에을가고하지를은도한로기사서인어자대수시정리보아일과해주전나그부장만동제들공상원"
            "성구국관식세무산업계회학생경선연방신중화소비전당물문라면으며했습니까년월시오우여것위청법적안항미금]"
        ),
    ),
    # Only typographic marks and accented letters that stand alone among ASCII: the Latin text of a word processor.
    _Candidate(
        "cp1252", (), re.compile(r"(?<![^\x00-\x7f])[‘’“”–—…•£€©®àáâãäåæçèéêëìíîïñòóôõöøùúûüýßœÉÀÖÜ](?![^\x00-\x7f])")
    ),
)
_STRAY: Final = re.compile(r"[｡-ﾟ\ue000-\uf8ff\x80-\x9f\ufffd]")
_FOREIGN: Final = {
    "gb18030": re.compile("[ぁ-んァ-ヶ가-힣㐀-䶿Ѐ-ӿ]"),
    "big5hkscs": re.compile("[ぁ-んァ-ヶ가-힣㐀-䶿Ѐ-ӿ]"),
    "cp949": re.compile("[一-鿿ぁ-んァ-ヶ]"),
}


def decoded(body: bytes, *, language: str | None, source: str, declared: str | None = None) -> str:
    """Read `body` as text, line ends folded to LF.

    A byte order mark wins, then strict UTF-8, then what the document itself `declared`, then the likeliest of the
    encodings of the region and of Western word processors, where `language` (BCP 47) tips the scale.
    Raises ParseError where nothing fits: a wrong guess would be published as mojibake.
    """
    tries = (_marked(body), _strict(body, "utf-8"), _strict(body, declared))
    text = next((text for text in tries if text is not None), None)
    if text is None:
        text = _guessed(body, language)
    if text is None or "\x00" in text:
        raise ParseError("its encoding cannot be told; save the file as UTF-8", source=source)
    return re.sub(r"\r\n?|[\u2028\u2029\x85\v\f]", "\n", text)


def _marked(body: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _strict(body, encoding)
    if len(body) >= 4 and body.count(0) * 5 > len(body) * 2 - 10:  # UTF-16 without its mark, mostly Latin letters
        return _strict(body, "utf-16-be" if body[0] == 0 else "utf-16-le")
    return None


def _strict(body: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(body: bytes, language: str | None) -> str | None:
    """Give the likeliest reading. The shorter the text, the more the hint counts, and the surer a guess must be."""
    best, found = 0.0, None
    for candidate in _CANDIDATES:
        text = _strict(body, candidate.encoding)
        beyond = sum(character > "\x7f" for character in (text or "")[:_SAMPLE])
        if text is None or not beyond:
            continue
        evidence = _score(text[:_SAMPLE], candidate) / beyond
        if evidence <= 0:
            continue
        score = evidence - 0.15 - min(1 / beyond, 0.35)
        score += min(0.1 + 2 / beyond, 0.45) if _hinted(candidate, language) else 0
        if score > best:
            best, found = score, text
    return found


def _hinted(candidate: _Candidate, language: str | None) -> bool:
    tag = (language or "").lower()
    return any(tag == known or tag.startswith(known + "-") for known in candidate.languages)


def _score(text: str, candidate: _Candidate) -> int:
    """Count the frequent characters, less twice the absurd ones."""
    absurd = len(_STRAY.findall(text))
    foreign = _FOREIGN.get(candidate.encoding)
    if foreign is not None:
        absurd += len(foreign.findall(text))
    return len(candidate.frequent.findall(text)) - 2 * absurd
