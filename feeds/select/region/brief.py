"""Countries in one Han character, as headlines shorten them: 美防长, 米アップル, 中越边境.

One character is part of a longer word far more often than a country, so it is read only where both sides say so.
Before it: the start, no letter, or a word that links it (与美, の米). After it: an office, a deed of the subject that
opens the headline, a firm in katakana, or other countries and then what they have to do with one another.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from feeds.select.region.names import Codes, Name, listed, rows

KIND: Final = "brief"
WEIGHT: Final = 0.8
# No text without a Han character holds one.
_HAN: Final = re.compile("[\u4e00-\u9fff]")
# What may not stand before: a letter or digit of any script. Japanese particles do.
_FREE: Final = r"(?<![^\W_])"
_PARTICLE: Final = "のはがをにでとやも"


def brief(text: str) -> Iterator[tuple[int, int, Name]]:
    """Give the countries in one character in `text`: where each starts and ends, and what it stands for.

    Countries in a row ("日美韩军演") are one name of several codes.
    """
    if _HAN.search(text) is None:
        return
    for found in _pattern().finditer(text):
        yield found.start(), found.end(), _name(found.group())


@cache
def _characters() -> tuple[dict[str, str], str, str]:
    """Give the code of each character, those that stand alone, and all."""
    codes: dict[str, str] = {}
    alone = ""
    for code, beside, paired in rows(KIND):
        codes.update(dict.fromkeys([one for one in listed(beside) + listed(paired) if one != "-"], code))
        alone += "".join(one for one in listed(beside) if one != "-")
    return codes, alone, "".join(codes)


@cache
def _pattern() -> re.Pattern[str]:
    _, alone, every = _characters()
    words = {kind: listed(column) for kind, column in rows("brief_words")}
    either = {kind: "|".join(sorted(map(re.escape, column), key=len, reverse=True)) for kind, column in words.items()}
    linked = f"(?:{_FREE}|(?<=[{_PARTICLE}{''.join(words['links'])}]))"
    return re.compile(
        f"{linked}[{every}]{{2,4}}(?=(?:{either['dealings']}|{either['offices']}))"
        f"|{linked}[{alone}](?=(?:{either['offices']}))"
        f"|{linked}[{alone}](?=[ァ-ヺ]{{2}}|[A-Z])"
        f"|{_FREE}[{alone}](?={either['deeds']})"
    )


@cache
def _name(characters: str) -> Name:
    codes = _characters()[0]
    held: Codes = tuple(dict.fromkeys(codes[one] for one in characters))
    return Name(text=characters, kind=KIND, codes=held, weight=WEIGHT)
