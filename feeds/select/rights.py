"""The one gate between what we hold and what we may pass on; where anything is unclear, it closes."""

from dataclasses import replace

from feeds.article import Article, Permits

_WIDTH = {Permits.HEADLINE: 0, Permits.SUMMARY: 1, Permits.FULL: 2}


def effective(source_permits: Permits, entry_permits: str | None) -> Permits:
    """Give the narrower of what the source and its item permit; a word that we do not know is HEADLINE."""
    if entry_permits is None:
        return source_permits
    try:
        own = Permits(entry_permits.strip().lower())
    except ValueError:
        own = Permits.HEADLINE
    return min(source_permits, own, key=_width)


def gate(article: Article, allowed: Permits | None) -> Article:
    """Give `article` with no more than its rights and `allowed` permit; every format and page passes here.

    HEADLINE leaves neither summary, content nor enclosures, SUMMARY no content. None allows what the article's rights
    do.
    """
    permits = article.rights.permits
    if allowed is not None:
        permits = min(permits, allowed, key=_width)
    width = _width(permits)
    if width >= _WIDTH[Permits.FULL]:
        return article
    if width == _WIDTH[Permits.SUMMARY]:
        return replace(article, content="")
    return replace(article, summary="", content="", enclosures=())


def _width(permits: Permits) -> int:
    """Count a word from outside the enumeration (a row of a newer version, say) as the narrowest."""
    return _WIDTH.get(permits, 0)
