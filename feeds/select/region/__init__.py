"""WHERE a story happens: places from its title, text and categories, with a score and the words that say so.

names      the gazetteer: tables of names in many languages (`data/`)
spotting   where names may stand in a text, quickly
brief      countries in one Han character, as headlines shorten them
tongues    which language a text may be in, where a name means a place in one only
composing  normal form NFC, and where its characters come from
matching   names in a text: scripts, borders, capitals, the longest
datelines  where a story was filed
reading    a name as it was read in one part of a story
customs    a thing in the manner of a country, in the region's languages
phrases    what the words around a name make of it: a currency, a firm, a thing, a person, a year
syllables  countries of one syllable in Vietnamese
context    what a name means in its story: addresses, short forms, shared names
scoring    points, primary or mentioned, evidence, subdivisions
explaining why: every reading with its points, and the reason in a sentence
groups     region groups, labels, the beat
generate   writes the tables that come from other gazetteers (by hand, never at run time)
"""

from collections.abc import Iterator
from typing import Final

from feeds.article import Place, Where
from feeds.select.region.context import settled
from feeds.select.region.datelines import dateline_end
from feeds.select.region.explaining import Explained, Read, explanation
from feeds.select.region.groups import belongs, covered, groups, label
from feeds.select.region.matching import find
from feeds.select.region.phrases import rephrased
from feeds.select.region.reading import Reading
from feeds.select.region.scoring import Judged, judged

__all__ = ["Explained", "Read", "belongs", "covered", "explained", "groups", "label", "places"]

# Characters: about the two paragraphs that say who did what where; fewer than the least are a byline or a place.
LEAD: Final = 400
LEAST_LEAD: Final = 150


def places(title: str, text: str, categories: tuple[str, ...] = ()) -> tuple[Place, ...]:
    """Give the places of a story, the highest score first, each primary or mentioned, with its evidence.

    `text` is plain text, paragraphs parted by line ends. Evidence "lead" and "body" gives offsets in `text`, "title" in
    `title`, "category" in that category. Never raises; nothing found is an empty tuple.
    """
    return tuple([one.place for one in _judged(title, text, categories)])


def explained(title: str, text: str, categories: tuple[str, ...] = ()) -> tuple[Explained, ...]:
    """Give the same places in the same order, each with all its readings, their points, and the reason.

    The reason is one sentence without its full stop: "named in the headline: 4.0 of 9.0 points", "only mentioned: …".
    """
    return explanation(_judged(title, text, categories))


def _judged(title: str, text: str, categories: tuple[str, ...]) -> list[Judged]:
    readings = list(_readings(title, text, categories))
    return judged(settled(list(rephrased(readings)))) if readings else []


def _readings(title: str, text: str, categories: tuple[str, ...]) -> Iterator[Reading]:
    opening = f"\n{text[:LEAD]}"
    for match in find(title, opening):
        yield Reading(match, "title", title, match.name.codes)
    told = find(text, f"\n{title}")
    lead, filed = (_lead_end(text), dateline_end(text)) if told else (0, 0)
    for match in told:
        where: Where = "lead" if match.start < lead else "body"
        yield Reading(match, where, text, match.name.codes, match.start < filed)
    for category in categories:
        for match in find(category, opening):
            yield Reading(match, "category", category, match.name.codes)


def _lead_end(text: str) -> int:
    """Give where the lead ends: with the last paragraph that ends within it, or, of a long paragraph, in its midst."""
    end = text.rfind("\n", 0, LEAD)
    return end if end >= LEAST_LEAD else min(len(text), LEAD)
