"""The floors under the region engine: F1 over invented headlines, language by language, and over whole stories.

Of headlines the primary places count, of stories also whether they belong to the beat of all region groups.

When a change lifts a figure for good, lift its floor; lower one only with a reason in DECISIONS.md. `region_held_out.tsv`
is written like the other, but no table and no rule was made for its rows: its figure is what a reader may expect.
Never look into it to mend it. `python -m tests.gates.test_region` prints both figures.
"""

import sys
from collections import Counter
from pathlib import Path

import pytest

from feeds.select.region import belongs, groups, places

# Whole stories: the floors of what belongs to the beat and of the countries, and the fewest rows.
STORIES = {"region_stories": (0.98, 0.96, 80), "region_stories_held_out": (0.95, 0.86, 30)}
KNOWN, HELD_OUT = "region_headlines", "region_held_out"
FLOORS = {
    "en": (0.97, None),
    "zh-Hans": (0.97, 0.95),
    "zh-Hant": (0.98, 0.94),
    "ja": (0.97, 0.92),
    "ko": (0.97, 0.93),
    "vi": (0.96, 0.97),
    "id": (0.98, 0.97),
    "ms": (0.94, 0.95),
    "th": (0.98, 0.95),
}
FEWEST = 70


def _rows(file: str, language: str) -> list[tuple[str, frozenset[str]]]:
    lines = Path(__file__).with_name(f"{file}.tsv").read_text(encoding="utf-8").splitlines()
    columns = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(title, frozenset(codes.split()) - {"-"}) for tag, title, codes in columns if tag == language]


def _f1(rows: list[tuple[str, frozenset[str]]]) -> tuple[float, list[tuple[str, list[str], list[str]]]]:
    """Give the F1 of the primary places, and what was read otherwise than wanted."""
    counts: Counter[str] = Counter()
    wrong = []
    for title, wanted in rows:
        found = frozenset(place.code for place in places(title, "") if place.primary)
        counts.update(right=len(found & wanted), said=len(found), wanted=len(wanted))
        wrong += [(title, sorted(wanted), sorted(found))] * (found != wanted)
    return _share(counts), wrong


@pytest.mark.parametrize("language", FLOORS)
def test_primary_places_of_headlines(language: str) -> None:
    figure, wrong = _f1(_rows(KNOWN, language))
    assert figure >= FLOORS[language][0], wrong


@pytest.mark.parametrize("language", [language for language, (_, floor) in FLOORS.items() if floor])
def test_primary_places_of_headlines_that_were_held_out(language: str) -> None:
    figure, _ = _f1(_rows(HELD_OUT, language))
    assert figure >= (FLOORS[language][1] or 0)


def test_there_are_headlines_enough() -> None:
    counts = {language: len(_rows(KNOWN, language)) + len(_rows(HELD_OUT, language)) for language in FLOORS}
    assert {language for language, count in counts.items() if count < FEWEST} == {"en", "ms"}
    assert min(counts.values()) >= 40
    titles = [title for file in (KNOWN, HELD_OUT) for language in FLOORS for title, _ in _rows(file, language)]
    assert len(titles) == len(set(titles))


def _stories(file: str) -> list[tuple[str, str, frozenset[str], bool]]:
    lines = Path(__file__).with_name(f"{file}.tsv").read_text(encoding="utf-8").splitlines()
    columns = [line.split("\t") for line in lines if not line.startswith("#")]
    return [
        (title, text.replace(" ¶ ", "\n"), frozenset(codes.split()) - {"-"}, beat == "yes")
        for title, text, codes, beat in columns
    ]


def _share(counts: Counter[str]) -> float:
    return 2 * counts["right"] / (counts["said"] + counts["wanted"])


def _figures(file: str) -> tuple[float, float, list[object]]:
    """Give the F1 of the beat and of the countries, and what was read otherwise than wanted."""
    countries, beat = Counter[str](), Counter[str]()
    wrong: list[object] = []
    for title, text, wanted, wants in _stories(file):
        told = places(title, text)
        found = frozenset(place.code for place in told if place.primary and place.code.isupper())
        says = belongs(told, set(groups())) is not None
        countries.update(right=len(found & wanted), said=len(found), wanted=len(wanted))
        beat.update(right=says and wants, said=says, wanted=wants)
        wrong += [(title, sorted(wanted), sorted(found), wants, says)] * (found != wanted or says != wants)
    return _share(beat), _share(countries), wrong


@pytest.mark.parametrize("file", STORIES)
def test_whole_stories(file: str) -> None:
    beat, countries, wrong = _figures(file)
    beat_floor, countries_floor, fewest = STORIES[file]
    assert len(_stories(file)) >= fewest
    assert beat >= beat_floor, wrong
    assert countries >= countries_floor, wrong


if __name__ == "__main__":
    for language in FLOORS:
        figures = [
            f"{_f1(rows)[0]:.3f} of {len(rows)}" for file in (KNOWN, HELD_OUT) if (rows := _rows(file, language))
        ]
        sys.stdout.write(f"{language}: {', held out '.join(figures)}\n")
    for file in STORIES:
        sys.stdout.write(f"{file}: beat {_figures(file)[0]:.3f}, countries {_figures(file)[1]:.3f}\n")
