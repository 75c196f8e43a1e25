"""The language of a text as a BCP 47 tag: its script and its words decide, and the source's word where they do not."""

import re
from math import inf
from typing import Final

from feeds.text import wording
from feeds.text.scripts import script_of
from feeds.text.tags import Tag, declared_tag, is_written_in

_SAMPLE: Final = 2000
_COUNTED: Final = 600  # Han characters
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
# The one language of a script here; where its neighbours write in it too, they are believed.
_OF_SCRIPT: Final = {
    "Kore": "ko", "Jpan": "ja", "Thai": "th", "Laoo": "lo", "Khmr": "km", "Mymr": "my", "Tibt": "bo", "Taml": "ta",
    "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Gujr": "gu", "Guru": "pa", "Orya": "or", "Mong": "mn",
    "Thaa": "dv", "Yiii": "ii", "Geor": "ka", "Armn": "hy", "Hebr": "he", "Grek": "el",
}  # fmt: skip
_NEIGHBOURS: Final = {
    "Mymr": ("shn", "mnw", "kar", "ksw"), "Tibt": ("dz",), "Hebr": ("yi",), "Mong": ("mnc",), "Thai": ("pi", "nod"),
    "Jpan": ("ryu", "ain"),
}  # fmt: skip
_CHINESE: Final = frozenset(("zh", "yue", "hak", "nan", "wuu"))
_REGIONS: Final = {"CN": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}
# Languages that are too close for so little evidence: what is declared of them is believed.
_CLOSE: Final = (
    frozenset(("id", "ms", "jv", "su", "min")), frozenset(("fil", "tl", "ceb", "ilo", "hil", "war")),
    frozenset(("hi", "mai", "bho", "sa")), frozenset(("pt", "gl", "es")), frozenset(("ru", "be")),
    frozenset(("sr", "mk", "bs")), frozenset(("ky", "kk")), frozenset(("fa", "prs")),
    frozenset(("ug", "ckb")), frozenset(("da", "nb", "nn", "no", "sv")), frozenset(("tr", "az", "tk")),
    frozenset(("de", "lb", "gsw")), frozenset(("nl", "af", "fy")),
)  # fmt: skip
_PLAIN: Final = 0.12  # so much of a text must speak for a language before it is named
_SHORT: Final = 8  # words; of so many, some are the commonest ones
_FEWEST: Final = 4  # words; fewer may be names
_AHEAD: Final = 1.3  # and so many times more than for any other
_SURE: Final = 0.3  # and so much before a declaration is overruled
_SURER: Final = 0.5  # or so much where it is short, or its letters speak alone


def detected(text: str, declared: str | None) -> str | None:
    """Give the BCP 47 tag of `text`, or None where neither it nor `declared` tells.

    A script that one language writes decides; Han tells simplified from traditional, with the region of `declared`
    where that goes with it ("zh-CN" → "zh-Hans-CN"); within a script, the words decide between those that write in
    it. `declared` is believed unless the text contradicts it, and always between close neighbours (Indonesian and
    Malay). The script is in the tag only where it tells something: "sr-Latn", never "en-Latn".
    """
    sample = text[:_SAMPLE]
    tag = declared_tag(declared)
    script = script_of(sample)
    if script is None:
        return _expanded(tag).written() if tag else None
    if script == "Hani":
        return _of_han(sample, tag).written()
    found = _among(sample, script, tag) if script not in _OF_SCRIPT else _only(script, tag)
    return found.written() if found else None


def _only(script: str, tag: Tag | None) -> Tag:
    """Give the language of a script that has one; of those that share it, the declared one."""
    language = _OF_SCRIPT[script]
    if tag and (tag.language == language or tag.language in _NEIGHBOURS.get(script, ())):
        return tag.in_script(script)
    return Tag(language, script)


def _among(sample: str, script: str, tag: Tag | None) -> Tag | None:
    """Choose between the languages of a script that many share."""
    if tag and wording.is_plainly(tag.language, sample, script):
        return tag.in_script(script)
    scores = wording.scores(sample, script)
    best, second = (*sorted(scores, key=scores.__getitem__, reverse=True), "", "")[:2]
    first = scores.get(best, 0.0)
    if tag and (script == "Latn" or _may_be_in(tag, script)):  # every language has headlines of foreign names alone
        written = tag.in_script(script) if _may_be_in(tag, script) else _expanded(tag)
        clear = first >= _bar(tag, sample, script, best) and first >= 2 * scores.get(tag.language, 0.0)
        return Tag(best, script) if clear and not _are_close(best, tag.language) else written
    if first < (_PLAIN if tag or len(sample.split()) < _SHORT else _SURE):
        return None
    if first < _AHEAD * scores.get(second, 0.0) and not tag and not _are_close(best, second):
        return None
    return Tag(best, script)


def _bar(tag: Tag, sample: str, script: str, best: str) -> float:
    """Give how much must speak for `best` before it overrules the declared language.

    Less in a text of some length that holds words of it; more where nothing is known that would speak for the other.
    """
    words = len(sample.split())
    if words < _FEWEST:
        return inf
    is_long = words >= _SHORT and wording.is_evident(best, sample, script)
    unknown = _may_be_in(tag, script) and not wording.knows(tag.language, script)
    return (_SURE if is_long else _SURER) * (2 if unknown else 1)


def _may_be_in(tag: Tag, script: str) -> bool:
    """Say whether the declared language is written in `script`: its usual one, one that it names, or one we know."""
    return script == tag.script or is_written_in(tag.language, script) or wording.knows(tag.language, script)


def _are_close(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _CLOSE)


def _of_han(sample: str, tag: Tag | None) -> Tag:
    """Tell Japanese, simplified and traditional Chinese by which national sets their characters are in."""
    han = "".join(_HAN.findall(sample))[:_COUNTED]
    mainland, taiwan, japan = (len(han.encode(name, "ignore")) for name in ("gb2312", "big5", "shift_jis"))
    is_japanese = tag is not None and tag.language == "ja"
    if (is_japanese and japan >= max(mainland, taiwan)) or japan > max(mainland, taiwan):
        return tag if is_japanese and tag else Tag("ja")
    chinese = tag if tag and tag.language in _CHINESE else Tag("zh")
    script = "Hans" if mainland > taiwan else "Hant" if taiwan > mainland else _script_said(chinese)
    region = chinese.region if _REGIONS.get(chinese.region, script) == script or chinese.script == script else ""
    return Tag(chinese.language, script, region, chinese.variants)


def _script_said(tag: Tag) -> str:
    return tag.script or _REGIONS.get(tag.region, "Hant" if tag.language == "yue" else "Hans")


def _expanded(tag: Tag) -> Tag:
    """Give a declared tag that no letter speaks for or against; a Chinese one of a region gets its script."""
    return tag.in_script(_script_said(tag)) if tag.language in _CHINESE and tag.region else tag
