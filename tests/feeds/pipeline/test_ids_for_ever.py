"""Whatever sources do to guids, hosts, schemes, slugs, titles and lists: an id never moves, and no two stories share one."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.settings import Limits
from feeds.article import Article, Entry, FetchState, Permits, Reading
from feeds.pipeline import Collected, Item, judge
from feeds.select.clean import Context, clean
from feeds.select.identity import guid_key, url_keys
from feeds.store import Store, migrate
from tests.world import NOW, make_source

NAMESPACE: Final = UUID("6f1c1e1e-0000-4000-8000-000000000001")
SITES: Final = {"gazette": "gazette.example", "courier": "courier.example", "wire": "wire.example"}
PAPERS: Final = ("gazette", "courier")
LIMITS: Final = Limits()
SPELLINGS: Final[tuple[Callable[[str], str], ...]] = (
    lambda url: url,
    lambda url: url.replace("https://", "http://"),
    lambda url: url.replace("https://", "https://www."),
    lambda url: url.replace("https://", "https://m."),
    lambda url: url.replace(".example/", ".example:443/"),
    lambda url: url.replace(".example/", ".example//"),
    lambda url: f"{url}/",
    lambda url: f"{url}/amp/",
    lambda url: f"{url}/index.html",
    lambda url: f"{url}?utm_source=rss&from=timeline",
    lambda url: f"{url}?print=1",
    lambda url: f"{url}#comments",
    lambda url: url.replace("gazette.example", "Gazette.EXAMPLE"),
)


@dataclass(eq=False)
class Story:
    """What the test knows to be one story; `id` once it was seen, `url` its address in the plainest spelling."""

    paper: str
    number: int
    guid: str | None
    url: str
    spell: Callable[[str], str] = SPELLINGS[0]
    title: str = ""
    text: str = ""
    listed: bool = True
    retracted: bool = False
    shares_url: bool = False
    shares_guid: bool = False
    told_by_wire: str | None = None
    id: str | None = None
    named: tuple[str, ...] = ()

    def entry(self, guid: str | None) -> Entry:
        """Give the story as a source tells it under `guid`."""
        return Entry(
            guid=guid, link=self.spell(self.url), title=self.title, content=f"<p>{self.text}</p>", aliases=self.named
        )

    def keys(self) -> set[str]:
        """Give the keys that are its own."""
        found = set() if self.shares_url else {*url_keys(self.spell(self.url))}
        if self.guid and not self.shares_guid:
            found.add(guid_key(self.paper, self.guid) or "")
        if self.told_by_wire:
            found.add(guid_key("wire", self.told_by_wire) or "")
        return found


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "beatwire.sqlite"
        migrate(f"sqlite:///{file}", None)
        return file.read_bytes()


class Archive(RuleBasedStateMachine):
    """Papers publish, rename and move; a wire tells their stories too; all of it is judged and kept for real."""

    @initialize()
    def open(self) -> None:
        """Open an empty store."""
        self.stack = ExitStack()
        folder = Path(tempfile.mkdtemp())
        self.stack.callback(shutil.rmtree, folder)
        (folder / "beatwire.sqlite").write_bytes(_template())
        self.store = self.stack.enter_context(Store.open(f"sqlite:///{folder / 'beatwire.sqlite'}"))
        self.stories: list[Story] = []
        self.led: dict[str, str] = {}
        self.now = NOW
        self.count = 0

    def teardown(self) -> None:
        """Close the store."""
        if hasattr(self, "stack"):
            self.stack.close()

    def fresh(self) -> int:
        """Give a number that nothing was named by yet."""
        self.count += 1
        return 70000 + self.count

    def collect(
        self, source: str, *, twice: Story | None = None, vanished: tuple[str, ...] = (), only: Story | None = None
    ) -> None:
        """Let a source tell all that it lists; what a paper takes back it lists no more."""
        self.now += timedelta(hours=1)
        told: list[tuple[Story, Entry]] = []
        for story in self.stories:
            if source == story.paper and story.listed and only in {None, story}:
                told.append((story, story.entry(story.guid)))
            if source == "wire" and story.told_by_wire and only in {None, story}:
                told.append((story, story.entry(story.told_by_wire)))
        if twice is not None:
            told += [(story, replace(entry, title=f"{entry.title} (2)")) for story, entry in told if story is twice]
        before = FetchState(source=source)
        batch = judge(
            Collected(
                source=make_source(name=source, url=f"https://{SITES[source]}/feed", rights="full"),
                started=self.now,
                outcome="collected",
                before=before,
                state=before,
                items=tuple(self._item(source, entry) for _, entry in told),
                vanished=vanished,
            ),
            self.store,
            NAMESPACE,
            self.now,
            SITES,
        )
        self.store.keep(batch)
        for story, _ in told:
            story.retracted = story.retracted and source != story.paper
            self._found(story)

    def _item(self, source: str, entry: Entry) -> Item:
        context = Context(make_source(name=source, rights="full"), Reading(), Permits.FULL, self.now, LIMITS)
        article = clean(entry, context)
        assert isinstance(article, Article), article
        return Item(entry, article)

    def _found(self, story: Story) -> None:
        """Look where the story's own keys lead: to one id, always the same."""
        known = self.store.known(story.keys())
        ids = {one.id for one in known.values()}
        assert len(ids) == 1, f"{story} is {ids}"
        [id_] = ids
        assert story.id in {None, id_}, f"{story} moved to {id_}"
        story.id = id_
        self.led |= {key: one.id for key, one in known.items()}

    def pick(self, data: st.DataObject, *which: Callable[[Story], bool]) -> Story | None:
        """Give some story of which all of `which` is true."""
        fit = [story for story in self.stories if all(one(story) for one in which)]
        return data.draw(st.sampled_from(fit), label="story") if fit else None

    def pair(self, data: st.DataObject) -> list[Story]:
        """Give two listed stories of one paper that have a guid and an address of their own."""
        paper = data.draw(st.sampled_from(PAPERS))
        own = [
            one
            for one in self.stories
            if one.paper == paper and one.listed and one.guid and not (one.shares_url or one.shares_guid)
        ]
        return own[-2:] if len(own) > 1 else []

    @rule(paper=st.sampled_from(PAPERS), bare=st.booleans(), early=st.booleans())
    def publish(self, paper: str, *, bare: bool, early: bool) -> None:
        """Publish a story, with a guid or `bare` of one; the wire may be the `early` one to tell it."""
        number = self.fresh()
        story = Story(paper, number, None if bare else f"g{number}", f"https://{SITES[paper]}/world/quay-{number}")
        story.title, story.text = f"Quay {number} of Kobe opens", f"The quay {number} opened in the night."
        self.stories.append(story)
        if early:
            story.told_by_wire = f"w{number}"
            self.collect("wire", only=story)
        self.collect(paper)

    @rule(data=st.data())
    def rekey(self, data: st.DataObject) -> None:
        """Give a story another guid."""
        story = self.pick(data, lambda one: one.listed, lambda one: not one.shares_url)
        if story is not None:
            story.guid, story.shares_guid = f"g{self.fresh()}", False
            self.collect(story.paper)

    @rule(paper=st.sampled_from(PAPERS))
    def rekey_all(self, paper: str) -> None:
        """Give every story of a paper another guid at once, as a new system of theirs does."""
        for story in self.stories:
            if story.paper == paper and story.listed and not story.shares_url:
                story.guid, story.shares_guid = f"g{self.fresh()}", False
        self.collect(paper)

    @rule(data=st.data(), spell=st.sampled_from(SPELLINGS))
    def respell(self, data: st.DataObject, spell: Callable[[str], str]) -> None:
        """Write a story's address in another way."""
        story = self.pick(data, lambda one: one.listed)
        if story is not None:
            story.spell = spell
            self.collect(story.paper)

    @rule(data=st.data(), host=st.sampled_from(["", "news.", "en."]))
    def move(self, data: st.DataObject, host: str) -> None:
        """Move a story to another host and slug; its guid stays."""
        story = self.pick(data, lambda one: one.listed, lambda one: bool(one.guid) and not one.shares_guid)
        if story is not None:
            story.url, story.shares_url = f"https://{host}{SITES[story.paper]}/asia/pier-{self.fresh()}", False
            self.collect(story.paper)

    @rule(paper=st.sampled_from(PAPERS), host=st.sampled_from(["news.", "web."]))
    def move_all(self, paper: str, host: str) -> None:
        """Move a whole paper; what has a guid of its own keeps it."""
        for story in self.stories:
            if story.paper == paper and story.listed and story.guid and not (story.shares_url or story.shares_guid):
                story.url = f"https://{host}{SITES[paper]}/moved/quay-{self.fresh()}"
        self.collect(paper)

    @rule(data=st.data(), title=st.booleans(), alone=st.booleans())
    def edit(self, data: st.DataObject, *, title: bool, alone: bool) -> None:
        """Change a story's title or text, and show it `alone`; of one whose guid is another's as well, only its words say which it is."""
        story = self.pick(data, lambda one: one.listed, lambda one: not one.shares_guid)
        if story is not None and title:
            story.title = f"Pier {story.number} of Kobe, take {self.fresh()}"
        elif story is not None:
            story.text = f"Pier {story.number} was mended, take {self.fresh()}."
        if story is not None:
            self.collect(story.paper, only=story if alone else None)

    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        """Let a story fall out of its paper's list."""
        story = self.pick(data, lambda one: one.listed)
        if story is not None:
            story.listed = False
            self.collect(story.paper)

    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        """List a story again that had fallen out or was taken back."""
        story = self.pick(data, lambda one: not one.listed)
        if story is not None:
            story.listed = True
            self.collect(story.paper)

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """Let a paper say that a story is public no more."""
        story = self.pick(data, lambda one: one.listed, lambda one: bool(one.guid) and not one.shares_guid)
        if story is not None:
            story.listed, story.retracted = False, True
            self.collect(story.paper, vanished=(story.guid or "",))

    @rule(data=st.data())
    def list_twice(self, data: st.DataObject) -> None:
        """List a story twice at once, in two states."""
        story = self.pick(
            data, lambda one: one.listed, lambda one: bool(one.guid) and not (one.shares_url or one.shares_guid)
        )
        if story is not None:
            self.collect(story.paper, twice=story)

    @rule(data=st.data())
    def share_an_address(self, data: st.DataObject) -> None:
        """Let two stories of one paper stand at one address, as in a live page."""
        url = f"https://{SITES['gazette']}/live/{self.fresh()}"
        for story in (pair := self.pair(data)):
            story.url, story.shares_url = url, True
        if pair:
            self.collect(pair[0].paper)

    @rule(data=st.data())
    def share_a_guid(self, data: st.DataObject) -> None:
        """Let two stories of one paper have one guid."""
        guid = f"g{self.fresh()}"
        for story in (pair := self.pair(data)):
            story.guid, story.shares_guid = guid, True
        if pair:
            self.collect(pair[0].paper)

    @rule(paper=st.sampled_from(PAPERS), address=st.booleans())
    def publish_two_that_share(self, paper: str, *, address: bool) -> None:
        """Publish two new stories at once, under one address or one guid."""
        both = [self.fresh(), self.fresh()]
        for number in both:
            story = Story(paper, number, f"g{number}", f"https://{SITES[paper]}/world/quay-{number}")
            story.title, story.text = f"Twin quay {number}", f"The twin quay {number} opened in the night."
            if address:
                story.url, story.shares_url = f"https://{SITES[paper]}/live/{both[0]}", True
            else:
                story.guid, story.shares_guid = f"g{both[0]}", True
            self.stories.append(story)
        self.collect(paper)

    @rule(data=st.data())
    def show_alone(self, data: st.DataObject) -> None:
        """Let a paper's list be so short that it shows a single story."""
        story = self.pick(data, lambda one: one.listed)
        if story is not None:
            self.collect(story.paper, only=story)

    @rule(data=st.data())
    def part_again(self, data: st.DataObject) -> None:
        """Give what shared something a guid and an address of its own again: one after the other, or nobody knows it."""
        story = self.pick(data, lambda one: one.listed, lambda one: one.shares_url or one.shares_guid)
        if story is not None and story.shares_url:
            story.url, story.shares_url = f"https://{SITES[story.paper]}/world/quay-{self.fresh()}", False
            self.collect(story.paper)
        elif story is not None:
            story.guid, story.shares_guid = f"g{self.fresh()}", False
            self.collect(story.paper)

    @rule(data=st.data())
    def tell_by_wire(self, data: st.DataObject) -> None:
        """Let the wire list a paper's story, or list it under another guid."""
        story = self.pick(data, lambda one: not one.shares_url)
        if story is not None:
            story.told_by_wire = f"w{self.fresh()}"
            self.collect("wire", only=story)

    @rule(data=st.data())
    def name_itself(self, data: st.DataObject) -> None:
        """Let a story's page call itself by a further address, and then be listed under that."""
        story = self.pick(data, lambda one: one.listed, lambda one: not (one.shares_url or one.shares_guid))
        if story is not None:
            named = f"https://{SITES[story.paper]}/story/{self.fresh()}/as-it-calls-itself"
            story.named = (named,)
            self.collect(story.paper)
            story.url, story.spell, story.named, story.guid = named, SPELLINGS[0], (), f"g{self.fresh()}"
            self.collect(story.paper)

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def ids_are_for_ever_and_for_one(self) -> None:
        """Every id is one story's, every story is kept once, every key leads where it led."""
        ids = [story.id for story in self.stories]
        assert len(set(ids)) == len(ids)
        assert self.store.counts()["articles"] == len(ids)
        assert {key: one.id for key, one in self.store.known(self.led).items()} == self.led
        for story in self.stories:
            assert story.id is not None
            assert (self.store.get(story.id) is None) == story.retracted, story


TestIdsForEver = pytest.mark.slow(Archive.TestCase)
TestIdsForEver.settings = settings(
    max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
