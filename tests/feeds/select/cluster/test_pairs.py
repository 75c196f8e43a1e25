"""Pairs of articles, invented, and whether one is a copy of the other: the cases are data, and the texts beside them."""

import json
from pathlib import Path
from typing import Any

import pytest

from feeds.article import Article, Compared
from feeds.select import cluster
from tests.world import make_article, make_source

HERE = Path(__file__).parent
STORIES: dict[str, dict[str, Any]] = json.loads((HERE / "stories.json").read_text(encoding="utf-8"))
PAIRS = [json.loads(line) for line in (HERE / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
KNOWN = cluster.publishers([make_source()])


def article(number: int, source: str, language: str, title: str, paragraphs: list[str]) -> Article:
    content = "".join(f"<p>{each}</p>" for each in paragraphs)
    return make_article(
        number, source=source, title=title, language=language, summary=paragraphs[0], content=content, authors=()
    )


def compared(number: int, one: Article) -> Compared:
    print_ = cluster.fingerprint(one, KNOWN)
    assert print_ is not None
    return Compared(n=number, source=one.source, title=one.title, language=one.language, sketch=print_.sketch)


def both(pair: dict[str, Any]) -> tuple[Article, Article]:
    story = STORIES[pair["story"]]
    told = [story["paragraphs"][each] if isinstance(each, int) else each for each in pair["told"]]
    first = article(1, "gazette", story["language"], story["title"], story["paragraphs"])
    language, title = pair.get("language", story["language"]), pair.get("title", story["title"])
    return first, article(2, pair.get("source", "courier"), language, title, told)


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair['story']}: {pair['why']}" for pair in PAIRS])
def test_whether_one_is_a_copy_of_the_other(pair: dict[str, Any]) -> None:
    one, other = (compared(number, each) for number, each in enumerate(both(pair), 1))
    assert (cluster.likeness(one, other) is not None) is pair["same"]
    assert cluster.likeness(one, other) == cluster.likeness(other, one)


@pytest.mark.parametrize(
    "pair", [pair for pair in PAIRS if pair["same"]], ids=lambda pair: f"{pair['story']}: {pair['why']}"
)
def test_a_copy_is_found_by_its_keys(pair: dict[str, Any]) -> None:
    prints = [cluster.fingerprint(each, KNOWN) for each in both(pair)]
    assert prints[0] is not None
    assert prints[1] is not None
    assert len(set(prints[0].keys) & set(prints[1].keys)) >= 2


def test_no_story_is_another() -> None:
    every = [
        compared(number, article(number, f"paper-{number}", story["language"], story["title"], story["paragraphs"]))
        for number, story in enumerate(STORIES.values(), 1)
    ]
    assert [cluster.choose(one, [other for other in every if other is not one]) for one in every] == [None] * len(every)


def test_the_most_certain_is_chosen_and_of_equals_the_first() -> None:
    story = STORIES["ferry"]
    whole = [article(n, f"paper-{n}", "en", story["title"], story["paragraphs"]) for n in (1, 2, 3)]
    changed = article(
        4, "paper-4", "en", story["title"], [*story["paragraphs"][:7], "Nothing else is known of it yet."]
    )
    others = [compared(each, one) for each, one in ((40, changed), (30, whole[1]), (20, whole[2]))]
    assert cluster.choose(compared(9, whole[0]), others) == 20
    assert cluster.choose(compared(9, whole[0]), []) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Night ferry returns to Toroki after four years", "Night Ferry Returns to Toroki After Four Years", True),
        ("Night ferry returns to Toroki after four years", "Night ferry returns to Pell after four years", False),
        ("Live updates", "Live updates", False),
        ("Weather", "Weather", False),
        ("青石镇百年木桥修缮后重新开放", "青石鎮百年木橋修繕後重新開放", True),
        ("今日天气", "今日天气", False),
    ],
)
def test_where_there_is_but_a_title_it_must_be_the_same_and_say_enough(one: str, other: str, *, same: bool) -> None:
    language = "en" if one.isascii() else "zh-Hans"
    bare = [
        make_article(title=title, summary="", content="", language=language, source=f"paper-{number}")
        for number, title in enumerate((one, other))
    ]
    prints = [cluster.fingerprint(each, KNOWN) for each in bare]
    if prints[0] is None or prints[1] is None:
        assert not same
        return
    first, second = (compared(n, each) for n, each in enumerate(bare, 1))
    assert (cluster.likeness(first, second) is not None) is same


def test_a_sketch_of_another_version_is_like_nothing() -> None:
    story = STORIES["ferry"]
    one = compared(1, article(1, "gazette", "en", story["title"], story["paragraphs"]))
    old = Compared(n=2, source="courier", title=one.title, language="en", sketch=b"\0" + one.sketch[1:])
    assert cluster.likeness(one, old) is None


def test_a_fingerprint_is_small_and_the_same_wherever_it_is_taken() -> None:
    story = STORIES["ferry"]
    long = article(1, "gazette", "en", story["title"], story["paragraphs"] * 40)
    print_ = cluster.fingerprint(long, KNOWN)
    assert print_ is not None
    assert len(print_.sketch) + 8 * len(print_.keys) < 1000
    assert all(0 <= key < 2**48 for key in print_.keys)
    assert print_.keys[0] == 100275770907217, "it is kept, and another process must find it"
