"""Everything a source can do wrong, beside one that does right: a clear record, nothing lost, no feed emptied."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from config.settings import Source
from feeds.web import create_app
from tests.fakeweb import Answer, FakeWeb, bomb, cut, drip, endless, flood, hang, page, redirect, reset
from tests.scheduler.desks import room

RSS = "application/rss+xml"


def rss(*items: str) -> bytes:
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title><link>https://t.example/</link>'
    return f"{head}{''.join(items)}</channel></rss>".encode("utf-8", "surrogatepass")


def item(title: str = "Osaka opens a museum", *, more: str = "", link: str = "https://t.example/1") -> str:
    return f"<item><title>{title}</title><link>{link}</link><description>In Osaka, Japan.</description>{more}</item>"


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    + b"".join(b'<!ENTITY %c "%s">' % (99 + n, b"&%c;" % (98 + n) * 50) for n in range(8))
    + b"]>"
    + rss(item("Osaka &j;"))[38:]
)
XXE = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item("Osaka &x; opens"))[38:]
)


@dataclass(frozen=True)
class Case:
    """What a source answers, what its run says, and what stands in the feed of it."""

    it: str
    answer: Answer
    outcome: str = "failed"
    says: str = ""
    titles: frozenset[str] = frozenset()
    limits: dict[str, Any] = field(default_factory=dict)


CASES = (
    Case("empty", page(b"", media_type=RSS), says="empty"),
    Case("nothing but blanks", page(b" \n ", media_type=RSS), says="empty"),
    Case("404", page(b"gone", status=404), says="404"),
    Case("500", page(b"oops", status=500), says="500"),
    Case("410", page(b"gone", status=410), says="410"),
    Case("HTML instead of a feed", page(b"<!doctype html><html><body><p>Hi</p></body></html>"), says="HTML"),
    Case("not a feed at all", page(b"\x89PNG\r\n\x1a\n" + bytes(200), media_type=RSS)),
    Case("JSON that is no feed", page(b'{"hello": 1}', media_type="application/json")),
    Case("a gzip bomb", bomb(50), says="sent more than 100000 bytes", limits={"response_bytes": 100_000}),
    Case("an endless body", endless(), says="sent more than 100000 bytes", limits={"response_bytes": 100_000}),
    Case("a flood of header", flood(2000)),
    Case("a hang", hang(), says="did not answer completely", limits={"deadline": 1}),
    Case("a slow drip", drip(rss(item()), 0.1), limits={"deadline": 1}),
    Case("a torn connection", reset(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<rss>")),
    Case("a body cut short", cut(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<rss>")),
    Case("a redirect to a file", redirect("file:///etc/passwd")),
    Case("a redirect to gopher", redirect("gopher://t.example/")),
    Case("a redirect in a circle", redirect("/bad"), says="redirect"),
    Case("an entity bomb", page(ENTITIES, media_type=RSS), "collected"),
    Case("control characters in a title", page(rss(item("Osaka \x01\x0bopens\x08")), media_type=RSS), "collected",
         titles=frozenset({"Osaka opens"})),
    Case("a lone surrogate in a title", page(rss(item("Osaka \ud800 opens")), media_type=RSS), "collected"),
    Case("no date", page(rss(item()), media_type=RSS), "collected", titles=frozenset({"Osaka opens a museum"})),
    Case("a date in 2041", page(rss(item(more="<pubDate>Sat, 20 Nov 2041 08:00:00 GMT</pubDate>")), media_type=RSS),
         "collected", titles=frozenset({"Osaka opens a museum"})),
    Case("no guid and one link for all", page(rss(
        item("Osaka opens a museum", link="https://t.example/"), item("Kyoto shuts a museum", link="https://t.example/")
    ), media_type=RSS), "collected", titles=frozenset({"Osaka opens a museum", "Kyoto shuts a museum"})),
    Case("the same guid twice", page(rss(
        item("Osaka opens a museum", more="<guid isPermaLink='false'>g</guid>"),
        item("Kyoto shuts a museum", more="<guid isPermaLink='false'>g</guid>", link="https://t.example/2"),
    ), media_type=RSS), "collected", titles=frozenset({"Osaka opens a museum", "Kyoto shuts a museum"})),
    Case("the same item twice", page(rss(item(), item()), media_type=RSS), "collected",
         titles=frozenset({"Osaka opens a museum"})),
    Case("a 5 MB article", page(rss(item(more=f"<description>{'Osaka is wide. ' * 350_000}</description>")),
         media_type=RSS), "collected"),
    Case("markup that means harm", page(rss(item(
        more="<description>&lt;script&gt;alert(1)&lt;/script&gt;&lt;p onclick='x()'&gt;In Osaka, Japan.&lt;/p&gt;</description>"
    )), media_type=RSS), "collected", titles=frozenset({"Osaka opens a museum"})),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.it for case in CASES])
def test_a_bad_source_beside_a_good_one(case: Case, tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers["/good"] = page(rss(item("Jakarta opens a bridge", link="https://g.example/1")), media_type=RSS)
        web.answers["/bad"] = case.answer
        good = Source(name="good", kind="feed", url=web.url("/good"), allow_private=True)
        bad = Source(name="bad", kind="feed", url=web.url("/bad"), allow_private=True)
        with room(tmp_path, good, bad, limits=case.limits) as desk:
            runs, built = desk.cycle()
            assert runs["good"].outcome == "collected"
            assert runs["bad"].outcome == case.outcome, runs["bad"]
            assert case.says.casefold() in (runs["bad"].error or "").casefold()
            assert case.titles | {"Jakarta opens a bridge"} <= desk.titles()
            assert all(one.outcome in {"written", "unchanged"} for one in built.values())
            documents = desk.desk.site
            manifest = documents.manifest()
            assert manifest is not None
            for stored in manifest.documents.values():
                body = documents.read(stored, "identity")
                for harm in (b"haha", b"alert(1)", b"onclick", b"root:x:", b"2041-", b"Nov 2041", b"\x01"):
                    assert harm not in body


def test_xxe_reads_no_file(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers["/bad"] = page(XXE, media_type=RSS)
        bad = Source(name="bad", kind="feed", url=web.url("/bad"), allow_private=True)
        with room(tmp_path, bad) as desk:
            desk.cycle()
            assert "root:" not in "".join(desk.titles())


def test_a_redirect_into_the_private_net_is_refused(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers["/feed"] = page(rss(item()), media_type=RSS)
        private = Source(name="private", kind="feed", url=web.url("/feed"))
        with room(tmp_path, private) as desk:
            runs, _ = desk.cycle()
            assert runs["private"].outcome == "failed"
            assert "allow_private" in (runs["private"].error or "")
        assert web.asked == []


def test_a_folder_that_vanishes_and_comes_back(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "one.txt").write_text("Taipei counts its scooters\n\nTaipei, Taiwan, counted its scooters.\n")
    source = Source(name="drop", kind="folder", path=drop)
    with room(tmp_path / "data", source) as desk:
        desk.cycle()
        assert desk.titles() == {"Taipei counts its scooters"}
        drop.rename(tmp_path / "away")
        runs, _ = desk.cycle()
        assert runs["drop"].outcome == "failed"
        assert str(drop) in (runs["drop"].error or "")
        assert desk.titles() == {"Taipei counts its scooters"}
        (tmp_path / "away").rename(drop)
        runs, _ = desk.cycle()
        assert runs["drop"].outcome != "failed"
        assert runs["drop"].new == 0


def test_an_unreadable_file_is_named_and_read_once_it_can_be(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "bad.json").write_text("{", encoding="utf-8")
    (drop / "good.txt").write_text("Taipei counts its scooters\n\nTaipei, Taiwan, counted its scooters.\n")
    with room(tmp_path / "data", Source(name="drop", kind="folder", path=drop)) as desk:
        runs, _ = desk.cycle()
        assert [skipped.what for skipped in runs["drop"].skipped] == ["bad.json"]
        assert desk.titles() == {"Taipei counts its scooters"}
        (drop / "bad.json").write_text('{"title": "Hanoi plants trees", "content_text": "In Hanoi, Vietnam."}')
        desk.cycle()
        assert desk.titles() == {"Taipei counts its scooters", "Hanoi plants trees"}


def test_a_file_removed_is_not_a_retraction_and_a_file_edited_is_an_update(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    path = drop / "one.txt"
    path.write_text("Taipei counts its scooters\n\nTaipei, Taiwan, counted its scooters.\n")
    with room(tmp_path / "data", Source(name="drop", kind="folder", path=drop)) as desk:
        desk.cycle()
        (before,) = desk.items()
        path.write_text("Taipei counts its buses\n\nTaipei, Taiwan, counted its buses, not its scooters.\n")
        desk.cycle()
        (after,) = desk.items()
        assert (after["id"], after["title"]) == (before["id"], "Taipei counts its buses")
        assert after["date_published"] == before["date_published"]
        path.unlink()
        desk.cycle()
        assert [item["id"] for item in desk.items()] == [before["id"]]


def test_what_is_recorded_of_hostile_words_is_fit_for_a_terminal(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "bad.json").write_text('{"title": "x", "url": "\\ud800 \\u001b[2J"}')
    with FakeWeb() as web:
        web.answers["/bad"] = page("<html><title>\x1b[2J\x1b]0;mine\x07\u202e</title>".encode(), media_type="text/html")
        bad = Source(name="bad", kind="feed", url=web.url("/bad"), allow_private=True)
        with room(tmp_path / "data", bad, Source(name="drop", kind="folder", path=drop)) as desk:
            runs, _ = desk.cycle()
            said = (runs["bad"].error, desk.desk.store.state("bad").error, runs["drop"].skipped[0].reason)
            assert all(words and words.isprintable() for words in said), said


def test_before_the_first_article_a_subscriber_is_told_to_wait(tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    with room(tmp_path / "data", Source(name="drop", kind="folder", path=tmp_path / "drop")) as desk:
        desk.cycle()
        client = create_app(desk.desk.settings).test_client()
        answer = client.get("/feeds/china-asia-pacific.atom")
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
