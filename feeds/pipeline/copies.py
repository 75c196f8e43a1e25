"""Finding the copies of one story: the fingerprints of a batch's articles, and how the store is to compare them."""

from dataclasses import replace

from config.settings import Settings
from feeds.article import Article, Batch, Clustering
from feeds.select import cluster
from feeds.select.region import belongs


class Copies:
    """What one desk's settings say of copies; `codes` is the beat, whose articles alone are compared, None is all.

    An article outside the beat stands in no feed: it must not take the place of one that does.
    """

    def __init__(self, settings: Settings, codes: frozenset[str] | None) -> None:
        said = settings.selecting
        self.clustering = Clustering(chosen=cluster.choose, window=said.window, order=said.order)
        self._wanted = said.copies
        self._known = cluster.publishers(settings.sources)
        self._codes = codes

    def printed(self, batch: Batch) -> Batch:
        """Give `batch` with the fingerprints of its new and changed articles."""
        told = [one for one in (*batch.new, *batch.changed) if self._wanted and self._is_worth(one)]
        prints = (cluster.fingerprint(article, self._known) for article in told)
        return replace(batch, prints=tuple(each for each in prints if each is not None)) if told else batch

    def _is_worth(self, article: Article) -> bool:
        return self._codes is None or belongs(article.places, self._codes) is not None
