"""The script of a text (ISO 15924), by the ranges of its letters."""

import re
from collections import Counter
from types import MappingProxyType

_RANGES = MappingProxyType({
    "Kore": re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+"),
    "Jpan": re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9d]+"),
    "Hani": re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"),
    "Cyrl": re.compile("[\u0400-\u052f]+"),
    "Arab": re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+"),
    "Thai": re.compile("[\u0e01-\u0e7f]+"),
    "Laoo": re.compile("[\u0e80-\u0eff]+"),
    "Khmr": re.compile("[\u1780-\u17ff]+"),
    "Mymr": re.compile("[\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]+"),
    "Tibt": re.compile("[\u0f00-\u0fff]+"),
    "Deva": re.compile("[\u0900-\u0963\u0966-\u097f]+"),
    "Beng": re.compile("[\u0980-\u09ff]+"),
    "Taml": re.compile("[\u0b80-\u0bff]+"),
    "Telu": re.compile("[\u0c00-\u0c7f]+"),
    "Knda": re.compile("[\u0c80-\u0cff]+"),
    "Mlym": re.compile("[\u0d00-\u0d7f]+"),
    "Sinh": re.compile("[\u0d80-\u0dff]+"),
    "Gujr": re.compile("[\u0a80-\u0aff]+"),
    "Guru": re.compile("[\u0a00-\u0a7f]+"),
    "Orya": re.compile("[\u0b00-\u0b7f]+"),
    "Mong": re.compile("[\u1800-\u18af]+"),
    "Thaa": re.compile("[\u0780-\u07bf]+"),
    "Yiii": re.compile("[\ua000-\ua4cf]+"),
    "Geor": re.compile("[\u10a0-\u10ff\u1c90-\u1cbf]+"),
    "Armn": re.compile("[\u0530-\u058f]+"),
    "Hebr": re.compile("[\u0590-\u05ff]+"),
    "Grek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]+"),
    "Latn": re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+"),
})  # fmt: skip
_ASCII = re.compile("[\x00-\x7f]+")
_LETTER = re.compile("[A-Za-z]")
_FOREIGN = re.compile(f"[{''.join(script.pattern[1:-2] for script in _RANGES.values())}]")
_WEIGHED = frozenset(("Hani", "Jpan", "Kore", "Latn"))
_NO_LETTERS = bytes(code for code in range(0x80) if not chr(code).isalpha())


def script_of(text: str) -> str | None:
    """Give the script that most of `text` is in: "Jpan" where kana stand among Han, "Kore" for Hangul, "Hani" for Han.

    One Han character counts as three Latin letters. None for a text without letters.
    """
    foreign = "" if text.isascii() else _ASCII.sub("", text)
    if _FOREIGN.search(foreign) is None:
        return "Latn" if _LETTER.search(text) else None
    counts: Counter[str] = Counter()
    for name, letters in _RANGES.items():
        if not foreign:
            break
        rest = letters.sub("", foreign)
        counts[name] = len(foreign) - len(rest)
        foreign = rest
    counts["Latn"] += len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    dense = counts["Hani"] + counts["Jpan"] + counts["Kore"]
    if (
        dense
        and dense * 3 >= counts["Latn"]
        and dense >= max((counts[name] for name in counts if name not in _WEIGHED), default=0)
    ):
        return _dense(counts, dense)
    script, most = counts.most_common(1)[0]
    return script if most else None


def _dense(counts: Counter[str], dense: int) -> str:
    if counts["Kore"] * 4 >= dense:
        return "Kore"
    return "Jpan" if counts["Jpan"] * 12 >= dense else "Hani"
