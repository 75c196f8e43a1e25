"""Which hubs are told of what, and when again."""

from datetime import timedelta

import pytest

from feeds.article import Ping
from feeds.errors import FetchError
from feeds.publish import hubs
from feeds.publish.manifest import Manifest, Stored
from tests.world import NOW

HUB = "https://hub.example/"
TOPIC = "https://feeds.example/feeds/a.atom"


def stored(*links: str, etag: str = '"1"') -> Stored:
    return Stored(
        path="/feeds/a.atom", media_type="application/atom+xml", etag=etag, modified=NOW, max_age=300, links=links,
        files={"identity": "0" * 32}, length=1,
    )  # fmt: skip


def manifest(document: Stored) -> Manifest:
    return Manifest(built=NOW, feeds=(), documents={document.path: document})


LINKS = (f'<{TOPIC}>; rel="self"', f'<{HUB}>; rel="hub"', '<https://cc.example/>; rel="license"')


@pytest.mark.parametrize(
    ("known", "behind"),
    [
        ((), True),
        ((Ping(hub=HUB, topic=TOPIC, told='"1"'),), False),
        ((Ping(hub=HUB, topic=TOPIC, told='"0"'),), True),
        ((Ping(hub="https://other.example/", topic=TOPIC, told='"1"'),), True),
        ((Ping(hub=HUB, topic=TOPIC, told='"0"', due=NOW + timedelta(seconds=1)),), False),
        ((Ping(hub=HUB, topic=TOPIC, told='"0"', due=NOW),), True),
    ],
)
def test_a_hub_is_told_of_what_it_does_not_know(known: tuple[Ping, ...], *, behind: bool) -> None:
    found = list(hubs.due(manifest(stored(*LINKS)), known, NOW))
    assert [(ping.hub, ping.topic, etag) for ping, etag in found] == ([(HUB, TOPIC, '"1"')] if behind else [])


def test_a_document_that_names_no_hub_is_nobody_s_topic() -> None:
    assert list(hubs.due(manifest(stored(LINKS[0])), (), NOW)) == []


def test_what_is_published_no_more_is_forgotten() -> None:
    known = Ping(hub=HUB, topic=TOPIC), Ping(hub=HUB, topic=f"{TOPIC}?"), Ping(hub="https://old.example/", topic=TOPIC)
    assert hubs.lost(manifest(stored(*LINKS)), known) == known[1:]


def test_a_hub_that_fails_is_asked_later_each_time_and_given_up_after_a_day() -> None:
    error = FetchError("hub.example has a fault of its own (500)", source="hub", transient=True)
    ping, now, pauses = Ping(hub=HUB, topic=TOPIC), NOW, []
    while ping.told is None:
        ping = hubs.failed(ping, '"1"', error, now, 0.5)
        if ping.due is not None:
            pauses.append((ping.due - now).total_seconds())
            now = ping.due
    assert pauses[:8] == [37, 75, 150, 300, 600, 1200, 2400, 4500]
    assert set(pauses[7:]) == {4500}
    assert timedelta(hours=24) <= now - NOW < timedelta(hours=26)
    assert (ping.told, ping.tries, ping.error) == ('"1"', 0, f"given up: {error}")
    assert hubs.taken(ping, '"2"', now) == Ping(hub=HUB, topic=TOPIC, told='"2"', last_success=now)


def test_a_hub_may_ask_for_more_time() -> None:
    error = FetchError("asks us to come less often", source="hub", status=429, transient=True, retry_after=7200)
    assert hubs.failed(Ping(hub=HUB, topic=TOPIC), '"1"', error, NOW, 0).due == NOW + timedelta(hours=2)
