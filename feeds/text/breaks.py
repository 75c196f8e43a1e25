"""Where a text may be broken: at spaces, and between East Asian characters by the rules of their printers.

After UAX #14 and JIS X 4051 (kinsoku), for the one question that an excerpt asks: may it end here?
"""

from typing import Final

import regex  # type: ignore[import-untyped]  # ships no types

# What begins no line: closing marks, small kana and prolonged sounds, marks of repetition, and vowels that stand alone.
_BEGINS_NONE: Final = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々〻ー―…‥’”）〕］｝〉》」』】〙〗〟»｠°′″℃％‰〜～"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ"
    ",.;:!?)]}%"
    "ะาำๅๆฯຯະາຳໆៗ។៕၊။་།༎"
)
# What ends none: opening marks, signs that belong to a number, and vowels that are written before their consonant.
_ENDS_NONE: Final = frozenset("（〔［｛〈《「『【〘〖〝‘“«｟｢([{￥＄￡＃¥$£€₩₫฿#№@เแโใไເແໂໃໄ—")
_NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千万亿萬億兆")
_DENSE: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\u3000-\u303f\uff00-\uffef]")
_SPACELESS: Final = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]")
_WORDLESS: Final = regex.compile(r"[^\p{L}\p{M}\p{N}\p{P}\s]")
_TIBETAN: Final = regex.compile(r"\p{Tibetan}")


def may_break(before: str, after: str) -> bool:
    """Say whether a text may end between two neighbouring graphemes, `before` and `after`.

    Never within a word that spaces part from others (Latin, Cyrillic, Hangul), nor within a number or between it and
    what it counts. Within Thai, Lao, Khmer and Burmese a word may be cut: only a dictionary knows their words.
    """
    if before.isspace() or after.isspace():
        return True
    if after[0] in _BEGINS_NONE or before[-1] in _ENDS_NONE:
        return False
    if _counts(before, after):
        return False
    if _DENSE.match(before) or _DENSE.match(after):
        return True
    if _SPACELESS.match(before) and _SPACELESS.match(after):
        return not _TIBETAN.match(before) or before[-1] in "་།༎"
    return bool(_WORDLESS.match(before) or _WORDLESS.match(after))


def is_spaceless(text: str) -> bool:
    """Say whether `text` begins with a letter of a script whose words nothing parts."""
    return _SPACELESS.match(text) is not None


def _counts(before: str, after: str) -> bool:
    if before[-1] in _NUMERALS:
        return after[0] in _NUMERALS
    return before[-1].isdecimal() and _DENSE.match(after) is not None
