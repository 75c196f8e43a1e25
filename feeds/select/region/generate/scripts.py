"""Ways to write one name: simplified and traditional characters, Vietnamese without its diacritics."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from babel import Locale

# Two characters that face each other once may do so by chance: the languages translate otherwise.
LEAST: Final = 2
_STROKE: Final = str.maketrans("đĐ", "dD")


class Variants:
    """Simplified and traditional characters, learnt from pairs of names of one place and those of the CLDR."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Learn from `pairs` of the simplified and the traditional name."""
        seen: Counter[tuple[str, str]] = Counter()
        for simplified, traditional in (*_of_babel(), *(pair for pair in pairs for _ in range(LEAST))):
            if len(simplified) == len(traditional):
                seen.update(zip(simplified, traditional, strict=True))
        self._traditional = _likeliest((one, other, count) for (one, other), count in seen.items())
        self._simplified = _likeliest((other, one, count) for (one, other), count in seen.items())

    def of(self, name: str) -> tuple[str, ...]:
        """Give the name as it is, simplified and traditional, each once."""
        simplified = name.translate(self._simplified)
        return tuple(dict.fromkeys((name, simplified, simplified.translate(self._traditional))))


def _of_babel() -> list[tuple[str, str]]:
    simplified, traditional = Locale.parse("zh"), Locale.parse("zh_Hant")
    pairs = []
    for kind in ("territories", "languages", "currencies"):
        one, other = getattr(simplified, kind), getattr(traditional, kind)
        pairs += [(name, other[code]) for code, name in one.items() if code in other]
    return pairs


def _likeliest(pairs: Iterable[tuple[str, str, int]]) -> dict[int, str]:
    """Give for each character what most often stands in its place, itself if need be."""
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other, count in pairs:
        if count >= LEAST:
            heard[one][other] += count
    return {ord(one): others.most_common(1)[0][0] for one, others in heard.items()}


def bare_vietnamese(name: str) -> str:
    """Take the diacritics off a name of several syllables; one syllable is left as it is (Huế, Hue)."""
    if " " not in name:
        return name
    plain = unicodedata.normalize("NFD", name).translate(_STROKE)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
