"""Which language a text may be in, as far as the names of one language ask: 央行 is one bank here, another there."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

# Words without which little English is written, and which the other languages that are read here do not have.
_ENGLISH: Final = re.compile(r"(?i)\b(?:the|of|and|for|with|from|says|after|over|at|by|is|its|his)\b")
_KANA: Final = re.compile("[ぁ-ゖァ-ヺ]")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_HANGUL: Final = re.compile("[가-힣]")
_THAI: Final = re.compile("[\u0e01-\u0e4e]")
# Frequent characters that only one of the two ways of writing Chinese has, and Japanese has not.
_SIMPLIFIED: Final = re.compile(
    "[这们个来对时为说发经长开关间问业东车马风门见让请议设认计订记讲许论证识诉试话该详语误读调谈谁课达过还进远选运边钱银铁镇陆阳队际难"
    "预领题额飞馆报场织级纪组细线续维综绿网罗罚职联脑药营获补装观规视觉订贸费资质购贵赛赵较输农军写冲况减务动劳势医华协单卖卫厂历压]"
)
_TRADITIONAL: Final = re.compile(
    "[國會學這們個來對說發經廣區醫數應變讓關點黨總灣臺觀擊擴據轉傳價兩與當舉號實寫體麼歲歷氣濟獎產眾聯聲處證護讀贊辦邊還鐵險隨雙雜"
    "靈顯驗黃齊齡啟層屆將戰單勞衛嚴團圍員執報場壓戶權樓樣機歐殺淨測滿潛無爭牆獨獲環畫監盤確種稅稱穩續織罷職興營華萬葉裝製見規視覺計訂訊記設許訴評話語課調談請論諾講譯議"
    "買貿費資賣質購賽趙車軍輛輪農這連進運過達違遞遠適選]"
)


def may_be(language: str, text: str) -> bool:
    """Say whether `text` may be in `language` (a tag that a table of names bears)."""
    return _SIGNS[language](text)


def _is_no_english(text: str) -> bool:
    return _ENGLISH.search(text) is None


def _is_malay(text: str) -> bool:
    """Say whether acronyms may be read as Jakarta's or Kuala Lumpur's: not in English, nor among capitals alone."""
    return _is_no_english(text) and not text.isupper()


def _is_chinese(text: str) -> bool:
    return _HAN.search(text) is not None and _KANA.search(text) is None


def _is_simplified(text: str) -> bool:
    return _is_chinese(text) and _SIMPLIFIED.search(text) is not None


def _is_traditional(text: str) -> bool:
    return _is_chinese(text) and _SIMPLIFIED.search(text) is None and _TRADITIONAL.search(text) is not None


def _is_japanese(text: str) -> bool:
    return _KANA.search(text) is not None or (_HAN.search(text) is not None and _SIMPLIFIED.search(text) is None)


def _is_korean(text: str) -> bool:
    return _HANGUL.search(text) is not None


def _is_thai(text: str) -> bool:
    return _THAI.search(text) is not None


_SIGNS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "id": _is_malay,
        "ja": _is_japanese,
        "ko": _is_korean,
        "th": _is_thai,
        "vi": _is_no_english,
        "zh": _is_chinese,
        "zh-Hans": _is_simplified,
        "zh-Hant": _is_traditional,
    }
)
