"""A feed keeps its last good documents where most of it broke on its way here."""

from dataclasses import replace

import pytest

from feeds.article import Article
from feeds.publish.doubts import doubt
from feeds.publish.press import publish
from feeds.publish.site import Site
from tests.feeds.publish.pressroom import ALONE, articles, at, body, outcomes
from tests.feeds.publish.readers import READERS
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import NOW, make_article

SLUG = "china-asia-pacific"
BROKEN = "Le cafÃ© du port dâ€™Haiphong rouvre ses portes"


def broken(numbers: range) -> list[Article]:
    return [make_article(number, title=BROKEN) for number in numbers]


@pytest.mark.parametrize(
    ("title", "language", "said"),
    [
        ("The harbour opens again", "en", None),
        ("The harbour opens again", None, None),
        ("The harbour opens again", "zh-CN", "language"),
        ("港口周五重新开放", "zh", None),
        ("港口周五重新开放", "en", "language"),
        ("港口再開", "ja", None),
        ("항구가 다시 열렸다", "ko", None),
        ("Порт снова открыт", "mn", None),
        ("Luka je ponovo otvorena", "sr-Latn", None),
        ("2026", "zh", None),
        (BROKEN, "fr", "letters"),
        ("港口锟斤拷开放", "zh", "letters"),
    ],
)
def test_an_article_is_doubtful_by_its_letters_and_its_language(title: str, language: str | None, said: str) -> None:
    assert doubt(make_article(title=title, summary="", language=language)) == said


def test_a_feed_whose_letters_broke_is_held_until_it_is_released(site: Site) -> None:
    shelf = MemoryShelf(*articles(4))
    publish(shelf, ALONE, site, NOW)
    good = body(site)
    shelf.articles += broken(range(10, 16))
    [built] = publish(shelf, ALONE, site, at(1))
    said = "6 of its 10 articles would have broken letters; look at their sources, and release it if that is right"
    assert (built.outcome, built.articles, built.reason) == ("held", 4, said)
    assert shelf.held[SLUG].reason == said
    assert body(site) == good

    shelf.release(SLUG)
    assert outcomes(publish(shelf, ALONE, site, at(2))) == {SLUG: "written"}
    assert shelf.held == {}
    shelf.articles += broken(range(20, 22))  # who let it go need not do so for each article
    assert outcomes(publish(shelf, ALONE, site, at(3))) == {SLUG: "written"}
    assert len(READERS["json"](body(site))) == 12


def test_a_feed_whose_language_is_another_is_held(site: Site) -> None:
    shelf = MemoryShelf(*articles(3))
    publish(shelf, ALONE, site, NOW)
    shelf.articles[:] = [replace(one, language="ja") for one in shelf.articles]
    [built] = publish(shelf, ALONE, site, at(1))
    assert built.outcome == "held"
    assert "3 of its 3 articles would be in another script than their language" in (built.reason or "")


@pytest.mark.parametrize(("good", "bad"), [(4, 4), (1, 2)])
def test_half_of_a_feed_or_a_few_articles_hold_nothing(site: Site, good: int, bad: int) -> None:
    shelf = MemoryShelf(*articles(good))
    publish(shelf, ALONE, site, NOW)
    shelf.articles += broken(range(10, 10 + bad))
    assert outcomes(publish(shelf, ALONE, site, at(1))) == {SLUG: "written"}


def test_a_first_build_has_nothing_to_keep(site: Site) -> None:
    assert outcomes(publish(MemoryShelf(*broken(range(5))), ALONE, site, NOW)) == {SLUG: "written"}
