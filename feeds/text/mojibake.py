"""Mojibake: text whose bytes were read in another encoding than they were written in, or could not be read at all.

Two kinds of evidence. What decoders put for bytes they do not know, the "replacements", stands where text was lost.
And text that was misread whole is written back to bytes and read as it should have been: it is mojibake where that
succeeds and gives plainly more natural text. Ordinary text fails one or the other.
"""

import re
from collections.abc import Iterator
from typing import Final

from feeds.text.familiar import familiarity

_SAMPLE: Final = 1200
_TRIED: Final = 240  # characters that are read again
_BREAKING: Final = "锟斤ï\ufffd烫屯"
_LOST: Final = re.compile("(?:锟斤拷|锟斤|斤拷|ï¿½|\ufffd|烫烫烫|屯屯屯)+")
_QUESTIONS: Final = re.compile(r"[?？\s!:,.\-]*\?{3}[?？\s!:,.\-]*")
# The bytes of UTF-8 as Windows-1252 shows them: what begins a letter of two, three or four, and what goes on.
_ON: Final = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TWO: Final = f"[\u00c2-\u00df][{_ON}]"
_MORE: Final = f"[\u00e0-\u00ef][{_ON}]{{2}}|[\u00f0-\u00f4][{_ON}]{{3}}"
_LATIN: Final = re.compile(rf"{_MORE}|{_TWO}|(?<!\w)Â(?=\s)")
_DOUBTFUL: Final = re.compile(f"[\u00c2-\u00f4][{_ON}\\s]")
_LONG: Final = re.compile(f"{_MORE}|â€(?=[^\\w]|\\Z)")
# … and as Windows-1251 shows those of Cyrillic.
_ON_CYRILLIC: Final = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџ\xa0ЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї°±Ііґµ¶·ё№є»јЅѕї"
_RUSSIAN: Final = re.compile("[Ѐ-џ]")
_CYRILLIC: Final = re.compile(f"(?:[РС][{_ON_CYRILLIC}]){{3}}|(?:[г-п][{_ON_CYRILLIC}]{{2}}){{2}}")
_WEST: Final = re.compile(f"[\u00a1-\u00ff{_ON}]")
_DENSE: Final = re.compile(f"[\u00a1-\u00ff{_ON}]{{3}}")
_WIDE: Final = re.compile(
    "[\u0400-\u04ff\u0e00-\u0e7f\u3041-\u30fa\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f\ue000-\uf8ff]"
)
_LETTER: Final = re.compile(r"[^\W\d_]")
# UTF-8's Chinese as GBK shows it where half of each character got lost.
_HALVED: Final = re.compile(
    "[涓鐨鏄鍦鏂鏈鍙浣鍥澶鏃鎴璇鐢鍚鎵宸鏉鍏鍒鍓鍔濂寮銆锛鈥缁瀛绗鑰绛鏍瑙璁鎻闂][\u3400-\u9fff]?"
)
_AFTER_CAPITALS: Final = ("“", "”", "‘", "’", "–", "—", "…", "›", "»")  # "IRMÃ”: a word in capitals, and its end
_NAMES: Final = {
    "utf-8": "UTF-8", "gb18030": "GBK", "big5hkscs": "Big5", "cp932": "Shift_JIS", "euc_jp": "EUC-JP",
    "cp949": "EUC-KR", "cp1252": "Windows-1252", "cp1251": "Windows-1251", "cp874": "TIS-620", "koi8_r": "KOI8-R",
}  # fmt: skip
_READ: Final = ("gb18030", "big5hkscs", "cp932", "cp949", "cp1251")
_WRITTEN: Final = ("utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
_FROM_WEST: Final = ("utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp874", "cp1251", "koi8_r")
# Every byte is a letter of these, so what they make must be cased as words are.
_SINGLE: Final = frozenset(("cp1251", "koi8_r"))
_UNCASED: Final = re.compile("[а-я][А-Я]|[А-Я]{2}[а-я]")
_UNLIKE: Final = 0.4  # so much of real text is familiar, in any language that is judged here
_BETTER: Final = 0.25
_HALF: Final = 0.5


def whole(text: str) -> str:
    """Put a space for each run of replacements."""
    return _LOST.sub(" ", text) if loses(text) else text


def loses(text: str) -> bool:
    """Say whether characters of `text` were lost in decoding."""
    return not text.isascii() and any(letter in text for letter in _BREAKING) and _LOST.search(text) is not None


def headline_fault(text: str) -> str | None:
    """Say what is wrong with a headline, of which no letter may be lost; None where nothing is."""
    if loses(text) or _QUESTIONS.fullmatch(text):
        return "letters were lost in decoding"
    return misread(text)


def fault(text: str) -> str | None:
    """Say what is wrong with a text of which one letter in twenty is lost, or which was misread; None for any other.

    Only its beginning is looked at: the cost is the same for any length.
    """
    sample = text[:_SAMPLE]
    if loses(sample) and len(_LOST.findall(sample)) * 20 >= len(_LETTER.findall(sample)):
        return "letters were lost in decoding"
    return misread(sample, least=2)


def misread(text: str, least: int = 1) -> str | None:
    """Say as what the bytes of `text` were read, and what they are ("UTF-8 read as GBK"); None where nothing tells.

    `least` is how often Latin text must show it: an article may quote a broken word.
    """
    if text.isascii():
        return None
    text = text[:_SAMPLE]
    if _DOUBTFUL.search(text) and _broken_letters(text) >= least:
        return "UTF-8 read as Windows-1252"
    if not _WIDE.search(text):
        pair = _from_the_west(text)
    elif _RUSSIAN.search(text) and _CYRILLIC.search(text):
        return "UTF-8 read as Windows-1251"
    else:
        pair = _from_the_east(text)
    return f"{_NAMES[pair[1]]} read as {_NAMES[pair[0]]}" if pair else None


def _broken_letters(text: str) -> int:
    """Count "Ã©" in "CafÃ©" and "â€™" in "Itâ€™s", but not «Ã» and «Â» that Portuguese, French and Vietnamese write."""
    found = _LATIN.findall(text)
    if not found:
        return 0
    others = len(re.findall("[\u00a1-\u024f\u1e00-\u1eff]", _LATIN.sub("", text)))
    if _LONG.search(text):
        return len(found) if len(found) > others else 0
    sure = [two for two in found if two[0] in "ÂÃÄÅÆÐÑ" and two[1:] not in _AFTER_CAPITALS]
    capitals = re.findall(f"(?<=[A-ZÀ-Þ]){_TWO}", text)
    return len(sure) if len(sure) > max(len(capitals), others) else 0


def _from_the_west(text: str) -> tuple[str, str] | None:
    """Look for text of East Asia, Thailand or Russia that was read as a Western European's."""
    if not _DENSE.search(text):
        return None
    tight = "".join(text.split())[:_TRIED]
    if len(_WEST.findall(tight)) * 2 < len(tight):
        return None
    best = max(_readings(_as_bytes(tight, "cp1252"), "cp1252", _FROM_WEST), default=None)
    return best[2:] if best and best[0] >= _HALF else None


def _from_the_east(text: str) -> tuple[str, str] | None:
    tight = "".join(text[:_TRIED].split())
    if tight.isascii():
        return None
    wide = "".join(_WIDE.findall(tight))
    if len(wide) < 2 or len(wide) * 3 < len(_LETTER.findall(tight)):
        return None
    before = familiarity(wide)
    if before >= _UNLIKE:
        return None
    if _is_halved(wide):
        return "gb18030", "utf-8"
    readings = (one for wrong in _READ for one in _readings(_as_bytes(tight, wrong), wrong, _WRITTEN))
    best = max(readings, default=None)
    return best[2:] if best and best[0] >= max(_HALF, before + _BETTER) else None


def _is_halved(wide: str) -> bool:
    marks = len(_HALVED.findall(wide))
    return marks * 4 >= len(wide) and familiarity(wide) < 0.1


def _readings(written: bytes, wrong: str, rights: tuple[str, ...]) -> Iterator[tuple[float, int, str, str]]:
    """Read bytes in each other encoding, and say how familiar the text is that they make."""
    for place, right in enumerate(rights):
        if right == wrong:
            continue
        text = written.decode(right, "replace")
        bad = text.count("\ufffd")
        wide = len(_WIDE.findall(text))
        if right in _SINGLE and (wide < 4 or len(_UNCASED.findall(text)) * 8 > wide):
            continue
        lost = 1 if right == "utf-8" and wide > 2 else 6  # what is UTF-8 at all is so by no chance
        if wide >= 2 and bad * lost <= wide and (wide >= 6 or right == "utf-8" or wrong == "cp1252"):
            yield familiarity(text) * wide / (wide + bad), -place, wrong, right


def _as_bytes(text: str, encoding: str) -> bytes:
    """Write text back; what Windows-1252 has no letter for is the byte of its own number."""
    if encoding != "cp1252":
        return text.encode(encoding, "ignore")
    return b"".join(_WESTERN.get(letter) or letter.encode("latin-1", "ignore") for letter in text)


_WESTERN: Final = {
    bytes([code]).decode("cp1252", "ignore"): bytes([code])
    for code in range(0x80, 0xA0)
    if bytes([code]).decode("cp1252", "ignore")
}
