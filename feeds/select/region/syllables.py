"""Countries of one syllable in Vietnamese: "Mỹ", "Anh", "Đức" are also words and parts of people's names.

Their capital tells the word from the country. A name tells itself by its other syllables: "Mỹ Linh", "Tuấn Anh". A
foreigner's name after it does not ("Tổng thống Mỹ Trump"): it is no syllable of Vietnamese.
"""

import re
from typing import Final

KIND: Final = "syllables"
# A syllable of Vietnamese, the tone and vowel marks on it or not (phonology: onset, at most three vowels, coda).
_SYLLABLE: Final = re.compile(
    r"(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x)?"
    r"[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}"
    r"(?:ch|c|m|ng|nh|n|p|t)?",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(r"([^\W\d_]+) $")
_AFTER: Final = re.compile(r" ([^\W\d_]+)")
# Words that begin a sentence before a country, and none of which is a name.
_PLAIN: Final = frozenset(
    """bị bởi cả của cho do giữa gần khi người nếu nước ở phía qua sang sau tại thăm theo trong trước tới từ vì với và
    vào về""".split()  # noqa: SIM905 - a word list
)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether the syllable at `start` to `end` of `text` is no part of somebody's name."""
    before, after = _BEFORE.search(text[max(0, start - 12) : start]), _AFTER.match(text, end)
    if after is not None and _is_of_a_name(after[1]):
        return False
    return before is None or not _is_of_a_name(before[1]) or before[1].lower() in _PLAIN


def _is_of_a_name(word: str) -> bool:
    return word[0].isupper() and not word.isupper() and _SYLLABLE.fullmatch(word) is not None
