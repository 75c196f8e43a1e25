"""WordPress: every file in data/wordpress is an answer of its API, with the entries that are read from it beside it.

How a site is followed from one collection to the next is told with a small WordPress of our own.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.article import Entry, Follow, Page, Reading
from feeds.collect.sources import wordpress
from feeds.collect.wordpress import memory, roots
from feeds.collect.wordpress.memory import Doubt, Memory, Post
from feeds.errors import ParseError
from tests.feeds.collect.sources.test_feed import told
from tests.world import NOW, make_source

DATA = Path(__file__).with_name("data") / "wordpress"
CASES = sorted(path for path in DATA.iterdir() if not path.name.endswith(".expected.json"))
SITE = "https://gazette.example/"
SOURCE = make_source(kind="wordpress", url=SITE, timezone="Asia/Singapore")
POSTS = f"{SITE}wp-json/wp/v2/posts"
MEMO = memory.written(Memory(site=SITE, root=f"{SITE}wp-json/"))


def read(body: bytes, role: str = "posts", **page: Any) -> Reading:
    return wordpress.read(Page(**{"address": POSTS, "body": body, "role": role, "memo": MEMO} | page), SOURCE, NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_posts_are_read_as_their_expectation_says(case: Path) -> None:
    expected = json.loads(case.with_name(f"{case.name}.expected.json").read_text("utf-8"))
    assert told([asdict(entry) for entry in read(case.read_bytes()).entries]) == expected["entries"]


@dataclass
class WordPress:
    """A small site: its posts as the API has them, and what it refuses."""

    root: str = f"{SITE}wp-json/"
    header: str | None = None
    posts: dict[int, dict[str, Any]] = field(default_factory=dict)
    private: set[int] = field(default_factory=set)
    unlisted: set[int] = field(default_factory=set)
    closed: int = 0
    capped: int = 100
    trouble: tuple[int, bytes] | None = None
    asked: list[str] = field(default_factory=list)

    def publish(self, number: int, when: datetime = NOW, **more: Any) -> None:
        day = when.strftime("%Y-%m-%dT%H:%M:%S")
        locked = {"rendered": "<p>Text</p>", "protected": more.pop("protected", False)}
        self.posts[number] = {
            "id": number, "date_gmt": day, "modified_gmt": day, "guid": {"rendered": f"{SITE}?p={number}"},
            "link": f"{SITE}{number}/", "title": {"rendered": f"Story {number}"}, "status": "publish",
            "content": locked, "excerpt": locked,
        } | more  # fmt: skip

    def answer(self, follow: Follow) -> Page:
        self.asked.append(follow.role)
        status, body, link = self._answer(follow.url)
        if status >= 400 and status not in follow.tolerates:
            raise AssertionError(f"{follow.url} is not to be answered with {status}")
        return Page(address=follow.url, body=body, status=status, link=link, role=follow.role, memo=follow.memo)

    def _answer(self, url: str) -> tuple[int, bytes, str | None]:
        if not url.startswith(self.root):
            if "feed" in url:
                return 200, FEED, None
            home = url == SITE
            return (
                (200, b"<html><body>Home</body></html>", self.header) if home else (404, b"<html>Not here</html>", None)
            )
        if self.closed:
            return self.closed, b'{"code": "rest_disabled"}', None
        route, _, query = url[len(self.root) :].partition("&" if "rest_route" in self.root else "?")
        if route == "wp/v2/posts":
            return self._list(url, {name: values[0] for name, values in parse_qs(query).items()})
        return self._one(int(route.rsplit("/", 1)[1]))

    def _one(self, number: int) -> tuple[int, bytes, str | None]:
        if self.trouble:
            return (*self.trouble, None)
        if number in self.private:
            return 401, b'{"code": "rest_forbidden"}', None
        if number not in self.posts:
            return 404, b'{"code": "rest_post_invalid_id"}', None
        return 200, json.dumps(self.posts[number]).encode(), None

    def _list(self, url: str, asked: dict[str, str]) -> tuple[int, bytes, str | None]:
        order = {"date": "date_gmt", "modified": "modified_gmt"}[asked.get("orderby", "date")]
        found = sorted(self.posts.values(), key=lambda post: str(post[order]), reverse=True)
        found = [post for post in found if post["id"] not in self.private | self.unlisted]
        if "include" in asked:
            found = [post for post in found if str(post["id"]) in asked["include"].split(",")]
        each, page = min(int(asked["per_page"]), self.capped), int(asked.get("page", "1"))
        more = len(found) > each * page
        bare = url.partition("&page=")[0]
        link = f'<{bare}&page={page + 1}>; rel="next"' if more else None
        return 200, json.dumps(found[each * (page - 1) : each * page]).encode(), link


FEED = b"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Gazette</title>
<item><title>Tides</title><guid>https://gazette.example/?p=1</guid></item>
<item><title>Protected: Vault</title><guid>https://gazette.example/?p=2</guid>
<content:encoded><![CDATA[<form class="post-password-form"></form>]]></content:encoded></item></channel></rss>"""


@dataclass
class Follower:
    """What a pipeline does, without a network: it asks, follows and remembers."""

    site: WordPress
    memo: str | None = None
    now: datetime = NOW

    def collect(self, most: int = 50, address: str = SITE) -> "Collected":
        got = Collected()
        waiting: list[Follow] = list(wordpress.start(SOURCE, address, self.memo))
        asked = {follow.url for follow in waiting}
        self.site.asked.clear()
        while waiting and most:
            reading = wordpress.read(self.site.answer(waiting.pop(0)), SOURCE, self.now)
            assert len(reading.follow) <= 1
            waiting += [follow for follow in reading.follow if follow.url not in asked]
            asked |= {follow.url for follow in waiting}
            got.add(reading)
            self.memo = reading.memo or self.memo
            most -= 1
        return got


@dataclass
class Collected:
    entries: list[Entry] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, reading: Reading) -> None:
        self.entries += reading.entries
        self.vanished += reading.vanished
        self.skipped += [skipped.what for skipped in reading.skipped]

    @property
    def numbers(self) -> list[int]:
        return [int((entry.guid or "").rpartition("=")[2]) for entry in self.entries]


def site(numbers: Sequence[int] = range(1, 9), **more: Any) -> WordPress:
    made = WordPress(**more)
    for number in numbers:
        made.publish(number, NOW - timedelta(days=30) + timedelta(hours=number))
    return made


def followed(made: WordPress, **more: Any) -> Follower:
    follower = Follower(made, **more)
    follower.collect()
    return follower


def test_the_first_collection_brings_all_and_the_next_asks_once() -> None:
    follower = Follower(site())
    assert sorted(follower.collect().numbers) == list(range(1, 9))
    assert follower.collect() == Collected()
    assert follower.site.asked == ["list"]


def test_what_is_new_or_changed_is_fetched_and_nothing_else() -> None:
    follower = followed(site())
    follower.site.publish(20)
    follower.site.publish(3, title={"rendered": "Story 3, corrected"})
    got = follower.collect()
    assert sorted(got.numbers) == [3, 20]
    assert [entry.title for entry in got.entries if entry.guid == f"{SITE}?p=3"] == ["Story 3, corrected"]


def test_a_long_list_is_read_for_some_pages_and_posts_in_batches() -> None:
    follower = Follower(site(range(1, 501)))
    assert sorted(follower.collect().numbers) == list(range(201, 501))
    assert follower.site.asked == ["list", "list", "list", "posts", "posts", "posts"]
    assert follower.collect() == Collected()


def test_a_server_that_gives_fewer_at_a_time_is_asked_again() -> None:
    follower = Follower(site(range(1, 31), capped=20))
    assert sorted(follower.collect().numbers) == list(range(1, 31))


def test_a_list_whose_next_page_is_refused_ends_there() -> None:
    follower = Follower(site(range(1, 121)))
    answer = follower.site._answer
    follower.site._answer = lambda url: (400, b"{}", None) if "&page=2" in url else answer(url)  # type: ignore[method-assign]
    assert len(follower.collect().numbers) == 100
    assert follower.collect() == Collected()


def test_what_a_cut_collection_did_not_fetch_comes_the_next_time() -> None:
    follower = Follower(site())
    assert follower.collect(most=1) == Collected()
    assert len(follower.collect(most=2).numbers) == 8


def test_a_post_that_waited_long_before_it_came_out_is_found_by_its_date() -> None:
    made = WordPress()
    for number in range(1, 121):
        made.publish(number, NOW - timedelta(minutes=200 - number))
    follower = followed(made)
    made.publish(500, NOW, modified_gmt="2026-10-01T00:00:00")
    assert follower.collect().numbers == [500]
    assert follower.collect() == Collected()


@pytest.mark.parametrize("how", ["deleted", "private", "protected"])
def test_a_post_that_vanished_counts_at_the_second_look(how: str) -> None:
    follower = followed(site())
    if how == "deleted":
        del follower.site.posts[5]
    elif how == "private":
        follower.site.private.add(5)
    else:
        follower.site.publish(5, protected=True)
    assert follower.collect() == Collected()
    assert follower.collect() == Collected(vanished=[f"{SITE}?p=5"])
    assert follower.collect() == Collected()


def test_a_post_that_came_back_between_two_looks_stays() -> None:
    follower = followed(site())
    gone = follower.site.posts.pop(5)
    follower.collect()
    follower.site.posts[5] = gone
    assert follower.collect().vanished == []
    assert [follower.collect() for _ in range(3)] == [Collected()] * 3


def test_a_post_that_only_left_the_list_stays() -> None:
    follower = followed(site())
    follower.site.unlisted.add(5)
    assert [follower.collect() for _ in range(3)] == [Collected()] * 3
    assert memory.recalled(follower.memo).doubts == {}


@pytest.mark.parametrize(
    "trouble",
    [(403, b"<html>Checking your browser</html>"), (404, b"<html>Not found</html>"), (404, b'{"code": "rest_no_route"}'),
     (200, b"<html>Maintenance</html>"), (200, b'{"message": "ok"}'), (401, b'"no"')],
)  # fmt: skip
def test_what_is_not_the_answer_of_the_api_confirms_nothing(trouble: tuple[int, bytes]) -> None:
    follower = followed(site())
    del follower.site.posts[5]
    follower.site.trouble = trouble
    assert [follower.collect() for _ in range(4)] == [Collected()] * 4
    follower.site.trouble = None
    follower.collect()
    assert follower.collect().vanished == [f"{SITE}?p=5"]


def test_an_old_post_that_the_list_no_longer_reaches_has_not_vanished() -> None:
    follower = followed(site(range(1, 101)))
    for number in range(201, 261):
        follower.site.publish(number, NOW - timedelta(days=10) + timedelta(minutes=number))
    assert [follower.collect().vanished for _ in range(3)] == [[], [], []]
    assert "check" not in follower.site.asked


def test_an_empty_list_is_no_retraction() -> None:
    follower = followed(site())
    kept = dict(follower.site.posts)
    follower.site.posts.clear()
    assert [follower.collect() for _ in range(2)] == [Collected(skipped=["8 posts"])] * 2
    follower.site.posts.update(kept)
    assert follower.collect() == Collected()


def test_most_posts_gone_at_once_are_no_retraction_and_after_three_lists_a_new_beginning() -> None:
    follower = followed(site())
    for number in range(1, 6):
        del follower.site.posts[number]
    assert [follower.collect() for _ in range(3)] == [Collected(skipped=["5 posts"])] * 3
    assert follower.collect() == Collected()
    del follower.site.posts[8]
    follower.collect()
    assert follower.collect().vanished == [f"{SITE}?p=8"]


def test_protected_posts_never_enter_and_enter_when_the_password_goes() -> None:
    made = site()
    made.publish(50, protected=True)
    follower = Follower(made)
    assert 50 not in follower.collect().numbers
    made.publish(50, NOW + timedelta(hours=1))
    assert follower.collect().numbers == [50]


@pytest.mark.parametrize("root", [f"{SITE}?rest_route=/", f"{SITE}index.php?rest_route=/", f"{SITE}api/"])
def test_another_root_is_told_by_the_home_page(root: str) -> None:
    follower = Follower(site(root=root, header=f'<{root}>; rel="https://api.w.org/", <{SITE}>; rel=shortlink'))
    assert sorted(follower.collect().numbers) == list(range(1, 9))
    assert follower.site.asked == ["list", "home", "list", "posts"]
    follower.collect()
    assert follower.site.asked == ["list"]


def test_where_the_api_is_closed_the_feed_is_read_and_the_api_tried_again_a_day_later() -> None:
    follower = Follower(site(closed=401))
    got = follower.collect()
    assert [entry.title for entry in got.entries] == ["Tides"]
    assert follower.site.asked == ["list", "feed"]
    follower.collect()
    assert follower.site.asked == ["feed"]
    follower.now += timedelta(days=1, minutes=1)
    follower.collect()
    assert follower.site.asked == ["feed", "list"]
    follower.collect()
    assert follower.site.asked == ["feed"]
    follower.site.closed, follower.now = 0, follower.now + timedelta(days=2)
    assert len(follower.collect().entries) == 9
    follower.collect()
    assert follower.site.asked == ["list"]


def test_a_site_without_the_api_is_asked_for_its_home_page_first() -> None:
    follower = Follower(WordPress(root="https://nowhere.example/"))
    assert [entry.title for entry in follower.collect().entries] == ["Tides"]
    assert follower.site.asked == ["list", "home", "feed"]


@pytest.mark.parametrize("body", [b"<html>", b"", b"{}", b"[1]", b'[{"id": "1"}]', b"[" * 100_000, b"\xff"])
def test_a_list_that_is_none_leads_to_the_home_page_and_posts_that_are_none_are_refused(body: bytes) -> None:
    [home] = read(body, role="list").follow
    assert (home.role, home.url) == ("home", SITE)
    with pytest.raises(ParseError, match="no list of posts"):
        read(body)


@pytest.mark.parametrize(
    ("address", "at", "root"),
    [
        ("https://a.example", "https://a.example/", "https://a.example/wp-json/"),
        ("https://a.example/blog/", "https://a.example/blog/", "https://a.example/blog/wp-json/"),
        ("https://a.example/wp-json", "https://a.example/", "https://a.example/wp-json/"),
        ("https://a.example/blog/wp-json/wp/v2/posts?per_page=9", "https://a.example/blog/", "https://a.example/blog/wp-json/"),
        ("https://a.example/index.php/wp-json/", "https://a.example/", "https://a.example/index.php/wp-json/"),
        ("https://a.example/?rest_route=/wp/v2/posts", "https://a.example/", "https://a.example/?rest_route=/"),
        ("https://a.example/blog/feed/", "https://a.example/blog/", "https://a.example/blog/wp-json/"),
        ("https://a.example/?feed=rss2", "https://a.example/", "https://a.example/wp-json/"),
    ],
)  # fmt: skip
def test_a_site_and_its_root_are_in_every_address_of_it(address: str, at: str, root: str) -> None:
    assert (roots.site_in(address), roots.root_in(address)) == (at, root)


def test_a_root_is_told_in_the_head_too() -> None:
    head = b"<link rel='stylesheet' href='x'><link rel='https://api.w.org/' href='/index.php?rest_route=/&amp;x=1' />"
    assert roots.root_told(None, head, SITE) == f"{SITE}index.php?rest_route=/&x=1"
    assert roots.root_told(None, b"<p>nothing</p>", SITE) is None


def test_the_next_page_is_on_the_same_host_or_none() -> None:
    assert roots.following(f'<{POSTS}?page=2>; rel="next"', POSTS) == f"{POSTS}?page=2"
    assert roots.following('<https://other.example/2>; rel="next"', POSTS) is None


def test_what_is_remembered_is_small_and_lasting() -> None:
    post = Post("2026-11-20T08:00:00", f"{SITE}?p=1")
    whole = Memory(site=SITE, posts={1: post}, doubts={2: Doubt(post, 1)}, pending={3: post}, checks=(2,), pages=1)
    assert memory.recalled(memory.written(whole)) == whole
    assert memory.recalled(memory.lasting(whole)) == replace(whole, pending={}, checks=(), pages=0)


@pytest.mark.parametrize("memo", [None, "", "{", "[]", '{"posts": {"x": 1}}'])
def test_a_memory_that_cannot_be_read_is_none(memo: str | None) -> None:
    assert memory.recalled(memo) == Memory()
    [first] = wordpress.start(SOURCE, SITE, memo)
    assert urlsplit(first.url).path == "/wp-json/wp/v2/posts"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "guid", "title", "content", "rendered", "protected", "author", "name", "wp:term", "_embedded",
                         "wp:featuredmedia", "source_url", "media_details", "width", "link", "status", "modified_gmt"]), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(said=st.lists(values, max_size=3), role=st.sampled_from(["list", "home", "posts", "check", "feed", "other"]),
       status=st.sampled_from([200, 401, 404]), memo=st.sampled_from([MEMO, "", '{"checks": [1], "doubts": {"1": {"post": {"modified": "", "guid": "x"}}}}']))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_nothing_raises_anything_but_a_refusal(said: Any, role: str, status: int, memo: str) -> None:
    for body in (json.dumps(said), json.dumps(said[0]) if said else "{}"):
        try:
            read(body.encode("utf-8", "surrogatepass"), role, status=status, memo=memo)
        except ParseError:
            continue


def test_no_more_of_a_list_is_read_than_was_asked_for() -> None:
    rows = [{"id": number, "modified_gmt": "2026-11-25T00:00:00"} for number in range(1, 1000)]
    (posts,) = read(json.dumps(rows).encode(), role="list").follow
    assert len(memory.recalled(posts.memo).pending) == 100


def test_half_a_character_in_a_list_is_remembered_as_something() -> None:
    rows = [{"id": 1, "modified_gmt": "\ud800", "guid": {"rendered": "\ud800"}}]
    (posts,) = read(json.dumps(rows).encode(), role="list").follow
    assert list(memory.recalled(posts.memo).pending) == [1]
