"""Whatever damage a feed takes, its entries stay what they were: ids, links, titles and dates."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feeds.article import Entry, Page, Reading
from feeds.collect.reading import feeds
from feeds.collect.reading.charset import decode
from feeds.collect.reading.mending import beheaded
from feeds.collect.reading.trees import tree
from feeds.errors import ParseError
from tests.feeds.collect.reading.mutations import HARMLESS, TITLED, Mutation, spoilt
from tests.world import make_source

ADDRESS = "https://collected.example/feed"
DATA = Path(__file__).parents[1] / "sources" / "data" / "feed"
# Enough Chinese for its encoding to be recognised.
CHINESE = "<!-- 我们在港口的新闻是这样的，有人在这里工作了一年 -->"


def expectation(path: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(path.with_name(f"{path.name}.expected.json").read_text("utf-8"))
    return expected


def is_sound(path: Path) -> bool:
    expected = expectation(path)
    text = beheaded(decode(path.read_bytes(), None))
    if text is None or not expected.get("reading", {}).get("entries") or expected.keys() - {"reading", "source"}:
        return False
    try:
        tree(text)
    except SyntaxError:
        return False
    return True


SAMPLES = [path for path in sorted(DATA.iterdir()) if not path.name.endswith(".expected.json") and is_sound(path)]


def text_of(sample: Path) -> str:
    """Give a sample's text without what only its own encoding says."""
    return decode(sample.read_bytes(), None)


def read(sample: Path, body: bytes) -> Reading:
    source = make_source(**expectation(sample).get("source", {}))
    return feeds.read(Page(address=ADDRESS, body=body), source.zone, source.name)


def identity(entry: Entry) -> tuple[Any, ...]:
    return entry.guid, entry.link, entry.title, entry.published


def identities(reading: Reading) -> list[tuple[Any, ...]]:
    return [identity(entry) for entry in reading.entries]


def each(damage: Callable[[str], bytes], *, chinese: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what is read of each sample, by its name: whole, and damaged."""
    whole, damaged = {}, {}
    for sample in SAMPLES:
        text = text_of(sample)
        root = beheaded(text) or ""
        text = text.replace(root, CHINESE + root) if chinese else text
        whole[sample.name] = read(sample, text.encode())
        damaged[sample.name] = read(sample, damage(text))
    return whole, damaged


def test_there_are_samples_of_every_format() -> None:
    assert {"rss", "atom", "rdf"} <= {sample.name.partition("-")[0] for sample in SAMPLES}
    assert len(SAMPLES) >= 20


@pytest.mark.parametrize("mutation", HARMLESS.values(), ids=HARMLESS.keys())
def test_damage_changes_no_id_link_title_or_date(mutation: Mutation) -> None:
    whole, damaged = each(mutation, chinese=True)
    assert {name: identities(reading) for name, reading in damaged.items()} == {
        name: identities(reading) for name, reading in whole.items()
    }


@pytest.mark.parametrize(("damage", "shown"), TITLED.values(), ids=TITLED.keys())
def test_damage_in_the_titles_stays_in_the_titles(damage: str, shown: str) -> None:
    whole, damaged = each(lambda text: spoilt(text, damage))
    for name, reading in whole.items():
        for before, after in zip(reading.entries, damaged[name].entries, strict=True):
            assert (name, after.guid, after.link, after.published) == (
                name, before.guid, before.link, before.published
            )  # fmt: skip
            assert after.title == before.title or (after.title or "").startswith(shown.strip())


@pytest.mark.parametrize("share", [0.4, 0.6, 0.8, 0.95, 0.99])
def test_a_cut_loses_no_item_that_is_whole(share: float) -> None:
    for sample in SAMPLES:
        text = text_of(sample)
        cut = text[: int(len(text) * share)]
        ended = len(re.findall(r"</(?:\w+:)?(?:item|entry)\s*>", cut))
        whole = identities(read(sample, text.encode()))
        try:
            kept = identities(read(sample, cut.encode()))
        except ParseError:
            kept = []
        assert kept == whole[: len(kept)], sample.name
        assert len(kept) >= min(ended, len(whole)), sample.name
