"""From bytes to text, whatever the labels say.

Labels lie, bytes do not: what is valid UTF-8 is UTF-8 (text in another encoding is so by chance only when it is very
short). Otherwise the XML declaration is believed before the transport, whose label is mostly a server's default, and
either only while hardly a character is damaged. What no label explains is guessed by the commonest characters of
each East Asian encoding. (The Encoding Standard, 4.2, says which label means which superset.)
"""

import codecs
import re
from collections.abc import Iterator
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_UNMARKED: Final = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"), (b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"))
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._:-]{1,40})["']""")
_WIDE: Final = re.compile("[^\x00-\xff]")
_GLANCE: Final = 1000  # seen at a glance, what is not Latin-1 costs no exception
_HEAD: Final = 4096
_SEARCHED: Final = 2**20
_SAMPLE: Final = 2**15
_PLAIN: Final = re.compile(rb"([\x00-\x7f]{3})[\x00-\x7f]+")  # a character's last byte may look like ASCII
_WEAKEST: Final = "cp1252"  # a default of servers, true only where nothing else is

# Python's name of what a label says → what it means in the wild; what is not here is not believed.
_MEANT: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "hz",
    "big5": "big5hkscs", "big5hkscs": "big5hkscs", "cp950": "big5hkscs",
    "shift_jis": "cp932", "cp932": "cp932", "shift_jis_2004": "cp932", "euc_jp": "euc_jp", "iso2022_jp": "iso2022_jp",
    "euc_kr": "cp949", "cp949": "cp949", "iso2022_kr": "iso2022_kr",
    "ascii": "cp1252", "iso8859-1": "cp1252", "cp1252": "cp1252", "iso8859-15": "iso8859-15",
    "iso8859-2": "iso8859-2", "cp1250": "cp1250", "iso8859-9": "cp1254", "cp1254": "cp1254",
    "iso8859-5": "iso8859-5", "cp1251": "cp1251", "koi8-r": "koi8-r", "koi8-u": "koi8-u",
    "iso8859-7": "iso8859-7", "cp1253": "cp1253", "cp1256": "cp1256", "cp1257": "cp1257", "cp1258": "cp1258",
    "tis-620": "cp874", "iso8859-11": "cp874", "cp874": "cp874",
}  # fmt: skip
_ESCAPED: Final = frozenset(("hz", "iso2022_jp", "iso2022_kr"))  # written in ASCII alone, so valid UTF-8 too
_MULTIBYTE: Final = frozenset(("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"))
_COMMON: Final = {
    "gb18030": frozenset("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年"),
    "big5hkscs": frozenset("的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年"),
    "cp932": frozenset("のにはをたがでてとしれさいるなかこもすうらりん、。ーンスト"),
    "euc_jp": frozenset("のにはをたがでてとしれさいるなかこもすうらりん、。ーンスト"),
    "cp949": frozenset("이다의는에을를가은로한고서지하기도사인대정리자수시일부나해"),
}


def decode(body: bytes, transport: str | None) -> str:
    """Give the text of `body` without its byte order mark; `transport` is the charset that its carrier declared.

    Never raises: what is damaged is U+FFFD, and what nothing explains is Windows-1252.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for start, encoding in _UNMARKED:
        if body.startswith(start):
            return body.decode(encoding, "replace")
    labels = tuple(_labels(body, transport))
    text = _as_utf8(body, labels) or _as_labelled(body, labels)
    return body.decode(_guess(body) or _WEAKEST, "replace") if text is None else text


def encoded_once(text: str) -> str:
    """Undo UTF-8 that its publisher took for Latin-1 and encoded again ("FÃ³rmula"); nothing else reads as UTF-8."""
    if text.isascii() or _WIDE.search(text, 0, _GLANCE):
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _labels(body: bytes, transport: str | None) -> Iterator[str]:
    """Give the codecs that the document, then its carrier, speak of, in their widest meaning."""
    declared = _DECLARED.search(body, 0, _HEAD)
    for label in (declared[1].decode() if declared else None, transport):
        try:
            name = codecs.lookup(label or "").name
        except (LookupError, ValueError):  # unknown, or not even a name
            continue
        if name in _MEANT:
            yield _MEANT[name]


def _as_utf8(body: bytes, labels: tuple[str, ...]) -> str | None:
    """Decode what is UTF-8, save where a label explains it better: escapes, or bytes that are valid only by chance."""
    if _ESCAPED.intersection(labels) and (b"\x1b" in body or b"~{" in body):
        return None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        return text if _damage(text) <= 0.4 else None  # other encodings leave 0.8 and more
    by_chance = _MULTIBYTE.intersection(labels) and not text.isascii() and max(text) < "\u0800"
    return None if by_chance else text


def _as_labelled(body: bytes, labels: tuple[str, ...]) -> str | None:
    """Decode as the first label that leaves hardly a character damaged."""
    for encoding in labels:
        text = body.decode(encoding, "replace")
        if encoding != _WEAKEST and _damage(text) <= 0.1:
            return text
    return None


def _damage(text: str) -> float:
    """Give the share of U+FFFD in what is not ASCII."""
    damaged = text.count("\ufffd")
    return damaged / _foreign(text) if damaged else 0


def _foreign(text: str) -> int:
    """Count the characters that are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _guess(body: bytes) -> str | None:
    """Give the encoding whose commonest characters are most frequent in what is not plain ASCII of `body`."""
    best, most = None, 0.05
    sample = _PLAIN.sub(rb"\1", body[:_SEARCHED])[:_SAMPLE]
    for encoding, common in _COMMON.items():
        text = sample.decode(encoding, "replace")
        share = (sum(map(text.count, common)) - 5 * text.count("\ufffd")) / max(1, _foreign(text))
        if share > most:
            best, most = encoding, share
    return best
