"""Whatever happens to the articles of a story, in whatever order: what readers know of it never changes or doubles."""

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.article import Article
from feeds.store import Store
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, settled
from tests.feeds.store.telling import hours, of, tell, told

SOURCES = ("gazette", "courier", "herald", "desk")
WISHES = st.tuples(
    st.sampled_from(("tell", "tell", "tell", "take back", "show again", "change", "release", "embargo")),
    st.integers(1, 3),
    st.sampled_from(SOURCES),
    st.booleans(),
)


@dataclass
class World:
    """What was told, and what readers have seen of it."""

    store: Store
    now: int = 0
    articles: list[tuple[int, Article]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    known: dict[int, Article] = field(default_factory=dict)

    def do(self, what: str, story: int, source: str, *, flag: bool) -> None:
        self.now += 1
        mine = [one for about, one in self.articles if about == story and one.source == source]
        at = hours(self.now / 10)
        if what == "tell" or (what == "embargo" and not mine):
            end = at + timedelta(hours=1) if what == "embargo" else None
            article = told(100 + self.now, source, at, embargo=end, title=f"Told {self.now}")
            tell(self.store, article, story=story, own=source == "desk", credits=("herald",) if flag else ())
            self.articles.append((story, article))
        elif what == "release":
            self.store.release(at)
        elif mine and what == "take back":
            self.store.keep(replace(make_batch(source=source, at=at), retracted=(mine[0].id,)))
            self.hidden.add(mine[0].id)
        elif mine and what == "show again":
            self.store.keep(make_batch(source=source, at=at, sightings=[mine[0].id]))
            self.hidden.discard(mine[0].id)
        elif mine:
            end = at + timedelta(hours=1) if what == "embargo" else None
            changed = replace(
                mine[-1], title=f"Changed {self.now}", digest=f"{self.now:064x}", updated=at, changed=at, embargo=end
            )
            tell(self.store, changed=[changed], story=story, own=source == "desk")

    def look(self) -> None:
        """See that every feed shows each story once, as readers know it, if anybody may show it."""
        shown = self.store.window(CHINA, LIMITS)
        assert len({one.id for one in shown}) == len(shown)
        leaders = {story: next(one.id for about, one in self.articles if about == story) for story, _ in self.articles}
        by_id = {leader: story for story, leader in leaders.items()}
        for one in shown:
            story = by_id[one.id]
            before = self.known.setdefault(story, one)
            assert (one.published, one.seen) == (before.published, before.seen)
            assert (one.updated, one.changed) >= (before.updated, before.changed)
            self.known[story] = one
        for story, article in self.articles:
            assert self.store.get(article.id) in {*(one for one in shown if one.id == leaders[story]), None}
        for story, leader in leaders.items():
            tellers = {one.source for about, one in self.articles if about == story}
            stands = leader in {one.id for one in shown}
            assert all(
                (leader in {one.id for one in self.store.window(of(name), LIMITS)}) is stands for name in tellers
            )
            embargoed = any(one.embargo for about, one in self.articles if about == story)
            public = any(about == story and one.id not in self.hidden for about, one in self.articles)
            assert stands or embargoed or not public or self._withheld(story)
            if embargoed_now(self, story) and not stands:
                self.known.pop(story, None)  # what nobody may see is seen anew when its embargo ends

    def _withheld(self, story: int) -> bool:
        ids = [one.id for about, one in self.articles if about == story]
        return all(one is None or one.embargo for one in (self.store.get(each, withheld=True) for each in ids))


def embargoed_now(world: World, story: int) -> bool:
    """Say whether an article of `story` is under an embargo, as the store has it."""
    kept = (world.store.get(one.id, withheld=True) for about, one in world.articles if about == story)
    return any(one is not None and one.embargo is not None for one in kept)


@given(wishes=st.lists(WISHES, max_size=16))
@settings(max_examples=30, deadline=None)
def test_what_readers_know_of_a_story_never_changes_or_doubles(
    sqlite_template: Path, wishes: list[tuple[str, int, str, bool]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "beatwire.sqlite"
        shutil.copyfile(sqlite_template, file)
        with Store.open(f"sqlite:///{file}") as store:
            world = World(store)
            for source in SOURCES:
                settled(store, source)
            for what, story, source, flag in wishes:
                world.do(what, story, source, flag=flag)
                world.look()
