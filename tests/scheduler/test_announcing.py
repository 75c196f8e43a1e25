"""Hubs are told of what is live, once, again where they did not take it, and in nobody's way."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from config.settings import Source
from feeds.article import Ruling
from feeds.web import create_app
from scheduler.clock import clock
from tests.fakeweb import RESET, Answer, FakeWeb, page, redirect
from tests.hub import Hub
from tests.scheduler.desks import BEAT, Room, room
from tests.scheduler.test_bad_input import RSS, rss
from tests.scheduler.test_jobs import eventually

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ONLY = {"regions": False, "countries": False, "sources": False, "languages": False}


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Say nothing."""


@contextmanager
def served(data: Path, web: FakeWeb, hub: Hub, port: int = 0, **publishing: Any) -> Iterator[Room]:
    """Open a desk whose documents are served on loopback, and which has one source and one hub."""
    made: list[Callable[..., Any]] = []

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        return made[0](environ, start_response)

    source = Source(name="gazette", kind="feed", url=web.url("/feed"), allow_private=True, interval="1h")
    with make_server("127.0.0.1", port, app, handler_class=_Silent) as server:
        base = f"http://127.0.0.1:{server.server_port}"
        said = {**ONLY, "hubs": hub.address, "private_hubs": True, **publishing}
        with room(data, source, base_url=base, publishing=said, limits={"deadline": 1}) as desk:
            made.append(create_app(desk.desk.settings).wsgi_app)
            thread = threading.Thread(target=server.serve_forever, args=(0.05,))
            thread.start()
            try:
                yield desk
            finally:
                server.shutdown()
                thread.join()


def item(number: int, title: str = "Jakarta opens a bridge") -> str:
    return f"<item><title>{title}</title><link>https://g.example/{number}</link><description>x</description></item>"


def topic(desk: Room, extension: str = ".atom") -> str:
    return f"{desk.desk.settings.base_url}{BEAT}{extension}"


def body(desk: Room, extension: str = ".atom") -> bytes:
    manifest = desk.desk.site.manifest()
    assert manifest is not None
    return desk.desk.site.read(manifest.documents[BEAT + extension])


def told(hub: Hub) -> dict[str, int]:
    return {address.rpartition(".")[2]: hub.published.count(address) for address in hub.published}


def ticked(desk: Room, look: Callable[[], bool]) -> bool:
    desk.jobs.tick()
    return look()


def test_an_add_an_edit_and_a_block_reach_a_subscriber_as_the_very_bytes(tmp_path: Path) -> None:
    with FakeWeb() as web, Hub() as hub:
        web.answers["/feed"] = page(rss(item(1)), media_type=RSS)
        with served(tmp_path, web, hub) as desk:
            hub.subscribe(topic(desk))
            desk.cycle()
            assert told(hub) == {"atom": 1, "json": 1, "rss": 1}
            assert f'href="{topic(desk)}" rel="self"'.encode() in body(desk)
            eventually(lambda: hub.received == [(topic(desk), body(desk))])

            desk.cycle()
            assert told(hub) == {"atom": 1, "json": 1, "rss": 1}  # nothing changed

            web.answers["/feed"] = page(rss(item(1, "Jakarta opens two bridges")), media_type=RSS)
            desk.cycle()
            eventually(lambda: hub.received[1:] == [(topic(desk), body(desk))])

            (article,) = desk.items()
            desk.desk.store.rule(Ruling(article=article["id"], kind="block", who="desk", at=clock()))
            desk.jobs.tick()
            eventually(lambda: desk.items() == [])
            eventually(lambda: ticked(desk, lambda: hub.received[2:] == [(topic(desk), body(desk))]))
            assert told(hub) == {"atom": 3, "json": 3, "rss": 3}


def test_whoever_is_killed_between_publishing_and_telling_tells_it_after_all_and_once(tmp_path: Path) -> None:
    with FakeWeb() as web, Hub() as hub:
        web.answers["/feed"] = page(rss(item(1)), media_type=RSS)
        with served(tmp_path, web, hub, hubs=()) as desk:
            desk.cycle()
        port = int(topic(desk).split(":")[2].split("/")[0])
        with served(tmp_path, web, hub, port) as desk:  # the same bytes, but for the hub they now name
            desk.jobs.tick()
            eventually(lambda: ticked(desk, lambda: len(desk.desk.store.pings()) == 3))
            assert told(hub) == {"atom": 1, "json": 1, "rss": 1}
        with served(tmp_path, web, hub, port) as desk:
            desk.jobs.tick()
            assert all(ping.told for ping in desk.desk.store.pings())
        assert told(hub) == {"atom": 1, "json": 1, "rss": 1}


def hang(_: object) -> tuple[float, ...]:
    return (60.0,)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (page(b"no", status=400), "answered with status 400"),
        (page(b"no", status=503), "has a fault of its own (503)"),
        (page(b"no", status=429, retry_after="900"), "asks us to come less often (429)"),
        (redirect("https://elsewhere.example/"), "answered with status 302"),
        (lambda _: (RESET,), "broke the connection off"),
        (hang, "nothing came"),
    ],
)
def test_a_hub_that_does_not_take_it_is_told_again_and_holds_nobody_up(
    tmp_path: Path, answer: Answer, words: str
) -> None:
    with FakeWeb() as web, Hub(answer=answer) as hub:
        web.answers["/feed"] = page(rss(item(1)), media_type=RSS)
        with served(tmp_path, web, hub) as desk:
            desk.cycle()
            assert len(desk.items()) == 1
            eventually(lambda: ticked(desk, lambda: len(desk.desk.store.pings()) == 3))
            pings = desk.desk.store.pings()
            assert all(words in (ping.error or "") for ping in pings), pings
            assert {(ping.told, ping.tries) for ping in pings} == {(None, 1)}
            least = timedelta(seconds=900 if "429" in words else 30)
            assert all(ping.due and ping.due - clock() > least - timedelta(seconds=10) for ping in pings)
            desk.desk.store.keep_pings([replace(ping, due=clock()) for ping in pings])
        hub.answer = None
        with served(tmp_path, web, hub, port=int(topic(desk).split(":")[2].split("/")[0])) as desk:
            desk.jobs.tick()
            eventually(lambda: ticked(desk, lambda: all(one.told for one in desk.desk.store.pings())))
            assert not any(ping.error for ping in desk.desk.store.pings())
            assert told(hub) == {"atom": 2, "json": 2, "rss": 2}


def test_a_hub_on_loopback_is_asked_only_if_the_operator_says_so(tmp_path: Path) -> None:
    with FakeWeb() as web, Hub() as hub:
        web.answers["/feed"] = page(rss(item(1)), media_type=RSS)
        with served(tmp_path, web, hub, private_hubs=False) as desk:
            desk.cycle()
            assert hub.published == []
            assert all("which is not asked" in (ping.error or "") for ping in desk.desk.store.pings())
