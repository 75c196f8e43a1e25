"""What a changed rule would do: which articles would come into a feed, and which go out of it. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from feeds.article import Article
from feeds.select.rules import Decision, Rules, decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The outcome: how many articles were `examined`, how many stood in the feed `before` and `after`.

    Each of `incoming` and `outgoing` comes with the decision under the changed rules, in the order they were examined.
    """

    examined: int
    before: int
    after: int
    incoming: tuple[tuple[Article, Decision], ...]
    outgoing: tuple[tuple[Article, Decision], ...]


def attempt(articles: Iterable[tuple[Article, Collection[str]]], before: Rules | None, after: Rules) -> Trial:
    """Ask both rules of every one of `articles` (with the sources that showed it); None takes nothing."""
    examined = stood = stands = 0
    incoming: list[tuple[Article, Decision]] = []
    outgoing: list[tuple[Article, Decision]] = []
    for article, sources in articles:
        examined += 1
        was = before is not None and decide(article, before, sources).inside
        decision = decide(article, after, sources)
        stood += was
        stands += decision.inside
        if was != decision.inside:
            (incoming if decision.inside else outgoing).append((article, decision))
    return Trial(examined=examined, before=stood, after=stands, incoming=tuple(incoming), outgoing=tuple(outgoing))
