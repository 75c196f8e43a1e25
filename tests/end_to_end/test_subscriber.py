"""A reader's whole life with a feed: it subscribes, polls, sees one correction and one new story, and nothing twice."""

import json
from dataclasses import dataclass
from pathlib import Path

import feedparser
import pytest

from tests.end_to_end.service import Service, eventually, running
from tests.fakeweb import FakeWeb, page, reset

pytestmark = pytest.mark.slow
BEAT = "/feeds/china-asia-pacific"

HEAD = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Strait Ledger</title><link>https://ledger.example/</link>'
)
ITEM = (
    "<item><title>{title}</title><link>https://ledger.example/{number}</link><guid isPermaLink='false'>l-{number}</guid>"
    "<pubDate>Fri, 20 Nov 2026 0{number}:00:00 GMT</pubDate><description>{text}</description></item>"
)


@dataclass
class Ledger:
    """An invented newspaper's feed that a test edits."""

    web: FakeWeb
    version: int = 0

    def publish(self, *stories: tuple[int, str, str]) -> None:
        """Put out the feed anew."""
        self.version += 1
        items = "".join(ITEM.format(number=number, title=title, text=text) for number, title, text in stories)
        body = f"{HEAD}{items}</channel></rss>".encode()
        self.web.answers["/feed"] = page(body, media_type="application/rss+xml", etag=f'"{self.version}"')


def configuration(home: Path, web: FakeWeb, *more: str) -> Path:
    path = home / "beatwire.toml"
    path.write_text(
        f"""
        data = "data"
        [collecting]
        tick = "1s"
        delay = "0s"
        [[sources]]
        name = "ledger"
        interval = "1s"
        kind = "feed"
        url = "{web.url("/feed")}"
        allow_private = true
        {"".join(more)}
        """,
        encoding="utf-8",
    )
    return path


FERRY = (1, "Ferry link between Busan and Fukuoka reopens", "South Korea and Japan reopened their ferry link.")
RICE = (2, "Thailand counts its rice", "Officials in Bangkok counted the harvest.")
TRAM = (3, "Melbourne trams run all night", "Trams in Melbourne, Australia, now run all night.")


def entries(service: Service) -> dict[str, feedparser.FeedParserDict]:
    answer = service.get(BEAT + ".atom")
    if answer.status == 503:
        return {}  # nothing is published yet
    parsed = feedparser.parse(answer.body)
    assert not parsed.bozo
    return {entry.id: entry for entry in parsed.entries}


def test_one_correction_and_one_new_story(tmp_path: Path) -> None:
    with FakeWeb() as web:
        ledger = Ledger(web)
        ledger.publish(FERRY, RICE)
        with running(tmp_path, "--config", str(configuration(tmp_path, web))) as service:
            first = eventually(lambda: entries(service))
            assert sorted(entry.title for entry in first.values()) == sorted([FERRY[1], RICE[1]])
            tag = service.get(BEAT + ".atom").headers["ETag"]
            polls = len(web.asked)
            eventually(lambda: len(web.asked) > polls + 1)
            assert service.get(BEAT + ".atom", {"If-None-Match": tag}).status == 304

            ledger.publish(TRAM, (1, "Ferry link between Busan and Fukuoka reopens in spring", FERRY[2]), RICE)
            eventually(lambda: len(entries(service)) == 3)
            second = entries(service)
            assert set(first) < set(second)
            (new,) = set(second) - set(first)
            assert second[new].title == TRAM[1]
            moved = [key for key in first if first[key].updated != second[key].updated]
            assert [second[key].title for key in moved] == ["Ferry link between Busan and Fukuoka reopens in spring"]
            assert [first[key].published for key in first] == [second[key].published for key in first]
            assert service.get(BEAT + ".atom", {"If-None-Match": tag}).status == 200


def test_a_source_that_fails_empties_nothing_and_delays_nobody(tmp_path: Path) -> None:
    with FakeWeb() as web:
        ledger = Ledger(web)
        ledger.publish(FERRY)
        drop = tmp_path / "drop"
        drop.mkdir()
        folder = f'[[sources]]\nname = "drop"\nkind = "folder"\npath = "{drop}"\ninterval = "1s"\n'
        with running(tmp_path, "--config", str(configuration(tmp_path, web, folder))) as service:
            before = eventually(lambda: entries(service))
            web.answers["/feed"] = reset(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss")
            (drop / "story.txt").write_text("Ulaanbaatar gets a tram\n\nMongolia's capital gets a tram.\n")
            eventually(lambda: len(entries(service)) == 2)
            assert set(before) < set(entries(service))
            web.answers["/feed"] = page(b"<html><body>We are moving</body></html>", media_type="text/html")
            polls = len(web.asked)
            eventually(lambda: len(web.asked) > polls, 90)
            assert len(entries(service)) == 2


def test_every_feed_of_the_catalogue_is_there_in_every_format(tmp_path: Path) -> None:
    with FakeWeb() as web:
        ledger = Ledger(web)
        ledger.publish(FERRY, RICE, (4, "Bakers of Ohio meet", "Bakers met in Columbus."))
        with running(tmp_path, "--config", str(configuration(tmp_path, web))) as service:
            eventually(lambda: entries(service))
            listed = json.loads(service.get("/feeds.json").body)["feeds"]
            slugs = {feed["slug"] for feed in listed}
            assert slugs == {
                "china-asia-pacific", "east-asia", "south-east-asia", "japan", "south-korea", "thailand", "source-ledger",
            }  # fmt: skip
            for slug in slugs:
                for extension in (".rss", ".atom", ".json"):
                    assert service.get(f"/feeds/{slug}{extension}").status == 200
            titles = {entry.title for entry in entries(service).values()}
            assert titles == {FERRY[1], RICE[1]}
            assert service.get("/feeds.opml").status == 200
