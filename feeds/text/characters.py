"""Text that XML 1.0 can carry: every string that enters an `Article` passes here."""

import re
import unicodedata

import regex  # type: ignore[import-untyped]  # ships no types

# What Windows-1252 means by the bytes that ISO 8859-1 leaves to the C1 controls; the five that it leaves open go.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x80-\x9f]")
_NEWLINE = re.compile("\r\n?")
# Unicode's stream-safe text (UAX 15): normalising a longer run of combining marks takes quadratic time.
_MARKS = regex.compile(r"(\p{M}{30})\p{M}+")
_OVERRIDES = ("\u202d", "\u202e")
# What the letters of the West and of East Asia are not: a character that may have to go, to change, or to be joined.
_ORDINARY = (
    "\u0100-\u02ff\u2002-\u200f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u3000-\u3029\u3030-\u3096\u309b-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef"
)
_DOUBTFUL = re.compile(f"[^\t\n\x20-\x7e\xa0-\xff{_ORDINARY}]")


def legal(text: str) -> str:
    r"""Give `text` as NFC that XML 1.0 (section 2.2) can carry, lines ended by "\n".

    Controls, lone surrogates and noncharacters go; a surrogate pair becomes its character; a C1 control becomes what
    Windows-1252 means by it. Idempotent; never raises.
    """
    if _DOUBTFUL.search(text) is None:
        return text
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = _DROPPED.sub("", _NEWLINE.sub("\n", text))
    if text.isascii():
        return text
    if _CONTROL.search(text):
        text = text.translate(_C1)
    return _unpiled(unicodedata.normalize("NFC", _unpiled(text)))


def _unpiled(text: str) -> str:
    return str(_MARKS.sub(r"\1", text))


def line(text: str) -> str:
    """Give `text` as one legal line: white space folded to single spaces, none at either end, no bidi override."""
    return " ".join(unturned(legal(text)).split())


def unturned(text: str) -> str:
    """Give `text` without the characters that turn its direction round."""
    for override in _OVERRIDES:
        text = text.replace(override, "")
    return text
