"""Every fault of the web at once, the whole way: nothing is lost, emptied or doubled, and the operator is told why."""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from config.settings import Limits, Source
from feeds.article import FetchState, Run
from feeds.collect import guard
from feeds.collect.fetch import Fetcher, Request, Response
from feeds.errors import FetchError
from feeds.publish.facts import health as read
from scheduler import desk
from tests.crowd import Crowd, addresses
from tests.fakeweb import page
from tests.faults import FAULTS, RSS, Fault, Scene
from tests.scheduler.desks import Room, room
from tests.scheduler.test_bad_input import item, rss

pytestmark = pytest.mark.slow
AGENT = "beatwire/1 (+https://desk.example/contact)"
INSIDE, NOBODY = "127.0.0.1", "127.9.9.9"
UNTRUSTED, EXPIRED = "127.9.8.1", "127.9.8.2"
TLS = Path(__file__).parents[1] / "feeds" / "collect" / "data" / "tls"
SECRETS = ("hunter2", "/tmp", "Traceback", 'File "', "root:", "beatwire itself failed")  # noqa: S108 - it is no file
ADDRESSES = dict(zip([fault.name for fault in FAULTS], addresses(len(FAULTS)), strict=True))
GOOD = {"good": "127.9.7.1", "newsy": "127.9.7.2"}
LATE = "did not answer completely"


def slug(name: str) -> str:
    return f"source-{crc32(name.encode()):x}"


def internet(address: str, *, allow_private: bool) -> str | None:
    """Judge as ever, but take one network of loopback for the Internet."""
    return None if address.startswith("127.9.") else guard.refusal(address, allow_private=allow_private)


def certified(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / f"{name}.localhost.pem")
    return context


def fetching(crowd: Crowd, limits: Limits) -> Fetcher:
    """Give a fetcher for that Internet, in which a few names lead where a test wants them to."""
    names = {"secure": UNTRUSTED, "expired": EXPIRED, "inside": INSIDE, "both": f"{NOBODY},{INSIDE}"}
    lines = [f"{name}.localhost:{crowd.port}:{where}" for name, where in names.items()]
    return Fetcher(limits, AGENT, refusal=internet, names=lambda: lines)


@contextmanager
def crowded(patch: pytest.MonkeyPatch) -> Iterator[Crowd]:
    """Play all the servers."""
    keys = {UNTRUSTED: certified("secure"), EXPIRED: certified("expired")}
    patch.setenv("SSL_CERT_FILE", str(TLS / "expired.localhost.pem"))
    with Crowd([*ADDRESSES.values(), *GOOD.values(), INSIDE, *keys], certified=keys) as crowd:
        patch.setattr(desk, "Fetcher", lambda limits, _agent: fetching(crowd, limits))
        yield crowd


def titles(name: str, count: int) -> set[str]:
    return {f"{name}, story {number}: 大阪の港に新しい橋" for number in range(count)}


def feed(name: str, count: int) -> bytes:
    """Give a feed of `count` items about Osaka, each with a guid, a link, a date and a text."""
    items = (
        item(title, link=f"https://{slug(name)}.example/{number}", more=f"<guid isPermaLink='false'>{title}</guid>"
             "<pubDate>Fri, 20 Nov 2026 08:00:00 +0900</pubDate>")
        for number, title in enumerate(sorted(titles(name, count)))
    )  # fmt: skip
    return rss(*items)


def broken(fault: Fault, crowd: Crowd) -> None:
    """Break the source that has this fault's name."""
    port = crowd.port
    scene = Scene(
        feed=feed(fault.name, 4),
        inside=port,
        expired=f"https://expired.localhost:{port}/feed",
        untrusted=f"https://secure.localhost:{port}/feed",
    )
    crowd.answers[ADDRESSES[fault.name]] = fault.make(scene)
    if fault.deaf:
        crowd.close(ADDRESSES[fault.name])


@dataclass(frozen=True)
class Look:
    """What is to be seen after a cycle: runs and states by source, the items of the beat's feed."""

    runs: dict[str, Run]
    states: dict[str, FetchState]
    items: list[dict[str, Any]]

    @property
    def ids(self) -> dict[str, str]:
        """The ids by title."""
        return {item["title"]: item["id"] for item in self.items}


@dataclass(frozen=True)
class Story:
    """A desk before, while and after every source but two was broken, each in its way."""

    before: Look
    during: Look
    after: Look
    led_inside: int


def looked(opened: Room) -> Look:
    """Collect all, see that the feed was built and that the jobs are well, and look."""
    runs, built = opened.cycle()
    assert all(one.outcome in {"written", "unchanged"} for one in built.values()), built
    opened.jobs.tick()
    assert (read(opened.desk.settings.data) or {})["ok"]
    items = opened.items()
    assert len({item["title"] for item in items}) == len({item["id"] for item in items}) == len(items)
    return Look(runs, dict(opened.desk.store.states()), items)


def serve(crowd: Crowd, count: int) -> None:
    """Let every source be well, and have `count` items."""
    for name, address in (ADDRESSES | GOOD).items():
        crowd.open(address)
        crowd.answers[address] = page(feed(name, count), media_type=RSS)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Tell the story once; the tests look at it."""
    with pytest.MonkeyPatch.context() as patch, crowded(patch) as crowd:
        sources = [
            Source(name=slug(name), kind="feed", url=crowd.url(address).replace("//", "//desk:hunter2@"))
            for name, address in (ADDRESSES | GOOD).items()
        ]
        limits = {"deadline": 4, "response_bytes": 2**21, "window_count": 1000, "window_most": 1000} | {
            "window_bytes": 10**8
        }
        only = {"countries": False, "sources": False}
        every = {"copies": False}  # the papers of two faults whose names differ by a dot have the very same stories
        with room(tmp_path_factory.mktemp("data"), *sources, limits=limits, publishing=only, selecting=every) as opened:
            serve(crowd, 3)
            before = looked(opened)
            for fault in FAULTS:
                broken(fault, crowd)
            for name, address in GOOD.items():
                crowd.answers[address] = page(feed(name, 5), media_type=RSS)
            during = looked(opened)
            serve(crowd, 5)
            yield Story(before, during, looked(opened), crowd.asked[INSIDE])


def of(look: Look, name: str) -> dict[str, str]:
    """Give what a source has in the feed."""
    return {title: one for title, one in look.ids.items() if title.startswith(f"{name}, story ")}


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_the_operator_is_told_why_and_no_more(fault: Fault, story: Story) -> None:
    run, state = story.during.runs[slug(fault.name)], story.during.states[slug(fault.name)]
    assert run.outcome == ("failed" if fault.says else "collected"), run.error
    said = run.error or ""
    assert re.fullmatch(fault.says.replace("HOST", re.escape(ADDRESSES[fault.name])), said), said
    assert len(said) < 300
    assert not [secret for secret in SECRETS if secret in f"{said} {run.skipped}"]
    assert (state.error or "", state.failures) == (said, 1 if fault.says else 0)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_broken_source_loses_nothing_and_comes_back(fault: Fault, story: Story) -> None:
    before, during, after = (of(look, fault.name) for look in (story.before, story.during, story.after))
    assert before.keys() == titles(fault.name, 3)
    assert before.items() <= during.items()
    assert during.keys() <= titles(fault.name, 4)
    assert fault.brings <= story.during.ids.keys()
    assert after.keys() == titles(fault.name, 5)
    assert during.items() <= after.items()
    state = story.after.states[slug(fault.name)]
    assert (state.failures, state.error, state.paused, state.url) == (0, None, None, None)


def test_no_other_source_suffers(story: Story) -> None:
    for name in GOOD:
        assert of(story.before, name).keys() == titles(name, 3)
        assert of(story.during, name).keys() == of(story.after, name).keys() == titles(name, 5)


def test_nothing_comes_of_a_fault_but_what_it_says(story: Story) -> None:
    known = set().union(*(titles(name, 5) for name in ADDRESSES | GOOD), *(fault.brings for fault in FAULTS))
    assert story.after.ids.keys() <= known


def test_nobody_is_led_inside(story: Story) -> None:
    assert story.led_inside == 0


def test_no_date_is_in_the_future_or_before_the_web(story: Story) -> None:
    dates = {item["title"]: item["date_published"] for item in story.during.items}
    started = story.during.runs[slug("good")].started.isoformat()[:16]
    assert max(dates.values()) <= max(run.finished for run in story.during.runs.values()).isoformat()[:19] + "Z"
    assert min(dates.values()) == "2026-11-19T23:00:00Z"
    for title in ("Osaka was", "Osaka will be"):
        assert dates[title] >= started


@pytest.fixture(scope="module")
def fetcher() -> Iterator[tuple[Crowd, Fetcher]]:
    """Give the servers, and a fetcher that asks them."""
    with pytest.MonkeyPatch.context() as patch, crowded(patch) as crowd:
        limits = Limits(deadline=timedelta(seconds=20), response_bytes=2**21)
        with fetching(crowd, limits) as fetcher:
            yield crowd, fetcher


QUICK = [fault for fault in FAULTS if LATE not in fault.says and not fault.deaf]


@pytest.mark.parametrize("fault", QUICK, ids=[fault.name for fault in QUICK])
def test_what_may_pass_by_itself(fault: Fault, fetcher: tuple[Crowd, Fetcher]) -> None:
    crowd, client = fetcher
    broken(fault, crowd)
    try:
        client.fetch(Request(source="bad", url=crowd.url(ADDRESSES[fault.name])))
    except FetchError as error:
        assert fault.transient in {error.transient, None}  # noqa: PT017 - most faults are errors, some are pages
    else:
        assert fault.transient is None


def test_a_name_that_leads_elsewhere_the_next_time(fetcher: tuple[Crowd, Fetcher]) -> None:
    crowd, _ = fetcher
    names: list[str] = []
    with Fetcher(Limits(), AGENT, refusal=internet, names=lambda: names) as client:
        request = Request(source="bad", url=f"http://turncoat.localhost:{crowd.port}/feed")
        for number, address in enumerate(("127.9.7.1", INSIDE, "::1", "127.9.7.1")):
            crowd.answers[address] = page(b"%d" % number, Connection="close")
            names[:] = [f"turncoat.localhost:{crowd.port}:{address}"]
            if address.startswith("127.9."):
                answer = client.fetch(request)
                assert isinstance(answer, Response)
                assert answer.page.body == b"%d" % number
            else:
                with pytest.raises(
                    FetchError, match=r"turncoat\.localhost leads to .* an address of this machine itself"
                ):
                    client.fetch(request)
    assert crowd.asked[INSIDE] == 0
