"""Countries in one character, as headlines shorten them: 美防长, 米アップル, 中越边境, 미 연방정부.

One character is part of a longer word far more often than a country, so it is read only where both sides say so.
Before it: the start, no letter, or a word that links it (与美, の米). After it: an office, a deed of the subject that
opens the headline, a firm in katakana, or other countries and then what they have to do with one another.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from feeds.select.region.names import Codes, Name, listed, rows

KIND: Final = "brief"
WEIGHT: Final = 0.8
_KANA: Final = re.compile("[ぁ-ゖァ-ヺ]")
# What may not stand before: a letter or digit of any script. Japanese particles do.
_FREE: Final = r"(?<![^\W_])"
_OPEN: Final = r"(?:^|(?<=[\"'“‘「(…,]))"
_PARTICLE: Final = "のはがをにでとやも"
_DOT: Final = "[·‧・ㆍ]"
_END: Final = r"(?=$|[\s，。！？、：；,」”）)])"


class _Characters(NamedTuple):
    codes: dict[str, str]
    alone: str
    every: str
    japanese: str
    hangul: str
    opening: str


def brief(text: str) -> Iterator[tuple[int, int, Name]]:
    """Give the countries in one character in `text`: where each starts and ends, and what it stands for.

    Countries in a row ("日美韩军演") are one name of several codes.
    """
    pattern: re.Pattern[str] | None = None
    end = 0
    for sign in _signs().finditer(text):
        if pattern is None:
            pattern = _pattern(japanese=_KANA.search(text) is not None)
        found = pattern.match(text, sign.start()) if sign.start() >= end else None
        if found is not None:
            end = found.end()
            yield found.start(), end, _name(found.group())


@cache
def _characters() -> _Characters:
    table = [
        (code, [[one for one in listed(column) if one != "-"] for column in columns]) for code, *columns in rows(KIND)
    ]
    codes = {one: code for code, columns in table for column in columns for one in column}
    alone, paired, japanese, hangul, opening = (
        "".join(one for _, columns in table for one in columns[at]) for at in range(5)
    )
    return _Characters(codes, alone, alone + paired + japanese, japanese, hangul, opening)


@cache
def _signs() -> re.Pattern[str]:
    """Give what finds the characters, wherever they stand: the pattern is asked there only."""
    return re.compile(f"[{''.join(_characters().codes)}]")


@cache
def _pattern(*, japanese: bool) -> re.Pattern[str]:
    signs = _characters()
    words = {kind: listed(column) for kind, column in rows("brief_words")}
    either = {kind: "|".join(sorted(map(re.escape, column), key=len, reverse=True)) for kind, column in words.items()}
    linked = f"(?:{_FREE}|(?<=[{_PARTICLE}{''.join(words['links'])}]))"
    alone = signs.alone + signs.japanese * japanese
    dotted = f"[{signs.hangul}{signs.opening}]"
    return re.compile(
        f"{linked}[{signs.every}]{{2,4}}(?={either['dealings']}|{either['offices']})"
        f"|{linked}[{alone}](?={either['offices']}|[ァ-ヺ]{{2}}|[A-Z])"
        f"|{_FREE}[{alone}](?={either['deeds']})"
        f"|^[{alone}](?=[、：])"
        f"|(?<=[{''.join(words['visits'])}])[{alone}]{_END}"
        f"|(?<=[在赴])[{alone}](?={either['stays']})"
        f"|{_FREE}{dotted}(?:{_DOT}{dotted})+"
        f"|{_FREE}[{signs.hangul}](?= (?:{either['posts']}))"
        f"|{_OPEN}[{signs.hangul}{signs.opening}](?= (?:{either['posts']})|, )"
    )


@cache
def _name(characters: str) -> Name:
    codes = _characters().codes
    held: Codes = tuple(dict.fromkeys(codes[one] for one in characters if one in codes))
    return Name(text=characters, kind=KIND, codes=held, weight=WEIGHT)
