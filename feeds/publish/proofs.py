"""Editions made ready and signed, kept from one build to the next: while nothing is written they are what they were."""

from dataclasses import dataclass, field

from config.settings import Settings
from feeds.article import Feed
from feeds.publish.catalogue import Plan, Shelf
from feeds.publish.edition import Edition, assemble
from feeds.publish.fragments import Fragments
from feeds.publish.signature import maker, sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What stands in the feed of `plan`, and the fingerprint of all that it is made of."""

    plan: Plan
    edition: Edition
    signature: str


@dataclass(slots=True)
class Proofs:
    """The proofs of one revision of the store under the same settings, by slug; for one build at a time.

    `plans` are the catalogue that they are of. `fragments` are what the documents of this build and the last are made
    of, `maker` signs for settings and code. `printed` says that the last build came to its end.
    """

    made_of: tuple[str | None, Settings | None] = (None, None)
    plans: tuple[Plan, ...] = ()
    made: dict[str, Proof] = field(default_factory=dict)
    fragments: Fragments = field(default_factory=Fragments)
    maker: str = ""
    printed: bool = False

    def begin(self, store: Shelf, settings: Settings) -> bool:
        """Forget what another revision had, or other settings; say whether all is as it was. Raises StoreError."""
        now = (store.revision(), settings)
        same = now[0] is not None and now == self.made_of
        if not same:
            self.fragments.turn()
            if settings != self.made_of[1]:
                self.fragments.forget()
                self.maker = maker(settings)
            self.made_of, self.made = now, {}
        same, self.printed = same and self.printed, False
        return same

    def of(self, plan: Plan, store: Shelf, settings: Settings) -> Proof:
        """Give the proof of a feed. Raises StoreError."""
        known = self.made.get(plan.slug)
        if known is None or known.plan != plan:
            edition = assemble(plan, store, settings, self.fragments)
            known = Proof(plan=plan, edition=edition, signature=self.sign(edition.feed))
            self.made[plan.slug] = known
        return known

    def sign(self, feed: Feed) -> str:
        """Give the fingerprint of a feed whose articles are of this build."""
        return sign(feed, [self.fragments.of(article).digest for article in feed.articles], self.maker)
