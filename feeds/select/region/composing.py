"""Normal form NFC of a text, and where each of its characters comes from: "Việt" may be written with loose marks."""

import re
from typing import Final
from unicodedata import normalize

# A character and the marks, or the vowels and codas of Hangul, that may join it.
_CLUSTER: Final = re.compile(r"(?s).[\u0300-\u036f\u1160-\u11ff\u0591-\u05c7\u064b-\u065f\u3099\u309a\u20d0-\u20f0]*")


def composed(text: str) -> tuple[str, list[int]]:
    """Give `text` in NFC, and the offset in `text` of each of its characters and of its end."""
    parts: list[str] = []
    offsets: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        part = normalize("NFC", cluster.group())
        parts.append(part)
        offsets += [cluster.start()] * len(part)
    return "".join(parts), [*offsets, len(text)]
