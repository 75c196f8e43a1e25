"""What a feed calls the places of its articles: the operator's labels, on our own words alone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

from feeds.article import Article, Category

SEA_SCHEME: Final = "urn:beatwire:disputed"


def named(article: Article, labels: Iterable[tuple[str, str]]) -> Article:
    """Give `article` with its places called as the pairs of `labels` say, whose keys are those of `config.labels`.

    A disputed sea or island that `labels` name, and the words for its places do, becomes a category. No word of the
    source is altered, and no date moves.
    """
    said = dict(labels)
    if not said:
        return article
    places = tuple(replace(place, label=said.get(place.code)) for place in article.places)
    spoken = {words.text.casefold() for place in article.places for words in place.evidence}
    keys = sorted({key for text in spoken if (key := _disputed().get(text)) in said and key is not None})
    disputed = tuple(Category(term=key, scheme=SEA_SCHEME, label=said[key]) for key in keys)
    return replace(article, places=places, categories=article.categories + disputed)


@cache
def _disputed() -> Mapping[str, str]:
    """Give the key of each name that is disputed, without case."""
    table = files("feeds.publish").joinpath("data", "disputed.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {name.casefold(): key for key, names in rows for name in names.split(" | ")}
