"""What the words around a name make of it: a currency, a firm, a thing of a culture, a person, a year.

"Australian dollars" are quoted by everybody, "Tokyo Optical Co" may act anywhere, a Chinese restaurant stands in Ohio,
and "since Tokyo 2020" tells the time: such a reading is worth what a name of that kind is, not what its place's own
name would be. "Mr. Sydney" is no place at all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from typing import Final

from feeds.select.region.customs import is_custom
from feeds.select.region.names import KINDS, Name
from feeds.select.region.reading import STATES, TOWNS, Reading

# The kinds that such words change: firms and currencies are what they are already.
_CHANGED: Final = STATES | TOWNS | {"regions"}
# What "Mr. Sydney" is, in place of a kind.
_NOBODY: Final = ""
# Characters looked at after a name.
_REACH: Final = 70
# A country's money, also with an amount between: "Australian 100 mln dlrs". (A city has none of its own.)
_MONEY: Final = re.compile(
    r"[ -](?:[\d.,/]+[ -])?(?:[mb]ln[ -]|[mbtr]+illion[ -])?(?:dlrs?|dollars?|s?francs?|sfrs?|yen|yuan|renminbi|rupees?"
    r"|pesos?|ringgit|rupiah|baht|guilders?|rou?bles?|kron\w+)\b",
    re.IGNORECASE,
)
# The words of a firm's name after the place, up to what firms of many countries end in; or up to a stock's sign.
_FIRM: Final = re.compile(
    r"\)?(?:(?: [A-Z&][\w'&-]*\.?)(?: (?:and|of|&|[A-Z][\w'&-]*\.?)){0,4}?)? \(?"
    r"(?:Co|Corp|Corporation|Inc|Incorporated|Ltd|Limited|P[Ll][Cc]|plc|LLC|S\.?A|AG|N\.?V|GmbH|Bhd|Berhad|Pty|KK|Holdings"
    r"|Company|Industries)\b"
)
_LISTED: Final = re.compile(r"(?: [\w&'-]+){0,3} <[A-Z]+(?:\.[A-Z]+)?>")
# What the hyphen makes of any place: where somebody or a firm came from, or whose manner it is.
_FROM: Final = re.compile(
    r"-(?:born|based|bred|raised|educated|trained|listed|owned|origin|made|style|inspired|themed)\b", re.IGNORECASE
)
# What goes on after a place with a capital makes a longer name of both, which may be anywhere ("Lahore Kebab House"),
# but for what a place has of its own, and for days and months.
_LONGER: Final = re.compile(
    r" (?!(?:President|Prime|Premier|Minister|Chief|Foreign|Finance|Defen[cs]e|King|Queen|Emperor|Crown|Prince|Governor"
    r"|Mayor|Senator|Ambassador|Central|Supreme|High|National|Federal|State|City|Police|Army|Navy|Coast|Court|Parliament"
    r"|Congress|Senate|Government|Ministry|Party|University|Air|Rail|Stock|Exchange|Opera|Harbou?r|Port|Bay|River|Island"
    r"|Province|District|County|Region|Peninsula|Strait|Museum|Zoo|Hospital|Open|Olympic|Marathon|Festival|Metro|North"
    r"|South|East|West|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
    r"[A-Z][a-z]+"
)
_LENGTHENED: Final = (STATES | TOWNS | {"regions"}) - {"demonyms", "doubts"}
# What people make, eat, learn and keep in the manner of another country.
_ADJECTIVES: Final = frozenset({"demonyms", "regions"})
_THING: Final = re.compile(
    r"[ -](?:restaurants?|takeaways?|eater(?:y|ies)|buffets?|food|cuisine|cooking|grocer(?:y|ies)|gardens?|lanterns?"
    r"|medicine|herbs?|tea|massage|acupuncture|style|inspired|themed|born|language|lessons|studies|noodles?"
    r"|dumplings?|curr(?:y|ies)|barbecue|coffee|salt|pears?|cookies|drywall|zodiac|pythons?|mastiffs?|terriers?"
    r"|spaniels?|cats?|rugs?)\b",
    re.IGNORECASE,
)
# Games are called by their city and year long after they have left it.
_YEAR: Final = re.compile(r" (?:19|20)\d\d\b(?! (?:election|budget|census|quake|earthquake|massacre|protests))")
# A capitalised word before a name.
_WORD_BEFORE: Final = re.compile(r"([A-Z][A-Za-z&]+) $")
# The title of a work within quotation marks, told by its capitals: "Last Train to Shanghai" is nothing that was said.
_WORK: Final = re.compile(
    r"(?<!\w)[\"'“‘](?:(?:[A-Z][\w-]*|a|an|and|at|by|for|from|in|of|on|the|to)[ ,:!?]{0,2}){2,8}[\"'”’](?!\w)"
)
_MARKS: Final = ('"', "'", "“", "‘")
_OPENING: Final = re.compile(r"[\"'“‘][^\"'“‘”’]*$")
# A word that a headline which writes all words with capitals would have written with one.
_SMALL: Final = re.compile(
    r"\b(?!about|after|against|amid|before|between|during|from|into|near|over|than|that|through|toward|under|until|upon|what"
    r"|when|with)[a-z]{4,}"
)
# Who bears a place's name, and what is called a little country: a quarter of a town elsewhere.
_TITLES: Final = frozenset(
    """Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Sir Dame Lord Lady Mayor Judge Justice Officer Detective Sergeant Sgt Sgt.
    Coach Sen. Rep. Gov.""".split()  # noqa: SIM905 - read as prose
)
_LITTLE: Final = frozenset({"Little", "LITTLE"})
# Behind such a word, "There Is Little China Can Do" speaks of China.
_DOES: Final = (" can", " could", " did", " does", " had", " has", " will", " would")


def rephrased(readings: Sequence[Reading]) -> Iterator[Reading]:
    """Give the readings, those that their phrase makes something else with the worth of that; a person is no place.

    A firm that the text gives in full ("Tokyo Optical Co") is one in the headline too ("TOKYO OPTICAL ISSUES BOND").
    """
    kinds = [_phrase(one, after) if _is_open(one) else None for one, after in zip_longest(readings, readings[1:])]
    firms = {key for one, kind in zip(readings, kinds, strict=True) if kind == "firms" for key in _keys(one)}
    for one, said in zip(readings, kinds, strict=True):
        kind = "firms" if said is None and firms and _is_open(one) and not firms.isdisjoint(_keys(one)) else said
        if kind is None:
            yield one
        elif kind == _NOBODY:
            yield one._replace(codes=())
        else:
            yield one._replace(match=one.match._replace(name=_recast(one.match.name, kind)))


def _is_open(one: Reading) -> bool:
    """Say whether the words around a name may change it: in a dateline stand places alone."""
    return not one.dateline and one.kind in _CHANGED


def _phrase(one: Reading, after: Reading | None) -> str | None:
    text, (start, end, _) = one.text, one.match
    if one.kind in STATES and is_custom(text, start, end):
        return "customs"
    if start and text[start - 1] == " ":
        word = text[text.rfind(" ", 0, start - 1) + 1 : start - 1]
        if word in _TITLES and one.kind in TOWNS:
            return _NOBODY
        if word in _LITTLE and not text[end : end + 6].lower().startswith(_DOES):
            return "customs"
    if _is_in_work(text, start, end):
        return "customs"
    kind = _followed(one.text[end : end + _REACH], one.kind)
    if after is None or after.text is not one.text or after.match.start != end + 1:
        return kind or ("namesakes" if _is_lengthened(one) else None)
    return None if kind == after.kind == "firms" else kind


def _is_in_work(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _REACH) : start]
    if not any(mark in before for mark in _MARKS):
        return False
    opening = _OPENING.search(before)
    work = _WORK.match(text, start - len(before) + opening.start()) if opening is not None else None
    if work is None or work.end() <= end:
        return False
    return _SMALL.search(text[: work.start()]) is not None or _SMALL.search(text, work.end()) is not None


def _is_lengthened(one: Reading) -> bool:
    """Say whether a longer name goes on after this one, in a text whose capitals tell."""
    if one.kind not in _LENGTHENED or not one.text[one.match.end + 1 : one.match.end + 2].isupper():
        return False
    if _LONGER.match(one.text, one.match.end) is None:
        return False
    return one.text[one.match.end - 1] != "." and (one.where != "title" or _SMALL.search(one.text) is not None)


def _followed(after: str, kind: str) -> str | None:
    first, second = after[:1], after[1:2]
    if first == "-":
        return _hyphened(after, kind)
    if first not in {" ", ")"}:
        return None
    if kind in STATES and _MONEY.match(after):
        return "markets"
    # A firm's name goes on with a capital, a stock's sign, or a bracket.
    if not second.islower() and (_FIRM.match(after) or (kind in TOWNS and _LISTED.match(after))):
        return "firms"
    if second.isdigit():
        return "customs" if kind in TOWNS and _YEAR.match(after) else None
    return "customs" if kind in _ADJECTIVES and _THING.match(after) else None


def _hyphened(after: str, kind: str) -> str | None:
    if kind in STATES and _MONEY.match(after):
        return "markets"
    return "customs" if _FROM.match(after) or (kind in _ADJECTIVES and _THING.match(after)) else None


def _keys(one: Reading) -> list[str]:
    """Give the name with the word after it, and with the capitalised one before it: by these a firm is known again."""
    start, end, _ = one.match
    before, after = one.text[max(0, start - 30) : start], one.text[end : end + 30]
    keys = [f"{one.text[start:end]} {after[1:].split(' ', 1)[0]}".lower()] if after[:1] == " " else []
    word = _WORD_BEFORE.search(before)
    return [*keys, f"{word[1]} {one.text[start:end]}".lower()] if word is not None else keys


@cache
def _recast(name: Name, kind: str) -> Name:
    return replace(name, kind=kind, weight=KINDS[kind])
