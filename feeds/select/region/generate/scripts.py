"""Ways to write one name: simplified and traditional characters, Vietnamese without its diacritics."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from babel import Locale

_STROKE: Final = str.maketrans("đĐ", "dD")
# Two characters that face each other once may do so by chance.
LEAST: Final = 2
# What subdivisions are called, which countries, languages and currencies are not.
_RANKS: Final = (("县域韩尚", "縣域韓尚"),) * 4
# What the CLDR has for both ways of writing Chinese.
_KINDS: Final = ("territories", "languages", "currencies")


class Variants:
    """Simplified and traditional characters, learnt from pairs of names of one place and those of the CLDR.

    Names are not always the same words (朝鲜, 北韓). Two characters that face each other are one only where neither is
    ever written in the other way.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Learn from `pairs` of the simplified and the traditional name."""
        known = _of_babel()
        simplified = frozenset("".join(one for one, _ in known))
        traditional = frozenset("".join(other for _, other in known))
        seen: Counter[tuple[str, str]] = Counter()
        for one, other in (*_RANKS, *known, *pairs):
            if len(one) == len(other):
                seen.update(zip(one, other, strict=True))
        faced = [
            (one, other, count)
            for (one, other), count in seen.items()
            if one not in traditional and other not in simplified and count >= LEAST
        ]
        self._traditional = _likeliest(faced)
        self._simplified = _likeliest((other, one, count) for one, other, count in faced)

    def of(self, name: str) -> tuple[str, ...]:
        """Give the name as it is, simplified and traditional, each once."""
        simplified = name.translate(self._simplified)
        return tuple(dict.fromkeys((name, simplified, simplified.translate(self._traditional))))


def _of_babel() -> list[tuple[str, str]]:
    simplified, traditional = Locale.parse("zh"), Locale.parse("zh_Hant")
    pairs = []
    for kind in _KINDS:
        one, other = getattr(simplified, kind), getattr(traditional, kind)
        pairs += [(name, other[code]) for code, name in one.items() if code in other]
    return pairs


def _likeliest(faced: Iterable[tuple[str, str, int]]) -> dict[int, str]:
    """Give for each character what most often faces it."""
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other, count in faced:
        heard[one][other] += count
    return {ord(one): others.most_common(1)[0][0] for one, others in heard.items()}


def bare_vietnamese(name: str) -> str:
    """Take the diacritics off a name of several syllables; one syllable is left as it is (Huế, Hue)."""
    if " " not in name:
        return name
    plain = unicodedata.normalize("NFD", name).translate(_STROKE)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
