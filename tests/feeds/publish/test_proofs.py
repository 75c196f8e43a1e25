"""A proof is kept while nothing is written, and never longer."""

from config.feeds import Beat
from feeds.publish.catalogue import catalogue
from feeds.publish.proofs import Proofs
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import make_article, make_settings


class Counted(MemoryShelf):
    """A shelf that says when it changes."""

    number: str | None = "1"

    def revision(self) -> str | None:
        return self.number


def test_a_proof_is_that_of_the_last_build_while_nothing_is_written() -> None:
    shelf, settings, proofs = Counted(make_article(1)), make_settings(), Proofs()
    plan = catalogue(shelf, settings)[0]
    proofs.begin(shelf, settings)
    first = proofs.of(plan, shelf, settings)
    proofs.begin(shelf, make_settings())
    assert proofs.of(plan, shelf, settings) is first

    shelf.articles.append(make_article(2))
    shelf.number = "2"
    proofs.begin(shelf, settings)
    second = proofs.of(plan, shelf, settings)
    assert len(second.edition.feed.articles) == 2
    assert second.signature != first.signature


def test_other_settings_or_an_unknown_revision_make_it_anew() -> None:
    shelf, settings, proofs = Counted(make_article(1)), make_settings(), Proofs()
    plan = catalogue(shelf, settings)[0]
    proofs.begin(shelf, settings)
    first = proofs.of(plan, shelf, settings)
    renamed = make_settings(beat=Beat(title="Harbours"))
    proofs.begin(shelf, renamed)
    assert proofs.of(catalogue(shelf, renamed)[0], shelf, renamed).signature != first.signature
    shelf.number = None
    for _ in range(2):
        proofs.begin(shelf, settings)
        assert not proofs.made
        proofs.of(plan, shelf, settings)
