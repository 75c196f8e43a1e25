"""What a name means in its story: addresses, short forms of people, names that several share.

Each rule takes the readings of one story and gives those that still speak. A reading may come out with other codes.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from feeds.select.region.reading import PARTS, TOWNS, Reading
from feeds.select.region.syllables import stands_alone

# What may be said to stand in another place.
_PLACES: Final = TOWNS - PARTS | {"countries", "cldr_countries"}
# What holds places, and what stands between (an abbreviation is read with its comma).
_CONTAINERS: Final = MappingProxyType(dict.fromkeys(PARTS, ", ") | {"abbreviations": ""})
_MORE_OF_A_NAME: Final = re.compile(r"(?: [A-Z][a-z'-]+){1,2}")
# States that are also something else in their tables, and whose they are behind a town: "Athens, Georgia,".
_ALSO_STATES: Final = MappingProxyType({"Georgia": "US", "Virginia": "US", "New York": "US", "Victoria": "AU"})
# The rivals of a name that too many places share.
ANYWHERE: Final = "*"
# The rivals of a name that every country has (国会): whatever other place the story names.
ELSEWHERE: Final = "+"
# What a state has and a person has not: "Jordan's king", "Georgia parliament".
_STATELY: Final = re.compile(
    r"(?:['’]s)? (?:king|queen|president|prime minister|parliament|army|military|junta|government|foreign minister"
    r"|central bank|ambassador|embassy|border)\b",
    re.IGNORECASE,
)
# What a town has, written with a capital behind its name: such a word makes no person of it.
_CIVIC: Final = frozenset(
    """Airport Airways Basin Bay Bridge Cathedral Chamber Children City Coast College Council County Court District
    Festival Fire Gallery General Grand Harbor Harbour Hospital Hotel International Island Islands Marathon Metro Museum
    National North Olympics Open Opera Parliament Police Port Prison Province Rail Railway River South Square Stadium
    State Station Stock Street Strait Symphony Tower Trains University Valley West Zoo""".split()  # noqa: SIM905 - read as prose
)
# Words that may be written with a capital before a place without being somebody's first name.
_PLAIN: Final = frozenset(
    """a after against and as at before between but by for from how if in inside into is its like near of off on or over
    says than that the to toward under via what when where which while who why will with without""".split()  # noqa: SIM905 - read as prose
)


def settled(readings: list[Reading]) -> list[Reading]:
    """Apply every rule that has something to say, the plainest first."""
    kinds = {reading.match.name.kind for reading in readings}
    placed = _addresses(readings) if _has_address(kinds, readings) else readings
    heard = [
        reading for reading in placed if not _is_ticker(reading) and not (reading.dateline and _is_agency(reading))
    ]
    if "syllables" in kinds:
        heard = [one for one in heard if one.kind != "syllables" or stands_alone(one.text, *one.match[:2])]
    spoken = [reading for reading in heard if reading.codes]
    if "short" in kinds:
        spoken = list(_introduced(spoken))
    if "doubts" not in kinds:
        return spoken
    return list(_certain(spoken, [reading.match.name.text for reading in heard if not reading.codes]))


def _has_address(kinds: set[str], readings: list[Reading]) -> bool:
    return not (
        kinds.isdisjoint(_CONTAINERS) and _ALSO_STATES.keys().isdisjoint(one.match.name.text for one in readings)
    )


def _addresses(readings: list[Reading]) -> list[Reading]:
    """Follow an address ("Canton, Ohio"): the state says where the place before it is."""
    followed = readings.copy()
    for at, (reading, after) in enumerate(pairwise(readings)):
        if reading.kind not in _PLACES:
            continue
        if after.kind in _CONTAINERS and _is_address(reading, after, _CONTAINERS[after.kind]):
            followed[at] = reading._replace(codes=after.codes)
        elif after.match.name.text in _ALSO_STATES and _is_also_state(reading, after, readings[at + 2 : at + 3]):
            codes = (_ALSO_STATES[after.match.name.text],)
            followed[at : at + 2] = reading._replace(codes=codes), after._replace(codes=codes)
    return _everywhere(followed)


def _everywhere(readings: list[Reading]) -> list[Reading]:
    """Follow an address wherever the story names the place: in its headline too it is the Canton of Ohio."""
    moved = {one.match.name.text: one.codes for one in readings if one.codes != one.match.name.codes and one.codes}
    if not moved:
        return readings
    return [one._replace(codes=moved.get(one.match.name.text, one.codes)) if one.codes else one for one in readings]


def _is_also_state(place: Reading, state: Reading, following: Sequence[Reading]) -> bool:
    """Say whether a name that may be a state is the one of the town before it, and no item of a list of towns."""
    if set(place.codes) & set(state.codes) or not _is_address(place, state, ", "):
        return False
    end = state.match.end
    is_listed = any(one.text is state.text and one.match.start <= end + 2 for one in following)
    return not is_listed and (state.text[end : end + 1] in {"", ",", "."})


def _is_ticker(reading: Reading) -> bool:
    """Say whether a word is a stock's sign (<ROK>, $PLA): letters that stand for a firm, not for the place."""
    text, (start, end, _) = reading.text, reading.match
    before = text[start - 1] if start else ""
    return before == "$" or (before == "<" and text[end : end + 1] in {">", "."})


def _is_address(place: Reading, container: Reading, sign: str) -> bool:
    """Say whether a container follows a place behind its sign; its name may go on before that ("Perth Amboy, N.J.")."""
    if container.text is not place.text:
        return False
    between = place.text[place.match.end : container.match.start]
    return between == sign or (
        between.endswith(sign) and _MORE_OF_A_NAME.fullmatch(between.removesuffix(sign)) is not None
    )


def _is_agency(reading: Reading) -> bool:
    """Say whether what a dateline names is the agency that files the story (新华社河内11月20日电)."""
    return reading.kind == "institutions"


def _introduced(readings: list[Reading]) -> Iterator[Reading]:
    """Introduce people ("Kim"): a short form speaks for those of its bearers whom the story names in full."""
    full = {reading.match.name.text: reading.codes for reading in readings if reading.kind == "leaders"}
    for reading in readings:
        if reading.kind != "short":
            yield reading
            continue
        bearers = [full[owner] for owner in full if owner in reading.match.name.owners]
        if bearers:
            yield reading._replace(codes=bearers[0])


def _certain(readings: list[Reading], people: list[str]) -> Iterator[Reading]:
    """Weigh shared names ("Georgia"): of the names in doubt, those for which the rest of the story speaks.

    `people` are the phrases that were swallowed, "Michael Jordan" among them.
    """
    clear = Counter(code for reading in readings if reading.kind != "doubts" for code in reading.codes)
    doubted: dict[str, bool] = {}
    for reading in readings:
        if reading.kind != "doubts" or reading.codes != reading.match.name.codes or _is_clear(reading):
            yield reading
            continue
        text = reading.match.name.text
        if text not in doubted:
            doubted[text] = _is_doubtful(reading, clear, readings, people)
        if not doubted[text]:
            yield reading


def _is_clear(reading: Reading) -> bool:
    """Say whether a name is in no doubt where it stands: alone in a dateline, or with what only a state has."""
    if ANYWHERE in reading.match.name.rivals:
        return False
    return reading.dateline or _STATELY.match(reading.text, reading.match.end) is not None


def _is_doubtful(reading: Reading, clear: Counter[str], readings: list[Reading], people: list[str]) -> bool:
    name = reading.match.name
    friends = sum(clear[code] for code in name.friends.union(name.codes))
    rivals = sum(clear[code] for code in (clear.keys() - name.codes if ELSEWHERE in name.rivals else name.rivals))
    if friends or rivals or ANYWHERE in name.rivals:
        return rivals > friends or not friends
    return any(name.text in person for person in people) or any(
        _is_person(one) for one in readings if one.match.name is name
    )


def _is_person(reading: Reading) -> bool:
    """Say whether a name stands beside another capitalised word, in a text where that says something."""
    text, (start, end, _) = reading.text, reading.match
    after = _word_after(text, end)
    beside = [word for word in (_word_before(text, start), after) if _is_proper(word)]
    if after in _CIVIC or not beside:
        return False
    return reading.where != "title" or not _is_headline_case(text[:start] + text[end:], beside)


def _word_before(text: str, end: int) -> str:
    while end and text[end - 1] == " ":
        end -= 1
    return text[text.rfind(" ", 0, end) + 1 : end]


def _word_after(text: str, start: int) -> str:
    """Give the word that one space parts from what ends at `start`."""
    if text[start : start + 1] != " ":
        return ""
    end = text.find(" ", start + 1)
    return text[start + 1 : end if end >= 0 else len(text)].rstrip(",.:;?!")


def _is_proper(word: str) -> bool:
    return word[:1].isupper() and word.isalpha() and word.lower() not in _PLAIN and not word.isupper()


def _is_headline_case(text: str, beside: Collection[str]) -> bool:
    """Say whether words have capitals for no reason, by those that are not `beside` the name in question."""
    words = [word for word in text.split() if word[:1].isalpha() and word.lower() not in _PLAIN and word not in beside]
    return _share(word[0].isupper() for word in words) > 0.6


def _share(flags: Iterable[bool]) -> float:
    held = list(flags)
    return sum(held) / len(held) if held else 0.0
